"""The work of each day, done once a day in the whole house, however many processes there are.

The row that claims a day's work is written in the same transaction as the work: if it fails, the claim goes
with it, and the next look tries again. What may only be done once that is committed comes after it; what it
leaves undone is there for the next day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from portal.actions import auditing, closing, drafts, equality, leaving, quarterly, reminding
from portal.actions.clocks import LONDON
from portal.actions.desk import Desk
from portal.actions.digest import digest_on
from portal.actions.settling import work_out_rights, work_out_standing
from portal.actions.shelving import clear_shelf
from portal.store import files, outbox, reminders
from portal.store.database import Connection

log = structlog.stdlib.get_logger("portal")

DONE_KEPT_FOR = timedelta(days=90)
"""How long it is kept that a message left, or a day's work was done; what was in a message is gone when it leaves."""

Doing = Callable[[Desk, Connection, datetime], None]


def _nothing_more(desk: Desk) -> None:
    """Most work is done when it is committed."""


def _nothing_before(desk: Desk, conn: Connection, now: datetime) -> None:
    """Work that goes in transactions of its own begins when the day is claimed."""


@dataclass(frozen=True, slots=True)
class DailyWork:
    """Something to do once a day, from this hour on in London, and what follows its commit."""

    name: str
    do: Doing
    from_hour: int = 0
    then: Callable[[Desk], object] = _nothing_more
    gather: Callable[[Desk, datetime], Doing] | None = None
    """What takes long and only reads, before the day is claimed and anybody waits for it; it gives what is to be done."""


def _forget_drafts(desk: Desk, conn: Connection, now: datetime) -> None:
    drafts.forget_untouched(conn, now)


def _let_go_of_files(desk: Desk, conn: Connection, now: datetime) -> None:
    files.let_go_of_erased(conn)


def _forget_delivered(desk: Desk, conn: Connection, now: datetime) -> None:
    outbox.forget_done(conn, now - DONE_KEPT_FOR)
    outbox.forget_days(conn, (now - DONE_KEPT_FOR).date())
    reminders.forget(conn, (now - DONE_KEPT_FOR).date())


def _forget_equality(desk: Desk, conn: Connection, now: datetime) -> None:
    equality.forget_old(conn, now.astimezone(LONDON).date())


def _find_run_out(desk: Desk, conn: Connection, now: datetime) -> None:
    """Nothing is erased here: the cases are listed, and two people decide. What is pressing is told at its own hour."""
    if closing.find_run_out(desk, conn, now) and not digest_on(desk, conn, now).is_pressing:
        leaving.tell_of_the_day(desk, conn, now)


def _tell_of_the_day(desk: Desk, conn: Connection, now: datetime) -> None:
    if digest_on(desk, conn, now).is_pressing:
        leaving.tell_of_the_day(desk, conn, now)


def _gather_reminders(desk: Desk, now: datetime) -> Doing:
    told = reminding.to_be_told(desk, now)
    return lambda desk, conn, now: reminding.remind(desk, conn, told, now)


def _tell_of_quarter(desk: Desk, conn: Connection, now: datetime) -> None:
    quarterly.tell(desk, conn, now)


def _write_head(desk: Desk, conn: Connection, now: datetime) -> None:
    auditing.write_head(desk, conn, now)


def _tell_head(desk: Desk) -> None:
    """A log that is kept elsewhere is a witness: whoever alters the database cannot take this line back."""
    if head := auditing.last_head(desk):
        log.info("the head of all histories", day=head.day.isoformat(), head=head.hash.hex(), events=head.count)


EVERY_DAY: tuple[DailyWork, ...] = (
    DailyWork("audit_head", _write_head, then=_tell_head),
    DailyWork("forget_drafts", _forget_drafts),
    DailyWork("forget_equality", _forget_equality),
    DailyWork("clear_shelf", _let_go_of_files, then=clear_shelf),
    DailyWork("forget_delivered", _forget_delivered),
    DailyWork("work_out_rights", _nothing_before, then=work_out_rights),
    DailyWork("work_out_standing", _nothing_before, then=work_out_standing),
    DailyWork("find_run_out", _find_run_out, from_hour=6),
    DailyWork("tell_of_the_day", _tell_of_the_day, from_hour=7),
    DailyWork("tell_of_quarter", _tell_of_quarter, from_hour=7),
    DailyWork(reminding.WORK, _nothing_before, from_hour=7, gather=_gather_reminders),
)


def do_days_work(desk: Desk, now: datetime, works: tuple[DailyWork, ...] = EVERY_DAY) -> tuple[str, ...]:
    """Do what is still to do today; the names of what was done here. Raises `DatabaseUnavailable`."""
    return tuple(work.name for work in works if _is_time(work, now) and _done_here(desk, work, now))


def _is_time(work: DailyWork, now: datetime) -> bool:
    return now.astimezone(LONDON).hour >= work.from_hour


def _done_here(desk: Desk, work: DailyWork, now: datetime) -> bool:
    day = now.astimezone(LONDON).date()
    with desk.database.read() as conn:
        if outbox.is_claimed(conn, work.name, day):
            return False
    do = work.gather(desk, now) if work.gather else work.do
    with desk.database.write() as conn:
        if not outbox.claim_day(conn, work.name, day, now):
            return False
        do(desk, conn, now)
    work.then(desk)
    log.info("the day's work is done", work=work.name)
    return True
