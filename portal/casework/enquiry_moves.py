"""When each step of an enquiry can be made: rows for the table of moves."""

from portal.casework.case import CaseState
from portal.casework.enquiries import ENQUIRY
from portal.casework.events import Happened
from portal.casework.stage_moves import StageMove


def _to_answer(state: CaseState) -> bool:
    asked = state.enquiry
    return asked is not None and asked.purpose == ENQUIRY and asked.answered_on is None


def _not_taken_in(state: CaseState) -> bool:
    return state.enquiry is not None and not state.enquiry.became


ENQUIRY_MOVES: tuple[StageMove, ...] = (
    StageMove("answer_enquiry", "Record the answer", _to_answer, Happened.ENQUIRY_ANSWERED),
    StageMove("take_in_enquiry", "It is a complaint: take it in", _not_taken_in, Happened.ENQUIRY_BECAME_COMPLAINT, True),
)
