"""Where answering, waiting and the later stages meet: no right is lost there, no date, and nothing gets stuck."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.actions import answering, closing, handling, rights
from portal.actions.case_file import open_file
from portal.actions.desk import Desk
from portal.actions.refused import Refused
from portal.actions.rights import rights_of
from portal.actions.settling import known_of
from portal.actions.splitting import split
from portal.casework.case import CaseState, fold
from portal.casework.moves import open_moves
from portal.casework.outcomes import OutcomeCode
from portal.casework.permissions import Role
from portal.casework.reminding import waited_for
from portal.casework.rights import Right
from portal.store import events
from portal.store.tables import NO_DUE_DATE, case_answers
from tests.actions.desks import NOW, a_case, an_officer, answer_all, later, row_of
from tests.actions.test_splitting import BOTH, three_points
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


ONLY_STAGE_2 = frozenset({"confirmed", "first_answer"})


def test_whoever_takes_back_stage_2_alone_is_answered_by_the_day_that_stood_before_they_asked(desk: Desk, officer: int) -> None:
    case_id = confirmed(desk, officer)
    handling.take(desk, REFERENCE, officer, NOW)
    handling.acknowledge(desk, REFERENCE, "We have it.", officer, NOW)
    before = row_of(desk, case_id)
    do(desk, officer, "request_stage_2", 1)
    assert row_of(desk, case_id).stage == 2 and row_of(desk, case_id).due_on != before.due_on
    assert do(desk, officer, "withdraw_request", 2, ticks=ONLY_STAGE_2)
    assert not do(desk, officer, "withdraw_request", 2, ticks=ONLY_STAGE_2), "pressed twice"
    row = row_of(desk, case_id)
    assert (row.due_on, row.latest_on, row.stage, row.waits_for) == (before.due_on, before.latest_on, 1, "answer")
    assert {"answer_point", "extend", "request_stage_2"} <= names(desk, case_id)
    with pytest.raises(closing.PointsOpen):
        closing.close(desk, REFERENCE, OutcomeCode.NOT_UPHELD, "Done", officer, later(days=3))
    due = [each.name for each in waited_for(state_of(desk, case_id), known_of(desk, row, state_of(desk, case_id)).deadlines)]
    assert "respond_by" in due, "it is reminded of"
    answer(desk, officer, 20)
    row = row_of(desk, case_id)
    assert (row.due_on, row.stage, row.waits_for) == (NO_DUE_DATE, 1, "person")
    with desk.database.read() as conn:
        (kept,) = conn.execute(select(case_answers).where(case_answers.c.case_id == case_id)).mappings().all()
    assert (kept["stage"], kept["begun_on"], kept["due_on"]) == (1, before.received_on, before.due_on), "late as a first answer, and none of stage 2"
    do(desk, officer, "request_stage_2", 21)
    assert row_of(desk, case_id).due_on == desk.calendar.add(later(days=21).date(), 25)


def test_stage_2_that_goes_on_after_a_first_answer_has_its_own_days_again(desk: Desk, officer: int) -> None:
    case_id = confirmed(desk, officer)
    do(desk, officer, "request_stage_2", 1)
    do(desk, officer, "withdraw_request", 2, ticks=ONLY_STAGE_2)
    answer(desk, officer, 3)
    do(desk, officer, "resume", 5)
    row = row_of(desk, case_id)
    assert (row.stage, row.due_on) == (2, desk.calendar.add(later(days=5).date(), 25))


@pytest.mark.parametrize("left", ["first_stage", "answered", "settled"])
def test_nobody_writes_down_that_a_first_answer_is_still_wanted_where_none_is_to_come(left: str, desk: Desk, officer: int) -> None:
    case_id = confirmed(desk, officer)
    if left == "answered":
        answer(desk, officer)
    elif left == "settled":
        do(desk, officer, "resolve_otherwise")
    if left != "first_stage":
        do(desk, officer, "request_stage_2", 1)
    with pytest.raises(Refused):
        do(desk, officer, "withdraw_request", 2, ticks=ONLY_STAGE_2)
    assert do(desk, officer, "withdraw_request", 2)
    assert row_of(desk, case_id).due_on == NO_DUE_DATE


def test_a_request_of_both_procedures_that_is_taken_back_leaves_the_earlier_of_their_days(desk: Desk, officer: int) -> None:
    case_id = three_points(desk)
    split(desk, REFERENCE, BOTH, "Why.", officer, NOW)
    before = row_of(desk, case_id)
    do(desk, officer, "request_stage_2", 1)
    do(desk, officer, "withdraw_request", 2, ticks=ONLY_STAGE_2)
    after = row_of(desk, case_id)
    assert (after.due_on, after.latest_on) == (before.due_on, before.latest_on)


def test_what_was_paused_when_stage_2_was_asked_for_counts_from_that_day_once_it_is_taken_back(desk: Desk, officer: int) -> None:
    case_id = confirmed(desk, officer)
    do(desk, officer, "pause", 2)
    do(desk, officer, "request_stage_2", 100)
    do(desk, officer, "withdraw_request", 110, ticks=ONLY_STAGE_2)
    assert row_of(desk, case_id).due_on == desk.calendar.add(later(days=100).date(), 10)


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
