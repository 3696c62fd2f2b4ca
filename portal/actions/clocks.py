"""Which dates a case has to keep: the limits of its route on the day it was received, the council's or the law's."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal.councils import Profile
from portal.law.calendar import BeyondCalendar, WorkingDays
from portal.law.deadlines import Deadline, Stated, clocks
from portal.law.facts import Procedure, Route
from portal.law.routes import CAPTURED
from portal.store.tables import NO_DUE_DATE
from portal.words import Wording, _

LONDON = ZoneInfo("Europe/London")
FIRST_STAGE = 1
ACKNOWLEDGE_BY = "acknowledge_by"

_MEMBERS = ("member", "mp")
_ACKNOWLEDGE = Wording(
    _("The council tells you that it has your complaint"),
    child=_("The council tells you it has what you wrote"),
    officer=_("Acknowledge"),
)
# They are no complaints, or come from nobody who could be told: nothing promised to complainants is owed.
_NOT_COMPLAINTS = frozenset({Route.ANONYMOUS, Route.COMPLIMENT, Route.SERVICE_REQUEST, Route.MEMBER_ENQUIRY, Route.DATA_PROTECTION})


def london_day(moment: datetime) -> date:
    """The day in London in which `moment` (aware) lies."""
    return moment.astimezone(LONDON).date()


def procedure_of(route: str) -> str | None:
    """The council's procedure that a case on `route` goes through; None where it goes through none.

    Until an officer has decided, a captured case keeps the dates of the statutory procedure: they are the soonest.
    """
    if route in CAPTURED:
        return Procedure.STATUTORY.value
    return route if route in set(Procedure) else None


def case_clocks(
    profile: Profile, calendar: WorkingDays, route: str, received_on: date, acknowledged_on: date | None = None
) -> tuple[Deadline, ...]:
    """The dates of a first answer on `route`, soonest first; both days are days in London.

    None at all beyond the years whose bank holidays are known: they are not guessed.
    """
    clock = procedure_of(route) or route
    try:
        found = clocks(clock, received_on, calendar, _limits(profile, clock, received_on), acknowledged_on)
        if not any(deadline.name == ACKNOWLEDGE_BY for deadline in found):
            found += _promised(profile, calendar, route, received_on)
    except BeyondCalendar:
        return ()
    return tuple(sorted(found, key=lambda deadline: deadline.on))


def due_columns(dates: Iterable[Deadline], *, acknowledged: bool = False) -> dict[str, Any]:
    """The columns that the queue sorts by: the day the answer is due, and the latest.

    Where no answer has a date, the acknowledgement has, until it is sent.
    """
    by_name = {deadline.name: deadline.on for deadline in dates}
    first = None if acknowledged else by_name.get(ACKNOWLEDGE_BY)
    due = by_name.get("respond_by") or first or NO_DUE_DATE
    return {"due_on": due, "latest_on": by_name.get("latest")}


def _limits(profile: Profile, clock: str, on: date) -> Stated | None:
    if clock == Route.MEMBER_ENQUIRY:
        return next((limits for code in _MEMBERS if (limits := profile.enquiry_limits(code, on))), None)
    return profile.limits(clock, FIRST_STAGE, on)


def _promised(profile: Profile, calendar: WorkingDays, route: str, received_on: date) -> tuple[Deadline, ...]:
    """The council's own promise to acknowledge every complaint, where a stage states none of its own."""
    stated = [entry for entry in profile.acknowledge if entry.since <= received_on]
    if not stated or route in _NOT_COMPLAINTS:
        return ()
    newest = max(stated, key=lambda entry: entry.since)
    return (Deadline(ACKNOWLEDGE_BY, calendar.add(received_on, newest.days), _ACKNOWLEDGE, newest.source),)
