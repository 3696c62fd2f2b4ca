"""The clocks, stage by stage: what the law gives, what a council may make stricter, and what moves a date."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.law.calendar import BeyondCalendar
from portal.law.deadlines import (
    CODE_FROM,
    DATA_PROTECTION_FROM,
    Advocate,
    Course,
    Limits,
    clocks,
    request_next_by,
    review_by,
    send_again_by,
)
from portal.law.sources import SOURCES
from tests.law.test_calendar import BANK_HOLIDAYS, BY_HAND, CALENDAR, FIRST, LAST, VECTORS

MONDAY = date(2026, 11, 23)
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
PROCEDURES = ["statutory", "corporate", "member_enquiry", "data_protection", "freedom_of_information", "ombudsman", "irm"]


def dates(*asked, **more):
    return {deadline.name: deadline.on for deadline in clocks(*asked, **more)}


def counted_by_hand(start: date, days: int) -> date | None:
    """One day after the other, by a calendar that is not ours; None beyond it."""
    day = start
    while days:
        day += timedelta(days=1)
        if day > LAST:
            return None
        days -= day.weekday() < 5 and day not in BANK_HOLIDAYS
    return day


@pytest.mark.parametrize(("start", "ends"), VECTORS)
def test_a_statutory_complaint_is_answered_in_10_working_days_and_20_at_most(start, ends):
    assert dates("statutory", start, BY_HAND) == {"respond_by": ends[0], "latest": ends[1]}


@pytest.mark.parametrize(("start", "ends"), VECTORS)
def test_an_investigation_takes_25_working_days_and_65_at_most(start, ends):
    assert dates("statutory", start, BY_HAND, stage=2) == {"respond_by": ends[2], "latest": ends[3]}


def test_a_panel_meets_in_30_reports_in_5_and_is_answered_in_15_one_after_the_other():
    found = dates("statutory", MONDAY, CALENDAR, stage=3)
    assert found == {"panel_by": date(2027, 1, 7), "findings_by": date(2027, 1, 14), "respond_by": date(2027, 2, 4)}
    assert found["respond_by"] == CALENDAR.add(MONDAY, 50)


@pytest.mark.parametrize(("stage", "days"), [(1, 10), (1, 20), (2, 25), (2, 65), (3, 30), (3, 35), (3, 50)])
def test_every_limit_of_the_law_agrees_with_an_independent_calendar_from_every_day(stage, days):
    for start in EVERY_DAY:
        wanted = counted_by_hand(start, days)
        if wanted is None:
            with pytest.raises(BeyondCalendar):
                CALENDAR.add(start, days)
        elif counted_by_hand(start, {1: 20, 2: 65, 3: 50}[stage]) is None:
            with pytest.raises(BeyondCalendar):
                clocks("statutory", start, CALENDAR, stage=stage)
        else:
            assert wanted in dates("statutory", start, CALENDAR, stage=stage).values(), start


def test_a_council_may_be_stricter_than_the_law():
    stricter = Limits(acknowledge_days=2, respond_days=8, latest_days=15)
    assert dates("statutory", MONDAY, CALENDAR, stricter) == {
        "acknowledge_by": date(2026, 11, 25),
        "respond_by": date(2026, 12, 3),
        "latest": date(2026, 12, 14),
    }


def test_a_council_is_never_looser_than_the_law():
    looser = Limits(respond_days=70, latest_days=90, panel_days=60, findings_days=10, response_days=30)
    for stage in (1, 2, 3):
        assert dates("statutory", MONDAY, CALENDAR, looser, stage=stage) == dates("statutory", MONDAY, CALENDAR, stage=stage)


def test_a_council_that_says_50_days_in_all_holds_a_late_panel_to_them():
    assert dates("statutory", MONDAY, CALENDAR, Limits(respond_days=40), stage=3)["respond_by"] == CALENDAR.add(MONDAY, 40)


def test_a_statutory_procedure_has_three_stages():
    assert clocks("statutory", MONDAY, CALENDAR, stage=4) == ()


def test_more_time_that_was_agreed_moves_the_answer_to_the_last_day():
    assert dates("statutory", MONDAY, CALENDAR, course=Course(extended=True)) == {"respond_by": date(2026, 12, 21)}
    assert dates("statutory", MONDAY, CALENDAR, stage=2, course=Course(extended=True)) == {"respond_by": date(2027, 2, 25)}


def test_while_an_advocate_is_looked_for_the_clock_waits_but_never_beyond_20_days():
    waiting = Course(advocate=Advocate(asked_on=date(2026, 11, 24)))
    assert dates("statutory", MONDAY, CALENDAR, course=waiting) == {"respond_by": date(2026, 12, 21), "latest": date(2026, 12, 21)}
    found = Course(advocate=Advocate(asked_on=date(2026, 11, 24), accepted_on=date(2026, 11, 30)))
    assert dates("statutory", MONDAY, CALENDAR, course=found)["respond_by"] == date(2026, 12, 14)
    late = Course(advocate=Advocate(asked_on=date(2026, 11, 24), accepted_on=date(2026, 12, 18)))
    assert dates("statutory", MONDAY, CALENDAR, course=late)["respond_by"] == date(2026, 12, 21)


@pytest.mark.parametrize(
    "moves_nothing",
    [
        Advocate(asked_on=date(2026, 11, 24), declined_on=date(2026, 11, 27)),
        Advocate(asked_on=date(2026, 12, 8)),
        Advocate(asked_on=date(2026, 12, 8), accepted_on=date(2026, 12, 10)),
    ],
)
def test_an_advocate_who_is_declined_or_asked_for_too_late_moves_nothing(moves_nothing):
    course = Course(advocate=moves_nothing)
    assert dates("statutory", MONDAY, CALENDAR, course=course) == dates("statutory", MONDAY, CALENDAR)
    assert dates("statutory", MONDAY, CALENDAR, stage=2, course=course) == dates("statutory", MONDAY, CALENDAR, stage=2)


def test_the_ombudsmans_code_counts_the_answer_from_the_acknowledgement():
    by_the_latest = dates("corporate", MONDAY, CALENDAR)
    assert by_the_latest == {
        "acknowledge_by": date(2026, 11, 30),
        "respond_by": date(2026, 12, 14),
        "latest": date(2026, 12, 30),
    }
    sooner = dates("corporate", MONDAY, CALENDAR, acknowledged_on=date(2026, 11, 24))
    assert sooner["acknowledge_by"] == date(2026, 11, 30)
    assert sooner["respond_by"] == date(2026, 12, 8)


def test_the_code_holds_from_april_2026_and_knows_two_stages():
    assert clocks("corporate", CODE_FROM - timedelta(days=1), CALENDAR) == ()
    assert dates("corporate", MONDAY, CALENDAR, stage=2) == {"acknowledge_by": date(2026, 11, 30), "respond_by": date(2026, 12, 30)}
    assert clocks("corporate", MONDAY, CALENDAR, stage=3) == ()


def test_a_council_that_promises_no_acknowledgement_counts_from_receipt():
    older = Limits(respond_days=15)
    assert dates("corporate", MONDAY, CALENDAR, older) == {"respond_by": date(2026, 12, 14)}


def test_an_enquiry_has_the_clock_that_the_council_gives_it_and_no_other():
    for procedure in ("member_enquiry", "ombudsman"):
        assert dates(procedure, MONDAY, CALENDAR) == {}
        assert dates(procedure, MONDAY, CALENDAR, Limits(respond_days=10)) == {"respond_by": date(2026, 12, 7)}
    in_calendar_days = Limits(respond_days=28, counting="calendar")
    assert dates("ombudsman", MONDAY, CALENDAR, in_calendar_days) == {"respond_by": date(2026, 12, 21)}


def test_a_data_protection_complaint_is_acknowledged_in_30_calendar_days():
    assert dates("data_protection", MONDAY, CALENDAR) == {"acknowledge_by": date(2026, 12, 23)}
    sooner = Limits(acknowledge_days=5, respond_days=20)
    assert dates("data_protection", MONDAY, CALENDAR, sooner)["acknowledge_by"] == date(2026, 11, 30)
    later = Limits(acknowledge_days=60)
    assert dates("data_protection", MONDAY, CALENDAR, later)["acknowledge_by"] == date(2026, 12, 23)
    assert clocks("data_protection", DATA_PROTECTION_FROM - timedelta(days=1), CALENDAR) == ()


def test_freedom_of_information_has_20_working_days():
    assert dates("freedom_of_information", MONDAY, CALENDAR) == {"respond_by": date(2026, 12, 21)}


def test_what_is_not_the_councils_to_answer_has_no_clock():
    assert clocks("court", MONDAY, CALENDAR) == ()


def asked_by(*asked):
    found = request_next_by(*asked)
    return found and found.on


def test_the_next_stage_is_asked_for_within_20_working_days():
    for stage in (1, 2):
        assert asked_by("statutory", stage, MONDAY, CALENDAR) == date(2026, 12, 21)
    assert asked_by("statutory", 3, MONDAY, CALENDAR) is None
    assert asked_by("corporate", 1, MONDAY, CALENDAR) is None
    assert asked_by("court", 1, MONDAY, CALENDAR) is None


def test_a_council_may_give_more_time_to_ask_for_a_panel_and_never_less():
    assert asked_by("statutory", 2, MONDAY, CALENDAR, Limits(request_days=25)) == CALENDAR.add(MONDAY, 25)
    assert asked_by("statutory", 2, MONDAY, CALENDAR, Limits(request_days=5)) == CALENDAR.add(MONDAY, 20)
    assert asked_by("corporate", 1, MONDAY, CALENDAR, Limits(request_days=15)) == CALENDAR.add(MONDAY, 15)


def test_the_review_mechanism_gives_28_calendar_days_for_fostering_and_40_working_days_for_adoption():
    assert review_by(MONDAY, CALENDAR, adoption=False).on == date(2026, 12, 21)
    assert review_by(MONDAY, CALENDAR, adoption=True).on == CALENDAR.add(MONDAY, 40)


@pytest.mark.parametrize(
    ("ended", "until"), [(date(2026, 3, 1), date(2027, 3, 1)), (date(2024, 2, 29), date(2025, 2, 28))]
)
def test_what_waited_for_proceedings_may_be_sent_again_for_a_year(ended, until):
    assert send_again_by(ended) == until


@settings(max_examples=300)
@given(
    st.sampled_from(PROCEDURES),
    st.integers(1, 4),
    st.dates(date(2019, 1, 1), date(2027, 6, 30)),
    st.none() | st.builds(Limits, *[st.none() | st.integers(1, 60)] * 7),
    st.none() | st.integers(0, 30),
)
def test_clocks_run_forward_in_order_and_explain_themselves(procedure, stage, received, limits, asked_after):
    asked = asked_after if asked_after is None else Advocate(received + timedelta(days=asked_after))
    found = clocks(procedure, received, CALENDAR, limits, stage=stage, course=Course(advocate=asked))
    assert [each.on for each in found] == sorted(each.on for each in found)
    assert all(each.on > received for each in found)
    for each in found:
        days = list(each.day_by_day(CALENDAR))
        assert [day.on for day in days] == [each.since + timedelta(days=n + 1) for n in range(len(days))]
        assert days[-1].on == each.on
        assert days[-1].number == each.days
        assert all((day.number is None) == bool(day.why_not) for day in days)


@settings(max_examples=300)
@given(
    st.dates(date(2019, 1, 1), date(2027, 12, 31)),
    st.integers(0, 40),
    st.none() | st.integers(0, 60),
    st.booleans(),
    st.booleans(),
)
def test_nothing_that_happens_moves_stage_1_beyond_20_working_days(received, asked, accepted, declined, extended):
    day = received + timedelta(days=asked)
    advocate = Advocate(
        day, accepted_on=None if accepted is None else day + timedelta(days=accepted), declined_on=day if declined else None
    )
    found = dates("statutory", received, CALENDAR, course=Course(extended=extended, advocate=advocate))
    assert CALENDAR.add(received, 10) <= found["respond_by"] <= CALENDAR.add(received, 20)


def test_clocks_of_the_law_name_a_source_that_is_listed():
    for procedure in ("statutory", "corporate", "data_protection", "freedom_of_information"):
        for stage in (1, 2, 3):
            assert {each.source for each in clocks(procedure, MONDAY, CALENDAR, stage=stage)} <= set(SOURCES)
    assert review_by(MONDAY, CALENDAR, adoption=True).source in SOURCES
