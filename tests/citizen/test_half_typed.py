"""What is being typed is kept while it is typed, and never taken for an answer."""

from datetime import timedelta

import pytest
from flask import Flask

from portal import limits
from portal.actions import drafts
from portal.actions.desk import Desk
from portal.web import cookies
from tests.citizen.people import CHILD_KEPT, PARENT, kept
from tests.conftest import NOW, VisitWith
from tests.visiting import Visit

HALF = "They said that somebody would"
AT_POINTS = {key: value for key, value in kept(PARENT).items() if key != "points"}


def _keeps(visit: Visit, page: str, **typed: str) -> int:
    return visit.client.post("/keep", data={"csrf_token": visit.token, "_page": page, **typed}).status_code


def _draft(visit: Visit, desk: Desk) -> drafts.Draft:
    cookie = visit.client.get_cookie("draft")
    found = drafts.look(desk, cookies.key_of((cookie.value if cookie else "").partition(".")[0]) or b"")
    assert found is not None
    return found


def test_what_is_half_typed_stands_in_its_input_again_and_is_no_answer(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(AT_POINTS)
    before = _draft(visit, desk).answers
    assert _keeps(visit, "/ask/points/1", what_happened=HALF, put_right="") == 204
    assert HALF in visit.opens("/ask/points/1").typed
    assert _draft(visit, desk).answers == before
    assert visit.opens("/check").path == "/ask/points/1", "the question is still to be answered"


def test_pressing_the_button_makes_an_answer_of_it_and_nothing_half_typed_is_left(
    visit_with: VisitWith, desk: Desk
) -> None:
    visit = visit_with(AT_POINTS)
    _keeps(visit, "/ask/points/1", what_happened=HALF, put_right="")
    visit.opens("/ask/points/1")
    visit.fills(what_happened=f"{HALF} come.")
    draft = _draft(visit, desk)
    assert draft.typing == {}
    assert draft.answers["points"][0]["what_happened"] == f"{HALF} come."


def test_an_answer_stands_until_its_button_is_pressed_and_typing_it_back_forgets_the_rest(
    visit_with: VisitWith, desk: Desk
) -> None:
    visit = visit_with(kept(PARENT))
    assert _keeps(visit, "/ask/name", name="Ada Ex") == 204
    assert "Ada Ex" in visit.opens("/ask/name").typed
    assert _draft(visit, desk).answers["name"] == PARENT["name"]
    assert "have not finished" in visit.opens("/check").says
    _keeps(visit, "/ask/name", name=PARENT["name"])
    assert _draft(visit, desk).typing == {}
    assert "have not finished" not in visit.opens("/check").says


def test_a_point_keeps_its_half_typed_words_when_its_number_changes(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(AT_POINTS | {"matters": ["support_not_delivered", "ehc_plan_delay"]})
    _keeps(visit, "/ask/points/1", what_happened=HALF)
    drafts.change(desk, _draft(visit, desk).key, lambda a: {**a, "matters": ["ehc_plan_delay", "support_not_delivered"]}, NOW)
    assert HALF not in visit.opens("/ask/points/1").typed
    drafts.change(desk, _draft(visit, desk).key, lambda a: {**a, "matters": ["support_not_delivered"]}, NOW)
    assert HALF in visit.opens("/ask/points/1").typed


def test_danger_keeps_what_is_half_typed_too(visit_with: VisitWith) -> None:
    visit = visit_with(AT_POINTS)
    assert _keeps(visit, "/danger", danger_what=HALF) == 204
    assert HALF in visit.opens("/danger").typed


def test_it_comes_back_with_reference_and_words(visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(AT_POINTS)
    visit.opens("/save")
    visit.fills("Give me")
    reference = visit.page.said_in("reference")[0]
    words = " ".join("".join(e.itertext()) for e in next(e for e in visit.page.main.iter("ol")))
    _keeps(visit, "/ask/points/1", what_happened=HALF)
    somebody = Visit(app)
    somebody.opens("/return")
    assert somebody.fills("Open it", reference=reference, words=words).path == "/ask/points/1"
    assert HALF in somebody.page.typed


def test_nothing_is_kept_without_a_draft_or_for_a_page_that_asks_no_words(visit: Visit, visit_with: VisitWith) -> None:
    assert _keeps(visit, "/ask/name", name="Kit") == 202
    begun = visit_with(AT_POINTS)
    for page in ("/ask/risk_now", "/ask/nothing", "/check", "", "/ask/points/99", "//elsewhere"):
        assert _keeps(begun, page, risk_now="yes", nothing=HALF) == 202, page


def test_a_post_of_another_site_keeps_nothing(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(AT_POINTS)
    assert visit.client.post("/keep", data={"_page": "/ask/points/1", "what_happened": HALF}).status_code == 400
    assert _draft(visit, desk).typing == {}


def test_it_is_kept_when_the_time_is_over_but_does_not_prolong_it(visit_with: VisitWith, app: Flask, desk: Desk) -> None:
    visit = visit_with(AT_POINTS)
    visit.opens("/ask/points/1")
    draft = _draft(visit, desk)
    app.config["NOW"] = lambda: NOW + limits.SHARED_IDLE - timedelta(minutes=1)
    _keeps(visit, "/ask/points/1", what_happened=HALF)
    app.config["NOW"] = lambda: NOW + limits.SHARED_IDLE + timedelta(minutes=1)
    assert _keeps(visit, "/ask/points/1", what_happened=f"{HALF} come") == 204
    again = drafts.look(desk, draft.key)
    assert again and list(again.typing.values()) == [{"what_happened": f"{HALF} come"}]
    assert visit.client.get_cookie("draft") is None


def test_saying_that_one_is_still_there_prolongs_it(visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(AT_POINTS)
    visit.opens("/ask/points/1")
    app.config["NOW"] = lambda: NOW + limits.SHARED_IDLE - timedelta(minutes=1)
    assert visit.client.post("/keep", data={"csrf_token": visit.token}).status_code == 202
    app.config["NOW"] = lambda: NOW + limits.SHARED_IDLE + timedelta(minutes=1)
    assert visit.opens("/ask/points/1").path == "/ask/points/1"


def test_keeping_without_a_pause_waits_and_submitting_never_does(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(AT_POINTS)
    token = visit.token
    told = [
        visit.client.post("/keep", data={"csrf_token": token, "_page": "/ask/points/1", "what_happened": f"{n}"})
        for n in range(limits.KEEPS_FREE + 1)
    ]
    assert {answer.status_code for answer in told[:-1]} == {204}
    assert (told[-1].status_code, told[-1].headers["Retry-After"]) == (429, "3")
    visit.opens("/ask/points/1")
    visit.fills(what_happened=HALF)
    assert _draft(visit, desk).answers["points"][0]["what_happened"] == HALF


def test_more_than_a_draft_can_hold_waits_for_its_button(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(AT_POINTS)
    assert _keeps(visit, "/ask/points/1", what_happened="x" * (limits.MOST_TYPED + 1)) == 202
    assert _draft(visit, desk).typing == {}


def _three_points(visit_with: VisitWith) -> Visit:
    """Somebody with one point that was called for and two that they added, the last half-typed."""
    visit = visit_with(kept(PARENT))
    for words in ("The first that I add.", "The second that I add."):
        visit.opens("/ask/points")
        visit.follows("Add another point")
        visit.fills("Continue", what_happened=words)
    return visit


def test_half_typed_words_stay_with_their_added_point_when_one_before_it_is_taken_out(
    visit_with: VisitWith, desk: Desk
) -> None:
    visit = _three_points(visit_with)
    points = len(_draft(visit, desk).answers["points"])
    assert _keeps(visit, f"/ask/points/{points}", what_happened=HALF) == 204
    visit.opens(f"/ask/points/{points - 1}")
    visit.fills("Remove this point")
    assert HALF in visit.opens(f"/ask/points/{points - 1}").typed
    assert HALF not in visit.opens(f"/ask/points/{points}").typed, "the page of a new point is empty"


def test_half_typed_words_of_a_point_that_is_taken_out_go_with_it(visit_with: VisitWith, desk: Desk) -> None:
    visit = _three_points(visit_with)
    points = len(_draft(visit, desk).answers["points"])
    _keeps(visit, f"/ask/points/{points}", what_happened=HALF)
    visit.opens(f"/ask/points/{points}")
    visit.fills("Remove this point")
    assert _draft(visit, desk).typing == {}


@pytest.mark.parametrize(("page", "name"), [("contact_way", "not_tell"), ("contact_way", "safe_contact"), ("age_band", "find_me")])
def test_what_a_child_types_beside_another_question_is_kept_too(
    page: str, name: str, visit_with: VisitWith, desk: Desk
) -> None:
    visit = visit_with(CHILD_KEPT)
    visit.opens("/young")
    assert 'data-module="keep"' in visit.opens(f"/ask/{page}").html
    assert _keeps(visit, f"/ask/{page}", **{name: HALF}) == 204
    assert HALF in visit.opens(f"/ask/{page}").typed
    said = visit.opens("/check").html
    assert said.count("did not finish") == 1, "one line says so, and it is that of these words"
    visit.opens(f"/ask/{page}")
    visit.fills("Next")
    assert _draft(visit, desk).typing == {} and _draft(visit, desk).answers[name] == HALF


def test_a_blank_that_a_keyboard_adds_has_begun_nothing_new(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(kept(PARENT))
    assert _keeps(visit, "/ask/name", name=f"{PARENT['name']} ") == 204
    assert _draft(visit, desk).typing == {}


def test_what_was_typed_before_a_question_is_skipped_stays_on_its_page(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(CHILD_KEPT)
    visit.opens("/young")
    visit.opens("/ask/name")
    visit.fills("_skip", name=HALF)
    assert _draft(visit, desk).answers["name"] == ""
    assert HALF in visit.opens("/ask/name").typed


def test_who_says_too_late_that_they_are_still_there_is_told(visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(AT_POINTS)
    visit.opens("/ask/points/1")
    app.config["NOW"] = lambda: NOW + limits.SHARED_IDLE + timedelta(minutes=1)
    assert visit.client.post("/keep", data={"csrf_token": visit.token}).status_code == 410


def test_a_page_that_is_sent_after_its_draft_was_put_away_says_so_and_keeps_the_words(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/ask/name")
    visit.client.get("/leave")
    page = visit.posts("/ask/name", {"csrf_token": visit.token, "name": "Ada"})
    assert page.path == "/gone" and "is kept" in page.says
    assert _draft(visit, desk).answers["name"] == "Ada"
