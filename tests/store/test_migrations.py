from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from portal.store import cases, events
from portal.store.database import Database
from portal.store.tables import metadata
from tests.actions.desks import keys_beside
from tests.databases import MakeDatabase
from tests.store.made import NOW, a_case

AN_OLD_CASE = """
    INSERT INTO cases (id, reference, council, purpose, received_at, received_on, voice, language, channel, child_status,
        matters, point_count, route, route_confirmed, rules_version, danger, rank, open, stage, due_on, facts, decision)
    VALUES (7, 'KMR-2346-789', 'example', 'complaint', '2026-11-23 09:30:00', '2026-11-23', 'adult', 'en', 'portal', ' ',
        ' ', 1, 'statutory', false, '2026-11', false, 1, true, 1, '2026-12-07', '{}', '{}')
"""

COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable, column_default, identity_generation
    FROM information_schema.columns WHERE table_schema = :schema AND table_name !~ '^(alembic_version|procrastinate_)'
"""
INDEXES = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = :schema AND tablename !~ '^(alembic_version|procrastinate_)'"
RULES = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint
    JOIN pg_namespace ON pg_namespace.oid = connamespace
    WHERE nspname = :schema AND conrelid::regclass::text !~ '(alembic_version$|procrastinate_|^-$)'
"""


def test_migrations_make_on_sqlite_what_the_tables_declare(new_database: MakeDatabase, tmp_path: Path) -> None:
    declared = Database(f"sqlite:///{tmp_path / 'declared.db'}")
    with declared.write() as conn:
        metadata.create_all(conn)
        expected = _sqlite_schema(conn)
    with new_database("sqlite").read() as conn:
        assert _sqlite_schema(conn) == expected
    declared.dispose()


def test_migrations_make_on_postgresql_what_the_tables_declare(new_database: MakeDatabase) -> None:
    with new_database("postgresql").write() as conn:
        migrated = _postgresql_schema(conn, "public")
        conn.execute(text("CREATE SCHEMA declared"))
        conn.execute(text("SET LOCAL search_path TO declared"))
        metadata.create_all(conn)
        assert migrated == _postgresql_schema(conn, "declared")


def test_a_schema_that_differs_by_one_condition_is_noticed(new_database: MakeDatabase) -> None:
    with new_database("sqlite").write() as conn:
        before = _sqlite_schema(conn)
        conn.execute(text("DROP INDEX cases_closed"))
        conn.execute(text("CREATE INDEX cases_closed ON cases (id) WHERE open = 1"))
        assert _sqlite_schema(conn) != before


def _sqlite_schema(conn: Connection) -> dict[str, list[Any]]:
    """Each table and index as SQLite understands it; a column that was added later stands elsewhere on paper only."""
    kept = conn.execute(text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"))
    return {name: _parts(conn, name) if kind == "table" else sql.split() for kind, name, sql in kept.all()}


def _parts(conn: Connection, table: str) -> list[Any]:
    found = []
    for pragma in ("table_xinfo", "foreign_key_list", "index_list"):
        rows = conn.execute(text(f"PRAGMA {pragma}('{table}')")).all()
        # The first column numbers the rows; an automatic index has its number in its name.
        found += [(pragma, *(str(value) for value in row[2 if pragma == "index_list" else 1 :])) for row in rows]
    return sorted(found)


def _postgresql_schema(conn: Connection, schema: str) -> list[Any]:
    found = [row for query in (COLUMNS, INDEXES, RULES) for row in conn.execute(text(query), {"schema": schema})]
    assert len(found) > 100
    return sorted(tuple(str(value).replace(f"{schema}.", "") for value in row) for row in found)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_case_keys_move_out_and_back_with_what_they_open(kind: str, new_database: MakeDatabase) -> None:
    database = new_database(kind)
    keys = keys_beside(database)
    database.downgrade(keys, "0001")
    with database.write() as conn:
        conn.execute(text(AN_OLD_CASE))
        conn.execute(text("INSERT INTO case_keys (case_id, key_id, sealed) VALUES (7, 'lock', :box)"), {"box": b"sealed"})
        for holder in ("child", "advocate"):
            told = {"holder": holder, "box": holder.encode()}
            conn.execute(text("INSERT INTO case_words (case_id, holder, wrapped) VALUES (7, :holder, :box)"), told)
    database.upgrade(keys)
    with database.read() as conn:
        name = conn.execute(text("SELECT key_name FROM cases WHERE id = 7")).scalar_one()
    kept = keys.get(name)
    assert kept is not None
    assert (kept.key_id, kept.sealed) == ("lock", b"sealed")
    assert [(words.holder, words.wrapped) for words in keys.words_of(name)] == [("child", b"child"), ("advocate", b"advocate")]
    database.downgrade(keys, "0001")
    with database.read() as conn:
        assert bytes(conn.execute(text("SELECT sealed FROM case_keys WHERE case_id = 7")).scalar_one()) == b"sealed"
        assert conn.execute(text("SELECT count(*) FROM case_words")).scalar_one() == 2
    database.upgrade(keys)
    keys.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_where_cases_stand_on_their_way_out_is_read_off_their_history(kind: str, new_database: MakeDatabase) -> None:
    database = new_database(kind)
    keys = keys_beside(database)
    histories = {
        "kept": ["submitted", "erasure_proposed", "erasure_dropped"],
        "held": ["submitted", "erasure_proposed", "held"],
        "proposed": ["submitted", "held", "hold_released", "erasure_proposed"],
        "erased": ["submitted", "erasure_proposed", "erased"],
    }
    made: dict[str, int] = {}
    with database.write() as conn:
        for standing, history in histories.items():
            erased_on = NOW.date() if standing == "erased" else None
            made[standing] = cases.insert(conn, a_case(erased_on=erased_on))
            for what in history:
                events.append(conn, events.Event(case_id=made[standing], at=NOW, kind=what, actor="staff"))
    database.downgrade(keys, "0006")
    database.upgrade(keys)
    with database.read() as conn:
        stand = {standing: cases.by_id(conn, case_id) for standing, case_id in made.items()}
    assert {standing: row and row.keeping for standing, row in stand.items()} == {name: name for name in histories}
    keys.dispose()
