"""The same journeys with reduced motion, in the dark and in forced colours."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PHONE, Site, Watched, watch
from tests.browser.people import CHILD, PARENT, answer, passing

OpenIn = Callable[..., Watched]
STORIES = [("/start/complaint", PARENT), ("/start/child", CHILD)]

MOVES = """() => {
  const still = time => time.split(',').every(part => parseFloat(part) === 0);
  const found = [];
  for (const element of document.querySelectorAll('body, body *')) for (const part of [null, '::before', '::after']) {
    const style = getComputedStyle(element, part);
    if (!still(style.transitionDuration) || (style.animationName !== 'none' && !still(style.animationDuration)) || style.scrollBehavior === 'smooth')
      found.push(`${element.tagName.toLowerCase()}.${element.className}${part ?? ''}`);
  }
  return found.slice(0, 5);
}"""
LIGHTNESS = """() => {
  const [r, g, b] = getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g).map(Number);
  return (r + g + b) / 765;
}"""


@pytest.fixture
def open_in(browser: Browser, site: Site) -> Iterator[OpenIn]:
    """`open_in(color_scheme="dark")` -> a telephone in surroundings of this kind."""
    opened = []

    def made(**surroundings: Any) -> Watched:
        context = browser.new_context(viewport=PHONE, **surroundings)  # type: ignore[arg-type]
        opened.append(context)
        return watch(context, site)

    yield made
    for context in opened:
        context.close()


def _walk(visitor: Watched, start: str, answers: dict[str, Any], look: Callable[[Watched], list[str]]) -> list[str]:
    """From the start to the receipt; what `look` finds on the way."""
    return [f"{path}: {one}" for path in passing(visitor, start, answers) for one in look(visitor)]


@pytest.mark.parametrize(("start", "answers"), STORIES, ids=["a parent", "a child"])
def test_nothing_moves_for_whoever_asked_for_less_motion(open_in: OpenIn, start: str, answers: dict[str, Any]) -> None:
    calm = open_in(reduced_motion="reduce")
    assert _walk(calm, start, answers, lambda here: here.page.evaluate(MOVES)) == []


def test_what_moves_is_found(open_in: OpenIn) -> None:
    lively = open_in(reduced_motion="no-preference")
    lively.go("/start/child")
    for _ in range(3):
        answer(lively, CHILD)
    assert lively.path == "/ask/risk_now"
    assert lively.page.evaluate(MOVES)


@pytest.mark.parametrize(("start", "answers"), STORIES, ids=["a parent", "a child"])
def test_a_whole_journey_in_the_dark(open_in: OpenIn, start: str, answers: dict[str, Any]) -> None:
    dark = open_in(color_scheme="dark")
    assert _walk(dark, start, answers, _too_faint) == []


def _too_faint(here: Watched) -> list[str]:
    return here.barriers(only=["color-contrast-enhanced" if here.child else "color-contrast"])


def test_a_childs_page_is_dark_in_the_dark_and_light_in_the_light(open_in: OpenIn) -> None:
    lightness = {}
    for scheme in ("light", "dark"):
        phone = open_in(color_scheme=scheme)
        phone.go("/start/child")
        lightness[scheme] = phone.page.evaluate(LIGHTNESS)
    assert lightness["dark"] < 0.2 and lightness["light"] > 0.9


@pytest.mark.parametrize(("start", "answers"), STORIES, ids=["a parent", "a child"])
def test_a_whole_journey_in_forced_colours(open_in: OpenIn, start: str, answers: dict[str, Any]) -> None:
    forced = open_in(forced_colors="active")
    assert _walk(forced, start, answers, _choices_that_look_the_same) == []


def _choices_that_look_the_same(here: Watched) -> list[str]:
    """Choices of this page that look picked or not picked alike; each is left as it was found."""
    choices = here.page.locator("main [type=radio]:visible, main [type=checkbox]:visible")
    if choices.count() < 2:
        return []
    first, second = choices.nth(0), choices.nth(1)
    unpicked = _picture(here, first)
    first.check(force=True)
    picked = _picture(here, first)
    kind = first.get_attribute("type")
    second.check(force=True) if kind == "radio" else first.uncheck(force=True)
    again = _picture(here, first)
    if kind == "radio":
        here.page.reload()
    return [f"{first.get_attribute('name')} looks the same when it is picked"] * (picked in (unpicked, again))


def _picture(here: Watched, choice: Any) -> bytes:
    """The choice and its label, with the focus and the mouse elsewhere."""
    here.page.evaluate("document.activeElement.blur()")
    here.page.mouse.move(0, 0)
    return bytes(choice.locator("xpath=..").screenshot(animations="disabled"))


def test_a_choice_that_is_not_picked_has_no_tick_in_forced_colours(open_in: OpenIn) -> None:
    forced = open_in(forced_colors="active")
    forced.go("/start/child")
    for _ in range(3):
        answer(forced, CHILD)
    assert forced.path == "/ask/risk_now"
    tick = "label => getComputedStyle(label, '::after').display"
    labels = forced.page.locator("main label.govuk-radios__label")
    assert labels.nth(0).evaluate(tick) == "none"
    forced.page.locator("main [type=radio]").nth(0).check(force=True)
    assert labels.nth(0).evaluate(tick) != "none"
