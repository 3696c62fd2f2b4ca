"""Rows that reports count: every stage that a case went through, every review panel, and every enquiry of the Ombudsman."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select

from portal.store.tables import Id, case_ombudsman, case_panels, case_stages


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage of one case, as `case_stages` keeps it; `place` is its how-manieth, from 1."""

    case_id: int
    place: int
    procedure: str
    stage: int
    own: bool
    asked_on: date
    begun_on: date
    due_on: date | None
    ended_on: date | None
    how: str
    outcome: str
    days: int | None
    extended: bool
    area: str = ""
    enquiry: str = ""
    services: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OmbudsmanRow:
    """One enquiry of the Ombudsman about one case, as `case_ombudsman` keeps it."""

    case_id: int
    place: int
    asked_on: date
    due_on: date | None
    answered_on: date | None
    decided_on: date | None
    decision: str
    injustice: str = ""
    remedies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One review panel of one case, as `case_panels` keeps it."""

    case_id: int
    place: int
    asked_on: date
    begun_on: date
    due_on: date | None
    met_on: date
    days: int | None
    findings_due_on: date | None = None
    findings_on: date | None = None
    findings_days: int | None = None
    answer_due_on: date | None = None
    answered_on: date | None = None
    answer_days: int | None = None


_CASE = bindparam("case", type_=Id)


def keep(conn: Connection, case_id: int, rows: Sequence[StageRow]) -> None:
    """Let exactly these be the stages of this case; only within `write()`, and beside their events."""
    _keep(conn, case_stages, StageRow, case_id, rows)


def keep_ombudsman(conn: Connection, case_id: int, rows: Sequence[OmbudsmanRow]) -> None:
    """Let exactly these be the Ombudsman's enquiries about this case; only within `write()`."""
    _keep(conn, case_ombudsman, OmbudsmanRow, case_id, rows)


def keep_panels(conn: Connection, case_id: int, rows: Sequence[PanelRow]) -> None:
    """Let exactly these be the review panels of this case; only within `write()`."""
    _keep(conn, case_panels, PanelRow, case_id, rows)


def of_case(conn: Connection, case_id: int) -> list[StageRow]:
    """The stages of this case, in their order."""
    return _known(conn, case_stages, StageRow, case_id)


def ombudsman_of_case(conn: Connection, case_id: int) -> list[OmbudsmanRow]:
    """The Ombudsman's enquiries about this case, in their order."""
    return _known(conn, case_ombudsman, OmbudsmanRow, case_id)


def panels_of_case(conn: Connection, case_id: int) -> list[PanelRow]:
    """The review panels of this case, in their order."""
    return _known(conn, case_panels, PanelRow, case_id)


def _known(conn: Connection, table: Table, kind: Any, case_id: int) -> list[Any]:
    columns = [table.c[each.name] for each in fields(kind)]
    found = conn.execute(select(*columns).where(table.c.case_id == _CASE).order_by(table.c.place), {"case": case_id})
    return [kind(*row) for row in found]


def _keep(conn: Connection, table: Table, kind: Any, case_id: int, rows: Sequence[Any]) -> None:
    if list(rows) == (known := _known(conn, table, kind, case_id)):
        return
    if known:
        conn.execute(table.delete().where(table.c.case_id == _CASE), {"case": case_id})
    if rows:
        conn.execute(table.insert(), [asdict(row) for row in rows])
