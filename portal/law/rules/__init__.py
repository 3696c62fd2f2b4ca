"""The rule book: the bands in the order in which one displaces the next. New law is new rows."""

from portal.law.facts import Route
from portal.law.rules.elsewhere import ELSEWHERE
from portal.law.rules.finished import FINISHED
from portal.law.rules.people import ANONYMOUS, AUTHORITY, INTEREST, MEMBER
from portal.law.rules.procedures import PROCEDURES
from portal.law.rules.rule import Band, Rule
from portal.law.rules.timing import PROCEEDINGS, TIME
from portal.law.rules.urgent import DANGER
from portal.law.rules.whose_act import WHOSE_ACT
from portal.words import Wording, _

VERSION = "2026-11"

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
