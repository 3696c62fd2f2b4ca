"""Figures of the work beside complaints (referrals, assessments and the like), as somebody entered them for a period."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from portal.store.tables import demand_figures as _figures


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and where it comes from."""

    number: int
    source: str


def of_period(conn: Connection, first: date, last: date) -> dict[str, Figure]:
    """What was entered for this period, by kind."""
    found = select(_figures.c.kind, _figures.c.number, _figures.c.source).where(_figures.c.first_on == first, _figures.c.last_on == last)
    return {kind: Figure(number, source) for kind, number, source in conn.execute(found)}


def put(conn: Connection, kind: str, period: tuple[date, date], figure: Figure | None, staff_id: int, now: datetime) -> None:
    """Keep a figure in place of the one that stood there; None takes it away."""
    conn.execute(_figures.delete().where(_figures.c.kind == kind, _figures.c.first_on == period[0], _figures.c.last_on == period[1]))
    if figure is not None:
        row = {"kind": kind, "first_on": period[0], "last_on": period[1], "number": figure.number, "source": figure.source}
        conn.execute(_figures.insert(), {**row, "at": now, "staff_id": staff_id})
