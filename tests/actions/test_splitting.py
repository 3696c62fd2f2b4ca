"""Sending points another way: the columns follow the history, the earlier date counts, both procedures keep their stages."""

from datetime import date, timedelta

import pytest

from portal.actions import closing, handling, stages
from portal.actions.answering import answer, check_answer, missing_for, version_of
from portal.actions.clocks import case_clocks, due_columns
from portal.actions.desk import Desk
from portal.actions.rights import rights_in
from portal.actions.splitting import NotAllPoints, routes_now, split
from portal.casework.answering import Missing, last_outcome
from portal.casework.case import fold
from portal.casework.letters import LetterKind
from portal.casework.moves import NotPossible
from portal.casework.outcomes import OutcomeCode
from portal.casework.reminding import waited_for
from portal.casework.waiting import Waits, waits_for
from portal.seal import boxes
from portal.store import cases, events
from tests.actions.desks import NOW, a_case, an_officer, answer_all, kinds_of, row_of
from tests.actions.test_stages import said

REFERENCE = "KMR-2346-789"
BOTH = {1: "statutory", 2: "corporate", 3: "school"}


def three_points(desk: Desk) -> int:
    case_id = a_case(desk)
    with desk.database.write() as conn:
        cases.add_points(conn, case_id, [cases.NewPoint(n, "staff_conduct", "statutory", [], boxes.new_key()) for n in (2, 3)])
    return case_id


def state_of(desk: Desk, case_id: int):
    with desk.database.read() as conn:
        return fold(events.of_case(conn, case_id))


def agrees(desk: Desk, case_id: int) -> None:
    row, state = row_of(desk, case_id), state_of(desk, case_id)
    dates = case_clocks(desk.profile, desk.calendar, state.route, row.received_on, row.acknowledged_on, state.course)
    if not state.answer_stands:
        assert due_columns(dates, acknowledged=row.acknowledged_on is not None) == {"due_on": row.due_on, "latest_on": row.latest_on}
    with desk.database.read() as conn:
        assert all(point.route == state.point_routes[point.number] for point in cases.points_of(conn, case_id) if state.point_routes)


def test_points_of_both_procedures_make_it_mixed_and_the_earlier_date_counts(desk: Desk, officer: int) -> None:
    case_id = three_points(desk)
    assert split(desk, REFERENCE, BOTH, "The school answers for itself.", officer, NOW)
    assert not split(desk, REFERENCE, BOTH, "The school answers for itself.", officer, NOW)
    row, state = row_of(desk, case_id), state_of(desk, case_id)
    assert (row.route, row.procedure, row.route_confirmed) == ("mixed", "statutory", True)
    names = {each.name: each.on for each in case_clocks(desk.profile, desk.calendar, "mixed", row.received_on, None, state.course)}
    assert row.due_on == min(names["respond_by"], names["own_respond_by"])
    assert Missing.ROUTE not in missing_for(desk, state, (1, 2, 3)) and Missing.ROUTE in missing_for(desk, state, (1, 2, 3, 4))
    agrees(desk, case_id)


def test_a_mixed_case_cannot_be_answered_before_each_point_has_its_procedure(desk: Desk, officer: int) -> None:
    case_id = three_points(desk)
    handling.change_route(desk, REFERENCE, "mixed", "It is.", officer, NOW)
    assert Missing.ROUTE in missing_for(desk, state_of(desk, case_id), (1, 2, 3))


def test_every_point_goes_some_way_and_none_where_nothing_is_decided(desk: Desk, officer: int) -> None:
    case_id = three_points(desk)
    for wrong in ({1: "statutory"}, {**BOTH, 4: "school"}, {}):
        with pytest.raises(NotAllPoints):
            split(desk, REFERENCE, wrong, "Why.", officer, NOW)
    for route in ("mixed", "needs_consent", "safeguarding_urgent", "<b>"):
        with pytest.raises(ValueError):
            split(desk, REFERENCE, {**BOTH, 1: route}, "Why.", officer, NOW)
    assert kinds_of(desk, case_id) == ["submitted"]


def test_another_split_and_another_route_undo_it(desk: Desk, officer: int) -> None:
    case_id = three_points(desk)
    split(desk, REFERENCE, BOTH, "Why.", officer, NOW)
    assert split(desk, REFERENCE, dict.fromkeys(BOTH, "statutory"), "They belong together.", officer, NOW)
    assert row_of(desk, case_id).route == "statutory"
    split(desk, REFERENCE, BOTH, "After all.", officer, NOW)
    handling.change_route(desk, REFERENCE, "corporate", "All of it.", officer, NOW)
    state = state_of(desk, case_id)
    with desk.database.read() as conn:
        points = cases.points_of(conn, case_id)
    assert {point.route for point in points} == {"corporate"} == set(routes_now(state, points).values())
    agrees(desk, case_id)


def test_after_the_joint_answer_each_procedure_has_its_own_next_stage_and_date(desk: Desk, officer: int) -> None:
    case_id = three_points(desk)
    split(desk, REFERENCE, BOTH, "Why.", officer, NOW)
    answer_all(desk, REFERENCE, officer)
    with desk.database.read() as conn:
        seen = version_of(events.of_case(conn, case_id))
    if Missing.CHECK in missing_for(desk, state_of(desk, case_id), (1, 2, 3)):
        check_answer(desk, REFERENCE, seen, an_officer(desk, "C. Checker"), NOW)
    assert answer(desk, REFERENCE, "<p>Our answer</p>", seen, officer, NOW)
    state = state_of(desk, case_id)
    assert {"stage_2", "council_stage_2"} <= set(state.offers)

    def do(name: str, days: int, **other) -> None:
        now = NOW + timedelta(days=days)
        assert stages.make(desk, REFERENCE, name, said(name, now.date(), **other), officer, now)
        agrees(desk, case_id)

    do("request_own_stage", 7)
    row = row_of(desk, case_id)
    assert (row.stage, row.open) == (1, True) and row.due_on < date(2027, 1, 10)
    do("request_stage_2", 8)
    assert state_of(desk, case_id).stages.now.procedure == "statutory"
    do("answer_own_stage", 9)
    assert "ombudsman" in state_of(desk, case_id).offers and state_of(desk, case_id).stages.running
    with pytest.raises(NotPossible):
        stages.make(desk, REFERENCE, "refuse_stage", said("refuse_stage", NOW.date()), officer, NOW)


def test_what_an_own_stage_comes_to_counts_for_learning_closing_and_reminders(desk: Desk, officer: int) -> None:
    case_id = three_points(desk)
    split(desk, REFERENCE, BOTH, "Why.", officer, NOW)
    answer_all(desk, REFERENCE, officer, outcome=OutcomeCode.NOT_UPHELD)
    with desk.database.read() as conn:
        seen = version_of(events.of_case(conn, case_id))
    if Missing.CHECK in missing_for(desk, state_of(desk, case_id), (1, 2, 3)):
        check_answer(desk, REFERENCE, seen, an_officer(desk, "C. Checker"), NOW)
    answer(desk, REFERENCE, "<p>Our answer</p>", seen, officer, NOW)
    stages.make(desk, REFERENCE, "request_own_stage", said("request_own_stage"), officer, NOW)
    state, row = state_of(desk, case_id), row_of(desk, case_id)
    dates = case_clocks(desk.profile, desk.calendar, state.route, row.received_on, row.acknowledged_on, state.course)
    assert [each.name for each in waited_for(state, dates)] == ["own_respond_by"]
    assert waits_for(state) != Waits.PERSON
    stages.make(desk, REFERENCE, "answer_own_stage", said("answer_own_stage", outcome="upheld"), officer, NOW)
    state = state_of(desk, case_id)
    assert state.learning.upheld and last_outcome(state) == OutcomeCode.PARTLY_UPHELD
    assert state.letters.due.keys() == {LetterKind.OWN_ANSWER}
    with pytest.raises(closing.LearningOpen):
        closing.close(desk, REFERENCE, OutcomeCode.PARTLY_UPHELD, "Done.", officer, NOW)


def test_points_of_the_councils_own_procedure_keep_their_day_their_right_and_their_answer_while_others_are_investigated(
    desk: Desk, officer: int
) -> None:
    case_id = three_points(desk)
    split(desk, REFERENCE, BOTH, "Why.", officer, NOW)
    due = own_day(desk, case_id)
    assert due is not None
    stages.make(desk, REFERENCE, "request_stage_2", said("request_stage_2", date(2026, 12, 20)), officer, NOW + timedelta(days=27))
    assert own_day(desk, case_id) == due, "asking for the stage of the others moves nothing of theirs"
    row, state = row_of(desk, case_id), state_of(desk, case_id)
    assert row.due_on == due
    owed = {line.right.value for line in rights_in(desk, row, state, due + timedelta(days=3)) if line.owed}
    assert "council_stage_2" in owed
    for name in ("agree_statement", "appoint", "report_stage_2", "adjudicate"):
        stages.make(desk, REFERENCE, name, said(name, date(2026, 12, 21)), officer, NOW + timedelta(days=28))
    with pytest.raises(closing.PointsOpen) as left:
        closing.close(desk, REFERENCE, OutcomeCode.NOT_UPHELD, "Done.", officer, NOW + timedelta(days=29))
    assert left.value.numbers == (2,)
    for name in ("request_own_stage", "answer_own_stage"):
        stages.make(desk, REFERENCE, name, said(name, date(2026, 12, 22), outcome="not_upheld"), officer, NOW + timedelta(days=29))
    assert closing.close(desk, REFERENCE, OutcomeCode.NOT_UPHELD, "Done.", officer, NOW + timedelta(days=29), "Nothing new.")


def own_day(desk: Desk, case_id: int) -> date | None:
    row, state = row_of(desk, case_id), state_of(desk, case_id)
    dates = case_clocks(desk.profile, desk.calendar, state.route, row.received_on, row.acknowledged_on, state.course)
    return next((each.on for each in dates if each.name == "own_respond_by"), None)


def test_settling_another_way_costs_neither_procedure_its_next_stage(desk: Desk, officer: int) -> None:
    case_id = three_points(desk)
    split(desk, REFERENCE, BOTH, "Why.", officer, NOW)
    stages.make(desk, REFERENCE, "resolve_otherwise", said("resolve_otherwise"), officer, NOW)
    lines = {line.right.value for line in rights_in(desk, row_of(desk, case_id), state_of(desk, case_id), NOW.date())}
    assert {"stage_2", "council_stage_2"} <= lines
