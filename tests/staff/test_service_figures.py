"""Services read the report and the dashboard: every figure, no small number, and of the cases behind them their own alone."""

import json
import re
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask

from portal.actions.desk import Desk
from portal.actions.reporting import every as every_report
from portal.casework.permissions import Role
from portal.report import behind, dashboard, publishing
from portal.report.tables import Cell
from portal.store import staff as accounts
from tests.actions.desks import NOW, an_officer
from tests.report.rows import drawn, put
from tests.staff.browser import Browser
from tests.staff.conftest import SignedIn
from tests.staff.test_report_pages import figures_of, reporting

TODAY, LEAST = NOW.date(), 5
YEAR = "/staff/report?period=y2025&years=3"
AREA = "social_care"


@pytest.fixture
def service(app: Flask, desk: Desk, signed_in: SignedIn) -> Browser:
    """Somebody of a service, in a council that leaves out counts under five."""
    rows, by = drawn(500, seed=9), timedelta(days=(date(2026, 10, 20) - date(2025, 3, 31)).days)
    for case in rows.cases:
        case["received_on"] += by
        case["open"] = case["id"] % 4 == 0
    for stage in rows.stages:
        for name in ("asked_on", "begun_on", "due_on", "ended_on"):
            stage[name] = stage[name] and stage[name] + by
    put(desk, rows)
    app.extensions["desk"] = reporting(desk, smallest_count=LEAST)
    reader = signed_in(Role.SERVICE_MANAGER, "S. Manager")
    with desk.database.write() as conn:
        accounts.set_role(conn, reader.staff_id, Role.SERVICE_MANAGER.value, (AREA,))
    return reader


def test_they_find_both_in_the_navigation_and_no_way_to_write_or_publish(service: Browser) -> None:
    links = service.get("/staff/account").links()
    assert links["Reports"] == "/staff/report" and links["Dashboard"] == "/staff/dashboard" and "Tracker" not in links
    page = service.get(YEAR)
    assert page.status == 200 and not [href for href in page.links().values() if re.search("comment|demand|publish", href)]
    for path in ("commentary?section=received&period=y2025", "publish?period=y2025", "demand?period=y2025"):
        assert service.client.get(f"/staff/report/{path}").status_code == 403, path
        assert service.client.post(f"/staff/report/{path}").status_code in (400, 403), path
    assert all(service.get(href).status == 200 for href in service.get("/staff/dashboard").links().values() if re.match("/staff/(queue|report|dashboard)", href))


@pytest.mark.parametrize("small", ["", "&small=y", "&small=1&threshold=0"])
def test_small_numbers_are_left_out_of_the_page_and_of_every_file_whatever_is_asked_for(service: Browser, small: str) -> None:
    page = service.get(YEAR + small)
    assert 'class="report__out"' in page.html and "For the office alone" not in page.text and "Show small numbers too" not in page.text
    numbers = [int(number.replace(",", "")) for number, _ in figures_of(page) if not number.startswith("£")]
    assert numbers and all(number == 0 or number >= LEAST for number in numbers)
    said = json.loads(service.client.get(f"/staff/report/file?period=y2025&years=3&format=json{small}").get_data())
    assert said["threshold"] == LEAST
    assert service.client.get(f"/staff/report/file?period=y2025&kind=summary&format=html{small}").status_code == 200


def test_they_choose_no_days_of_their_own_by_which_two_reports_could_be_subtracted(service: Browser, officer: Browser) -> None:
    own = "/staff/report?period=own&first=2026-04-01&last=2026-05-07"
    assert officer.get(own).status == 200
    page = service.get(own)
    assert page.status == 400 and "Choose a period that has begun" in page.text and "Days of my own" not in page.text
    assert service.get(own.replace("report?", "report/file?") + "&format=json").status == 400
    assert service.get("/staff/report?period=q2026-1").status == 200


def test_behind_a_figure_stand_their_own_cases_and_no_number_of_the_others(service: Browser, officer: Browser, desk: Desk) -> None:
    address = "/staff/report/cases?fact=received&from=2025-04-01&to=2026-03-31&kind=statutory"
    of = behind.selection_of(parse_qsl(urlsplit(address).query))
    mine = behind.look(desk, of, service.staff_id, TODAY)
    assert 0 < mine.seen < mine.every
    page = service.get(address)
    assert len({*re.findall("R[0-9]{9}", page.text)}) == min(mine.seen, behind.PAGE_SIZE)
    assert "Divide it by" not in page.text and "not yours to see" not in page.text and "yours to see" in page.text
    assert f" {mine.number}. " not in page.text and f"{mine.every - mine.seen} " not in page.text.split("yours to see")[0]
    assert service.get(f"{address}&by=area").status == 400
    assert f"{mine.number}. Each case" in officer.get(address).text
    none = service.get(f"{address}&area=education_services")
    assert none.status == 200 and "None of them is yours to see." in none.text
    assert "None of them is yours to see." in service.get(f"{address}&area=nowhere").text, "as where there is none at all"


@pytest.mark.parametrize("query", ["fact=received&advocate=accepted", "fact=received&quotable=yes", "fact=costs", "fact=ombudsman_asked", "fact=remedies&status=open"])
def test_no_list_tells_them_what_the_case_itself_does_not(app: Flask, desk: Desk, service: Browser, officer: Browser, query: str) -> None:
    path = f"/staff/report/cases?{query}&from=2025-04-01&to=2027-03-31"
    for here in (app.extensions["desk"], reporting(desk)):
        app.extensions["desk"] = here
        page = service.get(path)
        assert page.status == 400 and "is not listed for services" in page.text and not re.search("R[0-9]{9}", page.text)
        assert officer.get(path).status == 200
        assert not [href for _, href in figures_of(service.get(YEAR)) if "advocate=" in href or "fact=costs" in href]


def test_where_the_council_leaves_nothing_out_they_see_the_numbers(app: Flask, desk: Desk, service: Browser) -> None:
    app.extensions["desk"] = reporting(desk)
    page = service.get(YEAR)
    assert 'class="report__out"' not in page.html and any(0 < int(number) < LEAST for number, _ in figures_of(page) if number.isdigit())
    listed = service.get("/staff/report/cases?fact=received&from=2025-04-01&to=2026-03-31")
    assert "Divide it by" in listed.text and "not yours to see" in listed.text and 'value="advocate"' not in listed.html
    assert 'by=handler' not in service.get("/staff/dashboard").html


def test_a_report_that_was_published_with_small_numbers_is_not_for_them(app: Flask, desk: Desk, service: Browser, officer: Browser) -> None:
    manager = an_officer(desk, "M. Manager", Role.MANAGER)
    for threshold, year in ((0, 2024), (LEAST, 2025)):
        publishing.publish(reporting(desk, smallest_count=threshold), (date(year, 4, 1), date(year + 1, 3, 31)), 1, TODAY, manager, NOW)
    listed, addresses = service.get("/staff/report").text, {row.threshold: f"/staff/report/published/{row.id}" for row in every_report(desk)}
    assert "2025-26Published" in listed and "2024-25Published" not in listed
    assert (service.get(addresses[LEAST]).status, service.get(addresses[0]).status, officer.get(addresses[0]).status) == (200, 404, 200)
    assert service.get(f"{addresses[0]}/file?format=json").status == 404
    assert "was published" not in service.get("/staff/report?period=y2024").text


def _all_choices(desk: Desk, reader: int) -> list[dashboard.Dashboard]:
    stages = [one.code for one in dashboard.look(desk, reader, TODAY, threshold=LEAST).stages]
    return [dashboard.look(desk, reader, TODAY, stage, by, threshold=LEAST) for stage in stages for by in dashboard.NOT_OF_COLLEAGUES]


def _small(cell: Cell) -> bool:
    return isinstance(cell.value, int) and 0 < cell.value < LEAST


def test_no_choice_of_the_dashboard_shows_a_small_number_or_lets_one_be_subtracted(desk: Desk, service: Browser) -> None:
    every, left_out = _all_choices(desk, service.staff_id), 0
    assert len(every) >= 15
    for seen in every:
        assert (seen.received, seen.stages) == (every[0].received, every[0].stages), "what is left out does not depend on what is looked at"
        stage = next(one for one in seen.stages if one.code == seen.stage)
        cells = [cell for one in seen.received for cell in (one.now, one.before)]
        cells += [cell for one in seen.stages for cell in (one.answered.now, one.answered.before, one.late)]
        cells += [cell for one in seen.pulls for cell in (one.answered, one.late)]
        assert not any(map(_small, cells))
        left_out += sum(cell.hidden for cell in cells)
        for parts, whole in (([one.answered for one in seen.pulls], stage.answered.now), ([one.late for one in seen.pulls], stage.late)):
            assert sum(cell.hidden for cell in (*parts, whole)) != 1, (seen.stage, seen.by)
        for one in (*seen.pulls, *seen.stages):
            answered = one.answered.now if isinstance(one, dashboard.StageSoFar) else one.answered
            assert one.share.hidden or not (answered.hidden or one.late.hidden), "a share tells the count that it is made of"
        for one in seen.pulls:
            assert one.without.hidden or not (one.share.hidden or stage.share.hidden)
    assert left_out > 20


def test_the_dashboard_tells_what_is_shown_as_it_is(desk: Desk, service: Browser) -> None:
    whole = dashboard.look(desk, service.staff_id, TODAY, "statutory-1")
    seen = dashboard.look(desk, service.staff_id, TODAY, "statutory-1", threshold=LEAST)
    shown = 0
    for one, true in zip(seen.stages, whole.stages, strict=True):
        for cell, was in ((one.answered.now, true.answered.now), (one.late, true.late), (one.share, true.share), (one.average, true.average), (one.share_before, true.share_before)):
            assert cell.hidden or cell == was
            shown += not cell.hidden
    by_code = {one.code: one for one in whole.pulls}
    for one in seen.pulls:
        assert one.late.hidden or one.late == by_code[one.code].late
    assert shown >= 6
    with pytest.raises(KeyError):
        dashboard.look(desk, service.staff_id, TODAY, by="handler", threshold=LEAST)


def test_the_page_of_the_dashboard_says_what_is_left_out(service: Browser) -> None:
    page = service.get("/staff/dashboard?by=handler&stage=statutory-2")
    assert page.status == 200 and "Counts under 5 are left out" in page.text and "left out" in page.text.split("Answered in time")[1]
    assert "by=handler" not in page.html and page.links()["Every table of this year so far"] == "/staff/report?years=1&period=y2026"
