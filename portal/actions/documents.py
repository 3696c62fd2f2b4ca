"""Documents that the office adds to a case: taken in as a citizen's file is, kept sealed, never shown to the person.

A document is one event, with or without a move that brings it, in the same commit. It is on the shelf before that; what
no row speaks of afterwards is taken off again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.actions.case_file import CaseFile, Done
from portal.actions.desk import Desk
from portal.actions.files import Attached, KindNotTaken, TakenIn, TooLarge, take_in
from portal.actions.handling import Turn, key_of_turn, sealed_reason, turn_at
from portal.actions.refused import Refused
from portal.actions.shelving import take_off_shelf
from portal.casework import moves
from portal.casework.documents import DocumentKind
from portal.casework.events import Happened
from portal.cleaning import NotCleaned
from portal.limits import MOST_DOCUMENTS
from portal.scanning import Infected
from portal.seal.boxes import Unreadable, close_json, open_json
from portal.shelf import ShelfUnavailable
from portal.store import files
from portal.store.database import DatabaseUnavailable

WHY_NOT: tuple[type[Exception], ...] = (TooLarge, KindNotTaken, Infected, NotCleaned, ShelfUnavailable)


class NotTaken(Exception):
    """The file called `name`, chosen at `place` in a form, was not taken in; `why` is what `take_in` said."""

    def __init__(self, place: str, name: str, why: Exception) -> None:
        super().__init__(type(why).__name__)
        self.place = place
        self.name = name
        self.why = why


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file as an officer chose it: at which place of a form, what it is, its name, and a title where it has one."""

    place: str
    kind: DocumentKind
    name: str
    data: bytes = field(repr=False)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that was taken in and waits to be written down; `digest` is of the bytes as they came."""

    place: str
    kind: DocumentKind
    title: str
    digest: str
    taken: TakenIn

    @property
    def words(self) -> dict[str, str]:
        """What is sealed with the event."""
        return {"title": self.title or self.taken.name, "name": self.taken.name, "digest": self.digest}


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a case: its file, what it is, at which stage it came, and who took it back, if anybody did."""

    number: int
    kind: str
    stage: int
    added: Done
    file: Attached
    taken_back: Done | None = None

    @property
    def title(self) -> str:
        """What it is called; nothing where that does not open any more."""
        return (self.added.words or {}).get("title") or self.file.name or ""


@contextmanager
def brought(desk: Desk, chosen: Iterable[Chosen]) -> Iterator[tuple[Brought, ...]]:
    """Take these files in, for a move that is made within. What it did not keep is destroyed afterwards. Raises `NotTaken`."""
    there: list[Brought] = []
    try:
        there.extend(_taken_in(desk, one) for one in chosen)
        yield tuple(there)
    except DatabaseUnavailable:
        # Nobody knows whether it was committed: the sweep of the shelf finds out.
        raise
    except Exception:
        _let_go(desk, there)
        raise
    _let_go(desk, there)


def _taken_in(desk: Desk, chosen: Chosen) -> Brought:
    try:
        taken = take_in(desk, chosen.name, chosen.data)
    except WHY_NOT as why:
        raise NotTaken(chosen.place, chosen.name, why) from None
    return Brought(chosen.place, chosen.kind, chosen.title, hashlib.sha256(chosen.data).hexdigest(), taken)


def _let_go(desk: Desk, there: Sequence[Brought]) -> None:
    names = {one.taken.blob for one in there}
    if not names:
        return
    try:
        with desk.database.read() as conn:
            unclaimed = names - files.known(conn, names)
    except DatabaseUnavailable:
        # What was done within is done, or its own fault is on the way: the sweep of the shelf sees to the rest.
        return
    take_off_shelf(desk, unclaimed)


def add(desk: Desk, reference: str, documents: Sequence[Brought], staff_id: int, now: datetime) -> bool:
    """Add these documents to the case; False where every one of them is there already.

    Raises `Refused`, `NotPossible`, `NoSuchCase`.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        moves.check("add_document", turn.state)
        return keep(turn, key_of_turn(desk, turn), documents)


def keep(turn: Turn, key: bytes, documents: Iterable[Brought], move: Happened | None = None) -> bool:
    """Write these documents down in this turn; `move` is what they are brought with. False where nothing was to be added.

    A file that is there already under the same title, as the same kind, is not added again: the button was pressed twice.
    Raises `Refused`.
    """
    known = _known(turn, key)
    number = before = len(turn.state.documents.files)
    for one in documents:
        if (this := _same(one.kind, one.words)) in known:
            continue
        if number >= MOST_DOCUMENTS:
            raise Refused(one.place, f"A case holds {MOST_DOCUMENTS} documents at the most, and this one does")
        number, known = number + 1, known | {this}
        row = one.taken.row(key, turn.now, case_id=turn.case.id, by_office=True)
        detail: dict[str, Any] = {
            "file": files.insert(turn.conn, row), "number": number, "what": one.kind.value, "stage": turn.state.stages.stage,
        }  # fmt: skip
        turn.write_down(Happened.DOCUMENT_ADDED, detail | ({"with": move.value} if move else {}), close_json(key, one.words, "event"))
    return number > before


def _known(turn: Turn, key: bytes) -> frozenset[tuple[str, str, str]]:
    """The documents that stand, each as `_same` tells it; what does not open is none."""
    standing = turn.state.documents.standing
    found = set()
    for event in turn.history:
        if event.kind == Happened.DOCUMENT_ADDED and event.detail.get("number") in standing and event.sealed:
            try:
                found.add(_same(event.detail["what"], open_json(key, event.sealed, "event")))
            except Unreadable:
                continue
    return frozenset(found)


def _same(kind: str, words: dict[str, str]) -> tuple[str, str, str]:
    return str(kind), words["title"], words["digest"]


def take_back(desk: Desk, reference: str, number: int, reason: str, staff_id: int, now: datetime) -> bool:
    """Say that a document was added by mistake, and why: it stays in the history. False where it was taken back already.

    Raises `Refused`, `NotPossible`, `NoSuchCase`.
    """
    if not reason.strip():
        raise Refused("reason", "Say why it does not belong here")
    with turn_at(desk, reference, staff_id, now) as turn:
        documents, move = turn.state.documents, moves.move("take_back_document")
        if turn.state.erased is None and number in documents.taken_back:
            return False
        moves.check(move.name, turn.state)
        if number not in documents.files:
            raise moves.NotPossible(move, turn.state)
        turn.write_down(move.event, {"number": number, "file": documents.files[number]}, sealed_reason(desk, turn, reason))
        return True


def documents_of(file: CaseFile) -> tuple[Document, ...]:
    """The documents of a case that is open on the table, oldest first: those that its reader may see."""
    there = {each.id: each for each in file.documents}
    back = {done.event.detail.get("file"): done for done in file.history if done.event.kind == Happened.DOCUMENT_TAKEN_BACK}
    return tuple(
        Document(
            int(detail["number"]), str(detail["what"]), int(detail["stage"]), done, there[detail["file"]], back.get(detail["file"])
        )
        for done in file.history
        if done.event.kind == Happened.DOCUMENT_ADDED and (detail := done.event.detail).get("file") in there
    )
