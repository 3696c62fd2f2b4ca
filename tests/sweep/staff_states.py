"""Every page of the back office, as a manager with one case in danger and one without gets it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.actions import teamwork
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.places import Place
from portal.actions.teamwork import Contact
from portal.casework.permissions import Role
from portal.seal.passwords import new_token, token_id
from portal.store import staff as accounts
from tests.actions.desks import a_case, an_officer
from tests.reading import TOKEN
from tests.sweep.states import Shown

REFERENCE, IN_DANGER = "KMR-2346-789", "KMR-2346-78A"
OPEN_TO_ALL = ("/staff/sign-in",)


@dataclass
class Officer:
    """Somebody signed in at a browser."""

    client: FlaskClient
    address: str

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, base_url=self.address)

    def post_nothing(self, path: str) -> TestResponse:
        """Press the button of a form that nobody has filled in."""
        page = self.get("/staff/account").get_data(as_text=True)
        token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
        return self.client.post(path, base_url=self.address, data={"csrf_token": token})


def signed_in(app: Flask, address: str, role: Role = Role.MANAGER) -> Officer:
    """An officer of this role with a session of their own; there is a case in danger, and one without."""
    desk: Desk = app.extensions["desk"]
    at = datetime.now(UTC)
    number, token = an_officer(desk, f"{role.value.title()} Example {at:%f}", role, at), new_token()
    with desk.database.write() as conn:
        accounts.start_session(conn, token_id(token), number, at)
    client = app.test_client()
    client.set_cookie("staff", token, domain="127.0.0.1")
    return Officer(client, address)


def with_cases(app: Flask) -> None:
    """Two cases for the pages to be about: one waits for two services, and a meeting about it was noted."""
    desk: Desk = app.extensions["desk"]
    at = datetime.now(UTC)
    a_case(desk, REFERENCE, at)
    a_case(desk, IN_DANGER, at, risk_now=True)
    officer, today = an_officer(desk, f"Case Worker {at:%f}", Role.OFFICER, at), london_day(at)
    for place in (Place("carers", "fostering"), Place("early_help")):
        teamwork.ask_service(desk, REFERENCE, place, {"asked": "Who went there?", "who": "The lead"}, today, officer, at)
    teamwork.choose_service(desk, REFERENCE, place, officer, at)
    teamwork.note(desk, REFERENCE, Contact("meeting", today, "Jo Bloggs", "They start again on Monday.", "there"), officer, at)


def pages(app: Flask, officer: Officer) -> list[Shown]:
    """Each page once as it comes, and once more with its errors where it has a form that must be filled in."""
    return list({one.html: one for one in _pages(app, officer)}.values())


def _pages(app: Flask, officer: Officer) -> Iterator[Shown]:
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if not rule.endpoint.startswith("staff.") or rule.arguments - {"reference"} or "GET" not in (rule.methods or ()):
            continue
        for path in _paths(rule):
            yield from _pages_at(path, rule, officer)


def _paths(rule: Rule) -> list[str]:
    both = [rule.rule.replace("<reference>", reference) for reference in (REFERENCE, IN_DANGER)]
    if rule.endpoint == "staff.queue":
        return [rule.rule, f"{rule.rule}?view=waiting_service", f"{rule.rule}?stage=1&service=early_help", f"{rule.rule}?stage=3&voice=child"]
    if rule.endpoint == "staff.report_cases":
        return [rule.rule, f"{rule.rule}?fact=received&from=2020-01-01&to=2040-01-01&by=month"]
    if rule.endpoint.startswith("staff.report"):
        return [rule.rule, f"{rule.rule}?period=y2026&years=2&section=received", f"{rule.rule}?period=own&first=1+4+2026&last=x"]
    return both if rule.endpoint == "staff.case" else both[:1]


def _pages_at(path: str, rule: Rule, officer: Officer) -> Iterator[Shown]:
    answers: list[Any] = [officer.get(path)]
    if "POST" in (rule.methods or ()) and path not in OPEN_TO_ALL:
        answers.append(officer.post_nothing(path))
    for answer in answers:
        if answer.mimetype == "text/html" and not answer.location:
            policy = answer.headers.get("Content-Security-Policy", "")
            yield Shown(path, answer.status_code, TOKEN.sub(r"\1token\2", answer.get_data(as_text=True)), policy)
