"""The history of a case: rows that are only ever added."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from portal.casework.chain import FIRST, link_hash
from portal.store import tables
from portal.store.scope import Scope, conditions

_events = tables.events


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `detail` holds codes and dates, never anything personal; that goes in `sealed`."""

    case_id: int
    at: datetime
    kind: str
    actor: str
    staff_id: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    sealed: bytes | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as stored, with its place in its case and its hash (see `casework.chain`)."""

    id: int
    case_id: int
    at: datetime
    kind: str
    actor: str
    staff_id: int | None
    detail: Mapping[str, Any]
    sealed: bytes | None
    place: int | None
    hash: bytes | None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """That somebody looked: at which case, when, and how."""

    reference: str
    at: datetime
    kind: str
    staff_id: int | None


_ROW = select(*(_events.c[column.name] for column in fields(EventRow)))
_OF_CASE = _ROW.where(_events.c.case_id == bindparam("case")).order_by(_events.c.place)
_OF_CASES = _ROW.where(_events.c.case_id > bindparam("last"), _events.c.case_id <= bindparam("upto")).order_by(
    _events.c.case_id, _events.c.place
)
# Weaker than holding the case, so that whoever has only added something to it meanwhile is not in the way.
_STILL = select(tables.cases.c.id).where(tables.cases.c.id == bindparam("case")).with_for_update(key_share=True)
_APPEND = _events.insert().inline()
_END = (
    select(_events.c.place, _events.c.hash)
    .where(_events.c.case_id == bindparam("case"), _events.c.place.is_not(None))
    .order_by(_events.c.place.desc())
    .limit(1)
)


def append(conn: Connection, *happened: Event) -> None:
    """Add one or more events, in this order, each at the end of its case's chain; only within `write()`.

    Of two who add to one case at once, the later waits for the commit of the other, whether or not they hold the case.
    """
    ends: dict[int, tuple[int, bytes]] = {}
    rows = []
    for event in happened:
        place, before = ends.get(event.case_id) or _end(conn, event.case_id)
        told = {name: getattr(event, name) for name in Event.__slots__}
        hash = link_hash(before, place=place, **told)
        rows.append({**told, "place": place, "hash": hash})
        ends[event.case_id] = (place + 1, hash)
    if rows:
        conn.execute(_APPEND, rows)


def _end(conn: Connection, case_id: int) -> tuple[int, bytes]:
    """The next place in the chain of a case, and the hash before it; nobody else adds to it until the commit."""
    # SQLite has one writer. A server's end of a chain is read by a statement that begins when nobody else is at it.
    if conn.dialect.name != "sqlite":
        conn.execute(_STILL, {"case": case_id})
    end = conn.execute(_END, {"case": case_id}).first()
    return (end.place + 1, end.hash or FIRST) if end else (1, FIRST)


def of_case(conn: Connection, case_id: int) -> list[EventRow]:
    """The whole history of a case, first to last."""
    return [EventRow(*row) for row in conn.execute(_OF_CASE, {"case": case_id})]


def of_cases(conn: Connection, last: int, upto: int) -> list[EventRow]:
    """The histories of the cases after the one numbered `last`, up to `upto`: case by case, first to last."""
    return [EventRow(*row) for row in conn.execute(_OF_CASES, {"last": last, "upto": upto})]


def latest(conn: Connection, kinds: Iterable[str], most: int, scope: Scope) -> list[ReadRow]:
    """The newest `most` events of these kinds at cases that `scope` sees, the newest first."""
    seen = (_events.c.kind.in_(list(kinds)), *conditions(scope.reach))
    found = select(tables.cases.c.reference, _events.c.at, _events.c.kind, _events.c.staff_id).join(tables.cases).where(*seen)
    return [ReadRow(*row) for row in conn.execute(found.order_by(_events.c.id.desc()).limit(most), scope.values())]
