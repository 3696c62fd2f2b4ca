"""Letters and mails in the language in which somebody told us, and what the officer reads of them."""

from datetime import date

import pytest
from flask import Flask

from portal.letters.acknowledgement import Acknowledged, draft, finished
from portal.words import Voice
from tests.conftest import desk_of
from tests.languages.pseudo import OPENS

DAY = date(2026, 12, 7)


def _letter(language: str, voice: Voice) -> Acknowledged:
    return Acknowledged("KM7-R2X4-96T", voice, language, "complaint", "statutory", date(2026, 11, 23), DAY, DAY, True)


@pytest.mark.parametrize("voice", [Voice.ADULT, Voice.CHILD])
def test_a_letter_is_written_in_the_language_of_the_case_with_its_dates(voice: Voice, app: Flask) -> None:
    with app.test_request_context("/staff"):
        polish, urdu = (draft(_letter(code, voice), desk_of(app).profile, DAY) for code in ("pl", "ur"))
        whole = finished(urdu, _letter("ur", voice), desk_of(app).profile, DAY)
    assert polish.count(OPENS) >= 6 and "poniedziałek, 23 listopada 2026" in polish
    assert "پیر، 23 نومبر، 2026" in urdu
    assert whole.startswith('<article lang="ur" dir="rtl">')
    assert urdu.count(OPENS) == polish.count(OPENS) + 1, "the letter that nobody checked says so"
