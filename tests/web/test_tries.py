"""Wrong tries wait longer each time, never for ever; the rightful holder gets in whatever others do."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal import limits
from portal.web import address
from portal.web.tries import FROM_ADDRESS, SIGN_IN, WORDS, Patience, Returning, Tries
from tests.conftest import NOW, OpenPortal, VisitWith, desk_of
from tests.visiting import Visit

REFERENCE = "KMR-2346-789"


def _later(**by: int) -> datetime:
    return NOW + timedelta(**by)


@pytest.mark.parametrize("patience", [SIGN_IN, WORDS, FROM_ADDRESS])
def test_waits_grow_and_end(patience: Patience) -> None:
    waits = [patience.wait_after(failures) for failures in range(200)]
    assert waits == sorted(waits)
    assert all(not wait for wait in waits[: patience.free])
    assert waits[patience.free] == patience.first and waits[-1] == patience.longest <= timedelta(minutes=5)


def test_a_wait_ends_by_itself_and_trying_meanwhile_does_not_lengthen_it() -> None:
    tries = Tries()
    for _ in range(WORDS.free):
        tries.failed("a", NOW, WORDS)
    assert tries.wait("a", NOW) == WORDS.first
    assert tries.wait("a", NOW + WORDS.first) == timedelta()
    assert tries.wait("b", NOW) == timedelta()


def test_an_hour_later_nothing_is_remembered() -> None:
    tries = Tries()
    for _ in range(30):
        tries.failed("a", NOW, WORDS)
    assert tries.failures("a", _later(hours=1)) == 0


def test_memory_is_bounded_and_the_oldest_is_forgotten_first() -> None:
    tries = Tries(most=3)
    for key in "abcd":
        tries.failed(key, NOW, WORDS)
    assert [tries.failures(key, NOW) for key in "abcd"] == [0, 1, 1, 1]


def test_however_many_guess_at_a_case_a_fresh_address_may_try_at_once() -> None:
    returning = Returning()
    for number in range(500):
        returning.wrong(f"guesser {number}", REFERENCE, NOW)
    assert returning.wait("the holder", REFERENCE, NOW) == timedelta()
    assert returning.wait("guesser 499", REFERENCE, NOW) == WORDS.first, "one wrong try is all that is free by now"
    assert returning.wait("guesser 3", REFERENCE, NOW) == timedelta()


def test_a_holder_who_shares_the_guessers_address_waits_five_minutes_at_the_most() -> None:
    returning = Returning()
    for _ in range(1000):
        returning.wrong("the library", REFERENCE, NOW)
    assert returning.wait("the library", REFERENCE, NOW) == limits.WORDS_LONGEST_WAIT
    assert returning.wait("the library", "ABC-1234-567", NOW) <= limits.WORDS_ADDRESS_LONGEST_WAIT


def test_right_words_clear_what_went_wrong_before() -> None:
    returning = Returning()
    for _ in range(WORDS.free):
        returning.wrong("home", REFERENCE, NOW)
    returning.opened("home", REFERENCE)
    assert returning.wait("home", REFERENCE, NOW) == timedelta()


def _tries(visit: Visit, times: int, reference: str = REFERENCE) -> list[int]:
    visit.opens("/return")
    return [visit.fills("Open it", reference=reference, words="one two three four").status for _ in range(times)]


def test_wrong_words_are_told_to_wait_and_for_how_long(visit: Visit) -> None:
    assert _tries(visit, 6) == [400] * 5 + [429]
    assert visit.page.errors["reference"].startswith("Please wait 10 seconds")
    assert _tries(visit, 1, "ABC-1234-567") == [400], "another reference is another matter"


def test_a_wait_is_told_to_machines_too(visit: Visit) -> None:
    _tries(visit, 5)
    answer = visit.client.post("/return", data={"csrf_token": visit.token, "reference": REFERENCE, "words": "one two"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "10")


def test_a_child_is_told_in_its_own_words(visit: Visit) -> None:
    visit.opens("/young")
    _tries(visit, 6)
    assert visit.page.errors["reference"] == "Wait 10 seconds. Then try again. Your words will still work"


def test_a_reference_that_nobody_has_and_wrong_words_wait_alike(visit_with: VisitWith, app: Flask) -> None:
    saved = visit_with({"purpose": "complaint", "complainant": "parent"})
    saved.opens("/save")
    saved.fills("Give me a reference and words")
    known = saved.page.said_in("reference")[0]
    assert _tries(Visit(app), 6, known) == _tries(Visit(app), 6, "ABC-1234-567")


def test_after_the_wait_the_right_words_open_it(visit_with: VisitWith, app: Flask) -> None:
    saved = visit_with({"purpose": "complaint", "complainant": "parent"})
    saved.opens("/save")
    saved.fills("Give me a reference and words")
    listed = next(e for e in saved.page.main.iter("ol") if "return-words" in e.get("class", ""))
    reference, words = saved.page.said_in("reference")[0], " ".join("".join(i.itertext()).strip() for i in listed)
    somebody = Visit(app)
    assert _tries(somebody, 6, reference)[-1] == 429
    app.config["NOW"] = lambda: _later(seconds=11)
    somebody.fills("Open it", reference=reference, words=words)
    assert somebody.page.path.startswith("/ask/")


@pytest.mark.parametrize("held", ["a draft", "nothing"])
def test_what_is_wrong_is_stretched_as_often_whatever_it_is_wrong_for(
    held: str, visit_with: VisitWith, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = "ABC-1234-567"
    if held == "a draft":
        saved = visit_with({"purpose": "complaint", "complainant": "parent"})
        saved.opens("/save")
        saved.fills("Give me a reference and words")
        reference = saved.page.said_in("reference")[0]
    counted: list[int] = []
    _counting(monkeypatch, counted)
    _tries(Visit(app), 1, reference)
    assert len(counted) == 2


def _counting(monkeypatch: pytest.MonkeyPatch, counted: list[int]) -> None:
    from portal.seal import return_words

    whole: Callable[..., bytes] = return_words._stretched

    def stretched(*given: object) -> bytes:
        counted.append(1)
        return whole(*given)

    monkeypatch.setattr(return_words, "_stretched", stretched)


def _signs_in(app: Flask, email: str, **told: str) -> TestResponse:
    visit = Visit(app, FlaskClient(app, app.response_class))
    visit.opens("/staff/sign-in")
    data = {"csrf_token": visit.token, "email": email, "password": "not the password"}
    return visit.client.post("/staff/sign-in", data=data, **told)  # type: ignore[arg-type]


def test_an_address_that_guesses_at_many_accounts_waits(app: Flask) -> None:
    statuses = [_signs_in(app, f"officer{n}@council.example").status_code for n in range(limits.SIGN_IN_FREE_TRIES + 1)]
    assert statuses == [400] * limits.SIGN_IN_FREE_TRIES + [429]
    elsewhere = _signs_in(app, "officer@council.example", environ_base={"REMOTE_ADDR": "192.0.2.7"})  # type: ignore[arg-type]
    assert elsewhere.status_code == 400, "another address is not kept waiting"


def _mark(app: Flask, remote: str, **headers: str) -> str:
    seen: list[str] = []
    app.view_functions["citizen.start"] = lambda: seen.append(address.mark()) or "<!doctype html>"
    app.wsgi_app(  # type: ignore[operator]
        {**_environ(), "REMOTE_ADDR": remote, **headers}, lambda *_: None
    )
    return seen[0]


def _environ() -> dict[str, object]:
    from werkzeug.test import EnvironBuilder

    return dict(EnvironBuilder("/").get_environ())


def test_an_address_leaves_a_mark_that_does_not_lead_back_and_is_another_tomorrow(app: Flask) -> None:
    one = _mark(app, "192.0.2.7")
    assert one == _mark(app, "192.0.2.7") != _mark(app, "192.0.2.8")
    assert "192.0" not in one and len(one) == 32
    app.config["NOW"] = lambda: _later(days=1)
    assert _mark(app, "192.0.2.7") != one


def test_the_devices_of_one_home_share_a_mark(app: Flask) -> None:
    assert _mark(app, "2001:db8:1:2::1") == _mark(app, "2001:db8:1:2:ffff::9") != _mark(app, "2001:db8:1:3::1")
    assert _mark(app, "::ffff:192.0.2.7") == _mark(app, "192.0.2.7")


def test_without_a_proxy_nobody_can_name_another_address(app: Flask) -> None:
    assert _mark(app, "192.0.2.7", HTTP_X_FORWARDED_FOR="192.0.2.8") == _mark(app, "192.0.2.7")


def test_behind_one_proxy_what_it_says_counts_and_nothing_before_it(open_portal: OpenPortal) -> None:
    app = open_portal()
    address.init(app, 1)
    told = _mark(app, "10.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.66, 192.0.2.8")
    assert told == _mark(app, "192.0.2.8") != _mark(app, "192.0.2.66")
    desk_of(app).close()
