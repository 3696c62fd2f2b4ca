"""How many files come from one address: a great many at once are free, and after those one every few seconds.

What is kept is a mark and a moment in the memory of this process, as with wrong tries. Nobody is refused: whoever is
too quick is told how long to wait, what they have stays as it is, and asking meanwhile does not make it longer.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from flask import Flask, current_app

from portal import limits

NO_WAIT = timedelta()


class Uploading:
    """The files of each address: `free` of them at once, and one more whenever `each` has passed."""

    def __init__(
        self,
        free: int = limits.FILES_FREE_FROM_ADDRESS,
        each: timedelta = limits.FILES_WAIT_EACH,
        most: int = limits.MOST_REMEMBERED,
    ) -> None:
        # The moment at which all that an address has used will be free again.
        self._used_until: OrderedDict[str, datetime] = OrderedDict()
        self._free, self._each, self._most, self._lock = free, each, most, Lock()

    def wait(self, mark: str, now: datetime, files: int = 1) -> timedelta:
        """How long this address waits until it may add so many more."""
        used = max(self._used_until.get(mark, now) - now, NO_WAIT)
        return max(used + (files - self._free) * self._each, NO_WAIT)

    def took(self, mark: str, now: datetime) -> None:
        """A file from this address was looked at, whatever came of it."""
        with self._lock:
            self._used_until[mark] = max(self._used_until.get(mark, now), now) + self._each
            self._used_until.move_to_end(mark)
            while len(self._used_until) > self._most:
                self._used_until.popitem(last=False)


class Keeping(Uploading):
    """Half-typed words, counted for each draft in the same way."""

    def __init__(self) -> None:
        super().__init__(limits.KEEPS_FREE, limits.KEEPS_WAIT_EACH)


def init(app: Flask) -> None:
    """Let `app` keep count."""
    app.extensions["keeping"] = Keeping()
    app.extensions["uploading"] = Uploading()


def uploading() -> Uploading:
    """The files that were added, of this application."""
    return current_app.extensions["uploading"]  # type: ignore[no-any-return]


def keeping() -> Keeping:
    """The half-typed words that were kept, of this application."""
    return current_app.extensions["keeping"]  # type: ignore[no-any-return]
