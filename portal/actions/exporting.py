"""Everything that is kept about one case, or about one person in several, as one archive that can be checked.

For whoever asks for what is theirs (the right of access), and for the Ombudsman: an index to read, what was told and
answered, letters and files as they are, the history with its hashes, and a list of the SHA-256 of each of them.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from portal.actions.case_file import CaseFile, Done, Letter, NoSuchCase, find_for, key_if_any, open_file
from portal.actions.desk import Desk
from portal.actions.documents import Document as Paper
from portal.actions.documents import documents_of
from portal.actions.files import NoSuchFile, handed_out_as, opened
from portal.actions.handling import turn_at
from portal.casework import moves
from portal.casework.chain import first_break, sealed_hash
from portal.scanning import Scanned
from portal.shelf import ShelfUnavailable
from portal.store import files, heads
from portal.store.heads import Head

FORM = "portal-case-export-1"
BUNDLE_FORM = "portal-case-bundle-1"
HISTORY_COLUMNS = ("place", "at", "kind", "by", "staff", "detail", "words", "sealed_sha256", "hash")


@dataclass(frozen=True, slots=True)
class Document:
    """Something in a bundle: the name it has there, its size and SHA-256, and what has to be said of it, if anything.

    What is named and not there has no hash.
    """

    name: str
    size: int = 0
    sha256: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What the index of a bundle is written from. Staff are numbers in it: their names are other people's data."""

    file: CaseFile
    documents: tuple[Document, ...]
    made_at: datetime
    whole: bool
    head: Head | None


Index = Callable[[Bundle], str]
InWord = Callable[[Letter], bytes]
"""Makes a letter into a Word document."""


@dataclass(slots=True)
class _Folder:
    """The folder of one case in the archive, which keeps the hash of whatever is put there."""

    archive: zipfile.ZipFile
    reference: str
    documents: list[Document] = field(default_factory=list)

    def put(self, name: str, data: bytes, note: str = "") -> None:
        self.archive.writestr(f"{self.reference}/{name}", data)
        self.documents.append(Document(name, len(data), hashlib.sha256(data).hexdigest(), note))

    def leave_out(self, name: str, note: str) -> None:
        self.documents.append(Document(name, note=note))

    @property
    def notes(self) -> list[str]:
        return [f"{document.name}: {document.note}" for document in self.documents if document.note]


def bundle(
    desk: Desk, reference: str, staff_id: int, now: datetime, index: Index, in_word: InWord | None = None
) -> bytes:
    """The whole case as a ZIP archive, the export itself written down in it. Raises `NotPossible`, `NoSuchCase`.

    `index` writes the page to begin at; `in_word` makes the Word document that lies beside each letter.
    """
    return _archived(lambda archive: _case_into(archive, desk, reference, staff_id, now, index, in_word))


def export_together(
    desk: Desk, references: Iterable[str], staff_id: int, now: datetime, index: Index, in_word: InWord | None = None
) -> bytes:
    """Several cases as one ZIP archive, a folder each, and what is not in it, or not scanned, as a text.

    Whoever asks has chosen the cases: a name alone may be that of somebody else. Cases that were erased or are not there,
    and files that are harmful, gone or out of reach, are named and left out.
    """

    def each(archive: zipfile.ZipFile) -> Iterator[str]:
        for reference in references:
            try:
                yield from _case_into(archive, desk, reference, staff_id, now, index, in_word)
            except (moves.NotPossible, NoSuchCase):
                yield f"{reference}: erased, or not here"

    return _archived(each)


def _archived(fill: Callable[[zipfile.ZipFile], Iterable[str]]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened_archive:
        notes = list(fill(opened_archive))
        opened_archive.writestr("notes.txt", "\n".join(notes) or "Everything is here.")
    return archive.getvalue()


def _case_into(
    archive: zipfile.ZipFile, desk: Desk, reference: str, staff_id: int, now: datetime, index: Index, in_word: InWord | None
) -> list[str]:
    """Put a case into the archive; the notes there are to its files."""
    with turn_at(desk, reference, staff_id, now) as turn:
        turn.write_down(moves.check("export", turn.state).event)
    file = _without_names(open_file(desk, reference, staff_id, now))
    folder = _Folder(archive, reference)
    folder.put("case.json", json.dumps(_written(file), ensure_ascii=False, indent=1).encode())
    folder.put("history.csv", _history(file))
    for number, letter in enumerate(file.letters, start=1):
        folder.put(f"{reference}-letter-{number}.html", letter.html.encode())
        if in_word:
            folder.put(f"{reference}-letter-{number}.docx", in_word(letter))
    back = {one.file.id for one in documents_of(file) if one.taken_back}
    for name, data, note in _files(desk, reference, staff_id, back):
        folder.leave_out(name, note) if data is None else folder.put(name, data, note)
    with desk.database.read() as conn:
        head = heads.last(conn)
    whole = first_break(done.event for done in file.history) is None
    folder.put("index.html", index(Bundle(file, tuple(folder.documents), now, whole, head)).encode())
    manifest = json.dumps(_manifest(file, folder.documents, now, whole, head), indent=1).encode()
    archive.writestr(f"{reference}/manifest.json", manifest)
    return folder.notes


def _without_names(file: CaseFile) -> CaseFile:
    people = {number: f"Member of staff {number}" for number in file.people}
    history = tuple(replace(done, by=people.get(done.event.staff_id or 0)) for done in file.history)
    return replace(file, people=people, history=history)


def _files(desk: Desk, reference: str, staff_id: int, taken_back: Set[int]) -> Iterator[tuple[str, bytes | None, str]]:
    """The files of a case, the person's and the office's, by the names they are handed out under, each with what has to be
    said of it, if anything.
    """
    with desk.database.read() as conn:
        case = find_for(conn, reference, staff_id)[0]
        key, rows = key_if_any(conn, desk, case.id), files.of_case(conn, case.id)
    numbered = (pair for ours in (False, True) for pair in enumerate((row for row in rows if row.by_office is ours), start=1))
    for number, row in numbered:
        name = handed_out_as(row, reference, number)
        if row.scanned == Scanned.INFECTED:
            yield name, None, "harmful, so it is not here"
            continue
        try:
            data = opened(desk, key, row)
        except (NoSuchFile, ShelfUnavailable):
            yield name, None, "could not be opened, so it is not here"
        else:
            notes = ("taken back: it was added by mistake",) * (row.id in taken_back)
            notes += ("no virus scanner has looked at it",) * (row.scanned != Scanned.CLEAN)
            yield name, data, "; ".join(notes)


def _written(file: CaseFile) -> dict[str, Any]:
    case = file.case
    return {
        "form": FORM,
        "reference": case.reference,
        "received_at": case.received_at.isoformat(),
        "route": file.state.route or case.route,
        "facts": dict(case.facts),
        "decision": dict(case.decision),
        "asked": [_plain(paper) for paper in file.asked],
        "points": [
            {"number": point.row.number, "matter": point.row.matter, "route": point.row.route, **(point.words or {})}
            for point in file.points
        ],
        "letters": [{"at": letter.at.isoformat(), "html": letter.html} for letter in file.letters],
        "files": [{"name": file.name, "kind": str(file.kind), "size": file.size} for file in file.files],
        "documents": [_document(one) for one in documents_of(file)],
        "history": [_event(done) for done in file.history],
    }


def _document(one: Paper) -> dict[str, Any]:
    return {
        "number": one.number, "what": one.kind, "title": one.title, "name": one.file.name, "kind": str(one.file.kind),
        "size": one.file.size, "stage": one.stage, "at": one.added.event.at.isoformat(), "taken_back": one.taken_back is not None,
    }  # fmt: skip


def _plain(paper: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in paper.items()}


def _event(done: Done) -> dict[str, Any]:
    event = done.event
    return {"at": event.at.isoformat(), "kind": event.kind, "by": event.actor, "detail": dict(event.detail), "words": done.words or {}}


def _history(file: CaseFile) -> bytes:
    """The history as a table, with all that its hashes are made of: whoever has it can make them again."""
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(HISTORY_COLUMNS)
    for done in file.history:
        event = done.event
        said = (json.dumps(told, ensure_ascii=False) if told else "" for told in (dict(event.detail), done.words))
        moment = event.at.isoformat(timespec="microseconds")
        rows.writerow(
            [event.place, moment, event.kind, event.actor, event.staff_id, *said, sealed_hash(event.sealed), _hex(event.hash)]
        )
    # Spreadsheets take a table for another alphabet's unless it begins with this mark.
    return table.getvalue().encode("utf-8-sig")


def _manifest(
    file: CaseFile, documents: Iterable[Document], now: datetime, whole: bool, head: Head | None
) -> dict[str, Any]:
    last = file.history[-1].event if file.history else None
    return {
        "form": BUNDLE_FORM,
        "reference": file.case.reference,
        "made_at": now.isoformat(),
        "documents": [
            {"name": one.name, "size": one.size, "sha256": one.sha256 or None, "note": one.note} for one in documents
        ],
        "history": {
            "case": file.case.id,
            "events": len(file.history),
            "whole": whole,
            "last_hash": _hex(last.hash) if last else None,
        },
        "head": {"day": head.day.isoformat(), "hash": _hex(head.hash)} if head else None,
    }


def _hex(hash: bytes | None) -> str | None:
    return hash.hex() if hash else None
