"""Reading a page aloud: on every page of a child, with a voice of the device only. The voices of these tests are pretended."""

from typing import Any

import pytest

from portal.actions import drafts
from portal.citizen.visitor import DRAFT
from tests.browser.conftest import Watched
from tests.browser.people import CHILD, answer
from tests.citizen.people import CHILD_KEPT
from tests.conftest import NOW, cookie_of, desk_of

ENGLISH = "{localService: true, lang: 'en_GB', name: 'Here'}"
BUTTON = "[data-module=read-aloud]"


def _with_voices(visitor: Watched, *voices: str) -> None:
    visitor.page.add_init_script(
        f"const voices = [{', '.join(voices)}];"
        """window.spoken = []; window.cancelled = 0;
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
        speechSynthesis.getVoices = () => voices;
        speechSynthesis.speak = (said) => window.spoken.push(said);
        speechSynthesis.cancel = () => { window.cancelled += 1; };"""
    )


def _spoken(visitor: Watched) -> list[str]:
    return list(visitor.page.evaluate("window.spoken.map((said) => said.text)"))


def _answered(visitor: Watched) -> None:
    draft = drafts.change(desk_of(visitor.site.app), None, lambda _: dict(CHILD_KEPT), NOW)
    key: Any = {"name": DRAFT, "value": cookie_of(visitor.site.app, draft.key), "url": visitor.site.address}
    visitor.page.context.add_cookies([key])
    visitor.go("/young")


@pytest.mark.parametrize(
    "path", ["/", "/danger", "/return", "/nowhere", "/start/child", "/save", "/files", "/ask/points", "/ask/points/1", "/check", "/result"]
)
def test_every_page_of_a_child_can_be_read_to_them(phone: Watched, path: str) -> None:
    _with_voices(phone, ENGLISH)
    _answered(phone)
    phone.go(path)
    phone.page.locator(BUTTON).click()
    heading = phone.page.locator("main h1").inner_text()
    spoken = _spoken(phone)
    assert any(heading.replace("\n", " ") in line.replace("\n", " ") for line in spoken[:3])
    assert spoken[-1] == "0800 1111"
    assert phone.barriers() == [] and not phone.overflows()


def test_the_whole_way_of_a_child_can_be_read_to_them(phone: Watched) -> None:
    _with_voices(phone, ENGLISH)
    phone.go("/start/child")
    for _ in range(40):
        assert phone.page.locator(BUTTON).is_visible(), phone.path
        if phone.path.startswith("/done/"):
            break
        if phone.path == "/result":
            phone.press(phone.page.locator("main a.govuk-button"))
        else:
            answer(phone, CHILD)
    assert phone.path.startswith("/done/")
    phone.page.locator(BUTTON).click()
    assert "We got it" in _spoken(phone)


def test_it_says_question_hint_choices_and_buttons_in_the_order_in_which_they_stand(phone: Watched) -> None:
    _with_voices(phone, ENGLISH)
    _answered(phone)
    phone.go("/ask/help_wanted")
    phone.page.locator(BUTTON).click()
    assert _spoken(phone)[1:8] == [
        "Would you like someone on your side?", "Pick one, or more.",
        "Yes please, I would like an advocate. An advocate is a person on your side. They help you say what you want. It is free.",
        "Someone who speaks my language, or signs", "Something that makes it easier for me", "No, thank you", "I don’t know yet",
    ]  # fmt: skip
    assert "Next" in _spoken(phone)


def test_what_is_folded_away_is_not_said(phone: Watched) -> None:
    _with_voices(phone, ENGLISH)
    _answered(phone)
    phone.go("/ask/matters")
    phone.page.locator(BUTTON).click()
    assert "More choices" in _spoken(phone) and "Getting to school" not in _spoken(phone)


def test_the_same_button_stops_it(phone: Watched) -> None:
    _with_voices(phone, ENGLISH)
    _answered(phone)
    phone.go("/ask/name")
    button = phone.page.locator(BUTTON)
    button.click()
    assert button.inner_text().strip() == "Stop reading"
    before = phone.page.evaluate("window.cancelled")
    button.click()
    assert phone.page.evaluate("window.cancelled") > before
    assert button.inner_text().strip() == "Read this to me"


def test_it_ends_by_itself(phone: Watched) -> None:
    _with_voices(phone, ENGLISH)
    _answered(phone)
    phone.page.locator(BUTTON).click()
    phone.page.evaluate("window.spoken.at(-1).onend()")
    assert phone.page.locator(BUTTON).inner_text().strip() == "Read this to me"


@pytest.mark.parametrize(
    "voice",
    [None, "{localService: false, lang: 'en-GB', name: 'Far'}", "{localService: true, lang: 'pl-PL', name: 'Other'}"],
    ids=["no voice", "a voice from elsewhere", "a voice of another language"],
)
def test_without_a_voice_of_the_device_for_this_language_there_is_no_button(phone: Watched, voice: str | None) -> None:
    _with_voices(phone, *([voice] if voice else []))
    _answered(phone)
    assert not phone.page.locator(BUTTON).is_visible()


def test_a_voice_of_this_country_is_chosen_before_others(phone: Watched) -> None:
    _with_voices(phone, "{localService: true, lang: 'en-US', name: 'There'}", ENGLISH)
    _answered(phone)
    phone.page.locator(BUTTON).click()
    assert phone.page.evaluate("window.spoken[0].voice.name") == "Here"
