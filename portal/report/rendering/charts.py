"""Tables drawn as SVG: for a narrow screen and for paper, each number beside its mark, nothing told by colour alone."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from markupsafe import Markup

from portal.report.rendering.values import LEFT_OUT, NO_FIGURE, cells_said, listed
from portal.report.tables import Cell, Chart, Row, Table, Unit

WIDTH, WIDE = 360, 660
"""Of a drawing for screens, where the name of a row stands over its bar, and of one for paper, where it stands before it."""
_BEFORE = 215
"""How much of a wide drawing is left for names."""
_INK, _SOFT, _RULE = "#0b0c0c", "#484949", "#b1b4b6"
_LINE = 18
_BAR = 16
_LETTER = 7.4
"""How wide a letter is at most times, in the units of the drawing."""
_TEXT = 7.0
"""The same in running text, where wide letters are rarer."""
_SPACES = re.compile(r"[ \t\r\n]+")
COLOURS = ("#12436d", "#0f7a72", "#801650", "#b8470b", "#3d3d3d", "#6a4fa3")
_DASHES = ("", "8 4", "2 4", "10 4 2 4", "5 2", "14 5")
_MARKS = ("circle", "square", "triangle", "diamond", "ring", "cross")
SERIES = len(COLOURS)
"""A chart of more series than this would not be read; its table is."""
ROWS = 30
_POINT = 16
_FEW = 5
"""As many rows are drawn even where some have nothing but 0."""


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn in one pattern: its name, and for every row the cell and how it is said."""

    name: str
    cells: tuple[Cell, ...]
    said: tuple[str, ...]
    column: int
    """Its place among the columns of the table."""
    look: int = 0
    """Which of the colours and patterns it has: the first, which is solid, is the report's own period where years are drawn."""

    def size(self, at: int) -> float | None:
        """How long the mark of this row is; None where there is no figure to draw."""
        value = self.cells[at].value
        return None if self.cells[at].hidden or not isinstance(value, int | float) else float(value)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a chart shows of a table: the rows and the columns that are neither totals nor of another unit."""

    kind: Chart
    rows: tuple[Row, ...]
    series: tuple[Series, ...]
    unit: Unit
    one_of_several: bool = False
    """The table has more columns of this unit than are drawn, or more than one that is."""
    places: tuple[int, ...] = ()
    """Where its rows stand in the table."""
    without: int = 0
    """How many rows of the table are not drawn, because there is nothing in them but 0."""

    @property
    def most(self) -> float:
        """The longest mark."""
        return max(
            (size for one in self.series for at in range(len(self.rows)) if (size := one.size(at)) is not None),
            default=0.0,
        )


def drawn(table: Table, own: str = "") -> Drawn | None:
    """What is to be drawn of this table; None where it asks for no chart, or where there is nothing to see in one.

    `own`: the code of the report's own period. Of the years in a table it is the one that single bars show.
    """
    if table.chart is Chart.NONE:
        return None
    every = [number for number, row in enumerate(table.rows) if not row.total]
    columns = _columns(table, own)
    rows = _told(table, every, columns)
    said = cells_said(table)
    years = any(table.columns[at].key == own for at in columns)
    series = tuple(
        Series(
            table.columns[at].name,
            tuple(table.rows[row].cells[at] for row in rows),
            tuple(said[row][at] for row in rows),
            at,
            len(columns) - 1 - number if years else number,
        )
        for number, at in enumerate(columns)
    )
    if not series or not 1 < len(rows) <= ROWS or len(series) > SERIES:
        # One row alone says what its table says, and no more.
        return None
    kind = Chart.BARS if table.chart in (Chart.GROUPED, Chart.STACKED) and len(series) == 1 else table.chart
    if kind is Chart.LINE and (len(rows) == 1 or any(len(table.rows[row].name) > _POINT for row in rows)):
        # A line leads from one time to the next; names that are as long as this are no times.
        kind = Chart.GROUPED if len(series) > 1 else Chart.BARS
    if kind is Chart.STACKED and years:
        # Years are set beside each other: laid end to end they would look like a whole that is none.
        kind = Chart.GROUPED if len(series) > 1 else Chart.BARS
    several = (kind is not table.chart and not years) or sum(not column.total and column.unit is table.columns[columns[0]].unit for column in table.columns) > 1
    picture = Drawn(kind, tuple(table.rows[row] for row in rows), series, table.columns[columns[0]].unit, several, tuple(rows), len(every) - len(rows))
    sizes = [size for one in series for at in range(len(rows)) if (size := one.size(at)) is not None]
    if len(sizes) * 2 < len(series) * len(rows):
        # Where most of it is left out, a picture says less than nothing.
        return None
    # Bars that go below nought would need an axis in the middle; a table says it better.
    return picture if any(sizes) and min(sizes) >= 0 else None


def _told(table: Table, rows: list[int], columns: list[int]) -> list[int]:
    """The rows without those of nothing but 0, where there are many: they push apart what there is to see."""
    if len(rows) <= _FEW or table.chart in (Chart.LINE, Chart.STACKED):
        return rows
    kept = [at for at in rows if any(table.rows[at].cells[column].hidden or table.rows[at].cells[column].value != 0 for column in columns)]
    return kept if len(kept) > 1 else rows


def _columns(table: Table, own: str) -> list[int]:
    """The places of the columns that are drawn."""
    able = [
        at
        for at, column in enumerate(table.columns)
        if not column.total and column.unit not in (Unit.WORDS, Unit.CHANGE)
    ]
    counts = [at for at in able if table.columns[at].unit is Unit.COUNT]
    first = (counts or able)[:1]
    if table.chart is Chart.BARS or not first:
        return [at for at in counts or able if table.columns[at].key == own][:1] or first
    return [at for at in able if table.columns[at].unit is table.columns[first[0]].unit]


def described(table: Table, picture: Drawn) -> str:
    """The chart for whoever does not see it: its form, what is in it, and where its peak is."""
    form = {
        Chart.BARS: "Bar chart",
        Chart.GROUPED: "Grouped bar chart",
        Chart.STACKED: "Stacked bar chart",
        Chart.LINE: "Line chart",
    }[picture.kind]
    sizes = [
        (size, one, at)
        for one in picture.series
        for at in range(len(picture.rows))
        if (size := one.size(at)) is not None
    ]
    _, one, at = max(sizes, key=lambda each: each[0])
    within = f", {one.name}" if len(picture.series) > 1 else ""
    names = "" if len(picture.series) == 1 else f" for {listed([each.name for each in picture.series])}"
    left = f" {not_drawn(picture)}" if picture.without else ""
    return f"{form}{names}: {len(picture.rows)} rows. The highest is {picture.rows[at].name}{within}, with {one.said[at]}.{left} All its figures are in the table that follows."


def not_drawn(picture: Drawn) -> str:
    """What a chart says of the rows that it leaves out."""
    return "The row that has nothing but 0 is not drawn." if picture.without == 1 else f"The {picture.without} rows that have nothing but 0 are not drawn."


def svg(table: Table, own: str = "", *, name: str = "", paper: bool = False) -> Markup:
    """The chart of this table as an <svg> that may stand in a page; empty where there is none to draw.

    `own` as for drawn(). `name` starts the ids in it, so that no two drawings of a page share one. `paper`: a wide
    drawing, whose title and description are one text, since makers of documents read the title only.
    """
    picture = drawn(table, own)
    if picture is None:
        return Markup()
    sheet = _Paper(name or f"chart-{table.key}", wide=paper)
    {Chart.STACKED: _stacked, Chart.LINE: _lined}.get(picture.kind, _barred)(sheet, picture)
    if picture.without:
        sheet.words(not_drawn(picture), soft=True, size=13)
        sheet.height += 4
    heading, about, start = f"Chart: {table.name}", described(table, picture), escape(sheet.name)
    titled = f'<title id="{start}-title">{escape(f"{heading}. {about}" if paper else heading)}</title>'
    told = "" if paper else f'<desc id="{start}-desc">{escape(about)}</desc>'
    by = "" if paper else f' aria-describedby="{start}-desc"'
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="report-chart" viewBox="0 0 {sheet.width} {sheet.height:g}" width="{sheet.width}" height="{sheet.height:g}" role="img" '
        f'aria-labelledby="{start}-title"{by} focusable="false">'
        f"{titled}{told}{sheet.patterns(len(picture.series))}{''.join(sheet.parts)}</svg>"
    )


class _Paper:
    """A drawing as it grows downwards. Everything is said by attributes: the content policy lets no style in."""

    def __init__(self, name: str, *, wide: bool = False) -> None:
        self.name, self.height, self.wide = name, 0.0, wide
        self.width, self.left = (WIDE, _BEFORE) if wide else (WIDTH, 0)
        self.parts: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        bold: bool = False,
        soft: bool = False,
        anchor: str = "",
        size: int = 14,
    ) -> None:
        weight = ' font-weight="700"' if bold else ""
        at = f' text-anchor="{anchor}"' if anchor else ""
        self.parts.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size}" font-family="arial, \'Liberation Sans\', sans-serif" fill="{_SOFT if soft else _INK}"{weight}{at}>{escape(words)}</text>'
        )

    def bar(self, x: float, y: float, width: float, height: float, series: int) -> None:
        self.parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:.2f}" height="{height:g}" fill="{self.fill(series)}" stroke="{COLOURS[series]}" stroke-width="1"/>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str = _RULE, dash: str = "", width: float = 1
    ) -> None:
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" stroke="{colour}" stroke-width="{width:g}"{dashes}/>'
        )

    def mark(self, x: float, y: float, series: int, r: float = 4) -> None:
        colour = COLOURS[series]
        shapes = {
            "circle": f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{r:g}" fill="{colour}"/>',
            "ring": f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{r:g}" fill="#fff" stroke="{colour}" stroke-width="2"/>',
            "square": f'<rect x="{x - r:.2f}" y="{y - r:.2f}" width="{2 * r:g}" height="{2 * r:g}" fill="{colour}"/>',
            "triangle": f'<path d="M{x:.2f} {y - r - 1:.2f}l{r + 1:g} {2 * r + 1:g}h-{2 * r + 2:g}z" fill="{colour}"/>',
            "diamond": f'<path d="M{x:.2f} {y - r - 1:.2f}l{r + 1:g} {r + 1:g}l-{r + 1:g} {r + 1:g}l-{r + 1:g} -{r + 1:g}z" fill="{colour}"/>',
            "cross": f'<path d="M{x - r:.2f} {y - r:.2f}l{2 * r:g} {2 * r:g}m0 -{2 * r:g}l-{2 * r:g} {2 * r:g}" stroke="{colour}" stroke-width="2.5" fill="none"/>',
        }
        self.parts.append(shapes[_MARKS[series]])

    def fill(self, series: int) -> str:
        return COLOURS[0] if series == 0 else f"url(#{escape(self.name)}-{series})"

    def patterns(self, series: int) -> str:
        """One hatching for each series but the first, which is solid."""
        return f"<defs>{''.join(self._pattern(number) for number in range(1, series))}</defs>" if series > 1 else ""

    def _pattern(self, number: int) -> str:
        colour = COLOURS[number]
        marks = (
            "",
            f'<path d="M-2 2l4 -4M0 8l8 -8M6 10l4 -4" stroke="{colour}" stroke-width="2.2"/>',
            f'<circle cx="4" cy="4" r="2.3" fill="{colour}"/>',
            f'<path d="M0 2h8M0 6h8" stroke="{colour}" stroke-width="2"/>',
            f'<path d="M0 0l8 8M8 0l-8 8" stroke="{colour}" stroke-width="1.4"/>',
            f'<path d="M2 0v8M6 0v8" stroke="{colour}" stroke-width="1.6"/>',
        )[number]
        return (
            f'<pattern id="{escape(self.name)}-{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="#fff"/>{marks}</pattern>'
        )

    def words(self, text: str, *, bold: bool = False, soft: bool = False, size: int = 14) -> None:
        """Words where the bars begin, in as many lines as they need."""
        for line in wrapped(text, int((self.width - self.left) / _TEXT * 14 / size)):
            self.height += _LINE
            self.text(self.left, self.height - 4, line, bold=bold, soft=soft, size=size)

    def named(self, row: Row) -> float:
        """The name of a row, over what is drawn of it or before it; returns how far down the name reaches at least."""
        if not self.wide:
            self.words(row.name)
            self.height += 2
            return self.height
        lines = wrapped(row.name, int((_BEFORE - 10) / _TEXT))
        for at, line in enumerate(lines):
            self.text(0, self.height + 14 + at * 16, line)
        return self.height + len(lines) * 16 + 2

    def legend(self, series: Sequence[Series], *, lines: bool = False) -> None:
        """Which pattern is which, in rows as wide as the drawing."""
        x, self.height = 0.0, self.height + _LINE + 2
        for one in series:
            for at, words in enumerate(wrapped(one.name, int((self.width - 40) / _TEXT))):
                width = 30 + len(words) * _LETTER + 14
                if x and (at or x + width > self.width):
                    x, self.height = 0.0, self.height + _LINE + 4
                if not at and lines:
                    self.line(x, self.height - 9, x + 24, self.height - 9, COLOURS[one.look], _DASHES[one.look], 2.5)
                    self.mark(x + 12, self.height - 9, one.look)
                elif not at:
                    self.bar(x + 1, self.height - 15, 22, 13, one.look)
                self.text(x + 30, self.height - 4, words)
                x += width
        self.height += 10


def wrapped(text: str, characters: int) -> list[str]:
    """The text in lines of at most so many characters, broken between words where it can be."""
    lines = [""]
    for word in filter(None, _SPACES.split(text)):
        while len(word) > characters:
            lines, word = [*lines, word[:characters]], word[characters:]
        if lines[-1] and len(lines[-1]) + 1 + len(word) > characters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [line for line in lines if line] or [""]


def _said(said: str) -> str:
    return said if said != "–" else NO_FIGURE


def _barred(paper: _Paper, picture: Drawn) -> None:
    """A bar a row, or a group of them; the figure stands at its end, and in a group the name of the series behind it."""
    many = len(picture.series) > 1
    if many:
        paper.legend(picture.series)
    elif picture.one_of_several:
        paper.words(picture.series[0].name, soft=True)
        paper.height += 4
    short = many and max(len(one.name) for one in picture.series) <= 10
    tail = max(len(_said(said)) for one in picture.series for said in one.said) + (
        max(len(one.name) for one in picture.series) + 2 if short else 0
    )
    room = max(paper.width - paper.left - tail * _LETTER - 14, WIDTH / 3)
    high = _BAR - 2 if paper.wide and many else _BAR
    for row_at, row in enumerate(picture.rows):
        down = paper.named(row)
        for one in picture.series:
            size = one.size(row_at)
            paper.height += high + 2
            y = paper.height - high - 1
            long = 0.0 if size is None else room * size / picture.most
            if long:
                paper.bar(paper.left + 0.5, y, max(long, 1), high - 2, one.look)
            said, x = _said(one.said[row_at]), paper.left + long + 7
            paper.text(x, y + high - 4, said, bold=size is not None)
            if short:
                paper.text(x + (len(said) + 1) * _LETTER + 4, y + high - 4, one.name, soft=True, size=13)
        paper.height = max(paper.height, down) + 8


def _stacked(paper: _Paper, picture: Drawn) -> None:
    """A bar a row, divided; what its parts are stands under it in words."""
    paper.legend(picture.series)
    wholes = [sum(one.size(at) or 0 for one in picture.series) for at in range(len(picture.rows))]
    for at, row in enumerate(picture.rows):
        down = paper.named(row)
        x, y = paper.left + 0.5, paper.height + 2
        for one in picture.series:
            long = (paper.width - paper.left - 2) * (one.size(at) or 0) / max(wholes)
            if long:
                paper.bar(x, y, long, _BAR + 2, one.look)
            x += long
        paper.height += _BAR + 8
        parts = [f"{one.name} {_said(one.said[at])}".replace(" ", "\u00a0") for one in picture.series if one.size(at) != 0]
        paper.words(" · ".join(parts).replace(" ·", "\u00a0·") or "0", soft=True, size=13)
        paper.height = max(paper.height, down) + 10


def _lined(paper: _Paper, picture: Drawn) -> None:
    """The rows from left to right on an axis that begins at nought."""
    paper.legend(picture.series, lines=True)
    paper.left = 0
    top, high = paper.height + 10, 190.0
    step = _step(picture.most)
    ticks = [step * number for number in range(ceil(picture.most / step) + 1)]
    named = [_tick(tick, picture.unit) for tick in ticks]
    left = max(map(len, named)) * _LETTER + 8
    right = paper.width - 12.0
    bottom = top + high

    def across(at: int) -> float:
        return left + 8 + (right - left - 16) * at / (len(picture.rows) - 1)

    def up(size: float) -> float:
        return bottom - high * size / ticks[-1]

    for tick, name in zip(ticks, named, strict=True):
        paper.line(left, up(tick), right, up(tick))
        paper.text(left - 6, up(tick) + 5, name, soft=True, anchor="end", size=13)
    for one in picture.series:
        points = [(across(at), size) for at in range(len(picture.rows)) if (size := one.size(at)) is not None]
        for at in range(len(picture.rows) - 1):
            here, there = one.size(at), one.size(at + 1)
            if here is not None and there is not None:
                paper.line(across(at), up(here), across(at + 1), up(there), COLOURS[one.look], _DASHES[one.look], 2.5)
        for x, size in points:
            paper.mark(x, up(size), one.look)
    if len(picture.series) == 1:
        _heights(paper, picture.series[0], across, up)
    paper.height = bottom + 4
    _along(paper, [row.name for row in picture.rows], across)
    gaps = [
        f"{row.name}, {one.name}: {_said(one.said[at])}"
        for at, row in enumerate(picture.rows)
        for one in picture.series
        if one.size(at) is None
    ]
    if 0 < len(gaps) <= 3:
        paper.words("; ".join(gaps), soft=True, size=13)
    elif gaps:
        paper.words(f"Where a line is broken, the figure is {LEFT_OUT} or there is none.", soft=True, size=13)
    paper.height += 4


def _heights(paper: _Paper, one: Series, across: Callable[[int], float], up: Callable[[float], float]) -> None:
    """Each figure above its point, where there is room for them."""
    room = across(1) - across(0)
    if max(len(said) for said in one.said) * _LETTER <= room + 4:
        for at, said in enumerate(one.said):
            size = one.size(at)
            if size is not None:
                paper.text(across(at), up(size) - 9, said, anchor="middle", size=13)


def _along(paper: _Paper, names: list[str], across: Callable[[int], float]) -> None:
    """The names of the rows under the axis: in full if they fit, cut to three letters, or only some of them."""
    room = across(1) - across(0)

    def fit(words: Sequence[str]) -> bool:
        return max(map(len, words)) * 7 + 4 <= room

    short = names if fit(names) else [name[:3] for name in names]
    apart = 1 if fit(short) and len(set(short)) == len(short) else 0
    if not apart:
        short = names
        apart = ceil((max(map(len, names)) * 7 + 10) / room)
    paper.height += _LINE
    for at, name in enumerate(short):
        if at % apart == 0:
            anchor = (
                "start"
                if at == 0 and len(name) * 7 > room
                else "end"
                if at == len(names) - 1 and apart > 1
                else "middle"
            )
            paper.text(across(at), paper.height - 3, name, soft=True, anchor=anchor, size=13)
    paper.height += 4


def _step(most: float) -> float:
    """The distance of two lines of the grid: 1, 2 or 5 times a power of ten, four or five to the top."""
    rough = max(most / 4, 1e-12)
    power = 10.0 ** floor(log10(rough))
    return next(power * each for each in (1, 2, 5, 10) if power * each >= rough)


def _tick(value: float, unit: Unit) -> str:
    if unit is Unit.SHARE:
        return f"{value * 100:g}%"
    if unit is Unit.POUNDS:
        return f"£{value / 100:,.10g}"
    return f"{value:,.10g}"
