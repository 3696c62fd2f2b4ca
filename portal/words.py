"""The words at the bottom of the house: a text in the voices it may be said in.

A `Wording` holds the English source text of one thing we say, once for each
voice. Translation happens at the edge (`portal.web.language`); nothing in here
knows which language is spoken.
"""

from dataclasses import dataclass
from enum import StrEnum


class Voice(StrEnum):
    """How we speak: to adults, to children, or to the officers who handle cases."""

    ADULT = "adult"
    CHILD = "child"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in up to three voices; a voice that has none of its own speaks as to adults."""

    adult: str
    child: str | None = None
    officer: str | None = None

    def in_voice(self, voice: Voice) -> str:
        """The English source text for `voice`."""
        own = {Voice.CHILD: self.child, Voice.OFFICER: self.officer}.get(voice)
        return self.adult if own is None else own


def _(text: str) -> str:
    """Mark `text` for translation where it stands; gettext finds the mark, the edge translates."""
    return text
