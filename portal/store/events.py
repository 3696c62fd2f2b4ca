"""The history of a case: rows that are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, bindparam, select

from portal.casework.chain import FIRST, link_hash
from portal.store import tables

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


_ROW = select(*(_events.c[column.name] for column in fields(EventRow)))
_OF_CASE = _ROW.where(_events.c.case_id == bindparam("case")).order_by(_events.c.place, _events.c.id)
_OF_CASES = _ROW.where(_events.c.case_id > bindparam("last"), _events.c.case_id <= bindparam("upto")).order_by(
    _events.c.case_id, _events.c.place, _events.c.id
)
_MOST_TRIES = 1000
_END = (
    select(_events.c.place, _events.c.hash)
    .where(_events.c.case_id == bindparam("case"), _events.c.place.is_not(None))
    .order_by(_events.c.place.desc())
    .limit(1)
)


def append(conn: Connection, *happened: Event) -> None:
    """Add one or more events, in this order, each at the end of its case's chain.

    Of two who add to one case at once, the later waits for the commit of the other and then adds after it, whether or
    not they hold the case.
    """
    for event in happened:
        # Where it fails, somebody else has just committed this place, and the next one is free.
        if not any(_added(conn, event) for _ in range(_MOST_TRIES)):
            raise RuntimeError(f"no place at the end of the history of case {event.case_id}")


def _added(conn: Connection, event: Event) -> bool:
    end = conn.execute(_END, {"case": event.case_id}).first()
    place, before = (end.place + 1, end.hash or FIRST) if end else (1, FIRST)
    told = {name: getattr(event, name) for name in Event.__slots__}
    row = {**told, "place": place, "hash": link_hash(before, place=place, **told)}
    return conn.execute(_append_on(conn.dialect.name), row).first() is not None


@cache
def _append_on(dialect: str) -> Insert:
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    return insert(_events).on_conflict_do_nothing(index_elements=["case_id", "place"]).returning(_events.c.id)


def of_case(conn: Connection, case_id: int) -> list[EventRow]:
    """The whole history of a case, first to last."""
    return [EventRow(*row) for row in conn.execute(_OF_CASE, {"case": case_id})]


def of_cases(conn: Connection, last: int, upto: int) -> list[EventRow]:
    """The histories of the cases after the one numbered `last`, up to `upto`: case by case, first to last."""
    return [EventRow(*row) for row in conn.execute(_OF_CASES, {"last": last, "upto": upto})]
