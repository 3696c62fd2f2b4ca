"""The door to the database: connections, transactions, and what goes wrong with them.

Two SQLAlchemy engines with ordinary pools, one that writes and one that only
reads. Measured on SQLite, a check-out costs 0.03 ms and a kept-open connection
0.01: too little between them to pay for connections of our own that must be
tended. What matters more is set here:

* Last in, first out: a few connections keep their page cache warm.
* SQLite has one writer. Writers of this process queue on a lock and begin
  IMMEDIATE, so that nobody holds a read snapshot that can no longer be written
  to, and nobody polls a busy file; other processes are met by busy_timeout.
* synchronous=FULL: a commit that returned is on the disk.
* On PostgreSQL a look needs no BEGIN and no ROLLBACK, which halves its round
  trips; and a connection is tried only after it has been idle, so that after a
  restart of the server the next page works without a ping before every page.
"""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Lock, get_ident
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    DisconnectionError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
    TimeoutError,
)

from portal.store import tables

PATIENCE_SECONDS = 10
"""How long a writer waits for its turn, and anyone for a connection."""

CONNECT_SECONDS = 5
IDLE_SECONDS = 2
MIGRATIONS = Path(__file__).parent / "migrations"
UPGRADE_LOCK = 7_291_554_018
"""Any number that nothing else in the PostgreSQL database locks."""

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={PATIENCE_SECONDS * 1000}",
    "temp_store=MEMORY",
    "cache_size=-16000",
)


class DatabaseUnavailable(Exception):
    """The database cannot be reached, or did not answer in time; nothing of the transaction was kept."""


class ReferenceTaken(Exception):
    """Another case or draft bears this reference; begin a new transaction with a new one."""


class EmailTaken(Exception):
    """Somebody on the staff has this e-mail address already."""


_COLLISIONS: dict[str, type[Exception]] = {
    "cases_reference_key": ReferenceTaken,
    "drafts_reference_key": ReferenceTaken,
    "staff_email_key": EmailTaken,
}


class Database:
    """The database at `url` (`sqlite:///file` or `postgresql://…`). Connects when first asked, not before."""

    def __init__(self, url: str) -> None:
        self._url = _with_driver(make_url(url))
        self.on_sqlite = self._url.get_backend_name() == "sqlite"
        engine = _sqlite_engine if self.on_sqlite else _postgresql_engine
        self._writer = engine(self._url, read_only=False)
        self._reader = engine(self._url, read_only=True)
        self._turn = _WritersTurn() if self.on_sqlite else nullcontext()
        self._driver_errors: tuple[type[Exception], ...] = (
            OperationalError,
            InterfaceError,
            TimeoutError,
            self._writer.dialect.loaded_dbapi.OperationalError,
        )

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed, durably, when the block ends; rolled back by any exception.

        Raises `DatabaseUnavailable`, also when it is the commit that fails.
        """
        with self._named_errors(), self._turn, self._writer.begin() as connection:
            self._begin(connection, "BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A look: the database refuses to write in here. On SQLite all its statements see one moment.

        Raises `DatabaseUnavailable`.
        """
        with self._named_errors(), self._reader.connect() as connection:
            self._begin(connection, "BEGIN")
            yield connection

    def answers(self) -> bool:
        """Whether the database can be reached and has our tables. Never raises."""
        try:
            with self.read() as connection:
                connection.execute(select(tables.drafts.c.id).limit(1)).first()
        except (DatabaseUnavailable, SQLAlchemyError):
            return False
        return True

    def upgrade(self) -> None:
        """Bring the tables up to date, in one transaction; processes that start together take turns.

        Raises `DatabaseUnavailable`.
        """
        # Only the command line and the tests upgrade: a serving process need not load Alembic.
        from alembic import command
        from alembic.config import Config

        if self.on_sqlite:
            _make_folder(self._url)
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self.write() as connection:
            if not self.on_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def dispose(self) -> None:
        """Close every connection that is not in use."""
        self._writer.dispose()
        self._reader.dispose()

    def _begin(self, connection: Connection, statement: str) -> None:
        # The sqlite3 module would begin late, and deferred, if left to itself (see _sqlite_engine).
        if self.on_sqlite:
            connection.connection.dbapi_connection.execute(statement)  # type: ignore[union-attr]

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except self._driver_errors as error:
            raise DatabaseUnavailable(str(getattr(error, "orig", None) or error)) from error


class _WritersTurn(AbstractContextManager[None]):
    """SQLite's one writer: each thread in turn, none for ever, and none inside its own transaction."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held_by: int | None = None

    def __enter__(self) -> None:
        if self._held_by == get_ident():
            raise RuntimeError("write() inside write(): one action is one transaction")
        if not self._lock.acquire(timeout=PATIENCE_SECONDS):
            raise DatabaseUnavailable(f"no turn to write within {PATIENCE_SECONDS} seconds")
        self._held_by = get_ident()

    def __exit__(self, *_: object) -> None:
        self._held_by = None
        self._lock.release()


@contextmanager
def collisions_named() -> Iterator[None]:
    """Around a statement: a unique value that somebody has already is said by name, not as a broken rule.

    Raises `ReferenceTaken`, `EmailTaken`.
    """
    try:
        yield
    except IntegrityError as error:
        named = _COLLISIONS.get(_broken_rule(error))
        if named is None:
            raise
        raise named from error


def _broken_rule(error: IntegrityError) -> str:
    """What was broken, as `table_column_key`."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name)
    return str(error.orig).removeprefix("UNIQUE constraint failed: ").replace(".", "_") + "_key"


def _with_driver(url: URL) -> URL:
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("SQLite needs a file: every connection to :memory: is a database of its own")
    return url


def _engine(url: URL, **options: Any) -> Engine:
    return create_engine(
        url,
        pool_use_lifo=True,
        pool_timeout=PATIENCE_SECONDS,
        json_serializer=_to_json,
        json_deserializer=json.loads,
        **options,
    )


def _sqlite_engine(url: URL, *, read_only: bool) -> Engine:
    engine = _engine(
        url, pool_size=10, max_overflow=40, connect_args={"check_same_thread": False, "timeout": PATIENCE_SECONDS}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions begin where Database says so
        for pragma in (*PRAGMAS, f"query_only={int(read_only)}"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgresql_engine(url: URL, *, read_only: bool) -> Engine:
    session = f"-c timezone=UTC -c lock_timeout={PATIENCE_SECONDS}s"
    if read_only:
        session += " -c default_transaction_read_only=on"
    engine = _engine(
        url,
        isolation_level="AUTOCOMMIT" if read_only else "READ COMMITTED",
        max_overflow=10,
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": session},
    )
    _ping_when_idle(engine)
    return engine


def _ping_when_idle(engine: Engine) -> None:
    @event.listens_for(engine, "checkin")
    def note(_: object, record: Any) -> None:
        record.info["since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def ping(connection: Any, record: Any, _: object) -> None:
        if monotonic() - record.info.get("since", monotonic()) < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool then tries a fresh one


def _make_folder(url: URL) -> None:
    Path(url.database or "").parent.mkdir(mode=0o700, parents=True, exist_ok=True)


_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
