"""What is being typed: kept in the draft while it is typed, shown again in its inputs, and never taken for an answer."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.actions import drafts
from portal.actions.drafts import Draft
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
TYPED = frozenset({Kind.TEXT, Kind.WORDS, Kind.EMAIL, Kind.PHONE})


def routes(pages: Blueprint) -> None:
    """/keep"""
    pages.add_url_rule("/keep", view_func=keep, methods=["POST"])


def keep() -> Response:
    """204 where what is typed was kept, 202 where there was nothing to keep it in, 429 where it comes too fast.

    What is posted without a page only says that somebody is still there.
    """
    if "_page" in request.form:
        lasting.unnoted()
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
    page, answered = found
    typed = {name: clean(text) for name in answered if isinstance(text := request.form.get(name), str)}
    new = {} if typed == {name: answered[name] for name in typed} else typed
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
    if step.question.kind not in TYPED:
        return None
    return step.key, {step.key: str(draft.answers.get(step.key) or "")}


def _new_point(walked: Journey, draft: Draft, address: str) -> Step | None:
    """The page of a point that is being added."""
    number = len(points_of(walked.given, draft.answers)) + 1
    first = walked.step("points/1")
    if first is None or number > MOST_POINTS or address != f"/ask/points/{number}":
        return None
    return Step(f"points/{number}", first.question, False, Point("", added=True), number)


def page_of(step: Step, walked: Journey, answers: Mapping[str, Any]) -> str:
    """A step's name among what is half-typed. A point goes by what it is about: its number may change."""
    if step.point is None or not step.point.added:
        return step.key if step.point is None else f"points/{step.point.matter}"
    called_for = sum(not point.added for point in points_of(walked.given, answers))
    return f"points/added {step.number - called_for}"
