"""Views of the queue of one's own: kept, called otherwise and taken away, by whom they belong to and nobody else."""

from collections.abc import Mapping

from portal.actions.desk import Desk
from portal.limits import MOST_SAVED_VIEWS
from portal.store import saved_views
from portal.store.database import ViewNameTaken
from portal.store.saved_views import SavedView

__all__ = ["SavedView", "TooManyViews", "ViewNameTaken", "forget", "keep", "kept_by", "rename"]


class TooManyViews(ValueError):
    """This officer keeps as many views as one may."""


def kept_by(desk: Desk, staff_id: int) -> list[SavedView]:
    """The views that this officer keeps, by name."""
    with desk.database.read() as conn:
        return saved_views.of(conn, staff_id)


def keep(desk: Desk, staff_id: int, name: str, query: Mapping[str, str]) -> bool:
    """Keep these filters under this name; False where they are kept so. Raises `ViewNameTaken`, `TooManyViews`."""
    with desk.database.write() as conn:
        mine = saved_views.of(conn, staff_id)
        if any(view.name == name and view.query == query for view in mine):
            return False
        if len(mine) >= MOST_SAVED_VIEWS:
            raise TooManyViews
        saved_views.add(conn, staff_id, name, query)
        return True


def rename(desk: Desk, staff_id: int, view_id: int, name: str) -> bool:
    """Call a view of one's own otherwise; False where there is none of this number. Raises `ViewNameTaken`."""
    with desk.database.write() as conn:
        return saved_views.rename(conn, staff_id, view_id, name)


def forget(desk: Desk, staff_id: int, view_id: int) -> bool:
    """Take a view of one's own away; False where there is none of this number."""
    with desk.database.write() as conn:
        return saved_views.forget(conn, staff_id, view_id)
