"""Whole journeys by keyboard alone, with the focus seen at every stop and never covered."""

import pytest

from tests.browser.conftest import Watched
from tests.browser.keyboard import Keyboard
from tests.browser.people import CHILD, PARENT


def test_a_parent_complains_by_keyboard_alone_without_javascript(plain: Watched) -> None:
    keys = Keyboard(plain)
    plain.go("/")
    keys.go_on("a[href='/start/complaint']")
    assert keys.walk(PARENT).startswith("/done/")
    assert not keys.faults, keys.faults


def test_a_child_tells_us_by_keyboard_alone(desktop: Watched) -> None:
    keys = Keyboard(desktop)
    desktop.go("/young")
    keys.go_on("a[href='/start/child']")
    assert keys.walk(CHILD).startswith("/done/")
    assert not keys.faults, keys.faults


def test_the_first_stop_leads_past_what_stands_on_every_page(desktop: Watched) -> None:
    keys = Keyboard(desktop)
    desktop.go("/start/complaint")
    keys.press("Tab")
    assert desktop.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    keys.press("Enter")
    keys.press("Tab")
    assert desktop.page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("a { outline: 0 !important; box-shadow: none !important; background: none !important; color: inherit !important; }", "does not show"),
        ("main::before { content: ''; position: fixed; inset: 0; z-index: 9; }", "is covered by"),
    ],
)
def test_a_focus_that_is_not_seen_is_found(desktop: Watched, style: str, said: str) -> None:
    desktop.go("/")
    desktop.page.evaluate("text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); document.adoptedStyleSheets = [sheet]; }", style)
    Keyboard(desktop).to("a[href='/young']")
    assert any(said in fault for fault in Keyboard(desktop).faults_of_focus())
