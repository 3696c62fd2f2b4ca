"""Delivering a message: taking it up so that nobody else has it, and saying what came of it; and looking at what waits.

A crash anywhere in between leaves the lease to run out: the message is delivered again, under the same name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from portal.actions import rights
from portal.actions.case_file import case_key
from portal.actions.desk import Desk
from portal.actions.digest import NOTHING_TO_TELL, Digest, digest_on
from portal.actions.leaving import PLACE
from portal.actions.quarterly import Quarter, quarter_of
from portal.actions.reminding import Reminders, reminders_of
from portal.casework.case import CaseState, fold
from portal.casework.contact import Way, stopped
from portal.casework.events import Actor, Happened
from portal.casework.messages import REPEATED, Message, kinds_by
from portal.seal.boxes import Unreadable, open_json
from portal.store import case_people, cases, events, outbox
from portal.store.cases import CaseRow
from portal.store.database import Connection
from portal.store.outbox import Listed, OutboxRow

LEASE = timedelta(minutes=5)
"""Longer than any delivery takes, all its patience included."""

MOST_LISTED = 500
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to wait after so many tries in a row without success, and after how many to give up."""

    first: timedelta
    longest: timedelta
    most: int | None

    def wait(self, tries: int, chance: float) -> timedelta:
        """Twice as long each time, up to the longest; `chance` (0 to 1) spreads it by a quarter either way."""
        return min(self.first * 2 ** min(tries - 1, 20), self.longest) * (0.75 + chance / 2)


CALM = Pace(timedelta(minutes=1), timedelta(hours=6), 36)
"""A minute, two, four … then every six hours: about a week."""

URGENT = Pace(timedelta(seconds=30), timedelta(minutes=10), None)
"""Somebody may be in danger: never given up."""

REPEAT = Pace(timedelta(minutes=30), timedelta(hours=4), None)
"""How soon a message that nobody has confirmed goes out again."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message that is ours to deliver for a while: its row, what is in it, and the case that it is about."""

    row: OutboxRow
    kind: Message
    content: Mapping[str, Any] = field(repr=False)
    case: CaseRow | None = None
    digest: Digest = NOTHING_TO_TELL
    reminders: Reminders | None = None
    quarter: Quarter | None = None


def due(desk: Desk, now: datetime, most: int) -> list[int]:
    """Up to `most` messages that could leave now by the ways that are set up, soonest first."""
    kinds = [kind.value for kind in kinds_by(desk.ways_out.channels)]
    with desk.database.read() as conn:
        return outbox.due(conn, kinds, now, most)


def take_up(desk: Desk, message_id: int, now: datetime) -> Parcel | None:
    """The message, ours for the length of a lease.

    None where there is nothing to do: somebody has it, it is not due, its way out is not set up, nobody wants
    it any more (it is withdrawn), or no key opens it (it is given up).
    """
    with desk.database.write() as conn:
        row = outbox.by_id(conn, message_id)
        if row is None or row.kind not in kinds_by(desk.ways_out.channels):
            return None
        row = outbox.lease(conn, message_id, now, now + LEASE)
        return _parcel(conn, desk, row, now) if row else None


def _parcel(conn: Connection, desk: Desk, row: OutboxRow, now: datetime) -> Parcel | None:
    try:
        parcel = _to_us(conn, desk, row, now) if row.case_id is None else _about_case(conn, desk, row, row.case_id)
    except Unreadable:
        outbox.fail(conn, row, UNREADABLE, now, now)
        return None
    if parcel is None:
        outbox.drop(conn, row, now)
    return parcel


def _to_us(conn: Connection, desk: Desk, row: OutboxRow, now: datetime) -> Parcel | None:
    """What is about no one case: the reminders of one person, that a quarter is over, or the team's numbers."""
    if row.kind == Message.REMINDERS:
        found = reminders_of(desk, conn, row, now)
        return Parcel(row, Message.REMINDERS, {}, reminders=found) if found else None
    if row.kind == Message.QUARTER:
        quarter = quarter_of(conn, row)
        return Parcel(row, Message.QUARTER, {}, quarter=quarter) if quarter else None
    digest = digest_on(desk, conn, now)
    return Parcel(row, Message(row.kind), {}, digest=digest) if digest else None


def _about_case(conn: Connection, desk: Desk, row: OutboxRow, case_id: int) -> Parcel | None:
    kind, case = Message(row.kind), cases.by_id(conn, case_id)
    if case is None or not _wanted(kind, case, events.of_case(conn, case_id)):
        return None
    if row.sealed is None:
        return Parcel(row, kind, {}, case)
    key = case_key(conn, desk, case_id)
    # Without its key the case is erased, and so is what was to be said of it.
    return Parcel(row, kind, open_json(key, row.sealed, PLACE), case) if key else None


def _wanted(kind: Message, case: CaseRow, history: list[events.EventRow]) -> bool:
    """Whether the message still tells somebody something that they have to know."""
    state = fold(history)
    if kind is Message.NEW_CASE:
        return case.open and state.handler_id is None
    if kind is Message.SAFEGUARDING:
        return state.danger_waiting
    if kind is Message.ADVOCACY:
        return _advocate_awaited(state)
    if kind is Message.ADVOCACY_WITHDRAWN:
        return rights.has_declined(state)
    if kind is Message.LETTER_READY:
        # The address may be the representative's, whose access the young person has ended.
        return not stopped(state.talk.rules, Way.EMAIL) and not any(event.kind == Happened.REPRESENTATIVE_ENDED for event in history)
    return True


def _advocate_awaited(state: CaseState) -> bool:
    return state.wants_advocate and state.advocate is None


def delivered(desk: Desk, parcel: Parcel, now: datetime) -> bool:
    """It has left: settled, or due again until somebody confirms it. False where it was withdrawn meanwhile."""
    row = parcel.row
    with desk.database.write() as conn:
        # The case first, as everybody else holds it: two who hold things in different orders wait for each other.
        case = cases.held(conn, parcel.case.id) if parcel.case else None
        if parcel.kind in REPEATED:
            due_at = now + REPEAT.wait(row.sent + 1, 0.5)
            return outbox.repeat(conn, row, due_at) and _call(conn, desk, row, due_at)
        if not outbox.finish(conn, row, now):
            if parcel.kind is Message.ADVOCACY and case:
                rights.referral_left_too_late(desk, conn, case, now)
            return False
        if parcel.kind is Message.ADVOCACY and case:
            rights.referral_left(desk, conn, case, now)
        return True


def failed(desk: Desk, row: OutboxRow, problem: str, now: datetime, chance: float, *, final: bool = False) -> bool:
    """It has not left: it is tried again later, or given up where it never can be or was tried for days."""
    pace = URGENT if row.kind in REPEATED else CALM
    tries = row.tries + 1
    give_up = pace.most is not None and (final or tries >= pace.most)
    due_at = now + pace.wait(tries, chance)
    with desk.database.write() as conn:
        kept = outbox.fail(conn, row, problem, due_at, now if give_up else None)
        return kept and (give_up or _call(conn, desk, row, due_at))


def send_again(desk: Desk, message_id: int, staff_id: int, now: datetime) -> bool:
    """Try it at once and for days again, which its case's history tells; False where it is settled."""
    with desk.database.write() as conn:
        row = outbox.by_id(conn, message_id)
        if row is None or row.case_id in case_people.kept_out_of(conn, staff_id):
            return False
        # The case first, as everybody else holds it.
        case = cases.held(conn, row.case_id) if row.case_id else None
        if not outbox.send_again(conn, message_id, now):
            return False
        if case:
            kind, actor, detail = Happened.MESSAGE_SENT_AGAIN.value, Actor.STAFF.value, {"message": row.kind}
            events.append(conn, events.Event(case.id, now, kind, actor, staff_id=staff_id, detail=detail))
        return _call(conn, desk, row, now)


def waiting(desk: Desk, staff_id: int) -> list[Listed]:
    """What is neither delivered nor withdrawn, soonest first; nothing about a case that whoever asks is kept out of."""
    with desk.database.read() as conn:
        return outbox.unsettled(conn, MOST_LISTED, case_people.kept_out_of(conn, staff_id))


def unconfirmed_referral(desk: Desk, case_id: int) -> OutboxRow | None:
    """The last referral of this case to the front door that nobody has confirmed, sent or not; None where there is none."""
    with desk.database.read() as conn:
        rows = outbox.of_case(conn, case_id)
    return next((row for row in reversed(rows) if row.kind == Message.SAFEGUARDING and row.done_at is None), None)


def _call(conn: Connection, desk: Desk, row: OutboxRow, due_at: datetime) -> bool:
    desk.ways_out.call(conn, row.id, due_at)
    return True
