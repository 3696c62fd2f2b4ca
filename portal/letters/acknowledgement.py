"""The acknowledgement: that we have it, which procedure it goes through, by when, and who can help (regulation 11)."""

from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask_babel import gettext

from portal.councils.profile import Profile
from portal.law.facts import Route
from portal.letters.answer import OMBUDSMAN_DETAILS
from portal.letters.paper import letter, tidy
from portal.letters.procedures import procedure_told
from portal.web.language import day_in_words, translated_by_software, writing_in
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
    with writing_in(case.language) as written:
        told = gettext(procedure_told(case.route).in_voice(case.voice))
        # Under the statutory procedure every letter names the Ombudsman, as every answer does.
        ombudsman = OMBUDSMAN_DETAILS if case.route in (Route.STATUTORY, Route.MIXED) else None
        known = {"ombudsman": ombudsman, "case": case, "profile": profile, "procedure": told, "late": case.late_on(today), "unchecked": translated_by_software(written)}
        text = render_template(f"letters/acknowledgement.{name}.txt", **known, _=gettext, day=day_in_words)
    return tidy(text)


def finished(text: str, case: Acknowledged, profile: Profile, sent_on: date) -> str:
    """The very HTML to send and to keep, made of the text that the officer let stand."""
    with writing_in(case.language) as written:
        heading = gettext("We have what you sent us")
        reference = gettext("Your reference: %(reference)s", reference=case.reference)
        lines = (profile.council, reference, day_in_words(sent_on))
    return letter(text, language=written, heading=heading, lines=lines)
