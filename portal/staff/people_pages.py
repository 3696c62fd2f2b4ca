"""Who may read one case, what the service says of it, and what somebody's role is; and what is told who is kept out."""

from typing import Any

import structlog
from flask import abort, redirect, request, url_for

from portal.actions import looking_after, people
from portal.actions.case_file import KeptOut
from portal.actions.staff import everyone
from portal.casework.moves import move
from portal.casework.people import let_in_now
from portal.casework.permissions import Permission, Role, looks_after
from portal.casework.sight import INVITED
from portal.staff import accounts, session
from portal.staff.case_pages import file_or_404
from portal.staff.labels import ROLE
from portal.staff.move_pages import accepted, form_page, made
from portal.staff.people_forms import RoleForm, ServiceSaysForm, WhoForm
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.watching import request_number

log = structlog.stdlib.get_logger("portal")

_BAD_REQUEST, _FORBIDDEN, _NOT_FOUND = 400, 403, 404


def kept_out(problem: KeptOut) -> Any:
    """Whoever is complained about in a case is told that it is closed to them, and why; that they asked is in the log."""
    log.warning("a case was refused to somebody kept out of it", request=request_number(), staff=problem.staff_id, case=problem.case_id)
    return staff_page("staff/kept_out.html"), _FORBIDDEN


@needs(move("service_says").permission)
def service_says(reference: str) -> Any:
    """What the service says to the points."""
    form = ServiceSaysForm(request.form)
    if not accepted(form):
        return form_page("service_says", reference, form)
    said = form.said.data or ""
    return made("service_says", reference, lambda: people.service_says(desk(), reference, said, signed_in().id, now()))


@needs(move("let_in").permission)
def let_in(reference: str) -> Any:
    """Who may read this case until its stage is over."""
    file, form = file_or_404(reference), WhoForm(request.form)
    inside = let_in_now(file.state)
    form.offer((one.id, f"{one.name}, {ROLE[one.role].lower()}") for one in everyone(desk()) if one.active and one.role in INVITED and one.id not in inside)
    if not accepted(form):
        return form_page("let_in", reference, form, file)
    who = int(form.person.data)
    try:
        return made("let_in", reference, lambda: people.let_in(desk(), reference, who, signed_in().id, now()))
    except people.Unfit as unfit:
        form.person.errors = [str(unfit)]
        return form_page("let_in", reference, form, file)


@needs(move("take_out").permission)
def take_out(reference: str) -> Any:
    """Who reads this case no longer."""
    file, form = file_or_404(reference), WhoForm(request.form)
    form.offer((number, f"{file.people.get(number, 'Somebody')}, {ROLE.get(one.as_role, one.as_role).lower()}") for number, one in let_in_now(file.state).items())
    if not accepted(form):
        return form_page("take_out", reference, form, file)
    who = int(form.person.data)
    return made("take_out", reference, lambda: people.take_out(desk(), reference, who, signed_in().id, now()))


@needs(Permission.LOOK_AFTER_STAFF)
def role(staff_id: int) -> Any:
    """What somebody is to the service, and which areas they manage; nobody changes their own."""
    reader = session.signed_in()
    person = next((one for one in everyone(desk()) if one.id == staff_id), None)
    if person is None:
        abort(_NOT_FOUND)
    if staff_id == reader.id:
        return redirect(url_for("staff.people"))
    if not looks_after(reader.role, person.role):
        return accounts.not_yours()
    form = RoleForm(request.form or None, role=person.role, areas=list(person.service_areas or ()))
    form.offer((one for one in Role if looks_after(reader.role, one)), ((area.code, area.name) for area in desk().profile.service_areas))
    if not accepted(form):
        shown = staff_page("staff/role.html", form=form, person=person)
        return (shown, _BAD_REQUEST) if request.method == "POST" else shown
    chosen, areas = Role(form.role.data), tuple(form.areas.data or ())

    def give() -> None:
        looking_after.give_role(desk(), reader, staff_id, chosen, areas, now())
        log.warning("a role was given", request=request_number(), staff=staff_id, by=reader.id, role=chosen.value)

    return accounts.done(give)
