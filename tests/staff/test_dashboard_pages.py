"""Managers see why a percentage fell, in three steps from the dashboard to the cases; its figures are those of the report."""

import re
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from portal.actions.desk import Desk
from portal.casework.permissions import Permission, Role, may
from portal.councils import load
from portal.report import behind, dashboard, making
from portal.report.book import Book, Setting
from tests.actions.desks import NOW, a_case
from tests.report.rows import drawn, put
from tests.staff.browser import Browser
from tests.staff.conftest import SignedIn

TODAY = NOW.date()
PAGE = "/staff/dashboard"


@pytest.fixture
def manager(signed_in: SignedIn) -> Browser:
    return signed_in(Role.MANAGER, "M. Manager")


@pytest.fixture
def filled(desk: Desk, manager: Browser) -> Desk:
    """Two years of cases up to today, some of them open and late, of a handler and of nobody."""
    rows = drawn(400)
    by = timedelta(days=(TODAY - date(2025, 3, 31)).days)
    for case in rows.cases:
        case["received_on"] += by
        case["handler_id"] = manager.staff_id if case["id"] % 3 else None
        case["open"] = case["id"] % 5 == 0
        case["due_on"] = TODAY - timedelta(days=3) if case["id"] % 10 == 0 else case["due_on"]
    for stage in rows.stages:
        for name in ("asked_on", "begun_on", "due_on", "ended_on"):
            stage[name] = stage[name] and stage[name] + by
    put(desk, rows)
    return desk


def test_its_figures_are_those_of_the_report_of_the_same_days(filled: Desk, manager: Browser) -> None:
    seen = dashboard.look(filled, manager.staff_id, TODAY)
    before, now = seen.periods
    made = {period.key: making.make(filled, period.first, period.last, TODAY, years=1, threshold=0) for period in seen.periods}
    compared = 0
    for one in seen.stages:
        for period, answered, share, average in ((now, one.answered.now, one.share, one.average), (before, one.answered.before, one.share_before, one.average_before)):
            if one.code.startswith(("statutory", "corporate")) and answered.value:
                table = made[period.key].table("speed")
                row = one.code.replace("-", "_")
                assert table.cell(row, "answered").value == answered.value
                assert table.cell(row, "in_time_share").value == share.value
                assert table.cell(row, "average").value == average.value
                compared += 1
    assert compared >= 8
    for kind in ("statutory", "corporate", "other"):
        found = next(one for one in seen.received if one.code == kind)
        assert made["now"].table("received_by_kind").cell(kind, made["now"].period.key).value == found.now.value


def test_from_a_percentage_that_fell_to_its_cases_in_three_steps(filled: Desk, manager: Browser) -> None:
    page = manager.get(PAGE)
    assert page.status == 200 and page.title == "Dashboard: this year so far"
    why = manager.get(page.links()["Why: Statutory stage 1"].split("#")[0])
    assert "Statutory stage 1: why it fell from" in why.text or "Statutory stage 1: what pulls" in why.text
    name, late = next((name, href) for name, href in why.links().items() if re.fullmatch(r"[0-9]+ late: .+, show them", name))
    number = name.split(" ")[0]
    cases = manager.get(late)
    assert cases.text.count("Stage: Stage 1") == 1 and f"{number}. Each stage counts once" in cases.text
    reference = next(name for name in cases.links() if re.fullmatch("R[0-9]{9}", name))
    assert cases.links()[reference] == f"/staff/cases/{reference}"


def test_every_number_is_the_number_of_its_list(filled: Desk, manager: Browser) -> None:
    checked = 0
    for by in dashboard.WAYS:
        page = manager.get(f"{PAGE}?by={by}&stage=corporate-1")
        for name, href in page.links().items():
            if href.startswith("/staff/report/cases?"):
                of = behind.selection_of(parse_qsl(urlsplit(href).query, keep_blank_values=True))
                assert behind.look(filled, of, manager.staff_id, TODAY).number == int(re.split("[: ]", name)[0].replace(",", "")), name
                checked += 1
    assert checked > 60


def test_parts_are_sorted_by_what_they_have_in_the_fall_and_add_up(filled: Desk, manager: Browser) -> None:
    for by in dashboard.WAYS:
        seen = dashboard.look(filled, manager.staff_id, TODAY, "statutory-1", by)
        stage = next(one for one in seen.stages if one.code == "statutory-1")
        assert sum(int(one.answered.value or 0) for one in seen.pulls) == stage.answered.now.value
        assert sum(int(one.late.value or 0) for one in seen.pulls) == stage.late.value
        more = [one.more_late for one in seen.pulls]
        assert None not in more and more == sorted(more, reverse=True)  # type: ignore[type-var]


def test_without_a_last_year_parts_are_sorted_by_what_the_share_would_be_without_them(filled: Desk, manager: Browser) -> None:
    with filled.database.write() as conn:
        conn.execute(text("DELETE FROM case_stages WHERE ended_on < '2026-04-01'"))
    for by in dashboard.WAYS:
        seen = dashboard.look(filled, manager.staff_id, TODAY, "statutory-1", by)
        without = [one.without.value for one in seen.pulls if one.without.value is not None]
        assert {one.more_late for one in seen.pulls} == {None} and without == sorted(without, reverse=True)  # type: ignore[type-var]


@pytest.mark.parametrize(("now", "before", "first"), [((8, 2), (9, 1), "small"), ((2, 2), (3, 3), "large")])
def test_what_was_always_late_did_not_make_it_fall(now: tuple[int, int], before: tuple[int, int], first: str) -> None:
    """A service with most late ones stands after the one that fell, if it had as many a year ago."""
    shares = {"small": (now, before), "large": ((50, 50), (50, 50) if first == "small" else (100, 0))}
    counted: dict[tuple[str, str, str, str, str], int] = {}
    for code, (this, last) in shares.items():
        for period, (yes, no) in (("now", this), ("before", last)):
            counted |= {(period, "statutory", "1", code, "yes"): yes, (period, "statutory", "1", code, "no"): no}
    whole: dict[tuple[str, ...], int] = {}
    for (period, procedure, stage, _, in_time), n in counted.items():
        whole[period, procedure, stage, in_time] = whole.get((period, procedure, stage, in_time), 0) + n
    setting = Setting(load("example"), dashboard.so_far(TODAY), TODAY)
    book = Book(setting, {dashboard._PARTS["area"]: list(counted.items()), dashboard._IN_TIME: list(whole.items())})
    found = dashboard.pulls(book, "statutory-1", "area")
    assert found[0].code == first


def test_the_load_is_what_the_queue_lists(filled: Desk, manager: Browser) -> None:
    page = manager.get(PAGE)
    with filled.database.read() as conn:
        late = conn.execute(text("SELECT count(*) FROM cases WHERE open AND handler_id IS NOT NULL AND due_on < '2026-11-23'")).scalar_one()
    assert late and page.links()[f"{late} late: M. Manager, show them"] == f"/staff/queue?view=overdue&handler={manager.staff_id}"
    assert any(name.endswith("open: Nobody yet, show them") and href == "/staff/queue?view=unassigned" for name, href in page.links().items())
    for href in {href for href in page.links().values() if href.startswith("/staff/queue")}:
        assert manager.get(href).status == 200


def test_the_load_of_no_service_leads_to_exactly_those_cases(filled: Desk, manager: Browser) -> None:
    with filled.database.write() as conn:
        conn.execute(text("UPDATE cases SET due_on = '2026-11-20' WHERE open AND service_area IS NULL AND id IN (SELECT min(id) FROM cases WHERE open AND service_area IS NULL)"))
        late, all_open = (conn.execute(text(f"SELECT count(*) FROM cases WHERE open AND service_area IS NULL{more}")).scalar_one() for more in (" AND due_on < '2026-11-23'", ""))
    links = manager.get(PAGE).links()
    for name, number in ((f"{late} late: No service named, show them", late), (f"{all_open} open: No service named, show them", all_open)):
        assert number and len({*re.findall(r"R[0-9]{9}", " ".join(manager.get(links[name]).links()))}) == min(number, 25), name


def test_it_says_that_cases_are_still_to_be_read_after_an_upgrade(filled: Desk, manager: Browser) -> None:
    with filled.database.write() as conn:
        conn.execute(text("UPDATE cases SET waits_for = 'nothing'"))
    assert "still being read" not in manager.get(PAGE).text
    with filled.database.write() as conn:
        conn.execute(text("UPDATE cases SET waits_for = NULL WHERE id = 3"))
    page = manager.get(PAGE)
    assert page.status == 200 and "Some cases are still being read, as after an upgrade, and are not counted here yet" in page.text


def test_it_is_for_those_who_hand_out_work(desk: Desk, signed_in: SignedIn) -> None:
    for role in Role:
        reader, allowed = signed_in(role, f"R. {role.value}"), may(role, Permission.SEE_DASHBOARD)
        assert reader.client.get(PAGE).status_code == (200 if allowed else 403)
        assert ("Dashboard" in reader.get("/staff/account").links()) is allowed


@pytest.mark.parametrize("query", ["stage=x", "stage=statutory-9", "by=x", "by=sealed&stage=%00", "stage=statutory-1&by=handler&by=area"])
def test_an_address_that_makes_no_sense_shows_something_sensible(filled: Desk, manager: Browser, query: str) -> None:
    assert manager.get(f"{PAGE}?{query}").status == 200


def test_before_anything_happened_it_says_so(desk: Desk, manager: Browser) -> None:
    page = manager.get(PAGE)
    assert "Nothing was answered yet" in page.text and "Nothing is open." in page.text
    a_case(desk, "RMW-2346-789")
    assert manager.get(PAGE).links()["1 open: Nobody yet, show them"] == "/staff/queue?view=unassigned"


@given(st.dates(date(2001, 1, 1), date(2100, 12, 31)))
def test_both_years_begin_in_april_and_end_on_the_same_day(today: date) -> None:
    before, now = dashboard.so_far(today)
    assert (now.first.month, now.first.day, before.first.month, before.first.day) == (4, 1, 4, 1)
    assert now.last == today and 0 <= (now.last - now.first).days <= 365
    assert now.first.year - before.first.year == 1 == now.last.year - before.last.year
    assert before.last.month == today.month and abs((now.last - now.first).days - (before.last - before.first).days) <= 1
