"""From the answers to the case: what we make of them, checking them, sending them, and the receipt."""

from typing import Any

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from portal.actions import submitting
from portal.actions.clocks import case_clocks
from portal.actions.filing import NoDraft, decide_point
from portal.actions.submitting import NotComplete, provisional
from portal.citizen.danger import manner
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
from portal.law.facts import Facts, Route
from portal.law.routes import COUNCIL_PROCEDURES
from portal.law.sources import SOURCES
from portal.law.triage import ROUTE_NAMES, Decision, Reason, route_next
from portal.questions.journey import Journey
from portal.questions.kinds import Kind
from portal.questions.record import matter_wording, said
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.language import say
from portal.web.page import page


def routes(pages: Blueprint) -> None:
    """/result, /check, /done/<reference>"""
    pages.add_url_rule("/result", view_func=result)
    pages.add_url_rule("/check", view_func=check, methods=["GET", "POST"])
    pages.add_url_rule("/done/<reference>", view_func=done)


def _not_yet() -> Response | None:
    """Where to go instead, as long as there is nothing to check or it was sent already."""
    draft = current_draft()
    if draft and draft.sent and draft.receipt:
        return see(f"/done/{draft.receipt['reference']}")
    if draft is None or path().missing:
        return go_on()
    return None


def result() -> Response | str:
    """Where this belongs and why, what would change it, and what happens by when."""
    if elsewhere := _not_yet():
        return elsewhere
    walked, profile = path(), desk().profile
    facts, decision = provisional(desk(), walked.given.answers, today())  # type: ignore[arg-type]
    clocks = case_clocks(profile, desk().calendar, str(decision.route), today())
    last = walked.steps[-1]
    return page(
        "citizen/result.html", decision=decision, name=ROUTE_NAMES[decision.route], onward=route_next(decision.route),
        names=ROUTE_NAMES, nexts=route_next, beside=_beside(decision), points=_points(walked, facts), clocks=clocks, today=today(), profile=profile,
        sources=SOURCES, offer_advocate="offer_advocate" in decision.flags, back=address_of(last), saveable=True,
        by_advocate=walked.given.one("complainant") == "advocate",
        for_child=walked.given.one("represents") == "child" or walked.given.is_child,
    )


def _points(walked: Journey, facts: Facts) -> list[dict[str, Any]]:
    return [
        {"number": n, "about": say(matter_wording(p["matter"], walked.given)), "words": p["what_happened"],
         "put_right": p["put_right"], **_point_route(facts, p["matter"])}
        for n, p in enumerate(walked.given.answers.get("points") or (), start=1)
    ]


def _point_route(facts: Facts, matter: str) -> dict[str, Any]:
    decision = decide_point(desk(), facts, matter, today())
    return {"route": decision.route, "because": decision.reasons[0].because}


def _beside(decision: Decision) -> list[Reason]:
    """What applies besides the route, each once; where points part, each point says its own."""
    if decision.route is Route.MIXED:
        return [reason for reason in decision.reasons if reason.about not in (Route.MIXED, *COUNCIL_PROCEDURES)]
    return list({reason.about: reason for reason in decision.reasons if reason.about != decision.route}.values())


def check() -> Response | str | tuple[str, int]:
    """Everything that was said, each line with a way to change it. POST sends it."""
    if request.method == "POST":
        return _send()
    if elsewhere := _not_yet():
        return elsewhere
    walked = path()
    return page(
        "citizen/check.html", rows=_rows(walked), points=_check_points(walked), saveable=True,
        purpose=walked.given.one("purpose"), back=_before_check(walked), early=current_draft().early,  # type: ignore[union-attr]
    )


def _before_check(walked: Journey) -> str:
    return "/result" if walked.given.one("purpose") == "complaint" else address_of(walked.steps[-1])


def _rows(walked: Journey) -> list[dict[str, str]]:
    return [
        {"title": say(step.question.title), "said": said(step.question, walked.given, say), "address": f"{address_of(step)}?from=check"}
        for step in walked.steps
        if step.question.kind is not Kind.POINT
    ]


def _check_points(walked: Journey) -> list[dict[str, Any]]:
    return [
        {"number": step.number, "about": say(matter_wording(step.point.matter, walked.given)), "point": step.point,
         "address": f"{address_of(step)}?from=check"}
        for step in walked.steps
        if step.point is not None
    ]


def _send() -> Response:
    key = draft_key()
    try:
        receipt = submitting.submit(desk(), key, manner(), now()) if key else None
    except NotComplete as incomplete:
        return see(address_of(incomplete.step))
    except NoDraft:
        receipt = None
    if receipt is None:
        return go_on()
    forget_beginning()
    return see(f"/done/{receipt['reference']}")


def done(reference: str) -> str | Response:
    """The receipt, for the visitor who sent it and nobody else."""
    draft = current_draft()
    if open_draft() or draft is None or not draft.receipt or draft.receipt["reference"] != reference:
        abort(404)
    answers = draft.answers
    return page(
        "citizen/done.html", receipt=draft.receipt, purpose=answers.get("purpose"), child=draft.is_child,
        clocks=submitting.receipt_clocks(desk(), draft.receipt), page_reference=reference, profile=desk().profile,
    )
