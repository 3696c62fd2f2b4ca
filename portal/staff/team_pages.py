"""Giving a case to a service or to somebody, asking a service, its answer, and the notes of contacts and meetings, as pages."""

from collections.abc import Callable
from typing import Any

from flask import request
from wtforms import Form

from portal.actions import handling, teamwork
from portal.actions.case_file import CaseFile
from portal.actions.refused import Refused
from portal.actions.staff import everyone
from portal.casework.events import Happened
from portal.casework.moves import move
from portal.casework.permissions import Permission, may
from portal.casework.services import Asked
from portal.law.deadlines import Deadline
from portal.staff.case_pages import clocks_of, file_or_404
from portal.staff.document_forms import KINDS_OF_NOTES, bringing, say_at
from portal.staff.forms import day_of
from portal.staff.move_pages import accepted, form_page, made
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.shown import short_day
from portal.staff.team_forms import (
    AskServiceForm,
    AssignForm,
    ChooseServiceForm,
    NoteForm,
    ServiceAnsweredForm,
    ServiceForm,
)
from portal.staff.team_labels import service_name, services
from portal.web.clock import now, today
from portal.web.desk import desk

View = Callable[[str], Any]


@needs(move("assign").permission)
def assign(reference: str) -> Any:
    """Give the case to a service, to somebody who may handle it, or to both."""
    file = file_or_404(reference)
    form = AssignForm(request.form, service=_value(file), handler=str(file.state.handler_id or ""))
    _offer(form, file, "Leave it as it is")
    form.offer((p.id, p.name) for p in everyone(desk()) if p.active and may(p.role, Permission.HANDLE_CASE))
    if not accepted(form):
        return form_page("assign", reference, form, file)
    if form.place is None and not form.handler.data:
        form.handler.errors = ["Choose a service, a person, or both"]
        return form_page("assign", reference, form, file)
    handler = int(form.handler.data) if form.handler.data else None
    return _done("assign", form, file, lambda: handling.assign(desk(), reference, handler, signed_in().id, now(), _moved(form, file)))


@needs(move("choose_service").permission)
def choose_service(reference: str) -> Any:
    """With which service the case is."""
    file = file_or_404(reference)
    form = ChooseServiceForm(request.form, service=_value(file))
    _offer(form, file, "Choose a service")
    if not accepted(form) or form.place is None:
        return form_page("choose_service", reference, form, file)
    place = form.place
    return _done("choose_service", form, file, lambda: teamwork.choose_service(desk(), reference, place, signed_in().id, now()))


@needs(move("ask_service").permission)
def ask_service(reference: str) -> Any:
    """What a service is asked, and by which day."""
    file = file_or_404(reference)
    form = AskServiceForm(request.form, service=_value(file))
    _offer(form, file, "Choose a service")
    if not accepted(form):
        return form_page("ask_service", reference, form, file, ahead=_ahead(file))
    words, by = {"asked": form.asked.data or "", "who": form.who.data or ""}, day_of(form.by.data or "")
    return _done(
        "ask_service", form, file,
        lambda: teamwork.ask_service(desk(), reference, form.place, words, by, signed_in().id, now()),  # type: ignore[arg-type]
        ahead=_ahead(file),
    )  # fmt: skip


@needs(move("service_answered").permission)
def service_answered(reference: str) -> Any:
    """What a service answered to what it was asked."""
    file = file_or_404(reference)
    waiting, standing = file.state.services.waiting, request.form.get("number", "")
    form = ServiceAnsweredForm(request.form, day=_typed_today(), number=str(waiting[0].number) if len(waiting) == 1 else None)
    form.offer((each, _said_of(each, file)) for each in waiting)
    if request.method == "POST" and standing.isascii() and standing.isdigit() and len(standing) < 6 and standing not in {str(each.number) for each in waiting}:
        # It was answered meanwhile, perhaps by this very press: the action knows, and says so.
        form.number.choices = [(standing, "")]
    if not accepted(form):
        return form_page("service_answered", reference, form, file, asked=_asked_words(file))
    number, words, on = int(form.number.data), {"answer": form.answer.data or ""}, day_of(form.day.data or "")
    return _done(
        "service_answered", form, file,
        lambda: teamwork.service_answered(desk(), reference, number, words, on, signed_in().id, now()),  # type: ignore[arg-type]
        asked=_asked_words(file),
    )  # fmt: skip


@needs(move("note").permission)
def note(reference: str) -> Any:
    """A contact, or a meeting with its minutes."""
    form = NoteForm(request.form, day=_typed_today())
    if not accepted(form):
        return form_page("note", reference, form)
    contact = teamwork.Contact(
        form.how.data, day_of(form.day.data or ""), form.people.data or "", form.said.data or "", form.child.data or None,  # type: ignore[arg-type]
    )  # fmt: skip
    file = file_or_404(reference)
    try:
        with bringing(KINDS_OF_NOTES.get(contact.how)) as brought:
            return _done("note", form, file, lambda: teamwork.note(desk(), reference, contact, signed_in().id, now(), brought))
    except Refused as refused:
        say_at(form, refused)
        return form_page("note", reference, form, file)


VIEWS: dict[str, View] = {
    "choose_service": choose_service, "ask_service": ask_service, "service_answered": service_answered, "note": note,
}  # fmt: skip


def _done(name: str, form: Form, file: CaseFile, doing: Callable[[], bool], **more: Any) -> Any:
    """Do it; what cannot be is said beside its field, with everything else kept."""
    try:
        return made(name, file.case.reference, doing)
    except Refused as refused:
        say_at(form, refused)
        return form_page(name, file.case.reference, form, file, **more)


def _offer(form: ServiceForm, file: CaseFile, none: str) -> None:
    """The services of the profile, and the one that the case is with though the profile no longer lists it."""
    lines, standing = services(desk().profile), _value(file)
    if standing and standing not in dict(lines):
        lines.append((standing, _name(file.state.services.area, file.state.services.team)))
    form.offer_services(lines, none)


def _typed_today() -> str:
    """Today as an officer would type it: most is written down on its own day."""
    return f"{today():%d %m %Y}"


def _ahead(file: CaseFile) -> list[Deadline]:
    """The dates that are still to come."""
    return [each for each in clocks_of(file) if each.on >= today()]


def _moved(form: ServiceForm, file: CaseFile) -> Any:
    """Where the form sends it; nothing where that is where it is."""
    return form.place if form.service.data != _value(file) else None


def _value(file: CaseFile) -> str:
    at = file.state.services
    return "/".join(part for part in (at.area, at.team) if part)


def _name(area: str | None, team: str | None) -> str:
    return service_name(desk().profile, area, team)


def _said_of(asked: Asked, file: CaseFile) -> str:
    whom = _name(asked.area, asked.team) or "The service"
    return f"{whom}, asked {short_day(asked.on)}, to answer by {short_day(asked.by)}"


def _asked_words(file: CaseFile) -> list[tuple[str, str]]:
    """What each service that has not answered was asked, in the officer's words."""
    told = [done.words or {} for done in file.history if done.event.kind == Happened.ASKED_SERVICE]
    return [(_said_of(each, file), told[each.number - 1].get("asked", "")) for each in file.state.services.waiting]
