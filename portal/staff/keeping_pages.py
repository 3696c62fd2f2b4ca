"""What is kept, and for how long: a case exported, held, proposed to be erased, erased; and the certificate of that."""

from typing import Any

from flask import abort, current_app, redirect, request, url_for

from portal.actions import erasing
from portal.actions.case_file import NoSuchCase
from portal.actions.exporting import bundle, export_together
from portal.casework.moves import NotPossible, move
from portal.casework.permissions import Permission
from portal.staff.bundle_page import index
from portal.staff.case_pages import file_or_404, overtaken
from portal.staff.forms import EraseForm, ProposeForm, ReasonForm
from portal.staff.labels import ERASURE_GROUNDS
from portal.staff.letter_view import word_of
from portal.staff.move_pages import accepted, form_page, made
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.language import day_in_words
from portal.web.uploads import handed_out

TWO_PEOPLE = "You proposed it, so somebody else has to erase it. Nothing was changed."
_BAD_REQUEST = 400
MOST_TOGETHER = 50


@needs(move("export").permission)
def export(reference: str) -> Any:
    """Everything in the case with an index and hashes, as one archive; that it was exported is written down."""
    try:
        data = bundle(desk(), reference, signed_in().id, now(), index, word_of)
    except NoSuchCase:
        abort(404)
    except NotPossible as late:
        return overtaken(reference, late)
    return handed_out(data, "application/zip", f"case-{reference}.zip")


@needs(move("export").permission)
def export_several() -> Any:
    """The cases that were ticked among those found, with their files: everything about one person, as one archive."""
    chosen = list(dict.fromkeys(request.form.getlist("cases")))[:MOST_TOGETHER]
    if not chosen:
        return staff_page("staff/nothing_chosen.html"), _BAD_REQUEST
    data = export_together(desk(), chosen, signed_in().id, now(), index, word_of)
    return handed_out(data, "application/zip", "everything-about-one-person.zip")


@needs(move("hold").permission)
def hold(reference: str) -> Any:
    """It must not be erased, and why."""
    return _with_reason("hold", reference, erasing.hold)


@needs(move("release_hold").permission)
def release_hold(reference: str) -> Any:
    """It may be erased again, and why."""
    return _with_reason("release_hold", reference, erasing.release_hold)


@needs(move("drop_erasure").permission)
def drop_erasure(reference: str) -> Any:
    """It is not erased after all, and why."""
    return _with_reason("drop_erasure", reference, erasing.drop_erasure)


@needs(move("propose_erasure").permission)
def propose_erasure(reference: str) -> Any:
    """On which ground it should be erased, and why."""
    form = ProposeForm(request.form)
    if not accepted(form):
        return form_page("propose_erasure", reference, form)
    ground, reason = form.ground.data, form.reason.data or ""
    try:
        return made(
            "propose_erasure",
            reference,
            lambda: erasing.propose_erasure(desk(), reference, ground, reason, signed_in().id, now()),
        )
    except erasing.TooSoon as soon:
        return form_page("propose_erasure", reference, form, problem=_too_soon(soon))


def _too_soon(soon: erasing.TooSoon) -> str:
    if soon.until is None:
        return "It is open, so its time for keeping has not begun. Close it first, or choose another ground."
    return f"The council’s schedule keeps it until {day_in_words(soon.until)}. Choose another ground, or wait."


@needs(move("erase").permission)
def erase(reference: str) -> Any:
    """The last step, by somebody else than who proposed it; then the certificate."""
    form = EraseForm(request.form)
    if not accepted(form):
        return form_page("erase", reference, form, grounds=ERASURE_GROUNDS)
    try:
        erasing.erase(desk(), reference, signed_in().id, now())
    except erasing.TwoPeople:
        return form_page("erase", reference, form, problem=TWO_PEOPLE, grounds=ERASURE_GROUNDS)
    except NotPossible as late:
        return overtaken(reference, late)
    except NoSuchCase:
        abort(404)
    return redirect(url_for("staff.certificate", reference=reference))


@needs(Permission.READ_CASE)
def certificate(reference: str) -> Any:
    """That a case was erased: who, when, on which ground, and the day on which the last copy of its key goes."""
    file = file_or_404(reference)
    found = erasing.certificate_of(file.case, file.state, current_app.config["KEY_BACKUP_DAYS"])
    if found is None:
        abort(404)
    return staff_page("staff/certificate.html", certificate=found, people=file.people, grounds=ERASURE_GROUNDS)


def _with_reason(name: str, reference: str, doing: Any) -> Any:
    form = ReasonForm(request.form)
    if not accepted(form):
        return form_page(name, reference, form)
    reason = form.reason.data or ""
    return made(name, reference, lambda: doing(desk(), reference, reason, signed_in().id, now()))
