"""The weekly tracker: what was open, came in, was answered and was closed in a week; counted and listed by the same words.

Lists are walked by position, as the queue is: a page begins after the last row of the one before.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    TextClause,
    bindparam,
    func,
    null,
    select,
    text,
    tuple_,
    union_all,
)

from portal.casework.sight import Reach
from portal.store.scope import Scope, conditions
from portal.store.tables import BY_DAY, NO_DUE_DATE, Id, case_answers, cases

PAGE_SIZE = 50


class BadPosition(ValueError):
    """The text names no place in a list."""


class Listing(StrEnum):
    """What can be counted and listed of a week."""

    BEFORE = "before"
    """Open when it began."""
    CAME_IN = "came_in"
    CLOSED = "closed"
    OPEN = "open"
    """Open when it ended, or today where it has not."""
    LATE = "late"
    DUE = "due"
    """Due in what is left of the week."""
    LATER = "later"
    UNDATED = "undated"
    """Waiting for no date."""
    IN_TIME = "in_time"
    ANSWERED_LATE = "answered_late"
    NO_LIMIT = "no_limit"
    """Answered where no day was laid down."""


ANSWERED = frozenset({Listing.IN_TIME, Listing.ANSWERED_LATE, Listing.NO_LIMIT})
NOW_ONLY = frozenset({Listing.LATE, Listing.DUE, Listing.LATER, Listing.UNDATED})
"""What can be told of the present week alone: the days that cases wait for are kept as they stand today."""


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday in London; the day up to which it has come, its Sunday or today; and whether it still goes on."""

    first: date
    last: date
    day: date
    is_now: bool

    @classmethod
    def of(cls, day: date, today: date) -> "Week":
        """The week in which `day` lies; that of today for a day that has not come."""
        begun = min(day, today)
        first = begun - timedelta(days=begun.weekday())
        last = first + timedelta(days=6)
        return cls(first, last, min(last, today), today <= last)


@dataclass(frozen=True, slots=True)
class Place:
    """After the row with this day and number."""

    day: date
    id: int

    def encode(self) -> str:
        """A short text for a URL."""
        return f"{self.day.isoformat()}-{self.id}"

    @classmethod
    def decode(cls, text: str) -> "Place":
        """What `encode` gave. Raises `BadPosition`."""
        found = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-([0-9]{1,18})", text)
        if not found:
            raise BadPosition(text)
        try:
            return cls(date.fromisoformat(found[1]), int(found[2]))
        except ValueError as error:
            raise BadPosition(text) from error


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer to a stage: the place of its event in the case's history, and three days.

    From which the stage was counted, on which it was answered, and by which it was due (None: by none).
    """

    case_id: int
    place: int
    stage: int
    begun_on: date
    answered_on: date
    due_on: date | None


@dataclass(frozen=True, slots=True)
class TrackedRow:
    """A line of the tracker; codes and dates only. `stage` and `due_on` of an answer are those of the answer."""

    day: date
    id: int
    reference: str
    route: str
    route_confirmed: bool
    procedure: str | None
    stage: int
    received_on: date
    due_on: date | None
    handler_id: int | None
    waits_for: str | None
    extended: bool | None
    answered_on: date | None
    closed_on: date | None
    outcome: str | None
    service_area: str | None
    team: str | None


def page(
    conn: Connection, listing: Listing, week: Week, after: Place | None = None, size: int = PAGE_SIZE, *, scope: Scope
) -> tuple[list[TrackedRow], Place | None]:
    """A page of one list of a week, the soonest day first, so what is late in front; and where the next one begins.

    Of the cases that `scope` sees; `counts` counts the others, too.
    """
    values: dict[str, Any] = _days(week) | {"size": size + 1} | scope.values()
    if after:
        values |= {"day": after.day, "id": after.id}
    rows = [TrackedRow(*row) for row in conn.execute(_statement(listing, after is not None, week.is_now, scope.reach), values)]
    more = len(rows) > size
    rows = rows[:size]
    return rows, Place(rows[-1].day, rows[-1].id) if more else None


def counts(conn: Connection, week: Week) -> dict[Listing, int]:
    """How many cases each list of the week holds, all of them counted."""
    row = conn.execute(_counts(week.is_now), _days(week)).one()
    return {Listing(name): int(number) for name, number in row._mapping.items()}


def count_answers(conn: Connection, case_id: int) -> int:
    """How many answers of this case are kept here."""
    return int(conn.execute(_COUNT_ANSWERS, {"case": case_id}).scalar_one())


def due_of_answers(conn: Connection, case_id: int) -> dict[int, date | None]:
    """By when each answer of this case was due, by the place of its event in the history."""
    return {int(row.place): row.due_on for row in conn.execute(_DUE_OF_ANSWERS, {"case": case_id})}


def keep_answers(conn: Connection, answers: Iterable[AnswerRow]) -> None:
    """Keep those answers of a case that are not kept yet; only within `write()`, and beside their events."""
    for answer in answers:
        known = conn.execute(_KNOWN_ANSWER, {"case": answer.case_id, "at": answer.place}).first()
        if known is None:
            conn.execute(case_answers.insert(), asdict(answer))


def not_worked_out(conn: Connection, most: int) -> list[int]:
    """Up to `most` cases of which nobody has worked out yet what they wait for, the newest first."""
    return list(conn.execute(_UNKNOWN, {"most": most}).scalars())


def _days(week: Week) -> dict[str, date]:
    return {"first": week.first, "last": week.last, "today": week.day}


_ONE_CASE = case_answers.c.case_id == bindparam("case", type_=Id)
_COUNT_ANSWERS = select(func.count()).select_from(case_answers).where(_ONE_CASE)
_DUE_OF_ANSWERS = select(case_answers.c.place, case_answers.c.due_on).where(_ONE_CASE)
_KNOWN_ANSWER = select(case_answers.c.id).where(_ONE_CASE, case_answers.c.place == bindparam("at", type_=Integer))
_UNKNOWN = select(cases.c.id).where(text("waits_for IS NULL")).order_by(cases.c.id.desc()).limit(bindparam("most", type_=Integer))

_FIRST, _LAST, _TODAY = (bindparam(name, type_=Date) for name in ("first", "last", "today"))
_SIZE = bindparam("size", type_=Integer)
_HERE = tuple_(bindparam("day", type_=Date), bindparam("id", type_=Id))
_DATED = cases.c.due_on < NO_DUE_DATE

_Case = tuple[ColumnElement[bool] | TextClause, ...]
_OPEN: _Case = (cases.c.open, BY_DAY)
# Spelled so that no index of it is used: SQLite would walk all that was ever received, and what is open is far less.
_RECEIVED = func.coalesce(cases.c.received_on, cases.c.received_on, type_=Date)


def _open_or_gone(received: ColumnElement[bool], closed: ColumnElement[bool], erased: ColumnElement[bool]) -> tuple[_Case, ...]:
    """Cases that are open, or were closed on such a day, or erased on one without having been closed: each from its own index."""
    return ((*_OPEN, received), *_gone(closed, erased, received))


def _gone(closed: ColumnElement[bool], erased: ColumnElement[bool], *more: ColumnElement[bool]) -> tuple[_Case, ...]:
    return (~cases.c.open, closed, *more), (~cases.c.open, cases.c.closed_on.is_(None), erased, *more)


_CASES: dict[Listing, tuple[_Case, ...]] = {
    Listing.BEFORE: _open_or_gone(_RECEIVED < _FIRST, cases.c.closed_on >= _FIRST, cases.c.erased_on >= _FIRST),
    Listing.CAME_IN: ((cases.c.received_on.between(_FIRST, _LAST),),),
    Listing.CLOSED: _gone(cases.c.closed_on.between(_FIRST, _LAST), cases.c.erased_on.between(_FIRST, _LAST)),
    Listing.OPEN: _open_or_gone(_RECEIVED <= _LAST, cases.c.closed_on > _LAST, cases.c.erased_on > _LAST),
    Listing.LATE: ((*_OPEN, cases.c.due_on < _TODAY),),
    Listing.DUE: ((*_OPEN, cases.c.due_on.between(_TODAY, _LAST)),),
    Listing.LATER: ((*_OPEN, cases.c.due_on > _LAST, _DATED),),
    Listing.UNDATED: ((*_OPEN, ~_DATED),),
}
"""What each list holds: one or more kinds of cases, none of which is of two kinds."""

_ANSWERS: dict[Listing, ColumnElement[bool]] = {
    Listing.IN_TIME: case_answers.c.answered_on <= case_answers.c.due_on,
    Listing.ANSWERED_LATE: case_answers.c.answered_on > case_answers.c.due_on,
    Listing.NO_LIMIT: case_answers.c.due_on.is_(None),
}
_ANSWERED_NOW = case_answers.c.answered_on.between(_FIRST, _LAST)

_DAY_OF = {
    Listing.CAME_IN: cases.c.received_on,
    Listing.CLOSED: func.coalesce(cases.c.closed_on, cases.c.erased_on, type_=Date),
}
"""By which day a list of cases is ordered, where it is not the day that they wait for."""


def _kinds(listing: Listing, is_now: bool) -> tuple[_Case, ...]:
    # What is open now needs no more than the index of what is open.
    return (_OPEN,) if listing is Listing.OPEN and is_now else _CASES[listing]


@cache
def _statement(listing: Listing, further: bool, is_now: bool, reach: Reach | None) -> Select[Any]:
    if listing in ANSWERED:
        return _answers(listing, further).where(*conditions(reach))
    day = _DAY_OF.get(listing, cases.c.due_on)
    kinds = _kinds(listing, is_now)
    chosen = kinds[0] if len(kinds) == 1 else (cases.c.id.in_(union_all(*(select(cases.c.id).where(*kind) for kind in kinds))),)
    found = select(*_columns(day, cases.c.id, cases.c.stage, cases.c.due_on, null())).where(*chosen, *conditions(reach))
    found = found.where(tuple_(day, cases.c.id) > _HERE) if further else found
    return found.order_by(day, cases.c.id).limit(_SIZE)


def _answers(listing: Listing, further: bool) -> Select[Any]:
    answer = case_answers.c
    found = select(*_columns(answer.answered_on, answer.id, answer.stage, answer.due_on, answer.answered_on))
    found = found.join_from(case_answers, cases).where(_ANSWERED_NOW, _ANSWERS[listing])
    found = found.where(tuple_(answer.answered_on, answer.id) > _HERE) if further else found
    return found.order_by(answer.answered_on, answer.id).limit(_SIZE)


def _columns(*of_list: ColumnElement[Any]) -> tuple[ColumnElement[Any], ...]:
    day, id, stage, due_on, answered_on = of_list
    of = cases.c
    return (
        day, id, of.reference, of.route, of.route_confirmed, of.procedure, stage, of.received_on, due_on, of.handler_id,
        of.waits_for, of.extended, answered_on, of.closed_on, of.outcome, of.service_area, of.team,
    )  # fmt: skip


@cache
def _counts(is_now: bool) -> Select[Any]:
    listings = [one for one in Listing if is_now or one not in NOW_ONLY]
    return select(*(_count(one, is_now).label(one.value) for one in listings))


def _count(listing: Listing, is_now: bool) -> Any:
    if listing in ANSWERED:
        return select(func.count()).select_from(case_answers).where(_ANSWERED_NOW, _ANSWERS[listing]).scalar_subquery()
    counted = [select(func.count()).select_from(cases).where(*kind).scalar_subquery() for kind in _kinds(listing, is_now)]
    return sum(counted[1:], counted[0])
