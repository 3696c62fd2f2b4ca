"""Signing in by the council's own sign-in: who it says somebody is, whose account that is, and whether a code is still asked for.

No account is made here, and none is opened that is closed. The first time, an account is linked only where somebody who
looks after it has prepared that in the days before and the provider vouches for the address; from then on the person is
known by the issuer and the subject, which nobody can take over with an address.
"""

from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

import structlog

from portal.actions.desk import Desk
from portal.actions.looking_after import within_reach
from portal.actions.staff import VOUCHED, Officer, half_in, let_in
from portal.limits import LINK_KEPT_OPEN
from portal.seal import id_tokens
from portal.seal.id_tokens import KeyNotKnown
from portal.sign_on import Begun, ProviderAway, SignOn
from portal.store import staff as accounts
from portal.store.database import Connection
from portal.store.staff import StaffRow

log = structlog.stdlib.get_logger("portal")

NOT_VOUCHED = "plain"


class NoAccount(Exception):
    """The provider knows them, and no open account here is theirs."""


class NotOurs(Exception):
    """What came back does not belong to a sign-in that began here; the text says why, for the log."""


@dataclass(frozen=True, slots=True)
class CameBack:
    """What the browser brought back from the provider."""

    state: str
    code: str = field(default="", repr=False)
    issuer: str | None = None


def begin() -> Begun:
    """Three secrets for one sign-in."""
    return Begun(token_urlsafe(32), token_urlsafe(32), token_urlsafe(48))


def address(desk: Desk, begun: Begun, back: str) -> str:
    """Where the browser goes now. Raises `ProviderAway`."""
    return _at(desk).address(begun, back)


def come_back(desk: Desk, begun: Begun, brought: CameBack, back: str, now: datetime) -> str:
    """A token for the cookie: of a new session, or of a half-session where our own code is still asked for.

    Raises `NotOurs`, `ProviderAway`, `NotBelieved`, `NoAccount`.
    """
    at = _at(desk)
    if brought.state != begun.state:
        raise NotOurs("state")
    if brought.issuer not in (at.issuer, None) or (brought.issuer is None and at.names_itself()):
        raise NotOurs("issuer")
    claims = _claims(at, begun, brought.code, back, now)
    with desk.database.write() as conn:
        person = _whose(conn, at, claims, now)
        if person is None or not person.active:
            token = None
        elif _is_strong(at, claims):
            token = let_in(conn, person.id, now, VOUCHED)
        elif person.factor is None and not desk.factor_required:
            token = let_in(conn, person.id, now, NOT_VOUCHED)
        else:
            token = half_in(conn, person.id, now, NOT_VOUCHED)
    if token is None:
        raise NoAccount
    return token


def prepare(desk: Desk, by: Officer, staff_id: int, now: datetime) -> None:
    """Let the next council sign-in with this account's address be linked to it, for some days; a link that there is ends.

    Raises `NoSuchPerson`, `BeyondReach`.
    """
    with within_reach(desk, by, staff_id) as conn:
        accounts.link(conn, staff_id, None, None, now + LINK_KEPT_OPEN)
        accounts.end_all_sessions(conn, staff_id, now)


def unlink(desk: Desk, by: Officer, staff_id: int, now: datetime) -> None:
    """This account is no longer opened by the council's sign-in. Raises `NoSuchPerson`, `BeyondReach`."""
    with within_reach(desk, by, staff_id) as conn:
        accounts.link(conn, staff_id, None, None)
        accounts.end_all_sessions(conn, staff_id, now)


def way_out(desk: Desk, back: str) -> str | None:
    """Where somebody signs out of the council's account too; None where it is not set up or names no such place."""
    return desk.sign_on.way_out(back) if desk.sign_on else None


def _claims(at: SignOn, begun: Begun, code: str, back: str, now: datetime) -> dict[str, Any]:
    given = at.exchange(code, begun, back)

    def opened(*, anew: bool) -> dict[str, Any]:
        keys = at.keys(anew=anew)
        return id_tokens.opened(given.id_token, keys, at.issuer, at.client_id, begun.nonce, now, given.access_token)

    try:
        return opened(anew=False)
    except KeyNotKnown:
        return opened(anew=True)


def _whose(conn: Connection, at: SignOn, claims: dict[str, Any], now: datetime) -> StaffRow | None:
    subject = str(claims["sub"])
    known = accounts.by_council_subject(conn, at.issuer, subject)
    return (accounts.held(conn, known.id) if known else None) or _linked(conn, at, claims, subject, now)


def _linked(conn: Connection, at: SignOn, claims: dict[str, Any], subject: str, now: datetime) -> StaffRow | None:
    """The account that was prepared for this address, linked now and for good."""
    said = claims.get(at.claim)
    if not isinstance(said, str) or not said.isprintable() or not said.strip():
        return None
    # Anybody may put an address into a profile: it counts once the provider has seen that it is theirs.
    if at.claim == "email" and claims.get("email_verified") is not True:
        return None
    found = accounts.by_email(conn, said)
    held = accounts.held(conn, found.id) if found else None
    if held is None or not held.active or held.council_subject is not None:
        return None
    if held.link_until is None or held.link_until <= now:
        return None
    accounts.link(conn, held.id, at.issuer, subject)
    log.warning("an account was linked to the council's sign-in", staff=held.id)
    return held


def _is_strong(at: SignOn, claims: dict[str, Any]) -> bool:
    """Whether the provider says, in one of the words that the settings name, that a second factor was asked for."""
    amr, acr = claims.get("amr"), claims.get("acr")
    said = {one for one in amr if isinstance(one, str)} if isinstance(amr, list) else set()
    return bool(at.strong & (said | ({acr} if isinstance(acr, str) else set())))


def _at(desk: Desk) -> SignOn:
    if desk.sign_on is None:
        raise ProviderAway("it is not set up")
    return desk.sign_on

