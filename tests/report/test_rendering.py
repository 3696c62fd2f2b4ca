"""The report in every format: its figures are the cells, what is left out is nowhere, and each format is fit to use."""

import csv
import json
import re
from dataclasses import replace
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import html5lib
import jsonschema_rs
import openpyxl
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings

from portal.report.rendering import (
    FORMATS,
    Format,
    House,
    Kind,
    NoSuchForm,
    file_name,
    formats_of,
    media_type,
    pages,
    render,
    texts,
)
from portal.report.rendering.charts import COLOURS, drawn, svg
from portal.report.rendering.data import csv_of
from portal.report.rendering.values import cells_said
from portal.report.tables import Cell, Chart, Column, Difference, Report, Row, Section, Selection, Table, Unit
from tests.report.example import EXAMPLE
from tests.report.reports import REPORTS

HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
EITHER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "report-1.json").read_text("utf-8"))
VALID = jsonschema_rs.validator_for(SCHEMA, validate_formats=True)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SLOW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOUSE = House(
    phone="01632 960100",
    email="complaints@example.gov.uk",
    address="complaints.example.gov.uk",
    advocate="Exampleshire Advocacy",
    advocate_phone="01632 960111",
)
DRAWN = [table.key for table in EXAMPLE.tables() if drawn(table, EXAMPLE.period.key)]
SHOWN = re.compile(r"(?<![\d,])7[, \u00a0\u202f]?\d{3}[, \u00a0\u202f]?\d{3}(?!\d)")
"""How a number that is left out would look, if any format printed it."""


def read(html: str) -> Element:
    return html5lib.HTMLParser(strict=True).parse(html)


def every(tree: Element, name: str) -> list[Element]:
    return list(tree.iter(HTML + name))


def words(one: Element) -> str:
    return " ".join("".join(one.itertext()).split())


def check(html: str) -> Element:
    """What is asked of every page: strict HTML, one h1, a title, ids that are ids, nothing that the content policy forbids."""
    tree = read(html)
    assert len(every(tree, "h1")) == 1
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    for one in tree.iter():
        assert one.get("style") is None and not any(name.startswith("on") for name in one.attrib)
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((one.get(name) or "").split()) <= set(ids)
        if (one.get("href") or "").startswith("#"):
            assert (one.get("href") or "")[1:] in ids
    assert not every(tree, "script")
    levels = [int(one.tag[-1]) for one in tree.iter() if one.tag in {f"{HTML}h{n}" for n in range(1, 7)}]
    assert all(after <= before + 1 for before, after in pairwise(levels)), "no level is left out"
    return tree


def packed(data: bytes) -> str:
    """Everything written in a zip, and in the zips in it."""
    out = []
    with ZipFile(BytesIO(data)) as parts:
        for part in parts.namelist():
            inside = parts.read(part)
            out.append(packed(inside) if inside[:2] == b"PK" else inside.decode("utf-8", "replace"))
    return "\n".join(out)


def of(*values: Any, unit: Unit = Unit.COUNT, chart: Chart = Chart.NONE, name: str = "T") -> Report:
    """A report of one table with one column of these values."""
    rows = tuple(
        Row(f"r{n}", f"Row {n}", (value if isinstance(value, Cell) else Cell(value),)) for n, value in enumerate(values)
    )
    table = Table("t", name, "Says.", "About", (Column("c", "Column", unit),), rows, chart)
    return replace(EXAMPLE, sections=(Section("s", "S", (table,)),))


def test_the_page_is_one_that_anybody_can_read() -> None:
    tree = check(render(EXAMPLE, "html").decode())
    html = next(tree.iter(f"{HTML}html"))
    assert html.get("lang") == "en-GB"
    assert words(every(tree, "title")[0]).endswith("Exampleshire County Council")
    tables = every(tree, "table")
    assert len(tables) == len(list(EXAMPLE.tables()))
    for table, has in zip(EXAMPLE.tables(), tables, strict=True):
        assert table.name in words(every(has, "caption")[0])
        assert {one.get("scope") for one in every(has, "th")} == {"col", "row"}
        assert len(every(has, "tr")) == 1 + len(table.rows)
        assert all(sentence.removeprefix("It counts ") in words(tree) for sentence in table.says.split(". "))
    assert "Counted more than once: one case may stand in several rows" in words(tree)


def test_the_page_says_every_figure_of_every_table() -> None:
    tree = check(render(EXAMPLE, "html").decode())
    for table, has in zip(EXAMPLE.tables(), every(tree, "table"), strict=True):
        printed = [[words(cell) for cell in every(row, "td")] for row in every(has, "tr")[1:]]
        expected = [
            [text.replace("–", "–no figure") if text == "–" else text for text in row] for row in cells_said(table)
        ]
        assert printed == expected, table.key


def test_every_chart_has_a_name_a_description_and_its_table_after_it() -> None:
    tree = check(render(EXAMPLE, "html").decode())
    charts = list(tree.iter(f"{SVG}svg"))
    assert len(charts) == len(DRAWN)
    for chart in charts:
        assert chart.get("role") == "img"
        assert next(chart.iter(f"{SVG}title")).text
        assert "table that follows" in (next(chart.iter(f"{SVG}desc")).text or "")


def test_bars_of_several_series_differ_in_more_than_colour_and_each_carries_its_figure() -> None:
    report = replace(
        EXAMPLE,
        sections=tuple(
            replace(each, tables=tuple(t for t in each.tables if t.key == "stages")) for each in EXAMPLE.sections
        ),
    )
    tree = check(render(report, "html").decode())
    fills = {one.get("fill") for one in tree.iter(f"{SVG}rect")}
    assert {"#12436d", "url(#chart-1-1)", "url(#chart-1-2)"} <= fills
    said = {one.text for one in tree.iter(f"{SVG}text")}
    assert {"104", "112", "131", "left out", "2024/25"} <= said


def test_a_chart_of_years_in_single_bars_shows_the_year_that_the_report_is_about() -> None:
    report = replace(
        EXAMPLE,
        sections=tuple(
            replace(each, tables=tuple(t for t in each.tables if t.key == "received_by_service"))
            for each in EXAMPLE.sections
        ),
    )
    said = [one.text for one in check(render(report, "html").decode()).iter(f"{SVG}text")]
    assert said[0] == "2024/25" and "82" in said and "71" not in said


def test_years_are_never_laid_end_to_end() -> None:
    picture = drawn(EXAMPLE.table("received_besides"), EXAMPLE.period.key)
    assert (
        picture is not None
        and picture.kind is Chart.GROUPED
        and EXAMPLE.table("received_besides").chart is Chart.STACKED
    )
    stacked = drawn(EXAMPLE.table("stage_1_outcomes"), EXAMPLE.period.key)
    assert stacked is not None and stacked.kind is Chart.STACKED


def test_a_table_of_nothing_and_one_of_changes_have_no_chart() -> None:
    assert {"foi", "ombudsman", "stage_1_time", "causes_by_service"} & set(DRAWN) == set() and len(DRAWN) > 8
    assert drawn(of(-1, 4, chart=Chart.BARS).table("t")) is None


def test_a_line_joins_only_rows_that_are_times() -> None:
    months = EXAMPLE.table("received_by_month")
    stages = replace(
        months, rows=tuple(replace(row, name=f"Stage {n}: within so many days") for n, row in enumerate(months.rows))
    )
    picture, joined = drawn(stages), drawn(months)
    assert joined is not None and joined.kind is Chart.LINE and picture is not None and picture.kind is Chart.GROUPED


def test_a_table_of_which_most_is_left_out_has_no_chart() -> None:
    gone = Cell(None, hidden=True)
    assert drawn(of(9, gone, gone, chart=Chart.BARS).table("t")) is None
    assert drawn(of(9, 8, gone, chart=Chart.BARS).table("t")) is not None


def test_the_year_of_the_report_is_drawn_in_full_colour_and_those_before_it_hatched() -> None:
    picture = drawn(EXAMPLE.table("received_besides"), EXAMPLE.period.key)
    assert picture is not None and picture.series[-1].look == 0 and [one.look for one in picture.series] == sorted((one.look for one in picture.series), reverse=True)
    page = str(svg(EXAMPLE.table("received_besides"), EXAMPLE.period.key))
    assert page.count(f'fill="{COLOURS[0]}"') >= len(picture.rows)


def test_rows_of_nothing_are_not_drawn_where_there_are_many_and_the_chart_says_so() -> None:
    rows = tuple(Row(f"r{at}", f"Row {at}", (Cell(size), Cell(size))) for at, size in enumerate((4, 0, 0, 9, 0, 0, 0)))
    table = Table("t", "Who", "It counts them.", "Who", (Column("a", "A"), Column("b", "B")), rows, Chart.GROUPED)
    picture = drawn(table)
    assert picture is not None and [row.key for row in picture.rows] == ["r0", "r3"] and picture.places == (0, 3)
    assert "The 5 rows that have nothing but 0 are not drawn." in svg(table)
    left_out = replace(table, rows=(*rows[:2], Row("r2", "Row 2", (Cell(None, hidden=True), Cell(0))), *rows[3:]))
    assert [row.key for row in (drawn(left_out) or picture).rows] == ["r0", "r2", "r3"]
    few = drawn(replace(table, rows=rows[:5]))
    assert few is not None and len(few.rows) == 5 and not few.without


def test_one_row_has_no_chart_and_a_bar_of_one_part_is_a_bar() -> None:
    columns = (Column("a", "Nothing written down"), Column("total", "Total", total=True))
    rows = tuple(Row(f"r{at}", f"Row {at}", (Cell(at), Cell(at))) for at in (3, 5))
    table = Table("t", "Who", "It counts them.", "Who", columns, rows, Chart.STACKED)
    picture = drawn(table)
    assert picture is not None and picture.kind is Chart.BARS and str(svg(table)).count("Nothing written down") == 1
    assert drawn(replace(table, rows=rows[:1])) is None


def test_what_most_tables_of_a_section_count_is_said_once_and_in_data_with_each() -> None:
    same, table = "It counts what came, by its day.", EXAMPLE.table("stages")
    tables = tuple(replace(table, key=f"t{at}", says=says) for at, says in enumerate((same, same, f"{same} Each once.", "It counts money.")))
    report = replace(EXAMPLE, sections=(Section("s", "Section", tables),), learned=(), thanks=())
    page = words(check(render(report, "html").decode()))
    assert page.count("what came, by its day.") == 1 and "Unless a table says otherwise, it counts what came, by its day." in page
    assert "Each once." in page and "What this counts: money." in page
    document = "\n".join(one.text for one in Document(BytesIO(render(report, "docx"))).paragraphs)
    assert document.count("what came, by its day.") == 1 and "What this counts: money." in document
    assert [one["definition"] for one in json.loads(render(report, "json"))["sections"][0]["tables"]] == [one.says for one in tables]
    two = replace(report, sections=(Section("s", "Section", tables[:2]),))
    assert words(check(render(two, "html").decode())).count("what came, by its day.") == 2


def test_a_program_that_does_not_draw_charts_of_word_takes_our_own_drawing() -> None:
    document = Document(BytesIO(render(EXAMPLE, "docx")))
    either = list(document.element.body.iter(f"{EITHER}AlternateContent"))
    assert len(either) == len(DRAWN)
    for one in either:
        choice, fallback = one.find(f"{EITHER}Choice"), one.find(f"{EITHER}Fallback")
        assert choice.get("Requires") == "w15" and choice.nsmap["w15"] and choice.xpath(".//*[local-name()='chart']")
        place = fallback.xpath(".//*[local-name()='blip']/@*[local-name()='embed']")[0]
        drawing = document.part.rels[place].target_part
        assert drawing.content_type == "image/svg+xml" and drawing.blob.startswith(b"<svg ")
        extent = fallback.xpath(".//*[local-name()='extent']")[0]
        wide, high = (float(one) for one in re.search(rb'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', drawing.blob).groups())  # type: ignore[union-attr]
        assert abs(int(extent.get("cy")) / int(extent.get("cx")) - high / wide) < 0.01


def test_a_chart_of_an_office_program_reads_one_run_of_cells() -> None:
    """Totals among the rows are not in it, and no formula has several areas: LibreOffice draws nothing of those."""
    for form in ("docx", "xlsx"):
        with ZipFile(BytesIO(render(EXAMPLE, form))) as parts:
            for name in parts.namelist():
                if "charts/chart" in name and name.endswith(".xml"):
                    areas = re.findall(rb"<c:f>([^<]*)</c:f>", parts.read(name))
                    assert areas and not any(area.startswith(b"(") for area in areas), name


def test_a_section_that_begins_with_a_wide_table_begins_on_its_page() -> None:
    wide = EXAMPLE.table("causes_by_service")
    report = replace(
        EXAMPLE, sections=(Section("s", "Wide", (wide,)), Section("t", "Narrow", (EXAMPLE.table("stages"),)))
    )
    document = Document(BytesIO(render(report, "docx")))
    assert [section.page_width > section.page_height for section in document.sections] == [False, True, False]
    assert "report__opening--widest" in render(report, "html").decode()


def test_a_figure_leads_to_its_cases_only_where_somebody_may_see_them() -> None:
    plain = str(pages.body(EXAMPLE))
    assert "Selection" not in plain and '<a href="/' not in plain
    asked: list[Selection] = []

    def link(of: Selection) -> str | None:
        asked.append(of)
        return f"/staff/cases?row={of.where[0][1][0]}" if of.where[0][1][0] != "child" else None

    tree = read(f"<!doctype html><title>x</title><main>{pages.body(EXAMPLE, link)}</main>")
    linked = [one for one in every(tree, "a") if (one.get("href") or "").startswith("/staff")]
    counted = [
        cell
        for table in EXAMPLE.tables()
        for row in table.rows
        if row.key != "child"
        for cell in row.cells
        if cell.of and not cell.hidden
    ]
    assert len(linked) == len(counted) > 50
    assert all(each for each in asked)


def test_a_contradiction_stands_on_top_of_everything() -> None:
    wrong = replace(EXAMPLE, differences=(Difference("Table 1, All", 175, "table 4, All complaints", 174),))
    html = render(wrong, "html").decode()
    tree = check(html)
    assert words(every(tree, "h2")[0]) == "This report does not add up"
    assert "Table 1, All says 175, and table 4, All complaints says 174" in html
    assert "says 175" in packed(render(wrong, "docx")) and "says 175" in packed(render(wrong, "csv"))
    assert "says 175" in packed(render(wrong, "xlsx")) and json.loads(render(wrong, "json"))["differences"]
    for kind in (Kind.SUMMARY, Kind.CHILDREN):
        assert "does not add up" in render(wrong, "html", kind=kind).decode()
    assert "does not add up" not in render(EXAMPLE, "html").decode()


def test_nothing_in_the_texts_becomes_part_of_the_page() -> None:
    nasty = '</style><script>alert(1)</script><img src=x onerror="y">{{ 7*7 }}'
    section = replace(
        EXAMPLE.sections[0],
        name=nasty,
        commentary=nasty,
        tables=(replace(EXAMPLE.sections[0].tables[0], name=nasty, about=nasty, says=nasty, key=nasty),),
    )
    html = render(
        replace(EXAMPLE, council=nasty, sections=(section,)), "html", house=House(colour="red;}</style><script>")
    ).decode()
    tree = check(html)
    assert not every(tree, "img") and "{{ 7*7 }}" in words(tree) and html.count("</style>") == 1


def test_the_data_fit_the_schema_and_are_the_cells() -> None:
    data = json.loads(render(EXAMPLE, "json"))
    VALID.validate(data)
    assert [section["key"] for section in data["sections"]] == [section.key for section in EXAMPLE.sections]
    for section, told in zip(EXAMPLE.sections, data["sections"], strict=True):
        for table, has in zip(section.tables, told["tables"], strict=True):
            assert has["definition"] == table.says
            assert [[cell["value"] for cell in row["cells"]] for row in has["rows"]] == [
                [cell.value for cell in row.cells] for row in table.rows
            ]
            assert [[cell["hidden"] for cell in row["cells"]] for row in has["rows"]] == [
                [cell.hidden for cell in row.cells] for row in table.rows
            ]


def test_the_schema_names_every_unit_and_nothing_else() -> None:
    units = set(SCHEMA["$defs"]["table"]["properties"]["columns"]["items"]["properties"]["unit"]["enum"])
    assert units == {unit.value for unit in Unit} - {"pounds"} | {"pence"}


def test_the_schema_refuses_a_figure_that_is_left_out_and_yet_given() -> None:
    data = json.loads(render(EXAMPLE, "json"))
    tables = [table for section in data["sections"] for table in section["tables"]]
    cell = next(cell for table in tables for row in table["rows"] for cell in row["cells"] if cell["hidden"])
    cell["value"] = 3
    assert not VALID.is_valid(data)


def test_a_table_as_text_names_its_units_and_what_is_left_out() -> None:
    table = EXAMPLE.table("received_by_complainant")
    data = csv_of(table)
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(StringIO(data.decode("utf-8-sig"))))
    assert lines[0] == ["Who", "2023/24", "2024/25", "Share this year (%)", "Total", "Left out"]
    assert lines[2] == ["Child or young person", "24", "31", "17.71", "", ""]
    assert lines[5] == ["Professional", "", "", "", "", "2023/24; 2024/25; Share this year"]
    assert lines[-1] == ["All", "159", "175", "100", "yes", ""]


def test_columns_of_one_name_say_after_which_they_stand() -> None:
    header = next(csv.reader(StringIO(csv_of(EXAMPLE.table("speed")).decode("utf-8-sig"))))
    assert header[3] == "Within the first limit: Share (%)" and header[5] == "Within the latest limit: Share (%)"


def test_money_as_text_is_in_pounds() -> None:
    lines = list(csv.reader(StringIO(csv_of(EXAMPLE.table("costs")).decode("utf-8-sig"))))
    assert lines[0][3] == "2024/25 (£)" and lines[1][3] == "20040.5" and lines[3][2] == ""


def test_all_tables_are_in_the_zip_with_what_they_count() -> None:
    with ZipFile(BytesIO(render(EXAMPLE, "csv"))) as files:
        names = files.namelist()
        assert (
            len(names) == len(list(EXAMPLE.tables())) + 1
            and names[0] == "01-received-by-kind.csv"
            and names[-1] == "README.txt"
        )
        told = files.read("README.txt").decode("utf-8-sig")
    assert all(table.says in told for table in EXAMPLE.tables())
    assert render(EXAMPLE, "csv") == render(EXAMPLE, "csv"), "the same report makes the same bytes"


def test_the_workbook_has_a_sheet_a_table_and_leads_to_each() -> None:
    book = openpyxl.load_workbook(BytesIO(render(EXAMPLE, "xlsx")))
    tables = list(EXAMPLE.tables())
    index, *sheets = book.worksheets
    assert len([one for one in sheets if one.title != "Figures of the charts"]) == len(tables)
    leads = [cell.hyperlink.location for row in index.iter_rows() for cell in row if cell.hyperlink]
    assert leads == [f"'{sheet.title}'!A1" for sheet in sheets[: len(tables)]]
    for table, sheet in zip(tables, sheets, strict=False):
        assert sheet["A1"].value == table.name
        written = [
            row[1 : 1 + len(table.columns)]
            for row in sheet.iter_rows(min_row=5, max_row=4 + len(table.rows), values_only=True)
        ]
        for row, has in zip(table.rows, written, strict=True):
            for cell, column, value in zip(row.cells, table.columns, has, strict=True):
                if cell.hidden or cell.value is None:
                    assert value == ("left out" if cell.hidden else "–")
                elif isinstance(cell.value, str):
                    assert value == cell.value
                else:
                    assert value == pytest.approx(cell.value / 100 if column.unit is Unit.POUNDS else cell.value)
        assert any(table.says in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_no_text_is_a_formula_in_any_spreadsheet() -> None:
    nasty = '=HYPERSHOWN("http://example.org","x")'
    table = Table(
        "t",
        nasty,
        nasty,
        nasty,
        (Column("c", nasty, Unit.WORDS),),
        (Row("r", nasty, (Cell(nasty),)), Row("q", " @x", (Cell("+1"),))),
    )
    report = replace(EXAMPLE, council=nasty, sections=(Section("s", nasty, (table,)),))
    book = openpyxl.load_workbook(BytesIO(render(report, "xlsx")))
    assert not [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    for line in csv.reader(StringIO(csv_of(table).decode("utf-8-sig"))):
        assert not [cell for cell in line if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_a_chart_of_the_workbook_draws_nothing_where_a_figure_is_left_out() -> None:
    data = render(of(8, Cell(None, hidden=True), 9, None, chart=Chart.BARS), "xlsx")
    with ZipFile(BytesIO(data)) as parts:
        chart = parts.read("xl/charts/chart1.xml").decode()
    points = re.findall(r'<c:pt idx="(\d)"><c:v>(\d+)</c:v>', chart.partition("<c:val>")[2])
    assert points == [("0", "8"), ("2", "9")] and '<c:dispBlanksAs val="gap"/>' in chart


def test_the_word_document_has_headings_heads_of_tables_and_charts_in_words() -> None:
    document = Document(BytesIO(render(EXAMPLE, "docx")))
    assert document.core_properties.language == "en-GB" and document.core_properties.author == EXAMPLE.council
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    numbered = [f"{number}. {section.name}" for number, section in enumerate(EXAMPLE.sections, start=2)]
    assert numbered == [name for name in headings if name in numbered]
    assert len(document.tables) == len(list(EXAMPLE.tables()))
    for table, made in zip(EXAMPLE.tables(), document.tables, strict=True):
        assert made.rows[0]._tr.xpath("./w:trPr/w:tblHeader") and all(
            row._tr.xpath("./w:trPr/w:cantSplit") for row in made.rows
        )
        assert made._tbl.tblPr.xpath("./w:tblCaption/@w:val") == [table.name]
        assert [[cell.text for cell in row.cells[1:]] for row in made.rows[1:]] == [
            list(row) for row in cells_said(table)
        ]
    about = [
        one.get("descr")
        for one in document.element.body.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
        )
    ]
    assert len(about) == 2 * len(DRAWN) and all("chart" in text for text in about)


def test_no_empty_paragraph_of_the_word_document_makes_room() -> None:
    for kind in Kind:
        document = Document(BytesIO(render(EXAMPLE, "docx", kind=kind, house=HOUSE)))
        empty = [
            one
            for one in document.paragraphs
            if not one.text.strip() and not one._p.xpath(".//w:drawing") and not one._p.xpath("./w:pPr/w:sectPr")
        ]
        assert not empty


def test_the_contents_of_the_word_document_lead_to_every_heading() -> None:
    body = Document(BytesIO(render(EXAMPLE, "docx"))).element.body
    leads = body.xpath(".//w:hyperlink/@w:anchor")
    marks = body.xpath(".//w:bookmarkStart/@w:name")
    assert leads == marks and len(leads) > 15
    assert 'TOC \\o "1-2"' in "".join(body.xpath(".//w:instrText/text()"))
    for lead, heading in zip(
        body.xpath(".//w:hyperlink"),
        [one for one in body.xpath(".//w:p") if one.xpath("./w:bookmarkStart")],
        strict=True,
    ):
        assert "".join(lead.itertext()) == "".join(heading.itertext())


def test_a_wide_table_lies_on_its_side_and_the_next_section_stands_again() -> None:
    document = Document(BytesIO(render(EXAMPLE, "docx")))
    assert [section.page_width > section.page_height for section in document.sections] == [False, True, False]


def test_each_kind_says_in_which_formats_it_is_made() -> None:
    assert set(formats_of("full")) == set(Format) == set(FORMATS)
    assert set(formats_of("children")) == set(formats_of("summary")) == {Format.HTML, Format.PDF, Format.DOCX}
    with pytest.raises(NoSuchForm):
        render(EXAMPLE, "xlsx", kind="children")
    with pytest.raises(ValueError, match="nonsense"):
        render(EXAMPLE, "nonsense")
    assert (
        file_name(EXAMPLE, "pdf") == "report-2024-25.pdf"
        and file_name(EXAMPLE, "docx", kind="children") == "for-children-2024-25.docx"
    )
    assert media_type("json") == "application/json"


@QUICK
@given(REPORTS)
def test_any_report_is_a_page_fit_to_read_and_tells_nothing_that_is_left_out(report: Report) -> None:
    html = render(report, "html").decode()
    check(html)
    body = str(pages.body(texts.readable(report))) + str(pages.body(texts.readable(report), paper=True))
    assert not SHOWN.search(body) and "Secret Person" not in html


@QUICK
@given(REPORTS)
def test_any_report_as_data_fits_the_schema_and_tells_nothing_that_is_left_out(report: Report) -> None:
    text = render(report, "json").decode()
    data = json.loads(text)
    VALID.validate(data)
    assert not SHOWN.search(re.sub(r"\d\.\d+(e-\d+)?|0\.\d+", "", text)) and "Secret Person" not in text
    told = [
        cell["value"]
        for section in data["sections"]
        for table in section["tables"]
        for row in table["rows"]
        for cell in row["cells"]
        if not isinstance(cell["value"], str)
    ]
    cells = [
        None if cell.hidden else cell.value
        for table in report.tables()
        for row in table.rows
        for cell in row.cells
        if cell.hidden or not isinstance(cell.value, str)
    ]
    assert told == cells


@QUICK
@given(REPORTS)
def test_any_table_as_text_has_its_figures_and_nothing_that_is_left_out(report: Report) -> None:
    for table in texts.readable(report).tables():
        header, *lines = csv.reader(StringIO(csv_of(table).decode("utf-8-sig"), newline=""))
        assert len(header) == len(table.columns) + 3 and len(lines) == len(table.rows)
        for row, line in zip(table.rows, lines, strict=True):
            for cell, column, text in zip(row.cells, table.columns, line[1:], strict=False):
                if cell.hidden or cell.value is None:
                    assert text == ""
                elif not isinstance(cell.value, str):
                    factor = {Unit.SHARE: 100, Unit.CHANGE: 100, Unit.POUNDS: 0.01}.get(column.unit, 1)
                    assert float(text) == pytest.approx(cell.value * factor) and "e" not in text.lower()
    files = packed(render(report, "csv"))
    assert not re.search(r"\b7\d{6}\b", re.sub(r"\d+\.\d+", "", files))


@SLOW
@given(REPORTS)
def test_any_report_is_a_workbook_with_its_figures_and_nothing_that_is_left_out(report: Report) -> None:
    data = render(report, "xlsx")
    book = openpyxl.load_workbook(BytesIO(data))
    for table, sheet in zip(texts.readable(report).tables(), book.worksheets[1:], strict=False):
        for down, row in enumerate(table.rows):
            for at, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
                value = sheet.cell(5 + down, 2 + at).value
                if isinstance(cell.value, int | float) and not cell.hidden:
                    assert value == pytest.approx(cell.value / 100 if column.unit is Unit.POUNDS else cell.value)
                else:
                    assert not isinstance(value, int | float)
    assert not re.search(r"\b7\d{6}\b", re.sub(r"\d*\.\d+", "", packed(data))) and "Secret Person" not in packed(data)


@SLOW
@given(REPORTS)
def test_any_report_is_a_word_document_with_nothing_that_is_left_out(report: Report) -> None:
    for kind in Kind:
        data = render(report, "docx", kind=kind)
        document = Document(BytesIO(data))
        if kind is Kind.FULL:
            written = [[cell.text for cell in row.cells[1:]] for table in document.tables for row in table.rows[1:]]
            said = [len(row) for table in report.tables() for row in cells_said(table)]
            assert [len(row) for row in written] == said
        words_in_it = "\n".join(one.text for one in document.paragraphs) + "\n".join(
            cell.text for table in document.tables for row in table.rows for cell in row.cells
        )
        assert not SHOWN.search(words_in_it) and "Secret Person" not in packed(data)
        charts = "".join(re.findall(r"<c:v>[^<]*</c:v>|<v>[^<]*</v>", packed(data)))
        assert not re.search(r">7\d{6}(\.\d+)?<", charts)


@SLOW
@given(REPORTS)
def test_any_report_is_short_for_anybody_and_for_children(report: Report) -> None:
    for kind in (Kind.SUMMARY, Kind.CHILDREN):
        html = render(report, "html", kind=kind, house=HOUSE).decode()
        check(html)
        assert not SHOWN.search(html.partition("</style>")[2])
