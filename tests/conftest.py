"""Fixtures for the whole suite: databases, the portal on one of them, and somebody who visits it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from config import Settings
from portal import create_app
from portal.actions import drafts
from portal.actions.desk import Desk
from portal.seal.return_words import Stretch
from portal.web import lasting
from tests.actions.desks import keys_beside
from tests.reading import StrictClient
from tests.visiting import Visit

pytest_plugins = ["tests.clamd", "tests.databases", "tests.s3"]

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
QUICK = Stretch(1, 8192)
ORIGIN = "http://127.0.0.1:5000"

on_both_databases = pytest.mark.parametrize("stands_on", ("sqlite", "postgresql"), indirect=True)
"""Marks a test of pages that runs on both databases; the others run on SQLite alone."""


@pytest.fixture
def stands_on(request: pytest.FixtureRequest) -> str:
    """The kind of database that `app` stands on."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def app(stands_on: str, request: pytest.FixtureRequest, open_portal: "OpenPortal") -> Iterator[Flask]:
    """The portal, both sides, with an empty database and a clock that stands still at `NOW`."""
    made = open_portal()
    if stands_on == "postgresql":
        database = request.getfixturevalue("_empty_postgresql")
        made.extensions["desk"] = replace(desk_of(made), database=database, keys=keys_beside(database))
    yield made
    desk_of(made).close()


OpenPortal = Callable[[], Flask]


@pytest.fixture(scope="session")
def open_portal(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> OpenPortal:
    """`open_portal()` -> a portal with an empty SQLite database of its own; all share their compiled templates."""
    compiled = tmp_path_factory.mktemp("templates")

    def opened() -> Flask:
        var = tmp_path_factory.mktemp("var")
        shutil.copyfile(sqlite_template, var / "portal.db")
        made = create_app(Settings("example", f"sqlite:///{var / 'portal.db'}", var, ORIGIN), stretch=QUICK)
        made.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
        made.config["NOW"] = lambda: NOW
        made.test_client_class = StrictClient
        return made

    return opened


@pytest.fixture
def desk(app: Flask) -> Desk:
    """The desk of the app."""
    return desk_of(app)


def cookie_of(app: Flask, key: bytes) -> str:
    """What the browser holds of somebody who has just used this key of a draft."""
    clock = app.config.get("NOW")
    return lasting.held(app, key, clock() if clock else datetime.now(UTC))


def desk_of(app: Flask) -> Desk:
    return app.extensions["desk"]  # type: ignore[no-any-return]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A strict reader: see `tests.reading`."""
    return app.test_client()


@pytest.fixture
def visit(app: Flask) -> Visit:
    """Somebody with a browser in which nothing is open yet."""
    return Visit(app)


VisitWith = Callable[[dict[str, Any]], Visit]


@pytest.fixture
def visit_with(app: Flask) -> VisitWith:
    """`visit_with(answers)` -> somebody who has given these answers already."""

    def begun(answers: dict[str, Any]) -> Visit:
        draft = drafts.change(desk_of(app), None, lambda _: dict(answers), NOW)
        here = Visit(app)
        here.client.set_cookie("draft", lasting.held(app, draft.key, NOW))
        return here

    return begun
