"""The matter itself: which procedure of the council answers it. In doubt, the statutory one."""

from portal.law.facts import Complainant, Matter, Procedure, Route
from portal.law.rules.corporate import CORPORATE
from portal.law.rules.ground import ABOUT_A_COMPLAINT
from portal.law.rules.rule import Band, Rule
from portal.law.rules.statutory import IN_DOUBT, STATUTORY
from portal.words import Wording, _

_NOT_THEIR_COMPLAINT = (
    Complainant.MEMBER_OF_PUBLIC,
    Complainant.FRIEND,
    Complainant.ANONYMOUS,
    None,
)

_NOT_COMPLAINTS = (
    Rule(
        "withdrawal",
        Route.SERVICE_REQUEST,
        lambda g: g.about(Matter.WITHDRAWAL),
        Wording(
            _("You may take your complaint back at any time. We confirm it in writing, and ask whether everything is all right."),
            child=_("You can take your complaint back. That is fine. We check that you are OK."),
        ),
        ("SI 2006/1738 reg 7",),
    ),
    Rule(
        "praise",
        Route.COMPLIMENT,
        lambda g: g.about(Matter.PRAISE),
        Wording(
            _("This is praise. We write it down and pass it on to the people it is for."),
            child=_("This is a thank you. We pass it on."),
        ),
        ("DfES 2006",),
    ),
    Rule(
        "question_or_request",
        Route.SERVICE_REQUEST,
        lambda g: g.about(Matter.QUESTION, Matter.REQUEST_FOR_HELP),
        Wording(
            _(
                "You are asking for something, not complaining about it. It goes to the team that can answer. "
                "If the answer is not good enough, you can complain."
            ),
            child=_("You are asking for something. We pass it to people who can help. If they do not help, you can complain."),
        ),
        ("LGSCO Code 1.2",),
    ),
)

_KEPT_BEHIND_ANOTHER = (
    Rule(
        "court_evidence",
        Route.COURT,
        lambda g: g.about(Matter.COURT_EVIDENCE),
        Wording(
            _("What is said to a court is for the court: your solicitor can raise it there."),
            child=_("This was said to a court. You can tell the court if it is wrong. Someone can help you do it."),
        ),
        ("LGSCO fact sheet",),
    ),
    Rule(
        "harm_seen_by_others",
        Route.SAFEGUARDING_URGENT,
        lambda g: g.about(Matter.HARM_TO_CHILD) and g.facts.complainant in _NOT_THEIR_COMPLAINT and not g.for_another,
        Wording(_("You are telling us of a worry about a child. The front door for keeping children safe looks at it.")),
        ("CA 1989 s47",),
    ),
    Rule(
        "complaint_about_the_harm",
        Route.STATUTORY,
        lambda g: g.about(Matter.HARM_TO_CHILD),
        Wording(
            _("What you told us is also a complaint. It is kept, and looked at once everyone is safe."),
            child=_("What you told us is also a complaint. We keep it, and look at it once you are safe."),
        ),
        ("CA 1989 s26(3)", "DfES 2006"),
    ),
)

_ABOUT_A_COMPLAINT = (
    Rule(
        "complaint_in_the_corporate_procedure",
        Route.CORPORATE,
        lambda g: g.matter in ABOUT_A_COMPLAINT and g.facts.procedure_so_far is Procedure.CORPORATE,
        Wording(
            _("Your complaint is in the council’s own procedure, so this goes on there."),
            child=_("This is about a complaint you already made. It goes on in the same way."),
        ),
        ("LGSCO Code 6",),
    ),
    Rule(
        "complaint_in_the_statutory_procedure",
        Route.STATUTORY,
        lambda g: g.matter in ABOUT_A_COMPLAINT,
        Wording(
            _(
                "This is about a complaint you have made. "
                "It goes on under the law on children’s complaints, where you have a right to the next stage."
            ),
            child=_("This is about a complaint you already made. You have a right to the next step."),
        ),
        ("SI 2006/1738 reg 15", "SI 2006/1738 reg 18", "LGSCO 22 008 976"),
    ),
)

PROCEDURES = Band(
    "procedure",
    _NOT_COMPLAINTS + _KEPT_BEHIND_ANOTHER + _ABOUT_A_COMPLAINT + CORPORATE + IN_DOUBT + STATUTORY,
)
