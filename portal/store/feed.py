"""What the council's own systems read: their tokens, cases by the day of receipt, and figures by month. Nothing sealed."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, Integer, Text, bindparam, case, cast, func, select, tuple_

from portal.store import tables
from portal.store.database import collisions_named
from portal.store.tables import NO_DUE_DATE, Id, cases

_tokens, _reads = tables.feed_tokens, tables.feed_reads


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as stored; `hash` is the SHA-256 of the token in hex, so that a stolen table opens nothing."""

    id: int
    name: str
    hash: str
    scopes: tuple[str, ...]
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedRow:
    """What the feed tells of a case: codes, dates and its stage."""

    id: int
    reference: str
    purpose: str
    received_on: date
    complainant: str | None
    matters: tuple[str, ...]
    point_count: int
    route: str
    route_confirmed: bool
    procedure: str | None
    danger: bool
    open: bool
    stage: int
    due_on: date
    latest_on: date | None
    acknowledged_on: date | None
    closed_on: date | None
    outcome: str | None
    rules_version: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the feed: after the case with this number of this day."""

    received_on: date
    id: int


@dataclass(frozen=True, slots=True)
class MonthRow:
    """How many cases a month brought by procedure and route, how many are still open, and how many of those are late."""

    month: str
    procedure: str | None
    route: str
    received: int
    acknowledged: int
    open: int
    late: int


_TOKEN = tuple(_tokens.c[field.name] for field in fields(TokenRow))
_ROW = tuple(cases.c[field.name] for field in fields(FeedRow))
_THIS = _tokens.c.id == bindparam("token")

_ADD = _tokens.insert()
_BY_HASH = select(*_TOKEN).where(_tokens.c.hash == bindparam("wanted"), _tokens.c.revoked_at.is_(None))
_EVERY_TOKEN = select(*_TOKEN).order_by(_tokens.c.id)
_USED = _tokens.update().where(_THIS).values(used_at=bindparam("now"))
_REVOKE = _tokens.update().where(_tokens.c.name == bindparam("called"), _tokens.c.revoked_at.is_(None))
_REVOKE = _REVOKE.values(revoked_at=bindparam("now"))
_READ = _reads.insert()

_PLACE = (cases.c.received_on, cases.c.id)
_HERE = tuple_(bindparam("day", type_=Date), bindparam("number", type_=Id))
_ONWARD = select(*_ROW).where(tuple_(*_PLACE) > _HERE).order_by(*_PLACE).limit(bindparam("most", type_=Integer))
_ONE = select(*_ROW).where(cases.c.reference == bindparam("reference"))

_MONTH = func.substr(cast(cases.c.received_on, Text), 1, 7)
_LATE = cases.c.open & (cases.c.due_on < bindparam("today", type_=Date))
_BY_MONTH = (
    select(
        _MONTH, cases.c.procedure, cases.c.route, func.count(),
        func.count(cases.c.acknowledged_on), func.sum(case((cases.c.open, 1), else_=0)),
        func.sum(case((_LATE, 1), else_=0)),
    )
    .where(cases.c.received_on >= bindparam("since", type_=Date))
    .group_by(_MONTH, cases.c.procedure, cases.c.route)
    .order_by(_MONTH, cases.c.route)
)  # fmt: skip


def add_token(conn: Connection, name: str, hash: str, scopes: Iterable[str], now: datetime) -> None:
    """Keep a new token under its hash. Raises `NameTaken`."""
    token = {"name": name, "hash": hash, "scopes": tuple(scopes), "created_at": now}
    with collisions_named():
        conn.execute(_ADD, token)


def token_of(conn: Connection, hash: str) -> TokenRow | None:
    """The token with this hash; None where there is none, or it was revoked."""
    row = conn.execute(_BY_HASH, {"wanted": hash}).first()
    return TokenRow(*row) if row else None


def every_token(conn: Connection) -> list[TokenRow]:
    """All tokens there ever were, the oldest first."""
    return [TokenRow(*row) for row in conn.execute(_EVERY_TOKEN)]


def mark_used(conn: Connection, id: int, now: datetime) -> None:
    """Keep when the token was last used."""
    conn.execute(_USED, {"token": id, "now": now})


def revoke(conn: Connection, name: str, now: datetime) -> bool:
    """From now on the token opens nothing; False where there is none of this name that does."""
    return conn.execute(_REVOKE, {"called": name, "now": now}).rowcount > 0


def write_read(conn: Connection, token_id: int, case_id: int, now: datetime) -> None:
    """Keep that this token looked at this one case."""
    conn.execute(_READ, {"token_id": token_id, "case_id": case_id, "at": now})


def onward(conn: Connection, place: Place, most: int) -> list[FeedRow]:
    """Up to `most` cases after this place, in the order of their days of receipt."""
    found = conn.execute(_ONWARD, {"day": place.received_on, "number": place.id, "most": most})
    return [FeedRow(*row) for row in found]


def one(conn: Connection, reference: str) -> FeedRow | None:
    """The case with this reference, or None."""
    row = conn.execute(_ONE, {"reference": reference}).first()
    return FeedRow(*row) if row else None


def by_month(conn: Connection, since: date, today: date) -> list[MonthRow]:
    """The figures of every month from the day `since`; `today` (in London) says what is late."""
    assert today < NO_DUE_DATE
    return [MonthRow(*_plain(row)) for row in conn.execute(_BY_MONTH, {"since": since, "today": today})]


def _plain(row: Any) -> tuple[Any, ...]:
    return (*row[:3], *(int(number) for number in row[3:]))
