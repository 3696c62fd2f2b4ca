"""Every stage that a case went through, as reports count them: when it was asked for, how it ended, and with what.

`stages` says where a case stands, and forgets a request that was taken back and made again; a report counts both.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.casework import case
from portal.casework.case import CaseState
from portal.casework.events import Event, Happened
from portal.casework.stages import recommended_in
from portal.law.facts import Procedure, Route, Stage

ANSWERED, WITHDRAWN, RESOLVED, REFUSED, CLOSED, PASSED_ON = "answered", "withdrawn", "resolved", "refused", "closed", "passed_on"
"""How a stage ends: answered; taken back; settled another way; its request refused; the case closed without an answer at it;
or the next stage was asked for before it was answered."""

OTHER = "other"
"""The procedure of what is a complaint and goes by neither of the two."""


@dataclass(frozen=True, slots=True)
class StageTold:
    """One stage of one case. Days are days in London.

    `procedure`: statutory, corporate, OTHER, or what an enquiry is. `own`: beside the stages of the case, for those of its
    points that go by the council's own procedure. `asked_on`: when it was received or asked for; `begun_on`: from which
    its days are counted. `ended_on` is None while it runs, `how` and `outcome` are empty then. `extended`: more time was
    taken, agreed or not. `place`: how-manieth event of the history ended it, from 0.
    """

    procedure: str
    stage: int
    asked_on: date
    begun_on: date
    own: bool = False
    ended_on: date | None = None
    how: str = ""
    outcome: str = ""
    extended: bool = False
    place: int | None = None

    @property
    def running(self) -> bool:
        """It has not ended."""
        return self.ended_on is None


Told = tuple[StageTold, ...]
_TOLD_ANSWERED = frozenset({Stage.STAGE1_ANSWERED, Stage.STAGE2_ANSWERED, Stage.STAGE3_ANSWERED})


@dataclass(frozen=True, slots=True)
class _Step:
    """One event on its way into what is told: its place, the state before it and after."""

    place: int
    event: Event
    before: CaseState
    now: CaseState

    @property
    def on(self) -> date:
        told = self.event.detail.get("on")
        return date.fromisoformat(str(told)) if told else self.event.at.date()


def stages_told(history: Iterable[Event], received_on: date) -> Told:
    """The stages of the case with this history, in the order in which they were begun; none of a compliment.

    `received_on` is the day in London from which its first days are counted.
    """
    told: Told = ()
    state = CaseState()
    for place, event in enumerate(history):
        before, state = state, case.after(state, event)
        step = _Step(place, event, before, state)
        if event.kind in _BEGINNING and not told and state.submitted and state.route != Route.COMPLIMENT:
            told = (StageTold(_procedure(state), 1, received_on, received_on),)
        found = _STEPS.get(event.kind)
        told = _in_line(found(told, step) if found else told, state)
    return told


_BEGINNING = frozenset({Happened.SUBMITTED, Happened.JOINED, Happened.ROUTE_CHANGED, Happened.ROUTE_CONFIRMED, Happened.FACTS_FILLED_IN})


def _procedure(state: CaseState) -> str:
    return state.enquiry.purpose if state.enquiry else state.procedure or OTHER


def _in_line(told: Told, state: CaseState) -> Told:
    """The stage that runs goes by what the case goes by now, and its days count from where they count now."""
    at = _last(told, own=False)
    if at is None or not told[at].running:
        return told
    # More time was agreed, or a request became writing: what is counted is told by `stages`.
    since = state.stages.now.since if state.stages.stage == told[at].stage else None
    return _put(told, at, procedure=_procedure(state), begun_on=since or told[at].begun_on)


def _last(told: Told, *, own: bool) -> int | None:
    return next((at for at in range(len(told) - 1, -1, -1) if told[at].own is own), None)


def _put(told: Told, at: int, **changes: Any) -> Told:
    new = replace(told[at], **changes)
    return told if new == told[at] else (*told[:at], new, *told[at + 1 :])


def _ended(told: Told, at: int | None, step: _Step, how: str, outcome: str) -> Told:
    """What a closing ended may end in another way once the case was opened again for the Ombudsman."""
    again = at is not None and told[at].how == CLOSED and how not in (CLOSED, PASSED_ON)
    if at is None or not (told[at].running or again):
        return told
    return _put(told, at, ended_on=step.on, how=how, outcome=outcome, place=step.place)


def _answered(own: bool = False) -> Callable[[Told, _Step], Told]:
    """What is answered once more keeps the day of its first answer, and has the outcome of its last."""

    def over(told: Told, step: _Step) -> Told:
        at, outcome = _last(told, own=own), str(step.event.detail.get("outcome", ""))
        if at is not None and told[at].how == ANSWERED:
            return _put(told, at, outcome=outcome)
        if at is not None and not told[at].running:
            return _put(told, at, ended_on=step.on, how=ANSWERED, outcome=outcome, place=step.place)
        return _ended(told, at, step, ANSWERED, outcome)

    return over


def _requested(stage: int) -> Callable[[Told, _Step], Told]:
    def asked(told: Told, step: _Step) -> Told:
        at = _last(told, own=False)
        if at is not None and told[at].running:
            elsewhere = told[at].stage == 1 and step.before.stages.told in _TOLD_ANSWERED
            told = told[:at] + told[at + 1 :] if elsewhere else _ended(told, at, step, PASSED_ON, "")
        elif at is not None:
            told = _ended(told, _first(told), step, PASSED_ON, "")
        return (*told, StageTold(_procedure(step.now), stage, step.on, step.on))

    return asked


def _first_answer(told: Told, step: _Step) -> Told:
    """The first answer belongs to the first stage, also where a later one was taken back before it."""
    first = _first(told)
    if not told or first == _last(told, own=False) or told[first].how == ANSWERED:
        return _answered()(told, step)
    return _put(told, first, ended_on=step.on, how=ANSWERED, outcome=str(step.event.detail.get("outcome", "")), place=step.place)


def _over(how: str, *, own: bool = False) -> Callable[[Told, _Step], Told]:
    return lambda told, step: _ended(told, _last(told, own=own), step, how, how)


def _withdrawn(told: Told, step: _Step) -> Told:
    """Whoever takes back a later stage alone may still want the answer to the first: that one goes on."""
    over = _over(WITHDRAWN)(told, step)
    if step.now.stages.counted.stage != 1 or over[_first(over)].how != PASSED_ON:
        return over
    return _put(over, _first(over), ended_on=None, how="", outcome="", place=None)


def _first(told: Told) -> int:
    return next((at for at, one in enumerate(told) if one.stage == 1 and not one.own), 0)


def _refused(told: Told, step: _Step) -> Told:
    return _ended(told, _last(told, own=bool(step.event.detail.get("own"))), step, REFUSED, REFUSED)


def _closed(told: Told, step: _Step) -> Told:
    outcome = str(step.event.detail.get("outcome", ""))
    for at in range(len(told)):
        told = _ended(told, at, step, WITHDRAWN if outcome == WITHDRAWN else CLOSED, outcome)
    return told


def _going_on(*hows: str) -> Callable[[Told, _Step], Told]:
    """What ended in one of these ways goes on."""

    def again(told: Told, step: _Step) -> Told:
        at = _last(told, own=False)
        if at is None or told[at].how not in hows:
            return told
        first = _first(told)
        if first != at:
            told = _ended(told, first, step, PASSED_ON, "")
        return _put(told, at, ended_on=None, how="", outcome="", place=None)

    return again


def _reopened(told: Told, step: _Step) -> Told:
    """What its closing ended goes on; a stage that the person took back before stays so. An enquiry is asked again."""
    again = step.now.enquiry is not None and step.now.enquiry.answered_on is None
    hows = (CLOSED, *(() if step.now.stages.now.ended else (WITHDRAWN,)), *((ANSWERED,) if again else ()))
    return _going_on(*hows)(told, step)


def _extended(told: Told, step: _Step) -> Told:
    at = _last(told, own=False)
    return told if at is None or not step.event.detail.get("counts", True) else _put(told, at, extended=True)


def _own_requested(told: Told, step: _Step) -> Told:
    run = step.now.split.run
    new = StageTold(Procedure.CORPORATE.value, run.stage if run else 2, step.on, step.on, own=True)
    return (*told, new)


_STEPS: Mapping[str, Callable[[Told, _Step], Told]] = {
    Happened.ANSWERED: _first_answer,
    Happened.ENQUIRY_ANSWERED: lambda told, step: _ended(told, _last(told, own=False), step, ANSWERED, ANSWERED),
    Happened.EXTENDED: _extended,
    Happened.STAGE_2_EXTENDED: _extended,
    Happened.STAGE_2_REQUESTED: _requested(2),
    Happened.STAGE_3_REQUESTED: _requested(3),
    Happened.ADJUDICATED: _answered(),
    Happened.STAGE_3_ANSWERED: _answered(),
    Happened.OWN_STAGE_REQUESTED: _own_requested,
    Happened.OWN_STAGE_ANSWERED: _answered(own=True),
    Happened.OWN_STAGE_WITHDRAWN: _over(WITHDRAWN, own=True),
    Happened.REQUEST_WITHDRAWN: _withdrawn,
    Happened.RESOLVED_OTHERWISE: _over(RESOLVED),
    Happened.STAGE_REFUSED: _refused,
    Happened.RESUMED: _going_on(WITHDRAWN, RESOLVED, REFUSED, CLOSED),
    Happened.CLOSED: _closed,
    Happened.REOPENED: _reopened,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One enquiry of the Ombudsman: when it came, when it was answered, and what was decided when.

    `injustice`: whether a fault caused injustice, where the decision says it (a code of `stages.INJUSTICE`). `remedies`:
    what it asks the council to do (codes of `stages.RECOMMENDED`).
    """

    asked_on: date
    answered_on: date | None = None
    decided_on: date | None = None
    decision: str = ""
    injustice: str = ""
    remedies: tuple[str, ...] = ()


def ombudsman_told(history: Iterable[Event]) -> tuple[Asked, ...]:
    """Every enquiry of the Ombudsman about the case, in order; a decision without one stands by itself."""
    told: tuple[Asked, ...] = ()
    for event in history:
        on = event.detail.get("on")
        if event.kind not in _OMBUDSMAN or not on:
            continue
        day, last = date.fromisoformat(str(on)), told[-1] if told else None
        if event.kind == Happened.OMBUDSMAN_ASKED or last is None or last.decided_on:
            last, told = Asked(day), (*told, Asked(day))
        if event.kind == Happened.OMBUDSMAN_ANSWERED:
            last = replace(last, answered_on=day)
        if event.kind == Happened.OMBUDSMAN_DECIDED:
            decision, injustice = (str(event.detail.get(key, "")) for key in ("decision", "injustice"))
            last = replace(last, decided_on=day, decision=decision, injustice=injustice, remedies=recommended_in(event.detail))
        told = (*told[:-1], last)
    return told


_OMBUDSMAN = frozenset({Happened.OMBUDSMAN_ASKED, Happened.OMBUDSMAN_ANSWERED, Happened.OMBUDSMAN_DECIDED})

ADVOCATE_WANTED, ADVOCATE_OFFERED, ADVOCATE_ACCEPTED, ADVOCATE_DECLINED = "wanted", "offered", "accepted", "declined"


def advocate_told(state: CaseState) -> str | None:
    """How far help by an advocate came: accepted, declined, wanted and not yet found, or offered; None where it was not."""
    known = state.advocate
    if known and known.accepted_on:
        return ADVOCATE_ACCEPTED
    if known and known.declined_on:
        return ADVOCATE_DECLINED
    if state.wants_advocate:
        return ADVOCATE_WANTED
    return ADVOCATE_OFFERED if "advocate" in state.offers else None


