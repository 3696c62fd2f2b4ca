"""Return words: friendly to type, useless to anybody else."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.seal import return_words as words

CHEAP = words.Stretch(ops=1, mem_bytes=8192)
REFERENCE = "AB12-CD34"
GIVEN = ("otter", "snowman", "purple", "kettle")
KEY = bytes(range(32))
WRAPPED = words.wrap(KEY, REFERENCE, GIVEN, CHEAP)

UNKIND = """
    fat ugly dirty stupid bad sad lonely lost naughty mad dumb thick fool liar cheat kill die death dead murder gun knife sword
    bomb blood drug beer wine drunk pub weed pill police court judge prison jail cell social worker care foster adopt mum dad
    mother father baby child family home sick ill hospital doctor god devil angel church prayer hell ghost monster witch hit
    kick punch slap smack belt hurt pain cry hate secret touch kiss bed naked rape sex dark alone nobody monkey pig cow rat
    ape slug snake spider donkey black white brown yellow red
"""
SOUND_ALIKE = """
    bear/bare flower/flour hare/hair deer/dear blue/blew sea/see sun/son pear/pair rose/rows tail/tale whale/wail night/knight
    horse/hoarse plane/plain peace/piece road/rode sail/sale steel/steal tea/tee week/weak wood/would meat/meet ball/bawl
    bell/belle berry/bury board/bored bread/bred pier/peer knot/not route/root stair/stare wheel/weal hall/haul ring/wring
    boulder/bolder carrot/caret pigeon/pidgin metre/meter practise/practice
"""


def typed_badly(given: tuple[str, ...]) -> st.SearchStrategy[str]:
    """The words as people and their telephones write them."""
    gap = st.text(" ,.-–—;:\n\t\u00a0\u200b/“”’1234567890", min_size=1, max_size=4)
    word = [st.sampled_from([one, one.upper(), one.capitalize(), "\u00ad".join(one)]) for one in given]
    parts = [part for one in word for part in (gap, one)]
    return st.tuples(*parts, gap).map("".join)


def one_letter_changed(word: str) -> set[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    less = {left + right[1:] for left, right in cuts if right}
    other = {left + letter + right[1:] for left, right in cuts if right for letter in letters}
    more = {left + letter + right for left, right in cuts for letter in letters}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    return (less | other | more | swapped) - {word}


def test_there_are_words_enough_and_each_is_there_once() -> None:
    assert len(words.WORDS) >= 2048
    assert Counter(words.WORDS).most_common(1)[0][1] == 1


def test_every_word_is_short_and_plain() -> None:
    assert [word for word in words.WORDS if not re.fullmatch("[a-z]{3,8}", word)] == []


def test_no_word_is_unkind_or_frightening() -> None:
    assert set(words.WORDS) & set(UNKIND.split()) == set()


def test_no_two_words_are_one_slip_of_the_pen_apart() -> None:
    """One letter more, less, other, or two swapped: so no word is another's plural in s, either."""
    known = set(words.WORDS)
    assert [word for word in words.WORDS if one_letter_changed(word) & known] == []


def test_no_word_is_the_plural_of_another() -> None:
    known = set(words.WORDS)
    plurals = {plural for word in known for plural in (f"{word}s", f"{word}es", f"{word[:-1]}ies")}
    assert known & plurals == set()


def test_no_word_sounds_like_a_commoner_spelling() -> None:
    assert [pair for pair in SOUND_ALIKE.split() if set(pair.split("/")) & set(words.WORDS)] == []


def test_children_get_four_words_and_others_five() -> None:
    assert (words.CHILD_WORDS, words.OTHER_WORDS) == (4, 5)


@pytest.mark.parametrize("count", [words.CHILD_WORDS, words.OTHER_WORDS])
def test_new_words_are_different_words_from_the_list(count: int) -> None:
    drawn = words.new_words(count)
    assert len(drawn) == len(set(drawn)) == count
    assert set(drawn) <= set(words.WORDS)


def test_new_words_are_new_each_time_and_come_from_the_whole_list() -> None:
    draws = [words.new_words(words.OTHER_WORDS) for _ in range(2000)]
    assert len(set(draws)) == len(draws)
    assert len({word for draw in draws for word in draw}) > 0.95 * len(words.WORDS)


@given(text=typed_badly(GIVEN))
def test_tidy_finds_the_words_however_they_were_typed(text: str) -> None:
    assert words.tidy(text) == GIVEN


@given(text=st.text())
def test_tidy_takes_any_text_and_gives_plain_words(text: str) -> None:
    tidied = words.tidy(text)
    assert words.tidy(" ".join(tidied)) == tidied
    assert all(re.fullmatch("[a-z]+", word) for word in tidied)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Ｏtter", "otter"), ("café", "cafe"), ("cafe\u0301", "cafe"), ("\ufeffotter", "otter"), ("ﬁnch", "finch")],
)
def test_tidy_reads_other_forms_of_the_same_letters(typed: str, meant: str) -> None:
    assert words.tidy(typed) == (meant,)


def test_tidy_finds_nothing_in_nothing() -> None:
    assert words.tidy(" ,\n.- ") == ()


@settings(max_examples=30)
@given(key=st.binary(min_size=32, max_size=32), count=st.integers(1, 6), reference=st.text())
def test_the_right_words_with_the_right_reference_open(key: bytes, count: int, reference: str) -> None:
    drawn = words.new_words(count)
    assert words.unwrap(words.wrap(key, reference, drawn, CHEAP), reference, drawn) == key


@settings(max_examples=30)
@given(text=typed_badly(GIVEN))
def test_words_typed_badly_open(text: str) -> None:
    assert words.unwrap(WRAPPED, REFERENCE, words.tidy(text)) == KEY


@pytest.mark.parametrize("typed", ["otter snow man purple kettle", "ottersnowmanpurplekettle", "Otter-Snow-Man Purple Kettle"])
def test_where_one_word_ends_does_not_matter(typed: str) -> None:
    assert words.unwrap(WRAPPED, REFERENCE, words.tidy(typed)) == KEY


@pytest.mark.parametrize("reference", ["ab12-cd34", "AB12CD34", " ab12 cd34 ", "AB12–CD34.", "ＡＢ12-CD34"])
def test_the_reference_may_be_typed_badly_too(reference: str) -> None:
    assert words.unwrap(WRAPPED, reference, GIVEN) == KEY


@pytest.mark.parametrize(
    "wrong",
    [(), ("",), ("otter",), GIVEN[:3], (*GIVEN, "apple"), GIVEN[::-1], ("otter", "snowman", "purple", "kettles"), ("\ud800",)],
)
def test_wrong_words_open_nothing(wrong: tuple[str, ...]) -> None:
    with pytest.raises(words.WrongWords):
        words.unwrap(WRAPPED, REFERENCE, wrong)


@pytest.mark.parametrize("reference", ["AB12-CD35", "", "AB12-CD3", "AB12-CD344", "\ud800"])
def test_words_do_not_open_under_another_reference(reference: str) -> None:
    with pytest.raises(words.WrongWords):
        words.unwrap(WRAPPED, reference, GIVEN)


@settings(max_examples=50)
@given(wrapped=st.binary(max_size=200))
def test_nonsense_is_wrong_words_and_nothing_worse(wrapped: bytes) -> None:
    with pytest.raises(words.WrongWords):
        words.unwrap(wrapped, REFERENCE, GIVEN)


def test_a_wrapping_with_any_one_byte_changed_or_cut_does_not_open() -> None:
    changed = [WRAPPED[:at] + bytes([WRAPPED[at] ^ 1]) + WRAPPED[at + 1 :] for at in range(len(WRAPPED))]
    for wrapped in [*changed, *(WRAPPED[:end] for end in range(len(WRAPPED))), WRAPPED + b"\0"]:
        with pytest.raises(words.WrongWords):
            words.unwrap(wrapped, REFERENCE, GIVEN)


def test_the_same_key_wrapped_twice_looks_different() -> None:
    assert words.wrap(KEY, REFERENCE, GIVEN, CHEAP) != words.wrap(KEY, REFERENCE, GIVEN, CHEAP)


def test_what_was_wrapped_with_another_stretch_still_opens() -> None:
    for stretch in (words.Stretch(1, 8192), words.Stretch(2, 8192), words.Stretch(1, 65_536)):
        assert words.unwrap(words.wrap(KEY, REFERENCE, GIVEN, stretch), REFERENCE, GIVEN) == KEY


@pytest.mark.parametrize(("ops", "mem_bytes"), [(0, 8192), (65, 8192), (2**32 - 1, 8192), (1, 8191), (1, 2**32 - 1), (1, 2**28)])
def test_no_wrapping_can_demand_more_work_than_we_are_willing_to_do(ops: int, mem_bytes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words.argon2id, "kdf", lambda *_: pytest.fail("it set to work"))
    demanding = words._HEAD.pack(1, ops, mem_bytes, bytes(16)) + WRAPPED[words._HEAD.size :]
    with pytest.raises(words.WrongWords):
        words.unwrap(demanding, REFERENCE, GIVEN)
    with pytest.raises(ValueError, match="no stretch"):
        words.Stretch(ops, mem_bytes)


def test_the_usual_stretch_is_no_less_than_what_was_measured() -> None:
    """14 passes over 64 MiB took 0.31 s on a server of two cores; no try may take more memory than 128 MiB."""
    assert words.STRETCH.ops * words.STRETCH.mem_bytes >= 14 * 64 * 1024 * 1024
    assert 64 * 1024 * 1024 <= words.STRETCH.mem_bytes <= 128 * 1024 * 1024


def test_wrapping_uses_the_usual_stretch_unless_told_otherwise() -> None:
    assert words.wrap.__defaults__ == words.pretend.__defaults__ == (words.STRETCH,)


def test_an_unknown_reference_costs_the_same_work_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    work: list[tuple[int, int]] = []

    def stretched(size: int, phrase: bytes, salt: bytes, ops: int, mem_bytes: int) -> bytes:
        work.append((ops, mem_bytes))
        return bytes(size)

    monkeypatch.setattr(words.argon2id, "kdf", stretched)
    with pytest.raises(words.WrongWords):
        words.unwrap(WRAPPED, REFERENCE, ("wrong",))
    words.pretend(("wrong",), CHEAP)
    assert work == [(CHEAP.ops, CHEAP.mem_bytes)] * 2
