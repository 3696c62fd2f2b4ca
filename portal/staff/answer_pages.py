"""Answering a case as pages: a point, the check, the letter; and who may have no part in it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, request
from werkzeug.datastructures import ImmutableMultiDict

from portal.actions import answering as actions
from portal.actions.case_file import CaseFile
from portal.actions.splitting import routes_now
from portal.actions.staff import everyone
from portal.casework.answering import Given, Remedy, findings_for
from portal.casework.case import Finding
from portal.casework.learning import About
from portal.casework.moves import move
from portal.casework.outcomes import OutcomeCode
from portal.casework.permissions import Permission, may
from portal.casework.splitting import JOINED
from portal.letters import answer as letters
from portal.letters.paper import html_of
from portal.staff.answer_forms import ConflictForm, PointForm, pence_of
from portal.staff.answer_view import missing_said
from portal.staff.case_pages import clocks_of, file_or_404, shown
from portal.staff.forms import LetterForm, day_of
from portal.staff.learning_pages import offer_about
from portal.staff.learning_view import numeric_day
from portal.staff.move_pages import accepted, form_page, made
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.language import SOURCE
from portal.words import Voice

_CONFLICT = 409
OWN_WORK = "You wrote one of these findings, so somebody else has to check them. Nothing was changed."
CHANGED = "A finding was changed since you opened this page. Your letter is kept: compare it with what is found now."


@needs(move("answer_point").permission)
def answer_point(reference: str, number: int) -> Any:
    """What was found on one point, why, and what is done about it."""
    file = file_or_404(reference)
    point = next((one for one in file.points if one.row.number == number), None)
    if point is None:
        abort(404)
    form = PointForm(_sent(), data=_standing(file, number))
    form.call((code, desk().profile.outcome_label(code)) for code in findings_for(file.case.purpose))
    offer_about(form, file.state.learning.about.get(number, About()))
    if not accepted(form):
        return form_page("answer_point", reference, form, file, point=point)
    remedies = tuple(Remedy(code) for code in form.remedies.data or ())
    pence = pence_of(form.amount.data or "") if Remedy.PAYMENT in remedies else None
    about = About(tuple(form.services.data or ()), tuple(form.causes.data or ()))
    given = Given(OutcomeCode(form.outcome.data), remedies, pence, day_of(form.by.data or ""), about)
    said = actions.Said(form.reason.data or "", form.put_right.data or "")
    return made(
        "answer_point", reference,
        lambda: actions.answer_point(desk(), reference, number, given, said, signed_in().id, now()),
    )  # fmt: skip


def _standing(file: CaseFile, number: int) -> dict[str, Any]:
    """The finding as it stands, to be changed."""
    finding: Finding | None = file.state.findings.get(number)
    about = file.state.learning.about.get(number, About())
    concerned = {"services": list(about.services), "causes": list(about.causes)}
    if finding is None:
        sent = file.state.point_routes.get(number)
        return {**concerned, **({"outcome": OutcomeCode.OTHER_PROCEDURE.value} if sent and sent not in JOINED else {})}
    pounds = letters.pounds(finding.pence).removeprefix("£") if finding.pence else ""
    codes = {"outcome": finding.outcome, "remedies": list(finding.remedies), "amount": pounds}
    by = next((one.by for one in file.state.learning.promises if one.point == number and one.by), None)
    return {**codes, **concerned, "by": numeric_day(by) if by else "", **actions.words_of(file).get(number, {})}


@needs(move("check_answer").permission)
def check_answer(reference: str) -> Any:
    """Somebody who wrote none of the findings has read them as they stand."""
    return _if_ready(
        "check_answer", reference, lambda: actions.check_answer(desk(), reference, _seen(), signed_in().id, now())
    )


@needs(move("answer").permission)
def answer(reference: str) -> Any:
    """The letter as it would be sent, to be read and edited, with the rights that the software puts in; then sent."""
    file = file_or_404(reference)
    if move("answer").is_open(file.state) and (left := missing_said(file)):
        return shown(file, notice=" ".join(["The answer cannot be sent yet.", *left])), _CONFLICT
    known, version = _known(file), actions.version_seen(file.history)
    drafted = letters.draft(known, desk().profile, today())
    form, problem = LetterForm(request.form, text=drafted), None
    sent = accepted(form)
    if sent and (gone := letters.left_out(form.text.data or "", known)):
        form.text.errors, sent = [f"Put back the heading of each point. {_gone(gone)}"], False
    if request.method == "POST" and _seen() != version:
        problem, sent = CHANGED, False
    if not sent:
        english = _in_english(known)
        rights = html_of(letters.rights_told(known, desk().profile))
        return form_page(
            "answer", reference, form, file,
            problem=problem, drafted=drafted if problem else "", english=english, seen=version, told=rights, language=known.language,
        )  # fmt: skip
    letter = letters.finished(form.text.data or "", known, desk().profile, today())
    return _if_ready("answer", reference, lambda: actions.answer(desk(), reference, letter, version, signed_in().id, now()))


@needs(move("name_conflict").permission)
def name_conflict(reference: str) -> Any:
    """Who is complained about, or manages somebody who is: they can no longer handle the case."""
    file = file_or_404(reference)
    named = file.state.conflicts
    form = ConflictForm(_sent(), data={"people": [str(number) for number in named]})
    form.offer(
        (one.id, one.name) for one in everyone(desk()) if one.id in named or (one.active and (may(one.role, Permission.READ_CASE) or may(one.role, Permission.READ_AUDIT)))
    )
    if not accepted(form):
        return form_page("name_conflict", reference, form, file)
    people, reason = [int(number) for number in form.people.data or ()], form.reason.data or ""
    return made(
        "name_conflict", reference, lambda: actions.name_conflict(desk(), reference, people, reason, signed_in().id, now())
    )


def _if_ready(name: str, reference: str, doing: Callable[[], bool]) -> Any:
    """Do it; where something is missing, or it is the officer's own work, the case says so."""
    try:
        return made(name, reference, doing)
    except actions.OwnWork:
        return shown(file_or_404(reference), notice=OWN_WORK), _CONFLICT
    except actions.NotReady:
        file = file_or_404(reference)
        return shown(file, notice=" ".join(["Nothing was changed.", *missing_said(file)])), _CONFLICT


def _sent() -> ImmutableMultiDict[str, str] | None:
    """What was sent; None where the page is only opened: an empty form would untick what stands."""
    return request.form if request.method == "POST" else None


def _seen() -> int:
    """Which version of the findings the officer was shown."""
    text = request.form.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else -1


def _gone(numbers: tuple[int, ...]) -> str:
    return f"Missing: {', '.join(f'point {number}' for number in numbers)}."


def _in_english(letter: letters.Answering) -> str:
    """What a letter in another language says, for an officer who does not read it; empty for an English one."""
    if letter.language == SOURCE:
        return ""
    english = replace(letter, language=SOURCE)
    profile = desk().profile
    return f"{letters.draft(english, profile, today())}\n\n{letters.rights_told(english, profile)}"


def _known(file: CaseFile) -> letters.Answering:
    case, state, words = file.case, file.state, actions.words_of(file)
    clocks = {clock.name: clock.on for clock in clocks_of(file)}
    rights = actions.rights_told(desk(), case, state, today())
    days = actions.ask_by(desk(), rights, today())
    routes = routes_now(state, [one.row for one in file.points])
    if len(set(routes.values())) == 1 and not state.point_routes:
        routes = dict.fromkeys(routes, "")
    return letters.Answering(
        reference=case.reference,
        voice=Voice.CHILD if case.voice == Voice.CHILD.value else Voice.ADULT,
        language=case.language,
        complainant=case.complainant or "",
        received_on=case.received_on,
        answer_by=None if state.answered else clocks.get("respond_by"),
        points=tuple(_point(one.row.number, one.row.matter, state.findings[one.row.number], words, routes[one.row.number]) for one in file.points if one.row.number in state.findings),
        rights=tuple((right, days[right].on if right in days else None) for right in rights),
    )


def _point(number: int, matter: str | None, finding: Finding, words: Any, route: str) -> letters.PointTold:
    said = words.get(number, {})
    return letters.PointTold(
        number, matter, OutcomeCode(finding.outcome), said.get("reason", ""),
        tuple(Remedy(code) for code in finding.remedies), finding.pence, said.get("put_right", ""), route,
    )  # fmt: skip
