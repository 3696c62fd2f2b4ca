"""Sending points of a case another way: by which procedure each goes, why, and what the case as a whole goes by then."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from portal.actions.desk import Desk
from portal.actions.handling import sealed_reason, turn_at
from portal.actions.routing import rerouted
from portal.casework import moves
from portal.casework.case import CaseState
from portal.casework.splitting import POINT_ROUTES, as_kept, whole
from portal.law.facts import Route
from portal.store import cases
from portal.store.cases import PointRow


class NotAllPoints(ValueError):
    """Each point of the case goes some way, and no other point does."""


def split(desk: Desk, reference: str, routes: Mapping[int, str], reason: str, staff_id: int, now: datetime) -> bool:
    """Each point goes by the procedure named for it, and why (sealed); another split takes the place of this one.

    Points of the statutory and of the council's own procedure make the case mixed: one answer, the earlier date, the
    rights of both. Raises `NotAllPoints`, ValueError for a way that no point can go, `NotPossible`, `NoSuchCase`, `Erased`.
    """
    if not set(routes.values()) <= set(POINT_ROUTES):
        raise ValueError(sorted(set(routes.values()) - set(POINT_ROUTES)))
    with turn_at(desk, reference, staff_id, now) as turn:
        points = cases.points_of(turn.conn, turn.case.id)
        if not points or {point.number for point in points} != set(routes):
            raise NotAllPoints
        state = turn.state
        if dict(state.point_routes) == dict(routes) and state.decided:
            return False
        move = moves.check("split_points", state)
        route = whole(routes.values())
        known = {"points": as_kept(routes), "route": route, "was": state.route, "recommended": state.recommended}
        turn.write_down(move.event, known, sealed_reason(desk, turn, reason))
        turn.set(**rerouted(desk, turn.case, route, state.course), route_confirmed=True)
        for number, chosen in routes.items():
            cases.set_point_route(turn.conn, turn.case.id, number, chosen)
        return True


def routes_now(state: CaseState, points: Iterable[PointRow]) -> dict[int, str]:
    """By what each point goes as it stands: as an officer said, or the case's own way; in a mixed one, as the rules said."""
    own = state.route or ""
    apart = own == Route.MIXED or own not in POINT_ROUTES
    return {point.number: state.point_routes.get(point.number) or (point.route if apart else own) for point in points}

