"""The settings, all from the environment. Every default is right for production and fit to publish."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", re.IGNORECASE)
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
SHORTEST_TOKEN = 24
MOST_PROXIES = 9
NAMES = frozenset({
    "PORTAL_COUNCIL", "PORTAL_DATABASE", "PORTAL_VAR", "PORTAL_ORIGIN", "PORTAL_HOSTS", "PORTAL_PROXIES",
    "PORTAL_METRICS_TOKEN",
})  # fmt: skip


class SettingWrong(Exception):
    """A setting has a value that the portal cannot start with; the text names it and what was expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from one place to another.

    `council` is a profile's name or a path to a TOML file; `database` an SQLAlchemy
    URL; `var` the folder for data and keys; `origin` the public address, empty where
    a proxy decides it. `hosts` are further names that we answer to; `proxies` how many
    proxies stand before us that say truly who asks; `metrics_token` what opens /metrics,
    which is not there without one.
    """

    council: str
    database: str
    var: Path
    origin: str
    hosts: tuple[str, ...] = ()
    proxies: int = 0
    metrics_token: str = field(default="", repr=False)

    @property
    def secure(self) -> bool:
        """Whether cookies are Secure and carry the __Host- prefix: always, unless the origin is plain http."""
        return not self.origin.startswith("http://")


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings; raises SettingWrong with one clear line."""
    for name in environment:
        if name.startswith("PORTAL_") and name not in NAMES:
            raise SettingWrong(f"{name} is not a setting. The settings are: {', '.join(sorted(NAMES))}.")
    var = Path(environment.get("PORTAL_VAR") or HERE / "var").expanduser().resolve()
    if var.exists() and not var.is_dir():
        raise SettingWrong(f"PORTAL_VAR is {var}, which is a file: a folder was expected.")
    return Settings(
        council=environment.get("PORTAL_COUNCIL") or "example",
        database=_database(environment.get("PORTAL_DATABASE") or f"sqlite:///{var / 'portal.db'}"),
        var=var,
        origin=_origin(environment.get("PORTAL_ORIGIN") or ""),
        hosts=_hosts(environment.get("PORTAL_HOSTS") or ""),
        proxies=_proxies(environment.get("PORTAL_PROXIES") or "0"),
        metrics_token=_token(environment.get("PORTAL_METRICS_TOKEN") or ""),
    )


def _database(url: str) -> str:
    if not url.startswith(DATABASES):
        kind = url.split(":", 1)[0] or "empty"
        raise SettingWrong(f"PORTAL_DATABASE begins with {kind}: one of {', '.join(DATABASES)} was expected.")
    if url.startswith("sqlite:///") and url.removeprefix("sqlite:///") in {"", ":memory:"}:
        raise SettingWrong("PORTAL_DATABASE names no file: sqlite:///folder/file.db was expected.")
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _origin(origin: str) -> str:
    port = origin.rpartition(":")[2]
    if origin and (not ORIGIN.fullmatch(origin) or (port.isdecimal() and not 0 < int(port) < 65536)):
        raise SettingWrong(f"PORTAL_ORIGIN is {origin}: an address like https://complaints.example.org was expected.")
    return origin


def _hosts(told: str) -> tuple[str, ...]:
    hosts = tuple(told.lower().replace(",", " ").split())
    for host in hosts:
        if not HOST.fullmatch(host):
            raise SettingWrong(f"PORTAL_HOSTS names {host}: names like complaints.example.org were expected.")
    return hosts


def _proxies(told: str) -> int:
    if not (told.isascii() and told.isdecimal() and len(told) == 1):
        raise SettingWrong(f"PORTAL_PROXIES is {told}: a number from 0 to {MOST_PROXIES} was expected.")
    return int(told)


def _token(told: str) -> str:
    if told and (len(told) < SHORTEST_TOKEN or not told.isascii() or not told.isprintable() or " " in told):
        raise SettingWrong(f"PORTAL_METRICS_TOKEN is too short or has odd signs: at least {SHORTEST_TOKEN} letters and digits were expected.")
    return told
