"""The settings, all from the environment. Every default is right for production and fit to publish."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", re.IGNORECASE)
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
NAMES = frozenset({"PORTAL_COUNCIL", "PORTAL_DATABASE", "PORTAL_VAR", "PORTAL_ORIGIN"})


class SettingWrong(Exception):
    """A setting has a value that the portal cannot start with; the text names it and what was expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from one place to another.

    `council` is a profile's name or a path to a TOML file; `database` an SQLAlchemy
    URL; `var` the folder for data and keys; `origin` the public address, empty where
    a proxy decides it.
    """

    council: str
    database: str
    var: Path
    origin: str

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
