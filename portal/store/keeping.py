"""What is on its way out: cases whose time is over by the schedule, and those that wait for a person to say so."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Text,
    and_,
    bindparam,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from portal.store.scope import ALL, Scope, conditions
from portal.store.tables import Id, cases


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a schedule on a day: cases of these routes and outcomes (none named: all) closed on `closed_by` or before."""

    closed_by: date
    routes: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KeptRow:
    """What the lists of what goes show of a case."""

    id: int
    reference: str
    purpose: str
    route: str
    outcome: str | None
    received_on: date
    closed_on: date | None
    erased_on: date | None
    keeping: str


_ROW = tuple(cases.c[field.name] for field in fields(KeptRow))
_WAITS = cases.c.keeping == bindparam("keeping", type_=Text)
_MOST = bindparam("most", type_=Integer)
_LISTED = select(*_ROW).where(_WAITS, cases.c.id > bindparam("last", type_=Id)).order_by(cases.c.id).limit(_MOST)


def over(conn: Connection, lines: Iterable[Line], most: int) -> list[int]:
    """Up to `most` closed cases whose time is over by the first line that covers each, the first closed first.

    Only those that wait for nothing yet: neither held, nor found before, nor proposed, nor erased.
    """
    lines = tuple(lines)
    reached: list[ColumnElement[bool]] = []
    earlier: list[ColumnElement[bool]] = []
    for line in lines:
        covers = _covers(line)
        reached.append(and_(covers, not_(or_(false(), *earlier)), cases.c.closed_on <= line.closed_by))
        earlier.append(covers)
    if not lines:
        return []
    # The bound stands by itself too: within the OR no index helps to it.
    bound = cases.c.closed_on <= max(line.closed_by for line in lines)
    wanted = select(cases.c.id).where(cases.c.keeping == "kept", bound, or_(*reached))
    return list(conn.execute(wanted.order_by(cases.c.closed_on, cases.c.id).limit(most)).scalars())


def _covers(line: Line) -> ColumnElement[bool]:
    # An outcome that is not known is covered by no line that names outcomes; NOT of nothing known would be nothing.
    routes = cases.c.route.in_(sorted(line.routes)) if line.routes else true()
    outcomes = func.coalesce(cases.c.outcome, "").in_(sorted(line.outcomes)) if line.outcomes else true()
    return and_(routes, outcomes)


def listed(conn: Connection, keeping: str, last: int, most: int, scope: Scope = ALL) -> list[KeptRow]:
    """Up to `most` cases that stand so and that `scope` sees, after the one with the number `last`, in the order in which
    they came.
    """
    values = {"keeping": keeping, "last": last, "most": most} | scope.values()
    return [KeptRow(*row) for row in conn.execute(_LISTED.where(*conditions(scope.reach)), values)]


def count(conn: Connection, keeping: str, most: int, scope: Scope = ALL) -> int:
    """How many cases stand so, of those that `scope` sees; `most` means that many or more."""
    found = select(literal(1)).select_from(cases).where(_WAITS, *conditions(scope.reach)).limit(_MOST).subquery()
    values = {"keeping": keeping, "most": most} | scope.values()
    return conn.execute(select(func.count()).select_from(found), values).scalar_one()
