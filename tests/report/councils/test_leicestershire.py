"""Leicestershire's year 2024-25, figure by figure."""

import pytest

from portal.report.tables import Report
from tests.report.councils import leicestershire
from tests.report.councils.conftest import HouseOf
from tests.report.councils.kit import Figure, House, hold, named, not_in_text


@pytest.fixture(scope="module")
def house(house_of: HouseOf) -> House:
    return house_of("leicestershire", leicestershire.records)


@pytest.mark.parametrize("figure", named(leicestershire.FIGURES))
def test_each_figure_is_the_printed_one_or_what_the_cases_can_bear(house: House, figure: Figure) -> None:
    hold(house.report_of(figure, leicestershire.BEGINS), figure)


def _number(report: Report, table: str, row: str, column: str) -> int:
    value = report.table(table).cell(row, column).value
    assert isinstance(value, int)
    return value


def test_the_report_agrees_with_itself_where_the_published_one_does_not(house: House) -> None:
    report = house.report(leicestershire.BEGINS)
    assert report.differences == () and house.report(leicestershire.BEGINS - 1).differences == ()
    # What was received and what was resolved are two things, and the published report says so.
    assert _number(report, "outcomes_statutory_1", "total", "y2024") == 45 != _number(report, "stages", "statutory_1", "y2024")
    # 216 and 181 are sums of two things: all stages of one procedure, and complaints of the other.
    assert _number(report, "stages", "statutory_all", "y2024") + _number(report, "received_by_kind", "corporate", "y2024") == 216
    assert _number(report, "stages", "statutory_all", "y2023") + _number(report, "received_by_kind", "corporate", "y2023") == 181
    assert _number(report, "costs", "total", "y2023") - _number(report, "costs", "total", "y2024") == 3_450_00


def test_the_main_causes_are_the_ones_that_are_named_and_they_are_interlinked(house: House) -> None:
    causes = house.report(leicestershire.BEGINS).table("causes")
    most = sorted((row for row in causes.rows if not row.total and row.key != "unknown"), key=lambda row: -_number_of(causes.cell(row.key, "total").value))
    assert [row.key for row in most] == ["staff_conduct", "communication"]
    both = sum(_number_of(causes.cell(row.key, "total").value) for row in most)
    assert both > 45, "several causes of one complaint count each"
    assert causes.cell("total", "total").value == 45, "and the complaint once"


def _number_of(value: object) -> int:
    assert isinstance(value, int)
    return value


def test_child_protection_is_complained_of_most_in_each_year(house: House) -> None:
    table = house.report(leicestershire.BEGINS).table("statutory_by_area")
    for year in ("y2023", "y2024"):
        most = max((row for row in table.rows if not row.total), key=lambda row: _number_of(table.cell(row.key, year).value))
        assert most.key == "child_protection"


def test_what_is_said_to_be_printed_is_printed() -> None:
    # 26, 5 and 1 stand there one by one.
    printed = [figure for figure in leicestershire.FIGURES if figure.says != "32"]
    assert not_in_text("leicestershire-2024-25", printed) == []
