"""What the store holds, opened with the office's key: for tests that ask what came of a visit."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from portal.actions import files
from portal.actions.desk import Desk
from portal.seal import boxes
from portal.store import cases, events, outbox, tables
from portal.store import files as file_rows
from portal.store.cases import CaseRow


@dataclass(frozen=True)
class Kept:
    """A case with its papers, points and files open, and the kinds of everything that happened to it."""

    row: CaseRow
    papers: list[dict[str, Any]]
    points: list[dict[str, Any]]
    happened: list[str]
    holders: list[str]
    files: list[files.Attached]

    @property
    def said(self) -> dict[str, Any]:
        """What was answered, by the key of the question, over all papers."""
        return {entry["key"]: entry["value"] for paper in self.papers for entry in paper["asked"]}


def kept_case(desk: Desk, reference: str) -> Kept:
    """The case with this reference, as the office reads it."""
    with desk.database.read() as conn:
        row = cases.by_reference(conn, reference)
        assert row is not None, f"there is no case {reference}"
        papers, points = cases.papers_of(conn, row.id), cases.points_of(conn, row.id)
        happened, added = events.of_case(conn, row.id), file_rows.of_case(conn, row.id)
    sealed_key, words = desk.keys.get(row.key_name), desk.keys.words_of(row.key_name)
    assert sealed_key is not None
    assert desk.office is not None
    key = desk.office.open(sealed_key.sealed)
    return Kept(
        row=row,
        papers=[boxes.open_json(key, paper.sealed, "paper") for paper in papers],
        points=[{"matter": p.matter, "route": p.route, **boxes.open_json(key, p.sealed, "point")} for p in points],
        happened=[event.kind for event in happened],
        holders=[row.holder for row in words],
        files=files.attached(key, added),
    )


def count(desk: Desk, table: str) -> int:
    """How many rows a table has."""
    with desk.database.read() as conn:
        return int(conn.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one())


def references(desk: Desk) -> list[str]:
    """Every case there is, oldest first."""
    with desk.database.read() as conn:
        return list(conn.execute(select(tables.cases.c.reference).order_by(tables.cases.c.id)).scalars())


def referral_links(desk: Desk, case_id: int | None = None) -> list[str]:
    """What stands in the links of this case's referrals to the front door, oldest first; of the newest case unless one is named."""
    with desk.database.read() as conn:
        case = cases.by_id(conn, case_id or conn.execute(select(func.max(tables.cases.c.id))).scalar_one())
        rows = [row for row in outbox.of_case(conn, case.id) if row.kind == "safeguarding" and row.sealed] if case else []
    kept = desk.keys.get(case.key_name) if case else None
    assert kept and desk.office
    key = desk.office.open(kept.sealed)
    return [str(boxes.open_json(key, row.sealed or b"", "outbox")["token"]) for row in rows]
