"""When the office can add a document to a case, and take one back that was added by mistake: rows for the table of moves."""

from portal.casework.events import Happened
from portal.casework.stage_moves import StageMove

DOCUMENT_MOVES: tuple[StageMove, ...] = (
    StageMove("add_document", "Add a document", lambda state: state.submitted is not None, Happened.DOCUMENT_ADDED, True),
    StageMove(
        "take_back_document", "Take back a document", lambda state: bool(state.documents.standing), Happened.DOCUMENT_TAKEN_BACK, True
    ),
)
