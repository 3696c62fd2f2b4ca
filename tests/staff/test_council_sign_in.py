"""The council's own sign-in against a provider that listens, with everything that can go wrong there and everybody who would cheat."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from joserfc.jwk import RSAKey

from portal.actions import council_sign_in, looking_after, staff
from portal.casework.permissions import Role
from portal.sign_on import SignOn
from portal.store import staff as accounts
from tests.actions.desks import NOW, PASSWORD, an_officer
from tests.staff.browser import Browser, Page
from tests.staff.conftest import Clock, SignedIn
from tests.staff.provider import CLIENT, SECRET, Provider

GO, SIGN_IN = "/staff/sign-in/council", "/staff/sign-in"


@pytest.fixture
def provider(clock: Clock) -> Iterator[Provider]:
    made = Provider(clock)
    yield made
    made.close()


@pytest.fixture
def app(app: Flask, provider: Provider) -> Flask:
    sign_on = SignOn(provider.issuer, CLIENT, SECRET, strong=frozenset({"mfa", "level-2"}))
    app.extensions["desk"] = replace(app.extensions["desk"], sign_on=sign_on)
    return app


@pytest.fixture
def desk(app: Flask):
    return app.extensions["desk"]


@pytest.fixture
def account(desk) -> int:
    """An officer whose account an administrator has prepared."""
    number, keeper = an_officer(desk), an_officer(desk, "C. Keeper", Role.ADMINISTRATOR)
    council_sign_in.prepare(desk, _officer(desk, keeper), number, NOW)
    return number


def _officer(desk, number: int) -> staff.Officer:
    with desk.database.read() as conn:
        row = accounts.by_id(conn, number)
    return staff.Officer(row.id, row.name, row.email, row.role)


def row_of(desk, number: int) -> accounts.StaffRow:
    with desk.database.read() as conn:
        return accounts.by_id(conn, number)


def there(browser: Browser, onward: str = "") -> str:
    """Where the browser is sent."""
    answer = browser.client.get(GO + (f"?next={onward}" if onward else ""))
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.headers["Location"]


def came(browser: Browser, back: str) -> Any:
    return browser.client.get(back)


def whole(browser: Browser, provider: Provider, onward: str = "", **changed: str) -> Any:
    return came(browser, provider.authorize(there(browser, onward), **changed))


def is_in(browser: Browser) -> bool:
    return browser.client.get("/staff/account").status_code == 200


def refused(answer: Any, browser: Browser, status: int, said: str) -> None:
    page = Page(answer)
    assert (page.status, page.title) == (status, "You are not signed in") and said in page.text, page.text
    assert "Try again" in page.links() and "Other ways to sign in" in page.links() and not is_in(browser)


def test_the_page_for_signing_in_offers_it_only_where_it_is_set_up(app: Flask, desk, browser: Browser) -> None:
    assert browser.get(SIGN_IN + "?next=/staff/queue").links()["Sign in with your council account"] == GO + "?next=/staff/queue"
    app.extensions["desk"] = replace(desk, sign_on=None)
    assert "Sign in with your council account" not in browser.get(SIGN_IN).links() and browser.get(GO).status == 404
    assert Page(came(browser, GO + "/back?code=1&state=2")).status == 400


def test_whoever_was_prepared_is_linked_once_and_is_then_known_by_their_subject(desk, browser: Browser, provider: Provider, account: int) -> None:
    answer = whole(browser, provider, "/staff/queue?view=mine")
    assert answer.status_code == 302 and answer.headers["Location"] == "/staff/queue?view=mine" and is_in(browser)
    row = row_of(desk, account)
    assert (row.council_issuer, row.council_subject, row.link_until) == (provider.issuer, "subject-1", None)
    # The address may change there, and be given to somebody else: neither moves the account.
    provider.claims |= {"email": "married@council.example", "email_verified": False}
    again = Browser(browser.client.application)
    assert whole(again, provider).status_code == 302 and is_in(again)
    provider.claims |= {"sub": "subject-2", "email": "aofficer@council.example", "email_verified": True}
    other = Browser(browser.client.application)
    refused(whole(other, provider), other, 403, "has no account that belongs to you")


def test_an_account_that_nobody_prepared_or_too_long_ago_is_never_linked(desk, browser: Browser, provider: Provider, clock: Clock) -> None:
    number, keeper = an_officer(desk), an_officer(desk, "C. Keeper", Role.ADMINISTRATOR)
    refused(whole(browser, provider), browser, 403, "prepare yours")
    council_sign_in.prepare(desk, _officer(desk, keeper), number, NOW)
    clock.now = NOW + timedelta(days=7)
    refused(whole(browser, provider), browser, 403, "prepare yours")
    clock.now = NOW + timedelta(days=6)
    assert whole(browser, provider).status_code == 302 and row_of(desk, number).council_subject == "subject-1"


@pytest.mark.parametrize("claims", [
    {"email_verified": False}, {"email_verified": "true"}, {"email_verified": None}, {"email": None}, {"email": ["aofficer@council.example"]},
    {"email": "aofficer@council.example\x00"}, {"email": ""}, {"email": "somebody@council.example"},
])  # fmt: skip
def test_an_address_counts_only_where_the_provider_has_seen_that_it_is_theirs(desk, browser: Browser, provider: Provider, account: int, claims: dict) -> None:
    provider.claims |= claims
    refused(whole(browser, provider), browser, 403, "has no account")
    assert row_of(desk, account).council_subject is None


def test_no_account_is_made_and_a_closed_one_stays_closed(desk, browser: Browser, provider: Provider, account: int) -> None:
    provider.claims |= {"email": "new@council.example"}
    before = len(staff.everyone(desk))
    refused(whole(browser, provider), browser, 403, "has no account")
    assert len(staff.everyone(desk)) == before
    provider.claims |= {"email": "aofficer@council.example"}
    assert whole(browser, provider).status_code == 302
    keeper = next(one.id for one in staff.everyone(desk) if one.role == Role.ADMINISTRATOR)
    looking_after.close_account(desk, _officer(desk, keeper), account, NOW)
    assert not is_in(browser)
    refused(whole(browser, provider), browser, 403, "has no account")


def _other(name: str, value: Any) -> Callable[[dict], None]:
    return lambda claims: claims.update({name: value(claims) if callable(value) else value})


@pytest.mark.parametrize("spoil", [
    _other("iss", "https://elsewhere.example"), _other("aud", "another client"), _other("aud", lambda _: [CLIENT, "another client"]),
    _other("nonce", "of another sign-in"), lambda claims: claims.pop("nonce"), _other("exp", lambda c: c["iat"] - 120),
    _other("iat", lambda c: c["iat"] - 3600), _other("iat", lambda c: c["iat"] + 3600), lambda claims: claims.pop("sub"), _other("sub", ""),
    _other("sub", 7), _other("sub", "s" * 300), _other("azp", "another client"), _other("at_hash", "wrong"), lambda claims: claims.pop("exp"),
])  # fmt: skip
def test_a_token_that_is_not_right_in_every_claim_is_not_believed(desk, browser: Browser, provider: Provider, account: int, spoil: Callable) -> None:
    provider.spoil = spoil
    refused(whole(browser, provider), browser, 403, "does not hold")
    assert row_of(desk, account).council_subject is None


@pytest.mark.parametrize("forger", ["unsigned", "by_secret", "foreign", "by_public_key", "garbage"])
def test_a_token_that_the_provider_did_not_sign_is_not_believed(browser: Browser, provider: Provider, account: int, forger: str) -> None:
    from joserfc import jwt
    from joserfc.jwk import OctKey

    def by_public_key(claims: dict) -> str:
        return jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key("public-key-as-if-it-were-a-secret"), algorithms=["HS256"])

    foreign = RSAKey.generate_key(2048, {"kid": "one"})
    provider.sign = {
        "unsigned": provider.unsigned, "by_secret": provider.by_secret, "foreign": lambda claims: provider.signed(claims, foreign),
        "by_public_key": by_public_key, "garbage": lambda _: "not.a.token",
    }[forger]  # fmt: skip
    refused(whole(browser, provider), browser, 403, "does not hold")


def test_a_provider_that_has_changed_its_keys_is_asked_for_the_new_ones(desk, browser: Browser, provider: Provider, account: int) -> None:
    assert whole(browser, provider).status_code == 302
    desk.sign_on._published["keys"] = (desk.sign_on._published["keys"][0] - 60, desk.sign_on._published["keys"][1])
    provider.key = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    provider.published = [provider.key]
    provider.sign = lambda claims: provider.signed(claims, kid="two")
    other = Browser(browser.client.application)
    assert whole(other, provider).status_code == 302 and is_in(other)


def test_what_came_back_is_good_once_and_only_in_the_browser_that_began(browser: Browser, provider: Provider, account: int) -> None:
    back = provider.authorize(there(browser))
    thief = Browser(browser.client.application)
    refused(came(thief, back), thief, 400, "began in another browser")
    there(thief)
    refused(came(thief, back), thief, 400, "began in another browser")
    assert came(browser, back).status_code == 302
    browser.client.delete_cookie("staff")
    refused(came(browser, back), browser, 400, "used already")


def test_a_code_that_was_stolen_is_worth_nothing_in_another_sign_in(browser: Browser, provider: Provider, account: int) -> None:
    stolen = provider.authorize(there(Browser(browser.client.application)))
    code = stolen.split("code=")[1].split("&")[0]
    back = provider.authorize(there(browser))
    forged = back.replace(back.split("code=")[1].split("&")[0], code)
    refused(came(browser, forged), browser, 503, "does not answer as it should")


def test_a_sign_in_that_took_too_long_begins_anew_and_keeps_where_it_was_going(browser: Browser, provider: Provider, account: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.staff import council_sign_in as pages

    back = provider.authorize(there(browser, "/staff/queue"))
    monkeypatch.setattr(pages, "SIGN_ON_KEPT_OPEN", timedelta(seconds=-1))
    refused(came(browser, back), browser, 400, "took too long")


def test_whoever_gives_up_there_is_told_so_and_can_try_again_to_the_same_page(browser: Browser, provider: Provider, account: int) -> None:
    back = provider.authorize(there(browser, "/staff/queue"))
    state = back.split("state=")[1]
    answer = came(browser, f"{GO}/back?error=access_denied&error_description=%3Cb%3Eno&state={state}")
    assert "<b>no" not in answer.get_data(as_text=True)
    assert Page(answer).links()["Try again"] == GO + "?next=/staff/queue"
    refused(answer, browser, 403, "You did not sign in there")


@pytest.mark.parametrize("fault", ["down at first", "down at the token", "another issuer", "unsafe address", "no document"])
def test_a_provider_that_does_not_answer_as_it_should_ends_in_a_plain_page(desk, browser: Browser, provider: Provider, account: int, fault: str) -> None:
    if fault == "down at the token":
        back = provider.authorize(there(browser))
        provider.broken = True
        refused(came(browser, back), browser, 503, "does not answer as it should")
        return
    provider.broken = fault == "down at first"
    if fault == "another issuer":
        provider.metadata = {"issuer": "https://elsewhere.example"}
    if fault == "unsafe address":
        provider.metadata = {"token_endpoint": "http://elsewhere.example/token"}
    if fault == "no document":
        provider.close()
        provider.server.server_close()
    refused(browser.client.get(GO), browser, 503, "does not answer as it should")
    assert browser.get(SIGN_IN).status == 200


def test_an_answer_that_names_another_provider_or_none_where_it_should_is_not_taken(browser: Browser, provider: Provider, account: int) -> None:
    refused(whole(browser, provider, iss="https://elsewhere.example"), browser, 400, "began in another browser")
    assert whole(browser, provider, iss=provider.issuer).status_code == 302
    browser.client.application.extensions["desk"].sign_on._published.clear()
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    other = Browser(browser.client.application)
    refused(whole(other, provider), other, 400, "began in another browser")


def test_nobody_is_led_out_of_the_back_office_afterwards(browser: Browser, provider: Provider, account: int) -> None:
    assert whole(browser, provider, "https://evil.example/").headers["Location"] == "/staff/"


@pytest.mark.parametrize("claims", [{"amr": ["pwd", "mfa"]}, {"acr": "level-2"}])
def test_our_code_is_not_asked_for_where_the_provider_vouches_for_a_second_factor(app: Flask, desk, browser: Browser, provider: Provider, account: int, claims: dict) -> None:
    app.extensions["desk"] = replace(desk, factor_required=True)
    provider.claims |= claims
    assert whole(browser, provider).headers["Location"] == "/staff/" and is_in(browser)


@pytest.mark.parametrize("claims", [{}, {"amr": "mfa"}, {"amr": ["sms"]}, {"acr": ["level-2"]}, {"acr": "0"}])
def test_our_code_is_asked_for_where_it_does_not(app: Flask, desk, browser: Browser, provider: Provider, account: int, claims: dict) -> None:
    app.extensions["desk"] = replace(desk, factor_required=True)
    provider.claims |= claims
    answer = whole(browser, provider, "/staff/queue")
    if claims == {"amr": "mfa"}:
        refused(answer, browser, 403, "does not hold")
        return
    assert answer.headers["Location"] == "/staff/sign-in/second-factor?next=/staff/queue" and not is_in(browser)
    assert browser.get(answer.headers["Location"]).status == 200


def test_a_first_password_that_has_run_out_stands_in_nobodys_way_who_came_by_the_council(app: Flask, desk, browser: Browser, provider: Provider, account: int) -> None:
    with desk.database.write() as conn:
        accounts.set_password(conn, account, row_of(desk, account).password_hash, NOW - timedelta(days=1))
    app.extensions["desk"] = replace(desk, factor_required=True)
    answer = whole(browser, provider)
    assert answer.headers["Location"].startswith("/staff/sign-in/second-factor") and browser.get(answer.headers["Location"]).status == 200


def test_signing_out_ends_our_session_and_offers_to_sign_out_there_too(browser: Browser, provider: Provider, account: int) -> None:
    whole(browser, provider)
    page = browser.follow("/staff/sign-out", "/staff/account")
    link = page.links()["Sign out there too"]
    assert link.startswith(provider.issuer + "/out?client_id=casework&post_logout_redirect_uri=http") and not is_in(browser)
    provider.broken = True
    browser.client.application.extensions["desk"].sign_on._published.clear()
    assert "Sign out there too" not in browser.get(SIGN_IN + "?out=council").links()


def test_where_passwords_are_for_administrators_nobody_else_gets_in_with_theirs(app: Flask, desk, browser: Browser, account: int) -> None:
    app.extensions["desk"] = replace(desk, passwords_for_administrators=True)
    answer = browser.send(SIGN_IN, SIGN_IN, email="aofficer@council.example", password=PASSWORD)
    assert answer.status_code == 400 and "That did not work." in answer.get_data(as_text=True) and not is_in(browser)
    assert "Administrators, when that does not work" in browser.get(SIGN_IN).text
    assert browser.sign_in("ckeeper@council.example") and is_in(browser)


def test_an_account_is_prepared_and_unlinked_on_the_list_of_people(desk, browser: Browser, provider: Provider, signed_in: SignedIn) -> None:
    keeper, number = signed_in(Role.ADMINISTRATOR, "C. Keeper"), an_officer(desk)
    assert keeper.follow(f"/staff/people/{number}/link", "/staff/people").status == 200
    assert "Council sign-in prepared until" in keeper.get("/staff/people").text
    assert whole(browser, provider).status_code == 302 and is_in(browser)
    assert keeper.follow(f"/staff/people/{number}/unlink", "/staff/people").status == 200
    assert not is_in(browser) and row_of(desk, number).council_subject is None
    refused(whole(browser, provider), browser, 403, "has no account")


def test_a_manager_links_no_administrators_account(desk, signed_in: SignedIn) -> None:
    manager, keeper = signed_in(Role.MANAGER, "M. Manager"), an_officer(desk, "C. Keeper", Role.ADMINISTRATOR)
    token = manager.get("/staff/account").form("/staff/sign-out")["csrf_token"]
    assert manager.client.post(f"/staff/people/{keeper}/link", data={"csrf_token": token}).status_code == 403
    assert row_of(desk, keeper).link_until is None


def test_nothing_secret_stands_in_an_address_or_in_the_log(browser: Browser, provider: Provider, account: int, caplog: pytest.LogCaptureFixture) -> None:
    provider.spoil = _other("nonce", "of another")
    address = there(browser)
    answer = came(browser, provider.authorize(address))
    assert answer.status_code == 403 and SECRET not in address and "code_verifier" not in address
    said = " ".join(record.getMessage() for record in caplog.records)
    assert "subject-1" not in said and "aofficer" not in said and SECRET not in said and "eyJ" not in said
