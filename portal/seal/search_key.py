"""The search key: what was written is found again by keyed hashes of its words, which say nothing without the key.

The key stands in `search.key` beside the office's, on the staff side only. A name is one of few, so whoever had the key
could try them all: it is worth as much as the office's own.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from portal.seal import key_files

KEY_FILE = "search.key"
HASH_BYTES = 16

_NAME = "search"
_WORD = re.compile(r"[^\W_]+")
_LAST_DIGITS = 9
"""A number is the same with its country's prefix and with a nought in front."""


@dataclass(frozen=True, slots=True)
class SearchKey:
    """Makes of each normalised word the hash under which it is kept and sought."""

    key: bytes = field(repr=False)

    def hashed(self, terms: Iterable[str]) -> set[bytes]:
        """The hashes of these terms."""
        return {self._hash(term) for term in terms}

    def _hash(self, term: str) -> bytes:
        return hashlib.blake2b(term.encode(), key=self.key, digest_size=HASH_BYTES, person=b"search").digest()


def words_in(text: str) -> set[str]:
    """The words of a name or an address, each in one spelling: no capitals, no accents, nothing but letters and digits."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return set(_WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def number_in(text: str) -> set[str]:
    """A telephone number by its last digits; nothing where there are too few."""
    digits = "".join(sign for sign in text if sign.isdigit())
    return {f"tel:{digits[-_LAST_DIGITS:]}"} if len(digits) >= _LAST_DIGITS else set()


def address_in(text: str) -> set[str]:
    """An e-mail address as a whole."""
    return {f"mail:{text.strip().casefold()}"} if "@" in text else set()


def load_or_make(folder: Path) -> SearchKey:
    """The key in `folder`, made at the first start. Raises `KeyFileWrong`."""
    return SearchKey(key_files.keep(folder, KEY_FILE, (_NAME,))[_NAME])
