"""What people write is sealed: none of it stands in the database's files or in the log, only codes and dates do."""

import base64
import logging
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from config import Settings
from portal import Sides, create_app
from portal.actions.desk import Desk
from portal.actions.searching import index_some
from portal.questions.declared import QUESTIONS
from portal.questions.kinds import Kind
from portal.seal import boxes
from portal.seal.office import OfficeKey
from portal.store import case_keys, tables
from tests.citizen.people import ADVOCATE, CHILD, QUESTION, THANKS, Answers
from tests.conftest import on_both_databases
from tests.visiting import Visit

MARK = "Quixotry"
WRITTEN = {q.key for q in QUESTIONS if q.kind in (Kind.TEXT, Kind.WORDS)}


def _marked(said: Answers) -> Answers:
    """The same person, with a word that nothing else contains in everything they write."""
    marked = {key: f"{MARK} {key}" if key in WRITTEN and value else value for key, value in said.items()}
    marked |= {"email": f"{MARK}@example.org"} if "email" in said else {}
    marked |= {"phone": f"01632 960 960 {MARK}"} if "phone" in said else {}
    if "points" in said:
        marked["points"] = [{name: f"{MARK} {name}" for name in ("what_happened", "put_right")} for _ in said["points"]]
    return marked


def _lives(visit: Visit) -> Iterator[str]:
    """Marked words at every stage: a first answer, a saved draft, danger, a sent case, a letter of return."""
    for purpose, said, button in (
        ("complaint", ADVOCATE, "Send my complaint"), ("compliment", THANKS, "Send my thanks"),
        ("idea_or_question", QUESTION, "Send it"), ("child", CHILD, "Send it"),
    ):  # fmt: skip
        visit.begins(purpose)
        visit.answers(_marked(said))
        yield f"{purpose}, a draft"
        visit.opens("/save")
        visit.fills("Give me")
        visit.opens("/danger")
        visit.fills("Send this now", danger_what=f"{MARK} what", danger_who=f"{MARK} who", danger_reach=f"{MARK} reach")
        yield f"{purpose}, danger"
        visit.opens("/check")
        visit.answers(_marked(said))
        visit.opens("/check")
        assert MARK in visit.page.says
        visit.fills(button)
        assert visit.page.path.startswith("/done/")
        yield f"{purpose}, sent"


def _stored_bytes(desk: Desk) -> bytes:
    """Everything that stands on the disk, or in every column of every table."""
    if not desk.database.on_sqlite:
        return b"".join(_rows(desk))
    with desk.database.read() as conn:
        path = Path(conn.engine.url.database or "")
    files = [file for file in path.parent.rglob("*") if file.is_file()]
    assert {"portal.db", "portal.db-wal"} <= {file.name for file in files}
    return b"".join(file.read_bytes() for file in files)


def _rows(desk: Desk) -> Iterator[bytes]:
    with desk.database.read() as conn:
        for table in (*tables.metadata.sorted_tables, *case_keys.metadata.sorted_tables):
            for row in conn.execute(text(f"SELECT t.*::text FROM {table.name} t")):
                yield str(row[0]).encode()
                # PostgreSQL shows bytes in hexadecimal: words that were stored as they are would show so.
                assert MARK.encode().hex() not in str(row[0])


@on_both_databases
def test_nothing_that_was_written_is_readable_in_the_database(visit: Visit, desk: Desk) -> None:
    assert desk.search
    for stage in _lives(visit):
        index_some(desk, desk.search)
        stored = _stored_bytes(desk)
        assert b"01632960960" not in stored.replace(b" ", b""), stage
        assert MARK.lower().encode() not in stored.lower(), stage
        assert MARK.encode("utf-16-le") not in stored, stage


def test_what_was_written_would_be_found_if_it_were_there(visit: Visit, desk: Desk) -> None:
    visit.begins("compliment")
    visit.answers(_marked(THANKS))
    with desk.database.write() as conn:
        conn.execute(tables.drafts.update().values(reference=MARK))
    assert MARK.encode() in _stored_bytes(desk)


def test_nothing_that_was_written_is_in_the_log(
    visit: Visit, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for _ in _lives(visit):
        pass
    out = capfd.readouterr()
    assert MARK not in caplog.text + out.out + out.err


def test_a_fault_of_ours_is_logged_without_what_was_written(
    visit: Visit, desk: Desk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise ValueError(f"cannot keep {MARK}")

    visit.begins("compliment")
    visit.fills(complainant="parent")
    visit.client.faults_expected = True  # type: ignore[attr-defined]
    monkeypatch.setattr("portal.actions.drafts.change", fails)
    caplog.set_level(logging.DEBUG)
    page = visit.fills(thanks=f"{MARK} and thanks")
    assert page.status == 500
    assert "something went wrong on our side" in page.heading
    assert "ValueError" in caplog.text
    assert MARK not in caplog.text


def test_no_address_that_is_opened_says_what_was_written(visit: Visit) -> None:
    for _ in _lives(visit):
        assert not [path for path in visit.seen if MARK in path]


def _everything_the_public_side_has(app: Flask) -> list[bytes]:
    """Every 32 bytes that stand in a file or a setting of a public process, in any of the usual spellings."""
    var = Path(app.extensions["desk"].database._url.database or "").parent
    secrets = [file.read_bytes() for file in var.rglob("*") if file.is_file() and file.name not in {"office.key"}]
    secrets.append(str(app.secret_key).encode())
    return [key for secret in secrets for key in _keys_in(secret)]


def _keys_in(secret: bytes) -> Iterator[bytes]:
    yield from (secret[at : at + 32] for at in range(0, max(len(secret) - 31, 0)))
    for text_like in re.findall(rb"[A-Za-z0-9+/_-]{43}=?", secret):
        yield base64.b64decode(text_like.rstrip(b"=") + b"=", altchars=b"-_", validate=False)[:32]


def test_a_thief_of_database_files_and_the_public_sides_settings_opens_no_case(
    visit: Visit, desk: Desk, app: Flask
) -> None:
    """Every key-like thing that the thief holds is tried on every box of a case, and on the key itself."""
    for _ in _lives(visit):
        pass
    with desk.database.read() as conn:
        boxed = [bytes(row[0]) for row in conn.execute(text("SELECT sealed FROM papers UNION ALL SELECT sealed FROM points"))]
    stolen = set(_everything_the_public_side_has(app))
    assert len(boxed) > 4 and len(stolen) > 10_000
    for key in stolen:
        for place in ("paper", "point"):
            with pytest.raises(boxes.Unreadable):
                boxes.open_box(key, boxed[0] if place == "paper" else boxed[-1], place)
    sealed_keys = [key.sealed for key in desk.keys.after("", 100)]
    for sealed in sealed_keys:
        for private in random.Random(7).sample(sorted(stolen), 300):
            with pytest.raises(boxes.Unreadable):
                OfficeKey(desk.lock, {desk.lock.key_id: private}).open(sealed)
    assert desk.office is not None
    assert all(desk.office.open(sealed) for sealed in sealed_keys), "the office opens them all"


def test_a_public_process_holds_no_key_of_the_office(visit: Visit, app: Flask, desk: Desk, tmp_path: Path) -> None:
    var = Path(desk.database._url.database or "").parent
    settings = Settings("example", desk.database._url.render_as_string(False), var, "http://localhost")
    (var / "keys" / "office.key").rename(tmp_path / "office.key")
    public = create_app(settings, Sides.CITIZEN)
    assert public.extensions["desk"].office is None
    (tmp_path / "office.key").rename(var / "keys" / "office.key")
    public.extensions["desk"].close()
