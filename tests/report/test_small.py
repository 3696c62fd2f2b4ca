"""No small number can be read off a report, nor worked out from what it shows."""

import random
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.actions.desk import Desk
from portal.report.making import make
from portal.report.small import Sum, secondary, without_small
from portal.report.tables import Cell, Column, Period, Report, Row, Section, Selection, Table, Unit
from tests.report.rows import FIRST, LAST, drawn, put

YEAR = Period("y2024", "2024-25", FIRST, LAST)


def report_of(numbers: list[list[int]], threshold: int) -> Report:
    """One table with totals below and beside, whose figures know what they count."""
    wide = len(numbers[0])

    def cell(row: object, column: object, number: int) -> Cell:
        return Cell(number, Selection("received", (("area", (str(row),)), ("kind", (str(column),)))))

    lines = [[*line, sum(line)] for line in numbers]
    lines.append([sum(line[at] for line in lines) for at in range(wide + 1)])
    rows = tuple(
        Row(f"r{at}", f"Row {at}", tuple(cell(at, n, number) for n, number in enumerate(line)), total=at == len(lines) - 1)
        for at, line in enumerate(lines)
    )
    columns = tuple(Column(f"c{n}", f"Column {n}", total=n == wide) for n in range(wide + 1))
    table = Table("one", "One", "Everything.", "Rows", columns, rows)
    return Report("Example", YEAR, (YEAR,), LAST, (Section("one", "One", (table,)),), threshold=threshold)


GRIDS = st.integers(1, 5).flatmap(lambda wide: st.lists(st.lists(st.integers(0, 12), min_size=wide, max_size=wide), min_size=1, max_size=6))


@settings(max_examples=120, deadline=None)
@given(GRIDS, st.integers(2, 6))
def test_no_small_number_of_a_table_can_be_told_from_the_others(numbers: list[list[int]], threshold: int) -> None:
    shown = without_small(report_of(numbers, threshold)).table("one")
    truth = report_of(numbers, 0).table("one")
    for row, true in zip(shown.rows, truth.rows, strict=True):
        for cell, was in zip(row.cells, true.cells, strict=True):
            assert cell.hidden or (cell.value == was.value and not 0 < was.value < threshold)
    _cannot_be_solved(numbers, shown, threshold)


def _cannot_be_solved(numbers: list[list[int]], shown: Table, threshold: int) -> None:
    full = [[*line, sum(line)] for line in numbers]
    full.append([sum(line[at] for line in full) for at in range(len(full[0]))])
    _cannot_be_told(full, shown, threshold)


def _cannot_be_told(full: list[list[int]], shown: Table, threshold: int) -> None:
    """For every hidden small number there is another table with the same figures shown and another number in its place.

    The hidden cells of a table with totals hold still under a closed walk that adds and takes away in turn: each small one lies on
    such a walk, or a total beside it is hidden too.
    """
    high, wide = len(shown.rows), len(shown.columns)
    hidden = {(r, c) for r in range(high) for c in range(wide) if shown.rows[r].cells[c].hidden}
    order = {at: n for n, at in enumerate(sorted(hidden))}
    lines = []
    for r in range(high):
        lines.append({order[r, c]: Fraction(1 if c == wide - 1 else -1) for c in range(wide) if (r, c) in hidden})
    for c in range(wide):
        lines.append({order[r, c]: Fraction(1 if r == high - 1 else -1) for r in range(high) if (r, c) in hidden})
    matrix = [[line.get(n, Fraction(0)) for n in range(len(order))] for line in lines if line]
    rank = _rank(matrix)
    for at in hidden:
        if not 0 < full[at[0]][at[1]] < threshold or len(hidden) == high * wide:
            continue
        unit = [Fraction(int(n == order[at])) for n in range(len(order))]
        assert _rank([*matrix, unit]) > rank, (full, at, sorted(hidden))


def _rank(matrix: list[list]) -> int:
    lines, rank = [list(line) for line in matrix], 0
    for column in range(len(lines[0]) if lines else 0):
        pivot = next((n for n in range(rank, len(lines)) if lines[n][column]), None)
        if pivot is None:
            continue
        lines[rank], lines[pivot] = lines[pivot], lines[rank]
        for n in range(len(lines)):
            if n != rank and lines[n][column]:
                factor = lines[n][column] / lines[rank][column]
                lines[n] = [a - factor * b for a, b in zip(lines[n], lines[rank], strict=True)]
        rank += 1
    return rank


def several_of(cases: list[tuple[frozenset[int], int]], threshold: int) -> Report:
    """A table of what each of these cases concerns, by what came of it; the last row counts each case once."""
    high, wide = 1 + max(row for rows, _ in cases for row in rows), 1 + max(column for _, column in cases)

    def cells(row: int | None) -> tuple[Cell, ...]:
        mine = [column for rows, column in cases if row is None or row in rows]
        fact, where = ("ended", ()) if row is None else ("ended_by_team", (("service_team", (str(row),)),))
        each = tuple(Cell(mine.count(at), Selection(fact, (("outcome", (str(at),)), *where))) for at in range(wide))
        return (*each, Cell(len(mine), Selection(fact, where)))

    rows = [Row(f"r{at}", f"Row {at}", cells(at)) for at in range(high)]
    rows.append(Row("total", "Total", cells(None), total=True, more=True))
    columns = tuple(Column(f"c{n}", f"Column {n}", total=n == wide) for n in range(wide + 1))
    table = Table("one", "One", "Everything.", "Rows", columns, tuple(rows), several=True)
    return Report("Example", YEAR, (YEAR,), LAST, (Section("one", "One", (table,)),), threshold=threshold)


CONCERNED = st.lists(st.tuples(st.frozensets(st.integers(0, 4), min_size=1, max_size=3), st.integers(0, 3)), min_size=1, max_size=60)


@settings(max_examples=120, deadline=None)
@given(CONCERNED, st.integers(2, 6))
def test_no_small_number_can_be_told_where_a_case_is_counted_more_than_once(cases: list[tuple[frozenset[int], int]], threshold: int) -> None:
    truth, shown = several_of(cases, 0).table("one"), without_small(several_of(cases, threshold)).table("one")
    full = [[int(cell.value or 0) for cell in row.cells] for row in truth.rows]
    _cannot_be_told(full, shown, threshold)
    for at in range(len(truth.columns)):
        parts, whole = [row.cells[at] for row in shown.rows if not row.total], shown.rows[-1].cells[at]
        left = [n for n, cell in enumerate(parts) if cell.hidden]
        if len(left) == 1 and not whole.hidden and 0 < full[left[0]][at] < threshold:
            raise AssertionError("the total without the rows that are shown is the least that the hidden one can be")


def test_a_total_of_what_is_counted_more_than_once_tells_no_small_number_as_the_least_that_it_can_be() -> None:
    """24 cases, 20 of one row: 4 or more are of the other. Whoever knows that less than 5 are left out knows that it is 4."""
    apart = [(frozenset({0}), 0)] * 20 + [(frozenset({1}), 0)] * 4
    shown = without_small(several_of(apart, 5)).table("one")
    assert shown.rows[1].cells[0].hidden and shown.rows[0].cells[0].hidden, "the row beside it is left out too"
    both = [(frozenset({0, 1}), 0)] * 4 + [(frozenset({0}), 0)] * 16
    shown = without_small(several_of(both, 5)).table("one")
    assert shown.rows[1].cells[0].hidden and sum(cell.hidden for cell in (shown.rows[0].cells[0], shown.rows[2].cells[0])) == 1


def test_a_service_left_out_in_one_table_does_not_stand_with_the_same_number_in_the_other() -> None:
    def of(fact: str, dimension: str, *numbers: int, many: int) -> Table:
        rows = [Row(f"r{at}", f"Row {at}", (Cell(n, Selection(fact, ((dimension, (f"s{at}",)),))),)) for at, n in enumerate(numbers)]
        rows.append(Row("total", "Total", (Cell(many, Selection("received")),), total=True, more=fact != "received"))
        return Table(fact, fact, "Everything.", "Rows", (Column("n", "N"),), tuple(rows))

    tables = (of("received", "area", 2, 7, 30, many=39), of("received_by_service", "service", 8, 7, 30, many=39))
    shown = without_small(Report("Example", YEAR, (YEAR,), LAST, (Section("one", "One", tables),), threshold=5))
    hidden = {(table.key, row.key) for table in shown.tables() for row in table.rows if row.cells[0].hidden}
    assert ("received", "r0") in hidden
    assert (("received", "r1") in hidden) == (("received_by_service", "r1") in hidden)
    assert (("received", "r2") in hidden) == (("received_by_service", "r2") in hidden)


def test_a_single_small_number_takes_another_with_it_so_that_the_total_tells_nothing() -> None:
    a, b, c, whole = (Selection("received", (("area", (name,)),)) for name in ("a", "b", "c", "all"))
    sums = [Sum(whole, (a, b, c))]
    assert secondary({a}, {a: 2, b: 9, c: 20, whole: 31}, sums) == {a, b}
    assert secondary({a, b}, {a: 2, b: 3, c: 20, whole: 25}, sums) == {a, b}


def test_a_report_over_real_rows_hides_every_small_number_in_every_table(desk: Desk) -> None:
    put(desk, drawn(1500, seed=11))
    whole, shown = (make(desk, FIRST, LAST, date(2025, 6, 2), threshold=threshold) for threshold in (0, 6))
    left_out = {cell.of for table in whole.tables() for cell, column in _cells(table) if column.unit is Unit.COUNT and isinstance(cell.value, int) and 0 < cell.value < 6}
    assert left_out
    for table in shown.tables():
        for cell, column in _cells(table):
            assert not (column.unit is Unit.COUNT and isinstance(cell.value, int) and 0 < cell.value < 6), (table.key, cell)
            assert not cell.hidden or cell.value is None
            assert cell.of not in left_out or cell.hidden
    assert shown.differences == ()
    visible = sum(not cell.hidden for table in shown.tables() for cell, _ in _cells(table))
    assert visible > sum(cell.hidden for table in shown.tables() for cell, _ in _cells(table)), "most of it can still be read"


def _cells(table: Table):
    return [(cell, column) for row in table.rows for cell, column in zip(row.cells, table.columns, strict=True)]


@pytest.mark.parametrize("seed", range(3))
def test_hiding_ends_and_is_quick_enough_over_many_sums(seed: int) -> None:
    drawn_at = random.Random(seed)
    numbers = [[drawn_at.choice((0, 1, 2, 5, 9, 30)) for _ in range(8)] for _ in range(16)]
    shown = without_small(report_of(numbers, 5)).table("one")
    _cannot_be_solved(numbers, shown, 5)


def _figures(report: Report) -> dict[Selection, Cell]:
    """Every figure that is shown, by what it counts."""
    return {cell.of: cell for table in report.tables() for cell, column in _cells(table) if column.unit is Unit.COUNT and cell.of is not None}


def test_no_small_number_can_be_told_from_another_table(desk: Desk) -> None:
    put(desk, drawn(700, seed=12))
    whole, shown = (make(desk, FIRST, LAST, date(2025, 6, 2), threshold=threshold) for threshold in (0, 6))
    truth, told = _figures(whole), _figures(shown)
    looked_at = 0
    for of in told:
        for dimension, codes in of.where:
            parts = [part for code in codes if (part := of.narrowed(dimension, code)) in truth]
            if len(parts) < 2 or truth[of].value != sum(int(truth[part].value or 0) for part in parts):
                continue
            looked_at += 1
            assert sum(part not in told for part in parts) != 1, ("a quarter tells a month", of)
    assert looked_at > 10
    for of in truth:
        bands = [of.narrowed("days", band) for band in ("0-10", "11-20", "0-20")]
        if dict(of.where).get("days") == ("0-20",) and set(bands) <= truth.keys():
            assert sum(band not in told for band in bands) != 1, ("a band is told by two others", of)


def test_a_share_of_a_small_number_is_left_out_wherever_it_stands(desk: Desk) -> None:
    put(desk, drawn(700, seed=12))
    whole, shown = (make(desk, FIRST, LAST, date(2025, 6, 2), threshold=threshold) for threshold in (0, 6))
    gone = 0
    for table, known in ((whole.table(each.key), each) for each in shown.tables()):
        for (cell, column), (left, _) in zip(_cells(table), _cells(known), strict=True):
            if any(isinstance(part.value, int) and 0 < part.value < 6 for part in cell.made_of):
                assert left.hidden and left.value is None, (table.key, column.key)
                gone += table.key in ("escalation", "speed_over_years", "average_days", "average_by_service_statutory")
    assert gone, "some of them stand in tables without a count beside them"


def test_two_ways_of_counting_one_thing_are_left_out_together(desk: Desk) -> None:
    put(desk, drawn(700, seed=12))
    shown = make(desk, FIRST, LAST, date(2025, 6, 2), threshold=6)
    by_area, of_received = shown.table("statutory_by_area"), shown.table("received_outcomes_statutory")
    for row in of_received.rows:
        if not row.total:
            assert of_received.cell(row.key, "total").hidden == by_area.cell(row.key, "y2024").hidden, row.key


@pytest.mark.parametrize("seed", range(4))
def test_no_band_of_days_can_be_told_from_the_others_and_all_of_them(desk: Desk, seed: int) -> None:
    """A service answered so many in all, of which the bands are parts: none of these is left out alone."""
    put(desk, drawn(700, seed=20 + seed))
    whole, shown = (make(desk, FIRST, LAST, date(2025, 6, 2), threshold=threshold) for threshold in (0, 6))
    looked_at = 0
    for key in ("time_by_service_statutory", "time_by_service_corporate"):
        table = next((each for each in shown.tables() if each.key == key), None)
        for row in table.rows if table else ():
            cells = [cell for cell, column in zip(row.cells, table.columns, strict=True) if column.unit is Unit.COUNT]
            true = [whole.table(key).cell(row.key, column.key).value for column in table.columns if column.unit is Unit.COUNT]
            if true[0] == sum(true[1:]):
                looked_at += 1
                assert sum(cell.hidden for cell in cells) != 1, (key, row.key, true)
    assert looked_at > 2
