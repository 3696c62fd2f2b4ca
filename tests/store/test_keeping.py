"""Which cases the database finds to be over: the same that the schedule says, on both databases."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.casework.keeping import Period, kept_until, last_closing, period_of
from portal.store import cases, keeping
from portal.store.database import Database
from tests.store.made import a_case

TODAY = date(2026, 11, 26)
ROUTES, OUTCOMES = ("statutory", "corporate", "compliment"), ("upheld", "withdrawn", None)

lines = st.builds(
    Period,
    st.integers(1, 30),
    st.frozensets(st.sampled_from(ROUTES), max_size=2),
    st.frozensets(st.sampled_from([code for code in OUTCOMES if code]), max_size=2),
)


def _one_of_each(database: Database) -> dict[int, tuple[str, str | None, date]]:
    kinds = [(r, o, TODAY - timedelta(days=days)) for r in ROUTES for o in OUTCOMES for days in (40, 200, 500, 900)]
    with database.write() as conn:
        return {
            cases.insert(conn, a_case(route=route, outcome=outcome, closed_on=closed, open=False)): (route, outcome, closed)
            for route, outcome, closed in kinds
        }


def _all_over(database: Database, schedule: list[Period]) -> set[int]:
    asked = [keeping.Line(last_closing(TODAY, line.months), line.routes, line.outcomes) for line in schedule]
    with database.read() as conn:
        return set(keeping.over(conn, asked, 1000))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(schedule=st.lists(lines, max_size=4))
def test_the_database_finds_what_the_schedule_says(database: Database, schedule: list[Period]) -> None:
    known = _KNOWN.get(database) or _KNOWN.setdefault(database, _one_of_each(database))
    over = set()
    for case_id, (route, outcome, closed) in known.items():
        period = period_of(schedule, route, outcome or "")
        if period and kept_until(closed, period) < TODAY:
            over.add(case_id)
    assert _all_over(database, schedule) == over


_KNOWN: dict[Database, dict[int, tuple[str, str | None, date]]] = {}
"""The cases that were made once for all the schedules tried on a database."""


def test_open_cases_and_those_that_wait_for_something_are_not_found(database: Database) -> None:
    long_ago = TODAY - timedelta(days=4000)
    with database.write() as conn:
        cases.insert(conn, a_case())
        for standing in ("held", "run_out", "proposed", "erased"):
            cases.insert(conn, a_case(closed_on=long_ago, outcome="upheld", open=False, keeping=standing))
        wanted = cases.insert(conn, a_case(closed_on=long_ago, outcome="upheld", open=False))
    assert _all_over(database, [Period(1)]) == {wanted}
    assert _all_over(database, []) == set()


def test_the_first_closed_come_first_and_no_more_than_asked_for(database: Database) -> None:
    with database.write() as conn:
        made = [
            cases.insert(conn, a_case(closed_on=TODAY - timedelta(days=days), outcome="upheld", open=False))
            for days in (400, 600, 500)
        ]
    with database.read() as conn:
        assert keeping.over(conn, [keeping.Line(TODAY)], 2) == [made[1], made[2]]


def test_a_list_goes_on_where_the_page_before_ended(database: Database) -> None:
    with database.write() as conn:
        made = [cases.insert(conn, a_case(keeping="proposed")) for _ in range(5)]
    with database.read() as conn:
        first = keeping.listed(conn, "proposed", 0, 3)
        rest = keeping.listed(conn, "proposed", first[-1].id, 3)
        assert [row.id for row in (*first, *rest)] == made
        assert (keeping.count(conn, "proposed", 1000), keeping.count(conn, "proposed", 4)) == (5, 4)
