"""The report as a PDF: tagged for screen readers, nothing clipped, nothing fetched, and short where it is to be short."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from weasyprint import HTML

from portal.report.rendering import House, Kind, pages, render, texts
from portal.report.rendering.pdf import OutsideAddress, _Ours, pdf_of
from portal.report.tables import Cell, Column, Report, Row, Section, Table
from tests.report.example import EXAMPLE
from tests.report.reports import REPORTS

HOUSE = House(
    phone="01632 960100",
    email="complaints@example.gov.uk",
    address="complaints.example.gov.uk",
    advocate="Exampleshire Advocacy",
    advocate_phone="01632 960111",
)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


@pytest.fixture(scope="module")
def made() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(render(EXAMPLE, "pdf"))) as pdf:
        yield pdf


def tags(pdf: pikepdf.Pdf) -> list[Any]:
    """Every element of the structure, in order."""
    found: list[Any] = []

    def walk(one: Any) -> None:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            found.append(one)
        inside = one.get("/K") if isinstance(one, pikepdf.Dictionary) else None
        for each in inside if isinstance(inside, pikepdf.Array) else [] if inside is None else [inside]:
            walk(each)

    walk(pdf.Root.StructTreeRoot)
    return found


def letters(font: Any) -> dict[int, str]:
    """What the codes of a font are as letters."""
    told: dict[int, str] = {}
    for line in font.ToUnicode.read_bytes().splitlines():
        parts = _HEX.findall(line)
        if len(parts) == 2:
            told[int(parts[0], 16)] = bytes.fromhex(parts[1].decode()).decode("utf-16-be")
    return told


def text_of(pdf: pikepdf.Pdf) -> str:
    """Everything printed, as a program that copies it would read it."""
    out = []
    for page in pdf.pages:
        fonts = {name: letters(font) for name, font in page.Resources.get("/Font", {}).items()}
        known: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                known = fonts[str(operands[0])]
            elif str(operator) in ("TJ", "Tj"):
                runs = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                for run in runs:
                    if isinstance(run, pikepdf.String):
                        raw = bytes(run)
                        out += [known.get(raw[at] << 8 | raw[at + 1], "") for at in range(0, len(raw), 2)]
            elif str(operator) == "ET":
                out.append(" ")
    return " ".join("".join(out).split())


def test_it_is_tagged_and_says_its_language_and_its_title(made: pikepdf.Pdf) -> None:
    assert bool(made.Root.MarkInfo.Marked) and str(made.Root.Lang) == "en-GB"
    assert bool(made.Root.ViewerPreferences.DisplayDocTitle)
    with made.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert "annual report 2024/25" in str(metadata["dc:title"])


def test_its_structure_is_that_of_the_report(made: pikepdf.Pdf) -> None:
    kinds = [str(one.S) for one in tags(made)]
    tables = list(EXAMPLE.tables())
    assert kinds.count("/H1") == 1 and kinds.count("/H3") == len(tables)
    assert kinds.count("/Table") >= len(tables) and kinds.count("/TH") > 100 and kinds.count("/Caption") >= len(tables)
    figures = [one for one in tags(made) if str(one.S) == "/Figure"]
    assert len(figures) > 8 and all("chart" in str(one.Alt) for one in figures)


def test_every_letter_is_carried_with_it(made: pikepdf.Pdf) -> None:
    for page in made.pages:
        for font in page.Resources.get("/Font", {}).values():
            about = font.DescendantFonts[0].FontDescriptor
            assert any(key in about for key in ("/FontFile", "/FontFile2", "/FontFile3")) and "/ToUnicode" in font


def test_its_words_can_be_copied_and_its_pages_are_numbered(made: pikepdf.Pdf) -> None:
    text = text_of(made)
    for table in EXAMPLE.tables():
        assert table.name in text and table.says.split(".")[0] in text
    assert f"Page 2 of {len(made.pages)}" in text and "1,204" in text and "left out" in text
    outline = made.open_outline()
    with outline:
        assert len(outline.root) == 1 and len(outline.root[0].children) > 5


def test_the_wide_table_lies_on_its_side(made: pikepdf.Pdf) -> None:
    lying = [page for page in made.pages if page.mediabox[2] > page.mediabox[3]]
    assert len(lying) == 1


def _sticking_out(report: Report) -> list[str]:
    """The parts of tables that reach over the edge of what is printed."""
    found = []
    for page in HTML(string=pages.document(report, HOUSE, paper=True), url_fetcher=_Ours()).render().pages:
        box = page._page_box
        edge = box.content_box_x() + box.width + 0.5
        for each in box.descendants():
            if (
                getattr(each, "text", None)
                and not type(each).__name__.startswith("Margin")
                and each.position_x + each.width > edge
                and each.position_y < box.height
            ):
                found.append(each.text)
    return found


@pytest.mark.parametrize("columns", [5, 8, 11, 14, 17, 30])
def test_no_table_is_clipped_however_many_columns_it_has(columns: int) -> None:
    names = (
        "Safeguarding",
        "Children in care",
        "Leaving care",
        "Disabled children",
        "Fostering and adoption",
        "Emergency duty team",
        "Youth justice",
        "Early help",
        "Administration",
    )
    heads = tuple(Column(f"c{n}", names[n % len(names)]) for n in range(columns))
    row = Row("r", "Accuracy of a record, a report or an assessment", tuple(Cell(1000 + n) for n in range(columns)))
    table = Table("t", "Wide", "What it counts.", "Cause", heads, (row,))
    report = replace(EXAMPLE, sections=(Section("s", "Section", (table,)),))
    assert not _sticking_out(report)


def test_the_example_is_not_clipped_anywhere() -> None:
    assert not _sticking_out(EXAMPLE)


@pytest.mark.parametrize("kind", [Kind.SUMMARY, Kind.CHILDREN])
def test_the_short_reports_are_two_pages(kind: Kind) -> None:
    with pikepdf.open(BytesIO(render(EXAMPLE, "pdf", kind=kind, house=HOUSE))) as pdf:
        assert len(pdf.pages) == 2
        assert "01632 960111" in text_of(pdf) and bool(pdf.Root.MarkInfo.Marked)
        figures = [one for one in tags(pdf) if str(one.S) == "/Figure"]
        assert [str(one.Alt) for one in figures] if kind is Kind.CHILDREN else not figures


def test_nothing_is_fetched_from_anywhere() -> None:
    for url in ("http://example.org/x.png", "file:///etc/passwd", "built:../../secret", "built:nothing.woff2"):
        with pytest.raises(OutsideAddress):
            _Ours().fetch(url)


def test_making_it_complains_of_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "weasyprint"):
        for kind in Kind:
            render(EXAMPLE, "pdf", kind=kind, house=HOUSE)
    assert not caplog.records


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(REPORTS)
def test_any_report_is_a_pdf(report: Report) -> None:
    assert pdf_of(pages.document(texts.readable(report), HOUSE, paper=True)).startswith(b"%PDF-1.7")
