"""Writing to the person, asking them, reading what they wrote, and how they may be reached: one page a move."""

from typing import Any

from flask import request

from portal.actions import talking
from portal.actions.case_file import CaseFile
from portal.actions.staff import everyone
from portal.casework.contact import Rule
from portal.casework.moves import move
from portal.casework.permissions import Permission
from portal.staff.case_pages import file_or_404
from portal.staff.forms import ReasonForm, day_of
from portal.staff.move_pages import accepted, form_page, made
from portal.staff.permissions import needs
from portal.staff.queue_pages import labels_now, line_of
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.staff.talk_forms import AskForm, RulesForm, WriteForm
from portal.staff.talk_view import standing
from portal.web.clock import now, today
from portal.web.desk import desk


@needs(move("write_to_person").permission)
def write_to_person(reference: str) -> Any:
    """A message to the person, who reads it with their words."""
    file = file_or_404(reference)
    form = _to_person(WriteForm, file)
    if not accepted(form):
        return form_page("write_to_person", reference, form, file)
    words, officer, alone = form.message.data or "", signed_in().id, _for_child_alone(form)
    return made("write_to_person", reference, lambda: talking.write_to_person(desk(), reference, words, officer, now(), child_alone=alone))


@needs(move("ask_person").permission)
def ask_person(reference: str) -> Any:
    """A question to the person; the case waits for them from now on."""
    file = file_or_404(reference)
    form = _to_person(AskForm, file)
    if not accepted(form):
        return form_page("ask_person", reference, form, file)
    words, by, officer, alone = form.message.data or "", day_of(form.hear_by.data or ""), signed_in().id, _for_child_alone(form)
    try:
        return made("ask_person", reference, lambda: talking.ask_person(desk(), reference, words, by, officer, now(), child_alone=alone))
    except talking.NotADay:
        form.hear_by.errors = ["Enter a day that is still to come, and within a year"]
        return form_page("ask_person", reference, form, file)


def _to_person(kind: type[WriteForm], file: CaseFile) -> Any:
    """The form; it asks for whom it is only where a young person and somebody else hold words."""
    form = kind(request.form if request.method == "POST" else None, data={"child_alone": talking.child_waits(file)})
    if not talking.child_among_others(desk(), file.case):
        del form.child_alone
    return form


def _for_child_alone(form: WriteForm) -> bool:
    return "child_alone" in form and bool(form.child_alone.data)


@needs(move("messages_read").permission)
def messages_read(reference: str) -> Any:
    """What the person wrote was read."""
    return made("messages_read", reference, lambda: talking.messages_read(desk(), reference, signed_in().id, now()))


@needs(move("stop_waiting").permission)
def stop_waiting(reference: str) -> Any:
    """The person answered another way, or need not answer any more."""
    form = ReasonForm(request.form)
    if not accepted(form):
        return form_page("stop_waiting", reference, form)
    reason, officer = form.reason.data or "", signed_in().id
    return made("stop_waiting", reference, lambda: talking.stop_waiting(desk(), reference, reason, officer, now()))


@needs(move("contact_rules").permission)
def contact_rules(reference: str) -> Any:
    """How the person may be reached: the whole list, with the names and words that belong to it."""
    file = file_or_404(reference)
    form = RulesForm(request.form or None, data=standing(file))
    if not accepted(form):
        return form_page("contact_rules", reference, form, file)
    rules, officer = [Rule(code) for code in form.rules.data or ()], signed_in().id
    words = {key: form[key].data or "" for key in ("whom", "note", "how_known")}
    return made(
        "contact_rules", reference, lambda: talking.set_contact_rules(desk(), reference, rules, words, officer, now())
    )


@needs(Permission.HANDLE_CASE)
def written() -> Any:
    """Where something that a person wrote waits to be read, on open cases and on closed ones."""
    here = desk()
    rows, more = talking.unread(here, signed_in().id)
    return staff_page(
        "staff/written.html", lines=[line_of(row, today()) for row in rows], more=more, labels=labels_now(),
        people={person.id: person.name for person in everyone(here)},
    )  # fmt: skip
