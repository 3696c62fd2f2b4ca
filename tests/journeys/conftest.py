"""A whole portal on a live address, with an officer who works there."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config import Settings
from portal import lay_out_desk
from portal.actions.desk import Desk
from portal.actions.staff import add_officer
from portal.casework.permissions import Role
from portal.demo.play import running
from tests.journeys.house import EMAIL, PASSWORD, QUICK, House


def _settings_in(var: Path, template: Path) -> Settings:
    shutil.copyfile(template, var / "portal.db")
    return Settings("example", f"sqlite:///{var / 'portal.db'}", var, "")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[House]:
    settings = _settings_in(tmp_path_factory.mktemp("house"), sqlite_template)
    desk = lay_out_desk(settings, stretch=QUICK)
    officer_id = add_officer(desk, EMAIL, "An Officer", Role.OFFICER, PASSWORD, datetime.now(UTC))
    with running(settings, QUICK) as address:
        yield House(settings, desk, address, officer_id)
    desk.close()


@pytest.fixture
def desk_elsewhere(tmp_path: Path, sqlite_template: Path) -> Iterator[Desk]:
    """A desk on another database, where no case of the house is."""
    desk = lay_out_desk(_settings_in(tmp_path, sqlite_template), stretch=QUICK)
    yield desk
    desk.close()
