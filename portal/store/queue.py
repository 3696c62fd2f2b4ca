"""The queue: which cases wait, the soonest legal date first, and how many wait for what.

Pages are walked by position, not by number: a page begins after the last row of
the one before, found in the index, so that page 400 costs what page 1 costs and
a case that arrives meanwhile neither repeats nor hides another.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    Text,
    TextClause,
    bindparam,
    func,
    literal,
    select,
    text,
    tuple_,
    type_coerce,
)

from portal.casework.sight import Reach
from portal.store.scope import ALL, Scope, conditions
from portal.store.tables import IS_OWED, Id, cases

PAGE_SIZE = 25


class BadPosition(ValueError):
    """The text names no place in the queue."""


class View(StrEnum):
    """The lists an officer may choose from."""

    OPEN = "open"
    DANGER = "danger"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    DUE_THIS_WEEK = "due_this_week"
    OVERDUE = "overdue"
    OWED = "owed"
    WAITING_PERSON = "waiting_person"
    WAITING_SERVICE = "waiting_service"
    JUNK = "junk"
    CLOSED = "closed"
    ALL = "all"


NEWEST_FIRST = frozenset({View.CLOSED, View.ALL})
"""Views of what is not waiting for anything; the others show the soonest date first, danger before all."""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """A view, narrowed by codes; None does not narrow."""

    view: View = View.OPEN
    complainant: str | None = None
    procedure: str | None = None
    route: str | None = None
    matter: str | None = None
    handler_id: int | None = None
    voice: str | None = None
    language: str | None = None
    channel: str | None = None
    stage: int | None = None
    service_area: str | None = None
    team: str | None = None
    enquiry_kind: str | None = None
    no_service: bool | None = None
    """True: only what is with no service."""


@dataclass(frozen=True, slots=True)
class Position:
    """Between two rows of the queue: after (or, going `back`, before) the row with these values."""

    rank: int
    due_on: date
    id: int
    back: bool = False

    def encode(self) -> str:
        """A short text for a URL."""
        day = self.due_on.isoformat().replace("-", "")
        return f"{'b' if self.back else 'a'}{self.rank}-{day}-{self.id}"

    @classmethod
    def decode(cls, text: str) -> "Position":
        """What `encode` gave. Raises `BadPosition`."""
        found = re.fullmatch(r"([ab])([012])-([0-9]{4})([0-9]{2})([0-9]{2})-([0-9]{1,18})", text)
        if not found:
            raise BadPosition(text)
        way, rank, year, month, day, id = found.groups()
        try:
            return cls(int(rank), date(int(year), int(month), int(day)), int(id), way == "b")
        except ValueError as error:
            raise BadPosition(text) from error


@dataclass(frozen=True, slots=True)
class QueueRow:
    """What the queue shows of a case."""

    id: int
    reference: str
    council: str
    purpose: str
    received_on: date
    channel: str
    complainant: str | None
    matters: tuple[str, ...]
    point_count: int
    route: str
    route_confirmed: bool
    procedure: str | None
    danger: bool
    rank: int
    open: bool
    stage: int
    due_on: date
    latest_on: date | None
    handler_id: int | None
    acknowledged_on: date | None
    service_area: str | None
    team: str | None
    person_asked_on: date | None
    service_asked_on: date | None
    service_answer_by: date | None
    enquiry_kind: str | None = None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page, and the positions of the ones around it; None where there is none."""

    rows: tuple[QueueRow, ...]
    next: Position | None
    previous: Position | None


def page(
    conn: Connection,
    wanted: QueueFilter,
    after: Position | None = None,
    size: int = PAGE_SIZE,
    *,
    today: date,
    staff_id: int | None = None,
    scope: Scope = ALL,
) -> QueuePage:
    """One page of the queue, of what `scope` sees. `today` is the day in London; `staff_id` is whose view *mine* is.

    `after` may point either way: it is the `next` or `previous` of another page of the same filter.
    """
    narrowed = frozenset(name for name in _NARROWING if getattr(wanted, name) is not None)
    statement = _statement(wanted.view, narrowed, None if after is None else after.back, scope.reach)
    values = _values(wanted, today, staff_id) | _place(after) | {"size": size + 1} | scope.values()
    rows = [QueueRow(*row) for row in conn.execute(statement, values)]
    return _page(rows, size, after)


def rows_of(conn: Connection, ids: Sequence[int], scope: Scope = ALL) -> tuple[QueueRow, ...]:
    """The rows of those of these cases that `scope` sees, in the order asked for."""
    these = _THESE.where(*conditions(scope.reach))
    found = {row.id: row for row in (QueueRow(*row) for row in conn.execute(these, {"these": list(ids)} | scope.values()))}
    return tuple(found[id] for id in ids if id in found)


def counts(
    conn: Connection, *, today: date, staff_id: int | None = None, stop: int = 1000, scope: Scope = ALL
) -> dict[str, int]:
    """How many cases each open view holds of what `scope` sees; `stop` means that many or more."""
    row = conn.execute(_counts(scope.reach), _dates(today) | {"me": staff_id, "stop": stop} | scope.values()).one()
    return dict(row._mapping)


def owed_not_worked_out(conn: Connection, most: int) -> list[int]:
    """Up to `most` cases of which nobody has worked out yet whether they owe a right, the newest first."""
    return list(conn.execute(_OWED_UNKNOWN, {"most": most}).scalars())


def count_due(conn: Connection, first: date, last: date, stop: int) -> int:
    """How many open cases are due between these days, both counted in; `stop` means that many or more."""
    return conn.execute(_COUNT_DUE, {"first": first, "last": last, "stop": stop}).scalar_one()


def _page(rows: list[QueueRow], size: int, after: Position | None) -> QueuePage:
    back = after is not None and after.back
    more = len(rows) > size
    rows = rows[:size]
    if back:
        rows.reverse()
    if not rows:
        return QueuePage((), None, None)
    following = back or more
    preceding = more if back else after is not None
    return QueuePage(
        tuple(rows),
        _position(rows[-1], back=False) if following else None,
        _position(rows[0], back=True) if preceding else None,
    )


def _position(row: QueueRow, *, back: bool) -> Position:
    return Position(row.rank, row.due_on, row.id, back)


_OWED_UNKNOWN = select(cases.c.id).where(text("owed_on IS NULL")).order_by(cases.c.id.desc()).limit(bindparam("most", type_=Integer))
_COLUMNS = tuple(cases.c[field.name] for field in fields(QueueRow))
_THESE = select(*_COLUMNS).where(cases.c.id.in_(bindparam("these", expanding=True)))
_KEY = (cases.c.rank, cases.c.due_on, cases.c.id)
_KEYS = {View.DANGER: _KEY[1:], View.JUNK: _KEY[1:], View.CLOSED: _KEY[2:], View.ALL: _KEY[2:]}
"""What pages are walked by: rows differ in no more than this within a view."""

_HERE = {column.name: bindparam(column.name, type_=column.type) for column in _KEY}
_SIZE = bindparam("size", type_=Integer)
_ME = bindparam("me", type_=Id)
_TODAY = bindparam("today", type_=Date)
_SUNDAY = bindparam("sunday", type_=Date)
_EACH_RANK = cases.c.rank.in_((0, 1, 2))

_VIEWS: dict[View, tuple[ColumnElement[bool] | TextClause, ...]] = {
    View.OPEN: (cases.c.open,),
    View.DANGER: (cases.c.open, cases.c.rank == 0),
    View.MINE: (cases.c.open, cases.c.handler_id == _ME),
    View.UNASSIGNED: (cases.c.open, cases.c.handler_id.is_(None)),
    View.DUE_THIS_WEEK: (cases.c.open, _EACH_RANK, cases.c.due_on.between(_TODAY, _SUNDAY)),
    View.OVERDUE: (cases.c.open, _EACH_RANK, cases.c.due_on < _TODAY),
    View.OWED: (IS_OWED, cases.c.owed_on <= _TODAY),
    View.WAITING_PERSON: (cases.c.open, cases.c.person_asked_on.is_not(None)),
    View.WAITING_SERVICE: (cases.c.open, cases.c.service_asked_on.is_not(None)),
    View.JUNK: (cases.c.open, cases.c.rank == 2),
    View.CLOSED: (~cases.c.open,),
    View.ALL: (),
}

_NARROWING: dict[str, ColumnElement[bool]] = {
    "complainant": cases.c.complainant == bindparam("complainant"),
    "procedure": cases.c.procedure == bindparam("procedure"),
    "route": cases.c.route == bindparam("route"),
    "matter": type_coerce(cases.c.matters, Text).like(bindparam("matter", type_=Text), escape="/"),
    "handler_id": cases.c.handler_id == bindparam("handler_id"),
    "voice": cases.c.voice == bindparam("voice"),
    "language": cases.c.language == bindparam("language"),
    "channel": cases.c.channel == bindparam("channel"),
    "stage": cases.c.stage == bindparam("stage"),
    "service_area": cases.c.service_area == bindparam("service_area"),
    "team": cases.c.team == bindparam("team"),
    "enquiry_kind": cases.c.enquiry_kind == bindparam("enquiry_kind"),
    "no_service": cases.c.service_area.is_(None),
}


_UNINDEXED = frozenset({"matter", "voice", "language", "channel", "enquiry_kind"})


@lru_cache(maxsize=512)
def _statement(view: View, narrowed: frozenset[str], back: bool | None, reach: Reach | None = None) -> Select[Any]:
    downwards = (view in NEWEST_FIRST) != bool(back)
    key = _KEYS.get(view, _KEY)
    order = tuple(column.desc() for column in key) if downwards else key
    seen = conditions(reach)
    chosen = (*_VIEWS[view], *(_NARROWING[name] for name in sorted(narrowed)), *seen, *_beyond(key, back, downwards))
    if not _UNINDEXED.isdisjoint(narrowed) and view not in NEWEST_FIRST:
        # No index begins with these. First the ids, for which the index alone is read; then only those cases.
        found = select(cases.c.id).where(*chosen).order_by(*order).limit(_SIZE).subquery()
        return select(*_COLUMNS).join(found, cases.c.id == found.c.id).order_by(*order)
    return select(*_COLUMNS).where(*chosen).order_by(*order).limit(_SIZE)


def _beyond(key: tuple[Column[Any], ...], back: bool | None, downwards: bool) -> tuple[ColumnElement[bool], ...]:
    if back is None:
        return ()
    here = tuple_(*(_HERE[column.name] for column in key))
    return (tuple_(*key) < here,) if downwards else (tuple_(*key) > here,)


def _values(wanted: QueueFilter, today: date, staff_id: int | None) -> dict[str, Any]:
    narrowing = {name: getattr(wanted, name) for name in _NARROWING}
    return narrowing | _dates(today) | {"me": staff_id, "matter": _holding(wanted.matter)}


def _dates(today: date) -> dict[str, date]:
    return {"today": today, "sunday": today + timedelta(days=6 - today.weekday())}


def _place(after: Position | None) -> dict[str, Any]:
    return {} if after is None else {"rank": after.rank, "due_on": after.due_on, "id": after.id}


def _holding(code: str | None) -> str | None:
    return None if code is None else "% " + re.sub("([%_/])", r"/\1", code) + " %"


def _count(view: View, reach: Reach | None) -> ColumnElement[int]:
    counted = (*_VIEWS[view], *conditions(reach))
    # In the page's own order, though it counts for nothing: or else PostgreSQL may look for open cases among all there ever were.
    capped = select(literal(1)).select_from(cases).where(*counted).order_by(*_KEYS.get(view, _KEY)).limit(bindparam("stop", type_=Integer))
    return select(func.count()).select_from(capped.subquery()).scalar_subquery().label(view.value)


@lru_cache(maxsize=8)
def _counts(reach: Reach | None) -> Select[Any]:
    counted: tuple[ColumnElement[Any], ...] = tuple(_count(view, reach) for view in View if view not in NEWEST_FIRST)
    return select(*counted)


_DUE = (cases.c.open, _EACH_RANK, cases.c.due_on.between(bindparam("first", type_=Date), bindparam("last", type_=Date)))
_DUE_CAPPED = select(literal(1)).select_from(cases).where(*_DUE).limit(bindparam("stop", type_=Integer))
_COUNT_DUE = select(func.count()).select_from(_DUE_CAPPED.subquery())
