"""Matters of the children's statutory procedure: those in doubt first, then Parts 3, 4 and 5 and adoption."""

from portal.law.facts import (
    MATTER_GROUPS,
    ChildStatus,
    Complainant,
    Matter,
    Procedure,
    Proceedings,
    Route,
)
from portal.law.rules.ground import SELVES
from portal.law.rules.rule import Rule
from portal.words import Wording, _

_SUPPORT = MATTER_GROUPS["social_work_support"]
_ALMOST_NO_SERVICE = (
    ChildStatus.SECTION_47,
    ChildStatus.EARLY_HELP,
    ChildStatus.YOUTH_JUSTICE,
    ChildStatus.PRIVATE_FOSTERING,
    ChildStatus.PRIVATE_LAW,
    ChildStatus.NONE,
)
_NEAR_THE_CARE_CASE = (
    Matter.PLACEMENT,
    Matter.CARE_AGREEMENT,
    Matter.EMERGENCY_PROTECTION,
    Matter.ASSESSMENT_OF_NEED,
    Matter.FAILURE_TO_PROTECT,
)
PART_3 = set(MATTER_GROUPS["social_work_support"] + MATTER_GROUPS["children_in_care"]) - {
    Matter.EARLY_HELP,
    Matter.RECORDS_WRONG,
}

IN_DOUBT = (
    Rule(
        "matter_not_known",
        Route.STATUTORY,
        lambda g: g.matter is None,
        Wording(
            _(
                "We do not know yet what this is about. "
                "Until an officer has read it, we treat it as the law on children’s complaints asks."
            ),
            child=_("We do not know yet what this is about. Someone will read it and tell you."),
        ),
        ("CA 1989 s26(3)", "LGSCO 24 022 000"),
        doubt=True,
    ),
    Rule(
        "complainant_not_known",
        Route.STATUTORY,
        lambda g: g.facts.complainant is None,
        Wording(
            _(
                "We do not know yet who is complaining. Until an officer has looked, we treat it as the law on children’s complaints asks."
            ),
            child=_("We do not know yet who you are. Someone will read it and tell you what happens."),
        ),
        ("CA 1989 s26(3)", "LGSCO 24 022 000"),
        doubt=True,
    ),
    Rule(
        "childhood_long_ago",
        Route.STATUTORY,
        lambda g: g.by(Complainant.ADULT_ABOUT_OWN_CHILDHOOD) and g.months_since is None,
        Wording(
            _(
                "This is about your childhood. "
                "When it happened matters, and being long ago is not by itself a reason to say no. "
                "An officer looks at it."
            )
        ),
        ("SI 2006/1738 reg 9", "LGSCO 23 005 162"),
        doubt=True,
    ),
    Rule(
        "decision_to_go_to_court_intended",
        Route.STATUTORY,
        lambda g: g.about(Matter.DECISION_TO_GO_TO_COURT) and g.during(Proceedings.CARE_INTENDED),
        Wording(
            _(
                "The council’s decision to go to court can be complained about. "
                "An officer looks at what can be considered before the court does."
            ),
            child=_("You can complain that the council wants to go to court. Someone looks at what can be done first."),
        ),
        ("SI 2006/1738 reg 3", "SI 2006/1738 reg 8", "LGSCO fact sheet"),
        doubt=True,
    ),
    Rule(
        "close_to_the_care_case",
        Route.STATUTORY,
        lambda g: g.about(*_NEAR_THE_CARE_CASE) and g.during(Proceedings.CARE),
        Wording(
            _(
                "This can be complained about while the care case goes on. "
                "An officer looks at whether any part of it has to be left to the court."
            ),
            child=_("You can complain about this while the court is busy. Someone checks if any part has to wait."),
        ),
        ("CA 1989 s26(3)", "SI 2006/1738 reg 8"),
        doubt=True,
    ),
    Rule(
        "assessment_of_a_relative_as_carer",
        Route.STATUTORY,
        lambda g: g.about(Matter.CARER_ASSESSMENT),
        Wording(
            _(
                "How a relative or friend is assessed to care for a child can be part of the procedure for children’s "
                "complaints. An officer looks at it."
            ),
            child=_("This is about who can care for a child. Someone reads it and tells you what comes next."),
        ),
        ("CA 1989 s22", "SI 2006/1738 reg 5"),
        doubt=True,
    ),
    Rule(
        "little_social_care_so_far",
        Route.STATUTORY,
        lambda g: g.about(*_SUPPORT) and g.only(*_ALMOST_NO_SERVICE) and not g.by(*SELVES),
        Wording(
            _(
                "We cannot be sure that the law on children in need covers this. Until an officer has looked, we treat it as the law on children’s complaints asks."
            )
        ),
        ("CA 1989 s17", "LGSCO 24 022 000"),
        doubt=True,
    ),
)

STATUTORY = (
    Rule(
        "adoption",
        Route.STATUTORY,
        lambda g: g.about(Matter.ADOPTION_SUPPORT),
        Wording(
            _("This is about support with adoption. The law on children’s complaints covers that."),
            child=_("Help with adoption is something you can complain about. There is a law that says so."),
        ),
        ("SI 2006/1738 reg 4", "CA 1989 s26(3B)"),
    ),
    Rule(
        "special_guardianship",
        Route.STATUTORY,
        lambda g: g.about(Matter.SPECIAL_GUARDIANSHIP_SUPPORT),
        Wording(
            _("This is about support with special guardianship. The law on children’s complaints covers that."),
            child=_("Help for special guardians is something you can complain about. There is a law that says so."),
        ),
        ("SI 2006/1738 reg 5", "CA 1989 s26(3C)"),
    ),
    Rule(
        "fostering_limit",
        Route.STATUTORY,
        lambda g: g.about(Matter.FOSTERING_LIMIT),
        Wording(
            _("This is about the limit on how many children a home may foster. The law on children’s complaints covers that."),
            child=_("There is a rule about how many children can be fostered. You can complain about it."),
        ),
        ("CA 1989 Sch 7 para 6", "SI 2006/1738 reg 21"),
    ),
    Rule(
        "fostering_service",
        Route.STATUTORY,
        lambda g: g.about(Matter.FOSTER_CARE_SERVICE),
        Wording(
            _(
                "This is about what the council does for foster carers, or about a child who is moved from them. The law on children’s complaints covers both."
            ),
            child=_("You can complain about how we help your carers."),
        ),
        ("CA 1989 s26(3)", "LGSCO 17 007 648"),
    ),
    Rule(
        "leaving_care",
        Route.STATUTORY,
        lambda g: g.about(Matter.LEAVING_CARE),
        Wording(
            _("This is about help for people who leave care. The law on children’s complaints covers that, at any age at which the help is owed."),
            child=_("Help when you leave care is something you can complain about. There is a law that says so."),
        ),
        ("CA 1989 s24D", "CA 1989 Part 3"),
    ),
    Rule(
        "court_steps_of_the_council",
        Route.STATUTORY,
        lambda g: g.about(Matter.DECISION_TO_GO_TO_COURT, Matter.EMERGENCY_PROTECTION),
        Wording(
            _(
                "This is about what the council chose to do: go to court, or take a step under an emergency order. The law on children’s complaints covers that. It does not cover what a court decided."
            ),
            child=_("You can complain about what the council did. What a court decided is for the court."),
        ),
        ("SI 2006/1738 reg 3",),
    ),
    Rule(
        "children_in_care",
        Route.STATUTORY,
        lambda g: g.matter in MATTER_GROUPS["children_in_care"],
        Wording(
            _(
                "This is about children in care: where they live, whom they see or what is planned for them. The law on children’s complaints covers that."
            ),
            child=_("Where you live, who you see and your plan are things you can complain about. There is a law that says so."),
        ),
        ("CA 1989 s20", "CA 1989 s22", "CA 1989 s26(3)"),
    ),
    Rule(
        "policy_impact",
        Route.STATUTORY,
        lambda g: g.about(Matter.POLICY_IMPACT_ON_CHILD),
        Wording(
            _("This is about what a council policy does to a child. The law on children’s complaints covers that."),
            child=_("You can complain when a rule of the council makes things hard for you."),
        ),
        ("DfES 2006 (policy)", "CA 1989 s17"),
    ),
    Rule(
        "social_care_in_an_ehc_plan",
        Route.STATUTORY,
        lambda g: g.about(Matter.EHC_PLAN_SOCIAL_CARE),
        Wording(
            _(
                "This is about the social care in an education, health and care plan. It comes from the law on children in need. So the law on children’s complaints covers it."
            ),
            child=_("The help at home in your plan is something you can complain about. There is a law that says so."),
        ),
        ("CA 1989 s17", "LGSCO 23 015 464"),
    ),
    Rule(
        "early_help_as_support",
        Route.STATUTORY,
        lambda g: g.about(Matter.EARLY_HELP) and g.terms.early_help is Procedure.STATUTORY,
        Wording(
            _("This council gives early help as support for children in need. So the law on children’s complaints covers it."),
            child=_("Early help is something you can complain about. There is a law that says so."),
        ),
        ("CA 1989 s17", "CA 1989 Part 3"),
    ),
    Rule(
        "support_for_a_child",
        Route.STATUTORY,
        lambda g: g.matter in PART_3,
        Wording(
            _("This is about help for a child and how it is given. There is a legal procedure for complaints like this."),
            child=_("This is about help for children. There is a law that says you can complain about it."),
        ),
        ("CA 1989 Part 3", "CA 1989 s26(3)", "LGSCO 24 022 000"),
    ),
    Rule(
        "in_doubt",
        Route.STATUTORY,
        lambda g: True,
        Wording(
            _(
                "We cannot be sure where this belongs. Until an officer has looked, we treat it as the law on children’s complaints asks."
            ),
            child=_("We are not sure yet who answers this. Someone will read it and tell you."),
        ),
        ("CA 1989 s26(3)", "LGSCO 24 022 000"),
        doubt=True,
    ),
)
