"""What a question is made of: its kind, its choices, and when it is asked.

A question is declared once. Voices change its words and pictures; they never
change its key, its choices or its checks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from portal.words import Wording

Answers = Mapping[str, Any]


class Kind(StrEnum):
    """How a question is answered; each kind has one template and one form field."""

    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    WORDS = "words"
    MONTH = "month"
    DAY = "day"
    EMAIL = "email"
    PHONE = "phone"
    POINT = "point"


DONT_KNOW = "dont_know"


# Choices and questions are the same when they are the very same: each is declared once, and is quick to look up.
@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One answer that can be picked. `code` is kept; `words` are shown.

    `group` folds the choice under a heading; `alone` means that it cannot stand
    beside other choices (*none of these*, *I don't know*).
    """

    code: str
    words: Wording
    hint: Wording | None = None
    picture: str | None = None
    group: Wording | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """The answers that count so far: those whose question is on the path."""

    answers: Answers

    def one(self, key: str) -> str:
        """The single answer to `key`, or an empty string."""
        value = self.answers.get(key)
        return value if isinstance(value, str) else ""

    def many(self, key: str) -> tuple[str, ...]:
        """The answers to `key`, whether one or several were allowed."""
        value = self.answers.get(key)
        if isinstance(value, str):
            return (value,) if value else ()
        return tuple(value or ())

    def any(self, key: str, codes: frozenset[str] | set[str]) -> bool:
        """Whether one of `codes` was answered to `key`."""
        value = self.answers.get(key)
        return value in codes if isinstance(value, str) else not codes.isdisjoint(value or ())

    @property
    def is_child(self) -> bool:
        """Whether the person is under 18 and complains themselves: they are asked least."""
        return bool(self.answers.get("complainant") == "child")


def always(given: Given) -> bool:
    """Ask everyone."""
    return True


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One thing we ask.

    `key` names the page and the input. `personal` has no default: whoever adds a
    question decides whether its answer is personal. `required` is what we say when
    nothing was answered; without it the question may be left blank. `limit` counts
    characters. `why` says why we ask and who will see it. `cards` shows choices as
    large cards with a drawing; `open_groups` shows their groups unfolded;
    `aloud`: it may be said aloud, or shown, instead of written. `complete` is the HTML
    autocomplete purpose. `beside` is the key of the question on whose page a child is
    asked this too, so that their way stays short; it may be left blank.
    """

    key: str
    kind: Kind
    title: Wording
    personal: bool
    hint: Wording | None = None
    why: Wording | None = None
    choices: tuple[Choice, ...] | Callable[[Given], tuple[Choice, ...]] = ()
    when: Callable[[Given], bool] = field(default=always)
    required: Wording | None = None
    limit: int = 200
    cards: bool = False
    open_groups: bool = False
    aloud: bool = False
    complete: str | None = None
    beside: str | None = None

    def choices_for(self, given: Given) -> tuple[Choice, ...]:
        """The choices that this person is offered."""
        return self.choices(given) if callable(self.choices) else self.choices

    def codes_for(self, given: Given) -> frozenset[str]:
        """The codes of the choices that this person is offered."""
        return _codes(self.choices_for(given))

    def must_be_answered(self, given: Given) -> bool:
        """A child may skip every question but who they are; others those that need no answer."""
        return self.required is not None and not given.is_child


@lru_cache(maxsize=2_048)
def _codes(choices: tuple[Choice, ...]) -> frozenset[str]:
    return frozenset(choice.code for choice in choices)
