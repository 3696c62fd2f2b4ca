"""Pages in languages that take more room, and in one that reads from the right, in a real Chromium at 320 pixels."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Site, Watched, watch
from tests.browser.people import CHILD, PARENT, answer, passing

SMALL = {"width": 320, "height": 640}


@pytest.fixture
def small(browser: Browser, site: Site) -> Iterator[Watched]:
    """A telephone of 320 pixels."""
    context = browser.new_context(viewport=SMALL)  # type: ignore[arg-type]
    yield watch(context, site)
    context.close()


@pytest.mark.parametrize("language", ["pl", "ur"])
@pytest.mark.parametrize(("start", "answers"), [("/start/complaint", PARENT), ("/start/child", CHILD)], ids=["a parent", "a child"])
def test_longer_words_need_no_scrolling_sideways(language: str, start: str, answers: dict[str, Any], small: Watched) -> None:
    small.go(f"/language/{language}")
    assert [path for path in passing(small, start, answers) if small.overflows()] == []
    assert small.faults == []


@pytest.mark.parametrize("path", ["/young", "/grown-up", "/danger", "/return", "/nowhere"])
@pytest.mark.parametrize("language", ["pl", "ur"])
def test_a_page_on_its_own_fits_and_has_no_barrier(language: str, path: str, small: Watched) -> None:
    small.go(f"/language/{language}")
    small.go(path)
    assert small.barriers() == []
    assert not small.overflows()


def _start(visitor: Watched, css: str) -> float:
    """How far an element is from the left edge, in its middle."""
    return float(visitor.page.eval_on_selector(css, "e => e.getBoundingClientRect().left + e.getBoundingClientRect().width / 2"))


def test_a_page_that_reads_from_the_right_is_mirrored_whole(small: Watched) -> None:
    small.page.set_viewport_size({"width": 800, "height": 640})
    measured: dict[str, list[float]] = {}
    for language in ("en", "ur"):
        small.go(f"/language/{language}")
        if language == "en":
            _at_the_first_question(small)
            answer(small, CHILD)
        small.go("/ask/risk_now")
        places = [".govuk-back-link", ".govuk-exit-this-page", ".steps > :first-child", ".childline .drawing"]
        measured[language] = [_start(small, css) for css in places]
        small.go("/young")
        measured[language].append(_start(small, ".choice-card .drawing"))
    for english, urdu in zip(measured["en"], measured["ur"], strict=True):
        assert (english < 400) != (urdu < 400), measured


def _at_the_first_question(small: Watched) -> None:
    """Past what everybody is told and asked before it."""
    small.go("/start/child")
    while small.path in {"/ready", "/device"}:
        answer(small, CHILD)


def test_enter_goes_on_and_does_not_change_the_language(small: Watched) -> None:
    _at_the_first_question(small)
    small.page.fill("[name=name]", "Kit")
    with small.page.expect_navigation():
        small.page.press("[name=name]", "Enter")
    assert small.path != "/ask/name"
    assert small.page.get_attribute("html", "lang") == "en"


def test_a_press_on_a_language_keeps_what_is_being_typed(small: Watched) -> None:
    _at_the_first_question(small)
    small.page.fill("[name=name]", "Kit")
    small.press(small.page.locator(".languages [value=ur]"))
    assert small.page.input_value("[name=name]") == "Kit"
    assert small.page.get_attribute("html", "dir") == "rtl"


def test_only_a_page_in_urdu_fetches_its_typeface(small: Watched) -> None:
    """On a device that has no letters of Urdu itself."""
    fetched: list[str] = []
    small.page.on("request", lambda request: fetched.append(request.url))
    for language, path, wanted in (("en", "/young", False), ("pl", "/young", False), ("ur", "/grown-up", True), ("ur", "/young", True)):
        small.go(f"/language/{language}")
        fetched.clear()
        small.go(path)
        small.page.wait_for_load_state("networkidle")
        assert any("nastaliq" in url for url in fetched) == wanted, (language, path)
