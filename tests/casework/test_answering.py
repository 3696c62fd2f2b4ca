"""When a case can be answered, what its findings come to, and which rights follow: over made and over random histories."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.casework.answering import (
    Given,
    Missing,
    Remedy,
    checked_by_another,
    findings_for,
    last_outcome,
    missing,
    open_points,
    outcome_of,
    writers,
)  # fmt: skip
from portal.casework.case import Finding, Signature, fold
from portal.casework.events import Happened
from portal.casework.moves import Conflicted, check, open_moves
from portal.casework.outcomes import OutcomeCode
from portal.casework.permissions import Role
from portal.casework.rights import Right, ledger, to_tell
from tests.casework.test_case import NOON, SENT, Was
from tests.casework.test_rights import DUE, RECEIVED, known, told

CONFIRMED = Was(Happened.ROUTE_CONFIRMED, 7, {"route": "statutory"})
CODES = [code.value for code in OutcomeCode]


def found(number: int, outcome: str = "upheld", by: int = 7) -> Was:
    return Was(Happened.POINT_ANSWERED, by, {"point": number, "outcome": outcome, "remedies": []})


def answered(on: date = DUE, outcome: str = "upheld", **detail: object) -> Was:
    return told(Happened.ANSWERED, on, outcome=outcome, **detail)


def findings(*outcomes: str) -> dict[int, Finding]:
    return {number: Finding(code, (), None, Signature(NOON, 7)) for number, code in enumerate(outcomes, start=1)}


def test_a_later_finding_takes_the_place_of_the_former_and_has_to_be_checked_again() -> None:
    checked = [SENT, found(1), Was(Happened.ANSWER_CHECKED, 8)]
    assert checked_by_another(fold(checked))
    state = fold([*checked, found(1, "not_upheld", 9)])
    assert (state.findings[1].outcome, writers(state), state.findings_checked) == ("not_upheld", {9}, None)


@pytest.mark.parametrize(
    ("codes", "outcome"),
    [
        ((), None),
        (("upheld", "upheld"), "upheld"),
        (("not_upheld", "not_upheld"), "not_upheld"),
        (("upheld", "not_upheld"), "partly_upheld"),
        (("partly_upheld", "no_finding"), "partly_upheld"),
        (("upheld", "resolved_on_receipt"), "partly_upheld"),
        (("not_upheld", "no_finding"), "not_upheld"),
        (("upheld", "withdrawn"), "upheld"),
        (("not_upheld", "other_procedure"), "not_upheld"),
        (("withdrawn", "withdrawn"), "withdrawn"),
        (("withdrawn", "other_procedure"), "other_procedure"),
        (("answered",), "answered"),
    ],
)
def test_what_the_findings_come_to(codes: tuple[str, ...], outcome: str | None) -> None:
    assert outcome_of(findings(*codes)) == outcome


@given(st.lists(st.sampled_from(CODES), min_size=1, max_size=6), st.randoms())
def test_what_they_come_to_does_not_depend_on_their_order_and_nothing_is_upheld_that_was_not(codes, dice) -> None:
    mixed = list(codes)
    dice.shuffle(mixed)
    outcome = outcome_of(findings(*codes))
    assert outcome is not None and outcome == outcome_of(findings(*mixed))
    assert (outcome in ("upheld", "partly_upheld")) == bool({"upheld", "partly_upheld"} & set(codes))


def test_only_what_is_no_complaint_is_just_answered() -> None:
    assert OutcomeCode.ANSWERED not in findings_for("complaint") and OutcomeCode.UPHELD in findings_for("complaint")
    assert OutcomeCode.ANSWERED in findings_for("compliment") and OutcomeCode.UPHELD not in findings_for("idea_or_question")


@pytest.mark.parametrize(("remedies", "pence"), [((Remedy.PAYMENT,), None), ((), 100), ((Remedy.PAYMENT,), 0), ((Remedy.PAYMENT,), -5)])
def test_a_payment_has_an_amount_and_nothing_else_has(remedies: tuple[Remedy, ...], pence: int | None) -> None:
    with pytest.raises(ValueError):
        Given(OutcomeCode.UPHELD, remedies, pence)


def test_each_thing_that_is_missing_is_named() -> None:
    assert missing(fold([SENT]), [1], second_person=True) == (Missing.ROUTE, Missing.FINDINGS, Missing.CHECK)
    assert missing(fold([SENT, CONFIRMED]), [], second_person=False) == (Missing.NO_POINTS,)
    assert missing(fold([SENT, CONFIRMED, found(1)]), [1], second_person=False) == ()
    own = fold([SENT, CONFIRMED, found(1), Was(Happened.ANSWER_CHECKED, 7)])
    assert missing(own, [1], second_person=True) == (Missing.CHECK,)


@pytest.mark.parametrize("route", ["needs_consent", "too_old_discretion", "sufficient_interest_decision", "suspended_concurrent"])
def test_an_answer_waits_until_the_procedure_is_decided(route: str) -> None:
    waiting = Was(Happened.ROUTE_CONFIRMED, 7, {"route": route})
    assert missing(fold([SENT, waiting, found(1)]), [1], second_person=False) == (Missing.ROUTE,)


def test_a_finding_of_somebody_who_is_complained_about_does_not_count() -> None:
    state = fold([SENT, CONFIRMED, found(1), found(2, by=8), Was(Happened.CONFLICT_NAMED, 9, {"staff": [7]})])
    assert open_points(state, [1, 2]) == (1,)
    assert open_points(fold([SENT, CONFIRMED, found(1), found(1, by=8)]), [1]) == ()


def test_whoever_is_complained_about_lets_go_of_the_case_and_can_be_named_by_mistake() -> None:
    named = [SENT, Was(Happened.TAKEN, 7), Was(Happened.CONFLICT_NAMED, 8, {"staff": [7]})]
    state = fold(named)
    assert (state.handler_id, state.conflicts) == (None, {7})
    assert Conflicted(state, 7).move.name == "name_conflict"
    assert fold([*named, Was(Happened.CONFLICT_NAMED, 8, {"staff": []})]).conflicts == frozenset()


def test_an_answer_stands_until_the_case_goes_on() -> None:
    sent = [SENT, CONFIRMED, found(1), answered()]
    closed = told(Happened.CLOSED, DUE, outcome="upheld")
    names = {m.name for m in open_moves(fold(sent), Role.OFFICER)}
    assert not names & {"answer", "answer_point", "check_answer"} and "close" in names
    again = fold([*sent, closed, Was(Happened.REOPENED, 7)])
    assert check("answer", again).event is Happened.ANSWERED and again.answered is not None
    late = fold([*sent, closed, Was(Happened.REOPENED, 7), answered(date(2026, 12, 20))])
    assert late.answered and (late.answered.first_on, late.answered.on) == (DUE, date(2026, 12, 20))


def _told(route: str, state: list[Was], on: date = DUE, **facts: object) -> tuple[Right, ...]:
    return to_tell(fold(state), known(route, state=state, **facts), on)


def test_each_stage_tells_of_the_one_that_comes_next() -> None:
    sent = [SENT, found(1), answered()]
    assert _told("statutory", sent) == (Right.STAGE_2, Right.OMBUDSMAN)
    assert _told("statutory", sent, flags=("offer_advocate",)) == (Right.ADVOCATE, Right.STAGE_2, Right.OMBUDSMAN)
    assert _told("mixed", sent) == (Right.STAGE_2, Right.OMBUDSMAN)
    assert _told("corporate", sent) == (Right.COUNCIL_STAGE_2,)
    assert _told("corporate", sent, stage_so_far="stage1_answered") == (Right.COUNCIL_STAGE_2,), "no stage is skipped"
    assert _told("statutory", sent, stage_so_far="stage1_answered") == (Right.STAGE_2, Right.OMBUDSMAN)
    assert _told("service_request", sent) == ()


def test_an_answered_case_need_not_be_closed_for_the_next_stage_and_runs_late_no_more() -> None:
    sent = [SENT, answered(offers=["stage_2"])]
    (line,) = ledger(fold(sent), known(state=sent), date(2027, 2, 1))
    assert (line.right, line.arose_on, line.owed) == (Right.STAGE_2, DUE, False)
    quiet = [SENT, answered()]
    (line,) = ledger(fold(quiet), known(state=quiet), date(2027, 2, 1))
    assert line.owed, "what the letter did not tell of is owed"


def test_a_late_answer_stays_late_and_a_second_one_does_not_make_the_first_late() -> None:
    (late,) = ledger(fold([SENT, answered(date(2026, 12, 9))]), known(), date(2027, 2, 1))
    assert late.arose_on == date(2026, 12, 8)
    twice = [SENT, answered(DUE), answered(date(2027, 1, 5))]
    (line,) = ledger(fold(twice), known(state=twice), date(2027, 2, 1))
    assert line.arose_on == date(2027, 1, 5)


@st.composite
def histories(draw: st.DrawFn) -> list[Was]:
    """Anything that officers may do to the answer of a case with up to four points, in any order."""
    people = st.integers(1, 4)
    step = st.one_of(
        st.builds(found, st.integers(1, 4), st.sampled_from(CODES), people),
        st.builds(lambda by: Was(Happened.ANSWER_CHECKED, by), people),
        st.builds(lambda named: Was(Happened.CONFLICT_NAMED, 9, {"staff": sorted(named)}), st.sets(people)),
        st.builds(lambda by: Was(Happened.TAKEN, by), people),
        st.builds(lambda route: Was(Happened.ROUTE_CHANGED, 7, {"route": route}), st.sampled_from(["statutory", "corporate", "mixed", "needs_consent"])),
        st.just(answered()), st.just(told(Happened.CLOSED, DUE, outcome="upheld")), st.just(Was(Happened.REOPENED, 7)),
    )  # fmt: skip
    return [SENT, *draw(st.lists(step, max_size=25))]


@settings(max_examples=400)
@given(histories(), st.integers(0, 4), st.booleans())
def test_nothing_is_ready_with_an_open_point_or_without_the_check(history: list[Was], points: int, second: bool) -> None:
    state, numbers = fold(history), range(1, points + 1)
    if missing(state, numbers, second_person=second):
        return
    last = {event.detail["point"]: event for event in history if event.kind == Happened.POINT_ANSWERED}
    assert points and set(numbers) <= set(last) and state.decided and state.route != "needs_consent"
    assert all(last[number].staff_id not in state.conflicts for number in numbers)
    if second:
        since = max(place for place, event in enumerate(history) if event.kind == Happened.POINT_ANSWERED)
        checks = [event.staff_id for event in history[since:] if event.kind == Happened.ANSWER_CHECKED]
        assert checks and checks[-1] not in {event.staff_id for event in last.values()} | state.conflicts


@settings(max_examples=300)
@given(histories())
def test_whatever_happened_no_case_is_stuck_and_no_right_arises_before_receipt(history: list[Was]) -> None:
    state = fold(history)
    names = {m.name for m in open_moves(state, Role.OFFICER)}
    assert "reopen" in names if state.closed else "close" in names
    assert state.answer_stands or state.closed or "answer_point" in names
    lines = ledger(state, known(state=history), date(2027, 2, 1))
    assert len({line.right for line in lines}) == len(lines) and all(line.arose_on >= RECEIVED for line in lines)


def test_a_case_came_to_what_was_answered_last() -> None:
    history = [SENT, found(1, "upheld"), answered(outcome="upheld"), Was(Happened.STAGE_2_REQUESTED, 7, {"on": "2026-12-10", "how": "letter"})]
    assert last_outcome(fold(history)) == "upheld"
    history.append(Was(Happened.ADJUDICATED, 7, {"on": "2027-01-10", "outcome": "not_upheld"}))
    assert last_outcome(fold(history)) == "not_upheld"
    assert last_outcome(fold([SENT])) is None
