"""How much of everything there is just now, for whoever watches the servers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.actions.desk import Desk
from portal.limits import COUNTED_UP_TO
from portal.store import figures


@dataclass(frozen=True, slots=True)
class Amounts:
    """Cases ever received, drafts not sent yet, cases by view of the queue, and messages by state of the outbox."""

    received: int
    drafts: int
    waiting: Mapping[str, int]
    outbox: Mapping[str, int]


def amounts(desk: Desk, today: date) -> Amounts:
    """Each counted up to a limit; `today` is a day in London."""
    with desk.database.read() as conn:
        return Amounts(
            received=figures.last_case(conn),
            drafts=figures.open_drafts(conn, COUNTED_UP_TO),
            waiting=figures.waiting(conn, today, COUNTED_UP_TO),
            outbox=figures.outbox(conn, COUNTED_UP_TO),
        )
