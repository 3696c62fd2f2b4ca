"""The back office as an application, with cases in it and people who sign in."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from portal import Sides, create_app
from portal.actions.desk import Desk
from portal.casework.permissions import Role
from portal.seal.passwords import new_token, token_id
from portal.store import staff as accounts
from tests.actions.desks import NOW, QUICK, an_officer
from tests.databases import MakeDatabase
from tests.staff.browser import Browser


class Clock:
    """What time the pages think it is."""

    def __init__(self) -> None:
        self.now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(new_database: MakeDatabase, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """Pages on SQLite: what differs between databases is tested with the actions."""
    database = new_database("sqlite")
    tmp_path.chmod(0o700)
    settings = Settings("example", database._url.render_as_string(False), tmp_path, "http://localhost")
    made = create_app(settings, Sides.BOTH, QUICK)
    made.config.update(TESTING=True, NOW=clock)
    yield made
    made.extensions["desk"].close()


@pytest.fixture
def desk(app: Flask) -> Desk:
    return app.extensions["desk"]


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Somebody who is not signed in."""
    return Browser(app)


SignedIn = Callable[..., Browser]


@pytest.fixture
def signed_in(app: Flask, desk: Desk, clock: Clock) -> SignedIn:
    """`signed_in(role, name)`: somebody in that role, signed in in a browser of their own."""

    def make(role: Role = Role.OFFICER, name: str = "A. Officer") -> Browser:
        number, browser, token = an_officer(desk, name, role, clock.now), Browser(app), new_token()
        with desk.database.write() as conn:
            accounts.start_session(conn, token_id(token), number, clock.now)
        browser.client.set_cookie("staff", token)
        browser.staff_id = number
        return browser

    return make


@pytest.fixture
def officer(signed_in: SignedIn) -> Browser:
    return signed_in()
