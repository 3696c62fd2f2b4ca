"""Managers write of the figures and publish a report; pressed twice it is done once, and nobody else reads a word before."""

import json

import pytest
from flask import Flask

from portal.actions import reporting
from portal.actions.desk import Desk
from portal.casework.permissions import Role
from portal.report import checks
from portal.report.tables import Difference
from tests.actions.desks import NOW
from tests.report.rows import FIRST, LAST, drawn, put
from tests.staff.browser import Browser
from tests.staff.conftest import SignedIn
from tests.staff.test_report_pages import reporting as council_that_reports

YEAR = "/staff/report?period=y2024&years=2"
COMMENT = "/staff/report/commentary?section=received&period=y2024&years=2"
PUBLISH = "/staff/report/publish?period=y2024&years=2"
SECRET = "Fewer <b>families</b> had to complain"


@pytest.fixture
def filled(desk: Desk) -> Desk:
    put(desk, drawn(120))
    return desk


@pytest.fixture
def manager(filled: Desk, signed_in: SignedIn) -> Browser:
    return signed_in(Role.MANAGER, "M. Manager")


def number_of(desk: Desk) -> int:
    return reporting.every(desk)[0].id


def test_a_manager_writes_publishes_and_takes_back(filled: Desk, manager: Browser, signed_in: SignedIn) -> None:
    other = signed_in(Role.OFFICER, "O. Officer")
    page = manager.get(YEAR)
    assert page.links()["Write of: What people told us"] == COMMENT
    page = manager.follow(COMMENT, COMMENT, text=f"{SECRET}\r\n\r\nMore")
    assert SECRET in page.text and "by M. Manager" in page.text and "<b>families" not in page.html
    assert SECRET not in other.get(YEAR).text and "Write of:" not in other.get(YEAR).text
    assert SECRET in json.loads(manager.client.get("/staff/report/file?period=y2024&kind=full&format=json").data)["sections"][0]["commentary"]
    assert SECRET not in other.client.get("/staff/report/file?period=y2024&kind=full&format=json").get_data(as_text=True)
    page = manager.follow(PUBLISH, PUBLISH)
    assert page.status == 400 and "tick that it may be published" in page.text
    page = manager.follow(PUBLISH, PUBLISH, sure="y")
    assert page.status == 200 and page.title.startswith("Published: ") and SECRET in page.text and "/staff/report/cases" not in page.html
    manager.send(PUBLISH, PUBLISH, sure="y")
    assert len(reporting.every(filled)) == 1
    kept = f"/staff/report/published/{number_of(filled)}"
    page = other.get(kept)
    assert SECRET in page.text and "Take it back" not in page.links()
    for href in [href for href in page.links().values() if href.startswith(f"{kept}/file")]:
        assert other.client.get(href).status_code == 200
    assert other.get(f"{kept}/file?kind=full&format=x").status == 400
    assert kept in other.get("/staff/report").links().values() and kept in manager.get(YEAR).links().values()
    page = manager.follow(COMMENT, COMMENT, text="Later")
    assert page.status == 409 and "This report is published" in page.text and "Later" in page.form("")["text"]
    page = manager.follow(f"{kept}/withdraw", f"{kept}/withdraw")
    assert page.status == 400
    assert manager.follow(f"{kept}/withdraw", f"{kept}/withdraw", sure="y").status == 200
    assert other.get(kept).status == 404 and manager.get(f"{kept}/withdraw").status == 200
    assert reporting.commentary(filled, FIRST, LAST)["received"].text


def test_two_managers_who_write_at_once_both_keep_their_words(filled: Desk, manager: Browser) -> None:
    standing = manager.get(COMMENT).form("")
    reporting.comment(filled, (FIRST, LAST), "received", "Theirs", 0, manager.staff_id, NOW)
    answer = manager.client.post(COMMENT, data={**standing, "text": "Mine"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "Theirs" in page and "Mine" in page and "Somebody else has written here" in page
    page = manager.follow(COMMENT, COMMENT, text="Theirs and mine")
    assert reporting.commentary(filled, FIRST, LAST)["received"].text == "Theirs and mine"


def test_a_text_that_is_too_long_is_refused_and_stays(filled: Desk, manager: Browser) -> None:
    page = manager.follow(COMMENT, COMMENT, text="a" * 20_001)
    assert page.status == 400 and "Use at most 20,000 characters" in page.text and len(page.form("")["text"].strip()) == 20_001
    assert reporting.every(filled) == []


@pytest.mark.parametrize("query", ["", "section=received", "section=x&period=y2024", "section=received&period=x", "section=received&period=own"])
def test_an_address_that_names_no_section_is_answered_kindly(manager: Browser, query: str) -> None:
    assert manager.get(f"/staff/report/commentary?{query}").status == 400


def test_what_contradicts_itself_or_goes_on_is_not_published(filled: Desk, manager: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    now = "/staff/report/publish?period=y2026"
    page = manager.get(now)
    assert page.status == 409 and "not over yet" in page.text and manager.get("/staff/report/publish?period=x").status == 400
    sending = {**manager.get(PUBLISH).form(""), "sure": "y"}
    monkeypatch.setattr(checks, "differences", lambda tables: (Difference("One", 1, "two", 2),))
    assert manager.get(PUBLISH).status == 409
    assert manager.client.post(PUBLISH, data=sending).status_code == 409
    assert manager.client.post(now, data=sending).status_code == 409
    assert reporting.every(filled) == [] and "Publish this report" not in manager.get(YEAR).links()


def test_the_page_says_where_a_report_will_be_seen(app: Flask, filled: Desk, manager: Browser) -> None:
    assert "is switched off" in manager.get(PUBLISH).text
    app.extensions["desk"] = council_that_reports(filled, public=True)
    assert "does not say which numbers are too small" in manager.get(PUBLISH).text
    app.extensions["desk"] = council_that_reports(filled, public=True, smallest_count=5)
    assert "Counts under 5 are left out" in manager.get(PUBLISH).text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
def test_nobody_but_managers_writes_or_publishes(filled: Desk, signed_in: SignedIn, role: Role) -> None:
    reader = signed_in(role, "R. Reader")
    for path in (COMMENT, PUBLISH, "/staff/report/published/1/withdraw"):
        assert reader.client.get(path).status_code == 403


def test_a_manager_asks_for_the_mail_of_the_quarter_and_for_no_more(manager: Browser, officer: Browser) -> None:
    path, on = "/staff/report/mail", "/staff/report"
    assert "You get a mail" not in manager.get(on).text
    assert "You get a mail when a quarter is over" in manager.follow(path, on).text
    assert "You get a mail" not in manager.follow(path, on).text
    assert officer.client.post(path, data={}).status_code in (400, 403) and "Mail me" not in officer.get(on).text
