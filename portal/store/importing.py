"""What was brought in from older systems before: their numbers, and the turn of whoever brings in more."""

from sqlalchemy import Connection, bindparam, func, select, text

from portal.casework.events import Happened
from portal.store import tables

_TURN = 7_206_011_401
"""A number of PostgreSQL's advisory locks: two who bring in the same file at once take turns."""

_events = tables.events
_OLDER = _events.c.detail["older"].as_string()
_NUMBERS = select(_OLDER).where(
    _events.c.id > bindparam("seen"), _events.c.place == 1, _events.c.kind == Happened.SUBMITTED.value, _OLDER.is_not(None)
)  # fmt: skip
_NEWEST = select(func.max(_events.c.id))


def numbers(conn: Connection, seen: int = 0) -> set[str]:
    """The number in its older system of every case that was brought in; `seen`: but for those up to this event.

    It walks all events, so that whoever holds SQLite's one writer asks for what came since they looked. A server commits
    in another order than it numbers: it is asked for all.
    """
    return set(conn.execute(_NUMBERS, {"seen": seen if conn.dialect.name == "sqlite" else 0}).scalars())


def newest(conn: Connection) -> int:
    """The number of the newest event; 0 where there is none."""
    return conn.execute(_NEWEST).scalar_one() or 0


def take_turn(conn: Connection) -> None:
    """Nobody else brings anything in until this transaction ends; SQLite has one writer anyway."""
    if conn.dialect.name != "sqlite":
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _TURN})
