"""Who was told of what on which day. Of one thing nobody is told twice on a day, however many would tell them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date

from sqlalchemy import Connection, Date, bindparam, func, select, union

from portal.store import tables
from portal.store.tables import BY_DAY, cases

_told = tables.reminders


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """That somebody is told of one thing on a day; `recipient`: the number of their account, or "director"."""

    day: date
    recipient: str
    case_id: int
    what: str
    rung: str
    due_on: date


_ROW = tuple(_told.c[field.name] for field in fields(ReminderRow))
_OF = (
    select(*_ROW)
    .where(_told.c.day == bindparam("day", type_=Date), _told.c.recipient == bindparam("who"))
    .order_by(_told.c.due_on, _told.c.case_id, _told.c.what)
)
_HORIZON, _TODAY = bindparam("horizon", type_=Date), bindparam("today", type_=Date)
_WAITING = select(cases.c.id).where(cases.c.open, BY_DAY, (cases.c.due_on <= _HORIZON) | cases.c.acknowledged_on.is_(None))
_OWING = select(cases.c.id).where(tables.IS_OWED, cases.c.owed_on <= _TODAY)
_LEARNING = select(tables.actions_due.c.case_id).where(tables.actions_due.c.status == "open", tables.actions_due.c.due_on <= _HORIZON)
_TO_LOOK_AT = union(_WAITING, _OWING, _LEARNING)
_LAST_DAY = select(func.max(_told.c.day)).where(_told.c.day < _TODAY)


def add(conn: Connection, rows: Iterable[ReminderRow]) -> None:
    """Keep who is told of what; only within `write()`, in the transaction that claims the day."""
    told = [asdict(row) for row in rows]
    if told:
        conn.execute(_told.insert(), told)


def of(conn: Connection, day: date, recipient: str) -> list[ReminderRow]:
    """What somebody is told on a day, the soonest date first."""
    return [ReminderRow(*row) for row in conn.execute(_OF, {"day": day, "who": recipient})]


def to_look_at(conn: Connection, today: date, horizon: date) -> list[int]:
    """The cases in which something may have to be told.

    Due up to `horizon`, not acknowledged, owing a right, or with an action to be seen to up to `horizon`, open or closed.
    """
    return sorted(conn.execute(_TO_LOOK_AT, {"today": today, "horizon": horizon}).scalars())


def last_day(conn: Connection, before: date) -> date | None:
    """The last day before this one on which anybody was told of anything; None where that never was."""
    return conn.execute(_LAST_DAY, {"today": before}).scalar()


def forget(conn: Connection, before: date) -> int:
    """Forget what was told before this day; how many rows there were."""
    return conn.execute(_told.delete().where(_told.c.day < before)).rowcount
