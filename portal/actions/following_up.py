"""Following up what was set and promised: lists by what is late, counts, and what is published. Nothing sealed is opened."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from portal.actions.case_file import reader_of
from portal.actions.desk import Desk
from portal.store import learning as rows
from portal.store import staff
from portal.store.learning import ActionFilter, ActionRow, PromiseRow
from portal.store.scope import Scope

PAGE = 50
MOST_COUNTED = 1_000
BATCH = 500


class FollowUp(StrEnum):
    """The lists, what is late in front."""

    OVERDUE = "overdue"
    DUE = "due"
    DONE = "done"
    GIVEN_UP = "given_up"
    PROMISES = "promises"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Seen:
    """A page of one list: actions or promises, whether there are more, the counts of all lists, and the names of staff."""

    actions: tuple[ActionRow, ...]
    promises: tuple[PromiseRow, ...]
    more: bool
    counts: dict[FollowUp, int]
    people: dict[int, str]


def look(
    desk: Desk, wanted: FollowUp, narrowed: ActionFilter, after: tuple[date, int, int, str] | None, today: date, *, staff_id: int
) -> Seen:
    """A page of a list, narrowed by owner, service and grade (promises have none of these).

    Of the cases that this member of staff may see, and so are the counts.
    """
    with desk.database.read() as conn:
        scope = Scope(reader_of(conn, staff_id))
        actions: list[ActionRow] = []
        promises: list[PromiseRow] = []
        if wanted is FollowUp.PROMISES:
            promises = rows.promises(conn, "open", after, PAGE + 1, scope)
        else:
            actions = rows.actions(conn, _filter(wanted, narrowed, today), after[:3] if after else None, PAGE + 1, scope)
        counts = {
            one: rows.count_promises(conn, "open", MOST_COUNTED, scope=scope)
            if one is FollowUp.PROMISES
            else rows.count_actions(conn, _filter(one, narrowed, today), MOST_COUNTED, scope)
            for one in FollowUp
        }
        people = {one.id: one.name for one in staff.everyone(conn)}
    more = max(len(actions), len(promises)) > PAGE
    return Seen(tuple(actions[:PAGE]), tuple(promises[:PAGE]), more, counts, people)


def late(desk: Desk, today: date, owner_id: int | None, *, staff_id: int) -> int:
    """How many actions are late that this member of staff may see, of one owner or (None) of all; `MOST_COUNTED`: so many or more."""
    with desk.database.read() as conn:
        scope = Scope(reader_of(conn, staff_id))
        return rows.count_actions(conn, _filter(FollowUp.OVERDUE, ActionFilter(owner_id=owner_id), today), MOST_COUNTED, scope)


def every(desk: Desk, wanted: FollowUp, narrowed: ActionFilter, today: date, *, staff_id: int) -> Iterator[ActionRow]:
    """Every action of a list in cases that this member of staff may see, a batch at a time."""
    after = None
    while True:
        with desk.database.read() as conn:
            found = rows.actions(conn, _filter(wanted, narrowed, today), after, BATCH, Scope(reader_of(conn, staff_id)))
        yield from found
        if len(found) < BATCH:
            return
        last = found[-1]
        after = (last.published_on or last.due_on if wanted is FollowUp.PUBLISHED else last.due_on, last.case_id, last.number)


def published(desk: Desk, most: int) -> list[tuple[date, str]]:
    """What the public may read: the day and the sentence of the last published actions, the newest first."""
    with desk.database.read() as conn:
        found = rows.actions(conn, ActionFilter(published=True), None, most)
    return [(one.published_on, one.sentence) for one in found if one.published_on and one.sentence]


def _filter(wanted: FollowUp, narrowed: ActionFilter, today: date) -> ActionFilter:
    match wanted:
        case FollowUp.OVERDUE:
            return replace(narrowed, status="open", due_before=today)
        case FollowUp.DUE:
            return replace(narrowed, status="open", due_from=today)
        case FollowUp.PUBLISHED:
            return replace(narrowed, published=True)
        case _:
            return replace(narrowed, status=wanted.value)


def told_to_everybody(desk: Desk, most: int = PAGE) -> list[str]:
    """What is published of what was learned, in the words that were published, the newest first."""
    with desk.database.read() as conn:
        found = rows.actions(conn, ActionFilter(published=True), None, most)
    return [one.sentence for one in found if one.sentence]
