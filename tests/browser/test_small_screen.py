"""Who the portal is for: a child with a small shared telephone, and a teenager with little time."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator

from portal.cleaning import FileKind
from tests.browser.conftest import Site, Watched, watch
from tests.browser.people import CHILD, answer, part_of_recorder, says_something
from tests.citizen.stored import kept_case, references
from tests.conftest import desk_of

MOST_PAGES_FOR_A_TEENAGER = 24
LEAST = 44


@pytest.fixture
def small(with_microphone: Browser, site: Site) -> Iterator[Watched]:
    """A telephone of 320 pixels with a touch screen and a microphone; nobody types on it."""
    context = with_microphone.new_context(viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True)
    yield watch(context, site)
    context.close()


def _tap(visitor: Watched, what: Locator, *, leads_on: bool = False) -> None:
    """Tap where a finger would, on what is large enough for it."""
    box = what.bounding_box()
    assert box and min(box["width"], box["height"]) >= LEAST, f"{visitor.path}: {what} is too small: {box}"
    if leads_on:
        with visitor.page.expect_navigation():
            what.tap()
    else:
        what.tap()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_child_tells_us_by_pictures_taps_and_voice_alone(small: Watched, language: str) -> None:
    small.go("/young")
    if language != "en":
        _tap(small, small.page.locator(f".languages [lang={language}]").first, leads_on=True)
    _tap(small, small.page.locator(".choice-card", has=small.page.locator("a[href='/start/child']")), leads_on=True)
    drawn = set()
    for _ in range(40):
        assert not small.overflows(), small.path
        assert small.page.get_attribute("html", "lang") == language, small.path
        if small.path.startswith("/done/"):
            break
        if small.path == "/ask/points/1":
            _say_it(small)
        drawn |= _answered_by_tapping(small)
    assert small.path.startswith("/done/")
    assert {"risk_now", "child_status", "matters", "change_soon"} <= drawn, "these are picked by their pictures"
    assert small.page.locator(".return-words li").count() == 4
    assert small.faults == []
    _the_officer_hears_it(small, language)


def _say_it(small: Watched) -> None:
    """Say it aloud, hear it, and keep it."""
    says_something(small)
    for part in ("play", "keep", "erase"):
        box = part_of_recorder(small, part).bounding_box()
        assert box and min(box["width"], box["height"]) >= LEAST, part
    _tap(small, part_of_recorder(small, "keep"))
    small.page.wait_for_selector(".added li")


def _the_officer_hears_it(small: Watched, language: str) -> None:
    desk = desk_of(small.site.app)
    case = kept_case(desk, references(desk)[-1])
    assert (case.row.voice, case.row.language) == ("child", language)
    assert [file.kind for file in case.files] == [FileKind.WEBM]


def _answered_by_tapping(small: Watched) -> set[str]:
    """Tap the picture, or skip what would have to be written; the keys that were answered by a picture."""
    page, key = small.page, small.path.rsplit("/", 1)[-1]
    wanted = CHILD.get(key, "shared" if key == "device" else None)
    boxes = page.locator(f"main [name='{key}']:is([type=radio], [type=checkbox])")
    drawn: set[str] = set()
    if boxes.count():
        for code in wanted if isinstance(wanted, list) else [wanted]:
            drawn |= _picked(small, key, str(code))
    skip = page.locator("main [name='_skip']")
    if small.path == "/words":
        _tap(small, page.locator("main a[href^='/ask/']").first, leads_on=True)
    elif small.path == "/result":
        _tap(small, page.locator("main a.govuk-button"), leads_on=True)
    elif boxes.count() or not skip.count():
        _tap(small, page.locator("main form .govuk-button[type=submit]").first, leads_on=True)
    else:
        _tap(small, skip, leads_on=True)
    return drawn


def _picked(small: Watched, key: str, code: str) -> set[str]:
    folded = small.page.locator(f"details:not([open]):has([name='{key}'][value='{code}']) > summary")
    if folded.count():
        _tap(small, folded)
    item = small.page.locator(f".govuk-radios__item:has([name='{key}'][value='{code}']), .govuk-checkboxes__item:has([name='{key}'][value='{code}'])")
    _tap(small, item)
    assert small.page.locator(f"[name='{key}'][value='{code}']").is_checked(), f"{key}: {code}"
    return {key} if item.locator(".drawing:visible").count() else set()


def test_a_teenager_is_through_in_few_pages(small: Watched) -> None:
    """Six minutes, at fifteen seconds a page."""
    loads: list[str] = []
    small.page.on("framenavigated", lambda frame: loads.append(frame.url))
    small.go("/young")
    small.go("/start/child")
    teenager = {**CHILD, "age_band": "16_to_17"}
    for _ in range(40):
        if small.path.startswith("/done/"):
            break
        if small.path == "/result":
            small.press(small.page.locator("main a.govuk-button"))
        else:
            answer(small, teenager)
    assert small.path.startswith("/done/")
    assert len(loads) <= MOST_PAGES_FOR_A_TEENAGER, loads
