"""References: ten signs that cannot be guessed, misread aloud or read as a word.

Six letters and seven digits are left when those that look alike (0 O, 1 I L, 5 S, 8 B, 2 Z),
sound alike (the letters that rhyme with *ee*, M and N, F and S, 8 and H, 5 and 9) and every
vowel, Y among them, are taken out. Thirteen to the power of ten is 137,000 million.
"""

import re
import secrets

SIGNS = "KMRTWX2346789"
LENGTH = 10
_PARTS = (3, 4, 3)
_NOT_SIGNS = re.compile("[^0-9A-Z]")


def new_reference() -> str:
    """A new reference, as it is written: three signs, four, three, with hyphens between."""
    return written("".join(secrets.choice(SIGNS) for _ in range(LENGTH)))


def written(signs: str) -> str:
    """Ten signs with their hyphens."""
    first, second = _PARTS[0], _PARTS[0] + _PARTS[1]
    return f"{signs[:first]}-{signs[first:second]}-{signs[second:]}"


def tidy(text: str) -> str | None:
    """The reference in what somebody typed, in any case and with anything between; None where there is none."""
    signs = _NOT_SIGNS.sub("", text.upper())
    return written(signs) if len(signs) == LENGTH and set(signs) <= set(SIGNS) else None
