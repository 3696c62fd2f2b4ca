"""The rows of files that people added: a draft's until it is sent, the case's afterwards. The files stand on a shelf."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from portal.store.database import new_id
from portal.store.tables import drafts, files


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was taken in: its name on the shelf, its kind and size; what it is called and its key are sealed."""

    draft_id: str
    blob: str
    kind: str
    size: int
    scanned: str
    added_at: datetime
    sealed: bytes


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as stored: either `draft_id` or `case_id` says whose it is."""

    id: int
    draft_id: str | None
    case_id: int | None
    blob: str
    kind: str
    size: int
    scanned: str
    added_at: datetime
    sealed: bytes


_ALL = select(*(files.c[field.name] for field in fields(FileRow))).order_by(files.c.id)
_OF_DRAFT = _ALL.where(files.c.draft_id == bindparam("draft"))
_OF_CASE = _ALL.where(files.c.case_id == bindparam("case"))
# In no order: one of them that stays as it is must not stand before the others every time.
_SOME_OF_CASES = _ALL.order_by(None).order_by(func.random()).limit(bindparam("most"))
_SOME_OF_CASES = _SOME_OF_CASES.where(files.c.case_id.is_not(None), files.c.scanned == bindparam("mark"))
_INSERT = files.insert()
_TAKE_OUT = files.delete().where(files.c.id == bindparam("file"), files.c.draft_id == bindparam("draft"))
_CARRY = files.update().where(files.c.id == bindparam("file"))
_CARRY = _CARRY.values(draft_id=None, case_id=bindparam("case"), sealed=bindparam("label"))
_MARK = files.update().where(files.c.id == bindparam("file")).values(scanned=bindparam("found"))
_KNOWN = select(files.c.blob).where(files.c.blob.in_(bindparam("blobs", expanding=True)))
_UNTOUCHED = select(files.c.blob).join(drafts, files.c.draft_id == drafts.c.id)
_UNTOUCHED = _UNTOUCHED.where(drafts.c.created_at < bindparam("when"), drafts.c.touched_at < bindparam("when"))


def insert(conn: Connection, file: NewFile) -> int:
    """Add a file to a draft; its number."""
    return new_id(conn.execute(_INSERT, {name: getattr(file, name) for name in NewFile.__slots__}))


def of_draft(conn: Connection, draft_id: str) -> list[FileRow]:
    """The files of a draft, in the order in which they were added."""
    return [FileRow(*row) for row in conn.execute(_OF_DRAFT, {"draft": draft_id})]


def of_case(conn: Connection, case_id: int) -> list[FileRow]:
    """The files of a case, in the order in which they were added."""
    return [FileRow(*row) for row in conn.execute(_OF_CASE, {"case": case_id})]


def some_of_cases(conn: Connection, scanned: str, most: int) -> list[FileRow]:
    """Up to `most` files of cases that bear this mark, in no order."""
    return [FileRow(*row) for row in conn.execute(_SOME_OF_CASES, {"mark": scanned, "most": most})]


def take_out(conn: Connection, id: int, draft_id: str) -> bool:
    """Forget a file of this draft; False where the draft has no such file (any more)."""
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


def blobs_of_untouched_since(conn: Connection, when: datetime) -> list[str]:
    """What the drafts last touched before `when` have on the shelf."""
    return list(conn.execute(_UNTOUCHED, {"when": when}).scalars())
