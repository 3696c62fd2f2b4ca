"""Nobody passes the gate of the back office without the permission that the page names."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.casework import permissions
from portal.casework.permissions import Permission, Role
from portal.staff.gate import PAGES, PUBLIC
from portal.staff.permissions import permission_of
from tests.actions.desks import a_case, an_officer, email_of, kinds_of
from tests.staff.browser import Browser, Page
from tests.staff.conftest import Clock, SignedIn

REFERENCE = "KMR-2346-789"


def _rules(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every page of the back office, by every way of asking for it, with an address that leads somewhere."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("staff."):
            values = {"reference": REFERENCE, "staff_id": 1, "message_id": 1, "file_id": 1, "number": 1, "kind": "panel", "view_id": 1, "report_id": 1, "remedy": "apology"}
            adapter = app.url_map.bind("localhost")
            path = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, path


def test_the_walk_finds_every_page(app: Flask) -> None:
    found = {rule.endpoint for rule, _, _ in _rules(app)}
    assert len(found) == len(PAGES)
    assert len(PAGES) >= 18


def test_every_page_under_staff_belongs_to_the_blueprint_with_the_gate(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert rule.rule.startswith("/staff") == rule.endpoint.startswith("staff.")


def test_every_page_names_a_permission(app: Flask) -> None:
    for rule, _, _ in _rules(app):
        named = permission_of(app.view_functions[rule.endpoint])
        assert isinstance(named, Permission) or rule.endpoint in PUBLIC, rule.endpoint


def test_only_the_pages_for_signing_in_are_public() -> None:
    assert {"staff.sign_in", "staff.code", "staff.first_factor", "staff.council_sign_in", "staff.council_back"} == PUBLIC


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_changes_nothing(app: Flask, desk) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    case_id = a_case(desk)
    for rule, method, path in _rules(app):
        answer = app.test_client().open(path, method=method)
        if rule.endpoint in PUBLIC:
            continue
        assert answer.status_code in (302, 303), (method, path)
        assert answer.headers["Location"].startswith("/staff/sign-in?next="), (method, path)
    assert kinds_of(desk, case_id) == ["submitted"]


def test_whoever_may_nothing_is_refused_everywhere(
    app: Flask, desk, officer: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    case_id = a_case(desk)
    monkeypatch.setitem(permissions.PERMISSIONS, Role.OFFICER, frozenset())
    for rule, method, path in _rules(app):
        if rule.endpoint not in PUBLIC:
            refused = Page(officer.client.open(path, method=method))
            assert (refused.status, refused.title) == (403, "You cannot open this page"), (method, path)
    assert kinds_of(desk, case_id) == ["submitted"]


@pytest.mark.parametrize("permission", list(Permission))
def test_a_page_opens_with_its_own_permission_and_not_with_all_the_others(
    app: Flask, desk, officer: Browser, monkeypatch: pytest.MonkeyPatch, permission: Permission
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    a_case(desk)
    monkeypatch.setitem(permissions.PERMISSIONS, Role.OFFICER, frozenset(Permission) - {permission})
    for rule, method, path in _rules(app):
        if permission_of(app.view_functions[rule.endpoint]) is permission:
            assert officer.client.open(path, method=method).status_code == 403, (method, path)


def test_a_page_that_names_nothing_is_refused_to_everybody(app: Flask, officer: Browser) -> None:
    app.view_functions["staff.queue"] = lambda: "never to be seen"
    refused = officer.get("/staff/queue")
    assert refused.status == 403 and "never to be seen" not in refused.html


def test_the_gate_stands_before_a_view_that_is_called_by_other_ways(app: Flask, desk) -> None:
    a_case(desk)
    with app.test_request_context(f"/staff/cases/{REFERENCE}"):
        answer = app.view_functions["staff.case"](reference=REFERENCE)
    assert answer.status_code == 302 and "/staff/sign-in" in answer.headers["Location"]


def test_an_administrator_looks_after_people_and_never_sees_a_case(signed_in: SignedIn, desk) -> None:
    a_case(desk)
    administrator = signed_in(Role.ADMINISTRATOR, "C. Keeper")
    assert administrator.get("/staff/people").status == 200
    assert administrator.get("/staff/queue").status == 403
    assert administrator.get(f"/staff/cases/{REFERENCE}").status == 403
    assert administrator.client.get("/staff/").headers["Location"] == "/staff/people"


def test_nothing_of_the_back_office_is_kept_by_a_browser(officer: Browser, desk) -> None:
    a_case(desk)
    for path in ("/staff/queue", f"/staff/cases/{REFERENCE}", "/staff/account", "/staff/sign-in"):
        assert officer.client.get(path).headers["Cache-Control"] == "no-store", path


def test_the_public_side_alone_has_no_back_office(app: Flask, tmp_path) -> None:
    from config import Settings
    from portal import Sides, create_app

    url = app.extensions["desk"].database._url.render_as_string(False)
    public = create_app(Settings("example", url, tmp_path, "http://localhost"), Sides.CITIZEN)
    assert not [rule for rule in public.url_map.iter_rules() if rule.rule.startswith("/staff")]


def test_what_an_officer_typed_while_their_session_ended_waits_out_of_sight_and_is_sent_after_signing_in(
    desk, signed_in: SignedIn, clock: Clock
) -> None:
    a_case(desk)
    path, why = f"/staff/cases/{REFERENCE}/hold", "Line one of it\nand “two” & <three>"
    officer = signed_in(Role.MANAGER, "M. Anager")
    page = officer.get("/staff/queue")
    form = {**officer.get(f"/staff/cases/{REFERENCE}/advocate").form(""), "reason": why, "tick": ["a", "b"]}
    clock.now += timedelta(hours=20)
    kept = Page(officer.client.post(path, data=form))
    assert (kept.status, kept.title) == (403, "You were signed out") and page.status == 200
    assert why.split("\n", maxsplit=1)[0] not in kept.text, "whoever passes by reads nothing"
    waiting = kept.form(path)
    assert waiting["reason"].replace("\r\n", "\n") == why
    assert len([one for one in kept.all("input") if one.get("name") == "tick"]) == 2
    again = Page(officer.client.post(path, data=waiting))
    assert again.form(path)["reason"] == waiting["reason"], "too soon loses nothing either"
    officer.sign_in(email_of("M. Anager"))
    assert officer.client.post(path, data=waiting).status_code == 303
    assert "held" in kinds_of(desk, 1)


def test_a_button_that_says_nothing_only_leads_to_signing_in(officer: Browser, clock: Clock) -> None:
    clock.now += timedelta(hours=20)
    answer = officer.client.post(f"/staff/cases/{REFERENCE}/take", data=officer.get("/staff/sign-in").form(""))
    assert answer.status_code in (302, 303) and answer.headers["Location"].startswith("/staff/sign-in?next=")


def test_what_one_officer_typed_is_never_sent_under_the_name_of_another(desk, officer: Browser, clock: Clock) -> None:
    case_id = a_case(desk)
    path = f"/staff/cases/{REFERENCE}/write"
    form = officer.get(path).form("")
    clock.now += timedelta(hours=20)
    waiting = Page(officer.client.post(path, data={**form, "message": "A wrote this"})).form(path)
    an_officer(desk, "B. Other")
    officer.sign_in(email_of("B. Other"))
    refused = Page(officer.client.post(path, data=waiting))
    assert (refused.status, refused.title) == (403, "Somebody else typed this")
    assert refused.form(path)["message"] == "A wrote this" and "wrote_to_person" not in kinds_of(desk, case_id)
    officer.send("/staff/sign-out", "/staff/queue")
    officer.sign_in(email_of("A. Officer"))
    again = {**waiting, "csrf_token": officer.get(path).form("")["csrf_token"]}
    assert officer.client.post(path, data=again).status_code == 303 and "wrote_to_person" in kinds_of(desk, case_id)


def test_codes_that_open_an_account_wait_in_no_page(officer: Browser, clock: Clock) -> None:
    path = "/staff/account/second-factor"
    form = officer.get(path).form("")
    clock.now += timedelta(hours=20)
    answer = officer.client.post(path, data={**form, "code": "123456", "old_code": "ABCD-RECOVERY-1"})
    assert answer.status_code in (302, 303) and "RECOVERY" not in answer.get_data(as_text=True)
