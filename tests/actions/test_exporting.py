"""Everything about one person: their cases with their files, and a word about whatever is not there."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from portal.actions import drafts, submitting
from portal.actions.closing import close
from portal.actions.desk import Desk
from portal.actions.exporting import HISTORY_COLUMNS, Bundle, bundle, export_together
from portal.actions.files import add
from portal.actions.filing import Manner
from portal.actions.handling import acknowledge
from portal.casework.outcomes import OutcomeCode
from portal.scanning import Scanned
from portal.shelf import Folder
from portal.store import cases, files
from tests.actions.desks import NOW, an_officer
from tests.citizen.people import WHO

MANNER = Manner("adult", "en", lambda wording, **_: wording.adult if wording else "")


@pytest.fixture
def desk(desk: Desk, tmp_path: Path) -> Desk:
    return replace(desk, shelf=Folder(tmp_path / "files"))


ALWAYS = {"case.json", "history.csv", "index.html", "manifest.json"}


def _index(bundle: Bundle) -> str:
    return "\n".join(f"{document.name} {document.sha256}" for document in bundle.documents)


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
    with zipfile.ZipFile(io.BytesIO(export_together(desk, [reference], an_officer(desk), NOW, _index))) as archive:
        inside = {name.removeprefix(f"{reference}/"): archive.read(name) for name in archive.namelist()}
    assert set(inside) == {*ALWAYS, "notes.txt", f"{reference}-file-1.txt", f"{reference}-file-2.txt"}
    assert (inside[f"{reference}-file-1.txt"], inside[f"{reference}-file-2.txt"]) == (b"clean", b"not scanned")
    assert inside["notes.txt"].decode().splitlines() == [
        f"{reference}-file-2.txt: no virus scanner has looked at it",
        f"{reference}-file-3.txt: harmful, so it is not here",
        f"{reference}-file-4.txt: could not be opened, so it is not here",
    ]


def test_where_nothing_is_missing_it_says_so(desk: Desk) -> None:
    reference, _ = _sent_with(desk)
    with zipfile.ZipFile(io.BytesIO(export_together(desk, [reference], an_officer(desk), NOW, _index))) as archive:
        assert archive.read("notes.txt") == b"Everything is here."


def test_whoever_has_the_bundle_can_make_every_hash_again_without_the_portal(desk: Desk) -> None:
    reference, _ = _sent_with(desk, b"a drawing")
    officer = an_officer(desk)
    acknowledge(desk, reference, "<p>Thank you</p>", officer, NOW)
    close(desk, reference, OutcomeCode.ANSWERED, "=SUM(1) is what was asked", officer, NOW)
    with zipfile.ZipFile(io.BytesIO(bundle(desk, reference, officer, NOW, _index))) as archive:
        inside = {name.removeprefix(f"{reference}/"): archive.read(name) for name in archive.namelist()}
    manifest = json.loads(inside["manifest.json"])
    listed = {one["name"]: one["sha256"] for one in manifest["documents"]}
    assert set(listed) == set(inside) - {"manifest.json", "notes.txt"}
    assert {name: hashlib.sha256(inside[name]).hexdigest() for name in listed} == listed
    assert inside[f"{reference}-letter-1.html"] == b"<p>Thank you</p>"
    lines = list(csv.DictReader(io.StringIO(inside["history.csv"].decode("utf-8-sig"))))
    assert (tuple(lines[0]), len(lines)) == (HISTORY_COLUMNS, manifest["history"]["events"])
    assert any("=SUM(1)" in line["words"] for line in lines)
    assert not [said for line in lines for said in line.values() if said[:1] in ("=", "+", "-", "@")], "nothing that counts"
    before = "00" * 32
    for place, line in enumerate(lines, start=1):
        staff, detail = int(line["staff"]) if line["staff"] else None, json.loads(line["detail"] or "{}")
        told = [manifest["history"]["case"], place, line["at"], line["kind"], line["by"], staff, detail]
        listing = [*told, line["sealed_sha256"] or None, before]
        before = hashlib.sha256(json.dumps(listing, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
        assert before == line["hash"]
    assert (manifest["history"]["last_hash"], manifest["history"]["whole"]) == (before, True)
    told = json.loads(inside["case.json"])["history"]
    assert [(each["kind"], each["by"]) for each in told] == [(line["kind"], line["by"]) for line in lines], "no detail stands over them"
