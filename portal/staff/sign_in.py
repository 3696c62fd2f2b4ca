"""Signing in and out of the back office."""

from math import ceil
from typing import Any

import structlog
from flask import redirect, request, url_for

from portal.actions import staff as actions
from portal.casework.permissions import Permission
from portal.staff import session
from portal.staff.forms import SignInForm
from portal.staff.onward import onward, safe_next
from portal.staff.permissions import needs
from portal.staff.second_factor_pages import after_password
from portal.staff.shown import staff_page
from portal.web import tries
from portal.web.address import mark
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.watching import request_number

log = structlog.stdlib.get_logger("portal")

REFUSED = (
    "That did not work. Check the address and the password. "
    "After several wrong tries an account is shut for a while, longer each time: wait, then try again."
)
"""One sentence for every refusal: who has an account, and whether it is shut, is nobody else's to know."""

WAIT = "There were many wrong tries from where you are. Wait {seconds} seconds, then try again."

_BAD_REQUEST, _TOO_MANY = 400, 429


def sign_in() -> Any:
    """The page for signing in; afterwards on to the page that was asked for."""
    if request.method == "GET" and session.officer():
        return redirect(onward())
    form = SignInForm(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return _shown(form)
    if not form.validate():
        return _shown(form), _BAD_REQUEST
    return _let_in(form)


@needs(Permission.USE_OWN_ACCOUNT)
def sign_out() -> Any:
    """End this session."""
    actions.sign_out(desk(), session.token(), now())
    return session.forget(redirect(url_for("staff.sign_in")))


@needs(Permission.USE_OWN_ACCOUNT)
def sign_out_everywhere() -> Any:
    """End all sessions of whoever presses this."""
    actions.sign_out_everywhere(desk(), session.signed_in().id, now())
    return session.forget(redirect(url_for("staff.sign_in")))


def _let_in(form: SignInForm) -> Any:
    if wait := tries.signing_in().wait(mark(), now()):
        seconds = ceil(wait.total_seconds())
        return _shown(form, WAIT.format(seconds=seconds)), _TOO_MANY, {"Retry-After": str(seconds)}
    try:
        token = actions.sign_in(desk(), form.email.data or "", form.password.data or "", now())
    except actions.SignInRefused:
        log.warning("a sign-in was refused", request=request_number())
        tries.signing_in().refused(mark(), now())
        return _shown(form, REFUSED), _BAD_REQUEST
    next_step = after_password(token)
    log.info("somebody signed in" if next_step is None else "a password was right", request=request_number())
    return session.keep(redirect(next_step or onward()), token)


def _shown(form: SignInForm, problem: str | None = None) -> str:
    known = {"asked": safe_next(request.values.get("next")), "changed": request.args.get("changed")}
    return staff_page("staff/sign_in.html", form=form, problem=problem, **known)
