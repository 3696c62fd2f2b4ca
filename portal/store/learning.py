"""Rows for reports and lists: services, causes and findings of points; actions, promises and costs. No words but what is public."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, bindparam, func, literal, or_, select, tuple_

from portal.store import tables
from portal.store.scope import ALL, Scope, conditions

Row = Mapping[str, Any]

_TABLES: dict[str, Table] = {
    one.name: one for one in (tables.point_services, tables.point_causes, tables.actions_due, tables.remedies, tables.costs)
}
KEPT_APART = frozenset({"sentence"})
"""What no history says in clear: `publish` writes it, and it goes as soon as the row is not published any more."""

_actions, _remedies, _cases = tables.actions_due, tables.remedies, tables.cases
_FINDINGS = select(tables.points.c.number, tables.points.c.finding, tables.points.c.decided_on).where(
    tables.points.c.case_id == bindparam("case")
)
_SET_FINDING = (
    tables.points.update()
    .where(tables.points.c.case_id == bindparam("case"), tables.points.c.number == bindparam("point"))
    .values(finding=bindparam("code"), decided_on=bindparam("day"))
)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action as lists show it, with the reference of its case."""

    case_id: int
    number: int
    reference: str
    status: str
    grade: str
    service: str | None
    owner_id: int | None
    owner_service: str | None
    set_on: date
    due_on: date
    done_on: date | None
    given_up_on: date | None
    told: bool
    published_on: date | None
    sentence: str | None


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A remedy as lists show it, with the reference of its case; `due_on` is NO_DUE_DATE where no day was named."""

    case_id: int
    point: int
    remedy: str
    reference: str
    status: str
    due_on: date
    pence: int | None
    paid: int


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Which actions are listed: their status, before or from which day they are due, of whom, where, how far they reach."""

    status: str = "open"
    due_before: date | None = None
    due_from: date | None = None
    owner_id: int | None = None
    service: str | None = None
    grade: str | None = None
    published: bool = False


Place = tuple[date, int, int]
"""After which row a page begins: its day, its case and its number."""


def bring_in_line(conn: Connection, case_id: int, wanted: Mapping[str, Iterable[Row]]) -> None:
    """Make these tables say of the case what `wanted` says, by table; rows without `case_id`, with every other column."""
    for name, rows in wanted.items():
        _bring_table(conn, _TABLES[name], case_id, [dict(row) for row in rows])


def bring_findings(conn: Connection, case_id: int, wanted: Mapping[int, tuple[str, date]]) -> None:
    """Make the points of the case say what was found on them, and on which day."""
    there = findings_of(conn, case_id)
    changed = [
        {"case": case_id, "point": number, "code": code, "day": day}
        for number, (code, day) in wanted.items() if there.get(number) != (code, day)
    ]  # fmt: skip
    if changed:
        conn.execute(_SET_FINDING, changed)


def findings_of(conn: Connection, case_id: int) -> dict[int, tuple[str, date]]:
    """What the points of a case say was found on them, and on which day; those without a finding are left out."""
    found = conn.execute(_FINDINGS, {"case": case_id}).all()
    return {number: (finding, day) for number, finding, day in found if finding is not None}


def publish(conn: Connection, case_id: int, number: int, sentence: str) -> None:
    """Keep in clear what is published of an action, beside the event that says so."""
    conn.execute(_actions.update().where(_actions.c.case_id == case_id, _actions.c.number == number).values(sentence=sentence))


def rows_of(conn: Connection, case_id: int) -> dict[str, list[dict[str, Any]]]:
    """What the tables say of a case, by table, without `case_id` and what is kept apart from the history."""
    return {name: _rows_of(conn, table, case_id) for name, table in _TABLES.items()}


def actions(conn: Connection, wanted: ActionFilter, after: Place | None, most: int, scope: Scope = ALL) -> list[ActionRow]:
    """Up to `most` actions in cases that `scope` sees, the soonest day first; of the published, the last published first."""
    order = (_actions.c.published_on if wanted.published else _actions.c.due_on, _actions.c.case_id, _actions.c.number)
    columns = [_cases.c.reference if one.name == "reference" else _actions.c[one.name] for one in fields(ActionRow)]
    query = _narrowed(select(*columns).join_from(_actions, _cases, _cases.c.id == _actions.c.case_id), wanted).where(*conditions(scope.reach))
    if after:
        place = _place(order, after)
        query = query.where(tuple_(*order) < place if wanted.published else tuple_(*order) > place)
    query = query.order_by(*(one.desc() if wanted.published else one for one in order)).limit(most)
    return [ActionRow(*row) for row in conn.execute(query, scope.values())]


def published_in(conn: Connection, first: date, last: date) -> list[str]:
    """The sentences of what was learned and is published since a day of this period, the oldest first."""
    found = select(_actions.c.sentence).where(_actions.c.published_on.between(first, last), _actions.c.sentence.is_not(None))
    return list(conn.execute(found.order_by(_actions.c.published_on, _actions.c.case_id, _actions.c.number)).scalars())


def count_actions(conn: Connection, wanted: ActionFilter, stop: int, scope: Scope = ALL) -> int:
    """How many such actions there are in cases that `scope` sees; `stop` means that many or more."""
    found = _seen(_narrowed(select(_actions.c.number), wanted), _actions, scope).limit(stop).subquery()
    return conn.execute(select(func.count()).select_from(found), scope.values()).scalar_one()


def promises(
    conn: Connection, status: str, after: tuple[date, int, int, str] | None, most: int, scope: Scope = ALL
) -> list[PromiseRow]:
    """Up to `most` remedies with this status in cases that `scope` sees, the soonest day first."""
    order = (_remedies.c.due_on, _remedies.c.case_id, _remedies.c.point, _remedies.c.remedy)
    columns = [_cases.c.reference if one.name == "reference" else _remedies.c[one.name] for one in fields(PromiseRow)]
    query = select(*columns).join_from(_remedies, _cases, _cases.c.id == _remedies.c.case_id).where(_remedies.c.status == status)
    query = query.where(*conditions(scope.reach))
    if after:
        query = query.where(tuple_(*order) > _place(order, after))
    return [PromiseRow(*row) for row in conn.execute(query.order_by(*order).limit(most), scope.values())]


def count_promises(conn: Connection, status: str, stop: int, due_before: date | None = None, scope: Scope = ALL) -> int:
    """How many remedies have this status and are due before a day, in cases that `scope` sees; `stop` means that many or more."""
    query = _seen(select(_remedies.c.point).where(_remedies.c.status == status), _remedies, scope)
    if due_before:
        query = query.where(_remedies.c.due_on < due_before)
    return conn.execute(select(func.count()).select_from(query.limit(stop).subquery()), scope.values()).scalar_one()


def _seen(query: Select[Any], table: Table, scope: Scope) -> Select[Any]:
    """Only rows of cases that `scope` sees; what the portal itself counts needs no look at the cases."""
    if scope.reach is None:
        return query
    return query.join_from(table, _cases, _cases.c.id == table.c.case_id).where(*conditions(scope.reach))


def _place(order: Sequence[Any], values: Sequence[Any]) -> Any:
    """A row of values, each of the type of its column."""
    return tuple_(*(literal(value, column.type) for column, value in zip(order, values, strict=True)))


def _narrowed(query: Select[Any], wanted: ActionFilter) -> Select[Any]:
    if wanted.published:
        query = query.where(_actions.c.published_on.is_not(None), _actions.c.sentence.is_not(None))
    else:
        query = query.where(_actions.c.status == wanted.status)
    if wanted.due_before:
        query = query.where(_actions.c.due_on < wanted.due_before)
    if wanted.due_from:
        query = query.where(_actions.c.due_on >= wanted.due_from)
    if wanted.owner_id is not None:
        query = query.where(_actions.c.owner_id == wanted.owner_id)
    if wanted.grade:
        query = query.where(_actions.c.grade == wanted.grade)
    if wanted.service:
        query = query.where(or_(*(_is_in(column, wanted.service) for column in (_actions.c.service, _actions.c.owner_service))))
    return query


def _is_in(column: Any, service: str) -> Any:
    """This service, or a team of it."""
    return or_(column == service, column.startswith(f"{service}/", autoescape=True))


def _bring_table(conn: Connection, table: Table, case_id: int, wanted: list[dict[str, Any]]) -> None:
    keys = [column.name for column in table.primary_key if column.name != "case_id"]
    there = {_key(row, keys): row for row in _rows_of(conn, table, case_id)}
    meant = {_key(row, keys): row for row in wanted}
    for key in there.keys() - meant.keys():
        conn.execute(table.delete().where(_this(table, case_id, keys, key)))
    if new := [{"case_id": case_id, **row} for key, row in meant.items() if key not in there]:
        conn.execute(table.insert(), new)
    for key, row in meant.items():
        if key in there and there[key] != row:
            gone = {name: None for name in KEPT_APART & set(table.c.keys()) if row.get("published_on") is None}
            conn.execute(table.update().where(_this(table, case_id, keys, key)).values(**row, **gone))


def _rows_of(conn: Connection, table: Table, case_id: int) -> list[dict[str, Any]]:
    return [dict(row) for row in conn.execute(_of_case(table), {"case": case_id}).mappings()]


@cache
def _of_case(table: Table) -> Select[Any]:
    columns = [column for column in table.c if column.name != "case_id" and column.name not in KEPT_APART]
    return select(*columns).where(table.c.case_id == bindparam("case")).order_by(*table.primary_key.columns)


def _key(row: Row, keys: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in keys)


def _this(table: Table, case_id: int, keys: Sequence[str], key: tuple[Any, ...]) -> Any:
    return and_(table.c.case_id == case_id, *(table.c[name] == value for name, value in zip(keys, key, strict=True)))
