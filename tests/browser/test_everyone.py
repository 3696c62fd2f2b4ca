"""Other ways in, the form to print, the notices and the questions about equality, in a real browser: on a phone and on paper."""

from datetime import UTC, datetime

import pytest

from portal.actions import drafts
from tests.browser.conftest import Watched
from tests.citizen.people import WHO
from tests.conftest import cookie_of

PAGES = ("/other-ways", "/paper", "/privacy", "/accessibility")
A4 = {"width": 673, "height": 1000}
"""What is left of an A4 sheet between its margins, in CSS pixels."""


@pytest.mark.parametrize("voice", ["/grown-up", "/young"])
def test_these_pages_have_no_barrier_and_fit_a_narrow_screen(voice: str, phone: Watched) -> None:
    phone.page.set_viewport_size({"width": 320, "height": 640})
    phone.go(voice)
    for path in PAGES:
        phone.go(path)
        assert phone.barriers() == []
        assert not phone.overflows(), path
    assert phone.faults == []


def test_the_questions_about_equality_have_no_barrier_and_fit_a_narrow_screen(phone: Watched) -> None:
    draft = drafts.change(phone.site.app.extensions["desk"], None, lambda _: dict(WHO["parent"]), datetime.now(UTC))
    phone.page.context.add_cookies([{"name": "draft", "value": cookie_of(phone.site.app, draft.key), "url": phone.site.address}])
    phone.page.set_viewport_size({"width": 320, "height": 640})
    phone.go("/check")
    phone.press(phone.page.get_by_role("button", name="Send my complaint"))
    phone.press(phone.page.get_by_role("link", name="A few questions about you"))
    assert phone.barriers() == [] and not phone.overflows()
    phone.page.get_by_label("18 to 24").check()
    phone.press(phone.page.get_by_role("button", name="Send these answers"))
    assert phone.path == "/about-you" and phone.barriers() == []


@pytest.mark.parametrize("voice", ["/grown-up", "/young"])
def test_the_form_prints_on_a4_without_what_only_a_screen_needs(voice: str, phone: Watched) -> None:
    phone.go(voice)
    phone.go("/paper")
    phone.page.emulate_media(media="print")
    phone.page.set_viewport_size(A4)  # type: ignore[arg-type]
    assert not phone.overflows(), "it fits the sheet"
    for gone in (".portal-top", ".portal-footer", ".no-print"):
        assert not phone.page.locator(gone).first.is_visible(), gone
    boxes = phone.page.locator(".paper__box")
    assert boxes.count() > 40 and boxes.first.is_visible()
