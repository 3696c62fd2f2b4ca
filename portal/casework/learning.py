"""What a case leaves behind: which services and causes a point concerned, what is learned, what was promised, what it cost.

Folded from the history like everything else. Words are not in here: they stay sealed with their events.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from portal.casework.events import Event, Happened
from portal.casework.outcomes import OutcomeCode


class Grade(StrEnum):
    """How far an action reaches: the councils grade what they learn by that (Manchester's report of 2023/24, councils.md)."""

    CASE = "case"
    TEAM = "team"
    SERVICE = "service"
    COUNCIL = "council"


class CostKind(StrEnum):
    """What money was spent on, as the councils' reports print it."""

    INVESTIGATION = "investigation"
    INDEPENDENT_PERSON = "independent_person"
    PANEL = "panel"
    MEDIATION = "mediation"
    REDRESS = "redress"
    ADVOCACY = "advocacy"
    OTHER = "other"


PAYMENT = "payment"
"""The code of the remedy that is an amount of money."""

UPHELD = frozenset({OutcomeCode.UPHELD.value, OutcomeCode.PARTLY_UPHELD.value})


@dataclass(frozen=True, slots=True)
class About:
    """Which services a point concerned (each `area` or `area/team`, codes of the profile) and which causes it had."""

    services: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """Who sees to an action: a member of staff by number, or else a service (`area` or `area/team`)."""

    staff_id: int | None = None
    service: str | None = None

    def __post_init__(self) -> None:
        """Raises ValueError where it is nobody, or two."""
        if (self.staff_id is None) == (not self.service):
            raise ValueError("one owner, and no more")


@dataclass(frozen=True, slots=True)
class Action:
    """Something to be learned: who sees to it by when, how far it reaches, how it ended, and since when it is published.

    `told`: there is a sentence for the person, what they said and what was done, sealed like all words.
    """

    number: int
    grade: str
    owner: Owner
    service: str | None
    set_on: date
    due_on: date
    told: bool = False
    done_on: date | None = None
    given_up_on: date | None = None
    published_on: date | None = None

    @property
    def open(self) -> bool:
        """Neither done nor given up."""
        return self.done_on is None and self.given_up_on is None


@dataclass(frozen=True, slots=True)
class Promise:
    """A remedy of a finding, to be carried out: by when, for a payment how much, and how it ended."""

    point: int
    remedy: str
    pence: int | None = None
    by: date | None = None
    done_on: date | None = None
    given_up_on: date | None = None
    paid: int = 0

    @property
    def open(self) -> bool:
        """Neither carried out nor given up."""
        return self.done_on is None and self.given_up_on is None


@dataclass(frozen=True, slots=True)
class Cost:
    """Money that was spent; `point` where it is a payment that was promised for a point. Taken back: it was a mistake."""

    number: int
    kind: str
    pence: int
    on: date
    stage: int
    point: int | None = None
    taken_back: bool = False


Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Learning:
    """What the history of a case adds up to here. `promised` are the remedies of the findings as they stand."""

    about: Mapping[int, About] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    none_needed: bool = False
    """Somebody said why nothing is to be learned, and nothing was upheld after that."""
    costs: tuple[Cost, ...] = ()
    upheld: bool = False
    """A later stage or the Ombudsman upheld it."""
    upheld_points: frozenset[int] = frozenset()
    promised: Mapping[Key, Promise] = field(default_factory=dict)

    @property
    def asks(self) -> bool:
        """Something was upheld, at least in part, so something is to be learned, or it is to be said why not."""
        return self.upheld or bool(self.upheld_points)

    @property
    def learned(self) -> bool:
        """There is an action that was not given up, or the words that none is needed."""
        return self.none_needed or any(one.given_up_on is None for one in self.actions)

    @property
    def promises(self) -> tuple[Promise, ...]:
        """Every remedy promised, and what came of it, in the order of the points."""
        return tuple(self.promise(key) for key in sorted(self.promised))

    @property
    def total(self) -> int:
        """The pence that the case has cost, payments to the person among them."""
        return sum(cost.pence for cost in self.costs if not cost.taken_back)

    def action(self, number: int) -> Action | None:
        """The action with this number."""
        return next((one for one in self.actions if one.number == number), None)

    def cost(self, number: int) -> Cost | None:
        """The cost with this number, unless it was taken back."""
        return next((one for one in self.costs if one.number == number and not one.taken_back), None)

    def promise(self, key: Key) -> Promise:
        """A promise with what was paid on it: a payment is carried out once all of it is paid. Raises KeyError."""
        found = self.promised[key]
        if found.remedy != PAYMENT:
            return found
        paid = [cost for cost in self.costs if cost.point == found.point and not cost.taken_back]
        pence = sum(cost.pence for cost in paid)
        whole = bool(paid) and pence >= (found.pence or 0)
        return replace(found, paid=pence, done_on=max(cost.on for cost in paid) if whole else None)


def after(learning: Learning, event: Event) -> Learning:
    """What there is once `event` has happened too; kinds that change nothing here pass through."""
    step = STEPS.get(event.kind)
    return step(learning, event) if step else learning


def _day(event: Event, key: str = "on") -> date:
    told = event.detail.get(key)
    return date.fromisoformat(told) if told else event.at.date()


def _number(event: Event) -> int:
    return int(event.detail.get("number", 0))


def _owner(detail: Mapping[str, Any]) -> Owner:
    staff_id = detail.get("owner")
    return Owner(staff_id) if staff_id is not None else Owner(service=str(detail.get("owner_service")))


def _classified(learning: Learning, event: Event) -> Learning:
    told = event.detail
    if "services" not in told and "causes" not in told:
        return learning
    about = About(tuple(told.get("services", ())), tuple(told.get("causes", ())))
    return replace(learning, about={**learning.about, int(told.get("point", 0)): about})


def _found(learning: Learning, event: Event) -> Learning:
    """A new finding says anew what is promised for its point; what was carried out or given up stays so."""
    told, point = event.detail, int(event.detail.get("point", 0))
    by = _day(event, "by") if told.get("by") else None
    kept = {key: one for key, one in learning.promised.items() if key[0] != point}
    for remedy in told.get("remedies", ()):
        before = learning.promised.get((point, remedy)) or Promise(point, remedy)
        pence = told.get("pence") if remedy == PAYMENT else None
        raised = remedy == PAYMENT and (pence or 0) > (before.pence or 0)
        kept[point, remedy] = replace(before, pence=pence, by=by, given_up_on=None if raised else before.given_up_on)
    ended = {key: one for key, one in learning.promised.items() if key[0] == point and key not in kept and one.done_on}
    upheld = learning.upheld_points - {point} | ({point} if told.get("outcome") in UPHELD else set())
    # Another point that is upheld is learned from like the first.
    none_needed = learning.none_needed and upheld <= learning.upheld_points
    return replace(_classified(learning, event), promised={**kept, **ended}, upheld_points=upheld, none_needed=none_needed)


def _set(learning: Learning, event: Event) -> Learning:
    told = event.detail
    new = Action(
        _number(event), str(told.get("grade", "")), _owner(told), told.get("service"), _day(event), _day(event, "due"),
        told=bool(told.get("told")),
    )  # fmt: skip
    return replace(learning, actions=(*learning.actions, new), none_needed=False)


def _change(learning: Learning, event: Event, **columns: Any) -> Learning:
    number = _number(event)
    return replace(learning, actions=tuple(replace(one, **columns) if one.number == number else one for one in learning.actions))


def _ended(learning: Learning, event: Event) -> Learning:
    return _change(learning, event, done_on=_day(event), told=bool(event.detail.get("told")))


def _remedied(learning: Learning, event: Event) -> Learning:
    told = event.detail
    key = (int(told.get("point", 0)), str(told.get("remedy", "")))
    if key[1] == PAYMENT:
        return _spent(learning, event)
    found = learning.promised.get(key)
    return replace(learning, promised={**learning.promised, key: replace(found, done_on=_day(event))}) if found else learning


def _given_up(learning: Learning, event: Event) -> Learning:
    key = (int(event.detail.get("point", 0)), str(event.detail.get("remedy", "")))
    found = learning.promised.get(key)
    return replace(learning, promised={**learning.promised, key: replace(found, given_up_on=_day(event))}) if found else learning


def _spent(learning: Learning, event: Event) -> Learning:
    told = event.detail
    kind, stage = str(told.get("kind", CostKind.REDRESS.value)), int(told.get("stage", 1))
    new = Cost(_number(event), kind, int(told.get("pence", 0)), _day(event), stage, told.get("point"))
    return replace(learning, costs=(*learning.costs, new))


def _taken_back(learning: Learning, event: Event) -> Learning:
    number = _number(event)
    return replace(learning, costs=tuple(replace(one, taken_back=True) if one.number == number else one for one in learning.costs))


def _answered_later(learning: Learning, event: Event) -> Learning:
    """A later stage, or the Ombudsman, that upholds it asks again what is to be learned."""
    told = event.detail
    if UPHELD.isdisjoint({str(told.get("outcome")), str(told.get("decision"))}):
        return learning
    return replace(learning, upheld=True, none_needed=False)


STEPS: Mapping[str, Callable[[Learning, Event], Learning]] = {
    Happened.POINT_ANSWERED: _found,
    Happened.POINT_CLASSIFIED: _classified,
    Happened.LEARNING_SET: _set,
    Happened.LEARNING_CHANGED: lambda learning, event: _change(learning, event, owner=_owner(event.detail), due_on=_day(event, "due")),
    Happened.LEARNING_DONE: _ended,
    Happened.LEARNING_GIVEN_UP: lambda learning, event: _change(learning, event, given_up_on=_day(event)),
    Happened.LEARNING_PUBLISHED: lambda learning, event: _change(learning, event, published_on=_day(event)),
    Happened.LEARNING_UNPUBLISHED: lambda learning, event: _change(learning, event, published_on=None),
    Happened.LEARNING_NOT_NEEDED: lambda learning, event: replace(learning, none_needed=True),
    Happened.REMEDY_DONE: _remedied,
    Happened.REMEDY_GIVEN_UP: _given_up,
    Happened.COST_NOTED: _spent,
    Happened.COST_TAKEN_BACK: _taken_back,
    Happened.ADJUDICATED: _answered_later,
    Happened.STAGE_3_ANSWERED: _answered_later,
    Happened.OWN_STAGE_ANSWERED: _answered_later,
    Happened.OMBUDSMAN_DECIDED: _answered_later,
}
