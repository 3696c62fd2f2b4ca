"""How a figure is said, and how it is given as data: the one place for every unit."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from portal.report.tables import Cell, Difference, Period, Report, Table, Unit, Value

LEFT_OUT = "left out"
"""What stands for every figure that is left out: a small one and one that guards it look the same."""
NOTHING = "–"
NO_FIGURE = "no figure"
"""What a gap is called where it is read aloud."""

_MINUS = "\u2212"
_WHOLE = Decimal(1)
_TENTH = Decimal("0.1")
_PENCE = 100

MEASURES = {
    Unit.COUNT: "",
    Unit.SHARE: "%",
    Unit.CHANGE: "% change",
    Unit.DAYS: "days",
    Unit.POUNDS: "£",
    Unit.WORDS: "",
}
"""What a heading says of its numbers where they stand alone, in data."""


def said(cell: Cell, unit: Unit, *, pence: bool = False) -> str:
    """A cell in words: 1,234 · 46% · −6% · 12.5 · £1,234.50 · left out · –. `pence`: pounds are said with their pence."""
    if cell.hidden:
        return LEFT_OUT
    return NOTHING if cell.value is None else said_value(cell.value, unit, pence=pence)


def said_value(value: Value, unit: Unit, *, pence: bool = False) -> str:
    """A value in words. Halves are rounded up, away from nought."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    exact = exactly(value)
    if unit is Unit.SHARE:
        return f"{_signed(_rounded(exact * 100, _WHOLE))}%"
    if unit is Unit.CHANGE:
        change = _rounded(exact * 100, _WHOLE)
        return f"{'+' if change > 0 else ''}{_signed(change)}%"
    if unit is Unit.POUNDS:
        pounds = _rounded(exact / _PENCE, Decimal("0.01"))
        return f"{_MINUS if pounds < 0 else ''}£{abs(pounds):,.2f}" if pence else _pounds(_rounded(pounds, _WHOLE))
    return _signed(_short(exact))


def cells_said(table: Table) -> tuple[tuple[str, ...], ...]:
    """Every cell of the table in words, row by row; a column of pounds has pence in all its cells or in none."""
    pence = [
        column.unit is Unit.POUNDS and any(_has_pence(row.cells[at]) for row in table.rows)
        for at, column in enumerate(table.columns)
    ]
    return tuple(
        tuple(
            said(cell, column.unit, pence=with_pence)
            for cell, column, with_pence in zip(row.cells, table.columns, pence, strict=True)
        )
        for row in table.rows
    )


def number(cell: Cell, unit: Unit) -> Decimal | int | str | None:
    """A cell as data for people who reckon: shares and changes in per cent, money in pounds; None where there is none."""
    if cell.hidden or cell.value is None:
        return None
    if isinstance(cell.value, str):
        return cell.value
    if unit in (Unit.SHARE, Unit.CHANGE):
        return plain(exactly(cell.value) * 100)
    if unit is Unit.POUNDS:
        return plain(exactly(cell.value) / _PENCE)
    return cell.value if isinstance(cell.value, int) else plain(exactly(cell.value))


def exactly(value: int | float) -> Decimal:
    """The number as it would be written: 0.145 is 0.145, and its half is rounded as people round."""
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def plain(value: Decimal) -> Decimal:
    """The same number without noughts at its end and never as a power of ten."""
    return value.quantize(_WHOLE) if value == value.to_integral_value() else value.normalize()


def day(on: date) -> str:
    """A day in words: 1 April 2024."""
    return f"{on.day} {on:%B %Y}"


def span(period: Period) -> str:
    """From when to when: 1 April 2024 to 31 March 2025."""
    return f"{day(period.first)} to {day(period.last)}"


def listed(things: Sequence[str]) -> str:
    """a, b and c."""
    return " and ".join(filter(None, [", ".join(things[:-1]), *things[-1:]]))


def differences(report: Report) -> tuple[str, ...]:
    """What contradicts itself, each as a sentence. A count under the threshold is not said here either."""
    return tuple(
        str(Difference(each.where, _safe(each.says, report), each.against, _safe(each.but, report)))
        for each in report.differences
    )


def _safe(value: Value, report: Report) -> Value:
    small = not isinstance(value, str) and value is not None and 0 < abs(value) < report.threshold
    return LEFT_OUT if small else value


def _has_pence(cell: Cell) -> bool:
    return not cell.hidden and isinstance(cell.value, int | float) and exactly(cell.value) % _PENCE != 0


def _pounds(pounds: Decimal) -> str:
    return f"{_MINUS if pounds < 0 else ''}£{abs(pounds):,}"


def _rounded(exact: Decimal, to: Decimal) -> Decimal:
    return exact.quantize(to, ROUND_HALF_UP)


def _short(exact: Decimal) -> Decimal:
    return plain(_rounded(exact, _TENTH))


def _signed(value: Decimal) -> str:
    return f"{_MINUS if value < 0 else ''}{abs(value):,f}"
