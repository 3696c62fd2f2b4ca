"""Who is told of what is due, and on which day: the handler first, then the managers, then the director.

Before a date only on the days that the rule names; after it on every working day until it is done. What was done is
never told of, and whoever must not know of a case is told nothing about it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.casework.case import CaseState
from portal.casework.rights import NAMES, Line, Right
from portal.casework.waiting import ENQUIRY_BY, OWN_RESPOND_BY, still_kept
from portal.law.calendar import WorkingDays
from portal.law.deadlines import Deadline
from portal.words import Voice

ACKNOWLEDGE_BY, ASK_NEXT_BY = "acknowledge_by", "request_next_by"
OFFER = "offer_"
"""Before the code of a right that is owed."""
ACTION = "learning_"
"""Before the number of an action by which something is learned."""

WORDS: Mapping[str, str] = {
    ACKNOWLEDGE_BY: "Acknowledge it",
    "respond_by": "Send the answer",
    "latest": "The last day for the answer",
    "panel_by": "The panel meets",
    "findings_by": "The panel’s findings",
    OWN_RESPOND_BY: "Send the answer under the council’s own procedure",
    ENQUIRY_BY: "Answer the Ombudsman",
    **{f"{OFFER}{right.value}": f"Offer a right: {NAMES[right].in_voice(Voice.OFFICER)}" for right in Right},
}


class Rung(StrEnum):
    """How far up somebody stands who is told."""

    HANDLER = "handler"
    MANAGER = "manager"
    DIRECTOR = "director"


_UPWARDS = tuple(Rung)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that somebody has to do for a case by a day in London; codes only.

    `owner_id`: whose it is; None: nobody's yet. `kept_from`: who must hear nothing of this case. `ahead`: whether it is
    told of before its day, too; what is owed from a day on is not. `begun_on`: from when there was anything to tell;
    None: always. `to_director`: whether the director hears of it once it is late enough; an action by which something is
    learned stays with whoever owns it and with the managers.
    """

    case_id: int
    reference: str
    what: str
    on: date
    owner_id: int | None
    kept_from: frozenset[int] = frozenset()
    ahead: bool = True
    begun_on: date | None = None
    to_director: bool = True

    @property
    def is_learning(self) -> bool:
        """It is an action by which something is learned, and stands in their list."""
        return self.what.startswith(ACTION)


@dataclass(frozen=True, slots=True)
class Rule:
    """When each is told, in working days before the date and after it; nobody is told before those below them."""

    handler_before: tuple[int, ...]
    handler_late: int
    manager_late: int
    director_late: int

    @property
    def farthest(self) -> int:
        """How many working days ahead anybody is told of anything."""
        return max(self.handler_before, default=0)


@dataclass(frozen=True, slots=True)
class People:
    """Who can be told: whose accounts are open, who of them manages, and whether there is a director's address."""

    active: frozenset[int]
    managers: frozenset[int]
    director: bool


@dataclass(frozen=True, slots=True)
class Told:
    """That somebody is told of one thing; `recipient`: the number of their account, None for the director.

    `left`: working days to the date; below 0: late by so many.
    """

    recipient: int | None
    rung: Rung
    due: Due
    left: int


def what_is_due(code: str) -> str:
    """What has to be done, in the words of the office."""
    return f"See to learning action {code.removeprefix(ACTION)}" if code.startswith(ACTION) else WORDS.get(code, code)


def days_left(on: date, today: date, calendar: WorkingDays) -> int:
    """Working days from today to a date; below 0 once it has gone by. Raises BeyondCalendar for days that nobody knows."""
    return calendar.between(today, on) if on >= today else -max(calendar.between(on, today), 1)


def waited_for(state: CaseState, dates: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Those of a case's dates that the office still has to keep; when the next stage is asked for is the person's own affair."""
    if state.closed is not None or state.erased is not None:
        return ()
    done = {ASK_NEXT_BY} | ({ACKNOWLEDGE_BY} if state.acknowledged_on else set())
    return tuple(each for each in still_kept(state, dates) if each.name not in done)


def dues_of(
    case_id: int, reference: str, state: CaseState, dates: Iterable[Deadline], rights: Iterable[Line]
) -> tuple[Due, ...]:
    """What one case waits for: its own dates, and the rights that are owed in it."""
    owner, kept_from = state.handler_id, state.conflicts
    kept = [Due(case_id, reference, each.name, each.on, owner, kept_from, begun_on=each.since) for each in waited_for(state, dates)]
    owed = [Due(case_id, reference, f"{OFFER}{line.right.value}", line.arose_on, owner, kept_from, ahead=False) for line in rights]
    return (*kept, *owed)


def actions_due(case_id: int, reference: str, state: CaseState) -> tuple[Due, ...]:
    """The actions of one case that are neither done nor given up, open case or closed: whoever owns each has to see to it.

    Where a service owns it, whoever handles the case asks after it.
    """
    if state.erased is not None:
        return ()
    return tuple(
        Due(
            case_id, reference, f"{ACTION}{one.number}", one.due_on, one.owner.staff_id or state.handler_id, state.conflicts,
            begun_on=one.set_on, to_director=False,
        )
        for one in state.learning.actions
        if one.open
    )  # fmt: skip


def who_is_told(
    dues: Iterable[Due], people: People, rule: Rule, calendar: WorkingDays, today: date, since: date
) -> tuple[Told, ...]:
    """Who is told of what today, each of each thing once; nobody on a day that is no working day.

    since: the last day on which anybody was told. What was to be told on the days between is told today: nothing
    falls through because nobody was there to send it. What is due beyond the years of the calendar is far ahead, and
    told of by nobody. Raises BeyondCalendar where today or `since` is.
    """
    if not calendar.is_working(today):
        return ()
    return tuple(
        Told(recipient, rung, due, left)
        for due in dict.fromkeys(dues)
        if due.on <= calendar.last
        for on in (max(due.on, calendar.first),)
        for left in (days_left(on, today, calendar),)
        for recipient, rung in _recipients(due, people, _rungs(due, rule, left, _left_before(due, on, since, calendar))).items()
    )


def _left_before(due: Due, on: date, since: date, calendar: WorkingDays) -> int:
    """How many working days were left when it could last have been told of: what came yesterday was not missed before."""
    known = max(since, due.begun_on or since)
    return calendar.between(known, on) if known <= calendar.last else 0


def _rungs(due: Due, rule: Rule, left: int, before: int) -> Iterator[Rung]:
    if left >= 0:
        if due.ahead and any(left <= days < before for days in rule.handler_before):
            yield Rung.HANDLER
        return
    for rung, late in zip(_UPWARDS, (rule.handler_late, rule.manager_late, rule.director_late), strict=True):
        if -left >= late and (due.to_director or rung is not Rung.DIRECTOR):
            yield rung


def _recipients(due: Due, people: People, rungs: Iterable[Rung]) -> dict[int | None, Rung]:
    """Each recipient with the highest rung on which they are told. Where a rung has nobody, the next one above is told."""
    found: dict[int | None, Rung] = {}
    for rung in rungs:
        found |= dict.fromkeys(_on(rung, due, people), rung)
    return found


def _on(rung: Rung, due: Due, people: People) -> Collection[int | None]:
    owner = due.owner_id
    if rung is Rung.HANDLER and owner in people.active and owner not in due.kept_from:
        return [owner]
    managers = sorted((people.managers & people.active) - due.kept_from)
    if rung is not Rung.DIRECTOR and managers:
        return managers
    return [None] if people.director else []
