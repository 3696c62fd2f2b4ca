"""The same questions on paper: a form to print, to tick and to write on, for grown-ups and for children.

On a page that cannot ask the next question from the last answer, each question says in words whom it is for.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint

from portal.questions.declared import QUESTIONS
from portal.questions.kinds import Choice, Given, Kind, Question
from portal.questions.matters import ELSE, GROUPS
from portal.web.desk import desk
from portal.web.language import voice
from portal.web.page import kept_page
from portal.words import Voice, Wording, _

SOMETHING_ELSE = Wording(_("Something else:"), child=_("Something else:"))
SOMEONE_ELSE = Wording(_("Someone else:"))

LINES = {Kind.CHOICE: 0, Kind.CHOICES: 0, Kind.POINT: 12, Kind.WORDS: 4}
"""How many lines to write on; one where nothing is said."""

ADULT = Given({
    "purpose": "complaint", "complainant": "parent", "matter_group": list(GROUPS), "help_wanted": ["interpreter", "adjustments"],
})  # fmt: skip
CHILD = Given({"purpose": "complaint", "complainant": "child"})
"""Whose choices stand on each form."""


@dataclass(frozen=True, slots=True)
class OnPaper:
    """One question as it is printed. `only` says whom it is for; `instead` is what stands for the choices that are folded."""

    question: Question
    choices: tuple[Choice, ...]
    only: Wording | None = None
    instead: Wording | None = None

    @property
    def lines(self) -> int:
        """How many lines to write on."""
        return LINES.get(self.question.kind, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """Some questions under one heading; `new_page` begins them on a sheet of their own."""

    title: Wording
    asked: tuple[OnPaper, ...]
    new_page: bool = False


def _by_key(wanted: Callable[[Question], bool]) -> dict[str, Question]:
    found: dict[str, Question] = {}
    for question in QUESTIONS:
        if wanted(question):
            found.setdefault(question.key, question)
    return found


_OF_ADULTS = {**_by_key(lambda _: True), "name": next(q for q in QUESTIONS if q.key == "name" and q.title.child is None)}
_OF_CHILDREN = _by_key(lambda question: question.title.child is not None)


def _asked(key: str, only: Wording | None = None, instead: Wording | None = None) -> OnPaper:
    return _printed(_OF_ADULTS[key], ADULT, only, instead)


def _asked_child(key: str, only: Wording | None = None, instead: Wording | None = None) -> OnPaper:
    return _printed(_OF_CHILDREN[key], CHILD, only, instead)


def _printed(question: Question, given: Given, only: Wording | None, instead: Wording | None) -> OnPaper:
    choices = question.choices_for(given)
    kept = tuple(choice for choice in choices if not (instead and (choice.group or choice.code == ELSE.code)))
    return OnPaper(question, kept, only, instead)


FOR_ANOTHER = Wording(_("Only if you speak for someone else"))
ADVOCATES = Wording(_("Only if you are an advocate"))
AGREED = Wording(_("Only if they have agreed that you speak for them"))
YOUNG = Wording(_("Only if you speak for a child or a young person"))
IN_A_LANGUAGE = Wording(_("Only if you would like an interpreter"), child=_("Only if you want someone who speaks your language, or signs"))
EASIER = Wording(_("Only if something makes it easier for you"), child=_("Only if something makes it easier for you"))
BY_EMAIL = Wording(_("Only if we may email you"), child=_("Only if we may email you"))
BY_PHONE = Wording(_("Only if we may ring or text you"), child=_("Only if we may ring or text you"))
BY_LETTER = Wording(_("Only if we may write to you"), child=_("Only if we may send a letter"))
THROUGH = Wording(_("Only if we may answer through somebody else"), child=_("Only if we may tell someone you trust"))
IF_THANKS = Wording(_("Only to say thank you"), child=_("Only to say thank you"))
IF_IDEA = Wording(_("Only for an idea or a question"), child=_("Only for an idea or a question"))
IF_ASKED_BEFORE = Wording(_("Only if you have complained before"))

FOR_ADULTS = (
    Part(Wording(_("About you")), (
        _asked("complainant"), _asked("risk_now"),
        _asked("parental_responsibility", Wording(_("Only if you are a parent or another relative"))),
        _asked("age_band", Wording(_("Only if you were in care"))),
        _asked("wants_formal_complaint", Wording(_("Only if you are a councillor or a Member of Parliament"))),
    )),
    Part(Wording(_("If you speak for someone else")), (
        _asked("acting_for"), _asked("represents", FOR_ANOTHER, SOMEONE_ELSE), _asked("authority", FOR_ANOTHER),
        _asked("consent_speak", AGREED), _asked("consent_records", AGREED), _asked("consent_share", AGREED),
        _asked("advocate_organisation", ADVOCATES), _asked("instructed", ADVOCATES), _asked("instructed_by", ADVOCATES),
        _asked("child_words", YOUNG), _asked("child_contact", YOUNG),
    )),
    Part(Wording(_("What it is about")), (
        _asked("child_status"), _asked("matters"),
        _asked("about_child", Wording(_("Only if you ticked how a worker behaved, or that we did not listen"))),
        _asked("service"), _asked("months_since"),
        _asked("proceedings"), _asked("months_since_proceedings_ended", Wording(_("Only if there was a case, and it has ended"))),
        _asked("decision_letter", Wording(_("Only if a letter told you of a decision"))),
    ), new_page=True),
    Part(Wording(_("What happened")), (
        _asked("points"), _asked("change_soon"), _asked("stage_so_far"), _asked("procedure_so_far", IF_ASKED_BEFORE),
    ), new_page=True),
    Part(Wording(_("How we answer you")), (
        _asked("name"), _asked("child_name"), _asked("help_wanted"), _asked("interpreter_language", IN_A_LANGUAGE), _asked("adjustments", EASIER),
        _asked("contact_way"), _asked("email", BY_EMAIL), _asked("phone", BY_PHONE), _asked("address", BY_LETTER),
        _asked("trusted_person", THROUGH), _asked("safe_contact"), _asked("not_tell"),
    ), new_page=True),
    Part(Wording(_("If it is not a complaint")), (
        _asked("thanks", IF_THANKS), _asked("publish", IF_THANKS), _asked("message_kind", IF_IDEA), _asked("message", IF_IDEA),
    )),
)  # fmt: skip

FOR_CHILDREN = (
    Part(Wording(_("About you"), child=_("About you")), (
        _asked_child("name"), _asked_child("risk_now"),
    )),
    Part(Wording(_("Tell us"), child=_("Tell us")), (
        _asked_child("matters", instead=SOMETHING_ELSE), _asked_child("points"), _asked_child("change_soon"), _asked_child("stage_so_far"),
    )),
    Part(Wording(_("How we help"), child=_("How we help")), (
        _asked_child("help_wanted"), _asked_child("interpreter_language", IN_A_LANGUAGE), _asked_child("adjustments", EASIER),
        _asked_child("contact_way"), _asked_child("email", BY_EMAIL), _asked_child("phone", BY_PHONE), _asked_child("address", BY_LETTER),
        _asked_child("trusted_person", THROUGH), _asked_child("safe_contact"), _asked_child("not_tell"),
    ), new_page=True),
    Part(Wording(_("So that we can find you"), child=_("So that we can find you")), (
        _asked_child("age_band"), _asked_child("child_status", instead=SOMETHING_ELSE), _asked_child("find_me"),
    )),
    Part(Wording(_("Something else"), child=_("Or tell us something else")), (
        _asked_child("thanks", IF_THANKS), _asked_child("publish", IF_THANKS), _asked_child("message_kind", IF_IDEA), _asked_child("message", IF_IDEA),
    )),
)  # fmt: skip

LEFT_OUT = {
    "matter_group": "its choices are the headings under which the matters are printed",
    "find_me": "asked of children alone, and stands on the form for them",
    "danger_what": "a letter takes days: the form says whom to ring",
    "danger_who": "a letter takes days: the form says whom to ring",
    "danger_reach": "a letter takes days: the form says whom to ring",
}
"""The questions that no adult's form prints, each with why."""

LEFT_OUT_FOR_CHILDREN = {
    "complainant": "the form says on top whom it is for",
}
"""The questions that the form for children leaves out, each with why."""

FORMS = {Voice.ADULT: FOR_ADULTS, Voice.CHILD: FOR_CHILDREN}


def routes(pages: Blueprint) -> None:
    """/paper"""
    pages.add_url_rule("/paper", view_func=paper)


def paper() -> str:
    """The form in this visitor's voice, to print."""
    return kept_page(
        "paper", "citizen/paper.html", lambda: {"sheets": FORMS[voice()], "profile": desk().profile, "back": "/other-ways"}
    )
