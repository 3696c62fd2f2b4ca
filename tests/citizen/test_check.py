"""Before it is sent: what we make of it, and everything that was said with a way to change each line."""

from typing import Any

import pytest

from portal.actions.desk import Desk
from portal.questions.journey import journey
from tests.citizen.people import PARENT, THANKS, WHO, kept
from tests.citizen.stored import kept_case
from tests.conftest import VisitWith
from tests.visiting import Page, Visit


def _at(who: str, visit_with: VisitWith) -> Visit:
    """One of the people of these tests, spoken to in their voice."""
    visit = visit_with(WHO[who])
    visit.opens("/young" if who == "child" else "/")
    return visit


def _changes(page: Page) -> list[str]:
    return [str(e.get("href")) for e in page.main.iter("a") if "Change" in "".join(e.itertext())]


@pytest.mark.parametrize("who", WHO)
def test_every_line_can_be_changed_and_changing_comes_back_to_check(who: str, visit_with: VisitWith) -> None:
    visit = _at(who, visit_with)
    visit.opens("/check")
    links = list(dict.fromkeys(_changes(visit.page)))
    asked = {f"/ask/{step.page or step.key}" for step in journey(WHO[who]).steps}
    assert {link.partition("?")[0] for link in links} == asked
    assert len(visit.page.said_in("govuk-summary-list__row")) == len(_changes(visit.page))
    for link in links:
        page = visit.opens(link)
        assert (page.path, page.status) == (link.partition("?")[0].partition("#")[0], 200)
        visit.fills()
        assert visit.page.path == "/check", f"{link} came back to {visit.page.path}"
        assert page.link("Back" if who != "child" else "Go back") == "/check"


@pytest.mark.parametrize("who", WHO)
def test_sending_a_page_as_it_is_shown_changes_no_answer(who: str, visit_with: VisitWith) -> None:
    visit = _at(who, visit_with)
    before = visit.opens("/check").says
    for link in dict.fromkeys(_changes(visit.page)):
        visit.opens(link)
        visit.fills()
    assert visit.page.says == before


def test_a_change_that_opens_a_new_question_asks_it_and_then_comes_back(visit_with: VisitWith) -> None:
    visit = visit_with(kept(PARENT) | {"proceedings": ["none"]})
    visit.opens("/check")
    visit.opens("/ask/proceedings?from=check")
    visit.fills(proceedings=["concluded"])
    assert visit.page.path == "/check", "that answer was given before and still stands"
    visit.opens("/ask/contact_way?from=check")
    visit.fills(contact_way=["text"])
    assert visit.page.path == "/check"


def test_a_change_that_ends_a_question_takes_its_answer_away(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/ask/contact_way?from=check")
    visit.fills(contact_way=["comeback"])
    assert "ada@example.org" not in visit.page.says
    visit.fills("Send my complaint")
    said = kept_case(desk, visit.page.path.removeprefix("/done/")).said
    assert not {"email", "phone", "address", "trusted_person"} & set(said)


def test_turning_out_to_be_a_child_asks_less_and_speaks_otherwise(visit_with: VisitWith) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/ask/complainant?from=check")
    visit.fills(complainant="child")
    assert "voice-child" in visit.page.html
    assert visit.page.path.startswith("/ask/")


def test_a_voice_that_was_chosen_stays_whatever_is_answered(visit_with: VisitWith) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/young")
    visit.opens("/ask/complainant?from=check")
    visit.fills(complainant="grandparent")
    assert "voice-child" in visit.page.html


@pytest.mark.parametrize("page", ["/result", "/check"])
def test_before_everything_is_answered_the_way_leads_to_what_is_missing(page: str, visit_with: VisitWith) -> None:
    missing = {key: value for key, value in kept(PARENT).items() if key != "service"}
    assert visit_with(missing).opens(page).path == "/ask/service"
    assert visit_with({"purpose": "complaint"}).opens(page).path == "/ask/complainant"


def test_sending_what_is_not_complete_leads_to_what_is_missing(visit_with: VisitWith) -> None:
    missing = {key: value for key, value in kept(PARENT).items() if key != "service"}
    assert visit_with(missing).tries("/check").path == "/ask/service"


def test_a_page_that_two_people_leave_empty_says_to_each_what_they_came_for(visit_with: VisitWith) -> None:
    complaint, thanks = visit_with(kept(PARENT) | {"name": ""}), visit_with(kept(THANKS, "compliment") | {"name": ""})
    complaint.opens("/ask/name?from=check")
    thanks.opens("/ask/name?from=check")
    assert complaint.page.heading == "What is your name?"
    assert thanks.page.heading == "What shall we call you?"


def _points(*words: str) -> list[dict[str, Any]]:
    return [
        {"matter": "", "what_happened": said, "put_right": "", "added": n > 0, "answered": True}
        for n, said in enumerate(words)
    ]


def test_points_can_be_added_changed_and_removed(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/ask/points")
    visit.follows("Add another point")
    visit.fills(what_happened="And they lost my letter.", matter="records_wrong")
    assert "And they lost my letter." in visit.opens("/check").says
    visit.opens("/ask/points/1")
    visit.fills("Remove this point")
    says = visit.opens("/check").says
    assert PARENT["points"][0]["what_happened"] not in says
    assert PARENT["points"][1]["what_happened"] in says
    visit.fills("Send my complaint")
    case = kept_case(desk, visit.page.path.removeprefix("/done/"))
    assert [(p["matter"], p["what_happened"]) for p in case.points] == [
        ("ehc_plan_delay", "The plan is <b>late</b>."), ("records_wrong", "And they lost my letter.")
    ]  # fmt: skip
    assert case.row.matters == ("ehc_plan_delay", "records_wrong")


def test_the_last_point_cannot_be_removed(visit_with: VisitWith) -> None:
    visit = visit_with(kept(PARENT) | {"matters": ["dont_know"], "points": _points("One thing")})
    assert "Remove" not in visit.opens("/ask/points").says
    visit.tries("/ask/points/1", _remove="1")
    assert "One thing" in visit.opens("/check").says


def test_removing_the_first_of_two_points_without_a_name_leaves_the_second(visit_with: VisitWith) -> None:
    visit = visit_with(kept(PARENT) | {"matters": ["dont_know"], "points": _points("One thing", "Another thing")})
    visit.opens("/ask/points/1")
    visit.fills("Remove this point")
    assert visit.page.path in {"/result", "/check"}, "nothing is asked again"
    says = visit.opens("/check").says
    assert "Another thing" in says and "One thing" not in says


@pytest.mark.parametrize("who", WHO)
def test_pressing_remove_twice_takes_out_one(who: str, visit_with: VisitWith) -> None:
    visit = visit_with(WHO[who])
    visit.opens("/ask/points/3")
    visit.fills(what_happened="A third thing")
    for _ in range(2):
        visit.tries("/ask/points/2", _remove="3")
    says = visit.opens("/check").says
    assert "A third thing" in says and WHO[who]["points"][0]["what_happened"] in says
    assert WHO[who]["points"][1]["what_happened"] not in says
    for _ in range(2):
        visit.tries("/ask/points/2", _remove="2")
    assert WHO[who]["points"][0]["what_happened"] in visit.opens("/check").says


def test_a_child_picks_from_a_childs_words_what_another_point_is_about(visit_with: VisitWith) -> None:
    visit = visit_with(WHO["child"])
    visit.opens("/young")
    visit.opens("/ask/points/3")
    options = ["".join(option.itertext()) for option in visit.page.main.iter("option")]
    assert "Seeing my family" in options
    assert not any("section 47" in option or "EHC" in option for option in options)
