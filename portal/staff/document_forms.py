"""Files on the forms of the back office: which moves bring one, what was chosen, and what is said where it was not taken in.

A browser keeps no chosen file when a page comes back: whoever has to send a form again is told to choose it again.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import g, request
from wtforms import Form, MultipleFileField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from portal.actions.documents import Brought, Chosen, NotTaken, brought
from portal.actions.refused import Refused
from portal.casework.documents import DocumentKind
from portal.staff.document_labels import CHOOSE_AGAIN, CHOSEN_BEFORE, GROUPS, KINDS, REFUSED
from portal.staff.forms import LONGEST_REASON
from portal.web import uploads
from portal.web.desk import desk
from portal.web.errors import FILES_CHOSEN
from portal.web.forms import clean

LONGEST_TITLE = 200
MOST_AT_ONCE = 10
"""How many files one form brings: each is cleaned while the officer waits."""


@dataclass(frozen=True, slots=True)
class FileAsked:
    """A file that a form asks for: under which name it is sent, how it is called, and what it is where that is known."""

    name: str
    label: str
    kind: DocumentKind = DocumentKind.OTHER


def _the(what: str) -> str:
    return f"{what}, if you have it as a file"


BRINGING: Mapping[str, tuple[FileAsked, ...]] = {
    "add_document": (FileAsked("files", "The file, or several"),),
    "note": (FileAsked("document", _the("The document")),),
    "agree_statement": (FileAsked("document", _the("The statement"), DocumentKind.STATEMENT),),
    "report_stage_2": (
        FileAsked("document", _the("The investigator’s report"), DocumentKind.INVESTIGATION_REPORT),
        FileAsked("independent_document", _the("The independent person’s report"), DocumentKind.INDEPENDENT_REPORT),
    ),
    "adjudicate": (FileAsked("document", _the("The council’s decision"), DocumentKind.DECISION),),
    "panel_report": (FileAsked("document", _the("The panel’s findings"), DocumentKind.PANEL_FINDINGS),),
    "respond_stage_3": (FileAsked("document", _the("The council’s decision"), DocumentKind.DECISION),),
}
"""The moves that bring a document, by name."""

ENDPOINTS = frozenset(f"staff.{name}" for name in BRINGING)
"""The pages that are sent files."""

KINDS_OF_NOTES: Mapping[str, DocumentKind] = {"meeting": DocumentKind.MEETING_RECORD, "letter": DocumentKind.LETTER_RECEIVED}
"""What the document of a contact is, by how it came."""

_FORMS: Mapping[str, type[Form]] = {
    name: type(f"{name}_files", (Form,), {each.name: MultipleFileField(each.label) for each in asked}) for name, asked in BRINGING.items()
}


def _tidied(value: str | None) -> str | None:
    return clean(value).strip() if value else value


class DocumentForm(Form):
    """What a document is."""

    kind = RadioField("What is it?", choices=[SelectChoice(*each) for each in KINDS.items()], validators=[DataRequired("Choose what it is")])
    title = StringField(
        "A title", filters=[_tidied], validators=[Length(max=LONGEST_TITLE, message=f"Use at most {LONGEST_TITLE} characters")]
    )


class TakeBackForm(Form):
    """Why a document does not belong to the case."""

    reason = TextAreaField(
        "Why does it not belong here?", filters=[_tidied],
        validators=[DataRequired("Say why it does not belong here"), Length(max=LONGEST_REASON, message=f"Use at most {LONGEST_REASON:,} characters")],
    )  # fmt: skip


def _here() -> str:
    return (request.endpoint or "").removeprefix("staff.")


def files_form() -> Form | None:
    """The file inputs of the page that is asked for, with what is wrong with them; None of a page that asks for none."""
    name = _here()
    if name not in BRINGING:
        return None
    form: Form = g.get("files_form") or _FORMS[name]()
    g.files_form = form
    return form


def files_form_again() -> Form | None:
    """The same, for a page that comes back: whatever was chosen has to be chosen again, and that is said."""
    form = files_form()
    for field in form or ():
        names = [uploads.name_of(file.filename) or "the file" for file in _sent(field.name)]
        if names and not field.errors:
            field.errors = [CHOOSE_AGAIN.format(name="”, “".join(names))]
    return form


def files_came() -> bool:
    """Whether every file came along that had been chosen: none does where a page waited for somebody to sign in again."""
    form = files_form()
    if form is None or FILES_CHOSEN not in request.form or any(_sent(field.name) for field in form):
        return True
    next(iter(form)).errors = [CHOSEN_BEFORE]
    return False


def hint() -> str:
    """Which files are taken, and what becomes of them."""
    limits = desk().profile.files
    kinds = ", ".join(GROUPS.get(kind, kind) for kind in limits.kinds)
    return (
        f"{kinds[:1].upper()}{kinds[1:]}, up to {uploads.file_size(limits.most_bytes_each)}. Hidden parts and programs are taken out. "
        "It is kept sealed with the case, and is not shown to the person on their page."
    )


@contextmanager
def bringing(kind: DocumentKind | None = None, title: str = "") -> Iterator[tuple[Brought, ...]]:
    """The files that were sent with this page, taken in; `kind` is what they are, unless the form's table says.

    Raises `Refused` where one of them is not taken: nothing of the page is done then.
    """
    try:
        with brought(desk(), _chosen(kind, title)) as there:
            yield there
    except NotTaken as bad:
        raise Refused(bad.place, why_not(bad)) from None


def _chosen(kind: DocumentKind | None, title: str) -> list[Chosen]:
    found = [
        Chosen(asked.name, kind or asked.kind, uploads.name_of(file.filename) or "file", file.stream.read(), title)
        for asked in BRINGING[_here()] for file in _sent(asked.name)
    ]  # fmt: skip
    if len(found) > MOST_AT_ONCE:
        raise Refused(found[0].place, f"Choose at most {MOST_AT_ONCE} files at once")
    return found


def _sent(name: str) -> list[Any]:
    return [file for file in request.files.getlist(name) if uploads.is_chosen(file)]


def why_not(bad: NotTaken) -> str:
    """Why a file was not taken in, in a sentence."""
    limits = desk().profile.files
    said = next(words for kind, words in REFUSED.items() if isinstance(bad.why, kind))
    kinds = ", ".join(GROUPS.get(kind, kind) for kind in limits.kinds)
    return said.format(name=bad.name, each=uploads.file_size(limits.most_bytes_each), kinds=kinds)


def say_at(form: Form, refused: Refused) -> None:
    """Put what cannot be beside its field: one of the form, or of the files that it brings."""
    files = files_form()
    where = form if refused.field in form or files is None else files
    where[refused.field].errors = [str(refused)]
