"""First passwords: made by the portal for somebody to begin with, good for a week, replaced by one of their own."""

from datetime import datetime

from portal.actions.desk import Desk
from portal.limits import FIRST_PASSWORD_KEPT
from portal.seal.passwords import hash_password, new_password
from portal.store import staff as accounts
from portal.store.staff import StaffRow


class NoSuchAddress(Exception):
    """Nobody has an account under this address."""


def give_password(desk: Desk, email: str, now: datetime, password: str | None = None) -> str:
    """A new first password for whoever lost theirs, or let the first one run out; returns it, and ends every session.

    The account is unlocked, and stays closed where it is closed. Raises `NoSuchAddress`.
    """
    given = password or new_password()
    kept = hash_password(given)
    with desk.database.write() as conn:
        found = accounts.by_email(conn, email)
        if found is None:
            raise NoSuchAddress(f"Nobody has an account under {email}.")
        accounts.set_password(conn, found.id, kept, now + FIRST_PASSWORD_KEPT)
        accounts.clear_failures(conn, found.id)
        accounts.end_all_sessions(conn, found.id, now)
    return given


def has_run_out(person: StaffRow, now: datetime) -> bool:
    """Whether the password that this person was given opens nothing any more."""
    return person.password_until is not None and now >= person.password_until
