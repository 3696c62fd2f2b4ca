"""The index of words that were written: keyed hashes beside cases, and nothing that can be read."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, func, select

from portal.store import tables
from portal.store.scope import ALL, Scope, conditions

MOST_FOUND = 50

_words = tables.search_words
_UNINDEXED = select(tables.cases.c.id).where(~tables.cases.c.indexed).order_by(tables.cases.c.id).limit(bindparam("most"))
_FORGET = _words.delete().where(_words.c.case_id == bindparam("case"))
_FIND = (
    select(_words.c.case_id)
    .where(_words.c.word.in_(bindparam("sought", expanding=True)))
    .group_by(_words.c.case_id)
    .having(func.count(func.distinct(_words.c.word)) == bindparam("all_of_them"))
    .order_by(_words.c.case_id.desc())
    .limit(MOST_FOUND)
)


def unindexed(conn: Connection, most: int) -> list[int]:
    """Up to `most` cases whose words are not in the index, oldest first."""
    return list(conn.execute(_UNINDEXED, {"most": most}).scalars())


def put(conn: Connection, case_id: int, hashes: Iterable[bytes]) -> None:
    """Keep these hashes in the place of those there were."""
    forget(conn, case_id)
    rows = [{"case_id": case_id, "word": word} for word in sorted(set(hashes))]
    if rows:
        conn.execute(_words.insert(), rows)


def forget(conn: Connection, case_id: int) -> None:
    """Nothing finds this case any more."""
    conn.execute(_FORGET, {"case": case_id})


def find(conn: Connection, hashes: Iterable[bytes], scope: Scope = ALL) -> list[int]:
    """The cases in which every one of these stands, of those that `scope` sees, the newest first, `MOST_FOUND` at most."""
    sought = sorted(set(hashes))
    if not sought:
        return []
    asked = _FIND if scope.reach is None else _FIND.where(_words.c.case_id.in_(select(tables.cases.c.id).where(*conditions(scope.reach))))
    return list(conn.execute(asked, {"sought": sought, "all_of_them": len(sought)} | scope.values()).scalars())
