import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text

from portal.store import database as module
from portal.store import drafts, engines
from portal.store.database import Database, DatabaseUnavailable
from tests.databases import MakeDatabase
from tests.store.made import a_draft

NOWHERE = ("sqlite:////no/such/folder/portal.db", "postgresql://nobody@/none?host=/no/such/folder")


def test_what_a_transaction_wrote_is_there_for_the_next(database: Database) -> None:
    with database.write() as conn:
        drafts.insert(conn, a_draft())
    with database.read() as conn:
        assert drafts.load(conn, "draft") == a_draft()


def test_an_exception_leaves_nothing_of_the_transaction(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as conn:
        drafts.insert(conn, a_draft("one"))
        drafts.insert(conn, a_draft("two"))
        _ = 1 / 0
    with database.read() as conn:
        assert drafts.load(conn, "one") is None
        assert drafts.load(conn, "two") is None


def test_after_an_exception_the_next_transaction_works(database: Database) -> None:
    for _ in range(20):
        with pytest.raises(KeyboardInterrupt), database.write() as conn:
            drafts.insert(conn, a_draft())
            raise KeyboardInterrupt
    with database.write() as conn:
        drafts.insert(conn, a_draft())


def test_a_look_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only"), database.read() as conn:
        drafts.insert(conn, a_draft())
    with database.read() as conn:
        assert drafts.load(conn, "draft") is None


def test_what_is_not_committed_is_not_seen(database: Database) -> None:
    with database.write() as writing, database.read() as reading:
        drafts.insert(writing, a_draft())
        assert drafts.load(reading, "draft") is None


def test_a_healthy_database_answers(database: Database) -> None:
    assert database.answers() is True


@pytest.mark.parametrize("url", NOWHERE)
def test_a_database_that_is_not_there_does_not_answer_and_is_unavailable(url: str) -> None:
    missing = Database(url)
    assert missing.answers() is False
    with pytest.raises(DatabaseUnavailable), missing.write():
        raise AssertionError("there is nothing to write to")
    with pytest.raises(DatabaseUnavailable), missing.read():
        raise AssertionError("there is nothing to read from")


def test_a_database_without_tables_does_not_answer(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    assert empty.answers() is False
    empty.dispose()


def test_a_file_that_is_no_database_does_not_answer(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear Sir or Madam, " * 500)
    letter = Database(f"sqlite:///{path}")
    assert letter.answers() is False
    with pytest.raises(DatabaseUnavailable), letter.write():
        raise AssertionError("a letter is no database")


def test_sqlite_in_memory_is_refused_because_each_connection_would_have_its_own() -> None:
    with pytest.raises(ValueError, match="needs a file"):
        Database("sqlite://")


def test_upgrading_makes_the_file_for_its_owner_alone_and_upgrading_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "var" / "100% portal.db"
    database = Database(f"sqlite:///{path}")
    for _ in range(2):
        database.upgrade()
        assert database.answers()
    assert [oct(each.stat().st_mode)[-3:] for each in (path.parent, path)] == ["700", "600"]
    database.dispose()


def test_processes_that_start_together_take_turns_to_upgrade(tmp_path: Path) -> None:
    upgrade = "import sys; from portal.store.database import Database; Database(sys.argv[1]).upgrade()"
    url = f"sqlite:///{tmp_path / 'portal.db'}"
    started = [subprocess.Popen([sys.executable, "-c", upgrade, url]) for _ in range(2)]
    assert [process.wait(30) for process in started] == [0, 0]
    database = Database(url)
    assert database.answers()
    database.dispose()


def test_sqlite_commits_to_the_disk_and_keeps_foreign_keys(new_database: MakeDatabase) -> None:
    database = new_database("sqlite")
    for transaction in (database.write, database.read):
        with transaction() as conn:
            kept = {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")}
            assert kept == {"journal_mode": "wal", "synchronous": 2}
            assert conn.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_sqlite_file_that_another_program_keeps_locked_is_unavailable(
    new_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PRAGMAS", ("busy_timeout=20",))
    database = new_database("sqlite")
    with database.read() as conn:
        path = conn.exec_driver_sql("PRAGMA database_list").one()[2]
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable, match="locked"), database.write():
        raise AssertionError("somebody else is writing")
    other.close()
    with database.write() as conn:
        drafts.insert(conn, a_draft())


def test_a_full_disk_is_unavailable_and_keeps_nothing(new_database: MakeDatabase) -> None:
    database = new_database("sqlite")
    with pytest.raises(DatabaseUnavailable, match="full"), database.write() as conn:
        drafts.insert(conn, a_draft("small"))
        conn.exec_driver_sql("PRAGMA max_page_count=1")
        drafts.insert(conn, a_draft("large", sealed=bytes(1_000_000)))
    with database.read() as conn:
        assert drafts.load(conn, "small") is None


def test_a_writer_who_waits_too_long_for_a_turn_is_told(
    new_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.05)
    database, writing, done = new_database("sqlite"), Event(), Event()

    def write_slowly() -> None:
        with database.write():
            writing.set()
            assert done.wait(5)

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(write_slowly)
        assert writing.wait(5)
        with pytest.raises(DatabaseUnavailable, match="no turn"), database.write():
            raise AssertionError("it is not our turn")
        done.set()
        slow.result()


def test_a_transaction_inside_a_transaction_is_a_mistake_and_is_said_at_once(new_database: MakeDatabase) -> None:
    database = new_database("sqlite")
    with pytest.raises(RuntimeError, match="inside"), database.write(), database.write():
        raise AssertionError("one action is one transaction")
    with database.write() as conn:
        drafts.insert(conn, a_draft())


def test_a_connection_that_dies_before_the_commit_is_unavailable_and_keeps_nothing(new_database: MakeDatabase) -> None:
    database = new_database("postgresql")
    with pytest.raises(DatabaseUnavailable), database.write() as conn:
        drafts.insert(conn, a_draft())
        _end_connection(database, conn.scalar(text("SELECT pg_backend_pid()")))
    with database.read() as conn:
        assert drafts.load(conn, "draft") is None


def test_after_a_restart_of_the_server_the_next_page_works(
    new_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "IDLE_SECONDS", 0)
    database, other = new_database("postgresql"), new_database("postgresql")
    for transaction in (database.read, database.write):
        with transaction() as conn:
            process = conn.scalar(text("SELECT pg_backend_pid()"))
        _end_connection(other, process)
        with transaction() as conn:
            assert conn.scalar(text("SELECT pg_backend_pid()")) != process


def _end_connection(database: Database, process: int) -> None:
    with database.read() as conn:
        assert conn.scalar(text("SELECT pg_terminate_backend(:process, 5000)"), {"process": process})
