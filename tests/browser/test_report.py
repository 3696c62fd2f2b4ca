"""The report as a file in a browser: past axe, on a telephone and on a wide screen, and nothing sticks out."""

from pathlib import Path

import pytest

from portal.report.rendering import House, Kind, render
from tests.browser.conftest import Watched
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
