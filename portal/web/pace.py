"""How fast something may come, files from an address or half-typed words for a draft: many at once, then one every few seconds.

What is kept is a mark and a moment in the memory of this process, as with wrong tries. Nobody is refused: whoever is
too quick is told how long to wait, what they have stays as it is, and asking meanwhile does not make it longer.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from flask import Flask, current_app

from portal import limits

NO_WAIT = timedelta()


class Pace:
    """What came under each mark: `free` of it at once, and one more whenever `each` has passed."""

    def __init__(self, free: int, each: timedelta, most: int = limits.MOST_REMEMBERED) -> None:
        # The moment at which all that was used under a mark will be free again.
        self._used_until: OrderedDict[str, datetime] = OrderedDict()
        self._free, self._each, self._most, self._lock = free, each, most, Lock()

    def wait(self, mark: str, now: datetime, more: int = 1) -> timedelta:
        """How long it is until so many more may come under this mark."""
        used = max(self._used_until.get(mark, now) - now, NO_WAIT)
        return max(used + (more - self._free) * self._each, NO_WAIT)

    def took(self, mark: str, now: datetime) -> None:
        """One more came under this mark, whatever became of it."""
        with self._lock:
            self._used_until[mark] = max(self._used_until.get(mark, now), now) + self._each
            self._used_until.move_to_end(mark)
            while len(self._used_until) > self._most:
                self._used_until.popitem(last=False)


def init(app: Flask) -> None:
    """Let `app` keep count."""
    app.extensions["keeping"] = Pace(limits.KEEPS_FREE, limits.KEEPS_WAIT_EACH)
    app.extensions["uploading"] = Pace(limits.FILES_FREE_FROM_ADDRESS, limits.FILES_WAIT_EACH)


def uploading() -> Pace:
    """The pace of files from each address, in this application."""
    return current_app.extensions["uploading"]  # type: ignore[no-any-return]


def keeping() -> Pace:
    """The pace of half-typed words for each draft, in this application."""
    return current_app.extensions["keeping"]  # type: ignore[no-any-return]
