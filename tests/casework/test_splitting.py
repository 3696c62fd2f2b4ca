"""Points that go by different procedures: one answer, the rights of each, and no request that costs another."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.casework.case import fold
from portal.casework.events import Happened
from portal.casework.moves import MOVES, move
from portal.casework.rights import Known, Right, ledger
from portal.casework.splitting import POINT_ROUTES, by_the_rules, whole
from portal.law.facts import Route
from tests.casework.test_case import Was
from tests.casework.test_stages import BY_NAME, RECEIVED, happened, walk

SENT = Was(Happened.SUBMITTED, detail={"route": "mixed"})
SPLIT = Was(Happened.POINTS_SPLIT, 7, {"route": "mixed", "points": {"1": "statutory", "2": "corporate", "3": "school"}})
ANSWERED = Was(Happened.ANSWERED, 7, {"on": "2026-12-04", "outcome": "upheld", "offers": ["stage_2", "council_stage_2"]})
SOME = st.lists(st.sampled_from(POINT_ROUTES), min_size=1, max_size=6)
LATER = RECEIVED + timedelta(days=3000)


def lines_of(*history: Was) -> dict[Right, bool]:
    found = ledger(fold(history), Known({}, (), "mixed", RECEIVED, ()), LATER)
    return {line.right: line.owed for line in found}


@given(SOME)
def test_a_case_is_mixed_exactly_where_both_procedures_are_in_it_and_statutory_wherever_one_point_is(routes: list[Route]) -> None:
    found = whole(routes)
    assert (found == Route.MIXED) == ({Route.STATUTORY, Route.CORPORATE} <= set(routes))
    if Route.STATUTORY in routes:
        assert found in (Route.MIXED, Route.STATUTORY)
    assert found == Route.MIXED or found in routes


@given(SOME)
def test_what_the_rules_say_counts_as_a_split_only_where_nothing_is_left_to_decide(routes: list[Route]) -> None:
    told = [(number, route.value) for number, route in enumerate(routes, 1)]
    assert bool(by_the_rules(told)) == (whole(routes) == Route.MIXED)
    assert by_the_rules([*told, (99, "needs_consent")]) == {}


def test_a_joint_answer_offers_the_next_stage_of_both_procedures() -> None:
    assert lines_of(SENT, SPLIT, ANSWERED) == {Right.STAGE_2: False, Right.COUNCIL_STAGE_2: False}
    assert lines_of(SENT, ANSWERED) == {Right.STAGE_2: False}, "undecided, it has the rights of the statutory one"


def test_stage_2_of_one_procedure_leaves_that_of_the_other_open() -> None:
    on = date(2027, 1, 4)
    statutory = fold([SENT, SPLIT, ANSWERED, happened("request_stage_2", on)])
    assert move("request_own_stage").is_open(statutory) and statutory.stages.stage == 2
    own = fold([SENT, SPLIT, ANSWERED, happened("request_own_stage", on)])
    assert move("request_stage_2").is_open(own) and own.stages.stage == 1 and own.answer_stands
    both = fold([SENT, SPLIT, ANSWERED, happened("request_stage_2", on), happened("request_own_stage", on)])
    assert (both.stages.stage, both.split.running, both.course.beside is not None) == (2, True, True)


def test_points_can_be_sent_another_way_again_and_a_new_route_takes_all_of_them() -> None:
    again = Was(Happened.POINTS_SPLIT, 7, {"route": "statutory", "points": {"1": "statutory", "2": "statutory"}})
    assert fold([SENT, SPLIT, again]).point_routes == {1: "statutory", 2: "statutory"}
    changed = fold([SENT, SPLIT, Was(Happened.ROUTE_CHANGED, 7, {"route": "statutory"})])
    assert (changed.point_routes, changed.route) == ({}, "statutory")


def test_a_stage_that_runs_keeps_the_rights_of_the_procedure_under_which_it_was_begun() -> None:
    on = date(2027, 1, 4)
    begun = [Was(Happened.SUBMITTED, detail={"route": "statutory"}), happened("request_stage_2", on)]
    changed = Was(Happened.ROUTE_CHANGED, 7, {"route": "corporate"})
    state = fold([*begun, changed, happened("appoint", on), happened("report_stage_2", on), happened("adjudicate", on)])
    assert state.procedure == "statutory" and move("request_stage_3").is_open(state)
    known = Known({}, (), "corporate", RECEIVED, ())
    assert Right.STAGE_3 in {line.right for line in ledger(state, known, on)}


def test_what_was_begun_under_the_wrong_procedure_still_has_its_statutory_stage_2() -> None:
    on = date(2027, 1, 4)
    history = [
        Was(Happened.SUBMITTED, detail={"route": "corporate"}), happened("request_stage_2", on),
        Was(Happened.ROUTE_CHANGED, 7, {"route": "statutory"}),
    ]  # fmt: skip
    state = fold(history)
    assert state.procedure == "corporate" and move("request_stage_2").is_open(state)
    lines = ledger(state, Known({}, (), "statutory", RECEIVED, ()), on)
    assert {line.right for line in lines if line.owed} == {Right.STAGE_2}
    redone = fold([*history, happened("request_stage_2", on)])
    assert redone.procedure == "statutory" and move("appoint").is_open(redone)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(["statutory", "mixed", "needs_consent", "too_old_discretion"]))
def test_no_request_for_a_statutory_stage_can_be_refused(chosen: st.DataObject, route: str) -> None:
    for state in walk(chosen, route).states:
        assert not move("refuse_stage").is_open(state)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_whoever_was_refused_may_ask_again_and_has_the_ombudsman(chosen: st.DataObject) -> None:
    for state in walk(chosen, "corporate").states:
        if state.stages.now.ended == "refused":
            assert move(f"request_stage_{state.stages.stage}").is_open(state)
            lines = ledger(state, Known({}, (), "corporate", RECEIVED, ()), LATER)
            assert Right.OMBUDSMAN in {line.right for line in lines}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_in_a_split_case_nothing_is_a_dead_end_and_neither_side_stops_the_other(chosen: st.DataObject) -> None:
    history = [SENT, SPLIT]
    for days in range(chosen.draw(st.integers(0, 20))):
        state = fold(history)
        possible = [name for name in (*BY_NAME, "close", "reopen") if move(name).is_open(state)]
        name = chosen.draw(st.sampled_from(possible))
        made = happened(name, RECEIVED + timedelta(days=20 + days))
        history.append(Was(made.kind, 7, {**made.detail, "stage": state.split.next_stage, "own": name == "refuse_stage"}, made.at))
    state = fold(history)
    asked, last = state.split.next_stage, state.split.run
    assert asked is not None or state.split.running or (last is not None and last.answered_on is not None)
    assert not (state.split.running and move("request_own_stage").is_open(state))
    if state.stages.stage == 1:
        assert move("request_stage_2").is_open(state)
    found = [line.right for line in ledger(state, Known({}, (), "mixed", RECEIVED, ()), LATER)]
    assert len(found) == len(set(found))
    assert any(m.is_open(state) for m in MOVES)
