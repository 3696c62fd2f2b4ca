"""The door to the database: transactions, and what goes wrong with them.

SQLite has one writer. Writers of this process queue on a lock and begin
IMMEDIATE, so that nobody holds a read snapshot that can no longer be written to,
and nobody polls a busy file; writers of other processes are met by busy_timeout.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Lock, get_ident
from typing import Any, NoReturn

from sqlalchemy import Connection, CursorResult, PoolProxiedConnection, select, text
from sqlalchemy.exc import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
    TimeoutError,
)

from portal.store import tables
from portal.store.engines import PATIENCE_SECONDS, address, engine_for

MIGRATIONS = Path(__file__).parent / "migrations"
UPGRADE_LOCK = 7_291_554_018
"""Any number that nothing else in the PostgreSQL database locks."""


class DatabaseUnavailable(Exception):
    """The database cannot be reached, or did not answer in time; nothing of the transaction was kept."""


class ReferenceTaken(Exception):
    """Another case or draft bears this reference; begin a new transaction with a new one."""


class EmailTaken(Exception):
    """Somebody on the staff has this e-mail address already."""


class NameTaken(Exception):
    """There was a token of this name already; a name is used once, so that the log of its uses stays clear."""


class DraftTaken(Exception):
    """Somebody, or another press of the same button, has begun the draft of this key already."""


class ViewNameTaken(Exception):
    """This officer keeps another view of the queue under this name."""


_COLLISIONS: dict[str, type[Exception]] = {
    "cases_reference_key": ReferenceTaken,
    "drafts_reference_key": ReferenceTaken,
    "drafts_pkey": DraftTaken,
    "drafts_id_key": DraftTaken,
    "staff_email_key": EmailTaken,
    "feed_tokens_name_key": NameTaken,
    "saved_views_staff_id_name_key": ViewNameTaken,
    "saved_views_staff_id, saved_views_name_key": ViewNameTaken,
}


class Database:
    """The database at `url` (`sqlite:///file` or `postgresql://…`). Connects when first asked, not before."""

    def __init__(self, url: str) -> None:
        self._url = address(url)
        self.on_sqlite = self._url.get_backend_name() == "sqlite"
        self._mark = "?" if self.on_sqlite else "%s"
        self._writer = engine_for(self._url, read_only=False)
        self._reader = engine_for(self._url, read_only=True)
        self._at_hand: deque[PoolProxiedConnection] = deque()
        self._turn = _WritersTurn() if self.on_sqlite else nullcontext()
        driver = self._writer.dialect.loaded_dbapi
        self._driver_errors: tuple[type[Exception], ...] = (
            OperationalError,
            InterfaceError,
            TimeoutError,
            driver.OperationalError,
            driver.InterfaceError,
        )
        self._damage: tuple[type[Exception], ...] = (DatabaseError, driver.DatabaseError)

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

    def first(self, query: str, *values: object) -> tuple[Any, ...] | None:
        """The first row of one plain SELECT, or None; `?` stands for each value. For what every page asks: it
        costs a third of the same within `read()`. Raises `DatabaseUnavailable`.
        """
        try:
            connection = self._connection_at_hand()
            driver: Any = connection.dbapi_connection
            try:
                row: tuple[Any, ...] | None = driver.execute(query.replace("?", self._mark), values).fetchone()
            except Exception:
                connection.invalidate()
                connection.close()
                raise
        except Exception as error:
            self._raise_named(error)
        # A look at a SQLite file leaves nothing open, so that its connection need not pass through the pool again.
        self._at_hand.append(connection) if self.on_sqlite else connection.close()
        return row

    def _connection_at_hand(self) -> PoolProxiedConnection:
        try:
            return self._at_hand.pop()
        except IndexError:
            return self._reader.raw_connection()

    def answers(self) -> bool:
        """Whether the database can be reached and has our tables. Never raises."""
        try:
            with self.read() as connection:
                connection.execute(select(tables.drafts.c.id).limit(1)).first()
        except (DatabaseUnavailable, SQLAlchemyError):
            return False
        return True

    def upgrade(self, keys: Any = None, to: str = "head") -> None:
        """Bring the tables up to date, in one transaction; processes that start together take turns.

        `keys` is the store of case keys, to which a migration may move what once stood here. Raises
        `DatabaseUnavailable`.
        """
        # Only the command line and the tests upgrade: a serving process need not load Alembic.
        from alembic import command
        from alembic.config import Config

        self.make_file()
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self.write() as connection:
            if not self.on_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
            config.attributes |= {"connection": connection, "case_keys": keys}
            command.upgrade(config, to)

    def downgrade(self, keys: Any, to: str) -> None:
        """Take the tables back to an older revision, with what is in them. Raises `DatabaseUnavailable`."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self.write() as connection:
            config.attributes |= {"connection": connection, "case_keys": keys}
            command.downgrade(config, to)

    def make_file(self) -> None:
        """On SQLite, the file, for this user alone; a server makes its own."""
        if self.on_sqlite:
            _make_file(Path(self._url.database or ""))

    def dispose(self) -> None:
        """Close every connection that is not in use."""
        while self._at_hand:
            self._at_hand.pop().close()
        self._writer.dispose()
        self._reader.dispose()

    def _begin(self, connection: Connection, statement: str) -> None:
        # The sqlite3 module would begin late, and deferred, if left to itself (see engines.py).
        if self.on_sqlite:
            connection.connection.dbapi_connection.execute(statement)  # type: ignore[union-attr]

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self._raise_named(error)

    def _raise_named(self, error: Exception) -> NoReturn:
        # Of DatabaseError only the thing itself: a damaged file. Its other subclasses are somebody's mistake.
        if isinstance(error, self._driver_errors) or type(error) in self._damage:
            raise DatabaseUnavailable(str(getattr(error, "orig", None) or error)) from error
        raise error


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

    Raises `ReferenceTaken`, `DraftTaken`, `EmailTaken`, `NameTaken`, `ViewNameTaken`.
    """
    try:
        yield
    except IntegrityError as error:
        named = _COLLISIONS.get(_broken_rule(error))
        if named is None:
            raise
        raise named from error


def new_id(result: CursorResult[Any]) -> int:
    """The number that the database gave to the row just inserted."""
    key = result.inserted_primary_key
    assert key is not None, "only an insert has a new id"
    return int(key[0])


def _broken_rule(error: IntegrityError) -> str:
    """What was broken, as `table_column_key`."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name)
    return str(error.orig).removeprefix("UNIQUE constraint failed: ").replace(".", "_") + "_key"


def _make_file(path: Path) -> None:
    """Nobody else on this machine may read it; what SQLite puts beside it takes after it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)
