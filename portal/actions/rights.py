"""What an officer does about rights and time: more time with its ground, the advocate's referral, a right that is offered.

Each is one move of the table and one commit; what is said of it in words is sealed.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from portal.actions import leaving
from portal.actions.case_file import CaseFile
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.handling import Turn, key_of_turn, turn_at
from portal.actions.settling import known_of, settle
from portal.casework import moves
from portal.casework.advocacy import SERVICE
from portal.casework.case import CaseState, fold
from portal.casework.events import Actor, Happened
from portal.casework.messages import Message
from portal.casework.rights import Line, Right, ledger
from portal.law.facts import Procedure
from portal.seal.boxes import close_json
from portal.store import events
from portal.store.cases import CaseRow
from portal.store.database import Connection
from portal.store.events import Event, EventRow

ADVOCATE_STEPS: Mapping[str, Happened] = {
    "sent": Happened.ADVOCATE_REFERRED,
    "accepted": Happened.ADVOCATE_ACCEPTED,
    "turned_away": Happened.ADVOCATE_DECLINED,
    "declined": Happened.ADVOCATE_DECLINED,
}
GROUNDS = ("complex", "advocate")


class NotYet(ValueError):
    """The day given lies in the future, or before the case was received."""


def rights_of(desk: Desk, file: CaseFile, today: date) -> tuple[Line, ...]:
    """The ledger of rights of an opened case, on a day in London."""
    return rights_in(desk, file.case, file.state, today)


def rights_in(desk: Desk, case: CaseRow, state: CaseState, today: date) -> tuple[Line, ...]:
    """The ledger of rights of a case whose history adds up to `state`."""
    return ledger(state, known_of(desk, case, state), today)


def extend(
    desk: Desk, reference: str, ground: str, agreed: bool, words: Mapping[str, str], staff_id: int, now: datetime
) -> bool:
    """Take more time because it is complex or an advocate is looked for (regulation 14); the words are sealed.

    Without the complainant's agreement the statutory date stays, and stage 2 is owed from that day. Under the
    council's own procedure more time is taken with a reason, and the Ombudsman's details are given with it.
    Raises `NotPossible`, `NoSuchCase`.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        done = turn.state.extension
        if done and turn.state.extended and (done.signed.staff_id, done.ground, done.agreed) == (staff_id, ground, agreed):
            return False
        move = moves.check("extend", turn.state)
        counts = agreed or turn.state.route == Procedure.CORPORATE
        detail = {"ground": ground, "agreed": agreed, "counts": counts, "on": london_day(now).isoformat()}
        _write(desk, turn, move.event, detail, words)
        return True


def advocate(desk: Desk, reference: str, step: str, on: date, words: Mapping[str, str], staff_id: int, now: datetime) -> bool:
    """The referral to an advocate was sent, accepted or declined `on` a day in London; or the service turned it away.

    Where it was turned away another advocate is owed, and is looked for meanwhile. Who an advocate is stands sealed.
    The portal's own is withdrawn, as it is needless now; where it has left and is declined, the advocates are told.
    Raises `NotYet`, `NotPossible`, `NoSuchCase`.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        detail = {"on": on.isoformat(), **({"by": SERVICE} if step == "turned_away" else {})}
        if _just_written(turn, ADVOCATE_STEPS[step], detail):
            return False
        moves.check("advocate", turn.state)
        _must_have_been(turn, on, now)
        _write(desk, turn, ADVOCATE_STEPS[step], detail, words)
        leaving.withdraw(turn.conn, turn.case.id, Message.ADVOCACY, now)
        if step == "declined" and _sent_by_portal(turn.history):
            leaving.take_back_referral(desk, turn.conn, turn.case.id, now)
        return True


def has_declined(state: CaseState) -> bool:
    """Whether the last word about an advocate is that the person does not want one."""
    return state.advocate is not None and state.advocate.declined_on is not None


def _sent_by_portal(history: Iterable[EventRow]) -> bool:
    return any((event.kind, event.actor) == (Happened.ADVOCATE_REFERRED, Actor.PORTAL) for event in history)


def referral_left(desk: Desk, conn: Connection, case: CaseRow, now: datetime) -> None:
    """The portal itself has sent the referral that the person asked for; within the transaction that says so."""
    history, kind = events.of_case(conn, case.id), Happened.ADVOCATE_REFERRED
    if fold(history).advocate:
        return
    sent = Event(case_id=case.id, at=now, kind=kind.value, actor=Actor.PORTAL.value, detail={"on": london_day(now).isoformat()})
    events.append(conn, sent)
    settle(desk, conn, case.id)
    leaving.tell_case_system(desk, conn, case.id, kind, now)


def referral_left_too_late(desk: Desk, conn: Connection, case: CaseRow, now: datetime) -> None:
    """The portal's referral was withdrawn while it was leaving: where the person does not want it, it is taken back."""
    if has_declined(fold(events.of_case(conn, case.id))):
        leaving.take_back_referral(desk, conn, case.id, now)


def offer_right(
    desk: Desk, reference: str, right: Right, how: str, on: date, words: Mapping[str, str], staff_id: int, now: datetime
) -> bool:
    """A right was offered to the person `on` a day in London. Raises `NotYet`, `NotPossible`, `NoSuchCase`."""
    with turn_at(desk, reference, staff_id, now) as turn:
        move = moves.check("offer_right", turn.state)
        detail = {"right": right.value, "how": how, "on": on.isoformat()}
        if _just_written(turn, move.event, detail):
            return False
        _must_have_been(turn, on, now)
        _write(desk, turn, move.event, detail, words)
        return True


def _just_written(turn: Turn, kind: Happened, detail: Mapping[str, Any]) -> bool:
    """Whether this officer's last move at the case was this very one: the button was pressed twice."""
    last = turn.last
    return last is not None and (last.kind, last.staff_id, last.detail) == (kind.value, turn.staff_id, detail)


def _write(desk: Desk, turn: Turn, kind: Happened, detail: dict[str, Any], words: Mapping[str, str]) -> None:
    """The event with its sealed words."""
    sealed = close_json(key_of_turn(desk, turn), dict(words), "event") if any(words.values()) else None
    turn.write_down(kind, detail, sealed)


def _must_have_been(turn: Turn, on: date, now: datetime) -> None:
    if not turn.case.received_on <= on <= london_day(now):
        raise NotYet(f"a day from {turn.case.received_on} to {london_day(now)}")

