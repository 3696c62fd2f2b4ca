"""Proceedings about the same events, and how long ago it was."""

from portal.law.facts import Matter, Proceedings, Route, Stage
from portal.law.rules.ground import ABOUT_A_COMPLAINT, Ground
from portal.law.rules.rule import Band, Rule
from portal.words import Wording, _

ONE_YEAR = 12

_PREJUDICED_BY_CARE_CASE = (Matter.COURT_EVIDENCE, Matter.CARE_PLAN, Matter.DECISION_TO_GO_TO_COURT)


def _pauses(g: Ground, *proceedings: Proceedings) -> bool:
    return g.is_complaint and g.during(*proceedings)


def _paused(g: Ground) -> bool:
    return g.is_complaint and g.facts.stage_so_far is Stage.PAUSED_FOR_PROCEEDINGS


def _ended(g: Ground) -> bool:
    known = g.facts.months_since_proceedings_ended is not None
    return known or g.during(Proceedings.CONCLUDED, Proceedings.NONE)


_CITES = ("SI 2006/1738 reg 8", "LGSCO fact sheet")

PROCEEDINGS = Band(
    "proceedings",
    (
        Rule(
            "criminal_case",
            Route.SUSPENDED_CONCURRENT,
            lambda g: _pauses(g, Proceedings.CRIMINAL),
            Wording(
                _(
                    "The police or a criminal court are looking at the same events. "
                    "An officer decides which parts have to wait, and tells you why. "
                    "You can send those parts again afterwards."
                ),
                child=_("The police are looking at this too. Some of it may have to wait. We tell you which part, and why."),
            ),
            _CITES,
        ),
        Rule(
            "disciplinary_action",
            Route.SUSPENDED_CONCURRENT,
            lambda g: _pauses(g, Proceedings.DISCIPLINARY),
            Wording(
                _(
                    "There is disciplinary action about the same events. "
                    "An officer decides which parts have to wait, and tells you why. "
                    "You can send those parts again afterwards."
                ),
                child=_("Someone’s boss is looking at this too. Some of it may have to wait. We tell you which part, and why."),
            ),
            _CITES,
        ),
        Rule(
            "judicial_review",
            Route.SUSPENDED_CONCURRENT,
            lambda g: _pauses(g, Proceedings.JUDICIAL_REVIEW),
            Wording(
                _(
                    "A court is asked, or is about to be asked, to look at the same decision. "
                    "An officer decides which parts have to wait, and tells you why. "
                    "You can send those parts again afterwards."
                ),
                child=_("A court may look at this too. Some of it may have to wait. We tell you which part, and why."),
            ),
            _CITES,
        ),
        Rule(
            "before_the_court_now",
            Route.SUSPENDED_CONCURRENT,
            lambda g: g.about(*_PREJUDICED_BY_CARE_CASE) and g.during(Proceedings.CARE),
            Wording(
                _(
                    "The court in the care case is deciding about this now. "
                    "An officer decides which parts have to wait, and tells you why. Everything else goes on."
                ),
                child=_("The court is deciding about this now. Some of it may have to wait. The rest goes on."),
            ),
            _CITES,
        ),
        Rule(
            "evidence_for_a_case_to_come",
            Route.SUSPENDED_CONCURRENT,
            lambda g: g.about(Matter.COURT_EVIDENCE) and g.during(Proceedings.CARE_INTENDED),
            Wording(
                _("This is about what will be put to a court. An officer decides what has to wait, and tells you why."),
                child=_("This is about something a court will hear. Someone decides what has to wait, and tells you why."),
            ),
            _CITES,
        ),
        Rule(
            "paused_and_not_known_to_be_over",
            Route.SUSPENDED_CONCURRENT,
            lambda g: _paused(g) and not _ended(g),
            Wording(
                _(
                    "Your complaint was put on hold for a court case or an investigation. "
                    "An officer looks at whether it can go on now, and tells you why."
                ),
                child=_("Your complaint had to wait. We look at whether it can go on now, and tell you why."),
            ),
            ("SI 2006/1738 reg 8", "SI 2006/1738 reg 8 (resubmission)"),
        ),
    ),
)


def _can_be_late(g: Ground) -> bool:
    return g.is_complaint and not g.is_under_way and g.matter not in ABOUT_A_COMPLAINT and not _paused(g)


def _sent_again_late(g: Ground) -> bool:
    months = g.facts.months_since_proceedings_ended
    return _paused(g) and months is not None and months > ONE_YEAR


TIME = Band(
    "time",
    (
        Rule(
            "over_a_year_since_the_case_ended",
            Route.TOO_OLD_DISCRETION,
            _sent_again_late,
            Wording(
                _(
                    "The case your complaint waited for ended more than a year ago. It can still be looked at: "
                    "tell us why you could not send it sooner. An officer decides, with reasons."
                ),
                child=_(
                    "The court case ended more than a year ago. We can still look at it. "
                    "Tell us why you could not tell us before, if you want to."
                ),
            ),
            ("SI 2006/1738 reg 8 (resubmission)", "SI 2006/1738 reg 9"),
        ),
        Rule(
            "over_a_year_ago",
            Route.TOO_OLD_DISCRETION,
            lambda g: _can_be_late(g) and g.months_since is not None and g.months_since > ONE_YEAR,
            Wording(
                _(
                    "This happened more than a year ago. It can still be looked at: "
                    "tell us why you could not say it sooner. An officer decides, with reasons."
                ),
                child=_(
                    "This happened more than a year ago. We can still look at it. Tell us why you could not tell us before, if you want to."
                ),
            ),
            ("SI 2006/1738 reg 9", "LGSCO Code 2.2", "LGSCO 23 005 162"),
        ),
    ),
)
