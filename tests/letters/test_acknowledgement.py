"""The acknowledgement: what it says to whom, and what its HTML may be made of."""

from collections.abc import Iterator
from datetime import date

import pytest
from babel.support import Translations
from hypothesis import given
from hypothesis import strategies as st

from portal.councils import Profile
from portal.law.facts import Route
from portal.letters.acknowledgement import Acknowledged, draft, finished
from portal.letters.paper import ALLOWED_TAGS, clean, html_of
from portal.letters.procedures import procedure_told
from portal.web.catalogues import Catalogue
from portal.words import Voice
from tests.letters.conftest import writing

SENT_ON = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def pages() -> Iterator[None]:
    yield from writing([Catalogue("ar", Translations(), "Somebody", ())])


def a_case(**other: object) -> Acknowledged:
    usual = {
        "reference": "KMR-2346-789",
        "voice": Voice.ADULT,
        "language": "en",
        "purpose": "complaint",
        "route": "statutory",
        "received_on": date(2026, 11, 23),
        "answer_by": date(2026, 12, 7),
        "answer_latest": date(2026, 12, 21),
        "advocate": False,
    }
    return Acknowledged(**{**usual, **other})  # type: ignore[arg-type]


def test_an_adult_is_told_the_procedure_its_stages_and_both_dates(profile: Profile) -> None:
    text = draft(a_case(), profile, SENT_ON)
    for said in ("KMR-2346-789", "statutory complaints procedure", "stage 2", "stage 3"):
        assert said in text
    assert "Monday 7 December 2026" in text and "Monday 21 December 2026" in text
    assert "advocate" not in text


def test_whoever_has_a_right_to_an_advocate_is_offered_one(profile: Profile) -> None:
    assert "advocate" in draft(a_case(advocate=True), profile, SENT_ON)
    assert "Example Advocates: 01632 960004" in draft(a_case(advocate=True), profile, SENT_ON)


def test_a_child_is_told_in_short_words_and_always_of_an_advocate_and_of_childline(profile: Profile) -> None:
    text = draft(a_case(voice=Voice.CHILD), profile, SENT_ON)
    assert "on your side" in text and "0800 1111" in text
    assert "statutory" not in text and "procedure" not in text
    assert max(len(sentence.split()) for sentence in text.replace("\n", ". ").split(". ")) <= 22


@pytest.mark.parametrize("voice", [Voice.ADULT, Voice.CHILD])
@pytest.mark.parametrize("route", list(Route))
def test_every_route_has_something_to_say_and_leaves_no_gap(profile: Profile, route: Route, voice: Voice) -> None:
    text = draft(a_case(route=route.value, voice=voice, answer_by=None, answer_latest=None), profile, SENT_ON)
    assert procedure_told(route.value).in_voice(voice) in text
    assert "\n\n\n" not in text and "None" not in text and "%(" not in text


@pytest.mark.parametrize("voice", [Voice.ADULT, Voice.CHILD])
@pytest.mark.parametrize(("route", "named"), [("statutory", True), ("mixed", True), ("corporate", False), ("needs_consent", False), ("compliment", False)])
def test_under_the_statutory_procedure_the_ombudsman_is_named_with_how_to_reach_them(profile: Profile, route: str, named: bool, voice: Voice) -> None:
    text = draft(a_case(route=route, voice=voice), profile, SENT_ON)
    assert ("0300 061 0614" in text and "CV4 0EH" in text) == named
    assert ("You can also tell the Ombudsman. They do not work for the council" in text) == named


def test_one_date_is_said_once(profile: Profile) -> None:
    text = draft(a_case(answer_latest=None), profile, SENT_ON)
    assert text.count("December") == 1


def test_the_letter_names_council_reference_and_day(profile: Profile) -> None:
    html = finished("Dear Jo,\n\nwe have it.", a_case(), profile, SENT_ON)
    for said in ("Example Council", "Your reference: KMR-2346-789", "Tuesday 24 November 2026", "<p>Dear Jo,</p>"):
        assert said in html


def test_a_letter_in_arabic_runs_from_right_to_left(profile: Profile) -> None:
    assert finished("نص", a_case(language="ar"), profile, SENT_ON).startswith('<article lang="ar" dir="rtl">')


def test_paragraphs_lines_and_lists_are_kept() -> None:
    assert html_of("One,\r\ntwo.\r\n\r\n- a\n- b\n\n\n\nThree") == (
        "<p>One,<br>two.</p>\n<ul><li>a</li><li>b</li></ul>\n<p>Three</p>"
    )


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_whatever_is_typed_stays_text(typed: str) -> None:
    html = clean(html_of(typed))
    for tag in ("script", "img", "a ", "style", "iframe", "svg"):
        assert f"<{tag}" not in html


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<p onclick=alert(1)>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<article style='position:fixed'>x</article>",
        "<img src=x onerror=alert(1)>",
        "<!-- --><svg/onload=alert(1)>",
    ],
)
def test_nothing_dangerous_outlives_cleaning(attack: str) -> None:
    cleaned = clean(attack)
    tags = cleaned.replace("<article", "")
    assert not [tag for tag in ("<script", "<img", "<svg", "<a") if tag in tags]
    assert "<p onclick" not in cleaned and "<article style" not in cleaned
    assert clean(cleaned) == cleaned


def test_links_are_no_part_of_a_letter() -> None:
    assert "a" not in ALLOWED_TAGS


@pytest.mark.parametrize("voice", [Voice.ADULT, Voice.CHILD])
def test_a_letter_that_comes_after_the_date_says_sorry_and_promises_none(profile: Profile, voice: Voice) -> None:
    text = draft(a_case(voice=voice), profile, date(2026, 12, 8))
    assert "sorry that it is late" in text and "21 December" not in text
    assert "sorry" not in draft(a_case(voice=voice), profile, date(2026, 12, 7))


def test_a_letter_in_a_language_that_is_no_longer_offered_is_english_and_says_so(profile: Profile) -> None:
    assert finished("Hello", a_case(language="ur"), profile, SENT_ON).startswith('<article lang="en" dir="ltr">')
