"""Files that people add to what they tell us: taken in clean, kept sealed, taken out again, carried into the case.

A file is on the shelf, durably, before its row is committed: what a case speaks of is never
missing. The other way round, what a row let go of is destroyed, and what no row speaks of is swept.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from portal.actions.desk import Desk
from portal.actions.drafts import AlreadySent, Draft, held, look
from portal.actions.filing import Filing, NoDraft
from portal.actions.shelving import A_BATCH, take_off_shelf
from portal.casework.events import Happened
from portal.cleaning import FileKind, Group, clean_apart
from portal.scanning import Infected, Scanned
from portal.seal import boxes
from portal.seal.files import open_file, seal_file
from portal.shelf import NotOnShelf, new_name
from portal.store import drafts, files
from portal.store.database import Connection
from portal.store.files import FileRow

LONGEST_NAME = 120
LONGEST_UNCLAIMED = timedelta(hours=1)
"""How long something may stand on the shelf before its row is committed; afterwards it is nobody's."""


class TooLarge(Exception):
    """One file is larger than the council takes."""


class TooMany(Exception):
    """There are as many files as the council takes."""


class TooMuchInAll(Exception):
    """All files together would be larger than the council takes."""


class KindNotTaken(Exception):
    """The council does not take files of this group."""

    def __init__(self, group: Group) -> None:
        super().__init__(group.value)
        self.group = group


class NoSuchFile(Exception):
    """There is no such file here (any more), or it cannot be opened."""


class KnownAsHarmful(Exception):
    """The scanner, asked again, knows this file as harmful: nobody is given it."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that was added. `name` is None where its label cannot be opened."""

    id: int
    number: int
    name: str | None
    kind: FileKind
    size: int
    scanned: str
    added_at: datetime

    @property
    def is_clean(self) -> bool:
        """Whether a scanner looked at it and found nothing."""
        return self.scanned == Scanned.CLEAN


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file that stands on the shelf, cleaned and sealed, and has no row yet."""

    blob: str
    kind: FileKind
    size: int
    scanned: str
    name: str
    key: bytes = field(repr=False)

    def row(self, key: bytes, now: datetime, **whose: Any) -> files.NewFile:
        """Its row: `key` closes its label, `whose` says whom it belongs to."""
        label = {"name": self.name, "key": base64.b64encode(self.key).decode("ascii")}
        sealed = boxes.close_json(key, label, _place(self.blob))
        return files.NewFile(**{"draft_id": None, **whose}, blob=self.blob, kind=self.kind.value, size=self.size, scanned=self.scanned, added_at=now, sealed=sealed)


@dataclass(frozen=True, slots=True)
class Download:
    """A file, open, and the name under which it is handed out: one of ours, for theirs could be a trick."""

    name: str
    kind: FileKind
    data: bytes = field(repr=False)


def added(desk: Desk, draft: Draft) -> list[Attached]:
    """What was added to this draft, oldest first."""
    with desk.database.read() as conn:
        rows = files.of_draft(conn, boxes.draft_id(draft.key))
    return attached(draft.key, rows)


def attached(key: bytes | None, rows: Sequence[FileRow]) -> list[Attached]:
    """These files, with the names that `key` opens."""
    return [
        Attached(
            row.id,
            number,
            (_label(key, row) or {}).get("name"),
            FileKind(row.kind),
            row.size,
            row.scanned,
            row.added_at,
        )
        for number, row in enumerate(rows, start=1)
    ]


def add(desk: Desk, key: bytes, name: str, data: bytes, now: datetime) -> None:
    """Add a file to the draft of this key.

    Raises NoDraft, AlreadySent, TooMany, TooLarge, TooMuchInAll, KindNotTaken, `Infected`, a subclass of
    `NotCleaned`, and `ShelfUnavailable`. Whichever it is, words and other files stay as they are.
    """
    _must_be_small(desk, data)
    _must_have_room(desk, key)
    taken = take_in(desk, name, data)
    draft_id = boxes.draft_id(key)
    _keep(desk, key, draft_id, taken.row(key, now, draft_id=draft_id), now)


def take_in(desk: Desk, name: str, data: bytes) -> TakenIn:
    """Scan and clean a file and put it on the shelf, sealed under a key of its own: nobody's, until its row is written.

    Raises TooLarge, KindNotTaken, `Infected`, a subclass of `NotCleaned`, and `ShelfUnavailable`.
    """
    _must_be_small(desk, data)
    scanned = desk.scanner.scan(data)
    cleaned = clean_apart(data)
    if cleaned.kind.group not in desk.profile.files.kinds:
        raise KindNotTaken(cleaned.kind.group)
    blob, file_key = new_name(), boxes.new_key()
    desk.shelf.put(blob, seal_file(file_key, cleaned.data, _place(blob)))
    return TakenIn(blob, cleaned.kind, len(cleaned.data), scanned.value, name[:LONGEST_NAME], file_key)


def _must_be_small(desk: Desk, data: bytes) -> None:
    if len(data) > desk.profile.files.most_bytes_each:
        raise TooLarge


def _must_have_room(desk: Desk, key: bytes) -> None:
    """Before any work is done; it is asked again when the row is written. Raises NoDraft, AlreadySent, TooMany."""
    draft = look(desk, key)
    if draft is None:
        raise NoDraft
    if draft.sent:
        raise AlreadySent(draft.receipt or {})
    with desk.database.read() as conn:
        if len(files.of_draft(conn, boxes.draft_id(key))) >= desk.profile.files.most:
            raise TooMany


def _keep(desk: Desk, key: bytes, draft_id: str, new: files.NewFile, now: datetime) -> None:
    try:
        with desk.database.write() as conn:
            draft = _still_open(conn, key)
            _must_fit(desk, files.of_draft(conn, draft_id), new)
            files.insert(conn, new)
            drafts.save(conn, draft_id, draft.sealed(), now)
    except (NoDraft, AlreadySent, TooMany, TooMuchInAll):
        # Only where nothing can have been committed: after any other failure the sweep finds out.
        take_off_shelf(desk, [new.blob])
        raise


def _still_open(conn: Connection, key: bytes) -> Draft:
    draft = held(conn, key)
    if draft is None:
        raise NoDraft
    if draft.sent:
        raise AlreadySent(draft.receipt or {})
    return draft


def _must_fit(desk: Desk, there: Sequence[FileRow], new: files.NewFile) -> None:
    limits = desk.profile.files
    if len(there) >= limits.most:
        raise TooMany
    if sum(row.size for row in there) + new.size > limits.most_bytes_in_all:
        raise TooMuchInAll


def take_out(desk: Desk, key: bytes, file_id: int, now: datetime) -> None:
    """Take a file out of the draft again and destroy it; nothing where it is gone already. Raises NoDraft, AlreadySent."""
    with desk.database.write() as conn:
        draft = _still_open(conn, key)
        draft_id = boxes.draft_id(key)
        blobs = [row.blob for row in files.of_draft(conn, draft_id) if row.id == file_id]
        files.take_out(conn, file_id, draft_id)
        drafts.save(conn, draft_id, draft.sealed(), now)
    take_off_shelf(desk, blobs)


def carry_files(filing: Filing, draft_key: bytes, case_id: int) -> None:
    """Hand the draft's files to the case, in the same commit.

    Only the labels are closed anew, under the case's key: the files stay where and as they are.
    """
    rows = files.of_draft(filing.conn, boxes.draft_id(draft_key))
    for row in rows:
        label = _label(draft_key, row)
        # A label that is damaged is carried along as it is: it must not keep the words from being sent.
        sealed = boxes.close_json(filing.secrets.key, label, _place(row.blob)) if label else row.sealed
        files.carry(filing.conn, row.id, case_id, sealed)
    if rows:
        filing.happened(case_id, Happened.FILES_ADDED, {"files": len(rows)})


def fetched(desk: Desk, key: bytes, row: FileRow, reference: str, number: int) -> Download:
    """A file of a case, opened with the case's key. Raises NoSuchFile, `ShelfUnavailable`."""
    return Download(handed_out_as(row, reference, number), FileKind(row.kind), opened(desk, key, row))


def handed_out_as(row: FileRow, reference: str, number: int) -> str:
    """The name under which a file of a case is handed out. The person's files and the office's are counted apart."""
    return f"{reference}-{'document' if row.by_office else 'file'}-{number}.{row.kind}"


def before_sending(desk: Desk, key: bytes, file_id: int) -> Download:
    """A file of the draft of this key, for whoever added it. Raises NoSuchFile, KnownAsHarmful, `ShelfUnavailable`."""
    with desk.database.read() as conn:
        row = next((row for row in files.of_draft(conn, boxes.draft_id(key)) if row.id == file_id), None)
    if row is None:
        raise NoSuchFile
    data = opened(desk, key, row)
    if scanned_again(desk, row, data) == Scanned.INFECTED:
        raise KnownAsHarmful
    return Download(f"file-{file_id}.{row.kind}", FileKind(row.kind), data)


def opened(desk: Desk, key: bytes | None, row: FileRow) -> bytes:
    """What is in a file, opened with the key of its case or draft. Raises NoSuchFile, `ShelfUnavailable`."""
    label = _label(key, row)
    if label is None:
        raise NoSuchFile
    try:
        return open_file(base64.b64decode(label["key"]), desk.shelf.get(row.blob), _place(row.blob))
    except (NotOnShelf, boxes.Unreadable):
        raise NoSuchFile from None


def scanned_again(desk: Desk, row: FileRow, data: bytes) -> str:
    """What the scanner says now of a file that it had not looked at; it is kept, so that nobody is warned for nothing."""
    if row.scanned != Scanned.NOT_SCANNED:
        return row.scanned
    try:
        found = desk.scanner.scan(data)
    except Infected:
        found = Scanned.INFECTED
    if found is not Scanned.NOT_SCANNED:
        with desk.database.write() as conn:
            files.mark(conn, row.id, found.value)
    return found.value


def sweep_shelf(desk: Desk, now: datetime) -> int:
    """Destroy what has stood on the shelf for an hour and belongs to nobody; how many there were.

    Raises `ShelfUnavailable`.
    """
    standing = (one.name for one in desk.shelf.everything() if one.since < now - LONGEST_UNCLAIMED)
    swept = 0
    while names := list(islice(standing, A_BATCH)):
        with desk.database.read() as conn:
            unclaimed = set(names) - files.known(conn, names)
        swept += take_off_shelf(desk, unclaimed)
    return swept


def _label(key: bytes | None, row: FileRow) -> dict[str, Any] | None:
    """How the file is called and opened; None where this key does not tell."""
    try:
        return dict(boxes.open_json(key, row.sealed, _place(row.blob))) if key else None
    except boxes.Unreadable:
        return None


def _place(blob: str) -> str:
    """To what the boxes of a file are bound: its name on the shelf, which it keeps from draft to case."""
    return f"file {blob}"
