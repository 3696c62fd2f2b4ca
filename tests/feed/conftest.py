"""The staff side with cases in it, and tokens for the feed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from portal import Sides, create_app
from portal.actions.desk import Desk
from tests.actions.desks import NOW, QUICK
from tests.conftest import desk_of
from tests.databases import MakeDatabase

METRICS_TOKEN = "figures-for-prometheus-only-1"


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, new_database: MakeDatabase, tmp_path: Path) -> Iterator[Flask]:
    """The staff side on each database."""
    url = f"sqlite:///{tmp_path / 'unused.db'}"
    settings = Settings("example", url, tmp_path, "http://localhost", metrics_token=METRICS_TOKEN)
    made = create_app(settings, Sides.STAFF, QUICK)
    empty = request.getfixturevalue("_empty_sqlite" if request.param == "sqlite" else "_empty_postgresql")
    made.extensions["desk"] = replace(desk_of(made), database=empty)
    made.config["NOW"] = lambda: NOW
    yield made


@pytest.fixture
def desk(app: Flask) -> Desk:
    return desk_of(app)
