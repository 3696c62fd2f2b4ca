"""The clocks of a first answer."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.law.deadlines import Limits, clocks
from portal.law.sources import SOURCES
from tests.law.test_calendar import BY_HAND, CALENDAR, VECTORS

MONDAY = date(2026, 11, 23)


def dates(*asked, **more):
    return {deadline.name: deadline.on for deadline in clocks(*asked, **more)}


@pytest.mark.parametrize(("start", "ends"), VECTORS)
def test_a_statutory_complaint_is_answered_in_10_working_days_and_20_at_most(start, ends):
    assert dates("statutory", start, BY_HAND) == {"respond_by": ends[0], "latest": ends[1]}


def test_a_council_may_be_stricter_than_the_law():
    stricter = Limits(acknowledge_days=2, respond_days=8, latest_days=15)
    assert dates("statutory", MONDAY, CALENDAR, stricter) == {
        "acknowledge_by": date(2026, 11, 25),
        "respond_by": date(2026, 12, 3),
        "latest": date(2026, 12, 14),
    }


def test_a_council_is_never_looser_than_the_law():
    looser = Limits(respond_days=15, latest_days=30)
    assert dates("statutory", MONDAY, CALENDAR, looser) == dates("statutory", MONDAY, CALENDAR)


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


def test_a_council_that_promises_no_acknowledgement_counts_from_receipt():
    older = Limits(respond_days=15)
    assert dates("corporate", MONDAY, CALENDAR, older) == {"respond_by": date(2026, 12, 14)}


def test_an_enquiry_has_the_clock_that_the_council_gives_it_and_no_other():
    assert dates("member_enquiry", MONDAY, CALENDAR) == {}
    assert dates("member_enquiry", MONDAY, CALENDAR, Limits(respond_days=10)) == {"respond_by": date(2026, 12, 7)}


def test_a_data_protection_complaint_is_acknowledged_in_30_calendar_days():
    assert dates("data_protection", MONDAY, CALENDAR) == {"acknowledge_by": date(2026, 12, 23)}
    sooner = Limits(acknowledge_days=5, respond_days=20)
    assert dates("data_protection", MONDAY, CALENDAR, sooner)["acknowledge_by"] == date(2026, 11, 30)
    later = Limits(acknowledge_days=60)
    assert dates("data_protection", MONDAY, CALENDAR, later)["acknowledge_by"] == date(2026, 12, 23)


def test_what_is_not_the_councils_to_answer_has_no_clock():
    assert clocks("court", MONDAY, CALENDAR) == ()


@settings(max_examples=300)
@given(
    st.sampled_from(["statutory", "corporate", "member_enquiry", "data_protection", "irm"]),
    st.dates(date(2019, 1, 1), date(2027, 12, 31)),
    st.none() | st.builds(Limits, *[st.none() | st.integers(1, 60)] * 3),
)
def test_clocks_run_forward_in_order_and_statutory_ones_never_past_the_law(procedure, received, limits):
    found = clocks(procedure, received, CALENDAR, limits)
    assert [each.on for each in found] == sorted(each.on for each in found)
    assert all(each.on > received for each in found)
    if procedure == "statutory":
        assert max(each.on for each in found if each.name != "acknowledge_by") <= CALENDAR.add(received, 20)
    if procedure == "data_protection":
        assert found[0].on <= received + timedelta(days=30) or limits.respond_days


def test_clocks_of_the_law_name_a_source_that_is_listed():
    for procedure in ("statutory", "corporate", "data_protection"):
        assert {each.source for each in clocks(procedure, MONDAY, CALENDAR)} <= set(SOURCES)
