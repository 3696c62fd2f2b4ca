"""Boxes open with their own key, in their own place, and in no other way."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.seal import boxes

KEYS = st.binary(min_size=boxes.KEY_BYTES, max_size=boxes.KEY_BYTES)
FIRST_FORM = "01d511ff95f319589b8e42464023532ff09c1b30b5f3273abaeb0520668d4f3fc5bd2741516ae9dda8d3e8f5dba123d1ccf2815fd4e1"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
    max_leaves=10,
)


@given(key=KEYS, data=st.binary(max_size=300), context=st.text())
def test_a_box_gives_back_what_was_put_in(key: bytes, data: bytes, context: str) -> None:
    assert boxes.open_box(key, boxes.close(key, data, context), context) == data


@given(key=KEYS, other=KEYS)
def test_a_box_opens_only_with_its_own_key(key: bytes, other: bytes) -> None:
    assume(key != other)
    with pytest.raises(boxes.Unreadable):
        boxes.open_box(other, boxes.close(key, b"words", "draft"), "draft")


@given(context=st.text(), other=st.text())
def test_a_box_moved_to_another_place_does_not_open(context: str, other: str) -> None:
    assume(context != other)
    key = boxes.new_key()
    with pytest.raises(boxes.Unreadable):
        boxes.open_box(key, boxes.close(key, b"words", context), other)


def test_a_box_with_any_one_byte_changed_does_not_open() -> None:
    key = boxes.new_key()
    sealed = boxes.close(key, b"what happened", "draft")
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(boxes.Unreadable):
            boxes.open_box(key, changed, "draft")


def test_a_box_cut_short_or_lengthened_does_not_open() -> None:
    key = boxes.new_key()
    sealed = boxes.close(key, b"what happened", "draft")
    for wrong in [*(sealed[:end] for end in range(len(sealed))), sealed + b"\0"]:
        with pytest.raises(boxes.Unreadable):
            boxes.open_box(key, wrong, "draft")


@given(key=st.binary(max_size=100), sealed=st.binary(max_size=200))
def test_nonsense_is_unreadable_and_nothing_worse(key: bytes, sealed: bytes) -> None:
    with pytest.raises(boxes.Unreadable):
        boxes.open_box(key, sealed, "draft")


def test_the_same_words_closed_twice_look_different() -> None:
    key = boxes.new_key()
    assert boxes.close(key, b"words", "draft") != boxes.close(key, b"words", "draft")


def test_a_box_does_not_show_what_is_in_it() -> None:
    assert b"what happened" not in boxes.close(boxes.new_key(), b"what happened", "draft")


@given(value=JSON)
def test_json_comes_back_as_it_went_in(value: object) -> None:
    key = boxes.new_key()
    assert boxes.open_json(key, boxes.close_json(key, value, "paper"), "paper") == value


def test_half_of_a_surrogate_pair_survives_as_json() -> None:
    key = boxes.new_key()
    assert boxes.open_json(key, boxes.close_json(key, "\ud83d", "paper"), "paper") == "\ud83d"


def test_bytes_that_are_not_json_are_unreadable_as_json() -> None:
    key = boxes.new_key()
    for data in (b"{", b"\xff\xfe"):
        with pytest.raises(boxes.Unreadable):
            boxes.open_json(key, boxes.close(key, data, "paper"), "paper")


def test_new_keys_differ_and_have_the_right_size() -> None:
    keys = {boxes.new_key() for _ in range(50)}
    assert len(keys) == 50
    assert {len(key) for key in keys} == {boxes.KEY_BYTES}


@given(key=KEYS, other=KEYS)
def test_a_draft_has_one_name_of_its_own(key: bytes, other: bytes) -> None:
    assume(key != other)
    assert boxes.draft_id(key) == boxes.draft_id(key) != boxes.draft_id(other)
    assert len(boxes.draft_id(key)) == 43
    assert boxes.draft_id(key).replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize("key", [b"", b"short", b"x" * 33, b"x" * 200])
def test_what_cannot_be_a_key_names_no_draft(key: bytes) -> None:
    with pytest.raises(boxes.Unreadable):
        boxes.draft_id(key)


def test_a_box_made_by_the_first_form_still_opens() -> None:
    sealed = bytes.fromhex(FIRST_FORM)
    assert boxes.open_box(bytes(range(32)), sealed, "draft") == b"what happened"
