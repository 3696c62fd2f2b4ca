"""The report as a Word document: real headings, a table of contents, heads of tables that repeat, charts that Word draws."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt, RGBColor

from portal.report.rendering import texts
from portal.report.rendering.charts import svg
from portal.report.rendering.leaflets import PICTURES, Leaflet
from portal.report.rendering.native import Packed, packed_chart
from portal.report.rendering.pictures import png_of
from portal.report.rendering.texts import House, Shown
from portal.report.rendering.values import day, differences, span
from portal.report.tables import Example, Report, Unit

_FONT = "Arial"
_SIZES = {
    "Normal": 11,
    "Title": 24,
    "Subtitle": 13,
    "Heading 1": 18,
    "Heading 2": 13,
    "Caption": 10,
    "List Bullet": 11,
    "Header": 9,
    "Footer": 9,
    "Quote": 11,
}
_SHORT, _LONG, _SIDE, _TOP = Cm(21), Cm(29.7), Cm(2), Cm(2)
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PACKAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_EITHER = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_WORD = "http://schemas.microsoft.com/office/word/2012/wordml"
_SIZE = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_PIXEL = 9525
# What the library's empty document says of the program and the picture that it was made with.
_TELLING = ("/extended-properties", "/thumbnail")
_CELL = {"": 9.5, "small": 8.5, "tight": 8, "wide": 9.5, "widest": 8.0, "crammed": 7.0}
_FOR_CHILDREN = 1.25
_LIES = ("wide", "widest", "crammed")


def docx_of(report: Report, house: House) -> bytes:
    """The whole report as the bytes of a Word document."""
    paper = Paper(report, house, texts.title(report))
    paper.say("Subtitle", report.council)
    paper.say("Title", texts.HEADING)
    paper.say("Subtitle", f"{texts.which(report)}: {span(report.period)}", f"Counted on {day(report.made_on)}")
    wrong = differences(report)
    if wrong:
        paper.heading(1, "This report does not add up")
        paper.say("Normal", "Do not publish the report before it is put right.")
        for one in wrong:
            paper.say("List Bullet", f"{one}.")
    parts, closing = texts.parts(report), dict(texts.closing(report))
    paper.contents(_headings(report, parts))
    paper.heading(1, f"1. {texts.READING}")
    for paragraph in texts.reading(report):
        paper.say("Normal", paragraph)
    for part in parts:
        paper.lie(bool(part.tables) and part.tables[0].width in _LIES)
        paper.heading(1, part.name)
        for lines in part.commentary:
            paper.say("Normal", *lines)
        if part.says:
            paper.say("Normal", part.says).paragraph_format.keep_with_next = True
        for each in part.tables:
            _add_table(paper, each, report)
    if report.learned or report.thanks:
        paper.lie(False)
    if report.learned:
        paper.heading(1, closing[texts.LEARNED])
        for example in report.learned:
            paper.example(example)
    if report.thanks:
        paper.heading(1, closing[texts.THANKS])
        for example in report.thanks:
            paper.say("Quote", f"“{example.said}”")
    return paper.saved()


def leaflet_docx_of(leaflet: Leaflet, report: Report, house: House) -> bytes:
    """One of the short reports as the bytes of a Word document, its drawings over their parts."""
    paper = Paper(report, house, leaflet.title, larger=_FOR_CHILDREN if leaflet.for_children else 1)
    if not leaflet.for_children:
        paper.close_together()
    paper.say("Subtitle", leaflet.council)
    paper.say("Title", leaflet.title)
    paper.say("Subtitle", leaflet.when)
    if differences(report):
        paper.heading(1, "This report does not add up")
        paper.say("Normal", "Do not publish it before the figures of the full report are put right.")
    for one in leaflet.intro:
        paper.say("Normal", one)
    for at, part in enumerate(leaflet.parts, start=2):
        drawn = png_of(part.picture) if part.picture else None
        if drawn:
            paper.picture(drawn, PICTURES[part.picture], new_page=part.overleaf)
        paper.heading(1, part.heading, new_page=part.overleaf and not drawn)
        for one in part.says:
            # What stands before the last part goes with it: two lines alone are no page.
            paper.say("Normal", one).paragraph_format.keep_with_next = at == len(leaflet.parts) or None
        for example in part.examples:
            if example.did:
                paper.example(example)
            else:
                paper.say("Quote", f"“{example.said}”")
        if part.ring:
            paper.say("Normal", part.ring).runs[0].bold = True
    return paper.saved()


def _headings(report: Report, parts: Sequence[texts.Part]) -> list[tuple[int, str]]:
    made = [(1, f"1. {texts.READING}")]
    for part in parts:
        made += [(1, part.name), *((2, each.table.name) for each in part.tables)]
    return made + [(1, name) for _, name in texts.closing(report)]


def _add_table(paper: "Paper", each: Shown, report: Report) -> None:
    table = each.table
    paper.lie(each.width in _LIES)
    paper.heading(2, table.name)
    if each.says == table.says:
        paper.told("What this counts: ", texts.counts(each.says), keep=True)
    elif each.says:
        paper.say("Normal", each.says).paragraph_format.keep_with_next = True
    chart = packed_chart(table, report.period.key)
    if chart is not None:
        paper.chart(chart, f"Chart: {table.name}", svg(table, report.period.key, name=f"chart-{each.number}", paper=True))
    paper.caption(f"Table {each.number}: {table.name}")
    paper.table(each)
    for note in each.notes:
        paper.say("Note", note)


class Paper:
    """A Word document as it is written from top to bottom."""

    def __init__(self, report: Report, house: House, title: str, *, larger: float = 1) -> None:
        self.document = Document()
        self._marks, self._charts, self._pictures, self._lies = 0, 0, 0, False
        self._colour = RGBColor.from_string(house.colour.lstrip("#"))
        self._bare(report, title)
        self._styles(larger)
        self._pages(report, title)

    def close_together(self) -> None:
        """Less room between paragraphs: what is short stays on a page."""
        for name, before, after in (("Normal", 0, 4), ("Heading 1", 12, 4)):
            shape = self.document.styles[name].paragraph_format
            shape.space_before, shape.space_after = Pt(before), Pt(after)

    def say(self, style: str, *lines: str) -> Any:
        """A paragraph of these lines."""
        paragraph = self.document.add_paragraph(style=style)
        for number, line in enumerate(lines):
            run = paragraph.add_run()
            if number:
                run.add_break()
            run.add_text(line)
        return paragraph

    def told(self, before: str, text: str, *, keep: bool = False) -> None:
        """A paragraph that begins with a word in bold."""
        paragraph = self.document.add_paragraph(style="Normal")
        paragraph.add_run(before).bold = True
        paragraph.add_run(text)
        paragraph.paragraph_format.keep_with_next = keep

    def example(self, one: Example) -> None:
        """What somebody said and what was done, as far as each is there."""
        if one.said:
            self.told("You said: ", one.said, keep=bool(one.did))
        if one.did:
            self.told("We did: ", one.did)

    def heading(self, level: int, text: str, *, new_page: bool = False) -> None:
        """A heading that the contents lead to."""
        paragraph = self.say(f"Heading {level}", text)
        paragraph.paragraph_format.page_break_before = new_page or None
        self._marks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self._marks))
        start.set(qn("w:name"), f"_Toc{self._marks:06d}")
        paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
        paragraph._p.append(end)

    def contents(self, headings: Iterable[tuple[int, str]]) -> None:
        """A table of contents that leads to each heading; whoever updates it in Word gets the numbers of the pages."""
        listed = list(headings)
        title = self.say("Normal", "Contents")
        title.runs[0].bold = True
        title.runs[0].font.size = Pt(_SIZES["Heading 1"])
        title.paragraph_format.keep_with_next = True
        first = self._marks
        for number, (level, name) in enumerate(listed):
            paragraph = self.document.add_paragraph(style=f"toc {level}")
            if number == 0:
                _field(paragraph, "begin", ' TOC \\o "1-2" \\h \\z \\u ')
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), f"_Toc{first + number + 1:06d}")
            link.set(qn("w:history"), "1")
            paragraph._p.append(link)
            run = paragraph.add_run(name)
            link.append(run._r)
            if number == len(listed) - 1:
                _field(paragraph, "end")

    def lie(self, lies: bool) -> None:
        """From here on pages lie on their side, or stand."""
        if lies == self._lies:
            return
        self._lies = lies
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if lies else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (_LONG, _SHORT) if lies else (_SHORT, _LONG)
        _end_where_it_stands(self.document)

    def caption(self, text: str) -> None:
        """What stands over a table, kept together with it."""
        self.say("Caption", text).paragraph_format.keep_with_next = True

    def table(self, each: Shown) -> None:
        """A table: its head repeated on every page, no row divided, totals in bold, figures at the right."""
        table = each.table
        made = self.document.add_table(rows=1 + len(table.rows), cols=len(table.columns) + 1)
        made.autofit, made.style = False, None
        _describe_table(made, table.name, table.says)
        widths = _widths(each, _LONG if self._lies else _SHORT)
        for column, wide in zip(made.columns, widths, strict=True):
            column.width = wide
        rows = [(row, list(row.cells)) for row in made.rows]
        head, *lines = rows
        self._fill(head[1], [table.about, *(column.name for column in table.columns)], each, widths, bold=True)
        _repeated(head[0])
        for (_, cells), line, said in zip(lines, table.rows, each.said, strict=True):
            name = f"{line.name} (each case counted once)" if line.total and line.more else line.name
            self._fill(cells, [name, *said], each, widths, bold=line.total)
            for cell, figure in zip(cells[1:], line.cells, strict=True):
                cell.paragraphs[0].runs[0].italic = figure.hidden or None
            _ruled(cells, "top", strong=line.total)
        _ruled(head[1], "bottom", strong=True)
        for cell in head[1]:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        if each.width == "tight":
            _close_together(made)
        for row, cells in rows:
            _never_divided(row)
            if len(table.rows) <= _SHORT_TABLE and row is not rows[-1][0]:
                for cell in cells:
                    cell.paragraphs[0].paragraph_format.keep_with_next = True

    def _fill(
        self, cells: Sequence[Any], texts_of_row: Sequence[str], each: Shown, widths: Sequence[Any], *, bold: bool
    ) -> None:
        """Words at the left, figures at the right."""
        left = [True, *(column.unit is Unit.WORDS for column in each.table.columns)]
        for cell, text, wide, words in zip(cells, texts_of_row, widths, left, strict=True):
            cell.width = wide
            paragraph = cell.paragraphs[0]
            # Looked up by its name, a style costs more than all the rest of a cell.
            paragraph._p.style = self._table_text.style_id
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if words else WD_ALIGN_PARAGRAPH.RIGHT
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(_CELL[each.width]), bold or None

    def chart(self, packed: Packed, title: str, drawing: str) -> None:
        """A chart that Word draws, with what it shows in words for whoever does not see it.

        Programs that know no Word of 2013 take our own drawing instead: LibreOffice pulls charts out of shape.
        """
        self._charts += 1
        package = self.document.part.package
        book = Part(PackURI(f"/word/embeddings/figures{self._charts}.xlsx"), _BOOK, packed.workbook, package)
        part = Part(PackURI(f"/word/charts/chart{self._charts}.xml"), _CHART, b"", package)
        relation = part.relate_to(book, _PACKAGE)
        outside = (
            f'<c:externalData xmlns:r="{_RELATION}" r:id="{relation}"><c:autoUpdate val="0"/></c:externalData>'.encode()
        )
        part._blob = _without_print(packed.xml).replace(b"</c:chartSpace>", outside + b"</c:chartSpace>")
        place = self.document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        paragraph = self.document.add_paragraph(style="Normal")
        paragraph.paragraph_format.keep_with_next = packed.height <= _LOW
        either = parse_xml(
            f'<mc:AlternateContent xmlns:mc="{_EITHER}" {nsdecls("w", "wp", "a", "r", "pic")}>'
            f'<mc:Choice xmlns:w15="{_WORD}" Requires="w15"><w:drawing>{_inline(640, packed.height, 1000 + self._charts, f"Chart {self._charts}")}'
            f'<a:graphic><a:graphicData uri="{_DRAWING}"><c:chart xmlns:c="{_DRAWING}" r:id="{place}"/></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>'
            f"<mc:Fallback>{self._drawn(drawing)}</mc:Fallback></mc:AlternateContent>"
        )
        for about in either.iter(qn("wp:docPr")):
            about.set("title", title)
            about.set("descr", packed.described)
        paragraph.add_run()._r.append(either)

    def _drawn(self, drawing: str) -> str:
        """Our own drawing of the chart, as it stands in the PDF."""
        found = _SIZE.search(drawing)
        assert found, "a drawing says its size"
        wide, high = float(found[1]), float(found[2])
        name = f"chart{self._charts}.svg"
        part = Part(PackURI(f"/word/media/{name}"), "image/svg+xml", drawing.encode(), self.document.part.package)
        place = self.document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        size = f'cx="{Emu(int(640 * _PIXEL))}" cy="{Emu(int(640 * _PIXEL * high / wide))}"'
        return (
            f'<w:drawing>{_inline(640, 640 * high / wide, 2000 + self._charts, f"Drawing of chart {self._charts}")}'
            f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{place}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
        )

    def picture(self, data: bytes, shows: str, *, new_page: bool = False) -> None:
        """A drawing, kept together with what follows it, with what it shows in words."""
        paragraph = self.document.add_paragraph(style="Normal")
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.page_break_before = new_page or None
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(14), Pt(0)
        self._pictures += 1
        inline = paragraph.add_run().add_picture(io.BytesIO(data), width=Cm(3.6))._inline
        inline.docPr.set("descr", shows)
        inline.docPr.set("name", f"Drawing {self._pictures}")

    def saved(self) -> bytes:
        """The bytes of the document."""
        made = io.BytesIO()
        self.document.save(made)
        return made.getvalue()

    def _bare(self, report: Report, title: str) -> None:
        """What the document says of itself: title, language, whose it is; nothing of a person or a program."""
        about = self.document.core_properties
        about.title, about.language, about.author = title[:255], texts.LANGUAGE, report.council[:255]
        about.subject = span(report.period)
        about.last_modified_by = about.comments = about.keywords = about.category = ""
        about.created = about.modified = datetime.combine(report.made_on, time(), UTC)
        about.revision = 1
        relations = self.document.part.package.rels
        for name in [name for name, relation in relations.items() if relation.reltype.endswith(_TELLING)]:
            del relations[name]

    def _styles(self, larger: float) -> None:
        styles = self.document.styles
        for level in (1, 2):
            style = styles.add_style(f"toc {level}", 1, builtin=True)
            style.base_style = styles["Normal"]
            style.paragraph_format.left_indent = Cm(0.8 * (level - 1))
        for name in ("Table text", "Note"):
            styles.add_style(name, 1).base_style = styles["Normal"]
        for name, size in {**_SIZES, "toc 1": 11, "toc 2": 10, "Table text": 9.5, "Note": 9.5}.items():
            style = styles[name]
            style.font.name, style.font.size, style.font.color.rgb = (
                _FONT,
                Pt(round(size * larger)) if larger != 1 else Pt(size),
                RGBColor(0, 0, 0),
            )
            style.font.italic = False
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            fonts.set(qn("w:cs"), _FONT)
            shape = style.paragraph_format
            shape.space_before = Pt({"Note": 4, "Heading 1": 20, "Heading 2": 16, "Title": 4}.get(name, 0))
            shape.space_after = Pt(
                {
                    "Table text": 2,
                    "Note": 4,
                    "toc 1": 3,
                    "toc 2": 2,
                    "Caption": 4,
                    "Title": 4,
                    "Subtitle": 8,
                    "Heading 2": 4,
                }.get(name, 8)
            )
        self._table_text = styles["Table text"]
        self._table_text.paragraph_format.space_before = Pt(2)
        for name in ("Title", "Heading 1"):
            styles[name].font.bold, styles[name].font.color.rgb = True, self._colour
        styles["Title"].element.pPr.remove_all("w:pBdr")
        for name in ("Title", "Subtitle"):
            styles[name].element.rPr.remove_all("w:spacing")
        defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        told = defaults.find(qn("w:lang"))
        if told is None:
            told = OxmlElement("w:lang")
            defaults.append(told)
        told.set(qn("w:val"), texts.LANGUAGE)
        told.set(qn("w:eastAsia"), texts.LANGUAGE)

    def _pages(self, report: Report, title: str) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = _SHORT, _LONG
        section.left_margin = section.right_margin = _SIDE
        section.top_margin = section.bottom_margin = _TOP
        section.different_first_page_header_footer = False
        head = section.header.paragraphs[0]
        head.add_run(f"{report.council}. {title}")
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        foot.add_run("Page ")
        _number(foot, "PAGE")
        foot.add_run(" of ")
        _number(foot, "NUMPAGES")


_SHORT_TABLE = 16
_LOW = 280
"""A chart of at most so many pixels stays with its table; a higher one may stand at the end of a page before it."""
_HEAD = 11
"""Heads of columns have so many letters in a line, where there is room."""


def _inline(wide: float, high: float, number: int, name: str) -> str:
    """The beginning of a drawing in the line, so many pixels large."""
    return (
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{int(wide * _PIXEL)}" cy="{int(high * _PIXEL)}"/>'
        f'<wp:docPr id="{number}" name="{name}"/><wp:cNvGraphicFramePr/>'
    )


def _widths(each: Shown, page: Any) -> list[Any]:
    """How wide each column is: what its longest word needs, the names of the rows as much as is left."""
    whole = page - 2 * _SIDE
    roomy = _columns(each, heads=_HEAD)
    return _fitted(each, roomy if sum(roomy) + Cm(4) <= whole else _columns(each), whole)


def _columns(each: Shown, heads: int = 0) -> list[int]:
    """What each column of figures or words needs; `heads`: so many letters of its head at least."""
    letter, room = Pt(_CELL[each.width] * 0.6), 2 if each.width == "tight" else 3
    table, wide = each.table, []
    for at, column in enumerate(table.columns):
        cells = [row[at] for row in each.said]
        if column.unit is Unit.WORDS:
            needed = max([len(cell) for cell in cells] or [0])
            wide.append(letter * (min(max(needed, 12), 45) + 3))
        else:
            words = [len(word) for word in column.name.split()]
            wide.append(letter * (max([*words, min(len(column.name) // 2 + 1, heads), *map(len, cells), 5]) + room))
    return wide


def _fitted(each: Shown, wide: list[int], whole: int) -> list[Any]:
    """The same with the names of the rows before them, which take what is left."""
    table, letter = each.table, Pt(_CELL[each.width] * 0.6)
    names = letter * (
        max([len(table.about), *(len(row.name) + (25 if row.total and row.more else 0) for row in table.rows)]) + 3
    )
    room = whole - sum(wide)
    first = min(max(names, Cm(4)), max(room, Cm(3)))
    over = (first + sum(wide)) / whole
    return [Emu(int(each_wide / max(over, 1))) for each_wide in (first, *wide)]


def _number(paragraph: Any, field: str) -> None:
    _field(paragraph, "begin", f" {field} ")
    paragraph.add_run("1")
    _field(paragraph, "end")


def _field(paragraph: Any, kind: str, instruction: str = "") -> None:
    """The beginning of a field with what it asks for, or its end."""
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)
    if instruction:
        asked = OxmlElement("w:instrText")
        asked.set(qn("xml:space"), "preserve")
        asked.text = instruction
        paragraph.add_run()._r.append(asked)
        apart = OxmlElement("w:fldChar")
        apart.set(qn("w:fldCharType"), "separate")
        paragraph.add_run()._r.append(apart)


def _close_together(table: Any) -> None:
    """Little room at both sides of each cell."""
    sides = "".join(f'<w:{side} w:w="50" w:type="dxa"/>' for side in ("left", "right"))
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"))


def _never_divided(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeated(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _ruled(cells: Iterable[Any], side: str, *, strong: bool) -> None:
    """A line over or under a whole row."""
    told = {"val": "single", "sz": "12" if strong else "4", "space": "0", "color": "0B0C0C" if strong else "B1B4B6"}
    for cell in cells:
        properties = cell._tc.get_or_add_tcPr()
        borders = properties.find(qn("w:tcBorders"))
        if borders is None:
            borders = OxmlElement("w:tcBorders")
            properties.append(borders)
        line = OxmlElement(f"w:{side}")
        for name, value in told.items():
            line.set(qn(f"w:{name}"), value)
        borders.append(line)


def _describe_table(table: Any, title: str, says: str) -> None:
    """What a screen reader says of the table before it is entered; and that its first row and column are heads."""
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        for name, value in {
            "firstRow": "1",
            "firstColumn": "1",
            "lastRow": "0",
            "lastColumn": "0",
            "noHBand": "1",
            "noVBand": "1",
            "val": "06A0",
        }.items():
            look.set(qn(f"w:{name}"), value)
    for name, text in (("w:tblCaption", title), ("w:tblDescription", says)):
        told = OxmlElement(name)
        told.set(qn("w:val"), text)
        properties.append(told)


def _end_where_it_stands(document: Any) -> None:
    """A section ends with its last paragraph; only after a table it needs one of its own, which is as low as can be."""
    ending = document.element.body.findall(qn("w:p"))[-1]
    last = ending.getprevious()
    if last is not None and last.tag == qn("w:p") and not last.xpath("./w:pPr/w:sectPr"):
        last.get_or_add_pPr().append(ending.pPr.sectPr)
        document.element.body.remove(ending)
    else:
        document.paragraphs[-1].style = document.styles["Table text"]
        document.paragraphs[-1].paragraph_format.line_spacing = Pt(1)


def _without_print(xml: bytes) -> bytes:
    """The chart without how a workbook would print it, after which nothing may stand."""
    start = xml.find(b"<c:printSettings>")
    end = xml.find(b"</c:printSettings>")
    return xml if start < 0 else xml[:start] + xml[end + len(b"</c:printSettings>") :]
