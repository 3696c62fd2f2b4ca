"""The views of the queue that officers keep for themselves: a name, and the codes that narrow it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from portal.store import tables
from portal.store.database import collisions_named, new_id

_views = tables.saved_views
_MINE = _views.c.staff_id == bindparam("me")
_ONE = _views.c.id == bindparam("view")
_OF = select(_views.c.id, _views.c.name, _views.c.query).where(_MINE).order_by(_views.c.name, _views.c.id)
_ADD = _views.insert()
_RENAME = _views.update().where(_ONE, _MINE).values(name=bindparam("called"))
_FORGET = _views.delete().where(_ONE, _MINE)


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view of somebody's own: its name, and the filters as the queue's address spells them."""

    id: int
    name: str
    query: Mapping[str, str]


def of(conn: Connection, staff_id: int) -> list[SavedView]:
    """The views that this officer keeps, by name."""
    return [SavedView(*row) for row in conn.execute(_OF, {"me": staff_id})]


def add(conn: Connection, staff_id: int, name: str, query: Mapping[str, str]) -> int:
    """Keep one more; its number. Raises `ViewNameTaken`."""
    with collisions_named():
        return new_id(conn.execute(_ADD, {"staff_id": staff_id, "name": name, "query": dict(query)}))


def rename(conn: Connection, staff_id: int, view_id: int, name: str) -> bool:
    """Call one of theirs otherwise; False where they have none of this number. Raises `ViewNameTaken`."""
    with collisions_named():
        return conn.execute(_RENAME, {"view": view_id, "me": staff_id, "called": name}).rowcount == 1


def forget(conn: Connection, staff_id: int, view_id: int) -> bool:
    """Take one of theirs away; False where they have none of this number."""
    return conn.execute(_FORGET, {"view": view_id, "me": staff_id}).rowcount == 1
