"""The report says what the cases say: every figure, counted twice."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from portal.actions.desk import Desk
from portal.councils.parts import ServiceArea
from portal.report.checks import differences
from portal.report.definitions import DEFINITIONS, SECTIONS
from portal.report.frozen import freeze, thaw
from portal.report.making import NotAPeriod, make, periods_of
from portal.report.names import CHILDREN, group_of
from portal.report.rendering import texts
from portal.report.tables import Cell, Report, Table, Unit
from portal.store import cases, demand, equality
from portal.store import report as store
from tests.actions.desks import NOW
from tests.report.rows import FIRST, LAST, Rows, drawn, put

TODAY = date(2025, 6, 2)


@pytest.fixture
def told(desk: Desk) -> tuple[Rows, Report]:
    rows = drawn(600)
    put(desk, rows)
    return rows, make(desk, FIRST, LAST, TODAY)


def kind_of(case: dict) -> str:
    return case["purpose"] if case["purpose"] != "complaint" else case["procedure"] or "other"


def in_year(day: date | None) -> bool:
    return day is not None and FIRST <= day <= LAST


def column(table: Table, key: str) -> dict[str, int]:
    return {row.key: table.cell(row.key, key).value for row in table.rows if table.cell(row.key, key).value}


def test_what_was_received_is_what_was_received(told: tuple[Rows, Report]) -> None:
    rows, report = told
    mine = [case for case in rows.cases if in_year(case["received_on"])]
    counted = Counter(kind_of(case) for case in mine)
    complaints = {kind: n for kind, n in counted.items() if kind in ("statutory", "corporate", "other")}
    assert column(report.table("received_by_kind"), "y2024") == {**complaints, "total": sum(complaints.values())}
    besides = {kind: n for kind, n in counted.items() if kind not in complaints}
    assert column(report.table("received_besides"), "y2024") == {**besides, "total": sum(besides.values())}
    who = Counter(group_of(case["complainant"] or "") or "unknown" for case in mine if kind_of(case) == "statutory")
    assert column(report.table("statutory_by_complainant"), "y2024") == {**who, "total": counted["statutory"]}
    children = [case for case in mine if case["complainant"] in CHILDREN and kind_of(case) in complaints]
    assert report.table("children").cell("children", "y2024").value == len(children)
    assert report.table("children").cell("with_advocate", "y2024").value == sum(case["advocate"] == "accepted" for case in children)
    months = Counter(f"{case['received_on']:%Y-%m}" for case in mine if kind_of(case) in complaints)
    assert {key: n for key, n in column(report.table("received_by_month"), "total").items() if key != "total"} == months


def test_what_was_answered_counts_by_the_day_of_the_answer(told: tuple[Rows, Report]) -> None:
    rows, report = told
    first = [one for one in rows.stages if one["procedure"] == "statutory" and one["stage"] == 1 and in_year(one["ended_on"])]
    assert column(report.table("outcomes_statutory_1"), "y2024") == {**Counter(one["outcome"] for one in first), "total": len(first)}
    answered = [one["days"] for one in first if one["how"] == "answered"]
    speed, times = report.table("speed"), column(report.table("time_statutory_1"), "y2024")
    assert times == {
        "0-10": sum(day <= 10 for day in answered), "11-20": sum(10 < day <= 20 for day in answered), "21": sum(day > 20 for day in answered),
        "total": len(answered),
    }  # fmt: skip
    assert speed.cell("statutory_1", "average").value == pytest.approx(sum(answered) / len(answered))
    assert speed.cell("statutory_1", "median").value == sorted(answered)[len(answered) // 2] or len(answered) % 2 == 0
    assert speed.cell("statutory_1", "latest_share").value == pytest.approx(sum(day <= 20 for day in answered) / len(answered))
    assert speed.cell("statutory_1", "extended").value == sum(one["extended"] for one in first if one["how"] == "answered")


def test_requests_for_a_stage_are_told_by_what_came_of_them(told: tuple[Rows, Report]) -> None:
    rows, report = told
    asked = [one for one in rows.stages if one["procedure"] == "statutory" and one["stage"] == 2 and in_year(one["asked_on"])]
    table = report.table("requests")
    assert table.cell("statutory_2", "total").value == len(asked)
    assert table.cell("statutory_2", "accepted").value == sum(one["how"] in ("", "answered") for one in asked)
    assert table.cell("statutory_2", "refused").value == sum(one["how"] == "refused" for one in asked)
    standing = [one for one in rows.stages if one["procedure"] == "statutory" and one["asked_on"] <= LAST and (one["ended_on"] is None or one["ended_on"] > LAST)]
    assert sum(column(report.table("standing"), "y2024").get(f"statutory_{stage}", 0) for stage in (1, 2, 3)) == len(standing)


def test_a_complaint_that_concerns_several_services_counts_with_each(told: tuple[Rows, Report]) -> None:
    rows, report = told
    named: dict[int, set[str]] = {}
    for one in rows.services:
        named.setdefault(one["case_id"], set()).add(one["service"])
    complaints = [case for case in rows.cases if in_year(case["received_on"]) and case["purpose"] == "complaint"]
    each = Counter(area or "unknown" for case in complaints for area in named.get(case["id"], {case["service_area"]}))
    assert each["unknown"], "some name none, and have their row"
    table = report.table("points_by_service")
    assert column(table, "y2024") == {**each, "total": len(complaints)} and len(complaints) < sum(each.values())
    shares = column(table, "share")
    assert shares.pop("total") == 1 and shares == {code: pytest.approx(number / len(complaints)) for code, number in each.items()}
    assert sum(shares.values()) > 1 and table.several and any("more than 100%" in note for note in table.notes)
    ended = {one["case_id"]: one["outcome"] for one in rows.stages if (one["procedure"], one["stage"]) == ("statutory", 1) and in_year(one["ended_on"])}
    area_of = {case["id"]: case["service_area"] for case in rows.cases}
    upheld = report.table("upheld_by_service")
    for code in {*ended.values()}:
        mine = [case for case, outcome in ended.items() if outcome == code]
        with_each = Counter(area or "unknown" for case in mine for area in named.get(case, {area_of[case]}))
        assert column(upheld, code) == {**with_each, "total": len(mine)}
    assert upheld.cell("total", "total").value == len(ended) == report.table("outcomes_statutory_1").cell("total", "y2024").value


def test_a_case_is_with_no_team_only_where_it_names_none_at_all(desk: Desk) -> None:
    rows = drawn(6, seed=3)
    for case in rows.cases:
        case.update(purpose="complaint", route="statutory", procedure="statutory", received_on=FIRST, service_area="social_care", team=None)
    rows.cases[4]["team"] = "fostering"
    rows.cases[5]["team"] = "fostering"
    named = ((1, "social_care", "assessment"), (1, "education_services", ""), (2, "social_care", ""), (3, "social_care", "assessment"), (3, "social_care", "fostering"), (6, "social_care", ""))
    put(desk, Rows(rows.cases, [], [{"case_id": case, "point": 1, "service": service, "team": team} for case, service, team in named], []))
    table = make(desk, FIRST, LAST, date(2025, 6, 2)).table("points_by_team")
    # 2 and 6 name a service without a team, 4 nothing; 5 names nothing and is with a team.
    assert column(table, "y2024") == {"assessment": 2, "fostering": 2, "unknown": 3, "total": 6}


def test_a_total_of_what_is_counted_more_than_once_is_held_between_its_largest_row_and_their_sum(told: tuple[Rows, Report]) -> None:
    _, report = told
    table = report.table("points_by_service")
    parts = [row.cells[-3].value for row in table.rows if not row.total]
    last = table.rows[-1]
    for wrong in (sum(parts) + 1, max(parts) - 1):
        spoilt = replace(last, cells=(*last.cells[:-3], Cell(wrong), *last.cells[-2:]))
        found = [str(one) for one in differences([replace(table, rows=(*table.rows[:-1], spoilt))])]
        assert len(found) == 1 and str(wrong) in found[0], found


def test_costs_are_added_in_pence(told: tuple[Rows, Report]) -> None:
    rows, report = told
    spent = Counter()
    for one in rows.costs:
        if in_year(one["on_day"]):
            spent[one["kind"]] += one["pence"]
    assert column(report.table("costs"), "y2024") == {**spent, "total": sum(spent.values())}


def test_the_report_agrees_with_itself_and_every_table_says_what_it_counts(told: tuple[Rows, Report]) -> None:
    _, report = told
    assert report.differences == ()
    for table in report.tables():
        assert table.says and table.about and len({row.key for row in table.rows}) == len(table.rows), table.key
        assert len({column.key for column in table.columns}) == len(table.columns), table.key
        assert all(len(row.cells) == len(table.columns) for row in table.rows), table.key
    assert len({one.key for one in DEFINITIONS}) == len(DEFINITIONS)
    assert {one.section for one in DEFINITIONS} <= {key for key, _ in SECTIONS}


def test_a_contradiction_is_named(told: tuple[Rows, Report]) -> None:
    _, report = told
    table = report.table("received_by_kind")
    spoilt = replace(table.rows[0], cells=(replace(table.rows[0].cells[0], value=(table.rows[0].cells[0].value or 0) + 1), *table.rows[0].cells[1:]))
    wrong = replace(table, rows=(spoilt, *table.rows[1:]))
    found = differences([one if one.key != table.key else wrong for one in report.tables()])
    assert any("the sum of its rows" in str(one) for one in found)
    assert any(one.says != one.but and one.where != one.against for one in found)


def test_every_figure_opens_the_cases_that_it_counts(desk: Desk, told: tuple[Rows, Report]) -> None:
    _, report = told
    random, cells = Random(3), [
        cell for table in report.tables() for row in table.rows for cell, column in zip(row.cells, table.columns, strict=True)
        if cell.of is not None and column.unit is Unit.COUNT
    ]  # fmt: skip
    assert len(cells) > 200
    for cell in random.sample(cells, 120):
        assert cell.of is not None
        with desk.database.read() as conn:
            listed, number = store.listed(conn, cell.of.fact, cell.of.where, TODAY, most=10_000)
        assert number == cell.value, cell.of
        assert len(listed) <= number and (number == 0) == (listed == [])


def test_periods_go_back_by_whole_years_quarters_and_days() -> None:
    years = periods_of(FIRST, LAST, 5)
    assert [one.name for one in years] == ["2020-21", "2021-22", "2022-23", "2023-24", "2024-25"]
    assert all(after.first - before.last == timedelta(days=1) for before, after in pairwise(years))
    quarter = periods_of(date(2025, 1, 1), date(2025, 3, 31), 3)
    assert [(one.first, one.last) for one in quarter[:2]] == [(date(2024, 7, 1), date(2024, 9, 30)), (date(2024, 10, 1), date(2024, 12, 31))]
    assert quarter[-1].name == "January 2025 to March 2025"
    assert periods_of(date(2024, 2, 29), date(2024, 2, 29), 2)[0].last == date(2024, 2, 28)
    for first, last, many in ((LAST, FIRST, 1), (FIRST, LAST, 0), (FIRST, LAST, 6)):
        with pytest.raises(NotAPeriod):
            periods_of(first, last, many)


def test_a_year_without_a_case_is_a_report_without_tables(desk: Desk) -> None:
    report = make(desk, FIRST, LAST, TODAY)
    assert not list(report.tables()) and report.differences == ()



def test_what_adults_said_about_themselves_is_told_without_few_of_a_kind(desk: Desk) -> None:
    with desk.database.write() as conn:
        for number, (sex, times) in enumerate((("female", 40), ("male", 30), ("rather_not", 2))):
            for _ in range(times):
                equality.add(conn, f"2024-{6 + number:02}", {"sex": sex})
    table = make(desk, FIRST, LAST, TODAY).table("equality_sex")
    assert [(row.key, row.cells[0].value, row.cells[0].hidden) for row in table.rows] == [
        ("female", 40, False), ("male", None, True), ("rather_not", None, True),
    ]  # fmt: skip
    assert all(cell.of is None for row in table.rows for cell in row.cells), "they lead to no case"
    assert not list(make(desk, date(2024, 6, 1), date(2024, 7, 31), TODAY).tables()), "two months are too few"


def test_a_report_is_not_given_out_while_cases_are_still_to_be_read_off_their_histories(desk: Desk) -> None:
    put(desk, drawn(20))
    assert make(desk, FIRST, LAST, TODAY).differences == ()
    with desk.database.write() as conn:
        cases.update(conn, 7, waits_for=None)
    found = make(desk, FIRST, LAST, TODAY).differences
    assert [str(one) for one in found] and "still to be read" in str(found[0])


def test_services_are_put_together_by_portfolio_and_division_where_the_council_names_them(desk: Desk) -> None:
    rows = drawn(400)
    put(desk, rows)
    belongs = {"social_care": "Children & Families", "education_services": "Schools", "families_quality_commissioning": "Children & Families"}
    areas = tuple(ServiceArea(code=code, name=code.title(), portfolio=name) for code, name in belongs.items())
    report = make(replace(desk, profile=desk.profile.model_copy(update={"service_areas": areas})), FIRST, LAST, TODAY)
    table = report.table("received_by_portfolio")
    mine = [case for case in rows.cases if in_year(case["received_on"]) and kind_of(case) in ("statutory", "corporate", "other")]
    counted = Counter({"Children & Families": "children_families", "Schools": "schools"}.get(belongs.get(case["service_area"], ""), "unknown") for case in mine)
    assert column(table, "y2024") == {**counted, "total": len(mine)}
    assert [row.name for row in table.rows][:2] == ["Children & Families", "Schools"]
    assert report.table("outcomes_by_portfolio_statutory").cell("total", "total").value
    assert "received_by_division" not in {one.key for one in report.tables()}, "no area says of which division it is"
    assert report.differences == ()


def test_a_council_that_names_no_portfolio_has_no_table_of_them(desk: Desk) -> None:
    put(desk, drawn(50))
    areas = tuple(area.model_copy(update={"portfolio": None, "division": None}) for area in desk.profile.service_areas)
    report = make(replace(desk, profile=desk.profile.model_copy(update={"service_areas": areas})), FIRST, LAST, TODAY)
    assert not any("portfolio" in one.key or "division" in one.key for one in report.tables())


def test_years_before_the_records_are_left_out_and_a_year_in_which_they_begin_is_told_of(desk: Desk) -> None:
    rows = drawn(300)
    kept = [case for case in rows.cases if case["received_on"] >= date(2023, 9, 1)]
    known = {case["id"] for case in kept}
    put(desk, Rows(kept, [one for one in rows.stages if one["case_id"] in known], [], []))
    report = make(desk, FIRST, LAST, TODAY, years=5)
    assert [one.name for one in report.periods] == ["2023-24", "2024-25"], "nobody counted the years before"
    assert report.begins == min(case["received_on"] for case in kept)
    assert any("The records begin on" in sentence for sentence in texts.reading(report))
    assert thaw(freeze(report)).begins == report.begins
    assert make(desk, FIRST, LAST, TODAY, years=1).begins is None


def test_a_year_without_cases_of_which_figures_were_entered_by_hand_stays(desk: Desk, officer: int) -> None:
    put(desk, drawn(50))
    periods = periods_of(FIRST, LAST, 5)
    assert make(desk, FIRST, LAST, TODAY, years=5).periods == periods[2:]
    with desk.database.write() as conn:
        demand.put(conn, "referrals", (periods[1].first, periods[1].last), demand.Figure(500, "Children in need census"), officer, NOW)
    assert make(desk, FIRST, LAST, TODAY, years=5).periods == periods[1:]


def test_of_a_council_without_a_case_there_is_its_own_period_alone(desk: Desk) -> None:
    assert [one.name for one in make(desk, FIRST, LAST, TODAY, years=5).periods] == ["2024-25"]
