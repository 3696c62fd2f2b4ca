"""Coming and going in the back office: accounts, signing in with lock-out, sessions that end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email

from portal.actions.desk import Desk
from portal.actions.first_passwords import has_run_out
from portal.actions.new_passwords import PasswordUnfit, check_fit
from portal.casework.permissions import Role
from portal.limits import FIRST_PASSWORD_KEPT, LONGEST_PASSWORD
from portal.limits import STAFF_FIRST_LOCK as FIRST_LOCK
from portal.limits import STAFF_FREE_TRIES as FREE_TRIES
from portal.limits import STAFF_HALF_SESSION as HALF_SESSION
from portal.limits import STAFF_IDLE as IDLE_LIMIT
from portal.limits import STAFF_LONGEST_LOCK as LONGEST_LOCK
from portal.limits import STAFF_LONGEST_SESSION as LONGEST_SESSION
from portal.seal.passwords import NOBODY, hash_password, needs_new_hash, new_token, password_matches, token_id
from portal.store import second_factors
from portal.store import staff as accounts
from portal.store.database import Connection
from portal.store.staff import SessionRow, StaffRow

# Writing down every look would make each page a write; a minute more or less does not matter to the limit.
_SEEN_EVERY = timedelta(minutes=1)

_NOBODYS_ID = 0

VOUCHED = "strong"
"""Of a session for which the council's own sign-in has said that a second factor was asked for."""


class SignInRefused(Exception):
    """The address or the password is wrong, or the account is closed or shut for a while; which is not said."""


class EmailWrong(Exception):
    """This is not an e-mail address."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who is signed in."""

    id: int
    name: str
    email: str
    role: str
    password_until: datetime | None = None
    by_council: bool = False
    """Whether the council's own sign-in opened this session."""


def add_officer(
    desk: Desk, email: str, name: str, role: Role, password: str, now: datetime, *, given: bool = False
) -> int:
    """Open an account and return its number. Raises `EmailWrong`, `EmailTaken`, `PasswordUnfit`.

    `given`: the password is not one that they chose, so it opens the account for a week only.
    """
    address = _address(email)
    check_fit(password, _about(desk, address, name))
    kept, until = hash_password(password), now + FIRST_PASSWORD_KEPT if given else None
    with desk.database.write() as conn:
        return accounts.add(conn, address, name.strip(), Role(role).value, kept, now, until)


def sign_in(desk: Desk, email: str, password: str, now: datetime) -> str:
    """A token for the cookie: of a new session, or of a half-session, which opens no page, where a second factor is still
    asked for (`second_factor.half_way` tells). Raises `SignInRefused`.

    An address nobody has, a wrong password and an account that is shut for a while are refused alike, and each
    costs the same time: one password checked, one thing written.
    """
    typed = password[:LONGEST_PASSWORD]
    with desk.database.read() as conn:
        found = accounts.by_email(conn, email) if email.isprintable() else None
    right = password_matches(found.password_hash if found else NOBODY, typed)
    token = _judge(desk, found, right, _renewed(found, typed, now) if found and right else None, now)
    if token is None:
        raise SignInRefused
    return token


def opens(desk: Desk, email: str, password: str) -> bool:
    """Whether this is the password of an open account; counts as no try, and signs nobody in."""
    with desk.database.read() as conn:
        found = accounts.by_email(conn, email)
    return found is not None and found.active and password_matches(found.password_hash, password[:LONGEST_PASSWORD])


def lock_after(failures: int) -> timedelta | None:
    """How long an account stays shut after so many wrong passwords in a row; None: not at all."""
    over = failures - FREE_TRIES
    return None if over < 0 else min(FIRST_LOCK * 2 ** min(over, 10), LONGEST_LOCK)


def who_is(desk: Desk, token: str, now: datetime) -> Officer | None:
    """Whose session this is; None once it ended, was idle for an hour, is 12 hours old or the account was closed.

    None also where they have no second factor and must have one: they begin anew, and are led to it.
    """
    with desk.database.read() as conn:
        found = accounts.session(conn, token_id(token))
    if found is None or not is_alive(found[1], now):
        return None
    person, session = found
    if desk.factor_required and person.factor is None and session.vouched != VOUCHED:
        return None
    if now - session.seen_at >= _SEEN_EVERY:
        with desk.database.write() as conn:
            accounts.touch_session(conn, session.id, now)
    until = None if session.vouched else person.password_until
    return Officer(person.id, person.name, person.email, person.role, until, bool(session.vouched))


def who_was(desk: Desk, token: str) -> int | None:
    """Whose session this was that ran out: the number of their account; None where they ended it, or the account is closed."""
    with desk.database.read() as conn:
        found = accounts.session(conn, token_id(token))
    return found[0].id if found else None


def is_alive(session: SessionRow, now: datetime) -> bool:
    """Whether a session that was not ended is neither idle nor old."""
    return now - session.seen_at < IDLE_LIMIT and now - session.created_at < LONGEST_SESSION


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
    if new == old:
        raise PasswordUnfit("This is the password that you have. Choose another.")
    check_fit(new, _about(desk, found.email, found.name))
    kept = hash_password(new)
    with desk.database.write() as conn:
        if not _is_unchanged(accounts.held(conn, staff_id), found):
            raise SignInRefused
        accounts.set_password(conn, staff_id, kept)
        accounts.end_all_sessions(conn, staff_id, now)


def everyone(desk: Desk) -> tuple[StaffRow, ...]:
    """All accounts, by name."""
    with desk.database.read() as conn:
        return tuple(accounts.everyone(conn))


def _judge(desk: Desk, found: StaffRow | None, right: bool, renewed: str | None, now: datetime) -> str | None:
    """A token, where the account opens.

    It is read again and held: guesses that come side by side do not all pass the same open door, and a password
    that was changed since it was checked opens nothing.
    """
    with desk.database.write() as conn:
        held = accounts.held(conn, found.id if found else _NOBODYS_ID)
        if held is None or is_locked(held, now):
            accounts.record_nothing(conn)
        elif not (right and held.active) or has_run_out(held, now) or not _may_use_password(desk, held):
            count_failure(conn, held, now)
        elif _is_unchanged(held, found):
            return _past_the_password(desk, conn, held, renewed, now)
        return None


def _may_use_password(desk: Desk, held: StaffRow) -> bool:
    """Where the council's own sign-in is the only way, an administrator still gets in when it is down."""
    return not desk.passwords_for_administrators or held.role == Role.ADMINISTRATOR


def _past_the_password(desk: Desk, conn: Connection, held: StaffRow, renewed: str | None, now: datetime) -> str:
    """Let them in, or half in: then what they got wrong stays counted, or a password would buy new guesses at the code."""
    if renewed:
        accounts.set_password(conn, held.id, renewed, held.password_until)
    if held.factor is None and not desk.factor_required:
        return let_in(conn, held.id, now)
    return half_in(conn, held.id, now)


def half_in(conn: Connection, staff_id: int, now: datetime, vouched: str | None = None) -> str:
    """Begin a half-session, which opens no page: the token of somebody whose code is still waited for."""
    token = new_token()
    second_factors.start_half(conn, token_id(token), staff_id, now, now - HALF_SESSION, vouched)
    return token


def let_in(conn: Connection, staff_id: int, now: datetime, vouched: str | None = None) -> str:
    """Begin a session of whoever has shown all that is asked for; its token. What they got wrong before is forgotten.

    `vouched`: where the council's own sign-in opened it, whether it vouched for a second factor.
    """
    token = new_token()
    accounts.clear_failures(conn, staff_id)
    accounts.start_session(conn, token_id(token), staff_id, now, vouched)
    return token


def count_failure(conn: Connection, held: StaffRow, now: datetime) -> None:
    """One more wrong password or code, and from the fifth on the account is shut for a while."""
    failures = held.failures + 1
    lock = lock_after(failures)
    accounts.record_failure(conn, held.id, now + lock if lock else None, failures)


def is_locked(held: StaffRow, now: datetime) -> bool:
    """Whether an account is shut for a while, after wrong passwords or codes."""
    return held.locked_until is not None and held.locked_until > now


def _is_unchanged(held: StaffRow | None, checked: StaffRow | None) -> bool:
    """Whether the password is still the one that was checked."""
    return held is not None and checked is not None and held.password_hash == checked.password_hash


def _renewed(found: StaffRow, typed: str, now: datetime) -> str | None:
    """A new hash where the old one is out of date: only while signing in do we hold the password.

    None where the account is shut, for a second hash would tell by its time that the password is right.
    """
    shut = is_locked(found, now) or not found.active or has_run_out(found, now)
    return hash_password(typed) if not shut and needs_new_hash(found.password_hash) else None


def _address(email: str) -> str:
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise EmailWrong(str(error)) from error


def _about(desk: Desk, email: str, name: str) -> tuple[str, ...]:
    """Names that a password should not be made of."""
    return (email, name, desk.profile.name, desk.profile.council, desk.profile.service_name, desk.profile.team)
