"""Telford & Wrekin's year 2019-20, figure by figure."""

import pytest

from tests.report.councils import telford
from tests.report.councils.conftest import HouseOf
from tests.report.councils.kit import Figure, House, hold, named, not_in_text, rounded


@pytest.fixture(scope="module")
def house(house_of: HouseOf) -> House:
    return house_of("telford-wrekin", telford.records)


@pytest.mark.parametrize("figure", named(telford.FIGURES))
def test_each_figure_is_the_printed_one_or_what_the_cases_can_bear(house: House, figure: Figure) -> None:
    hold(house.report_of(figure, telford.BEGINS, 5), figure)


def test_the_report_agrees_with_itself_where_the_published_one_does_not(house: House) -> None:
    report = house.report(telford.BEGINS, 5)
    assert report.differences == ()
    # The published report prints no sum of its services and teams; ours counts each of the 50 once in it.
    services = report.table("points_by_service")
    each = [value for row in services.rows if not row.total and isinstance(value := services.cell(row.key, "y2019").value, int)]
    assert services.cell("total", "y2019").value == 50 < sum(each), "who concerned several services is counted with each, and once in the total"
    assert report.table("upheld_by_team").cell("total", "total").value == 47 == report.table("causes").cell("total", "total").value
    late, answered = (report.table("time_by_service_statutory").cell(telford.FAMILY, column).value for column in ("d21", "answered"))
    assert isinstance(late, int) and isinstance(answered, int) and rounded(100 * late / answered, 0) == "49"
    teams = report.table("upheld_by_team")
    # The published report names one team as the one with the most upheld, and another with as many.
    assert teams.cell("in_care_leaving_care", "upheld").value == teams.cell("lakeside_cp", "upheld").value


def test_what_is_said_to_be_printed_is_printed() -> None:
    assert not_in_text("telford-wrekin-2019-20", telford.FIGURES) == []
