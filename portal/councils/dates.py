"""The dates of one stage at one council: the profile's limits on that day, the law where it is silent."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from portal.councils.profile import Profile
from portal.councils.values import newest
from portal.law import deadlines
from portal.law.calendar import WorkingDays
from portal.law.deadlines import CODE, CODE_FROM, NOTHING_HAPPENED, Course, Deadline, Stated
from portal.law.facts import Complainant, Facts, Matter, Procedure, Route, Stage
from portal.words import Wording, _

ACKNOWLEDGE_BY = "acknowledge_by"
FIRST_STAGE = 1
ENQUIRY, OMBUDSMAN = "member_enquiry", "ombudsman"
_MEMBERS = ("member", "mp")
_ADOPTING = frozenset({Complainant.ADOPTER, Complainant.PROSPECTIVE_ADOPTER, Complainant.ADOPTED_PERSON})

CODE_ASKS_FOR_LESS = Wording(
    _("The Ombudsman’s Complaint Handling Code asks for %(asked)s working days here, and this council’s limit is %(stated)s.")
)
CODE_HAS_TWO_STAGES = Wording(_("The Ombudsman’s Complaint Handling Code knows two stages, and this council has a stage %(stage)s."))


def stage_dates(
    profile: Profile,
    calendar: WorkingDays,
    procedure: str,
    start: date,
    *,
    stage: int = FIRST_STAGE,
    acknowledged_on: date | None = None,
    course: Course = NOTHING_HAPPENED,
) -> tuple[Deadline, ...]:
    """The dates of a stage that was begun on `start`, a day in London, soonest first. Raises BeyondCalendar.

    procedure: statutory, corporate, member_enquiry, data_protection, freedom_of_information, ombudsman.
    """
    if procedure == ENQUIRY and course.enquiry:
        return deadlines.clocks(procedure, start, calendar, profile.enquiry_limits(course.enquiry, start))
    limits = limits_on(profile, procedure, stage, start) or _code_with_promise(profile, procedure, stage, start)
    found = deadlines.clocks(procedure, start, calendar, limits, acknowledged_on, stage=stage, course=course)
    if procedure in set(Procedure) and stage == FIRST_STAGE and not any(each.name == ACKNOWLEDGE_BY for each in found):
        found += promised_acknowledgement(profile, calendar, start)
    return tuple(sorted(found, key=lambda deadline: deadline.on))


def _code_with_promise(profile: Profile, procedure: str, stage: int, start: date) -> Stated | None:
    """The Code's first stage at a council that states none, but promises to acknowledge sooner than the Code asks."""
    promised, code = profile.acknowledge_days(start), CODE[FIRST_STAGE]
    sooner = promised is not None and promised < (code.acknowledge_days or 0)
    if procedure != Procedure.CORPORATE or stage != FIRST_STAGE or start < CODE_FROM or not sooner:
        return None
    return replace(code, acknowledge_days=promised)


def next_request_by(profile: Profile, calendar: WorkingDays, procedure: str, stage: int, answered: date) -> Deadline | None:
    """By when the next stage is to be asked for, once this one was answered; None where nothing is laid down.

    Raises BeyondCalendar.
    """
    ahead = limits_on(profile, procedure, stage + 1, answered)
    return deadlines.request_next_by(procedure, stage, answered, calendar, ahead)


def promised_acknowledgement(profile: Profile, calendar: WorkingDays, received: date) -> tuple[Deadline, ...]:
    """The council's own promise to acknowledge every complaint; nothing where it makes none."""
    entry = newest(profile.acknowledge, received)
    return (deadlines.acknowledge_by(received, entry.days, entry.source, calendar),) if entry else ()


@dataclass(frozen=True, slots=True)
class Window:
    """The last day to ask somebody else for a review, how many days are left (0: today; below 0: gone by), and on what."""

    on: date
    days_left: int
    source: str


def window_for(
    profile: Profile, calendar: WorkingDays, route: Route, facts: Facts, letter: date | None, today: date
) -> Window | None:
    """The time in which this can be reviewed elsewhere; None where no time is laid down, or not known from when it runs.

    letter: the date of the letter that told of the decision. Raises BeyondCalendar.
    """
    if letter is None:
        return None
    if route is Route.IRM:
        adoption = facts.complainant in _ADOPTING or Matter.ADOPTION_RECORDS in facts.matters
        found = deadlines.review_by(letter, calendar, adoption=adoption)
        return _window(found.on, today, found.source)
    own = profile.other_route(route)
    if own is None or own.within_days is None:
        return None
    working = own.counting == "working"
    on = calendar.add(letter, own.within_days) if working else letter + timedelta(days=own.within_days)
    return _window(on, today, own.source or "")


def window_to_send_again(facts: Facts, ended: date | None, today: date) -> Window | None:
    """How long a complaint that waited for proceedings may be sent again: a year from when they ended (reg 8)."""
    if ended is None or facts.stage_so_far is not Stage.PAUSED_FOR_PROCEEDINGS:
        return None
    return _window(deadlines.send_again_by(ended), today, "SI 2006/1738 reg 8 (resubmission)")


def _window(on: date, today: date, source: str) -> Window:
    return Window(on, (on - today).days, source)


def limits_on(profile: Profile, procedure: str, stage: int, on: date) -> Stated | None:
    """What the profile states for this stage, or this kind of enquiry, on the day."""
    if procedure == ENQUIRY:
        return next((limits for code in _MEMBERS if (limits := profile.enquiry_limits(code, on))), None)
    if procedure == OMBUDSMAN:
        return profile.enquiry_limits(OMBUDSMAN, on)
    return profile.limits(procedure, stage, on)


def code_warnings(profile: Profile, on: date) -> tuple[tuple[Wording, dict[str, Any]], ...]:
    """Where the council's own procedure is looser than the Ombudsman's Code on the day: warned of, never refused.

    Each warning with the figures that go into its places.
    """
    if on < CODE_FROM:
        return ()
    found: list[tuple[Wording, dict[str, Any]]] = []
    for stage in profile.stages(Procedure.CORPORATE, on):
        code = CODE.get(stage.number)
        if code is None:
            found.append((CODE_HAS_TWO_STAGES, {"stage": stage.number}))
        elif stage.limits and (stage.limits.respond_days or 0) > (code.respond_days or 0):
            found.append((CODE_ASKS_FOR_LESS, {"asked": code.respond_days, "stated": stage.limits.respond_days}))
    return tuple(found)
