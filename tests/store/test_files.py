"""The rows of files, on both databases."""

from datetime import UTC, datetime

from sqlalchemy import select

from portal.store import drafts, files, tables
from portal.store.database import Database
from portal.store.drafts import DraftRow
from portal.store.files import NewFile

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def _draft(database: Database, id: str, touched_at: datetime = NOW) -> None:
    with database.write() as conn:
        drafts.insert(conn, DraftRow(id, b"sealed", drafts.OPEN, None, None, touched_at, touched_at))


def _added(database: Database, draft: str, blob: str) -> int:
    with database.write() as conn:
        return files.insert(conn, NewFile(draft, blob, "pdf", 2_000_000_000, "clean", NOW, b"label"))


def test_files_come_back_in_the_order_in_which_they_were_added(database: Database) -> None:
    _draft(database, "a")
    ids = [_added(database, "a", blob) for blob in ("z", "b", "m")]
    with database.read() as conn:
        rows = files.of_draft(conn, "a")
    assert [row.id for row in rows] == ids
    assert (rows[0].blob, rows[0].kind, rows[0].size, rows[0].added_at) == ("z", "pdf", 2_000_000_000, NOW)


def test_only_the_drafts_own_file_is_taken_out(database: Database) -> None:
    _draft(database, "a")
    _draft(database, "b")
    file = _added(database, "a", "z")
    with database.write() as conn:
        assert not files.take_out(conn, file, "b")
        assert files.take_out(conn, file, "a")
        assert not files.take_out(conn, file, "a")


def test_a_file_that_is_let_go_is_nobodys_until_it_is_forgotten_and_its_label_is_gone(database: Database) -> None:
    _draft(database, "old")
    _draft(database, "new")
    _added(database, "old", "z")
    _added(database, "new", "y")
    with database.write() as conn:
        assert files.let_go_of_drafts(conn, ["old"]) == ["z"]
        drafts.drop(conn, ["old"])
        assert files.of_draft(conn, "old") == []
        assert files.known(conn, {"z", "y", "x"}) == {"y"}
        assert files.known(conn, []) == set()
        assert files.left_over(conn) == ["z"]
        assert conn.execute(select(tables.files.c.sealed).where(tables.files.c.blob == "z")).scalar_one() == b""
        files.forget(conn, ["z", "y"])
        assert files.left_over(conn) == []
        assert [row.blob for row in files.of_draft(conn, "new")] == ["y"], "what is somebody's stays"
