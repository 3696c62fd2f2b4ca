"""An officer's own account, and the list of everybody's."""

from typing import Any

from flask import redirect, request, url_for

from portal.actions import staff as actions
from portal.casework.permissions import Permission, may
from portal.staff import session
from portal.staff.forms import PasswordForm
from portal.staff.permissions import needs
from portal.staff.shown import staff_page
from portal.web.clock import now
from portal.web.desk import desk

_BAD_REQUEST = 400


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
    return staff_page("staff/people.html", everyone=actions.everyone(desk()), now=now())


@needs(Permission.LOOK_AFTER_STAFF)
def unlock(staff_id: int) -> Any:
    """Let somebody who is locked out try again."""
    actions.unlock(desk(), staff_id)
    return redirect(url_for("staff.people"))


@needs(Permission.LOOK_AFTER_STAFF)
def end_sessions(staff_id: int) -> Any:
    """Sign somebody out everywhere, where a device was lost."""
    actions.sign_out_everywhere(desk(), staff_id, now())
    return redirect(url_for("staff.people"))


@needs(Permission.LOOK_AFTER_STAFF)
def close(staff_id: int) -> Any:
    """Close the account of somebody who has left; nobody closes their own."""
    if staff_id != session.signed_in().id:
        actions.close_account(desk(), staff_id, now())
    return redirect(url_for("staff.people"))


@needs(Permission.LOOK_AFTER_STAFF)
def reopen(staff_id: int) -> Any:
    """Open a closed account again."""
    actions.open_account(desk(), staff_id)
    return redirect(url_for("staff.people"))


def _changed(form: PasswordForm) -> bool:
    try:
        old, new = form.password.data or "", form.new_password.data or ""
        actions.change_password(desk(), session.signed_in().id, old, new, now())
    except actions.SignInRefused:
        form.password.errors = ["This is not your password"]
        return False
    except actions.PasswordUnfit as unfit:
        form.new_password.errors = [str(unfit)]
        return False
    return True
