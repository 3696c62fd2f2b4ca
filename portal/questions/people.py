"""The choices about people: who is writing, for whom, about which child, and how old. Data."""

from portal.questions.kinds import DONT_KNOW, Choice, Given
from portal.words import Wording, _

RELATIVES = Wording(_("Another relative or someone close to the child"), child=_("Family and friends"))
CARERS = Wording(_("A carer, special guardian or adopter"), child=_("Carers"))
HELPERS = Wording(_("I am helping someone else to complain"), child=_("Helping someone"))
WORKERS = Wording(_("I am writing because of my work"), child=_("At work"))
OTHERS = Wording(_("Someone else, or I would rather not say"), child=_("Someone else"))

COMPLAINANTS = (
    Choice("child", Wording(_("I am under 18 and this is about me"), child=_("I am under 18")), picture="me"),
    Choice("care_leaver", Wording(_("I was in care and I am 18 or over"), child=_("I was in care and I am 18 or over")), picture="leaving"),
    Choice("parent", Wording(_("A parent"), child=_("A mum or dad"), officer="Parent"), picture="carers"),
    Choice("birth_parent", Wording(_("The birth parent of a child who was adopted"), child=_("A mum or dad whose child was adopted"), officer="Birth parent"), group=RELATIVES),
    Choice("step_parent", Wording(_("A step-parent, or the partner of a parent"), child=_("A step-mum or step-dad"), officer="Step-parent"), group=RELATIVES),
    Choice("grandparent", Wording(_("A grandparent"), child=_("A gran or grandad"), officer="Grandparent"), group=RELATIVES),
    Choice("adult_sibling", Wording(_("A brother or sister aged 18 or over"), child=_("A big brother or sister, 18 or over"), officer="Adult sibling"), group=RELATIVES),
    Choice("other_relative", Wording(_("Another relative"), child=_("Someone else in the family"), officer="Other relative"), group=RELATIVES),
    Choice("friend", Wording(_("A friend of the family"), child=_("A friend of the family"), officer="Friend"), group=RELATIVES),
    Choice("foster_carer", Wording(_("A foster carer for this council"), child=_("A foster carer"), officer="Foster carer"), group=CARERS),
    Choice("agency_foster_carer", Wording(_("A foster carer with an agency"), child=_("A foster carer from an agency"), officer="Agency foster carer"), group=CARERS),
    Choice("former_foster_carer", Wording(_("Someone who used to foster the child"), child=_("I used to foster the child"), officer="Former foster carer"), group=CARERS),
    Choice("prospective_foster_carer", Wording(_("Someone who has applied to foster"), child=_("I want to foster"), officer="Prospective foster carer"), group=CARERS),
    Choice("kinship_carer", Wording(_("A relative or friend who is bringing up the child"), child=_("Family or a friend, and the child lives with me"), officer="Kinship carer"), group=CARERS),
    Choice("connected_carer", Wording(_("A relative or friend approved to foster the child"), child=_("Family or a friend who may foster"), officer="Connected carer"), group=CARERS),
    Choice("special_guardian", Wording(_("A special guardian"), child=_("A special guardian"), officer="Special guardian"), group=CARERS),
    Choice("special_guardian_applicant", Wording(_("Someone who wants to become a special guardian"), child=_("I want to be a special guardian"), officer="Applicant for special guardianship"), group=CARERS),
    Choice("adopter", Wording(_("An adopter"), child=_("I adopted a child"), officer="Adopter"), group=CARERS),
    Choice("prospective_adopter", Wording(_("Someone who has applied to adopt"), child=_("I want to adopt"), officer="Prospective adopter"), group=CARERS),
    Choice("advocate", Wording(_("An advocate"), officer="Advocate"), group=HELPERS),
    Choice("solicitor", Wording(_("A solicitor or legal adviser"), child=_("A lawyer"), officer="Solicitor"), group=HELPERS),
    Choice("professional", Wording(_("A professional, such as a teacher, nurse or youth worker"), child=_("A teacher, a nurse or a youth worker"), officer="Professional"), group=WORKERS),
    Choice("provider", Wording(_("Someone who provides a service for the council"), child=_("I do work for the council"), officer="Provider"), group=WORKERS),
    Choice("staff", Wording(_("A member of the council’s staff, or agency staff"), child=_("I work at the council"), officer="Staff"), group=WORKERS),
    Choice("councillor", Wording(_("A councillor"), child=_("A councillor"), officer="Councillor"), group=WORKERS),
    Choice("mp", Wording(_("A Member of Parliament"), child=_("An MP"), officer="MP"), group=WORKERS),
    Choice("adopted_person", Wording(_("An adopted person, 18 or over"), child=_("I was adopted, and I am 18 or over"), officer="Adopted person"), group=OTHERS),
    Choice("adult_about_own_childhood", Wording(_("An adult, about my own childhood"), child=_("A grown-up, about when I was a child"), officer="Adult about own childhood"), group=OTHERS),
    Choice("member_of_public", Wording(_("A neighbour or member of the public"), child=_("I live near, or saw something"), officer="Member of the public"), group=OTHERS),
    Choice("anonymous", Wording(_("I would rather not say"), child=_("I do not want to say"), officer="Anonymous"), group=OTHERS),
)

ABOUT_THEMSELVES = frozenset({"child", "care_leaver", "adopted_person", "adult_about_own_childhood"})
"""Those whose own life it is about: they are not asked for whom they complain."""

ALWAYS_FOR_ANOTHER = frozenset({"advocate", "solicitor", "councillor", "mp"})
MAY_HAVE_RESPONSIBILITY = frozenset({
    "parent", "birth_parent", "step_parent", "grandparent", "adult_sibling", "other_relative",
    "kinship_carer", "connected_carer",
})

ACTING = (
    Choice("self", Wording(_("For myself: it is my own complaint"))),
    Choice("another", Wording(_("For someone else: I am speaking for them"))),
)

REPRESENTED = (
    Choice("child", Wording(_("A child or young person under 18"), officer="Child")),
    Choice("care_leaver", Wording(_("A young person who was in care"), officer="Care leaver")),
    Choice("parent", Wording(_("A parent"), officer="Parent")),
    Choice("foster_carer", Wording(_("A foster carer"), child=_("A foster carer"), officer="Foster carer")),
    *(
        Choice(choice.code, choice.words, group=Wording(_("Someone else")))
        for choice in COMPLAINANTS
        if choice.code not in {"child", "care_leaver", "parent", "foster_carer", "anonymous", "staff",
                               "advocate", "solicitor", "councillor", "mp", "provider", "professional"}
    ),
)

AUTHORITY = (
    Choice("given", Wording(_("Yes, they have agreed"))),
    Choice("not_asked", Wording(_("They have not been asked yet"))),
    Choice("refused", Wording(_("They were asked and said no"))),
    Choice("too_young", Wording(_("They are too young to say"))),
    Choice("lacks_understanding", Wording(_("They are not able to understand or to say, for another reason"))),
)

YES_NO_UNKNOWN = (
    Choice("yes", Wording(_("Yes"), child=_("Yes")), picture="yes"),
    Choice("no", Wording(_("No"), child=_("No")), picture="no"),
    Choice(DONT_KNOW, Wording(_("I don’t know"), child=_("I don’t know")), picture="dontknow"),
)
YES_NO = YES_NO_UNKNOWN[:2]

MORE_STATUS = Wording(_("More, such as adoption, special guardianship or child protection"), child=_("More choices"))
NOT_SURE = Choice("unknown", Wording(_("I don’t know"), child=_("I don’t know")), picture="dontknow", alone=True)

STATUSES = (
    Choice("looked_after", Wording(_("In care: with foster carers, in a children’s home, or with family under a care order"), officer="Looked after")),
    Choice("in_need", Wording(_("Has a social worker, or a child in need plan"), officer="Child in need")),
    Choice("disabled_in_need", Wording(_("Is disabled and gets help, or has asked for it"), officer="Disabled child in need")),
    Choice("child_protection_plan", Wording(_("Has a child protection plan"), officer="Child protection plan")),
    Choice("assessment_refused", Wording(_("Asked for help, and was not assessed"), officer="Assessment refused")),
    Choice("closed", Wording(_("Had a social worker before: the case is closed"), officer="Closed")),
    Choice("section_47", Wording(_("Child protection enquiries are being made, or were made (section 47)"), officer="Section 47 enquiry"), group=MORE_STATUS),
    Choice("emergency_protection", Wording(_("Was taken to a safe place in an emergency"), officer="Emergency protection"), group=MORE_STATUS),
    Choice("care_leaver", Wording(_("Was in care and has left"), officer="Care leaver"), group=MORE_STATUS),
    Choice("homeless_16_17", Wording(_("Is 16 or 17 with nowhere to live"), officer="Homeless, 16 or 17"), group=MORE_STATUS),
    Choice("unaccompanied_asylum_seeking", Wording(_("Came to this country alone and asked for asylum"), officer="Unaccompanied asylum seeking"), group=MORE_STATUS),
    Choice("adopted", Wording(_("Is adopted"), officer="Adopted"), group=MORE_STATUS),
    Choice("adoption_placement", Wording(_("Is, or was, placed for adoption"), officer="Adoption placement"), group=MORE_STATUS),
    Choice("special_guardianship", Wording(_("Lives with a special guardian, or may do"), officer="Special guardianship"), group=MORE_STATUS),
    Choice("private_law", Wording(_("Is in a court case between the parents"), officer="Private law case"), group=MORE_STATUS),
    Choice("early_help", Wording(_("Gets early help, without a social worker"), officer="Early help"), group=MORE_STATUS),
    Choice("youth_justice", Wording(_("Is with the youth justice service"), officer="Youth justice"), group=MORE_STATUS),
    Choice("private_fostering", Wording(_("Lives with someone else by private agreement"), officer="Private fostering"), group=MORE_STATUS),
    Choice("none", Wording(_("None: no social care is involved, or it is not about a child"), officer="No social care"), alone=True),
    NOT_SURE,
)

CHILD_STATUSES = (
    Choice("looked_after", Wording(_("In care"), child=_("With foster carers, or in a children’s home")), picture="foster"),
    Choice("in_need", Wording(_("At home, with a social worker"), child=_("With my family. A social worker visits")), picture="worker"),
    Choice("none", Wording(_("At home, without a social worker"), child=_("With my family. No social worker")), picture="myfamily", alone=True),
    Choice("homeless_16_17", Wording(_("Nowhere settled"), child=_("In a hostel, with friends, or nowhere")), picture="nowhere"),
    Choice("disabled_in_need", Wording(_("Gets help because of a disability"), child=_("I get help because I am disabled")), picture="help"),
    Choice("special_guardianship", Wording(_("With a special guardian"), child=_("With a special guardian")), picture="guardian"),
    Choice("adopted", Wording(_("Adopted"), child=_("I am adopted")), picture="adopted"),
    Choice("unaccompanied_asylum_seeking", Wording(_("Came to this country alone"), child=_("I came to this country on my own")), picture="arrived"),
    NOT_SURE,
    Choice("child_protection_plan", Wording(_("Has a child protection plan"), child=_("I have a plan to keep me safe")), picture="safe", group=MORE_STATUS),
    Choice("section_47", Wording(_("Child protection enquiries"), child=_("People are checking if I am safe")), picture="checking", group=MORE_STATUS),
    Choice("emergency_protection", Wording(_("Taken to a safe place in an emergency"), child=_("I was taken to a safe place fast")), picture="car", group=MORE_STATUS),
    Choice("adoption_placement", Wording(_("Placed for adoption"), child=_("I may be adopted")), picture="mayadopt", group=MORE_STATUS),
    Choice("assessment_refused", Wording(_("Asked for help and was not assessed"), child=_("I asked for help and got none")), picture="nohelp", group=MORE_STATUS),
    Choice("early_help", Wording(_("Gets early help"), child=_("A family worker helps us")), picture="familyworker", group=MORE_STATUS),
    Choice("youth_justice", Wording(_("With the youth justice service"), child=_("I have a youth justice worker")), picture="justice", group=MORE_STATUS),
    Choice("private_fostering", Wording(_("With someone else by private agreement"), child=_("I live with someone my family chose")), picture="carers", group=MORE_STATUS),
    Choice("private_law", Wording(_("In a court case between the parents"), child=_("My parents are in court about me")), picture="court", group=MORE_STATUS),
    Choice("care_leaver", Wording(_("Has left care"), child=_("I have left care")), picture="leaving", group=MORE_STATUS),
    Choice("closed", Wording(_("Had a social worker before"), child=_("I used to have a social worker")), picture="usedto", group=MORE_STATUS),
)


def statuses_for(given: Given) -> tuple[Choice, ...]:
    """A child answers *where do you live?*; others what the council does for the child."""
    return CHILD_STATUSES if given.is_child else STATUSES


AGE_BANDS_CHILD = (
    Choice("under_8", Wording(_("Under 8"), child=_("Under 8")), picture="age1"),
    Choice("8_to_11", Wording(_("8 to 11"), child=_("8 to 11")), picture="age2"),
    Choice("12_to_15", Wording(_("12 to 15"), child=_("12 to 15")), picture="age3"),
    Choice("16_to_17", Wording(_("16 or 17"), child=_("16 or 17")), picture="age4"),
)
AGE_BANDS_ADULT = (
    Choice("18_to_20", Wording(_("18 to 20"))),
    Choice("21_to_24", Wording(_("21 to 24"))),
    Choice("25_and_over", Wording(_("25 or over"))),
)
LOWER_BOUNDS = {"under_8": 0, "8_to_11": 8, "12_to_15": 12, "16_to_17": 16,
                "18_to_20": 18, "21_to_24": 21, "25_and_over": 25}
"""The age in years that each band stands for in the facts: its lower bound."""


def age_bands_for(given: Given) -> tuple[Choice, ...]:
    """Bands, never a birth date; someone who was in care is 18 or over."""
    return AGE_BANDS_CHILD if given.is_child else AGE_BANDS_ADULT
