"""Leaving fast, whose device it is, and what becomes of what was told when the time is over."""

from datetime import timedelta

import pytest
from flask import Flask

from portal import limits
from portal.actions import drafts
from portal.actions.desk import Desk
from portal.web import cookies
from portal.web.page import AWAY
from tests.citizen.people import CHILD_KEPT, PARENT, WHO, kept
from tests.citizen.stored import count
from tests.conftest import NOW, VisitWith
from tests.visiting import Visit

WROTE = "Nobody came in March, and nobody rang us back."
AT_POINTS = {key: value for key, value in kept(PARENT).items() if key != "points"}


def _later(app: Flask, by: timedelta) -> None:
    app.config["NOW"] = lambda: NOW + by


LATE, IN_TIME = limits.SHARED_IDLE + timedelta(minutes=1), limits.SHARED_IDLE - timedelta(minutes=1)


def _has_key(visit: Visit) -> bool:
    return visit.client.get_cookie("draft") is not None


def _words(visit: Visit) -> tuple[str, str]:
    visit.opens("/save")
    visit.fills("Give me")
    listed = next(e for e in visit.page.main.iter("ol") if "return-words" in e.get("class", ""))
    return visit.page.said_in("reference")[0], " ".join("".join(item.itertext()) for item in listed)


@pytest.mark.parametrize("purpose", ["complaint", "child", "compliment", "idea_or_question"])
def test_the_button_is_explained_before_it_is_met_and_stands_on_every_page_after_it(purpose: str, visit: Visit) -> None:
    first = visit.opens("/young" if purpose == "child" else "/")
    assert 'href="/leave"' not in first.html
    page = visit.opens(f"/start/{purpose}")
    assert page.path == "/ready"
    assert "Shift" in page.says and 'href="/browsing"' in page.html
    assert page.html.count('href="/leave"') == 1, "the one that is explained"
    assert visit.fills().path == "/device"
    assert visit.fills(device="shared").path.startswith("/ask/")
    for path in (visit.page.path, "/danger", "/browsing", "/return", "/"):
        html = visit.opens(path).html
        assert html.count('href="/leave"') == 2, f"{path} has the button and the second skip link"
    assert visit.opens(f"/start/{purpose}").path.startswith("/ask/"), "nobody is told twice"


def test_titles_and_addresses_say_nothing_of_what_is_told(visit: Visit) -> None:
    for path in ("/ready", "/device", "/browsing", "/over"):
        title = visit.opens(path).title.lower()
        assert not {"complaint", "abuse", "leave", "hide", "cover"} & set(title.split("–")[0].split()), title


def test_leaving_closes_the_draft_here_and_words_open_it_again(visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(AT_POINTS)
    reference, words = _words(visit)
    gone = visit.client.get("/leave")
    assert (gone.status_code, gone.location) == (303, AWAY)
    assert not _has_key(visit)
    assert " checked" not in visit.opens("/ask/complainant").html, "nothing of the draft stands there"
    visit.opens("/return")
    assert visit.fills("Open it", reference=reference, words=words).path == "/ask/points/1"


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}],
)
def test_neither_another_site_nor_a_browser_that_fetches_ahead_closes_anything(
    headers: dict[str, str], visit_with: VisitWith
) -> None:
    visit = visit_with(AT_POINTS)
    assert visit.client.get("/leave", headers=headers).status_code in (204, 303)
    assert _has_key(visit)
    assert visit.opens("/ask/points/1").path == "/ask/points/1"


@pytest.mark.parametrize("device", ["shared", "unsure", ""])
def test_who_does_not_say_that_the_device_is_theirs_may_share_it(device: str, visit: Visit, app: Flask) -> None:
    visit.opens("/start/complaint")
    visit.fills()
    visit.fills(**({"device": device} if device else {}))
    visit.fills(complainant="parent")
    _later(app, LATE)
    assert visit.opens("/ask/complainant").path == "/over"
    assert not _has_key(visit)


def test_a_device_of_ones_own_stays_open_for_a_day_and_no_longer(visit: Visit, app: Flask) -> None:
    visit.opens("/start/complaint")
    visit.fills()
    visit.fills(device="own")
    visit.fills(complainant="parent")
    _later(app, timedelta(hours=19))
    assert "checked" in visit.opens("/ask/complainant").html
    _later(app, timedelta(hours=19) + limits.OWN_IDLE + timedelta(minutes=1))
    assert visit.opens("/ask/complainant").path == "/over"


def test_every_page_begins_the_time_anew(visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(AT_POINTS)
    for times in range(1, 4):
        _later(app, times * IN_TIME)
        assert visit.opens("/ask/points/1").path == "/ask/points/1"


def test_a_key_without_its_signed_time_or_with_that_of_another_opens_nothing(visit_with: VisitWith, desk: Desk) -> None:
    visit, other = visit_with(AT_POINTS), visit_with(AT_POINTS)
    held = [here.client.get_cookie("draft") for here in (visit, other)]
    key, _, _ = (held[0].value if held[0] else "").partition(".")
    stamp = (held[1].value if held[1] else "").partition(".")[2]
    for value in (key, f"{key}.", f"{key}.{stamp}", f"{key}.nonsense", f"{key}.é"):
        visit.client.set_cookie("draft", value)
        assert visit.opens("/ask/points/1").path == "/over", value
    assert cookies.key_of(key) is not None and drafts.look(desk, cookies.key_of(key) or b"") is not None, "it lives on"


@pytest.mark.parametrize("path", ["/", "/young", "/danger", "/return", "/browsing", "/start/complaint"])
def test_who_to_ring_and_the_first_pages_are_open_to_whoever_comes_later(
    path: str, visit_with: VisitWith, app: Flask
) -> None:
    visit = visit_with(AT_POINTS)
    _later(app, LATE)
    assert visit.opens(path).path != "/over"
    assert "Carry on with what you started" not in visit.page.says


def test_what_is_posted_too_late_is_kept_and_comes_back_with_the_words(visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(AT_POINTS)
    reference, words = _words(visit)
    visit.opens("/ask/points/1")
    _later(app, LATE)
    page = visit.fills(what_happened=WROTE)
    assert (page.path, page.heading) == ("/ask/points/1", "You were away for a while")
    assert "is kept with the rest" in page.says and WROTE not in page.html
    assert not _has_key(visit)
    visit.opens("/return")
    visit.fills("Open it", reference=reference, words=words)
    assert WROTE in visit.opens("/ask/points/1").typed


def test_what_is_posted_too_late_without_words_is_given_back_to_begin_with(visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(AT_POINTS)
    visit.opens("/ask/points/1")
    _later(app, LATE)
    page = visit.fills(what_happened=WROTE)
    assert WROTE in page.html and "Bo" not in page.says
    page = visit.fills("Start again with these words")
    assert page.path.startswith("/ask/")
    visit.answers(PARENT, until="/check")
    assert WROTE in visit.opens("/ask/points/1").typed


def test_what_is_sent_too_late_is_sent(visit_with: VisitWith, app: Flask, desk: Desk) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/check")
    _later(app, LATE)
    page = visit.fills("Send my complaint")
    assert count(desk, "cases") == 1
    assert page.said_in("reference") and page.said_in("return-words")
    assert PARENT["points"][0]["what_happened"] not in page.html
    assert not _has_key(visit)


def test_danger_is_never_too_late(visit_with: VisitWith, app: Flask, desk: Desk) -> None:
    visit = visit_with(AT_POINTS)
    visit.opens("/danger")
    _later(app, LATE)
    assert "You were away" not in visit.fills("Send this now", danger_what="He is here.").says
    assert count(desk, "cases") == 1


def test_a_case_that_was_opened_closes_too(visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(kept(PARENT))
    reference, words = _words(visit)
    visit.opens("/check")
    visit.fills("Send my complaint")
    visit.opens("/return")
    assert visit.fills("Open it", reference=reference, words=words).path == f"/case/{reference}"
    _later(app, LATE)
    assert visit.opens(f"/case/{reference}").path == "/over"
    assert visit.client.get_cookie("case") is None


@pytest.mark.parametrize(("who", "button", "words"), [("parent", "Give me a reference", 5), ("child", "Give me a code", 4)])
def test_words_are_offered_once_before_the_first_free_text(
    who: str, button: str, words: int, visit_with: VisitWith
) -> None:
    answered = WHO["parent"] if who == "parent" else CHILD_KEPT
    visit = visit_with({key: value for key, value in answered.items() if key != "points"} | {"points": []})
    visit.wants_words = True
    visit.opens("/young" if who == "child" else "/")
    visit.opens("/ask/matters")
    assert visit.fills().path == "/words"
    assert "no one can open it" in visit.page.says or "not even by us" in visit.page.says
    visit.fills(button)
    assert len(next(e for e in visit.page.main.iter("ol"))) == words
    assert visit.fills("Carry on now").path == "/ask/points/1"
    visit.opens("/ask/matters")
    assert visit.fills().path == "/ask/points/1"


@pytest.mark.parametrize("way", ["/leave", "/close"])
def test_whoever_comes_next_does_not_see_that_a_child_was_here_or_in_which_language(way: str, visit_with: VisitWith) -> None:
    visit = visit_with(CHILD_KEPT)
    visit.opens("/language/ur")
    visit.opens("/young")
    if way == "/leave":
        visit.client.get(way)
    else:
        visit.posts(way, {"csrf_token": visit.token})
    page = visit.opens("/")
    assert (page.tree.get("lang"), "voice-adult" in page.html) == ("en", True)


@pytest.mark.parametrize("path", ["/save", "/words"])
def test_no_words_are_made_that_nobody_would_see(path: str, visit_with: VisitWith, app: Flask, desk: Desk) -> None:
    visit = visit_with(AT_POINTS)
    visit.wants_words = True
    visit.opens(path)
    key = cookies.key_of((visit.client.get_cookie("draft").value).split(".")[0])  # type: ignore[union-attr]
    _later(app, LATE)
    assert visit.posts(path, {"csrf_token": visit.token}).path == "/over"
    draft = drafts.look(desk, key or b"")
    assert draft is not None and draft.words is None


def _switches(visit: Visit) -> list[str]:
    """What on this page changes language or voice."""
    return [e.get("action", "") for e in visit.page.tree.iter("form") if e.get("action") in {"/language", "/voice"}]


def test_what_a_page_shows_once_is_not_lost_by_changing_the_language(visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/check")
    assert _switches(visit), "elsewhere they are there"
    _later(app, LATE)
    visit.fills("Send my complaint")
    assert visit.page.said_in("return-words") and _switches(visit) == []


def test_words_that_are_given_back_because_it_was_sent_already_are_not_lost_either(visit_with: VisitWith) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/ask/name")
    token = visit.token
    visit.opens("/check")
    visit.fills("Send my complaint")
    page = visit.posts("/ask/name", {"csrf_token": token, "name": "A name that was typed too late"})
    assert "A name that was typed too late" in page.says and _switches(visit) == []


@pytest.mark.parametrize("by", ["/save", "/words"])
def test_whoever_takes_words_comes_back_in_their_language(by: str, visit_with: VisitWith, app: Flask) -> None:
    visit = visit_with(AT_POINTS)
    visit.wants_words = True
    visit.opens("/language/ur")
    visit.opens(by)
    visit.fills()
    reference = visit.page.said_in("reference")[0]
    listed = next(e for e in visit.page.main.iter("ol") if "return-words" in e.get("class", ""))
    words = " ".join("".join(item.itertext()) for item in listed)
    other = Visit(app)
    other.opens("/return")
    other.fills(reference=reference, words=words)
    assert other.page.tree.get("lang") == "ur"


def test_opening_something_else_does_not_throw_away_what_was_begun_here_unasked(visit_with: VisitWith, app: Flask) -> None:
    other = visit_with(kept(PARENT))
    reference, words = _words(other)
    visit = visit_with(AT_POINTS)
    visit.opens("/return")
    page = visit.fills("Open it", reference=reference, words=words)
    assert page.path == "/return" and "nobody can open this one again" in page.says and page.errors == {}
    assert reference in page.typed and words in page.typed
    assert visit.opens("/check").path == "/ask/points/1", "it is still there"
    visit.opens("/return")
    visit.fills("Open it", reference=reference, words=words)
    assert visit.fills("Open it").path == "/check"
