"""Looking at the queue: one page of it, the counts of its views, and who handles what. Nothing sealed is opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.actions.case_file import reader_of
from portal.actions.desk import Desk
from portal.store import queue as waiting
from portal.store import staff
from portal.store.queue import Position, QueueFilter, QueuePage
from portal.store.scope import Scope


@dataclass(frozen=True, slots=True)
class QueueSeen:
    """What an officer sees: a page of rows, how many cases each view holds, and the names of all staff."""

    page: QueuePage
    counts: Mapping[str, int]
    people: Mapping[int, str]


def look_at_queue(desk: Desk, wanted: QueueFilter, after: Position | None, *, staff_id: int, today: date) -> QueueSeen:
    """One page of the queue for this officer, of the cases that they may see; `today` is the day in London."""
    with desk.database.read() as conn:
        scope = Scope(reader_of(conn, staff_id))
        page = waiting.page(conn, wanted, after, today=today, staff_id=staff_id, scope=scope)
        counts = waiting.counts(conn, today=today, staff_id=staff_id, scope=scope)
        people = {person.id: person.name for person in staff.everyone(conn)}
    return QueueSeen(page, counts, people)
