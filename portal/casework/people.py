"""Who was let into a case to investigate it or to sit over it, until the stage is over; and what a service says to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from portal.casework.events import Event, Happened
from portal.casework.permissions import Permission
from portal.casework.sight import KEPT_OUT

if TYPE_CHECKING:
    from portal.casework.case import CaseState


@dataclass(frozen=True, slots=True)
class LetIn:
    """As what somebody was let in, at which stage, and when."""

    as_role: str
    stage: int
    since: datetime


@dataclass(frozen=True, slots=True)
class People:
    """Whoever was let in and not taken out again, by the number of their account; `ever`: also those who were taken out."""

    let_in: Mapping[int, LetIn] = field(default_factory=dict)
    ever: frozenset[tuple[int, str, int]] = frozenset()
    """Account, as what, and at which stage."""


def after(people: People, event: Event, stage: int) -> People:
    """The people after one more event; `stage` is the one that the case is at."""
    now = dict(people.let_in)
    number = int(event.detail.get("who", 0))
    if event.kind == Happened.LET_IN:
        as_role = str(event.detail.get("as_role", ""))
        now[number] = LetIn(as_role, stage, event.at)
        return replace(people, let_in=now, ever=people.ever | {(number, as_role, stage)})
    if event.kind == Happened.TAKEN_OUT:
        now.pop(number, None)
    return replace(people, let_in=now)


def let_in_now(state: "CaseState") -> dict[int, LetIn]:
    """Who may read the case because they were let in: not once their stage is over, or the case is."""
    at = state.stages
    if state.closed is not None or state.erased is not None or at.now.over:
        return {}
    return {
        number: each for number, each in state.people.let_in.items()
        if each.stage == at.stage and number not in state.conflicts
    }  # fmt: skip


def readers_of(state: "CaseState") -> dict[int, str]:
    """As what each account is kept with the case: let in, or kept out of it."""
    return {number: each.as_role for number, each in let_in_now(state).items()} | dict.fromkeys(state.conflicts, KEPT_OUT)


@dataclass(frozen=True, slots=True)
class PeopleMove:
    """A row for the table of moves."""

    name: str
    label: str
    permission: Permission
    possible: Callable[["CaseState"], bool]
    event: Happened


def _may_let_in(state: "CaseState") -> bool:
    return state.stages.stage > 1 and not state.stages.now.over


PEOPLE_MOVES: tuple[PeopleMove, ...] = (
    PeopleMove(
        "service_says", "Note what the service says", Permission.SPEAK_FOR_SERVICE,
        lambda state: state.submitted is not None, Happened.SERVICE_SAID,
    ),
    PeopleMove("let_in", "Let somebody read this case", Permission.ASSIGN_CASE, _may_let_in, Happened.LET_IN),
    PeopleMove(
        "take_out", "End somebody’s reading", Permission.ASSIGN_CASE, lambda state: bool(let_in_now(state)), Happened.TAKEN_OUT,
    ),
)  # fmt: skip
