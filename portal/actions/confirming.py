"""The front door says that it has a referral: by the link in its e-mail, which opens a page, and the button on that page.

The link opens nothing of the case but its reference. It belongs to one referral: of two dangers told one after the
other each is confirmed for itself, and the case waits until the last one is.
"""

from dataclasses import dataclass
from datetime import datetime

from portal.actions import leaving
from portal.actions.desk import Desk
from portal.casework.case import fold
from portal.casework.events import Actor, Happened
from portal.casework.messages import Message
from portal.seal.passwords import token_id
from portal.store import cases, events, outbox
from portal.store.cases import RANK_REST
from portal.store.database import Connection
from portal.store.events import Event


class NoSuchLink(Exception):
    """No referral has this link (any more)."""


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral as the page of its link shows it."""

    reference: str
    confirmed: bool


def look(desk: Desk, token: str) -> Referral:
    """The referral of this link; looking changes nothing. Raises `NoSuchLink`."""
    with desk.database.read() as conn:
        row, case = _found(conn, token)
    return Referral(case.reference, row.done_at is not None)


def confirm(desk: Desk, token: str, now: datetime) -> bool:
    """The front door has it: it is not sent again. False where that was known already. Raises `NoSuchLink`."""
    with desk.database.write() as conn:
        row, case = _found(conn, token)
        cases.held(conn, case.id)
        if not outbox.settle(conn, row.id, now):
            return False
        if not any(_waits(other) for other in outbox.of_case(conn, case.id)):
            _write_down(desk, conn, case.id, now)
        return True


def _found(conn: Connection, token: str) -> tuple[outbox.OutboxRow, cases.CaseRow]:
    row = outbox.by_token(conn, token_id(token))
    case = cases.by_id(conn, row.case_id) if row and row.case_id else None
    if row is None or case is None:
        raise NoSuchLink
    return row, case


def _waits(row: outbox.OutboxRow) -> bool:
    return row.kind == Message.SAFEGUARDING and row.done_at is None


def _write_down(desk: Desk, conn: Connection, case_id: int, now: datetime) -> None:
    if not fold(events.of_case(conn, case_id)).danger_waiting:
        return
    kind = Happened.FRONT_DOOR_TOLD
    events.append(conn, Event(case_id=case_id, at=now, kind=kind.value, actor=Actor.FRONT_DOOR.value))
    cases.update(conn, case_id, rank=RANK_REST)
    leaving.tell_case_system(desk, conn, case_id, kind, now)
