"""Whole stories in a real Chromium: with a telephone, without JavaScript, and past the gate of axe."""

from typing import Any

import pytest

from tests.browser.conftest import Watched
from tests.browser.people import ADVOCATE, CHILD, PARENT, answer, walk

STORIES = [("/start/complaint", PARENT), ("/start/child", CHILD), ("/start/complaint", ADVOCATE)]


@pytest.mark.parametrize(("start", "answers"), STORIES, ids=["a parent", "a child", "an advocate"])
def test_a_whole_story_on_a_telephone_without_a_barrier(phone: Watched, start: str, answers: dict[str, Any]) -> None:
    phone.go(start)
    found: list[str] = []
    for _ in range(60):
        found += phone.barriers()
        if phone.overflows():
            found.append(f"{phone.path} is wider than the screen")
        if phone.path.startswith("/done/"):
            break
        if phone.path == "/result":
            phone.press(phone.page.locator("main a.govuk-button"))
        else:
            answer(phone, answers)
    assert phone.path.startswith("/done/")
    assert found == []
    assert phone.faults == []


def test_a_child_needs_no_javascript(plain: Watched) -> None:
    assert walk(plain, "/start/child", CHILD)[-1].startswith("/done/")


def test_a_parent_needs_no_javascript(plain: Watched) -> None:
    assert walk(plain, "/start/complaint", PARENT)[-1].startswith("/done/")


@pytest.mark.parametrize("path", ["/", "/young", "/danger", "/return", "/start/compliment", "/nowhere", "/staff/sign-in"])
def test_a_page_on_its_own_has_no_barrier(phone: Watched, path: str) -> None:
    phone.go(path)
    assert phone.barriers() == []
    assert not phone.overflows()


def test_an_error_is_shown_read_out_and_led_to(phone: Watched) -> None:
    phone.go("/ask/complainant")
    phone.press(phone.page.locator("main form .govuk-button"))
    assert phone.page.title().startswith("Error:")
    assert phone.page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    phone.page.locator(".govuk-error-summary a").click()
    assert phone.page.evaluate("document.activeElement.name") == "complainant"
    assert phone.barriers() == []


def test_the_other_voice_keeps_what_is_being_typed(phone: Watched) -> None:
    phone.go("/start/idea_or_question")
    for told in ("/ready", "/device"):
        assert phone.path == told
        answer(phone, {})
    for key, value in {"complainant": "parent", "risk_now": "no", "message_kind": "question"}.items():
        answer(phone, {key: value})
    answer(phone, {})  # goes on without words to come back with
    phone.page.fill("[name=message]", "Who decides about my plan?")
    phone.press(phone.page.locator("[name=_voice]"))
    assert phone.page.input_value("[name=message]") == "Who decides about my plan?"
    assert "voice-child" in (phone.page.get_attribute("body", "class") or "")


def test_the_first_page_is_light(phone: Watched) -> None:
    sizes: list[int] = []
    phone.page.on("requestfinished", lambda request: sizes.append(sum(
        request.sizes()[part] for part in ("responseBodySize", "responseHeadersSize"))))
    phone.go("/")
    phone.page.wait_for_load_state("networkidle")
    assert len(sizes) <= 5
    assert sum(sizes) <= 40 * 1024


def test_a_childs_page_is_light(phone: Watched) -> None:
    sizes: list[int] = []
    phone.page.on("requestfinished", lambda request: sizes.append(sum(
        request.sizes()[part] for part in ("responseBodySize", "responseHeadersSize"))))
    phone.go("/start/child")
    phone.page.wait_for_load_state("networkidle")
    assert sum(sizes) <= 90 * 1024


def test_nothing_is_asked_of_any_other_host(desktop: Watched) -> None:
    hosts: set[str] = set()
    desktop.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for path in ("/", "/young", "/start/child", "/danger", "/return"):
        desktop.go(path)
    assert hosts == {desktop.site.address.removeprefix("http://")}
