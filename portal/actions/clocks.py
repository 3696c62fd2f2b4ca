"""Which dates a case has to keep: the limits of its route on the day it was received, the council's or the law's."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from portal.actions.later_clocks import later_dates
from portal.casework.case import CaseState
from portal.casework.waiting import ENQUIRY_BY, OWN_RESPOND_BY
from portal.councils import Profile
from portal.councils.dates import ACKNOWLEDGE_BY, promised_acknowledgement, stage_dates
from portal.law.calendar import BeyondCalendar, WorkingDays
from portal.law.deadlines import NOTHING_HAPPENED, OWN_ANSWER, Beside, Course, Deadline
from portal.law.facts import Procedure, Route
from portal.law.routes import CAPTURED
from portal.store.tables import NO_DUE_DATE

NEXT_STEPS = ("panel_by", "findings_by", "respond_by", OWN_RESPOND_BY, ENQUIRY_BY)
"""What a case waits for, as the dates name it; whichever comes first is the day by which it is sorted."""

LONDON = ZoneInfo("Europe/London")
# They are no complaints, or come from nobody who could be told: nothing promised to complainants is owed.
_NOT_COMPLAINTS = frozenset({Route.ANONYMOUS, Route.COMPLIMENT, Route.SERVICE_REQUEST, Route.MEMBER_ENQUIRY, Route.DATA_PROTECTION})


def london_day(moment: datetime) -> date:
    """The day in London in which `moment` (aware) lies."""
    return moment.astimezone(LONDON).date()


def noon_of(day: date) -> datetime:
    """The middle of a day in London: a moment of it where only the day is known."""
    return datetime.combine(day, time(12), LONDON)


def days_between(calendar: WorkingDays, since: date | None, until: date | None) -> int | None:
    """How many working days lie between two days in London, never below 0; None where one is missing or its holidays are not known."""
    if since is None or until is None:
        return None
    try:
        return max(calendar.between(since, until), 0)
    except BeyondCalendar:
        return None


def procedure_of(route: str) -> str | None:
    """The council's procedure that a case on `route` goes through; None where it goes through none.

    Until an officer has decided, a captured case keeps the dates of the statutory procedure: they are the soonest.
    """
    if route in CAPTURED:
        return Procedure.STATUTORY.value
    return route if route in set(Procedure) else None


def case_clocks(
    profile: Profile,
    calendar: WorkingDays,
    route: str,
    received_on: date,
    acknowledged_on: date | None = None,
    course: Course = NOTHING_HAPPENED,
) -> tuple[Deadline, ...]:
    """The dates of the stage that a case on `route` is at, soonest first; both days are days in London.

    `course`: what happened on the way that moves them; without it they are those of a first answer. None at all beyond the years whose bank holidays are known:
    they are not guessed.
    """
    later = course.later
    try:
        if later is None:
            found = _first_answer(profile, calendar, route, received_on, acknowledged_on, course)
        elif later.stage == 1 and not later.stopped and later.answered_on is None:
            begun = later.since or received_on
            # What counts anew counts nothing from before.
            acknowledged_on = max(acknowledged_on, begun) if acknowledged_on else None
            found = _first_answer(profile, calendar, route, begun, acknowledged_on, course)
            found += later_dates(profile, calendar, route, later)
        else:
            found = later_dates(profile, calendar, route, later)
        if course.beside and not (course.beside.since is None and later and later.stopped):
            # A stage of the other points that was asked for meanwhile moves nothing of theirs.
            begun = course.beside.since or (later.since if later and later.stage == 1 else None) or received_on
            found += _own_dates(profile, calendar, course.beside, begun, acknowledged_on, course)
    except BeyondCalendar:
        return ()
    return tuple(sorted(found, key=lambda deadline: deadline.on))


def _own_dates(
    profile: Profile, calendar: WorkingDays, beside: Beside, begun: date, acknowledged_on: date | None, course: Course
) -> tuple[Deadline, ...]:
    """The answer to the points that go by the council's own procedure; it goes out with the rest, by the earlier day."""
    sent = begun if beside.stage > 1 else acknowledged_on
    course = replace(course, advocate=None, later=None, beside=None)
    dates = stage_dates(
        profile, calendar, Procedure.CORPORATE.value, begun, stage=beside.stage, acknowledged_on=sent, course=course
    )
    return tuple(replace(each, name=OWN_RESPOND_BY, what=OWN_ANSWER) for each in dates if each.name == "respond_by")


def _first_answer(
    profile: Profile, calendar: WorkingDays, route: str, received_on: date, acknowledged_on: date | None, course: Course
) -> tuple[Deadline, ...]:
    clock = procedure_of(route) or route
    found = stage_dates(profile, calendar, clock, received_on, acknowledged_on=acknowledged_on, course=course)
    if not any(deadline.name == ACKNOWLEDGE_BY for deadline in found) and route not in _NOT_COMPLAINTS:
        found += promised_acknowledgement(profile, calendar, received_on)
    return found


def still_to_come(dates: Iterable[Deadline], state: CaseState) -> tuple[Deadline, ...]:
    """Those of the dates that still wait for something: what was acknowledged or answered waits no more."""
    done = {ACKNOWLEDGE_BY} if state.acknowledged_on else set()
    if state.answer_stands and state.stages.counted.stage == 1:
        done |= {ACKNOWLEDGE_BY, "respond_by", "latest"}
    return tuple(each for each in dates if each.name not in done)


def due_columns(dates: Iterable[Deadline], *, acknowledged: bool = False) -> dict[str, Any]:
    """The columns that the queue sorts by: the day the answer is due, and the latest.

    A panel meets and reports before the council answers it: each step is due in its turn. Where no answer has a date,
    the acknowledgement has, until it is sent.
    """
    by_name = {deadline.name: deadline.on for deadline in dates}
    first = None if acknowledged else by_name.get(ACKNOWLEDGE_BY)
    next_steps = [by_name[name] for name in NEXT_STEPS if name in by_name]
    due = min(next_steps, default=None) or first or NO_DUE_DATE
    last = by_name.get("latest") or (by_name.get("respond_by") if "findings_by" in by_name else None)
    return {"due_on": due, "latest_on": last}
