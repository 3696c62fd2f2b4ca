"""Which period a report is of, as an officer chooses it: a financial year, a quarter, or days of their own."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from wtforms import BooleanField, Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from portal.report.making import MOST_PERIODS
from portal.staff.forms import day_of
from portal.web.forms import clean

OWN = "own"
EARLIEST, YEARS_OFFERED, QUARTERS_OFFERED = 2000, 6, 8
LONGEST_DAYS = 800
"""How many days a period of one's own may have: somewhat more than two years."""

_CODE = re.compile(r"y([0-9]{4})|q([0-9]{4})-([1-4])", re.ASCII)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_NEEDS_A_DAY = "Enter a day in numbers, like 1 4 2026"


def _tidied(value: str | None) -> str | None:
    return clean(value).strip() if value else value


@dataclass(frozen=True, slots=True)
class Chosen:
    """A period from a day to a day, beside how many of the kind (its own counted), and whether small numbers are shown."""

    first: date
    last: date
    years: int = 3
    small: bool = False


class PeriodForm(Form):
    """A period, and how it is shown."""

    period = SelectField("Period", validate_choice=False)
    first = StringField("From", filters=[_tidied])
    last = StringField("To", filters=[_tidied])
    years = SelectField("Side by side", choices=[SelectChoice(str(n), f"{n} periods" if n > 1 else "This one alone") for n in range(1, MOST_PERIODS + 1)], default="3", validate_choice=False)
    small = BooleanField("Show small numbers too: for the office alone", false_values=(False, "false", "", "n", "0"))

    whole = False
    """Years and quarters alone, without small numbers."""

    def offer(self, today: date, oldest: date | None, *, whole: bool = False) -> None:
        """Let the officer choose from the periods that have begun, back to the day of the oldest case.

        `whole`: no days of their own, since two periods that differ by a day tell of one case; and no small numbers.
        """
        self.whole = whole
        self.period.choices = [SelectChoice(code, name) for code, name in periods_offered(today, oldest) if not (whole and code == OWN)]
        if self.period.data is None:
            self.period.data = usual_period(today, oldest)
        known = _bounds(self.period.data or "")
        if known and self.period.data not in {choice.value for choice in self.period.choices}:
            self.period.choices.append(SelectChoice(self.period.data, name_of(self.period.data)))

    def chosen(self, today: date) -> Chosen | None:
        """What was chosen; None where something is wrong, which the fields say then."""
        found = self._period(today)
        if self.years.data not in {str(n) for n in range(1, MOST_PERIODS + 1)}:
            _wrong(self.years, f"Choose from 1 to {MOST_PERIODS} periods")
            self.years.data = "3"
            return None
        return Chosen(*found, int(self.years.data), bool(self.small.data) and not self.whole) if found else None

    def _period(self, today: date) -> tuple[date, date] | None:
        if self.period.data != OWN or self.whole:
            bounds = _bounds(self.period.data or "")
            if bounds is None or not date(EARLIEST, 1, 1) <= bounds[0] <= today:
                _wrong(self.period, "Choose a period that has begun")
                return None
            return bounds
        first, last = _day(self.first.data), _day(self.last.data)
        for field, day in ((self.first, first), (self.last, last)):
            if day is None:
                _wrong(field, _NEEDS_A_DAY)
        if first is None or last is None:
            return None
        if first.year < EARLIEST or first > today:
            _wrong(self.first, f"Enter a day from 1 January {EARLIEST} to today")
        elif last < first:
            _wrong(self.last, "Enter a last day that is not before the first")
        elif (last - first).days >= LONGEST_DAYS:
            _wrong(self.last, "Enter a period of two years at the most")
        elif last > _year_end(today):
            _wrong(self.last, "Enter a last day in this financial year or before")
        else:
            return first, last
        return None


def query_of(form: PeriodForm, chosen: Chosen) -> dict[str, str]:
    """What was chosen as an address spells it."""
    days = {"first": chosen.first.isoformat(), "last": chosen.last.isoformat()} if form.period.data == OWN else {}
    small = {"small": "y"} if chosen.small else {}
    return {"period": str(form.period.data), **days, "years": str(chosen.years), **small}


def code_of(first: date, last: date) -> str:
    """The code of the year or quarter from day to day; OWN for every other period."""
    start = financial_year(first)
    codes = [f"y{start}", *(f"q{start}-{n}" for n in range(1, 5))]
    return next((code for code in codes if _bounds(code) == (first, last)), OWN)


def periods_offered(today: date, oldest: date | None) -> list[tuple[str, str]]:
    """Financial years and quarters that have begun, the newest first, and days of one's own."""
    now = financial_year(today)
    since = max(financial_year(oldest) if oldest else now, now - YEARS_OFFERED + 1, EARLIEST)
    years = [f"y{year}" for year in range(now, since - 1, -1)]
    quarters = [f"q{year}-{n}" for year in range(now, since - 1, -1) for n in range(4, 0, -1)]
    begun = [code for code in quarters if _begin(code) <= today][:QUARTERS_OFFERED]
    return [*((code, _named(code, today)) for code in (*years, *begun)), (OWN, "Days of my own, entered here")]


def usual_period(today: date, oldest: date | None) -> str:
    """The last financial year that is over, or this one where the oldest case is of it."""
    now = financial_year(today)
    return f"y{now}" if oldest is None or financial_year(oldest) >= now else f"y{now - 1}"


def financial_year(day: date) -> int:
    """The year in which the financial year of a day began: it begins on 1 April."""
    return day.year if day.month >= 4 else day.year - 1


def name_of(code: str) -> str:
    """A year or a quarter in words."""
    found = _CODE.fullmatch(code)
    if found is None:
        return code
    if found[1]:
        return f"{int(found[1])}-{(int(found[1]) + 1) % 100:02}"
    first, last = _bounds(code) or (date.min, date.min)
    return f"Quarter {found[3]} of {int(found[2])}-{(int(found[2]) + 1) % 100:02}: {first:%B} to {last:%B %Y}"


def _named(code: str, today: date) -> str:
    bounds = _bounds(code)
    return f"{name_of(code)}{', so far' if bounds and bounds[1] >= today else ''}"


def _begin(code: str) -> date:
    bounds = _bounds(code)
    return bounds[0] if bounds else date.max


def _bounds(code: str) -> tuple[date, date] | None:
    found = _CODE.fullmatch(code)
    year = int(found[1] or found[2]) if found else 0
    if found is None or not 1900 <= year <= 9000:
        return None
    if found[1]:
        return date(year, 4, 1), date(year + 1, 3, 31)
    month = 4 + 3 * (int(found[3]) - 1)
    first = date(year + month // 13, (month - 1) % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    for _ in range(2):
        after = date(after.year + after.month // 12, after.month % 12 + 1, 1)
    return first, after - timedelta(days=1)


def _year_end(today: date) -> date:
    return date(financial_year(today) + 1, 3, 31)


def _day(text: str | None) -> date | None:
    found = _ISO.fullmatch(text or "")
    if not found:
        return day_of(text or "")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _wrong(field: Any, message: str) -> None:
    field.errors = [*field.errors, message]


