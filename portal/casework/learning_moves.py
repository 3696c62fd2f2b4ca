"""When a point is classified, something is learned, a promise is kept and money is noted: rows for the table of moves.

All of it goes on once a case is closed: the actions that nobody followed after closing are what the councils' own
reports regret (councils.md, Leicestershire).
"""

from collections.abc import Callable
from typing import NamedTuple

from portal.casework.case import CaseState
from portal.casework.events import Happened
from portal.casework.permissions import Permission


class LearningMove(NamedTuple):
    """A row: what the move is called, when it is possible, what it leaves behind, and who may make it."""

    name: str
    label: str
    possible: Callable[[CaseState], bool]
    event: Happened
    permission: Permission = Permission.HANDLE_CASE


def _sent(state: CaseState) -> bool:
    return state.submitted is not None


def _came_to_something(state: CaseState) -> bool:
    """There is something to learn from: a finding, a later stage, or that it is over."""
    return _sent(state) and (bool(state.findings) or state.closed is not None or state.stages.stage > 1 or state.learning.upheld)


def _is_open(state: CaseState) -> bool:
    return any(action.open for action in state.learning.actions)


def _promised(state: CaseState) -> bool:
    return any(promise.open for promise in state.learning.promises)


LEARNING_MOVES: tuple[LearningMove, ...] = (
    LearningMove("point_causes", "Say which services and causes a point concerned", _sent, Happened.POINT_CLASSIFIED),
    LearningMove("learning_add", "Set an action to learn from it", _came_to_something, Happened.LEARNING_SET),
    LearningMove(
        "learning_not_needed", "Nothing is to be learned from it",
        lambda state: state.learning.asks and not state.learning.learned, Happened.LEARNING_NOT_NEEDED,
    ),
    LearningMove("learning_change", "Change who does it, or by when", _is_open, Happened.LEARNING_CHANGED),
    LearningMove("learning_done", "Record that the action is done", _is_open, Happened.LEARNING_DONE),
    LearningMove("learning_given_up", "Give the action up", _is_open, Happened.LEARNING_GIVEN_UP),
    LearningMove(
        "learning_publish", "Publish what was done",
        lambda state: any(one.done_on and one.told and not one.published_on for one in state.learning.actions),
        Happened.LEARNING_PUBLISHED, Permission.PUBLISH_LEARNING,
    ),
    LearningMove(
        "learning_unpublish", "Take it out of what is published",
        lambda state: any(one.published_on for one in state.learning.actions), Happened.LEARNING_UNPUBLISHED, Permission.PUBLISH_LEARNING,
    ),
    LearningMove("remedy_done", "Record that a promise was kept", _promised, Happened.REMEDY_DONE),
    LearningMove("remedy_given_up", "Record that a promise cannot be kept", _promised, Happened.REMEDY_GIVEN_UP),
    LearningMove("cost", "Note what it cost", _sent, Happened.COST_NOTED),
    LearningMove(
        "cost_taken_back", "Take a cost back",
        lambda state: any(not one.taken_back for one in state.learning.costs), Happened.COST_TAKEN_BACK,
    ),
)  # fmt: skip
