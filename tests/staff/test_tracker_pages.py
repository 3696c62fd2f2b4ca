"""The weekly tracker as officers see it, and what they take away: what is shown is what is taken, and never a formula."""

import csv
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.actions import tracking
from portal.actions.desk import Desk
from portal.casework.permissions import Role
from portal.casework.waiting import Waits
from portal.staff.sheets import as_csv, as_workbook, harmless
from portal.staff.tracker_pages import COLUMNS, LISTS, WAITS
from portal.store.tracker import ANSWERED, Listing
from tests.actions.desks import a_case, an_officer, email_of, later
from tests.actions.weeks import WEEKS, busy_weeks, counts_of, references
from tests.staff.browser import Browser

HEADER = [name for name, _ in COLUMNS]


@pytest.fixture
def busy(desk: Desk, officer: Browser) -> Desk:
    return busy_weeks(desk, officer.staff_id)


def test_the_page_shows_the_figures_each_with_its_list(busy: Desk, officer: Browser) -> None:
    page = officer.get("/staff/tracker")
    assert page.status == 200 and "Week of 23 November to 29 November 2026" in page.text
    counts = counts_of(busy, WEEKS[0])
    for listing, number in counts.items():
        found = officer.get(f"/staff/tracker?list={listing.value}")
        assert f": {number}" in found.text
        shown = [link for link in found.links() if link.startswith("KMR-")]
        assert shown == references(busy, listing, WEEKS[0])
    for href in {href for href in page.links().values() if href.startswith("/staff/tracker?")}:
        assert officer.get(href).status == 200


def test_late_is_said_in_working_days(busy: Desk, officer: Browser) -> None:
    assert "working days late" in officer.get("/staff/tracker?list=late").text


def test_a_week_that_was_says_nothing_of_lateness_today(busy: Desk, officer: Browser) -> None:
    page = officer.get("/staff/tracker?week=2026-11-18&list=late")
    assert "Open when the week ended" in page.text and "Of those open now" not in page.text
    assert "those of today" in page.text


@pytest.mark.parametrize(
    "query", ["week=x", "week=9999-12-31", "week=0001-01-01", "week=2026-02-30", "week=١٢٣٤-11-23", "list=x", "after=x", "after=2026-99-99-1", "list=open&list=x", "week=2026-W48"],
)
def test_an_address_that_makes_no_sense_shows_something_sensible(officer: Browser, query: str) -> None:
    assert officer.get(f"/staff/tracker?{query}").status == 200
    assert officer.client.get(f"/staff/tracker.csv?{query}").status_code == 200


def test_nobody_without_the_permission_sees_it(app: Flask, desk: Desk) -> None:
    an_officer(desk, "A. Dmin", Role.ADMINISTRATOR)
    other = Browser(app).sign_in(email_of("A. Dmin"))
    for path in ("/staff/tracker", "/staff/tracker.csv", "/staff/tracker.xlsx"):
        assert other.client.get(path).status_code == 403
        assert app.test_client().get(path).status_code == 302
    assert "Tracker" not in other.get("/staff/account").links()


def test_a_long_list_is_walked_in_pages_and_taken_away_whole(desk: Desk, officer: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "AT_ONCE", 7)
    for number in range(120):
        a_case(desk, f"KMR-2346-{100 + number}", later(days=-number % 40))
    seen: list[str] = []
    at_page = "/staff/tracker"
    while at_page:
        page = officer.get(at_page)
        seen += [link for link in page.links() if link.startswith("KMR-")]
        at_page = page.links().get("More", "")
    assert len(seen) == len(set(seen)) == 120
    assert [row["Case"] for row in _csv(officer, "")] == seen


def _csv(officer: Browser, query: str) -> list[dict[str, str]]:
    answer = officer.client.get(f"/staff/tracker.csv?{query}")
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith('attachment; filename="tracker-')
    return list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig"))))


def _xlsx(officer: Browser, query: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(BytesIO(officer.client.get(f"/staff/tracker.xlsx?{query}").get_data()))
    (sheet,) = book.worksheets
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), "no cell is a formula"
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def test_what_is_taken_away_is_what_is_shown(busy: Desk, officer: Browser) -> None:
    for listing, number in counts_of(busy, WEEKS[0]).items():
        as_text, as_sheet = _csv(officer, f"list={listing.value}"), _xlsx(officer, f"list={listing.value}")
        assert len(as_text) == len(as_sheet) == number
        assert [row["Case"] for row in as_text] == [row["Case"] for row in as_sheet] == references(busy, listing, WEEKS[0])
        for one, other in zip(as_text, as_sheet, strict=True):
            assert list(one) == list(other) == HEADER
            assert one == {name: _as_text(value) for name, value in other.items()}


def _as_text(value: Any) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else "" if value is None else harmless(value)


def test_nobody_who_wrote_to_us_is_named_in_it(busy: Desk, officer: Browser) -> None:
    for path in ("/staff/tracker", "/staff/tracker.csv"):
        body = officer.client.get(path).get_data(as_text=True)
        assert not [word for word in ("Bloggs", "visits", "hearing", "withdrew") if word in body]


NASTY = st.text(max_size=12) | st.sampled_from(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "\ufeff=1", "=HYPERLINK(\"https://x.example\")", "https://x.example"])


@given(st.lists(st.lists(NASTY, min_size=2, max_size=2), min_size=1, max_size=4))
def test_no_cell_of_either_table_is_ever_a_formula(rows: list[list[str]]) -> None:
    book = openpyxl.load_workbook(BytesIO(as_workbook("open", ["a", "b"], rows)))
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "n") and cell.hyperlink is None
            assert cell.data_type == "s" or cell.value is None
    for row in csv.reader(StringIO(as_csv(["a", "b"], rows).decode("utf-8-sig"), newline="")):
        assert not [cell for cell in row if cell.strip().startswith(("=", "+", "-", "@"))]


def test_every_list_and_everything_waited_for_has_its_words() -> None:
    assert set(LISTS) == set(Listing) and set(WAITS) == set(Waits) and set(ANSWERED) < set(Listing)
