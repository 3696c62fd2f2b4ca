"""What each route is called, what happens next on it, and the stages it has."""

from portal.law.facts import Route, Stage
from portal.words import Wording, _

COUNCIL_PROCEDURES = frozenset({Route.STATUTORY, Route.CORPORATE, Route.ADULT_STATUTORY})

OFFICER_DECIDES = frozenset(
    {
        Route.SUFFICIENT_INTEREST_DECISION,
        Route.NEEDS_CONSENT,
        Route.TOO_OLD_DISCRETION,
        Route.SUSPENDED_CONCURRENT,
        Route.ANONYMOUS,
        Route.SAFEGUARDING_URGENT,
        Route.MIXED,
    }
)

# For the Ombudsman or somebody else to answer: the person is shown the way, and can send it to the council all the same.
ELSEWHERE = frozenset(
    {
        Route.LGSCO, Route.OTHER_AUTHORITY, Route.SCHOOL, Route.OTHER_BODY, Route.CP_CONFERENCE_APPEAL, Route.COURT,
        Route.SEND_TRIBUNAL, Route.ADMISSION_APPEAL, Route.IRM, Route.STAFF_GRIEVANCE, Route.INSURANCE_CLAIM,
        Route.PROFESSIONAL_ESCALATION, Route.WHISTLEBLOWING,
    }
)  # fmt: skip

# Captured by the council; when the officer has decided, the procedure in `also` goes on.
CAPTURED = OFFICER_DECIDES - {Route.ANONYMOUS}

STAGES: dict[Route, tuple[str, ...]] = {
    Route.STATUTORY: (
        _("Stage 1: local resolution"),
        _("Stage 2: independent investigation"),
        _("Stage 3: review panel"),
    ),
    Route.CORPORATE: (_("Council stage 1: answer"), _("Council stage 2: review")),
    Route.ADULT_STATUTORY: (_("Adult social care complaint: answer"),),
}

_PASSED = {Stage.STAGE1_OVERDUE: 0, Stage.STAGE1_ANSWERED: 1, Stage.STAGE2_ANSWERED: 2, Stage.STAGE3_ANSWERED: 3}


def stages_ahead(route: Route, also: tuple[Route, ...], so_far: Stage | None) -> tuple[str, ...]:
    """The names of the stages that lie ahead; none where the council has no stages to offer."""
    procedures = also if route in CAPTURED else (route,)
    passed = _PASSED.get(so_far, 0) if so_far else 0
    return tuple(name for each in procedures for name in STAGES.get(each, ())[passed:])


ROUTE_NAMES: dict[Route, Wording] = {
    Route.STATUTORY: Wording(
        _("a children’s statutory complaint"),
        child=_("a children’s complaint"),
        officer="Statutory (children)",
    ),
    Route.CORPORATE: Wording(
        _("a complaint under the council’s own procedure"),
        child=_("a complaint to the council"),
        officer="Corporate",
    ),
    Route.MIXED: Wording(
        _("a complaint under more than one procedure, with one answer"),
        child=_("a complaint about more than one thing"),
        officer="Mixed",
    ),
    Route.SAFEGUARDING_URGENT: Wording(
        _("urgent: keeping someone safe comes first"),
        child=_("urgent: being safe comes first"),
        officer="Safeguarding, urgent",
    ),
    Route.SUFFICIENT_INTEREST_DECISION: Wording(
        _("a complaint where an officer first looks at how you are involved in the child’s life"),
        child=_("a complaint where we first ask how you know the child"),
        officer="Sufficient interest",
    ),
    Route.NEEDS_CONSENT: Wording(
        _("a complaint for someone else, who is asked first"),
        child=_("a complaint for someone else, who we ask first"),
        officer="Needs consent",
    ),
    Route.TOO_OLD_DISCRETION: Wording(
        _("a complaint about something more than a year ago"),
        child=_("a complaint about something a long time ago"),
        officer="Over a year",
    ),
    Route.SUSPENDED_CONCURRENT: Wording(
        _("a complaint that may have to wait, in part, for a court or an investigation"),
        child=_("a complaint that may have to wait a bit"),
        officer="Concurrent proceedings",
    ),
    Route.ANONYMOUS: Wording(_("a complaint without a name"), child=_("a complaint with no name on it"), officer="Anonymous"),
    Route.COMPLIMENT: Wording(_("a compliment"), child=_("a thank you"), officer="Compliment"),
    Route.SERVICE_REQUEST: Wording(_("a question or a request"), child=_("a question, or asking for help"), officer="Service request"),
    Route.MEMBER_ENQUIRY: Wording(_("an enquiry by a councillor or MP"), officer="Member enquiry"),
    Route.CP_CONFERENCE_APPEAL: Wording(
        _("an appeal about a child protection conference"),
        child=_("asking again about a big meeting"),
        officer="CP conference appeal",
    ),
    Route.COURT: Wording(_("a matter for the court"), child=_("something for the court"), officer="Court"),
    Route.SEND_TRIBUNAL: Wording(_("an appeal to the SEND tribunal"), child=_("asking the SEND tribunal"), officer="SEND tribunal"),
    Route.ADMISSION_APPEAL: Wording(
        _("a school admission appeal"), child=_("asking again for a school place"), officer="Admission appeal"
    ),
    Route.IRM: Wording(
        _("a review by the Independent Review Mechanism"),
        child=_("asking a group from outside to look again"),
        officer="Independent Review Mechanism",
    ),
    Route.DATA_PROTECTION: Wording(
        _("a complaint to the council’s information team"),
        child=_("a complaint about what is written about you"),
        officer="Information team",
    ),
    Route.ADULT_STATUTORY: Wording(
        _("a complaint about adult social care"),
        child=_("a complaint about help for a grown-up"),
        officer="Statutory (adults)",
    ),
    Route.SCHOOL: Wording(_("a complaint to the school"), child=_("a complaint to the school"), officer="School"),
    Route.OTHER_AUTHORITY: Wording(
        _("a complaint to another council"), child=_("a complaint to another council"), officer="Other council"
    ),
    Route.OTHER_BODY: Wording(_("a complaint to another organisation"), child=_("a complaint to someone else"), officer="Other body"),
    Route.LGSCO: Wording(
        _("a complaint to the Local Government and Social Care Ombudsman"),
        child=_("a complaint to the Ombudsman"),
        officer="Ombudsman",
    ),
    Route.STAFF_GRIEVANCE: Wording(_("a concern about your employment"), officer="Staff grievance"),
    Route.INSURANCE_CLAIM: Wording(
        _("a claim for injury or damage"),
        child=_("asking for money when you got hurt, or lost something"),
        officer="Insurance claim",
    ),
    Route.PROFESSIONAL_ESCALATION: Wording(_("a disagreement between agencies"), officer="Professional escalation"),
    Route.WHISTLEBLOWING: Wording(_("a whistleblowing report"), officer="Whistleblowing"),
}

_NEXT: dict[Route, Wording] = {
    Route.STATUTORY: Wording(
        _(
            "A manager in children’s services answers within 10 working days. "
            "If it is complex, or you want an advocate first, it can take up to 20. "
            "If you are not happy with it, you can ask for stage 2. That is an investigation, with someone who does not work for the council."
        ),
        child=_(
            "Someone at the council answers you within 10 working days. It can take up to 20. "
            "Does it still feel wrong? You can ask for someone from outside to look."
        ),
    ),
    Route.CORPORATE: Wording(
        _(
            "The council writes to say it has your complaint, and then answers it. "
            "If you are not satisfied, someone else at the council looks again. "
            "After that you can go to the Ombudsman."
        ),
        child=_("The council tells you it has your complaint. Then it answers. If it still feels wrong, someone else looks again."),
    ),
    Route.MIXED: Wording(
        _("The complaints team works out with you how each part is answered, and offers one answer to all of it."),
        child=_("Someone talks to you about each thing. You get one answer."),
    ),
    Route.SAFEGUARDING_URGENT: Wording(
        _(
            "If someone is in danger now, ring 999. What you send goes to the head of our list, and we pass it to the people who keep children safe. "
            "Your complaint is kept, and is looked at afterwards."
        ),
        child=_(
            "If you are in danger now, ring 999. You can ring Childline on 0800 1111. "
            "What you send goes to the top of our list. We tell people who keep children safe. We keep what you told us too."
        ),
    ),
    Route.SUFFICIENT_INTEREST_DECISION: Wording(
        _(
            "The complaints manager decides as soon as possible, and asks the child where that is right. "
            "If it is a yes, your complaint is looked at. If it is a no, you are told why in writing."
        ),
        child=_("Someone decides soon, and tells you why. They may ask the child too."),
    ),
    Route.NEEDS_CONSENT: Wording(
        _(
            "We keep your complaint and its date. The person you speak for is asked whether they agree. "
            "Nothing about them is shared with you before that."
        ),
        child=_("We keep what you told us. We ask the person you are helping if it is OK."),
    ),
    Route.TOO_OLD_DISCRETION: Wording(
        _(
            "The complaints manager looks at why it could not be sent sooner, and whether it can still be looked at "
            "fairly. You are told the decision and the reasons."
        ),
        child=_("Someone decides if it can still be looked at. They tell you, and say why."),
    ),
    Route.SUSPENDED_CONCURRENT: Wording(
        _(
            "The complaints manager decides which parts have to wait, and tells you which and why. "
            "The other parts go on. When the case ends you have a year to send the rest again."
        ),
        child=_("Someone decides which parts have to wait. They tell you which, and why. Later you can send those parts again."),
    ),
    Route.ANONYMOUS: Wording(
        _(
            "The complaints manager reads it and looks into it as far as possible. "
            "We cannot write to you. With the words you get when you send it, you can come back and read what we say."
        ),
        child=_("Someone reads it and looks into it. We give you words. With them you can come back and read what we say."),
    ),
    Route.COMPLIMENT: Wording(
        _("We write it down. We pass it on to those you thank, and to the person they work for."),
        child=_("We pass your thank you on."),
    ),
    Route.SERVICE_REQUEST: Wording(
        _("It goes to the team that can answer. If you are not satisfied with their answer, you can complain about it."),
        child=_("It goes to people who can help. If they do not help, you can complain."),
    ),
    Route.MEMBER_ENQUIRY: Wording(
        _("The council answers the councillor or MP. If the resident would rather complain, they can do that at any time.")
    ),
    Route.CP_CONFERENCE_APPEAL: Wording(
        _(
            "Speak to the person who chaired the conference, and ask how to appeal and by when. "
            "Each area sets its own time limit, so ask soon. The plan stays in place meanwhile."
        ),
        child=_("Ask the person who ran the meeting how to say it was wrong. Ask soon. A helper can do it with you."),
    ),
    Route.COURT: Wording(
        _(
            "Tell your solicitor, or the court, what you think is wrong. "
            "You can still send this to the complaints team, who tell you what they can look at."
        ),
        child=_("Tell your solicitor or your guardian. You can still send this to us too."),
    ),
    Route.SEND_TRIBUNAL: Wording(
        _("The decision letter says how to appeal and by when. The council still looks at anything that is not for the tribunal."),
        child=_("Ask a grown-up you trust to look at the letter with you. It says what to do and by when."),
    ),
    Route.ADMISSION_APPEAL: Wording(
        _("The decision letter says how to appeal and by when. A panel that was not part of the decision hears it."),
        child=_("Ask a grown-up you trust to look at the letter with you. It says how to ask again."),
    ),
    Route.IRM: Wording(
        _(
            "The decision letter says how to ask for a review. "
            "For fostering you have 28 days from the letter, for adoption 40 working days. "
            "How the service treated you can still be a complaint."
        ),
        child=_("The letter says how to ask. Someone can help you do it."),
    ),
    Route.DATA_PROTECTION: Wording(
        _(
            "The council’s information team looks at this. "
            "Is it about personal information? Then you hear within 30 days that we have it. Do you want to ask for something else, under freedom of information? That takes up to 20 working days."
        ),
        child=_("One team checks it. They tell you within 30 days that they have it."),
    ),
    Route.ADULT_STATUTORY: Wording(
        _("The council’s adult social care service answers this, under a procedure of its own. We pass it on."),
        child=_("The team that helps grown-ups answers this. We pass it on."),
    ),
    Route.SCHOOL: Wording(
        _(
            "Ask the school for its complaints procedure, and start with the head teacher. "
            "You can still send this to the complaints team, who help you find the way."
        ),
        child=_("Tell a teacher you trust, or the head teacher. We can help you do it."),
    ),
    Route.OTHER_AUTHORITY: Wording(
        _("With your agreement we send it to the council that is responsible, and tell you who has it."),
        child=_("If you say yes, we send it to the right council. We tell you who has it."),
    ),
    Route.OTHER_BODY: Wording(
        _(
            "That organisation has a complaints procedure of its own. "
            "With your agreement the complaints team sends it on, or tells you how to reach them."
        ),
        child=_("Someone else has to answer this. If you say yes, we send it to them."),
    ),
    Route.LGSCO: Wording(
        _(
            "You can go to the Local Government and Social Care Ombudsman, which is independent of the council. "
            "It usually expects to hear from you within 12 months. Telephone 0300 061 0614, or www.lgo.org.uk."
        ),
        child=_("You can ask the Ombudsman to look. They do not work for the council. Ring 0300 061 0614. An advocate can help you."),
    ),
    Route.STAFF_GRIEVANCE: Wording(_("Speak to your manager’s manager, personnel or your union: they can tell you how to start.")),
    Route.INSURANCE_CLAIM: Wording(
        _(
            "The council’s insurance team tells you what they need to look at the claim. "
            "What the service did or did not do can still be a complaint."
        ),
        child=_("A team at the council looks at this. Ask a grown-up you trust to help."),
    ),
    Route.PROFESSIONAL_ESCALATION: Wording(
        _(
            "Use the steps that the safeguarding partnership set out, through your own manager. "
            "If a child is not safe, ring the front door now."
        )
    ),
    Route.WHISTLEBLOWING: Wording(
        _(
            "The council’s whistleblowing procedure says who to speak to, and how you are protected. "
            "If a child is not safe, ring the front door now."
        )
    ),
}


def route_next(route: Route) -> Wording:
    """What happens next on this route: who answers, how, and what the person can do."""
    return _NEXT[route]
