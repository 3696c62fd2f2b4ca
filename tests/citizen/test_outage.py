"""When the database is down: the page says so, what was typed is on it, and nothing that was kept is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from portal.actions.desk import Desk
from tests.citizen.people import PARENT, kept
from tests.citizen.stored import count, references
from tests.conftest import VisitWith
from tests.visiting import Visit


@contextmanager
def _database_down(desk: Desk) -> Iterator[None]:
    """Its file is somewhere else for a while; what stands in its place cannot be opened."""
    with desk.database.read() as conn:
        path = Path(conn.engine.url.database or "")
    desk.close()
    away = path.rename(path.with_suffix(".away"))
    path.mkdir()
    try:
        yield
    finally:
        desk.close()
        path.rmdir()
        away.rename(path)


@pytest.mark.parametrize("page", ["/ask/safe_contact", "/check", "/danger", "/save", "/"])
def test_every_page_says_that_it_does_not_work_just_now(page: str, visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(kept(PARENT))
    with _database_down(desk):
        down = visit.opens(page)
    assert down.status == 503
    assert "we cannot take this in just now" in down.heading


def test_what_was_typed_is_on_the_page_and_can_be_sent_again_later(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/ask/points/1")
    words = "They came late.\nThen <never> again & again. " * 3
    with _database_down(desk):
        down = visit.fills(what_happened=words, put_right="Sorry")
        assert down.status == 503
        assert words in down.typed
        assert visit.fills("Send it again").status == 503, "and again, as long as it is down"
        assert words in visit.page.typed
    visit.fills("Send it again")
    assert visit.page.status == 200
    says = visit.opens("/check").says
    assert "They came late. Then <never> again & again." in says and "Sorry" in says


def test_a_choice_can_be_sent_again_later_too(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/ask/contact_way?from=check")
    with _database_down(desk):
        assert visit.fills(contact_way=["text", "comeback"]).status == 503
    visit.fills("Send it again")
    assert visit.page.path == "/check", "and it still comes back to where it came from"
    assert "By text message" in visit.page.says


def test_sending_while_it_is_down_sends_nothing_and_loses_nothing(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/check")
    with _database_down(desk):
        assert visit.fills("Send my complaint").status == 503
    assert references(desk) == []
    assert count(desk, "drafts") == 1
    visit.fills("Send it again")
    assert visit.page.path == f"/done/{references(desk)[0]}"


def test_danger_told_while_it_is_down_still_shows_the_words(visit: Visit, desk: Desk) -> None:
    visit.opens("/danger")
    with _database_down(desk):
        down = visit.fills("Send this now", danger_what="He is at the door. Send somebody.")
    assert down.status == 503
    assert "He is at the door. Send somebody." in down.typed
    visit.fills("Send it again")
    assert len(references(desk)) == 1


def test_a_first_answer_given_while_it_is_down_is_not_lost(visit: Visit, desk: Desk) -> None:
    visit.begins("compliment")
    with _database_down(desk):
        assert visit.fills(complainant="parent").status == 503
    visit.fills("Send it again")
    assert visit.page.path == "/ask/thanks"


def test_words_to_come_back_with_cannot_be_tried_while_it_is_down(visit: Visit, desk: Desk) -> None:
    visit.opens("/return")
    with _database_down(desk):
        assert visit.fills("Open it", reference="KMR-2346-789", words="one two three").status == 503
        assert "one two three" in visit.page.typed


def test_whoever_watches_the_servers_is_told_and_told_when_it_is_over(app: Flask, desk: Desk) -> None:
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    with _database_down(desk):
        answer = client.get("/healthz")
        assert (answer.status_code, answer.get_json()) == (503, {"database": "does not answer"})
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("page", ["/close", "/voice"])
def test_a_stale_button_without_words_can_be_pressed_again(page: str, visit: Visit) -> None:
    visit.opens("/")
    stale = visit.posts(page, {"csrf_token": "stale"})
    assert stale.status == 400
    assert visit.fills("Send it again").status == 200
