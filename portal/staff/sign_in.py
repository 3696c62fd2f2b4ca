"""Signing in and out of the back office."""

from typing import Any

import structlog
from flask import redirect, request, url_for

from portal.actions import staff as actions
from portal.actions.council_sign_in import way_out
from portal.casework.permissions import Permission
from portal.staff import session
from portal.staff.forms import SignInForm
from portal.staff.onward import onward, safe_next
from portal.staff.permissions import needs
from portal.staff.second_factor_pages import after_password
from portal.staff.shown import staff_page
from portal.staff.trying import TOO_MANY_REQUESTS, TooSoon, one_try
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.watching import request_number

log = structlog.stdlib.get_logger("portal")

REFUSED = (
    "That did not work. Check the address and the password. "
    "After several wrong tries an account is shut for a while, longer each time: wait, then try again."
)
"""One sentence for every refusal: who has an account, and whether it is shut, is nobody else's to know."""

_BAD_REQUEST = 400


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
    """End this session; whoever came by the council's own sign-in is asked whether to sign out there too."""
    by_council = session.signed_in().by_council
    actions.sign_out(desk(), session.token(), now())
    return session.forget(redirect(url_for("staff.sign_in", out="council" if by_council else None)))


@needs(Permission.USE_OWN_ACCOUNT)
def sign_out_everywhere() -> Any:
    """End all sessions of whoever presses this."""
    actions.sign_out_everywhere(desk(), session.signed_in().id, now())
    return session.forget(redirect(url_for("staff.sign_in")))


def _let_in(form: SignInForm) -> Any:
    try:
        with one_try():
            token = actions.sign_in(desk(), form.email.data or "", form.password.data or "", now())
    except TooSoon as wait:
        return _shown(form, str(wait)), TOO_MANY_REQUESTS, wait.headers
    except actions.SignInRefused:
        log.warning("a sign-in was refused", request=request_number())
        return _shown(form, REFUSED), _BAD_REQUEST
    next_step = after_password(token)
    log.info("somebody signed in" if next_step is None else "a password was right", request=request_number())
    return session.keep(redirect(next_step or onward()), token)


def _shown(form: SignInForm, problem: str | None = None) -> str:
    known = {"asked": safe_next(request.values.get("next")), "changed": request.args.get("changed")}
    out = request.args.get("out") == "council"
    return staff_page(
        "staff/sign_in.html", form=form, problem=problem, council_too=desk().sign_on is not None,
        administrators_only=desk().passwords_for_administrators, out=out,
        way_out=way_out(desk(), url_for("staff.sign_in", _external=True)) if out else None, **known,
    )  # fmt: skip
