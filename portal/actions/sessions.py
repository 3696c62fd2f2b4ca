"""One's own sessions: where else one is signed in, since when, and ending one of them."""

from dataclasses import dataclass
from datetime import datetime

from portal.actions.desk import Desk
from portal.actions.staff import SignInRefused, is_alive
from portal.limits import LONGEST_PASSWORD
from portal.seal.passwords import password_matches, token_id
from portal.store import staff as accounts

_SHOWN = 16


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in that still opens pages. Where it is used is not kept: `name` only tells it from the others."""

    name: str
    created_at: datetime
    seen_at: datetime
    is_this: bool


def own_sessions(desk: Desk, staff_id: int, token: str, now: datetime) -> list[Session]:
    """This person's sessions, the latest first; `token` is that of the browser which asks."""
    with desk.database.read() as conn:
        rows = accounts.open_sessions(conn, staff_id)
    this = token_id(token)
    alive = [row for row in rows if is_alive(row, now)]
    return [Session(row.id[:_SHOWN], row.created_at, row.seen_at, row.id == this) for row in alive]


def end_own_session(desk: Desk, staff_id: int, name: str, password: str, now: datetime) -> None:
    """End that session of this person; nothing where it ended already. Raises `SignInRefused` for a wrong password."""
    with desk.database.read() as conn:
        person = accounts.by_id(conn, staff_id)
    if person is None or not password_matches(person.password_hash, password[:LONGEST_PASSWORD]):
        raise SignInRefused
    with desk.database.write() as conn:
        for row in accounts.open_sessions(conn, staff_id):
            if row.id[:_SHOWN] == name:
                accounts.end_session(conn, row.id, now)
