"""Danger first: the safeguarding front door, with the complaint kept."""

from portal.law.facts import Matter, Route
from portal.law.rules.rule import Band, Rule
from portal.words import Wording, _

DANGER = Band(
    "danger",
    (
        Rule(
            "danger_now",
            Route.SAFEGUARDING_URGENT,
            lambda g: g.facts.risk_now is True,
            Wording(
                _("Someone may be in danger now. That comes first. Your complaint is kept and follows."),
                child=_("You told us someone may not be safe. That comes first. We keep what you told us."),
            ),
            ("CA 1989 s47", "DfES 2006"),
        ),
        Rule(
            "harm_to_a_child",
            Route.SAFEGUARDING_URGENT,
            lambda g: g.about(Matter.HARM_TO_CHILD),
            Wording(
                _("This is about a child being hurt. People whose job is to keep children safe look at it first."),
                child=_("This is about someone being hurt. People who keep children safe look at it first."),
            ),
            ("CA 1989 s47", "DfES 2006"),
        ),
    ),
)
