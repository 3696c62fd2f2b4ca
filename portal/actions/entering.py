"""Entering figures of the work beside complaints for a period, each with where it comes from."""

from collections.abc import Mapping
from datetime import date, datetime

from portal.actions.desk import Desk
from portal.store import demand
from portal.store.demand import Figure

__all__ = ["Figure", "enter", "entered"]


def entered(desk: Desk, first: date, last: date) -> dict[str, Figure]:
    """What was entered for this period, by kind."""
    with desk.database.read() as conn:
        return demand.of_period(conn, first, last)


def enter(desk: Desk, period: tuple[date, date], figures: Mapping[str, Figure | None], staff_id: int, now: datetime) -> bool:
    """Make the figures of a period say this, by kind; None takes one away. False where they say so already."""
    with desk.database.write() as conn:
        there = demand.of_period(conn, *period)
        changed = {kind: figure for kind, figure in figures.items() if there.get(kind) != figure}
        for kind, figure in changed.items():
            demand.put(conn, kind, period, figure, staff_id, now)
        return bool(changed)
