"""Charts as office programs draw them themselves: for the workbook, and for the Word document, with hatchings and figures."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from xlsxwriter import Workbook

from portal.report.rendering.charts import COLOURS, described, drawn
from portal.report.tables import Chart, Table, Unit

_HATCHES = (None, "wide_upward_diagonal", "large_confetti", "dark_horizontal", "outlined_diamond", "dark_vertical")
_DASHES = ("solid", "dash", "round_dot", "dash_dot", "square_dot", "long_dash")
_MARKERS = ("circle", "square", "triangle", "diamond", "star", "x")
_KINDS = {
    Chart.BARS: {"type": "bar"},
    Chart.GROUPED: {"type": "bar"},
    Chart.STACKED: {"type": "bar", "subtype": "stacked"},
    Chart.LINE: {"type": "line"},
}
_NUMBERS = {Unit.SHARE: "0%", Unit.COUNT: "#,##0", Unit.DAYS: "#,##0.0", Unit.POUNDS: "£#,##0"}
_HUNDREDTHS = {Unit.POUNDS: 100}
_WIDE = 640


@dataclass(frozen=True, slots=True)
class Native:
    """A chart of the office program: what to insert, what it shows in words, and how high it is beside a width of 640."""

    drawing: Any
    described: str
    height: int


@dataclass(frozen=True, slots=True)
class Packed:
    """A chart as a part of another document: its XML, the workbook that its figures are in, what it shows in words."""

    xml: bytes
    workbook: bytes
    described: str
    height: int


def chart_of(book: Any, sheet: str, table: Table, own: str, *, first_row: int) -> Native | None:
    """The chart of a table whose heading stands in `first_row` of this sheet, names in the first column; None where there is none."""
    picture = drawn(table, own)
    if picture is None:
        return None
    chart = book.add_chart(_KINDS[picture.kind])
    rows = [first_row + 1 + at for at, row in enumerate(table.rows) if not row.total]
    names = _span(sheet, rows, 0)
    lined, one = picture.kind is Chart.LINE, len(picture.series) == 1
    for number, series in enumerate(picture.series):
        column = 1 + series.column
        colour = COLOURS[number]
        hatch = _HATCHES[number]
        look: dict[str, Any] = {"line": {"color": colour, "width": 2.25, "dash_type": _DASHES[number]}}
        if lined:
            look["marker"] = {"type": _MARKERS[number], "size": 7, "fill": {"color": colour}, "border": {"color": colour}}
        elif hatch:
            look = {"pattern": {"pattern": hatch, "fg_color": colour, "bg_color": "#ffffff"}, "border": {"color": colour}}
        else:
            look = {"fill": {"color": colour}, "border": {"color": colour}}
        if not lined:
            look["gap"] = 40
        if not lined or one:
            look["data_labels"] = {"value": True, "num_format": _NUMBERS[picture.unit], "font": {"size": 9}}
            if picture.kind is Chart.STACKED:
                look["data_labels"]["fill"] = {"color": "#ffffff"}
            elif lined:
                look["data_labels"]["position"] = "above"
        chart.add_series({"name": [sheet, first_row, column], "categories": names, "values": _span(sheet, rows, column), **look})
    chart.set_legend({"none": True} if one else {"position": "top", "font": {"size": 10}})
    if one and picture.one_of_several:
        chart.set_title({"name": picture.series[0].name, "name_font": {"size": 11, "bold": False}})
    else:
        chart.set_title({"none": True})
    axis = {"num_font": {"size": 10}, "num_format": _NUMBERS[picture.unit], "min": 0, "major_gridlines": {"visible": lined, "line": {"color": "#b1b4b6"}}}
    if lined:
        chart.set_x_axis({"num_font": {"size": 10}})
        chart.set_y_axis(axis)
    else:
        # Bars are read from the top, as the rows of the table are.
        chart.set_x_axis({"num_font": {"size": 10}, "reverse": True})
        chart.set_y_axis({**axis, "visible": False})
    bars = len(rows) * (1 if picture.kind is Chart.STACKED else len(picture.series))
    height = 300 if lined else min(90 + bars * 17 + len(rows) * 12, 900)
    chart.set_size({"width": _WIDE, "height": height})
    chart.show_na_as_empty_cell()
    return Native(chart, described(table, picture), height)


def packed_chart(table: Table, own: str) -> Packed | None:
    """The chart of a table as it stands in a Word document: drawn by the office program, its figures to be edited there."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Figures")
        found = chart_of(book, "Figures", table, own, first_row=0)
        if found is None:
            return None
        sheet.write_string(0, 0, table.about)
        for at, column in enumerate(table.columns, start=1):
            sheet.write_string(0, at, column.name)
        for down, row in enumerate(table.rows, start=1):
            sheet.write_string(down, 0, row.name)
            for at, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True), start=1):
                if not cell.hidden and isinstance(cell.value, int | float):
                    sheet.write_number(down, at, cell.value / _HUNDREDTHS.get(column.unit, 1))
        sheet.insert_chart(0, len(table.columns) + 2, found.drawing)
    with ZipFile(BytesIO(out.getvalue())) as parts:
        xml = parts.read("xl/charts/chart1.xml")
    return Packed(xml, out.getvalue(), found.described, found.height)


def _span(sheet: str, rows: list[int], column: int) -> Any:
    """Cells of a column: one run where the rows follow each other, which totals at their end do not break."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    if len(runs) == 1:
        return [sheet, runs[0][0], column, runs[0][1], column]
    letter = _letter(column)
    quoted = "'" + sheet.replace("'", "''") + "'"
    return "=(" + ",".join(f"{quoted}!${letter}${first + 1}:${letter}${last + 1}" for first, last in runs) + ")"


def _letter(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
