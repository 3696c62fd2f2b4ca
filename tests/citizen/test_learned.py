"""You said, we did: the person reads under /return what was done because of what they said, in their own voice."""

import pytest
from flask import Flask

from portal.actions import answering, learning
from portal.actions.answering import Said
from portal.actions.desk import Desk
from portal.actions.learning import NewAction
from portal.casework.answering import Given
from portal.casework.learning import Grade, Owner
from portal.casework.outcomes import OutcomeCode
from tests.actions.desks import an_officer
from tests.citizen.people import CHILD_KEPT, PARENT, kept
from tests.citizen.test_returning import _comes_back, _keys_on
from tests.conftest import NOW, VisitWith
from tests.plain_words import faults_for_children, read

SENTENCE = "We now <b>ring</b> before every visit."
SAYS = {"adult": "You said, we did", "child": "You told us. We did this"}


def _done(desk: Desk, reference: str, sentence: str) -> None:
    officer = an_officer(desk, now=NOW)
    answering.answer_point(desk, reference, 1, Given(OutcomeCode.UPHELD), Said("So it was"), officer, NOW)
    new = NewAction("Train Maria", Grade.TEAM, Owner(officer), NOW.date(), sentence=sentence)
    learning.set_action(desk, reference, new, officer, NOW)
    learning.finish(desk, reference, 1, NOW.date(), "Maria was trained", sentence, officer, NOW)


@pytest.mark.parametrize(("voice", "answers"), [("adult", kept(PARENT)), ("child", CHILD_KEPT)])
@pytest.mark.parametrize("sentence", [SENTENCE, ""])
def test_the_person_reads_what_was_done_and_nothing_else_of_it(
    visit_with: VisitWith, app: Flask, voice: str, answers: dict, sentence: str
) -> None:
    visit = visit_with(answers)
    if voice == "child":
        visit.opens("/young")
    visit.opens("/check")
    visit.fills("Send my complaint" if voice == "adult" else "Send it")
    reference, words = _keys_on(visit)
    _done(app.extensions["desk"], reference, sentence)
    page = _comes_back(app, reference, " ".join(words)).page
    assert (SAYS[voice] in page.says) == (SENTENCE in page.says) == bool(sentence)
    assert "Maria" not in page.says
    assert faults_for_children(read(f"<!doctype html><title>t</title><body><main><p>{SAYS['child']}.</p></main></body>")) == []
