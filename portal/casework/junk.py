"""The signs by which something sent looks like junk, and when they are enough to let a person look first.

Nothing is refused for them, and no clock stops: the case waits at the end of the queue, in a
lane of its own, until an officer says what it is. Each sign but one can have a good reason:
a class writes from one school, a petition says the same words, a form filled in from notes
is quick. So one of those alone is never enough.
"""

from collections.abc import Collection
from enum import StrEnum


class Sign(StrEnum):
    """What was noticed."""

    HIDDEN_FIELD = "hidden_field"
    TOO_QUICK = "too_quick"
    MANY_FROM_ONE_PLACE = "many_from_one_place"
    SAME_WORDS = "same_words"


def looks_like_junk(signs: Collection[Sign]) -> bool:
    """A field was filled in that nobody can see; or it was quicker than reading, and one of many or like many."""
    if Sign.HIDDEN_FIELD in signs:
        return True
    return Sign.TOO_QUICK in signs and (Sign.MANY_FROM_ONE_PLACE in signs or Sign.SAME_WORDS in signs)
