"""The columns of a case that follow from its route and its facts, for the moves that change either."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.actions.clocks import case_clocks, due_columns, procedure_of
from portal.actions.desk import Desk
from portal.casework.case import CaseState
from portal.casework.splitting import POINT_ROUTES, as_kept, by_the_rules
from portal.law.deadlines import NOTHING_HAPPENED, Course
from portal.law.facts import Facts, Route
from portal.law.triage import Decision
from portal.store import cases
from portal.store.cases import RANK_DANGER, CaseRow
from portal.store.database import Connection

DANGER_ROUTE = "safeguarding_urgent"
DANGER = {"danger": True, "rank": RANK_DANGER}


def rerouted(desk: Desk, case: CaseRow, route: str, course: Course) -> dict[str, Any]:
    """What changes with the route: procedure and dates, and the case's place in the queue where it means danger."""
    columns = _on_route(desk, case, route, course)
    return columns | DANGER if route == DANGER_ROUTE else columns


def points_confirmed(conn: Connection, case_id: int, route: str) -> dict[str, Any]:
    """Whoever confirms a mixed route confirms by what each point goes, as the rules said: part of the event's detail."""
    told = [(point.number, point.route) for point in cases.points_of(conn, case_id)] if route == Route.MIXED else []
    found = by_the_rules(told)
    return {"points": as_kept(found)} if found else {}


def points_rejoined(conn: Connection, case_id: int, state: CaseState, route: str) -> None:
    """The whole goes by `route` now: what had been sent another way goes with it."""
    for number in state.point_routes if route in POINT_ROUTES else ():
        cases.set_point_route(conn, case_id, number, route)


def _on_route(desk: Desk, case: CaseRow, route: str, course: Course) -> dict[str, Any]:
    return {"route": route, "procedure": procedure_of(route), **dated(desk, case, route, case.acknowledged_on, course)}


def dated(desk: Desk, case: CaseRow, route: str, acknowledged_on: date | None, course: Course) -> dict[str, Any]:
    """The columns of the dates on `route`; the Ombudsman's Code counts some of them from the acknowledgement."""
    dates = case_clocks(desk.profile, desk.calendar, route, case.received_on, acknowledged_on, course)
    return due_columns(dates, acknowledged=acknowledged_on is not None)


def reread(
    desk: Desk, case: CaseRow, facts: Facts, decision: Decision, *, decided: bool, course: Course = NOTHING_HAPPENED
) -> dict[str, Any]:
    """What changes with the facts. Where an officer has `decided` the route it stands, and so do its dates."""
    codes = facts.to_codes()
    route = str(decision.route)
    columns = {
        "facts": codes,
        "decision": decision.to_json(),
        "rules_version": decision.version,
        "complainant": codes.get("complainant", case.complainant),
        "child_status": tuple(codes.get("child_status", case.child_status)),
        "matters": matters_of(codes) or case.matters,
    }
    if not decided:
        columns |= _on_route(desk, case, route, course)
    # Danger that was known before is with somebody already: only news brings the case back to the head of the queue.
    return columns | DANGER if route == DANGER_ROUTE and not case.danger else columns


def matters_of(codes: Mapping[str, Any]) -> tuple[str, ...]:
    """The matters of the whole and of every point, each once, in the order told."""
    parts = (codes, *codes.get("points", ()))
    return tuple(dict.fromkeys(code for part in parts for code in part.get("matters", ())))
