from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, text

from portal.actions.settling import settled
from portal.casework.case import fold
from portal.casework.outcomes import OutcomeCode
from portal.seal.passwords import hash_password, password_matches
from portal.store import case_people, cases, events, files
from portal.store import staff as accounts
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


HAPPENED = ("closed", "reopened", "joined", "danger_reported", "run_out", "held", "hold_released", "erasure_proposed", "erasure_dropped")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_how_cases_ended_and_where_they_stand_is_read_off_their_history(kind: str, new_database: MakeDatabase) -> None:
    database, dice = new_database(kind), Random(7)
    keys = keys_beside(database)
    histories = [["submitted", *dice.choices(HAPPENED, k=dice.randrange(8))] for _ in range(60)]
    histories += [["submitted", "closed", "run_out", "erasure_proposed", "erased"]]
    with database.write() as conn:
        made = [cases.insert(conn, a_case(erased_on=NOW.date() if history[-1] == "erased" else None)) for history in histories]
        for case_id, history in zip(made, histories, strict=True):
            for number, what in enumerate(history, start=1):
                detail = {"on": f"2026-01-{number:02}", "outcome": dice.choice(list(OutcomeCode)).value} if what == "closed" else {}
                events.append(conn, events.Event(case_id=case_id, at=NOW, kind=what, actor="staff", detail=detail))
    database.downgrade(keys, "0006")
    database.upgrade(keys)
    with database.read() as conn:
        for case_id in made:
            case, told = cases.by_id(conn, case_id), settled(fold(events.of_case(conn, case_id)))
            assert (case.closed_on, case.outcome, case.keeping) == (told["closed_on"], told["outcome"], told["keeping"])  # type: ignore[union-attr]
    keys.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_password_given_to_begin_with_opens_nothing_once_its_day_is_forgotten(kind: str, new_database: MakeDatabase) -> None:
    database = new_database(kind)
    keys = keys_beside(database)
    with database.write() as conn:
        given = accounts.add(conn, "one@council.example", "One", "officer", hash_password("four calm grey horses"), NOW, NOW)
        own = accounts.add(conn, "two@council.example", "Two", "officer", hash_password("four calm grey horses"), NOW)
    database.downgrade(keys, "0007")
    database.upgrade(keys)
    with database.read() as conn:
        opens = {id: password_matches(accounts.by_id(conn, id).password_hash, "four calm grey horses") for id in (given, own)}  # type: ignore[union-attr]
    assert opens == {given: False, own: True}
    keys.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_services_and_own_views_go_and_come_while_cases_stay(kind: str, new_database: MakeDatabase) -> None:
    database = new_database(kind)
    keys = keys_beside(database)
    with database.write() as conn:
        person = accounts.add(conn, "one@council.example", "One", "officer", "hash", NOW)
        case_id = cases.insert(conn, a_case(service_area="carers", team="fostering", handler_id=person, service_asked_on=NOW.date()))
        conn.exec_driver_sql(f"INSERT INTO saved_views (id, staff_id, name, query) VALUES (1, {person}, 'Mine', '{{}}')")
    database.downgrade(keys, "0013")
    database.upgrade(keys)
    with database.read() as conn:
        case = cases.by_id(conn, case_id)
        assert case is not None and (case.handler_id, case.service_area, case.service_asked_on) == (person, None, None)
        assert conn.exec_driver_sql("SELECT count(*) FROM saved_views").scalar_one() == 0


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_cases_are_kept_whether_or_not_it_is_known_that_somebody_wrote(kind: str, new_database: MakeDatabase) -> None:
    database = new_database(kind)
    keys = keys_beside(database)
    with database.write() as conn:
        case_id = cases.insert(conn, a_case(wrote_at=NOW))
    database.downgrade(keys, "0013")
    database.upgrade(keys)
    with database.read() as conn:
        row = cases.by_id(conn, case_id)
        assert row is not None and row.wrote_at is None


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whoever_was_named_in_a_history_before_is_kept_out_of_the_case_from_then_on(kind: str, new_database: MakeDatabase) -> None:
    database = new_database(kind)
    keys = keys_beside(database)
    with database.write() as conn:
        people = [accounts.add(conn, f"{name}@council.example", name, "officer", "hash", NOW) for name in ("a", "b", "c")]
        case_ids = [cases.insert(conn, a_case(reference=reference)) for reference in ("KMR-2346-789", "BCD-2346-789")]
        for case_id, named in ((case_ids[0], [people[0], people[1]]), (case_ids[0], [people[1], people[2]]), (case_ids[1], [people[0]]), (case_ids[1], [])):
            events.append(conn, events.Event(case_id, NOW, "conflict_named", "staff", staff_id=people[2], detail={"staff": named}))
    database.downgrade(keys, "0013")
    database.upgrade(keys)
    with database.read() as conn:
        kept_out = {(case_id, person) for person in people for case_id in case_people.kept_out_of(conn, person)}
        assert kept_out == {(case_ids[0], people[1]), (case_ids[0], people[2])}
        assert conn.execute(text("SELECT count(*) FROM case_people WHERE until IS NULL")).scalar_one() == 2
    keys.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_older_portal_is_not_left_with_documents_that_it_would_show_to_the_person(kind: str, new_database: MakeDatabase) -> None:
    database = new_database(kind)
    keys = keys_beside(database)
    with database.write() as conn:
        case_id = cases.insert(conn, a_case())
        for blob, by_office in (("hers", False), ("ours", True)):
            files.insert(conn, files.NewFile(None, blob, "pdf", 9, "clean", NOW, b"label", case_id, by_office))
    database.downgrade(keys, "0019")
    with database.read() as conn:
        left = dict(conn.execute(text("SELECT blob, case_id FROM files")).all())
    assert left == {"hers": case_id, "ours": None}
    database.upgrade(keys)
    with database.read() as conn:
        assert [(row.blob, row.by_office, row.sealed) for row in files.of_case(conn, case_id)] == [("hers", False, b"label")]
        assert files.left_over(conn) == ["ours"], "the day's work takes it off the shelf"
    keys.dispose()
