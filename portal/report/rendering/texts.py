"""What every form of the report says around its tables, and how a report is made ready to be shown."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from portal.report.rendering.values import LEFT_OUT, NOTHING, cells_said, day, span
from portal.report.tables import Report, Section, Table

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "report"
LANGUAGE = "en-GB"

SEVERAL = "Counted more than once: one case may stand in several rows, so that the rows may add up to more than the total."

_A_YEAR = 360
# Control characters, halves of pairs, and the two code points at the end of each plane that are no characters.
_NO_CHARACTERS = "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
_NOT_IN_XML = re.compile(
    f"[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]|[{_NO_CHARACTERS}]"
)
_SENTENCES = re.compile(r"(?<=[.]) +")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")
# How many letters go into a line of a table, by its type and by how the page lies.
_UPRIGHT, _UPRIGHT_SMALL, _UPRIGHT_TIGHT, _WIDE, _WIDEST = 88, 102, 114, 135, 190
_NAME, _NAME_DIVIDED = 28, 18
"""How many letters of the names of rows stand in a line, and how many where a table need not lie on its side for their sake."""
_COUNTS = "It counts "
_SHARED = 3
"""What so many tables of a section say is said once, over all of them."""

Anything = TypeVar("Anything")


@dataclass(frozen=True, slots=True)
class House:
    """What the council's profile adds: its colours, how to complain, and who helps. What is None is not said."""

    colour: str = "#0b4a6f"
    on_colour: str = "#ffffff"
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    """Where the portal stands, as a person would type it."""
    advocate: str | None = None
    advocate_phone: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A table on its way to a page: its number, its id, its cells in words and what stands under it.

    `width`: "" fits a page that stands, "small" in smaller type, "tight" in the smallest, "wide" a page on its side, "widest"
    that in smaller type, "crammed" that with the words in its heads divided. `says`: what its section does not say already.
    """

    table: Table
    number: int
    id: str
    said: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    width: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section on its way to a page: its number, its commentary as paragraphs of lines, what most of its tables count."""

    section: Section
    id: str
    commentary: tuple[tuple[str, ...], ...]
    tables: tuple[Shown, ...]
    number: int = 0
    says: str = ""

    @property
    def name(self) -> str:
        """Its name with its number."""
        return f"{self.number}. {self.section.name}"


READING, LEARNED, THANKS = "How to read this report", "You said, we did", "Thanks, in people’s own words"
HEADING = "Complaints and compliments about children’s social care"


def which(report: Report) -> str:
    """Which of the reports it is: the annual one, or one of part of a year."""
    whole = (report.period.last - report.period.first).days >= _A_YEAR
    return f"{'Annual report' if whole else 'Report'} {report.period.name}"


def title(report: Report) -> str:
    """What the report is called."""
    name = which(report)
    return f"{HEADING}: {name[0].lower()}{name[1:]}"


def about(report: Report) -> str:
    """What it is, in one sentence, for catalogues."""
    return f"What people said about children’s social care at {report.council} from {span(report.period)}, and what came of it."


def reading(report: Report) -> tuple[str, ...]:
    """How to read the report, in paragraphs."""
    said = [
        "This report is made under regulation 13(3) of the Children Act 1989 Representations Procedure (England) Regulations 2006. "
        "It names nobody who complained.",
        f"Its figures were counted from the cases themselves on {day(report.made_on)}. Over each section or table stands what it counts, and by which day. "
        "Percentages are rounded to whole numbers, so that they may not add up to 100.",
    ]
    if report.begins:
        said.append(f"The records begin on {day(report.begins)}. What was before that day is not counted here.")
    if any(cell.hidden for table in report.tables() for row in table.rows for cell in row.cells):
        small = f"Figures under {report.threshold:,} are" if report.threshold else "Small figures are"
        said.append(
            f"“{LEFT_OUT}”: {small} not shown, nor are those from which they could be worked out. Where there are so few, somebody could be recognised."
        )
    said.append(
        f"“{NOTHING}”: there is no figure, because nothing happened that could be measured or nothing was recorded."
    )
    return tuple(said)


def parts(report: Report) -> tuple[Part, ...]:
    """The sections as they are shown, with ids that are theirs alone."""
    number, made = 0, []
    for at, section in enumerate(report.sections, start=1):
        shown, most = [], _counted_by_most(section)
        for table in section.tables:
            number += 1
            shown.append(
                Shown(
                    table,
                    number,
                    f"table-{number}-{slug(table.key)}",
                    said := cells_said(table),
                    notes(table),
                    _width(table, said),
                    table.says.removeprefix(most).strip(),
                )
            )
        says = f"Unless a table says otherwise, it counts {most.removeprefix(_COUNTS)}" if most else ""
        made.append(Part(section, f"section-{at}-{slug(section.key)}", paragraphs(section.commentary), tuple(shown), at + 1, says))
    return tuple(made)


def notes(table: Table) -> tuple[str, ...]:
    """What stands under a table."""
    return (
        *([SEVERAL] if table.several else []),
        *(["There is nothing in this table."] if not table.rows else []),
        *table.notes,
    )


def paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """Plain text as paragraphs of lines: an empty line parts them."""
    found = (part.strip() for part in _PARAGRAPHS.split(text.replace("\r\n", "\n").replace("\r", "\n")))
    return tuple(tuple(line.strip() for line in part.split("\n")) for part in found if part)


def slug(key: str) -> str:
    """A code as it may stand in an address or the name of a file."""
    return _NOT_IN_A_NAME.sub("-", key.lower()).strip("-")[:60] or "x"


def fit(text: str) -> str:
    """The text without the characters that no page and no document may hold."""
    return _NOT_IN_XML.sub("", text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore"))


def readable(report: Report) -> Report:
    """The same report, every text of it fit for every format."""
    return _each_text(report, fit)


def _each_text(thing: Anything, change: Callable[[str], str]) -> Anything:
    """The same with every plain text in it changed; codes of an enumeration stay."""
    made: Any = thing
    if type(made) is str:
        made = change(made)
    elif isinstance(thing, tuple):
        made = tuple(_each_text(each, change) for each in thing)
    elif isinstance(thing, dict):
        made = {_each_text(key, change): _each_text(value, change) for key, value in thing.items()}
    elif is_dataclass(thing) and not isinstance(thing, type):
        made = replace(thing, **{field.name: _each_text(getattr(thing, field.name), change) for field in fields(thing)})
    return made


def closing(report: Report) -> tuple[tuple[str, str], ...]:
    """The headings of what stands after the sections, by what it is, with their numbers."""
    there = [(LEARNED, report.learned), (THANKS, report.thanks)]
    named = [name for name, examples in there if examples]
    return tuple((name, f"{number}. {name}") for number, name in enumerate(named, start=len(report.sections) + 2))


def counts(says: str) -> str:
    """What a table counts, after “What this counts”."""
    return says.removeprefix(_COUNTS)


def _counted_by_most(section: Section) -> str:
    """The sentences with which most definitions of the section begin; empty where they differ."""
    sentences = [_SENTENCES.split(table.says) for table in section.tables if table.says.startswith(_COUNTS)]
    firsts = [each[0] for each in sentences]
    first = max(firsts, key=firsts.count, default="")
    alike = [each for each in sentences if each[0] == first]
    if len(alike) < _SHARED or len(alike) * 2 < len(section.tables):
        return ""
    shared = []
    for at, sentence in enumerate(alike[0]):
        if any(len(each) <= at or each[at] != sentence for each in alike):
            break
        shared.append(sentence)
    return " ".join(shared)


def _width(table: Table, said: tuple[tuple[str, ...], ...]) -> str:
    """Which page the table needs: its narrowest columns, each as wide as its longest word."""
    longest, letters = max((len(row.name) for row in table.rows), default=0), 0
    names, divided = (max([min(longest, most), *_words(table.about)]) + 3 for most in (_NAME, _NAME_DIVIDED))
    for at, column in enumerate(table.columns):
        cells = [row[at] for row in said]
        numbers = [
            len(cell) for cell, row in zip(cells, table.rows, strict=True) if not isinstance(row.cells[at].value, str)
        ]
        words = [
            min(max(len(cell) // 3, *_words(cell)), 40)
            for cell, row in zip(cells, table.rows, strict=True)
            if isinstance(row.cells[at].value, str)
        ]
        letters += max([*numbers, *words, *_words(column.name)]) + 3
    steps = (
        (names, _UPRIGHT, ""), (names, _UPRIGHT_SMALL, "small"), (divided, _UPRIGHT_SMALL, "small"), (divided, _UPRIGHT_TIGHT, "tight"),
        (names, _WIDE, "wide"), (names, _WIDEST, "widest"),
    )  # fmt: skip
    return next((name for first, most, name in steps if first + letters <= most), "crammed")


def _words(text: str) -> list[int]:
    return [len(word) for word in text.split()] or [0]
