"""The second factor: a code from an app after the password, setting that up, recovery codes, and taking it away.

Between password and code a browser holds a half-session: a token of 15 minutes, kept on the server by its hash, which
opens no page and is good for nothing but the code.
"""

from dataclasses import dataclass, field
from datetime import datetime

import structlog

from portal.actions.desk import Desk
from portal.actions.first_passwords import NoSuchAddress, has_run_out
from portal.actions.staff import HALF_SESSION, SignInRefused, count_failure, is_locked, let_in
from portal.limits import LONGEST_PASSWORD
from portal.seal.boxes import Unreadable
from portal.seal.factors import FactorKeys, app_link, looks_like_app_code, new_recovery_codes, new_secret, step_of
from portal.seal.passwords import password_matches, token_id
from portal.store import second_factors
from portal.store import staff as accounts
from portal.store.database import Connection
from portal.store.staff import StaffRow

log = structlog.stdlib.get_logger("portal")


class HalfWayOver(Exception):
    """The time between password and code is over, or the account changed meanwhile: begin with the password."""


class CodeWrong(Exception):
    """The first code does not fit the secret that was offered."""


class OldCodeWrong(Exception):
    """No good code of the second factor that is set, or the account is shut for a while; which is not said."""


class FactorUnreadable(Exception):
    """No code can be judged: `factors.key` is not the one that closed the secret, or the row was altered."""


class OfferOver(Exception):
    """The secret was offered too long ago, to somebody else, or not by us: offer another."""


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Whose password was right; `sets_up` where they have no second factor yet and must have one."""

    staff_id: int
    email: str
    sets_up: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A new secret that counts for nothing until its first code comes back with `box`, which only we can open."""

    secret: str = field(repr=False)
    link: str = field(repr=False)
    box: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SetUp:
    """A second factor that counts from now on: the token of the one session there is, and codes for when the app is lost."""

    token: str = field(repr=False)
    recovery_codes: list[str] = field(repr=False)


def half_way(desk: Desk, token: str, now: datetime) -> HalfWay | None:
    """Who stands between password and code with this token; None for any other token, and once the time is over."""
    with desk.database.read() as conn:
        begun = second_factors.half(conn, token_id(token))
        person = accounts.by_id(conn, begun[0]) if begun else None
    if begun is None or not _may_go_on(person, begun, now):
        return None
    return HalfWay(person.id, person.email, person.factor is None)  # type: ignore[union-attr]


def give_code(desk: Desk, token: str, code: str, now: datetime) -> str:
    """A new session's token, for a code from the app or a recovery code; each is good once.

    Raises `HalfWayOver`; `SignInRefused` for a code that is wrong or was taken before, and while the account is shut: all
    alike. A wrong one counts as a wrong password does. `FactorUnreadable` where that is not theirs: it counts as nothing.
    """
    with desk.database.write() as conn:
        held = _held_half_way(conn, token, now)
        opened = _judged(desk, conn, held, token, code[:LONGEST_PASSWORD], now) if held and held.factor else None
    if held is None or held.factor is None:
        raise HalfWayOver
    if opened is None:
        raise SignInRefused
    return opened


def offer(desk: Desk, staff_id: int, email: str, token: str, now: datetime) -> Offer:
    """A new secret for this person in this browser (`token`), which may set it up for a quarter of an hour."""
    return _offer_of(desk, new_secret(), staff_id, email, token, now)


def offer_again(desk: Desk, box: bytes, staff_id: int, email: str, token: str, now: datetime) -> Offer:
    """What was offered in this box, for whoever mistyped: the app has read it already. Raises `OfferOver`."""
    secret = _offered(desk, box, staff_id, token, now)
    return Offer(secret, app_link(secret, email, _issuer(desk)), box)


def set_up_first(desk: Desk, token: str, box: bytes, code: str, now: datetime) -> SetUp:
    """Make the offered secret count, for somebody half-way who has none. Raises `HalfWayOver`, `OfferOver`, `CodeWrong`."""
    with desk.database.write() as conn:
        held = _held_half_way(conn, token, now)
        if held is None or held.factor is not None:
            raise HalfWayOver
        secret, step = _fitting(desk, held.id, box, token, code, now)
        return _set_up(desk, conn, held, secret, step, now)


def replace(
    desk: Desk, staff_id: int, token: str, box: bytes, password: str, code: str, now: datetime, old_code: str = ""
) -> SetUp:
    """Make the offered secret count in the place of any before, and end every other session.

    Where one is set, `old_code` is of its app or a recovery code: else who learnt a password at an open browser would put
    an app of their own in its place. A wrong one counts as at the door. Raises `SignInRefused` for a wrong password,
    `OfferOver`, `CodeWrong`, `OldCodeWrong`, `FactorUnreadable`.
    """
    with desk.database.read() as conn:
        found = accounts.by_id(conn, staff_id)
    if found is None or not password_matches(found.password_hash, password[:LONGEST_PASSWORD]):
        raise SignInRefused
    with desk.database.write() as conn:
        held = accounts.held(conn, staff_id)
        if held is None or not held.active or held.password_hash != found.password_hash:
            raise SignInRefused
        secret, step = _fitting(desk, held.id, box, token, code, now)
        if held.factor is None or _passes(desk, conn, held, old_code[:LONGEST_PASSWORD], now):
            return _set_up(desk, conn, held, secret, step, now)
    raise OldCodeWrong


def recovery_codes_left(desk: Desk, staff_id: int) -> int | None:
    """How many recovery codes this person has not used; None where they have no second factor."""
    with desk.database.read() as conn:
        found = accounts.by_id(conn, staff_id)
        has_factor = found is not None and found.factor is not None
        return second_factors.recovery_codes_left(conn, staff_id) if has_factor else None


def take_away_by_address(desk: Desk, email: str, now: datetime) -> None:
    """Take the second factor of whoever has this address, end every session, and let them try again at once.

    Whoever lost it has mostly tried before: on the servers nothing else unlocks. Raises `NoSuchAddress`.
    """
    with desk.database.write() as conn:
        found = accounts.by_email(conn, email)
        if found is None:
            raise NoSuchAddress(f"Nobody has an account under {email}.")
        take_away(conn, found.id, now)
        accounts.clear_failures(conn, found.id)
    log.warning("a second factor was taken away", staff=found.id, by="command line")


def take_away(conn: Connection, staff_id: int, now: datetime) -> None:
    """Forget this person's secret and recovery codes, and end every session."""
    second_factors.set_factor(conn, staff_id, None, None, None)
    accounts.end_all_sessions(conn, staff_id, now)


def _held_half_way(conn: Connection, token: str, now: datetime) -> StaffRow | None:
    """Whoever stands half-way with this token, held so that two codes side by side are judged one after the other."""
    begun = second_factors.half(conn, token_id(token))
    held = accounts.held(conn, begun[0]) if begun else None
    return held if begun and _may_go_on(held, begun, now) else None


def _may_go_on(person: StaffRow | None, begun: tuple[int, datetime, str | None], now: datetime) -> bool:
    """A password that has run out stands in nobody's way who came by the council's own sign-in."""
    _, at, vouched = begun
    in_time = person is not None and (vouched is not None or not has_run_out(person, now))
    return person is not None and person.active and in_time and now - at < HALF_SESSION


def _judged(desk: Desk, conn: Connection, held: StaffRow, token: str, code: str, now: datetime) -> str | None:
    begun = second_factors.half(conn, token_id(token))
    if _passes(desk, conn, held, code, now) and second_factors.end_half(conn, token_id(token)):
        return let_in(conn, held.id, now, begun[2] if begun else None)
    return None


def _passes(desk: Desk, conn: Connection, held: StaffRow, code: str, now: datetime) -> bool:
    """Whether the account is not shut and the code good; a wrong one is counted."""
    if is_locked(held, now):
        accounts.record_nothing(conn)
        return False
    if _is_good(desk, conn, held, code, now):
        return True
    count_failure(conn, held, now)
    return False


def _is_good(desk: Desk, conn: Connection, held: StaffRow, code: str, now: datetime) -> bool:
    """Whether the code opens the account; whichever it is, it is used up. Raises `FactorUnreadable`."""
    from_app = looks_like_app_code(code)
    if not from_app and second_factors.use_recovery_code(conn, held.id, _keys(desk).kept_of(code, held.id)):
        return True
    secret = _opened(desk, held)
    if not from_app:
        return False
    step = step_of(secret, code, now, held.factor_step)
    if step is not None:
        second_factors.code_taken(conn, held.id, step)
    return step is not None


def _opened(desk: Desk, held: StaffRow) -> str:
    """Their secret. The keys of recovery codes stand in the same file: where this does not open, neither is judged."""
    try:
        return _keys(desk).open(held.factor or b"", held.id)
    except Unreadable:
        log.error("a second factor cannot be opened: factors.key is another, or the row was altered", staff=held.id)
        raise FactorUnreadable from None


def _fitting(desk: Desk, staff_id: int, box: bytes, token: str, code: str, now: datetime) -> tuple[str, int]:
    """The secret that was offered, and the step its first code is of. Raises `OfferOver`, `CodeWrong`."""
    secret = _offered(desk, box, staff_id, token, now)
    step = step_of(secret, code, now, after=None)
    if step is None:
        raise CodeWrong
    return secret, step


def _set_up(desk: Desk, conn: Connection, held: StaffRow, secret: str, step: int, now: datetime) -> SetUp:
    keys, codes = _keys(desk), new_recovery_codes()
    kept = [keys.kept_of(one, held.id) for one in codes]
    second_factors.set_factor(conn, held.id, keys.close(secret, held.id), now, step, kept)
    accounts.end_all_sessions(conn, held.id, now)
    return SetUp(let_in(conn, held.id, now), codes)


def _offer_of(desk: Desk, secret: str, staff_id: int, email: str, token: str, now: datetime) -> Offer:
    box = _keys(desk).close_offer(secret, now + HALF_SESSION, _whom(staff_id, token))
    return Offer(secret, app_link(secret, email, _issuer(desk)), box)


def _offered(desk: Desk, box: bytes, staff_id: int, token: str, now: datetime) -> str:
    try:
        return _keys(desk).open_offer(box, _whom(staff_id, token), now)
    except Unreadable:
        raise OfferOver from None


def _whom(staff_id: int, token: str) -> str:
    return f"{staff_id} {token_id(token)}"


def _issuer(desk: Desk) -> str:
    """What the app calls the account. A colon would end the name (it parts it from the address)."""
    return f"{desk.profile.council} casework".replace(":", " ")


def _keys(desk: Desk) -> FactorKeys:
    if desk.factors is None:
        raise RuntimeError("this process serves the public and opens no second factor")
    return desk.factors
