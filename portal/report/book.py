"""From counted rows to cells: what a definition asks of the cases, and how tables are put together from the answers. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from portal.councils import Profile
from portal.report.names import plain
from portal.report.tables import Cell, Chart, Column, Period, Row, Selection, Table, Unit, Value
from portal.store.facts import AT_END, COUNCIL, FROM, TO
from portal.store.report import Ask

Counted = Mapping[Ask, Sequence[tuple[tuple[str, ...], int]]]
"""What the database answered: for each question rows of (period, codes) and a number."""

Names = Mapping[str, str]
Labels = Callable[["Book"], Names]

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a report is about: whose, over which periods (the oldest first; the last is its own), on which day it is made."""

    profile: Profile
    periods: tuple[Period, ...]
    today: date
    threshold: int = 0

    @property
    def own(self) -> Period:
        """The period that the report is of."""
        return self.periods[-1]


@dataclass(frozen=True)
class Book:
    """The setting, and everything that was counted for it."""

    setting: Setting
    counted: Counted = field(default_factory=dict)

    @cached_property
    def _numbers(self) -> dict[Ask, dict[tuple[str, ...], int]]:
        return {ask: dict(rows) for ask, rows in self.counted.items()}

    def number(self, ask: Ask, period: Period, *codes: str) -> int:
        """How many there are of these codes in the period; 0 where nothing was counted."""
        return self._numbers[ask].get((period.key, *codes), 0)

    def codes(self, ask: Ask, at: int = 0) -> set[str]:
        """Every code of the dimension `at` that was counted in any period; of money also what cost nothing, since it was named."""
        return {codes[1 + at] for codes, number in self.counted[ask] if number or ask.pence}

    def cell(self, ask: Ask, period: Period, *codes: str) -> Cell:
        """The figure of these codes, with the cases that it counts."""
        return Cell(self.number(ask, period, *codes), self.selection(ask, period, *codes))

    def selection(self, ask: Ask, period: Period, *codes: str) -> Selection:
        """What the figure of these codes counts."""
        where = {name: known for name, known in ask.where} | {COUNCIL: (self.setting.profile.name,)}
        for name, code in zip(ask.by, codes, strict=True):
            where[name] = (code,)
        days = {AT_END: (period.last.isoformat(),)} if ask.standing else {FROM: (period.first.isoformat(),), TO: (period.last.isoformat(),)}
        return Selection(ask.fact, tuple(sorted((where | days).items())))


@dataclass(frozen=True, slots=True)
class Definition:
    """One table: its code, section, name, and what it counts in words; the questions that it asks; and how it is made of the answers.

    `make` gives None where the council's cases have nothing of the kind, so that no table of nothing is printed.
    """

    key: str
    section: str
    name: str
    says: str
    asks: Callable[[Setting], Sequence[Ask]]
    make: Callable[[Book, "Definition"], Table | None]


def ordered(names: Names, found: Iterable[str], *, all_of: bool = False) -> list[tuple[str, str]]:
    """The codes that were found, those that have a name first and in its order; `all_of`: also named ones nobody found."""
    seen = set(found)
    known = [(code, name) for code, name in names.items() if code and (all_of or code in seen)]
    last = [("", names.get("", plain("")))] if "" in seen else []
    return [*known, *((code, plain(code)) for code in sorted(seen - set(names) - {""})), *last]


def share(part: Value, whole: Value) -> Value:
    """The part of the whole, between 0 and 1; None of nothing."""
    return part / whole if isinstance(part, int | float) and isinstance(whole, int | float) and whole else None


def change(now: Value, before: Value) -> Value:
    """By how much it grew, as a share of what it was; None where there was nothing."""
    return (now - before) / before if isinstance(now, int | float) and isinstance(before, int | float) and before else None


def shared(part: Cell, whole: Cell) -> Cell:
    """A share as a cell: hidden where one of its two figures is."""
    return Cell(None, hidden=True) if part.hidden or whole.hidden else Cell(share(part.value, whole.value), made_of=(part, whole))


def changed(now: Cell, before: Cell) -> Cell:
    """A change as a cell: hidden where one of its two figures is."""
    return Cell(None, hidden=True) if now.hidden or before.hidden else Cell(change(now.value, before.value), made_of=(now, before))


def over_periods(
    fact: str,
    by: str,
    about: str,
    names: Labels,
    *,
    where: tuple[tuple[str, tuple[str, ...]], ...] = (),
    total: str = "Total",
    chart: Chart = Chart.GROUPED,
    once: Ask | None = None,
    all_of: bool = False,
    unit: Unit = Unit.COUNT,
    group: Callable[[str], str] | None = None,
) -> tuple[Callable[[Setting], Sequence[Ask]], Callable[[Book, Definition], Table | None]]:
    """A table with a row a code and a column a period, the share of each in the report's own, and the change to it.

    `group` puts several codes into one row. The total is asked for by itself: it is no sum of the rows. `once`: what is counted
    with each of its codes; the total counts it once, and the shares are shares of that. Where none has a code there is no table.
    """
    pence = unit is Unit.POUNDS
    parts, whole = Ask(fact, (by,), where, pence), once or Ask(fact, (), where, pence)

    def make(book: Book, definition: Definition) -> Table | None:
        found = book.codes(parts)
        into: dict[str, list[str]] = {}
        for code in sorted(found):
            into.setdefault(group(code) if group else code, []).append(code)
        rows = ordered(names(book), into, all_of=all_of)
        if not (found - {""} if once else found):
            return None
        lines = [(code, name, [joined(book, parts, period, into.get(code, [code])) for period in book.setting.periods]) for code, name in rows]
        totals = [book.cell(whole, period) for period in book.setting.periods]
        return _with_shares(book, definition, about, lines, (total, totals), unit, chart, several=once is not None)

    return lambda _: (parts, whole), make


def joined(book: Book, ask: Ask, period: Period, codes: Sequence[str], *more: str) -> Cell:
    """One cell of several codes of the first dimension; `more` are those of the others."""
    number = sum(book.number(ask, period, code, *more) for code in codes)
    of = book.selection(ask, period, codes[0], *more)
    where = {**dict(of.where), ask.by[0]: tuple(sorted(codes))}
    return Cell(number, replace(of, where=tuple(sorted(where.items()))))


def period_columns(book: Book, unit: Unit = Unit.COUNT) -> tuple[Column, ...]:
    """A column for each period, the report's own last."""
    return tuple(Column(period.key, period.name, unit) for period in book.setting.periods)


def _with_shares(
    book: Book, definition: Definition, about: str, lines: Sequence[tuple[str, str, list[Cell]]], whole: tuple[str, list[Cell]],
    unit: Unit, chart: Chart, *, several: bool,
) -> Table:  # fmt: skip
    columns = [*period_columns(book, unit), Column("share", f"Share in {book.setting.own.name}", Unit.SHARE)]
    before = len(book.setting.periods) > 1
    if before:
        columns.append(Column("change", f"Change from {book.setting.periods[-2].name}", Unit.CHANGE))
    name, totals = whole

    def line(cells: list[Cell]) -> tuple[Cell, ...]:
        more = [shared(cells[-1], totals[-1])] + ([changed(cells[-1], cells[-2])] if before else [])
        return (*cells, *more)

    rows = [Row(code or "unknown", said, line(cells)) for code, said, cells in lines]
    rows.append(Row(TOTAL, name, line(totals), total=True, more=several))
    return Table(definition.key, definition.name, definition.says, about, tuple(columns), tuple(rows), chart, several, (SHARES,) if several else ())


SHARES = "Each share is one of all complaints in the last row. So the shares may add up to more than 100%."


def across(
    fact: str,
    by: str,
    about: str,
    names: Labels,
    over: str,
    columns: Labels,
    *,
    where: tuple[tuple[str, tuple[str, ...]], ...] = (),
    total: str = "Total",
    chart: Chart = Chart.STACKED,
    once: Ask | None = None,
    shares_of: tuple[str, ...] = (),
    share_name: str = "",
    group: Callable[[str], str] | None = None,
) -> tuple[Callable[[Setting], Sequence[Ask]], Callable[[Book, Definition], Table | None]]:
    """A table of the report's own period with a row a code and a column a code of another dimension, both with totals.

    `shares_of`: a last column says which share of its row these columns are. `once`: what is counted with each of its codes;
    the totals under the columns count it once. Where none has a code there is no table.
    """
    whole = once or Ask(fact, (), where)
    parts, by_row, by_column = Ask(fact, (by, over), where), Ask(fact, (by,), where), replace(whole, by=(over,))

    def make(book: Book, definition: Definition) -> Table | None:
        own = book.setting.own
        into: dict[str, list[str]] = {}
        for code in sorted({codes[1] for codes, n in book.counted[by_row] if n and codes[0] == own.key}):
            into.setdefault(group(code) if group else code, []).append(code)
        rows = ordered(names(book), into)
        heads = ordered(columns(book), (codes[1] for codes, n in book.counted[by_column] if n and codes[0] == own.key))
        if not ([code for code in into if code] if once else rows):
            return None
        wanted = [at for at, (code, _) in enumerate(heads) if code in shares_of]

        def line(key: str, name: str, cells: list[Cell], all_of_it: Cell, *, last: bool = False) -> Row:
            more = [_part(cells, wanted, all_of_it)] if shares_of else []
            return Row(key, name, (*cells, all_of_it, *more), total=last, more=last and once is not None)

        lines = [
            line(
                code or "unknown", name, [joined(book, parts, own, into[code], head) for head, _ in heads],
                joined(book, by_row, own, into[code]),
            )
            for code, name in rows
        ]  # fmt: skip
        lines.append(line(TOTAL, total, [book.cell(by_column, own, head) for head, _ in heads], book.cell(whole, own), last=True))
        shown = [Column(code or "unknown", name) for code, name in heads] + [Column(TOTAL, total, total=True)]
        if shares_of:
            shown.append(Column("share", share_name, Unit.SHARE))
        return Table(definition.key, definition.name, definition.says, about, tuple(shown), tuple(lines), chart, once is not None)

    return lambda _: (parts, by_row, by_column, whole), make


def _part(cells: Sequence[Cell], wanted: Sequence[int], whole: Cell) -> Cell:
    if whole.hidden or any(cells[at].hidden for at in wanted):
        return Cell(None, hidden=True)
    return Cell(share(sum(int(cells[at].value or 0) for at in wanted), whole.value), made_of=(*(cells[at] for at in wanted), whole))
