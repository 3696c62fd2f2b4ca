"""The weekly tracker on each database: its totals are the sums of their lists, and its days are London's."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.actions import closing, handling, rights, stages
from portal.actions.desk import Desk
from portal.actions.settling import work_out_standing
from portal.casework.outcomes import OutcomeCode
from portal.store import cases, tables
from portal.store.tracker import BadPosition, Listing, Place, Week
from tests.actions.desks import NOW, a_case, row_of
from tests.actions.weeks import TODAY, WEEKS, at, busy_weeks, counts_of, references, rows_of, sent


@pytest.fixture
def busy(desk: Desk, officer: int) -> Desk:
    return busy_weeks(desk, officer)


def test_every_total_is_the_sum_of_its_parts_and_every_figure_has_its_list(busy: Desk) -> None:
    for week in WEEKS:
        counts = counts_of(busy, week)
        assert counts[Listing.BEFORE] + counts[Listing.CAME_IN] - counts[Listing.CLOSED] == counts[Listing.OPEN]
        if week.is_now:
            parts = (Listing.LATE, Listing.DUE, Listing.LATER, Listing.UNDATED)
            assert sum(counts[part] for part in parts) == counts[Listing.OPEN]
            apart = [set(references(busy, part, week)) for part in parts]
            assert set().union(*apart) == set(references(busy, Listing.OPEN, week))
        for listing, number in counts.items():
            rows = rows_of(busy, listing, week)
            assert len(rows) == number, listing
            assert [(row.day, row.id) for row in rows] == sorted({(row.day, row.id) for row in rows})
    for one, following in zip(WEEKS[1:], WEEKS, strict=False):
        assert counts_of(busy, one)[Listing.OPEN] == counts_of(busy, following)[Listing.BEFORE]


def test_the_week_says_what_happened_in_it(busy: Desk) -> None:
    this, last = WEEKS[:2]
    assert references(busy, Listing.CAME_IN, this) == ["KMR-2346-108", "KMR-2346-109"]
    assert references(busy, Listing.CLOSED, this) == ["KMR-2346-103", "KMR-2346-108"]
    assert references(busy, Listing.CLOSED, last) == ["KMR-2346-105"], "what was erased is gone; what was reopened is not"
    assert references(busy, Listing.IN_TIME, last) == ["KMR-2346-100"]
    assert references(busy, Listing.ANSWERED_LATE, this) == ["KMR-2346-101"], "it was due on 17 November"
    assert references(busy, Listing.LATE, this) == ["KMR-2346-110"] == references(busy, Listing.OPEN, this)[:1]


def test_a_case_of_sunday_night_in_london_is_of_that_week(desk: Desk) -> None:
    """On 28 June, 22:30 in UTC is 23:30 in London, and 23:30 is Monday there already."""
    a_case(desk, "KMR-2346-101", at(6, 28, 22, 30))
    a_case(desk, "KMR-2346-102", at(6, 28, 23, 30))
    week = Week.of(date(2026, 6, 28), TODAY)
    assert references(desk, Listing.CAME_IN, week) == ["KMR-2346-101"]
    assert references(desk, Listing.CAME_IN, Week.of(date(2026, 6, 29), TODAY)) == ["KMR-2346-102"]


def test_each_stage_is_answered_by_its_own_date(desk: Desk, officer: int) -> None:
    case_id = a_case(desk, "KMR-2346-101", at(9, 1))
    handling.acknowledge(desk, "KMR-2346-101", "We have it.", officer, at(9, 1))
    sent(desk, case_id, officer, at(9, 15))
    stages.make(desk, "KMR-2346-101", "request_stage_2", stages.Said(date(2026, 9, 20), {"who": "Jo"}, {"how": "letter"}), officer, at(9, 21))
    free = {"works_here": "no"}
    appointed = stages.Said(date(2026, 9, 22), {"investigator": "I. One", "independent": "P. Two"}, free, ticks=frozenset({"declared"}))
    stages.make(desk, "KMR-2346-101", "appoint", appointed, officer, at(9, 22))
    stages.make(desk, "KMR-2346-101", "report_stage_2", stages.Said(date(2026, 10, 30), {"summary": "So."}), officer, at(10, 30))
    answer = stages.Said(date(2026, 11, 3), {"response": "So."}, {"outcome": "upheld"})
    stages.make(desk, "KMR-2346-101", "adjudicate", answer, officer, at(11, 3))
    (first,) = rows_of(desk, Listing.IN_TIME, Week.of(date(2026, 9, 15), TODAY))
    assert (first.stage, first.due_on, first.answered_on) == (1, date(2026, 9, 15), date(2026, 9, 15))
    (second,) = rows_of(desk, Listing.ANSWERED_LATE, Week.of(date(2026, 11, 3), TODAY))
    assert (second.stage, second.due_on) == (2, date(2026, 10, 23)), "25 working days from 20 September"
    with desk.database.read() as conn:
        begun = conn.execute(select(tables.case_answers.c.begun_on).order_by(tables.case_answers.c.place)).scalars().all()
    assert begun == [date(2026, 9, 1), date(2026, 9, 20)]


def test_more_time_that_was_agreed_moves_the_day_by_which_it_is_late(desk: Desk, officer: int) -> None:
    case_id = a_case(desk, "KMR-2346-101", at(11, 2))
    rights.extend(desk, "KMR-2346-101", "complex", True, {"reason": "It is complex."}, officer, at(11, 10))
    assert row_of(desk, case_id).extended is True
    sent(desk, case_id, officer, at(11, 23))
    (row,) = rows_of(desk, Listing.IN_TIME, WEEKS[0])
    assert row.due_on == date(2026, 11, 30)


def test_what_came_before_this_was_kept_is_worked_out_once(desk: Desk, officer: int) -> None:
    case_id = a_case(desk, "KMR-2346-101", at(11, 2))
    sent(desk, case_id, officer, at(11, 16))
    before = row_of(desk, case_id)
    with desk.database.write() as conn:
        conn.execute(tables.case_answers.delete())
        cases.update(conn, case_id, waits_for=None, extended=None)
    assert work_out_standing(desk) == 1 and work_out_standing(desk) == 0
    assert row_of(desk, case_id) == before
    assert references(desk, Listing.IN_TIME, WEEKS[1]) == ["KMR-2346-101"]


def test_what_a_case_waits_for_follows_its_history(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    reference = row_of(desk, case_id).reference
    seen = [row_of(desk, case_id).waits_for]
    for step in (
        lambda: handling.take(desk, reference, officer, NOW),
        lambda: handling.confirm_route(desk, reference, row_of(desk, case_id).route, officer, NOW),
        lambda: handling.acknowledge(desk, reference, "We have it.", officer, NOW),
        lambda: sent(desk, case_id, officer, NOW),
        lambda: closing.close(desk, reference, OutcomeCode.UPHELD, "Done", officer, NOW),
    ):
        step()
        seen.append(row_of(desk, case_id).waits_for)
    assert seen == ["handler", "route", "acknowledgement", "answer", "person", "nothing"]


def test_a_danger_comes_before_everything(desk: Desk) -> None:
    assert row_of(desk, a_case(desk, risk_now=True)).waits_for == "front_door"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_week_is_monday_to_sunday_and_never_one_to_come(day: date, today: date) -> None:
    week = Week.of(day, today)
    assert (week.first.weekday(), week.last - week.first) == (0, timedelta(days=6))
    assert week.first <= week.day <= min(week.last, today) and week.is_now == (week.first <= today <= week.last)
    assert day > today or week.first <= day <= week.last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 10**17))
def test_a_place_is_read_as_it_was_written(day: date, id: int) -> None:
    assert Place.decode(Place(day, id).encode()) == Place(day, id)


@pytest.mark.parametrize("text", ["", "x", "2026-13-01-1", "2026-11-23", "2026-11-23--1", "٢٠٢٦-11-23-1"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(BadPosition):
        Place.decode(text)
