"""The short reports: plain words, children's words, and nothing said of a figure that is not there."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from PIL import Image

from portal.report.rendering import House, Kind, leaflets, render
from portal.report.rendering.leaflets import CHILD_WORDS, FIGURES, PICTURES
from portal.report.rendering.pictures import png_of
from portal.report.tables import Cell, Column, Example, Report, Row, Section, Table, Unit
from tests.plain_words import WORD, faults_for_adults, faults_for_children, read, said_in
from tests.report.example import EXAMPLE, NOW, YEARS

HOUSE = House(
    phone="01632 960100",
    email="complaints@example.gov.uk",
    address="complaints.example.gov.uk",
    advocate="Exampleshire Advocacy",
    advocate_phone="01632 960111",
)


def said(leaflet: leaflets.Leaflet) -> str:
    return " ".join(leaflet.sentences())


def only(*tables: Table) -> Report:
    return replace(EXAMPLE, sections=(Section("s", "S", tables),), learned=(), thanks=())


def holding(code: str, cell: Cell) -> Report:
    """A report that gives this figure and nothing else."""
    place = FIGURES[code]
    column = Column(place.column or NOW.key, NOW.name, place.unit)
    tables = [Table(place.table, "T", "", "", (column,), (Row(place.row, "R", (cell,)),))]
    if place.beside:
        tables.append(Table(place.beside[0], "T", "", "", (), (Row(place.beside[1], "R", ()),)))
    return only(*tables)


def test_the_summary_is_plain_english() -> None:
    assert not faults_for_adults(read(render(EXAMPLE, "html", kind="summary", house=HOUSE).decode()))


def test_the_childrens_report_is_in_words_a_child_follows() -> None:
    for report in (EXAMPLE, replace(EXAMPLE, learned=())):
        assert not faults_for_children(read(render(report, "html", kind="children", house=HOUSE).decode()))
        assert not faults_for_children(said_in(*leaflets.for_children(report, House()).sentences()))


def test_no_sentence_for_children_has_more_than_twelve_words() -> None:
    for text in leaflets.for_children(EXAMPLE, HOUSE).sentences():
        for sentence in re.split(r"(?<=[.!?:])\s+", text):
            assert len(WORD.findall(sentence)) <= CHILD_WORDS, sentence


def test_the_summary_says_the_figures_of_the_report() -> None:
    text = said(leaflets.summary(EXAMPLE, HOUSE))
    for sentence in (
        "We had 131 complaints under the law for children’s social care. That is 19 more than in 2023/24.",
        "We had 44 more complaints about other things we do.",
        "31 complaints came from children and young people.",
        "People said thanks 1,204 times.",
        "14 complaints went on to stage 2.",
        "We answered 50% of complaints at stage 1 within 10 working days.",
        "An answer took 14.5 working days on average.",
        "We agreed with all of the complaint 34 times.",
        "We promised to do 61 things. We have done 48 of them.",
    ):
        assert sentence in text


def test_the_childrens_report_says_a_handful_of_figures_and_no_more() -> None:
    text = said(leaflets.for_children(EXAMPLE, House()))
    assert "Children and young people told us 31 times that something was wrong." in text
    assert "We found that things went wrong 76 times." in text
    figures = re.findall(r"\d[\d,]*", text.replace("2024/25", ""))
    assert len(figures) <= 5


@pytest.mark.parametrize("code", FIGURES)
def test_a_figure_that_is_left_out_is_in_no_sentence(code: str) -> None:
    report = holding(code, Cell(7_654_321 if FIGURES[code].unit is not Unit.SHARE else 0.123, hidden=True))
    for make in (leaflets.summary, leaflets.for_children):
        text = said(make(report, HOUSE))
        assert "7,654,321" not in text and "12%" not in text and "None" not in text and "left out" not in text
        assert text.replace("We leave small numbers out, so that nobody can be recognised. ", "") == said(
            make(only(), HOUSE)
        )


@pytest.mark.parametrize("code", FIGURES)
@pytest.mark.parametrize("value", [0, 1, 2])
def test_none_one_and_two_are_said_as_people_say_them(code: str, value: int) -> None:
    report = holding(code, Cell(value if FIGURES[code].unit is not Unit.SHARE else value / 2))
    for make in (leaflets.summary, leaflets.for_children):
        text = said(make(report, HOUSE))
        assert not re.search(
            r"\b1 (?:complaints|times|things|promises|more complaints)\b|\b[02] (?:complaint|time)\b", text
        ), text


def test_a_report_with_no_tables_says_how_to_complain_all_the_same() -> None:
    empty = only()
    for kind in (Kind.SUMMARY, Kind.CHILDREN):
        html = render(empty, "html", kind=kind, house=HOUSE).decode()
        assert "01632 960100" in html and "01632 960111" in html and "complaints.example.gov.uk" in html
    assert "0800 1111" in said_with_numbers(leaflets.for_children(empty, House()))
    assert "You can complain to us in any way you like." in said(leaflets.summary(empty, House()))


def said_with_numbers(leaflet: leaflets.Leaflet) -> str:
    return said(leaflet) + " ".join(part.ring for part in leaflet.parts)


def test_ten_and_twenty_days_are_said_only_where_those_are_the_limits() -> None:
    assert "We answered 25% within 20 working days." in said(leaflets.summary(holding("in_20", Cell(0.25)), HOUSE))
    tighter = replace(
        EXAMPLE,
        sections=tuple(
            replace(one, tables=tuple(t for t in one.tables if t.key != "time_statutory_1")) for one in EXAMPLE.sections
        ),
    )
    text = said(leaflets.summary(tighter, HOUSE))
    assert "within 10 working days" not in text and "within 20 working days" not in text and "on average" in text


def test_a_figure_of_another_unit_is_not_taken_for_it() -> None:
    table = Table(
        "stages", "T", "", "", (Column(NOW.key, NOW.name, Unit.SHARE),), (Row("statutory_2", "R", (Cell(3),)),)
    )
    assert "stage 2" not in said(leaflets.summary(only(table), HOUSE))


def test_what_was_done_is_said_also_where_nobody_is_quoted() -> None:
    report = replace(EXAMPLE, learned=(Example("", "We ring back the same day."),))
    for kind in (Kind.FULL, Kind.SUMMARY, Kind.CHILDREN):
        html = render(report, "html", kind=kind).decode()
        assert "We ring back the same day." in html and "You said:" not in html
        text = "\n".join(one.text for one in Document(BytesIO(render(report, "docx", kind=kind))).paragraphs)
        assert "We did: We ring back the same day." in text and "You said:" not in text


def test_a_change_is_said_in_its_direction_and_only_if_both_figures_are_there() -> None:
    def text(before: Any, now: int) -> str:
        columns = tuple(Column(one.key, one.name) for one in YEARS[-2:])
        return said(
            leaflets.summary(
                only(Table("received_by_kind", "T", "", "", columns, (Row("statutory", "S", (before, Cell(now))),))),
                HOUSE,
            )
        )

    assert "That is 5 fewer than in 2023/24." in text(Cell(45), 40)
    assert "That is as many as in 2023/24." in text(Cell(40), 40)
    assert "2023/24" not in text(Cell(None), 40) and "2023/24" not in text(Cell(3, hidden=True), 40)


def test_children_are_given_only_what_was_said_so_that_they_follow() -> None:
    hard = Example("The statutory procedure was not followed.", "We changed the procedure.")
    long = Example(
        "My social worker changed three times in one single year and nobody at all ever told me.", "We tell you."
    )
    half = Example("Nobody told me.")
    easy = Example("Nobody rang me back.", "We ring back the same day.")
    found = [
        one
        for part in leaflets.for_children(replace(EXAMPLE, learned=(hard, long, half, easy)), HOUSE).parts
        for one in part.examples
    ]
    assert found == [easy]


def test_every_drawing_of_the_childrens_report_is_there_and_said_in_words() -> None:
    used = {part.picture for part in leaflets.for_children(EXAMPLE, HOUSE).parts}
    assert used == set(PICTURES)
    for name in used:
        data = png_of(name)
        assert data is not None
        with Image.open(BytesIO(data)) as picture:
            colours = picture.getcolors(maxcolors=100_000)
            assert picture.size == (640, 416) and colours is not None
            most = {colour for _, colour in sorted(colours, reverse=True)[:3]}
            assert {(22, 35, 61), (255, 255, 255)} <= most, f"{name}: ink and white on a pastel"
    assert png_of("nothing") is None


def test_the_word_document_for_children_has_its_drawings_with_words() -> None:
    body = Document(BytesIO(render(EXAMPLE, "docx", kind="children", house=HOUSE))).element.body
    assert body.xpath(".//wp:docPr/@descr") == list(PICTURES.values())
