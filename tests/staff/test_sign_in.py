"""Signing in, being sent on, being locked out, signing out."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.actions.staff import add_officer
from portal.casework.permissions import Role
from portal.limits import SIGN_IN_FREE_TRIES
from portal.staff.onward import safe_next
from portal.staff.sign_in import REFUSED
from tests.actions.desks import PASSWORD, a_case
from tests.staff.browser import Browser, Page
from tests.staff.conftest import Clock, SignedIn

EMAIL = "aofficer@council.example"
CASE = "/staff/cases/KMR-2346-789"


def _try(browser: Browser, password: str, email: str = EMAIL):
    return browser.follow("/staff/sign-in", "/staff/sign-in", email=email, password=password)


def test_after_signing_in_the_page_that_was_asked_for_opens(signed_in: SignedIn, app: Flask, desk) -> None:
    a_case(desk)
    signed_in()
    visitor = Browser(app)
    asked = visitor.client.get(CASE + "?done=taken").headers["Location"]
    answer = visitor.client.post(
        "/staff/sign-in", data={**visitor.get(asked).form(""), "email": EMAIL, "password": PASSWORD}
    )
    assert answer.headers["Location"] == CASE + "?done=taken"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/staff/queue",
        "//evil.example/staff/",
        "/\\evil.example",
        "/staff\\..\\",
        "/staff/../ask/who",
        "/staff//evil.example",
        "javascript:alert(1)",
        "/ask/who",
        "staff/queue",
        "/staff/queue\n",
        "/staff",
        "",
        None,
    ],
)
def test_signing_in_never_leads_elsewhere(elsewhere: str | None) -> None:
    assert safe_next(elsewhere) is None


def test_a_wrong_password_and_an_unknown_address_read_the_same(signed_in: SignedIn, browser: Browser) -> None:
    signed_in()
    wrong, unknown = _try(browser, "not the password"), _try(browser, PASSWORD, "nobody@council.example")
    assert wrong.status == unknown.status == 400
    assert wrong.text.replace(EMAIL, "") == unknown.text
    assert REFUSED in wrong.text
    assert wrong.title.startswith("Error: ")


def test_the_address_stays_and_the_password_does_not(signed_in: SignedIn, browser: Browser) -> None:
    signed_in()
    page = _try(browser, "my secret words here")
    assert page.form("")["email"] == EMAIL
    assert "my secret words here" not in page.html


def test_an_empty_form_says_what_to_enter(browser: Browser) -> None:
    page = browser.follow("/staff/sign-in", "/staff/sign-in", email="", password="")
    assert page.links()["Enter your e-mail address"] == "#email"
    assert page.links()["Enter your password"] == "#password"


def test_a_locked_account_reads_as_an_address_nobody_has(signed_in: SignedIn, browser: Browser, clock: Clock) -> None:
    signed_in()
    unknown = _try(browser, PASSWORD, "nobody@council.example")
    tries = [_try(browser, "not the password") for _ in range(6)] + [_try(browser, PASSWORD)]
    for page in tries:
        assert (page.status, page.title) == (unknown.status, unknown.title) == (400, "Error: Sign in to casework")
        assert page.text == unknown.text and "an account is shut for a while, longer each time" in page.text
        assert page.form("")["email"] == EMAIL
    clock.now += timedelta(minutes=1)
    assert _try(browser, PASSWORD).status == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask, signed_in: SignedIn) -> None:
    app.config["SECURE_COOKIES"] = True
    signed_in()
    browser = Browser(app)
    answer = browser.send("/staff/sign-in", "/staff/sign-in", email=EMAIL, password=PASSWORD)
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if "staff" in value)
    assert cookie.startswith("__Host-staff=")
    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_an_idle_hour_ends_the_session(officer: Browser, clock: Clock) -> None:
    clock.now += timedelta(minutes=60)
    assert officer.client.get("/staff/queue").headers["Location"].startswith("/staff/sign-in")


def test_signing_out_ends_the_session_itself_not_only_the_cookie(officer: Browser, app: Flask) -> None:
    token = officer.client.get_cookie("staff").value
    officer.send("/staff/sign-out", "/staff/queue")
    thief = Browser(app)
    thief.client.set_cookie("staff", token)
    assert thief.client.get("/staff/queue").status_code == 302


def test_signing_out_everywhere_ends_every_browser(signed_in: SignedIn, app: Flask) -> None:
    here = signed_in()
    there = Browser(app).sign_in(EMAIL)
    here.send("/staff/sign-out-everywhere", "/staff/account")
    assert here.client.get("/staff/queue").status_code == there.client.get("/staff/queue").status_code == 302


def test_leaving_has_the_browser_forget_the_pages_and_keep_the_cookies_of_the_councils_others(
    signed_in: SignedIn, app: Flask
) -> None:
    assert "Clear-Site-Data" not in signed_in().get("/staff/queue").response.headers
    path = "/staff/account"
    ways = {"/staff/sign-out": {}, "/staff/sign-out-everywhere": {}, path: {"password": PASSWORD, "new_password": "quiet rivers run east"}}
    for way, fields in ways.items():
        answer = Browser(app).sign_in(EMAIL).send(way, path, **fields)
        assert (answer.status_code, answer.headers.get("Clear-Site-Data")) == (303, '"cache", "storage"'), way


def test_the_account_page_lists_where_else_one_is_signed_in_and_ends_one(
    officer: Browser, app: Flask, clock: Clock
) -> None:
    path, ending = "/staff/account", "/staff/account/end-session"
    assert "this browser is the only one" in officer.get(path).text
    clock.now += timedelta(minutes=7)
    there = Browser(app).sign_in(EMAIL)
    page = officer.get(path)
    assert "Since Monday 23 November 2026, 9:37am, last used Monday 23 November 2026, 9:37am" in page.text
    (name,) = (one.get("value") for one in page.all("input", type="radio"))
    nobody = officer.follow(ending, path, **{"end-password": PASSWORD})
    assert nobody.links()["Choose the one to end"] == "#end-session"
    wrong = officer.follow(ending, path, **{"end-session": name, "end-password": "not the password"})
    assert wrong.links()["This is not your password"] == "#end-password" and wrong.status == 400
    assert there.client.get("/staff/queue").status_code == 200
    officer.send(ending, path, **{"end-session": name, "end-password": PASSWORD})
    assert there.client.get("/staff/queue").status_code == 302
    assert officer.client.get("/staff/queue").status_code == 200


def test_guessing_at_the_password_to_end_a_session_waits_as_at_the_door(signed_in: SignedIn, app: Flask) -> None:
    officer, _ = signed_in(), Browser(app).sign_in(EMAIL)
    path, ending = "/staff/account", "/staff/account/end-session"
    for _ in range(SIGN_IN_FREE_TRIES):
        page = officer.follow(ending, path, **{"end-session": "x", "end-password": "not the password"})
    assert "This is not your password" in page.text
    page = officer.follow(ending, path, **{"end-session": "x", "end-password": PASSWORD})
    assert "There were many wrong tries from where you are" in page.text


def test_every_page_says_until_when_a_password_that_was_given_opens(app: Flask, desk, clock: Clock) -> None:
    add_officer(desk, EMAIL, "A. Officer", Role.OFFICER, PASSWORD, clock.now, given=True)
    officer = Browser(app).sign_in(EMAIL)
    for path in ("/staff/queue", "/staff/account"):
        assert "opens your account until Monday 30 November 2026, 9:30am. Choose one of your own" in officer.get(path).text
    officer.send("/staff/account", "/staff/account", password=PASSWORD, new_password="quiet rivers run east")
    own = Browser(app).sign_in(EMAIL, password="quiet rivers run east")
    assert "password that you were given" not in own.get("/staff/queue").text


def test_a_new_password_is_asked_for_with_the_old_one(officer: Browser, app: Flask) -> None:
    path = "/staff/account"
    wrong = officer.follow(path, path, password="not the password", new_password="quiet rivers run east")
    assert wrong.links()["This is not your password"] == "#password"
    weak = officer.follow(path, path, password=PASSWORD, new_password="short")
    assert weak.links()["Use at least 12 characters."] == "#new_password"
    changed = officer.follow(path, path, password=PASSWORD, new_password="quiet rivers run east")
    assert "Your password is changed" in changed.text
    assert Browser(app).sign_in(EMAIL, password="quiet rivers run east")


def test_whoever_looks_after_accounts_unlocks_one(signed_in: SignedIn, browser: Browser, desk) -> None:
    locked = signed_in().staff_id
    keeper = signed_in(Role.ADMINISTRATOR, "C. Keeper")
    for _ in range(5):
        _try(browser, "not the password")
    assert "Locked until 9:31am" in keeper.get("/staff/people").text
    keeper.send(f"/staff/people/{locked}/unlock", "/staff/people")
    assert _try(browser, PASSWORD).status == 200


def test_a_closed_account_is_out_at_once_and_for_good(signed_in: SignedIn, browser: Browser) -> None:
    leaver, keeper = signed_in(), signed_in(Role.ADMINISTRATOR, "C. Keeper")
    keeper.send(f"/staff/people/{leaver.staff_id}/close", "/staff/people")
    assert leaver.client.get("/staff/queue").status_code == 302
    assert REFUSED in _try(browser, PASSWORD).text
    keeper.send(f"/staff/people/{leaver.staff_id}/open", "/staff/people")
    assert _try(browser, PASSWORD).status == 200


def test_a_manager_is_shown_no_buttons_for_an_administrator_and_told_kindly(
    signed_in: SignedIn, app: Flask
) -> None:
    administrator, manager = signed_in(Role.ADMINISTRATOR, "C. Keeper"), signed_in(Role.MANAGER, "M. Manager")
    officer, theirs = signed_in(), f"/staff/people/{administrator.staff_id}"
    page = manager.get("/staff/people")
    actions = {form.get("action") for form in page.all("form")}
    assert f"/staff/people/{officer.staff_id}/close" in actions
    assert not [action for action in actions if action and action.startswith(f"{theirs}/")]
    assert "An administrator looks after this account" in page.text
    app.config["WTF_CSRF_ENABLED"] = False
    for doing in ("unlock", "close", "open", "sign-out"):
        refused = Page(manager.client.post(f"{theirs}/{doing}"))
        assert refused.status == 403 and "is looked after by another administrator" in refused.text, doing
    assert administrator.get("/staff/people").status == 200


@pytest.mark.parametrize("number", ["0", "9223372036854775807", "9223372036854775808", "9" * 30, "9" * 5000])
def test_a_number_that_is_nobodys_leads_nowhere(signed_in: SignedIn, app: Flask, number: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    keeper = signed_in(Role.ADMINISTRATOR, "C. Keeper")
    for doing in ("unlock", "close", "open", "sign-out"):
        assert keeper.client.post(f"/staff/people/{number}/{doing}").status_code == 404, doing


def test_nobody_closes_their_own_account(signed_in: SignedIn, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    keeper = signed_in(Role.ADMINISTRATOR, "C. Keeper")
    keeper.client.post(f"/staff/people/{keeper.staff_id}/close")
    assert keeper.get("/staff/people").status == 200


def test_a_new_password_ends_every_browser_of_the_account(signed_in: SignedIn, app: Flask) -> None:
    first = signed_in()
    second = Browser(app).sign_in(EMAIL)
    first.send("/staff/account", "/staff/account", password=PASSWORD, new_password="quiet rivers run east")
    for browser in (first, second):
        assert browser.client.get("/staff/queue").headers["Location"].startswith("/staff/sign-in")


def test_a_token_from_before_signing_in_is_worth_nothing_afterwards(signed_in: SignedIn, app: Flask) -> None:
    signed_in()
    browser = Browser(app)
    browser.client.set_cookie("staff", "chosen-by-somebody-else")
    browser.sign_in(EMAIL)
    assert browser.client.get_cookie("staff").value != "chosen-by-somebody-else"  # type: ignore[union-attr]
    stranger = Browser(app)
    stranger.client.set_cookie("staff", "chosen-by-somebody-else")
    assert stranger.client.get("/staff/queue").status_code == 302


def test_who_finds_an_open_browser_cannot_guess_at_the_password_without_end(officer: Browser) -> None:
    for _ in range(SIGN_IN_FREE_TRIES):
        officer.send("/staff/account", "/staff/account", password="not the password", new_password="quiet rivers run east")
    page = officer.follow("/staff/account", "/staff/account", password=PASSWORD, new_password="quiet rivers run east")
    assert "Wait 5 seconds" in page.text
