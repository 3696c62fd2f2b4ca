"""The report as a page: a part to stand in a page of the portal, or a whole document that needs nothing beside it."""

import re
from base64 import b64encode
from collections.abc import Callable
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portal.report.rendering import texts
from portal.report.rendering.built import asset, drawing
from portal.report.rendering.charts import svg
from portal.report.rendering.leaflets import PICTURES, Leaflet
from portal.report.rendering.texts import House, Shown
from portal.report.rendering.values import day, differences, span
from portal.report.tables import Cell, Report, Selection

# What the maker of PDFs does not know, and would complain of at each report.
_FOR_SCREENS = re.compile(r"(?:-webkit-)?(?:text-wrap|overflow-x|clip-path|print-color-adjust): [^;]+;")

Link = Callable[[Selection], str | None]
"""Gives the address of the cases of a figure; None for whoever may not open them."""


def body(report: Report, link: Link | None = None, *, paper: bool = False) -> Markup:
    """The report as one <article>, its heading an h1; it needs report.css. `link`: each figure leads to its cases.

    `paper`: for makers of documents, without what only a screen needs.
    """
    shown = texts.parts(report)
    return Markup(
        environment()
        .get_template("full.html")
        .render(
            report=report,
            heading=texts.HEADING,
            which=texts.which(report),
            span=span(report.period),
            differences=differences(report),
            reading=texts.reading(report),
            parts=[_with_charts(part, report.period.key, paper) for part in shown],
            made_on=day(report.made_on),
            headings=dict(texts.closing(report)),
            counts=texts.counts,
            address=lambda cell: _address(cell, link),
            paper=paper,
        )
    )


def document(report: Report, house: House, *, paper: bool = False) -> str:
    """The report as a document of its own, with its stylesheet in it."""
    return whole(report, body(report, paper=paper), texts.title(report), house, paper=paper)


def leaflet_body(leaflet: Leaflet, report: Report, *, paper: bool = False) -> Markup:
    """One of the short reports as an <article>; it needs report.css and leaflet.css."""
    return Markup(
        environment()
        .get_template("leaflet.html")
        .render(leaflet=leaflet, differences=differences(report), drawing=_drawing, alt=PICTURES, paper=paper)
    )


def leaflet_document(leaflet: Leaflet, report: Report, house: House, *, paper: bool = False) -> str:
    """One of the short reports as a document of its own."""
    own = _typeface() if leaflet.for_children and not paper else ""
    return whole(
        report,
        leaflet_body(leaflet, report, paper=paper),
        leaflet.title,
        house,
        paper=paper,
        sheets=("leaflet.css",),
        css=own,
    )


def whole(
    report: Report,
    inside: Markup,
    name: str,
    house: House,
    *,
    paper: bool = False,
    sheets: tuple[str, ...] = (),
    css: str = "",
) -> str:
    """A document around what is given, these of our stylesheets in it, and `css` before them."""
    every = [
        f":root{{--brand:{_colour(house.colour)};--on-brand:{_colour(house.on_colour)}}}",
        css,
        stylesheet("report.css"),
        *([stylesheet("paper.css")] if paper else []),
        *(stylesheet(each) for each in sheets),
    ]
    style = "\n".join(every)
    return environment().get_template("document.html").render(
        title=f"{name}: {report.council}",
        council=report.council,
        about=texts.about(report),
        css=Markup(_FOR_SCREENS.sub("", style) if paper else style),
        body=inside,
    )  # fmt: skip


@cache
def stylesheet(name: str) -> str:
    """One of the report's own stylesheets."""
    return (texts.TEMPLATES / name).read_text("utf-8")


@cache
def environment() -> Environment:
    """The report's templates, which no page of the portal needs to be there for."""
    return Environment(
        loader=FileSystemLoader(texts.TEMPLATES), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )


@cache
def _typeface() -> str:
    """The face of the children's pages, for a document that may stand where nothing else of the portal is."""
    faces = []
    for weight, name in ((400, "lexend-latin-400.woff2"), (600, "lexend-latin-600.woff2")):
        data = asset(name)
        if data is not None:
            told = b64encode(data).decode()
            faces.append(
                f'@font-face {{ font-family: Lexend; font-weight: {weight}; src: url("data:font/woff2;base64,{told}") format("woff2"); }}'
            )
    return "\n".join(faces)


def _drawing(name: str) -> tuple[str, Markup] | None:
    found = drawing(name)
    return (found[0], Markup(found[1])) if found else None


def _with_charts(part: texts.Part, own: str, paper: bool) -> dict[str, object]:
    tables = [_with_chart(each, own, paper) for each in part.tables]
    return {"section": part.section, "id": part.id, "name": part.name, "says": part.says, "commentary": part.commentary, "tables": tables}


def _with_chart(each: Shown, own: str, paper: bool) -> dict[str, object]:
    chart = svg(each.table, own, name=f"chart-{each.number}", paper=paper)
    return {
        "table": each.table,
        "number": each.number,
        "id": each.id,
        "said": each.said,
        "notes": each.notes,
        "width": each.width,
        "says": each.says,
        "chart": chart,
    }


def _address(cell: Cell, link: Link | None) -> str | None:
    return link(cell.of) if link and cell.of and not cell.hidden and cell.value is not None else None


def _colour(colour: str) -> str:
    """A colour as #rrggbb and nothing else, whatever was given."""
    plain = colour.strip().lower()
    return (
        plain
        if len(plain) == 7 and plain[0] == "#" and all(sign in "0123456789abcdef" for sign in plain[1:])
        else "#0b4a6f"
    )
