"""Saying it aloud instead of writing: which pages may record, what stands for words, and what only its owner hears."""

from dataclasses import replace

import pytest
from flask import Flask

from portal.actions.desk import Desk
from portal.councils.parts import FileLimits
from tests.citizen.people import CHILD_KEPT, WHO, kept
from tests.citizen.stored import kept_case, references
from tests.cleaning import made
from tests.conftest import VisitWith
from tests.visiting import Visit

SAID = {"what_happened": "", "put_right": ""}


@pytest.fixture
def child(visit_with: VisitWith) -> Visit:
    visit = visit_with(CHILD_KEPT)
    visit.opens("/young")
    return visit


@pytest.fixture
def parent(visit_with: VisitWith) -> Visit:
    return visit_with(WHO["parent"])


def _adds(visit: Visit, name: str, data: bytes) -> None:
    visit.opens("/files")
    visit.fills("Add it" if "voice-child" in visit.page.html else "Add", files={name: data})


def _powers(visit: Visit, path: str) -> tuple[str, str]:
    answer = visit.client.get(path)
    return answer.headers["Permissions-Policy"], answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/ask/name", "/ask/matters", "/ask/not_tell", "/ask/points", "/files", "/check", "/return", "/nowhere"])
def test_no_page_but_those_with_a_recorder_may_use_the_microphone_or_play_anything(child: Visit, path: str) -> None:
    powers, policy = _powers(child, path)
    assert "microphone=()" in powers
    assert "media-src" not in policy


def test_where_it_may_be_said_aloud_the_page_itself_may_record_and_plays_only_what_it_recorded(child: Visit) -> None:
    powers, policy = _powers(child, "/ask/points/1")
    other, usual = _powers(child, "/")
    assert "microphone=(self)" in powers and powers.replace("microphone=(self)", "microphone=()") == other
    assert policy == f"{usual}; media-src blob:"


@pytest.mark.parametrize(("purpose", "key"), [("compliment", "thanks"), ("idea_or_question", "message")])
def test_thanks_and_ideas_may_be_said_aloud_too(visit_with: VisitWith, purpose: str, key: str) -> None:
    visit = visit_with(kept({"complainant": "child", "risk_now": "no", "message_kind": "idea"}, purpose))
    visit.opens("/young")
    visit.opens(f"/ask/{key}")
    assert 'data-module="recorder"' in visit.page.html
    assert "microphone=(self)" in _powers(visit, f"/ask/{key}")[0]


def test_a_council_that_takes_no_recordings_offers_none(app: Flask, child: Visit) -> None:
    desk: Desk = app.extensions["desk"]
    profile = desk.profile.model_copy(update={"files": FileLimits(kinds=("documents", "pictures"))})
    app.extensions["desk"] = replace(desk, profile=profile)
    child.opens("/ask/points/1")
    assert 'data-module="recorder"' not in child.page.html
    assert "microphone=()" in _powers(child, "/ask/points/1")[0]


def test_what_was_added_stands_beside_the_words_and_erasing_it_keeps_what_is_typed(child: Visit) -> None:
    _adds(child, "My voice 1", made.webm())
    child.opens("/ask/points/1")
    assert "My voice 1" in child.page.says
    child.fills("Erase My voice 1", what_happened="They moved me ag", put_right="Let me st")
    assert child.page.path == "/ask/points/1"
    assert "They moved me ag" in child.page.html and "Let me st" in child.page.html
    assert "My voice 1" not in child.page.says


def test_a_child_who_only_sent_a_drawing_or_a_recording_goes_on_without_writing(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with({**CHILD_KEPT, "matters": ["placement"], "points": []})
    visit.opens("/young")
    _adds(visit, "My voice 1", made.webm())
    visit.opens("/ask/points/1")
    visit.fills("Next", **SAID)
    visit.opens("/check")
    assert "You said it out loud" in visit.page.says
    visit.fills("Send it")
    assert kept_case(desk, references(desk)[0]).happened[-1] == "files_added"


def test_an_adult_who_recorded_it_need_not_write_it_as_well(parent: Visit) -> None:
    parent.opens("/ask/points/1")
    parent.fills("Continue", **SAID)
    assert "A few words are enough" in parent.page.says
    _adds(parent, "My voice 1", made.webm())
    parent.opens("/ask/points/1")
    parent.fills("Continue", **SAID)
    assert parent.page.path != "/ask/points/1"


def test_a_letter_of_an_adult_does_not_stand_for_what_happened(parent: Visit) -> None:
    _adds(parent, "letter.txt", b"Dear Sir")
    parent.opens("/ask/points/1")
    parent.fills("Continue", **SAID)
    assert parent.page.path == "/ask/points/1"


def test_only_whoever_added_it_hears_it_before_it_is_sent(app: Flask, child: Visit, visit_with: VisitWith) -> None:
    _adds(child, "My voice 1", made.webm())
    child.opens("/ask/points/1")
    address = child.page.html.partition('data-file="')[2].partition('"')[0]
    heard = child.client.get(address)
    assert (heard.status_code, heard.mimetype) == (200, "audio/webm")
    assert heard.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in heard.headers["Content-Security-Policy"]
    assert visit_with(WHO["parent"]).client.get(address).status_code == 404
    assert app.test_client().get(address).status_code == 404
    assert child.client.get(f"/files/{2**70}").status_code == 404
    child.opens("/check")
    child.fills("Send it")
    assert child.client.get(address).status_code == 404
