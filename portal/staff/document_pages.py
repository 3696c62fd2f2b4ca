"""Adding a document to a case, and taking one back, as pages."""

from typing import Any

from flask import abort, request
from werkzeug.exceptions import RequestEntityTooLarge

from portal.actions import documents
from portal.actions.documents import documents_of
from portal.actions.refused import Refused
from portal.casework.documents import DocumentKind
from portal.casework.moves import move
from portal.staff.case_pages import file_or_404
from portal.staff.document_forms import ENDPOINTS, DocumentForm, TakeBackForm, bringing, say_at
from portal.staff.document_labels import kind_said
from portal.staff.move_pages import accepted, form_page, made
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.web import errors, uploads
from portal.web.clock import now
from portal.web.desk import desk


@needs(move("add_document").permission)
def add_document(reference: str) -> Any:
    """A file or several, and what they are."""
    form = DocumentForm(request.form)
    if not accepted(form):
        return form_page("add_document", reference, form)
    try:
        with bringing(DocumentKind(form.kind.data), form.title.data or "") as brought:
            if not brought:
                raise Refused("files", "Choose a file")
            return made("add_document", reference, lambda: documents.add(desk(), reference, brought, signed_in().id, now()))
    except Refused as refused:
        say_at(form, refused)
        return form_page("add_document", reference, form)


@needs(move("take_back_document").permission)
def take_back_document(reference: str, number: int) -> Any:
    """Why a document does not belong to the case."""
    file, form = file_or_404(reference), TakeBackForm(request.form)
    document = next((each for each in documents_of(file) if each.number == number), None)
    if document is None:
        abort(404)
    if not accepted(form):
        return form_page("take_back_document", reference, form, file, document=document, kind=kind_said(document.kind))
    reason = form.reason.data or ""
    return made("take_back_document", reference, lambda: documents.take_back(desk(), reference, number, reason, signed_in().id, now()))


def too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
    """More than all files of one form may be together: nothing of it was read, and the browser still has the words."""
    if request.endpoint not in ENDPOINTS:
        return errors.too_large(error)
    together = uploads.file_size(desk().profile.files.most_bytes_in_all)
    return staff_page("staff/too_much.html", together=together), RequestEntityTooLarge.code
