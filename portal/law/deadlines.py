"""The clocks: which day each duty falls on, from limits and a calendar passed in.

Every date knows from which day it was counted and by how many days, so that it can explain itself day by day
in the same words to the citizen and to the officer. Days are days in London.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal, Protocol

from portal.law.calendar import CountedDay, WorkingDays
from portal.law.later import Later
from portal.words import Wording, _

Counting = Literal["working", "calendar"]


class Stated(Protocol):
    """Limits as anyone may state them, in days; None: not stated. What each means: `portal.councils.limits`."""

    @property
    def acknowledge_days(self) -> int | None: ...
    @property
    def respond_days(self) -> int | None: ...
    @property
    def latest_days(self) -> int | None: ...
    @property
    def request_days(self) -> int | None: ...
    @property
    def panel_days(self) -> int | None: ...
    @property
    def findings_days(self) -> int | None: ...
    @property
    def response_days(self) -> int | None: ...
    @property
    def counting(self) -> Counting: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of our own making: the law's, the Ombudsman's Code's, or a test's."""

    acknowledge_days: int | None = None
    respond_days: int | None = None
    latest_days: int | None = None
    request_days: int | None = None
    panel_days: int | None = None
    findings_days: int | None = None
    response_days: int | None = None
    counting: Counting = "working"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A duty and the last day for it: the day that is `days` days after `since`.

    `name`: acknowledge_by, respond_by, latest, panel_by, findings_by or request_next_by. `capped`: the day is not
    the one counted, but the last that the law allows.
    """

    name: str
    on: date
    what: Wording
    source: str
    since: date
    days: int
    counting: Counting = "working"
    capped: bool = False

    def day_by_day(self, calendar: WorkingDays) -> Iterator[CountedDay]:
        """Which days counted and which did not, and why. Raises BeyondCalendar."""
        if self.counting == "working":
            return calendar.counted(self.since, self.on)
        ahead = ((self.since + timedelta(days=number), number) for number in range(1, (self.on - self.since).days + 1))
        return (CountedDay(day, number) for day, number in ahead)


@dataclass(frozen=True, slots=True)
class Advocate:
    """What is known of an advocate for stage 1: asked for, and then found (`accepted_on`) or not wanted after all."""

    asked_on: date
    accepted_on: date | None = None
    declined_on: date | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """Points that go by the council's own procedure beside the case's: the stage of theirs that runs, and since when.

    `since` None: from where the case's own days count.
    """

    stage: int = 1
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What happened on the way that may move a date of the statutory procedure.

    `extended`: more time was taken because it is complex, or while an advocate is found, and the complainant agreed.
    `later`: what goes on beyond a first answer; whoever knows a council's limits reads its dates off it.
    `beside`: what goes on beside it under the council's own procedure. `enquiry`: the kind of an enquiry, as the council
    names it.
    """

    extended: bool = False
    advocate: Advocate | None = None
    later: Later | None = None
    beside: Beside | None = None
    enquiry: str | None = None


NOTHING_HAPPENED = Course()


@dataclass(frozen=True, slots=True)
class Start:
    """From where the days are counted; `acknowledged_on` once it has been."""

    received: date
    calendar: WorkingDays
    acknowledged_on: date | None = None
    stage: int = 1
    course: Course = field(default=NOTHING_HAPPENED)


# Regulations 14, 17 and 18 to 20 of SI 2006/1738, in working days.
LAW: dict[int, Limits] = {
    1: Limits(respond_days=10, latest_days=20, source="SI 2006/1738 reg 14"),
    2: Limits(respond_days=25, latest_days=65, source="SI 2006/1738 reg 17"),
    3: Limits(
        request_days=20, panel_days=30, findings_days=5, response_days=15, respond_days=50,
        source="SI 2006/1738 regs 18 to 20",
    ),
}  # fmt: skip

WAITING = "SI 2006/1738 reg 14(3)"
"""What lets the clock of stage 1 wait for an advocate."""

# The Ombudsman's Complaint Handling Code: acknowledge in 5, answer after that; applied from this day.
CODE_FROM = date(2026, 4, 1)
CODE: dict[int, Limits] = {
    1: Limits(acknowledge_days=5, respond_days=10, latest_days=20, source="LGSCO Code 6"),
    2: Limits(acknowledge_days=5, respond_days=20, source="LGSCO Code 6"),
}

# A data protection complaint: acknowledge in 30 calendar days from the day after receipt; the duty began this day.
DATA_PROTECTION_FROM = date(2026, 6, 19)
DATA_PROTECTION = Limits(acknowledge_days=30, counting="calendar", source="DUAA 2025 s103")
FREEDOM_OF_INFORMATION = Limits(respond_days=20, source="FOIA 2000")

# Councils ask for stage 2 within 20 working days of the answer to stage 1. It is no limit of the regulations.
STAGE_2_ASKED_WITHIN = Limits(request_days=20, source="DfES 2006 (asking for stage 2)")

# The Independent Review Mechanism, from the date of the letter.
REVIEW_OF_FOSTERING = Limits(request_days=28, counting="calendar", source="GOV.UK IRM")
REVIEW_OF_ADOPTION = Limits(request_days=40, source="GOV.UK IRM")

_ACKNOWLEDGE = Wording(
    _("The council tells you that it has your complaint"),
    child=_("The council tells you it has what you wrote"),
    officer="Acknowledge",
)
_RESPOND = Wording(_("The council answers"), child=_("The council answers you"), officer="Answer")
_EXTENDED = Wording(
    _("The council answers, after the more time that it told you about"),
    child=_("The council answers you. It told you it needs more time"),
    officer="Answer, extended",
)
OWN_ANSWER = Wording(
    _("The council answers what comes under its own procedure"),
    child=_("The council answers the other part"),
    officer="Answer, points under the council’s own procedure",
)
"""The answer to those points of a case that go by the council's own procedure beside the statutory one."""
_LATEST = Wording(
    _("The last day for an answer, if more time is needed"),
    child=_("The last day to answer you, if it takes longer"),
    officer="Latest, if extended",
)
_ENQUIRY = Wording(_("The council answers the councillor or MP"), officer="Answer the enquiry")
_TO_THE_OMBUDSMAN = Wording(_("The council answers the Ombudsman"), officer="Answer the Ombudsman")
_PANEL = Wording(
    _("The review panel meets"), child=_("Three people from outside meet to look at it"), officer="Panel meets"
)
_FINDINGS = Wording(
    _("The review panel sends its findings"), child=_("They write down what they found"), officer="Panel’s findings"
)
_RESPOND_TO_PANEL = Wording(
    _("The council answers the panel’s findings"), child=_("The council tells you what it will do"), officer="Response to the panel"
)  # fmt: skip
_ASK_NEXT = Wording(
    _("Ask for the next stage by this day. If it is later, ask all the same"),
    child=_("Ask for the next step by this day. If it is later, still ask"),
    officer="Next stage to be asked for by (a late request is passed on)",
)


def clocks(
    procedure: str,
    received: date,
    calendar: WorkingDays,
    limits: Stated | None = None,
    acknowledged_on: date | None = None,
    *,
    stage: int = 1,
    course: Course = NOTHING_HAPPENED,
) -> tuple[Deadline, ...]:
    """The dates of one stage, soonest first.

    procedure: statutory, corporate, member_enquiry, data_protection, freedom_of_information, ombudsman; any other
    has no clock of its own.
    received: the London day of receipt or request; the day after it is day 1 (reg 2 of SI 2006/1738, `calendar`).
    limits: what the council states; never looser than the law. None: the law's, or the Ombudsman's Code's.
    acknowledged_on: the Code counts the answer from here; until then, from the last day for acknowledging.
    Raises BeyondCalendar where the bank holidays are not known so far ahead.
    """
    counted = _CLOCKS.get(procedure)
    found = counted(Start(received, calendar, acknowledged_on, stage, course), limits) if counted else []
    return tuple(sorted(found, key=lambda deadline: deadline.on))


def request_next_by(
    procedure: str, stage: int, answered: date, calendar: WorkingDays, limits: Stated | None = None
) -> Deadline | None:
    """By when the complainant asks for the stage after `stage`, counted from the day the answer reached them.

    limits: those of the next stage. Regulation 18 gives 20 working days for the panel, guidance about as many for
    stage 2; a later request is warned about and passed on, never refused. None: nothing is laid down.
    """
    stated = _to_ask_within(procedure, stage, limits)
    if stated is None or stated.request_days is None:
        return None
    return _by("request_next_by", answered, stated.request_days, stated, calendar, _ASK_NEXT)


def put_off(deadline: Deadline, until: date, calendar: WorkingDays) -> Deadline:
    """The same duty on the day of which the person was told. Raises BeyondCalendar."""
    return replace(deadline, on=until, days=calendar.between(deadline.since, until), what=_EXTENDED)


def begun_on(deadline: Deadline, since: date, calendar: WorkingDays, days: int | None = None) -> Deadline:
    """The same duty counted from the day on which the step before it was done. Raises BeyondCalendar."""
    count = deadline.days if days is None else days
    return replace(deadline, since=since, days=count, on=calendar.add(since, count))


def review_by(letter: date, calendar: WorkingDays, *, adoption: bool) -> Deadline:
    """The last day to apply to the Independent Review Mechanism about a letter of this date."""
    stated = REVIEW_OF_ADOPTION if adoption else REVIEW_OF_FOSTERING
    return _by("request_next_by", letter, stated.request_days or 0, stated, calendar, _ASK_NEXT)


def send_again_by(ended: date) -> date:
    """The last day to send again what waited for proceedings: one year after they ended (reg 8 of SI 2006/1738)."""
    try:
        return ended.replace(year=ended.year + 1)
    except ValueError:  # 29 February
        return date(ended.year + 1, 2, 28)


def _to_ask_within(procedure: str, stage: int, limits: Stated | None) -> Stated | None:
    if procedure == "corporate":
        return limits
    if procedure != "statutory" or stage > 2:
        return None
    if stage == 1:
        return STAGE_2_ASKED_WITHIN
    # The request window is the complainant's: a council may give more, never less.
    own = limits.request_days if limits else None
    return Limits(request_days=max(own or 0, LAW[3].request_days or 0), source=_source(limits, 3))


def _statutory(start: Start, limits: Stated | None) -> list[Deadline]:
    """The regulations, or a stricter council; stated limits beyond the law are held to the law."""
    law = LAW.get(start.stage)
    if law is None:
        return []
    own = limits or law
    stated = Limits(
        acknowledge_days=own.acknowledge_days,
        respond_days=_stricter(own.respond_days, law.respond_days),
        latest_days=_stricter(own.latest_days, law.latest_days),
        panel_days=_stricter(own.panel_days, law.panel_days),
        findings_days=_stricter(own.findings_days, law.findings_days),
        response_days=_stricter(own.response_days, law.response_days),
        source=_source(limits, start.stage),
    )
    if start.stage == 3:
        return [*_acknowledged(start, stated), *_panel(start, stated)]
    return [*_acknowledged(start, stated), *_on_course(start, stated)]


def _on_course(start: Start, stated: Limits) -> list[Deadline]:
    """Stages 1 and 2, with what happened on the way: agreed time, or at stage 1 an advocate who is looked for.

    Regulation 14 lets the clock wait for the advocate's appointment, and never beyond 20 working days from receipt.
    """
    found = _with_more_time(start, _answers(start, stated))
    if len(found) == 1:
        return found
    answer, last = found
    wait = start.course.advocate
    if start.stage != 1 or wait is None or wait.declined_on or wait.asked_on > answer.on:
        return [answer, last]
    if wait.accepted_on is None:
        return [_at_the_last(last), last]
    appointed = max(wait.accepted_on, start.received)
    moved = _by("respond_by", appointed, answer.days, replace(stated, source=WAITING), start.calendar, _RESPOND)
    return [moved if moved.on <= last.on else _at_the_last(last), last]


def _at_the_last(last: Deadline) -> Deadline:
    return replace(last, name="respond_by", what=_RESPOND, source=WAITING, capped=True)


def _with_more_time(start: Start, found: list[Deadline]) -> list[Deadline]:
    """Where more time was taken, the last day is the day for the answer."""
    if len(found) == 1 or not start.course.extended:
        return found
    return [replace(found[-1], name="respond_by", what=_EXTENDED)]


def _panel(start: Start, stated: Limits) -> list[Deadline]:
    """Stage 3, one after the other from the request: the panel meets, reports, and the council responds."""
    steps = (
        ("panel_by", stated.panel_days, _PANEL),
        ("findings_by", stated.findings_days, _FINDINGS),
        ("respond_by", stated.response_days, _RESPOND_TO_PANEL),
    )
    found: list[Deadline] = []
    since = start.received
    for name, days, what in steps:
        found.append(_by(name, since, days or 0, stated, start.calendar, what))
        since = found[-1].on
    whole = _by("respond_by", start.received, stated.respond_days or 0, stated, start.calendar, _RESPOND_TO_PANEL)
    return [*found[:-1], min(found[-1], whole, key=lambda each: each.on)]


def _corporate(start: Start, limits: Stated | None) -> list[Deadline]:
    """Where a stage promises its own acknowledgement, the answer is counted from it (Code, stages 1 and 2)."""
    stated = limits or (CODE.get(start.stage) if start.received >= CODE_FROM else None)
    if stated is None:
        return []
    if stated.acknowledge_days is None:
        return _with_more_time(start, _answers(start, stated))
    acknowledge = _acknowledged(start, stated)
    begun = Start(start.acknowledged_on or acknowledge[0].on, start.calendar)
    return [*acknowledge, *_with_more_time(start, _answers(begun, stated))]


def _enquiry(start: Start, limits: Stated | None) -> list[Deadline]:
    """Nothing but what the council promises its members."""
    return [*_acknowledged(start, limits), *_answers(start, limits, _ENQUIRY)] if limits else []


def _ombudsman(start: Start, limits: Stated | None) -> list[Deadline]:
    """What the council has to keep when the Ombudsman asks."""
    return _answers(start, limits, _TO_THE_OMBUDSMAN) if limits else []


def _data_protection(start: Start, limits: Stated | None) -> list[Deadline]:
    """Thirty calendar days to acknowledge, or sooner; what else the council promises besides."""
    law = _acknowledged(start, DATA_PROTECTION) if start.received >= DATA_PROTECTION_FROM else []
    if limits is None:
        return law
    both = law + _acknowledged(start, limits)
    return [*sorted(both, key=lambda deadline: deadline.on)[:1], *_answers(start, limits)]


def _freedom_of_information(start: Start, limits: Stated | None) -> list[Deadline]:
    """Twenty working days, or what a stricter council promises."""
    return _answers(start, limits or FREEDOM_OF_INFORMATION)


_CLOCKS: dict[str, Callable[[Start, Stated | None], list[Deadline]]] = {
    "statutory": _statutory,
    "corporate": _corporate,
    "member_enquiry": _enquiry,
    "data_protection": _data_protection,
    "freedom_of_information": _freedom_of_information,
    "ombudsman": _ombudsman,
}


def _acknowledged(start: Start, limits: Stated) -> list[Deadline]:
    if limits.acknowledge_days is None:
        return []
    return [_by("acknowledge_by", start.received, limits.acknowledge_days, limits, start.calendar, _ACKNOWLEDGE)]


def acknowledge_by(received: date, days: int, source: str, calendar: WorkingDays) -> Deadline:
    """The council's own promise to acknowledge every complaint, in working days. Raises BeyondCalendar."""
    return _by("acknowledge_by", received, days, Limits(source=source), calendar, _ACKNOWLEDGE)


def _answers(start: Start, limits: Stated, answer: Wording = _RESPOND) -> list[Deadline]:
    days = (("respond_by", limits.respond_days, answer), ("latest", limits.latest_days, _LATEST))
    return [
        _by(name, start.received, count, limits, start.calendar, what)
        for name, count, what in days
        if count is not None
    ]


def _by(name: str, since: date, days: int, limits: Stated, calendar: WorkingDays, what: Wording) -> Deadline:
    working = limits.counting == "working"
    on = calendar.add(since, days) if working else since + timedelta(days=days)
    return Deadline(name, on, what, limits.source, since, days, limits.counting)


def _stricter(stated: int | None, law: int | None) -> int | None:
    return min((days for days in (stated, law) if days is not None), default=None)


def _source(limits: Stated | None, stage: int) -> str:
    return (limits.source if limits else "") or LAW[stage].source
