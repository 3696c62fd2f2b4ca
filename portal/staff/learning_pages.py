"""Learning, promises and costs of a case as pages: a form each, then back to the case."""

from collections.abc import Callable
from typing import Any

from flask import abort, request
from wtforms import Form

from portal.actions import learning as actions
from portal.actions.case_file import CaseFile
from portal.actions.staff import everyone
from portal.casework.learning import PAYMENT, About, Action, CostKind, Grade, Owner
from portal.casework.moves import NotPossible, move
from portal.councils.services import cause_names, service_names
from portal.letters.answer import pounds
from portal.staff import learning_forms as forms
from portal.staff.answer_forms import pence_of
from portal.staff.answer_view import remedy_label
from portal.staff.case_pages import file_or_404, overtaken
from portal.staff.forms import day_of
from portal.staff.learning_view import action_words, numeric_day
from portal.staff.move_pages import accepted, form_page, made
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.shown import language_name
from portal.web.clock import now, today
from portal.web.desk import desk

_SEALED = "It is kept sealed with the case."
_DAY = "For instance 25 11 2026"
_TOLD = "Write it to them, in plain words, without names. They read it with their case once it is done, and get a mail that something is there if they asked for mails. Leave it empty where nothing can be told."


@needs(move("point_causes").permission)
def point_causes(reference: str, number: int) -> Any:
    """Which services and causes a point concerned, at any time, whatever was found."""
    file = file_or_404(reference)
    point = next((one for one in file.points if one.row.number == number), None)
    if point is None:
        abort(404)
    before = file.state.learning.about.get(number, About())
    form = forms.AboutForm(request.form, data={"services": before.services, "causes": before.causes})
    offer_about(form, before)
    about = About(tuple(form.services.data or ()), tuple(form.causes.data or ()))
    return _done(
        "point_causes", reference, form, file, lambda: actions.classify(desk(), reference, number, about, signed_in().id, now()),
        asks=about_asks(form), subject=f"Point {number}",
        before="The report counts it. Choose as many as there are; no finding changes by it.",
    )  # fmt: skip


def offer_about(form: Any, before: About) -> None:
    """Let the officer choose from what the council has, and from what the point has already."""
    services, causes = service_names(desk().profile), cause_names(desk().profile)
    form.offer(
        {**services, **{code: code for code in before.services if code not in services}},
        {**causes, **{code: code for code in before.causes if code not in causes}},
    )


def about_asks(form: Any) -> list[tuple[str, str, str]]:
    """The fields of it that have anything to choose from."""
    return [(name, "ticks", "") for name in ("services", "causes") if form[name].choices]


@needs(move("learning_add").permission)
def learning_add(reference: str) -> Any:
    """What is to be learned: who does what by when."""
    file = file_or_404(reference)
    form = forms.ActionForm(request.form)
    form.offer(_people(), service_names(desk().profile))

    def doing() -> bool:
        new = actions.NewAction(
            what=form.what.data or "", grade=Grade(form.grade.data), owner=_owner(form.owner.data), due=_day_in(form.due.data),
            service=form.service.data or None, sentence=form.sentence.data or "",
        )  # fmt: skip
        return actions.set_action(desk(), reference, new, signed_in().id, now())

    asks = [("what", "area", _SEALED), ("grade", "radios", ""), ("owner", "select", ""), ("due", "day", _DAY)]
    if service_names(desk().profile):
        asks.append(("service", "select", ""))
    return _done("learning_add", reference, form, file, doing, asks=[*asks, ("sentence", "area", _TOLD)])


@needs(move("learning_not_needed").permission)
def learning_not_needed(reference: str) -> Any:
    """Why nothing is to be learned from what was upheld."""
    form = forms.WhyForm(request.form)
    return _done(
        "learning_not_needed", reference, form, file_or_404(reference),
        lambda: actions.nothing_to_learn(desk(), reference, form.reason.data or "", signed_in().id, now()),
        asks=[("reason", "area", _SEALED)],
    )  # fmt: skip


@needs(move("learning_change").permission)
def learning_change(reference: str, number: int) -> Any:
    """Somebody else sees to it, or by another day."""
    file, words = _at(reference, number)
    action = _action(file, number)
    owner = f"staff:{action.owner.staff_id}" if action.owner.staff_id is not None else f"service:{action.owner.service}"
    form = forms.ChangeActionForm(request.form, data={"owner": owner, "due": numeric_day(action.due_on)})
    form.offer(_people(action.owner.staff_id), {**service_names(desk().profile), **_kept(action.owner)})
    return _done(
        "learning_change", reference, form, file,
        lambda: actions.change_action(
            desk(), reference, number, _owner(form.owner.data), _day_in(form.due.data), form.reason.data or "", signed_in().id, now()
        ),
        asks=[("owner", "select", ""), ("due", "day", _DAY), ("reason", "area", _SEALED)], subject=f"Action {number}", typed=words.get("what"),
        possible=action.open,
    )  # fmt: skip


@needs(move("learning_done").permission)
def learning_done(reference: str, number: int) -> Any:
    """It is done, and what shows it."""
    file, words = _at(reference, number)
    form = forms.DoneForm(request.form, data={"sentence": words.get("sentence", "")})
    return _done(
        "learning_done", reference, form, file,
        lambda: actions.finish(
            desk(), reference, number, _day_in(form.day.data), form.evidence.data or "", form.sentence.data or "", signed_in().id, now()
        ),
        asks=[("day", "day", _DAY), ("evidence", "area", _SEALED), ("sentence", "area", _told_in(file))], subject=f"Action {number}",
        typed=words.get("what"),
        possible=_action(file, number).open,
    )  # fmt: skip


@needs(move("learning_given_up").permission)
def learning_given_up(reference: str, number: int) -> Any:
    """It will not be done, and why."""
    file, words = _at(reference, number)
    form = forms.WhyForm(request.form)
    return _done(
        "learning_given_up", reference, form, file,
        lambda: actions.give_up(desk(), reference, number, form.reason.data or "", signed_in().id, now()),
        asks=[("reason", "area", _SEALED)], subject=f"Action {number}", typed=words.get("what"),
        possible=_action(file, number).open,
    )  # fmt: skip


@needs(move("learning_publish").permission)
def learning_publish(reference: str, number: int) -> Any:
    """The sentence that is published, without names."""
    file, words = _at(reference, number)
    form = forms.PublishForm(request.form, data={"sentence": words.get("sentence", "")})
    return _done(
        "learning_publish", reference, form, file,
        lambda: actions.publish(desk(), reference, number, form.sentence.data or "", signed_in().id, now()),
        asks=[("sentence", "area", "In English, for everybody. It stands in clear from now on, without the case."), ("nameless", "tick", "")],
        subject=f"Action {number}", typed=words.get("what"),
        possible=_action(file, number).published_on is None,
    )  # fmt: skip


@needs(move("learning_unpublish").permission)
def learning_unpublish(reference: str, number: int) -> Any:
    """It is published no longer, and why."""
    file, words = _at(reference, number)
    form = forms.WhyForm(request.form)
    return _done(
        "learning_unpublish", reference, form, file,
        lambda: actions.unpublish(desk(), reference, number, form.reason.data or "", signed_in().id, now()),
        asks=[("reason", "area", _SEALED)], subject=f"Action {number}", typed=words.get("sentence"),
        possible=_action(file, number).published_on is not None,
    )  # fmt: skip


@needs(move("remedy_done").permission)
def remedy_done(reference: str, number: int, remedy: str) -> Any:
    """A promise was kept: on which day, and how much was paid."""
    file, pays = _promised(reference, number, remedy), remedy == PAYMENT
    promise = file.state.learning.promise((number, remedy))
    left = (promise.pence or 0) - promise.paid
    form = forms.PaymentForm(request.form, data={"amount": pounds(left).removeprefix("£")}) if pays else forms.PromiseForm(request.form)

    def doing() -> bool:
        pence = pence_of(form["amount"].data or "") if pays else None
        return actions.keep_promise(
            desk(), reference, number, remedy, _day_in(form.day.data), pence, form.note.data or "", signed_in().id, now()
        )

    amount = [("amount", "amount", f"Promised: {pounds(promise.pence or 0)}. Paid so far: {pounds(promise.paid)}.")] if pays else []
    return _done(
        "remedy_done", reference, form, file, doing, asks=[("day", "day", _DAY), *amount, ("note", "area", _SEALED)],
        subject=f"Point {number}: {remedy_label(remedy, promise.pence)}",
        possible=promise.open,
    )  # fmt: skip


@needs(move("remedy_given_up").permission)
def remedy_given_up(reference: str, number: int, remedy: str) -> Any:
    """A promise cannot be kept, and why."""
    file = _promised(reference, number, remedy)
    form = forms.WhyForm(request.form)
    return _done(
        "remedy_given_up", reference, form, file,
        lambda: actions.give_up_promise(desk(), reference, number, remedy, form.reason.data or "", signed_in().id, now()),
        asks=[("reason", "area", _SEALED)], subject=f"Point {number}: {remedy_label(remedy, file.state.learning.promise((number, remedy)).pence)}",
        before="The person was promised this: tell them, too.",
        possible=file.state.learning.promise((number, remedy)).open,
    )  # fmt: skip


@needs(move("cost").permission)
def cost(reference: str) -> Any:
    """What was spent on the case."""
    file = file_or_404(reference)
    stage = file.state.stages.stage
    form = forms.CostForm(request.form, data={"at_stage": str(stage)})
    form.come_to(stage)

    def doing() -> bool:
        spent = actions.Spent(CostKind(form.kind.data), pence_of(form.amount.data or "") or 0, _day_in(form.day.data), int(form.at_stage.data))
        return actions.note_cost(desk(), reference, spent, form.note.data or "", signed_in().id, now())

    return _done(
        "cost", reference, form, file, doing,
        asks=[("kind", "radios", ""), ("amount", "amount", "For instance £1,234.50"), ("day", "day", _DAY), ("at_stage", "radios", ""), ("note", "area", _SEALED)],
        before="A payment that was promised in the answer is noted by itself once you record that the promise was kept.",
    )  # fmt: skip


@needs(move("cost_taken_back").permission)
def cost_taken_back(reference: str, number: int) -> Any:
    """A cost was a mistake, and why."""
    file = file_or_404(reference)
    if not 1 <= number <= len(file.state.learning.costs):
        abort(404)
    one = file.state.learning.costs[number - 1]
    form = forms.WhyForm(request.form)
    return _done(
        "cost_taken_back", reference, form, file,
        lambda: actions.take_cost_back(desk(), reference, number, form.reason.data or "", signed_in().id, now()),
        asks=[("reason", "area", _SEALED)], subject=f"Cost {number}: {pounds(one.pence)}",
        possible=not one.taken_back,
    )  # fmt: skip


def _done(
    name: str, reference: str, form: Form, file: CaseFile, doing: Callable[[], bool], possible: bool = True, **page: Any
) -> Any:
    """Do it, where the form is right; else the page again, with whatever was typed and what is wrong with it.

    `possible`: whether this very action, promise or cost allows it still; where not, the case says so.
    """
    if request.method == "GET" and not possible:
        return overtaken(reference, NotPossible(move(name), file.state))
    if accepted(form):
        try:
            return made(name, reference, doing)
        except actions.Refused as refused:
            form[refused.field].errors = [str(refused)]
        except actions.Nothing:
            abort(404)
    return form_page(name, reference, form, file, template="staff/learning_form.html", **page)


def _at(reference: str, number: int) -> tuple[CaseFile, dict[str, str]]:
    """The file, and the words of one of its actions."""
    file = file_or_404(reference)
    if file.state.learning.action(number) is None:
        abort(404)
    return file, action_words(file).get(number, {})


def _action(file: CaseFile, number: int) -> Action:
    action = file.state.learning.action(number)
    assert action is not None, "the page asked for it"
    return action


def _promised(reference: str, point: int, remedy: str) -> CaseFile:
    file = file_or_404(reference)
    if (point, remedy) not in file.state.learning.promised:
        abort(404)
    return file


def _told_in(file: CaseFile) -> str:
    return _TOLD if file.case.language == "en" else f"{_TOLD} They read {language_name(file.case.language)}."


def _people(also: int | None = None) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in everyone(desk()) if one.active or one.id == also]


def _kept(owner: Owner) -> dict[str, str]:
    known = service_names(desk().profile)
    return {owner.service: owner.service} if owner.service and owner.service not in known else {}


def _owner(chosen: str) -> Owner:
    kind, _, code = chosen.partition(":")
    return Owner(int(code)) if kind == "staff" else Owner(service=code)


def _day_in(typed: str | None) -> Any:
    return day_of(typed or "") or today()
