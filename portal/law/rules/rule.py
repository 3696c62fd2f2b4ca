"""One rule, and a band of rules of which the first match speaks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from portal.law.facts import Route
from portal.law.rules.ground import Ground
from portal.words import Wording

REGULATIONS_IN_FORCE = date(2006, 9, 1)


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a ground goes `when` this holds, because of what, resting on which sources.

    `ends`: behind this rule nothing is left for another procedure of the council to decide.
    `doubt`: the rule gives the better guess, and an officer decides.
    `since`, `until`: the first and the last day on which it is in force; a rule that changes is ended and followed by
    another, never edited, so that a case can be read by the rules of its day.
    """

    id: str
    route: Route
    when: Callable[[Ground], bool]
    because: Wording
    cites: tuple[str, ...]
    ends: bool = False
    doubt: bool = False
    since: date = REGULATIONS_IN_FORCE
    until: date = date.max

    def speaks(self, ground: Ground) -> bool:
        """Whether it is in force on the day that counts, and holds for `ground`.

        A day before the regulations is read by the first rules there were.
        """
        return self.since <= max(ground.terms.on, REGULATIONS_IN_FORCE) <= self.until and self.when(ground)


@dataclass(frozen=True, slots=True)
class Band:
    """Rules that answer the same question, in order."""

    name: str
    rules: tuple[Rule, ...]

    def first(self, ground: Ground) -> Rule | None:
        """The first rule of the band that holds for `ground`, if any."""
        return next((rule for rule in self.rules if rule.speaks(ground)), None)
