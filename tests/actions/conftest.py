"""A desk on each database, and somebody who works at it."""

from collections.abc import Iterator

import pytest

from portal.actions.desk import Desk
from portal.seal.office import OfficeKey
from portal.store.database import Database
from tests.actions.desks import an_officer, desk_at, office_in


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> OfficeKey:
    return office_in(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def desk(database: Database, office: OfficeKey) -> Iterator[Desk]:
    made = desk_at(database, office)
    yield made
    made.keys.dispose()


@pytest.fixture
def officer(desk: Desk) -> int:
    return an_officer(desk)
