"""The second factor: giving the code after the password, setting an app up, and taking the factor from who lost theirs."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

import segno
import structlog
from flask import make_response, redirect, request, url_for
from markupsafe import Markup
from wtforms import Form, PasswordField, StringField
from wtforms.validators import DataRequired

from portal.actions import looking_after, second_factor
from portal.actions.second_factor import (
    CodeWrong,
    FactorUnreadable,
    HalfWay,
    HalfWayOver,
    Offer,
    OfferOver,
    OldCodeWrong,
    SetUp,
)
from portal.actions.staff import SignInRefused
from portal.casework.permissions import Permission
from portal.staff import accounts, session
from portal.staff.onward import onward, safe_next
from portal.staff.permissions import needs
from portal.staff.shown import staff_page
from portal.staff.trying import TOO_MANY_REQUESTS, TooSoon, one_try
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.watching import request_number

log = structlog.stdlib.get_logger("portal")

REFUSED = (
    "That code did not work. Each code opens the account once: wait for the next one in your app. "
    "After several wrong tries an account is shut for a while, longer each time: wait, then try again."
)
"""One sentence for every refusal, as for the password."""

UNREADABLE = "Your codes cannot be checked. That is not your doing, and no try was counted: tell whoever looks after the accounts."
OLD_CODE_WRONG = (
    "This code did not work. Each code is good once: wait for the next one in the app that you have now. "
    "After several wrong tries an account is shut for a while, longer each time: wait, then try again"
)
CODE_WRONG = "This code does not fit. Wait for the next one in your app, and check that the clock of the device is right"
ANEW = "That took too long, so the secret is another now. Take out of your app what you put in, and begin again."

_BAD_REQUEST, _OUT_OF_ORDER = 400, 503


class CodeForm(Form):
    """The code that opens the account after the password."""

    code = StringField("Code", validators=[DataRequired("Enter the code")])


class FirstFactorForm(Form):
    """The first code of an app, from somebody whose password was asked for a moment ago."""

    code = StringField("The code that your app shows now", validators=[DataRequired("Enter the code that your app shows")])
    offer = StringField()


class OwnFactorForm(FirstFactorForm):
    """The first code of an app, with the password."""

    password = PasswordField("Your password", validators=[DataRequired("Enter your password")])


class AnotherFactorForm(OwnFactorForm):
    """The same, with a code of the factor that is set."""

    old_code = StringField(
        "A code from the app that you have now, or a recovery code",
        validators=[DataRequired("Enter a code from the app that you have now, or a recovery code")],
    )


def code() -> Any:
    """The second page of signing in, for whoever has a second factor."""
    half = _half_way()
    if half is None or half.sets_up:
        return redirect(_from_the_start())
    form = CodeForm(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return _code_page(form)
    if not form.validate():
        return _code_page(form), _BAD_REQUEST
    return _let_in(form)


def first_factor() -> Any:
    """The second page of signing in, for whoever must have a second factor and has none yet."""
    half = _half_way()
    if half is None or not half.sets_up:
        return redirect(_from_the_start())

    def set_up(form: FirstFactorForm, box: bytes) -> SetUp:
        return second_factor.set_up_first(desk(), session.token(), box, form.code.data or "", now())

    try:
        return _set_up_page(FirstFactorForm(request.form), half.staff_id, half.email, set_up)
    except HalfWayOver:
        return redirect(_from_the_start())


@needs(Permission.USE_OWN_ACCOUNT)
def own_factor() -> Any:
    """Set a second factor up with the password, or another in its place with a code of the old one too."""
    reader = session.signed_in()
    has_one = second_factor.recovery_codes_left(desk(), reader.id) is not None
    form_of = AnotherFactorForm if has_one else OwnFactorForm

    def set_up(form: OwnFactorForm, box: bytes) -> SetUp | None:
        made: list[SetUp] = []

        def replace() -> None:
            password, typed = form.password.data or "", form.code.data or ""
            old = form.old_code.data or "" if has_one else ""
            made.append(second_factor.replace(desk(), reader.id, session.token(), box, password, typed, now(), old))

        return made[0] if accounts.with_password(form.password, replace) else None

    return _set_up_page(form_of(request.form), reader.id, reader.email, set_up)


@needs(Permission.LOOK_AFTER_STAFF)
def take_factor_away(staff_id: int) -> Any:
    """Take the second factor from somebody who lost it; nobody takes their own, for which the password is asked."""
    reader = session.signed_in()
    if staff_id == reader.id:
        return redirect(url_for("staff.people"))

    def take() -> None:
        looking_after.take_factor_away(desk(), reader, staff_id, now())
        log.warning("a second factor was taken away", request=request_number(), staff=staff_id, by=reader.id)

    return accounts.done(take)


def after_password(token: str, onward: str | None = None) -> str | None:
    """Where whoever holds this new token gives the code, or sets one up, and goes `onward` from; None where they are in."""
    half = second_factor.half_way(desk(), token, now())
    if half is None:
        return None
    return url_for("staff.first_factor" if half.sets_up else "staff.code", next=safe_next(onward or request.values.get("next")))


def _half_way() -> HalfWay | None:
    return second_factor.half_way(desk(), session.token(), now()) if session.token() else None


def _let_in(form: CodeForm) -> Any:
    try:
        with one_try():
            token = second_factor.give_code(desk(), session.token(), form.code.data or "", now())
    except TooSoon as wait:
        return _code_page(form, str(wait)), TOO_MANY_REQUESTS, wait.headers
    except HalfWayOver:
        return redirect(_from_the_start())
    except FactorUnreadable:
        return _code_page(form, UNREADABLE), _OUT_OF_ORDER
    except SignInRefused:
        log.warning("a code was refused", request=request_number())
        return _code_page(form, REFUSED), _BAD_REQUEST
    log.info("somebody signed in", request=request_number())
    return session.keep(redirect(onward()), token)


def _set_up_page(form: Any, staff_id: int, email: str, set_up: Callable[[Any, bytes], SetUp | None]) -> Any:
    """A new secret to read into an app; or, once its first code came, the recovery codes, which are shown this once."""
    if request.method == "GET":
        return _offering(form, second_factor.offer(desk(), staff_id, email, session.token(), now()))
    box = _box(form.offer.data)
    try:
        again = second_factor.offer_again(desk(), box, staff_id, email, session.token(), now())
        made = _made(form, set_up, box) if form.validate() else None
    except OfferOver:
        fresh = second_factor.offer(desk(), staff_id, email, session.token(), now())
        return _offering(form, fresh, ANEW), _BAD_REQUEST
    except FactorUnreadable:
        return _offering(form, again, UNREADABLE), _OUT_OF_ORDER
    if made is None:
        return _offering(form, again), _BAD_REQUEST
    log.info("a second factor was set up", request=request_number(), staff=staff_id)
    page = staff_page("staff/recovery_codes.html", codes=made.recovery_codes, onward=onward())
    return session.keep(make_response(page), made.token)


def _made(form: Any, set_up: Callable[[Any, bytes], SetUp | None], box: bytes) -> SetUp | None:
    try:
        return set_up(form, box)
    except CodeWrong:
        form.code.errors = [CODE_WRONG]
    except OldCodeWrong:
        log.warning("a code was refused", request=request_number())
        form["old_code" if "old_code" in form else "code"].errors = [OLD_CODE_WRONG]
    return None


def _offering(form: Any, offered: Offer, problem: str | None = None) -> str:
    return staff_page(
        "staff/second_factor.html",
        form=form,
        problem=problem,
        groups=[offered.secret[at : at + 4] for at in range(0, len(offered.secret), 4)],
        link=offered.link,
        picture=_picture(offered.link),
        box=base64.urlsafe_b64encode(offered.box).decode("ascii"),
        asked=safe_next(request.values.get("next")),
    )


def _picture(link: str) -> Markup:
    """The link as a picture for an app to read: plain SVG, which the content policy allows on the page itself."""
    drawn = segno.make(link, error="m", micro=False)
    return Markup(drawn.svg_inline(scale=4, border=4, dark="#000", light="#fff"))


def _box(text: str | None) -> bytes:
    try:
        return base64.urlsafe_b64decode((text or "").encode("ascii"))
    except (binascii.Error, ValueError):
        return b""


def _code_page(form: CodeForm, problem: str | None = None) -> str:
    form.code.data = ""
    return staff_page("staff/code.html", form=form, problem=problem, asked=safe_next(request.values.get("next")))


def _from_the_start() -> str:
    return url_for("staff.sign_in", next=safe_next(request.values.get("next")))
