"""Whether a report agrees with itself: every total with its parts, and every figure with each other that counts the same. Pure."""

from collections.abc import Iterable, Iterator

from portal.report.tables import Cell, Difference, Row, Selection, Table, Unit, Value

_ADDED = (Unit.COUNT, Unit.POUNDS)


def differences(tables: Iterable[Table]) -> tuple[Difference, ...]:
    """Everything that contradicts itself in these tables; none where a report is sound.

    Totals were counted by themselves, so that a part that is missing shows.
    """
    known = tuple(tables)
    return (*(one for table in known for one in _of_rows(table)), *(one for table in known for one in _of_columns(table)), *_of_same(known))


def _sum(cells: Iterable[Cell]) -> int | float | None:
    """What they add up to; None where one of them is hidden or no number."""
    found = list(cells)
    if any(cell.hidden or not isinstance(cell.value, int | float) for cell in found):
        return None
    return sum(cell.value for cell in found if isinstance(cell.value, int | float))


def _of_rows(table: Table) -> Iterator[Difference]:
    parts = []
    for row in table.rows:
        if not row.total:
            parts.append(row)
            continue
        for at, column in enumerate(table.columns):
            said, added = row.cells[at], _sum(part.cells[at] for part in parts)
            if column.unit not in _ADDED or said.hidden or added is None:
                continue
            if row.more:
                yield from _of_several(table, row, at, [part.cells[at].value for part in parts], added)
            elif said.value != added:
                yield Difference(f"{table.name}: {row.name}, {column.name}", said.value, "the sum of its rows", added)
        parts = []


def _of_several(table: Table, row: Row, at: int, parts: list[Value], added: int | float) -> Iterator[Difference]:
    """What is counted once is in some row: it is no more than they add up to, and no less than the largest of them."""
    whole, where = row.cells[at].value, f"{table.name}: {row.name}, {table.columns[at].name}"
    largest = max((part for part in parts if isinstance(part, int | float)), default=0)
    if not isinstance(whole, int | float) or whole > added:
        yield Difference(where, whole, "the sum of its rows, in which each is counted at least once,", added)
    elif whole < largest:
        yield Difference(where, whole, "one of its rows, in which each is counted at most once,", largest)


def _of_columns(table: Table) -> Iterator[Difference]:
    for row in table.rows:
        parts: list[Cell] = []
        for cell, column in zip(row.cells, table.columns, strict=True):
            if column.total:
                added = _sum(parts)
                if not cell.hidden and added is not None and cell.value != added:
                    yield Difference(f"{table.name}: {row.name}, {column.name}", cell.value, "the sum of its columns", added)
            elif column.unit in _ADDED:
                parts.append(cell)


def _of_same(tables: Iterable[Table]) -> Iterator[Difference]:
    """One figure, two places."""
    first: dict[tuple[Selection, Unit], tuple[str, Cell]] = {}
    for table in tables:
        for row in table.rows:
            for cell, column in zip(row.cells, table.columns, strict=True):
                if cell.of is None or cell.hidden or column.unit not in _ADDED:
                    continue
                place = f"{table.name}: {row.name}, {column.name}"
                where, other = first.setdefault((cell.of, column.unit), (place, cell))
                if other.value != cell.value:
                    yield Difference(where, other.value, place, cell.value)
