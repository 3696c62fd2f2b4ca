"""The dates of the stages after the first, and of an enquiry by the Ombudsman, each counted from what was done before it."""

from dataclasses import replace
from datetime import date

from portal.casework.stages import procedure_at
from portal.casework.waiting import ENQUIRY_BY
from portal.councils import Profile
from portal.councils.dates import ACKNOWLEDGE_BY, OMBUDSMAN, limits_on, next_request_by, stage_dates
from portal.law.calendar import WorkingDays
from portal.law.deadlines import LAW, Deadline, begun_on, put_off
from portal.law.facts import Procedure
from portal.law.later import Later


def later_dates(profile: Profile, calendar: WorkingDays, route: str, later: Later) -> tuple[Deadline, ...]:
    """What is still to come at the stage that it is at, beyond a first answer; what is done has no date any more.

    Once a stage was answered: by when the next one is to be asked for. Raises BeyondCalendar.
    """
    procedure = later.procedure or procedure_at(route)
    asked = later.enquiry_on
    enquiry = tuple(replace(each, name=ENQUIRY_BY) for each in stage_dates(profile, calendar, OMBUDSMAN, asked)) if asked else ()
    if procedure is None or later.stopped:
        return enquiry
    if later.answered_on is not None:
        following = next_request_by(profile, calendar, procedure, later.stage, later.answered_on)
        return (*enquiry, *((following,) if following else ()))
    if later.stage == 1 or later.since is None:
        return enquiry
    return (*enquiry, *_running(profile, calendar, procedure, later, later.since))


def _running(profile: Profile, calendar: WorkingDays, procedure: str, later: Later, since: date) -> list[Deadline]:
    """The stage's own dates. That a further stage was asked for is acknowledged by writing it down, and no date of its own."""
    found = [
        each
        for each in stage_dates(profile, calendar, procedure, since, stage=later.stage, acknowledged_on=since)
        if each.name != ACKNOWLEDGE_BY
    ]
    if later.stage == 3 and procedure == Procedure.STATUTORY:
        return _panel(profile, calendar, later, since, found)
    until = later.extended_to
    return [put_off(each, until, calendar) if until and each.name == "respond_by" else each for each in found]


def _panel(profile: Profile, calendar: WorkingDays, later: Later, since: date, found: list[Deadline]) -> list[Deadline]:
    """Five working days run from the meeting, fifteen from the findings, once those days are known (regulation 20)."""
    by_name = {each.name: each for each in found}
    findings, respond = by_name.get("findings_by"), by_name.get("respond_by")
    if later.met_on is None or findings is None or respond is None:
        return found
    own, law = limits_on(profile, Procedure.STATUTORY, 3, since), LAW[3].response_days or 0
    days = min(own.response_days or law, law) if own else law
    if later.reported_on is not None:
        return [begun_on(respond, max(later.reported_on, since), calendar, days)]
    moved = begun_on(findings, max(later.met_on, since), calendar)
    return [moved, begun_on(respond, moved.on, calendar, days)]
