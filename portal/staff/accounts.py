"""An officer's own account, and the list of everybody's."""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, request, url_for
from markupsafe import Markup
from wtforms import PasswordField

from portal.actions import looking_after, second_factor, sessions
from portal.actions import staff as actions
from portal.actions.new_passwords import PasswordUnfit
from portal.casework.permissions import Permission, looks_after, may
from portal.staff import session
from portal.staff.forms import EndSessionForm, PasswordForm
from portal.staff.labels import ROLE
from portal.staff.permissions import needs
from portal.staff.shown import staff_page
from portal.staff.trying import TooSoon, one_try
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.language import moment

NOT_YOURS = "An administrator’s account is looked after by another administrator, and so is an auditor’s. Nothing was changed."
_BAD_REQUEST, _FORBIDDEN, _NOT_FOUND = 400, 403, 404


@needs(Permission.USE_OWN_ACCOUNT)
def home() -> Any:
    """Where somebody starts who has just signed in."""
    role = session.signed_in().role
    first = "staff.queue" if may(role, Permission.SEE_QUEUE) else "staff.audit" if may(role, Permission.READ_AUDIT) else "staff.people"
    return redirect(url_for(first))


@needs(Permission.USE_OWN_ACCOUNT)
def account() -> Any:
    """The officer's own page: a new password, where else they are signed in, and signing out there or everywhere."""
    form = PasswordForm(request.form)
    if request.method == "GET":
        return _own_page(form, _ending())
    if not form.validate() or not _changed(form):
        return _own_page(form, _ending()), _BAD_REQUEST
    return session.forget(redirect(url_for("staff.sign_in", changed="yes")))


@needs(Permission.USE_OWN_ACCOUNT)
def end_session() -> Any:
    """End one of the officer's own sessions, for whoever knows the password."""
    form = _ending()
    if not form.validate() or not _ended(form):
        return _own_page(PasswordForm(), form), _BAD_REQUEST
    return redirect(url_for("staff.account"))


@needs(Permission.LOOK_AFTER_STAFF)
def people() -> Any:
    """Who has an account, and who is locked out."""
    return _list()


@needs(Permission.LOOK_AFTER_STAFF)
def unlock(staff_id: int) -> Any:
    """Let somebody who is locked out try again."""
    return done(lambda: looking_after.unlock(desk(), session.signed_in(), staff_id))


@needs(Permission.LOOK_AFTER_STAFF)
def end_sessions(staff_id: int) -> Any:
    """Sign somebody out everywhere, where a device was lost."""
    return done(lambda: looking_after.end_sessions(desk(), session.signed_in(), staff_id, now()))


@needs(Permission.LOOK_AFTER_STAFF)
def close(staff_id: int) -> Any:
    """Close the account of somebody who has left; nobody closes their own."""
    reader = session.signed_in()
    if staff_id == reader.id:
        return redirect(url_for("staff.people"))
    return done(lambda: looking_after.close_account(desk(), reader, staff_id, now()))


@needs(Permission.LOOK_AFTER_STAFF)
def reopen(staff_id: int) -> Any:
    """Open a closed account again."""
    return done(lambda: looking_after.open_account(desk(), session.signed_in(), staff_id))


def done(doing: Callable[[], None]) -> Any:
    """Do it, and go back to the list; where it is not theirs to do, the list says who does it."""
    try:
        doing()
    except looking_after.NoSuchPerson:
        abort(_NOT_FOUND)
    except looking_after.BeyondReach:
        return not_yours()
    return redirect(url_for("staff.people"))


def not_yours() -> Any:
    """The list, which says who looks after the account in the address."""
    return _list(NOT_YOURS), _FORBIDDEN


def _list(problem: str | None = None) -> str:
    role = session.signed_in().role
    return staff_page(
        "staff/people.html",
        everyone=actions.everyone(desk()),
        mine=lambda person: looks_after(role, person.role),
        roles=ROLE,
        council_too=desk().sign_on is not None,
        areas={area.code: area.name for area in desk().profile.service_areas},
        now=now(),
        problem=problem,
    )


def _own_page(form: PasswordForm, ending: EndSessionForm) -> str:
    elsewhere = [one for one in _sessions() if not one.is_this]
    since = Markup("Since {}, last used {}")
    ending.offer((one.name, since.format(moment(one.created_at), moment(one.seen_at))) for one in elsewhere)
    left = second_factor.recovery_codes_left(desk(), session.signed_in().id)
    return staff_page("staff/account.html", form=form, ending=ending, elsewhere=elsewhere, codes_left=left)


def _sessions() -> list[sessions.Session]:
    return sessions.own_sessions(desk(), session.signed_in().id, session.token(), now())


def _ending() -> EndSessionForm:
    """Its fields have names of their own: a page has one *password* only."""
    return EndSessionForm(request.form, prefix="end-")


def _ended(form: EndSessionForm) -> bool:
    def end() -> None:
        password = form.password.data or ""
        sessions.end_own_session(desk(), session.signed_in().id, form.session.data or "", password, now())

    return with_password(form.password, end)


def _changed(form: PasswordForm) -> bool:
    def change() -> None:
        old, new = form.password.data or "", form.new_password.data or ""
        actions.change_password(desk(), session.signed_in().id, old, new, now())

    try:
        return with_password(form.password, change)
    except PasswordUnfit as unfit:
        form.new_password.errors = [str(unfit)]
        return False


def with_password(field: PasswordField, doing: Callable[[], None]) -> bool:
    """Do what asks for the password again; a wrong one is said at its field.

    Whoever finds an open browser may guess at the password here as at the door.
    """
    try:
        with one_try():
            doing()
    except TooSoon as wait:
        field.errors = [str(wait)]
        return False
    except actions.SignInRefused:
        field.errors = ["This is not your password"]
        return False
    return True
