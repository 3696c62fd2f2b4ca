"""Matters that another body or another procedure decides."""

from collections.abc import Callable

from portal.law.calendar import ONE_DAY
from portal.law.deadlines import DATA_PROTECTION_FROM
from portal.law.facts import (
    MATTER_GROUPS,
    Complainant,
    Matter,
    Proceedings,
    Route,
)
from portal.law.rules.ground import Ground
from portal.law.rules.rule import Band, Rule
from portal.words import Wording, _

_BETWEEN_AGENCIES = set(
    MATTER_GROUPS["social_work_support"] + MATTER_GROUPS["children_in_care"] + MATTER_GROUPS["child_protection"] + (Matter.HARM_TO_CHILD,)
) - {Matter.RECORDS_WRONG, Matter.CP_CONFERENCE_DECISION, Matter.CP_CONFERENCE_PROCESS}


def _about(*matters: Matter) -> Callable[[Ground], bool]:
    return lambda g: g.matter in matters


ELSEWHERE = Band(
    "elsewhere",
    (
        Rule(
            "court_report",
            Route.COURT,
            _about(Matter.COURT_REPORT),
            Wording(
                _("The court asked for this report, so the court is the place to say what is wrong in it. A solicitor can help you."),
                child=_("The court asked for this report. You can tell the court what is wrong. Someone can help you do it."),
            ),
            ("LGSCO 25 001 990", "LGSCO fact sheet"),
            ends=True,
        ),
        Rule(
            "court_decision",
            Route.COURT,
            _about(Matter.COURT_DECISION),
            Wording(
                _("A court decided this, and only a court can change it. A solicitor can tell you how to ask."),
                child=_("A court decided this. Only a court can change it. Someone can help you ask."),
            ),
            ("LGSCO fact sheet",),
            ends=True,
        ),
        Rule(
            "court_evidence_case_not_known",
            Route.COURT,
            lambda g: g.about(Matter.COURT_EVIDENCE) and not g.facts.proceedings,
            Wording(
                _(
                    "What was said to a court is for the court. "
                    "We do not know yet whether the case is still going on, so an officer looks at this."
                ),
                child=_("This was said to a court. Someone checks if the court is still busy with it, and tells you."),
            ),
            ("LGSCO fact sheet",),
            ends=True,
            doubt=True,
        ),
        Rule(
            "court_evidence_afterwards",
            Route.COURT,
            lambda g: g.about(Matter.COURT_EVIDENCE) and not g.during(Proceedings.CARE, Proceedings.CARE_INTENDED, Proceedings.CRIMINAL),
            Wording(
                _(
                    "What was said to a court is for the court. A complaint cannot change what the court decided. "
                    "A solicitor can tell you what is possible."
                ),
                child=_("This was said to a court. Only a court can look at it again. Someone can help you ask."),
            ),
            ("LGSCO fact sheet",),
            ends=True,
        ),
        Rule(
            "ehc_plan_content",
            Route.SEND_TRIBUNAL,
            _about(Matter.EHC_PLAN_CONTENT),
            Wording(
                _("What an education, health and care plan says can be appealed to the SEND tribunal, which can change it."),
                child=_("A special court for school help can change your plan. It is called the SEND tribunal."),
            ),
            ("CFA 2014 s51",),
            ends=True,
        ),
        Rule(
            "social_care_part_under_appeal",
            Route.SEND_TRIBUNAL,
            lambda g: g.about(Matter.EHC_PLAN_SOCIAL_CARE) and g.during(Proceedings.TRIBUNAL),
            Wording(
                _("You appeal about the education part of the plan. The tribunal can then look at the social care part too, and recommend changes."),
                child=_("The SEND tribunal can look at the help at home in your plan too."),
            ),
            ("CFA 2014 s51", "LGSCO 23 015 464"),
        ),
        Rule(
            "school_admission",
            Route.ADMISSION_APPEAL,
            _about(Matter.SCHOOL_ADMISSION),
            Wording(
                _("You can appeal if a school place was refused. An independent panel hears it."),
                child=_("You can ask a group of people to look at the school place again. They did not decide it the first time."),
            ),
            ("SSFA 1998 s94",),
            ends=True,
        ),
        Rule(
            "school_matter",
            Route.SCHOOL,
            _about(Matter.SCHOOL_MATTER),
            Wording(
                _("This is about what a school did. Every school has its own complaints procedure."),
                child=_("This is about your school. The school has to answer it. We can help you tell them."),
            ),
            ("EA 2002 s29",),
            ends=True,
        ),
        Rule(
            "carer_approval",
            Route.IRM,
            _about(Matter.CARER_APPROVAL),
            Wording(
                _(
                    "A decision about approval as a foster carer or adopter can be reviewed by the Independent Review "
                    "Mechanism. It has its own time limit, so look at your letter soon."
                ),
                child=_("A separate group can look at this again. There is a time limit, so ask soon. Someone can help you."),
            ),
            ("GOV.UK IRM",),
            ends=True,
        ),
        Rule(
            "adoption_records",
            Route.IRM,
            _about(Matter.ADOPTION_RECORDS),
            Wording(
                _(
                    "A decision about information from an adoption file can be reviewed by the Independent Review "
                    "Mechanism. It has its own time limit, so look at your letter soon."
                ),
                child=_("A separate group can look at this again. There is a time limit, so ask soon. Someone can help you."),
            ),
            ("GOV.UK IRM",),
            ends=True,
        ),
        Rule(
            "conference",
            Route.CP_CONFERENCE_APPEAL,
            _about(Matter.CP_CONFERENCE_DECISION, Matter.CP_CONFERENCE_PROCESS),
            Wording(
                _(
                    "At a child protection conference, more than one agency decides. So the safeguarding partnership looks at it. Ask the person who chaired it first. The plan stays in place while this goes on."
                ),
                child=_(
                    "Lots of people chose this at a big meeting. Ask who ran the meeting. They can tell you how to ask again."
                ),
            ),
            ("Partnership procedures", "LGSCO fact sheet (child protection)"),
            ends=True,
        ),
        Rule(
            "freedom_of_information",
            Route.DATA_PROTECTION,
            _about(Matter.FREEDOM_OF_INFORMATION),
            Wording(
                _("This is about an answer to a freedom of information request. The council’s information team looks at it again."),
                child=_("You asked the council for facts. A team looks at the answer again."),
            ),
            ("FOIA 2000",),
            ends=True,
        ),
        Rule(
            "personal_information_before_the_2025_act",
            Route.DATA_PROTECTION,
            _about(Matter.CONFIDENTIALITY, Matter.ACCESS_TO_RECORDS, Matter.RECORDS_WRONG),
            Wording(
                _(
                    "This is about personal information: what is written down, who saw it, or getting a copy. "
                    "The council’s information team answers, and after that the Information Commissioner."
                ),
                child=_("This is about what we write about you, or who saw it. One team at the council checks that."),
            ),
            ("LGSCO 24 005 034",),
            ends=True,
            until=DATA_PROTECTION_FROM - ONE_DAY,
        ),
        Rule(
            "personal_information",
            Route.DATA_PROTECTION,
            _about(Matter.CONFIDENTIALITY, Matter.ACCESS_TO_RECORDS, Matter.RECORDS_WRONG),
            Wording(
                _(
                    "This is about personal information: what is written down, who saw it, or getting a copy. "
                    "The council’s information team must look at that part itself."
                ),
                child=_("This is about what we write about you, or who saw it. One team at the council checks that."),
            ),
            ("DUAA 2025 s103",),
            ends=True,
            since=DATA_PROTECTION_FROM,
        ),
        Rule(
            "adult_social_care",
            Route.ADULT_STATUTORY,
            _about(Matter.ADULT_SOCIAL_CARE),
            Wording(
                _("This is about care for an adult. The council has a separate complaints procedure for adult social care."),
                child=_("This is about help for a grown-up. The council has a different team for that."),
            ),
            ("SI 2009/309", "LGSCO 24 017 890"),
            ends=True,
        ),
        Rule(
            "employment",
            Route.STAFF_GRIEVANCE,
            _about(Matter.EMPLOYMENT),
            Wording(
                _("This is about your work. It is looked at under the employment procedures, not as a complaint about a service."),
                child=_("This is about work. Someone else at the council looks at that."),
            ),
            ("Council procedures",),
            ends=True,
        ),
        Rule(
            "claim",
            Route.INSURANCE_CLAIM,
            _about(Matter.INJURY_OR_DAMAGE_CLAIM),
            Wording(
                _("A claim for an injury or for damage is dealt with by the council’s insurance team."),
                child=_("This is about money when you got hurt, or lost something. A team at the council looks at that."),
            ),
            ("Council procedures",),
            ends=True,
        ),
        Rule(
            "professional_registration",
            Route.OTHER_BODY,
            _about(Matter.PROFESSIONAL_REGISTRATION),
            Wording(
                _(
                    "Whether someone may go on working as a social worker is decided by Social Work England. "
                    "What the service did or did not do, we can look at."
                ),
                child=_(
                    "There is a group that decides who can be a social worker. It is called Social Work England. "
                    "We can look at what went wrong for you."
                ),
            ),
            ("CSWA 2017",),
            ends=True,
        ),
        Rule(
            "councillor_conduct",
            Route.OTHER_BODY,
            _about(Matter.COUNCILLOR_CONDUCT),
            Wording(
                _("This is about how a councillor behaved. The council’s monitoring officer looks at that."),
                child=_("This is about someone people vote for. One person at the council looks at what they do."),
            ),
            ("LA 2011 s28",),
            ends=True,
        ),
        Rule(
            "immigration_decision",
            Route.OTHER_BODY,
            _about(Matter.IMMIGRATION_DECISION),
            Wording(
                _("The Home Office decides this, not the council. A solicitor or adviser can help."),
                child=_("The council does not decide this. The Home Office does. Someone can help you talk to them."),
            ),
            ("LGSCO fact sheet",),
            ends=True,
        ),
        Rule(
            "another_bodys_service",
            Route.OTHER_BODY,
            _about(Matter.ANOTHER_BODYS_SERVICE),
            Wording(
                _("Another body is responsible for this service and has to answer for it. We can help you reach it."),
                child=_("The council does not run this. Someone else does. We can help you tell them."),
            ),
            ("LGSCO fact sheet", "DfES 2006 (several bodies)"),
            ends=True,
        ),
        Rule(
            "worker_reports_harm",
            Route.WHISTLEBLOWING,
            lambda g: g.by(Complainant.STAFF) and g.on_own_account and g.about(Matter.HARM_TO_CHILD, Matter.FAILURE_TO_PROTECT),
            Wording(
                _(
                    "You work in the service and are reporting that children come to harm. "
                    "The whistleblowing procedure is there to protect you when you do."
                )
            ),
            ("PIDA 1998",),
            ends=True,
        ),
        Rule(
            "worker_speaks_up",
            Route.WHISTLEBLOWING,
            lambda g: g.by(Complainant.STAFF) and g.on_own_account and g.matter in _BETWEEN_AGENCIES,
            Wording(
                _(
                    "You work in the service and are worried about what it does. "
                    "An officer looks at whether this is whistleblowing or something else."
                )
            ),
            ("PIDA 1998",),
            ends=True,
            doubt=True,
        ),
        Rule(
            "referral_between_agencies",
            Route.PROFESSIONAL_ESCALATION,
            lambda g: (
                g.by(Complainant.PROFESSIONAL, Complainant.PROVIDER)
                and g.on_own_account
                and g.about(Matter.REFERRAL_REFUSED, Matter.HARM_TO_CHILD)
            ),
            Wording(
                _("Agencies that do not agree about a child use the partnership’s escalation procedure. It is quicker than a complaint.")
            ),
            ("Partnership procedures",),
            ends=True,
        ),
        Rule(
            "disagreement_between_agencies",
            Route.PROFESSIONAL_ESCALATION,
            lambda g: (
                g.by(Complainant.PROFESSIONAL, Complainant.PROVIDER)
                and g.on_own_account
                and g.matter in _BETWEEN_AGENCIES
                and g.about_child is not False
            ),
            Wording(
                _(
                    "You raise this through your work. "
                    "The partnership’s escalation procedure is there for agencies that do not agree. "
                    "An officer looks at whether it fits."
                )
            ),
            ("Partnership procedures",),
            ends=True,
            doubt=True,
        ),
    ),
)
