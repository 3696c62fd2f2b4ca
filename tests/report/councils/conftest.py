"""Houses of councils: the cases of each are brought in once for all workers of a run, which takes half a minute for the largest."""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.seal.office import OfficeKey
from portal.store.database import Database
from tests.databases import MakeDatabase
from tests.report.councils.kit import House, Records

HouseOf = Callable[[str, Callable[[], Records]], House]


@pytest.fixture(scope="session")
def house_of(new_database: MakeDatabase, office: OfficeKey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HouseOf]:
    """`house_of(profile, records)` -> the house of a council with these cases; nobody writes to it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made: list[tuple[House, Database]] = []

    def make(profile: str, records: Callable[[], Records]) -> House:
        kept = shared / f"council-{profile}.db"
        with (shared / f"council-{profile}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                _bring(profile, records(), new_database("sqlite"), office, kept)
        database = Database(f"sqlite:///{kept}")
        house = House(profile, database, office)
        made.append((house, database))
        return house

    yield make
    for house, database in made:
        house.close()
        database.dispose()


def _bring(profile: str, records: Records, database: Database, office: OfficeKey, kept: Path) -> None:
    House(profile, database, office, records).close()
    database.dispose()
    written = sqlite3.connect(str(database._url.database))
    written.execute("VACUUM INTO ?", (str(kept),))
    written.close()
