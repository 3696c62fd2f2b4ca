"""What was asked, as it was worded, and what was answered: the record that is kept with a case."""

from collections.abc import Callable
from typing import Any

from portal.questions.journey import Journey
from portal.questions.kinds import Choice, Given, Kind, Question
from portal.questions.matters import CHILD_MATTER, EVERY_MATTER
from portal.words import Wording, _

Say = Callable[[Wording | None], str]
"""Says a wording in the voice and language of the person."""


def asked(journey: Journey, say: Say) -> list[dict[str, Any]]:
    """One entry a question on the path, points apart: key, question, value, what was said, and whether it is personal."""
    return [
        {
            "key": step.key,
            "question": say(step.question.title),
            "value": journey.given.answers.get(step.key, ""),
            "said": said(step.question, journey.given, say),
            "personal": step.question.personal,
        }
        for step in journey.steps
        if step.question.kind is not Kind.POINT
    ]


def said(question: Question, given: Given, say: Say) -> str:
    """The answer as the person would read it: choices by their words, one a line; other answers as typed."""
    if question.kind in (Kind.CHOICE, Kind.CHOICES):
        picked = set(given.many(question.key))
        return "\n".join(say(c.words) for c in question.choices_for(given) if c.code in picked)
    if question.kind is Kind.MONTH:
        return _month(given.one(question.key), say)
    if question.kind is Kind.DAY:
        return _day(given.one(question.key), say)
    return given.one(question.key)


def _day(value: str, say: Say) -> str:
    month, _hyphen, day = value.rpartition("-")
    if not day.isdigit():
        return _month(value, say)
    year, _hyphen, number = month.partition("-")
    return say(_DAYS[int(number) - 1]) % {"day": int(day), "year": year}


def _month(value: str, say: Say) -> str:
    year, _hyphen, month = value.partition("-")
    if not month.isdigit():
        return say(_UNKNOWN) if value else ""
    return f"{say(_MONTHS[int(month) - 1])} {year}"


def matter_wording(code: str, given: Given) -> Wording | None:
    """The words of a matter's code as this person was offered it."""
    choice: Choice | None = CHILD_MATTER.get(code) if given.is_child else None
    choice = choice or EVERY_MATTER.get(code)
    return choice.words if choice else None


_UNKNOWN = Wording(_("I don’t know"))
_MONTHS = tuple(Wording(name) for name in (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
    _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
))
_DAYS = tuple(Wording(day) for day in (
    _("%(day)s January %(year)s"), _("%(day)s February %(year)s"), _("%(day)s March %(year)s"),
    _("%(day)s April %(year)s"), _("%(day)s May %(year)s"), _("%(day)s June %(year)s"),
    _("%(day)s July %(year)s"), _("%(day)s August %(year)s"), _("%(day)s September %(year)s"),
    _("%(day)s October %(year)s"), _("%(day)s November %(year)s"), _("%(day)s December %(year)s"),
))
"""A month changes its ending after a day in some languages."""
