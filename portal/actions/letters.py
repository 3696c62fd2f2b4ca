"""Sending a letter that a step calls for, and taking one out of the case as a file: each written down.

A letter is kept as it was sent, sealed, where the person reads it; the rights of which it tells are offered with it.
"""

from datetime import date, datetime

from portal.actions import leaving
from portal.actions.answering import ask_by
from portal.actions.case_file import Letter, case_key, find_for, letters_of
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.handling import key_of_turn, turn_at
from portal.actions.settling import known_of, settle
from portal.casework import moves
from portal.casework.advocacy import copies
from portal.casework.case import CaseState
from portal.casework.events import Actor, Happened
from portal.casework.letter_rights import in_letter
from portal.casework.letters import LetterKind
from portal.casework.rights import Right
from portal.casework.sight import Sight, sight_of
from portal.seal.boxes import Unreadable, close_json
from portal.store import cases, events
from portal.store.cases import CaseRow
from portal.store.events import Event


class NoSuchLetter(Exception):
    """The case has no letter with this number, or none that can be opened."""


def rights_on(desk: Desk, case: CaseRow, state: CaseState, today: date) -> tuple[tuple[Right, date | None], ...]:
    """The rights that belong in a letter of today, each with the day by which it is best asked for, if there is one."""
    rights = in_letter(state, known_of(desk, case, state), today)
    days = ask_by(desk, rights, today)
    return tuple((right, days[right].on if right in days else None) for right in rights)


def send(desk: Desk, reference: str, kind: LetterKind, about: datetime, letter: str, staff_id: int, now: datetime) -> bool:
    """Send the letter of this kind: its very HTML is kept sealed, and the person is told that it is there.

    `about`: the moment of the step that it was written about, so that none tells of what has changed since. Where the
    person agreed that the advocate gets copies, the event says that one goes there. False where it was sent already by
    the same officer. Raises `NotPossible`, `NoSuchCase`, `Erased`.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        last, state = turn.last, turn.state
        if last and (last.kind, last.staff_id, last.detail.get("letter")) == (Happened.LETTER_SENT, staff_id, kind.value):
            return False
        move = moves.check("write_letter", state)
        if state.letters.due.get(kind) != about:
            raise moves.NotPossible(move, state)
        today, key = london_day(now), key_of_turn(desk, turn)
        sealed = close_json(key, {"html": letter, "sent_at": now.isoformat()}, "paper")
        paper = cases.add_paper(turn.conn, turn.case.id, now, "letter", sealed)
        offers = [right.value for right, _by in rights_on(desk, turn.case, state, today)]
        told = {"letter": kind.value, "on": today.isoformat(), "paper": paper, "offers": offers}
        turn.write_down(move.event, {**told, **copies(state.advocacy)})
        leaving.tell_person(desk, turn.conn, turn.case.id, key, now)
        return True


def take(desk: Desk, reference: str, number: int, staff_id: int, now: datetime) -> Letter:
    """The letter with this number (the first is 1), after its taking has been written down.

    Raises `NoSuchCase`, `NoSuchLetter`.
    """
    with desk.database.write() as conn:
        case, reader = find_for(conn, reference, staff_id)
        if sight_of(reader.role) is not Sight.WHOLE:
            raise NoSuchLetter(number)
        try:
            key = case_key(conn, desk, case.id)
        except Unreadable:
            key = None
        found = letters_of(conn, key, case.id)
        if not 1 <= number <= len(found):
            raise NoSuchLetter(number)
        detail = {"number": number, "form": "word"}
        happened, actor = Happened.LETTER_TAKEN.value, Actor.STAFF.value
        events.append(conn, Event(case.id, now, happened, actor, staff_id=staff_id, detail=detail))
        settle(desk, conn, case.id)
        return found[number - 1]
