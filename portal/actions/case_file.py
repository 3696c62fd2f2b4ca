"""Opening a case's file: everything that was said and done, readable, and the reading itself written down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from portal.actions.desk import Desk
from portal.actions.files import Attached, attached
from portal.casework.case import CaseState, fold
from portal.casework.events import Actor, Happened
from portal.casework.sight import Reader, Sight, is_kept_out, may_see, sight_of
from portal.seal.boxes import Unreadable, open_json
from portal.store import case_people, cases, events, files, staff
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
    documents: tuple[Attached, ...] = ()
    """What the office added; what each is stands in the history."""


class KeptOut(Exception):
    """Whoever asks is complained about in this case, or manages somebody who is: they do not read it."""

    def __init__(self, case_id: int, staff_id: int) -> None:
        super().__init__(f"{staff_id} is kept out of case {case_id}")
        self.case_id = case_id
        self.staff_id = staff_id


def open_file(desk: Desk, reference: str, staff_id: int, now: datetime) -> CaseFile:
    """The file of this case, as much of it as its reader may see, after the reading has been written down.

    Raises `NoSuchCase`, also where the reader may not know of it, and `KeptOut`.
    """
    case_id, sight = _write_down_reading(desk, reference, staff_id, now)
    with desk.database.read() as conn:
        return trimmed(_file_of(conn, desk, case_id), sight)


def reader_of(conn: Connection, staff_id: int) -> Reader:
    """Whoever has this account, as a reader of cases; one of no role where nobody has it, or it is closed."""
    person = staff.by_id(conn, staff_id)
    if person is None or not person.active:
        return Reader(staff_id, "")
    return Reader(staff_id, person.role, frozenset(person.service_areas or ()))


def find_for(conn: Connection, reference: str, staff_id: int) -> tuple[CaseRow, Reader]:
    """The case of this reference for whoever has this account, and them as its reader.

    The one way from a reference to a case for anybody of the office. Raises `NoSuchCase`, also where they may not know
    that there is one, and `KeptOut`.
    """
    case, reader = find_case(conn, reference), reader_of(conn, staff_id)
    seen = case_people.seen(conn, case)
    if may_see(reader, seen):
        return case, reader
    if is_kept_out(reader, seen) and may_see(reader, replace(seen, kept_out=frozenset())):
        raise KeptOut(case.id, staff_id)
    raise NoSuchCase(reference)


def find_case(conn: Connection, reference: str) -> CaseRow:
    """The case that bears this reference, whatever stood in the address. Raises `NoSuchCase`."""
    # PostgreSQL refuses a text with a null character instead of not finding it.
    case = cases.by_reference(conn, reference) if reference.isprintable() else None
    if case is None:
        raise NoSuchCase(reference)
    return case


def _write_down_reading(desk: Desk, reference: str, staff_id: int, now: datetime) -> tuple[int, Sight]:
    with desk.database.write() as conn:
        case, reader = find_for(conn, reference, staff_id)
        kind, actor = Happened.READ.value, Actor.STAFF.value
        events.append(conn, Event(case_id=case.id, at=now, kind=kind, actor=actor, staff_id=staff_id))
        return case.id, sight_of(reader.role)


TO_A_SERVICE = frozenset(
    {
        Happened.POINT_ANSWERED, Happened.ROUTE_CHANGED, Happened.SERVICE_SAID, Happened.ASKED_SERVICE,
        Happened.SERVICE_ANSWERED, Happened.LEARNING_SET, Happened.LEARNING_CHANGED, Happened.LEARNING_DONE,
    }
)  # fmt: skip
"""Of which events a service reads the words."""

NOT_FOR_A_SERVICE = frozenset(
    {
        Happened.WROTE_TO_PERSON, Happened.ASKED_PERSON, Happened.PERSON_WROTE, Happened.MESSAGES_READ, Happened.WAITING_ENDED,
        Happened.CONTACT_RULES_SET, Happened.CONTACT_RULE_OVERRIDDEN, Happened.DOCUMENT_ADDED, Happened.DOCUMENT_TAKEN_BACK,
    }
)  # fmt: skip
"""Of which events a service does not even see that they happened: how the person is reached is between them and the office,
and which papers there are.
"""

ASKED_OF_A_SERVICE = frozenset({"name", "child_name", "about_child", "service", "change_soon", "decision_letter", "child_words", "message", "thanks", "adjustments"})
"""The answers that a service needs, so far as they are personal; how to reach somebody safely is not among them."""


def trimmed(file: CaseFile, sight: Sight) -> CaseFile:
    """As much of the file as belongs before these eyes: what is not theirs is not in it, whatever the page shows."""
    if sight is Sight.WHOLE:
        return file
    if sight is Sight.TRACES:
        bare = tuple(replace(done, words=None) for done in file.history)
        return replace(file, history=bare, asked=(), points=(), letters=(), files=(), documents=(), sealed_shut=0)
    told = tuple(
        done if done.event.kind in TO_A_SERVICE else replace(done, words=None)
        for done in file.history if done.event.kind not in NOT_FOR_A_SERVICE and "document" not in done.event.detail
    )  # fmt: skip
    asked = tuple({**paper, "asked": [line for line in paper["asked"] if _for_a_service(line)]} for paper in file.asked)
    return replace(file, history=told, asked=asked, letters=(), files=(), documents=())


def _for_a_service(line: Mapping[str, Any]) -> bool:
    return line.get("key") in ASKED_OF_A_SERVICE or not line.get("personal", True)


def _file_of(conn: Connection, desk: Desk, case_id: int) -> CaseFile:
    case = cases.by_id(conn, case_id)
    assert case is not None, "cases are not removed while they are read"
    key = key_if_any(conn, desk, case_id)
    rows = files.of_case(conn, case_id)
    opener, added = _Opener(key), attached(key, [row for row in rows if not row.by_office])
    documents = attached(key, [row for row in rows if row.by_office])
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
        sealed_shut=opener.failed + sum(file.name is None for file in (*added, *documents)),
        files=tuple(added),
        documents=tuple(documents),
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
