"""The people of the council who sign in, and their sessions."""

from dataclasses import dataclass, field, fields
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from portal.store import tables
from portal.store.database import collisions_named, new_id

_people, _sessions, _halves = tables.staff, tables.staff_sessions, tables.staff_half_sessions


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff as stored; `email` is in lower case, `factor` the sealed secret of their second factor."""

    id: int
    email: str
    name: str
    role: str
    password_hash: str
    failures: int
    locked_until: datetime | None
    active: bool
    created_at: datetime
    password_until: datetime | None = None
    factor_since: datetime | None = None
    factor_step: int | None = None
    factor: bytes | None = field(default=None, repr=False)
    service_areas: tuple[str, ...] | None = None
    council_issuer: str | None = None
    council_subject: str | None = None
    link_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One sign-in; `id` is the SHA-256 of its token in hex, so that a stolen table signs nobody in."""

    id: str
    staff_id: int
    created_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    vouched: str | None = None


_STAFF = tuple(_people.c[one.name] for one in fields(StaffRow))
_SESSION = tuple(_sessions.c[one.name] for one in fields(SessionRow))
_THEM = _people.c.id == bindparam("person")
_THIS = _sessions.c.id == bindparam("token")
_STILL_ON = _sessions.c.ended_at.is_(None)

_ADD = _people.insert()
_BY_EMAIL = select(*_STAFF).where(_people.c.email == bindparam("address"))
_BY_ID = select(*_STAFF).where(_THEM)
_HELD = _BY_ID.with_for_update()
_EVERYONE = select(*_STAFF).order_by(_people.c.name, _people.c.id)
_FAILED = _people.update().where(_THEM).values(failures=bindparam("count"), locked_until=bindparam("until"))
_FIRST_OF_ALL = _people.c.id == select(func.min(_people.c.id)).scalar_subquery()
_COUNT_BY = _people.update().where(_FIRST_OF_ALL).values(failures=_people.c.failures + bindparam("by"))
_CLEAR = _people.update().where(_THEM).values(failures=0, locked_until=None)
_SET_ACTIVE = _people.update().where(_THEM).values(active=bindparam("may_sign_in"))
_SET_PASSWORD = _people.update().where(_THEM).values(password_hash=bindparam("hash"), password_until=bindparam("until"))
_SET_ROLE = _people.update().where(_THEM).values(role=bindparam("new_role"), service_areas=bindparam("areas"))
_BY_SUBJECT = select(*_STAFF).where(
    _people.c.council_issuer == bindparam("issuer"), _people.c.council_subject == bindparam("subject")
)
_LINK = (
    _people.update()
    .where(_THEM)
    .values(council_issuer=bindparam("issuer"), council_subject=bindparam("subject"), link_until=bindparam("until"))
)
_START = _sessions.insert()
_OPEN_SESSION = select(*_STAFF, *_SESSION).join_from(_sessions, _people).where(_THIS, _STILL_ON, _people.c.active)
_TOUCH = _sessions.update().where(_THIS, _STILL_ON).values(seen_at=bindparam("now"))
_END = _sessions.update().where(_THIS, _STILL_ON).values(ended_at=bindparam("now"))
_THEIRS = _sessions.c.staff_id == bindparam("person")
_OPEN_ONES = select(*_SESSION).where(_THEIRS, _STILL_ON).order_by(_sessions.c.created_at.desc(), _sessions.c.id)
_END_ALL = _sessions.update().where(_THEIRS, _STILL_ON).values(ended_at=bindparam("now"))
_END_HALVES = _halves.delete().where(_halves.c.staff_id == bindparam("person"))


def add(
    conn: Connection, email: str, name: str, role: str, password_hash: str, now: datetime, until: datetime | None = None
) -> int:
    """Add a member of staff; their id. Raises `EmailTaken`, whatever the case of the letters.

    `until`: when a password that somebody else gave them opens nothing any more.
    """
    person = {"email": _plain(email), "name": name, "role": role, "password_hash": password_hash, "password_until": until}
    with collisions_named():
        result = conn.execute(_ADD, person | {"failures": 0, "active": True, "created_at": now})
    return new_id(result)


def by_email(conn: Connection, email: str) -> StaffRow | None:
    """The member of staff with this address, whatever the case of the letters, or None."""
    row = conn.execute(_BY_EMAIL, {"address": _plain(email)}).first()
    return StaffRow(*row) if row else None


def by_id(conn: Connection, id: int) -> StaffRow | None:
    """The member of staff, or None."""
    row = conn.execute(_BY_ID, {"person": id}).first()
    return StaffRow(*row) if row else None


def held(conn: Connection, id: int) -> StaffRow | None:
    """The member of staff, kept still until this transaction ends, so that failures side by side are each counted."""
    row = conn.execute(_HELD, {"person": id}).first()
    return StaffRow(*row) if row else None


def everyone(conn: Connection) -> list[StaffRow]:
    """All staff, active or not, by name."""
    return [StaffRow(*row) for row in conn.execute(_EVERYONE)]


def record_failure(conn: Connection, id: int, locked_until: datetime | None, failures: int) -> None:
    """Keep that signing in failed `failures` times in a row, and until when no more tries count."""
    conn.execute(_FAILED, {"person": id, "until": locked_until, "count": failures})


def record_nothing(conn: Connection) -> None:
    """Change nothing, and take as long as `record_failure`: nobody is to read from the time whose failure was kept.

    One failure more and one less: an update that leaves a row as it was would not be written to disk at all.
    """
    for by in (1, -1):
        conn.execute(_COUNT_BY, {"by": by})


def clear_failures(conn: Connection, id: int) -> None:
    """Forget failed tries and unlock."""
    conn.execute(_CLEAR, {"person": id})


def set_password(conn: Connection, id: int, password_hash: str, until: datetime | None = None) -> None:
    """Replace the password hash, and `until` when it opens the account; sessions are left alone (see `end_all_sessions`)."""
    conn.execute(_SET_PASSWORD, {"person": id, "hash": password_hash, "until": until})


def set_active(conn: Connection, id: int, active: bool) -> None:
    """Close the account, or open it again; sessions are left alone (see `end_all_sessions`)."""
    conn.execute(_SET_ACTIVE, {"person": id, "may_sign_in": active})


def set_role(conn: Connection, id: int, role: str, service_areas: tuple[str, ...] | None) -> None:
    """Make them something else; sessions are left alone (see `end_all_sessions`)."""
    conn.execute(_SET_ROLE, {"person": id, "new_role": role, "areas": service_areas})


def by_council_subject(conn: Connection, issuer: str, subject: str) -> StaffRow | None:
    """Whose account is linked to this person of the council's own sign-in, or None."""
    row = conn.execute(_BY_SUBJECT, {"issuer": issuer, "subject": subject}).first()
    return StaffRow(*row) if row else None


def link(conn: Connection, id: int, issuer: str | None, subject: str | None, until: datetime | None = None) -> None:
    """Link the account to a person of the council's own sign-in, or take that away; `until`: when it may be linked anew."""
    conn.execute(_LINK, {"person": id, "issuer": issuer, "subject": subject, "until": until})


def start_session(conn: Connection, token_id: str, staff_id: int, now: datetime, vouched: str | None = None) -> None:
    """Begin a session under the hash of its token; `vouched` where the council's own sign-in opened it."""
    told = {"id": token_id, "staff_id": staff_id, "created_at": now, "seen_at": now, "vouched": vouched}
    conn.execute(_START, told)


def session(conn: Connection, token_id: str) -> tuple[StaffRow, SessionRow] | None:
    """Who is signed in with this token: None when the session ended or the person is no longer active.

    How old a session may grow is for the caller to judge, from `created_at` and `seen_at`.
    """
    row = conn.execute(_OPEN_SESSION, {"token": token_id}).first()
    return (StaffRow(*row[: len(_STAFF)]), SessionRow(*row[len(_STAFF) :])) if row else None


def open_sessions(conn: Connection, staff_id: int) -> list[SessionRow]:
    """This person's sessions that were not ended, the latest first; how old one may grow is for the caller to judge."""
    return [SessionRow(*row) for row in conn.execute(_OPEN_ONES, {"person": staff_id})]


def touch_session(conn: Connection, token_id: str, now: datetime) -> None:
    """Keep when the session was last used."""
    conn.execute(_TOUCH, {"token": token_id, "now": now})


def end_session(conn: Connection, token_id: str, now: datetime) -> None:
    """Sign out."""
    conn.execute(_END, {"token": token_id, "now": now})


def end_all_sessions(conn: Connection, staff_id: int, now: datetime) -> int:
    """Sign the person out everywhere, also where a code is still waited for; how many sessions there were."""
    conn.execute(_END_HALVES, {"person": staff_id})
    return conn.execute(_END_ALL, {"person": staff_id, "now": now}).rowcount


def _plain(email: str) -> str:
    return email.strip().lower()
