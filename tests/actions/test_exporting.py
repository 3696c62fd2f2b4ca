"""Everything about one person: their cases with their files, and a word about whatever is not there."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from portal.actions import drafts, submitting
from portal.actions.desk import Desk
from portal.actions.exporting import export_together
from portal.actions.files import add
from portal.actions.filing import Manner
from portal.scanning import Scanned
from portal.shelf import Folder
from portal.store import cases, files
from tests.actions.desks import NOW, an_officer
from tests.citizen.people import WHO

MANNER = Manner("adult", "en", lambda wording, **_: wording.adult if wording else "")


@pytest.fixture
def desk(desk: Desk, tmp_path: Path) -> Desk:
    return replace(desk, shelf=Folder(tmp_path / "files"))


def _sent_with(desk: Desk, *words: bytes) -> tuple[str, list[files.FileRow]]:
    key = drafts.change(desk, None, lambda _: dict(WHO["parent"]), NOW).key
    for number, said in enumerate(words):
        add(desk, key, f"{number}.txt", said, NOW)
    reference = submitting.submit(desk, key, MANNER, NOW)["reference"]
    with desk.database.read() as conn:
        case = cases.by_reference(conn, reference)
        assert case
        return reference, files.of_case(conn, case.id)


def test_files_are_in_it_and_what_is_not_is_named_with_why(desk: Desk) -> None:
    reference, rows = _sent_with(desk, b"clean", b"not scanned", b"harmful", b"gone")
    with desk.database.write() as conn:
        files.mark(conn, rows[0].id, Scanned.CLEAN)
        files.mark(conn, rows[2].id, Scanned.INFECTED)
    desk.shelf.remove(rows[3].blob)
    with zipfile.ZipFile(io.BytesIO(export_together(desk, [reference], an_officer(desk), NOW))) as archive:
        inside = {name.removeprefix(f"{reference}/"): archive.read(name) for name in archive.namelist()}
    assert set(inside) == {"case.json", "notes.txt", f"{reference}-file-1.txt", f"{reference}-file-2.txt"}
    assert (inside[f"{reference}-file-1.txt"], inside[f"{reference}-file-2.txt"]) == (b"clean", b"not scanned")
    assert inside["notes.txt"].decode().splitlines() == [
        f"{reference}-file-2.txt: no virus scanner has looked at it",
        f"{reference}-file-3.txt: harmful, so it is not here",
        f"{reference}-file-4.txt: could not be opened, so it is not here",
    ]


def test_where_nothing_is_missing_it_says_so(desk: Desk) -> None:
    reference, _ = _sent_with(desk)
    with zipfile.ZipFile(io.BytesIO(export_together(desk, [reference], an_officer(desk), NOW))) as archive:
        assert archive.read("notes.txt") == b"Everything is here."
