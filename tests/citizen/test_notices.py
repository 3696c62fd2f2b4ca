"""The notices say what is true: every question that is asked, every cookie that is set, the schedule that holds."""

from dataclasses import replace

import pytest
from flask import Flask

from portal.actions.leaving import ADVOCACY_SCOPE, SAFEGUARDING_SCOPE
from portal.citizen.notices import COOKIES
from portal.citizen.notices import HEADINGS as EXPLAINED
from portal.councils import load
from portal.questions.about_you import ABOUT_YOU
from portal.questions.declared import DANGER_QUESTIONS, QUESTIONS
from portal.questions.told import HEADINGS, About, personal
from tests.citizen.people import ADVOCATE, CHILD, PARENT
from tests.conftest import desk_of
from tests.visiting import Visit

ALL = (*QUESTIONS, *DANGER_QUESTIONS)


def test_every_personal_question_has_a_heading_in_the_notices() -> None:
    asked = {question.key for question in ALL if question.personal}
    assert asked == set(HEADINGS), "say in questions/told.py under which heading a new personal question stands"


def test_every_heading_says_what_it_is_and_why_we_ask() -> None:
    assert set(EXPLAINED) == set(About) == set(HEADINGS.values())
    for about in personal(child=True):
        assert all(wording.child for wording in EXPLAINED[about]), about


def test_the_notice_for_grown_ups_names_every_question() -> None:
    assert {q.key for questions in personal(child=False).values() for q in questions} == set(HEADINGS)


def test_the_notice_of_a_grown_up_prints_every_question_and_those_about_equality(visit: Visit) -> None:
    visit.opens("/")
    says = visit.opens("/privacy").says
    first = {question.key: question for question in reversed(ALL)}
    for question in (*first.values(), *ABOUT_YOU):
        assert question.title.adult in says, question.key


def test_the_notice_of_a_child_prints_every_question_that_is_put_to_children(visit: Visit) -> None:
    visit.opens("/young")
    says = visit.opens("/privacy").says
    for question in ALL:
        if question.title.child:
            assert question.title.child in says, question.key
    assert not any(question.title.adult in says for question in ABOUT_YOU if question.key != "age")


def test_an_advocate_is_told_no_more_than_the_notice_says() -> None:
    shared = {HEADINGS[key] for key in ADVOCACY_SCOPE if key in HEADINGS}
    assert shared == {About.WHO, About.REACH, About.HELP}
    assert {HEADINGS[key] for key in SAFEGUARDING_SCOPE} == {About.WHO, About.REACH, About.DANGER}


@pytest.mark.parametrize("who", ["parent", "child", "advocate"])
def test_no_cookie_is_set_that_the_notice_does_not_name(who: str, app: Flask) -> None:
    visit = Visit(app)
    visit.begins("child" if who == "child" else "complaint")
    visit.answers({"parent": PARENT, "child": CHILD, "advocate": ADVOCATE}[who])
    visit.opens("/check")
    visit.fills()
    reference = visit.page.path.removeprefix("/done/")
    words = next(e for e in visit.page.main.iter("ol") if "return-words" in e.get("class", ""))
    visit.opens("/return")
    visit.fills(reference=reference, words=" ".join("".join(word.itertext()) for word in words))
    assert visit.page.path == f"/case/{reference}"
    held = {cookie.key for cookie in visit.client._cookies.values()}
    assert held == set(COOKIES), "the notice names every cookie, and no other"
    for name in held:
        assert name in visit.opens("/privacy").said_in("cookies")[0]


def test_the_schedule_of_the_council_is_told(visit: Visit) -> None:
    visit.opens("/")
    says = visit.opens("/privacy").says
    for told in ("Withdrawn, Resolved on receipt: 3 years and 6 months", "Everything else: 6 years", "1 year"):
        assert told in says


def test_a_council_without_a_schedule_promises_no_number_of_years(app: Flask, visit: Visit) -> None:
    app.extensions["desk"] = replace(desk_of(app), profile=load("example").model_copy(update={"retention": (), "data_protection": None}))
    visit.opens("/")
    says = visit.opens("/privacy").says
    assert "years" not in says.replace("years’", "")
    assert "Data Protection Officer" not in says and "01632 960001" in says


@pytest.mark.parametrize("told", ["partially compliant", "WCAG) version 2.2", "Equality Advisory and Support Service", "26 November 2026", "01632 960001", "has tried the pages yet"])
def test_the_accessibility_statement_says_what_the_law_asks(told: str, visit: Visit) -> None:
    visit.opens("/")
    assert told in visit.opens("/accessibility").says


def test_a_child_is_told_in_their_own_words_how_to_get_help_with_the_pages(visit: Visit) -> None:
    visit.opens("/young")
    page = visit.opens("/accessibility")
    assert page.heading == "Can you use these pages?" and "compliant" not in page.says
