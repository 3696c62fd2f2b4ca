"""The two engines of a database, one that writes and one that only reads, and how their connections behave.

They keep ordinary pools. Measured on SQLite, a check-out costs 0.03 ms and a
kept-open connection 0.01: too little between them to pay for connections of our
own that must be tended. What matters more is set here:

* Last in, first out: a few connections keep their page cache warm.
* SQLite's synchronous=FULL: a commit that returned is on the disk.
* On PostgreSQL a look needs no BEGIN and no ROLLBACK, which halves its round
  trips; and a connection is tried only after it has been idle, so that after a
  restart of the server the next page works without a ping before every page.
"""

import json
from time import monotonic
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError

PATIENCE_SECONDS = 10
"""How long anyone waits for a connection, or for a row or file that somebody else is writing."""

CONNECT_SECONDS = 5
IDLE_SECONDS = 2

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={PATIENCE_SECONDS * 1000}",
    "temp_store=MEMORY",
    "cache_size=-16000",
)


def address(url: str) -> URL:
    """The address with its driver. Raises ValueError for a SQLite that is not a file."""
    return _with_driver(make_url(url))


def engine_for(url: URL, *, read_only: bool) -> Engine:
    """An engine that connects when first asked; with `read_only`, the database itself refuses to write."""
    build = _sqlite_engine if url.get_backend_name() == "sqlite" else _postgresql_engine
    return build(url, read_only=read_only)


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
    session = f"-c lock_timeout={PATIENCE_SECONDS}s"
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


_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
