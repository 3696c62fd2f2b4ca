"""What a scenario's person answers, whatever the page asks."""

from datetime import date
from typing import Any

import pytest

from portal.demo.page import Form, page_of
from portal.demo.person import ABOVE, Person
from portal.questions.reading import months_between

TODAY = date(2027, 1, 31)


def a_person(**facts: Any) -> Person:
    return Person("They never came.", facts, TODAY)


def a_form(inside: str) -> Form:
    form = page_of("http://x/", f"<main><form method='post'>{inside}</form></main>").form
    assert form
    return form


def radios(name: str, *codes: str) -> str:
    return "".join(f"<input type='radio' name='{name}' value='{code}'>" for code in codes)


MONTH = (
    "<input name='months_since-month'><input name='months_since-year'>"
    "<input type='checkbox' name='months_since' value='dont_know'>"
)


@pytest.mark.parametrize("since", [0, 1, 11, 12, 13, 96])
def test_months_are_counted_back_from_today(since: int) -> None:
    answers, _button = a_person(months_since=since).fill_in(a_form(MONTH))
    (month,), (year,) = answers["months_since-month"], answers["months_since-year"]
    assert months_between(f"{year}-{month:>02}", TODAY) == since and answers["months_since"] == ()


def test_a_month_that_is_not_known_is_said_to_be_unknown() -> None:
    answers, _button = a_person().fill_in(a_form(MONTH))
    assert answers == {"months_since-month": (), "months_since-year": (), "months_since": ("dont_know",)}


@pytest.mark.parametrize(
    ("facts", "picked"),
    [({"risk_now": True}, "yes"), ({"risk_now": False}, "no"), ({}, "dont_know")],
)
def test_what_is_not_known_is_answered_with_i_do_not_know(facts: dict[str, Any], picked: str) -> None:
    answers, _button = a_person(**facts).fill_in(a_form(radios("risk_now", "yes", "no", "dont_know")))
    assert answers == {"risk_now": (picked,)}


@pytest.mark.parametrize("complainant", ["parent", "child"])
def test_nobody_knows_who_else_uses_the_device(complainant: str) -> None:
    form = a_form(radios("device", "shared", "own", "unsure") + "<button>Next</button><button name='_skip'>Skip</button>")
    assert a_person(complainant=complainant).fill_in(form) == ({"device": ("unsure",)}, None)


def test_several_questions_on_one_page_are_all_answered() -> None:
    form = a_form(radios("age_band", "under_8", "8_to_11") + "<input name='find_me'><button name='_skip'>Skip</button>")
    answers = {"age_band": ("8_to_11",), "find_me": ("",)}
    assert a_person(complainant="child", age=9).fill_in(form) == (answers, None)


def test_a_matter_that_is_not_offered_becomes_something_else() -> None:
    form = a_form(radios("matters", "placement", "something_else", "dont_know"))
    assert a_person(matters=["placement", "swarm"]).fill_in(form)[0] == {"matters": ("placement", "something_else")}


def test_as_few_groups_are_chosen_as_hold_the_matters() -> None:
    form = a_form(radios("matter_group", "social_work_support", "information", "education", "dont_know"))
    matters = ["assessment_of_need", "records_wrong", "school_transport"]
    assert a_person(matters=matters).fill_in(form)[0] == {"matter_group": ("social_work_support", "education")}


@pytest.mark.parametrize(("age", "band"), [(7, "under_8"), (8, "8_to_11"), (17, "16_to_17"), (26, "25_and_over")])
def test_an_age_lies_in_its_band(age: int, band: str) -> None:
    bands = ("25_and_over", "under_8", "8_to_11", "12_to_15", "16_to_17", "18_to_20", "21_to_24")
    assert a_person(age=age).fill_in(a_form(radios("age_band", *bands)))[0] == {"age_band": (band,)}


def test_a_child_skips_what_they_leave_blank() -> None:
    form = a_form("<input name='find_me'><button>Next</button><button name='_skip' value='1'>Skip</button>")
    assert a_person(complainant="child").fill_in(form) == ({"find_me": ("",)}, "_skip")


def test_their_words_are_said_once() -> None:
    form = a_form("<textarea name='what_happened'></textarea>")
    person = a_person()
    assert person.fill_in(form)[0] == {"what_happened": ("They never came.",)}
    assert person.having_told(form).fill_in(form)[0] == {"what_happened": (ABOVE,)}


@pytest.mark.parametrize(
    ("facts", "door"),
    [
        ({"complainant": "child", "matters": ["praise"]}, "/start/compliment"),
        ({"complainant": "parent", "matters": ["question"]}, "/start/idea_or_question"),
        ({"complainant": "parent", "matters": ["praise", "placement"]}, "/start/complaint"),
        ({"complainant": "child", "matters": ["placement"]}, "/start/child"),
        ({}, "/start/complaint"),
    ],
)
def test_each_comes_in_by_the_door_that_fits(facts: dict[str, Any], door: str) -> None:
    assert a_person(**facts).door == door
