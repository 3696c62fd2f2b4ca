"""Whatever the portal says can be said in another language: shown by a language in which every text is marked."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from babel import Locale
from flask import Flask

from portal.actions import drafts
from portal.actions.desk import Desk
from tests.citizen.people import ADVOCATE, ANONYMOUS, CHILD, COUNCILLOR, PARENT, QUESTION, THANKS, kept
from tests.conftest import NOW, cookie_of, desk_of
from tests.languages.pseudo import CLOSES, OPENS
from tests.visiting import Page, Visit

PLAIN = re.compile(r"[A-Za-z]{2,}")
SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-sending", "data-checking", "data-not-sent", "data-too-much")
ADDRESSES = re.compile(r"%?\{\w+\}|\S+@\S+|https?://\S+|\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?|\b[A-Z0-9]{3}-[A-Z0-9]{4}-[A-Z0-9]{3}\b")
POLISH = Locale("pl")
DAYS = frozenset(
    word
    for names in (POLISH.days["format"]["wide"], POLISH.months["format"]["wide"])
    for name in names.values()
    for word in re.findall(r"[A-Za-z]{2,}", name)
)
"""What stands in a day that was written for the invented language in the place of Polish."""

NAMES = frozenset(["PDF", "JPEG", "PNG", "MP3", "GOV", "UK"]) | DAYS
"""What is called the same in every language, and what is in Polish already."""

FOR_ALL = ("/ready", "/device", "/words", "/browsing", "/privacy", "/accessibility", "/other-ways", "/paper", "/over")

WHO: dict[str, dict[str, Any]] = {
    "a parent": kept(PARENT), "a child": kept({"complainant": "child", **CHILD}), "an advocate": kept(ADVOCATE),
    "somebody without a name": kept(ANONYMOUS), "a councillor": kept(COUNCILLOR),
    "somebody with thanks": kept(THANKS, "compliment"), "somebody with a question": kept(QUESTION, "idea_or_question"),
}  # fmt: skip


def untranslated(page: Page, known: tuple[str, ...]) -> list[str]:
    """Every text of the page in plain English that is neither typed, nor in a language that is named, nor a name that we know."""
    return [f"{page.path}: {text}" for text in _texts(page.tree, False) if _left(text, known)]


def _left(text: str, known: tuple[str, ...]) -> list[str]:
    for name in known:
        text = text.replace(name, "")
    return [word for word in PLAIN.findall(ADDRESSES.sub("", text)) if word not in NAMES]


def _texts(element: Element, foreign: bool) -> Iterator[str]:
    """The texts that are in the page's own language; those of an element come before what follows it."""
    if not isinstance(element.tag, str) or element.tag in {"style", "script"}:
        return
    language = element.get("lang")
    foreign = foreign or (element.tag != "html" and language is not None)
    typed = element.tag in {"bdi", "textarea", "time", "code"} or "return-words" in element.get("class", "").split()
    if not foreign:
        yield from (said for name, said in element.items() if name in SPOKEN or name.startswith("data-i18n"))
    if not (foreign or typed):
        yield element.text or ""
    if not typed:
        for child in element:
            yield from _texts(child, foreign)
            if not foreign:
                yield child.tail or ""


def names_of(desk: Desk) -> tuple[str, ...]:
    """The profile's own names, which stand in sentences of every language."""
    profile = desk.profile
    return (profile.council, profile.service_name, profile.team, *(named.name for named in (profile.front_door, profile.advocacy) if named))


def with_draft(app: Flask, answers: dict[str, Any]) -> Visit:
    draft = drafts.change(desk_of(app), None, lambda _: dict(answers), NOW)
    visit = Visit(app)
    visit.client.set_cookie("draft", cookie_of(app, draft.key))
    return visit


@pytest.mark.parametrize("voice", ["/young", "/grown-up"])
@pytest.mark.parametrize("who", list(WHO))
def test_nothing_is_left_in_english_on_the_way_of(who: str, voice: str, app: Flask) -> None:
    known, found = names_of(desk_of(app)), list[str]()
    visit = with_draft(app, WHO[who])
    visit.opens("/language/pl")
    for path in (voice, "/danger", "/return", "/save", "/files", "/result", "/check", "/start/complaint", "/ask/points", "/ask/points/1", "/gone"):
        found += untranslated(visit.opens(path), known)
    for key in {step for step in _asked(app, WHO[who])}:
        page = visit.opens(f"/ask/{key}")
        found += untranslated(page, known)
    visit.opens("/save")
    found += untranslated(visit.fills(), known)
    visit.opens("/check")
    found += untranslated(visit.fills(), known)
    assert visit.page.path.startswith("/done/")
    reference = visit.page.said_in("reference")[0]
    found += untranslated(visit.opens("/about-you"), known) if voice == "/grown-up" else []
    visit.opens(f"/done/{reference}")
    words = next(e for e in visit.page.main.iter("ol") if "return-words" in e.get("class", ""))
    visit.opens("/return")
    found += untranslated(visit.fills(reference=reference, words=" ".join("".join(word.itertext()) for word in words)), known)
    assert visit.page.path == f"/case/{reference}"
    assert found == []


def _asked(app: Flask, answers: dict[str, Any]) -> list[str]:
    from portal.questions.journey import journey

    return [step.key for step in journey(answers).steps if not step.key.startswith("points/")]


@pytest.mark.parametrize("voice", ["/young", "/grown-up"])
def test_nothing_is_left_in_english_on_the_pages_that_everyone_gets(voice: str, app: Flask) -> None:
    visit = with_draft(app, WHO["a parent"])
    visit.opens("/language/pl")
    visit.opens(voice)
    assert [one for path in FOR_ALL for one in untranslated(visit.opens(path), names_of(desk_of(app)))] == []


@pytest.mark.parametrize("voice", ["/young", "/grown-up"])
def test_what_is_wrong_is_said_in_the_language_too(voice: str, app: Flask) -> None:
    known, found = names_of(desk_of(app)), list[str]()
    visit = with_draft(app, {**WHO["a parent"], "complainant": "parent"})
    visit.opens("/language/pl")
    visit.opens(voice)
    for path, data in (
        ("/ask/email", {"email": "no"}), ("/ask/phone", {"phone": "x"}), ("/ask/complainant", {}), ("/ask/help_wanted", {"help_wanted": ["none", "interpreter"]}),
        ("/ask/months_since", {"months_since-month": "77", "months_since-year": "2025"}), ("/ask/months_since", {"months_since-month": "7", "months_since-year": "2999"}),
        ("/ask/points/1", {"what_happened": ""}), ("/ask/points/1", {"what_happened": "x" * 30_000}), ("/danger", {}), ("/return", {}),
        ("/return", {"reference": "KM7-R2X4-96T", "words": "one two three four", "_anyway": "1"}), ("/nowhere", {}),
    ):
        page = visit.tries(path, **data)
        assert page.status in {400, 404}, path
        found += untranslated(page, known)
    assert found == []


def test_the_reader_of_this_file_sees_what_is_left_in_english() -> None:
    html = f'<!doctype html><html lang="pl"><title>x</title><body><main><p>{OPENS}Ťé{CLOSES} and <b lang="en">Council</b> more <bdi>typed</bdi></p><p aria-label="Close">5</p></main>'
    assert untranslated(Page("/", 200, html), ()) == [f"/: {OPENS}Ťé{CLOSES} and ", "/:  more ", "/: Close"]


def test_dates_are_said_as_the_language_says_them(app: Flask) -> None:
    visit = with_draft(app, WHO["a parent"])
    visit.opens("/language/pl")
    page = visit.opens("/result")
    assert "poniedziałek, 23 listopada" in page.says
    visit.opens("/language/ur")
    assert "پیر، 23 نومبر" in visit.opens("/result").says
    assert date.fromisoformat(page.dates[0]) == NOW.date()
