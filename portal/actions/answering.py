"""Answering a case: a finding on each point, somebody else's look at them, the letter; and who may have no part in it.

Each is one move of the table and one commit; reasons and letters are sealed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from portal.actions import leaving
from portal.actions.case_file import CaseFile, Done
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.handling import Turn, key_of_turn, sealed_reason, turn_at
from portal.actions.learning import must_be_known
from portal.actions.rights import known_of
from portal.casework import moves
from portal.casework.advocacy import copies
from portal.casework.answering import Given, Missing, findings_for, missing, open_points, outcome_of, writers
from portal.casework.case import Answer, CaseState, Signature
from portal.casework.events import Happened
from portal.casework.rights import Right, to_tell
from portal.councils.dates import next_request_by
from portal.law.calendar import BeyondCalendar
from portal.law.deadlines import Deadline
from portal.law.facts import Procedure
from portal.seal.boxes import Unreadable, close_json, open_json
from portal.store import cases
from portal.store.cases import CaseRow
from portal.store.events import EventRow

NEXT_AFTER: Mapping[Right, tuple[str, int]] = {
    Right.STAGE_2: (Procedure.STATUTORY.value, 1),
    Right.STAGE_3: (Procedure.STATUTORY.value, 2),
    Right.COUNCIL_STAGE_2: (Procedure.CORPORATE.value, 1),
}
"""Which stage of which procedure each further stage follows."""


class NotReady(Exception):
    """The answer cannot be sent, or checked, yet: `missing` says what stands between."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class OwnWork(Exception):
    """Nobody checks what they wrote themselves."""


class NoSuchPoint(Exception):
    """The case has no point with this number."""


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a finding as an officer wrote them: why, and what is done about it."""

    reason: str
    put_right: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError where there is no reason: the person is owed one on every point."""
        if not self.reason.strip():
            raise ValueError("a finding has a reason")


def answer_point(desk: Desk, reference: str, number: int, given: Given, said: Said, staff_id: int, now: datetime) -> bool:
    """What was found on one point, why, and what is done about it; it takes the place of what was found before.

    Raises `NoSuchPoint`, `NotPossible`, `NoSuchCase`, `Erased`, and ValueError for a finding that such a case has not, or
    a service or cause that the council has not.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        if number not in _numbers(turn):
            raise NoSuchPoint(number)
        move = moves.check("answer_point", turn.state)
        if given.outcome not in findings_for(turn.case.purpose):
            raise ValueError(given.outcome)
        detail: dict[str, Any] = {"point": number, "outcome": given.outcome.value, "remedies": [one.value for one in given.remedies]}
        if given.pence is not None:
            detail["pence"] = given.pence
        if given.by is not None and given.remedies:
            detail["by"] = given.by.isoformat()
        if given.about is not None:
            must_be_known(desk.profile, turn.state.learning, number, given.about)
            detail |= {"services": list(given.about.services), "causes": list(given.about.causes)}
        words, key = {"reason": said.reason, "put_right": said.put_right}, key_of_turn(desk, turn)
        last = next((event for event in reversed(turn.history) if _is_finding(event, number)), None)
        classified = given.about in (None, turn.state.learning.about.get(number))
        if last and classified and (last.staff_id, last.detail) == (staff_id, detail) and _opened(key, last) == words:
            return False
        turn.write_down(move.event, detail, close_json(key, words, "event"))
        return True


def check_answer(desk: Desk, reference: str, seen: int, staff_id: int, now: datetime) -> bool:
    """Somebody who wrote none of the findings has read them; `seen`: their version (`version_of`), so that none is unseen.

    Raises `OwnWork`, `NotReady`, `NotPossible`, `NoSuchCase`.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        done = turn.state.findings_checked
        if done and done.staff_id == staff_id:
            return False
        move = moves.check("check_answer", turn.state)
        if open_points(turn.state, _numbers(turn)):
            raise NotReady((Missing.FINDINGS,))
        if staff_id in writers(turn.state):
            raise OwnWork
        if seen != version_of(turn.history):
            raise moves.NotPossible(move, turn.state)
        turn.write_down(move.event)
        return True


def answer(desk: Desk, reference: str, letter: str, seen: int, staff_id: int, now: datetime) -> bool:
    """Send the answer: its very HTML is kept sealed, where the person reads it, and they are told that it is there.

    `seen`: the version of the findings that the letter was written from. The rights of which it tells are offered with
    it. Raises `NotReady`, `NotPossible`, `NoSuchCase`, `Erased`.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        done = turn.state.answered
        if turn.state.answer_stands and done and done.signed.staff_id == staff_id:
            return False
        move = moves.check("answer", turn.state)
        if left := missing_for(desk, turn.state, _numbers(turn)):
            raise NotReady(left)
        if seen != version_of(turn.history):
            raise moves.NotPossible(move, turn.state)
        today, key = london_day(now), key_of_turn(desk, turn)
        sealed = close_json(key, {"html": letter, "sent_at": now.isoformat()}, "paper")
        paper = cases.add_paper(turn.conn, turn.case.id, now, "letter", sealed)
        offers = [right.value for right in rights_told(desk, turn.case, turn.state, today)]
        outcome = outcome_of(turn.state.findings)
        detail = {"on": today.isoformat(), "paper": paper, "offers": offers, "outcome": outcome}
        turn.write_down(move.event, {**detail, **copies(turn.state.advocacy)})
        leaving.tell_person(desk, turn.conn, turn.case.id, key, now)
        return True


def name_conflict(desk: Desk, reference: str, people: Collection[int], reason: str, staff_id: int, now: datetime) -> bool:
    """These members of staff, and no others, are complained about here or manage somebody who is; why, sealed.

    Where one of them handled the case, nobody does. Raises `NotPossible`, `NoSuchCase`, `Erased`.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        if frozenset(people) == turn.state.conflicts:
            return False
        move = moves.check("name_conflict", turn.state)
        turn.write_down(move.event, {"staff": sorted(people)}, sealed_reason(desk, turn, reason))
        if turn.state.handler_id in people:
            turn.set(handler_id=None)
        return True


def missing_for(desk: Desk, state: CaseState, numbers: Iterable[int]) -> tuple[Missing, ...]:
    """What the answer to a case with points of these numbers still needs at this council; none where it can be sent."""
    return missing(state, numbers, second_person=desk.profile.answers_checked_by_second_person)


def rights_told(desk: Desk, case: CaseRow, state: CaseState, today: date) -> tuple[Right, ...]:
    """The rights that belong in an answer of today."""
    outcome = outcome_of(state.findings)
    sent = Answer(today, state.answered.first_on if state.answered else today, str(outcome), Signature(case.received_at, None))
    return to_tell(replace(state, answered=sent, answer_stands=True), known_of(desk, case, state), today)


def ask_by(desk: Desk, rights: Iterable[Right], today: date) -> dict[Right, Deadline]:
    """By when each further stage is best asked for, of those for which a day is laid down and known."""
    found = {}
    for right in rights:
        if right not in NEXT_AFTER:
            continue
        try:
            by = next_request_by(desk.profile, desk.calendar, *NEXT_AFTER[right], today)
        except BeyondCalendar:
            continue
        if by:
            found[right] = by
    return found


def version_of(history: Iterable[EventRow]) -> int:
    """Which findings these are: the number of the event that last changed one; 0 of none."""
    return max((event.id for event in history if event.kind == Happened.POINT_ANSWERED), default=0)


def words_of(file: CaseFile) -> dict[int, Mapping[str, str]]:
    """The words of the findings of an opened case as they stand, by the number of the point."""
    found: dict[int, Mapping[str, str]] = {}
    for done in file.history:
        if done.event.kind == Happened.POINT_ANSWERED:
            found[int(done.event.detail["point"])] = done.words or {}
    return found


def version_seen(history: Iterable[Done]) -> int:
    """The version of the findings in an opened file."""
    return version_of(done.event for done in history)


def _numbers(turn: Turn) -> list[int]:
    return [point.number for point in cases.points_of(turn.conn, turn.case.id)]


def _is_finding(event: EventRow, number: int) -> bool:
    return event.kind == Happened.POINT_ANSWERED and event.detail.get("point") == number


def _opened(key: bytes, event: EventRow) -> Any:
    try:
        return open_json(key, event.sealed, "event") if event.sealed else None
    except Unreadable:
        return None
