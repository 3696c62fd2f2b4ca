"""Coming back to a case that was sent: opening it with reference and words, reading it, ending an advocate's access."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.actions.desk import Desk
from portal.actions.files import Attached, attached
from portal.casework.case import CaseState, fold
from portal.casework.events import Actor, Happened
from portal.seal import boxes, return_words
from portal.store import cases, events, files
from portal.store.cases import CaseRow

CHILD = "child"
"""The holder whose words are the young person's own."""


ANSWERS = {Happened.ADJUDICATED.value: 2, Happened.STAGE_3_ANSWERED.value: 3}
"""What answers a later stage, and which."""


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
    changes: tuple[dict[str, Any], ...]
    """When an officer changed the route, to which, and the reason as the officer wrote it."""
    state: CaseState
    files: tuple[Attached, ...] = ()
    answers: tuple[dict[str, Any], ...] = ()
    """What the council answered to the later stages: the stage, the day, and the answer as it was written."""
    learned: tuple[dict[str, Any], ...] = ()
    """What was done because of it: the day, and the sentence as it was written for the person."""


def open_again(desk: Desk, reference: str, words: tuple[str, ...]) -> tuple[bytes, int]:
    """The case's key, and which set of words opened it. What does not fit takes as long, whoever has the reference.

    Raises WrongWords, TooBusy.
    """
    with desk.database.read() as conn:
        case = cases.by_reference(conn, reference)
        held = desk.keys.words_of(case.key_name) if case else []
    for row in held:
        try:
            return return_words.unwrap(row.wrapped, reference, words), row.id
        except return_words.WrongWords:
            continue
    return_words.pretend(words, desk.stretch, times=return_words.MOST_HOLDERS - len(held))
    raise return_words.WrongWords


def read(desk: Desk, reference: str, key: bytes, words_id: int) -> Opened:
    """The case, opened with its key, as long as the words that gave the key are still in force. Raises NotYours."""
    with desk.database.read() as conn:
        case = cases.by_reference(conn, reference)
        if case is None:
            raise NotYours
        held = {row.id: row for row in desk.keys.words_of(case.key_name)}
        if words_id not in held:
            raise NotYours
        papers, points = cases.papers_of(conn, case.id), cases.points_of(conn, case.id)
        happened, added = events.of_case(conn, case.id), files.of_case(conn, case.id)
    try:
        return Opened(
            case=case, holder=held[words_id].holder,
            others=tuple(row.holder for row in held.values() if row.id != words_id),
            papers=tuple(boxes.open_json(key, p.sealed, "paper") for p in papers if p.kind != "letter"),
            points=tuple({"matter": p.matter, **boxes.open_json(key, p.sealed, "point")} for p in points),
            letters=tuple({"at": p.at, **boxes.open_json(key, p.sealed, "paper")} for p in papers if p.kind == "letter"),
            changes=tuple(_change(key, event) for event in happened if event.kind == Happened.ROUTE_CHANGED.value),
            state=fold(happened),
            files=tuple(attached(key, added)),
            answers=tuple(_answer(key, event) for event in happened if event.kind in ANSWERS),
            learned=tuple(_learned(key, event) for event in happened if event.kind == Happened.LEARNING_DONE and event.detail.get("told")),
        )
    except boxes.Unreadable:
        raise NotYours from None


def _answer(key: bytes, event: events.EventRow) -> dict[str, Any]:
    words = boxes.open_json(key, event.sealed, "event") if event.sealed else {}
    return {"stage": ANSWERS[event.kind], "on": date.fromisoformat(event.detail["on"]), "answer": words.get("response", "")}


def _learned(key: bytes, event: events.EventRow) -> dict[str, Any]:
    words = boxes.open_json(key, event.sealed, "event") if event.sealed else {}
    return {"on": date.fromisoformat(event.detail["on"]), "said": words.get("sentence", "")}


def _change(key: bytes, event: events.EventRow) -> dict[str, Any]:
    reason = boxes.open_json(key, event.sealed, "event") if event.sealed else {}
    return {"at": event.at, "route": event.detail.get("route"), "reason": reason.get("reason", "")}


def end_representation(desk: Desk, reference: str, key: bytes, words_id: int, now: datetime) -> tuple[tuple[str, ...], int]:
    """The child says that the advocate no longer speaks for them: nobody's words open the case but the child's new ones.

    The advocate saw the child's first words, so the child gets others: they are returned, with their number.
    Raises NotYours, also where it is not the child who asks, and TooBusy.
    """
    opened = read(desk, reference, key, words_id)
    if opened.holder != CHILD:
        raise NotYours
    words = return_words.new_words(return_words.CHILD_WORDS)
    wrapped = return_words.wrap(key, reference, words, desk.stretch)
    # The history first: were the words changed and their commit then lost, the child would hold words that nobody knows.
    if any(holder != CHILD for holder in opened.others):
        with desk.database.write() as conn:
            events.append(conn, _ended(opened.case.id, now))
    new = desk.keys.change_words(opened.case.key_name or "", words_id, CHILD, wrapped, now)
    if new is None:
        raise NotYours
    return words, new


def _ended(case_id: int, now: datetime) -> events.Event:
    kind, actor = Happened.REPRESENTATIVE_ENDED.value, Actor.COMPLAINANT.value
    return events.Event(case_id=case_id, at=now, kind=kind, actor=actor, detail={})
