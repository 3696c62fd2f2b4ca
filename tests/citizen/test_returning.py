"""Stopping and coming back: a draft or a sent case, by reference and words, however they are spelled."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.actions.desk import Desk
from portal.actions.drafts import sweep
from portal.actions.stages import make
from tests.actions.desks import an_officer
from tests.actions.test_stages import said
from tests.citizen.people import CHILD_KEPT, PARENT, THANKS, WHO, kept
from tests.citizen.stored import count
from tests.conftest import NOW, VisitWith, on_both_databases
from tests.visiting import Visit


def _saved(visit: Visit, button: str = "Give me a reference and words") -> tuple[str, list[str]]:
    visit.opens("/save")
    visit.fills(button)
    return _keys_on(visit)


def _keys_on(visit: Visit) -> tuple[str, list[str]]:
    listed = next(e for e in visit.page.main.iter("ol") if "return-words" in e.get("class", ""))
    return visit.page.said_in("reference")[0], ["".join(item.itertext()).strip() for item in listed]


def _comes_back(app: Flask, reference: str, words: str) -> Visit:
    somebody = Visit(app)
    somebody.opens("/return")
    somebody.fills("Open it", reference=reference, words=words)
    return somebody


SPELLINGS = {
    "as given": lambda ref, words: (ref, " ".join(words)),
    "shouted": lambda ref, words: (ref.upper(), " ".join(words).upper()),
    "small": lambda ref, words: (ref.lower(), " ".join(words).lower()),
    "without hyphens, with commas": lambda ref, words: (ref.replace("-", ""), ", ".join(words) + "."),
    "with spaces, hyphens and line breaks": lambda ref, words: (
        f"  {ref.replace('-', ' ')} ",
        " - ".join(words) + "\n",
    ),
    "run together": lambda ref, words: (ref.replace("-", "\u2011"), "".join(words)),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_draft_opens_on_another_device_however_it_is_spelled(
    spelling: str, visit_with: VisitWith, app: Flask
) -> None:
    reference, words = _saved(visit_with({"purpose": "complaint", "complainant": "parent", "risk_now": "no"}))
    somebody = _comes_back(app, *SPELLINGS[spelling](reference, words))
    assert somebody.page.path == "/ask/acting_for", "the first question without an answer"
    assert "Parent" not in somebody.page.says
    assert 'value="parent" checked' in somebody.opens("/ask/complainant").html


@on_both_databases
@pytest.mark.parametrize("spelling", ["as given", "without hyphens, with commas"])
def test_a_sent_case_opens_on_another_device(spelling: str, visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/check")
    visit.fills("Send my complaint")
    reference, words = _keys_on(visit)
    somebody = _comes_back(app, *SPELLINGS[spelling](reference, words))
    assert somebody.page.path == f"/case/{reference}"
    assert PARENT["points"][0]["what_happened"] in somebody.page.says
    assert "2026-12-07" in somebody.page.dates


def test_the_words_of_a_draft_still_open_it_once_it_is_sent(visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(kept(PARENT))
    reference, words = _saved(visit)
    visit.opens("/check")
    visit.fills("Send my complaint")
    assert _keys_on(visit) == (reference, words)
    assert _comes_back(app, reference, " ".join(words)).page.path == f"/case/{reference}"


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        (None, "other words than these"),
        ("KMR-2346-789", None),
        ("nonsense", None),
        ("O0I1", "these are no words"),
        (None, "123 456"),
    ],
)
def test_what_does_not_fit_is_said_kindly_and_stays_on_the_page(
    reference: str | None, words: str | None, visit_with: VisitWith, app: Flask
) -> None:
    right = _saved(visit_with(kept(PARENT)))
    tried = (reference or right[0], words or " ".join(right[1]))
    page = _comes_back(app, *tried).page
    assert page.status == 400
    assert page.errors == {
        "reference": "That reference and those words do not fit together. Check each one, and the order of the words"
    }
    assert tried[0] in page.typed
    assert tried[1] in page.typed


def test_words_in_another_order_open_nothing(visit_with: VisitWith, app: Flask) -> None:
    reference, words = _saved(visit_with(kept(PARENT)))
    assert _comes_back(app, reference, " ".join(words[::-1])).page.status == 400


def test_nothing_typed_is_asked_for_kindly(visit: Visit) -> None:
    visit.opens("/return")
    visit.fills("Open it")
    assert visit.page.errors == {"reference": "Enter your reference", "words": "Enter your words"}


def test_saving_twice_gives_the_same_words(visit_with: VisitWith) -> None:
    visit = visit_with(kept(PARENT))
    first = _saved(visit)
    visit.opens("/save")
    assert _keys_on(visit) == first
    assert visit.tries("/save").status == 200
    assert _keys_on(visit) == first


def test_a_child_gets_four_words_and_an_adult_five(visit_with: VisitWith) -> None:
    assert len(_saved(visit_with(WHO["parent"]))[1]) == 5
    child = visit_with(CHILD_KEPT)
    child.opens("/young")
    assert len(_saved(child, "Give me a code and words")[1]) == 4


def test_a_child_who_comes_back_on_another_device_is_spoken_to_as_a_child(visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(CHILD_KEPT)
    visit.opens("/young")
    reference, words = _saved(visit, "Give me a code and words")
    assert "voice-child" in _comes_back(app, reference, " ".join(words)).page.html
    visit.opens("/check")
    visit.fills("Send it")
    assert "voice-child" in _comes_back(app, reference, " ".join(words)).page.html


def test_stopping_clears_the_device_and_the_words_open_it_again(visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(kept(PARENT))
    reference, words = _saved(visit)
    visit.fills("Stop, and clear this device")
    assert visit.opens("/check").path == "/ask/complainant"
    assert _comes_back(app, reference, " ".join(words)).page.path == "/check"


def test_stopping_has_the_browser_forget_the_pages_and_keep_the_cookies_of_the_councils_others(
    visit_with: VisitWith, app: Flask
) -> None:
    visit = visit_with(kept(PARENT))
    assert "Clear-Site-Data" not in visit.client.get("/check").headers
    _saved(visit)
    answer = visit.client.post("/close", data={"csrf_token": visit.token})
    assert (answer.location, answer.headers.get("Clear-Site-Data")) == ("/", '"cache", "storage"')


def test_two_devices_may_work_on_one_draft(visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(kept(THANKS, "compliment"))
    reference, words = _saved(visit)
    other = _comes_back(app, reference, " ".join(words))
    other.tries("/ask/name", name="Eve")
    visit.tries("/ask/thanks", thanks="Dee and all of you")
    says = visit.opens("/check").says
    assert "Eve" in says and "Dee and all of you" in says


def test_a_draft_that_nobody_touched_for_thirty_days_is_forgotten(
    visit_with: VisitWith, desk: Desk, app: Flask
) -> None:
    reference, words = _saved(visit_with(kept(PARENT)))
    assert sweep(desk, NOW + timedelta(days=30)) == 0
    assert sweep(desk, NOW + timedelta(days=30, seconds=1)) == 1
    assert count(desk, "drafts") == 0
    assert _comes_back(app, reference, " ".join(words)).page.status == 400


def test_who_has_begun_nothing_has_nothing_to_save(visit: Visit) -> None:
    assert visit.opens("/save").path == "/"


def test_starting_again_asks_before_it_leaves_what_was_begun(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(kept(THANKS, "compliment"))
    assert visit.opens("/start/complaint").heading == "You have started already"
    visit.follows("Carry on with it")
    assert visit.page.path == "/check"
    visit.opens("/start/complaint")
    visit.fills("Leave it and start something new")
    assert visit.is_told().path == "/ask/complainant"
    assert "checked" not in visit.page.html


def test_whoever_waits_too_long_reads_what_they_have_a_right_to_and_how_the_day_was_counted(
    visit_with: VisitWith, app: Flask
) -> None:
    told = PARENT | {"matter_group": ["social_work_support"], "matters": ["support_not_delivered"], "stage_so_far": "none",
                     "points": [{"what_happened": "No visits"}]}  # fmt: skip
    visit = visit_with(kept(told))
    visit.opens("/check")
    visit.fills("Send my complaint")
    reference, words = _keys_on(visit)
    assert "How we counted these days" in visit.page.says and "day 10" in visit.page.says
    somebody = _comes_back(app, reference, " ".join(words))
    assert "What you have a right to" not in somebody.page.says
    app.config["NOW"] = lambda: NOW + timedelta(days=15)
    page = _comes_back(app, reference, " ".join(words)).page
    assert "Stage 2: an investigation with an independent person" in page.says
    assert "The answer did not come in time. You can ask for it now" in page.says


def test_a_child_reads_that_an_advocate_was_offered(visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(WHO["child"])
    visit.opens("/young")
    visit.opens("/check")
    visit.fills("Send")
    reference, words = _keys_on(visit)
    page = _comes_back(app, reference, " ".join(words)).page
    assert "Someone on your side: an advocate. It is free" in page.says
    assert "We told you about it on: Monday 23 November 2026" in page.says


def _staged(desk: Desk, reference: str, *names: str) -> None:
    officer = an_officer(desk)
    for name in names:
        make(desk, reference, name, said(name), officer, NOW)


def test_whoever_asked_for_stage_2_reads_that_it_runs_and_by_when_it_is_answered(visit_with: VisitWith, app: Flask, desk: Desk) -> None:
    told = PARENT | {"matter_group": ["social_work_support"], "matters": ["support_not_delivered"], "stage_so_far": "none",
                     "points": [{"what_happened": "No visits"}]}  # fmt: skip
    visit = visit_with(kept(told))
    visit.opens("/check")
    visit.fills("Send my complaint")
    reference, words = _keys_on(visit)
    _staged(desk, reference, "request_stage_2")
    page = _comes_back(app, reference, " ".join(words)).page
    assert "Where it is nowStage 2: an investigation with an independent person" in page.says
    assert "Wednesday 30 December 2026" in page.says and "Thursday 25 February 2027" in page.says
    assert "You asked for this. Monday 23 November 2026." in page.says
    for name in ("appoint", "report_stage_2", "adjudicate"):
        make(desk, reference, name, said(name), 1, NOW)
    page = _comes_back(app, reference, " ".join(words)).page
    assert "We answered it on: Monday 23 November 2026" in page.says
    assert "Our answer to stage 2Monday 23 November 2026Words about response" in page.says
    assert "Ask for the next stage by this day. If it is later, ask all the sameMonday 21 December 2026" in page.says
    assert "Stage 3: a review panel of three independent people" in page.says
    assert "Ines Pendent" not in page.html, "who takes part is told in letters"


def test_a_child_reads_in_their_own_words_that_it_waits(visit_with: VisitWith, app: Flask, desk: Desk) -> None:
    visit = visit_with(WHO["child"])
    visit.opens("/young")
    visit.opens("/check")
    visit.fills("Send")
    reference, words = _keys_on(visit)
    _staged(desk, reference, "pause")
    page = _comes_back(app, reference, " ".join(words)).page
    assert "It has to wait for a court or the police. After that, tell us again." in page.says
    assert "The council answers you" not in page.says, "no date runs"
