"""A report as it is kept once it is published: every figure, word and name of it as plain data, and back again. Pure.

Which cases a figure counts is not kept: a published report leads to no case.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.report.tables import Cell, Chart, Column, Example, Period, Report, Row, Section, Table, Unit

FORM = 1


def freeze(report: Report) -> dict[str, Any]:
    """The report as what JSON can say."""
    return {
        "form": FORM,
        "council": report.council,
        "period": _period(report.period),
        "periods": [_period(one) for one in report.periods],
        "made_on": report.made_on.isoformat(),
        "threshold": report.threshold,
        "begins": report.begins.isoformat() if report.begins else None,
        "sections": [
            {"key": one.key, "name": one.name, "commentary": one.commentary, "tables": [_table(table) for table in one.tables]}
            for one in report.sections
        ],
        "learned": [[one.said, one.did] for one in report.learned],
        "thanks": [[one.said, one.did] for one in report.thanks],
    }


def thaw(kept: Mapping[str, Any]) -> Report:
    """The report that `freeze` was given, without what its figures count. Raises KeyError, ValueError for anything else."""
    if kept["form"] != FORM:
        raise ValueError(kept["form"])
    return Report(
        kept["council"],
        _a_period(kept["period"]),
        tuple(_a_period(one) for one in kept["periods"]),
        date.fromisoformat(kept["made_on"]),
        tuple(Section(one["key"], one["name"], tuple(_a_table(each) for each in one["tables"]), one["commentary"]) for one in kept["sections"]),
        threshold=kept["threshold"],
        begins=date.fromisoformat(kept["begins"]) if kept.get("begins") else None,
        learned=tuple(Example(*one) for one in kept["learned"]),
        thanks=tuple(Example(*one) for one in kept["thanks"]),
    )


def _period(one: Period) -> list[str]:
    return [one.key, one.name, one.first.isoformat(), one.last.isoformat()]


def _a_period(kept: list[str]) -> Period:
    key, name, first, last = kept
    return Period(key, name, date.fromisoformat(first), date.fromisoformat(last))


def _table(one: Table) -> dict[str, Any]:
    return {
        "key": one.key, "name": one.name, "says": one.says, "about": one.about, "chart": one.chart.value, "several": one.several,
        "notes": list(one.notes),
        "columns": [[column.key, column.name, column.unit.value, column.total] for column in one.columns],
        "rows": [[row.key, row.name, [[cell.value, cell.hidden] for cell in row.cells], row.total, row.more] for row in one.rows],
    }  # fmt: skip


def _a_table(kept: Mapping[str, Any]) -> Table:
    columns = tuple(Column(key, name, Unit(unit), total) for key, name, unit, total in kept["columns"])
    rows = tuple(
        Row(key, name, tuple(Cell(value, hidden=hidden) for value, hidden in cells), total, more)
        for key, name, cells, total, more in kept["rows"]
    )
    return Table(
        kept["key"], kept["name"], kept["says"], kept["about"], columns, rows, Chart(kept["chart"]), kept["several"], tuple(kept["notes"])
    )
