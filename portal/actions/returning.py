"""Coming back to a case that was sent: opening it with reference and words, reading it, ending an advocate's access."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.actions.desk import Desk
from portal.actions.files import Attached, attached
from portal.casework.advocacy import Scope
from portal.casework.case import CaseState, fold
from portal.casework.events import Actor, Happened
from portal.casework.letters import CALLS_FOR
from portal.seal import boxes, return_words
from portal.store import cases, events, files
from portal.store.cases import CaseRow

CHILD, ADVOCATE = "child", "advocate"
"""The holders whose words are the young person's own, and their advocate's."""


ANSWERS = {
    Happened.ADJUDICATED.value: 2, Happened.STAGE_3_ANSWERED.value: 3,
    Happened.OWN_STAGE_ANSWERED.value: 2, Happened.STAGE_REFUSED.value: 2,
}  # fmt: skip
"""What answers a later stage, or refuses it, and which, where the event itself does not say."""


ROUTED = frozenset({Happened.ROUTE_CHANGED.value, Happened.POINTS_SPLIT.value})
"""What says with a reason by which procedure it goes on."""


OURS = frozenset({Happened.WROTE_TO_PERSON.value, Happened.ASKED_PERSON.value})
THEIRS = frozenset(
    {
        Happened.PERSON_WROTE.value, Happened.STAGE_2_REQUESTED.value, Happened.STAGE_3_REQUESTED.value,
        Happened.OWN_STAGE_REQUESTED.value,
    }
)  # fmt: skip
"""What is read as a message: of ours, and of theirs, which is whatever they wrote with their own words."""


@dataclass(frozen=True, slots=True)
class Written:
    """One message as the person reads it. `holder`: whose words it was written with; empty of one of ours.

    `asks`: we wait for them, and would like to hear by `hear_by`, if a day was named.
    """

    at: datetime
    holder: str
    words: str
    asks: bool = False
    hear_by: date | None = None
    childs: bool = False
    """Whether it is between the young person and us alone: theirs, or ours to them."""


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
    advocate: Mapping[str, str] = field(default_factory=dict)
    """Who the advocate is, as an officer wrote it: name, organisation, how to reach them; empty where there is none."""
    answers: tuple[dict[str, Any], ...] = ()
    """What the council answered to the later stages: the stage, the day, and the answer as it was written."""
    messages: tuple[Written, ...] = ()
    """What was written to and fro, newest first; what a young person wrote is read by nobody else's words."""
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
        happened, added = events.of_case(conn, case.id), files.of_person(conn, case.id)
    state, holder = fold(happened), held[words_id].holder
    letters = _gets_letters(holder, state)
    try:
        return Opened(
            case=case, holder=holder,
            others=tuple(row.holder for row in held.values() if row.id != words_id),
            papers=tuple(boxes.open_json(key, p.sealed, "paper") for p in papers if p.kind != "letter"),
            points=tuple({"number": p.number, "matter": p.matter, **boxes.open_json(key, p.sealed, "point")} for p in points),
            letters=tuple({"at": p.at, **boxes.open_json(key, p.sealed, "paper")} for p in papers if p.kind == "letter" and letters),
            changes=tuple(_change(key, event) for event in happened if event.kind in ROUTED and letters),
            state=state,
            files=tuple(attached(key, added)),
            advocate=_advocate(key, happened) if state.advocacy.since else {},
            answers=tuple(_answer(key, event) for event in happened if event.kind in ANSWERS and letters and not _in_a_letter(state, event)),
            messages=_messages(key, happened, holder, ours=letters),
            learned=tuple(_learned(key, event) for event in happened if event.kind == Happened.LEARNING_DONE and letters and event.detail.get("told")),
        )
    except boxes.Unreadable:
        raise NotYours from None


def _in_a_letter(state: CaseState, event: events.EventRow) -> bool:
    """Whether a letter has told of it: then it stands there, and is not said twice."""
    kind = CALLS_FOR.get(event.kind)
    return kind is not None and state.letters.sent.get(kind) == event.at


def _advocate(key: bytes, happened: Iterable[events.EventRow]) -> Mapping[str, str]:
    """The words about the advocate who is there now."""
    last = [event for event in happened if event.kind == Happened.ADVOCATE_ACCEPTED][-1]
    words = boxes.open_json(key, last.sealed, "event") if last.sealed else {}
    return {name: words[name] for name in ("name", "organisation", "reach") if words.get(name)}


def _gets_letters(holder: str, state: CaseState) -> bool:
    """Whether whoever holds these words reads what we write: an advocate of whom consent was recorded only as far as it goes."""
    return holder != ADVOCATE or state.advocacy.agreed_on is None or Scope.LETTERS in state.advocacy.scope


def _messages(key: bytes, happened: list[events.EventRow], reader: str, *, ours: bool) -> tuple[Written, ...]:
    found = (_message(key, event) for event in reversed(happened) if event.kind in (OURS | THEIRS if ours else THEIRS))
    return tuple(one for one in found if one and (not one.childs or reader == CHILD))


def _message(key: bytes, event: events.EventRow) -> Written | None:
    """None of what an officer recorded, or without words."""
    holder = str(event.detail.get("holder", ""))
    if event.sealed is None or (event.kind in THEIRS and not holder):
        return None
    said, by = boxes.open_json(key, event.sealed, "event"), event.detail.get("hear_by")
    words = said.get("words") or said.get("asks")
    asks = event.kind == Happened.ASKED_PERSON.value
    childs = CHILD in (holder, event.detail.get("to"))
    return Written(event.at, holder, words, asks, date.fromisoformat(by) if by else None, childs) if words else None


def _answer(key: bytes, event: events.EventRow) -> dict[str, Any]:
    words = boxes.open_json(key, event.sealed, "event") if event.sealed else {}
    return {"stage": event.detail.get("stage", ANSWERS[event.kind]), "on": date.fromisoformat(event.detail["on"]), "answer": words.get("response", "")}


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
    if any(holder != CHILD for holder in opened.others) or opened.state.advocacy.scope:
        with desk.database.write() as conn:
            events.append(conn, _ended(opened.case.id, now))
    new = desk.keys.change_words(opened.case.key_name or "", words_id, CHILD, wrapped, now)
    if new is None:
        raise NotYours
    return words, new


def _ended(case_id: int, now: datetime) -> events.Event:
    kind, actor = Happened.REPRESENTATIVE_ENDED.value, Actor.COMPLAINANT.value
    return events.Event(case_id=case_id, at=now, kind=kind, actor=actor, detail={})
