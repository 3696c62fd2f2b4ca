"""A house with a real mail server and a real case system beside it, on each database."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.actions.desk import Desk, WaysOut
from portal.casework.messages import Channel
from portal.handoff.post import Post
from portal.handoff.smtp import MailServer
from portal.handoff.texts import House as Texts
from portal.handoff.webhook import CaseSystem
from portal.seal.office import OfficeKey
from portal.store.database import Database
from portal.web import language, logs
from tests.actions.desks import an_officer, desk_at, office_in
from tests.handoff.house import SECRET, House
from tests.handoff.outside import Mailbox, WebServer, mail_server, web_server

TEMPLATES = Path(__file__).parents[2] / "templates"
ORIGIN, STAFF_ORIGIN = "https://tell-us.council.example", "https://casework.council.example"


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> OfficeKey:
    return office_in(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
def paper() -> Flask:
    """Just enough of an application to fill templates in, with events that go into Python's log as they do in any other."""
    logs.init()
    app = Flask("handoff", template_folder=str(TEMPLATES))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    language.init(app, ())
    return app


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def system() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


@pytest.fixture
def desk(database: Database, office: OfficeKey) -> Iterator[Desk]:
    made = replace(desk_at(database, office), ways_out=WaysOut(frozenset(Channel), case_system=True))
    yield made
    made.keys.dispose()


@pytest.fixture
def officer(desk: Desk) -> int:
    return an_officer(desk)


@pytest.fixture
def house(desk: Desk, paper: Flask, mailbox: Mailbox, system: WebServer) -> House:
    server = MailServer.at(f"smtp://127.0.0.1:{mailbox.port}", "no-reply@council.example")
    post = Post(Texts(desk.profile, ORIGIN, STAFF_ORIGIN), server, CaseSystem(f"{system.address}/cases", SECRET))
    return House(paper, desk, post, mailbox, system)
