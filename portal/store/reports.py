"""Reports of a period: one row each, what the council wrote of its sections, and the report as it was published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from portal.store import tables

DRAFT, PUBLISHED = "draft", "published"

_reports, _comments = tables.reports, tables.report_comments


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report of a period, without what was published."""

    id: int
    first_on: date
    last_on: date
    status: str
    key_name: str | None
    published_on: date | None
    published_by: int | None
    threshold: int | None
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True)
class CommentRow:
    """What the council wrote of a section, sealed; `version` counts its changes."""

    section: str
    version: int
    at: datetime
    staff_id: int | None
    sealed: bytes


_COLUMNS = tuple(_reports.c[one.name] for one in fields(ReportRow))
_OF = select(*_COLUMNS).where(_reports.c.first_on == bindparam("first"), _reports.c.last_on == bindparam("last"))
_ONE = select(*_COLUMNS).where(_reports.c.id == bindparam("wanted"))
_ALL = select(*_COLUMNS).order_by(_reports.c.last_on.desc(), _reports.c.first_on, _reports.c.id)
_KNOWN = select(_reports.c.key_name).where(_reports.c.key_name.in_(bindparam("names", expanding=True)))
_COMMENTS = select(*(_comments.c[one.name] for one in fields(CommentRow))).where(_comments.c.report_id == bindparam("wanted"))
_A_COMMENT = (_comments.c.report_id == bindparam("wanted"), _comments.c.section == bindparam("of"))


def of_period(conn: Connection, first: date, last: date) -> ReportRow | None:
    """The report of this period; None where nobody began one."""
    row = conn.execute(_OF, {"first": first, "last": last}).first()
    return ReportRow(*row) if row else None


def held(conn: Connection, council: str, first: date, last: date, now: datetime) -> ReportRow:
    """The report of this period, begun where there is none, and kept still until this transaction ends; within `write()`."""
    if conn.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    new = insert(_reports).values(council=council, first_on=first, last_on=last, status=DRAFT, made_at=now)
    conn.execute(new.on_conflict_do_nothing(index_elements=["first_on", "last_on"]))
    return ReportRow(*conn.execute(_OF.with_for_update(), {"first": first, "last": last}).one())


def by_id(conn: Connection, id: int) -> ReportRow | None:
    """The report of this number."""
    row = conn.execute(_ONE, {"wanted": id}).first()
    return ReportRow(*row) if row else None


def every(conn: Connection) -> list[ReportRow]:
    """All of them, that of the newest period first; of two that end on one day the longer first."""
    return [ReportRow(*row) for row in conn.execute(_ALL)]


def frozen_of(conn: Connection, id: int) -> Mapping[str, Any] | None:
    """What was published; None of a draft."""
    found: Mapping[str, Any] | None = conn.execute(
        select(_reports.c.frozen).where(_reports.c.id == bindparam("wanted"), _reports.c.status == PUBLISHED), {"wanted": id}
    ).scalar_one_or_none()
    return found


def set_key(conn: Connection, id: int, name: str) -> None:
    """Under which name the key of its commentary is kept."""
    conn.execute(_reports.update().where(_reports.c.id == id).values(key_name=name))


def publish(conn: Connection, id: int, frozen: Mapping[str, Any], threshold: int, staff_id: int, today: date) -> bool:
    """Keep the report as it is published; False where it is published already."""
    values = {"status": PUBLISHED, "frozen": dict(frozen), "threshold": threshold, "published_on": today, "published_by": staff_id, "withdrawn_on": None}
    return conn.execute(_reports.update().where(_reports.c.id == id, _reports.c.status == DRAFT).values(values)).rowcount == 1


def withdraw(conn: Connection, id: int, today: date) -> bool:
    """Make a draft of it again, and forget what was published; False where it is one."""
    values = {"status": DRAFT, "frozen": None, "threshold": None, "published_on": None, "published_by": None, "withdrawn_on": today}
    return conn.execute(_reports.update().where(_reports.c.id == id, _reports.c.status == PUBLISHED).values(values)).rowcount == 1


def comments(conn: Connection, id: int) -> dict[str, CommentRow]:
    """What was written of its sections, by section."""
    return {row.section: CommentRow(*row) for row in conn.execute(_COMMENTS, {"wanted": id})}


def put_comment(conn: Connection, id: int, comment: CommentRow) -> None:
    """Keep what was written of a section in place of what stood there; only of a report that is `held`."""
    forget_comment(conn, id, comment.section)
    conn.execute(_comments.insert(), {"report_id": id, **{one.name: getattr(comment, one.name) for one in fields(CommentRow)}})


def forget_comment(conn: Connection, id: int, section: str) -> None:
    """Take what was written of a section away."""
    conn.execute(_comments.delete().where(*_A_COMMENT), {"wanted": id, "of": section})


def known_key_names(conn: Connection, names: Iterable[str]) -> set[str]:
    """Those of `names` under which a report has its key."""
    return set(conn.execute(_KNOWN, {"names": list(names)}).scalars())
