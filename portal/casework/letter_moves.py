"""When a letter that a step calls for, and what the person agrees that their advocate may do, can be written down."""

from portal.casework.case import CaseState
from portal.casework.events import Happened
from portal.casework.stage_moves import StageMove


def _letter_due(state: CaseState) -> bool:
    return state.submitted is not None and bool(state.letters.due)


def _has_advocate(state: CaseState) -> bool:
    return state.advocacy.since is not None


LETTER_MOVES: tuple[StageMove, ...] = (
    StageMove("write_letter", "Write the letter", _letter_due, Happened.LETTER_SENT, True),
    StageMove("advocate_consent", "Record what the advocate may do", _has_advocate, Happened.ADVOCATE_CONSENT, True),
)
