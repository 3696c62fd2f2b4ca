"""Review panels, targets in calendar days, and what the Ombudsman says of injustice: every figure counted twice."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import mean, median
from typing import Any

import pytest

from portal.actions.desk import Desk
from portal.casework.stages import RECOMMENDED
from portal.councils import load
from portal.report import said
from portal.report.behind import query_of, selection_of
from portal.report.checks import differences
from portal.report.making import make
from portal.report.tables import Report, Table, Unit
from portal.store import report as store
from portal.store import tables
from portal.store.report import Ask, Span
from tests.plain_words import faults_for_adults, said_in
from tests.report.rows import FIRST, LAST, Rows, drawn, put

TODAY = date(2025, 6, 2)
YEARS = ((date(2023, 4, 1), date(2024, 3, 31), "y2023"), (FIRST, LAST, "y2024"))


@dataclass(frozen=True)
class Step:
    done: str
    due: str
    days: str


STEPS = {"met": Step("met_on", "due_on", "days"), "findings": Step("findings_on", "findings_due_on", "findings_days"), "answered": Step("answered_on", "answer_due_on", "answer_days")}


def panels(rows: Rows, many: int, seed: int = 11) -> list[dict[str, Any]]:
    random, found = Random(seed), []
    for case in random.sample(rows.cases, many):
        asked = case["received_on"] + timedelta(days=random.randrange(60, 260))
        met = asked + timedelta(days=random.randrange(20, 70))
        findings = met + timedelta(days=random.randrange(1, 15)) if random.random() < 0.8 else None
        answered = findings + timedelta(days=random.randrange(3, 40)) if findings and random.random() < 0.8 else None
        known = random.random() < 0.9
        found.append({
            "case_id": case["id"], "place": 1, "asked_on": asked, "begun_on": asked, "met_on": met,
            "due_on": asked + timedelta(days=42) if known else None, "days": (met - asked).days * 5 // 7 if known else None,
            "findings_on": findings, "findings_due_on": met + timedelta(days=7) if known else None,
            "findings_days": (findings - met).days if findings and known else None, "answered_on": answered,
            "answer_due_on": findings + timedelta(days=21) if findings and known else None,
            "answer_days": (answered - findings).days if findings and answered and known else None,
        })  # fmt: skip
    return found


def decisions(rows: Rows, many: int) -> list[dict[str, Any]]:
    random, found = Random(5), []
    for case in random.sample(rows.cases, many):
        decided = case["received_on"] + timedelta(days=random.randrange(300))
        code = random.choice(("upheld", "upheld", "not_upheld", "closed"))
        said_of = random.choice(("fault_injustice", "fault_no_injustice", "already_remedied", "")) if code == "upheld" else ""
        found.append({"case_id": case["id"], "place": 1, "asked_on": case["received_on"], "decided_on": decided, "decision": code, "injustice": said_of})
        found[-1]["remedies"] = tuple(random.sample(sorted(RECOMMENDED), random.randrange(3))) if code == "upheld" else ()
    return found


@pytest.fixture
def told(desk: Desk) -> tuple[list[dict[str, Any]], list[dict[str, Any]], Report]:
    rows = drawn(400)
    put(desk, rows)
    panelled, decided = panels(rows, 160), decisions(rows, 120)
    with desk.database.write() as conn:
        conn.execute(tables.case_panels.insert(), panelled)
        conn.execute(tables.case_ombudsman.insert(), decided)
    return panelled, decided, make(desk, FIRST, LAST, TODAY, years=2, threshold=0)


def of_year(some: list[dict[str, Any]], key: str, first: date, last: date) -> list[dict[str, Any]]:
    return [one for one in some if one[key] and first <= one[key] <= min(last, TODAY)]


def test_each_step_of_a_panel_is_counted_by_its_own_day(told: tuple[list, list, Report]) -> None:
    panelled, _, report = told
    table = report.table("panels")
    for key, step in STEPS.items():
        mine = of_year(panelled, step.done, FIRST, LAST)
        known = [one for one in mine if one[step.due]]
        in_time = [one for one in known if one[step.done] <= one[step.due]]
        days = [one[step.days] for one in mine if one[step.days] is not None]
        assert mine and in_time and len(in_time) < len(known) < len(mine)
        assert table.cell(key, "done").value == len(mine)
        assert table.cell(key, "in_time").value == len(in_time)
        assert table.cell(key, "unknown").value == len(mine) - len(known)
        assert table.cell(key, "share").value == pytest.approx(len(in_time) / len(known)), "of those of which it is known"
        assert table.cell(key, "average").value == pytest.approx(mean(days))
        assert table.cell(key, "median").value == median(days)
    assert report.differences == ()


def test_panels_are_set_beside_those_of_the_year_before(told: tuple[list, list, Report]) -> None:
    panelled, _, report = told
    table = report.table("panels_over_years")
    for first, last, year in YEARS:
        for key, step in STEPS.items():
            mine = of_year(panelled, step.done, first, last)
            assert table.cell(key, year).value == len(mine)
            assert table.cell(f"{key}_in_time", year).value == sum(one[step.due] is not None and one[step.done] <= one[step.due] for one in mine)


def test_a_panel_whose_day_is_still_to_come_has_not_met(desk: Desk) -> None:
    rows = drawn(6)
    put(desk, rows)
    early, late = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    with desk.database.write() as conn:
        conn.execute(tables.case_panels.insert(), [
            {"case_id": at, "place": 1, "asked_on": FIRST, "begun_on": FIRST, "due_on": LAST, "met_on": met, "days": 7} for at, met in ((1, early), (2, TODAY), (3, late))
        ])  # fmt: skip
    year = make(desk, date(2025, 4, 1), date(2026, 3, 31), TODAY, years=1)
    cell = year.table("panels").cell("met", "done")
    assert cell.value == 2
    assert cell.of is not None
    with desk.database.read() as conn:
        listed, number = store.listed(conn, cell.of.fact, cell.of.where, TODAY)
        assert ([one.id for one in listed], number) == ([1, 2], 2)
        assert store.reach(conn, cell.of.fact, cell.of.where, late) == (3, 3), "a day later all of them have"
        assert sum(number for _, number in store.parts(conn, cell.of.fact, cell.of.where, "month", TODAY)) == 2
    assert not any(table.key == "panels_over_years" for table in year.tables()), "there is no year to set it beside"


def test_the_tables_of_panels_read_plainly(told: tuple[list, list, Report]) -> None:
    *_, report = told
    assert [row.name for row in report.table("panels").rows] == [
        "Panels that met (limit: within 30 working days of the request)",
        "Findings sent (limit: within 5 working days of the meeting)",
        "Answers of the council to a panel (limit: within 15 working days of the findings)",
    ]
    assert [row.name for row in report.table("panels_over_years").rows][:2] == ["Panels that met", "Of those, within 30 working days of the request"]
    assert [row.name for row in report.table("ombudsman_injustice").rows] == [
        "Fault, and injustice caused by it", "Fault, but no injustice", "Fault, already put right by us", "Not written down", "All that were upheld",
    ]  # fmt: skip
    for key in ("panels", "panels_over_years", "ombudsman_injustice"):
        assert faults_for_adults(said_in(report.table(key).name + ".", report.table(key).says)) == []
        texts = [report.table(key).name, report.table(key).says, *(column.name for column in report.table(key).columns)]
        assert all(text and "_" not in text for text in texts)
        assert report.table(key).says.startswith("It counts ") and report.table(key).says.endswith(".")


def test_what_was_upheld_is_told_by_injustice_and_agrees_with_the_decisions(told: tuple[list, list, Report]) -> None:
    _, decided, report = told
    table = report.table("ombudsman_injustice")
    for first, last, year in YEARS:
        mine = Counter(one["injustice"] or "unknown" for one in of_year(decided, "decided_on", first, last) if one["decision"] == "upheld")
        assert {row.key: table.cell(row.key, year).value for row in table.rows} == {**mine, "total": sum(mine.values())}
        assert table.cell("total", year).value == report.table("ombudsman_decisions").cell("upheld", year).value
    spoilt = replace(table.rows[-1], cells=(replace(table.rows[-1].cells[0], value=999), *table.rows[-1].cells[1:]))
    wrong = replace(table, rows=(*table.rows[:-1], spoilt))
    found = differences([wrong if one.key == table.key else one for one in report.tables()])
    assert any("999" in str(one) and "Decisions of the Ombudsman:" in str(one) for one in found), "the two tables are held to each other"


def test_what_the_ombudsman_asked_for_is_counted_once_for_each_thing_and_opens_its_cases(desk: Desk, told: tuple[list, list, Report]) -> None:
    _, decided, report = told
    table = report.table("ombudsman_remedies")
    for first, last, year in YEARS:
        mine = [one["remedies"] for one in of_year(decided, "decided_on", first, last) if one["remedies"]]
        counted = Counter(code for remedies in mine for code in remedies)
        assert {row.key: table.cell(row.key, year).value for row in table.rows if table.cell(row.key, year).value} == {"anything": len(mine), **counted}
    _opens(desk, [table])


def test_where_no_decision_says_it_there_is_no_table_of_injustice(desk: Desk) -> None:
    rows = drawn(60)
    put(desk, rows)
    with desk.database.write() as conn:
        conn.execute(tables.case_ombudsman.insert(), [{**one, "injustice": ""} for one in decisions(rows, 30)])
    report = make(desk, FIRST, LAST, TODAY, threshold=0)
    assert not any(table.key == "ombudsman_injustice" for table in report.tables())
    assert report.table("ombudsman_decisions").cell("total", "y2024").value


PROFILE = """
council = "Every Day Council"
team = "Complaints"
targets = [
  { from = 2020-04-01, measures = "statutory", stage = 1, days = 28, counting = "calendar", percent = 80, source = "The plan" },
  { from = 2020-04-01, measures = "complaints", days = 20, percent = 75, source = "The plan" },
  { from = 2020-04-01, measures = "enquiries", days = 14, counting = "calendar", percent = 90, source = "The plan" },
]
[[procedures.corporate.stages]]
number = 1
name = "First look"
limits = [{ from = 2020-04-01, respond_days = 14, latest_days = 42, counting = "calendar", source = "The policy" }]
[[procedures.corporate.stages]]
number = 2
name = "Second look"
limits = [{ from = 2020-04-01, respond_days = 25, source = "The policy" }]
"""


@pytest.fixture
def every_day(desk: Desk, tmp_path: Path) -> tuple[Rows, Report, Desk]:
    """A council that counts some of its days by the calendar."""
    (tmp_path / "example.toml").write_text(PROFILE, encoding="utf-8")
    mine = replace(desk, profile=load(str(tmp_path / "example.toml")))
    rows = drawn(500)
    put(desk, rows)
    return rows, make(mine, FIRST, LAST, TODAY, years=2, threshold=0), mine


def calendar_days(rows: Rows, procedures: tuple[str, ...], stage: int | None = 1, first: date = FIRST, last: date = LAST) -> list[int]:
    return [
        (one["ended_on"] - one["begun_on"]).days for one in rows.stages
        if one["how"] == "answered" and one["procedure"] in procedures and stage in (None, one["stage"]) and first <= one["ended_on"] <= last
    ]  # fmt: skip


def test_a_target_in_calendar_days_is_counted_in_calendar_days(every_day: tuple[Rows, Report, Desk]) -> None:
    rows, report, _ = every_day
    table = report.table("targets")
    assert [row.name for row in table.rows] == [
        "Statutory complaints, stage 1: within 28 calendar days", "Complaints: within 20 working days", "Enquiries: within 14 calendar days",
    ]  # fmt: skip
    assert table.says.endswith("Where a row says calendar days, every day counts.")
    for key, procedures, limit, stage in (("target_1", ("statutory",), 28, 1), ("target_3", ("enquiry",), 14, None)):
        days = calendar_days(rows, procedures, stage)
        reached = sum(day <= limit for day in days)
        assert 0 < reached < len(days)
        assert (table.cell(key, "answered").value, table.cell(key, "reached").value) == (len(days), reached)
        assert table.cell(key, "share").value == pytest.approx(reached / len(days))
    working = [one["days"] for one in rows.stages if one["how"] == "answered" and one["procedure"] in ("statutory", "corporate") and FIRST <= one["ended_on"] <= LAST]
    assert table.cell("target_2", "reached").value == sum(day <= 20 for day in working), "the others count as they did"


def test_limits_in_calendar_days_are_never_called_working_days(every_day: tuple[Rows, Report, Desk]) -> None:
    rows, report, _ = every_day
    assert report.differences == ()
    days, before = calendar_days(rows, ("corporate",)), calendar_days(rows, ("corporate",), 1, date(2023, 4, 1), date(2024, 3, 31))
    bands = report.table("time_corporate_1")
    assert bands.name == "Corporate stage 1: calendar days to the answer" and "Days are calendar days" in bands.says
    assert [row.name for row in bands.rows] == ["Within 14 calendar days", "15 to 42 calendar days", "More than 42 calendar days", "Answered"]
    for some, year in ((before, "y2023"), (days, "y2024")):
        assert [bands.cell(row.key, year).value for row in bands.rows] == [
            sum(day <= 14 for day in some), sum(14 < day <= 42 for day in some), sum(day > 42 for day in some), len(some)
        ]  # fmt: skip
    speed = report.table("speed")
    names = {row.key: row.name for row in speed.rows}
    assert names["corporate_1"] == "Corporate stage 1 (limit 14 and 42 calendar days)" and names["corporate_2"] == "Corporate stage 2 (limit 25 working days)"
    assert speed.cell("corporate_1", "latest").value == sum(day <= 42 for day in days)
    assert "Corporate stage 1: within 14 calendar days" in {row.name for row in report.table("speed_over_years").rows}
    service = report.table("time_by_service_corporate")
    assert sum(service.cell(row.key, "d0_14").value for row in service.rows if not row.total) == sum(day <= 14 for day in days)
    assert "working" in service.columns[-1].name, "the average stays one of working days"
    assert "working days" in report.table("time_statutory_1").name


def test_no_band_of_calendar_days_can_be_told_from_the_others(every_day: tuple[Rows, Report, Desk]) -> None:
    _, whole, desk = every_day
    shown = make(desk, FIRST, LAST, TODAY, years=2, threshold=8)
    left_out = 0
    for key in ("time_corporate_1", "time_by_service_corporate"):
        table, true = shown.table(key), whole.table(key)
        for row in table.rows:
            counts = [(cell, true.cell(row.key, column.key).value) for cell, column in zip(row.cells, table.columns, strict=True) if column.unit is Unit.COUNT]
            assert all(cell.hidden for cell, value in counts if 0 < value < 8)
            if key == "time_by_service_corporate":
                assert sum(cell.hidden for cell, _ in counts) != 1, (row.key, counts)
            left_out += sum(cell.hidden for cell, _ in counts)
    assert left_out > 1


def test_every_new_figure_opens_its_cases_and_says_what_it_is(desk: Desk, told: tuple[list, list, Report]) -> None:
    *_, report = told
    _opens(desk, [report.table(key) for key in ("panels", "panels_over_years", "ombudsman_injustice")])


def test_figures_in_calendar_days_open_their_cases(every_day: tuple[Rows, Report, Desk]) -> None:
    _, report, desk = every_day
    _opens(desk, [report.table(key) for key in ("targets", "time_corporate_1", "time_by_service_corporate")])
    reached = report.table("targets").cell("target_1", "reached").of
    assert reached is not None
    assert ("days", "Calendar days", "up to 28") in said.conditions_of(reached, desk.profile, {})
    assert said.title_of(reached) == "Stages that ended, in days of the calendar"


def _opens(desk: Desk, some: list[Table]) -> None:
    cells = [cell for table in some for row in table.rows for cell, column in zip(row.cells, table.columns, strict=True) if cell.of is not None and column.unit is Unit.COUNT]
    assert cells
    for cell in cells:
        assert cell.of is not None
        assert selection_of(query_of(cell.of)) == cell.of
        assert said.title_of(cell.of) and said.definition_of(cell.of)
        assert all("_" not in value for _, _, value in said.conditions_of(cell.of, desk.profile, {}))
        with desk.database.read() as conn:
            _, number = store.listed(conn, cell.of.fact, cell.of.where, TODAY)
        assert number == cell.value, cell.of


def test_an_end_before_its_beginning_took_no_days_of_the_calendar(desk: Desk) -> None:
    """A stage that was answered and then counted anew from a later day."""
    rows = drawn(30)
    put(desk, rows)
    begun, leap = date(2024, 12, 20), date(2024, 2, 20)
    with desk.database.write() as conn:
        conn.execute(tables.case_stages.delete())
        conn.execute(tables.case_stages.insert(), [
            {"case_id": at, "place": 1, "procedure": "statutory", "stage": 1, "own": False, "asked_on": day, "begun_on": day, "ended_on": ended, "how": "answered", "outcome": "upheld", "days": 0, "extended": False}
            for at, (day, ended) in enumerate(((begun, begun - timedelta(days=3)), (begun, begun), (begun, begun + timedelta(days=25)), (leap, date(2024, 3, 1))), start=1)
        ])  # fmt: skip
    span = Span("all", date(2024, 1, 1), LAST)
    with desk.database.read() as conn:
        assert sorted(store.count(conn, Ask("ended_by_calendar", ("days",)), [span], TODAY)) == [(("all", "0"), 2), (("all", "10"), 1), (("all", "25"), 1)]
