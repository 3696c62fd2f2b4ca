"""How long review panels took: from the request to the meeting, to the findings, and to the council's answer. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.law.deadlines import LAW
from portal.report.book import Book, Definition, Setting, period_columns, shared
from portal.report.tables import Cell, Chart, Column, Period, Row, Table, Unit
from portal.report.timing import averaged, days_of, middle
from portal.store.facts import DAYS
from portal.store.report import Ask

_STAGE = 3


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of a panel: its fact, its names, of what its days are counted, and which limit of the council is its own."""

    key: str
    fact: str
    name: str
    since: str
    limit: str

    @property
    def all(self) -> Ask:
        return Ask(self.fact)

    @property
    def by_days(self) -> Ask:
        return Ask(self.fact, (DAYS,))

    @property
    def in_time(self) -> Ask:
        return Ask(self.fact, ("in_time",))

    def within(self, setting: Setting) -> str:
        """Within how many working days it is to be done, as it stood at the end of the report's own period."""
        stated = setting.profile.limits("statutory", _STAGE, setting.own.last)
        days = getattr(stated, self.limit, None) or getattr(LAW[_STAGE], self.limit)
        return f"within {days} working days of {self.since}"


_STEPS = (
    _Step("met", "panel_met", "Panels that met", "the request", "panel_days"),
    _Step("findings", "panel_findings", "Findings sent", "the meeting", "findings_days"),
    _Step("answered", "panel_answered", "Answers of the council to a panel", "the findings", "response_days"),
)


def _asks(_: Setting) -> Sequence[Ask]:
    return [ask for step in _STEPS for ask in (step.all, step.by_days, step.in_time)]


def _share(book: Book, step: _Step, period: Period) -> tuple[Cell, Cell]:
    """How many were in time, and their share of those of which it is known."""
    in_time = book.cell(step.in_time, period, "yes")
    known = int(in_time.value or 0) + book.number(step.in_time, period, "no")
    return in_time, shared(in_time, Cell(known))


def _steps(book: Book, definition: Definition) -> Table | None:
    """Each step in the report's own period; how many are not known is said where there are any."""
    own, rows = book.setting.own, []
    for step in _STEPS:
        done, days = book.cell(step.all, own), days_of(book, step.by_days, own)
        if not done.value:
            continue
        in_time, share = _share(book, step, own)
        name = f"{step.name} (limit: {step.within(book.setting)})"
        unknown = book.cell(step.in_time, own, "not_known")
        rows.append(Row(step.key, name, (done, in_time, unknown, share, averaged(days, done), Cell(middle(days), made_of=(done,)))))
    columns = (
        Column("done", "In the period"), Column("in_time", "In time"), Column("unknown", "Not known"), Column("share", "Share in time", Unit.SHARE),
        Column("average", "Average working days", Unit.DAYS), Column("median", "Median working days", Unit.DAYS),
    )  # fmt: skip
    at = [number for number, column in enumerate(columns) if column.key != "unknown" or any(row.cells[number].value for row in rows)]
    shown = tuple(replace(row, cells=tuple(row.cells[number] for number in at)) for row in rows)
    return Table(definition.key, definition.name, definition.says, "Step", tuple(columns[number] for number in at), shown) if rows else None


def _over_periods(book: Book, definition: Definition) -> Table | None:
    """The same steps in each period; nothing where there is but one, or no panel in any."""
    periods, rows = book.setting.periods, []
    for step in _STEPS:
        done = tuple(book.cell(step.all, period) for period in periods)
        if any(cell.value for cell in done):
            rows.append(Row(step.key, step.name, done))
            rows.append(Row(f"{step.key}_in_time", f"Of those, {step.within(book.setting)}", tuple(_share(book, step, each)[0] for each in periods)))
    if not rows or len(periods) < 2:
        return None
    return Table(definition.key, definition.name, definition.says, "Step", period_columns(book), tuple(rows), Chart.GROUPED)


_SAYS = (
    "It counts each step by its own day. A panel counts by the day on which it met. Findings and answers count by the day on which "
    "they were sent. A step is in time by the limit that held for it. Where we do not know the working days of a step, its share and "
    "its days leave it out."
)

PANELS: tuple[Definition, ...] = (
    Definition("panels", "time", "Review panels, step by step", _SAYS, _asks, _steps),
    Definition("panels_over_years", "time", "Review panels held in time, year by year", _SAYS, _asks, _over_periods),
)
"""The tables of review panels, in the section on time."""
