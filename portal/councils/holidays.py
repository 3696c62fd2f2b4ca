"""The bank holidays of England and Wales, from the data that govuk-bank-holidays brings along; nothing is fetched."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from portal.law.calendar import WorkingDays


@dataclass(frozen=True, slots=True)
class BankHolidays:
    """The holidays in order with their names, and the first and last day for which the list is complete."""

    named: dict[date, str]
    first: date
    last: date

    @property
    def days(self) -> tuple[date, ...]:
        """The holidays in order."""
        return tuple(self.named)


@cache
def bank_holidays() -> BankHolidays:
    """The bank holidays of England and Wales under the Banking and Financial Dealings Act 1971, whole years only."""
    # The package loads an HTTP library that nothing here needs: the commands that count no days do without.
    from govuk_bank_holidays.bank_holidays import BankHolidays as Published

    published = Published(use_cached_holidays=True).get_holidays(division=Published.ENGLAND_AND_WALES)
    named = {holiday["date"]: holiday["title"] for holiday in sorted(published, key=lambda each: each["date"])}
    days = tuple(named)
    return BankHolidays(named, date(days[0].year, 1, 1), date(days[-1].year, 12, 31))


@cache
def working_days() -> WorkingDays:
    """The calendar that counts working days as regulation 2 of SI 2006/1738 defines them."""
    holidays = bank_holidays()
    return WorkingDays(holidays.named, holidays.first, holidays.last)
