"""The pages of the second factor: the code after the password, setting an app up, and what a half-session cannot do."""

import logging
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from flask import Flask

from portal.actions import second_factor
from portal.actions.desk import Desk
from portal.casework.permissions import Role
from portal.limits import SIGN_IN_FREE_TRIES, STAFF_HALF_SESSION
from portal.seal.factors import FactorKeys
from portal.staff.gate import PUBLIC
from portal.staff.second_factor_pages import OLD_CODE_WRONG, REFUSED, UNREADABLE
from portal.staff.trying import TooSoon
from tests.actions.desks import PASSWORD, a_case, email_of
from tests.staff.browser import Browser, Page
from tests.staff.conftest import Clock, SignedIn
from tests.staff.test_gate import _rules

EMAIL = "aofficer@council.example"
SIGN_IN, CODE, FIRST, OWN = "/staff/sign-in", "/staff/sign-in/code", "/staff/sign-in/second-factor", "/staff/account/second-factor"


def _secret(page: Page) -> str:
    """The secret as whoever types it reads it off the page."""
    return "".join("".join(page.all("code")[0].itertext()).split())


def _now(secret: str, clock: Clock) -> str:
    return pyotp.TOTP(secret).at(clock.now)


def _wrong(secret: str, clock: Clock) -> str:
    near = {pyotp.TOTP(secret).at(clock.now + timedelta(seconds=off)) for off in (-30, 0, 30)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)


def _codes(page: Page) -> list[str]:
    return ["".join(one.itertext()) for one in page.all("code")]


@pytest.fixture
def secret(signed_in: SignedIn, clock: Clock) -> str:
    """What is in the app of A. Officer, who set it up a while ago."""
    officer = signed_in()
    page = officer.get(OWN)
    found = _secret(page)
    sent = {**page.form(""), "password": PASSWORD, "code": _now(found, clock)}
    assert Page(officer.client.post(OWN, data=sent)).title == "Your recovery codes"
    clock.now += timedelta(minutes=5)
    return found


@pytest.fixture
def half(secret: str, app: Flask) -> Browser:
    """A. Officer after the password and before the code."""
    browser = Browser(app)
    answer = browser.send(SIGN_IN, SIGN_IN, email=EMAIL, password=PASSWORD)
    assert answer.headers["Location"] == CODE
    return browser


@pytest.fixture
def required(app: Flask, desk: Desk) -> None:
    """A council that asks everybody for a second factor."""
    app.extensions["desk"] = replace(desk, factor_required=True)


def test_after_the_code_the_page_that_was_asked_for_opens(secret: str, app: Flask, clock: Clock, desk: Desk) -> None:
    a_case(desk)
    case, browser = "/staff/cases/KMR-2346-789", Browser(app)
    asked = browser.client.get(case).headers["Location"]
    page = browser.get(asked)
    answer = browser.client.post(asked, data={**page.form(""), "email": EMAIL, "password": PASSWORD})
    page = browser.get(answer.headers["Location"])
    assert page.title == "Enter your code"
    answer = browser.client.post(CODE, data={**page.form(""), "code": _now(secret, clock)})
    assert answer.headers["Location"] == case and browser.get(case).status == 200


def test_a_half_session_opens_no_page_and_presses_no_button(half: Browser, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for rule, method, path in _rules(app):
        if rule.endpoint not in PUBLIC:
            answer = half.client.open(path, method=method)
            assert answer.status_code in (302, 303), (method, path)
            assert answer.headers["Location"].startswith(f"{SIGN_IN}?next="), (method, path)
    assert half.client.get(FIRST).headers["Location"].startswith(SIGN_IN), "nor does it put another factor in the place"


def test_neither_page_opens_without_the_password(browser: Browser, officer: Browser, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for one in (browser, officer):
        for path in (CODE, FIRST):
            for answer in (one.client.get(path), one.client.post(path, data={"code": "000000"})):
                assert answer.status_code in (302, 303) and answer.headers["Location"] == SIGN_IN


def test_every_refusal_reads_the_same_and_nothing_typed_stands_there(
    half: Browser, secret: str, clock: Clock, app: Flask
) -> None:
    other = Browser(app)
    other.send(SIGN_IN, SIGN_IN, email=EMAIL, password=PASSWORD)
    used = _now(secret, clock)
    assert other.follow(CODE, CODE, code=used).status == 200
    tries = [_wrong(secret, clock), used, "aaaa-bbbb-cccc-dddd-eeee-ffff", "<b>x</b>", "7" * 5000]
    pages = [half.follow(CODE, CODE, code=typed) for typed in [*tries, _now(secret, clock)]]
    assert {(page.status, page.text) for page in pages} == {(400, pages[0].text)} and REFUSED in pages[0].text
    assert not any(typed in page.html for typed, page in zip(tries, pages, strict=False))
    clock.now += timedelta(minutes=1)
    assert half.follow(CODE, CODE, code=_now(secret, clock)).status == 200, "after the five it was shut for a minute"


def test_an_empty_code_is_asked_for_and_counts_as_no_try(half: Browser, secret: str, clock: Clock) -> None:
    for _ in range(6):
        page = half.follow(CODE, CODE, code=" ")
    assert page.links()["Enter the code"] == "#code" and page.status == 400
    assert half.follow(CODE, CODE, code=_now(secret, clock)).status == 200


def test_guessing_at_codes_waits_by_address_as_guessing_at_passwords_does(half: Browser) -> None:
    for _ in range(SIGN_IN_FREE_TRIES):
        half.send(CODE, CODE, code="000000x")
    answer = half.send(CODE, CODE, code="000000x")
    assert answer.status_code == 429 and answer.headers["Retry-After"] == "5"


def test_whoever_has_to_wait_reads_the_same_at_each_place_that_asks(half: Browser, signed_in: SignedIn, app: Flask) -> None:
    officer, _ = signed_in(Role.OFFICER, "B. Officer"), Browser(app).sign_in(email_of("B. Officer"))
    for _ in range(SIGN_IN_FREE_TRIES):
        half.send(CODE, CODE, code="000000x")
    page, offered = "/staff/account", officer.get(OWN).form("")
    ends, new = {"end-session": "x", "end-password": "x"}, {"password": "x", "new_password": "quiet rivers run east"}
    asked = (
        half.follow(CODE, CODE, code="000000"),
        half.follow(SIGN_IN, SIGN_IN, email=EMAIL, password=PASSWORD),
        officer.follow(page, page, **new),
        officer.follow("/staff/account/end-session", page, **ends),
        Page(officer.client.post(OWN, data={**offered, "password": PASSWORD, "code": "000000"})),
    )
    assert [page.status for page in asked] == [429, 429, 400, 400, 400]
    assert all(str(TooSoon(5)) in page.text for page in asked)


def test_where_the_key_is_lost_the_page_says_so_and_no_try_is_counted(
    half: Browser, secret: str, app: Flask, desk: Desk, clock: Clock
) -> None:
    app.extensions["desk"] = replace(desk, factors=FactorKeys(b"x" * 32, b"y" * 32))
    for _ in range(SIGN_IN_FREE_TRIES + 1):
        page = half.follow(CODE, CODE, code=_now(secret, clock))
        assert page.status == 503 and UNREADABLE in page.text
    app.extensions["desk"] = desk
    assert half.follow(CODE, CODE, code=_now(secret, clock)).status == 200


def test_who_takes_too_long_begins_with_the_password(half: Browser, secret: str, clock: Clock) -> None:
    page = half.get(CODE)
    clock.now += STAFF_HALF_SESSION
    answer = half.client.post(CODE, data={**page.form(""), "code": _now(secret, clock)})
    assert answer.headers["Location"] == SIGN_IN
    assert half.client.get("/staff/queue").status_code == 302


def test_a_token_from_before_the_code_is_worth_nothing_afterwards(half: Browser, secret: str, clock: Clock, app: Flask) -> None:
    before = half.client.get_cookie("staff").value  # type: ignore[union-attr]
    half.send(CODE, CODE, code=_now(secret, clock))
    assert half.client.get_cookie("staff").value != before  # type: ignore[union-attr]
    thief = Browser(app)
    thief.client.set_cookie("staff", before)
    assert thief.client.get("/staff/queue").status_code == thief.client.get(CODE).status_code == 302


def test_setting_it_up_shows_the_secret_once_and_asks_for_password_and_code(
    officer: Browser, app: Flask, clock: Clock
) -> None:
    assert "Set one up" in officer.get("/staff/account").links()
    page = officer.get(OWN)
    secret, fields = _secret(page), page.form("")
    assert f"secret={secret}" in page.links()["open the app on this device"]
    assert page.all("div", role="img") and page.html.count("<svg") == 1
    wrong = Page(officer.client.post(OWN, data={**fields, "password": "not the password", "code": _now(secret, clock)}))
    assert wrong.links()["This is not your password"] == "#password" and _secret(wrong) == secret
    wrong = Page(officer.client.post(OWN, data={**fields, "password": PASSWORD, "code": _wrong(secret, clock)}))
    assert "This code does not fit" in wrong.text and _secret(wrong) == secret and wrong.status == 400
    empty = Page(officer.client.post(OWN, data={**fields, "password": "", "code": ""}))
    assert {"Enter your password", "Enter the code that your app shows"} <= set(empty.links())
    there = Browser(app).sign_in(EMAIL)
    done = Page(officer.client.post(OWN, data={**fields, "password": PASSWORD, "code": _now(secret, clock)}))
    codes = _codes(done)
    assert len(set(codes)) == 10 and done.response.headers["Cache-Control"] == "no-store"
    assert there.client.get("/staff/queue").status_code == 302, "everywhere else one is signed out"
    later = officer.get("/staff/account")
    assert "You have 10 recovery codes left" in later.text
    for page in (later, officer.get(OWN)):
        assert secret not in page.html.replace(" ", "") and not any(code in page.html for code in codes)


def test_another_app_is_set_up_with_a_code_of_the_old_one_only(
    half: Browser, secret: str, clock: Clock, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    half.send(CODE, CODE, code=_now(secret, clock))
    clock.now += timedelta(minutes=1)
    page = half.get(OWN)
    new, fields = _secret(page), page.form("")
    assert "You have a second factor already" in page.text and {"password", "old_code", "code"} <= set(fields)

    def sent(old_code: str, password: str = PASSWORD) -> Page:
        typed = {"password": password, "old_code": old_code, "code": _now(new, clock)}
        return Page(half.client.post(OWN, data={**fields, **typed}))

    empty = sent("")
    assert empty.links()["Enter a code from the app that you have now, or a recovery code"] == "#old_code"
    wrong = _wrong(secret, clock)
    with caplog.at_level(logging.DEBUG):
        refused = sent(wrong)
    assert refused.links()[OLD_CODE_WRONG] == "#old_code" and (refused.status, _secret(refused)) == (400, new)
    assert f'value="{wrong}"' not in refused.html and wrong not in caplog.text and "a code was refused" in caplog.text
    assert "This is not your password" in sent(_now(secret, clock), "not the password").links()
    keys = app.extensions["desk"]
    app.extensions["desk"] = replace(keys, factors=replace(keys.factors, box_key=b"x" * 32))
    offered = half.get(OWN)
    typed = {"password": PASSWORD, "old_code": _now(secret, clock), "code": _now(_secret(offered), clock)}
    lost = Page(half.client.post(OWN, data={**offered.form(""), **typed}))
    assert lost.status == 503 and UNREADABLE in lost.text
    app.extensions["desk"] = keys
    assert sent(_now(secret, clock)).title == "Your recovery codes"


def test_guessing_at_the_old_code_waits_by_address_as_at_the_door(half: Browser, secret: str, clock: Clock) -> None:
    half.send(CODE, CODE, code=_now(secret, clock))
    page = half.get(OWN)
    new, fields = _secret(page), page.form("")
    for _ in range(SIGN_IN_FREE_TRIES + 1):
        typed = {"password": PASSWORD, "old_code": "not a code", "code": _now(new, clock)}
        last = Page(half.client.post(OWN, data={**fields, **typed}))
    assert str(TooSoon(5)) in last.text


def test_an_old_page_sets_nothing_up(officer: Browser, clock: Clock, desk: Desk) -> None:
    page = officer.get(OWN)
    secret = _secret(page)
    clock.now += STAFF_HALF_SESSION
    late = Page(officer.client.post(OWN, data={**page.form(""), "password": PASSWORD, "code": _now(secret, clock)}))
    assert late.status == 400 and "the secret is another now" in late.text and _secret(late) != secret
    for box in ("", "no box", "é", "A" * 5000):
        made_up = Page(officer.client.post(OWN, data={**late.form(""), "offer": box, "password": PASSWORD, "code": "000000"}))
        assert made_up.status == 400 and "the secret is another now" in made_up.text
    assert second_factor.recovery_codes_left(desk, officer.staff_id) is None


def test_recovery_codes_open_the_account_once_each(officer: Browser, app: Flask, clock: Clock) -> None:
    page = officer.get(OWN)
    sent = {**page.form(""), "password": PASSWORD, "code": _now(_secret(page), clock)}
    code = _codes(Page(officer.client.post(OWN, data=sent)))[3]
    first, second = Browser(app), Browser(app)
    for one in (first, second):
        one.send(SIGN_IN, SIGN_IN, email=EMAIL, password=PASSWORD)
    assert first.follow(CODE, CODE, code=code).status == 200
    assert "You have 9 recovery codes left" in first.get("/staff/account").text
    assert REFUSED in second.follow(CODE, CODE, code=code).text


def test_where_it_is_required_whoever_has_none_is_led_to_it_and_then_is_in(
    signed_in: SignedIn, required: None, app: Flask, clock: Clock
) -> None:
    assert signed_in().client.get("/staff/queue").status_code == 302, "a session from before is no way round it"
    browser = Browser(app)
    answer = browser.send(SIGN_IN, SIGN_IN, email=EMAIL, password=PASSWORD)
    assert answer.headers["Location"] == FIRST
    for path in ("/staff/queue", "/staff/account", OWN, CODE):
        assert browser.client.get(path).headers["Location"].startswith(SIGN_IN), path
    page = browser.get(FIRST)
    assert not page.all("input", type="password"), "it was asked for a moment ago"
    secret = _secret(page)
    wrong = Page(browser.client.post(FIRST, data={**page.form(""), "code": _wrong(secret, clock)}))
    assert "This code does not fit" in wrong.text and _secret(wrong) == secret
    done = Page(browser.client.post(FIRST, data={**page.form(""), "code": _now(secret, clock)}))
    assert len(_codes(done)) == 10
    assert browser.get(done.links()["I have kept them: go on"], follow_redirects=True).status == 200
    again = Browser(app)
    assert again.send(SIGN_IN, SIGN_IN, email=EMAIL, password=PASSWORD).headers["Location"] == CODE


def test_whoever_looks_after_somebody_takes_a_lost_factor_away(
    secret: str, app: Flask, signed_in: SignedIn, desk: Desk, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    keeper = signed_in(Role.MANAGER, "M. Manager")
    taken = next(form.get("action") for form in keeper.get("/staff/people").all("form") if (form.get("action") or "").endswith("/second-factor"))
    officer = Browser(app)
    officer.send(SIGN_IN, SIGN_IN, email=EMAIL, password=PASSWORD)
    officer.send(CODE, CODE, code=_now(secret, clock))
    assert officer.get("/staff/queue").status == 200
    with caplog.at_level(logging.WARNING):
        keeper.send(str(taken), "/staff/people")
    assert "a second factor was taken away" in caplog.text and secret not in caplog.text
    assert officer.client.get("/staff/queue").status_code == 302
    assert Browser(app).sign_in(EMAIL).get("/staff/queue").status == 200
    assert "second-factor" not in keeper.get("/staff/people").html, "there is none to take any more"


def test_nobody_takes_an_administrators_or_their_own_without_the_password(
    signed_in: SignedIn, app: Flask, clock: Clock, desk: Desk
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    keeper, manager = signed_in(Role.ADMINISTRATOR, "C. Keeper"), signed_in(Role.MANAGER, "M. Manager")
    for one in (keeper, manager):
        page = one.get(OWN)
        one.client.post(OWN, data={**page.form(""), "password": PASSWORD, "code": _now(_secret(page), clock)})
    refused = manager.client.post(f"/staff/people/{keeper.staff_id}/second-factor")
    assert refused.status_code == 403
    for one in (keeper, manager):
        one.client.post(f"/staff/people/{one.staff_id}/second-factor")
        assert second_factor.recovery_codes_left(desk, one.staff_id) is not None


def test_nothing_secret_comes_into_the_log(
    officer: Browser, app: Flask, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        page = officer.get(OWN)
        secret = _secret(page)
        code = _now(secret, clock)
        done = Page(officer.client.post(OWN, data={**page.form(""), "password": PASSWORD, "code": code}))
        browser = Browser(app)
        browser.send(SIGN_IN, SIGN_IN, email=EMAIL, password=PASSWORD)
        browser.send(CODE, CODE, code=code)
        recovery = _codes(done)[0]
        browser.send(CODE, CODE, code=recovery)
    assert "somebody signed in" in caplog.text and "a code was refused" in caplog.text
    for word in (secret, code, recovery, PASSWORD, EMAIL, page.form("")["offer"]):
        assert word not in caplog.text
