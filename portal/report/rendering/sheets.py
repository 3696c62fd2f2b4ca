"""The report as a workbook: an index, and a sheet for each table, its numbers as numbers, its chart beside them."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any

from xlsxwriter import Workbook

from portal.report.rendering import texts
from portal.report.rendering.charts import drawn
from portal.report.rendering.native import chart_of, charts_told_in_full, in_one_run, write_figures
from portal.report.rendering.values import LEFT_OUT, NOTHING, differences, exactly, span
from portal.report.tables import Cell, Report, Table, Unit

# What no sheet may be called by, and how long its name may be.
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_NAME = 31
_LONGEST = 32_767
_MOST = 2**53
_FORMATS: Mapping[Unit, str] = {
    Unit.COUNT: "#,##0",
    Unit.SHARE: "0%",
    Unit.CHANGE: "+0%;\u22120%;0%",
    Unit.DAYS: "#,##0.0",
    Unit.POUNDS: "£#,##0.00",
    Unit.WORDS: "@",
}
_PENCE = 100
_ON_ONE = 40
_HIGHEST = 400
_FIGURES = "Figures of the charts"
_HEAD = 3
"""The rows over a table: its name, its way back, an empty one."""


def xlsx_of(report: Report) -> bytes:
    """The workbook. No cell of it is a formula: every text is nothing but text, however it begins."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, options) as book:
        book.set_properties(
            {"title": texts.title(report), "author": report.council, "company": report.council, "comments": ""}
        )
        looks = _Looks(book)
        names = _names(report)
        _index(book, report, names, looks)
        sheets = [_sheet(book, name, table, looks) for name, table in zip(names, report.tables(), strict=True)]
        _charts(book, report, names, sheets)
    return charts_told_in_full(out.getvalue())


class _Looks:
    """The formats of the workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **what: Any) -> Any:
        key = tuple(sorted(what.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "top", **what})
        return self._made[key]


def _index(book: Any, report: Report, names: list[str], looks: Callable[..., Any]) -> None:
    sheet = book.add_worksheet("Index")
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 90)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, report.council, looks(bold=True))
    sheet.write_string(1, 0, texts.HEADING, looks(bold=True, font_size=16))
    sheet.write_string(2, 0, f"{texts.which(report)}, {span(report.period)}")
    at = 4
    wrong = [f"This report does not add up: {one}." for one in differences(report)]
    for paragraph in (*wrong, *texts.reading(report)):
        sheet.merge_range(at, 0, at, 1, "", looks(text_wrap=True))
        sheet.write_string(at, 0, paragraph[:_LONGEST], looks(text_wrap=True))
        sheet.set_row(at, _high(paragraph, 140))
        at += 1
    at += 1
    sheet.write_string(at, 0, "Table", looks(bold=True, bottom=2))
    sheet.write_string(at, 1, "What it counts", looks(bold=True, bottom=2))
    for number, (name, table) in enumerate(zip(names, report.tables(), strict=True), start=1):
        at += 1
        link = looks(font_color="#0b4a8f", underline=1, text_wrap=True)
        sheet.write_url(at, 0, f"internal:'{name}'!A1", link, string=f"{number}. {table.name}"[:255])
        sheet.write_string(at, 1, table.says[:_LONGEST], looks(text_wrap=True))
        sheet.set_row(at, _high(table.says, 85))


def _sheet(book: Any, name: str, table: Table, looks: Callable[..., Any]) -> Any:
    """One table; its chart is put under it afterwards."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1 if len(table.rows) <= _ON_ONE else 0)
    sheet.repeat_rows(_HEAD)
    sheet.freeze_panes(_HEAD + 1, 1)
    sheet.write_string(0, 0, table.name[:_LONGEST], looks(bold=True, font_size=14))
    sheet.write_url(1, 0, "internal:'Index'!A1", looks(font_color="#0b4a8f", underline=1), string="Back to the index")
    sheet.set_column(0, 0, min(max([len(table.about), *(len(row.name) for row in table.rows), 12]), 50))
    sheet.write_string(_HEAD, 0, table.about[:_LONGEST], looks(bold=True, bottom=2, text_wrap=True))
    sheet.set_row(_HEAD, 16 * max([1, *(ceil(len(column.name) / 11) for column in table.columns)]))
    for at, column in enumerate(table.columns, start=1):
        words = column.unit is Unit.WORDS
        sheet.set_column(at, at, 40 if words else min(max(11, len(column.name) / 2), 22))
        sheet.write_string(
            _HEAD,
            at,
            column.name[:_LONGEST],
            looks(bold=True, bottom=2, text_wrap=True, align="left" if words else "right"),
        )
    for down, row in enumerate(table.rows, start=_HEAD + 1):
        mark: dict[str, Any] = {"bold": True, "top": 2} if row.total else {}
        sheet.write_string(down, 0, row.name[:_LONGEST], looks(text_wrap=True, **mark))
        for at, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True), start=1):
            _write(sheet, down, at, cell, column.unit, looks, mark)
    down = _HEAD + len(table.rows) + 2
    for text in (f"What this counts: {texts.counts(table.says)}", *texts.notes(table)):
        across = max(len(table.columns), 5)
        sheet.merge_range(down, 0, down, across, "", looks(text_wrap=True))
        sheet.write_string(down, 0, text[:_LONGEST], looks(text_wrap=True))
        sheet.set_row(down, _high(text, 90))
        down += 1
    return sheet


def _charts(book: Any, report: Report, names: list[str], sheets: list[Any]) -> None:
    """Each chart under its table. Where a table has words among its figures a chart would take them for noughts, and where
    totals stand among its rows not every program draws it: it reads the figures from a sheet at the end."""
    figures, free = None, 0
    for name, table, sheet in zip(names, report.tables(), sheets, strict=True):
        where, first, picture = name, _HEAD, drawn(table, report.period.key)
        if picture is None:
            continue
        apart = not in_one_run(picture) or any(series.size(at) is None for series in picture.series for at in range(len(picture.rows)))
        if apart:
            figures = figures or book.add_worksheet(_FIGURES)
            figures.set_column(0, 0, 40)
            where, first = _FIGURES, free
            write_figures(figures, table, picture, free)
            free += len(picture.rows) + 3
        chart = chart_of(book, where, table, report.period.key, first_row=first, apart=apart)
        if chart is not None:
            down = _HEAD + len(table.rows) + len(texts.notes(table)) + 4
            sheet.insert_chart(down, 0, chart.drawing, {"description": chart.described, "object_position": 2})


def _write(
    sheet: Any, down: int, at: int, cell: Cell, unit: Unit, looks: Callable[..., Any], mark: Mapping[str, Any]
) -> None:
    value = None if cell.hidden else cell.value
    if isinstance(value, str):
        sheet.write_string(down, at, value[:_LONGEST], looks(text_wrap=True, **mark))
    elif value is None:
        sheet.write_string(
            down,
            at,
            LEFT_OUT if cell.hidden else NOTHING,
            looks(align="right", font_color="#484949", italic=cell.hidden, **mark),
        )
    elif abs(value) > _MOST:
        # More than a spreadsheet holds exactly.
        sheet.write_string(down, at, f"{exactly(value):f}", looks(align="right", **mark))
    else:
        exact = exactly(value) / _PENCE if unit is Unit.POUNDS else Decimal(exactly(value))
        whole = unit is Unit.DAYS and exact == exact.to_integral_value()
        sheet.write_number(
            down, at, float(exact), looks(num_format="#,##0" if whole else _FORMATS[unit], align="right", **mark)
        )


def _high(text: str, letters: int) -> int:
    """How high a row is that holds this text, so many letters to a line."""
    return min(16 * max(1, ceil(len(text) / letters)), _HIGHEST)


def _names(report: Report) -> list[str]:
    """What each sheet is called: its number and as much of the table's name as fits; no two are the same."""
    made = []
    for number, table in enumerate(report.tables(), start=1):
        words = " ".join(_NOT_IN_A_NAME.sub(" ", table.name).split())
        name = f"{number} {words}"
        made.append(name if len(name) <= _NAME else name[: _NAME + 1].rpartition(" ")[0][:_NAME] if name.count(" ") > 1 else name[:_NAME])
    return made
