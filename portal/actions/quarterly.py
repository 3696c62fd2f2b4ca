"""Telling whoever asked for it that a quarter is over and its figures can be made: a link, and nothing about anybody."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from portal.actions import leaving
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.casework.messages import Channel
from portal.casework.permissions import Permission, may
from portal.store import report_mails, staff
from portal.store.database import Connection
from portal.store.outbox import OutboxRow


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter that is over, and who is told of it; `code` is what an address calls it."""

    to: str = field(repr=False)
    first: date
    last: date
    code: str


def is_on(desk: Desk, staff_id: int) -> bool:
    """Whether this member of staff asked to be told."""
    with desk.database.read() as conn:
        return report_mails.told_upto(conn, staff_id) is not None


def switch(desk: Desk, staff_id: int, on: bool, today: date) -> bool:
    """Be told from the next quarter on, or no more. False where it is so already."""
    with desk.database.write() as conn:
        if (report_mails.told_upto(conn, staff_id) is not None) is on:
            return False
        report_mails.put(conn, staff_id, last_quarter(today)[1] if on else None)
        return True


def tell(desk: Desk, conn: Connection, now: datetime) -> None:
    """Write to everybody who asked and was not told of the last quarter; within the transaction that claims the day."""
    if Channel.MAIL not in desk.ways_out.channels:
        return
    _, last = last_quarter(london_day(now))
    for staff_id in report_mails.before(conn, last):
        report_mails.put(conn, staff_id, last)
        if _reader(conn, staff_id):
            leaving.tell_of_quarter(desk, conn, staff_id, now)


def quarter_of(conn: Connection, row: OutboxRow) -> Quarter | None:
    """What a message tells as it leaves; None where its reader does not want it any more, or may not see reports."""
    number = int(row.about) if row.about and row.about.isdecimal() else 0
    to = _reader(conn, number)
    if to is None or report_mails.told_upto(conn, number) is None:
        return None
    first, last = last_quarter(london_day(row.created_at))
    year = first.year if first.month >= 4 else first.year - 1
    return Quarter(to, first, last, f"q{year}-{(first.month - 4) % 12 // 3 + 1}")


def last_quarter(today: date) -> tuple[date, date]:
    """First and last day of the newest quarter that is over."""
    begun = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last = begun - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


def _reader(conn: Connection, staff_id: int) -> str | None:
    person = staff.by_id(conn, staff_id)
    return person.email if person and person.active and may(person.role, Permission.SEE_REPORT) else None
