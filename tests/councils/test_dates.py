"""The dates of each council's stages, as its own report and the law give them together."""

from datetime import date

import pytest

from portal.councils import load, names, working_days
from portal.councils.asked import Asked, NotAsked
from portal.councils.dates import code_warnings
from portal.law.calendar import BeyondCalendar
from portal.law.facts import UnknownCode

START = "2026-11-23"


def dates(council, procedure, stage=None, start=START, answered=None):
    codes = {"council": council, "procedure": procedure, "stage": stage, "start": start, "answered": answered}
    return Asked.from_codes(codes, "example").dates()


def worked(days, start=START):
    return working_days().add(date.fromisoformat(start), days).isoformat()


@pytest.mark.parametrize("council", names())
def test_every_council_keeps_the_statutory_dates_of_the_law(council):
    first, second, third = (dates(council, "statutory", stage) for stage in (1, 2, 3))
    assert (first["respond_by"], first["latest"]) == (worked(10), worked(20))
    assert (second["respond_by"], second["latest"]) == (worked(25), worked(65))
    assert third == {"panel_by": worked(30), "findings_by": worked(35), "respond_by": worked(50)}


@pytest.mark.parametrize(
    ("council", "days"), [("harrow", None), ("telford-wrekin", 2), ("lewisham", None), ("leicestershire", None), ("manchester", 3)]
)
def test_acknowledging_is_each_councils_own_promise(council, days):
    assert dates(council, "statutory").get("acknowledge_by") == (days and worked(days))


@pytest.mark.parametrize(
    ("council", "stage", "days"),
    [("harrow", 1, 15), ("harrow", 2, 20), ("lewisham", 1, 10), ("lewisham", 2, 20), ("lewisham", 3, 30), ("manchester", 1, 10), ("manchester", 2, 15)],
)
def test_the_councils_own_procedure_has_the_days_of_its_report(council, stage, days):
    found = dates(council, "corporate", stage)
    assert (found["respond_by"], "latest" in found) == (worked(days), False)


def test_where_a_council_says_nothing_the_code_holds_from_april_2026():
    assert dates("leicestershire", "corporate") == {"acknowledge_by": worked(5), "respond_by": worked(15), "latest": worked(25)}
    assert dates("leicestershire", "corporate", 2) == {"acknowledge_by": worked(5), "respond_by": worked(25)}
    assert dates("leicestershire", "corporate", start="2026-03-31") == {}


def test_a_council_that_acknowledges_sooner_than_the_code_counts_from_its_own_last_day():
    assert dates("telford-wrekin", "corporate") == {"acknowledge_by": worked(2), "respond_by": worked(12), "latest": worked(22)}


def test_a_value_holds_until_a_later_one_is_entered():
    assert dates("example", "corporate", start="2026-03-31")["respond_by"] == worked(15, "2026-03-31")
    assert dates("example", "corporate", start="2026-04-01")["respond_by"] == worked(15, "2026-04-01")
    assert dates("example", "statutory", start="2023-05-02")["acknowledge_by"] == worked(3, "2023-05-02")
    assert "respond_by" in dates("example", "corporate", 3, start="2026-03-31")
    assert dates("example", "corporate", 3, start="2026-04-01") == {}


def test_only_manchester_tells_how_long_it_has_for_the_ombudsman():
    assert dates("manchester", "ombudsman") == {"respond_by": "2026-12-21"}
    assert dates("harrow", "ombudsman") == {}


def test_enquiries_information_and_data_protection_have_their_own_clocks():
    assert dates("lewisham", "enquiry") == {"respond_by": worked(10)}
    assert dates("telford-wrekin", "enquiry") == {}
    assert dates("harrow", "freedom_of_information") == {"respond_by": worked(20)}
    assert dates("harrow", "data_protection") == {"acknowledge_by": "2026-12-23"}


def test_the_next_stage_is_counted_from_the_answer():
    assert dates("harrow", "statutory", 2, answered="2026-12-24")["request_next_by"] == worked(20, "2026-12-24")
    assert "request_next_by" not in dates("harrow", "statutory", 3, answered="2026-12-24")


@pytest.mark.parametrize(
    ("codes", "key"),
    [
        ({"procedure": "statutory", "start": START, "colour": "red"}, "colour"),
        ({"procedure": "appeal", "start": START}, "procedure"),
        ({"procedure": ["statutory"], "start": START}, "procedure"),
        ({"procedure": "statutory", "start": "23/11/2026"}, "start"),
        ({"procedure": "statutory", "start": "2026-W48"}, "start"),
        ({"procedure": "statutory", "start": 20261123}, "start"),
        ({"procedure": "statutory", "start": "2026-02-30"}, "start"),
        ({"procedure": "statutory", "start": START, "stage": 4}, "stage"),
        ({"procedure": "statutory", "start": START, "stage": True}, "stage"),
        ({"procedure": "statutory", "start": START, "stage": "1"}, "stage"),
        ({"procedure": "statutory", "start": START, "answered": "soon"}, "answered"),
        ({"procedure": "statutory", "start": START, "council": 7}, "council"),
        ({"procedure": "statutory", "start": START, "council": "atlantis"}, "council"),
    ],
)
def test_what_is_not_known_is_named(codes, key):
    with pytest.raises(UnknownCode, match=rf"^{key}: "):
        Asked.from_codes(codes, "example").dates()


@pytest.mark.parametrize("key", ["procedure", "start"])
def test_what_is_needed_is_asked_for_by_name(key):
    codes = {"procedure": "statutory", "start": START} | {key: None}
    with pytest.raises(NotAsked, match=key):
        Asked.from_codes(codes, "example")


def test_beyond_the_holidays_known_there_is_an_error_and_no_guess():
    with pytest.raises(BeyondCalendar):
        dates("example", "statutory", start="2028-12-18")


def test_a_council_looser_than_the_code_is_warned_and_not_refused():
    harrow = load("harrow")
    assert [figures for _, figures in code_warnings(harrow, date(2026, 4, 1))] == [{"asked": 10, "stated": 15}]
    assert code_warnings(harrow, date(2026, 3, 31)) == ()
    assert [figures for _, figures in code_warnings(load("lewisham"), date(2026, 11, 25))] == [{"stage": 3}]
    assert code_warnings(load("manchester"), date(2026, 11, 25)) == ()
