"""Small numbers are left out, and with them whatever a small number could be worked out from. Pure.

What is hidden is a figure, not a place: a figure that is hidden in one table is hidden in every other. Shares and averages of
a hidden figure are hidden with it. After that no hidden count can be worked out from those that are shown: each sum that a reader
can make has no hidden part, or more than one, and no set of sums gives one away (the columns of hidden counts in their
equations are looked at by elimination). Sums go across tables too: a quarter and its months, children and each kind of them,
answers within twenty days and those within ten, and two ways of counting one thing.

Where a case is counted in several rows, their total is less than their sum, or the sum itself where no case happens to be: nobody
but us knows which. So it counts as a sum here. That hides more than it has to, and never less: what is shown, taken from such a total, is the
least that the hidden rows can be, and may be just what they are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from portal.report.tables import Cell, Report, Row, Selection, Table, Unit
from portal.store.facts import DAYS

Name = Selection | tuple[str, str, str]
"""A figure: what it counts, or else its place."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What adds up: a whole, and its parts."""

    whole: Name
    parts: tuple[Name, ...]
    guessed: bool = False
    """That it adds up is a guess of a reader, which is not led further to other sums."""


def without_small(report: Report) -> Report:
    """The report with small counts hidden, by its threshold; as it is where that is 0."""
    if report.threshold <= 0:
        return report
    tables = list(report.tables())
    counts = {name: int(cell.value) for name, cell in _counts(tables) if isinstance(cell.value, int)}
    sums = [*_sums(tables), *_across(counts)]
    hidden = secondary({name for name, n in counts.items() if 0 < n < report.threshold}, counts, sums)
    sections = tuple(
        replace(section, tables=tuple(_hide(table, hidden, report.threshold) for table in section.tables)) for section in report.sections
    )
    return replace(report, sections=sections)


def secondary(small: Iterable[Name], counts: dict[Name, int], sums: Sequence[Sum]) -> frozenset[Name]:
    """The small ones and what has to be hidden with them, so that none of those can be worked out.

    Of what could be hidden the smallest count above 0 is taken first; a count of 0 only where there is nothing else.
    """
    # Figures are numbered here, in the order of their names: a number is compared much more quickly than a selection.
    first = frozenset(small)
    names = sorted({*counts, *first, *(name for each in sums for name in (each.whole, *each.parts))}, key=str)
    number = {name: at for at, name in enumerate(names)}
    left = _Left(
        [([number[each.whole], *(number[part] for part in each.parts)], each.guessed) for each in sums],
        {number[name]: count for name, count in counts.items()},
    )
    for name in first:
        left.hide(number[name])
    small_ones = frozenset(left.hidden)
    while told := left.told():
        more = next((found for one in sorted(told & small_ones) or sorted(told) if (found := left.beside({one}))), None)
        more = more or left.beside(left.hidden)
        if not more:
            break
        left.hide(min(more, key=lambda one: (left.counts[one] == 0, left.counts[one], one)))
    return frozenset(names[one] for one in left.hidden)


Line = dict[int, int]
"""An equation of hidden figures: each with its factor."""


class _Left:
    """What is hidden so far, and of each sum the part of it that is."""

    def __init__(self, sums: Sequence[tuple[list[int], bool]], counts: dict[int, int]) -> None:
        self.counts, self.hidden = counts, set[int]()
        self._sums, self._lines = sums, [Line() for _ in sums]
        self._touching: dict[int, list[int]] = {}
        for at, (some, _) in enumerate(sums):
            for one in set(some):
                self._touching.setdefault(one, []).append(at)

    def hide(self, name: int) -> None:
        self.hidden.add(name)
        for at in self._touching.get(name, ()):
            whole, *parts = self._sums[at][0]
            factor = (whole == name) - parts.count(name)
            if factor:
                self._lines[at][name] = factor

    def told(self) -> set[int]:
        """Which of the hidden ones can be worked out from what is shown: from one sum alone, or else from several together."""
        alone = {next(iter(line)) for line in self._lines if len(line) == 1}
        return alone or {next(iter(line)) for line in _reduced(line for line, (_, guessed) in zip(self._lines, self._sums, strict=True) if line and not guessed) if len(line) == 1}

    def beside(self, names: set[int]) -> list[int]:
        """What is shown and stands in one sum with one of these."""
        touched = dict.fromkeys(at for name in names for at in self._touching.get(name, ()))
        return [one for at in touched for one in self._sums[at][0] if one not in self.hidden and one in self.counts]


_PRIME = (1 << 61) - 1
"""Factors are kept modulo a large prime, which is quicker than fractions and says the same of sums and differences."""


def _reduced(lines: Iterable[Line]) -> list[Line]:
    """The equations with each leading unknown standing in one of them alone (Gauss and Jordan)."""
    solved: dict[int, Line] = {}
    standing: dict[int, set[int]] = {}
    for line in lines:
        rest = dict(line)
        for lead in [name for name in rest if name in solved]:
            _take(rest, solved[lead], rest.get(lead, 0))
        if not rest:
            continue
        lead = next(iter(rest))
        inverse = pow(rest[lead], -1, _PRIME)
        rest = {name: factor * inverse % _PRIME for name, factor in rest.items()}
        for other in standing.pop(lead, set()):
            before = set(solved[other])
            _take(solved[other], rest, solved[other].get(lead, 0))
            for name in before ^ set(solved[other]):
                (standing.setdefault(name, set()).add if name in solved[other] else standing.setdefault(name, set()).discard)(other)
        solved[lead] = rest
        for name in rest:
            if name != lead:
                standing.setdefault(name, set()).add(lead)
    return list(solved.values())


def _take(line: Line, other: Line, times: int) -> None:
    for name, factor in other.items():
        left = (line.get(name, 0) - times * factor) % _PRIME
        if left:
            line[name] = left
        else:
            line.pop(name, None)


def _name(table: Table, row: Row, at: int) -> Name:
    return row.cells[at].of or (table.key, row.key, table.columns[at].key)


def _counts(tables: Iterable[Table]) -> Iterator[tuple[Name, Cell]]:
    for table in tables:
        for row in table.rows:
            for at, column in enumerate(table.columns):
                if column.unit is Unit.COUNT:
                    yield _name(table, row, at), row.cells[at]


def _sums(tables: Iterable[Table]) -> Iterator[Sum]:
    """Every sum that a reader can make, or take for one: of rows under a total, and of columns before one."""
    for table in tables:
        counts = [at for at, column in enumerate(table.columns) if column.unit is Unit.COUNT]
        parts: list[Row] = []
        for row in table.rows:
            if not row.total:
                parts.append(row)
                continue
            yield from (Sum(_name(table, row, at), tuple(_name(table, part, at) for part in parts)) for at in counts)
            parts = []
        for row in table.rows:
            before: list[int] = []
            for at in counts:
                if table.columns[at].total:
                    yield Sum(_name(table, row, at), tuple(_name(table, row, one) for one in before))
                else:
                    before.append(at)


def _across(counts: dict[Name, int]) -> Iterator[Sum]:
    """Every sum of figures that stand in different tables; those alone that hold."""
    for name in counts:
        if isinstance(name, Selection):
            yield from (each for each in _splits(name, counts) if counts[each.whole] == sum(counts[part] for part in each.parts))
    yield from _bands(counts)
    same: dict[Selection, list[Name]] = {}
    for name in counts:
        if isinstance(name, Selection):
            same.setdefault(_meaning(name), []).append(name)
    for names in same.values():
        yield from (Sum(names[0], (other,)) for other in names[1:] if counts[other] == counts[names[0]])
    for name, number in counts.items():
        if isinstance(name, Selection) and (other := _with_service(name)) is not None and counts.get(other) == number:
            yield Sum(name, (other,), guessed=True)


def _splits(name: Selection, counts: dict[Name, int]) -> Iterator[Sum]:
    """A figure of several codes of a dimension is the sum of those of each; a code of which there is nothing has none."""
    for dimension, codes in name.where:
        if len(codes) > 1:
            parts = tuple(part for code in codes if (part := name.narrowed(dimension, code)) in counts)
            if parts:
                yield Sum(name, parts)


def _bands(counts: dict[Name, int]) -> Iterator[Sum]:
    """Answers within so many days are those within fewer, and those between, however many bands that takes; without a band, all.

    All answers are the same whether their days are working days or those of the calendar.
    """
    alike: dict[Selection, dict[tuple[int, int], Name]] = {}
    for name in counts:
        if isinstance(name, Selection):
            where = dict(name.where)
            band = where.pop(DAYS, ("0-",))
            begins, _, ends = band[0].partition("-")
            if len(band) == 1:
                alike.setdefault(Selection(name.fact, tuple(sorted(where.items()))), {})[int(begins), int(ends or _NO_END)] = name
    for of, some in alike.items():
        if of.fact == _BY_CALENDAR and (every := replace(of, fact="ended")) in counts:
            some.setdefault((0, _NO_END), every)
        for (first, last), whole in some.items():
            for parts in _chains(some, first, last):
                if len(parts) > 1 and counts[whole] == sum(counts[part] for part in parts):
                    yield Sum(whole, parts)


def _chains(bands: dict[tuple[int, int], Name], first: int, last: int) -> Iterator[tuple[Name, ...]]:
    """Every way to make the days from `first` to `last` of bands that follow each other."""
    for (begin, end), name in bands.items():
        if begin == first and end == last:
            yield (name,)
        elif begin == first and end < last:
            yield from ((name, *rest) for rest in _chains(bands, end + 1, last))


_NO_END = 1_000_000
_BY_CALENDAR = "ended_by_calendar"


_ANY_END = {"", "answered", "closed", "passed_on", "resolved", "withdrawn"}
"""However a first stage may have ended; its request is never refused."""


_OF_SERVICE = "_by_service"


def _with_service(name: Selection) -> Selection | None:
    """Of what concerns a service, what is with it: most often the same cases. None for any other figure."""
    where = dict(name.where)
    if not name.fact.endswith(_OF_SERVICE) or "service" not in where:
        return None
    where["area"] = where.pop("service")
    return Selection(name.fact.removesuffix(_OF_SERVICE), tuple(sorted(where.items())))


def _meaning(name: Selection) -> Selection:
    """The same for what is counted in two ways: complaints of a procedure, and their first stages."""
    where = dict(name.where)
    if name.fact != "asked" or where.get("stage") != ("1",) or "procedure" not in where:
        return name
    kept = {dimension: codes for dimension, codes in where.items() if dimension not in ("stage", "procedure", "own", "how")}
    how = where.get("how", ())
    ends = {"how": how} if how and not set(how) >= _ANY_END else {}
    return Selection("received", tuple(sorted({**kept, **ends, "kind": where["procedure"]}.items())))


def _hide(table: Table, hidden: frozenset[Name], threshold: int) -> Table:
    """The table without these; whatever was worked out from one of them goes with it."""
    columns = table.columns
    rows = []
    for row in table.rows:
        gone = [column.unit is Unit.COUNT and _name(table, row, at) in hidden for at, column in enumerate(columns)]
        some = any(gone)
        cells = []
        for at, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
            derived = column.unit in (Unit.SHARE, Unit.CHANGE, Unit.DAYS) and (some or cell.hidden or _of_small(cell, hidden, threshold))
            cells.append(Cell(None, hidden=True) if gone[at] or derived else cell)
        rows.append(replace(row, cells=tuple(cells)))
    return replace(table, rows=tuple(rows))


def _of_small(cell: Cell, hidden: frozenset[Name], threshold: int) -> bool:
    """Whether it was worked out from something that is left out, or that would be if it were printed."""
    return any(part.of in hidden or (isinstance(part.value, int) and 0 < part.value < threshold) for part in cell.made_of)
