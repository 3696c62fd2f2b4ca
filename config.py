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
MAIL = re.compile(r"smtps?://([^:@/]+:[^@/]*@)?[A-Za-z0-9.-]+(:[0-9]{1,5})?/?")
ADDRESS = re.compile(r"[^@\s<>,;]+@[A-Za-z0-9.-]+")
NOTIFY_KEY = re.compile(r"\S*[0-9a-f-]{36}-[0-9a-f-]{36}")
NOTIFY_TEMPLATE = re.compile(r"[0-9a-f-]{36}")
NOTIFY_URL = "https://api.notifications.service.gov.uk"
WEB = re.compile(r"(https://|http://127\.0\.0\.1(?=[:/]|$))[^\s@]+")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
SHORTEST_TOKEN = 24
MOST_PROXIES = 9
SECOND_FACTOR = ("required", "optional")
PASSWORD_SIGN_IN = ("everyone", "administrators")
CLAIM = re.compile(r"[A-Za-z0-9_:/.-]{1,100}")
NAMES = frozenset({
    "PORTAL_COUNCIL", "PORTAL_DATABASE", "PORTAL_CASE_KEYS", "PORTAL_KEY_BACKUP_DAYS", "PORTAL_VAR", "PORTAL_ORIGIN",
    "PORTAL_STAFF_ORIGIN", "PORTAL_MAIL", "PORTAL_MAIL_FROM", "PORTAL_NOTIFY_KEY", "PORTAL_NOTIFY_TEMPLATE",
    "PORTAL_NOTIFY_URL", "PORTAL_WEBHOOK", "PORTAL_WEBHOOK_SECRET", "PORTAL_CLAMD", "PORTAL_FILES",
    "PORTAL_S3_ENDPOINT", "PORTAL_S3_KEY", "PORTAL_S3_SECRET", "PORTAL_HOSTS", "PORTAL_PROXIES", "PORTAL_METRICS_TOKEN",
    "PORTAL_SECOND_FACTOR", "PORTAL_OIDC_ISSUER", "PORTAL_OIDC_CLIENT_ID", "PORTAL_OIDC_CLIENT_SECRET", "PORTAL_OIDC_CLAIM",
    "PORTAL_OIDC_SECOND_FACTOR", "PORTAL_PASSWORD_SIGN_IN",
})  # fmt: skip


class SettingWrong(Exception):
    """A setting has a value that the portal cannot start with; the text names it and what was expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from one place to another.

    `council` is a profile's name or a path to a TOML file; `database` an SQLAlchemy
    URL; `var` the folder for data and keys; `origin` the public address, empty where
    a proxy decides it; `staff_origin` that of the back office, where it is another.
    `case_keys` is the store of case keys, by its SQLAlchemy URL: with a backup cycle of
    its own, it is what makes an erased case unreadable; `key_backup_days` for how many
    days a backup of that store is kept. The rest are the ways out, each empty where it
    is not set up: `mail` a server (smtp:// or smtps://) with `mail_from`, or else
    GOV.UK Notify by its key and template; `webhook` the council's own case system. A
    process of the public side needs no more of them than `webhook`.
    `clamd` is the socket or host:port of the virus scanner, empty where there is none;
    `files` the bucket for files that people add, empty for the folder `var`/files, and
    the `s3_` ones how a bucket that is not Amazon's is reached. `hosts`
    are further names that we answer to; `proxies` how many proxies stand before us that
    say truly who asks; `metrics_token` what opens /metrics, which is not there without
    one. `second_factor` says whether officers must have one or may: they must, unless the
    environment says otherwise. The `oidc_` ones name the council's own sign-in, empty where there is none: `oidc_claim`
    what names an account, `oidc_second_factor` the words (of `amr` or `acr`) by which it vouches for a second factor;
    `password_sign_in` says whether a password opens everyone's account or administrators' only.
    """

    council: str
    database: str
    var: Path
    origin: str
    case_keys: str = ""
    key_backup_days: int = 7
    mail: str = field(default="", repr=False)
    mail_from: str = ""
    notify_key: str = field(default="", repr=False)
    notify_template: str = ""
    notify_url: str = NOTIFY_URL
    webhook: str = ""
    webhook_secret: str = field(default="", repr=False)
    staff_origin: str = ""
    clamd: str = ""
    files: str = ""
    s3_endpoint: str = ""
    s3_key: str = field(default="", repr=False)
    s3_secret: str = field(default="", repr=False)
    hosts: tuple[str, ...] = ()
    proxies: int = 0
    metrics_token: str = field(default="", repr=False)
    second_factor: str = "optional"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_claim: str = "email"
    oidc_second_factor: tuple[str, ...] = ()
    password_sign_in: str = "everyone"

    @property
    def key_store(self) -> str:
        """Where the keys of cases are: beside the cases where those are a file; with a server, in its database until
        another is named.
        """
        beside = f"sqlite:///{self.var / 'case-keys.db'}" if self.database.startswith("sqlite:///") else self.database
        return self.case_keys or beside

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
        origin=_origin("PORTAL_ORIGIN", environment),
        staff_origin=_origin("PORTAL_STAFF_ORIGIN", environment) or _origin("PORTAL_ORIGIN", environment),
        case_keys=_case_keys(environment),
        key_backup_days=_days("PORTAL_KEY_BACKUP_DAYS", environment.get("PORTAL_KEY_BACKUP_DAYS") or "7"),
        **_ways_out(environment),
        clamd=_clamd(environment.get("PORTAL_CLAMD") or ""),
        files=_files(environment.get("PORTAL_FILES") or ""),
        s3_endpoint=_endpoint(environment.get("PORTAL_S3_ENDPOINT") or ""),
        **_s3_keys(environment),
        hosts=_hosts(environment.get("PORTAL_HOSTS") or ""),
        proxies=_proxies(environment.get("PORTAL_PROXIES") or "0"),
        metrics_token=_token(environment.get("PORTAL_METRICS_TOKEN") or ""),
        second_factor=_second_factor(environment.get("PORTAL_SECOND_FACTOR") or "required"),
        **_sign_on(environment),
        oidc_second_factor=tuple((environment.get("PORTAL_OIDC_SECOND_FACTOR") or "").replace(",", " ").split()),
    )


def _case_keys(environment: Mapping[str, str]) -> str:
    asked = environment.get("PORTAL_CASE_KEYS")
    return _database(asked, "PORTAL_CASE_KEYS") if asked else ""


def _days(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= 366):
        raise SettingWrong(f"{name} is {text}: a number of days from 0 to 366 was expected.")
    return int(text)


def _ways_out(environment: Mapping[str, str]) -> dict[str, str]:
    """Mail, Notify and webhook. What a refused value was is not said: it may hold a password."""
    given = {name: environment.get(f"PORTAL_{name.upper()}") or "" for name in _SHAPES}
    for name, (shape, expected) in _SHAPES.items():
        if given[name] and not shape.fullmatch(given[name]):
            raise SettingWrong(f"PORTAL_{name.upper()} is not right: {expected} was expected.")
    for name, with_it in (("mail", "mail_from"), ("notify_key", "notify_template"), ("webhook_secret", "webhook")):
        if given[name] and not given[with_it]:
            raise SettingWrong(f"PORTAL_{name.upper()} is set, so PORTAL_{with_it.upper()} is needed too.")
    if given["mail"] and given["notify_key"]:
        raise SettingWrong("PORTAL_MAIL and PORTAL_NOTIFY_KEY are both set: e-mail goes one way, so one of them was expected.")
    return given | {"notify_url": given["notify_url"] or NOTIFY_URL}


_SHAPES = {
    "mail": (MAIL, "an address like smtp://mail.example.org:587 or smtps://user:password@mail.example.org"),
    "mail_from": (ADDRESS, "an e-mail address"),
    "notify_key": (NOTIFY_KEY, "a key of GOV.UK Notify"),
    "notify_template": (NOTIFY_TEMPLATE, "the id of an e-mail template with ((subject)) and ((body))"),
    "notify_url": (WEB, "an address that begins with https://"),
    "webhook": (WEB, "an address that begins with https://"),
    "webhook_secret": (re.compile(r"\S{32,}"), "a secret of 32 characters or more, without spaces"),
}


def _database(url: str, name: str = "PORTAL_DATABASE") -> str:
    if not url.startswith(DATABASES):
        kind = url.split(":", 1)[0] or "empty"
        raise SettingWrong(f"{name} begins with {kind}: one of {', '.join(DATABASES)} was expected.")
    if url.startswith("sqlite:///") and url.removeprefix("sqlite:///") in {"", ":memory:"}:
        raise SettingWrong(f"{name} names no file: sqlite:///folder/file.db was expected.")
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _origin(name: str, environment: Mapping[str, str]) -> str:
    origin = environment.get(name) or ""
    port = origin.rpartition(":")[2]
    if origin and (not ORIGIN.fullmatch(origin) or (port.isdecimal() and not 0 < int(port) < 65536)):
        raise SettingWrong(f"{name} is {origin}: an address like https://complaints.example.org was expected.")
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


def _second_factor(told: str) -> str:
    if told not in SECOND_FACTOR:
        raise SettingWrong(f"PORTAL_SECOND_FACTOR is {told}: {' or '.join(SECOND_FACTOR)} was expected.")
    return told


def _sign_on(environment: Mapping[str, str]) -> dict[str, str]:
    """The council's own sign-in: all of it or nothing. The secret is not said back."""
    given = {name: environment.get(f"PORTAL_OIDC_{name}") or "" for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")}
    if any(given.values()):
        for name, value in given.items():
            if not value:
                raise SettingWrong(f"PORTAL_OIDC_{name} is missing: issuer, client and secret belong together.")
    if given["ISSUER"] and not WEB.fullmatch(given["ISSUER"]):
        raise SettingWrong(f"PORTAL_OIDC_ISSUER is {given['ISSUER']}: an address that begins with https:// was expected.")
    claim = environment.get("PORTAL_OIDC_CLAIM") or "email"
    if not CLAIM.fullmatch(claim):
        raise SettingWrong(f"PORTAL_OIDC_CLAIM is {claim}: the name of a claim, like email or upn, was expected.")
    passwords = environment.get("PORTAL_PASSWORD_SIGN_IN") or "everyone"
    if passwords not in PASSWORD_SIGN_IN:
        raise SettingWrong(f"PORTAL_PASSWORD_SIGN_IN is {passwords}: {' or '.join(PASSWORD_SIGN_IN)} was expected.")
    if passwords != "everyone" and not given["ISSUER"]:
        raise SettingWrong("PORTAL_PASSWORD_SIGN_IN is administrators, so PORTAL_OIDC_ISSUER is needed: nobody else could sign in.")
    return {
        "oidc_issuer": given["ISSUER"], "oidc_client_id": given["CLIENT_ID"], "oidc_client_secret": given["CLIENT_SECRET"],
        "oidc_claim": claim, "password_sign_in": passwords,
    }  # fmt: skip
