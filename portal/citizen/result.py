"""Where this belongs and why: which door, by when, what would change it, and what to do where it is not ours to answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.actions.clocks import case_clocks
from portal.actions.filing import decide_point
from portal.actions.submitting import provisional
from portal.citizen.check import not_yet
from portal.citizen.visitor import address_of, path
from portal.councils.dates import Window, window_for, window_to_send_again
from portal.councils.helplines import helplines_for
from portal.law.calendar import BeyondCalendar
from portal.law.facts import Facts, Route
from portal.law.routes import CAPTURED, COUNCIL_PROCEDURES, ELSEWHERE
from portal.law.sources import SOURCES
from portal.law.triage import ROUTE_NAMES, Decision, Reason, route_next
from portal.law.what_if import changes
from portal.questions.journey import Journey
from portal.questions.record import matter_wording
from portal.web.clock import today
from portal.web.desk import desk
from portal.web.language import say
from portal.web.page import page
from portal.words import Wording

FEW = 2
"""As many of the things that would change it as a child is shown."""


@dataclass(frozen=True, slots=True)
class PointDoor:
    """One point and its door: `then` is the procedure that goes on once an officer has decided."""

    number: int
    about: str
    route: Route
    because: Wording
    then: Route | None


def routes(pages: Blueprint) -> None:
    """/result"""
    pages.add_url_rule("/result", view_func=result)


def result() -> Response | str:
    """Which procedure, why, and by when; from the answers as they stand today."""
    if elsewhere := not_yet():
        return elsewhere
    walked, here, day = path(), desk(), today()
    facts, decision = provisional(here, walked.given.answers, day)  # type: ignore[arg-type]
    doors = _doors(walked, facts)
    return page(
        "citizen/result.html",
        decision=decision,
        lead=decision.reasons[0],
        name=ROUTE_NAMES[decision.route],
        names=ROUTE_NAMES,
        onward=route_next(decision.route),
        nexts=route_next,
        doors=doors,
        then=_then(decision) if len(doors) < FEW else None,
        beside=_beside(decision),
        clocks=case_clocks(here.profile, here.calendar, str(decision.route), day),
        calendar=here.calendar,
        today=day,
        changes=_changes(walked, facts, day),
        outside=decision.route in ELSEWHERE,
        own_route=here.profile.other_route(decision.route),
        window=_window(walked, facts, decision, day),
        helplines=helplines_for(decision.route, facts),
        profile=here.profile,
        sources=SOURCES,
        asks_for_next="statutory" if Route.STATUTORY in (decision.route, *decision.also) else str(decision.route),
        offer_advocate="offer_advocate" in decision.flags,
        by_advocate=walked.given.one("complainant") == "advocate",
        for_child=walked.given.one("represents") == "child" or walked.given.is_child,
        back=address_of(walked.steps[-1]),
        saveable=True,
    )


def _doors(walked: Journey, facts: Facts) -> list[PointDoor]:
    told = walked.given.answers.get("points") or ()
    return [_door(walked, facts, number, point["matter"]) for number, point in enumerate(told, start=1)]


def _door(walked: Journey, facts: Facts, number: int, matter: str) -> PointDoor:
    decision = decide_point(desk(), facts, matter, today())
    about = say(matter_wording(matter, walked.given))
    return PointDoor(number, about, decision.route, decision.reasons[0].because, _then(decision))


def _then(decision: Decision) -> Route | None:
    """What a captured complaint goes on as, once an officer has decided."""
    if decision.route not in CAPTURED or decision.route is Route.MIXED:
        return None
    return next((route for route in decision.also if route in COUNCIL_PROCEDURES), None)


def _beside(decision: Decision) -> list[Reason]:
    """What applies besides the route, each once; the council's procedures stand with the points already."""
    said = COUNCIL_PROCEDURES | {Route.MIXED} if decision.route in CAPTURED else {decision.route}
    found = {reason.about: reason for reason in decision.reasons if reason.about not in {*said, decision.route}}
    return list(found.values())


def _changes(walked: Journey, facts: Facts, day: date) -> list[dict[str, Any]]:
    """What would lead elsewhere, with the way back to the question where the person was asked it."""
    found = changes(facts, desk().profile.terms(day), FEW if walked.given.is_child else 4)
    return [
        {"said": change.said, "name": ROUTE_NAMES[change.route],
         "address": f"/ask/{change.key}?from=check" if walked.step(change.key) else None}
        for change in found
    ]  # fmt: skip


def _window(walked: Journey, facts: Facts, decision: Decision, day: date) -> Window | None:
    """The time for a review elsewhere, or for sending again what had to wait; beyond the holidays known: none told."""
    letter, ended = (_day_in(walked.given.one(key)) for key in ("decision_letter", "months_since_proceedings_ended"))
    try:
        found = window_for(desk().profile, desk().calendar, decision.route, facts, letter, day)
    except BeyondCalendar:
        found = None
    return found or window_to_send_again(facts, ended, day)


def _day_in(kept: str) -> date | None:
    """A kept day; of a kept month the first day, which is the safer one to count from."""
    try:
        return date.fromisoformat(f"{kept}-01" if len(kept) == len("2026-11") else kept)
    except ValueError:
        return None
