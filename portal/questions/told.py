"""Under which heading of the privacy notices each personal question stands: a question without one cannot be asked."""

from enum import StrEnum

from portal.questions.declared import DANGER_QUESTIONS, QUESTIONS
from portal.questions.kinds import Question


class About(StrEnum):
    """What personal answers are about: the headings of the notices, in their order."""

    WHO = "who"
    REACH = "reach"
    HAPPENED = "happened"
    HELP = "help"
    HELPERS = "helpers"
    DANGER = "danger"


HEADINGS: dict[str, About] = {
    "name": About.WHO, "child_name": About.WHO, "find_me": About.WHO,
    "email": About.REACH, "phone": About.REACH, "address": About.REACH, "trusted_person": About.REACH,
    "safe_contact": About.REACH, "not_tell": About.REACH, "child_contact": About.REACH,
    "points": About.HAPPENED, "child_words": About.HAPPENED, "thanks": About.HAPPENED, "message": About.HAPPENED,
    "adjustments": About.HELP,
    "advocate_organisation": About.HELPERS, "instructed_by": About.HELPERS,
    "danger_what": About.DANGER, "danger_who": About.DANGER, "danger_reach": About.DANGER,
}  # fmt: skip
"""The heading of each question whose answer is personal, by its key."""


def personal(child: bool) -> dict[About, list[Question]]:
    """The personal questions under their headings, each key once; with `child`, those that are put to children."""
    found: dict[About, dict[str, Question]] = {about: {} for about in About}
    for question in (*QUESTIONS, *DANGER_QUESTIONS):
        if question.personal and (question.title.child or not child):
            found[HEADINGS[question.key]].setdefault(question.key, question)
    return {about: list(questions.values()) for about, questions in found.items() if questions}


def ticked(child: bool) -> list[Question]:
    """The other questions, answered by choosing or by a date; with `child`, those that are put to children."""
    found = {q.key: q for q in QUESTIONS if not q.personal and (q.title.child or not child)}
    return list(found.values())
