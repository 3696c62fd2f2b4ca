"""Kept pages: shown to everybody, so nothing of anybody is in them."""

from flask import Flask
from markupsafe import Markup

from portal.questions.declared import QUESTIONS
from portal.questions.kinds import Kind
from portal.web.answered import answer
from portal.web.kept import KeptPages, filled, gap
from tests.citizen.people import PARENT
from tests.visiting import Visit


def test_a_gap_is_filled_with_text_escaped_and_markup_as_it_is() -> None:
    pieces = KeptPages().keep("page", f"<p>{gap('said')}</p>{gap('mark')}<i>{gap('nothing')}</i>")
    assert filled(pieces, {"said": "<b>&", "mark": Markup("<br>")}) == "<p>&lt;b&gt;&amp;</p><br><i></i>"


def test_what_fills_a_gap_opens_no_other() -> None:
    pieces = KeptPages().keep("page", f"{gap('said')}")
    assert filled(pieces, {"said": str(gap("token")), "token": "secret"}) == str(gap("token"))


def test_the_page_that_nobody_looked_at_longest_is_forgotten_first() -> None:
    pages = KeptPages(most=2)
    for name in ("one", "two"):
        pages.keep(name, name)
    pages.get("one")
    pages.keep("three", "three")
    assert (pages.get("one"), pages.get("two"), pages.get("three")) == (("one",), None, ("three",))


def test_nothing_that_somebody_typed_or_picked_is_kept(app: Flask) -> None:
    visit = Visit(app)
    visit.begins("complaint")
    visit.answers(PARENT)
    for key, typed in (("name", "Zebedee " + "x" * 100), ("email", "zebedee@"), ("months_since-month", "77")):
        visit.tries(f"/ask/{key.partition('-')[0]}", **{key: typed})
        visit.opens(f"/ask/{key.partition('-')[0]}")
    kept = "".join(piece for pieces in app.extensions["pages"]._pages.values() for piece in pieces[::2])
    assert "</form>" in kept and " checked" not in kept
    for typed in ("Ada Example", "ada@example.org", "Zebedee", "zebedee", "shouted", 'value="77"', "Sylheti</"):
        assert typed not in kept


def test_every_kind_of_answer_has_its_gap() -> None:
    values = {Kind.CHOICE: "x", Kind.CHOICES: ["x"], Kind.MONTH: "2026-03", Kind.DAY: "2026-03-09"}
    for question in QUESTIONS:
        assert answer(question, (), values.get(question.kind, "words")), question.key
