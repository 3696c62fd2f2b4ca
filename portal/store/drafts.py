"""Drafts: what a person has said so far, sealed under a key that only their browser holds."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from portal.store.database import Database, collisions_named
from portal.store.tables import drafts

OPEN = "open"
SENT = "sent"


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as stored; `wrapped` is its key under the person's return words, once they asked for some."""

    id: str
    sealed: bytes
    state: str
    reference: str | None
    wrapped: bytes | None
    created_at: datetime
    touched_at: datetime


_COLUMNS = tuple(drafts.c[field.name] for field in fields(DraftRow))
_ITS_ID = drafts.c.id == bindparam("draft")
_STILL_OPEN = drafts.c.state == OPEN
_BY_ID = select(*_COLUMNS).where(_ITS_ID)
_HELD = _BY_ID.with_for_update()
_BY_REFERENCE = select(*_COLUMNS).where(drafts.c.reference == bindparam("reference"))
_LOOK = "SELECT state, sealed FROM drafts WHERE id = ?"
_INSERT = drafts.insert()
_SAVE = drafts.update().where(_ITS_ID, _STILL_OPEN).values(sealed=bindparam("content"), touched_at=bindparam("now"))
_SEND = _SAVE.values(state=SENT)
_KEEP_WORDS = drafts.update().where(_ITS_ID).values(reference=bindparam("given"), wrapped=bindparam("key"))
_DELETE = drafts.delete().where(_ITS_ID)
# The first condition finds them by index; an index on the second would be written with every answer.
_UNTOUCHED = select(drafts.c.id).where(drafts.c.created_at < bindparam("when"), drafts.c.touched_at < bindparam("when"))
_UNTOUCHED = _UNTOUCHED.limit(bindparam("most")).with_for_update(skip_locked=True)
_DROP = drafts.delete().where(drafts.c.id.in_(bindparam("ids", expanding=True)))


def look(database: Database, id: str) -> tuple[str, bytes] | None:
    """The state of the draft of this name and what it says, or None: the one thing that every page of a visitor reads."""
    row = database.first(_LOOK, id)
    return (row[0], row[1]) if row else None


def load(conn: Connection, id: str) -> DraftRow | None:
    """The draft of this name, or None."""
    row = conn.execute(_BY_ID, {"draft": id}).first()
    return DraftRow(*row) if row else None


def held(conn: Connection, id: str) -> DraftRow | None:
    """The draft, kept still until this transaction ends: whoever else would hold it waits.

    For every action that decides from what it reads; only within `write()`.
    """
    row = conn.execute(_HELD, {"draft": id}).first()
    return DraftRow(*row) if row else None


def by_reference(conn: Connection, reference: str) -> DraftRow | None:
    """The draft that was given this reference to come back with, or None."""
    row = conn.execute(_BY_REFERENCE, {"reference": reference}).first()
    return DraftRow(*row) if row else None


def insert(conn: Connection, draft: DraftRow) -> None:
    """Keep a new draft. Raises `ReferenceTaken`, `DraftTaken`."""
    values = {field: getattr(draft, field) for field in DraftRow.__slots__}
    with collisions_named():
        conn.execute(_INSERT, values)


def save(conn: Connection, id: str, sealed: bytes, now: datetime) -> bool:
    """Replace what an open draft says; False when there is none, or it was sent meanwhile."""
    return conn.execute(_SAVE, {"draft": id, "content": sealed, "now": now}).rowcount == 1


def keep_words(conn: Connection, id: str, reference: str, wrapped: bytes) -> bool:
    """Let the draft be opened again by `reference` and return words; False when there is none.

    Raises `ReferenceTaken`.
    """
    with collisions_named():
        return conn.execute(_KEEP_WORDS, {"draft": id, "given": reference, "key": wrapped}).rowcount == 1


def mark_sent(conn: Connection, id: str, sealed: bytes, now: datetime) -> bool:
    """Turn an open draft into a sent one that says `sealed`. True only for the one caller who turned it."""
    return conn.execute(_SEND, {"draft": id, "content": sealed, "now": now}).rowcount == 1


def delete(conn: Connection, id: str) -> None:
    """Forget the draft, if it is there."""
    conn.execute(_DELETE, {"draft": id})


def untouched_since(conn: Connection, when: datetime, most: int) -> list[str]:
    """Up to `most` drafts, open or sent, last touched before `when`, kept still; none that somebody is busy with."""
    return list(conn.execute(_UNTOUCHED, {"when": when, "most": most}).scalars())


def drop(conn: Connection, ids: Collection[str]) -> int:
    """Forget these drafts; how many there were."""
    return conn.execute(_DROP, {"ids": list(ids)}).rowcount
