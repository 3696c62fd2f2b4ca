"""Who is complaining: nobody named, a councillor or MP, a representative, someone the Act does not list."""

from portal.law.facts import Authority, Complainant, Matter, Route
from portal.law.rules.ground import MEMBERS, Ground
from portal.law.rules.procedures import PROCEDURES
from portal.law.rules.rule import Band, Rule
from portal.words import Wording, _

ANONYMOUS = Band(
    "anonymous",
    (
        Rule(
            "no_name",
            Route.ANONYMOUS,
            lambda g: g.by(Complainant.ANONYMOUS),
            Wording(
                _("You have not said who you are. We write it down and look into it as far as we can, but we cannot write to you."),
                child=_("You did not tell us your name. We will still look into it. We just cannot write back."),
            ),
            ("DfES 2006 (anonymous)",),
        ),
    ),
)

MEMBER = Band(
    "member",
    (
        Rule(
            "councillor_or_mp",
            Route.MEMBER_ENQUIRY,
            lambda g: g.is_enquiry,
            Wording(_("A councillor or MP asks for someone who lives here. We answer it as an enquiry, unless that person wants to make a complaint.")),
            ("Council procedures",),
        ),
    ),
)

_CANNOT_SAY = {Authority.TOO_YOUNG, Authority.LACKS_UNDERSTANDING}
_SETTLED = {Authority.GIVEN, Authority.NOT_NEEDED} | _CANNOT_SAY


def _asks_first(g: Ground) -> bool:
    return g.is_complaint and g.for_another and not g.is_enquiry and not g.by(Complainant.ANONYMOUS)


AUTHORITY = Band(
    "authority",
    (
        Rule(
            "authority_refused",
            Route.NEEDS_CONSENT,
            lambda g: _asks_first(g) and g.facts.authority is Authority.REFUSED,
            Wording(
                _("The person you are speaking for has said no. We keep what you told us, and ask them again before anything is shared."),
                child=_("The person you are helping said no. We keep what you told us, and ask them first."),
            ),
            ("DfES 2006 (on behalf)",),
        ),
        Rule(
            "authority_not_given_yet",
            Route.NEEDS_CONSENT,
            lambda g: (
                _asks_first(g) and g.facts.authority not in _SETTLED and not (g.by(Complainant.ADVOCATE) and g.facts.authority is None)
            ),
            Wording(
                _(
                    "You are speaking for someone else. "
                    "We keep your complaint from today, and ask them before we share anything about them."
                ),
                child=_("You are speaking for someone else. We keep it safe, and ask them first."),
            ),
            ("DfES 2006 (on behalf)",),
        ),
    ),
)

_SPEAKS_WITHOUT_ASKING = {Complainant.ADVOCATE, Complainant.SOLICITOR}
_NOT_ASKED_ABOUT = MEMBERS | {Complainant.ANONYMOUS}


def _must_show_interest(g: Ground) -> bool:
    """Regulation 12 is for people outside the list, where a child's statutory matter is raised anew."""
    if g.facts.complainant in {None} | _NOT_ASKED_ABOUT or g.own_right or g.is_under_way:
        return False
    if g.about(Matter.HARM_TO_CHILD) and g.by(Complainant.MEMBER_OF_PUBLIC, Complainant.FRIEND):
        return False
    rule = PROCEDURES.first(g)
    return rule is not None and rule.route is Route.STATUTORY


def _cannot_say(g: Ground) -> bool:
    asked = g.facts.authority in _CANNOT_SAY
    return g.for_another and asked and g.facts.complainant not in _SPEAKS_WITHOUT_ASKING


_INTEREST_CITES = ("CA 1989 s26(3)", "SI 2006/1738 reg 12", "LGSCO 24 019 922")

INTEREST = Band(
    "interest",
    (
        Rule(
            "child_cannot_say_yet",
            Route.SUFFICIENT_INTEREST_DECISION,
            lambda g: _must_show_interest(g) and _cannot_say(g),
            Wording(
                _(
                    "The child cannot say yes or no to this. "
                    "An officer looks at how you are involved in the child’s life, and decides with reasons."
                )
            ),
            _INTEREST_CITES,
        ),
        Rule(
            "represents_someone_not_listed",
            Route.SUFFICIENT_INTEREST_DECISION,
            lambda g: _must_show_interest(g) and g.for_another and not g.speaks_for_listed,
            Wording(
                _(
                    "The law does not list the person you are speaking for. "
                    "An officer looks at how they are involved in the child’s life, and decides with reasons."
                )
            ),
            _INTEREST_CITES,
        ),
        Rule(
            "used_to_foster",
            Route.SUFFICIENT_INTEREST_DECISION,
            lambda g: _must_show_interest(g) and g.on_own_account and g.by(Complainant.FORMER_FOSTER_CARER),
            Wording(_("You used to foster this child. An officer looks at your part in the child’s life now, and decides with reasons.")),
            _INTEREST_CITES,
        ),
        Rule(
            "cares_about_the_child",
            Route.SUFFICIENT_INTEREST_DECISION,
            lambda g: _must_show_interest(g) and g.on_own_account,
            Wording(
                _(
                    "The law does not list you. But others who matter to a child can complain too. An officer looks at your part in the child’s life, decides, and tells you why."
                ),
                child=_("Someone at the council looks at how you know this child. Then they decide, and tell you why."),
            ),
            _INTEREST_CITES,
        ),
    ),
)
