"""An officer's own views of the queue: kept from what is shown, called otherwise, taken away. Nobody else sees them."""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, request, url_for

from portal.actions import saved_views
from portal.casework.permissions import Permission
from portal.limits import MOST_SAVED_VIEWS
from portal.staff.permissions import needs
from portal.staff.queue_pages import query_of, shown, wanted_by
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.staff.team_forms import ViewNameForm
from portal.web.desk import desk

_BAD_REQUEST = 400


@needs(Permission.SEE_QUEUE)
def views() -> Any:
    """All of one's own, each to be called otherwise or taken away."""
    return staff_page("staff/views.html", saved=saved_views.kept_by(desk(), signed_in().id))


@needs(Permission.SEE_QUEUE)
def keep() -> Any:
    """Keep what the address asks for, under a name."""
    form, query = ViewNameForm(request.form), query_of(wanted_by(request.args))
    if form.validate() and _named(form, lambda: saved_views.keep(desk(), signed_in().id, form.name.data or "", query)):
        return redirect(url_for("staff.queue", **query))
    return shown(naming=form), _BAD_REQUEST


@needs(Permission.SEE_QUEUE)
def rename(view_id: int) -> Any:
    """Another name for one of one's own."""
    view = next((each for each in saved_views.kept_by(desk(), signed_in().id) if each.id == view_id), None)
    if view is None:
        abort(404)
    form = ViewNameForm(request.form, name=view.name)
    sent = request.method == "POST" and form.validate()
    if sent and _named(form, lambda: saved_views.rename(desk(), signed_in().id, view_id, form.name.data or "")):
        return redirect(url_for("staff.views"))
    page = staff_page("staff/rename_view.html", view=view, form=form)
    return (page, _BAD_REQUEST) if request.method == "POST" else page


@needs(Permission.SEE_QUEUE)
def forget(view_id: int) -> Any:
    """Take one of one's own away; what is gone already is gone."""
    saved_views.forget(desk(), signed_in().id, view_id)
    return redirect(url_for("staff.views"))


def _named(form: ViewNameForm, doing: Callable[[], bool]) -> bool:
    """Do it; a name that cannot be is said beside its field."""
    try:
        doing()
    except saved_views.ViewNameTaken:
        form.name.errors = ["You have a view of this name already. Choose another"]
    except saved_views.TooManyViews:
        form.name.errors = [f"You have {MOST_SAVED_VIEWS} views already. Take one away first"]
    return not form.errors
