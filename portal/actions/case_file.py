"""Opening a case's file: everything that was said and done, readable, and the reading itself written down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.actions.desk import Desk
from portal.actions.files import Attached, attached
from portal.casework.case import CaseState, fold
from portal.casework.events import Actor, Happened
from portal.seal.boxes import Unreadable, open_json
from portal.store import cases, events, files, staff
from portal.store.cases import CaseRow, PaperRow, PointRow
from portal.store.database import Connection
from portal.store.events import Event, EventRow

LETTER = "letter"


class NoSuchCase(Exception):
    """No case bears this reference."""


@dataclass(frozen=True, slots=True)
class Done:
    """One event, with the words sealed in it and the name of the member of staff; `words` is None where it has none."""

    event: EventRow
    words: Mapping[str, str] | None
    by: str | None


@dataclass(frozen=True, slots=True)
class PointRead:
    """One point and what the person wrote of it; `words` is None where the box does not open any more."""

    row: PointRow
    words: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it was sent: its very HTML, which was cleaned before it was kept."""

    at: datetime
    html: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case, open on the officer's table.

    `asked` holds one document for each time the person sent something: voice, language, and every
    question as it was worded with the answer as it was said. `sealed_shut` counts what no key opens.
    """

    case: CaseRow
    state: CaseState
    history: tuple[Done, ...]
    asked: tuple[Mapping[str, Any], ...]
    points: tuple[PointRead, ...]
    letters: tuple[Letter, ...]
    people: Mapping[int, str]
    sealed_shut: int
    files: tuple[Attached, ...] = ()


def open_file(desk: Desk, reference: str, staff_id: int, now: datetime) -> CaseFile:
    """The file of this case, after its reading has been written down. Raises `NoSuchCase`."""
    case_id = _write_down_reading(desk, reference, staff_id, now)
    with desk.database.read() as conn:
        return _file_of(conn, desk, case_id)


def find_case(conn: Connection, reference: str) -> CaseRow:
    """The case that bears this reference, whatever stood in the address. Raises `NoSuchCase`."""
    # PostgreSQL refuses a text with a null character instead of not finding it.
    case = cases.by_reference(conn, reference) if reference.isprintable() else None
    if case is None:
        raise NoSuchCase(reference)
    return case


def _write_down_reading(desk: Desk, reference: str, staff_id: int, now: datetime) -> int:
    with desk.database.write() as conn:
        case = find_case(conn, reference)
        kind, actor = Happened.READ.value, Actor.STAFF.value
        events.append(conn, Event(case_id=case.id, at=now, kind=kind, actor=actor, staff_id=staff_id))
        return case.id


def _file_of(conn: Connection, desk: Desk, case_id: int) -> CaseFile:
    case = cases.by_id(conn, case_id)
    assert case is not None, "cases are not removed while they are read"
    key = key_if_any(conn, desk, case_id)
    opener, added = _Opener(key), attached(key, files.of_case(conn, case_id))
    people = {person.id: person.name for person in staff.everyone(conn)}
    happened = events.of_case(conn, case_id)
    papers = cases.papers_of(conn, case_id)
    return CaseFile(
        case=case,
        state=fold(happened),
        history=tuple(Done(each, opener.json(each.sealed, "event"), _name(people, each)) for each in happened),
        asked=tuple(told for paper in papers if paper.kind != LETTER and (told := _asked(opener, paper))),
        points=tuple(PointRead(row, opener.json(row.sealed, "point")) for row in cases.points_of(conn, case_id)),
        letters=_letters(opener, papers),
        people=people,
        sealed_shut=opener.failed + sum(file.name is None for file in added),
        files=tuple(added),
    )


def letters_of(conn: Connection, key: bytes | None, case_id: int) -> tuple[Letter, ...]:
    """The letters of a case in their order, as its file shows them; what does not open is left out."""
    return _letters(_Opener(key), cases.papers_of(conn, case_id))


def _letters(opener: "_Opener", papers: Iterable[PaperRow]) -> tuple[Letter, ...]:
    return tuple(sent for paper in papers if paper.kind == LETTER and (sent := _letter(opener, paper)))


def case_key(conn: Connection, desk: Desk, case_id: int) -> bytes | None:
    """The key of a case, opened with the office's; None once it is erased. Raises `Unreadable`."""
    case = cases.by_id(conn, case_id)
    kept = desk.keys.get(case.key_name) if case else None
    return desk.office.open(kept.sealed) if kept and desk.office else None


def key_if_any(conn: Connection, desk: Desk, case_id: int) -> bytes | None:
    """Dates and routes are still worth showing where the words cannot be opened."""
    try:
        return case_key(conn, desk, case_id)
    except Unreadable:
        return None


class _Opener:
    """Opens what belongs to one case, and counts what does not open instead of hiding the rest of the page."""

    def __init__(self, key: bytes | None) -> None:
        self._key = key
        self.failed = 0

    def json(self, sealed: bytes | None, context: str) -> Any | None:
        """What the box holds; None for no box, and for one that does not open."""
        if sealed is None:
            return None
        try:
            if self._key is not None:
                return open_json(self._key, sealed, context)
        except Unreadable:
            pass
        self.failed += 1
        return None


def _asked(opener: _Opener, paper: PaperRow) -> Mapping[str, Any] | None:
    found = opener.json(paper.sealed, "paper")
    return found and {**found, "kind": paper.kind, "at": paper.at}


def _letter(opener: _Opener, paper: PaperRow) -> Letter | None:
    found = opener.json(paper.sealed, "paper")
    return found and Letter(paper.at, found["html"])


def _name(people: Mapping[int, str], event: EventRow) -> str | None:
    return people.get(event.staff_id) if event.staff_id is not None else None
