"""The weekly tracker: the figures of a week, and the lists that stand behind them, with working days left or late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.actions.case_file import reader_of
from portal.actions.desk import Desk
from portal.actions.staff import everyone
from portal.casework.reminding import days_left
from portal.law.calendar import BeyondCalendar
from portal.store import tracker
from portal.store.scope import Scope
from portal.store.tables import NO_DUE_DATE
from portal.store.tracker import Listing, Place, TrackedRow, Week

AT_ONCE = 1000
"""How many rows of an export are fetched at a time."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row; the day by which it was or is due, if any; working days left, or late where below 0; who handles it.

    Of an answer the days are those that were left when it was sent. None: there is no date, or nothing is awaited.
    """

    row: TrackedRow
    due_on: date | None
    left: int | None
    handler: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One page of a list, where the next begins, and the figures of the week."""

    lines: tuple[Line, ...]
    next: Place | None
    counts: dict[Listing, int]


def look(desk: Desk, listing: Listing, week: Week, after: Place | None, today: date, *, staff_id: int) -> Seen:
    """A page of one list, and all figures, read in one transaction so that they agree. Raises `DatabaseUnavailable`.

    The figures count every case; the list leaves out those that this member of staff is kept out of.
    """
    people = _names(desk)
    with desk.database.read() as conn:
        rows, following = tracker.page(conn, listing, week, after, scope=Scope(reader_of(conn, staff_id)))
        counts = tracker.counts(conn, week)
    return Seen(tuple(_line(desk, row, listing, today, people) for row in rows), following, counts)


def every_line(desk: Desk, listing: Listing, week: Week, today: date, *, staff_id: int) -> Iterator[Line]:
    """Every row of the list that this member of staff may see, in its order. Raises `DatabaseUnavailable`."""
    people, after = _names(desk), None
    while True:
        with desk.database.read() as conn:
            rows, after = tracker.page(conn, listing, week, after, AT_ONCE, scope=Scope(reader_of(conn, staff_id)))
        yield from (_line(desk, row, listing, today, people) for row in rows)
        if after is None:
            return


def _names(desk: Desk) -> dict[int, str]:
    return {person.id: person.name for person in everyone(desk)}


def _line(desk: Desk, row: TrackedRow, listing: Listing, today: date, people: dict[int, str]) -> Line:
    due_on = None if row.due_on == NO_DUE_DATE or row.closed_on else row.due_on
    if listing in tracker.ANSWERED:
        due_on = row.due_on
    return Line(row, due_on, _left(desk, due_on, row.answered_on or today), people.get(row.handler_id or 0, ""))


def _left(desk: Desk, due_on: date | None, today: date) -> int | None:
    try:
        return days_left(due_on, today, desk.calendar) if due_on else None
    except BeyondCalendar:
        return None
