"""Tables to be taken away: as text with commas, and as a workbook. No cell of either is ever a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO

from xlsxwriter import Workbook

Cell = str | int | date | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDTH = 18


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table for any spreadsheet, days as 2026-11-23; a text that would be read as a formula has a ' before it."""
    out = StringIO()
    table = csv.writer(out)
    table.writerow([harmless(cell) for cell in header])
    table.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: Cell) -> str:
    """A cell as text. What software reads as a formula begins with one of a few signs, also behind spaces."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.lstrip(" \u00a0\ufeff").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def as_workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as a workbook of one sheet: days are days and numbers numbers, and every text is nothing but text."""
    out = BytesIO()
    with Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet(title)
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.set_column(0, len(header) - 1, _WIDTH)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(header):
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell:
                    sheet.write_string(number, column, cell)
    return out.getvalue()
