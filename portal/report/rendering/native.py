"""Charts as office programs draw them themselves: for the workbook, and for the Word document, with hatchings and figures."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

from portal.report.rendering.charts import COLOURS, Drawn, described, drawn
from portal.report.tables import Chart, Table, Unit

_HATCHES = (None, "wide_upward_diagonal", "dark_vertical", "dark_horizontal", "outlined_diamond", "small_check")
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
_LONGEST = 32_767
_FONT = "Arial"
_TOLD = (
    (
        b'<c:showVal val="1"/>',
        b'<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>',
    ),
    (b'<c:plotVisOnly val="1"/>', b'<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>'),
    (b'<c:lang val="en-US"/>', b'<c:lang val="en-GB"/><c:roundedCorners val="0"/>'),
)
"""What is left unsaid of a chart, office programs take differently: each of them is told all of it."""


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


def in_one_run(picture: Drawn) -> bool:
    """Whether what is drawn stands in rows that follow each other: not every office program reads a chart of several runs."""
    return picture.places == tuple(range(picture.places[0], picture.places[0] + len(picture.places)))


def chart_of(book: Any, sheet: str, table: Table, own: str, *, first_row: int, apart: bool = False) -> Native | None:
    """The chart of a table whose heading stands in `first_row` of this sheet, names in the first column; None where there is none.

    `apart`: there stands only what is drawn, as `write_figures` puts it; otherwise the whole table, in one run.
    """
    picture = drawn(table, own)
    if picture is None:
        return None
    chart = book.add_chart(_KINDS[picture.kind])
    rows = [first_row + 1 + at for at in (range(len(picture.rows)) if apart else picture.places)]
    names = [sheet, rows[0], 0, rows[-1], 0]
    lined, one = picture.kind is Chart.LINE, len(picture.series) == 1
    for number, series in enumerate(picture.series):
        column = 1 + (number if apart else series.column)
        colour = COLOURS[series.look]
        hatch = _HATCHES[series.look]
        look: dict[str, Any] = {"line": {"color": colour, "width": 2.25, "dash_type": _DASHES[series.look]}}
        if lined:
            look["marker"] = {
                "type": _MARKERS[series.look],
                "size": 7,
                "fill": {"color": colour},
                "border": {"color": colour},
            }
        elif hatch:
            look = {
                "pattern": {"pattern": hatch, "fg_color": colour, "bg_color": "#ffffff"},
                "border": {"color": colour},
            }
        else:
            look = {"fill": {"color": colour}, "border": {"color": colour}}
        if not lined:
            look["gap"] = 40
        if not lined or one:
            look["data_labels"] = {
                "value": True,
                "num_format": _NUMBERS[picture.unit],
                "font": {"name": _FONT, "size": 9},
            }
            if picture.kind is Chart.STACKED:
                look["data_labels"] |= {
                    "fill": {"color": "#ffffff"},
                    "position": "center",
                    "num_format": f"{_NUMBERS[picture.unit]};;",
                }
            else:
                look["data_labels"]["position"] = "above" if lined else "outside_end"
        chart.add_series(
            {"name": [sheet, first_row, column], "categories": names, "values": [sheet, rows[0], column, rows[-1], column], **look}
        )
    chart.set_legend({"none": True} if one else {"position": "top", "font": {"name": _FONT, "size": 10}})
    if one and picture.one_of_several:
        chart.set_title({"name": picture.series[0].name, "name_font": {"name": _FONT, "size": 11, "bold": False}})
    else:
        chart.set_title({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    plain = {"num_font": {"name": _FONT, "size": 10}, "major_tick_mark": "none", "minor_tick_mark": "none"}
    figures = {
        **plain,
        "num_format": _NUMBERS[picture.unit],
        "min": 0,
        "major_gridlines": {"visible": lined, "line": {"color": "#b1b4b6"}},
    }
    if lined:
        chart.set_x_axis(plain)
        chart.set_y_axis(figures)
    else:
        # Bars are read from the top, as the rows of the table are; each figure stands at its bar.
        chart.set_y_axis({**plain, "reverse": True, "major_gridlines": {"visible": False}})
        chart.set_x_axis({**figures, "visible": False})
    bars = len(rows) * (1 if picture.kind is Chart.STACKED else len(picture.series))
    height = 300 if lined else min(70 + bars * 14 + len(rows) * 12, 860)
    chart.set_size({"width": _WIDE, "height": height})
    return Native(chart, described(table, picture), height)


def packed_chart(table: Table, own: str) -> Packed | None:
    """The chart of a table as it stands in a Word document: drawn by the office program, its figures to be edited there."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Figures")
        found, picture = chart_of(book, "Figures", table, own, first_row=0, apart=True), drawn(table, own)
        if found is None or picture is None:
            return None
        write_figures(sheet, table, picture, 0)
        sheet.insert_chart(0, len(picture.series) + 2, found.drawing)
    with ZipFile(BytesIO(out.getvalue())) as parts:
        xml = parts.read("xl/charts/chart1.xml")
    return Packed(told_in_full(xml), out.getvalue(), found.described, found.height)


def write_figures(sheet: Any, table: Table, picture: Drawn, first_row: int) -> None:
    """What a chart is drawn from and no more; nothing stands where there is no figure or it is left out."""
    sheet.write_string(first_row, 0, table.about[:_LONGEST])
    for at, series in enumerate(picture.series, start=1):
        sheet.write_string(first_row, at, series.name[:_LONGEST])
    for down, row in enumerate(picture.rows):
        sheet.write_string(first_row + 1 + down, 0, row.name[:_LONGEST])
        for at, series in enumerate(picture.series, start=1):
            size = series.size(down)
            if size is not None:
                sheet.write_number(first_row + 1 + down, at, size / _HUNDREDTHS.get(picture.unit, 1))


def told_in_full(xml: bytes) -> bytes:
    """The XML of a chart with everything in it that office programs would otherwise guess."""
    for said, instead in _TOLD:
        xml = xml.replace(said, instead)
    return xml.replace(b"</c:ser>", b'<c:smooth val="0"/></c:ser>') if b"<c:lineChart>" in xml else xml


def charts_told_in_full(workbook: bytes) -> bytes:
    """A workbook, its charts so."""
    out = BytesIO()
    with ZipFile(BytesIO(workbook)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(
                part, told_in_full(data) if part.filename.startswith("xl/charts/chart") else data, ZIP_DEFLATED
            )
    return out.getvalue()
