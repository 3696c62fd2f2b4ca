"""The council's own sign-in as pages: going there, coming back, and what is said where that does not work."""

from typing import Any

import structlog
from flask import current_app, make_response, redirect, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer

from portal.actions import council_sign_in as actions
from portal.actions.council_sign_in import CameBack, NoAccount, NotOurs
from portal.casework.permissions import Permission
from portal.limits import SIGN_ON_KEPT_OPEN
from portal.seal.id_tokens import NotBelieved
from portal.sign_on import Begun, ProviderAway
from portal.staff import accounts, session
from portal.staff.onward import safe_next
from portal.staff.permissions import needs
from portal.staff.second_factor_pages import after_password
from portal.staff.shown import staff_page
from portal.web import cookies
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.signing import HOW
from portal.web.watching import request_number

log = structlog.stdlib.get_logger("portal")

_COOKIE = "council"
_FORBIDDEN, _BAD_REQUEST, _NOT_FOUND, _AWAY = 403, 400, 404, 503
LONGEST_BROUGHT = 4_096

AWAY = "The council’s sign-in does not answer as it should. Wait a few minutes, then try again. If it goes on, tell your IT service desk."
CANCELLED = "You did not sign in there, or were not let in. Nothing has changed here. Try again, or ask your IT service desk."
NOT_OURS = "This sign-in began in another browser, took too long, or was used already. Begin again from this page."
NOT_BELIEVED = "What the council’s sign-in said of you does not hold. You are not signed in. Try again; if it goes on, tell your IT service desk."
NO_ACCOUNT = (
    "The council’s sign-in knows you, and casework has no account that belongs to you. Ask whoever looks after the accounts here "
    "to prepare yours for the council’s sign-in, then try again within a week."
)


def go() -> Any:
    """Off to the council's sign-in, with what it has to bring back kept in this browser."""
    if desk().sign_on is None:
        return _page("staff.sign_in", NOT_OURS, _NOT_FOUND)
    begun, onward = actions.begin(), safe_next(request.args.get("next")) or ""
    try:
        address = actions.address(desk(), begun, _back())
    except ProviderAway as problem:
        return _refused(AWAY, _AWAY, str(problem), onward)
    response = make_response(redirect(address))
    cookies.put(response, _COOKIE, _signer().dumps([begun.state, begun.nonce, begun.verifier, onward]))
    return response


def came_back() -> Any:
    """Back from there: in, or on to the code, or a page that says what to do."""
    begun, onward = _begun()
    if begun is None or desk().sign_on is None:
        return _refused(NOT_OURS, _BAD_REQUEST, "no sign-in had begun", onward)
    brought = CameBack(_brought("state"), _brought("code"), request.args.get("iss"))
    if brought.state == begun.state and request.args.get("error"):
        return _refused(CANCELLED, _FORBIDDEN, "the provider said no", onward)
    try:
        token = actions.come_back(desk(), begun, brought, _back(), now())
    except NotOurs as problem:
        return _refused(NOT_OURS, _BAD_REQUEST, str(problem), onward)
    except ProviderAway as problem:
        return _refused(AWAY, _AWAY, str(problem), onward)
    except NotBelieved as problem:
        return _refused(NOT_BELIEVED, _FORBIDDEN, str(problem), onward)
    except NoAccount:
        return _refused(NO_ACCOUNT, _FORBIDDEN, "no account", onward)
    next_step = after_password(token, onward)
    log.info("somebody signed in" if next_step is None else "the council's sign-in was right", request=request_number())
    return _forgotten(session.keep(redirect(next_step or onward or url_for("staff.home")), token))


@needs(Permission.LOOK_AFTER_STAFF)
def link(staff_id: int) -> Any:
    """Prepare somebody's account for the council's sign-in."""

    def do() -> None:
        reader = session.signed_in()
        actions.prepare(desk(), reader, staff_id, now())
        log.warning("an account was prepared for the council's sign-in", request=request_number(), staff=staff_id, by=reader.id)

    return accounts.done(do)


@needs(Permission.LOOK_AFTER_STAFF)
def unlink(staff_id: int) -> Any:
    """The council's sign-in opens this account no longer."""
    return accounts.done(lambda: actions.unlink(desk(), session.signed_in(), staff_id, now()))


def _begun() -> tuple[Begun | None, str]:
    """What this browser began, and where it was going; None where it began nothing, or too long ago."""
    try:
        state, nonce, verifier, onward = _signer().loads(
            ".".join(cookies.parts_of(_COOKIE)), max_age=int(SIGN_ON_KEPT_OPEN.total_seconds())
        )
    except (BadData, ValueError, TypeError):
        return None, ""
    return Begun(state, nonce, verifier), safe_next(onward) or ""


def _brought(name: str) -> str:
    given = request.args.getlist(name)
    return given[0] if len(given) == 1 and len(given[0]) <= LONGEST_BROUGHT else ""


def _back() -> str:
    return url_for("staff.council_back", _external=True)


def _refused(problem: str, status: int, why: str, onward: str) -> Any:
    log.warning("a council sign-in was refused", request=request_number(), why=why)
    return _forgotten(_page("staff.council_sign_in", problem, status, onward))


def _page(endpoint: str, problem: str, status: int, onward: str = "") -> Any:
    again = url_for(endpoint, next=onward or None)
    return make_response(staff_page("staff/council_sign_in.html", problem=problem, again=again, asked=onward or None), status)


def _forgotten(response: Any) -> Any:
    """What was begun is good once."""
    cookies.take_away(response, _COOKIE)
    return response


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="council-sign-in", signer_kwargs=HOW)
