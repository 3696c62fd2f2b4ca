"""The report as data: JSON by the schema docs/report-1.json, and every table as text with commas."""

import csv
import json
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from portal.report.rendering import texts
from portal.report.rendering.values import MEASURES, differences, number, span
from portal.report.tables import Cell, Column, Report, Table, Unit

VERSION = "1"
TOTAL, LEFT_OUT = "Total", "Left out"
"""The last two columns of every CSV: whether the row is a sum, and which of its figures are left out."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_MADE = (1980, 1, 1, 0, 0, 0)


def json_of(report: Report) -> bytes:
    """The report by its schema. Who is counted in a figure is not in it: no selection, no case."""
    made = {
        "version": VERSION,
        "title": texts.title(report),
        "council": report.council,
        "period": _period(report.period),
        "periods": [_period(period) for period in report.periods],
        "made_on": report.made_on.isoformat(),
        "threshold": report.threshold,
        "reading": list(texts.reading(report)),
        "differences": list(differences(report)),
        "sections": [
            {
                "key": section.key,
                "name": section.name,
                "commentary": section.commentary,
                "tables": [_table(table) for table in section.tables],
            }
            for section in report.sections
        ],
        "learned": [{"said": one.said, "did": one.did} for one in report.learned],
        "thanks": [{"said": one.said} for one in report.thanks],
    }
    return (json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def csv_of(table: Table) -> bytes:
    """One table: a row a line, figures bare (per cent, pounds), what is left out empty and named in the last column."""
    out = StringIO()
    lines = csv.writer(out)
    lines.writerow([harmless(name) for name in (table.about, *headings(table), TOTAL, LEFT_OUT)])
    for row in table.rows:
        figures = [_bare(cell, column) for cell, column in zip(row.cells, table.columns, strict=True)]
        out_of_it = [column.name for cell, column in zip(row.cells, table.columns, strict=True) if cell.hidden]
        lines.writerow([harmless(row.name), *figures, "yes" if row.total else "", harmless("; ".join(out_of_it))])
    return out.getvalue().encode("utf-8-sig")


def csv_files(report: Report) -> dict[str, bytes]:
    """Every table by the name of its file, in order, and what they are in README.txt."""
    files = {
        f"{at:02d}-{texts.slug(table.key)}.csv": csv_of(table) for at, table in enumerate(report.tables(), start=1)
    }
    told = [
        texts.title(report), report.council, span(report.period), "", *texts.reading(report), "",
        *([f"This report does not add up: {one}." for one in differences(report)]),
        "In the files a figure that is left out is empty, and the last column names it; a figure that is empty and not named there does not exist.",
        "Percentages are numbers out of 100, money is in pounds. Where a row is a sum of others, Total says yes.", "",
    ]  # fmt: skip
    for name, table in zip(files, report.tables(), strict=True):
        told += [name, f"  {table.name}", f"  {table.says}", *(f"  {note}" for note in texts.notes(table)), ""]
    return files | {"README.txt": "\r\n".join(told).encode("utf-8-sig")}


def csv_zip(report: Report) -> bytes:
    """All files of the report's tables in one, the same bytes for the same report."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, data in csv_files(report).items():
            packed.writestr(ZipInfo(name, _MADE), data, ZIP_DEFLATED)
    return out.getvalue()


def heading(column: Column) -> str:
    """The name of a column with its unit, for where the unit does not stand beside the numbers."""
    measure = MEASURES[column.unit]
    return f"{column.name} ({measure})" if measure else column.name


def headings(table: Table) -> list[str]:
    """The headings of a table's columns; one that stands there several times says after which column it stands."""
    names = [heading(column) for column in table.columns]
    before = ""
    made = []
    for name in names:
        several = names.count(name) > 1
        made.append(f"{before}: {name}" if several and before else name)
        before = before if several else name
    return made


def harmless(text: str) -> str:
    """A text that no spreadsheet reads as a formula: one that would be read so has a ' before it."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip(" \u00a0\ufeff").startswith(_FORMULA) else text


def _bare(cell: Cell, column: Column) -> str:
    value = number(cell, column.unit)
    if isinstance(value, str):
        return harmless(value)
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _period(period: Any) -> dict[str, str]:
    return {"key": period.key, "name": period.name, "first": period.first.isoformat(), "last": period.last.isoformat()}


def _table(table: Table) -> dict[str, Any]:
    return {
        "key": table.key,
        "name": table.name,
        "definition": table.says,
        "about": table.about,
        "several": table.several,
        "notes": list(texts.notes(table)),
        "columns": [
            {"key": column.key, "name": column.name, "unit": _unit(column.unit), "total": column.total}
            for column in table.columns
        ],
        "rows": [
            {
                "key": row.key,
                "name": row.name,
                "total": row.total,
                "more": row.more,
                "cells": [{"value": None if cell.hidden else cell.value, "hidden": cell.hidden} for cell in row.cells],
            }
            for row in table.rows
        ],
    }


def _unit(unit: Unit) -> str:
    """Money is whole pence in data, and called so."""
    return "pence" if unit is Unit.POUNDS else unit.value
