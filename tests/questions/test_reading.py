"""Answers become facts: in the codes of the vocabulary, and only what was said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.questions.reading import facts, months_between
from tests.citizen.people import CHILD_KEPT, THANKS, WHO, kept

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("month", "today", "whole"),
    [
        ("2026-11", date(2026, 11, 1), 0),
        ("2026-11", date(2026, 11, 30), 0),
        ("2026-10", date(2026, 11, 1), 1),
        ("2025-11", date(2026, 11, 23), 12),
        ("2025-12", date(2026, 1, 31), 1),
        ("1999-12", date(2026, 11, 23), 323),
        ("2026-12", date(2026, 11, 30), 0),
    ],
)
def test_months_are_counted_whole_and_never_below_nought(month: str, today: date, whole: int) -> None:
    assert months_between(month, today) == whole


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(0, 400))
def test_a_month_so_many_months_ago_counts_so_many(today: date, ago: int) -> None:
    year, month = divmod(today.year * 12 + today.month - 1 - ago, 12)
    assert months_between(f"{year:04}-{month + 1:02}", today) == ago


def test_nobody_is_asked_and_nothing_is_known() -> None:
    assert facts({}, TODAY) == {}


def test_i_do_not_know_is_not_known() -> None:
    unsure = {"risk_now": "dont_know", "service": "dont_know", "months_since": "dont_know", "matters": ["dont_know"]}
    assert facts(unsure | {"proceedings": ["dont_know"], "parental_responsibility": "dont_know"}, TODAY) == {}


def test_what_a_child_says_becomes_what_the_law_asks() -> None:
    said = facts(CHILD_KEPT, TODAY)
    assert said["complainant"] == "child"
    assert said["child_status"] == ["looked_after"]
    assert said["matters"] == ["placement", "communication"]
    assert (said["age"], said["change_soon"]) == (8, True)


def test_an_advocate_acts_for_another_without_being_asked() -> None:
    assert facts(WHO["advocate"], TODAY)["acting_for"] == "another"
    assert facts(WHO["parent"], TODAY)["acting_for"] == "self"


def test_a_care_leaver_has_left_care_without_being_asked() -> None:
    assert facts({"complainant": "care_leaver"}, TODAY)["child_status"] == ["care_leaver"]


def test_thanks_are_praise_whatever_else_was_said() -> None:
    assert facts(kept(THANKS, "compliment"), TODAY)["matters"] == ["praise"]


def test_no_fact_is_anybodys_words() -> None:
    for answers in WHO.values():
        words = [
            v for key, v in answers.items() if key in {"name", "child_name", "email", "phone", "not_tell", "find_me"}
        ]
        said = str(facts(answers, TODAY))
        assert [word for word in words if word and word in said] == []
