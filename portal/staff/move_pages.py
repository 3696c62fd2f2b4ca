"""The moves of an officer as pages: a button, or a form and a button; after each, back to the case."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, redirect, request, url_for
from wtforms import Form

from portal.actions import closing, handling, rights
from portal.actions.case_file import CaseFile, NoSuchCase
from portal.actions.contact import Stopped
from portal.actions.rights import rights_of
from portal.casework.answering import last_outcome
from portal.casework.enquiries import OUTCOMES
from portal.casework.moves import NotPossible, move
from portal.casework.outcomes import OutcomeCode
from portal.casework.rights import Right
from portal.letters import acknowledgement
from portal.staff import fact_form, labels, talk_labels
from portal.staff.answer_view import points_left
from portal.staff.case_pages import clocks_of, file_or_404, overtaken, shown, typed_here
from portal.staff.document_forms import files_came, files_form_again, hint
from portal.staff.forms import (
    AdvocateForm,
    ChangeRouteForm,
    CloseForm,
    ConfirmForm,
    ExtendForm,
    FrontDoorForm,
    LetterForm,
    OfferForm,
    ReasonForm,
    day_of,
)
from portal.staff.letter_view import copy_said
from portal.staff.permissions import needs
from portal.staff.sending import as_said, kept_to, sending_form, stopped_said
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.staff.talk_view import talk
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.language import SOURCE
from portal.words import Voice

_BAD_REQUEST = 400
_STOPPED = 409
NOTHING_LEARNED = "This was upheld and nothing is to be learned yet. Set an action on the case first, or say here why none is needed"


@needs(move("take").permission)
def take(reference: str) -> Any:
    """Take the case."""
    return made("take", reference, lambda: handling.take(desk(), reference, signed_in().id, now()))


@needs(move("real").permission)
def real(reference: str) -> Any:
    """What looked like junk is none."""
    return made("real", reference, lambda: handling.find_real(desk(), reference, signed_in().id, now()))


@needs(move("confirm_route").permission)
def confirm_route(reference: str) -> Any:
    """Confirm the route that the officer was shown."""
    form = ConfirmForm(request.form)
    if not form.validate():
        abort(_BAD_REQUEST)
    route = form.route.data
    return made(
        "confirm_route", reference, lambda: handling.confirm_route(desk(), reference, route, signed_in().id, now())
    )


@needs(move("change_route").permission)
def change_route(reference: str) -> Any:
    """Another route, with the reason."""
    form = ChangeRouteForm(request.form)
    if not accepted(form):
        return form_page("change_route", reference, form)
    route, reason = form.route.data, form.reason.data or ""
    return made(
        "change_route",
        reference,
        lambda: handling.change_route(desk(), reference, route, reason, signed_in().id, now()),
    )


@needs(move("front_door_told").permission)
def front_door_told(reference: str) -> Any:
    """Whom the officer told that somebody may be in danger, and when."""
    form = FrontDoorForm(request.form)
    if not accepted(form):
        return form_page("front_door_told", reference, form)
    told, told_at = form.told.data or "", form.told_at.data or ""
    return made(
        "front_door_told",
        reference,
        lambda: handling.tell_front_door(desk(), reference, told, told_at, signed_in().id, now()),
    )


@needs(move("fill_in_facts").permission)
def fill_in_facts(reference: str) -> Any:
    """What was not asked, found out since; the rules are read again with it."""
    file = file_or_404(reference)
    form = fact_form.form_of(fact_form.not_known(file.case.facts), request.form)
    found = fact_form.codes_of(form) if request.method == "POST" and form.validate() else {}
    if not found:
        nothing = request.method == "POST" and not form.errors
        return _shown("fill_in_facts", file, form, problem="Fill in at least one of these" if nothing else None)
    return made(
        "fill_in_facts", reference, lambda: handling.fill_in_facts(desk(), reference, found, signed_in().id, now())
    )


@needs(move("extend").permission)
def extend(reference: str) -> Any:
    """More time, with its ground and whether the person agreed."""
    form = ExtendForm(request.form)
    if not accepted(form):
        return form_page("extend", reference, form)
    words = {"reason": form.reason.data or "", "how": form.how.data or ""}
    agreed, ground = form.agreed.data == "yes", form.ground.data
    return made("extend", reference, lambda: rights.extend(desk(), reference, ground, agreed, words, signed_in().id, now()))


@needs(move("advocate").permission)
def advocate(reference: str) -> Any:
    """What came of the referral to an advocate."""
    form = AdvocateForm(request.form)
    if not accepted(form):
        return form_page("advocate", reference, form)
    step, on, words = form.step.data, day_of(form.day.data or ""), {"note": form.note.data or ""}
    if step == "accepted":
        words |= {key: form[key].data for key in ("name", "organisation", "reach") if form[key].data}
    return _on_a_day(
        "advocate", reference, form,
        lambda: rights.advocate(desk(), reference, step, on, words, signed_in().id, now()),  # type: ignore[arg-type]
    )  # fmt: skip


@needs(move("offer_right").permission)
def offer_right(reference: str) -> Any:
    """A right that was offered, how and when."""
    form = OfferForm(request.form)
    if not accepted(form):
        return form_page("offer_right", reference, form)
    right, how, on, words = Right(form.right.data), form.how.data, day_of(form.day.data or ""), {"note": form.note.data or ""}
    return _on_a_day(
        "offer_right", reference, form,
        lambda: rights.offer_right(desk(), reference, right, how, on, words, signed_in().id, now()),  # type: ignore[arg-type]
    )  # fmt: skip


@needs(move("close").permission)
def close(reference: str) -> Any:
    """It is over: what came of it, and why."""
    profile = desk().profile
    file = file_or_404(reference)
    form = CloseForm(request.form, outcome=last_outcome(file.state))
    form.call((code, profile.outcome_label(code) or label) for code, label in labels.OUTCOME.items() if not file.state.enquiry or code in OUTCOMES)
    if not accepted(form):
        return form_page("close", reference, form, file)
    outcome, reason, nothing = OutcomeCode(form.outcome.data), form.reason.data or "", form.nothing_learned.data or ""
    try:
        return made("close", reference, lambda: closing.close(desk(), reference, outcome, reason, signed_in().id, now(), nothing))
    except closing.LearningOpen:
        form.nothing_learned.errors = [NOTHING_LEARNED]
        return form_page("close", reference, form, file)
    except closing.PointsOpen as left:
        form.outcome.errors = [f"{points_left(left.numbers)} Answer first, or choose an outcome that is no finding"]
        return form_page("close", reference, form, file)
    except closing.NotAnswered:
        form.outcome.errors = ["Record the answer first, or choose another outcome"]
        return form_page("close", reference, form, file)
    except closing.StageOpen as left:
        form.outcome.errors = [f"Stage {left.stage} has no answer yet. Record it first, or choose an outcome that is no finding"]
        return form_page("close", reference, form, file)


@needs(move("reopen").permission)
def reopen(reference: str) -> Any:
    """It goes on, and why."""
    form = ReasonForm(request.form)
    if not accepted(form):
        return form_page("reopen", reference, form)
    reason = form.reason.data or ""
    return made("reopen", reference, lambda: closing.reopen(desk(), reference, reason, signed_in().id, now()))


@needs(move("acknowledge").permission)
def acknowledge(reference: str) -> Any:
    """The letter as it would be sent, to be read and edited; then sent, and its very words kept."""
    file = file_or_404(reference)
    known = _acknowledged(file)
    form = LetterForm(request.form, text=acknowledgement.draft(known, desk().profile, today()))
    if not accepted(form):
        return _shown("acknowledge", file, form, english=_in_english(known))
    letter = acknowledgement.finished(form.text.data or "", known, desk().profile, today())
    return made(
        "acknowledge", reference, lambda: handling.acknowledge(desk(), reference, letter, signed_in().id, now())
    )


def _on_a_day(name: str, reference: str, form: Form, doing: Callable[[], bool]) -> Any:
    """Do it; a day that cannot be is said beside its field, with everything else kept."""
    try:
        return made(name, reference, doing)
    except rights.NotYet as problem:
        form.day.errors = [f"Enter {problem}"]
        return form_page(name, reference, form)


def made(name: str, reference: str, doing: Callable[[], bool]) -> Any:
    """Do it, and go back to the case; where it can no longer be done, the case says why."""
    try:
        with as_said():
            doing()
    except NotPossible as late:
        return overtaken(reference, late)
    except Stopped as forbidden:
        return shown(file_or_404(reference), notice=stopped_said(forbidden.rules, forbidden.ways), typed=typed_here()), _STOPPED
    except NoSuchCase:
        abort(404)
    return redirect(url_for("staff.case", reference=reference, done=move(name).event.value))


def accepted(form: Form) -> bool:
    """Whether the form was sent, nothing in it is wrong, and no contact rule stops what it sends."""
    return request.method == "POST" and all([form.validate(), kept_to(str((request.view_args or {}).get("reference"))), files_came()])


def form_page(name: str, reference: str, form: Form, file: CaseFile | None = None, **more: Any) -> Any:
    """The page of a move's form, for the case in the address; `file` where it is open already."""
    return _shown(name, file or file_or_404(reference), form, **more)


def _shown(name: str, file: CaseFile, form: Form, **more: Any) -> Any:
    """The page of a form; what was typed into it stands in it again."""
    wanted = move(name)
    if not wanted.is_open(file.state):
        return overtaken(file.case.reference, NotPossible(wanted, file.state))
    shown_page = staff_page(
        more.pop("template", f"staff/{name}.html"),
        form=form,
        file=file,
        case=file.case,
        state=file.state,
        move=wanted,
        labels=labels,
        profile=desk().profile,
        clocks=clocks_of(file),
        rights=rights_of(desk(), file, today()),
        copy_said=copy_said(file),
        sending=sending_form(),
        files_asked=files_form_again(),
        files_hint=hint,
        talk=talk_labels,
        **talk(file),
        **more,
    )
    return (shown_page, _BAD_REQUEST) if request.method == "POST" else shown_page


def _in_english(letter: acknowledgement.Acknowledged) -> str:
    """What a letter in another language says, for an officer who does not read it; empty for an English one."""
    if letter.language == SOURCE:
        return ""
    return acknowledgement.draft(replace(letter, language=SOURCE), desk().profile, today())


def _acknowledged(file: CaseFile) -> acknowledgement.Acknowledged:
    clocks = {clock.name: clock.on for clock in clocks_of(file)}
    case = file.case
    return acknowledgement.Acknowledged(
        reference=case.reference,
        voice=Voice.CHILD if case.voice == Voice.CHILD.value else Voice.ADULT,
        language=case.language,
        purpose=case.purpose,
        route=file.state.route or case.route,
        received_on=case.received_on,
        answer_by=clocks.get("respond_by"),
        answer_latest=clocks.get("latest"),
        advocate="offer_advocate" in case.decision.get("flags", ()),
    )
