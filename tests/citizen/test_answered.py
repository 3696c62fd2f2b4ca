"""The person reads the answer under /return, on another device, in the voice in which they told it."""

import pytest
from flask import Flask

from portal.actions import answering, handling
from portal.actions.desk import Desk
from portal.casework.outcomes import OutcomeCode
from portal.store import cases, events
from tests.actions.desks import an_officer, answer_all
from tests.citizen.people import CHILD_KEPT, PARENT, kept
from tests.citizen.test_returning import _comes_back, _keys_on
from tests.conftest import NOW, VisitWith
from tests.plain_words import faults_for_children, read

LETTER = "<article><p>We looked. You are right about this.</p></article>"
SAYS = {"adult": ("We answered", "Our answer stands below"), "child": ("We answered you", "You can read it below")}


def _answered(desk: Desk, reference: str) -> None:
    officer = an_officer(desk, now=NOW)
    with desk.database.read() as conn:
        case = cases.by_reference(conn, reference)
    assert case is not None
    handling.change_route(desk, reference, "statutory", "So it is", officer, NOW)
    answer_all(desk, reference, officer, NOW, OutcomeCode.UPHELD)
    with desk.database.read() as conn:
        seen = answering.version_of(events.of_case(conn, case.id))
    assert answering.answer(desk, reference, LETTER, seen, officer, NOW)


@pytest.mark.parametrize(("voice", "answers"), [("adult", kept(PARENT)), ("child", CHILD_KEPT)])
def test_the_person_reads_the_answer_and_what_they_can_ask_for_now(visit_with: VisitWith, app: Flask, voice: str, answers: dict) -> None:
    visit = visit_with(answers)
    if voice == "child":
        visit.opens("/young")
    visit.opens("/check")
    visit.fills("Send my complaint" if voice == "adult" else "Send it")
    reference, words = _keys_on(visit)
    _answered(app.extensions["desk"], reference)
    page = _comes_back(app, reference, " ".join(words)).page
    assert page.path == f"/case/{reference}" and "You are right about this." in page.says
    assert not {"The council answers", "The council answers you"} & set(page.said_in("govuk-summary-list__key")), "that day waits no more"
    for said in SAYS[voice]:
        assert said in page.says
    if voice == "child":
        for sentence in SAYS["child"]:
            assert faults_for_children(read(f"<!doctype html><title>t</title><body><main><p>{sentence}.</p></main></body>")) == []
