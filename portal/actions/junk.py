"""Noticing junk: what is compared with what was sent before, and what is remembered of it for a day.

Of a text only marks are kept, in memory: keyed hashes of its runs of three words, the key
made anew each day. Neither the words nor who wrote them can be read from the marks.
"""

import re
import secrets
import unicodedata
from collections import deque
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b
from threading import Lock

from portal import limits
from portal.casework.junk import Sign
from portal.questions.journey import Journey
from portal.questions.kinds import Kind

RUN = 3
MOST_MARKS = 32
MOST_WORDS = 2_000
ALIKE = 0.75
"""The share of marks that two texts have in common when a few words were changed."""

AN_HOUR = timedelta(hours=1)

Marks = frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Noticed:
    """What the page saw of a sending: whether the hidden field was filled in, and the mark of where it came from.

    No mark where the place tells nothing.
    """

    hidden_field: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """What was sent, as far as it is compared."""

    words: str
    pages: int
    begun_at: datetime | None
    noticed: Noticed


class RecentlySent:
    """The marks of what this process took in today, and how often each place sent something."""

    def __init__(self) -> None:
        self._day, self._key = date.min, b""
        self._texts: deque[tuple[datetime, Marks]] = deque(maxlen=limits.MOST_COMPARED)
        self._places: deque[tuple[datetime, str]] = deque(maxlen=limits.MOST_COMPARED)
        self._lock = Lock()

    def signs_of(self, sending: Sending, now: datetime) -> tuple[Sign, ...]:
        """The signs that this sending shows; nothing is remembered yet.

        What it has in common with others is looked for only where it shows a sign of its own: it would mean nothing.
        """
        with self._lock:
            self._begin_day(now)
        own = {Sign.HIDDEN_FIELD: sending.noticed.hidden_field, Sign.TOO_QUICK: _too_quick(sending, now)}
        if not any(own.values()):
            return ()
        common = {
            Sign.MANY_FROM_ONE_PLACE: self._from(sending.noticed.place, now) >= limits.SENT_FROM_ONE_ADDRESS,
            Sign.SAME_WORDS: self._alike(sending.words, now) >= limits.SAME_WORDS_SENT,
        }
        return tuple(sign for sign, shown in (own | common).items() if shown)

    def remember(self, sending: Sending, now: datetime) -> None:
        """It was sent: what comes later is compared with it."""
        with self._lock:
            if marks := self._marks(sending.words, now):
                self._texts.append((now, marks))
            if sending.noticed.place:
                self._places.append((now, sending.noticed.place))

    def _alike(self, words: str, now: datetime) -> int:
        with self._lock:
            marks = self._marks(words, now)
            kept = [those for when, those in self._texts if now - when < limits.WORDS_COMPARED_FOR]
        return sum(len(marks & those) >= ALIKE * max(len(marks), len(those)) for those in kept) if marks else 0

    def _from(self, place: str, now: datetime) -> int:
        with self._lock:
            return sum(one == place and now - when < AN_HOUR for when, one in self._places) if place else 0

    def _begin_day(self, now: datetime) -> None:
        """With a new day comes a new key, under which the marks of yesterday would say nothing."""
        if now.date() != self._day:
            self._day, self._key = now.date(), secrets.token_bytes(32)
            self._texts.clear()
            self._places.clear()

    def _marks(self, words: str, now: datetime) -> Marks:
        """The smallest marks of a text: of two texts that are nearly the same, nearly the same ones."""
        self._begin_day(now)
        plain = _plain_words(words)
        if len(plain) < limits.FEWEST_WORDS_COMPARED:
            return frozenset()
        runs = {" ".join(plain[at : at + RUN]) for at in range(len(plain) - RUN + 1)}
        marks = sorted(blake2b(run.encode(), key=self._key, digest_size=8).digest() for run in runs)
        return frozenset(marks[:MOST_MARKS])


def words_on(path: Journey) -> str:
    """Everything that was written freely on this path, in one text."""
    written = [str(path.given.answers.get(s.question.key, "")) for s in path.steps if s.question.kind is Kind.WORDS]
    told = [f"{s.point.what_happened} {s.point.put_right}" for s in path.steps if s.point is not None]
    return " ".join([*written, *told])


def _too_quick(sending: Sending, now: datetime) -> bool:
    if sending.begun_at is None:
        return False
    return now - sending.begun_at < timedelta(seconds=limits.SECONDS_A_PAGE * sending.pages)


def _plain_words(text: str) -> list[str]:
    """The first words, in small letters and without accents or signs."""
    letters = unicodedata.normalize("NFKD", text[: MOST_WORDS * 20]).casefold()
    return re.findall(r"\w+", "".join(one for one in letters if not unicodedata.combining(one)))[:MOST_WORDS]
