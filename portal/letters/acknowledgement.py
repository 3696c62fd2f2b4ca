"""The acknowledgement: that we have it, which procedure it goes through, by when, and who can help (regulation 11)."""

from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask_babel import force_locale, format_date, gettext

from portal.councils.profile import Profile
from portal.letters.paper import letter
from portal.letters.procedures import procedure_told
from portal.words import Voice


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What the letter has to know of a case. `advocate` is true for everyone who has a right to one (section 26A)."""

    reference: str
    voice: Voice
    language: str
    purpose: str
    route: str
    received_on: date
    answer_by: date | None
    answer_latest: date | None
    advocate: bool

    def late_on(self, day: date) -> bool:
        """Whether the answer should have been given before `day`, a day in London."""
        return self.answer_by is not None and self.answer_by < day


def draft(case: Acknowledged, profile: Profile, today: date) -> str:
    """The text as we would send it today, in the person's own voice and language, for an officer to read and edit."""
    name = "child" if case.voice is Voice.CHILD else "adult"
    with force_locale(case.language):
        told = gettext(procedure_told(case.route).in_voice(case.voice))
        known = {"case": case, "profile": profile, "procedure": told, "late": case.late_on(today)}
        text = render_template(f"letters/acknowledgement.{name}.txt", **known, _=gettext, day=_day)
    return _tidy(text)


def finished(text: str, case: Acknowledged, profile: Profile, sent_on: date) -> str:
    """The very HTML to send and to keep, made of the text that the officer let stand."""
    with force_locale(case.language):
        heading = gettext("We have what you sent us")
        reference = gettext("Your reference: %(reference)s", reference=case.reference)
        lines = (profile.council, reference, _day(sent_on))
    return letter(text, language=case.language, heading=heading, lines=lines)


def _day(on: date) -> str:
    """A day in words, in the language of the letter."""
    return format_date(on, "EEEE d MMMM y")


def _tidy(text: str) -> str:
    """One empty line between paragraphs, however the template's conditions left them."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n")]
    return "\n\n".join(block for block in blocks if block)
