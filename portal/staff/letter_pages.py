"""Letters as pages: one is read as it would be sent, with what the officer adds, then sent; one is taken as a Word file."""

import hashlib
from dataclasses import replace
from typing import Any

from flask import abort, request

from portal.actions import advocacy
from portal.actions import letters as actions
from portal.actions.case_file import NoSuchCase
from portal.actions.rights import NotYet
from portal.casework.advocacy import Scope
from portal.casework.letters import LetterKind
from portal.casework.moves import NotPossible, move
from portal.casework.permissions import Permission
from portal.letters.paper import html_of_sheet
from portal.letters.steps import Step, composed
from portal.letters.word import MEDIA_TYPE
from portal.staff import letter_labels
from portal.staff.case_pages import file_or_404, overtaken
from portal.staff.forms import day_of
from portal.staff.letter_forms import ConsentForm, StepLetterForm
from portal.staff.letter_view import advocate_of, step_of, word_of
from portal.staff.move_pages import accepted, form_page, made
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.language import SOURCE
from portal.web.uploads import handed_out

READ_FIRST = "This is the letter with your words in it, as it is now. Read it, then send it."
_KINDS = {kind.value for kind in LetterKind}


@needs(move("write_letter").permission)
def write_letter(reference: str, kind: str) -> Any:
    """The letter as it would be sent; what the officer adds is read in its place before it goes."""
    if kind not in _KINDS:
        abort(404)
    wanted, file = LetterKind(kind), file_or_404(reference)
    about = file.state.letters.due.get(wanted)
    if about is None:
        if request.method == "POST":
            return made("write_letter", reference, lambda: actions.send(desk(), reference, wanted, now(), "", signed_in().id, now()))
        return overtaken(reference, NotPossible(move("write_letter"), file.state))
    form, problem = StepLetterForm(request.form), None
    step = step_of(file, wanted, form.own.data or "")
    letter = _html(step)
    if accepted(form) and request.form.get("go") == "send":
        if request.form.get("seen") != _digest(letter):
            problem = READ_FIRST
        elif not form.read.data:
            form.read.errors = ["Read the letter, then say that it is right"]
        else:
            return made("write_letter", reference, lambda: actions.send(desk(), reference, wanted, about, letter, signed_in().id, now()))
    english = "" if step.language == SOURCE else _html(replace(step, language=SOURCE))
    return form_page(
        "write_letter", reference, form, file,
        problem=problem, letter=letter, english=english, seen=_digest(letter), title=letter_labels.LETTERS[wanted], template="staff/write_letter.html",
    )  # fmt: skip


@needs(Permission.READ_CASE)
def letter_file(reference: str, number: int) -> Any:
    """A letter that was sent, as a Word file; that it was taken is written down."""
    try:
        letter = actions.take(desk(), reference, number, signed_in().id, now())
    except (NoSuchCase, actions.NoSuchLetter):
        abort(404)
    return handed_out(word_of(letter), MEDIA_TYPE, f"{reference}-letter-{number}.docx")


@needs(move("advocate_consent").permission)
def advocate_consent(reference: str) -> Any:
    """What the person agrees that their advocate may do."""
    file = file_or_404(reference)
    # Nothing ticked means something here, so only what was sent may say it.
    form = ConsentForm(request.form if request.method == "POST" else None, scope=[one.value for one in file.state.advocacy.scope])
    if not accepted(form):
        return form_page("advocate_consent", reference, form, file, advocate=advocate_of(file))
    scope, on = {Scope(code) for code in form.scope.data or ()}, day_of(form.day.data or "")
    words = {"how_known": form.how_known.data or ""}
    try:
        return made(
            "advocate_consent", reference,
            lambda: advocacy.consent(desk(), reference, scope, on, words, signed_in().id, now()),  # type: ignore[arg-type]
        )  # fmt: skip
    except NotYet as problem:
        form.day.errors = [f"Enter {problem}"]
        return form_page("advocate_consent", reference, form, file, advocate=advocate_of(file))


def _html(step: Step) -> str:
    return html_of_sheet(composed(step, desk().profile, today()))


def _digest(letter: str) -> str:
    """By which a letter that was read is known again."""
    return hashlib.sha256(letter.encode()).hexdigest()[:32]
