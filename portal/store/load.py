"""The work in hand: how many open cases, and how many of them late, by who handles them and by the service that they are with."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, case, func, select

from portal.store.scope import ALL, Scope, conditions
from portal.store.tables import cases


@dataclass(frozen=True, slots=True)
class Load:
    """Open cases of one handler with one service; `late` are those whose day has passed."""

    handler_id: int | None
    service_area: str | None
    open: int
    late: int


def load(conn: Connection, today: date, scope: Scope = ALL) -> list[Load]:
    """Every handler and service with open cases that `scope` sees; `today` is the day in London."""
    late = func.sum(case((cases.c.due_on < today, 1), else_=0))
    found = select(cases.c.handler_id, cases.c.service_area, func.count(), late).where(cases.c.open, *conditions(scope.reach))
    rows = conn.execute(found.group_by(cases.c.handler_id, cases.c.service_area), scope.values())
    return [Load(handler, area, int(number), int(behind)) for handler, area, number, behind in rows]
