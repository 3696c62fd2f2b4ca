"""Leaving, lasting and keeping in a real Chromium: by keyboard, by Back, by reload, and when the time is over."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Route, expect

from portal import limits
from portal.actions import drafts
from portal.web import lasting
from portal.web.page import AWAY
from tests.browser.conftest import Watched
from tests.citizen.people import PARENT, kept
from tests.conftest import desk_of

HALF = "They said that somebody would"
AT_POINTS = {key: value for key, value in kept(PARENT).items() if key != "points"}


@pytest.fixture(autouse=True)
def weather(phone: Watched, plain: Watched) -> None:
    """The other site, without asking it anything."""

    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Weather</title><h1>Weather</h1>")

    for visitor in (phone, plain):
        visitor.page.context.route(f"{AWAY}**", answer)


@pytest.fixture
def later(phone: Watched) -> Iterator[None]:
    """The server's clock is past the end; the page's own comes after it."""
    yield
    phone.site.app.config.pop("NOW", None)


def _telling(visitor: Watched, own: bool = False) -> None:
    """Somebody who has answered everything up to the first free text."""
    app = visitor.site.app
    draft = drafts.change(desk_of(app), None, lambda _: dict(AT_POINTS), datetime.now(UTC))
    value = lasting.held(app, draft.key, datetime.now(UTC), own=own)
    visitor.page.context.add_cookies([{"name": "draft", "value": value, "url": visitor.site.address}])
    visitor.go("/ask/points/1")


def _holds_a_key(visitor: Watched) -> bool:
    return any(cookie.get("name") == "draft" for cookie in visitor.page.context.cookies())


def test_shift_three_times_leaves_and_back_does_not_show_the_page(phone: Watched) -> None:
    _telling(phone)
    phone.page.fill("[name=what_happened]", HALF)
    for _ in range(3):
        phone.page.keyboard.press("Shift")
    phone.page.wait_for_url(f"{AWAY}**")
    assert not _holds_a_key(phone)
    phone.page.go_back()
    assert HALF not in phone.page.content()
    assert "What happened" not in phone.page.content()


def test_words_that_were_just_typed_are_kept_when_somebody_leaves(phone: Watched) -> None:
    _telling(phone)
    cookie = next(c for c in phone.page.context.cookies() if c.get("name") == "draft")
    phone.page.fill("[name=what_happened]", HALF)
    phone.page.locator(".govuk-exit-this-page__button").click()
    phone.page.wait_for_url(f"{AWAY}**")
    phone.page.wait_for_timeout(500)
    phone.page.context.add_cookies([{"name": "draft", "value": cookie["value"], "url": phone.site.address}])  # type: ignore[typeddict-item]
    phone.go("/ask/points/1")
    assert phone.page.input_value("[name=what_happened]") == HALF


def test_the_second_skip_link_leaves(phone: Watched) -> None:
    _telling(phone)
    phone.page.keyboard.press("Tab")
    phone.page.keyboard.press("Tab")
    assert phone.page.evaluate("document.activeElement.getAttribute('href')") == "/leave"
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_url(f"{AWAY}**")
    assert not _holds_a_key(phone)


def test_the_button_needs_no_javascript(plain: Watched) -> None:
    _telling(plain)
    plain.page.locator(".govuk-exit-this-page__button").click()
    plain.page.wait_for_url(f"{AWAY}**")
    assert not _holds_a_key(plain)
    plain.page.go_back()
    assert plain.page.locator("[name=what_happened]").count() == 0


def test_typing_and_reloading_brings_the_words_back(phone: Watched) -> None:
    _telling(phone)
    phone.page.fill("[name=what_happened]", HALF)
    expect(phone.page.locator(".kept")).to_have_text("Saved", timeout=10_000)
    assert phone.page.get_attribute(".kept", "role") == "status"
    phone.page.reload()
    assert phone.page.input_value("[name=what_happened]") == HALF
    assert phone.page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert phone.faults == []


def test_words_that_are_taken_away_are_not_kept_for_the_point_that_follows(phone: Watched) -> None:
    app = phone.site.app
    whole = kept(PARENT)
    draft = drafts.change(desk_of(app), None, lambda _: dict(whole), datetime.now(UTC))
    cookie = {"name": "draft", "value": lasting.held(app, draft.key, datetime.now(UTC)), "url": phone.site.address}
    phone.page.context.add_cookies([cookie])  # type: ignore[list-item]
    second = drafts.look(desk_of(app), draft.key).answers["points"][1]["what_happened"]  # type: ignore[union-attr]
    phone.go("/ask/points/1")
    phone.page.fill("[name=what_happened]", HALF)
    phone.press(phone.page.locator("[name=_remove]"))
    phone.go("/ask/points/1")
    assert phone.page.input_value("[name=what_happened]") == second


def test_a_session_that_ended_shows_nothing_and_says_how_to_come_back(phone: Watched, later: None) -> None:
    _telling(phone)
    phone.page.fill("[name=what_happened]", HALF)
    phone.site.app.config["NOW"] = lambda: datetime.now(UTC) + limits.SHARED_IDLE + timedelta(minutes=1)
    phone.press(phone.page.locator("main form .govuk-button[type=submit]").first)
    assert phone.page.locator("h1").inner_text().replace("\n", " ") == "You were away for a while"
    assert phone.page.locator("a[href='/return']").count()
    assert not _holds_a_key(phone)
    assert phone.barriers() == []


def test_a_warning_comes_first_and_staying_takes_one_press(phone: Watched) -> None:
    phone.page.clock.install()
    _telling(phone)
    phone.page.clock.fast_forward((limits.SHARED_IDLE - limits.SHARED_WARNED + timedelta(seconds=10)) // timedelta(milliseconds=1))
    box = phone.page.get_by_role("dialog", name="Are you still there?")
    expect(box).to_be_visible()
    assert phone.barriers() == []
    with phone.page.expect_response("**/keep"):
        phone.page.keyboard.press("Enter")
    expect(box).to_be_hidden()


def test_after_the_time_the_page_puts_itself_away(phone: Watched, later: None) -> None:
    phone.page.clock.install()
    _telling(phone)
    phone.site.app.config["NOW"] = lambda: datetime.now(UTC) + limits.SHARED_IDLE + timedelta(minutes=1)
    phone.page.clock.fast_forward((limits.SHARED_IDLE + timedelta(seconds=10)) // timedelta(milliseconds=1))
    phone.page.wait_for_url("**/over")
    assert not _holds_a_key(phone)


def test_a_device_of_ones_own_is_not_warned(phone: Watched) -> None:
    phone.page.clock.install()
    _telling(phone, own=True)
    phone.page.clock.fast_forward(limits.SHARED_IDLE // timedelta(milliseconds=1))
    assert phone.page.locator("dialog[open]").count() == 0


@pytest.mark.parametrize("voice", ["/young", "/grown-up"])
@pytest.mark.parametrize("path", ["/ready", "/device", "/browsing", "/over"])
def test_each_of_these_pages_has_no_barrier(path: str, voice: str, phone: Watched) -> None:
    phone.go(voice)
    phone.page.set_viewport_size({"width": 320, "height": 640})
    phone.go(path)
    assert phone.barriers() == []
    assert not phone.overflows()
