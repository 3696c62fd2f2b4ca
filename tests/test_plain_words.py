"""The reader of plain words is itself read: it finds what is hard, and passes over what nobody can word more plainly."""

import pytest

from tests.plain_words import faults_for_adults, faults_for_children, read, said_in

LEGALESE = "Representations are acknowledged under the statutory procedure, notwithstanding concurrent proceedings."
PLAIN = "We read it all. Then a person at the council tells you what they will do."


def _page(main: str, around: str = "") -> str:
    return f"<!doctype html><title>t</title><body>{around}<main>{main}</main></body>"


def test_a_plain_page_has_no_fault() -> None:
    said = read(_page(f"<h1>You can tell us</h1><p>{PLAIN}</p>"))
    assert faults_for_children(said) == faults_for_adults(said) == []


def test_legal_words_are_too_hard_for_anybody() -> None:
    said = read(_page(f"<h1>Your rights</h1><p>{LEGALESE}</p>"))
    assert said.grade > 6
    assert len(faults_for_adults(said)) == 1
    assert {"no word for a child: 'representation'", "no word for a child: 'procedure'"} <= set(faults_for_children(said))


@pytest.mark.parametrize("tag", ["p", "label", "li", "button", "legend", "h2", "dt", "div"])
def test_each_piece_is_a_sentence_of_its_own(tag: str) -> None:
    said = read(_page(f"<{tag}>Tell us more</{tag}><{tag}>We read it</{tag}>"))
    assert said.main == ("Tell us more", "We read it")


def test_what_stands_in_a_line_stays_in_its_sentence() -> None:
    assert read(_page("<p>Ring <b>us</b> <a href='/'>at once</a>.</p>")).main == ("Ring us at once.",)


def test_a_sentence_of_sixteen_words_is_too_long_for_a_child_wherever_it_stands() -> None:
    long = " ".join(["go"] * 16)
    assert any("16 words" in fault for fault in faults_for_children(read(_page("<p>Hi there you</p>", f"<p>{long}</p>"))))
    assert not faults_for_children(said_in(" ".join(["go"] * 7)))


def test_easy_words_around_a_page_do_not_hide_a_hard_one() -> None:
    around = "<p>We are here for you.</p>" * 50
    assert read(_page(f"<p>{LEGALESE}</p>", around)).grade == read(_page(f"<p>{LEGALESE}</p>")).grade


def test_a_complaint_has_to_be_explained_to_a_child_first() -> None:
    bare = read(_page("<p>You made a complaint.</p>"))
    explained = read(_page("<p>You made a complaint. A complaint is when you tell us that something is wrong.</p>"))
    assert faults_for_children(bare) == ["no word for a child: 'complain'"]
    assert faults_for_children(explained) == []


def test_a_term_counts_until_the_page_explains_it() -> None:
    bare, explained = read(_page("<p>Ask for an advocate</p>")), read(_page("<p>Ask for an advocate</p><p>on your side</p>"))
    assert "Ask for an advocate" in bare.counted
    assert "Ask for an" in explained.counted


def test_names_numbers_dates_and_what_was_typed_are_passed_over() -> None:
    said = read(_page(
        "<p>Ring Childline on 0800 1111 by Monday 7 December 2026.</p><p><bdi class='typed'>Notwithstanding</bdi></p>"
        "<p>Write to complaints@example.gov.uk or see www.example.org</p><ul data-prescribed><li>Representations</li></ul>"
        "<textarea>jurisdiction</textarea><script>procedure()</script>"
    ))  # fmt: skip
    assert said.counted == ("Ring on by .", "Write to or see")
    assert faults_for_children(said) == []


def test_what_is_laid_down_for_us_is_marked_and_nothing_else_hides() -> None:
    assert faults_for_children(read(_page(f"<p>{LEGALESE}</p><p data-prescribed>{LEGALESE}</p>")))
    assert not faults_for_children(read(_page(f"<p data-prescribed>{LEGALESE}</p>")))
