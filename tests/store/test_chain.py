"""Chains where they stand: two who add at once, a crash in between, and rows that were there before chains were."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.casework.chain import first_break
from portal.store import cases, events, heads
from portal.store.database import Database
from portal.store.events import Event
from tests.actions.desks import keys_beside
from tests.databases import MakeDatabase
from tests.store.made import NOW, a_case

AT_ONCE, EACH = 6, 8


def _a_case(database: Database) -> int:
    with database.write() as conn:
        case_id = cases.insert(conn, a_case())
        events.append(conn, Event(case_id, NOW, "submitted", "complainant", detail={"a": 1.5, "b": ["é", None]}, sealed=b"x"))
        return case_id


def test_many_who_add_at_once_make_one_chain_whether_they_hold_the_case_or_not(database: Database) -> None:
    case_id, ready = _a_case(database), Barrier(AT_ONCE)

    def add(number: int) -> None:
        ready.wait()
        for _ in range(EACH):
            with database.write() as conn:
                if number % 2:
                    cases.held(conn, case_id)
                events.append(conn, Event(case_id, NOW, "read", "staff"), Event(case_id, NOW, "taken", "staff"))

    with ThreadPoolExecutor(AT_ONCE) as workers:
        list(workers.map(add, range(AT_ONCE)))
    with database.read() as conn:
        history = events.of_case(conn, case_id)
    assert [event.place for event in history] == list(range(1, 2 + 2 * AT_ONCE * EACH))
    assert [event.id for event in history] == sorted(event.id for event in history)
    assert first_break(history) is None


def test_a_crash_between_event_and_commit_leaves_nothing_and_the_chain_goes_on(database: Database) -> None:
    case_id = _a_case(database)
    with pytest.raises(ZeroDivisionError), database.write() as conn:
        events.append(conn, Event(case_id, NOW, "taken", "staff"))
        raise ZeroDivisionError
    with database.write() as conn:
        events.append(conn, Event(case_id, NOW, "read", "staff"))
    with database.read() as conn:
        history = events.of_case(conn, case_id)
    assert [(event.place, event.kind) for event in history] == [(1, "submitted"), (2, "read")]
    assert first_break(history) is None


def test_a_place_is_taken_once_whoever_writes(database: Database) -> None:
    case_id = _a_case(database)
    with pytest.raises(IntegrityError), database.write() as conn:
        conn.execute(
            text("INSERT INTO events (case_id, at, kind, actor, detail, place) SELECT case_id, at, kind, actor, detail, 1 FROM events")
        )
    with database.read() as conn:
        assert len(events.of_case(conn, case_id)) == 1


def test_a_head_waits_for_whoever_is_writing_and_lets_others_write_at_once(new_database: MakeDatabase) -> None:
    database = new_database("postgresql")
    one, two = _a_case(database), _a_case(database)
    with database.write() as slow:
        events.append(slow, Event(one, NOW, "read", "staff"))
        with database.write() as conn:
            events.append(conn, Event(two, NOW, "read", "staff"))
        with ThreadPoolExecutor(1) as worker:
            end = worker.submit(_settled_end, database)
            with pytest.raises(TimeoutError):
                end.result(0.3)
            slow.commit()
            assert end.result(5) == 4
    with database.write() as conn:
        heads.settled_end(conn)
        with database.write() as other:
            events.append(other, Event(one, NOW, "read", "staff"))


def _settled_end(database: Database) -> int:
    with database.write() as conn:
        return heads.settled_end(conn)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_histories_that_were_there_before_become_chains_and_go_on(kind: str, new_database: MakeDatabase) -> None:
    database = new_database(kind)
    keys = keys_beside(database)
    made = [_a_case(database) for _ in range(450)]
    with database.write() as conn:
        for number, case_id in enumerate(made):
            more = [Event(case_id, NOW + timedelta(seconds=n), "read", "staff", detail={"z": n, "a": "ü"}) for n in range(number % 4)]
            events.append(conn, *more)
    with database.read() as conn:
        before = {case_id: events.of_case(conn, case_id) for case_id in made}
    database.downgrade(keys, "0010")
    with database.write() as conn:
        columns = conn.execute(text("SELECT * FROM events LIMIT 1")).keys()
        assert not {"place", "hash"} & set(columns)
    database.upgrade(keys)
    with database.write() as conn:
        assert {case_id: events.of_case(conn, case_id) for case_id in made} == before
        events.append(conn, Event(made[-1], NOW, "taken", "staff"))
        assert first_break(events.of_case(conn, made[-1])) is None
    keys.dispose()
