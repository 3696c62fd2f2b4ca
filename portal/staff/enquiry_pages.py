"""Enquiries and queries as pages: two short doors of taking in, the answer, and the way on where it is a complaint."""

from typing import Any

from flask import redirect, request, url_for
from wtforms import Form

from portal.actions import enquiries
from portal.actions.enquiries import Asked, kinds_of
from portal.actions.taking_in import NotThen, TakenBy
from portal.casework.enquiries import ENQUIRY, QUERY
from portal.casework.moves import NotPossible, move
from portal.casework.permissions import Permission
from portal.casework.reference import new_reference
from portal.seal import boxes
from portal.staff.case_pages import file_or_404, overtaken
from portal.staff.enquiry_forms import AnswerEnquiryForm, EnquiryForm, QueryForm
from portal.staff.forms import day_of
from portal.staff.move_pages import accepted, form_page, made
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.staff.take_in_draft import remembered, to
from portal.staff.take_in_forms import not_then
from portal.staff.take_in_parts import CALL
from portal.web.clock import now
from portal.web.desk import desk

_BAD_REQUEST, _SEE_OTHER = 400, 303
WORDS = ("name", "about", "message", "solved")


@needs(Permission.TAKE_IN_CASE)
def take_in_enquiry_of() -> Any:
    """An enquiry from an MP, a councillor or another whom the council counts."""
    form = EnquiryForm(request.form)
    form.call(kinds_of(desk()))
    return _taken(ENQUIRY, form, "staff/take_in_enquiry.html")


@needs(Permission.TAKE_IN_CASE)
def take_in_query() -> Any:
    """A question or a request that was solved at once: counted, and closed."""
    return _taken(QUERY, QueryForm(request.form), "staff/take_in_query.html")


def _taken(purpose: str, form: Form, template: str) -> Any:
    reference = request.form.get("reference") or new_reference()
    if accepted(form):
        typed = form.data
        asked = Asked(
            purpose, typed["kind"], TakenBy(typed["channel"]), day_of(typed["day"]),  # type: ignore[arg-type]
            {key: typed[key] or "" for key in WORDS if key in typed}, typed["matter"], typed["service"],
        )  # fmt: skip
        try:
            found = enquiries.take_in(desk(), asked, reference, signed_in().id, now())
        except NotThen:
            form["day"].errors = [not_then()]
        else:
            return redirect(url_for("staff.case", reference=found, done="submitted"), _SEE_OTHER)
    shown = staff_page(template, form=form, reference=reference)
    return (shown, _BAD_REQUEST) if request.method == "POST" else shown


@needs(move("answer_enquiry").permission)
def answer_enquiry(reference: str) -> Any:
    """What was answered, and on which day."""
    form = AnswerEnquiryForm(request.form)
    if not accepted(form):
        return form_page("answer_enquiry", reference, form)
    words, on = form.words.data or "", day_of(form.day.data or "")
    try:
        return made(
            "answer_enquiry", reference,
            lambda: enquiries.answer(desk(), reference, words, on, signed_in().id, now()),  # type: ignore[arg-type]
        )  # fmt: skip
    except NotThen:
        form.day.errors = ["Enter a day from the day it was received to today"]
        return form_page("answer_enquiry", reference, form)


@needs(move("take_in_enquiry").permission)
def take_in_enquiry(reference: str) -> Any:
    """It is a complaint: the form for taking one in opens with what is known of it."""
    file, key = file_or_404(reference), boxes.new_key()
    try:
        enquiries.begin_complaint(desk(), file, key, signed_in().id, now())
    except NotPossible as late:
        return overtaken(reference, late)
    return remembered(to(CALL, key), key)
