"""Coming and going in the back office: accounts, signing in with lock-out, sessions that end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email

from portal.actions.desk import Desk
from portal.casework.permissions import Role
from portal.seal.passwords import NOBODY, hash_password, needs_new_hash, new_token, password_matches, token_id
from portal.store import staff as accounts
from portal.store.database import Connection
from portal.store.staff import SessionRow, StaffRow

IDLE_LIMIT = timedelta(minutes=60)
LONGEST_SESSION = timedelta(hours=12)
FREE_TRIES = 5
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(minutes=60)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256

# Writing down every look would make each page a write; a minute more or less does not matter to the limit.
_SEEN_EVERY = timedelta(minutes=1)


class SignInRefused(Exception):
    """The address or the password is wrong, or the account is closed; which of them is not said."""


class LockedOut(Exception):
    """Too many wrong passwords: nobody signs in to this account before `until` (aware, UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"locked until {until.isoformat()}")
        self.until = until


class EmailWrong(Exception):
    """This is not an e-mail address."""


class PasswordUnfit(Exception):
    """The new password is too short or too long, or says the address; the message says which."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who is signed in."""

    id: int
    name: str
    email: str
    role: str


def add_officer(desk: Desk, email: str, name: str, role: Role, password: str, now: datetime) -> int:
    """Open an account and return its number. Raises `EmailWrong`, `EmailTaken`, `PasswordUnfit`."""
    address = _address(email)
    _check_fit(password, address)
    kept = hash_password(password)
    with desk.database.write() as conn:
        return accounts.add(conn, address, name.strip(), Role(role).value, kept, now)


def sign_in(desk: Desk, email: str, password: str, now: datetime) -> str:
    """A new session's token for the cookie. Raises `SignInRefused`, `LockedOut`.

    An address nobody has costs the same time and gives the same answer as a wrong password.
    """
    with desk.database.read() as conn:
        found = accounts.by_email(conn, email) if email.isprintable() else None
    _refuse_locked(found, now)
    right = password_matches(found.password_hash if found else NOBODY, password[:LONGEST_PASSWORD])
    token, locked = _judge(desk, found, right, now)
    if locked:
        raise LockedOut(locked)
    if not found or not token:
        raise SignInRefused
    _renew_hash(desk, found, password)
    return token


def lock_after(failures: int) -> timedelta | None:
    """How long an account stays shut after so many wrong passwords in a row; None: not at all."""
    over = failures - FREE_TRIES
    return None if over < 0 else min(FIRST_LOCK * 2 ** min(over, 10), LONGEST_LOCK)


def who_is(desk: Desk, token: str, now: datetime) -> Officer | None:
    """Whose session this is; None once it ended, was idle for an hour, is 12 hours old or the account was closed."""
    with desk.database.read() as conn:
        found = accounts.session(conn, token_id(token))
    if found is None or not _is_alive(found[1], now):
        return None
    person, session = found
    if now - session.seen_at >= _SEEN_EVERY:
        with desk.database.write() as conn:
            accounts.touch_session(conn, session.id, now)
    return Officer(person.id, person.name, person.email, person.role)


def sign_out(desk: Desk, token: str, now: datetime) -> None:
    """End this session."""
    with desk.database.write() as conn:
        accounts.end_session(conn, token_id(token), now)


def sign_out_everywhere(desk: Desk, staff_id: int, now: datetime) -> None:
    """End every session of this person, this one too."""
    with desk.database.write() as conn:
        accounts.end_all_sessions(conn, staff_id, now)


def change_password(desk: Desk, staff_id: int, old: str, new: str, now: datetime) -> None:
    """Put `new` in the place of `old` and end every session. Raises `SignInRefused`, `PasswordUnfit`."""
    with desk.database.read() as conn:
        found = accounts.by_id(conn, staff_id)
    if not found or not password_matches(found.password_hash, old[:LONGEST_PASSWORD]):
        raise SignInRefused
    _check_fit(new, found.email)
    kept = hash_password(new)
    with desk.database.write() as conn:
        accounts.set_password(conn, staff_id, kept)
        accounts.end_all_sessions(conn, staff_id, now)


def close_account(desk: Desk, staff_id: int, now: datetime) -> None:
    """Nobody signs in to this account any more, and whoever is signed in to it is out."""
    with desk.database.write() as conn:
        accounts.set_active(conn, staff_id, False)
        accounts.end_all_sessions(conn, staff_id, now)


def open_account(desk: Desk, staff_id: int) -> None:
    """Let a closed account be used again."""
    with desk.database.write() as conn:
        accounts.set_active(conn, staff_id, True)


def unlock(desk: Desk, staff_id: int) -> None:
    """Let somebody who is locked out try again at once."""
    with desk.database.write() as conn:
        accounts.clear_failures(conn, staff_id)


def everyone(desk: Desk) -> tuple[StaffRow, ...]:
    """All accounts, by name."""
    with desk.database.read() as conn:
        return tuple(accounts.everyone(conn))


def _judge(desk: Desk, found: StaffRow | None, right: bool, now: datetime) -> tuple[str | None, datetime | None]:
    """A token, or until when the account is shut, or neither. Raises `LockedOut`.

    The account is read again and held: guesses that come side by side do not all pass the same open door.
    """
    with desk.database.write() as conn:
        held = accounts.held(conn, found.id) if found else None
        _refuse_locked(held, now)
        if held and held.active and right:
            return _let_in(conn, held, now), None
        return None, _count_failure(conn, held, now) if held else None


def _let_in(conn: Connection, found: StaffRow, now: datetime) -> str:
    token = new_token()
    accounts.clear_failures(conn, found.id)
    accounts.start_session(conn, token_id(token), found.id, now)
    return token


def _count_failure(conn: Connection, found: StaffRow, now: datetime) -> datetime | None:
    """One more wrong password; until when the account is shut because of it."""
    failures = found.failures + 1
    lock = lock_after(failures)
    until = now + lock if lock else None
    accounts.record_failure(conn, found.id, until, failures)
    return until


def _refuse_locked(found: StaffRow | None, now: datetime) -> None:
    if found and found.locked_until and found.locked_until > now:
        raise LockedOut(found.locked_until)


def _renew_hash(desk: Desk, found: StaffRow, password: str) -> None:
    """Only while signing in do we hold the password, so only then can an old hash be made anew."""
    if needs_new_hash(found.password_hash):
        kept = hash_password(password)
        with desk.database.write() as conn:
            accounts.set_password(conn, found.id, kept)


def _is_alive(session: SessionRow, now: datetime) -> bool:
    return now - session.seen_at < IDLE_LIMIT and now - session.created_at < LONGEST_SESSION


def _address(email: str) -> str:
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise EmailWrong(str(error)) from error


def _check_fit(password: str, email: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordUnfit(f"Use at least {SHORTEST_PASSWORD} characters.")
    if len(password) > LONGEST_PASSWORD:
        raise PasswordUnfit(f"Use at most {LONGEST_PASSWORD} characters.")
    if email in password.casefold() or len(set(password)) < 5:
        raise PasswordUnfit("Choose a password that is harder to guess.")
