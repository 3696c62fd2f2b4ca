"""Cases, and what belongs to one: its key, the words that open it, its papers and its points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, Table, Update, bindparam, select

from portal.store import tables
from portal.store.database import collisions_named, new_id
from portal.store.tables import NO_DUE_DATE

RANK_DANGER = 0
RANK_REST = 1
RANK_JUNK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case to be kept; codes and dates only. `received_on` is the day in London."""

    reference: str
    council: str
    purpose: str
    received_at: datetime
    received_on: date
    voice: str
    language: str
    channel: str
    complainant: str | None
    child_status: tuple[str, ...]
    matters: tuple[str, ...]
    point_count: int
    facts: Mapping[str, Any]
    decision: Mapping[str, Any]
    rules_version: str
    route: str
    route_confirmed: bool = False
    procedure: str | None = None
    danger: bool = False
    rank: int = RANK_REST
    open: bool = True
    stage: int = 1
    due_on: date = NO_DUE_DATE
    latest_on: date | None = None
    handler_id: int | None = None
    acknowledged_on: date | None = None
    key_name: str | None = None
    closed_on: date | None = None
    outcome: str | None = None
    keeping: str = "kept"
    erased_on: date | None = None
    indexed: bool = False
    owed_on: date | None = None
    service_area: str | None = None
    team: str | None = None
    person_asked_on: date | None = None
    service_asked_on: date | None = None
    service_answer_by: date | None = None
    waits_for: str | None = None
    extended: bool | None = None
    wrote_at: datetime | None = None
    enquiry_kind: str | None = None
    advocate: str | None = None
    quotable: bool | None = None
    services: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow(NewCase):
    """A case as stored."""

    id: int


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A sealed document: what was asked and answered, or a letter."""

    id: int
    case_id: int
    at: datetime
    kind: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class NewPoint:
    """One point of a complaint: its own matter and route in clear, its words sealed."""

    number: int
    matter: str | None
    route: str
    reasons: list[Any]
    sealed: bytes


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point as stored."""

    id: int
    case_id: int
    number: int
    matter: str | None
    route: str
    reasons: list[Any]
    sealed: bytes


def _all_of(row: type, table: Table) -> Select[Any]:
    return select(*(table.c[field.name] for field in fields(row)))


def _of_case(row: type, table: Table) -> Select[Any]:
    return _all_of(row, table).where(table.c.case_id == bindparam("case")).order_by(table.primary_key.columns[0])


_INSERT = tables.cases.insert()
_BY_ID = _all_of(CaseRow, tables.cases).where(tables.cases.c.id == bindparam("case"))
_HELD = _BY_ID.with_for_update()
_BY_REFERENCE = _all_of(CaseRow, tables.cases).where(tables.cases.c.reference == bindparam("reference"))
_AFTER = _all_of(CaseRow, tables.cases).where(tables.cases.c.id > bindparam("last")).order_by(tables.cases.c.id)
_AFTER = _AFTER.limit(bindparam("most"))
_BEFORE_NEWEST = select(tables.cases.c.id).order_by(tables.cases.c.id.desc()).offset(bindparam("most")).limit(1)
_KNOWN_NAMES = select(tables.cases.c.key_name).where(tables.cases.c.key_name.in_(bindparam("names", expanding=True)))
_ADD_PAPER = tables.papers.insert()
_PAPERS_OF = _of_case(PaperRow, tables.papers)
_PAPERS_OF_KIND = _PAPERS_OF.where(tables.papers.c.kind == bindparam("kind"))
_ADD_POINTS = tables.points.insert()
_POINTS_OF = _all_of(PointRow, tables.points).where(tables.points.c.case_id == bindparam("case"))
_POINTS_OF = _POINTS_OF.order_by(tables.points.c.number)
_SET_POINT_ROUTE = (
    tables.points.update()
    .where(tables.points.c.case_id == bindparam("case"), tables.points.c.number == bindparam("point"))
    .values(route=bindparam("chosen"))
)
_NEW_CASE_COLUMNS = tuple(field.name for field in fields(NewCase))


def insert(conn: Connection, case: NewCase) -> int:
    """Keep a new case; its id. Raises `ReferenceTaken`: begin the transaction again with another reference."""
    with collisions_named():
        result = conn.execute(_INSERT, {name: getattr(case, name) for name in _NEW_CASE_COLUMNS})
    return new_id(result)


def by_reference(conn: Connection, reference: str) -> CaseRow | None:
    """The case with this reference, spelled exactly so, or None."""
    return _one_case(conn, _BY_REFERENCE, {"reference": reference})


def by_id(conn: Connection, id: int) -> CaseRow | None:
    """The case, or None."""
    return _one_case(conn, _BY_ID, {"case": id})


def after(conn: Connection, last: int, most: int) -> list[CaseRow]:
    """Up to `most` cases after the one with the number `last`, in the order in which they came."""
    return [CaseRow(**row) for row in conn.execute(_AFTER, {"last": last, "most": most}).mappings()]


def before_newest(conn: Connection, most: int) -> int:
    """The number of the case before the newest `most`; 0 where there are no more than those."""
    return conn.execute(_BEFORE_NEWEST, {"most": most}).scalars().first() or 0


def known_key_names(conn: Connection, names: Iterable[str]) -> set[str]:
    """Those of `names` under which a case has its key."""
    return set(conn.execute(_KNOWN_NAMES, {"names": list(names)}).scalars())


def held(conn: Connection, id: int) -> CaseRow | None:
    """The case, kept still until this transaction ends: whoever else would hold it waits.

    For every action that decides from what it reads; only within `write()`.
    """
    return _one_case(conn, _HELD, {"case": id})


def update(conn: Connection, id: int, **columns: Any) -> None:
    """Set these columns of the case. Written only beside the event that explains them, in the same commit."""
    values = {f"new_{name}": value for name, value in columns.items()}
    conn.execute(_update_of(frozenset(columns)), {"case": id, **values})


def add_paper(conn: Connection, case_id: int, at: datetime, kind: str, sealed: bytes) -> int:
    """Keep a sealed document with the case; its id."""
    result = conn.execute(_ADD_PAPER, {"case_id": case_id, "at": at, "kind": kind, "sealed": sealed})
    return new_id(result)


def papers_of(conn: Connection, case_id: int, kind: str | None = None) -> list[PaperRow]:
    """The case's documents, or those of one kind, oldest first."""
    statement = _PAPERS_OF if kind is None else _PAPERS_OF_KIND
    wanted = {"case": case_id} if kind is None else {"case": case_id, "kind": kind}
    return [PaperRow(*row) for row in conn.execute(statement, wanted)]


def add_points(conn: Connection, case_id: int, points: Iterable[NewPoint]) -> None:
    """Keep the points of a case; none is fine."""
    rows = [{"case_id": case_id} | {name: getattr(p, name) for name in NewPoint.__slots__} for p in points]
    if rows:
        conn.execute(_ADD_POINTS, rows)


def points_of(conn: Connection, case_id: int) -> list[PointRow]:
    """The points of a case, by number."""
    return [PointRow(*row) for row in conn.execute(_POINTS_OF, {"case": case_id})]


def set_point_route(conn: Connection, case_id: int, number: int, route: str) -> bool:
    """Send one point another way; False when the case has no such point."""
    return conn.execute(_SET_POINT_ROUTE, {"case": case_id, "point": number, "chosen": route}).rowcount == 1


def _one_case(conn: Connection, statement: Select[Any], wanted: dict[str, Any]) -> CaseRow | None:
    row = conn.execute(statement, wanted).mappings().first()
    return CaseRow(**row) if row else None


@lru_cache(maxsize=64)
def _update_of(columns: frozenset[str]) -> Update:
    statement = tables.cases.update().where(tables.cases.c.id == bindparam("case"))
    return statement.values({name: bindparam(f"new_{name}") for name in sorted(columns)})
