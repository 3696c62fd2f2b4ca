"""Where answering, waiting and the later stages meet: no right is lost there, no date, and nothing gets stuck."""

from datetime import date

import pytest

from portal.actions import answering, closing, handling, rights
from portal.actions.case_file import open_file
from portal.actions.desk import Desk
from portal.actions.rights import rights_of
from portal.casework.case import CaseState, fold
from portal.casework.moves import open_moves
from portal.casework.outcomes import OutcomeCode
from portal.casework.permissions import Role
from portal.casework.rights import Right
from portal.store import events
from portal.store.tables import NO_DUE_DATE
from tests.actions.desks import NOW, a_case, an_officer, answer_all, later, row_of
from tests.actions.test_stages import REFERENCE, do


@pytest.fixture
def officer(desk: Desk) -> int:
    return an_officer(desk)


def state_of(desk: Desk, case_id: int) -> CaseState:
    with desk.database.read() as conn:
        return fold(events.of_case(conn, case_id))


def names(desk: Desk, case_id: int) -> set[str]:
    return {move.name for move in open_moves(state_of(desk, case_id), Role.MANAGER)}


def owed(desk: Desk, officer: int, on: date) -> list[Right]:
    return [line.right for line in rights_of(desk, open_file(desk, REFERENCE, officer, NOW), on) if line.owed]


def confirmed(desk: Desk, officer: int, **facts: object) -> int:
    case_id = a_case(desk, **facts)
    handling.confirm_route(desk, REFERENCE, "statutory", officer, NOW)
    return case_id


def answer(desk: Desk, officer: int, days: int = 0, outcome: OutcomeCode = OutcomeCode.NOT_UPHELD) -> None:
    answer_all(desk, REFERENCE, officer, later(days=days), outcome)
    seen = answering.version_seen(open_file(desk, REFERENCE, officer, NOW).history)
    assert answering.answer(desk, REFERENCE, "<p>Our answer.</p>", seen, officer, later(days=days))


@pytest.mark.parametrize("outcome", [OutcomeCode.OTHER_PROCEDURE, OutcomeCode.WITHDRAWN])
def test_an_answer_that_sends_everything_another_way_still_tells_of_stage_2(desk: Desk, officer: int, outcome: OutcomeCode) -> None:
    case_id = confirmed(desk, officer)
    answer_all(desk, REFERENCE, officer, NOW, outcome)
    told = answering.rights_told(desk, row_of(desk, case_id), state_of(desk, case_id), NOW.date())
    assert Right.STAGE_2 in told


def test_what_waited_for_proceedings_is_answered_once_it_goes_on(desk: Desk, officer: int) -> None:
    case_id = confirmed(desk, officer)
    do(desk, officer, "pause", 1, extent="part")
    answer(desk, officer, 5)
    assert row_of(desk, case_id).due_on == NO_DUE_DATE
    do(desk, officer, "resume", 60)
    assert "answer_point" in names(desk, case_id)
    assert row_of(desk, case_id).due_on == desk.calendar.add(later(days=60).date(), 10)
    rights.extend(desk, REFERENCE, "complex", True, {"how": "Jo", "reason": "It is long"}, officer, later(days=61))
    assert row_of(desk, case_id).due_on == desk.calendar.add(later(days=60).date(), 20), "and can be taken once more"
    assert "extend" not in names(desk, case_id)


def test_a_pause_takes_no_right_away_that_had_arisen(desk: Desk, officer: int) -> None:
    case_id = confirmed(desk, officer)
    assert owed(desk, officer, later(days=40).date()) == [Right.STAGE_2]
    do(desk, officer, "pause", 40)
    assert owed(desk, officer, later(days=41).date()) == [Right.STAGE_2]
    do(desk, officer, "resume", 60)
    assert owed(desk, officer, later(days=61).date()) == [Right.STAGE_2]
    assert row_of(desk, case_id).owed_on == date(2026, 12, 8)


def test_a_pause_before_the_day_moves_it(desk: Desk, officer: int) -> None:
    confirmed(desk, officer)
    do(desk, officer, "pause", 2)
    do(desk, officer, "resume", 60)
    assert owed(desk, officer, later(days=61).date()) == []


def test_stage_2_does_not_wait_because_the_first_answer_did(desk: Desk, officer: int) -> None:
    case_id = confirmed(desk, officer)
    do(desk, officer, "pause", 2)
    do(desk, officer, "request_stage_2", 20)
    assert "appoint" in names(desk, case_id)
    assert row_of(desk, case_id).due_on == desk.calendar.add(later(days=20).date(), 25)


def test_time_taken_before_a_pause_is_not_counted_again_after_it(desk: Desk, officer: int) -> None:
    case_id = confirmed(desk, officer)
    rights.extend(desk, REFERENCE, "complex", True, {"how": "Jo", "reason": "It is long"}, officer, later(days=1))
    do(desk, officer, "pause", 2)
    do(desk, officer, "resume", 60)
    assert row_of(desk, case_id).due_on == desk.calendar.add(later(days=60).date(), 10)


def test_a_check_by_somebody_who_may_have_no_part_in_it_is_made_again_by_another(desk: Desk, officer: int) -> None:
    case_id = confirmed(desk, officer)
    other = an_officer(desk, "Second Example")
    answer_all(desk, REFERENCE, officer, NOW)
    seen = answering.version_seen(open_file(desk, REFERENCE, officer, NOW).history)
    answering.check_answer(desk, REFERENCE, seen, other, NOW)
    answering.name_conflict(desk, REFERENCE, [other], "They manage the worker.", officer, NOW)
    assert "check_answer" in names(desk, case_id)


def test_a_stage_that_was_written_down_by_mistake_and_taken_back_leaves_the_first_answer_to_be_given(desk: Desk, officer: int) -> None:
    case_id = confirmed(desk, officer)
    do(desk, officer, "request_stage_2", 1)
    do(desk, officer, "withdraw_request", 2)
    assert "answer_point" in names(desk, case_id)
    answer(desk, officer, 3)


def test_a_stage_that_runs_is_not_closed_as_answered(desk: Desk, officer: int) -> None:
    case_id = confirmed(desk, officer)
    answer(desk, officer)
    do(desk, officer, "request_stage_2", 5)
    with pytest.raises(closing.StageOpen):
        closing.close(desk, REFERENCE, OutcomeCode.UPHELD, "Done", officer, later(days=6))
    assert closing.close(desk, REFERENCE, OutcomeCode.WITHDRAWN, "They took it back", officer, later(days=6))
    assert not row_of(desk, case_id).open


def test_once_it_was_answered_no_more_time_is_taken(desk: Desk, officer: int) -> None:
    case_id = confirmed(desk, officer)
    assert "extend" in names(desk, case_id)
    answer(desk, officer)
    assert "extend" not in names(desk, case_id)


def test_a_referral_that_leaves_after_the_answer_gives_the_case_no_day_again(desk: Desk, officer: int) -> None:
    case_id = confirmed(desk, officer)
    answer(desk, officer)
    with desk.database.write() as conn:
        rights.referral_left(desk, conn, row_of(desk, case_id), later(days=1))
    assert row_of(desk, case_id).due_on == NO_DUE_DATE


def test_what_is_opened_again_after_its_answer_has_its_day_again(desk: Desk, officer: int) -> None:
    case_id = confirmed(desk, officer)
    day = row_of(desk, case_id).due_on
    answer(desk, officer)
    closing.close(desk, REFERENCE, OutcomeCode.NOT_UPHELD, "Answered", officer, NOW)
    closing.reopen(desk, REFERENCE, "There was more", officer, later(days=1))
    assert row_of(desk, case_id).due_on == day
