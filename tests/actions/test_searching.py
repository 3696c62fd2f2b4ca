"""Finding a case by whole words, without a readable word in the index."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.actions import erasing
from portal.actions.case_file import case_key
from portal.actions.desk import Desk
from portal.actions.searching import find, index_some
from portal.seal.boxes import close_json
from portal.seal.search_key import SearchKey, address_in, number_in, words_in
from portal.store import cases, tables
from portal.store import staff as accounts
from tests.actions.desks import NOW, a_case, an_officer

KEY = SearchKey(b"s" * 32)


def told(desk: Desk, reference: str, **said: str) -> int:
    """A case in which these questions were answered so."""
    case_id = a_case(desk, reference)
    with desk.database.write() as conn:
        key = case_key(conn, desk, case_id)
        assert key is not None
        asked = [{"key": name, "question": "?", "value": value, "said": value, "personal": True} for name, value in said.items()]
        paper = {"voice": "adult", "language": "en", "sent_at": NOW.isoformat(), "asked": asked}
        cases.add_paper(conn, case_id, NOW, "asked", close_json(key, paper, "paper"))
    return case_id


def found(desk: Desk, text: str) -> list[str]:
    with desk.database.read() as conn:
        reader = accounts.by_email(conn, "sseeker@council.example")
    return [row.reference for row in find(desk, KEY, text, reader.id if reader else an_officer(desk, "S. Seeker"))]


def test_every_whole_word_has_to_stand_there_in_any_spelling(desk: Desk) -> None:
    told(desk, "KMR-2346-781", name="Zoë O’Hara-Smith", child_name="Bo")
    told(desk, "KMR-2346-782", name="Zoe Jones", address="1 High Street\nExampleton")
    assert found(desk, "zoe") == ["KMR-2346-782", "KMR-2346-781"]
    assert found(desk, "SMITH, Zoë") == ["KMR-2346-781"]
    assert found(desk, "exampleton") == ["KMR-2346-782"]
    assert found(desk, "Zo") == []
    assert found(desk, "zoe nobody") == []


def test_a_number_is_found_with_and_without_its_countrys_prefix(desk: Desk) -> None:
    told(desk, "KMR-2346-781", phone="01632 960 123, after six")
    told(desk, "KMR-2346-782", phone="+44 1632 960124")
    assert found(desk, "+44 (0)1632 960123") == ["KMR-2346-781"]
    assert found(desk, "01632-960-124") == ["KMR-2346-782"]
    assert found(desk, "960123") == []


def test_an_email_address_is_found_as_a_whole(desk: Desk) -> None:
    told(desk, "KMR-2346-781", email="Ada@Example.org")
    assert found(desk, "ada@example.org") == ["KMR-2346-781"]
    assert found(desk, "example.org") == []


def test_what_is_told_in_a_complaint_itself_is_not_sought(desk: Desk) -> None:
    told(desk, "KMR-2346-781", what_happened="Quixotry")
    assert found(desk, "Quixotry") == []


@pytest.mark.parametrize("text", ["", " ", "!!!", "@", "\x00", "a" * 10_000])
def test_what_is_no_word_finds_nothing(desk: Desk, text: str) -> None:
    told(desk, "KMR-2346-781", name="Ada")
    assert found(desk, text) == []


def test_the_index_holds_nothing_that_can_be_read_and_nothing_without_the_key(desk: Desk) -> None:
    told(desk, "KMR-2346-781", name="Quixotry Example", email="quixotry@example.org", phone="01632 960 123")
    assert found(desk, "quixotry") == ["KMR-2346-781"]
    with desk.database.read() as conn:
        words = [bytes(word) for word in conn.execute(select(tables.search_words.c.word)).scalars()]
    assert len(words) > 3 and {len(word) for word in words} == {16}
    assert b"quixotry" not in b"".join(words)
    assert not SearchKey(b"t" * 32).hashed(["quixotry"]) & set(words)


def test_an_erased_case_is_found_by_nothing(desk: Desk) -> None:
    told(desk, "KMR-2346-781", name="Ada Example")
    assert found(desk, "ada")
    one, two = an_officer(desk), an_officer(desk, "B. Officer")
    erasing.propose_erasure(desk, "KMR-2346-781", "request", "Asked", one, NOW)
    erasing.erase(desk, "KMR-2346-781", two, NOW)
    assert found(desk, "ada") == []
    with desk.database.read() as conn:
        assert conn.execute(select(tables.search_words)).all() == []


def test_a_case_is_read_once_for_the_index_and_again_when_more_is_told(desk: Desk) -> None:
    case_id = told(desk, "KMR-2346-781", name="Ada")
    assert index_some(desk, KEY) == 1
    assert index_some(desk, KEY) == 0
    with desk.database.write() as conn:
        cases.update(conn, case_id, indexed=False)
    assert index_some(desk, KEY) == 1


def test_the_worker_reads_no_more_than_it_is_told_to(desk: Desk) -> None:
    for sign in "2346":
        told(desk, f"KMR-2346-78{sign}", name="Ada")
    assert [index_some(desk, KEY, 3) for _ in range(3)] == [3, 1, 0]


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_words_are_the_same_however_they_are_written(text: str) -> None:
    assert words_in(text) == words_in(text.upper().lower()) | words_in(text) if text.isascii() else True
    assert words_in(words := " ".join(sorted(words_in(text)))) == set(words.split())
    assert json.dumps(sorted(words_in(text)))


def test_too_few_digits_are_no_number_and_no_at_is_no_address() -> None:
    assert (number_in("12345678"), address_in("ada.example.org")) == (set(), set())
