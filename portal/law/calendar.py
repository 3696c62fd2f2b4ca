"""Working days, as regulation 2 of SI 2006/1738 counts them; the holidays are passed in."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)
CHRISTMAS_DAY, BOXING_DAY = (12, 25), (12, 26)


class BeyondCalendar(ValueError):
    """A day outside the years whose bank holidays are known: we do not guess."""

    def __init__(self, day: date, first: date, last: date) -> None:
        super().__init__(f"{day} is outside the bank holidays known, {first} to {last}")
        self.day = day


class WorkingDays:
    """The working days from `first` to `last`, both included.

    Not working: Saturday, Sunday, Christmas Day, Boxing Day, and `holidays` (Good Friday and the
    bank holidays of England and Wales). A council's own closing days are working days (reg 2).
    """

    def __init__(self, holidays: Iterable[date], first: date, last: date) -> None:
        closed = frozenset(holidays)
        span = (last - first).days + 1
        days = (first + timedelta(days=n) for n in range(span))
        self.first, self.last = first, last
        self._days = [day for day in days if _opens(day) and day not in closed]

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day. Raises BeyondCalendar."""
        at = bisect_left(self._days, self._known(day))
        return at < len(self._days) and self._days[at] == day

    def add(self, start: date, days: int) -> date:
        """The day that is `days` working days after `start`; raises BeyondCalendar.

        The day after `start` is day 1; `start` need not be a working day. Below 1: `start` itself.
        """
        if days < 1:
            return self._known(start)
        at = bisect_right(self._days, self._known(start)) + days - 1
        if at >= len(self._days):
            raise BeyondCalendar(self.last + ONE_DAY, self.first, self.last)
        return self._days[at]

    def between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; below 0 when `b` is before `a`."""
        return bisect_right(self._days, self._known(b)) - bisect_right(self._days, self._known(a))

    def _known(self, day: date) -> date:
        if not self.first <= day <= self.last:
            raise BeyondCalendar(day, self.first, self.last)
        return day


def _opens(day: date) -> bool:
    return day.weekday() < SATURDAY and (day.month, day.day) not in (CHRISTMAS_DAY, BOXING_DAY)
