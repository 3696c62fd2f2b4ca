"""In danger now: who to ring, before anything else, and *send this now*."""

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.actions import sending_now
from portal.actions.drafts import AlreadySent, Draft, change
from portal.actions.filing import Manner
from portal.citizen.half_typed import DANGER, answered
from portal.citizen.visitor import (
    answers,
    change_voice_in_place,
    draft_key,
    open_draft,
    path,
    remember,
    see,
    where_next,
)
from portal.questions.declared import DANGER_QUESTIONS
from portal.questions.kinds import Given
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.forms import QuestionForm, form_of
from portal.web.language import language, say, voice
from portal.web.page import page


def routes(pages: Blueprint) -> None:
    """/danger"""
    pages.add_url_rule("/danger", view_func=danger, methods=["GET", "POST"])


def manner() -> Manner:
    """The voice and language in which this visitor is being asked."""
    return Manner(voice().value, language(), say)


def danger() -> Response | str | tuple[str, int]:
    """Who to ring. POST sends what was written at once, as a case at the head of the queue."""
    if request.method == "GET":
        return _show()
    form = form_of(DANGER_QUESTIONS, Given({}), today())
    if change_voice_in_place():
        return _show(form, errors={})
    if not form.validate():
        return _show(form), 400
    return _send(form)


def _send(form: QuestionForm) -> Response:
    told = [
        {"key": q.key, "question": say(q.title), "value": form.answers[q.key], "said": form.answers[q.key], "personal": True}
        for q in DANGER_QUESTIONS
    ]
    # Whoever sent their complaint before, or in another tab this moment, and is in danger now makes a case of its own.
    begun = answers()
    try:
        draft = _tell(draft_key() if open_draft() else None, begun, told)
    except AlreadySent:
        draft = _tell(None, {name: begun[name] for name in ("purpose", "complainant") if name in begun}, told)
    return remember(see("/danger"), draft)  # type: ignore[return-value]


def _tell(key: bytes | None, begun: dict[str, Any], told: sending_now.Told) -> Draft:
    draft = change(desk(), key, lambda before: {**(before or begun), "risk_now": "yes"}, now(), answered(DANGER))
    return sending_now.send_now(desk(), draft.key, told, manner(), now())


def _show(form: QuestionForm | None = None, errors: dict[str, str] | None = None) -> str:
    draft = open_draft()
    early = draft.early if draft else None
    found = (form.errors_by_key if form else {}) if errors is None else errors
    return page(
        "citizen/danger.html", questions=DANGER_QUESTIONS, front_door=desk().profile.front_door,
        errors=found, typed=form.typed if form else draft.typing.get(DANGER, {}) if draft else {}, early=early, saveable=bool(draft),
        onward=where_next(path()), back="/ask/risk_now", here="/danger",
    )
