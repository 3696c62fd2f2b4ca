"""A figure is counted in one way and its cases are found in another: whatever the days, both say the same."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import event

from portal.actions.desk import Desk
from portal.store import report
from portal.store.facts import FACTS, FROM, TO
from portal.store.report import Ask, Span
from tests.conftest import on_both_databases
from tests.report.rows import FIRST, LAST, drawn, put

TODAY = date(2025, 6, 2)
QUICK = sorted(name for name, fact in FACTS.items() if fact.quick is not None)


def spans_of(dice: Random) -> list[Span]:
    """Some days in a row: whole months, parts of them, one day, or years."""
    whole = [Span("year", FIRST, LAST), Span("month", date(2024, 2, 1), date(2024, 2, 29)), Span("day", date(2024, 4, 1), date(2024, 4, 1))]
    for number in range(4):
        first = FIRST + timedelta(days=dice.randrange(-400, 300))
        whole.append(Span(f"some{number}", first, first + timedelta(days=dice.choice((0, 20, 27, 31, 64, 400)))))
    return whole


@on_both_databases
@pytest.mark.parametrize("fact", QUICK)
def test_every_dimension_counts_what_its_list_finds(fact: str, desk: Desk) -> None:
    put(desk, drawn(300))
    dice, quick = Random(fact), FACTS[fact].quick
    assert quick is not None
    with desk.database.read() as conn:
        for span in spans_of(dice):
            days = ((FROM, (span.first.isoformat(),)), (TO, (span.last.isoformat(),)))
            for name in (*quick.dimensions, "month"):
                counted = {codes[1]: number for codes, number in report.count(conn, Ask(fact, (name,)), [span], TODAY)}
                assert counted == dict(report.parts(conn, fact, days, name, TODAY)), (span, name)


@pytest.mark.parametrize("fact", QUICK)
def test_all_dimensions_at_once_add_up_to_what_each_counts(fact: str, desk: Desk) -> None:
    put(desk, drawn(300))
    quick = FACTS[fact].quick
    assert quick is not None
    with desk.database.read() as conn:
        for span in spans_of(Random(fact)):
            asks = [Ask(fact, (name,)) for name in quick.dimensions]
            together = report.count_all(conn, asks, [span], TODAY)
            for ask in asks:
                assert Counter(dict(together[ask])) == Counter(dict(report.count(conn, ask, [span], TODAY)))


def test_two_periods_beside_each_other_keep_their_own(desk: Desk) -> None:
    put(desk, drawn(300))
    ask = Ask("received", ("kind",))
    spans = [Span("before", FIRST - timedelta(days=50), FIRST + timedelta(days=9)), Span("after", FIRST + timedelta(days=10), LAST)]
    with desk.database.read() as conn:
        both = report.count(conn, ask, spans, TODAY)
        each = [row for span in spans for row in report.count(conn, ask, [span], TODAY)]
    assert Counter(dict(both)) == Counter(dict(each)) and {codes[0] for codes, _ in both} == {"before", "after"}


@pytest.mark.parametrize("fact", [name for name in QUICK if name != "points"])
def test_a_reading_in_the_order_of_an_index_sorts_no_case(fact: str, desk: Desk) -> None:
    """What makes a million cases quick: only the few groups of the index are sorted, and no row of a table is sought."""
    put(desk, drawn(50))
    quick, read = FACTS[fact].quick, []
    assert quick is not None
    with desk.database.read() as conn:
        event.listen(conn, "before_cursor_execute", lambda *said: read.append((said[2], said[3])))
        report.count_all(conn, [Ask(fact, tuple(quick.dimensions))], [Span("year", FIRST, LAST)], TODAY)
        ((statement, values),) = read
        plan = [row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    (search,) = [step for step in plan if step.startswith("SEARCH")]
    assert "_counted" in search and plan.index(search) == 1, plan
    assert sum("TEMP B-TREE" in step for step in plan) == 1, plan
