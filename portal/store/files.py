"""The rows of files that people added: a draft's until it is sent, the case's afterwards. The files stand on a shelf.

A row that is let go is nobody's: it holds nothing but the name of what is still to be taken off the shelf.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, literal_column, or_, select

from portal.store.database import new_id
from portal.store.tables import cases, files


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was taken in: its name on the shelf, its kind and size; what it is called and its key are sealed.

    It is a draft's, or where the office adds it (`by_office`) the case's at once.
    """

    draft_id: str | None
    blob: str
    kind: str
    size: int
    scanned: str
    added_at: datetime
    sealed: bytes
    case_id: int | None = None
    by_office: bool = False


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as stored: either `draft_id` or `case_id` says whose it is; what is `by_office` is never the person's to read."""

    id: int
    draft_id: str | None
    case_id: int | None
    blob: str
    kind: str
    size: int
    scanned: str
    added_at: datetime
    sealed: bytes
    by_office: bool


_ALL = select(*(files.c[field.name] for field in fields(FileRow))).order_by(files.c.id)
_OF_DRAFT = _ALL.where(files.c.draft_id == bindparam("draft"))
_OF_CASE = _ALL.where(files.c.case_id == bindparam("case"))
_OF_PERSON = _OF_CASE.where(files.c.by_office.is_(False))
# In no order: one of them that stays as it is must not stand before the others every time.
_SOME_NOT_SCANNED = _ALL.order_by(None).order_by(func.random()).limit(bindparam("most"))
_SOME_NOT_SCANNED = _SOME_NOT_SCANNED.where(files.c.case_id.is_not(None), files.c.scanned == literal_column("'not_scanned'"))
_INSERT = files.insert()
_LET_GO = files.update().values(draft_id=None, case_id=None, sealed=b"")
_TAKE_OUT = _LET_GO.where(files.c.id == bindparam("file"), files.c.draft_id == bindparam("draft"))
_CARRY = files.update().where(files.c.id == bindparam("file"))
_CARRY = _CARRY.values(draft_id=None, case_id=bindparam("case"), sealed=bindparam("label"))
_MARK = files.update().where(files.c.id == bindparam("file")).values(scanned=bindparam("found"))
_NAMED = files.c.blob.in_(bindparam("blobs", expanding=True))
_NOBODYS = and_(files.c.draft_id.is_(None), files.c.case_id.is_(None))
_KNOWN = select(files.c.blob).where(_NAMED, or_(files.c.draft_id.is_not(None), files.c.case_id.is_not(None)))
_LEFT_OVER = select(files.c.blob).where(_NOBODYS).order_by(files.c.id)
_FORGET = files.delete().where(_NAMED, _NOBODYS)
_OF_THIS = files.c.case_id == bindparam("case")
_OF_ERASED = files.c.case_id.in_(select(cases.c.id).where(cases.c.keeping == "erased"))
_OF_DRAFTS = files.c.draft_id.in_(bindparam("drafts", expanding=True))


def insert(conn: Connection, file: NewFile) -> int:
    """Add a file to a draft, or to the case that the office adds it to; its number."""
    return new_id(conn.execute(_INSERT, {name: getattr(file, name) for name in NewFile.__slots__}))


def of_draft(conn: Connection, draft_id: str) -> list[FileRow]:
    """The files of a draft, in the order in which they were added."""
    return [FileRow(*row) for row in conn.execute(_OF_DRAFT, {"draft": draft_id})]


def of_case(conn: Connection, case_id: int) -> list[FileRow]:
    """All files of a case, the office's too, in the order in which they were added."""
    return [FileRow(*row) for row in conn.execute(_OF_CASE, {"case": case_id})]


def of_person(conn: Connection, case_id: int) -> list[FileRow]:
    """The files of a case that the person added, in the order in which they were added: never the office's."""
    return [FileRow(*row) for row in conn.execute(_OF_PERSON, {"case": case_id})]


def some_not_scanned(conn: Connection, most: int) -> list[FileRow]:
    """Up to `most` files of cases that no scanner has looked at, in no order."""
    return [FileRow(*row) for row in conn.execute(_SOME_NOT_SCANNED, {"most": most})]


def take_out(conn: Connection, id: int, draft_id: str) -> bool:
    """Let a file of this draft go; False where the draft has no such file (any more)."""
    return conn.execute(_TAKE_OUT, {"file": id, "draft": draft_id}).rowcount == 1


def carry(conn: Connection, id: int, case_id: int, sealed: bytes) -> None:
    """From now on the file is the case's, and `sealed` what says how it is called and opened."""
    conn.execute(_CARRY, {"file": id, "case": case_id, "label": sealed})


def mark(conn: Connection, id: int, scanned: str) -> None:
    """Keep what the scanner said of a file that had not been scanned."""
    conn.execute(_MARK, {"file": id, "found": scanned})


def known(conn: Connection, blobs: Collection[str]) -> set[str]:
    """Those of these names on the shelf that belong to somebody."""
    return set(conn.execute(_KNOWN, {"blobs": list(blobs)}).scalars())


def let_go_of_case(conn: Connection, case_id: int) -> list[str]:
    """The files of this case are nobody's from now on; their names on the shelf."""
    return _let_go(conn, _OF_THIS, {"case": case_id})


def let_go_of_erased(conn: Connection) -> list[str]:
    """The same with whatever any erased case still has; their names on the shelf."""
    return _let_go(conn, _OF_ERASED, {})


def let_go_of_drafts(conn: Connection, draft_ids: Collection[str]) -> list[str]:
    """The files of these drafts are nobody's from now on; their names on the shelf."""
    return _let_go(conn, _OF_DRAFTS, {"drafts": list(draft_ids)})


def left_over(conn: Connection) -> list[str]:
    """What is nobody's and was not yet taken off the shelf, by its names there."""
    return list(conn.execute(_LEFT_OVER).scalars())


def forget(conn: Connection, blobs: Collection[str]) -> None:
    """These were taken off the shelf: the rows that were kept for it go. What is somebody's stays."""
    conn.execute(_FORGET, {"blobs": list(blobs)})


def _let_go(conn: Connection, whose: ColumnElement[bool], known: Mapping[str, Any]) -> list[str]:
    return list(conn.execute(_LET_GO.where(whose).returning(files.c.blob), known).scalars())
