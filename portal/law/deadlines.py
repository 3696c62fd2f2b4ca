"""The clocks of a first answer: which day each duty falls on, from limits and a calendar passed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

from portal.law.calendar import WorkingDays
from portal.words import Wording, _

Counting = Literal["working", "calendar"]


class Stated(Protocol):
    """Limits as anyone may state them, in days from receipt; None: not stated."""

    @property
    def acknowledge_days(self) -> int | None: ...
    @property
    def respond_days(self) -> int | None: ...
    @property
    def latest_days(self) -> int | None: ...
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
    counting: Counting = "working"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A duty and the last day for it; `name` is acknowledge_by, respond_by or latest."""

    name: str
    on: date
    what: Wording
    source: str


@dataclass(frozen=True, slots=True)
class Start:
    """From where the days are counted; `acknowledged_on` once it has been."""

    received: date
    calendar: WorkingDays
    acknowledged_on: date | None = None


# Regulation 14: 10 working days; at most 20 in all, where it is complex or an advocate is awaited.
LAW = Limits(respond_days=10, latest_days=20, source="SI 2006/1738 reg 14")
# Complaint Handling Code, stage 1: acknowledge in 5, answer 10 after that, at most 10 more.
CODE = Limits(acknowledge_days=5, respond_days=10, latest_days=20, source="LGSCO Code 6")
# A data protection complaint: acknowledge in 30 calendar days from the day after receipt.
DATA_PROTECTION = Limits(acknowledge_days=30, counting="calendar", source="DUAA 2025 s103")

_ACKNOWLEDGE = Wording(
    _("The council tells you that it has your complaint"),
    child=_("The council tells you it has what you wrote"),
    officer=_("Acknowledge"),
)
_RESPOND = Wording(_("The council answers"), child=_("The council answers you"), officer=_("Answer"))
_LATEST = Wording(
    _("The last day for an answer, if more time is needed"),
    child=_("The last day to answer you, if it takes longer"),
    officer=_("Latest, if extended"),
)
_ENQUIRY = Wording(_("The council answers the councillor or MP"), officer=_("Answer the enquiry"))


def clocks(
    procedure: str,
    received: date,
    calendar: WorkingDays,
    limits: Stated | None = None,
    acknowledged_on: date | None = None,
) -> tuple[Deadline, ...]:
    """The dates of a first answer, soonest first.

    procedure: statutory, corporate, member_enquiry, data_protection; any other has no clock of its own.
    received: the London day of receipt; the day after it is day 1 (reg 2 of SI 2006/1738, `calendar`).
    limits: what the council states; never looser than the law. None: the law's, or the Ombudsman's Code's.
    acknowledged_on: the Code counts the answer from here; until then, from the last day for acknowledging.
    Raises BeyondCalendar where the bank holidays are not known so far ahead.
    """
    counted = _CLOCKS.get(procedure)
    found = counted(Start(received, calendar, acknowledged_on), limits) if counted else []
    return tuple(sorted(found, key=lambda deadline: deadline.on))


def _statutory(start: Start, limits: Stated | None) -> list[Deadline]:
    """Regulation 14, or a stricter council; stated limits beyond the law are held to the law."""
    stated = limits or LAW
    return _dated(
        start,
        Limits(
            acknowledge_days=stated.acknowledge_days,
            respond_days=_stricter(stated.respond_days, LAW.respond_days),
            latest_days=_stricter(stated.latest_days, LAW.latest_days),
            source=stated.source or LAW.source,
        ),
    )


def _corporate(start: Start, limits: Stated | None) -> list[Deadline]:
    """Where an acknowledgement is promised, the answer is counted from it (Code, stage 1)."""
    stated = limits or CODE
    if stated.acknowledge_days is None:
        return _dated(start, stated)
    by = _day(start.received, stated.acknowledge_days, stated, start.calendar)
    begun = Start(start.acknowledged_on or by, start.calendar)
    return [Deadline("acknowledge_by", by, _ACKNOWLEDGE, stated.source), *_answers(begun, stated)]


def _enquiry(start: Start, limits: Stated | None) -> list[Deadline]:
    """Nothing but what the council promises its members."""
    return _dated(start, limits, _ENQUIRY) if limits else []


def _data_protection(start: Start, limits: Stated | None) -> list[Deadline]:
    """Thirty calendar days to acknowledge, or sooner; what else the council promises besides."""
    law = _dated(start, DATA_PROTECTION)
    if limits is None:
        return law
    stated = _dated(start, limits)
    both = law + [each for each in stated if each.name == "acknowledge_by"]
    answers = [each for each in stated if each.name != "acknowledge_by"]
    return [min(both, key=lambda deadline: deadline.on), *answers]


_CLOCKS: dict[str, Callable[[Start, Stated | None], list[Deadline]]] = {
    "statutory": _statutory,
    "corporate": _corporate,
    "member_enquiry": _enquiry,
    "data_protection": _data_protection,
}


def _dated(start: Start, limits: Stated, answer: Wording = _RESPOND) -> list[Deadline]:
    found = _answers(start, limits, answer)
    if limits.acknowledge_days is not None:
        on = _day(start.received, limits.acknowledge_days, limits, start.calendar)
        found.insert(0, Deadline("acknowledge_by", on, _ACKNOWLEDGE, limits.source))
    return found


def _answers(start: Start, limits: Stated, answer: Wording = _RESPOND) -> list[Deadline]:
    days = (("respond_by", limits.respond_days, answer), ("latest", limits.latest_days, _LATEST))
    return [
        Deadline(name, _day(start.received, count, limits, start.calendar), what, limits.source)
        for name, count, what in days
        if count is not None
    ]


def _day(start: date, days: int, limits: Stated, calendar: WorkingDays) -> date:
    if limits.counting == "calendar":
        return start + timedelta(days=days)
    return calendar.add(start, days)


def _stricter(stated: int | None, law: int | None) -> int | None:
    return min((days for days in (stated, law) if days is not None), default=None)
