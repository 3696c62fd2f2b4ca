"""What is written to and fro, folded: when a message waits, when we wait, and what ends it."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.casework.asking import next_own_stage, next_stage
from portal.casework.case import fold
from portal.casework.events import Happened
from portal.casework.moves import move
from tests.casework.test_case import SENT, Was

WROTE, ASKED = Was(Happened.WROTE_TO_PERSON, 7), Was(Happened.ASKED_PERSON, 7, {"hear_by": "2026-12-01"})
THEIRS, READ, ENDED = Was(Happened.PERSON_WROTE, None, {"holder": "child"}), Was(Happened.MESSAGES_READ, 7), Was(Happened.WAITING_ENDED, 7)
CLOSED, JOINED = Was(Happened.CLOSED, 7, {"outcome": "upheld", "on": "2026-11-24"}), Was(Happened.JOINED)


def test_a_message_waits_until_an_officer_reads_or_answers_it() -> None:
    assert fold([SENT]).person_wrote is None
    waiting = fold([SENT, THEIRS]).person_wrote
    assert waiting is not None and waiting.staff_id is None
    for done in (READ, WROTE, ASKED):
        assert fold([SENT, THEIRS, done]).person_wrote is None
        assert fold([SENT, THEIRS, done, THEIRS]).person_wrote is not None


def test_the_message_that_waits_longest_counts() -> None:
    second = Was(Happened.PERSON_WROTE, None, {"holder": "child"}, at=THEIRS.at + timedelta(days=2))
    waiting = fold([SENT, THEIRS, second]).person_wrote
    assert waiting and waiting.at == THEIRS.at


def test_we_wait_for_the_person_until_they_write_send_more_or_nobody_needs_it() -> None:
    state = fold([SENT, ASKED])
    assert state.person_asked and state.person_asked.staff_id == 7 and state.talk.hear_by == date(2026, 12, 1)
    assert move("stop_waiting").is_open(state)
    for done in (THEIRS, JOINED, ENDED, CLOSED, Was(Happened.ANSWERED, 7, {"on": "2026-11-25"})):
        after = fold([SENT, ASKED, done])
        assert after.person_asked is None and after.talk.hear_by is None, done.kind
    assert fold([SENT, ASKED, WROTE]).person_asked is not None, "writing more asks no less"


def test_a_message_on_a_closed_case_opens_nothing_and_waits_all_the_same() -> None:
    state = fold([SENT, CLOSED, THEIRS])
    assert state.closed is not None and state.person_wrote is not None
    assert move("messages_read").is_open(state) and move("write_to_person").is_open(state)
    assert not move("ask_person").is_open(state), "nobody waits in a case that is over"
    assert fold([SENT, THEIRS, CLOSED]).person_wrote is not None, "closing reads no message"


def test_what_the_person_writes_ends_a_proposal_to_erase_the_case() -> None:
    assert fold([SENT, CLOSED, Was(Happened.ERASURE_PROPOSED, 7, {"ground": "request"}), THEIRS]).erasure_proposed is None


@given(st.lists(st.sampled_from([WROTE, ASKED, THEIRS, READ, ENDED, CLOSED, JOINED, Was(Happened.REOPENED, 7)]), max_size=12))
def test_each_side_waits_only_for_what_was_said_last(history: list[Was]) -> None:
    state = fold([SENT, *history])
    kinds = [event.kind for event in history]
    unread = any(kind == Happened.PERSON_WROTE and not {WROTE.kind, ASKED.kind, READ.kind} & set(kinds[at:]) for at, kind in enumerate(kinds))
    assert (state.person_wrote is not None) == unread
    enders = {THEIRS.kind, ENDED.kind, CLOSED.kind, JOINED.kind}
    waited = any(kind == Happened.ASKED_PERSON and not enders & set(kinds[at:]) for at, kind in enumerate(kinds))
    assert (state.person_asked is not None) == waited


ALL_RIGHTS = {"stage_2", "stage_3", "council_stage_2", "ombudsman"}
CORPORATE = Was(Happened.ROUTE_CONFIRMED, 7, {"route": "corporate"})
STATUTORY = Was(Happened.ROUTE_CONFIRMED, 7, {"route": "statutory"})
TWO, TWO_DONE = Was(Happened.STAGE_2_REQUESTED, 7, {"on": "2026-12-20", "how": "letter"}), Was(Happened.ADJUDICATED, 7, {"on": "2027-01-20", "outcome": "upheld"})
THREE = Was(Happened.STAGE_3_REQUESTED, 7, {"on": "2027-01-25", "how": "letter"})
BACK = Was(Happened.REQUEST_WITHDRAWN, 7, {"on": "2027-01-25"})


def test_the_next_stage_is_the_one_that_is_open_and_to_which_a_right_has_arisen() -> None:
    assert next_stage(fold([SENT, STATUTORY]), {"ombudsman"}) is None, "no right to it has arisen yet"
    assert next_stage(fold([SENT, STATUTORY]), {"stage_2"}) == 2
    assert next_stage(fold([SENT, STATUTORY, TWO]), ALL_RIGHTS) is None, "it is being answered"
    assert next_stage(fold([SENT, STATUTORY, TWO, TWO_DONE]), ALL_RIGHTS) == 3
    assert next_stage(fold([SENT, STATUTORY, TWO, BACK]), {"stage_2"}) == 2, "what was withdrawn can be asked for again"
    assert next_stage(fold([SENT, STATUTORY, TWO, TWO_DONE, THREE]), ALL_RIGHTS) is None


def test_the_councils_own_procedure_has_a_second_stage_and_no_third() -> None:
    assert next_stage(fold([SENT, CORPORATE]), {"council_stage_2"}) == 2
    assert next_stage(fold([SENT, CORPORATE]), {"stage_2"}) is None
    assert next_stage(fold([SENT, CORPORATE, TWO, TWO_DONE]), ALL_RIGHTS) is None, "after it comes the Ombudsman"


def test_nothing_can_be_asked_of_an_erased_case() -> None:
    assert next_stage(fold([SENT, STATUTORY, Was(Happened.ERASED, 7)]), ALL_RIGHTS) is None


MIXED = Was(Happened.POINTS_SPLIT, 7, {"route": "mixed", "points": {"1": "statutory", "2": "corporate"}})
OWN_TWO = Was(Happened.OWN_STAGE_REQUESTED, None, {"on": "2026-12-20", "how": "portal", "holder": "child", "stage": 2})
OWN_DONE = Was(Happened.OWN_STAGE_ANSWERED, 7, {"on": "2027-01-20", "outcome": "upheld", "stage": 2, "offers": ["ombudsman"]})
OWN_DONE_OF_3 = Was(Happened.OWN_STAGE_ANSWERED, 7, {**OWN_DONE.detail, "offers": ["council_stage_3"]})
OWN_BACK = Was(Happened.OWN_STAGE_WITHDRAWN, 7, {"on": "2027-01-25"})


def test_the_own_stage_of_a_split_case_is_asked_for_beside_the_other_one() -> None:
    rights = {*ALL_RIGHTS, "council_stage_3"}
    split = fold([SENT, MIXED])
    assert next_own_stage(split, {"stage_2"}) is None, "no right to it has arisen yet"
    assert (next_own_stage(split, rights), next_stage(split, rights)) == (2, 2)
    assert next_own_stage(fold([SENT, STATUTORY]), rights) is None, "all points go the same way"
    asked = fold([SENT, MIXED, OWN_TWO])
    assert (next_own_stage(asked, rights), next_stage(asked, rights)) == (None, 2), "the other one can still be asked for"
    assert next_own_stage(fold([SENT, MIXED, OWN_TWO, OWN_DONE]), rights) is None, "after it comes the Ombudsman"
    assert next_own_stage(fold([SENT, MIXED, OWN_TWO, OWN_DONE_OF_3]), rights) == 3
    assert next_own_stage(fold([SENT, MIXED, OWN_TWO, OWN_BACK]), rights) == 2, "what was withdrawn can be asked for again"
    assert next_own_stage(fold([SENT, MIXED, Was(Happened.ERASED, 7)]), rights) is None


def test_who_asks_on_their_own_page_was_heard_from_whatever_they_ask_for() -> None:
    assert fold([SENT, MIXED, ASKED]).person_asked and fold([SENT, MIXED, ASKED, OWN_TWO]).person_asked is None
    by_letter = Was(Happened.OWN_STAGE_REQUESTED, 7, {"on": "2026-12-20", "how": "letter", "stage": 2})
    assert fold([SENT, MIXED, ASKED, by_letter]).person_asked, "that an officer wrote it down answers no question"
