"""The history of a case: rows that are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from portal.store import tables


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
    """An event as stored."""

    id: int
    case_id: int
    at: datetime
    kind: str
    actor: str
    staff_id: int | None
    detail: Mapping[str, Any]
    sealed: bytes | None


_APPEND = tables.events.insert()
_OF_CASE = (
    select(*(tables.events.c[column.name] for column in fields(EventRow)))
    .where(tables.events.c.case_id == bindparam("case"))
    .order_by(tables.events.c.id)
)


def append(conn: Connection, *happened: Event) -> None:
    """Add one or more events, in this order."""
    if happened:
        conn.execute(_APPEND, [{name: getattr(event, name) for name in Event.__slots__} for event in happened])


def of_case(conn: Connection, case_id: int) -> list[EventRow]:
    """The whole history of a case, first to last."""
    return [EventRow(*row) for row in conn.execute(_OF_CASE, {"case": case_id})]
