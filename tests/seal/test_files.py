"""Files at rest: what was sealed comes back whole, or not at all."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.seal.boxes import Unreadable, new_key
from portal.seal.files import CHUNK_BYTES, open_file, seal_file

HEAD, SEALED_CHUNK = 25, CHUNK_BYTES + 17
KEY, OTHER = new_key(), new_key()
FILE = b"".join(bytes((n,)) * CHUNK_BYTES for n in range(4)) + b"the end"
SEALED = seal_file(KEY, FILE, "file a")


def _chunks() -> list[bytes]:
    return [SEALED[at : at + SEALED_CHUNK] for at in range(HEAD, len(SEALED), SEALED_CHUNK)]


def _joined(chunks: list[bytes]) -> bytes:
    return SEALED[:HEAD] + b"".join(chunks)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 3 * CHUNK_BYTES + 2))
def test_a_file_of_any_length_comes_back_as_it_was(size: int) -> None:
    data = bytes(size)
    assert open_file(KEY, seal_file(KEY, data, "file a"), "file a") == data


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])
def test_lengths_at_the_edges_of_chunks_come_back_too(size: int) -> None:
    data = b"x" * size
    assert open_file(KEY, seal_file(KEY, data, ""), "") == data


def test_the_same_file_looks_different_each_time() -> None:
    assert seal_file(KEY, FILE, "file a") != SEALED
    assert b"the end" not in SEALED


WRONG: dict[str, Callable[[], tuple[bytes, bytes, str]]] = {
    "another key": lambda: (OTHER, SEALED, "file a"),
    "a key that is none": lambda: (KEY[:31], SEALED, "file a"),
    "another place": lambda: (KEY, SEALED, "file b"),
    "nothing": lambda: (KEY, b"", "file a"),
    "another form": lambda: (KEY, b"\x02" + SEALED[1:], "file a"),
    "the heading alone": lambda: (KEY, SEALED[:HEAD], "file a"),
    "the last chunk is missing": lambda: (KEY, _joined(_chunks()[:-1]), "file a"),
    "the first chunk is missing": lambda: (KEY, _joined(_chunks()[1:]), "file a"),
    "two chunks changed places": lambda: (KEY, _joined([_chunks()[n] for n in (1, 0, 2, 3, 4)]), "file a"),
    "a chunk stands twice": lambda: (KEY, _joined([_chunks()[n] for n in (0, 0, 1, 2, 3, 4)]), "file a"),
    "a chunk of another file under the same key": lambda: (
        KEY, _joined([_chunks()[0], seal_file(KEY, FILE, "file a")[HEAD + SEALED_CHUNK : HEAD + 2 * SEALED_CHUNK], *_chunks()[2:]]), "file a"),
    "something behind the end": lambda: (KEY, SEALED + b"x", "file a"),
    "another file behind the end": lambda: (KEY, SEALED + SEALED, "file a"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_nothing_else_opens(wrong: Callable[[], tuple[bytes, bytes, str]]) -> None:
    with pytest.raises(Unreadable):
        open_file(*wrong())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_one_changed_byte_anywhere_is_noticed(at: int, by: int) -> None:
    changed = bytearray(SEALED)
    changed[at] ^= by
    with pytest.raises(Unreadable):
        open_file(KEY, bytes(changed), "file a")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SEALED) - 1))
def test_wherever_it_is_cut_off_it_does_not_open(end: int) -> None:
    with pytest.raises(Unreadable):
        open_file(KEY, SEALED[:end], "file a")


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(5)).filter(lambda order: list(order) != sorted(order)))
def test_chunks_in_no_other_order_open(order: list[int]) -> None:
    with pytest.raises(Unreadable):
        open_file(KEY, _joined([_chunks()[n] for n in order]), "file a")
