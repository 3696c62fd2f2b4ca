"""What is no complaint has none of a complaint's moves, and can always be finished."""

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.casework.case import fold
from portal.casework.enquiries import COMPLAINTS_ONLY, ENQUIRY, QUERY
from portal.casework.events import Happened
from portal.casework.moves import MOVES, move
from portal.casework.rights import Known, ledger
from portal.casework.stage_moves import STAGE_MOVES
from tests.casework.test_case import SENT, Was
from tests.casework.test_stages import RECEIVED

ASKED = Was(Happened.SUBMITTED, 7, {"route": "member_enquiry", "purpose": "enquiry", "enquiry": "mp"})
QUERIED = Was(Happened.SUBMITTED, 7, {"route": "service_request", "purpose": "query", "enquiry": "question"})
DETAIL = {"on": "2026-12-04", "outcome": "answered", "case": "KMR-2346-789", "staff": [9], "handler": 8}


def test_no_move_of_an_enquiry_is_open_to_a_complaint() -> None:
    assert not any(move(name).is_open(fold([SENT])) for name in ("answer_enquiry", "take_in_enquiry"))


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from([ASKED, QUERIED]))
def test_an_enquiry_has_no_move_of_a_complaint_no_right_and_no_dead_end(chosen: st.DataObject, first: Was) -> None:
    history = [first]
    names = [m.name for m in MOVES if m.name != "erase"]
    for _ in range(chosen.draw(st.integers(0, 12))):
        state = fold(history)
        possible = [name for name in names if move(name).is_open(state)]
        assert possible and not ({*possible} & (COMPLAINTS_ONLY | {row.name for row in STAGE_MOVES}))
        assert ("close" in possible) != ("reopen" in possible)
        history.append(Was(move(chosen.draw(st.sampled_from(possible))).event, 7, DETAIL))
    state = fold(history)
    assert state.enquiry is not None and state.enquiry.purpose in (ENQUIRY, QUERY)
    assert ledger(state, Known({}, (), first.detail["route"], RECEIVED, ()), RECEIVED) == ()


def test_only_an_enquiry_is_answered_and_only_once_unless_it_is_opened_again() -> None:
    answered = Was(Happened.ENQUIRY_ANSWERED, 7, {"on": "2026-12-04"})
    assert move("answer_enquiry").is_open(fold([ASKED])) and not move("answer_enquiry").is_open(fold([QUERIED]))
    assert not move("answer_enquiry").is_open(fold([ASKED, answered]))
    assert move("answer_enquiry").is_open(fold([ASKED, answered, Was(Happened.CLOSED, 7, DETAIL), Was(Happened.REOPENED, 7)]))
