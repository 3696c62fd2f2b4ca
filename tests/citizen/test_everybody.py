"""Everybody and everything: each kind of person and each matter, through the pages that answer them."""

from typing import Any

import pytest
from flask import Flask

from portal.law.facts import Complainant, Stage
from portal.questions.journey import journey
from portal.questions.kinds import Kind
from portal.questions.matters import CHILD_MATTERS, GROUPS
from portal.questions.points import Point, with_point
from tests.citizen.people import CHILD, PARENT, kept
from tests.conftest import OpenPortal, VisitWith

MATTERS = [(group, choice.code) for group, (_, _, choices) in GROUPS.items() for choice in choices]
SAID = {Kind.MONTH: "2026-09", Kind.EMAIL: "somebody@example.org", Kind.PHONE: "01632 960 960"}


@pytest.fixture(scope="module")
def app(open_portal: OpenPortal) -> Flask:
    """One portal for all of these: everybody in here has a draft of their own."""
    return open_portal()


def _answers(purpose: str, complainant: str) -> dict[str, Any]:
    """What somebody answers who picks the first thing each time, and every way to be reached."""
    answers: dict[str, Any] = {"purpose": purpose, "complainant": complainant, "risk_now": "no"}
    while (path := journey(answers)).missing:
        step = path.missing
        choices = step.question.choices_for(path.given)
        if step.point is not None:
            point = Point("", "It went wrong", "Put it right", answered=True)
            answers["points"] = with_point(path.given, answers, step.number, point)
        elif step.key in {"contact_way", "help_wanted"}:
            answers[step.key] = [choice.code for choice in choices if not choice.alone]
        elif choices:
            answers[step.key] = [choices[0].code] if step.question.kind is Kind.CHOICES else choices[0].code
        else:
            answers[step.key] = SAID.get(step.question.kind, f"Something about {step.key}")
    return answers


@pytest.mark.parametrize("purpose", ["complaint", "compliment", "idea_or_question"])
@pytest.mark.parametrize("complainant", list(Complainant))
def test_each_kind_of_person_is_answered_and_can_read_it_again(
    complainant: str, purpose: str, visit_with: VisitWith
) -> None:
    visit = visit_with(_answers(purpose, complainant))
    visit.opens("/young" if complainant == "child" else "/")
    if purpose == "complaint":
        assert visit.opens("/result").path == "/result"
    assert visit.opens("/check").path == "/check"
    visit.fills()
    assert visit.page.path.startswith("/done/")
    reference = visit.page.said_in("reference")[0]
    listed = next(e for e in visit.page.main.iter("ol") if "return-words" in e.get("class", ""))
    visit.opens("/return")
    visit.fills(reference=reference, words=" ".join("".join(word.itertext()) for word in listed))
    assert visit.page.path == f"/case/{reference}"


@pytest.mark.parametrize(("group", "matter"), MATTERS, ids=[f"{g}-{m}" for g, m in MATTERS])
def test_each_matter_is_told_where_it_belongs_and_why(group: str, matter: str, visit_with: VisitWith) -> None:
    visit = visit_with(
        kept(PARENT | {"matter_group": [group], "matters": [matter], "decision_letter": "2026-11-02", "points": [{"what_happened": "It did."}]})
    )
    page = visit.opens("/result")
    assert page.path == "/result"
    assert len(page.said_in("door")[0]) > len(page.heading) + 20, "the reason stands under the heading"
    assert "The law behind it" in page.says


@pytest.mark.parametrize("matter", [choice.code for choice in CHILD_MATTERS])
def test_each_matter_of_a_child_is_answered_in_a_childs_words(matter: str, visit_with: VisitWith) -> None:
    visit = visit_with(
        kept({"complainant": "child", **CHILD, "matters": [matter], "points": [{"what_happened": "It did."}]})
    )
    visit.opens("/young")
    page = visit.opens("/result")
    assert (page.path, "voice-child" in page.html) == ("/result", True)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("procedure", ["statutory", "corporate", "dont_know"])
def test_whoever_complained_before_is_told_what_comes_next(stage: str, procedure: str, visit_with: VisitWith) -> None:
    visit = visit_with(kept(PARENT) | {"stage_so_far": stage, "procedure_so_far": procedure})
    assert visit.opens("/result").path == "/result"
