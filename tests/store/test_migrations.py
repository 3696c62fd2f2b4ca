from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from portal.store.database import Database
from portal.store.tables import metadata
from tests.databases import MakeDatabase

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


def _sqlite_schema(conn: Connection) -> dict[str, list[str]]:
    """Each table and index as SQLite keeps it; its parts sorted, since their order on paper means nothing."""
    kept = conn.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"))
    return {name: sorted(line.strip(" \t,") for line in sql.splitlines()) for name, sql in kept}


def _postgresql_schema(conn: Connection, schema: str) -> list[Any]:
    found = [row for query in (COLUMNS, INDEXES, RULES) for row in conn.execute(text(query), {"schema": schema})]
    assert len(found) > 100
    return sorted(tuple(str(value).replace(f"{schema}.", "") for value in row) for row in found)
