"""The work beside complaints: figures that the council entered with their source, and how many complaints there were for them. Pure."""

from collections.abc import Mapping

from portal.report.book import Book, changed, period_columns, shared
from portal.report.tables import Cell, Column, Row, Table, Unit
from portal.store.demand import Figure
from portal.store.report import Ask

SECTION = "demand"
KINDS: Mapping[str, str] = {
    "referrals": "Referrals to children’s social care",
    "assessments": "Assessments completed",
    "in_care": "Children in care on the last day",
    "plans": "Children with a child protection plan on the last day",
}
"""What can be entered, by code."""

Entered = Mapping[tuple[str, str], Figure]
"""Figures by kind and by the code of their period."""

_COMPLAINTS = Ask("received", (), (("kind", ("statutory", "corporate", "other")),))
_SAYS = "The council entered these figures; they were not counted from cases. Where each comes from stands under the table."
_RATE = "Complaints are counted by the day of receipt; the referrals were entered by the council. Not everybody who complains was referred in the same period."


def tables_of(book: Book, entered: Entered) -> list[Table]:
    """The figures side by side with their change, and complaints as a share of referrals, as far as they were entered."""
    periods = book.setting.periods
    rows = []
    for kind, name in KINDS.items():
        cells = [_cell(entered.get((kind, period.key))) for period in periods]
        if any(cell.value is not None for cell in cells):
            more = [changed(cells[-1], cells[-2])] if len(cells) > 1 else []
            rows.append(Row(kind, name, (*cells, *more)))
    if not rows:
        return []
    columns = period_columns(book)
    if len(periods) > 1:
        columns = (*columns, Column("change", f"Change from {periods[-2].name}", Unit.CHANGE))
    notes = tuple(
        f"{KINDS[kind]}, {period.name}: {entered[kind, period.key].source}" for kind in KINDS for period in periods if (kind, period.key) in entered
    )
    found = [Table("demand", "Referrals, assessments, children in care and plans", _SAYS, "Figure", columns, tuple(rows), notes=notes)]
    return [*found, *_rate(book, entered)]


def _rate(book: Book, entered: Entered) -> list[Table]:
    rows = []
    for period in book.setting.periods:
        referrals = _cell(entered.get(("referrals", period.key)))
        if referrals.value:
            complaints = book.cell(_COMPLAINTS, period)
            rows.append(Row(period.key, period.name, (complaints, referrals, shared(complaints, referrals))))
    columns = (Column("complaints", "Complaints"), Column("referrals", "Referrals"), Column("rate", "Complaints for each 100 referrals", Unit.SHARE))
    return [Table("demand_rate", "Complaints beside referrals", _RATE, "Period", columns, tuple(rows))] if rows else []


def _cell(figure: Figure | None) -> Cell:
    return Cell(figure.number if figure else None)
