"""When a service is named, asked or has answered, and when a contact is noted: rows for the table of moves."""

from portal.casework.case import CaseState
from portal.casework.events import Happened
from portal.casework.stage_moves import StageMove


def _here(state: CaseState) -> bool:
    return state.submitted is not None


TEAM_MOVES: tuple[StageMove, ...] = (
    StageMove("choose_service", "Say which service it is with", _here, Happened.SERVICE_CHOSEN),
    StageMove("ask_service", "Ask a service", _here, Happened.ASKED_SERVICE),
    StageMove("service_answered", "Record what the service answered", lambda state: bool(state.services.waiting), Happened.SERVICE_ANSWERED),
    StageMove("note", "Note a contact or a meeting", _here, Happened.CONTACT_NOTED, True),
)
