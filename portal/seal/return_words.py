"""Return words: a few plain words that, with the reference, open a case again without account or e-mail.

The case's key is kept wrapped under them. The words are few, so trying one set is made slow (argon2id);
how slow is written into each wrapping, so that those made before a change still open.
"""

import re
import secrets
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from threading import BoundedSemaphore

from nacl.pwhash import argon2id
from nacl.utils import random

from portal.seal import boxes

WORDS: tuple[str, ...] = tuple(resources.files("portal.seal").joinpath("words.txt").read_text("ascii").split())
CHILD_WORDS = 4
OTHER_WORDS = 5
MOST_HOLDERS = 2
"""How many people have words of their own for one case at the most: a representative and a child."""

_FORM = 1
_HEAD = struct.Struct(f">BII{argon2id.SALTBYTES}s")
_MOST_OPS, _MOST_MEMORY = 64, 128 * 1024 * 1024
_NO_SALT = bytes(argon2id.SALTBYTES)
_UNSEEN = re.compile("[\u00ad\u200c-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


_SLOTS = BoundedSemaphore(2)
"""Few may stretch at a time: each takes 64 MiB and a core, and whoever asks for a page must not wait for guessers."""

PATIENCE_SECONDS = 2


class TooBusy(Exception):
    """Too many are having words stretched just now; nothing was changed."""


class WrongWords(Exception):
    """These words do not open this case; the text of the error says no more than that."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """How much work one try of the words is: passes over the memory, and the memory in bytes.

    Raises `ValueError` outside what this portal is willing to do, so that no wrapping can demand more.
    """

    ops: int
    mem_bytes: int

    def __post_init__(self) -> None:
        ops_fit = argon2id.OPSLIMIT_MIN <= self.ops <= _MOST_OPS
        if not ops_fit or not argon2id.MEMLIMIT_MIN <= self.mem_bytes <= _MOST_MEMORY:
            raise ValueError(f"no stretch for return words: {self.ops} passes over {self.mem_bytes} bytes")


STRETCH = Stretch(ops=14, mem_bytes=64 * 1024 * 1024)


def new_words(count: int) -> tuple[str, ...]:
    """`count` different words, drawn at random."""
    return tuple(secrets.SystemRandom().sample(WORDS, count))


def tidy(text: str) -> tuple[str, ...]:
    """The words in what somebody typed or pasted: any case, anything at all between them."""
    letters = unicodedata.normalize("NFKD", _UNSEEN.sub("", text)).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return tuple(re.findall("[a-z]+", plain))


def wrap(key: bytes, reference: str, words: Sequence[str], stretch: Stretch = STRETCH) -> bytes:
    """`key`, so that `unwrap` gives it back for these words with this reference. Slow by intent."""
    salt = random(argon2id.SALTBYTES)
    head = _HEAD.pack(_FORM, stretch.ops, stretch.mem_bytes, salt)
    return head + boxes.close(_stretched(words, salt, stretch), key, _place(reference, head))


def unwrap(wrapped: bytes, reference: str, words: Sequence[str]) -> bytes:
    """The key that was wrapped. Slow by intent. Raises `WrongWords`, whatever does not fit or is damaged.

    Where one word ends and the next begins does not matter; their order does. Only a machine that has no
    memory left for the work raises something else (`nacl.exceptions.RuntimeError`): that is nobody's wrong word.
    """
    head, inside = wrapped[: _HEAD.size], wrapped[_HEAD.size :]
    salt, stretch = _read(head)
    try:
        return boxes.open_box(_stretched(words, salt, stretch), inside, _place(reference, head))
    except boxes.Unreadable:
        raise WrongWords from None


def pretend(words: Sequence[str], stretch: Stretch = STRETCH, *, times: int = 1) -> None:
    """Take as long as `unwrap` where there is nothing to unwrap, so that the wait does not tell which references exist."""
    for _ in range(times):
        _stretched(words, _NO_SALT, stretch)


def _read(head: bytes) -> tuple[bytes, Stretch]:
    try:
        form, ops, mem_bytes, salt = _HEAD.unpack(head)
        stretch = Stretch(ops, mem_bytes)
    except (struct.error, ValueError):
        raise WrongWords from None
    if form != _FORM:
        raise WrongWords
    return salt, stretch


@contextmanager
def _slot() -> Iterator[None]:
    if not _SLOTS.acquire(timeout=PATIENCE_SECONDS):
        raise TooBusy
    try:
        yield
    finally:
        _SLOTS.release()


def _stretched(words: Sequence[str], salt: bytes, stretch: Stretch) -> bytes:
    # Joined without spaces, so that "snow man" opens what "snowman" closed.
    phrase = "".join(tidy(" ".join(words))).encode("ascii")
    with _slot():
        return argon2id.kdf(boxes.KEY_BYTES, phrase, salt, stretch.ops, stretch.mem_bytes)


def _place(reference: str, head: bytes) -> str:
    """Where the box belongs: behind this head, under the letters and digits of the reference, however typed."""
    typed = unicodedata.normalize("NFKC", reference).casefold()
    return f"return words of {''.join(letter for letter in typed if letter.isalnum())} {head.hex()}"
