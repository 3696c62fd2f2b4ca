"""The moves open to an officer: one table draws the buttons, checks the action and names the permission."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.casework.case import CaseState
from portal.casework.document_moves import DOCUMENT_MOVES
from portal.casework.enquiries import COMPLAINTS_ONLY
from portal.casework.enquiry_moves import ENQUIRY_MOVES
from portal.casework.events import Happened
from portal.casework.learning_moves import LEARNING_MOVES
from portal.casework.letter_moves import LETTER_MOVES
from portal.casework.people import PEOPLE_MOVES
from portal.casework.permissions import Permission, may
from portal.casework.stage_moves import STAGE_MOVES
from portal.casework.talk_moves import TALK_MOVES
from portal.casework.team_moves import TEAM_MOVES
from portal.law.vocabulary import Route


@dataclass(frozen=True, slots=True)
class Move:
    """One thing an officer can do to a case: when it is possible, and what it leaves behind."""

    name: str
    label: str
    permission: Permission
    possible: Callable[[CaseState], bool]
    event: Happened
    when_closed: bool = False
    """Whether it can be done to a closed case too."""

    def is_open(self, state: CaseState) -> bool:
        """Whether it can be done to the case as it stands: never to one that was erased."""
        if state.enquiry is not None and self.name in _COMPLAINTS_ONLY:
            return False
        return state.erased is None and (state.closed is None or self.when_closed) and self.possible(state)


class NotPossible(Exception):
    """The case has moved on, and this can no longer be done to it."""

    def __init__(self, move: Move, state: CaseState) -> None:
        super().__init__(f"{move.name} is not possible now")
        self.move = move
        self.state = state


class Conflicted(NotPossible):
    """Whoever is complained about, or manages somebody who is, does not handle the case: `staff_id` is named in it."""

    def __init__(self, state: CaseState, staff_id: int) -> None:
        super().__init__(move("name_conflict"), state)
        self.staff_id = staff_id


# To confirm that somebody has to decide decides nothing: the route is changed to what was decided (regulation 9).
_ASKS_FOR_A_DECISION = frozenset({Route.TOO_OLD_DISCRETION, Route.SUFFICIENT_INTEREST_DECISION})
_COMPLAINTS_ONLY = COMPLAINTS_ONLY | {row.name for row in STAGE_MOVES}

# In the order in which an officer does them.
MOVES: tuple[Move, ...] = (
    Move(
        "front_door_told",
        "Record that the front door knows",
        Permission.TELL_FRONT_DOOR,
        lambda state: state.danger_waiting,
        Happened.FRONT_DOOR_TOLD,
        when_closed=True,
    ),
    Move(
        "real",
        "This is real",
        Permission.HANDLE_CASE,
        lambda state: bool(state.junk_signs),
        Happened.FOUND_REAL,
    ),
    Move(
        "take",
        "Take this case",
        Permission.HANDLE_CASE,
        lambda state: state.handler_id is None,
        Happened.TAKEN,
    ),
    Move(
        "confirm_route",
        "Confirm the route",
        Permission.DECIDE_ROUTE,
        lambda state: state.route is not None and state.decided is None and state.route not in _ASKS_FOR_A_DECISION,
        Happened.ROUTE_CONFIRMED,
    ),
    Move(
        "change_route",
        "Change the route",
        Permission.DECIDE_ROUTE,
        lambda state: state.route is not None,
        Happened.ROUTE_CHANGED,
    ),
    Move(
        "split_points",
        "Send points another way",
        Permission.DECIDE_ROUTE,
        lambda state: state.submitted is not None and state.route is not None,
        Happened.POINTS_SPLIT,
    ),
    Move(
        "acknowledge",
        "Acknowledge",
        Permission.HANDLE_CASE,
        lambda state: state.acknowledged is None,
        Happened.ACKNOWLEDGED,
    ),
    Move(
        "advocate",
        "Record what comes of the advocate’s referral",
        Permission.HANDLE_CASE,
        lambda state: state.submitted is not None and not (state.advocate and state.advocate.accepted_on),
        Happened.ADVOCATE_REFERRED,
        when_closed=True,
    ),
    Move(
        "extend",
        "Take more time",
        Permission.HANDLE_CASE,
        lambda state: (
            state.route in {"statutory", "corporate", "mixed"} and not state.extended and state.at_first_answer
        ),
        Happened.EXTENDED,
    ),
    Move(
        "offer_right",
        "Record that a right was offered",
        Permission.HANDLE_CASE,
        lambda state: state.submitted is not None,
        Happened.RIGHT_OFFERED,
        when_closed=True,
    ),
    *(Move(m.name, m.label, m.permission, m.possible, m.event, m.when_closed) for m in (*TALK_MOVES, *STAGE_MOVES, *LETTER_MOVES, *ENQUIRY_MOVES, *DOCUMENT_MOVES)),
    Move(
        "fill_in_facts",
        "Fill in what is not known",
        Permission.HANDLE_CASE,
        lambda state: state.submitted is not None,
        Happened.FACTS_FILLED_IN,
    ),
    Move(
        "answer_point",
        "Answer a point",
        Permission.HANDLE_CASE,
        lambda state: state.submitted is not None and state.at_first_answer,
        Happened.POINT_ANSWERED,
    ),
    Move(
        "check_answer",
        "I have checked the answer",
        Permission.HANDLE_CASE,
        lambda state: bool(state.findings) and state.findings_checked is None and state.at_first_answer,
        Happened.ANSWER_CHECKED,
    ),
    Move(
        "answer",
        "Send the answer",
        Permission.HANDLE_CASE,
        lambda state: bool(state.findings) and state.at_first_answer and not state.danger_waiting,
        Happened.ANSWERED,
    ),
    *(Move(m.name, m.label, m.permission, m.possible, m.event, when_closed=True) for m in LEARNING_MOVES),
    Move(
        "name_conflict",
        "Record who is complained about",
        Permission.HANDLE_CASE,
        lambda state: state.submitted is not None,
        Happened.CONFLICT_NAMED,
    ),
    *(Move(m.name, m.label, Permission.HANDLE_CASE, m.possible, m.event, m.when_closed) for m in TEAM_MOVES),
    Move(
        "assign",
        "Give it to a service or to somebody",
        Permission.ASSIGN_CASE,
        lambda state: state.submitted is not None,
        Happened.ASSIGNED,
    ),
    *(Move(m.name, m.label, m.permission, m.possible, m.event) for m in PEOPLE_MOVES),
    Move(
        "close",
        "Close it",
        Permission.HANDLE_CASE,
        lambda state: state.submitted is not None and not state.danger_waiting,
        Happened.CLOSED,
    ),
    Move(
        "reopen",
        "Open it again",
        Permission.HANDLE_CASE,
        lambda state: state.closed is not None,
        Happened.REOPENED,
        when_closed=True,
    ),
    Move(
        "export",
        "Bundle everything in it, with index and hashes",
        Permission.EXPORT_CASE,
        lambda state: state.submitted is not None,
        Happened.EXPORTED,
        when_closed=True,
    ),
    Move(
        "hold",
        "Hold it: it must not be erased",
        Permission.ERASE_CASE,
        lambda state: state.submitted is not None and state.held is None,
        Happened.HELD,
        when_closed=True,
    ),
    Move(
        "release_hold",
        "Release the hold",
        Permission.ERASE_CASE,
        lambda state: state.held is not None,
        Happened.HOLD_RELEASED,
        when_closed=True,
    ),
    Move(
        "propose_erasure",
        "Propose to erase it",
        Permission.ERASE_CASE,
        lambda state: (
            state.submitted is not None
            and not state.danger_waiting
            and state.held is None
            and state.erasure_proposed is None
        ),
        Happened.ERASURE_PROPOSED,
        when_closed=True,
    ),
    Move(
        "drop_erasure",
        "Do not erase it",
        Permission.ERASE_CASE,
        lambda state: state.erasure_proposed is not None,
        Happened.ERASURE_DROPPED,
        when_closed=True,
    ),
    Move(
        "erase",
        "Erase it for ever",
        Permission.ERASE_CASE,
        lambda state: state.erasure_proposed is not None and state.held is None and not state.danger_waiting,
        Happened.ERASED,
        when_closed=True,
    ),
)

_BY_NAME = {move.name: move for move in MOVES}


def move(name: str) -> Move:
    """The move called `name`; raises KeyError for one that does not exist."""
    return _BY_NAME[name]


def open_moves(state: CaseState, role: str) -> tuple[Move, ...]:
    """The moves that `state` allows and `role` may make, in the table's order; none at a case that was erased."""
    return tuple(m for m in MOVES if m.is_open(state) and may(role, m.permission))


def check(name: str, state: CaseState) -> Move:
    """The move called `name`; raises `NotPossible` where `state` does not allow it."""
    wanted = move(name)
    if not wanted.is_open(state):
        raise NotPossible(wanted, state)
    return wanted


def next_move(state: CaseState) -> Move | None:
    """What comes first now: the earliest possible move of those a fresh case has to go through."""
    due = ("front_door_told", "real", "take", "confirm_route", "acknowledge")
    return next((move(name) for name in due if move(name).is_open(state)), None)
