"""Facts in, a decision out: the route with its reasons, for each point and for the whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.law.facts import Facts, Flag, Matter, PointFacts, Route
from portal.law.routes import COUNCIL_PROCEDURES, OFFICER_DECIDES, ROUTE_NAMES, route_next, stages_ahead
from portal.law.rules import BANDS, POINTS_DIFFER, version_on
from portal.law.rules.flags import flags_for
from portal.law.rules.ground import TODAYS_TERMS, Ground, Terms, grounds_of, points_of
from portal.law.rules.rule import Rule
from portal.words import Voice, Wording

__all__ = ["ROUTE_NAMES", "Decision", "PointDecision", "Reason", "Terms", "decide", "route_next", "walk"]

ORDER = {route: place for place, route in enumerate(Route)}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a route applies: the rule that said so, and what it rests on."""

    rule: str
    about: Route
    because: Wording
    cites: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As `flask triage` prints it."""
        because = self.because.in_voice(Voice.ADULT)
        return {"rule": self.rule, "about": self.about.value, "because": because, "cites": list(self.cites)}


@dataclass(frozen=True, slots=True)
class PointDecision:
    """Where one point goes."""

    matters: tuple[Matter, ...]
    route: Route
    reasons: tuple[Reason, ...]

    def to_json(self) -> dict[str, Any]:
        """As `flask triage` prints it."""
        return {
            "matters": [*self.matters],
            "route": self.route.value,
            "reasons": [each.to_json() for each in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """A recommendation: an officer confirms or changes it."""

    route: Route
    also: tuple[Route, ...]
    needs_decision: bool
    flags: tuple[Flag, ...]
    reasons: tuple[Reason, ...]
    stages: tuple[str, ...]
    points: tuple[PointDecision, ...]
    version: str

    def to_json(self) -> dict[str, Any]:
        """As `flask triage` prints it: codes, lists, and `because` in the adult voice."""
        return {
            "route": self.route.value,
            "also": [route.value for route in self.also],
            "needs_decision": self.needs_decision,
            "flags": [flag.value for flag in self.flags],
            "reasons": [reason.to_json() for reason in self.reasons],
            "stages": list(self.stages),
            "points": [point.to_json() for point in self.points],
        }


Trail = tuple[Rule, ...]


def decide(facts: Facts, terms: Terms = TODAYS_TERMS) -> Decision:
    """Where this goes and why, by the rules in force under `terms`. Never raises, whatever is known or not known."""
    told = [(point, tuple(grounds_of(facts, point, terms))) for point in points_of(facts)]
    grounds = tuple(ground for _, grounds in told for ground in grounds)
    trails = [walk(ground) for ground in grounds]
    route, also, rules = _combine(trails)
    return Decision(
        route=route,
        also=also,
        needs_decision=route in OFFICER_DECIDES or any(rule.doubt for rule in rules),
        flags=flags_for(facts, grounds, frozenset({route, *also})),
        reasons=_reasons(rules),
        stages=stages_ahead(route, also, facts.stage_so_far),
        points=tuple(_decide_point(point, grounds) for point, grounds in told),
        version=version_on(terms.on),
    )


def walk(ground: Ground) -> Trail:
    """The rules that speak on one ground: the first decides, the others are what it displaced."""
    trail: list[Rule] = []
    for band in BANDS:
        rule = band.first(ground)
        if rule:
            trail.append(rule)
        if rule and rule.ends:
            break
    return tuple(trail)


def _decide_point(point: PointFacts, grounds: Iterable[Ground]) -> PointDecision:
    route, _, rules = _combine([walk(ground) for ground in grounds])
    return PointDecision(point.matters, route, _reasons(rules))


def _combine(trails: list[Trail]) -> tuple[Route, tuple[Route, ...], Trail]:
    """One route for all trails, what else applies, and the rules behind both, route first."""
    route = _leading({trail[0].route for trail in trails})
    rules = [rule for trail in trails for rule in trail]
    if route is Route.MIXED:
        rules.append(POINTS_DIFFER)
    rules.sort(key=lambda rule: (rule.route is not route, ORDER[rule.route]))
    also = dict.fromkeys(rule.route for rule in rules if rule.route is not route)
    return route, tuple(also), tuple(dict.fromkeys(rules))


def _leading(routes: set[Route]) -> Route:
    """The first in order; several procedures of the council, with nothing before them, are mixed."""
    first = min(routes, key=ORDER.__getitem__)
    several = len(routes & COUNCIL_PROCEDURES) > 1
    return Route.MIXED if several and first in COUNCIL_PROCEDURES else first


def _reasons(rules: Trail) -> tuple[Reason, ...]:
    return tuple(Reason(rule.id, rule.route, rule.because, rule.cites) for rule in rules)
