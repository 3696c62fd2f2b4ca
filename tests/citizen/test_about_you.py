"""Questions about equality: for adults, after sending, each of them optional, and apart from every case. On both databases."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.actions import equality
from portal.actions.desk import Desk
from portal.actions.drafts import Draft
from portal.citizen.about_you import may_be_asked
from portal.questions.about_you import ABOUT_YOU
from portal.store.tables import equality_answers
from tests.citizen.people import THANKS, WHO, kept
from tests.conftest import NOW, VisitWith, on_both_databases
from tests.visiting import Visit

SAID = {"sex": "female", "age": "35_to_44", "ethnic_group": "asian", "disability": "none", "religion": "muslim", "orientation": "rather_not"}


def _sent(who: str, visit_with: VisitWith) -> Visit:
    visit = visit_with(WHO[who])
    visit.opens("/young" if who == "child" else "/")
    visit.opens("/check")
    visit.fills()
    return visit


def _rows(desk: Desk) -> list[dict[str, str | None]]:
    with desk.database.read() as conn:
        return [dict(row) for row in conn.execute(select(equality_answers)).mappings()]


@on_both_databases
def test_an_adult_who_has_sent_something_may_answer(visit_with: VisitWith, desk: Desk) -> None:
    visit = _sent("parent", visit_with)
    visit.follows("A few questions about you")
    visit.fills("Send these answers", **SAID)
    assert visit.page.heading == "Thank you"
    (row,) = _rows(desk)
    assert row == {"id": row["id"], "month": "2026-11", **SAID}


def test_another_language_keeps_what_was_picked(visit_with: VisitWith, desk: Desk) -> None:
    visit = _sent("parent", visit_with)
    visit.follows("A few questions about you")
    form = visit.page.form("Send these answers")
    page = visit.posts("/about-you", {**form.filled(SAID, None), "_language": "ur"})
    assert (page.path, page.tree.get("lang"), page.errors) == ("/about-you", "ur", {})
    assert page.html.count(" checked") == len(SAID)
    assert _rows(desk) == []


@on_both_databases
def test_nothing_leads_from_the_answers_to_a_case(visit_with: VisitWith, desk: Desk) -> None:
    assert not equality_answers.foreign_keys
    assert set(equality_answers.c.keys()) == {"id", "month", *(question.key for question in ABOUT_YOU)}
    for _ in range(12):
        equality.keep(desk, SAID, NOW.date())
    before = {row["id"] for row in _rows(desk)}
    equality.keep(desk, {"sex": "male"}, NOW.date())
    after = _rows(desk)
    assert len(after) == 13 and not before & {row["id"] for row in after}, "the month is written anew with each answer"
    assert [row["sex"] for row in after].count("male") == 1


@on_both_databases
def test_the_last_to_come_is_not_the_last_to_lie(desk: Desk) -> None:
    places = set()
    for number in range(30):
        month = date(2020 + number // 12, number % 12 + 1, 1)
        for _ in range(4):
            equality.keep(desk, {"sex": "female"}, month)
        equality.keep(desk, {"sex": "male"}, month)
        lying = [row["sex"] for row in _rows(desk) if row["month"] == f"{month:%Y-%m}"]
        places.add(lying.index("male"))
    assert len(places) > 1


@on_both_databases
def test_some_answers_are_enough_and_none_leave_nothing(visit_with: VisitWith, desk: Desk) -> None:
    visit = _sent("parent", visit_with)
    visit.opens("/about-you")
    visit.fills("Send these answers")
    assert visit.page.path.startswith("/done/") and _rows(desk) == []
    visit.opens("/about-you")
    visit.fills("Send these answers", religion="none")
    (row,) = _rows(desk)
    assert (row["religion"], row["sex"]) == ("none", None)


def test_whoever_has_answered_is_not_asked_again(visit_with: VisitWith, desk: Desk) -> None:
    visit = _sent("parent", visit_with)
    done = visit.page.path
    visit.opens("/about-you")
    visit.fills("Send these answers", sex="male")
    assert "A few questions about you" not in visit.opens(done).says
    visit.tries("/about-you", sex="male")
    assert len(_rows(desk)) == 1


def test_an_answer_that_is_not_offered_is_pointed_out_and_the_others_stay(visit_with: VisitWith, desk: Desk) -> None:
    visit = _sent("parent", visit_with)
    visit.opens("/about-you")
    page = visit.tries("/about-you", sex="nonsense", age="25_to_34")
    assert page.status == 400 and page.errors
    assert page.form("Send these answers").filled({}, None).get("age") == "25_to_34"
    assert _rows(desk) == []


def test_a_child_is_never_asked(visit_with: VisitWith, desk: Desk) -> None:
    visit = _sent("child", visit_with)
    done = visit.page.path
    for voice in ("/young", "/grown-up"):
        visit.opens(voice)
        assert "about-you" not in visit.opens(done).html
        assert visit.opens("/about-you").path == done
        visit.tries("/about-you", sex="male")
    assert _rows(desk) == []


def test_nobody_is_asked_in_the_childs_voice(visit_with: VisitWith, desk: Desk) -> None:
    visit = _sent("parent", visit_with)
    done = visit.page.path
    visit.opens("/young")
    assert "about-you" not in visit.opens(done).html
    visit.tries("/about-you", sex="male")
    assert visit.page.path == done and _rows(desk) == []


@pytest.mark.parametrize(("age_band", "asked"), [("8_to_11", False), ("16_to_17", False), ("18_to_20", True), ("", True)])
def test_nobody_under_18_is_asked_whatever_else_they_said(age_band: str, asked: bool, app: Flask) -> None:
    sent = Draft(b"k" * 32, sent=True, answers={"complainant": "care_leaver", "age_band": age_band})
    with app.test_request_context("/"):
        assert may_be_asked(sent) is asked


def test_before_sending_nobody_is_asked(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(WHO["parent"])
    assert visit.opens("/about-you").path != "/about-you"
    visit.tries("/about-you", sex="male")
    assert _rows(desk) == []


def test_whoever_says_thanks_may_answer_too(visit_with: VisitWith) -> None:
    visit = visit_with(kept(THANKS, "compliment") | {"name": ""})
    visit.opens("/check")
    visit.fills()
    assert visit.page.link("A few questions about you") == "/about-you"


@on_both_databases
def test_figures_leave_out_what_few_people_said(desk: Desk) -> None:
    for _ in range(15):
        equality.keep(desk, {"sex": "female", "religion": "none"}, NOW.date())
    for _ in range(12):
        equality.keep(desk, {"sex": "male"}, NOW.date())
    equality.keep(desk, {"sex": "rather_not"}, NOW.date())
    figures = equality.figures(desk, ["2026-11"])
    assert figures["sex"] == {"female": 15, "male": None, "rather_not": None}, "the next smallest goes too"
    assert figures["religion"] == {"none": 15} and figures["age"] == {}
    assert equality.figures(desk, ["2026-10"])["sex"] == {}


@on_both_databases
def test_answers_are_forgotten_after_two_years(desk: Desk) -> None:
    for month in (date(2024, 10, 31), date(2024, 11, 1), date(2026, 11, 1)):
        equality.keep(desk, {"sex": "female"}, month)
    with desk.database.write() as conn:
        assert equality.forget_old(conn, date(2026, 11, 23)) == 1
    assert sorted(str(row["month"]) for row in _rows(desk)) == ["2024-11", "2026-11"]
