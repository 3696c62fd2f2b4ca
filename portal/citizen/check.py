"""From the answers to the case: checking them, sending them, and the receipt."""

from typing import Any

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from portal.actions import submitting
from portal.actions.files import added
from portal.actions.filing import NoDraft
from portal.actions.junk import Noticed
from portal.actions.submitting import NotComplete
from portal.citizen.about_you import may_be_asked
from portal.citizen.danger import manner
from portal.citizen.file_words import KINDS
from portal.citizen.half_typed import unfinished
from portal.citizen.visitor import (
    address_of,
    current_draft,
    draft_key,
    forget_beginning,
    go_on,
    open_draft,
    path,
    see,
)
from portal.questions.journey import Journey
from portal.questions.kinds import Kind
from portal.questions.record import matter_wording, said
from portal.web.address import is_this_machine, mark
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.language import say
from portal.web.page import page


def routes(pages: Blueprint) -> None:
    """/check, /done/<reference>"""
    pages.add_url_rule("/check", view_func=check, methods=["GET", "POST"])
    pages.add_url_rule("/done/<reference>", view_func=done)


def not_yet() -> Response | None:
    """Where to go instead, as long as there is nothing to check or it was sent already."""
    draft = current_draft()
    if draft and draft.sent and draft.receipt:
        return see(f"/done/{draft.receipt['reference']}")
    if draft is None or path().missing:
        return go_on()
    return None


def check() -> Response | str | tuple[str, int]:
    """Everything that was said, each line with a way to change it. POST sends it."""
    if request.method == "POST":
        return _send()
    if elsewhere := not_yet():
        return elsewhere
    walked, draft = path(), open_draft()
    assert draft is not None, "without one there is nothing to check"
    return page(
        "citizen/check.html", rows=_rows(walked), points=_check_points(walked), saveable=True,
        files=added(desk(), draft), kinds=KINDS, purpose=walked.given.one("purpose"), back=_before_check(walked), early=draft.early,
        unfinished=unfinished(walked, draft),
    )


def _before_check(walked: Journey) -> str:
    return "/result" if walked.given.one("purpose") == "complaint" else address_of(walked.steps[-1])


def _rows(walked: Journey) -> list[dict[str, str]]:
    return [
        {"key": step.key, "title": say(step.question.title), "said": said(step.question, walked.given, say), "address": f"{address_of(step)}?from=check"}
        for step in walked.steps
        if step.question.kind is not Kind.POINT
    ]


def _check_points(walked: Journey) -> list[dict[str, Any]]:
    return [
        {"key": step.key, "number": step.number, "about": say(matter_wording(step.point.matter, walked.given)), "point": step.point,
         "address": f"{address_of(step)}?from=check"}
        for step in walked.steps
        if step.point is not None
    ]


def _send() -> Response:
    key = draft_key()
    try:
        receipt = submitting.submit(desk(), key, manner(), now(), _noticed()) if key else None
    except NotComplete as incomplete:
        return see(address_of(incomplete.step))
    except NoDraft:
        receipt = None
    if receipt is None:
        return go_on()
    forget_beginning()
    return see(f"/done/{receipt['reference']}")


def _noticed() -> Noticed:
    """Whether the field that nobody sees was filled in, and where it comes from; this machine tells nothing of that."""
    return Noticed(bool(request.form.get("website")), "" if is_this_machine() else mark())


def done(reference: str) -> str | Response:
    """The receipt, for the visitor who sent it and nobody else."""
    draft = current_draft()
    if open_draft() or draft is None or not draft.receipt or draft.receipt["reference"] != reference:
        abort(404)
    told = draft.answers
    return page(
        "citizen/done.html", receipt=draft.receipt, purpose=told.get("purpose"), child=draft.is_child,
        clocks=submitting.receipt_clocks(desk(), draft.receipt), calendar=desk().calendar, page_reference=reference, profile=desk().profile,
        about_you=may_be_asked(draft),
    )
