"""The council's own systems: giving them tokens, and what they may read with one. Nothing sealed is opened.

Looking at one case is written down beside it, as a row of its own and not as an event: a
machine that looks every night would bury what people did under what it read.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.actions.desk import Desk
from portal.limits import FEED_MONTHS
from portal.seal.passwords import new_token, token_id
from portal.store import cases, events, feed
from portal.store.feed import FeedRow, MonthRow, Place, TokenRow

USED_EVERY = timedelta(minutes=1)
"""When a token was last used is kept to the minute: more would make each look a write."""


class Scope(StrEnum):
    """What a token opens."""

    CASES = "cases"
    FIGURES = "figures"


class NotOpened(Exception):
    """There is no such token, or it was revoked."""


class OutOfScope(Exception):
    """The token is right, and does not open this."""


class NoSuchToken(Exception):
    """No token of this name opens anything."""


@dataclass(frozen=True, slots=True)
class PointTold:
    """A point as the feed tells it: no words."""

    number: int
    matter: str | None
    route: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a case, as the feed tells it: what, when, and which side did it."""

    kind: str
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class CaseTold:
    """One case as the feed tells it."""

    case: FeedRow
    points: tuple[PointTold, ...]
    history: tuple[Step, ...]


def give_token(desk: Desk, name: str, scopes: Collection[Scope], now: datetime) -> str:
    """A new token, which is shown this once: only its hash is kept. Raises `NameTaken`."""
    token = new_token()
    with desk.database.write() as conn:
        feed.add_token(conn, name, token_id(token), [scope.value for scope in scopes], now)
    return token


def revoke_token(desk: Desk, name: str, now: datetime) -> None:
    """The token of this name opens nothing any more. Raises `NoSuchToken`."""
    with desk.database.write() as conn:
        if not feed.revoke(conn, name, now):
            raise NoSuchToken(name)


def tokens(desk: Desk) -> list[TokenRow]:
    """Every token there ever was."""
    with desk.database.read() as conn:
        return feed.every_token(conn)


def admit(desk: Desk, token: str, scope: Scope, now: datetime) -> TokenRow:
    """The token that opens this. Raises `NotOpened`, `OutOfScope`."""
    with desk.database.read() as conn:
        found = feed.token_of(conn, token_id(token))
    if found is None:
        raise NotOpened
    if scope.value not in found.scopes:
        raise OutOfScope(scope.value)
    if found.used_at is None or now - found.used_at >= USED_EVERY:
        with desk.database.write() as conn:
            feed.mark_used(conn, found.id, now)
    return found


def cases_from(desk: Desk, place: Place, most: int) -> tuple[list[FeedRow], Place | None]:
    """Up to `most` cases after this place, and the place to go on from; None where there are no more."""
    with desk.database.read() as conn:
        found = feed.onward(conn, place, most + 1)
    last = found[most - 1] if len(found) > most else None
    return found[:most], Place(last.received_on, last.id) if last else None


def one_case(desk: Desk, reference: str, token: TokenRow, now: datetime) -> CaseTold | None:
    """One case with its points and its history, and that it was looked at; None where there is none."""
    with desk.database.write() as conn:
        found = feed.one(conn, reference)
        if found is None:
            return None
        feed.write_read(conn, token.id, found.id, now)
        points = tuple(PointTold(p.number, p.matter, p.route) for p in cases.points_of(conn, found.id))
        history = tuple(Step(e.kind, e.at, e.actor) for e in events.of_case(conn, found.id))
    return CaseTold(found, points, history)


def figures(desk: Desk, today: date) -> list[MonthRow]:
    """The figures of the last months; `today` is a day in London."""
    with desk.database.read() as conn:
        return feed.by_month(conn, first_month(today), today)


def first_month(today: date) -> date:
    """The first day that the figures tell of."""
    months = today.year * 12 + today.month - FEED_MONTHS
    return date(months // 12, months % 12 + 1, 1)
