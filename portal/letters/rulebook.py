"""The rulebook as a page that a council's lawyer can read, print and sign; the back office shows the same table."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from portal.law.book import FURTHER, Entry, editions, entries
from portal.law.routes import ROUTE_NAMES
from portal.law.rules import version_on
from portal.law.sources import SOURCES

TEMPLATES = Path(__file__).parents[2] / "templates"
Told = Callable[[Mapping[str, Any]], str]
"""Facts in words, as officers call them."""


def page(council: str, on: date, told: Told) -> str:
    """The whole rulebook as one HTML document without scripts or other files, as it stands on a day in London."""
    return _environment().get_template("letters/rulebook.html").render(council=council, on=on, table=table(on, told))


def table(on: date, told: Told) -> Markup:
    """The rules under the questions they answer, the order of *further*, the editions and every source cited."""
    grouped = [(asks, list(rules)) for asks, rules in groupby(entries(), key=lambda entry: entry.asks)]
    return Markup(
        _environment()
        .get_template("letters/rulebook_table.html")
        .render(
            bands=grouped, on=on, version=version_on(on), editions=editions(), told=told, further=FURTHER,
            name=lambda route: ROUTE_NAMES[route].in_voice("officer"), sources=_cited(grouped), ended=_ended,  # type: ignore[arg-type]
        )
    )  # fmt: skip


def _cited(grouped: list[tuple[Any, list[Entry]]]) -> list[tuple[str, Any]]:
    cited = {short for _, rules in grouped for rule in rules for short, _ in rule.cites}
    return [(short, source) for short, source in SOURCES.items() if short in cited]


def _ended(entry: Entry, on: date) -> bool:
    return entry.until is not None and entry.until < on


@cache
def _environment() -> Environment:
    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.filters["day"] = lambda day: f"{day.day} {day:%B %Y}"
    return made
