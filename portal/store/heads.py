"""The head of each day over the chains of all cases: rows that are only ever added."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select, text

from portal.store import tables

_heads, _events = tables.audit_heads, tables.events

AT_ONCE = 5000
"""How many hashes are read at a time: a day's head is made, and checked, in the same small memory."""


@dataclass(frozen=True, slots=True)
class Head:
    """A day's head: over the `count` events that came after the head before it, up to the one numbered `upto`."""

    day: date
    upto: int
    count: int
    hash: bytes
    seal: bytes | None


_ROW = tuple(_heads.c[field.name] for field in fields(Head))
_LAST = select(*_ROW).order_by(_heads.c.day.desc()).limit(1)
_LATEST = select(*_ROW).order_by(_heads.c.day.desc()).limit(bindparam("most"))
_AFTER = select(*_ROW).where(_heads.c.day > bindparam("last")).order_by(_heads.c.day).limit(bindparam("most"))
_BEARS = select(_heads.c.day).where(_heads.c.hash == bindparam("hash")).limit(1)
_END = select(func.coalesce(func.max(_events.c.id), 0))
_OLDEST = select(func.min(_events.c.at)).where(_events.c.id > bindparam("last"))
_OLDEST_UP_TO = _OLDEST.where(_events.c.id <= bindparam("upto"))
_LINKS = (
    select(_events.c.id, _events.c.hash)
    .where(_events.c.id > bindparam("last"), _events.c.id <= bindparam("upto"))
    .order_by(_events.c.id)
    .limit(AT_ONCE)
)


def add(conn: Connection, head: Head) -> None:
    """Keep the head of a day."""
    conn.execute(_heads.insert(), dict(zip((field.name for field in fields(Head)), astuple(head), strict=True)))


def last(conn: Connection) -> Head | None:
    """The newest head; None before the first."""
    row = conn.execute(_LAST).first()
    return Head(*row) if row else None


def latest(conn: Connection, most: int) -> list[Head]:
    """Up to `most` of the newest heads, the newest first."""
    return [Head(*row) for row in conn.execute(_LATEST, {"most": most})]


def after(conn: Connection, day: date, most: int) -> list[Head]:
    """Up to `most` heads of later days than `day`, oldest first."""
    return [Head(*row) for row in conn.execute(_AFTER, {"last": day, "most": most})]


def bears(conn: Connection, hash: bytes) -> date | None:
    """The day whose head has this hash, if any."""
    return conn.execute(_BEARS, {"hash": hash}).scalars().first()


def settled_end(conn: Connection) -> int:
    """The number of the newest event before which no other can still appear; only within `write()`.

    A server gives numbers out before their rows are committed, so whoever is writing is waited for; nobody is kept
    waiting for longer than that, because the savepoint takes the lock with it.
    """
    if conn.dialect.name != "postgresql":
        return int(conn.execute(_END).scalar_one())
    quiet = conn.begin_nested()
    conn.execute(text("LOCK TABLE events IN SHARE MODE"))
    end = int(conn.execute(_END).scalar_one())
    quiet.rollback()
    return end


def oldest(conn: Connection, last: int, upto: int | None = None) -> datetime | None:
    """The earliest moment of the events after the one numbered `last`, up to `upto` where it is given; None of no event."""
    asked, given = (_OLDEST, {"last": last}) if upto is None else (_OLDEST_UP_TO, {"last": last, "upto": upto})
    return conn.execute(asked, given).scalar_one()


def links(conn: Connection, last: int, upto: int) -> Iterator[tuple[int, bytes | None]]:
    """Number and hash of every event after the one numbered `last`, up to `upto`, by their numbers."""
    while rows := conn.execute(_LINKS, {"last": last, "upto": upto}).all():
        yield from ((row.id, row.hash) for row in rows)
        last = rows[-1][0]
