"""The rulebook as a book: every rule in the order in which it is asked, with what it decides, why, on what, and an example."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.law.examples import EXAMPLES
from portal.law.facts import Route
from portal.law.rules import BANDS, EDITIONS, POINTS_DIFFER
from portal.law.rules.rule import Rule
from portal.law.sources import SOURCES, Source
from portal.words import Wording, _

BAND_NAMES: dict[str, Wording] = {
    "danger": Wording(_("Is someone in danger?")),
    "anonymous": Wording(_("Has the person said who they are?")),
    "member": Wording(_("Is it a councillor’s or an MP’s enquiry?")),
    "whose act": Wording(_("Whose act was it?")),
    "elsewhere": Wording(_("Does another body or another procedure decide this matter?")),
    "proceedings": Wording(_("Are there proceedings that looking into it would prejudice?")),
    "authority": Wording(_("May the person speak for whoever they speak for?")),
    "interest": Wording(_("Does the law list the person, or has an officer to decide on their interest in the child’s welfare?")),
    "time": Wording(_("Was it within a year?")),
    "finished": Wording(_("Has the council given its last answer?")),
    "procedure": Wording(_("Which procedure of the council answers this matter?")),
    "points": Wording(_("Do the points belong to different procedures?")),
}

FURTHER: tuple[tuple[Route, ...], ...] = (
    (Route.STATUTORY,),
    (Route.MIXED, Route.SAFEGUARDING_URGENT),
    (
        Route.SUFFICIENT_INTEREST_DECISION,
        Route.NEEDS_CONSENT,
        Route.TOO_OLD_DISCRETION,
        Route.SUSPENDED_CONCURRENT,
        Route.ANONYMOUS,
    ),
    (Route.CORPORATE, Route.ADULT_STATUTORY),
    (Route.DATA_PROTECTION, Route.MEMBER_ENQUIRY, Route.COMPLIMENT, Route.SERVICE_REQUEST),
    (Route.LGSCO,),
    (
        Route.CP_CONFERENCE_APPEAL, Route.COURT, Route.SEND_TRIBUNAL, Route.ADMISSION_APPEAL, Route.IRM, Route.SCHOOL,
        Route.OTHER_AUTHORITY, Route.OTHER_BODY, Route.STAFF_GRIEVANCE, Route.INSURANCE_CLAIM,
        Route.PROFESSIONAL_ESCALATION, Route.WHISTLEBLOWING,
    ),
)  # fmt: skip
"""How far a route leads from the statutory procedure, step by step: the procedure itself; the council with the
procedure in it; captured until an officer decides; another complaints procedure of the council; other teams of the
council; the Ombudsman; somebody else. A fact that is not known never leads further than every answer to it would.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule as it stands in the book: `asks` is the question of its band; `example` is facts as codes."""

    id: str
    asks: Wording
    decides: Route
    because: Wording
    cites: tuple[tuple[str, Source], ...]
    since: date
    until: date | None
    in_doubt: bool
    example: Mapping[str, Any] | None


def entries() -> Iterator[Entry]:
    """Every rule, ended ones too, in the order in which the first that holds decides."""
    for band in BANDS:
        for rule in band.rules:
            yield _entry(band.name, rule)
    yield _entry("points", POINTS_DIFFER)


def editions() -> tuple[tuple[date, str], ...]:
    """The days on which the rulebook changed, and how."""
    return EDITIONS


def further(route: Route) -> int:
    """How far a route leads from the statutory procedure; 0 is the procedure itself."""
    return next(step for step, routes in enumerate(FURTHER) if route in routes)


def _entry(band: str, rule: Rule) -> Entry:
    return Entry(
        id=rule.id,
        asks=BAND_NAMES[band],
        decides=rule.route,
        because=rule.because,
        cites=tuple((short, SOURCES[short]) for short in rule.cites),
        since=rule.since,
        until=None if rule.until == date.max else rule.until,
        in_doubt=rule.doubt,
        example=EXAMPLES.get(rule.id),
    )
