"""Matters of the council's own complaints procedure: its service to children, but not under the statutory one."""

from portal.law.facts import ChildStatus, Complainant, Matter, Procedure, Route
from portal.law.rules.ground import SELVES, Ground
from portal.law.rules.rule import Rule
from portal.words import Wording, _

MANNERS = (Matter.COMMUNICATION, Matter.STAFF_CONDUCT)


def treated_as_an_adult(g: Ground) -> bool:
    """Only about how an adult was spoken to; a child who complains is never sent this way."""
    return g.about(*MANNERS) and g.about_child is False and not g.by(*SELVES)


CORPORATE = (
    Rule(
        "how_an_adult_was_treated",
        Route.CORPORATE,
        treated_as_an_adult,
        Wording(
            _(
                "This is about how you were spoken to or treated, not about a service for a child. "
                "The council’s own complaints procedure is for that."
            )
        ),
        ("LGSCO fact sheet",),
    ),
    Rule(
        "child_protection_work",
        Route.CORPORATE,
        lambda g: g.about(Matter.SECTION_47_ENQUIRY, Matter.CP_CONFERENCE_CONDUCT, Matter.CORE_GROUP),
        Wording(
            _(
                "This is about child protection enquiries or meetings. The law on children’s complaints does not cover them. The council’s own procedure looks at how they were done."
            ),
            child=_("This is about work to keep children safe. The council has its own way to look at that."),
        ),
        ("SI 2006/1738 reg 3", "LGSCO fact sheet (child protection)", "LGSCO 23 020 509"),
    ),
    Rule(
        "allegation_process",
        Route.CORPORATE,
        lambda g: g.about(Matter.ALLEGATION_PROCESS),
        Wording(
            _("This is about how we dealt with an allegation. The council’s own procedure is the one for that."),
            child=_("This is about how the council checked something that was said. The council has its own way to look at that."),
        ),
        ("SI 2006/1738 reg 3",),
    ),
    Rule(
        "education",
        Route.CORPORATE,
        lambda g: g.about(Matter.EHC_PLAN_DELAY, Matter.EDUCATION_MISSED, Matter.SCHOOL_TRANSPORT, Matter.ADMISSIONS_SERVICE),
        Wording(
            _("This is about the council’s work on education. The council’s own complaints procedure looks at it."),
            child=_("This is about school help from the council. The council has its own way to look at that."),
        ),
        ("LGSCO Code 1.4",),
    ),
    Rule(
        "early_help",
        Route.CORPORATE,
        lambda g: g.about(Matter.EARLY_HELP) and g.terms.early_help is Procedure.CORPORATE,
        Wording(
            _("Early help comes before a child has a social worker. The council’s own complaints procedure looks at it."),
            child=_("This is about early help. The council has its own way to look at that."),
        ),
        ("LGSCO Code 1.4",),
    ),
    Rule(
        "youth_justice",
        Route.CORPORATE,
        lambda g: g.about(Matter.YOUTH_JUSTICE),
        Wording(
            _("Youth justice works under a law of its own. The council’s own complaints procedure looks at it."),
            child=_("This is about the youth justice team. The council has its own way to look at that."),
        ),
        ("CDA 1998 s39", "LGSCO Code 1.4"),
    ),
    Rule(
        "housing",
        Route.CORPORATE,
        lambda g: g.about(Matter.HOUSING),
        Wording(
            _(
                "Housing decisions are made under housing law. "
                "You may have a right to a review, and the council’s own complaints procedure looks at the rest."
            ),
            child=_(
                "This is about a home from the housing team. The council has its own way to look at that. "
                "You may be able to ask them to decide again."
            ),
        ),
        ("HA 1996", "LGSCO Code 1.4"),
    ),
    Rule(
        "private_fostering",
        Route.CORPORATE,
        lambda g: g.about(Matter.PRIVATE_FOSTERING),
        Wording(
            _("The law on children’s complaints does not cover private fostering. The council’s own procedure is the one for that."),
            child=_("The council has its own way to look at this."),
        ),
        ("CA 1989 s66", "SI 2006/1738 reg 3"),
    ),
    Rule(
        "policy_or_public_matter",
        Route.CORPORATE,
        lambda g: g.about(Matter.POLICY, Matter.NUISANCE, Matter.PROVIDER_PAYMENT),
        Wording(
            _("This is not about a service for one child. The council’s own complaints procedure looks at it."),
            child=_("This is about something for lots of people. The council has its own way to look at that."),
        ),
        ("LGSCO Code 1.4", "DfES 2006 (policy)"),
    ),
    Rule(
        "assessment_of_a_future_carer",
        Route.CORPORATE,
        lambda g: (
            (
                g.about(Matter.CARER_ASSESSMENT)
                and g.by(Complainant.FOSTER_CARER, Complainant.AGENCY_FOSTER_CARER, Complainant.PROSPECTIVE_ADOPTER)
            )
            or (g.by(Complainant.PROSPECTIVE_FOSTER_CARER) and not g.about(Matter.FOSTERING_LIMIT))
        ),
        Wording(_("This is about how people are assessed before they care for a child. The council’s own procedure is the one for that.")),
        ("SI 2006/1738 reg 3", "GOV.UK IRM"),
    ),
    Rule(
        "no_service_for_a_child",
        Route.CORPORATE,
        lambda g: g.about(*MANNERS) and g.only(ChildStatus.NONE) and not g.by(*SELVES),
        Wording(
            _(
                "Children’s social care was not involved with a child here. "
                "The council’s own complaints procedure looks at how you were treated."
            )
        ),
        ("CA 1989 s26(3)", "LGSCO fact sheet"),
    ),
)
