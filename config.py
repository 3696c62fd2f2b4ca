"""The settings, all from the environment. Every default is right for production and fit to publish."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", re.IGNORECASE)
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
NAMES = frozenset({"PORTAL_COUNCIL", "PORTAL_DATABASE", "PORTAL_VAR", "PORTAL_ORIGIN", "PORTAL_CASE_KEYS", "PORTAL_KEY_BACKUP_DAYS"})


class SettingWrong(Exception):
    """A setting has a value that the portal cannot start with; the text names it and what was expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from one place to another.

    `council` is a profile's name or a path to a TOML file; `database` an SQLAlchemy
    URL; `var` the folder for data and keys; `origin` the public address, empty where
    a proxy decides it; `case_keys` the store of case keys, by its SQLAlchemy URL: with a
    backup cycle of its own, it is what makes an erased case unreadable; `key_backup_days`
    for how many days a backup of that store is kept.
    """

    council: str
    database: str
    var: Path
    origin: str
    case_keys: str = ""
    key_backup_days: int = 7

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
        case_keys=_case_keys(environment, var),
        key_backup_days=_days("PORTAL_KEY_BACKUP_DAYS", environment.get("PORTAL_KEY_BACKUP_DAYS") or "7"),
    )


def _case_keys(environment: Mapping[str, str], var: Path) -> str:
    """Beside the cases where those are a file; with a server, in its database until another is named."""
    asked = environment.get("PORTAL_CASE_KEYS")
    if asked:
        return _database(asked, "PORTAL_CASE_KEYS")
    cases = environment.get("PORTAL_DATABASE") or "sqlite:///"
    return f"sqlite:///{var / 'case-keys.db'}" if cases.startswith("sqlite:///") else _database(cases)


def _days(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= 366):
        raise SettingWrong(f"{name} is {text}: a number of days from 0 to 366 was expected.")
    return int(text)


def _database(url: str, name: str = "PORTAL_DATABASE") -> str:
    if not url.startswith(DATABASES):
        kind = url.split(":", 1)[0] or "empty"
        raise SettingWrong(f"{name} begins with {kind}: one of {', '.join(DATABASES)} was expected.")
    if url.startswith("sqlite:///") and url.removeprefix("sqlite:///") in {"", ":memory:"}:
        raise SettingWrong(f"{name} names no file: sqlite:///folder/file.db was expected.")
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _origin(origin: str) -> str:
    port = origin.rpartition(":")[2]
    if origin and (not ORIGIN.fullmatch(origin) or (port.isdecimal() and not 0 < int(port) < 65536)):
        raise SettingWrong(f"PORTAL_ORIGIN is {origin}: an address like https://complaints.example.org was expected.")
    return origin
