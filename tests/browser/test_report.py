"""The report in a browser: past axe on every screen, and a manager who finds out in three steps why a percentage fell."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from portal.actions.importing import bring_in, look_through
from portal.casework.permissions import Role
from portal.report.dashboard import so_far
from portal.report.rendering import House, Kind, render
from tests.browser.conftest import PHONE, Site, Watched, served, watch
from tests.browser.officer import Officer
from tests.conftest import desk_of
from tests.report.example import EXAMPLE

HOUSE = House(phone="01632 960100", advocate="Exampleshire Advocacy", advocate_phone="01632 960111")


@pytest.mark.parametrize("kind", Kind)
def test_the_report_can_be_read_by_anybody_on_any_screen(
    phone: Watched, desktop: Watched, tmp_path: Path, kind: Kind
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(render(EXAMPLE, "html", kind=kind, house=HOUSE))
    for screen in (phone, desktop):
        screen.page.goto(file.as_uri())
        assert screen.barriers() == [] and not screen.overflows() and not screen.faults


def test_the_report_stands_under_the_content_policy_of_the_portal(desktop: Watched, tmp_path: Path) -> None:
    """Its body needs neither a style nor a script of its own: with all of them forbidden its charts look as they do."""
    from portal.report.rendering import pages

    file = tmp_path / "report.html"
    policy = "default-src 'none'; style-src 'none'"
    file.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}"><title>x</title><main>{pages.body(EXAMPLE)}</main></html>',
        "utf-8",
    )
    desktop.page.goto(file.as_uri())
    assert not desktop.faults
    bar = desktop.page.locator("svg.report-chart rect[height]").first
    assert bar.evaluate("each => getComputedStyle(each).fill") != "rgb(0, 0, 0)"


LATE = 60
"""More days than the law allows a first answer, whatever weekends and holidays are among them; a week is always fewer."""


def _answered(number: str, service: str, on: date, days: int) -> dict[str, object]:
    return {
        "number": number, "kind": "complaint", "route": "statutory", "channel": "letter", "complainant": "parent", "services": [service],
        "received_on": (on - timedelta(days=days)).isoformat(), "closed_on": on.isoformat(),
        "stage_1": {"answered_on": on.isoformat(), "outcome": "not_upheld"},
    }  # fmt: skip


@pytest.fixture(scope="module")
def a_year_that_fell(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Site]:
    """A council of whose first answers 9 in 10 were in time last year and 5 in 10 this year: education was late with 4 more of 5.

    Social care was late with one of five in both years.
    """
    for site in served(tmp_path_factory.mktemp("fell"), sqlite_template):
        now = datetime.now(UTC)
        before, this = so_far(now.date())
        records = []
        for year, late in ((before, {"social_care": 1, "education": 0}), (this, {"social_care": 1, "education": 4})):
            for service, how_many in late.items():
                for at in range(5):
                    records.append(_answered(f"{year.key}/{service}/{at}", service, year.last, LATE if at < how_many else 7))
        desk = desk_of(site.app)
        assert bring_in(desk, look_through(desk, "\n".join(map(json.dumps, records)).encode(), now), now) == 20
        yield site


@pytest.mark.parametrize("screen", ["telephone", "wide"])
def test_a_manager_finds_in_three_steps_why_fewer_answers_were_in_time(browser: Browser, a_year_that_fell: Site, screen: str) -> None:
    context = browser.new_context(viewport=PHONE if screen == "telephone" else {"width": 1280, "height": 800})  # type: ignore[arg-type]
    watched = watch(context, a_year_that_fell)
    manager = Officer(watched, f"M. {screen}", Role.MANAGER)
    page = watched.page

    def follow(text: str, within: str) -> None:
        link = page.locator(f"main {within}").get_by_role("link").filter(has_text=text).first
        assert link.is_visible() and link.inner_text().split("\n")[0].startswith(text)
        watched.press(link)
        assert watched.barriers() == [] and not watched.overflows() and not watched.faults

    manager.open("/staff/dashboard")
    stage = page.locator("main tr", has_text="Statutory stage 1").first.inner_text()
    assert "50%" in stage and "90% last year" in stage and "down 40 points" in stage
    follow("Why", "tr:has-text('Statutory stage 1')")  # One.
    manager.shows("Statutory stage 1: why it fell from 90% to 50%")
    parts = [" ".join(line.split()) for line in page.locator("#pulls >> xpath=../following::table[1]/tbody/tr").all_inner_texts()]
    assert "20% 100% last year" in parts[0] and "down 80 points" in parts[0] and "80% 80% last year" in parts[1] and "as last year" in parts[1]
    follow("4 late", "tr:has-text('down 80 points'):has-text('4 late')")  # Two.
    assert watched.path == "/staff/report/cases"
    found = {link.inner_text() for link in page.locator("main td a.ref").all()}
    assert found == _references(a_year_that_fell, "now/education/", LATE)
    follow(sorted(found)[0], "td")  # Three: one of the cases itself.
    assert watched.path == f"/staff/cases/{sorted(found)[0]}" and "Something went wrong" not in page.locator("main").inner_text()
    context.close()


def _references(site: Site, numbers: str, days: int) -> set[str]:
    """What the portal calls the cases with these numbers of an older system that were so many days old when they were answered."""
    from sqlalchemy import select

    from portal.store.tables import case_stages, cases

    service = numbers.split("/")[1]
    period = so_far(datetime.now(UTC).date())[1]
    with desk_of(site.app).database.read() as conn:
        rows = conn.execute(
            select(cases.c.reference).join(case_stages, case_stages.c.case_id == cases.c.id)
            .where(cases.c.service_area == service, case_stages.c.ended_on == period.last, cases.c.received_on == period.last - timedelta(days=days))
        )  # fmt: skip
        return set(rows.scalars())
