"""Letting somebody read one case, ending that, and noting what a service says; one commit each."""

from datetime import datetime

from portal.actions.case_file import case_key
from portal.actions.desk import Desk
from portal.actions.handling import Turn, key_of_turn, turn_at
from portal.actions.stages import same_person
from portal.casework import moves
from portal.casework.events import Happened
from portal.casework.people import let_in_now
from portal.casework.permissions import Role
from portal.casework.sight import INDEPENDENT, INVITED
from portal.seal.boxes import Unreadable, close_json, open_json
from portal.store import staff
from portal.store.events import EventRow
from portal.store.staff import StaffRow

_ONLY_LOOKED = frozenset({Happened.READ, Happened.FILE_OPENED, Happened.STAGE_2_REPORTED, Happened.PANEL_REPORTED})
_STAGE_2 = 2


class Unfit(ValueError):
    """This person may not be let in; the message says why, for whoever looks after the case."""


def let_in(desk: Desk, reference: str, who: int, staff_id: int, now: datetime) -> bool:
    """Let `who` read this case, as what their account says, until the stage is over; False where they are let in already.

    Raises `Unfit`, `NotPossible`, `NoSuchCase`, and `Conflicted` for somebody who is complained about in it.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        if who in let_in_now(turn.state):
            return False
        move = moves.check("let_in", turn.state)
        if who in turn.state.conflicts:
            raise moves.Conflicted(turn.state, who)
        person = staff.by_id(turn.conn, who)
        if person is None or not person.active or person.role not in INVITED:
            raise Unfit("Choose somebody with an open account who investigates, is the independent person or sits on a panel")
        _is_independent(turn, person)
        turn.write_down(move.event, {"who": who, "as_role": person.role, "stage": turn.state.stages.stage})
        return True


def _is_independent(turn: Turn, person: StaffRow) -> None:
    """An independent person and a panel belong to nobody's side (regulation 2); a panel had no part in stage 2 (19)."""
    if person.role not in INDEPENDENT:
        return
    if any(event.staff_id == person.id and not _only_looked(event) for event in turn.history):
        raise Unfit(f"{person.name} has handled this case, and is not independent of it (regulation 2)")
    if any(same_person(person.name, one.name) for one in staff.everyone(turn.conn) if one.role not in INDEPENDENT):
        raise Unfit(f"{person.name} bears the name of somebody with another account here (regulation 2)")
    sat = {who for who, _, stage in turn.state.people.ever if stage == _STAGE_2}
    if person.role == Role.PANEL_MEMBER and (person.id in sat or _is_named(turn, person, sat)):
        raise Unfit(f"{person.name} took part in stage 2, and may not sit on the panel (regulation 19)")


def _only_looked(event: EventRow) -> bool:
    """Whoever reports, or reads, handles nothing; nor does the document that a report was brought with."""
    return event.kind in _ONLY_LOOKED or event.detail.get("with") in _ONLY_LOOKED


def _is_named(turn: Turn, person: StaffRow, sat: set[int]) -> bool:
    return any(same_person(person.name, other.name) for other in staff.everyone(turn.conn) if other.id in sat)


def take_out(desk: Desk, reference: str, who: int, staff_id: int, now: datetime) -> bool:
    """`who` reads this case no longer; False where they do not anyway. Raises `NotPossible`, `NoSuchCase`."""
    with turn_at(desk, reference, staff_id, now) as turn:
        if who not in let_in_now(turn.state):
            return False
        turn.write_down(moves.check("take_out", turn.state).event, {"who": who})
        return True


def service_says(desk: Desk, reference: str, said: str, staff_id: int, now: datetime) -> bool:
    """Keep what the service says to what is told of it, sealed; False where it was just kept.

    Raises `NotPossible`, `NoSuchCase`, `Erased`.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        if _just_said(desk, turn, said):
            return False
        move = moves.check("service_says", turn.state)
        turn.write_down(move.event, {}, close_json(key_of_turn(desk, turn), {"said": said}, "event"))
        return True


def _just_said(desk: Desk, turn: Turn, said: str) -> bool:
    last, key = turn.last, case_key(turn.conn, desk, turn.case.id)
    if last is None or key is None or (last.kind, last.staff_id) != (Happened.SERVICE_SAID, turn.staff_id):
        return False
    try:
        return last.sealed is not None and bool(open_json(key, last.sealed, "event") == {"said": said})
    except Unreadable:
        return False
