"""What a report is made of: sections of named tables, each cell a figure that knows which cases it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """What the numbers of a column are."""

    COUNT = "count"
    SHARE = "share"
    """A share of a whole between 0 and 1; shown as a percentage without decimals."""
    CHANGE = "change"
    """The same, from one period to the next: may be negative; shown with its sign."""
    DAYS = "days"
    """Working days, unless the name of the column says otherwise; with one decimal where it is no whole number."""
    POUNDS = "pounds"
    """Pence as a whole number, shown in pounds."""
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows a figure counts: a fact of the store, and for each of its dimensions the codes that it takes.

    Two figures with equal selections are one figure, wherever they stand. `where` is sorted by dimension.
    """

    fact: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def narrowed(self, dimension: str, *codes: str) -> "Selection":
        """The same with one more condition."""
        kept = [(name, was) for name, was in self.where if name != dimension]
        return Selection(self.fact, tuple(sorted([*kept, (dimension, codes)])))


Value = int | float | str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. `value` is None where there is none to give: nothing happened that could be measured.

    `hidden`: it is left out because it is small, or because a small one could be worked out from it; its value is None
    then. `of`: the cases that it counts, for whoever may open them; None of what counts no cases. `made_of`: the counts that
    it was worked out from, wherever they stand; it is left out where one of them is.
    """

    value: Value
    of: Selection | None = None
    hidden: bool = False
    made_of: "tuple[Cell, ...]" = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its code, which is the name of the field in data, what stands above it, and what its numbers are."""

    key: str
    name: str
    unit: Unit = Unit.COUNT
    total: bool = False
    """It is the sum of the columns before it that are counts and no totals."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its code, what stands before it, its cells in the order of the columns."""

    key: str
    name: str
    cells: tuple[Cell, ...]
    total: bool = False
    """It is the sum of the rows before it, back to the total before it."""
    more: bool = False
    """A total that may be less than its parts, because one case is counted in several of them; it is never more."""


class Chart(StrEnum):
    """How a table is drawn beside its numbers."""

    NONE = "none"
    BARS = "bars"
    """One bar a row, of the report’s own period where the table has it."""
    GROUPED = "grouped"
    """One group of bars a row, one bar a column."""
    STACKED = "stacked"
    """One bar a row, divided by its columns."""
    LINE = "line"
    """The rows from left to right, one line a column."""


@dataclass(frozen=True, slots=True)
class Table:
    """A named table. `says` is its definition in words: what is counted, by which date, and what is not.

    `about` heads the first column. `several`: one case may be counted in more than one row, so that the rows may add
    up to more than the total. `notes` are said under it.
    """

    key: str
    name: str
    says: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    chart: Chart = Chart.NONE
    several: bool = False
    notes: tuple[str, ...] = ()

    def cell(self, row: str, column: str) -> Cell:
        """The cell in this row and column; raises KeyError where there is none."""
        at = next((n for n, each in enumerate(self.columns) if each.key == column), None)
        found = next((each for each in self.rows if each.key == row), None)
        if at is None or found is None:
            raise KeyError(f"{self.key}: {row}, {column}")
        return found.cells[at]

    @property
    def empty(self) -> bool:
        """There is nothing in it but zeros and gaps."""
        return not any(cell.value or cell.hidden for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: what it is about, its tables, and what the council wrote of it (plain words, in paragraphs)."""

    key: str
    name: str
    tables: tuple[Table, ...]
    commentary: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both counted; `name` as it stands above a column."""

    key: str
    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Difference:
    """Two figures that ought to be one: where each stands and what it says."""

    where: str
    says: Value
    against: str
    but: Value

    def __str__(self) -> str:
        return f"{self.where} says {self.says}, and {self.against} says {self.but}"


@dataclass(frozen=True, slots=True)
class Example:
    """Somebody's words that may be printed: what they said and, of what was learned, what was done."""

    said: str
    did: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report: whose, over which period, beside which earlier ones, its sections, and what contradicts itself in it.

    `periods` are the earlier ones and then its own, the oldest first. `threshold`: counts under it are left out, 0 where
    none are. `made_on` is the day (in London) whose cases it counts.
    """

    council: str
    period: Period
    periods: tuple[Period, ...]
    made_on: date
    sections: tuple[Section, ...]
    differences: tuple[Difference, ...] = ()
    threshold: int = 0
    learned: tuple[Example, ...] = ()
    """*You said, we did*, as far as it is published."""
    thanks: tuple[Example, ...] = ()
    """Compliments whose senders agreed that they may be quoted."""
    begins: date | None = None
    """The day of the oldest case, where it lies well within the first period: what was before is not known."""

    def tables(self) -> Iterator[Table]:
        """Every table, in order."""
        for section in self.sections:
            yield from section.tables

    def table(self, key: str) -> Table:
        """The table of this code; raises KeyError where there is none."""
        found = next((each for each in self.tables() if each.key == key), None)
        if found is None:
            raise KeyError(key)
        return found
