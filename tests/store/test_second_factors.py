"""Second factors in the database: the tables come and go, and who has an account keeps it."""

import pytest

from portal.store import second_factors
from portal.store import staff as accounts
from tests.actions.desks import keys_beside
from tests.databases import MakeDatabase
from tests.store.made import NOW


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_tables_come_and_go_and_whoever_has_an_account_keeps_it(kind: str, new_database: MakeDatabase) -> None:
    database = new_database(kind)
    keys = keys_beside(database)
    with database.write() as conn:
        person = accounts.add(conn, "ada@council.example", "Ada", "officer", "hash", NOW)
        second_factors.set_factor(conn, person, b"sealed", NOW, 7, ["one", "two"])
        second_factors.start_half(conn, "half", person, NOW, NOW)
        accounts.start_session(conn, "whole", person, NOW)
        found = accounts.by_id(conn, person)
    assert found is not None and (found.factor, found.factor_since, found.factor_step) == (b"sealed", NOW, 7)
    database.downgrade(keys, "0010")
    database.upgrade(keys)
    with database.read() as conn:
        found = accounts.by_id(conn, person)
        assert found is not None and (found.email, found.password_hash, found.factor) == ("ada@council.example", "hash", None)
        assert second_factors.half(conn, "half") is None and second_factors.recovery_codes_left(conn, person) == 0
        assert accounts.session(conn, "whole") is not None and accounts.session(conn, "half") is None
    keys.dispose()


def test_half_sessions_that_nobody_finished_go_with_the_next(new_database: MakeDatabase) -> None:
    with new_database("sqlite").write() as conn:
        person = accounts.add(conn, "ada@council.example", "Ada", "officer", "hash", NOW)
        second_factors.start_half(conn, "old", person, NOW, NOW)
        second_factors.start_half(conn, "new", person, NOW.replace(year=NOW.year + 1), NOW.replace(year=NOW.year + 1))
        assert second_factors.half(conn, "old") is None and second_factors.half(conn, "new") is not None
