"""One rule, and a band of rules of which the first match speaks."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.law.facts import Route
from portal.law.rules.ground import Ground
from portal.words import Wording


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a ground goes `when` this holds, because of what, resting on which sources.

    `ends`: behind this rule nothing is left for another procedure of the council to decide.
    `doubt`: the rule gives the better guess, and an officer decides.
    """

    id: str
    route: Route
    when: Callable[[Ground], bool]
    because: Wording
    cites: tuple[str, ...]
    ends: bool = False
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """Rules that answer the same question, in order."""

    name: str
    rules: tuple[Rule, ...]

    def first(self, ground: Ground) -> Rule | None:
        """The first rule of the band that holds for `ground`, if any."""
        return next((rule for rule in self.rules if rule.when(ground)), None)
