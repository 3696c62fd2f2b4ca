"""What the team is told once a day: what is late or due, what is stuck, and what has been kept long enough. Numbers only.

The newest head of all histories goes with it: a mailbox is outside, where nobody can alter it from here.
"""

from dataclasses import astuple, dataclass, replace
from datetime import date, datetime, timedelta

from portal.actions.clocks import london_day
from portal.actions.closing import MOST_COUNTED
from portal.actions.desk import Desk
from portal.casework.keeping import Keeping
from portal.casework.messages import Message
from portal.law.calendar import BeyondCalendar
from portal.store import heads, keeping, outbox, queue
from portal.store.database import Connection
from portal.store.heads import Head

STUCK_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Digest:
    """How many open cases tell of danger, are late, or are due by the next working day; how many messages were given up,
    or have waited for more than a day; how many closed cases have been kept long enough. The head is nothing to tell of.
    """

    danger: int = 0
    late: int = 0
    due: int = 0
    given_up: int = 0
    waiting: int = 0
    run_out: int = 0
    head: Head | None = None

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return any(astuple(replace(self, head=None)))

    @property
    def is_pressing(self) -> bool:
        """Whether it cannot wait; what has been kept long enough can, and is told when it is found."""
        return any(astuple(replace(self, run_out=0, head=None)))


NOTHING_TO_TELL = Digest()


def digest_on(desk: Desk, conn: Connection, now: datetime) -> Digest:
    """The numbers as they are now. Raises `DatabaseUnavailable`."""
    today = london_day(now)
    views = queue.counts(conn, today=today, stop=MOST_COUNTED)
    given_up, waiting = outbox.count_stuck(conn, now - STUCK_AFTER, but=Message.DIGEST.value)
    return Digest(
        danger=views[queue.View.DANGER.value],
        late=views[queue.View.OVERDUE.value],
        due=queue.count_due(conn, today, _next_working_day(desk, today), MOST_COUNTED),
        given_up=given_up,
        waiting=waiting,
        run_out=keeping.count(conn, Keeping.RUN_OUT.value, MOST_COUNTED),
        head=heads.last(conn),
    )


def _next_working_day(desk: Desk, today: date) -> date:
    try:
        return desk.calendar.add(today, 1)
    except BeyondCalendar:
        return today + timedelta(days=1)
