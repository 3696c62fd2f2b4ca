"""What a council writes of its figures, sealed until it is published; publishing a report, and withdrawing it: one commit each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.filing import new_name
from portal.seal import boxes
from portal.seal.boxes import Unreadable
from portal.store import reports
from portal.store.case_keys import KeyRow
from portal.store.reports import CommentRow, ReportRow

__all__ = [
    "ChangedMeanwhile", "Comment", "IsPublished", "NoSuchReport", "ReportRow", "comment", "commentary", "every", "frozen", "of_period",
    "public", "publish", "withdraw",
]  # fmt: skip


class IsPublished(Exception):
    """The report is published: what was written of it changes no more, unless it is withdrawn."""


class ChangedMeanwhile(Exception):
    """Somebody else has written there since the page was opened; `text` and `version` are what stands now."""

    def __init__(self, text: str, version: int) -> None:
        super().__init__(version)
        self.text, self.version = text, version


class NoSuchReport(LookupError):
    """There is no such report, or it is not published."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What was written of a section; `version` is 0 where nothing was. `text` is None where no key opens it."""

    text: str | None = ""
    version: int = 0
    at: datetime | None = None
    staff_id: int | None = None


def of_period(desk: Desk, first: date, last: date) -> ReportRow | None:
    """The report of this period; None where nobody has written of it or published it."""
    with desk.database.read() as conn:
        return reports.of_period(conn, first, last)


def every(desk: Desk) -> list[ReportRow]:
    """Every report that somebody wrote of or published, that of the newest period first."""
    with desk.database.read() as conn:
        return reports.every(conn)


def public(desk: Desk) -> list[ReportRow]:
    """The published reports that everybody may see: small numbers are left out of them; that of the newest period first."""
    return [row for row in every(desk) if row.status == reports.PUBLISHED and (row.threshold or 0) > 0]


def frozen(desk: Desk, report_id: int) -> tuple[ReportRow, Mapping[str, Any]]:
    """A report and what was published of it. Raises `NoSuchReport`."""
    with desk.database.read() as conn:
        row, kept = reports.by_id(conn, report_id), reports.frozen_of(conn, report_id)
    if row is None or kept is None:
        raise NoSuchReport(report_id)
    return row, kept


def commentary(desk: Desk, first: date, last: date) -> dict[str, Comment]:
    """What was written of each section of the report of this period. For managers: it is sealed until it is published."""
    with desk.database.read() as conn:
        row = reports.of_period(conn, first, last)
        found = reports.comments(conn, row.id) if row else {}
    if row is None or not found:
        return {}
    return {section: Comment(_opened(desk, row, one), one.version, one.at, one.staff_id) for section, one in found.items()}


def comment(
    desk: Desk, period: tuple[date, date], section: str, text: str, version: int, staff_id: int, now: datetime
) -> bool:  # fmt: skip
    """Write of a section; nothing takes away what was there. False where it stands so already.

    `version` is the one that the writer saw. Raises `ChangedMeanwhile`, `IsPublished`, `DatabaseUnavailable`.
    """
    with desk.database.write() as conn:
        row = reports.held(conn, desk.profile.name, *period, now)
        if row.status == reports.PUBLISHED:
            raise IsPublished(row.id)
        there = reports.comments(conn, row.id).get(section)
        stands = _opened(desk, row, there) or "" if there else ""
        if stands == text:
            return False
        if there and there.version != version:
            raise ChangedMeanwhile(stands, there.version)
        if not text:
            reports.forget_comment(conn, row.id, section)
            return True
        name, key = row.key_name, _key(desk, row.key_name)
        if name is None or key is None:
            name, key = _new_key(desk, now)
            reports.set_key(conn, row.id, name)
        sealed = boxes.close_json(key, {"text": text}, _context(section))
        reports.put_comment(conn, row.id, CommentRow(section, (there.version if there else 0) + 1, now, staff_id, sealed))
        return True


def publish(
    desk: Desk, period: tuple[date, date], kept: Mapping[str, Any], threshold: int, staff_id: int, now: datetime
) -> bool:  # fmt: skip
    """Publish `kept`, the report as it is now, with what was written of it in clear; False where it is published already."""
    with desk.database.write() as conn:
        row = reports.held(conn, desk.profile.name, *period, now)
        return reports.publish(conn, row.id, kept, threshold, staff_id, london_day(now))


def withdraw(desk: Desk, report_id: int, now: datetime) -> bool:
    """Take a published report back: it is a draft again, and what was published is forgotten. False where it is one.

    Raises `NoSuchReport`.
    """
    with desk.database.write() as conn:
        if reports.by_id(conn, report_id) is None:
            raise NoSuchReport(report_id)
        return reports.withdraw(conn, report_id, london_day(now))


def _opened(desk: Desk, row: ReportRow, one: CommentRow) -> str | None:
    key = _key(desk, row.key_name)
    try:
        return str(boxes.open_json(key, one.sealed, _context(one.section))["text"]) if key else None
    except Unreadable:
        return None


def _key(desk: Desk, name: str | None) -> bytes | None:
    kept = desk.keys.get(name)
    try:
        return desk.office.open(kept.sealed) if kept and desk.office else None
    except Unreadable:
        return None


def _new_key(desk: Desk, now: datetime) -> tuple[str, bytes]:
    """A key that the office opens, kept beside those of the cases: whoever looks after those looks after it."""
    name, key, spare = new_name(), boxes.new_key(), desk.recovery
    desk.keys.put(
        KeyRow(name, desk.lock.key_id, desk.lock.seal(key), now, spare.key_id if spare else None, spare.seal(key) if spare else None), []
    )
    return name, key


def _context(section: str) -> str:
    return f"report {section}"
