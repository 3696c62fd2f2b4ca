"""Where a case stands, folded from its history and from nothing else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.casework.events import Event, Happened


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did a thing and when (aware, UTC); `staff_id` is None where nobody of the office did it."""

    at: datetime
    staff_id: int | None


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A route the case was given, by the rules (`recommended`), or confirmed or changed by an officer."""

    route: str
    how: str
    signed: Signature


@dataclass(frozen=True, slots=True)
class CaseState:
    """What the history of a case adds up to."""

    submitted: Signature | None = None
    in_danger: bool = False
    front_door_told: Signature | None = None
    handler_id: int | None = None
    routes: tuple[RouteStep, ...] = ()
    acknowledged: Signature | None = None
    acknowledged_on: date | None = None

    @property
    def route(self) -> str | None:
        """The route that counts: the officer's last word, or else the last recommendation."""
        steps = [step for step in self.routes if step.how != "recommended"] or self.routes
        return steps[-1].route if steps else None

    @property
    def recommended(self) -> str | None:
        """What the rules last said, whatever an officer made of it."""
        return next((s.route for s in reversed(self.routes) if s.how == "recommended"), None)

    @property
    def decided(self) -> Signature | None:
        """Who last confirmed or changed the route; None while it is only recommended."""
        return next((s.signed for s in reversed(self.routes) if s.how != "recommended"), None)

    @property
    def danger_waiting(self) -> bool:
        """Somebody may be in danger and nobody has yet said that the front door knows."""
        return self.in_danger and self.front_door_told is None


def fold(events: Iterable[Event]) -> CaseState:
    """The state after `events`, oldest first; kinds that change nothing here pass through."""
    state = CaseState()
    for event in events:
        step = _STEPS.get(event.kind)
        state = step(state, event) if step else state
    return state


def _signed(event: Event) -> Signature:
    return Signature(event.at, event.staff_id)


def _with_route(state: CaseState, event: Event, how: str) -> CaseState:
    route = event.detail.get("route")
    if not route:
        return state
    return replace(state, routes=(*state.routes, RouteStep(route, how, _signed(event))))


def _with_danger(state: CaseState, event: Event) -> CaseState:
    """Danger told of again after a hand-over is a new danger, and waits again."""
    if not event.detail.get("danger"):
        return state
    return replace(state, in_danger=True, front_door_told=None)


def _submitted(state: CaseState, event: Event) -> CaseState:
    sent = replace(state, submitted=state.submitted or _signed(event))
    return _with_danger(_with_route(sent, event, "recommended"), event)


def _danger_reported(state: CaseState, event: Event) -> CaseState:
    return replace(_submitted(state, event), in_danger=True, front_door_told=None)


def _filled_in(state: CaseState, event: Event) -> CaseState:
    return _with_danger(_with_route(state, event, "recommended"), event)


def _handled_by(state: CaseState, event: Event) -> CaseState:
    return replace(state, handler_id=event.detail.get("handler", event.staff_id))


def _acknowledged(state: CaseState, event: Event) -> CaseState:
    on = event.detail.get("on")
    day = date.fromisoformat(on) if on else event.at.date()
    return replace(state, acknowledged=_signed(event), acknowledged_on=day)


_STEPS: dict[str, Callable[[CaseState, Event], CaseState]] = {
    Happened.SUBMITTED: _submitted,
    Happened.JOINED: lambda state, event: _with_route(state, event, "recommended"),
    Happened.DANGER_REPORTED: _danger_reported,
    Happened.TAKEN: _handled_by,
    Happened.ASSIGNED: _handled_by,
    Happened.FRONT_DOOR_TOLD: lambda state, event: replace(state, front_door_told=_signed(event)),
    Happened.ROUTE_CONFIRMED: lambda state, event: _with_route(state, event, "confirmed"),
    Happened.ROUTE_CHANGED: lambda state, event: _with_danger(_with_route(state, event, "changed"), event),
    Happened.FACTS_FILLED_IN: _filled_in,
    Happened.ACKNOWLEDGED: _acknowledged,
}
