"""Points that go by different procedures: which point by which, what the whole goes by then, and the stages of the rest.

A case is answered once, whatever its points go by. After that the points under the statutory procedure have the stages of
the case; those under the council's own procedure have theirs beside it, and neither costs the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from portal.casework.events import Event, Happened
from portal.law.deadlines import Beside
from portal.law.facts import Route
from portal.law.routes import OFFICER_DECIDES

POINT_ROUTES: tuple[Route, ...] = tuple(
    route for route in Route if route not in OFFICER_DECIDES | {Route.MEMBER_ENQUIRY, Route.COMPLIMENT}
)
"""What a point may go by; what an officer has still to decide is no way of its own."""

JOINED = (Route.STATUTORY, Route.CORPORATE)
"""The procedures that one joint answer brings together, each with its rights."""

WITHDRAWN, REFUSED = "withdrawn", "refused"


@dataclass(frozen=True, slots=True)
class OwnRun:
    """A further stage of the council's own procedure, asked for those points of a split case that go by it.

    `further`: whether the answer said that one more stage follows. `ended`: empty, or how it ended without an answer.
    """

    stage: int
    asked_on: date
    answered_on: date | None = None
    outcome: str = ""
    further: bool = False
    ended: str = ""
    ended_on: date | None = None

    @property
    def running(self) -> bool:
        """Its answer is still to come."""
        return self.answered_on is None and not self.ended


@dataclass(frozen=True, slots=True)
class Split:
    """By what each point goes, as an officer said last; none where all go by the case's own route."""

    routes: Mapping[int, str] = field(default_factory=dict)
    runs: tuple[OwnRun, ...] = ()

    @property
    def both(self) -> bool:
        """Points of both the statutory and the council's own procedure are in it."""
        return set(JOINED) <= set(self.routes.values())

    @property
    def run(self) -> OwnRun | None:
        """The further stage of the council's own procedure that was asked for last."""
        return self.runs[-1] if self.runs else None

    @property
    def running(self) -> bool:
        """A further stage of the council's own procedure waits for its answer."""
        return self.run is not None and self.run.running

    @property
    def next_stage(self) -> int | None:
        """Which stage of the council's own procedure can be asked for now; None where there is none, or one that runs."""
        last = self.run
        if last is None:
            return 2 if self.both else None
        if last.ended:
            return last.stage
        return last.stage + 1 if last.answered_on and last.further else None

    def under(self, route: str) -> tuple[int, ...]:
        """The numbers of the points that go by `route`."""
        return tuple(sorted(number for number, chosen in self.routes.items() if chosen == route))

    def beside(self, *, first_answer_open: bool) -> Beside | None:
        """The clock of the council's own procedure that runs beside the case's own, if one does."""
        if self.run is not None and self.run.running:
            return Beside(self.run.stage, self.run.asked_on)
        return Beside() if self.both and first_answer_open and not self.runs else None


def whole(routes: Iterable[str]) -> str:
    """What a case goes by whose points go by these: both procedures make it mixed; else the first in the law's order."""
    chosen = set(routes)
    if set(JOINED) <= chosen:
        return Route.MIXED.value
    return next(route.value for route in Route if route in chosen)


def by_the_rules(points: Iterable[tuple[int, str]]) -> dict[int, str]:
    """The points as the rules send them, where that makes a mixed case; else nothing: an officer has to say."""
    routes = dict(points)
    return routes if set(routes.values()) <= set(POINT_ROUTES) and set(JOINED) <= set(routes.values()) else {}


def as_kept(routes: Mapping[int, str]) -> dict[str, str]:
    """The same as an event keeps it."""
    return {str(number): route for number, route in sorted(routes.items())}


def is_decided(split: Split, numbers: Iterable[int]) -> bool:
    """Whether each of these points of a mixed case has its procedure, so that its rights are known."""
    return split.both and set(numbers) <= split.routes.keys()


def after(split: Split, event: Event) -> Split:
    """The split after one more event; kinds that change nothing here pass through."""
    detail = event.detail
    if event.kind in ROUTING:
        told = detail.get("points") or {}
        return replace(split, routes={int(number): str(route) for number, route in told.items()})
    if event.kind == Happened.OWN_STAGE_REQUESTED:
        return replace(split, runs=(*split.runs, OwnRun(int(detail.get("stage", 2)), _day(detail))))
    if event.kind == Happened.OWN_STAGE_ANSWERED:
        further = "council_stage_3" in detail.get("offers", ())
        return _now(split, answered_on=_day(detail), outcome=str(detail.get("outcome", "")), further=further)
    if event.kind == Happened.OWN_STAGE_WITHDRAWN:
        return _now(split, ended=WITHDRAWN, ended_on=_day(detail))
    if event.kind == Happened.STAGE_REFUSED and detail.get("own"):
        return _now(split, ended=REFUSED, ended_on=_day(detail))
    return split


ROUTING = frozenset({Happened.POINTS_SPLIT, Happened.ROUTE_CHANGED, Happened.ROUTE_CONFIRMED})
"""What says anew by what the points go: with them, or by leaving them out, that all go by the case's own route."""


def _day(detail: Mapping[str, Any]) -> date:
    return date.fromisoformat(str(detail["on"]))


def _now(split: Split, **changes: Any) -> Split:
    return replace(split, runs=(*split.runs[:-1], replace(split.runs[-1], **changes))) if split.runs else split
