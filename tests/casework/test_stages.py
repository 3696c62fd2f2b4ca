"""The stages after the first under histories of every kind: no move outside the table, no state without a way on."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.casework.case import CaseState, RouteStep, Signature, fold
from portal.casework.events import Happened
from portal.casework.moves import MOVES, move
from portal.casework.rights import Known, Right, ledger
from portal.casework.stage_moves import STAGE_MOVES, first_answer_open
from portal.casework.stages import STEPS, right_after, right_of
from portal.casework.waiting import Waits, waits_for
from portal.law.facts import Route
from tests.casework.test_case import SENT, Was

RECEIVED = date(2026, 11, 23)
SIGNED = Signature(datetime(2026, 11, 23, 12, tzinfo=UTC), 7)
BY_NAME = {row.name: row for row in STAGE_MOVES}


@dataclass(frozen=True)
class Walked:
    """A history in which every move was open when it was made, and the state after each."""

    history: tuple[Was, ...]
    states: tuple[CaseState, ...]


def detail_of(name: str, on: date, chosen: st.DataObject | None = None) -> dict[str, object]:
    def one_of(*choices: Any) -> Any:
        return chosen.draw(st.sampled_from(choices)) if chosen else choices[0]

    stage_after = {"until": (on + timedelta(days=9)).isoformat(), "meets": (on + timedelta(days=9)).isoformat()}
    return {
        "on": on.isoformat(), "how": one_of("letter", "phone"), "extent": one_of("all", "part"), "outcome": "upheld",
        "decision": "upheld", "offers": ["council_stage_3"] if name in ("adjudicate", "answer_own_stage") else [], **stage_after,
        **({"first_answer": one_of(True, False)} if name == "withdraw_request" and chosen else {}),
        **({"own": True} if name == "refuse_stage" and chosen is None else {}),
    }  # fmt: skip


def happened(name: str, on: date, chosen: st.DataObject | None = None) -> Was:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    detail = {"route": "statutory"} if name == "change_route" else detail_of(name, on, chosen)
    return Was(move(name).event, 7, detail, at)


GOING = (*BY_NAME, "close", "reopen")


def walk(chosen: st.DataObject, route: str, most: int = 25) -> Walked:
    history, states, on = [Was(Happened.SUBMITTED, detail={"route": route})], [], RECEIVED
    states.append(fold(history))
    for _ in range(chosen.draw(st.integers(0, most))):
        on += timedelta(days=chosen.draw(st.integers(0, 40)))
        possible = [name for name in GOING if move(name).is_open(states[-1])]
        name = chosen.draw(st.sampled_from(possible))
        history.append(happened(name, on, chosen))
        states.append(fold(history))
    return Walked(tuple(history), tuple(states))


ROUTES = st.sampled_from(["statutory", "corporate", "mixed", "needs_consent", "suspended_concurrent"])


@settings(max_examples=150, deadline=None)
@given(st.data(), ROUTES)
def test_from_every_state_something_can_be_done_and_a_statutory_one_reaches_its_next_answer(chosen: st.DataObject, route: str) -> None:
    """No dead end: whatever happened, a plain way leads on to the council's last answer."""
    walked = walk(chosen, route)
    history, on = list(walked.history), RECEIVED + timedelta(days=2000)
    way = (
        "reopen", "resume", "request_stage_2", "appoint", "report_stage_2", "adjudicate", "request_stage_3", "panel",
        "panel_report", "respond_stage_3",
    )  # fmt: skip
    for _ in range(len(way) + 2):
        state = fold(history)
        assert any(m.is_open(state) for m in MOVES if m.name in GOING)
        if state.stages.now.answered_on and not move("request_stage_3").is_open(state):
            break
        name = next(name for name in way if move(name).is_open(state) and not (name == "appoint" and state.stages.now.appointed)
                    and not (name == "panel" and state.stages.now.met_on and state.stages.stage == 3))  # fmt: skip
        history.append(happened(name, on))
    stages = fold(history).stages
    assert stages.now.answered_on is not None
    assert stages.stage == (3 if route != "corporate" or any(run.further for run in stages.runs) else 2)


@settings(max_examples=150, deadline=None)
@given(st.data(), ROUTES)
def test_a_stage_never_goes_back_and_nobody_is_refused_the_one_they_may_ask_for(chosen: st.DataObject, route: str) -> None:
    walked = walk(chosen, route)
    for before, after in zip(walked.states, walked.states[1:], strict=False):
        assert after.stages.stage in {before.stages.stage, before.stages.stage + 1}
        assert [run.stage for run in after.stages.runs] == list(range(1, after.stages.stage + 1))
    for state in walked.states:
        at = state.stages
        if at.stage == 1:
            assert move("request_stage_2").is_open(state)
        if at.stage == 2 and at.now.answered_on and route != "corporate":
            assert move("request_stage_3").is_open(state)
        if at.stage == 2 and at.running and state.closed is None:
            assert not move("request_stage_3").is_open(state), "nothing is passed over"
        if at.later and at.later.stopped:
            assert not move("adjudicate").is_open(state) and not move("respond_stage_3").is_open(state)


@settings(max_examples=150, deadline=None)
@given(st.data(), ROUTES)
def test_the_ledger_names_each_right_once_and_owes_nothing_that_was_used(chosen: st.DataObject, route: str) -> None:
    walked = walk(chosen, route)
    state = walked.states[-1]
    lines = ledger(state, Known({}, (), route, RECEIVED, ()), RECEIVED + timedelta(days=3000))
    rights = [line.right for line in lines]
    assert len(rights) == len(set(rights))
    at = state.stages
    used = {line.right for line in lines if line.used_on}
    procedure = "corporate" if route == "corporate" else "statutory"
    if route in ("statutory", "corporate", "mixed"):
        assert {Right(right_of(run.stage, procedure)) for run in at.runs if run.stage > 1} <= used
    assert not any(line.owed for line in lines if line.right in used)
    assert (Right.OMBUDSMAN in used) == (at.ombudsman is not None)


def test_every_step_of_the_table_can_be_reached() -> None:
    state, on, history = fold([SENT]), RECEIVED, [SENT]
    way = (
        "request_stage_2", "agree_statement", "appoint", "extend_stage_2", "pause", "resume", "report_stage_2", "adjudicate",
        "request_stage_3", "panel", "panel_report", "withdraw_request", "request_stage_3", "resolve_otherwise", "resume", "panel",
        "panel_report", "respond_stage_3", "ombudsman_enquiry", "answer_ombudsman", "ombudsman_decision",
    )  # fmt: skip
    history[0] = Was(Happened.SUBMITTED, detail={"route": "statutory"})
    for name in way:
        state = fold(history)
        assert move(name).is_open(state), name
        history.append(happened(name, on))
    own = (
        "request_own_stage", "withdraw_own_stage", "request_own_stage", "answer_own_stage", "request_own_stage", "refuse_stage",
    )  # fmt: skip
    history = [SENT, Was(Happened.POINTS_SPLIT, 7, {"route": "mixed", "points": {"1": "statutory", "2": "corporate"}})]
    for name in own:
        assert move(name).is_open(fold(history)), name
        history.append(happened(name, on))
    assert {*way, *own} == {*BY_NAME}
    assert {row.event for row in STAGE_MOVES} == {*STEPS}


@given(st.sampled_from([route for route in Route if route in ("compliment", "service_request", "anonymous", "other_body")]))
def test_what_is_no_complaint_has_no_stages(route: Route) -> None:
    state = fold([Was(Happened.SUBMITTED, detail={"route": route.value})])
    assert {name for name in BY_NAME if move(name).is_open(state)} == {"ombudsman_enquiry", "ombudsman_decision"}


def test_whoever_comes_with_an_answer_to_stage_2_may_ask_for_the_panel_at_once() -> None:
    sent = Was(Happened.SUBMITTED, detail={"route": "statutory"})
    told = Was(Happened.SUBMITTED, detail={"route": "statutory", "stage_so_far": "stage2_answered"})
    found = Was(Happened.FACTS_FILLED_IN, 7, {"route": "statutory", "filled": {"stage_so_far": "stage2_answered"}})
    assert not move("request_stage_3").is_open(fold([sent]))
    assert move("request_stage_3").is_open(fold([told])) and move("request_stage_3").is_open(fold([sent, found]))


def test_a_case_closed_in_the_middle_of_stage_2_still_leads_to_the_panel() -> None:
    asked = happened("request_stage_2", RECEIVED)
    closed = Was(Happened.CLOSED, 7, {"outcome": "upheld", "on": "2027-01-04"})
    state = fold([Was(Happened.SUBMITTED, detail={"route": "statutory"}), asked, closed])
    assert move("request_stage_3").is_open(state)
    lines = ledger(state, Known({}, (), "statutory", RECEIVED, ()), date(2027, 1, 5))
    assert {line.right: line.owed for line in lines} == {Right.STAGE_3: True, Right.STAGE_2: False}


def test_the_right_that_follows_each_stage() -> None:
    assert [right_after(stage, "statutory") for stage in (1, 2, 3)] == ["stage_2", "stage_3", "ombudsman"]
    assert [right_after(stage, "corporate") for stage in (1, 2)] == ["council_stage_2", "ombudsman"]


ONLY_STAGE_2 = {"first_answer": True}
BEFORE_IT = st.lists(st.sampled_from(["extend", "pause", "pause_part", "resume", "acknowledge", "refer"]), max_size=5, unique=True)
AT_STAGE_2 = st.lists(st.sampled_from(["appoint", "agree_statement", "extend_stage_2", "report_stage_2", "pause", "resume"]), max_size=4)


def before_stage_2(names: list[str], on: date) -> list[Was]:
    """What can happen before a first answer that moves its day, each a day after the one before."""
    told = {
        "extend": (Happened.EXTENDED, {"ground": "complex", "agreed": True, "counts": True}), "acknowledge": (Happened.ACKNOWLEDGED, {}),
        "pause": (Happened.PAUSED, {"extent": "all"}), "pause_part": (Happened.PAUSED, {"extent": "part"}),
        "resume": (Happened.RESUMED, {}), "refer": (Happened.ADVOCATE_REFERRED, {}),
    }  # fmt: skip
    days = [on + timedelta(days=day) for day in range(len(names))]
    return [
        Was(kind, 7, {**detail, "on": day.isoformat()}, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        for day, (kind, detail) in zip(days, (told[name] for name in names), strict=True)
    ]


def taken_back(on: date) -> Was:
    made = happened("withdraw_request", on)
    return Was(made.kind, 7, {**made.detail, **ONLY_STAGE_2}, made.at)


@settings(max_examples=200, deadline=None)
@given(BEFORE_IT, AT_STAGE_2, st.sampled_from(["statutory", "corporate", "mixed"]), st.integers(0, 60))
def test_where_only_stage_2_is_taken_back_the_first_answer_is_due_as_it_was_and_no_stage_goes_back(
    before: list[str], meanwhile: list[str], route: str, later: int
) -> None:
    asked_on = RECEIVED + timedelta(days=20)
    first = [Was(Happened.SUBMITTED, detail={"route": route}), *before_stage_2(before, RECEIVED + timedelta(days=1))]
    asked = [*first, happened("request_stage_2", asked_on)]
    for name in meanwhile:
        if move(name).is_open(fold(asked)):
            asked.append(happened(name, asked_on + timedelta(days=1)))
    if fold(asked).stages.now.over:
        return
    was, now = fold(first), fold([*asked, taken_back(asked_on + timedelta(days=2 + later))])
    assert [run.stage for run in now.stages.runs] == [1, 2] and now.stages.stage == 2, "that it was asked for stays"
    assert now.stages.counted.stage == 1 and now.stages.running is False
    held = was.stages.paused_on is not None and not was.stages.partly
    if held:
        assert now.course.later is not None and now.course.later.since == asked_on, "what waited counts from when it waited no more"
    else:
        assert now.course == was.course
    assert now.at_first_answer and move("answer_point").is_open(now) and move("request_stage_2").is_open(now)
    assert waits_for(replace(now, handler_id=7, routes=(RouteStep(route, "confirmed", SIGNED),), acknowledged=SIGNED)) == Waits.ANSWER
    again = fold([*asked, taken_back(asked_on + timedelta(days=2)), happened("resume", asked_on + timedelta(days=3))])
    assert again.stages.counted.stage == 2 and not again.at_first_answer, "what goes on is stage 2"


@settings(max_examples=100, deadline=None)
@given(st.data(), ROUTES)
def test_days_count_for_the_first_stage_again_only_where_the_person_said_so(chosen: st.DataObject, route: str) -> None:
    walked = walk(chosen, route)
    for state in walked.states:
        run, counted = state.stages.now, state.stages.counted
        back = counted != state.stages
        assert back == (run.ended == "withdrawn" and run.first_waits)
        if back:
            assert (run.stage, counted.stage) == (2, 1) and not counted.now.over and state.at_first_answer
            assert not any(move(name).is_open(state) for name in ("adjudicate", "appoint", "respond_stage_3"))


def test_what_was_taken_back_as_a_whole_or_asked_for_after_an_end_of_the_first_stage_has_no_day() -> None:
    on, sent = date(2027, 1, 4), Was(Happened.SUBMITTED, detail={"route": "statutory"})
    all_of_it = fold([sent, happened("request_stage_2", on), happened("withdraw_request", on)])
    assert all_of_it.stages.counted is all_of_it.stages and all_of_it.stages.stopped
    assert move("answer_point").is_open(all_of_it), "an officer may answer all the same"
    settled = fold([sent, happened("resolve_otherwise", on), happened("request_stage_2", on), taken_back(on)])
    assert settled.stages.counted is settled.stages
    first_alone = fold([sent, taken_back(on)])
    assert first_alone.stages.counted is first_alone.stages and first_alone.stages.stopped


def test_a_first_answer_that_is_given_after_stage_2_was_taken_back_ends_its_days_and_stage_2_can_go_on() -> None:
    on, sent = date(2027, 1, 4), Was(Happened.SUBMITTED, detail={"route": "statutory"})
    answered = [sent, happened("request_stage_2", on), taken_back(on), Was(Happened.ANSWERED, 7, {"on": "2027-01-05", "outcome": "upheld"})]
    state = fold(answered)
    assert state.answer_stands and not state.at_first_answer and not first_answer_open(state)
    assert state.course == fold([sent]).course
    on_again = fold([*answered, happened("resume", date(2027, 1, 6))])
    assert on_again.stages.running and not on_again.answer_stands and on_again.course.later is not None
    assert not first_answer_open(on_again), "there is a first answer"
    assert first_answer_open(fold(answered[:2])) and not first_answer_open(fold(answered[:1])) and not first_answer_open(fold(answered[:3]))
