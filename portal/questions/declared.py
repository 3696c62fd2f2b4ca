"""Every question, in order, declared once. Data: a newcomer adds a question here and nowhere else."""

from portal.questions import matters as about
from portal.questions import people
from portal.questions.kinds import DONT_KNOW, Choice, Given, Kind, Question
from portal.words import Wording, _

PURPOSES = ("complaint", "compliment", "idea_or_question")
LONG = 20_000
SHORT = 2_000


def _complaint(given: Given) -> bool:
    return bool(given.answers.get("purpose") == "complaint")


def _compliment(given: Given) -> bool:
    return bool(given.answers.get("purpose") == "compliment")


def _idea(given: Given) -> bool:
    return bool(given.answers.get("purpose") == "idea_or_question")


def _child_complains(given: Given) -> bool:
    return _complaint(given) and given.is_child


def _adult_complains(given: Given) -> bool:
    answers = given.answers
    return bool(answers.get("purpose") == "complaint" and answers.get("complainant") != "child")


def for_another(given: Given) -> bool:
    """Whether the person acts as somebody's representative: they said so, or it is what they are."""
    return given.one("acting_for") == "another" or given.any("complainant", people.ALWAYS_FOR_ANOTHER)


def _enquiry_possible(given: Given) -> bool:
    return _complaint(given) and given.any("complainant", {"councillor", "mp"})


def _may_act_for_another(given: Given) -> bool:
    who = given.one("complainant")
    return _adult_complains(given) and bool(who) and who not in (
        people.ABOUT_THEMSELVES | people.ALWAYS_FOR_ANOTHER | {"anonymous", "staff", "provider", "member_of_public"}
    )


def _represents(given: Given) -> bool:
    return _adult_complains(given) and for_another(given)


def _needs_authority(given: Given) -> bool:
    return _represents(given) and given.one("wants_formal_complaint") != "no"


def _advocate(given: Given) -> bool:
    return _complaint(given) and given.one("complainant") == "advocate"


def speaks_for_child(given: Given) -> bool:
    """Whether an adult acts for a child or a young person who was in care."""
    return _represents(given) and given.any("represents", {"child", "care_leaver"})


def _consented(given: Given) -> bool:
    return _represents(given) and given.one("authority") == "given"


def _young_adult(given: Given) -> bool:
    return _complaint(given) and given.one("complainant") == "care_leaver"


def _spoken_to(given: Given) -> bool:
    return _adult_complains(given) and given.any("matters", {"staff_conduct", "communication"})


def _named(given: Given) -> bool:
    return given.one("complainant") != "anonymous"


def _adult_named(given: Given) -> bool:
    return _adult_complains(given) and _named(given)


def _about_a_child(given: Given) -> bool:
    return _adult_named(given) and not given.any("complainant", {"care_leaver", "adopted_person"}) and (
        "none" not in given.many("child_status")
    )


def _chose(key: str, *codes: str):  # type: ignore[no-untyped-def]
    wanted = frozenset(codes)
    return lambda given: given.any(key, wanted)


def _contactable(given: Given) -> bool:
    return _named(given) and (_complaint(given) or _idea(given))


def _adult_contactable(given: Given) -> bool:
    return _adult_complains(given) and _named(given)


WHO_SEES = Wording(
    _("Only the complaints team, and the people who need it to look into this, will see it."),
    child=_("Only the people who sort this out will see it."),
)

WHO_SEES_AND_THE_PROMISE = Wording(
    _("Only the complaints team, and the people who need it to answer you, will see it. If a child may be getting hurt, we have to tell someone who can help."),
    child=_("Only the people who can answer you will see it. But if you may be getting hurt, we must tell someone who can help."),
)
"""The same before what is no complaint: a question may tell of harm, too."""

WHO_SEES_THANKS = Wording(
    _("We read it, and pass it on to the people you thank. If a child may be getting hurt, we have to tell someone who can help."),
    child=_("We read it, and they read it. But if you may be getting hurt, we must tell someone who can help."),
)

CONTACT_WAYS = (
    Choice("comeback", Wording(_("I will come back here and read it, with a reference and words you give me"), child=_("I will come back here to read it")), picture="comeback"),
    Choice("email", Wording(_("By email"), child=_("Email me")), picture="email"),
    Choice("phone", Wording(_("By phone"), child=_("Ring me")), picture="phone"),
    Choice("text", Wording(_("By text message"), child=_("Text me")), picture="text"),
    Choice("letter", Wording(_("By letter"), child=_("Send a letter")), picture="letter"),
    Choice("through_someone", Wording(_("Through someone I trust"), child=_("Tell someone I trust")), picture="friend"),
)

def _help_for(given: Given) -> tuple[Choice, ...]:
    """An advocate is not asked whether they would like one."""
    return HELP[1:] if given.one("complainant") == "advocate" else HELP


HELP = (
    Choice("advocate", Wording(_("An advocate: someone on my side, or on the child’s side"), child=_("Yes please, I would like an advocate")),
           hint=Wording(_("Free for children and young people. They work for the young person, not for us."), child=_("An advocate is a person on your side. They help you say what you want. It is free.")), picture="advocate"),
    Choice("interpreter", Wording(_("An interpreter, or British Sign Language"), child=_("Someone who speaks my language, or signs")), picture="interpreter"),
    Choice("adjustments", Wording(_("Something else that makes it easier, such as large print or more time"), child=_("Something that makes it easier for me")), picture="adjust"),
    Choice("none", Wording(_("No, thank you"), child=_("No, thank you")), picture="no", alone=True),
    Choice(DONT_KNOW, Wording(_("I don’t know yet"), child=_("I don’t know yet")), picture="dontknow", alone=True),
)

NAME = Wording(_("What shall we call you?"), child=_("What shall we call you?"))

QUESTIONS: tuple[Question, ...] = (
    Question(
        "complainant", Kind.CHOICE, personal=False, cards=True,
        title=Wording(_("Who are you?"), child=_("Who are you?"), officer="Complainant"),
        hint=Wording(_("The law gives some people special rights when they complain. Choose what fits best."), child=_("Pick one.")),
        choices=people.COMPLAINANTS,
        required=Wording(_("Choose who you are, or “I would rather not say”"), child=_("Pick one")),
    ),
    Question(
        "name", Kind.TEXT, personal=True, title=NAME, limit=100, complete="nickname", when=_child_complains,
        hint=Wording(_("It does not have to be your real name."), child=_("It does not have to be your real name.")),
    ),
    Question(
        "risk_now", Kind.CHOICE, personal=False, cards=True,
        title=Wording(_("Are you, or is a child, in danger now?"), child=_("Is someone hurting you now, or are you scared?"), officer="In danger now"),
        hint=Wording(_("If you say yes, the next page tells you who can help at once."), child=_("If you say yes, we show you who can help now.")),
        choices=people.YES_NO_UNKNOWN,
        required=Wording(_("Choose yes, no or “I don’t know”"), child=_("Pick one")),
        when=lambda given: _complaint(given) or _idea(given),
    ),
    Question(
        "acting_for", Kind.CHOICE, personal=False, choices=people.ACTING, when=_may_act_for_another,
        title=Wording(_("Is this your own complaint, or are you speaking for someone else?"), officer="Acting for"),
        hint=Wording(_("A parent or carer may do either. If a child asked you to speak for them, choose the second: they have rights of their own.")),
        required=Wording(_("Choose whether this is your own complaint")),
    ),
    Question(
        "wants_formal_complaint", Kind.CHOICE, personal=False, choices=people.YES_NO, when=_enquiry_possible,
        title=Wording(_("Does the resident want to make a complaint?"), officer="Resident wants a complaint"),
        hint=Wording(_("If not, we answer you as an enquiry. The resident can still complain later.")),
        required=Wording(_("Choose yes or no")),
    ),
    Question(
        "represents", Kind.CHOICE, personal=False, choices=people.REPRESENTED, when=_represents,
        title=Wording(_("Who are you speaking for?"), officer="Represents"),
        required=Wording(_("Choose who you are speaking for")),
    ),
    Question(
        "advocate_organisation", Kind.TEXT, personal=True, limit=200, when=_advocate, complete="organization",
        title=Wording(_("Which service are you with?"), officer="Advocate’s organisation"),
        required=Wording(_("Enter the name of the service, or “independent”")),
    ),
    Question(
        "instructed", Kind.CHOICE, personal=False, when=_advocate,
        title=Wording(_("Did someone ask you to act?"), officer="Instructed"),
        choices=(
            Choice("instructed", Wording(_("Yes, I am instructed"), officer="Instructed")),
            Choice("non_instructed", Wording(_("No, I am a non-instructed advocate"), officer="Non-instructed")),
        ),
        required=Wording(_("Choose whether you are instructed")),
    ),
    Question(
        "instructed_by", Kind.TEXT, personal=True, limit=200,
        when=lambda given: _advocate(given) and given.one("instructed") == "instructed",
        title=Wording(_("Who asked you to act?"), officer="Instructed by"),
        hint=Wording(_("For example the young person, or the service that runs your contract.")),
        required=Wording(_("Enter who asked you to act")),
    ),
    Question(
        "authority", Kind.CHOICE, personal=False, choices=people.AUTHORITY, when=_needs_authority,
        title=Wording(_("Have they agreed that you speak for them?"), officer="Authority"),
        hint=Wording(_("Whatever you answer, you can send this. If they have not agreed yet, we ask them first.")),
        required=Wording(_("Choose what they have said")),
    ),
    Question(
        "parental_responsibility", Kind.CHOICE, personal=False, choices=people.YES_NO_UNKNOWN,
        when=lambda given: _complaint(given) and given.any("complainant", people.MAY_HAVE_RESPONSIBILITY),
        title=Wording(_("Do you have parental responsibility for the child?"), officer="Parental responsibility"),
        hint=Wording(_("This is the legal right to make decisions about a child. It decides what we may share with you, not whether we listen.")),
        required=Wording(_("Choose yes, no or “I don’t know”")),
    ),
    Question(
        "child_status", Kind.CHOICES, personal=False, cards=True, choices=people.statuses_for,
        when=lambda given: _complaint(given) and given.one("complainant") != "care_leaver",
        title=Wording(_("Which of these is true of the child now?"), child=_("Where do you live?"), officer="Child’s status"),
        hint=Wording(_("Choose all that fit."), child=_("Pick what fits. You can pick more than one.")),
        required=Wording(_("Choose what fits, or “I don’t know”"), child=_("Pick one, or skip")),
    ),
    Question(
        "matter_group", Kind.CHOICES, personal=False, choices=about.MATTER_GROUPS, when=_adult_complains,
        title=Wording(_("What is it about?"), officer="Group of matters"),
        hint=Wording(_("Choose all that fit. You say more on the next pages.")),
        required=Wording(_("Choose what it is about, or “I don’t know”")),
    ),
    Question(
        "matters", Kind.CHOICES, personal=False, cards=True, open_groups=True, choices=about.matters_for,
        when=lambda given: _child_complains(given) or (_adult_complains(given) and given.any("matter_group", set(about.GROUPS))),
        title=Wording(_("Which of these fits?"), child=_("What is wrong?"), officer="Matters"),
        hint=Wording(_("Choose all that fit. Each one is a point that we must answer."), child=_("Pick one, or as many as you like.")),
        required=Wording(_("Choose what fits, or “Something else”"), child=_("Pick one, or skip")),
    ),
    Question(
        "about_child", Kind.CHOICE, personal=False, when=_spoken_to,
        title=Wording(_("Is this only about how you, as an adult, were spoken to?"), officer="About the child"),
        choices=(
            Choice("no", Wording(_("Yes, it is only about how I was spoken to"), officer="No")),
            Choice("yes", Wording(_("No, it is about the child too"), officer="Yes")),
            Choice(DONT_KNOW, Wording(_("I don’t know"))),
        ),
        required=Wording(_("Choose what fits best")),
    ),
    Question(
        "service", Kind.CHOICE, personal=False, choices=about.SERVICES, when=_adult_complains,
        title=Wording(_("Whose work is it about?"), officer="Service"),
        required=Wording(_("Choose whose work it is about, or “I don’t know”")),
    ),
    Question(
        "months_since", Kind.MONTH, personal=False, when=_adult_complains,
        title=Wording(_("When did it happen?"), officer="When it happened"),
        hint=Wording(_("If it is still going on, give this month. For example, 3 2026.")),
        required=Wording(_("Enter a month and a year, or choose “I don’t know”")),
    ),
    Question(
        "proceedings", Kind.CHOICES, personal=False, choices=about.PROCEEDINGS, when=_adult_complains,
        title=Wording(_("Is there a court case or an investigation about the same events?"), officer="Proceedings"),
        hint=Wording(_("It only matters where our looking into it could get in the way. You can send this either way.")),
        required=Wording(_("Choose what fits, “No” or “I don’t know”")),
    ),
    Question(
        "months_since_proceedings_ended", Kind.MONTH, personal=False,
        when=lambda given: _adult_complains(given) and given.any("proceedings", {"concluded"}),
        title=Wording(_("When did the case end?"), officer="When proceedings ended"),
        hint=Wording(_("For example, 3 2026.")),
        required=Wording(_("Enter a month and a year, or choose “I don’t know”")),
    ),
    Question(
        "decision_letter", Kind.DAY, personal=False,
        when=lambda given: _adult_complains(given) and given.any("matters", about.WITH_A_WINDOW),
        title=Wording(_("What is the date on the letter that told you of the decision?"), officer="Date of the decision letter"),
        hint=Wording(_("You may have to ask for a review within days of this date. For example, 3 9 2026. You may leave this empty.")),
    ),
    Question(
        "points", Kind.POINT, personal=True, limit=LONG, aloud=True, when=_complaint,
        title=Wording(_("What happened?"), child=_("Tell us, in your own words"), officer="Point"),
        why=WHO_SEES,
    ),
    Question(
        "change_soon", Kind.CHOICE, personal=False, cards=True, choices=people.YES_NO_UNKNOWN, when=_complaint,
        title=Wording(_("Is something about to change because of what you are complaining about?"), child=_("Is something going to change soon?"), officer="Change soon"),
        hint=Wording(_("For example a move, or help that will stop. We can ask for it to wait until we have looked."), child=_("Like moving home, or help that stops.")),
        required=Wording(_("Choose yes, no or “I don’t know”"), child=_("Pick one, or skip")),
    ),
    Question(
        "stage_so_far", Kind.CHOICE, personal=False, cards=True, choices=about.STAGES, when=_complaint,
        title=Wording(_("Have you complained to us about this before?"), child=_("Have you told us about this before?"), officer="Stage so far"),
        required=Wording(_("Choose what fits, or “I don’t know”"), child=_("Pick one, or skip")),
    ),
    Question(
        "procedure_so_far", Kind.CHOICE, personal=False, choices=about.PROCEDURES,
        when=lambda given: _adult_complains(given) and given.one("stage_so_far") not in {"", "none", DONT_KNOW},
        title=Wording(_("Which procedure did we use?"), officer="Procedure so far"),
        hint=Wording(_("It should be named in our letter.")),
        required=Wording(_("Choose a procedure, or “I don’t know”")),
    ),
    Question(
        "child_words", Kind.WORDS, personal=True, limit=LONG, when=speaks_for_child,
        title=Wording(_("What does the young person want to say, in their own words?"), officer="The young person’s own words"),
        hint=Wording(_("Only words they have agreed to. We keep them apart from yours. Leave it empty if there are none.")),
    ),
    Question(
        "thanks", Kind.WORDS, personal=True, limit=SHORT, aloud=True, when=_compliment, why=WHO_SEES_THANKS,
        title=Wording(_("Who would you like to thank, and what for?"), child=_("Who do you want to thank? What did they do?"), officer="Thanks"),
        hint=Wording(_("A name or a team helps us pass it on."), child=_("We will tell them.")),
        required=Wording(_("Write who you would like to thank, or what for"), child=_("Write a few words")),
    ),
    Question(
        "publish", Kind.CHOICE, personal=False, cards=True, choices=people.YES_NO, when=_compliment,
        title=Wording(_("May we share your words with others, without any names?"), child=_("May we show your words to others? We take all names out."), officer="May be published without names"),
        required=Wording(_("Choose yes or no"), child=_("Pick yes or no")),
    ),
    Question(
        "message_kind", Kind.CHOICE, personal=False, when=_idea,
        title=Wording(_("What would you like to tell us?"), child=_("What do you want to tell us?"), officer="Kind of message"),
        choices=(
            Choice("idea", Wording(_("An idea that would make things better"), child=_("I have an idea")), picture="idea"),
            Choice("question", Wording(_("A question"), child=_("I have a question")), picture="question"),
            Choice("request_for_help", Wording(_("I want to ask for help"), child=_("I want to ask for help")), picture="call"),
        ),
        required=Wording(_("Choose an idea, a question or asking for help"), child=_("Pick one")), cards=True,
    ),
    Question(
        "message", Kind.WORDS, personal=True, limit=LONG, aloud=True, when=_idea, why=WHO_SEES_AND_THE_PROMISE,
        title=Wording(_("Your idea or question"), child=_("Tell us"), officer="Idea or question"),
        hint=Wording(_("Write as much or as little as you like."), child=_("Write as much or as little as you like.")),
        required=Wording(_("Write your idea or question"), child=_("Write a few words")),
    ),
    Question(
        "help_wanted", Kind.CHOICES, personal=False, cards=True, choices=_help_for,
        when=lambda given: _complaint(given) and _named(given),
        title=Wording(_("Would any of this help?"), child=_("Would you like someone on your side?"), officer="Help wanted"),
        hint=Wording(_("Choose all that would help."), child=_("Pick one, or more.")),
        required=Wording(_("Choose what would help, or “No, thank you”"), child=_("Pick one, or skip")),
    ),
    Question(
        "interpreter_language", Kind.TEXT, personal=False, limit=100, when=_chose("help_wanted", "interpreter"),
        title=Wording(_("Which language?"), child=_("Which language?"), officer="Interpreter’s language"),
        hint=Wording(_("For example Polish, Sylheti or British Sign Language."), child=_("Like Polish, or sign language.")),
        required=Wording(_("Enter a language"), child=_("Write a language, or skip")),
    ),
    Question(
        "adjustments", Kind.WORDS, personal=True, limit=SHORT, when=_chose("help_wanted", "adjustments"),
        title=Wording(_("What would make it easier?"), child=_("What makes it easier for you?"), officer="Adjustments"),
        hint=Wording(_("For example large print, a phone call instead of a letter, or more time."), child=_("Like big letters, or more time.")),
        required=Wording(_("Write what would help"), child=_("Write what helps, or skip")),
    ),
    Question(
        "name", Kind.TEXT, personal=True, title=Wording(_("What is your name?"), officer="Name"), limit=100, complete="name",
        when=_adult_named,
        hint=Wording(_("You may leave this empty. Without a name it is harder for us to find the records.")),
        why=WHO_SEES,
    ),
    Question(
        "child_name", Kind.TEXT, personal=True, limit=200, when=_about_a_child,
        title=Wording(_("What is the name of the child or young person?"), officer="Child’s name"),
        hint=Wording(_("So that we find the right records. More than one name is fine. You may leave this empty.")),
        why=WHO_SEES,
    ),
    Question(
        "name", Kind.TEXT, personal=True, title=NAME, limit=100,
        when=lambda given: (_compliment(given) or _idea(given)) and _named(given),
        hint=Wording(_("You may leave this empty."), child=_("You can leave this empty.")),
    ),
    Question(
        "contact_way", Kind.CHOICES, personal=False, cards=True, choices=CONTACT_WAYS, when=_contactable,
        title=Wording(_("How may we answer you?"), child=_("How may we answer you safely?"), officer="Ways to answer"),
        hint=Wording(_("Choose ways that are safe for you. You can always read our answers here."), child=_("Pick what is safe for you.")),
        required=Wording(_("Choose at least one way"), child=_("Pick one, or skip")),
    ),
    Question(
        "email", Kind.EMAIL, personal=True, limit=254, complete="email", when=_chose("contact_way", "email"),
        title=Wording(_("What is your email address?"), child=_("What is your email?"), officer="Email"),
        hint=Wording(_("Use an address that only you can open."), child=_("Use one that only you can open.")),
        required=Wording(_("Enter an email address, like name@example.com"), child=_("Write your email, or skip")),
    ),
    Question(
        "phone", Kind.PHONE, personal=True, limit=40, complete="tel", when=_chose("contact_way", "phone", "text"),
        title=Wording(_("What is your phone number?"), child=_("What is your phone number?"), officer="Phone"),
        required=Wording(_("Enter a phone number, like 01632 960 001"), child=_("Write your number, or skip")),
    ),
    Question(
        "address", Kind.WORDS, personal=True, limit=500, when=_chose("contact_way", "letter"),
        title=Wording(_("Where shall we write to?"), child=_("Where shall we send the letter?"), officer="Address"),
        required=Wording(_("Enter an address"), child=_("Write where, or skip")),
    ),
    Question(
        "trusted_person", Kind.WORDS, personal=True, limit=500, when=_chose("contact_way", "through_someone"),
        title=Wording(_("Who is the person you trust, and how do we reach them?"), child=_("Who do you trust? How do we find them?"), officer="Person to answer through"),
        required=Wording(_("Enter who they are and how we reach them"), child=_("Write who, or skip")),
    ),
    Question(
        "safe_contact", Kind.WORDS, personal=True, limit=SHORT, beside="contact_way", when=lambda given: _complaint(given) and _named(given),
        title=Wording(_("When and how is it safe to contact you?"), child=_("When is it safe to talk to you?"), officer="Safe contact"),
        hint=Wording(_("For example: only texts, after school, no voicemail. You may leave this empty."), child=_("Like: after school. Or: only by text. You can leave this empty.")),
    ),
    Question(
        "not_tell", Kind.WORDS, personal=True, limit=SHORT, beside="contact_way", when=lambda given: _complaint(given) and _named(given),
        title=Wording(_("Is there anyone who must not know about this?"), child=_("Who must not know?"), officer="Must not be told"),
        hint=Wording(_("We will not tell them. If a child may be hurt, we have to tell someone who can help. You may leave this empty."), child=_("We will not tell them. But if you may be hurt, we must tell someone who can help. You can leave this empty.")),
    ),
    Question(
        "child_contact", Kind.WORDS, personal=True, limit=SHORT, when=speaks_for_child,
        title=Wording(_("How and when may we contact the young person?"), officer="Contact with the young person"),
        hint=Wording(_("Their own rule, apart from yours. For example: only through me, or by text after 4. You may leave this empty.")),
    ),
    Question(
        "consent_speak", Kind.CHOICE, personal=False, choices=people.YES_NO_UNKNOWN, when=_consented,
        title=Wording(_("Do they agree that you may speak for them about this complaint?"), officer="Agrees: speak for them"),
        required=Wording(_("Choose yes, no or “I don’t know”")),
    ),
    Question(
        "consent_records", Kind.CHOICE, personal=False, choices=people.YES_NO_UNKNOWN, when=_consented,
        title=Wording(_("Do they agree that we may show you what is in their records?"), officer="Agrees: see records"),
        required=Wording(_("Choose yes, no or “I don’t know”")),
    ),
    Question(
        "consent_share", Kind.CHOICE, personal=False, choices=people.YES_NO_UNKNOWN, when=_consented,
        title=Wording(_("Do they agree that we may share this with another organisation, if it is needed for the answer?"), officer="Agrees: share with another body"),
        required=Wording(_("Choose yes, no or “I don’t know”")),
    ),
    Question(
        "age_band", Kind.CHOICE, personal=False, cards=True, choices=people.age_bands_for,
        when=lambda given: _child_complains(given) or _young_adult(given),
        title=Wording(_("How old are you?"), child=_("How old are you?"), officer="Age band"),
        required=Wording(_("Choose an age"), child=_("Pick one, or skip")),
    ),
    Question(
        "find_me", Kind.TEXT, personal=True, limit=200, beside="age_band", when=_child_complains,
        title=Wording(_("Your full name, or your worker’s name"), child=_("Last one: your full name, or your worker’s name"), officer="How to find the child"),
        hint=Wording(_("So that we can find you. You may leave this empty."), child=_("So that we can find you. You can leave this empty.")),
    ),
)

DANGER_QUESTIONS: tuple[Question, ...] = (
    Question(
        "danger_what", Kind.WORDS, personal=True, limit=SHORT * 2,
        title=Wording(_("What is happening?"), child=_("What is happening?"), officer="What is happening"),
        required=Wording(_("Write what is happening. A few words are enough"), child=_("Write a few words")),
    ),
    Question(
        "danger_who", Kind.WORDS, personal=True, limit=SHORT,
        title=Wording(_("Who is in danger, and where are they?"), child=_("Who is it, and where?"), officer="Who, and where"),
        hint=Wording(_("A name, an address, a school: whatever you know."), child=_("Write what you know. You can leave this empty.")),
    ),
    Question(
        "danger_reach", Kind.WORDS, personal=True, limit=SHORT,
        title=Wording(_("A safe way to reach you"), child=_("How can we reach you safely?"), officer="A safe way to reach them"),
        hint=Wording(_("For example a phone number, and when we may ring. You may leave this empty."), child=_("You can leave this empty.")),
    ),
)
"""What *send this now* asks. The first is needed even of a child: there has to be something to send."""
