"""Reminding: once on a working day, each person gets one message with all that they have to know is due.

What is due comes from several sources, each a function of `SOURCES`: the dates and rights of cases are one. Who is told
is worked out before the day is claimed and kept with the claim; when a message leaves, each line of it is looked at
again, so that nobody is reminded of what was done meanwhile.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from portal.actions import leaving
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.rights import rights_in
from portal.actions.settling import known_of
from portal.casework.case import fold
from portal.casework.messages import Channel
from portal.casework.permissions import Permission, Role, may
from portal.casework.reminding import Due, People, Rung, Told, actions_due, dues_of, who_is_told
from portal.casework.rights import owed
from portal.casework.sight import Reader, may_see
from portal.law.calendar import BeyondCalendar
from portal.limits import REMINDERS_LISTED, REMINDERS_REACH_BACK
from portal.store import case_people, cases, events, reminders, staff
from portal.store.database import Connection
from portal.store.outbox import OutboxRow
from portal.store.reminders import ReminderRow

WORK = "remind"
"""The name of this work of the day."""

DIRECTOR = "director"

Source = Callable[[Desk, Connection, date, Collection[int]], Iterable[Due]]
"""What is due in these cases as they stand on a day."""


@dataclass(frozen=True, slots=True)
class Reminders:
    """What one person is told today: where to, and the lines; `more` are not listed.

    `account`: whether they can sign in, and so follow a link; `lists`: whether to the list of what is learned, too.
    """

    to: str = field(repr=False)
    lines: tuple[Told, ...]
    more: int
    account: bool
    lists: bool = False

    @property
    def learning(self) -> tuple[Told, ...]:
        """What stands in the list of what is learned."""
        return tuple(line for line in self.lines if line.due.is_learning)

    @property
    def manages(self) -> bool:
        """Whether any of it that stands in the queue is told of because they manage."""
        return any(line.rung is not Rung.HANDLER for line in self.lines if not line.due.is_learning)

    @property
    def late(self) -> tuple[Told, ...]:
        """What has gone by, the oldest first."""
        return tuple(sorted((line for line in self.lines if line.left < 0), key=_by_day))

    @property
    def ahead(self) -> tuple[Told, ...]:
        """What is still to come, the soonest first."""
        return tuple(sorted((line for line in self.lines if line.left >= 0), key=_by_day))


def dates_and_rights(desk: Desk, conn: Connection, today: date, case_ids: Collection[int]) -> Iterator[Due]:
    """What these cases wait for by their dates, and the rights that are owed in them."""
    for case_id in case_ids:
        case = cases.by_id(conn, case_id)
        if case is None:
            continue
        state = fold(events.of_case(conn, case_id))
        if state.erased is None:
            rights = owed(rights_in(desk, case, state, today))
            yield from dues_of(case_id, case.reference, state, known_of(desk, case, state).deadlines, rights)


def learning_actions(desk: Desk, conn: Connection, today: date, case_ids: Collection[int]) -> Iterator[Due]:
    """The actions in these cases by which something is learned, so long as they are neither done nor given up."""
    for case_id in case_ids:
        case = cases.by_id(conn, case_id)
        if case is not None:
            yield from actions_due(case_id, case.reference, fold(events.of_case(conn, case_id)))


SOURCES: tuple[Source, ...] = (dates_and_rights, learning_actions)


def _dues(desk: Desk, conn: Connection, today: date, case_ids: Collection[int]) -> list[Due]:
    """What is due in these cases, each kept from whoever may not know of the case."""
    found = [due for source in SOURCES for due in source(desk, conn, today, case_ids)]
    active = (person for person in staff.everyone(conn) if person.active)
    readers = [Reader(person.id, person.role, frozenset(person.service_areas or ())) for person in active]
    kept_from: dict[int, frozenset[int]] = {}
    for case_id in dict.fromkeys(due.case_id for due in found):
        if case := cases.by_id(conn, case_id):
            seen = case_people.seen(conn, case)
            kept_from[case_id] = frozenset(reader.id for reader in readers if not may_see(reader, seen))
    return [replace(due, kept_from=due.kept_from | kept_from.get(due.case_id, frozenset())) for due in found]


def to_be_told(desk: Desk, now: datetime) -> tuple[Told, ...]:
    """Who is told of what today; nothing on a day that is no working day. Raises `DatabaseUnavailable`."""
    today = london_day(now)
    if Channel.MAIL not in desk.ways_out.channels or not _is_working(desk, today):
        return ()
    rule = desk.profile.reminders.rule
    with desk.database.read() as conn:
        since = _since(desk, conn, today)
        case_ids = reminders.to_look_at(conn, today, _horizon(desk, today, rule.farthest))
        found = _dues(desk, conn, today, case_ids)
        return who_is_told(found, _people(desk, conn), rule, desk.calendar, today, since)


def remind(desk: Desk, conn: Connection, told: Sequence[Told], now: datetime) -> None:
    """Keep who is told of what, and write one message to each of them, within the transaction that claims the day."""
    today = london_day(now)
    rows = {(row.recipient, row.case_id, row.what): row for row in (_row(each, today) for each in told)}
    reminders.add(conn, rows.values())
    for recipient in dict.fromkeys(row.recipient for row in rows.values()):
        leaving.remind(desk, conn, recipient, now)


def reminders_of(desk: Desk, conn: Connection, row: OutboxRow, now: datetime) -> Reminders | None:
    """What a message says as it leaves; None where nobody wants it any more.

    It was written on another day, and a newer one has taken its place; its reader's account was closed; or all that it
    told of was done meanwhile.
    """
    today, recipient = london_day(now), row.about or ""
    reader = _reader(desk, conn, recipient)
    if london_day(row.created_at) != today or reader is None:
        return None
    rows = reminders.of(conn, today, recipient)
    first = rows[:REMINDERS_LISTED]
    still = _still(desk, conn, today, recipient, first)
    if not still:
        return None
    return replace(reader, lines=still, more=len(rows) - len(first))


def _still(desk: Desk, conn: Connection, today: date, recipient: str, rows: Sequence[ReminderRow]) -> tuple[Told, ...]:
    """Those of the rows that are as due as they were, and still this person's."""
    case_ids = list(dict.fromkeys(row.case_id for row in rows))
    known = {(row.case_id, row.what, row.due_on) for row in rows}
    found = [due for due in _dues(desk, conn, today, case_ids) if (due.case_id, due.what, due.on) in known]
    rule = desk.profile.reminders.rule
    told = who_is_told(found, _people(desk, conn), rule, desk.calendar, today, desk.calendar.first)
    return tuple(each for each in told if _name(each.recipient) == recipient)


def _row(told: Told, today: date) -> ReminderRow:
    due = told.due
    return ReminderRow(today, _name(told.recipient), due.case_id, due.what, told.rung.value, due.on)


def _name(recipient: int | None) -> str:
    return DIRECTOR if recipient is None else str(recipient)


def _people(desk: Desk, conn: Connection) -> People:
    active = [person for person in staff.everyone(conn) if person.active]
    managers = frozenset(person.id for person in active if person.role == Role.MANAGER)
    return People(frozenset(person.id for person in active), managers, desk.profile.reminders.director is not None)


def _reader(desk: Desk, conn: Connection, recipient: str) -> Reminders | None:
    """Who is written to, as yet of nothing; None where nobody can be."""
    if recipient == DIRECTOR:
        director = desk.profile.reminders.director
        return Reminders(director, (), 0, account=False) if director else None
    person = staff.by_id(conn, int(recipient)) if recipient.isdecimal() else None
    if person is None or not person.active:
        return None
    return Reminders(person.email, (), 0, account=True, lists=may(person.role, Permission.SEE_TRACKER))


def _is_working(desk: Desk, day: date) -> bool:
    try:
        return desk.calendar.is_working(day)
    except BeyondCalendar:
        return False


def _since(desk: Desk, conn: Connection, today: date) -> date:
    """The last day on which anybody was reminded; not too long ago."""
    earliest = max(today - REMINDERS_REACH_BACK, desk.calendar.first)
    last = reminders.last_day(conn, today)
    return max(last, earliest) if last else earliest


def _horizon(desk: Desk, today: date, days: int) -> date:
    try:
        return desk.calendar.add(today, days)
    except BeyondCalendar:
        return desk.calendar.last


def _by_day(told: Told) -> tuple[date, str, str]:
    return told.due.on, told.due.reference, told.due.what


