"""For how long a closed case is kept, and what is to be done once that time is over."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.casework.case import CaseState


class Keeping(StrEnum):
    """Where a case stands on its way out: read off its history and kept beside it, so that lists are found."""

    KEPT = "kept"
    HELD = "held"
    RUN_OUT = "run_out"
    """The schedule's time is over; nobody has proposed to erase it yet."""
    PROPOSED = "proposed"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Period:
    """One line of a council's schedule: cases of these routes and outcomes (none named: all) are kept so many months."""

    months: int
    routes: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()

    def covers(self, route: str, outcome: str) -> bool:
        """Whether a case of this route that ended so falls under this line."""
        return (not self.routes or route in self.routes) and (not self.outcomes or outcome in self.outcomes)


def keeping_of(state: CaseState) -> Keeping:
    """Where a case with this history stands. A hold comes before everything but what can no longer be held."""
    if state.erased:
        return Keeping.ERASED
    if state.held:
        return Keeping.HELD
    if state.erasure_proposed:
        return Keeping.PROPOSED
    return Keeping.RUN_OUT if state.run_out else Keeping.KEPT


def period_of(schedule: Iterable[Period], route: str, outcome: str) -> Period | None:
    """The first line of the schedule that covers such a case; None where the council has stated nothing."""
    return next((period for period in schedule if period.covers(route, outcome)), None)


def kept_until(closed_on: date, period: Period) -> date:
    """The last day on which it is kept: so many months after it was closed, at the latest at that month's end."""
    return months_later(closed_on, period.months)


def months_later(day: date, months: int) -> date:
    """The same day so many months later (or earlier, below nought), or that month's last where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_closing(today: date, months: int) -> date:
    """The latest day of closing from which so many months were over before `today`."""
    guess = months_later(today, -months)
    # 31 January and one month end on 28 February, as 28 January does: step back over the days that end alike.
    while months_later(guess, months) >= today:
        guess = date.fromordinal(guess.toordinal() - 1)
    return guess
