"""What is being typed: kept in the draft while it is typed, shown again in its inputs, and never taken for an answer."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.actions import drafts
from portal.actions.drafts import Draft, Retype, Typing
from portal.citizen.visitor import DRAFT, draft_key
from portal.questions.declared import DANGER_QUESTIONS
from portal.questions.journey import Journey, Step, journey
from portal.questions.kinds import Kind
from portal.questions.points import MOST_POINTS, Point, points_of
from portal.seal import boxes
from portal.seal.boxes import Unreadable
from portal.web import lasting
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.forms import clean
from portal.web.pace import keeping

DANGER = "danger"
POINT_INPUTS = ("what_happened", "put_right")
ADDED = "points/added "
TYPED = frozenset({Kind.TEXT, Kind.WORDS, Kind.EMAIL, Kind.PHONE})


def routes(pages: Blueprint) -> None:
    """/keep"""
    pages.add_url_rule("/keep", view_func=keep, methods=["POST"])


def keep() -> Response:
    """204 where what is typed was kept, 202 where there was nothing to keep it in, 429 where it comes too fast.

    What is posted without a page only says that somebody is still there: 410 where that comes too late.
    """
    if "_page" in request.form:
        lasting.unnoted()
    elif not any(lasting.key_in(cookie) for cookie in lasting.COOKIES):
        return Response(status=410)
    key = draft_key() or lasting.over_key(DRAFT)
    if key is None:
        return Response(status=202)
    mark, moment = boxes.draft_id(key), now()
    if wait := keeping().wait(mark, moment):
        return Response(status=429, headers={"Retry-After": str(int(wait.total_seconds()) + 1)})
    keeping().took(mark, moment)
    return Response(status=204 if keep_in(key, request.form.get("_page", "")) else 202)


def keep_in(key: bytes, address: str) -> bool:
    """Keep what this request brings for the page at `address` in the draft of this key, whatever its session is."""
    try:
        draft = drafts.look(desk(), key)
    except Unreadable:
        return False
    if draft is None or draft.sent or (found := _page_at(draft, address)) is None:
        return False
    page, kept = found
    typed = {name: clean(text) for name in kept if isinstance(text := request.form.get(name), str)}
    # An answer is kept without the blanks around it; a keyboard that adds one has begun nothing new.
    new = {name: text for name, text in typed.items() if text.strip() != kept[name].strip()}
    return drafts.keep_typing(desk(), key, page, new, now())


def _page_at(draft: Draft, address: str) -> tuple[str, Mapping[str, str]] | None:
    """How the page is named among what is half-typed, and its answers by input; None where nothing is typed there."""
    if address == "/danger":
        return DANGER, {question.key: "" for question in DANGER_QUESTIONS}
    walked = journey(draft.answers)
    step = walked.step(address.removeprefix("/ask/")) or _new_point(walked, draft, address)
    if step is None:
        return None
    if step.point is not None:
        return page_of(step, walked, draft.answers), {name: getattr(step.point, name) for name in POINT_INPUTS}
    name = page_of(step, walked, draft.answers)
    host = walked.step(name) or step
    inputs = [each.key for each in (host.question, *walked.beside(name)) if each.kind in TYPED]
    return (name, {key: str(draft.answers.get(key) or "") for key in inputs}) if inputs else None


def _new_point(walked: Journey, draft: Draft, address: str) -> Step | None:
    """The page of a point that is being added."""
    number = len(points_of(walked.given, draft.answers)) + 1
    first = walked.step("points/1")
    if first is None or number > MOST_POINTS or address != f"/ask/points/{number}":
        return None
    return Step(f"points/{number}", first.question, False, Point("", added=True), number)


def page_of(step: Step, walked: Journey, answers: Mapping[str, Any]) -> str:
    """The name of a step's page among what is half-typed. A point goes by what it is about: its number may change."""
    if step.point is None:
        return step.page or step.key
    if not step.point.added:
        return f"points/{step.point.matter}"
    called_for = sum(not point.added for point in points_of(walked.given, answers))
    return f"{ADDED}{step.number - called_for}"


def unfinished(walked: Journey, draft: Draft) -> set[str]:
    """The keys of the steps on whose inputs something stands half-typed."""
    half = {step.key: draft.typing.get(page_of(step, walked, draft.answers), {}) for step in walked.steps}
    return {step.key for step in walked.steps if half[step.key].keys() & {step.key, *(POINT_INPUTS if step.point else ())}}


def answered(page: str) -> Retype:
    """What stood half-typed on this page is an answer now."""
    return lambda typing: {name: words for name, words in typing.items() if name != page}


def left_typed(page: str, words: dict[str, str]) -> Retype:
    """What was typed on this page is no answer, and stays in its inputs."""
    return lambda typing: {**typing, page: words}


def taken_out(page: str) -> Retype:
    """The point of this page is gone, with what was half-typed there; the added ones after it move up by one."""

    def retype(typing: Typing) -> Typing:
        gone = _place(page)
        rest = {name: words for name, words in typing.items() if name != page}
        return {f"{ADDED}{place - 1}" if gone and (place := _place(name)) > gone else name: words for name, words in rest.items()}

    return retype


def _place(page: str) -> int:
    """Which of the added points this page is of; 0 where it is none of theirs."""
    return int(page.removeprefix(ADDED)) if page.startswith(ADDED) else 0
