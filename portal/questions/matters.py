"""The choices about what went wrong: groups of matters, the matters in them, and whose act it was. Data."""

from portal.questions.kinds import DONT_KNOW, Choice, Given
from portal.words import Wording, _

SOMETHING_ELSE = "something_else"

GROUPS: dict[str, tuple[Wording, Wording, tuple[Choice, ...]]] = {
    "social_work_support": (
        Wording(_("Social workers, help and support")),
        Wording(_("For example how we spoke to you, help that did not come, an assessment, short breaks")),
        (
            Choice("communication", Wording(_("We did not tell you things, ring back or listen"), officer="Communication")),
            Choice("staff_conduct", Wording(_("How a worker behaved"), officer="Staff conduct")),
            Choice("support_not_delivered", Wording(_("Help or support that did not come, or stopped"), officer="Support not delivered")),
            Choice("assessment_of_need", Wording(_("An assessment: what it says, how it was done, or that there was none"), officer="Assessment of need")),
            Choice("short_breaks_direct_payments", Wording(_("Short breaks, respite or direct payments"), officer="Short breaks or direct payments")),
            Choice("kinship_support", Wording(_("Support for relatives or friends who bring up a child"), officer="Kinship support")),
            Choice("failure_to_protect", Wording(_("We did not do enough to keep a child safe"), officer="Failure to protect")),
            Choice("records_wrong", Wording(_("What is written down about you or the child is wrong"), officer="Records wrong")),
            Choice("advocacy_service", Wording(_("The advocacy service, or not being offered an advocate"), officer="Advocacy service")),
            Choice("policy_impact_on_child", Wording(_("What one of our policies or closures does to a child"), officer="Impact of a policy on a child")),
            Choice("early_help", Wording(_("Early help"), officer="Early help")),
            Choice("referral_refused", Wording(_("We turned down a referral"), officer="Referral refused")),
        ),
    ),
    "children_in_care": (
        Wording(_("Children in care, or leaving care")),
        Wording(_("For example where a child lives, seeing family, the care plan, leaving care")),
        (
            Choice("placement", Wording(_("Where a child lives, or how they are looked after there"), officer="Placement")),
            Choice("family_time", Wording(_("Seeing family and friends (contact)"), officer="Family time")),
            Choice("care_plan", Wording(_("The care plan, reviews, or the plan for school (PEP)"), officer="Care plan")),
            Choice("care_agreement", Wording(_("The agreement to a child going into care (section 20)"), officer="Agreement to care")),
            Choice("emergency_protection", Wording(_("A child being taken in an emergency"), officer="Emergency protection")),
            Choice("decision_to_go_to_court", Wording(_("Our decision to go to court"), officer="Decision to go to court")),
            Choice("age_assessment", Wording(_("How we decided someone’s age"), officer="Age assessment")),
            Choice("accommodation_16_17", Wording(_("Somewhere to live for a young person of 16 or 17"), officer="Accommodation at 16 or 17")),
            Choice("leaving_care", Wording(_("Help when leaving care"), officer="Leaving care")),
        ),
    ),
    "carers": (
        Wording(_("Fostering, adoption and special guardianship")),
        Wording(_("For example support and payments for carers, approval, adoption records")),
        (
            Choice("foster_care_service", Wording(_("How we treat or pay foster carers, or children being moved"), officer="Foster care service")),
            Choice("fostering_limit", Wording(_("How many children may be fostered in one home"), officer="Fostering limit")),
            Choice("carer_assessment", Wording(_("How an assessment to foster or adopt was done"), officer="Carer assessment")),
            Choice("carer_approval", Wording(_("The decision whether someone may foster or adopt"), officer="Carer approval")),
            Choice("allegation_process", Wording(_("How an allegation about a carer or worker was handled"), officer="Allegation process")),
            Choice("adoption_support", Wording(_("Support with adoption, or letterbox contact"), officer="Adoption support")),
            Choice("adoption_records", Wording(_("Seeing adoption records"), officer="Adoption records")),
            Choice("special_guardianship_support", Wording(_("Support for special guardians"), officer="Special guardianship support")),
            Choice("private_fostering", Wording(_("Private fostering"), officer="Private fostering")),
        ),
    ),
    "child_protection": (
        Wording(_("Child protection")),
        Wording(_("For example enquiries, a child protection conference, or a child who is being hurt")),
        (
            Choice("harm_to_child", Wording(_("A child is being hurt or neglected"), officer="Harm to a child")),
            Choice("section_47_enquiry", Wording(_("Child protection enquiries (section 47)"), officer="Section 47 enquiry")),
            Choice("cp_conference_decision", Wording(_("What a child protection conference decided"), officer="Conference decision")),
            Choice("cp_conference_process", Wording(_("How a child protection conference was run"), officer="Conference process")),
            Choice("cp_conference_conduct", Wording(_("How someone behaved at a child protection conference"), officer="Conduct at a conference")),
            Choice("core_group", Wording(_("The core group or its meetings"), officer="Core group")),
        ),
    ),
    "court": (
        Wording(_("Court")),
        Wording(_("A report for the court, what was said there, or what the court decided")),
        (
            Choice("court_report", Wording(_("A report written for the court (section 7 or 37)"), officer="Court report")),
            Choice("court_evidence", Wording(_("What a social worker told the court"), officer="Evidence to the court")),
            Choice("court_decision", Wording(_("What the court decided"), officer="Court decision")),
        ),
    ),
    "education": (
        Wording(_("School, and special educational needs")),
        Wording(_("For example an education, health and care plan (EHC plan), transport, a school place")),
        (
            Choice("ehc_plan_delay", Wording(_("An EHC plan is late"), officer="EHC plan delay")),
            Choice("ehc_plan_content", Wording(_("What an EHC plan says, or being refused one"), officer="EHC plan content")),
            Choice("ehc_plan_social_care", Wording(_("The social care part of an EHC plan"), officer="EHC plan, social care part")),
            Choice("education_missed", Wording(_("Missing school, or getting no education"), officer="Education missed")),
            Choice("school_transport", Wording(_("Getting to school"), officer="School transport")),
            Choice("school_admission", Wording(_("Being refused a school place"), officer="School admission")),
            Choice("admissions_service", Wording(_("How the school admissions team dealt with you"), officer="Admissions service")),
            Choice("school_matter", Wording(_("Something a school did"), officer="School matter")),
        ),
    ),
    "information": (
        Wording(_("Personal information and records")),
        Wording(_("For example private information sent to the wrong person, or seeing a file")),
        (
            Choice("confidentiality", Wording(_("Private information was lost, or told to someone it should not have been"), officer="Confidentiality")),
            Choice("access_to_records", Wording(_("Seeing the records we hold"), officer="Access to records")),
            Choice("freedom_of_information", Wording(_("A freedom of information request"), officer="Freedom of information")),
            Choice("records_wrong", Wording(_("What is written down about you or the child is wrong"), officer="Records wrong")),
        ),
    ),
    "elsewhere": (
        Wording(_("Other services, money, housing or work")),
        Wording(_("For example adult social care, housing, another organisation, your job, a claim")),
        (
            Choice("adult_social_care", Wording(_("Care and support for an adult"), officer="Adult social care")),
            Choice("housing", Wording(_("Housing"), officer="Housing")),
            Choice("another_bodys_service", Wording(_("Something another organisation did, such as the NHS or an agency"), officer="Another body’s service")),
            Choice("immigration_decision", Wording(_("An immigration or asylum decision"), officer="Immigration decision")),
            Choice("professional_registration", Wording(_("Whether someone should be allowed to work as a social worker"), officer="Professional registration")),
            Choice("councillor_conduct", Wording(_("How a councillor behaved"), officer="Councillor’s conduct")),
            Choice("employment", Wording(_("My job at the council"), officer="Employment")),
            Choice("provider_payment", Wording(_("Paying a provider of services"), officer="Payment of a provider")),
            Choice("injury_or_damage_claim", Wording(_("An injury or damage that I want to claim for"), officer="Injury or damage claim")),
            Choice("policy", Wording(_("A council policy, in general"), officer="Policy")),
            Choice("nuisance", Wording(_("Noise or nuisance from one of our buildings"), officer="Nuisance")),
            Choice("youth_justice", Wording(_("The youth justice service"), officer="Youth justice")),
        ),
    ),
    "about_complaint": (
        Wording(_("A complaint I made before")),
        Wording(_("For example no answer, going to the next stage, or taking it back")),
        (
            Choice("complaint_handling", Wording(_("How my complaint was handled"), officer="Complaint handling")),
            Choice("complaint_progress", Wording(_("No answer, the next stage, or I still disagree"), officer="Complaint progress")),
            Choice("withdrawal", Wording(_("I want to take my complaint back"), officer="Withdrawal")),
        ),
    ),
    "not_complaints": (
        Wording(_("Something that is not a complaint")),
        Wording(_("A thank-you, a question, or asking for help")),
        (
            Choice("praise", Wording(_("A thank-you"), officer="Praise")),
            Choice("question", Wording(_("A question"), officer="Question")),
            Choice("request_for_help", Wording(_("I want to ask for help"), officer="Request for help")),
        ),
    ),
}

ELSE = Choice(SOMETHING_ELSE, Wording(_("Something else"), child=_("Something else")), picture="else")
UNSURE = Choice(DONT_KNOW, Wording(_("I don’t know"), child=_("I don’t know")), picture="dontknow", alone=True)

MATTER_GROUPS = (
    *(Choice(code, title, hint) for code, (title, hint, _matters) in GROUPS.items()),
    UNSURE,
)

MORE = Wording(_("More"), child=_("More choices"))

CHILD_MATTERS = (
    Choice("placement", Wording(_("Where I live"), child=_("Where I live")), picture="home"),
    Choice("family_time", Wording(_("Seeing my family"), child=_("Seeing my family")), picture="family"),
    Choice("staff_conduct", Wording(_("My social worker"), child=_("My social worker, or another worker")), picture="worker"),
    Choice("communication", Wording(_("Nobody listens to me"), child=_("Nobody listens to me")), picture="listen"),
    Choice("education_missed", Wording(_("School"), child=_("School")), picture="school"),
    Choice("care_plan", Wording(_("My plan, or moving"), child=_("My plan, or moving")), picture="moving"),
    Choice("support_not_delivered", Wording(_("Help I was promised"), child=_("Help I was promised")), picture="promise"),
    Choice("harm_to_child", Wording(_("Someone hurts me"), child=_("Someone is hurting me")), picture="hurt"),
    Choice("records_wrong", Wording(_("What is written about me"), child=_("What is written about me")), picture="written"),
    Choice("leaving_care", Wording(_("Leaving care"), child=_("Leaving care")), picture="leaving"),
    ELSE,
    UNSURE,
    Choice("accommodation_16_17", Wording(_("Nowhere to live"), child=_("I have nowhere to live")), picture="nowhere", group=MORE),
    Choice("confidentiality", Wording(_("Someone told my private things"), child=_("Someone told my private things")), picture="private", group=MORE),
    Choice("access_to_records", Wording(_("Seeing my file"), child=_("I want to see my file")), picture="myfile", group=MORE),
    Choice("short_breaks_direct_payments", Wording(_("Short breaks"), child=_("Short breaks or days out")), picture="daysout", group=MORE),
    Choice("assessment_of_need", Wording(_("How I was assessed"), child=_("How people decided what help I need")), picture="plan", group=MORE),
    Choice("failure_to_protect", Wording(_("Nobody kept me safe"), child=_("Nobody kept me safe")), picture="notsafe", group=MORE),
    Choice("emergency_protection", Wording(_("Being taken from home"), child=_("Being taken from home fast")), picture="car", group=MORE),
    Choice("age_assessment", Wording(_("How my age was decided"), child=_("People got my age wrong")), picture="cake", group=MORE),
    Choice("advocacy_service", Wording(_("My advocate"), child=_("My advocate, or not having one")), picture="advocate", group=MORE),
    Choice("policy_impact_on_child", Wording(_("A rule, or a place closing"), child=_("A rule, or a place that is closing")), picture="closing", group=MORE),
    Choice("adoption_support", Wording(_("Help with adoption"), child=_("Help with adoption")), picture="adopted", group=MORE),
    Choice("special_guardianship_support", Wording(_("Help for my special guardian"), child=_("Help for my special guardian")), picture="guardian", group=MORE),
    Choice("cp_conference_decision", Wording(_("A meeting about keeping me safe"), child=_("What a big meeting about me decided")), picture="meeting", group=MORE),
    Choice("section_47_enquiry", Wording(_("Checks on whether I am safe"), child=_("How people checked if I am safe")), picture="checking", group=MORE),
    Choice("court_decision", Wording(_("What the court decided"), child=_("What a judge decided")), picture="court", group=MORE),
    Choice("court_evidence", Wording(_("What was said in court"), child=_("What was said in court")), picture="saidincourt", group=MORE),
    Choice("ehc_plan_delay", Wording(_("My EHC plan is late"), child=_("My plan for school is late")), picture="schoollate", group=MORE),
    Choice("ehc_plan_content", Wording(_("What my EHC plan says"), child=_("What my plan for school says")), picture="schoolplan", group=MORE),
    Choice("school_matter", Wording(_("What my school did"), child=_("What my school did")), picture="schoolhouse", group=MORE),
    Choice("school_transport", Wording(_("Getting to school"), child=_("Getting to school")), picture="bus", group=MORE),
    Choice("housing", Wording(_("Housing"), child=_("The housing office")), picture="housing", group=MORE),
    Choice("immigration_decision", Wording(_("Immigration or asylum"), child=_("Staying in this country")), picture="passport", group=MORE),
    Choice("another_bodys_service", Wording(_("Doctors, hospital or others"), child=_("Doctors, hospital or others")), picture="hospital", group=MORE),
    Choice("youth_justice", Wording(_("My youth justice worker"), child=_("My youth justice worker")), picture="justice", group=MORE),
    Choice("complaint_handling", Wording(_("How my complaint was handled"), child=_("I told you before. It went wrong")), picture="wentwrong", group=MORE),
    Choice("complaint_progress", Wording(_("No answer to my complaint"), child=_("I told you before. I still wait, or I disagree")), picture="late", group=MORE),
    Choice("withdrawal", Wording(_("I want to take my complaint back"), child=_("I want to take back what I said before")), picture="return", group=MORE),
    Choice("praise", Wording(_("A thank-you"), child=_("I want to say thank you")), picture="thanks", group=MORE),
    Choice("question", Wording(_("A question"), child=_("I have a question")), picture="question", group=MORE),
    Choice("request_for_help", Wording(_("I want to ask for help"), child=_("I want to ask for help")), picture="help", group=MORE),
)


def _offer(codes: tuple[str, ...]) -> tuple[Choice, ...]:
    offered: dict[str, Choice] = {}
    several = len(codes) > 1
    for code in codes:
        title, _hint, matters = GROUPS[code]
        for matter in matters:
            offered.setdefault(matter.code, Choice(matter.code, matter.words, None, None, title if several else None))
    return (*offered.values(), ELSE, UNSURE)


_offers: dict[tuple[str, ...], tuple[Choice, ...]] = {}


def matters_for(given: Given) -> tuple[Choice, ...]:
    """A child sees one page of pictures; others the matters of the groups they chose."""
    if given.is_child:
        return CHILD_MATTERS
    codes = tuple(code for code in given.many("matter_group") if code in GROUPS)
    if codes not in _offers:
        _offers[codes] = _offer(codes)
    return _offers[codes]


EVERY_MATTER: dict[str, Choice] = {
    choice.code: choice for _title, _hint, matters in GROUPS.values() for choice in matters
}
CHILD_MATTER: dict[str, Choice] = {choice.code: choice for choice in CHILD_MATTERS}
_NAMED = tuple(EVERY_MATTER.values())
_NAMED_BY_CHILD = tuple(choice for choice in CHILD_MATTERS if choice not in (ELSE, UNSURE))


def nameable(given: Given) -> tuple[Choice, ...]:
    """What a point that somebody adds may be about."""
    return _NAMED_BY_CHILD if given.is_child else _NAMED


SERVICES = (
    Choice("council", Wording(_("The council’s own children’s services"), officer="Council")),
    Choice("commissioned_provider", Wording(_("A home or service that works for the council"), officer="Commissioned provider")),
    Choice("fostering_agency", Wording(_("A fostering agency"), officer="Fostering agency")),
    Choice("regional_adoption_agency", Wording(_("A regional adoption agency"), officer="Regional adoption agency")),
    Choice("school", Wording(_("A school or college"), officer="School")),
    Choice("nhs", Wording(_("The NHS"), officer="NHS")),
    Choice("police", Wording(_("The police"), officer="Police")),
    Choice("cafcass", Wording(_("Cafcass, who report to the family court"), officer="Cafcass")),
    Choice("other_council", Wording(_("A different council"), officer="Other council")),
    Choice("government_department", Wording(_("A government department"), officer="Government department")),
    Choice(DONT_KNOW, Wording(_("I don’t know"))),
)

PROCEEDINGS = (
    Choice("care_intended", Wording(_("The council is thinking of going to court about the child"), officer="Care proceedings intended")),
    Choice("care", Wording(_("A care case in court"), officer="Care proceedings")),
    Choice("private_law", Wording(_("A court case between the parents or relatives"), officer="Private law")),
    Choice("criminal", Wording(_("A police investigation or criminal case"), officer="Criminal")),
    Choice("disciplinary", Wording(_("A disciplinary case about a worker"), officer="Disciplinary")),
    Choice("judicial_review", Wording(_("A judicial review, or a solicitor’s letter before one"), officer="Judicial review")),
    Choice("tribunal", Wording(_("A tribunal appeal"), officer="Tribunal")),
    Choice("concluded", Wording(_("There was a case, and it has ended"), officer="Concluded")),
    Choice("none", Wording(_("No, none of these"), officer="None"), alone=True),
    Choice(DONT_KNOW, Wording(_("I don’t know")), alone=True),
)

STAGES = (
    Choice("none", Wording(_("No, this is the first time"), child=_("No, this is the first time")), picture="nottold"),
    Choice("stage1_open", Wording(_("Yes, and I am waiting for the first answer"), child=_("Yes. I am still waiting")), picture="soon"),
    Choice("stage1_overdue", Wording(_("Yes, and the first answer is late"), child=_("Yes. The answer is late")), picture="late"),
    Choice("stage1_answered", Wording(_("Yes, and I had a first answer"), child=_("Yes. You answered me")), picture="answered"),
    Choice("stage2_answered", Wording(_("Yes, and I had an answer after a second look (stage 2)"), child=_("Yes. You looked again and answered")), picture="again"),
    Choice("stage3_answered", Wording(_("Yes, and it has been through every stage"), child=_("Yes. It went all the way")), picture="finish"),
    Choice("paused_for_proceedings", Wording(_("Yes, and it was put on hold for a court case"), child=_("Yes. You said to wait for a court")), picture="court"),
    Choice(DONT_KNOW, Wording(_("I don’t know"), child=_("I don’t know")), picture="dontknow"),
)

PROCEDURES = (
    Choice("statutory", Wording(_("The children’s complaints procedure (three stages set by law)"), officer="Statutory")),
    Choice("corporate", Wording(_("The council’s general complaints procedure"), officer="Corporate")),
    Choice(DONT_KNOW, Wording(_("I don’t know"))),
)


WITH_A_WINDOW = frozenset({"carer_approval", "adoption_records", "cp_conference_decision", "cp_conference_process"})
"""Matters that somebody else reviews, within a time that runs from the letter."""
