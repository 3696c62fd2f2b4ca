"""Views of the queue as stored: each officer's own, one of a name."""

import pytest

from portal.store import saved_views, staff, tables
from portal.store.database import Database, ViewNameTaken
from tests.store.made import NOW


@pytest.fixture
def two(database: Database) -> tuple[int, int]:
    with database.write() as conn:
        return tuple(staff.add(conn, f"{n}@example.org", n, "officer", "hash", NOW) for n in ("Ada", "Bea"))  # type: ignore[return-value]


def test_a_name_is_free_once_an_officer_and_again_for_another(database: Database, two: tuple[int, int]) -> None:
    ada, bea = two
    with database.write() as conn:
        one = saved_views.add(conn, ada, "Mine", {"view": "mine", "stage": "2"})
        saved_views.add(conn, bea, "Mine", {"view": "open"})
        other = saved_views.add(conn, ada, "A late one", {"view": "overdue"})
    with pytest.raises(ViewNameTaken), database.write() as conn:
        saved_views.add(conn, ada, "Mine", {"view": "all"})
    with pytest.raises(ViewNameTaken), database.write() as conn:
        saved_views.rename(conn, ada, other, "Mine")
    with database.write() as conn:
        assert [(view.name, view.query) for view in saved_views.of(conn, ada)] == [("A late one", {"view": "overdue"}), ("Mine", {"view": "mine", "stage": "2"})]
        assert saved_views.rename(conn, ada, one, "Mine"), "the name that it has already"
        assert not saved_views.rename(conn, bea, one, "Theirs") and not saved_views.forget(conn, bea, one)
        assert saved_views.forget(conn, ada, one) and not saved_views.forget(conn, ada, one)


def test_views_go_with_the_account(database: Database, two: tuple[int, int]) -> None:
    with database.write() as conn:
        saved_views.add(conn, two[0], "Mine", {"view": "mine"})
        conn.execute(tables.staff.delete().where(tables.staff.c.id == two[0]))
        assert saved_views.of(conn, two[0]) == []
