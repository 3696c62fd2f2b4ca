"""An officer's own account, and the list of everybody's."""

from collections.abc import Callable
from math import ceil
from typing import Any

from flask import abort, redirect, request, url_for

from portal.actions import looking_after
from portal.actions import staff as actions
from portal.casework.permissions import Permission, looks_after, may
from portal.staff import session
from portal.staff.forms import PasswordForm
from portal.staff.permissions import needs
from portal.staff.shown import staff_page
from portal.web import tries
from portal.web.address import mark
from portal.web.clock import now
from portal.web.desk import desk

NOT_YOURS = "An administrator’s account is looked after by another administrator. Nothing was changed."
_BAD_REQUEST, _FORBIDDEN, _NOT_FOUND = 400, 403, 404


@needs(Permission.USE_OWN_ACCOUNT)
def home() -> Any:
    """Where somebody starts who has just signed in."""
    sees_queue = may(session.signed_in().role, Permission.SEE_QUEUE)
    return redirect(url_for("staff.queue" if sees_queue else "staff.people"))


@needs(Permission.USE_OWN_ACCOUNT)
def account() -> Any:
    """The officer's own page: a new password, and signing out everywhere."""
    form = PasswordForm(request.form)
    if request.method == "GET":
        return staff_page("staff/account.html", form=form)
    if not form.validate() or not _changed(form):
        return staff_page("staff/account.html", form=form), _BAD_REQUEST
    return session.forget(redirect(url_for("staff.sign_in", changed="yes")))


@needs(Permission.LOOK_AFTER_STAFF)
def people() -> Any:
    """Who has an account, and who is locked out."""
    return _list()


@needs(Permission.LOOK_AFTER_STAFF)
def unlock(staff_id: int) -> Any:
    """Let somebody who is locked out try again."""
    return _done(lambda: looking_after.unlock(desk(), session.signed_in(), staff_id))


@needs(Permission.LOOK_AFTER_STAFF)
def end_sessions(staff_id: int) -> Any:
    """Sign somebody out everywhere, where a device was lost."""
    return _done(lambda: looking_after.end_sessions(desk(), session.signed_in(), staff_id, now()))


@needs(Permission.LOOK_AFTER_STAFF)
def close(staff_id: int) -> Any:
    """Close the account of somebody who has left; nobody closes their own."""
    reader = session.signed_in()
    if staff_id == reader.id:
        return redirect(url_for("staff.people"))
    return _done(lambda: looking_after.close_account(desk(), reader, staff_id, now()))


@needs(Permission.LOOK_AFTER_STAFF)
def reopen(staff_id: int) -> Any:
    """Open a closed account again."""
    return _done(lambda: looking_after.open_account(desk(), session.signed_in(), staff_id))


def _done(doing: Callable[[], None]) -> Any:
    """Do it, and go back to the list; where it is not theirs to do, the list says who does it."""
    try:
        doing()
    except looking_after.NoSuchPerson:
        abort(_NOT_FOUND)
    except looking_after.BeyondReach:
        return _list(NOT_YOURS), _FORBIDDEN
    return redirect(url_for("staff.people"))


def _list(problem: str | None = None) -> str:
    role = session.signed_in().role
    return staff_page(
        "staff/people.html",
        everyone=actions.everyone(desk()),
        mine=lambda person: looks_after(role, person.role),
        now=now(),
        problem=problem,
    )


def _changed(form: PasswordForm) -> bool:
    if wait := tries.signing_in().wait(mark(), now()):
        form.password.errors = [f"There were many wrong tries from where you are. Wait {ceil(wait.total_seconds())} seconds"]
        return False
    try:
        old, new = form.password.data or "", form.new_password.data or ""
        actions.change_password(desk(), session.signed_in().id, old, new, now())
    except actions.SignInRefused:
        # Whoever finds an open browser may guess at the password here as at the door.
        tries.signing_in().refused(mark(), now())
        form.password.errors = ["This is not your password"]
        return False
    except actions.PasswordUnfit as unfit:
        form.new_password.errors = [str(unfit)]
        return False
    return True
