"""What the person sees of their advocate and of the letters, what they take back, and a letter to print."""

from typing import Any

import pytest
from flask import Flask

from portal.actions import advocacy, letters, rights
from portal.actions.case_file import open_file
from portal.actions.desk import Desk
from portal.actions.stages import make
from portal.casework.advocacy import Scope
from portal.casework.letters import LetterKind
from portal.staff import letter_labels
from tests.actions.desks import an_officer
from tests.actions.test_stages import said
from tests.citizen.people import PARENT, WHO, kept
from tests.citizen.test_returning import _comes_back, _keys_on
from tests.conftest import NOW, VisitWith
from tests.plain_words import faults_for_children, said_in
from tests.visiting import Visit

STATUTORY = PARENT | {
    "matter_group": ["social_work_support"], "matters": ["support_not_delivered"], "stage_so_far": "none", "points": [{"what_happened": "No visits"}],
}  # fmt: skip
ADVOCATE = {"name": "Ada <i>Vocate</i>", "organisation": "Example Advocates", "reach": "01632 960004"}


def _sent(visit: Visit, button: str = "Send my complaint") -> tuple[str, str]:
    visit.opens("/check")
    visit.fills(button)
    reference, words = _keys_on(visit)
    return reference, " ".join(words)


def _child(visit_with: VisitWith) -> tuple[str, str]:
    visit = visit_with(WHO["child"])
    visit.opens("/young")
    return _sent(visit, "Send")


def _agreed(desk: Desk, reference: str, *scope: Scope) -> int:
    officer = an_officer(desk)
    rights.advocate(desk, reference, "accepted", NOW.date(), ADVOCATE, officer, NOW)
    if scope:
        advocacy.consent(desk, reference, scope, NOW.date(), {"how_known": "They told me."}, officer, NOW)
    return officer


def _state(desk: Desk, reference: str) -> Any:
    return open_file(desk, reference, 1, NOW).state


def test_a_child_sees_who_helps_them_and_what_they_said_yes_to_and_says_no_again(visit_with: VisitWith, app: Flask, desk: Desk) -> None:
    reference, words = _child(visit_with)
    _agreed(desk, reference, Scope.SPEAK, Scope.LETTERS)
    child = _comes_back(app, reference, words)
    says = child.page.says
    assert "Who helps you" in says and "Ada <i>Vocate</i>" in says and "Example Advocates" in says and "01632 960004" in says
    assert "They can speak for you." in says and "They get our letters to you, too." in says and "what we wrote about this" not in says
    child.fills("I say no now")
    assert child.page.path == f"/case/{reference}" and "They can speak for you." not in child.page.says
    assert "We ask you before we tell them anything." in child.page.says
    assert not _state(desk, reference).advocacy.scope
    again = _comes_back(app, reference, words)
    assert "Who helps you" in again.page.says, "their words still open it"
    history = [done.event for done in open_file(desk, reference, 1, NOW).history if done.event.kind == "advocate_consent"]
    assert [(event.actor, event.detail["scope"]) for event in history] == [("staff", ["letters", "speak"]), ("complainant", [])]


def test_taking_back_twice_makes_one_event_and_nobody_else_can(visit_with: VisitWith, app: Flask, desk: Desk) -> None:
    reference, words = _child(visit_with)
    _agreed(desk, reference, Scope.SPEAK)
    child = _comes_back(app, reference, words)
    child.fills("I say no now")
    child.tries(f"/case/{reference}/end-advocate")
    kinds = [done.event.kind for done in open_file(desk, reference, 1, NOW).history]
    assert kinds.count("advocate_consent") == 2
    assert Visit(app).tries(f"/case/{reference}/end-advocate").path == "/return"


def test_without_an_advocate_nothing_is_said_of_one(visit_with: VisitWith, app: Flask, desk: Desk) -> None:
    reference, words = _sent(visit_with(kept(STATUTORY)))
    assert "The advocate" not in _comes_back(app, reference, words).page.says


def test_ending_a_representation_ends_what_was_agreed_too(visit_with: VisitWith, app: Flask, desk: Desk) -> None:
    visit = visit_with(WHO["advocate"])
    visit.opens("/check")
    visit.fills("Send my complaint")
    reference = visit.page.said_in("reference")[0]
    lists = ["".join(e.itertext()) for e in visit.page.main.iter("ol") if "return-words" in e.get("class", "")]
    assert len(lists) == 2
    _agreed(desk, reference, Scope.SPEAK)
    found = [_comes_back(app, reference, " ".join(words.split())) for words in lists]
    theirs = next(one for one in found if "speak for me" in one.page.says)
    advocates = next(one for one in found if "speak for me" not in one.page.says)
    assert "Vocate" not in advocates.page.says, "what a child agreed to is between the child and us"
    assert advocates.tries(f"/case/{reference}/end-advocate").path == "/return" and _state(desk, reference).advocacy.scope
    theirs.fills("Stop. They do not speak for me now" if "voice-child" in theirs.page.html else "They no longer speak for me")
    assert not _state(desk, reference).advocacy.scope


def test_an_answer_stands_in_its_letter_once_it_is_written_and_not_twice(visit_with: VisitWith, app: Flask, desk: Desk) -> None:
    reference, words = _sent(visit_with(kept(STATUTORY)))
    officer = an_officer(desk)
    for name in ("request_stage_2", "appoint", "report_stage_2", "adjudicate"):
        make(desk, reference, name, said(name), officer, NOW)
    assert "Our answer to stage 2" in _comes_back(app, reference, words).page.says
    about = _state(desk, reference).letters.due[LetterKind.STAGE_2_ANSWER]
    html = '<article lang="en" dir="ltr"><h2>Our answer</h2><p>Words about response</p><script>x()</script></article>'
    letters.send(desk, reference, LetterKind.STAGE_2_ANSWER, about, html, officer, NOW)
    person = _comes_back(app, reference, words)
    assert "Our answer to stage 2" not in person.page.says and person.page.says.count("Words about response") == 1
    person.opens(f"/case/{reference}/letters/1")
    assert "Words about response" in person.page.says and "<script>x" not in person.page.html and "No visits" not in person.page.says
    assert person.opens(f"/case/{reference}/letters/2").path == f"/case/{reference}"
    assert Visit(app).opens(f"/case/{reference}/letters/1").path == "/return"


@pytest.mark.parametrize("text", ["Who helps you", "You said yes to this:", "You can say no to this now.", "I say no now", "We ask you before we tell them anything.", "Our letter to you", "Print this letter"])
def test_what_a_child_reads_of_it_is_plain(text: str) -> None:
    assert faults_for_children(said_in(text)) == []


def test_officers_have_a_name_for_each_letter() -> None:
    assert set(letter_labels.LETTERS) == set(LetterKind)
