"""What reports count of stages is what happened, however a case went on after it."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.casework.case import fold
from portal.casework.events import Happened
from portal.casework.stages_told import (
    ANSWERED,
    CLOSED,
    PASSED_ON,
    REFUSED,
    RESOLVED,
    WITHDRAWN,
    ombudsman_told,
    stages_told,
)
from tests.casework.test_case import Was
from tests.casework.test_stages import RECEIVED, ROUTES, walk

SENT = Was(Happened.SUBMITTED, detail={"route": "statutory"})


def on(kind: Happened, day: str, **detail: object) -> Was:
    return Was(kind, 7, {"on": day, **detail})


ANSWER = on(Happened.ANSWERED, "2026-12-04", outcome="upheld")
ASKED_2 = on(Happened.STAGE_2_REQUESTED, "2026-12-10", how="letter")


def told(*history: Was) -> list[tuple[str, int, str, str]]:
    return [(one.procedure, one.stage, one.how, one.outcome) for one in stages_told(history, RECEIVED)]


def test_a_first_stage_runs_from_receipt_to_its_answer() -> None:
    (one,) = stages_told([SENT], RECEIVED)
    assert (one.asked_on, one.begun_on, one.running) == (RECEIVED, RECEIVED, True)
    (one,) = stages_told([SENT, ANSWER], RECEIVED)
    assert (one.ended_on, one.how, one.outcome, one.place) == (date(2026, 12, 4), ANSWERED, "upheld", 1)


def test_closing_after_an_answer_changes_nothing_and_without_one_ends_the_stage() -> None:
    closed = on(Happened.CLOSED, "2026-12-11", outcome="resolved_on_receipt")
    assert told(SENT, ANSWER, closed) == told(SENT, ANSWER)
    assert told(SENT, closed) == [("statutory", 1, CLOSED, "resolved_on_receipt")]
    assert told(SENT, closed, Was(Happened.REOPENED, 7)) == [("statutory", 1, "", "")]
    assert told(SENT, on(Happened.CLOSED, "2026-12-11", outcome="withdrawn")) == [("statutory", 1, WITHDRAWN, "withdrawn")]


def test_an_answer_that_was_given_again_keeps_its_first_day_and_has_its_last_outcome() -> None:
    again = on(Happened.ANSWERED, "2026-12-20", outcome="not_upheld")
    (one,) = stages_told([SENT, ANSWER, on(Happened.CLOSED, "2026-12-04", outcome="upheld"), Was(Happened.REOPENED, 7), again], RECEIVED)
    assert (one.ended_on, one.outcome) == (date(2026, 12, 4), "not_upheld")


def test_each_request_for_a_stage_is_counted_however_it_ended() -> None:
    back = on(Happened.REQUEST_WITHDRAWN, "2026-12-12")
    assert told(SENT, ANSWER, ASKED_2, back, ASKED_2) == [
        ("statutory", 1, ANSWERED, "upheld"), ("statutory", 2, WITHDRAWN, "withdrawn"), ("statutory", 2, "", ""),
    ]  # fmt: skip
    assert told(SENT, ANSWER, ASKED_2, on(Happened.RESOLVED_OTHERWISE, "2026-12-12"))[1][2] == RESOLVED
    assert told(SENT, ANSWER, ASKED_2, on(Happened.STAGE_REFUSED, "2026-12-12"))[1][2] == REFUSED


def test_whoever_takes_back_a_later_stage_alone_still_has_the_first_counted() -> None:
    back = on(Happened.REQUEST_WITHDRAWN, "2026-12-12", first_answer=True)
    going = [SENT, ASKED_2, back]
    assert fold(going).stages.counted.stage == 1
    assert told(*going) == [("statutory", 1, "", ""), ("statutory", 2, WITHDRAWN, "withdrawn")]
    assert told(*going, on(Happened.ANSWERED, "2026-12-15", outcome="upheld"))[0] == ("statutory", 1, ANSWERED, "upheld")
    assert told(*going, on(Happened.RESUMED, "2026-12-15"))[0][2] == told(*going, ASKED_2)[0][2] == PASSED_ON


def test_a_first_stage_that_nobody_answered_here_is_not_counted_as_ours() -> None:
    came = Was(Happened.SUBMITTED, detail={"route": "statutory", "stage_so_far": "stage1_answered"})
    assert told(came, ASKED_2) == [("statutory", 2, "", "")]
    assert told(SENT, ASKED_2)[0] == ("statutory", 1, PASSED_ON, "")


def test_a_stage_counts_where_the_case_belonged_when_it_ended() -> None:
    changed = Was(Happened.ROUTE_CHANGED, 7, {"route": "corporate"})
    assert told(SENT, changed)[0][0] == "corporate"
    assert told(SENT, ANSWER, changed)[0][0] == "statutory"
    assert told(Was(Happened.SUBMITTED, detail={"route": "compliment"})) == []
    asked = Was(Happened.SUBMITTED, 7, {"route": "member_enquiry", "purpose": "enquiry", "enquiry": "mp"})
    answered = on(Happened.ENQUIRY_ANSWERED, "2026-12-04")
    assert told(asked, answered) == [("enquiry", 1, ANSWERED, ANSWERED)]
    assert told(asked, answered, on(Happened.CLOSED, "2026-12-04", outcome="answered"), Was(Happened.REOPENED, 7)) == [("enquiry", 1, "", "")]


def test_the_ombudsman_is_counted_each_time() -> None:
    asked, decided = on(Happened.OMBUDSMAN_ASKED, "2027-03-01"), on(Happened.OMBUDSMAN_DECIDED, "2027-05-01", decision="upheld")
    once = ombudsman_told([SENT, asked, on(Happened.OMBUDSMAN_ANSWERED, "2027-03-20"), decided])
    assert [(one.answered_on, one.decision) for one in once] == [(date(2027, 3, 20), "upheld")]
    assert len(ombudsman_told([SENT, asked, decided, on(Happened.OMBUDSMAN_ASKED, "2027-06-01")])) == 2
    assert len(ombudsman_told([SENT, decided])) == 1


@settings(max_examples=150, deadline=None)
@given(st.data(), ROUTES)
def test_what_is_told_agrees_with_where_the_case_stands(chosen: st.DataObject, route: str) -> None:
    walked = walk(chosen, route)
    rows, state = stages_told(walked.history, RECEIVED), fold(walked.history)
    mine = [one for one in rows if not one.own]
    last, run = mine[-1], state.stages.now
    assert last.stage == run.stage
    assert sum(one.running for one in mine) <= 1 and (not last.running or not run.over)
    assert not (state.closed and last.running)
    if run.answered_on:
        assert (last.how, last.outcome) == (ANSWERED, run.outcome)
    for one in rows:
        assert (one.ended_on is None) is (one.how == "") is (one.place is None)
        assert one.ended_on is None or one.ended_on >= one.asked_on
    # Every request there was is told once, and no history that goes on takes one away.
    requests = sum(event.kind in (Happened.STAGE_2_REQUESTED, Happened.STAGE_3_REQUESTED) for event in walked.history)
    assert len([one for one in mine if one.stage > 1]) == requests
    assert sum(event.kind == Happened.OWN_STAGE_REQUESTED for event in walked.history) == len(rows) - len(mine)
