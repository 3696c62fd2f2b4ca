"""Looking after other people's accounts: shutting and opening them, unlocking, ending sessions; each within reach."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from portal.actions import second_factor
from portal.actions.desk import Desk
from portal.actions.staff import Officer
from portal.casework.permissions import Role, looks_after
from portal.store import staff as accounts
from portal.store.database import Connection


class NoSuchPerson(Exception):
    """No account has this number."""


class BeyondReach(Exception):
    """Whoever asks looks after accounts, but not after one of this role."""


def close_account(desk: Desk, by: Officer, staff_id: int, now: datetime) -> None:
    """Nobody signs in to this account any more, and whoever is in it is out. Raises `NoSuchPerson`, `BeyondReach`."""
    with within_reach(desk, by, staff_id) as conn:
        accounts.set_active(conn, staff_id, False)
        accounts.end_all_sessions(conn, staff_id, now)


def open_account(desk: Desk, by: Officer, staff_id: int) -> None:
    """Let a closed account be used again. Raises `NoSuchPerson`, `BeyondReach`."""
    with within_reach(desk, by, staff_id) as conn:
        accounts.set_active(conn, staff_id, True)


def unlock(desk: Desk, by: Officer, staff_id: int) -> None:
    """Let somebody who is locked out try again at once. Raises `NoSuchPerson`, `BeyondReach`."""
    with within_reach(desk, by, staff_id) as conn:
        accounts.clear_failures(conn, staff_id)


def give_role(desk: Desk, by: Officer, staff_id: int, role: Role, areas: tuple[str, ...], now: datetime) -> None:
    """Make somebody a `role`, who manages these service areas where they are a service manager; they sign in anew.

    Raises `NoSuchPerson`, `BeyondReach`, also for a role that `by` does not look after, and for their own account.
    """
    with within_reach(desk, by, staff_id) as conn:
        if staff_id == by.id or not looks_after(by.role, role):
            raise BeyondReach
        accounts.set_role(conn, staff_id, role.value, areas if role is Role.SERVICE_MANAGER else None)
        accounts.end_all_sessions(conn, staff_id, now)


def end_sessions(desk: Desk, by: Officer, staff_id: int, now: datetime) -> None:
    """Sign somebody out everywhere. Raises `NoSuchPerson`, `BeyondReach`."""
    with within_reach(desk, by, staff_id) as conn:
        accounts.end_all_sessions(conn, staff_id, now)


def take_factor_away(desk: Desk, by: Officer, staff_id: int, now: datetime) -> None:
    """Take the second factor from somebody who lost it, and sign them out everywhere. Raises `NoSuchPerson`, `BeyondReach`."""
    with within_reach(desk, by, staff_id) as conn:
        second_factor.take_away(conn, staff_id, now)


@contextmanager
def within_reach(desk: Desk, by: Officer, staff_id: int) -> Iterator[Connection]:
    """One transaction on the account of somebody whom `by` looks after."""
    with desk.database.write() as conn:
        person = accounts.held(conn, staff_id)
        if person is None:
            raise NoSuchPerson
        if not looks_after(by.role, person.role):
            raise BeyondReach
        yield conn
