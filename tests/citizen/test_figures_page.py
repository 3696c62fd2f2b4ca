"""The public page of figures: only where the council shows it, only what was published, with small numbers left out and nobody in it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from portal.actions import reporting
from portal.actions.desk import Desk
from portal.councils.parts import Reporting
from portal.report import publishing
from tests.actions.desks import an_officer
from tests.conftest import NOW
from tests.plain_words import faults_for_adults, faults_for_children, read
from tests.report.rows import FIRST, LAST, drawn, put
from tests.visiting import Visit

YEAR = (FIRST, LAST)
TODAY = NOW.date()
SENTENCE = "Every visit is now in <b>one</b> plan."


@pytest.fixture
def shown(app: Flask, desk: Desk) -> Iterator[Desk]:
    """A council that shows its figures, and leaves out what is under five."""
    made = replace(desk, profile=desk.profile.model_copy(update={"report": Reporting(public=True, smallest_count=5)}))
    app.extensions["desk"] = made
    app.jinja_env.globals["figures_public"] = True
    put(made, drawn(300))
    yield made


@pytest.fixture
def published(shown: Desk) -> Desk:
    officer = an_officer(shown)
    reporting.comment(shown, YEAR, "received", "More people told us.\n\nWe are glad <i>of it</i>.", 0, officer, NOW)
    publishing.publish(shown, YEAR, 2, TODAY, officer, NOW)
    return shown


def learned(desk: Desk, sentence: str, number: int = 1) -> None:
    with desk.database.write() as conn:
        conn.execute(
            text(
                "INSERT INTO actions_due (case_id, number, status, grade, set_on, due_on, told, published_on, sentence)"
                " VALUES (1, :number, 'done', 'team', '2025-01-01', '2025-02-01', true, '2025-03-01', :said)"
            ),
            {"number": number, "said": sentence},
        )


def test_where_the_council_shows_no_figures_there_is_no_such_page(app: Flask, visit: Visit) -> None:
    client = app.test_client()
    for path in ("/figures", "/figures/1", "/figures/1/full/pdf"):
        assert client.get(path).status_code == 404
    assert "figures" not in client.get("/").get_data(as_text=True)


def test_before_anything_is_published_it_says_so_and_shows_what_was_learned(app: Flask, shown: Desk) -> None:
    learned(shown, SENTENCE)
    page = app.test_client().get("/figures").get_data(as_text=True)
    assert "We have not published any figures yet." in page and "Every visit is now in &lt;b&gt;one&lt;/b&gt; plan." in page
    reporting.comment(shown, YEAR, "received", "Not yet for everybody", 0, an_officer(shown), NOW)
    assert "Not yet for everybody" not in app.test_client().get("/figures").get_data(as_text=True)


def test_it_is_the_report_as_it_was_published(app: Flask, published: Desk) -> None:
    learned(published, SENTENCE)
    client = app.test_client()
    answer = client.get("/figures")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and "Annual report 2024-25" in page and "More people told us." in page and "<i>of it" not in page
    assert "You said, we did" in page and "plan." in page and "<svg" in page
    assert 'class="report__out"' in page, "small numbers are left out"
    assert "R0000" not in page and "/staff" not in page and "csrf" not in page and not re.findall("Set-Cookie", str(answer.headers))
    assert answer.headers["Cache-Control"] == "public, max-age=300" and answer.headers["Vary"] == "Cookie, Accept-Language"
    before = page
    put(published, drawn(100, seed=5, start=5000))
    assert client.get("/figures").get_data(as_text=True) == before
    for address in set(re.findall('href="(/figures/[^"]*)"', page)):
        file = client.get(address)
        assert file.status_code == 200 and file.headers["Content-Disposition"].startswith("attachment"), address


def test_what_is_learned_and_withdrawn_is_seen_at_once(app: Flask, published: Desk) -> None:
    client = app.test_client()
    assert "You said, we did" not in client.get("/figures").get_data(as_text=True)
    learned(published, "We ring before we come.")
    assert "We ring before we come." in client.get("/figures").get_data(as_text=True)
    number = reporting.every(published)[0].id
    reporting.withdraw(published, number, NOW)
    assert "We have not published any figures yet." in client.get("/figures").get_data(as_text=True)
    assert client.get(f"/figures/{number}").status_code == client.get(f"/figures/{number}/full/csv").status_code == 404


def test_a_report_with_small_numbers_in_it_is_not_for_everybody(app: Flask, shown: Desk) -> None:
    bare = replace(shown, profile=shown.profile.model_copy(update={"report": Reporting(public=True)}))
    publishing.publish(bare, YEAR, 1, TODAY, an_officer(shown), NOW)
    number = reporting.every(shown)[0].id
    client = app.test_client()
    assert "We have not published any figures yet." in client.get("/figures").get_data(as_text=True)
    assert client.get(f"/figures/{number}").status_code == client.get(f"/figures/{number}/full/json").status_code == 404


def test_the_newest_period_stands_in_front_and_the_others_are_a_link_away(app: Flask, published: Desk) -> None:
    publishing.publish(published, (date(2023, 4, 1), date(2024, 3, 31)), 1, TODAY, an_officer(published, "O. Other"), NOW + timedelta(days=1))
    client = app.test_client()
    page = client.get("/figures").get_data(as_text=True)
    assert "Annual report 2024-25" in page and "Other reports" in page
    older = reporting.every(published)[1].id
    assert "Annual report 2023-24" in client.get(f"/figures/{older}").get_data(as_text=True)
    for path in ("/figures/999", "/figures/0", f"/figures/{older}/full/exe", f"/figures/{older}/x/pdf", f"/figures/{2**64}"):
        assert client.get(path).status_code == 404


def test_it_is_linked_from_the_first_page_and_children_have_one_of_their_own(app: Flask, published: Desk) -> None:
    visit = Visit(app)
    assert "Our figures, and what we learned" in visit.opens("/").html
    visit.opens("/young")
    assert "How we did" in visit.opens("/").html
    page = visit.opens("/figures")
    assert page.heading == "How we did" and "Annual report" not in page.says
    assert "/figures/" in page.html and "Get the pages for children" in page.says
    assert faults_for_children(read(page.html)) == []


def test_its_own_words_are_plain(app: Flask, shown: Desk) -> None:
    learned(shown, "We ring before we come.")
    page = Visit(app).opens("/figures")
    assert faults_for_adults(read(page.html)) == []


def test_a_sentence_that_is_taken_back_is_in_no_file_any_more(app: Flask, shown: Desk) -> None:
    learned(shown, "We ring before we come.")
    publishing.publish(shown, YEAR, 1, TODAY, an_officer(shown), NOW)
    client, number = app.test_client(), reporting.every(shown)[0].id
    assert b"We ring before we come." in client.get(f"/figures/{number}/full/json").data
    with shown.database.write() as conn:
        conn.execute(text("UPDATE actions_due SET published_on = NULL, sentence = NULL"))
    assert b"We ring before we come." not in client.get(f"/figures/{number}/full/json").data
    assert "We ring before we come." not in client.get("/figures").get_data(as_text=True)
