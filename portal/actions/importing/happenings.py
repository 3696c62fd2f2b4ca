"""The events that a record comes to, in the order of their days, each held to the table of moves as the case stood then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.actions.clocks import noon_of
from portal.actions.importing.order import must_fit
from portal.actions.importing.schema import COMPLIMENT
from portal.actions.importing.told import Told, unfit
from portal.actions.importing.wrong import Unfit
from portal.casework import moves
from portal.casework.answering import COMPLAINT, last_outcome, open_points, outcome_of
from portal.casework.case import CaseState, Finding, Signature, after
from portal.casework.enquiries import ENQUIRY, OUTCOMES, QUERY
from portal.casework.events import Actor, Happened
from portal.casework.learning import PAYMENT, CostKind
from portal.casework.outcomes import OutcomeCode
from portal.casework.rights import ANSWERED
from portal.casework.splitting import as_kept, by_the_rules, whole
from portal.casework.stages import RESOLVED, WITHDRAWN, procedure_at, right_after
from portal.councils import Profile
from portal.law.facts import Procedure, Route, Stage

_OF_KIND = {COMPLIMENT: Route.COMPLIMENT.value, ENQUIRY: Route.MEMBER_ENQUIRY.value, QUERY: Route.SERVICE_REQUEST.value}

_MOVES: Mapping[Happened, str] = {
    Happened.SERVICE_CHOSEN: "choose_service",
    Happened.ROUTE_CONFIRMED: "confirm_route",
    Happened.POINT_CLASSIFIED: "point_causes",
    Happened.ACKNOWLEDGED: "acknowledge",
    Happened.RIGHT_OFFERED: "offer_right",
    Happened.ADVOCATE_REFERRED: "advocate",
    Happened.ADVOCATE_ACCEPTED: "advocate",
    Happened.ADVOCATE_DECLINED: "advocate",
    Happened.EXTENDED: "extend",
    Happened.POINT_ANSWERED: "answer_point",
    Happened.ANSWERED: "answer",
    Happened.ENQUIRY_ANSWERED: "answer_enquiry",
    Happened.STAGE_2_REQUESTED: "request_stage_2",
    Happened.APPOINTED: "appoint",
    Happened.STAGE_2_EXTENDED: "extend_stage_2",
    Happened.STAGE_2_REPORTED: "report_stage_2",
    Happened.ADJUDICATED: "adjudicate",
    Happened.STAGE_3_REQUESTED: "request_stage_3",
    Happened.PANEL_APPOINTED: "panel",
    Happened.PANEL_REPORTED: "panel_report",
    Happened.STAGE_3_ANSWERED: "respond_stage_3",
    Happened.REQUEST_WITHDRAWN: "withdraw_request",
    Happened.RESOLVED_OTHERWISE: "resolve_otherwise",
    Happened.STAGE_REFUSED: "refuse_stage",
    Happened.OMBUDSMAN_ASKED: "ombudsman_enquiry",
    Happened.OMBUDSMAN_ANSWERED: "answer_ombudsman",
    Happened.OMBUDSMAN_DECIDED: "ombudsman_decision",
    Happened.LEARNING_SET: "learning_add",
    Happened.LEARNING_DONE: "learning_done",
    Happened.LEARNING_GIVEN_UP: "learning_given_up",
    Happened.COST_NOTED: "cost",
    Happened.REMEDY_DONE: "remedy_done",
    Happened.CLOSED: "close",
}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a record says happened: on which day, which field says so, and the event without its case."""

    on: date
    place: str
    kind: Happened
    detail: Mapping[str, Any]
    staff_id: int | None = None
    actor: Actor = Actor.STAFF

    @property
    def at(self) -> datetime:
        """The middle of that day in London."""
        return noon_of(self.on)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a record: what it was about, by what it went, what was found."""

    number: int
    matter: str | None
    route: str
    services: tuple[str, ...]
    causes: tuple[str, ...]
    outcome: str | None
    remedies: tuple[str, ...]
    pence: int | None
    remedies_done_on: date | None
    place: str
    """The field that says what was found, for an error; `done_place`: the one that says when it was put right."""
    done_place: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What the history of a record is read by: the day of the import, and the council's profile."""

    today: date
    profile: Profile

    def has_third(self, on: date) -> bool:
        """Whether the council's own procedure has a third stage on the day."""
        return any(stage.number == 3 for stage in self.profile.stages(Procedure.CORPORATE, on))


@dataclass(frozen=True, slots=True)
class History:
    """A record as a case: its route, its points, what happened in its order, and how it stands after that."""

    told: Told
    route: str
    points: tuple[Point, ...]
    steps: tuple[Step, ...]
    state: CaseState
    facts: Mapping[str, Any] = field(default_factory=dict)


def history_of(told: Told, terms: Terms) -> History:
    """The history that a record comes to. Raises `Unfit` for the first thing that could not have been."""
    must_fit(told)
    points = tuple(_points(told))
    route = _route(told, points)
    facts = _facts(told)
    walk = _Walk(told)
    walk.go(_submitted(told, route, facts, terms))
    closed_on = _closed_on(told)
    later = sorted(_steps(told, points, route, terms, walk.state), key=lambda step: step.on)
    for step in later:
        if closed_on is None or step.on <= closed_on:
            walk.go(step)
    if closed_on:
        outcome = _outcome(told, points, walk.state)
        walk.go(Step(closed_on, "closed_on", Happened.CLOSED, {"outcome": outcome, "on": closed_on.isoformat()}))
        for step in later:
            if step.on > closed_on:
                walk.go(step)
        if walk.state.closed is None and not (walk.state.stages.ombudsman and walk.state.stages.ombudsman.waiting):
            # An enquiry of the Ombudsman opens a case; once it was answered the case is over again, as of the day that is told.
            last = max(step.on for step in walk.steps)
            walk.go(Step(last, "closed_on", Happened.CLOSED, {"outcome": outcome, "on": closed_on.isoformat()}))
    return History(told, route, points, tuple(walk.steps), walk.state, facts)


@dataclass
class _Walk:
    """How far a record has been followed: what happened so far, and how the case stands."""

    told: Told
    state: CaseState = field(default_factory=CaseState)
    steps: list[Step] = field(default_factory=list)

    def go(self, step: Step) -> None:
        """One step on. Raises `Unfit` where the case did not allow it."""
        name = _MOVES.get(step.kind)
        if name and not moves.move(name).is_open(self.state) and not _is_past_fact(step, self.state):
            raise Unfit(step.place, _why_not(name, self.state))
        self.steps.append(step)
        self.state = after(self.state, step)


def _is_past_fact(step: Step, state: CaseState) -> bool:
    """What no officer can do here, and older systems tell of: it is past, and reports count it.

    Councils refused requests under the statutory procedure; and of the council's own third stage the second may be lost.
    """
    stages = state.stages
    if state.closed is not None:
        return False
    if step.kind == Happened.STAGE_REFUSED:
        return stages.stage > 1 and stages.running
    return step.kind == Happened.STAGE_3_REQUESTED and stages.stage == 1 and stages.told == Stage.STAGE2_ANSWERED and state.procedure is not None


def _why_not(name: str, state: CaseState) -> str:
    stages = state.stages
    if state.closed is not None and not moves.move(name).when_closed:
        return f"the case was closed on {state.closed.on} before it"
    if state.procedure is None and state.enquiry is None:
        return f"a complaint on the route {state.route} has no stages: say closed_on and outcome instead"
    if name == "panel_report":
        return "the panel has no day: panel_on is needed before its findings, and before the answer to stage 3"
    if name == "request_stage_3":
        return f"stage 2 was not answered ({stages.now.ended})" if stages.now.ended else "stage 2 was not answered, or the council’s own procedure has no third stage"
    if name == "remedy_done":
        return "it was not promised by then: there was no answer yet"
    if name.startswith("learning"):
        return "there is nothing yet to learn from: no answer, no later stage, and it is not closed"
    if name in ("answer_point", "answer", "extend"):
        return f"the first answer was over by then: stage {stages.stage} is {'over' if stages.now.over else 'running'}"
    return f"could not be done then: the case is at stage {stages.stage}, which {'is over' if stages.now.over else 'runs'}"


def _points(told: Told) -> Iterator[Point]:
    matters, listed = told.get("matters") or (), told.many("points")
    for at in range(told.points):
        one = listed[at] if listed else {}
        matter = one.get("matter") or (matters[at] if not listed and at < len(matters) else matters[0] if matters else None)
        place = told.place("outcome", "points", at) if listed else told.place("outcome", "stage_1")
        yield Point(
            at + 1, matter, one.get("route") or told.get("route") or "",
            one.get("services") or told.get("services") or (), one.get("causes") or told.get("causes") or (),
            one.get("outcome") or told.get("outcome", "stage_1") or _found_by_ending(told),
            one.get("remedies") or told.get("remedies") or (), one.get("pence") or told.get("pence"),
            one.get("remedies_done_on") or told.get("remedies_done_on"), place,
            told.place("remedies_done_on", "points", at) if "remedies_done_on" in one else "remedies_done_on",
        )  # fmt: skip


def _found_by_ending(told: Told) -> str | None:
    """What is found on a point by how stage 1 ended; None of what ended without anything being found."""
    ended = told.get("ended", "stage_1")
    return ended if ended in (OutcomeCode.RESOLVED_ON_RECEIPT, OutcomeCode.OTHER_PROCEDURE) else None


def _route(told: Told, points: tuple[Point, ...]) -> str:
    if told.kind != COMPLAINT:
        return _OF_KIND[told.kind]
    route, listed = str(told.get("route")), told.many("points")
    said = {one["route"] for one in listed if "route" in one}
    if route == Route.MIXED and not by_the_rules((point.number, point.route) for point in points):
        raise unfit(told, "route", "mixed is said where some points are listed as statutory and the others as corporate (JSON: points)")
    if said and route != Route.MIXED and (said != {route} or whole(point.route for point in points) != route):
        raise unfit(told, "route", f"does not fit the points, which went {', '.join(sorted(said))}: say mixed, or the route of all of them")
    return route


def _facts(told: Told) -> dict[str, Any]:
    if told.kind not in (COMPLAINT, COMPLIMENT):
        return {}
    matters = [*(told.get("matters") or ()), *(one["matter"] for one in told.many("points") if "matter" in one)]
    so_far = _so_far(told)
    found = {"complainant": told.get("complainant"), "represents": told.get("represents"), "matters": list(dict.fromkeys(matters)), "stage_so_far": so_far}
    return {name: value for name, value in found.items() if value}


def _so_far(told: Told) -> str | None:
    """How far it had come elsewhere: as told, or as follows from a later stage whose earlier one is not told."""
    if said := told.get("stage_so_far"):
        return str(said)
    first = told.get("answered_on", "stage_1") or told.get("ended_on", "stage_1")
    if "stage_2" in told.groups:
        return None if first else Stage.STAGE1_ANSWERED.value
    return Stage.STAGE2_ANSWERED.value if "stage_3" in told.groups else None


def _submitted(told: Told, route: str, facts: Mapping[str, Any], terms: Terms) -> Step:
    on = told.get("received_on")
    detail = {
        "route": route, "imported": True, "imported_on": terms.today.isoformat(), "older": told.get("number"),
        "channel": told.get("channel"), "received_on": on.isoformat(),
    }  # fmt: skip
    if told.kind in (ENQUIRY, QUERY):
        detail |= {"purpose": told.kind, "enquiry": told.get("enquiry_kind")}
    if "stage_so_far" in facts:
        detail["stage_so_far"] = facts["stage_so_far"]
    return Step(on, "received_on", Happened.SUBMITTED, detail, actor=Actor.PORTAL)


def _steps(told: Told, points: tuple[Point, ...], route: str, terms: Terms, sent: CaseState) -> Iterator[Step]:
    """Everything but the sending and the closing, what belongs before what on one day in its order."""
    received = told.get("received_on")
    services = told.get("services") or next((point.services for point in points if point.services), ())
    if services:
        area, _, team = services[0].partition("/")
        yield Step(received, "services", Happened.SERVICE_CHOSEN, {"area": area, "team": team or None})
    if told.kind in (COMPLAINT, COMPLIMENT) and moves.move("confirm_route").is_open(sent):
        apart = {"points": as_kept({point.number: point.route for point in points})} if route == Route.MIXED else {}
        yield Step(received, "route", Happened.ROUTE_CONFIRMED, {"route": route, **apart})
    if told.kind == COMPLAINT:
        for point in points:
            if point.services or point.causes:
                about = {"point": point.number, "services": list(point.services), "causes": list(point.causes)}
                yield Step(received, "services", Happened.POINT_CLASSIFIED, about)
    if on := told.get("acknowledged_on"):
        yield Step(on, "acknowledged_on", Happened.ACKNOWLEDGED, {"on": on.isoformat(), "offers": []})
    if on := told.get("answered_on"):
        yield Step(on, "answered_on", Happened.ENQUIRY_ANSWERED, {"on": on.isoformat()})
    if told.kind == COMPLAINT:
        yield from _advocate(told)
        yield from _first(told, points, route)
        yield from _second(told, route, terms)
        yield from _third(told, route, terms)
        yield from _ombudsman(told)
        yield from _left_behind(told, points)


_ADVOCATE = {"referred": Happened.ADVOCATE_REFERRED, "accepted": Happened.ADVOCATE_ACCEPTED, "declined": Happened.ADVOCATE_DECLINED}


def _advocate(told: Told) -> Iterator[Step]:
    came, on = told.get("came", "advocate"), told.get("on", "advocate")
    if came == "offered":
        detail = {"right": "advocate", "how": "letter", "on": on.isoformat()}
        yield Step(on, told.place("came", "advocate"), Happened.RIGHT_OFFERED, detail)
    elif came:
        yield Step(on, told.place("came", "advocate"), _ADVOCATE[came], {"on": on.isoformat()})


def _first(told: Told, points: tuple[Point, ...], route: str) -> Iterator[Step]:
    def said(name: str) -> Any:
        return told.get(name, "stage_1")

    def place(name: str) -> str:
        return told.place(name, "stage_1")

    if on := said("extended_on"):
        counts = said("agreed") or route == Procedure.CORPORATE
        detail = {"ground": said("ground") or "", "agreed": said("agreed"), "counts": counts, "on": on.isoformat()}
        yield Step(on, place("extended_on"), Happened.EXTENDED, detail)
    answered = said("answered_on")
    found_on: date | None = answered or (said("ended_on") if _found_by_ending(told) else None)
    if found_on is None and (lost := next((point for point in points if point.outcome or point.remedies), None)):
        raise Unfit(lost.place, f"there is no answer to stage 1 in which it was found: {place('answered_on')} is needed")
    if found_on is not None:
        yield from _findings(points, found_on)
    if answered:
        procedure = procedure_at(route)
        offers = _told_rights(told, [right_after(1, procedure), *(["ombudsman"] if procedure == Procedure.STATUTORY else [])] if procedure else [])
        detail = {"on": answered.isoformat(), "offers": offers, "outcome": _together(points, answered)}
        yield Step(answered, place("answered_on"), Happened.ANSWERED, detail)
    yield from _without_answer(told, "stage_1", 1, [right_after(1, procedure_at(route))])


def _findings(points: tuple[Point, ...], on: date) -> Iterator[Step]:
    for point in points:
        if point.outcome is None:
            raise Unfit(point.place, "is needed: what was found on every point that was answered")
        paid = {"pence": point.pence} if point.pence is not None else {}
        detail = {"point": point.number, "outcome": point.outcome, "remedies": list(point.remedies), **paid}
        yield Step(on, point.place, Happened.POINT_ANSWERED, detail)


def _together(points: tuple[Point, ...], on: date) -> str:
    signed = Signature(noon_of(on), None)
    found = {point.number: Finding(point.outcome, (), None, signed) for point in points if point.outcome}
    return str(outcome_of(found))


def _told_rights(told: Told, rights: list[str]) -> list[str]:
    """The rights that an answer told of, where the record says that it did."""
    return rights if told.get("rights_told") else []


def _without_answer(told: Told, group: str, number: int, ahead: list[str]) -> Iterator[Step]:
    ended, on = told.get("ended", group), told.get("ended_on", group)
    place = told.place("ended", group)
    if ended == WITHDRAWN:
        yield Step(on, place, Happened.REQUEST_WITHDRAWN, {"on": on.isoformat()})
    elif ended == RESOLVED:
        yield Step(on, place, Happened.RESOLVED_OTHERWISE, {"on": on.isoformat(), "offers": _told_rights(told, ahead)})
    elif ended and number > 1:
        because = told.get("refused_because", group)
        detail = {"on": on.isoformat(), "offers": _told_rights(told, ["ombudsman"]), "stage": number}
        yield Step(on, place, Happened.STAGE_REFUSED, detail | ({"ground": because} if because else {}))


def _asked(told: Told, group: str) -> dict[str, Any]:
    how = told.get("how", group)
    return {"on": told.get("asked_on", group).isoformat()} | ({"how": how} if how else {})


def _second(told: Told, route: str, terms: Terms) -> Iterator[Step]:
    if "stage_2" not in told.groups:
        return
    asked, procedure = told.get("asked_on", "stage_2"), procedure_at(route)
    statutory, answered = procedure == Procedure.STATUTORY, told.get("answered_on", "stage_2")

    def place(name: str) -> str:
        return told.place(name, "stage_2")

    yield Step(asked, place("asked_on"), Happened.STAGE_2_REQUESTED, _asked(told, "stage_2"))
    reported = told.get("reported_on", "stage_2") or (answered if statutory else None)
    appointed = told.get("appointed_on", "stage_2") or (asked if reported else None)
    if appointed:
        yield Step(appointed, place("appointed_on"), Happened.APPOINTED, {"on": appointed.isoformat()})
    if until := told.get("extended_until", "stage_2"):
        on = told.get("extended_on", "stage_2") or asked
        yield Step(on, place("extended_until"), Happened.STAGE_2_EXTENDED, {"on": on.isoformat(), "until": until.isoformat()})
    if reported:
        yield Step(reported, place("reported_on"), Happened.STAGE_2_REPORTED, {"on": reported.isoformat()})
    # It had a third stage where one was asked for, whatever the profile says today.
    further = not statutory and ("stage_3" in told.groups or terms.has_third(answered or asked))
    ahead = [right_after(2, procedure, further=further)]
    if answered:
        kept = ahead if "stage_3" in told.groups else _told_rights(told, ahead)
        detail = {"on": answered.isoformat(), "outcome": told.get("outcome", "stage_2"), "offers": kept}
        yield Step(answered, place("answered_on"), Happened.ADJUDICATED, detail)
    yield from _without_answer(told, "stage_2", 2, ahead)


def _third(told: Told, route: str, terms: Terms) -> Iterator[Step]:
    if "stage_3" not in told.groups:
        return
    asked, statutory = told.get("asked_on", "stage_3"), procedure_at(route) == Procedure.STATUTORY
    answered = told.get("answered_on", "stage_3")

    def place(name: str) -> str:
        return told.place(name, "stage_3")

    yield Step(asked, place("asked_on"), Happened.STAGE_3_REQUESTED, _asked(told, "stage_3"))
    if meets := told.get("panel_on", "stage_3"):
        yield Step(asked, place("panel_on"), Happened.PANEL_APPOINTED, {"on": asked.isoformat(), "meets": meets.isoformat()})
    if reported := told.get("reported_on", "stage_3") or (answered if statutory else None):
        yield Step(reported, place("reported_on"), Happened.PANEL_REPORTED, {"on": reported.isoformat()})
    if answered:
        detail = {"on": answered.isoformat(), "outcome": told.get("outcome", "stage_3"), "offers": _told_rights(told, ["ombudsman"])}
        yield Step(answered, place("answered_on"), Happened.STAGE_3_ANSWERED, detail)
    yield from _without_answer(told, "stage_3", 3, ["ombudsman"])


def _ombudsman(told: Told) -> Iterator[Step]:
    kinds = (("asked_on", Happened.OMBUDSMAN_ASKED), ("answered_on", Happened.OMBUDSMAN_ANSWERED), ("decided_on", Happened.OMBUDSMAN_DECIDED))
    for name, kind in kinds:
        if on := told.get(name, "ombudsman"):
            names = ("decision", "injustice") if kind == Happened.OMBUDSMAN_DECIDED else ()
            more = {key: said for key in names if (said := told.get(key, "ombudsman"))}
            if kind == Happened.OMBUDSMAN_DECIDED:
                more |= {f"asks_{code}": True for code in told.get("remedies", "ombudsman") or ()}
            yield Step(on, told.place(name, "ombudsman"), kind, {"on": on.isoformat(), **more})


def _left_behind(told: Told, points: tuple[Point, ...]) -> Iterator[Step]:
    """Remedies that were carried out, actions to learn and costs, each numbered in the order in which it is kept."""
    for number, one in enumerate(told.many("learning"), start=1):
        at = number - 1
        detail = {
            "number": number, "owner_service": one["owner_service"], "grade": one["grade"], "service": None,
            "due": one["due_on"].isoformat(), "on": one["set_on"].isoformat(), "told": False,
        }  # fmt: skip
        yield Step(one["set_on"], told.place("set_on", "learning", at), Happened.LEARNING_SET, detail)
        for name, kind in (("done_on", Happened.LEARNING_DONE), ("given_up_on", Happened.LEARNING_GIVEN_UP)):
            if on := one.get(name):
                more = {"told": False} if kind == Happened.LEARNING_DONE else {}
                yield Step(on, told.place(name, "learning", at), kind, {"number": number, "on": on.isoformat(), **more})
    yield from _spent(told, points)


def _spent(told: Told, points: tuple[Point, ...]) -> Iterator[Step]:
    """Costs, and payments that were promised, which are costs too, numbered by their days."""
    steps = []
    for at, one in enumerate(told.many("costs")):
        detail = {"kind": one["kind"], "pence": one["pounds"], "on": one["on"].isoformat(), "stage": one.get("stage") or 1}
        steps.append(Step(one["on"], told.place("on", "costs", at), Happened.COST_NOTED, detail))
    for point in points:
        on = point.remedies_done_on
        for remedy in point.remedies if on else ():
            assert on is not None
            detail = {"point": point.number, "remedy": remedy, "on": on.isoformat()}
            if remedy == PAYMENT:
                detail |= {"pence": point.pence, "kind": CostKind.REDRESS.value, "stage": 1}
            steps.append(Step(on, point.done_place, Happened.REMEDY_DONE, detail))
    number = 0
    for step in sorted(steps, key=lambda each: each.on):
        if "pence" in step.detail:
            number += 1
            yield Step(step.on, step.place, step.kind, {**step.detail, "number": number})
        else:
            yield step


def _closed_on(told: Told) -> date | None:
    """When it was over: as told; a query at once; and what ended at stage 1 with that, unless it was settled or more followed."""
    on: date | None = told.get("closed_on")
    if on is None and told.kind == QUERY:
        on = told.get("received_on")
    if on is None and told.get("ended", "stage_1") not in (None, RESOLVED) and not {"stage_2", "stage_3"} & told.groups.keys():
        on = told.get("ended_on", "stage_1")
    return on


def _outcome(told: Told, points: tuple[Point, ...], state: CaseState) -> str:
    """What came of it, as told or as its answers say; it is held to what an officer could close such a case with."""
    said = told.get("outcome")
    if told.kind != COMPLAINT:
        answered = told.kind != ENQUIRY or (state.enquiry is not None and state.enquiry.answered_on is not None)
        if said is None and answered:
            return OutcomeCode.ANSWERED.value
        if said is None:
            raise Unfit("outcome", "is needed of an enquiry that was closed without an answer")
        if said not in OUTCOMES:
            raise Unfit("outcome", f"{said} is an outcome of complaints; there are {', '.join(OUTCOMES)}")
        if said == OutcomeCode.ANSWERED and not answered:
            raise Unfit("outcome", "the enquiry has no answer: answered_on is needed")
        return str(said)
    run = state.stages.now
    found = said or last_outcome(state) or (OutcomeCode.WITHDRAWN if run.ended == WITHDRAWN else None)
    if found is None:
        raise Unfit("outcome", "is needed: nothing told of it says what came of it")
    if found in ANSWERED:
        if run.stage > 1 and not run.over:
            raise Unfit("outcome", f"stage {run.stage} has no answer, and it was closed as {found}")
        if run.stage == 1 and run.ended != RESOLVED and open_points(state, [point.number for point in points]):
            raise Unfit("outcome", f"stage 1 has no answer, and it was closed as {found}: {told.place('answered_on', 'stage_1')} is needed")
    return str(found.value if isinstance(found, OutcomeCode) else found)
