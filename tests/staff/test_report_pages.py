"""The report in the browser: each number has its list, nothing that makes no sense is answered with a fault, and who may not, does not."""

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from sqlalchemy import text

from portal.actions import answering
from portal.actions.desk import Desk
from portal.casework.permissions import Permission, Role, may
from portal.councils.parts import Reporting
from portal.report import behind, checks, making
from portal.report.tables import Difference
from portal.staff.report_forms import PeriodForm, code_of, periods_offered
from tests.actions.desks import NOW, a_case, an_officer
from tests.report.rows import FIRST, LAST, drawn, put
from tests.staff.browser import Browser, Page
from tests.staff.conftest import SignedIn

YEAR = "/staff/report?period=y2024&years=3"
TODAY = NOW.date()


@pytest.fixture
def filled(desk: Desk) -> Desk:
    put(desk, drawn(300))
    return desk


def reporting(desk: Desk, **how: Any) -> Desk:
    """The same desk, of a council that reports so."""
    return replace(desk, profile=desk.profile.model_copy(update={"report": Reporting(**how)}))


def figures_of(page: Page) -> list[tuple[str, str]]:
    """Every number of the report that is a link, with where it leads."""
    return [("".join(one.itertext()), one.get("href", "")) for one in page.all("a") if (one.get("href") or "").startswith("/staff/report/cases?")]


def test_every_number_of_the_report_is_the_number_of_its_list(filled: Desk, officer: Browser) -> None:
    page = officer.get(f"{YEAR}&small=y")
    assert page.status == 200 and "Annual report 2024-25" in page.text
    found = figures_of(page)
    assert len(found) > 150
    for number, address in found:
        of = behind.selection_of(parse_qsl(urlsplit(address).query, keep_blank_values=True))
        seen = behind.look(filled, of, officer.staff_id, TODAY)
        if not number.startswith("£"):
            assert seen.number == int(number.replace(",", "")), address
        elif seen.pence is not None:
            assert f"£{seen.pence / 100:,.2f}" == number or f"£{round(seen.pence / 100):,}" == number, address
    for number, address in found[::25]:
        listed = officer.get(address)
        assert listed.status == 200 and (number in listed.text or number.startswith("£"))


def test_the_parts_of_a_figure_add_up_to_it_and_lead_on_to_the_cases(filled: Desk, officer: Browser) -> None:
    address = "/staff/report/cases?fact=ended&from=2024-04-01&to=2025-03-31&how=answered&in_time=no"
    of = behind.selection_of(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    number = behind.look(filled, of, officer.staff_id, TODAY).number
    assert number > 20
    for by in behind.dimensions_left(of):
        parts = behind.parts_of(filled, of, by, TODAY)
        assert sum(part.number for part in parts) == number, by
        assert all(behind.look(filled, part.of, officer.staff_id, TODAY).number == part.number for part in parts[:4]), by
    page = officer.get(f"{address}&by=area")
    assert "By service" in page.text and "Children's Social Care" in page.text
    part = next(href for name, href in page.links().items() if "Children's Social Care, show them" in name)
    narrowed = officer.get(part)
    assert "Service: Children's Social Care" in narrowed.text and any(re.fullmatch("R[0-9]{9}", name) for name in narrowed.links())


def test_a_list_is_walked_page_by_page_and_shows_every_case_once(filled: Desk, officer: Browser) -> None:
    address, found = "/staff/report/cases?fact=received&from=2024-04-01&to=2025-03-31", []
    while address:
        page = officer.get(address)
        found += [name for name in page.links() if re.fullmatch("R[0-9]{9}", name)]
        address = page.links().get("More", "")
    assert len(found) == len(set(found)) and found == sorted(found)
    with filled.database.read() as conn:
        rows = conn.execute(text("SELECT reference FROM cases WHERE received_on BETWEEN '2024-04-01' AND '2025-03-31'"))
        assert sorted(rows.scalars()) == found and len(found) > behind.PAGE_SIZE


@pytest.mark.parametrize(
    "query",
    [
        "", "fact=", "fact=nothing&from=2024-04-01&to=2025-03-31", "fact=received", "fact=received&from=2024-04-01",
        "fact=received&from=x&to=2025-03-31", "fact=received&from=2024-02-30&to=2025-03-31", "fact=received&from=2024-04-01&to=2025-03-31&at_end=2025-03-31",
        "fact=received&from=2024-04-01&from=2024-05-01&to=2025-03-31", "fact=received&from=2024-04-01&to=2025-03-31&sealed=x",
        "fact=received&from=2024-04-01&to=2025-03-31&stage=1", "fact=received&from=2024-04-01&to=2025-03-31&kind=%27%20OR%201=1",
        "fact=received&from=2024-04-01&to=2025-03-31&month=2024-13", "fact=ended&from=2024-04-01&to=2025-03-31&days=x",
        "fact=received&from=2024-04-01&to=2025-03-31&days=0-10", "fact=received&at_end=2025-03-31", "fact=received&fact=ended&from=2024-04-01&to=2025-03-31",
        "fact=received&from=2024-04-01&to=2025-03-31&after=x", "fact=received&from=2024-04-01&to=2025-03-31&after=%D9%A3",
        "fact=received&from=2024-04-01&to=2025-03-31&by=sealed", "fact=received&from=2024-04-01&to=2025-03-31&after=99999999999999999999",
        "fact=received&from=2024-04-01&to=2025-03-31&" + "&".join("kind=a" for _ in range(201)), "fact=received&from=2024-04-01&to=2025-03-31&kind=%00",
    ],
)  # fmt: skip
def test_an_address_that_names_no_figure_is_answered_kindly(officer: Browser, query: str) -> None:
    page = officer.get(f"/staff/report/cases?{query}")
    assert (page.status, page.title) == (400, "There is no such figure")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("period=own&first=&last=", "Enter a day in numbers"), ("period=own&first=1+4+2024&last=31+2+2025", "Enter a day in numbers"),
        ("period=own&first=1+4+2025&last=31+3+2025", "not before the first"), ("period=own&first=1+4+2020&last=31+3+2025", "two years at the most"),
        ("period=own&first=1+4+1999&last=31+3+2000", "Enter a day from"), ("period=own&first=1+4+2026&last=31+3+2028", "this financial year or before"),
        ("period=y9999", "Choose a period"), ("period=y1999", "Choose a period"), ("period=x", "Choose a period"), ("period=", "Choose a period"),
        ("period=q2024-5", "Choose a period"), ("period=y2024&years=6", "from 1 to 5"), ("period=y2024&years=x", "from 1 to 5"),
    ],
)  # fmt: skip
def test_a_period_that_is_none_is_said_and_what_was_typed_stays(officer: Browser, query: str, says: str) -> None:
    for page in (officer.get(f"/staff/report?{query}"), officer.get(f"/staff/report/file?{query}&format=csv")):
        assert page.status == 400 and says in page.text and page.title.startswith("Error: ")
        standing = page.form("/staff/report")
        for name, value in parse_qsl(query):
            if name in ("first", "last"):
                assert standing[name] == value


def test_days_of_ones_own_and_quarters_are_reports_too(filled: Desk, officer: Browser) -> None:
    page = officer.get("/staff/report?period=own&first=1+5+2024&last=2024-06-30&years=1")
    assert page.status == 200 and "May 2024 to June 2024" in page.text
    assert "first=2024-05-01" in next(href for name, href in page.links().items() if name.startswith("JSON"))
    assert "January 2025 to March 2025" in officer.get("/staff/report?period=q2024-4&years=2").text


def test_periods_offered_have_begun_and_their_codes_are_read_again() -> None:
    offered = periods_offered(TODAY, FIRST)
    assert offered[0] == ("y2026", "2026-27, so far") and ("y2024", "2024-25") in offered and offered[-1][0] == "own"
    assert ("q2026-3", "Quarter 3 of 2026-27: October to December 2026, so far") in offered and "q2026-4" not in dict(offered)
    for code, _ in offered[:-1]:
        form = PeriodForm(data={"period": code, "years": "1"})
        form.offer(TODAY, FIRST)
        chosen = form.chosen(TODAY)
        assert chosen and code_of(chosen.first, chosen.last) == code
    assert code_of(FIRST, LAST) == "y2024" and code_of(FIRST, TODAY) == "own"


def test_small_numbers_are_left_out_as_the_profile_says_unless_the_office_asks(app: Flask, filled: Desk, officer: Browser) -> None:
    app.extensions["desk"] = reporting(filled, smallest_count=5)
    assert 'class="report__out"' in officer.get(YEAR).html
    page = officer.get(f"{YEAR}&small=y")
    assert 'class="report__out"' not in page.html and "For the office alone" in page.text


def test_every_form_that_is_offered_is_made(filled: Desk, officer: Browser) -> None:
    links = [href for href in officer.get(YEAR).links().values() if href.startswith("/staff/report/file?")]
    assert len(links) >= 3
    for href in links:
        answer = officer.client.get(href)
        assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment") and answer.data
        assert answer.headers["Cache-Control"] == "no-store"
    made = json.loads(officer.client.get("/staff/report/file?period=y2024&kind=full&format=json").data)
    assert made["period"]["name"] == "2024-25"
    for query in ("kind=full&format=exe", "kind=all&format=json", "kind=full", "kind=children&format=xlsx"):
        assert officer.get(f"/staff/report/file?period=y2024&{query}").status == 400


def test_a_report_that_contradicts_itself_says_so_and_is_not_handed_out(filled: Desk, officer: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Difference("Complaints, by procedure: All complaints", 12, "the sum of its rows", 11)
    monkeypatch.setattr(checks, "differences", lambda tables: (wrong,))
    page = officer.get(YEAR)
    assert page.status == 200 and str(wrong) in page.text and not [href for href in page.links().values() if "/report/file" in href]
    refused = officer.get("/staff/report/file?period=y2024&kind=full&format=csv")
    assert refused.status == 409 and str(wrong) in refused.text


@pytest.mark.parametrize("role", list(Role))
def test_reports_are_for_those_whose_work_needs_them(filled: Desk, signed_in: SignedIn, role: Role) -> None:
    reader, allowed = signed_in(role, "R. Reader"), may(role, Permission.SEE_REPORT)
    for path in (YEAR, "/staff/report", "/staff/report/file?period=y2024&format=json", "/staff/report/cases?fact=received&from=2024-04-01&to=2025-03-31"):
        assert reader.client.get(path).status_code == (200 if allowed else 403), path
    assert ("Reports" in reader.get("/staff/account").links()) is allowed


def test_whoever_may_not_see_a_case_counts_it_and_does_not_find_it(desk: Desk, signed_in: SignedIn) -> None:
    a_case(desk, "KTX-3793-264")
    a_case(desk, "RMW-2346-789")
    officer, manager = signed_in(), an_officer(desk, "M. Manager", Role.MANAGER)
    answering.name_conflict(desk, "KTX-3793-264", [officer.staff_id], "It is about them", manager, NOW)
    page = officer.get("/staff/report/cases?fact=received&from=2026-04-01&to=2027-03-31")
    assert "RMW-2346-789" in page.text and "KTX-3793-264" not in page.html
    assert "2. Each case counts once" in page.text and "1 of the cases counted is not yours to see" in page.text


def test_an_auditor_is_led_to_who_did_what_and_not_to_the_case(desk: Desk, signed_in: SignedIn) -> None:
    a_case(desk, "RMW-2346-789")
    page = signed_in(Role.AUDITOR, "A. Auditor").get("/staff/report/cases?fact=received&from=2026-04-01&to=2027-03-31")
    assert page.links()["RMW-2346-789"] == "/staff/audit/cases/RMW-2346-789"


def test_a_report_of_nothing_is_a_page(officer: Browser) -> None:
    assert officer.get("/staff/report").status == 200
    assert officer.get("/staff/report?period=y2024").status == 200
    assert making.periods_of(FIRST, LAST, 1)[0].name == "2024-25"
