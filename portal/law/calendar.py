"""Working days, as regulation 2 of SI 2006/1738 counts them; the holidays are passed in."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.words import _

SATURDAY = 5
ONE_DAY = timedelta(days=1)
BANK_HOLIDAY = _("Bank holiday")
CLOSED_ALWAYS = {(12, 25): _("Christmas Day"), (12, 26): _("Boxing Day")}
WEEKEND = dict.fromkeys((SATURDAY, SATURDAY + 1), _("Weekend"))

# The names in the published list, so that they can be translated; a one-off holiday keeps its English name.
HOLIDAY_NAMES = (
    _("New Year’s Day"), _("Good Friday"), _("Easter Monday"), _("Early May bank holiday"), _("Spring bank holiday"),
    _("Summer bank holiday"), _("Bank holiday for the coronation of King Charles III"),
    _("Bank Holiday for the State Funeral of Queen Elizabeth II"), _("Platinum Jubilee bank holiday"),
)  # fmt: skip


class BeyondCalendar(ValueError):
    """A day outside the years whose bank holidays are known: we do not guess."""

    def __init__(self, day: date, first: date, last: date) -> None:
        super().__init__(f"{day} is outside the bank holidays known, {first} to {last}")
        self.day = day


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day on the way to a date: its number where it counts, or else why it does not (an English source text)."""

    on: date
    number: int | None
    why_not: str | None = None


class WorkingDays:
    """The working days from `first` to `last`, both included.

    Not working: Saturday, Sunday, Christmas Day, Boxing Day, and `holidays` (Good Friday and the
    bank holidays of England and Wales), by name or without. A council's own closing days are working days (reg 2).
    """

    def __init__(self, holidays: Mapping[date, str] | Iterable[date], first: date, last: date) -> None:
        self._named = dict(holidays) if isinstance(holidays, Mapping) else dict.fromkeys(holidays, BANK_HOLIDAY)
        span = (last - first).days + 1
        days = (first + timedelta(days=n) for n in range(span))
        self.first, self.last = first, last
        self._days = [day for day in days if self._closed(day) is None]

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

    def counted(self, start: date, end: date) -> Iterator[CountedDay]:
        """Every day after `start` up to and including `end`, with its number or why it does not count.

        Raises BeyondCalendar.
        """
        self._known(start), self._known(end)
        number = 0
        for offset in range(1, (end - start).days + 1):
            day = start + timedelta(days=offset)
            why_not = self._closed(day)
            number += why_not is None
            yield CountedDay(day, None if why_not else number, why_not)

    def _closed(self, day: date) -> str | None:
        """Why this is no working day; the name of a holiday before the weekend it may fall on."""
        return CLOSED_ALWAYS.get((day.month, day.day)) or self._named.get(day) or WEEKEND.get(day.weekday())

    def _known(self, day: date) -> date:
        if not self.first <= day <= self.last:
            raise BeyondCalendar(day, self.first, self.last)
        return day
