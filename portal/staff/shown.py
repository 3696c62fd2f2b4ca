"""A page of the back office: its template with whoever reads it, and days as tables write them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from babel import Locale, UnknownLocaleError
from flask_babel import format_date

from portal.casework.permissions import may
from portal.questions.declared import DANGER_QUESTIONS, QUESTIONS
from portal.questions.kinds import Given, Kind
from portal.questions.record import said
from portal.staff.session import officer
from portal.web.clock import london_day, today
from portal.web.page import page
from portal.words import Voice, Wording


def staff_page(template: str, **context: Any) -> str:
    """The page, for the officer who is signed in; `allows` tells the template what they may do."""
    reader = officer()

    def allows(permission: str) -> bool:
        return reader is not None and may(reader.role, permission)

    return page(template, officer=reader, allows=allows, **context)


def short_day(value: date | datetime | str) -> str:
    """*Fri 20 Nov* in London, with the year where it is another than this; of an event's own day, too, as it is kept."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    day = london_day(value) if isinstance(value, datetime) else value
    return format_date(day, "EEE d MMM" if day.year == today().year else "EEE d MMM y", rebase=False)


def language_name(code: str) -> str:
    """What a language is called in English; its code where nobody knows."""
    try:
        return Locale.parse(code).english_name or code
    except (UnknownLocaleError, ValueError):
        return code


_ASKED = {question.key: question for question in reversed((*QUESTIONS, *DANGER_QUESTIONS))}


def question_in_english(line: Mapping[str, Any], paper: Mapping[str, Any]) -> str:
    """What was asked in another language, as we ask it in English; empty where we no longer ask it."""
    question = _ASKED.get(line["key"])
    return question.title.in_voice(Voice(paper["voice"])) if question else ""


def choice_in_english(line: Mapping[str, Any], paper: Mapping[str, Any]) -> str:
    """What was picked, or which day was given, in English; empty for what a person typed: that is not ours to translate."""
    question = _ASKED.get(line["key"])
    if question is None or question.kind not in (Kind.CHOICE, Kind.CHOICES, Kind.MONTH, Kind.DAY):
        return ""

    def english(wording: Wording | None) -> str:
        return wording.in_voice(Voice(paper["voice"])) if wording else ""

    return said(question, Given({each["key"]: each["value"] for each in paper["asked"]}), english)
