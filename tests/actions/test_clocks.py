"""The dates that a case has to keep."""

from datetime import date

import pytest

from portal.actions.clocks import case_clocks, due_columns, procedure_of
from portal.councils import load, working_days
from portal.law.facts import Route
from portal.store.tables import NO_DUE_DATE

MONDAY = date(2026, 11, 23)
PROFILE, CALENDAR = load("example"), working_days()


def _dates(route: str, acknowledged_on: date | None = None) -> dict[str, date]:
    return {one.name: one.on for one in case_clocks(PROFILE, CALENDAR, route, MONDAY, acknowledged_on)}


def test_a_statutory_case_has_ten_and_twenty_working_days() -> None:
    dates = _dates("statutory")
    assert (dates["respond_by"], dates["latest"]) == (date(2026, 12, 7), date(2026, 12, 21))
    assert dates["acknowledge_by"] == date(2026, 11, 25)


@pytest.mark.parametrize("route", ["mixed", "needs_consent", "sufficient_interest_decision", "safeguarding_urgent"])
def test_a_captured_case_keeps_the_statutory_dates_until_it_is_decided(route: str) -> None:
    assert _dates(route) == _dates("statutory")
    assert procedure_of(route) == "statutory"


def test_the_code_counts_a_corporate_answer_from_the_acknowledgement() -> None:
    assert _dates("corporate")["respond_by"] == date(2026, 12, 14)
    assert _dates("corporate", date(2026, 11, 24))["respond_by"] == date(2026, 12, 8)


@pytest.mark.parametrize("route", ["compliment", "service_request"])
def test_thanks_and_questions_owe_no_date(route: str) -> None:
    assert due_columns(case_clocks(PROFILE, CALENDAR, route, MONDAY)) == {"due_on": NO_DUE_DATE, "latest_on": None}


def test_where_no_answer_is_dated_the_acknowledgement_is_until_it_is_sent() -> None:
    dates = case_clocks(PROFILE, CALENDAR, "court", MONDAY)
    assert due_columns(dates)["due_on"] == date(2026, 11, 25)
    assert due_columns(dates, acknowledged=True)["due_on"] == NO_DUE_DATE


def test_nothing_is_guessed_beyond_the_bank_holidays_known() -> None:
    assert case_clocks(PROFILE, CALENDAR, "statutory", date(2090, 1, 1)) == ()


@pytest.mark.parametrize("route", list(Route))
def test_every_route_can_be_asked_for_its_dates_in_order(route: Route) -> None:
    days = [one.on for one in case_clocks(PROFILE, CALENDAR, route.value, MONDAY)]
    assert days == sorted(days)
