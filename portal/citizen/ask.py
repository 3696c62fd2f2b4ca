"""One question a page: shown from its declaration, its answer kept, and on to the next."""

from typing import Any

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from portal.actions import drafts
from portal.actions.drafts import Retype
from portal.actions.files import added
from portal.citizen import aloud
from portal.citizen.half_typed import TYPED, answered, left_typed, page_of, taken_out
from portal.citizen.returning import offered_first
from portal.citizen.visitor import (
    address_of,
    answers,
    change_voice_in_place,
    current_draft,
    draft_key,
    go_on,
    open_draft,
    path,
    remember,
    see,
    was_lost,
    where_next,
)
from portal.questions.declared import QUESTIONS
from portal.questions.journey import Journey, Step, journey
from portal.questions.kinds import Given, Kind, Question
from portal.questions.matters import nameable
from portal.questions.points import MOST_POINTS, Point, points_of, with_point, without_point
from portal.questions.record import matter_wording
from portal.web.answered import answer, answered_point, error_gaps, wrong
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.forms import QuestionForm, clean, form_of
from portal.web.language import say, speak, voice
from portal.web.page import kept_page, page
from portal.words import Voice, Wording, _

BY_KEY = {question.key: question for question in reversed(QUESTIONS)}
POINTS = BY_KEY["points"]
POINT_PARTS = (
    Question("what_happened", Kind.WORDS, personal=True, title=POINTS.title, limit=POINTS.limit,
             required=Wording(_("Write what happened. A few words are enough"), child=_("Write a few words, or skip"))),
    Question("put_right", Kind.WORDS, personal=True, title=Wording(_("What would put it right?")), limit=5_000),
    Question("matter", Kind.CHOICE, personal=False, title=Wording(_("What is this point about?")),
             choices=nameable),
)


MARKS = 8


def routes(pages: Blueprint) -> None:
    """/ask/<key>, /ask/points, /ask/points/<n>"""
    pages.add_url_rule("/ask/<key>", view_func=ask, methods=["GET", "POST"])
    pages.add_url_rule("/ask/points/<int:number>", view_func=ask_point, methods=["GET", "POST"])


def ask(key: str) -> Response | str | tuple[str, int]:
    """A question's page: GET shows it, POST keeps the answer."""
    if key == "points":
        return list_points()
    if key not in BY_KEY:
        abort(404)
    if request.method == "POST":
        return _answered(key)
    walked = path()
    step = walked.step(key)
    if _sent() or step is None or not walked.may_see(key):
        return _elsewhere()
    if step.page:
        return see(address_of(step) + ("?from=check" if request.args.get("from") == "check" else ""))
    return _show(step)


def _sent() -> bool:
    draft = current_draft()
    return bool(draft and draft.sent)


def _elsewhere() -> Response:
    """A jump ahead lands on the first question without an answer; after sending, on the receipt."""
    draft = current_draft()
    if draft and draft.sent and draft.receipt:
        return see(f"/done/{draft.receipt['reference']}")
    return go_on()


def _question(key: str, walked: Journey) -> Question:
    step = walked.step(key)
    return step.question if step else BY_KEY[key]


def _answered(key: str) -> Response | str | tuple[str, int]:
    walked = path()
    question = _question(key, walked)
    asked, retype = [question, *walked.beside(key)], answered(key)
    if "_skip" in request.form and not question.must_be_answered(walked.so_far):
        asked.remove(question)
        retype = _skipped(question)
    form = form_of(asked, walked.so_far, today())
    if change_voice_in_place():
        return _show(Step(key, question, False), form, errors={})
    if aloud.erased():
        return _show(walked.step(key) or Step(key, question, False), form, errors={})
    valid = form.validate() or (question.aloud and aloud.stands_for(form.typed.get(key, "")))
    if not valid and was_lost():
        return _kept(lambda before: before or answers(), key)
    if not valid:
        return _show(walked.step(key) or Step(key, question, False), form), 400
    return _keep(key, form.answers, retype, "/files" if question.aloud and "_files" in request.form else None)


def _skipped(question: Question) -> Retype:
    """Whoever skips a question says nothing to it; what they had typed stays on its page all the same."""
    words = clean(request.form.get(question.key, "")).strip()
    return left_typed(question.key, {question.key: words}) if words and question.kind in TYPED else answered(question.key)


def _keep(key: str, given: dict[str, Any], retype: Retype, onward: str | None = None) -> Response:
    """A question that was skipped is blank; one asked beside it that an older page did not ask keeps its answer."""

    def edit(answered: dict[str, Any]) -> dict[str, Any]:
        before = answered or answers()
        there = {name: before.get(name, "") for name in given if name != key and name not in request.form}
        return {**before, key: "", **given, **there}

    return _kept(edit, key, onward, retype)


def _kept(edit: Any, key: str, onward: str | None = None, retype: Retype = drafts.as_typed) -> Response:
    lost = was_lost() or _presupposed(key)
    draft = drafts.change(desk(), draft_key(), edit, now(), retype)
    if key == "complainant":
        speak(Voice.CHILD if draft.is_child else Voice.ADULT, by_choice=False)
    walked = journey(draft.answers)
    onward = "/gone" if lost else offered_first(onward or _onward(walked, key), walked, draft)
    return remember(see(onward), draft)  # type: ignore[return-value]


def _presupposed(key: str) -> bool:
    """Whether this page comes after others, and there is no draft in which those were answered: it was put away meanwhile.

    Whoever was told so, and begins anew with the words they had, knows.
    """
    return open_draft() is None and "_anew" not in request.form and not path().may_see("points/1" if key == "points" else key)


def _onward(walked: Journey, key: str) -> str:
    if key == "risk_now" and walked.one("risk_now") == "yes":
        return "/danger"
    return where_next(walked, request.args.get("from", ""))


def _show(step: Step, form: QuestionForm | None = None, errors: dict[str, str] | None = None) -> str:
    walked, question = path(), step.question
    half = _half_typed(question.key)
    value = form.typed.get(question.key) if form else half.get(question.key, answers().get(question.key))
    found = (form.errors_by_key if form else {}) if errors is None else errors
    choices, around, beside = question.choices_for(walked.so_far), _around(step, walked), walked.beside(question.key)
    key = (question, choices, beside, walked.so_far.is_child, *found, *around.values())
    words = {each.key: form.typed[each.key] if form else half.get(each.key, answers().get(each.key, "")) for each in beside}

    def context() -> dict[str, Any]:
        shown, title = error_gaps(found), say(question.title)
        return {
            "question": question, "page_title": title, "title": title, "hint": say(question.hint), "why": say(question.why),
            "choices": choices, "beside": beside, "errors": shown, "error": shown.get(question.key),
            "skippable": walked.so_far.is_child and question.key != "complainant", "recorder": aloud.offered(question), **around,
        }

    filling = {**answer(question, choices, value), **words, **wrong(found), **aloud.on_page(question)}
    return kept_page(key, "citizen/question.html", context, filling)


def _half_typed(name: str) -> dict[str, str]:
    """What stands half-typed on the page of this name."""
    draft = open_draft()
    return draft.typing.get(name, {}) if draft else {}


def _around(step: Step, walked: Journey) -> dict[str, Any]:
    """What stands around the question: the way back, how far it is, where it is posted."""
    draft = open_draft()
    returning = request.args.get("from") == "check"
    before = walked.before(step.key)
    back = "/check" if returning else (address_of(before) if before else "/")
    return {
        "back": back,
        "action": address_of(step) + ("?from=check" if returning else ""),
        "steps": _progress(*walked.place(step.key)) if voice() is Voice.CHILD else None,
        "danger_shown": walked.one("risk_now") == "yes",
        "saveable": draft is not None,
        "here": address_of(step),
    }


def _progress(place: int, steps: int) -> tuple[int, int]:
    """How far a child is, in eight marks at the most: fifteen look like more than they are."""
    return (place, steps) if steps <= MARKS else (max(1, place * MARKS // steps), MARKS)


def ask_point(number: int) -> Response | str | tuple[str, int]:
    """A point's page: what happened, and what would put it right. One past the last adds a point."""
    walked = path()
    points = points_of(walked.given, answers())
    if request.method == "POST":
        return _answered_point(number, points)
    step = walked.step(f"points/{number}")
    if _sent():
        return _elsewhere()
    adding = number == len(points) + 1 <= MOST_POINTS and all(point.answered for point in points)
    if adding and walked.step("points/1"):
        return _show_point(Step(f"points/{number}", POINTS, False, Point("", added=True), number), len(points))
    if step is None or not walked.may_see(step.key):
        return _elsewhere()
    return _show_point(step, len(points))


def _answered_point(number: int, points: tuple[Point, ...]) -> Response | str | tuple[str, int]:
    walked = path()
    number = max(1, min(number, len(points) + 1))
    if number > MOST_POINTS:
        return _elsewhere()
    if "_remove" in request.form:
        return _remove(number, points)
    standing = points[number - 1] if number <= len(points) else Point("", added=True)
    form = form_of(POINT_PARTS if standing.added else POINT_PARTS[:2], walked.given, today())
    step = Step(f"points/{number}", POINTS, False, standing, number)
    if change_voice_in_place():
        return _show_point(step, len(points), form, errors={})
    if aloud.erased():
        return _show_point(step, len(points), form, errors={})
    valid = form.validate() or _needs_no_words(form, walked.given)
    return _keep_point(step, form, len(points)) if valid else (_show_point(step, len(points), form), 400)


def _needs_no_words(form: QuestionForm, given: Given) -> bool:
    """A child may skip it; and what was said aloud stands for anybody's words."""
    return (given.is_child and "_skip" in request.form) or aloud.stands_for(form.typed["what_happened"])


def _remove(number: int, points: tuple[Point, ...]) -> Response:
    """Take a point out. The button says how many there were, so that pressing it twice takes out one."""
    if number > len(points) or len(points) == 1 or request.form["_remove"] != str(len(points)):
        return see("/ask/points")
    given, standing = path().given, points[number - 1]
    typed = page_of(Step("", POINTS, False, standing, number), path(), answers())
    return _kept(lambda before: without_point(given, before or answers(), number), "points", retype=taken_out(typed))


def _keep_point(step: Step, form: QuestionForm, count: int) -> Response:
    given, number = path().given, step.number
    said = form.answers
    point = Point(said.get("matter", ""), said["what_happened"], said["put_right"], answered=True)

    def edit(answered: dict[str, Any]) -> dict[str, Any]:
        before = answered or answers()
        return {**before, "points": with_point(given, before, _place(given, before, number, point), point)}

    typed = page_of(step, path(), answers())
    return _kept(edit, "points", _wanted_next(max(count, number) + 1), answered(typed))


def _wanted_next(new: int) -> str | None:
    """Where the button leads that kept the point: to a new point, to files, or on along the path."""
    if "_add" in request.form:
        return f"/ask/points/{new}"
    return "/files?from=points" if "_files" in request.form else None


def _place(given: Given, before: dict[str, Any], number: int, point: Point) -> int:
    """Where a point goes. A new one writes over nothing that another tab has added; sent twice, it is one."""
    standing = points_of(given, before)
    if "_new" not in request.form:
        return number
    same = (at for at, other in enumerate(standing, 1) if at >= number and other.what_happened == point.what_happened)
    return next(same, len(standing) + 1)


def _show_point(
    step: Step, count: int, form: QuestionForm | None = None, errors: dict[str, str] | None = None
) -> str:
    walked, standing = path(), step.point or Point("")
    found = (form.errors_by_key if form else {}) if errors is None else errors
    around, matter = _around(step, walked), matter_wording(standing.matter, walked.given)
    key = (step.key, matter, count, standing.added, walked.given.is_child, *found, *around.values())

    def context() -> dict[str, Any]:
        shown = {
            "question": POINTS, "title": say(POINTS.title), "hint": "", "why": say(POINTS.why),
            "matter": say(matter), "number": step.number, "count": count,
            "matters": nameable(walked.given) if standing.added else (),
            "adding": standing.added, "errors": error_gaps(found), "skippable": walked.given.is_child, "recorder": aloud.offered(POINTS),
            "removable": count > 1 and step.number <= count, **around,
        }
        return {**shown, "page_title": _point_title(shown)}

    half = _half_typed(page_of(step, walked, answers()))
    typed = standing.as_kept() | half | (form.typed if form else {})
    return kept_page(key, "citizen/question.html", context, {**answered_point(typed), **wrong(found), **aloud.on_page(POINTS)})


def _point_title(context: dict[str, Any]) -> str:
    about = str(context["number"]) if context["count"] > 1 else ""
    return f"{context['title']} – {about}" if about else context["title"]


def list_points() -> Response | str:
    """All the points, each to be changed or removed, and a way to add one."""
    walked = path()
    if _sent() or walked.step("points/1") is None or not walked.may_see("points/1"):
        return _elsewhere()
    rows = [(n, say(matter_wording(p.matter, walked.given)), p) for n, p in enumerate(points_of(walked.given, answers()), 1)]
    draft = open_draft()
    count = len(added(desk(), draft)) if draft else 0
    return page("citizen/points.html", rows=rows, files=count, back="/ask/points/1", onward=where_next(walked), saveable=True)
