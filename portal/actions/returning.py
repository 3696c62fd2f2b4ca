"""Coming back to a case that was sent: opening it with reference and words, reading it, ending an advocate's access."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.actions.desk import Desk
from portal.casework.events import Actor, Happened
from portal.seal import boxes, return_words
from portal.store import cases, events
from portal.store.cases import CaseRow


class NotYours(Exception):
    """This key does not open this case (any more)."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as the person who sent it may read it: its row, what was asked, its points' words and its letters."""

    case: CaseRow
    holder: str
    others: tuple[str, ...]
    papers: tuple[dict[str, Any], ...]
    points: tuple[dict[str, Any], ...]
    letters: tuple[dict[str, Any], ...]


def open_again(desk: Desk, reference: str, words: tuple[str, ...]) -> tuple[bytes, int]:
    """The case's key, and which set of words opened it. Takes as long for a reference that nobody has.

    Raises WrongWords.
    """
    with desk.database.read() as conn:
        case = cases.by_reference(conn, reference)
        held = [row for row in cases.words_of(conn, case.id) if row.ended_at is None] if case else []
    if not held:
        return_words.pretend(words, desk.stretch)
        raise return_words.WrongWords
    for row in held:
        try:
            return return_words.unwrap(row.wrapped, reference, words), row.id
        except return_words.WrongWords:
            continue
    raise return_words.WrongWords


def read(desk: Desk, reference: str, key: bytes, words_id: int) -> Opened:
    """The case, opened with its key, as long as the words that gave the key are still in force. Raises NotYours."""
    with desk.database.read() as conn:
        case = cases.by_reference(conn, reference)
        if case is None:
            raise NotYours
        held = {row.id: row for row in cases.words_of(conn, case.id) if row.ended_at is None}
        if words_id not in held:
            raise NotYours
        papers, points = cases.papers_of(conn, case.id), cases.points_of(conn, case.id)
    try:
        return Opened(
            case=case, holder=held[words_id].holder,
            others=tuple(row.holder for row in held.values() if row.id != words_id),
            papers=tuple(boxes.open_json(key, p.sealed, "paper") for p in papers if p.kind != "letter"),
            points=tuple({"matter": p.matter, **boxes.open_json(key, p.sealed, "point")} for p in points),
            letters=tuple({"at": p.at, **boxes.open_json(key, p.sealed, "paper")} for p in papers if p.kind == "letter"),
        )
    except boxes.Unreadable:
        raise NotYours from None


def end_representation(desk: Desk, reference: str, key: bytes, words_id: int, now: datetime) -> bool:
    """The child says that the advocate no longer speaks for them: the advocate's words stop opening the case.

    False where it had ended already. Raises NotYours, also where it is not the child who asks.
    """
    opened = read(desk, reference, key, words_id)
    if opened.holder != "child":
        raise NotYours
    with desk.database.write() as conn:
        theirs = [row for row in cases.words_of(conn, opened.case.id) if row.holder != "child" and row.ended_at is None]
        ended = [cases.end_words(conn, row.id, now) for row in theirs]
        if any(ended):
            events.append(conn, events.Event(case_id=opened.case.id, at=now, kind=Happened.REPRESENTATIVE_ENDED.value,
                                             actor=Actor.COMPLAINANT.value, detail={}))
    return any(ended)
