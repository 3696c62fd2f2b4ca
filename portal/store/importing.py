"""What was brought in from older systems before: their numbers, and the turn of whoever brings in more."""

from sqlalchemy import Connection, select, text

from portal.casework.events import Happened
from portal.store import tables

_TURN = 7_206_011_401
"""A number of PostgreSQL's advisory locks: two who bring in the same file at once take turns."""

_OLDER = tables.events.c.detail["older"].as_string()
_NUMBERS = select(_OLDER).where(tables.events.c.kind == Happened.SUBMITTED.value, tables.events.c.place == 1, _OLDER.is_not(None))


def numbers(conn: Connection) -> set[str]:
    """The number in its older system of every case that was brought in."""
    return set(conn.execute(_NUMBERS).scalars())


def take_turn(conn: Connection) -> None:
    """Nobody else brings anything in until this transaction ends; SQLite has one writer anyway."""
    if conn.dialect.name != "sqlite":
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _TURN})
