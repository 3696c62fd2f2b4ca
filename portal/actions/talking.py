"""Messages both ways without e-mail: the officer writes and asks, the person reads and answers with their words.

Each is one event; what is written is sealed under the key of the case. The person is told that there is something to
read, and nothing of what it says. Whatever the person does here needs the key that their words gave, and words that
are still in force.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from portal.actions import leaving, returning
from portal.actions.case_file import CaseFile, reader_of
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.handling import Turn, key_of_turn, sealed_reason, turn_at
from portal.actions.returning import NotYours
from portal.actions.rights import rights_in
from portal.actions.stages import Said, asked_for
from portal.casework import moves
from portal.casework.asking import MOVE_OF, OWN_MOVE, next_own_stage, next_stage
from portal.casework.case import CaseState
from portal.casework.contact import Rule
from portal.casework.events import Happened
from portal.limits import MOST_MESSAGES_A_DAY
from portal.seal.boxes import Unreadable, close_json, open_json
from portal.store import queue, written
from portal.store.cases import CaseRow
from portal.store.queue import QueueRow
from portal.store.scope import Scope

WHO = {
    "child": "The young person, with their own words",
    "advocate": "The advocate",
    "complainant": "The person, with their own words",
}
"""Whose words a message was written with, for officers."""

ONE_DAY = timedelta(hours=24)
MOST_LISTED = 100
FARTHEST = timedelta(days=366)


class TooMany(Exception):
    """More was written to this case within a day than anybody means to."""


class NotADay(ValueError):
    """The day by which we would like to hear has passed already, or is more than a year away."""


def write_to_person(
    desk: Desk, reference: str, words: str, staff_id: int, now: datetime, *, child_alone: bool = False
) -> bool:
    """The officer writes to the person, who reads it with their words; `child_alone`: nobody else who holds words does.

    Raises `NotPossible`, `NoSuchCase`, `Stopped`, `Erased`.
    """
    return _sent(desk, reference, "write_to_person", words, {}, staff_id, now, child_alone)


def ask_person(
    desk: Desk, reference: str, words: str, hear_by: date | None, staff_id: int, now: datetime, *, child_alone: bool = False
) -> bool:
    """The officer asks the person something, and the case waits for them. `hear_by` is a wish and no condition.

    `child_alone`: nobody but the young person reads it, of those who hold words. Raises `NotADay`, `NotPossible`, `NoSuchCase`, `Stopped`, `Erased`.
    """
    if hear_by and not london_day(now) <= hear_by <= london_day(now) + FARTHEST:
        raise NotADay
    detail = {"hear_by": hear_by.isoformat()} if hear_by else {}
    return _sent(desk, reference, "ask_person", words, detail, staff_id, now, child_alone)


def child_among_others(desk: Desk, case: CaseRow) -> bool:
    """Whether a young person and somebody else hold words to this case."""
    holders = [row.holder for row in desk.keys.words_of(case.key_name)]
    return returning.CHILD in holders and len(holders) > 1


def child_waits(file: CaseFile) -> bool:
    """Whether what was written last, and is not answered yet, is a young person's own: the answer is for them alone."""
    last = next((done.event for done in reversed(file.history) if done.event.kind == Happened.PERSON_WROTE), None)
    return last is not None and file.state.person_wrote is not None and last.detail.get("holder") == returning.CHILD


def _sent(
    desk: Desk, reference: str, name: str, words: str, detail: dict[str, str], staff_id: int, now: datetime, child_alone: bool
) -> bool:
    with turn_at(desk, reference, staff_id, now) as turn:
        move, key = moves.check(name, turn.state), key_of_turn(desk, turn)
        alone = child_alone and child_among_others(desk, turn.case)
        detail = {"on": london_day(now).isoformat(), **detail, **({"to": returning.CHILD} if alone else {})}
        if _just_said(turn, move.event, detail, {"words": words}, key):
            return False
        turn.write_down(move.event, detail, close_json(key, {"words": words}, "event"))
        if not alone:
            # The address may be another's, who would find nothing to read.
            leaving.tell_person(desk, turn.conn, turn.case.id, key, now)
        return True


def messages_read(desk: Desk, reference: str, staff_id: int, now: datetime) -> bool:
    """The officer has read what the person wrote last; it needs no answer, or is answered otherwise."""
    with turn_at(desk, reference, staff_id, now) as turn:
        last = turn.last
        if last and (last.kind, last.staff_id) == (Happened.MESSAGES_READ, staff_id):
            return False
        turn.write_down(moves.check("messages_read", turn.state).event)
        return True


def stop_waiting(desk: Desk, reference: str, reason: str, staff_id: int, now: datetime) -> bool:
    """The person answered another way, or need not answer any more: how that is known, sealed."""
    with turn_at(desk, reference, staff_id, now) as turn:
        last = turn.last
        if last and (last.kind, last.staff_id) == (Happened.WAITING_ENDED, staff_id):
            return False
        turn.write_down(moves.check("stop_waiting", turn.state).event, {}, sealed_reason(desk, turn, reason))
        return True


def set_contact_rules(
    desk: Desk, reference: str, rules: Iterable[Rule], words: Mapping[str, str], staff_id: int, now: datetime
) -> bool:
    """How the person may be reached from now on: these rules and no others. Names and words are sealed.

    Mails that still wait to leave look at them again. Raises `NotPossible`, `NoSuchCase`, `Erased`.
    """
    chosen = sorted(rule.value for rule in rules)
    with turn_at(desk, reference, staff_id, now) as turn:
        move, key = moves.check("contact_rules", turn.state), key_of_turn(desk, turn)
        if _just_said(turn, move.event, {"rules": chosen}, words, key):
            return False
        turn.write_down(move.event, {"rules": chosen}, close_json(key, dict(words), "event"))
        return True


def _just_said(turn: Turn, kind: Happened, detail: Mapping[str, Any], words: Mapping[str, str], key: bytes) -> bool:
    """Whether the last thing that was done here was this very one: the button was pressed twice."""
    last = turn.last
    if last is None or (last.kind, last.staff_id) != (kind, turn.staff_id) or last.sealed is None:
        return False
    try:
        return detail.items() <= dict(last.detail).items() and open_json(key, last.sealed, "event") == dict(words)
    except Unreadable:
        return False


def person_writes(desk: Desk, reference: str, key: bytes, words_id: int, words: str, now: datetime) -> bool:
    """The person writes, at any time, also on a closed case; False where the button was pressed twice.

    Raises `NotYours`, `TooMany`.
    """
    with _own_turn(desk, reference, key, words_id, now) as (turn, holder):
        if turn.state.erased is not None:
            raise NotYours
        recent = [e for e in turn.history if e.kind == Happened.PERSON_WROTE and e.at > now - ONE_DAY]
        if _just_said(turn, Happened.PERSON_WROTE, {"holder": holder}, {"words": words}, key):
            return False
        if len(recent) >= MOST_MESSAGES_A_DAY:
            raise TooMany
        turn.write_down(Happened.PERSON_WROTE, {"holder": holder}, close_json(key, {"words": words}, "event"))
        return True


def person_asks(
    desk: Desk, reference: str, key: bytes, words_id: int, stage: int, words: str, now: datetime, *, own: bool = False
) -> bool:
    """The person asks for the stage that they were shown, with what they want to say; its clock starts today.

    `own`: the one of the council's own procedure in a case whose points were split, which leaves the others as they are.
    False where it was asked for already. Raises `NotYours`, and `NotPossible` where it cannot be asked for now.
    """
    with _own_turn(desk, reference, key, words_id, now) as (turn, holder):
        state, name = turn.state, OWN_MOVE if own else MOVE_OF[stage]
        open_now = askable_own if own else askable
        if open_now(desk, turn.case, state, london_day(now)) != stage:
            if _is_asked(state, stage, own=own):
                return False
            raise moves.NotPossible(moves.move(name), state)
        said = Said(london_day(now), {"who": WHO[holder]} | ({"asks": words} if words else {}), {"how": "portal", "holder": holder})
        asked_for(desk, turn, name, said, key)
        return True


def _is_asked(state: CaseState, stage: int, *, own: bool) -> bool:
    """Whether this stage was asked for, and its answer is to come."""
    if own:
        return state.split.run is not None and state.split.running and state.split.run.stage == stage
    return state.stages.stage == stage and state.stages.running


def unread(desk: Desk, staff_id: int) -> tuple[tuple[QueueRow, ...], bool]:
    """The cases in which a message waits to be read, the longest first; and whether there are more than are shown."""
    with desk.database.read() as conn:
        found = written.waiting(conn, MOST_LISTED + 1)
        return queue.rows_of(conn, found[:MOST_LISTED], Scope(reader_of(conn, staff_id))), len(found) > MOST_LISTED


def askable(desk: Desk, case: CaseRow, state: CaseState, today: date) -> int | None:
    """The stage that the person may ask for in one step, on a day in London; None where there is none."""
    return next_stage(state, _arisen(desk, case, state, today))


def askable_own(desk: Desk, case: CaseRow, state: CaseState, today: date) -> int | None:
    """The same of the council's own procedure, where the points of the case go by different ones."""
    return next_own_stage(state, _arisen(desk, case, state, today))


def _arisen(desk: Desk, case: CaseRow, state: CaseState, today: date) -> set[str]:
    return {line.right.value for line in rights_in(desk, case, state, today)}


@contextmanager
def _own_turn(desk: Desk, reference: str, key: bytes, words_id: int, now: datetime) -> Iterator[tuple[Turn, str]]:
    """The person's turn, while nobody ends the words that gave the key. Raises NotYours."""
    returning.read(desk, reference, key, words_id)
    with turn_at(desk, reference, None, now) as turn:
        held = {row.id: row.holder for row in desk.keys.words_of(turn.case.key_name)}
        if words_id not in held:
            raise NotYours
        yield turn, held[words_id]
