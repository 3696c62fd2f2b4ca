"""The forms in which a report leaves: for the screen, for a committee, for a spreadsheet, for machines, and two short ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.report.rendering import data, leaflets, pages, texts
from portal.report.rendering.pdf import pdf_of
from portal.report.rendering.sheets import xlsx_of
from portal.report.rendering.texts import House
from portal.report.rendering.word import docx_of, leaflet_docx_of
from portal.report.tables import Report

__all__ = ["FORMATS", "Format", "House", "Kind", "NoSuchForm", "file_name", "media_type", "render"]


class Format(StrEnum):
    """What a report can be made as."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


class Kind(StrEnum):
    """Which report: all of it, two pages of it in plain words, or what is for children."""

    FULL = "full"
    SUMMARY = "summary"
    CHILDREN = "children"


class NoSuchForm(Exception):
    """This kind of report is not made in this format, for instance the children's as a spreadsheet."""


@dataclass(frozen=True, slots=True)
class _Form:
    media_type: str
    ending: str


FORMATS: Mapping[Format, _Form] = {
    Format.HTML: _Form("text/html; charset=utf-8", "html"),
    Format.PDF: _Form("application/pdf", "pdf"),
    Format.DOCX: _Form("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    Format.XLSX: _Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    Format.CSV: _Form("application/zip", "zip"),
    Format.JSON: _Form("application/json", "json"),
}
"""How each format is named to a browser and in a folder."""

_LEAFLETS: Mapping[Kind, Callable[[Report, House], leaflets.Leaflet]] = {
    Kind.SUMMARY: leaflets.summary,
    Kind.CHILDREN: leaflets.for_children,
}


def _leaflet_page(kind: Kind, *, paper: bool = False) -> Callable[[Report, House], str]:
    return lambda report, house: pages.leaflet_document(_LEAFLETS[kind](report, house), report, house, paper=paper)


def _leaflet_makers(kind: Kind) -> dict[tuple[Kind, Format], Callable[[Report, House], bytes]]:
    screen, paper = _leaflet_page(kind), _leaflet_page(kind, paper=True)
    return {
        (kind, Format.HTML): lambda report, house: screen(report, house).encode(),
        (kind, Format.PDF): lambda report, house: pdf_of(paper(report, house)),
        (kind, Format.DOCX): lambda report, house: leaflet_docx_of(_LEAFLETS[kind](report, house), report, house),
    }


_MAKERS: Mapping[tuple[Kind, Format], Callable[[Report, House], bytes]] = {
    (Kind.FULL, Format.HTML): lambda report, house: pages.document(report, house).encode(),
    (Kind.FULL, Format.PDF): lambda report, house: pdf_of(pages.document(report, house, paper=True)),
    (Kind.FULL, Format.DOCX): docx_of,
    (Kind.FULL, Format.XLSX): lambda report, house: xlsx_of(report),
    (Kind.FULL, Format.CSV): lambda report, house: data.csv_zip(report),
    (Kind.FULL, Format.JSON): lambda report, house: data.json_of(report),
    **_leaflet_makers(Kind.SUMMARY),
    **_leaflet_makers(Kind.CHILDREN),
}


def render(report: Report, format: Format | str, *, kind: Kind | str = Kind.FULL, house: House | None = None) -> bytes:
    """The report as a file. `house`: the council's colours, and how to complain. Raises NoSuchForm, ValueError for a name that is none."""
    maker = _MAKERS.get((Kind(kind), Format(format)))
    if maker is None:
        raise NoSuchForm(f"The {kind} report is not made as {format}.")
    return maker(texts.readable(report), house or House())


def formats_of(kind: Kind | str) -> tuple[Format, ...]:
    """In which formats this kind of report is made."""
    return tuple(format for known, format in _MAKERS if known is Kind(kind))


def media_type(format: Format | str) -> str:
    """What a browser is told that the file is."""
    return FORMATS[Format(format)].media_type


def file_name(report: Report, format: Format | str, *, kind: Kind | str = Kind.FULL) -> str:
    """What the file is called: report-2024-25.pdf."""
    name = {Kind.FULL: "report", Kind.SUMMARY: "summary", Kind.CHILDREN: "for-children"}[Kind(kind)]
    return f"{name}-{texts.slug(report.period.name)}.{FORMATS[Format(format)].ending}"
