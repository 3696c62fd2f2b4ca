"""Adding files in a real Chromium: with progress where there is a script, and just as well without."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from portal.actions import drafts
from portal.web import lasting
from tests.browser.conftest import Watched
from tests.citizen.people import CHILD_KEPT, WHO
from tests.cleaning import made
from tests.conftest import NOW, desk_of

LISTED = ".files .govuk-summary-list__row"


def _answered(visitor: Watched, answers: dict[str, Any], voice: str = "/grown-up") -> None:
    """Somebody who has answered everything, on the page for files."""
    draft = drafts.change(desk_of(visitor.site.app), None, lambda _: dict(answers), NOW)
    key = {"name": "draft", "value": lasting.held(visitor.site.app, draft.key, datetime.now(UTC)), "url": visitor.site.address}
    visitor.page.context.add_cookies([key])  # type: ignore[list-item]
    visitor.go(voice)
    visitor.go("/files?from=check")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "a photo with quite a long name, as telephones give them 2026-11-23T09-30-00.jpg"
    path.write_bytes(made.jpeg_with_gps())
    return path


@pytest.mark.parametrize(("answers", "voice"), [(WHO["parent"], "/grown-up"), (CHILD_KEPT, "/young")], ids=["a parent", "a child"])
def test_with_a_script_the_page_stays_and_leads_to_what_was_added(
    phone: Watched, photo: Path, answers: dict[str, Any], voice: str
) -> None:
    _answered(phone, answers, voice)
    page = phone.page
    assert phone.barriers() == [] and not phone.overflows()
    page.evaluate("window.stayed = true")
    page.set_input_files("#files", str(photo))
    page.locator("main form[data-module=upload] .govuk-button").first.click()
    page.wait_for_selector(LISTED)
    assert page.evaluate("window.stayed") is True
    assert page.evaluate("document.activeElement.tagName") == "H2"
    assert phone.barriers() == [] and not phone.overflows()
    page.set_input_files("#files", str(photo))
    page.locator("[name=_on]").click()
    page.wait_for_url("**/check")
    assert page.locator("main").inner_text().count("a photo with quite a long name") == 2
    assert phone.faults == []


def test_a_refused_file_is_read_out_and_led_to(phone: Watched, tmp_path: Path) -> None:
    _answered(phone, WHO["parent"])
    (tmp_path / "locked.pdf").write_bytes(made.locked_pdf())
    phone.page.set_input_files("#files", str(tmp_path / "locked.pdf"))
    phone.page.locator("main form[data-module=upload] .govuk-button").first.click()
    phone.page.wait_for_selector(".govuk-error-summary")
    assert phone.page.title().startswith("Error:")
    assert phone.page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    assert phone.barriers() == [] and not phone.overflows()
    phone.page.locator(".govuk-error-summary a").click()
    assert phone.page.evaluate("document.activeElement.id") == "files"


def test_what_does_not_reach_us_is_told_and_may_be_sent_again(phone: Watched, photo: Path) -> None:
    _answered(phone, WHO["parent"])
    phone.page.route("**/files?*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    phone.page.set_input_files("#files", str(photo))
    add = phone.page.locator("main form[data-module=upload] .govuk-button").first
    add.click()
    phone.page.wait_for_selector("text=The files did not reach us")
    phone.page.unroute("**/files?*")
    phone.page.wait_for_timeout(1_100)  # a button pressed twice within a second counts once
    add.click()
    phone.page.wait_for_selector(LISTED)


def test_too_much_is_told_before_it_is_sent(phone: Watched, tmp_path: Path) -> None:
    _answered(phone, WHO["parent"])
    with (tmp_path / "film.wav").open("wb") as large:
        large.truncate(60_000_000)
    phone.page.set_input_files("#files", str(tmp_path / "film.wav"))
    phone.page.locator("main form[data-module=upload] .govuk-button").first.click()
    phone.page.wait_for_selector("text=That was more than we can take at once")
    assert phone.faults == []


def test_without_a_script_it_goes_as_well(plain: Watched, photo: Path) -> None:
    _answered(plain, WHO["parent"])
    plain.page.set_input_files("#files", str(photo))
    plain.press(plain.page.locator("main form[data-module=upload] .govuk-button").first)
    assert plain.page.locator(LISTED).count() == 1
    plain.press(plain.page.locator("[name=_take_out]"))
    assert plain.page.locator(LISTED).count() == 0
    assert not plain.overflows()
