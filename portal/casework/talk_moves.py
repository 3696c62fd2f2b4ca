"""When the officer writes, asks, reads and says how the person may be reached: rows for the table of moves."""

from portal.casework.events import Happened
from portal.casework.stage_moves import StageMove

TALK_MOVES: tuple[StageMove, ...] = (
    StageMove("write_to_person", "Write to the person", lambda state: state.submitted is not None, Happened.WROTE_TO_PERSON, True),
    StageMove("ask_person", "Ask the person", lambda state: state.submitted is not None, Happened.ASKED_PERSON),
    StageMove("messages_read", "I have read it", lambda state: state.person_wrote is not None, Happened.MESSAGES_READ, True),
    StageMove("stop_waiting", "Stop waiting for the person", lambda state: state.person_asked is not None, Happened.WAITING_ENDED),
    StageMove(
        "contact_rules", "Change how they may be reached", lambda state: state.submitted is not None, Happened.CONTACT_RULES_SET, True
    ),
)  # fmt: skip
