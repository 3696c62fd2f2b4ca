"""The settings, all from the environment. Every default is right for production and fit to publish."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", re.IGNORECASE)
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]*)?")
CLAMD = re.compile(r"/\S+|[A-Za-z0-9.-]+:[0-9]{1,5}")
NAMES = frozenset({
    "PORTAL_COUNCIL", "PORTAL_DATABASE", "PORTAL_VAR", "PORTAL_ORIGIN", "PORTAL_CLAMD",
    "PORTAL_FILES", "PORTAL_S3_ENDPOINT", "PORTAL_S3_KEY", "PORTAL_S3_SECRET",
})  # fmt: skip


class SettingWrong(Exception):
    """A setting has a value that the portal cannot start with; the text names it and what was expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from one place to another.

    `council` is a profile's name or a path to a TOML file; `database` an SQLAlchemy
    URL; `var` the folder for data and keys; `origin` the public address, empty where
    a proxy decides it; `clamd` the socket or host:port of the virus scanner, empty where
    there is none; `files` the bucket for files that people add, empty for the folder
    `var`/files, and the `s3_` ones how a bucket that is not Amazon's is reached.
    """

    council: str
    database: str
    var: Path
    origin: str
    clamd: str = ""
    files: str = ""
    s3_endpoint: str = ""
    s3_key: str = field(default="", repr=False)
    s3_secret: str = field(default="", repr=False)

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
        clamd=_clamd(environment.get("PORTAL_CLAMD") or ""),
        files=_files(environment.get("PORTAL_FILES") or ""),
        s3_endpoint=_endpoint(environment.get("PORTAL_S3_ENDPOINT") or ""),
        **_s3_keys(environment),
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


def _clamd(address: str) -> str:
    if address and not CLAMD.fullmatch(address):
        raise SettingWrong(f"PORTAL_CLAMD is {address}: the path of a socket, or host:port, was expected.")
    return address


def _files(bucket: str) -> str:
    if bucket and not BUCKET.fullmatch(bucket):
        raise SettingWrong(f"PORTAL_FILES is {bucket}: s3://bucket or s3://bucket/folder was expected.")
    return bucket


def _endpoint(address: str) -> str:
    if address and not ORIGIN.fullmatch(address):
        raise SettingWrong(f"PORTAL_S3_ENDPOINT is {address}: an address like https://s3.example.org was expected.")
    return address


def _s3_keys(environment: Mapping[str, str]) -> dict[str, str]:
    key, secret = environment.get("PORTAL_S3_KEY") or "", environment.get("PORTAL_S3_SECRET") or ""
    if bool(key) != bool(secret):
        missing = "PORTAL_S3_SECRET" if key else "PORTAL_S3_KEY"
        raise SettingWrong(f"{missing} is missing: the key and the secret belong together.")
    return {"s3_key": key, "s3_secret": secret}
