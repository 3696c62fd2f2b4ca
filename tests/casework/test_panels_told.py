"""What reports count of review panels: each that met, its dates in order, however a case went on."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.casework.case import fold
from portal.casework.events import Happened
from portal.casework.moves import move
from portal.casework.panels_told import PanelTold, panels_told
from portal.casework.stages_told import Asked, ombudsman_told
from tests.casework.test_case import Was
from tests.casework.test_stages import ROUTES, happened, walk
from tests.casework.test_stages_told import ANSWER, ASKED_2, SENT, on

ASKED_3 = on(Happened.STAGE_3_REQUESTED, "2027-03-01", how="letter")
BEFORE = (SENT, ANSWER, ASKED_2, on(Happened.ADJUDICATED, "2027-02-15", outcome="upheld"), ASKED_3)
APPOINTED = on(Happened.PANEL_APPOINTED, "2027-03-04", meets="2027-04-06")
FOUND = on(Happened.PANEL_REPORTED, "2027-04-12")
ANSWERED_3 = on(Happened.STAGE_3_ANSWERED, "2027-04-30", outcome="upheld")
MET = date(2027, 4, 6)


def told(*more: Was) -> tuple[PanelTold, ...]:
    return panels_told([*BEFORE, *more])


def test_a_panel_is_told_from_the_request_to_the_answer() -> None:
    assert told() == (), "it has no day"
    (one,) = told(APPOINTED)
    assert (one.asked_on, one.begun_on, one.met_on, one.findings_on) == (date(2027, 3, 1), date(2027, 3, 1), MET, None)
    (one,) = told(APPOINTED, FOUND, ANSWERED_3)
    assert (one.findings_from, one.findings_on) == (MET, date(2027, 4, 12))
    assert (one.answer_from, one.answered_on) == (date(2027, 4, 12), date(2027, 4, 30))


def test_the_last_day_that_was_set_is_the_day_of_the_meeting() -> None:
    (one,) = told(APPOINTED, on(Happened.PANEL_APPOINTED, "2027-04-01", meets="2027-04-20"))
    assert one.met_on == date(2027, 4, 20)


def test_a_panel_whose_request_was_over_before_its_day_did_not_meet() -> None:
    for kind in (Happened.REQUEST_WITHDRAWN, Happened.RESOLVED_OTHERWISE, Happened.CLOSED):
        assert told(APPOINTED, on(kind, "2027-03-20", outcome="withdrawn")) == ()
        assert told(APPOINTED, on(kind, "2027-04-06", outcome="withdrawn")) == (), "on the very day"
        assert len(told(APPOINTED, on(kind, "2027-04-07", outcome="withdrawn"))) == 1
        assert len(told(APPOINTED, FOUND, on(kind, "2027-04-13", outcome="withdrawn"))) == 1


def test_what_was_found_on_the_day_on_which_it_was_over_was_found() -> None:
    found = on(Happened.PANEL_REPORTED, "2027-04-06")
    assert len(told(APPOINTED, found, on(Happened.CLOSED, "2027-04-06", outcome="upheld"))) == 1


def test_a_panel_that_is_written_down_after_it_waited_counts_from_the_request() -> None:
    waits, goes_on = on(Happened.PAUSED, "2027-04-08", extent="all"), on(Happened.RESUMED, "2027-06-01")
    (one,) = told(waits, goes_on, on(Happened.PANEL_APPOINTED, "2027-06-02", meets="2027-04-06"))
    assert (one.begun_on, one.met_on) == (date(2027, 3, 1), MET)


def test_a_request_that_is_made_again_has_a_panel_of_its_own() -> None:
    again = on(Happened.STAGE_3_REQUESTED, "2027-05-03", how="letter")
    back = on(Happened.REQUEST_WITHDRAWN, "2027-04-08")
    first, second = told(APPOINTED, back, again, on(Happened.PANEL_APPOINTED, "2027-05-04", meets="2027-06-01"))
    assert (first.met_on, second.asked_on, second.met_on) == (MET, date(2027, 5, 3), date(2027, 6, 1))


def test_what_waited_counts_from_when_it_went_on() -> None:
    waits, goes_on = on(Happened.PAUSED, "2027-03-10", extent="all"), on(Happened.RESUMED, "2027-03-30")
    (one,) = told(APPOINTED, waits, goes_on)
    assert (one.begun_on, one.met_on) == (date(2027, 3, 30), MET)
    assert told(APPOINTED, waits) == (), "nobody meets while it waits"
    late = on(Happened.RESUMED, "2027-05-10")
    assert told(APPOINTED, waits, late) == (), "its day went by while it waited"
    (one,) = told(APPOINTED, waits, late, on(Happened.PANEL_APPOINTED, "2027-05-11", meets="2027-06-01"))
    assert (one.asked_on, one.begun_on, one.met_on) == (date(2027, 3, 1), date(2027, 5, 10), date(2027, 6, 1))
    (one,) = told(APPOINTED, on(Happened.PAUSED, "2027-03-10", extent="part"), goes_on)
    assert one.begun_on == date(2027, 3, 1), "what waited in part went on"


def test_a_meeting_before_it_waited_stays_in_time_and_the_findings_count_from_when_it_went_on() -> None:
    waits, goes_on = on(Happened.PAUSED, "2027-04-08", extent="all"), on(Happened.RESUMED, "2027-06-01")
    (one,) = told(APPOINTED, waits, goes_on, on(Happened.PANEL_REPORTED, "2027-06-03"))
    assert (one.begun_on, one.met_on, one.findings_from, one.findings_on) == (date(2027, 3, 1), MET, date(2027, 6, 1), date(2027, 6, 3))
    (one,) = told(APPOINTED, FOUND, on(Happened.PAUSED, "2027-04-14", extent="all"), goes_on, on(Happened.STAGE_3_ANSWERED, "2027-06-10"))
    assert (one.findings_from, one.answer_from) == (MET, date(2027, 6, 1))


def test_a_case_that_is_opened_again_keeps_the_panel_that_met_and_no_other() -> None:
    closed, opened = on(Happened.CLOSED, "2027-03-20", outcome="no_finding"), on(Happened.REOPENED, "2027-03-25")
    assert len(told(APPOINTED, closed, opened)) == 1, "its day is still to come"
    assert told(APPOINTED, closed, on(Happened.REOPENED, "2027-05-25")) == ()
    assert len(told(APPOINTED, on(Happened.CLOSED, "2027-04-09", outcome="no_finding"), on(Happened.REOPENED, "2027-05-25"))) == 1


def test_what_the_ombudsman_says_of_injustice_is_told_where_the_decision_says_it() -> None:
    decided = on(Happened.OMBUDSMAN_DECIDED, "2027-05-01", decision="upheld", injustice="fault_injustice")
    assert ombudsman_told([SENT, decided]) == (Asked(date(2027, 5, 1), None, date(2027, 5, 1), "upheld", "fault_injustice"),)
    before = on(Happened.OMBUDSMAN_DECIDED, "2027-05-01", decision="upheld")
    assert ombudsman_told([SENT, before])[0].injustice == "", "histories of before do not say it"
    for event, code in ((decided, "fault_injustice"), (before, "")):
        asked = fold([SENT, event]).stages.ombudsman
        assert asked is not None and asked.injustice == code


def in_order(rows: tuple[PanelTold, ...], history: tuple[Was, ...]) -> None:
    for one in rows:
        days = [one.asked_on, one.begun_on, one.met_on, one.findings_on, one.answered_on]
        known = [day for day in days if day]
        assert known == sorted(known) and days[: len(known)] == known, "no step without the one before it"
        assert one.findings_from >= one.met_on
        assert (one.findings_on is None) is (one.answer_from is None)
        assert one.answer_from is None or one.answer_from >= (one.findings_on or one.met_on)
    assert len(rows) <= sum(event.kind == Happened.STAGE_3_REQUESTED for event in history)
    for at in range(len(history)):
        earlier = [one.findings_on for one in panels_told(history[:at]) if one.findings_on]
        assert earlier == [one.findings_on for one in rows if one.findings_on][: len(earlier)], "what was found once is not lost"


@settings(max_examples=150, deadline=None)
@given(st.data(), ROUTES)
def test_whatever_the_history_each_panel_is_told_once_with_its_dates_in_order(chosen: st.DataObject, route: str) -> None:
    history = walk(chosen, route, 45).history
    in_order(panels_told(history), history)


AT_STAGE_3 = ("panel", "panel_report", "respond_stage_3", "pause", "resume", "withdraw_request", "resolve_otherwise", "request_stage_3", "close", "reopen", "ombudsman_enquiry")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_comes_of_a_request_for_stage_3_its_panels_are_told_in_order(chosen: st.DataObject) -> None:
    history, on_day = list(BEFORE), date(2027, 3, 1)
    for _ in range(chosen.draw(st.integers(0, 14))):
        state = fold(history)
        possible = [name for name in AT_STAGE_3 if move(name).is_open(state)]
        name = chosen.draw(st.sampled_from(possible or ["close"]))
        # A report does not come before its meeting, which an officer cannot write down either.
        met = state.stages.now.met_on
        on_day = max(on_day + timedelta(days=chosen.draw(st.integers(0, 30))), met if name == "panel_report" and met else on_day)
        history.append(happened(name, on_day, chosen))
    rows, kinds = panels_told(history), [event.kind for event in history]
    in_order(rows, tuple(history))
    if not {Happened.RESUMED, Happened.REOPENED, Happened.OMBUDSMAN_ASKED} & set(kinds):
        # Where nothing waited and went on, every panel that reported is told, with its findings.
        assert sum(one.findings_on is not None for one in rows) == kinds.count(Happened.PANEL_REPORTED)
        assert sum(one.answered_on is not None for one in rows) == kinds.count(Happened.STAGE_3_ANSWERED)
