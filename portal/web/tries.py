"""Tries that went wrong, and how long the next one waits: longer each time, never for ever, and forgotten in an hour.

What is kept is marks and counts in the memory of this process. A wait is told and nothing is
tried meanwhile: a thread that slept would keep others from their pages. Trying during a wait
does not make it longer.

Return words are counted three ways. One address has a few wrong tries for one reference, then
waits up to five minutes for *that* reference. One address that goes from reference to reference
waits up to a minute. A reference that is tried from everywhere leaves each address one wrong
try, but always that one: whoever holds the right words and has not failed yet opens it at once,
however many others are guessing.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from flask import Flask, current_app

from portal import limits

NO_WAIT = timedelta()


@dataclass(frozen=True, slots=True)
class Patience:
    """So many wrong tries are free; the wait after the last of them is `first`, and doubles up to `longest`."""

    free: int
    first: timedelta
    longest: timedelta

    def wait_after(self, failures: int) -> timedelta:
        """How long to wait after so many failures in a row."""
        over = failures - self.free
        return NO_WAIT if over < 0 else min(self.first * 2 ** min(over, 16), self.longest)


SIGN_IN = Patience(limits.SIGN_IN_FREE_TRIES, limits.SIGN_IN_FIRST_WAIT, limits.SIGN_IN_LONGEST_WAIT)
WORDS = Patience(limits.WORDS_FREE_TRIES, limits.WORDS_FIRST_WAIT, limits.WORDS_LONGEST_WAIT)
WORDS_UNDER_ATTACK = Patience(1, limits.WORDS_FIRST_WAIT, limits.WORDS_LONGEST_WAIT)
FROM_ADDRESS = Patience(
    limits.WORDS_ADDRESS_FREE_TRIES, limits.WORDS_FIRST_WAIT, limits.WORDS_ADDRESS_LONGEST_WAIT
)  # fmt: skip


class Tries:
    """Failures by key. The one that failed longest ago is forgotten first."""

    def __init__(self, most: int = limits.MOST_REMEMBERED) -> None:
        self._kept: OrderedDict[str, tuple[int, datetime, datetime]] = OrderedDict()
        self._most, self._lock = most, Lock()

    def failures(self, key: str, now: datetime) -> int:
        """How many times this key failed, as far as that is remembered."""
        failures, last, _ = self._kept.get(key, (0, now, now))
        return failures if now - last < limits.TRIES_REMEMBERED_FOR else 0

    def wait(self, key: str, now: datetime) -> timedelta:
        """How long this key still waits."""
        until = self._kept[key][2] if self.failures(key, now) else now
        return max(until - now, NO_WAIT)

    def failed(self, key: str, now: datetime, patience: Patience) -> None:
        """Count a failure, and let the key wait if it has had its free ones."""
        with self._lock:
            failures = self.failures(key, now) + 1
            self._kept[key] = (failures, now, now + patience.wait_after(failures))
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def forgive(self, key: str) -> None:
        """Begin anew with this key."""
        with self._lock:
            self._kept.pop(key, None)


class SigningIn:
    """Sign-ins that were refused, by address; accounts have a lock of their own."""

    def __init__(self) -> None:
        self._tries = Tries()

    def wait(self, mark: str, now: datetime) -> timedelta:
        """How long this address waits before it may try again."""
        return self._tries.wait(mark, now)

    def refused(self, mark: str, now: datetime) -> None:
        """A sign-in from this address was refused."""
        self._tries.failed(mark, now, SIGN_IN)


class Returning:
    """Return words that did not fit, by reference and address, by address, and by reference."""

    def __init__(self) -> None:
        self._both, self._addresses, self._references = Tries(), Tries(), Tries()

    def wait(self, mark: str, reference: str, now: datetime) -> timedelta:
        """How long this address waits before it may try this reference."""
        return max(self._both.wait(f"{mark} {reference}", now), self._addresses.wait(mark, now))

    def wrong(self, mark: str, reference: str, now: datetime) -> None:
        """The words did not fit, or nobody has this reference: nothing here tells which."""
        self._references.failed(reference, now, WORDS)
        besieged = self._references.failures(reference, now) > limits.WORDS_CASE_FREE_TRIES
        self._both.failed(f"{mark} {reference}", now, WORDS_UNDER_ATTACK if besieged else WORDS)
        self._addresses.failed(mark, now, FROM_ADDRESS)

    def opened(self, mark: str, reference: str) -> None:
        """The words were right: what this address got wrong for this reference is forgotten."""
        self._both.forgive(f"{mark} {reference}")


def init(app: Flask) -> None:
    """Let `app` keep count."""
    app.extensions["signing in"], app.extensions["returning"] = SigningIn(), Returning()


def signing_in() -> SigningIn:
    """The refused sign-ins of this application."""
    return current_app.extensions["signing in"]  # type: ignore[no-any-return]


def returning() -> Returning:
    """The return words that did not fit, of this application."""
    return current_app.extensions["returning"]  # type: ignore[no-any-return]
