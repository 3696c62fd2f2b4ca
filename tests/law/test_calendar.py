"""Working days, checked against dates worked out by hand and against a calendar that is not ours."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.law.calendar import BeyondCalendar, WorkingDays

FIRST, LAST = date(2019, 1, 1), date(2028, 12, 31)
BANK_HOLIDAYS = frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2019, 2029)))
CALENDAR = WorkingDays(BANK_HOLIDAYS, FIRST, LAST)
DAYS = st.dates(FIRST, date(2027, 12, 31))

ENGLAND_2026_AND_2027 = [
    *(date(2026, *day) for day in [(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)]),
    *(date(2027, *day) for day in [(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)]),
]
BY_HAND = WorkingDays(ENGLAND_2026_AND_2027, date(2026, 1, 1), date(2027, 12, 31))

VECTORS = [
    (date(2026, 11, 23), [date(2026, 12, 7), date(2026, 12, 21), date(2026, 12, 30), date(2027, 2, 25)]),
    (date(2026, 12, 14), [date(2026, 12, 30), date(2027, 1, 14), date(2027, 1, 21), date(2027, 3, 18)]),
    (date(2026, 12, 26), [date(2027, 1, 12), date(2027, 1, 26), date(2027, 2, 2), date(2027, 4, 1)]),
    (date(2027, 3, 19), [date(2027, 4, 6), date(2027, 4, 20), date(2027, 4, 27), date(2027, 6, 24)]),
]


@pytest.mark.parametrize("calendar", [CALENDAR, BY_HAND])
@pytest.mark.parametrize(("start", "ends"), VECTORS)
def test_ten_twenty_twentyfive_and_sixtyfive_working_days(calendar, start, ends):
    assert [calendar.add(start, days) for days in (10, 20, 25, 65)] == ends


def test_every_day_of_ten_years_agrees_with_an_independent_calendar():
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=offset)
        assert CALENDAR.is_working(day) == (day.weekday() < 5 and day not in BANK_HOLIDAYS), day


def test_christmas_and_boxing_day_are_closed_even_where_the_list_forgets_them():
    bare = WorkingDays([], date(2025, 1, 1), date(2025, 12, 31))
    assert not bare.is_working(date(2025, 12, 25))
    assert not bare.is_working(date(2025, 12, 26))
    assert bare.is_working(date(2025, 12, 24))


def test_the_day_after_receipt_is_day_one():
    assert CALENDAR.add(date(2026, 11, 23), 1) == date(2026, 11, 24)
    assert CALENDAR.add(date(2026, 11, 21), 1) == date(2026, 11, 23)
    assert CALENDAR.add(date(2026, 11, 23), 0) == date(2026, 11, 23)


def test_one_off_bank_holidays_count():
    funeral = date(2022, 9, 19)
    assert not CALENDAR.is_working(funeral)
    assert CALENDAR.add(date(2022, 9, 16), 1) == date(2022, 9, 20)


@settings(max_examples=300)
@given(DAYS, st.integers(1, 200))
def test_counting_back_gives_the_days_that_were_added(start, days):
    end = CALENDAR.add(start, days)
    assert CALENDAR.is_working(end)
    assert CALENDAR.between(start, end) == days
    assert CALENDAR.between(end, start) == -days


@settings(max_examples=300)
@given(DAYS, DAYS)
def test_days_between_are_those_counted_one_by_one(a, b):
    low, high = min(a, b), max(a, b)
    days = [low + timedelta(days=n) for n in range(1, (high - low).days + 1)]
    counted = sum(map(CALENDAR.is_working, days))
    assert CALENDAR.between(low, high) == counted


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.is_working(date(2029, 1, 1)),
        lambda: CALENDAR.is_working(date(2018, 12, 31)),
        lambda: CALENDAR.add(date(2028, 12, 20), 10),
        lambda: CALENDAR.add(date(2018, 12, 31), 10),
        lambda: CALENDAR.between(date(2028, 12, 1), date(2029, 1, 2)),
    ],
)
def test_beyond_the_known_holidays_nothing_is_guessed(ask):
    with pytest.raises(BeyondCalendar):
        ask()
