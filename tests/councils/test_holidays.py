"""The bank holidays of England and Wales, offline, and the working days they leave."""

from datetime import date

import holidays as oracle
import pytest

from portal.councils import bank_holidays, working_days


def test_one_off_holidays_are_among_them() -> None:
    assert date(2023, 5, 8) in bank_holidays().days


def test_the_list_covers_whole_years() -> None:
    known = bank_holidays()
    assert (known.first.month, known.first.day, known.last.month, known.last.day) == (1, 1, 12, 31)
    assert known.days == tuple(sorted(set(known.days)))
    assert known.last.year >= 2028


@pytest.mark.parametrize("year", range(2019, 2029))
def test_another_source_knows_the_same_holidays(year: int) -> None:
    ours = {day for day in bank_holidays().days if day.year == year and day.weekday() < 5}
    theirs = {day for day in oracle.country_holidays("GB", subdiv="ENG", years=year) if day.weekday() < 5}
    assert ours == theirs


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 11, 23), [date(2026, 12, 7), date(2026, 12, 21), date(2026, 12, 30), date(2027, 2, 25)]),
        (date(2026, 12, 14), [date(2026, 12, 30), date(2027, 1, 14), date(2027, 1, 21), date(2027, 3, 18)]),
        (date(2026, 12, 26), [date(2027, 1, 12), date(2027, 1, 26), date(2027, 2, 2), date(2027, 4, 1)]),
        (date(2027, 3, 19), [date(2027, 4, 6), date(2027, 4, 20), date(2027, 4, 27), date(2027, 6, 24)]),
    ],
)
def test_the_limits_of_the_law_fall_on_the_right_days(start: date, due: list[date]) -> None:
    calendar = working_days()
    assert [calendar.add(start, days) for days in (10, 20, 25, 65)] == due


def test_the_calendar_is_made_once() -> None:
    assert working_days() is working_days()
