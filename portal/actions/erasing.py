"""Erasing a case by erasing its key: proposed by one person and done by another, never while it is held.

What stays is the blanked record: its number, its codes and dates, and who did what when. Nothing that anybody wrote
can be read again from the day on which the last backup of the key goes.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.actions.case_file import reader_of
from portal.actions.clocks import london_day
from portal.actions.closing import until_of
from portal.actions.desk import Desk
from portal.actions.handling import sealed_reason, turn_at
from portal.actions.shelving import take_off_shelf
from portal.casework import moves
from portal.casework.case import CaseState, fold
from portal.casework.keeping import Keeping
from portal.store import cases, events, files, keeping, search
from portal.store.cases import CaseRow
from portal.store.scope import Scope

RETENTION = "retention"
GROUNDS = ("request", RETENTION, "mistake")


class TooSoon(Exception):
    """Its time for keeping is not over: the case is open, or the council's schedule keeps it until the day `until`."""

    def __init__(self, until: date | None) -> None:
        super().__init__(until)
        self.until = until


class TwoPeople(Exception):
    """Whoever proposed to erase a case does not erase it: that takes somebody else."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What can be said of an erased case: no word of it is personal. Days are days in London; people by their number."""

    reference: str
    received_on: date
    ground: str
    proposed_by: int | None
    proposed_at: datetime
    erased_by: int | None
    erased_on: date
    last_copy_gone_on: date


def hold(desk: Desk, reference: str, reason: str, staff_id: int, now: datetime) -> bool:
    """Nobody erases it from now on (a legal hold); a proposal to do so falls. Raises `NotPossible`, `NoSuchCase`."""
    return _simple(desk, "hold", reference, reason, staff_id, now)


def release_hold(desk: Desk, reference: str, reason: str, staff_id: int, now: datetime) -> bool:
    """It may be erased again. Raises `NotPossible`, `NoSuchCase`."""
    return _simple(desk, "release_hold", reference, reason, staff_id, now)


def drop_erasure(desk: Desk, reference: str, reason: str, staff_id: int, now: datetime) -> bool:
    """A proposal to erase it is dropped. Raises `NotPossible`, `NoSuchCase`."""
    return _simple(desk, "drop_erasure", reference, reason, staff_id, now)


def propose_erasure(desk: Desk, reference: str, ground: str, reason: str, staff_id: int, now: datetime) -> bool:
    """One person says that it should be erased, on which ground, and why. Raises `NotPossible`, `NoSuchCase`, `TooSoon`.

    `TooSoon` is for the ground that its time is over; where the council has stated no schedule, people decide that.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        move = moves.check("propose_erasure", turn.state)
        if ground == RETENTION:
            _must_be_over(desk, turn.case, now)
        turn.write_down(move.event, {"ground": ground}, sealed_reason(desk, turn, reason))
        return True


def erase(desk: Desk, reference: str, staff_id: int, now: datetime) -> bool:
    """Another person erases it: the key goes, and with it every word. Raises `TwoPeople`, `NotPossible`, `NoSuchCase`.

    The history is committed first. If the key's own store fails then, no case knows the key any more, and it is swept.
    So are its files, where the shelf does not answer: no row names them any more.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        move = moves.check("erase", turn.state)
        proposed = turn.state.erasure_proposed
        if proposed and proposed.staff_id == staff_id:
            raise TwoPeople
        name = turn.case.key_name
        turn.write_down(move.event, {"ground": turn.state.erasure_ground, "on": london_day(now).isoformat()})
        turn.set(erased_on=london_day(now), key_name=None, indexed=True)
        search.forget(turn.conn, turn.case.id)
        blobs = files.let_go_of_case(turn.conn, turn.case.id)
    if name:
        desk.keys.erase(name)
    take_off_shelf(desk, blobs)
    return True


def certificate_of(case: CaseRow, state: CaseState, backup_days: int) -> Certificate | None:
    """The certificate of an erased case, with the day on which the last backup of its key goes; None of any other."""
    if case.erased_on is None or state.erased is None or state.erasure_proposed is None:
        return None
    return Certificate(
        reference=case.reference,
        received_on=case.received_on,
        ground=state.erasure_ground,
        proposed_by=state.erasure_proposed.staff_id,
        proposed_at=state.erasure_proposed.at,
        erased_by=state.erased.staff_id,
        erased_on=case.erased_on,
        last_copy_gone_on=case.erased_on + timedelta(days=backup_days),
    )


def certificates(desk: Desk, last: int, most: int, backup_days: int, staff_id: int) -> list[tuple[int, Certificate]]:
    """The register of what was erased: number and certificate of up to `most` cases after the one numbered `last`, of those
    that whoever asks may see.
    """
    with desk.database.read() as conn:
        scope = Scope(reader_of(conn, staff_id))
        rows = [cases.by_id(conn, row.id) for row in keeping.listed(conn, Keeping.ERASED.value, last, most, scope)]
        told = [(row, certificate_of(row, fold(events.of_case(conn, row.id)), backup_days)) for row in rows if row]
    return [(row.id, certificate) for row, certificate in told if certificate]


def _must_be_over(desk: Desk, case: CaseRow, now: datetime) -> None:
    until = until_of(desk.profile, case)
    if case.closed_on is None or (until and until >= london_day(now)):
        raise TooSoon(until)


def _simple(desk: Desk, name: str, reference: str, reason: str, staff_id: int, now: datetime) -> bool:
    with turn_at(desk, reference, staff_id, now) as turn:
        move = moves.check(name, turn.state)
        turn.write_down(move.event, {}, sealed_reason(desk, turn, reason))
        return True
