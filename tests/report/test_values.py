"""Figures are said as people say them, and rounded as people round."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.report.rendering.values import cells_said, differences, listed, number, said, said_value
from portal.report.tables import Cell, Column, Difference, Row, Table, Unit
from tests.report.example import EXAMPLE


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0, Unit.COUNT, "0"),
        (1234567, Unit.COUNT, "1,234,567"),
        (0.125, Unit.SHARE, "13%"),
        (0.145, Unit.SHARE, "15%"),
        (0.285, Unit.SHARE, "29%"),
        (0.005, Unit.SHARE, "1%"),
        (0.0049, Unit.SHARE, "0%"),
        (1.0, Unit.SHARE, "100%"),
        (0, Unit.SHARE, "0%"),
        (0.1696, Unit.CHANGE, "+17%"),
        (-0.125, Unit.CHANGE, "−13%"),
        (-0.001, Unit.CHANGE, "0%"),
        (0.0, Unit.CHANGE, "0%"),
        (12.0, Unit.DAYS, "12"),
        (12, Unit.DAYS, "12"),
        (12.25, Unit.DAYS, "12.3"),
        (12.04, Unit.DAYS, "12"),
        (1200.5, Unit.DAYS, "1,200.5"),
        (123450, Unit.POUNDS, "£1,235"),
        (-5000, Unit.POUNDS, "−£50"),
        ("Fault", Unit.WORDS, "Fault"),
        ("one in ten", Unit.COUNT, "one in ten"),
        (None, Unit.COUNT, "–"),
    ],
)
def test_a_figure_is_said_as_people_say_it(value: int | float | str | None, unit: Unit, expected: str) -> None:
    assert said_value(value, unit) == expected


def test_pounds_are_said_with_pence_where_they_are_asked_for() -> None:
    assert said_value(123450, Unit.POUNDS, pence=True) == "£1,234.50"
    assert said_value(-5, Unit.POUNDS, pence=True) == "−£0.05"


def test_a_column_of_pounds_has_pence_in_every_cell_or_in_none() -> None:
    columns = (Column("a", "A", Unit.POUNDS), Column("b", "B", Unit.POUNDS))
    rows = (Row("x", "X", (Cell(10000), Cell(10050))), Row("y", "Y", (Cell(500), Cell(700))))
    table = Table("t", "T", "", "", columns, rows)
    assert cells_said(table) == (("£100", "£100.50"), ("£5", "£7.00"))


def test_a_figure_that_is_left_out_looks_the_same_whether_it_is_small_or_guards_a_small_one() -> None:
    assert said(Cell(3, hidden=True), Unit.COUNT) == said(Cell(None, hidden=True), Unit.POUNDS) == "left out"
    assert number(Cell(3, hidden=True), Unit.COUNT) is None
    assert number(Cell("three", hidden=True), Unit.WORDS) is None


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_percentage_is_that_of_the_fraction_and_not_of_its_binary_shadow(part: int, whole: int) -> None:
    exact = (Decimal(min(part, whole)) * 100 / Decimal(whole)).quantize(Decimal(1), ROUND_HALF_UP)
    assert said_value(min(part, whole) / whole, Unit.SHARE) == f"{exact}%"


@given(st.integers(-(10**12), 10**12))
def test_money_as_data_is_the_pence_exactly(pence: int) -> None:
    pounds = number(Cell(pence), Unit.POUNDS)
    assert isinstance(pounds, Decimal) and pounds * 100 == pence and "E" not in str(pounds)


def test_things_are_listed_as_in_speech() -> None:
    assert [listed(each) for each in (["a"], ["a", "b"], ["a", "b", "c"], [])] == ["a", "a and b", "a, b and c", ""]


def test_a_contradiction_gives_no_count_away_that_is_left_out() -> None:
    from dataclasses import replace

    report = replace(EXAMPLE, differences=(Difference("Table 1", 3, "table 2", 40),))
    assert differences(report) == ("Table 1 says left out, and table 2 says 40",)
    assert differences(replace(report, threshold=0)) == ("Table 1 says 3, and table 2 says 40",)
