"""Saying it aloud: recorded, heard, kept only when that is pressed, sealed, and opened by the officer. With a pretended microphone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from portal import limits
from portal.actions import drafts, files
from portal.citizen.visitor import DRAFT
from portal.cleaning import FileKind
from tests.browser.conftest import PHONE, Site, Watched, watch
from tests.browser.people import part_of_recorder, says_something
from tests.citizen.people import CHILD_KEPT, WHO
from tests.conftest import NOW, cookie_of, desk_of

LISTED = ".added li"


@pytest.fixture
def speaker(with_microphone: Browser, site: Site) -> Iterator[Watched]:
    """A telephone of 360 pixels whose microphone hears a beep."""
    context = with_microphone.new_context(viewport=PHONE)  # type: ignore[arg-type]
    yield watch(context, site)
    context.close()


def _on_the_page(visitor: Watched, answers: dict[str, Any] = CHILD_KEPT, voice: str = "/young", path: str = "/ask/points/1") -> bytes:
    """Somebody who has answered everything, on the page where it may be said aloud; the key of their draft."""
    draft = drafts.change(desk_of(visitor.site.app), None, lambda _: dict(answers), NOW)
    key = {"name": DRAFT, "value": cookie_of(visitor.site.app, draft.key), "url": visitor.site.address}
    visitor.page.context.add_cookies([key])  # type: ignore[list-item]
    visitor.go(voice)
    visitor.go(path)
    return draft.key


def _kept(visitor: Watched, key: bytes) -> list[files.Attached]:
    desk = desk_of(visitor.site.app)
    draft = drafts.look(desk, key)
    assert draft
    return files.added(desk, draft)


@pytest.mark.parametrize(("answers", "voice"), [(CHILD_KEPT, "/young"), (WHO["parent"], "/grown-up")], ids=["a child", "a parent"])
def test_what_is_said_is_kept_only_on_keep_this_and_stays_beside_what_is_typed(
    speaker: Watched, answers: dict[str, Any], voice: str
) -> None:
    key = _on_the_page(speaker, answers, voice)
    page = speaker.page
    page.fill("[name=what_happened]", "Half a sen")
    assert speaker.barriers() == [] and not speaker.overflows()
    says_something(speaker)
    assert _kept(speaker, key) == []
    assert speaker.barriers() == [] and not speaker.overflows()
    part_of_recorder(speaker, "keep").click()
    page.wait_for_selector(LISTED)
    assert page.input_value("[name=what_happened]") == "Half a sen"
    assert [file.kind for file in _kept(speaker, key)] == [FileKind.WEBM]
    assert speaker.barriers() == [] and not speaker.overflows()
    assert speaker.faults == []


def test_what_was_kept_can_be_heard_again_without_being_saved_and_erased(speaker: Watched) -> None:
    key = _on_the_page(speaker)
    page = speaker.page
    says_something(speaker)
    part_of_recorder(speaker, "keep").click()
    page.wait_for_selector(LISTED)
    page.evaluate("""() => { window.playing = new Promise((played) => { HTMLMediaElement.prototype.play = new Proxy(HTMLMediaElement.prototype.play, {
        apply: (play, on, all) => Reflect.apply(play, on, all).then(() => played(on.src)) }); }); }""")
    saved: list[Any] = []
    page.on("download", lambda download: saved.append(download))
    page.locator("[data-module=listen]").click()
    assert page.evaluate("window.playing").startswith("blob:") and saved == []
    page.fill("[name=put_right]", "I want to stay")
    speaker.press(page.locator("[name=_take_out]"))
    assert _kept(speaker, key) == [] and page.locator(LISTED).count() == 0
    assert page.input_value("[name=put_right]") == "I want to stay"
    assert speaker.faults == []


def test_what_is_erased_was_never_sent(speaker: Watched) -> None:
    key = _on_the_page(speaker)
    sent: list[str] = []
    speaker.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    says_something(speaker)
    part_of_recorder(speaker, "erase").click()
    part_of_recorder(speaker, "start").wait_for()
    assert _kept(speaker, key) == [] and sent == []


def test_nothing_said_is_left_behind_by_mistake(speaker: Watched) -> None:
    _on_the_page(speaker)
    says_something(speaker)
    speaker.page.locator("main form .govuk-button-group .govuk-button").click()
    speaker.page.wait_for_timeout(300)
    assert speaker.path == "/ask/points/1"
    assert speaker.page.evaluate("document.activeElement.dataset.part") == "keep"
    assert "Keep it or erase it first" in part_of_recorder(speaker, "said").inner_text()


def test_what_does_not_reach_us_is_told_and_can_be_kept_again(speaker: Watched) -> None:
    key = _on_the_page(speaker)
    says_something(speaker)
    speaker.page.route("**/files", lambda route: route.abort())
    part_of_recorder(speaker, "keep").click()
    speaker.page.wait_for_selector("text=It did not get to us")
    speaker.page.unroute("**/files")
    part_of_recorder(speaker, "keep").click()
    speaker.page.wait_for_selector(LISTED)
    assert len(_kept(speaker, key)) == 1


def test_what_comes_when_the_time_is_over_is_not_said_to_be_kept(speaker: Watched) -> None:
    _on_the_page(speaker)
    says_something(speaker)
    app = speaker.site.app
    app.config["NOW"] = lambda: datetime.now(UTC) + limits.SHARED_IDLE + timedelta(minutes=1)
    try:
        part_of_recorder(speaker, "keep").click()
        speaker.page.wait_for_selector("text=It did not get to us")
        assert part_of_recorder(speaker, "keep").is_visible()
    finally:
        app.config.pop("NOW")


def test_a_child_says_it_all_without_a_word_and_the_officer_can_open_it(speaker: Watched) -> None:
    key = _on_the_page(speaker, {**CHILD_KEPT, "matters": ["placement"], "points": []})
    says_something(speaker)
    part_of_recorder(speaker, "keep").click()
    speaker.page.wait_for_selector(LISTED)
    (kept,) = _kept(speaker, key)
    desk = desk_of(speaker.site.app)
    heard = files.before_sending(desk, key, kept.id)
    assert heard.data[:4] == b"\x1aE\xdf\xa3"
    assert all(heard.data[200:260] not in desk.shelf.get(one.name) for one in desk.shelf.everything())
    speaker.press(speaker.page.locator("main form .govuk-button-group .govuk-button"))
    assert speaker.path != "/ask/points/1"
    assert _playable(speaker, kept.id)


def _playable(visitor: Watched, file_id: int) -> bool:
    """Whether the browser can play what we kept, from its beginning to its end."""
    visitor.go("/ask/points/1")
    return bool(visitor.page.evaluate(
        """async (address) => {
            const sound = new Audio(URL.createObjectURL(await (await fetch(address)).blob()));
            sound.muted = true; sound.playbackRate = 8;
            return new Promise((done) => { sound.onended = () => done(sound.currentTime > 1); sound.onerror = () => done(false); sound.play(); });
        }""",
        f"/files/{file_id}",
    ))


@pytest.mark.parametrize("kind", ["audio/webm;codecs=opus", "audio/mp4;codecs=opus", "audio/mp4"])
def test_what_this_browser_records_is_taken_in_each_of_its_forms(speaker: Watched, kind: str) -> None:
    key = _on_the_page(speaker)
    speaker.page.add_init_script(f"MediaRecorder.isTypeSupported = (kind) => kind === {kind.split(';', maxsplit=1)[0]!r} || kind === {kind!r};")
    if not speaker.page.evaluate(f"MediaRecorder.isTypeSupported({kind!r})"):
        pytest.skip(f"this Chromium records no {kind}")
    speaker.page.reload()
    says_something(speaker)
    part_of_recorder(speaker, "keep").click()
    speaker.page.wait_for_selector(LISTED)
    (kept,) = _kept(speaker, key)
    assert kept.kind is (FileKind.WEBM if "webm" in kind else FileKind.M4A)
    assert _playable(speaker, kept.id)


def test_without_leave_for_the_microphone_a_kind_sentence_stands_there(phone: Watched) -> None:
    _on_the_page(phone)
    part_of_recorder(phone, "start").click()
    phone.page.wait_for_selector("text=We cannot use the microphone here")
    assert not part_of_recorder(phone, "start").is_visible()
    assert phone.barriers() == []


def test_where_a_browser_cannot_record_nothing_offers_it(phone: Watched) -> None:
    phone.page.add_init_script("delete window.MediaRecorder")
    _on_the_page(phone)
    assert not phone.page.locator("[data-module=recorder]").is_visible()
    assert phone.page.locator("[name=_files]").is_visible()


def test_no_other_page_may_use_the_microphone(speaker: Watched) -> None:
    _on_the_page(speaker, path="/check")
    refused = speaker.page.evaluate("navigator.mediaDevices.getUserMedia({audio: true}).then(() => '', (error) => error.name)")
    assert refused == "NotAllowedError"


def test_without_a_script_a_recording_is_chosen_from_the_same_page_and_the_words_stay(plain: Watched) -> None:
    _on_the_page(plain)
    plain.page.fill("[name=what_happened]", "They move me")
    assert not plain.page.locator("[data-module=recorder]").is_visible()
    plain.press(plain.page.locator("[name=_files]"))
    assert plain.path == "/files"
    plain.go("/ask/points/1")
    assert plain.page.input_value("[name=what_happened]") == "They move me"
