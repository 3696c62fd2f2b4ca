"""The rule book: the bands in the order in which one displaces the next. New law is new rows."""

from datetime import date

from portal.law.deadlines import DATA_PROTECTION_FROM
from portal.law.facts import Route
from portal.law.rules.elsewhere import ELSEWHERE
from portal.law.rules.finished import FINISHED
from portal.law.rules.people import ANONYMOUS, AUTHORITY, INTEREST, MEMBER
from portal.law.rules.procedures import PROCEDURES
from portal.law.rules.rule import REGULATIONS_IN_FORCE, Band, Rule
from portal.law.rules.timing import PROCEEDINGS, TIME
from portal.law.rules.urgent import DANGER
from portal.law.rules.whose_act import WHOSE_ACT
from portal.words import Wording, _

EDITIONS: tuple[tuple[date, str], ...] = (
    (REGULATIONS_IN_FORCE, "The regulations come into force."),
    (DATA_PROTECTION_FROM, "A data protection complaint becomes a procedure of its own (Data (Use and Access) Act 2025)."),
    (date(2026, 11, 25), "The rulebook as first printed for signature."),
)
"""The days on which the rulebook changed, and how. A version is the day from which it holds."""

BANDS: tuple[Band, ...] = (
    DANGER,
    ANONYMOUS,
    MEMBER,
    WHOSE_ACT,
    ELSEWHERE,
    PROCEEDINGS,
    AUTHORITY,
    INTEREST,
    TIME,
    FINISHED,
    PROCEDURES,
)

# Not of any band: it speaks where the points, each decided, belong to different procedures.
POINTS_DIFFER = Rule(
    "points_differ",
    Route.MIXED,
    lambda g: False,
    Wording(
        _("Your points belong to different procedures. None is turned away: the council offers one answer to all of them."),
        child=_("You told us about different things. You get one answer to all of them."),
    ),
    ("LGSCO 24 005 116", "LGSCO fact sheet"),
)


def version_on(day: date) -> str:
    """The version of the rulebook that holds on a day in London, as an ISO date; before the first, the first."""
    begun = [since for since, _ in EDITIONS if since <= day]
    return max(begun, default=EDITIONS[0][0]).isoformat()
