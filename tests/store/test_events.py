from datetime import timedelta

from portal.store import cases, events, staff
from portal.store.database import Database
from portal.store.events import Event
from tests.store.made import NOW, a_case


def test_history_is_told_in_the_order_it_was_written(database: Database) -> None:
    with database.write() as conn:
        id, other = cases.insert(conn, a_case()), cases.insert(conn, a_case())
        events.append(conn, Event(id, NOW, "submitted", "complainant"))
        events.append(conn, Event(other, NOW, "submitted", "complainant"))
        events.append(conn, Event(id, NOW, "read", "staff"), Event(id, NOW - timedelta(days=1), "taken", "staff"))
        assert [event.kind for event in events.of_case(conn, id)] == ["submitted", "read", "taken"]
        assert [event.case_id for event in events.of_case(conn, other)] == [other]


def test_an_event_keeps_who_and_what_in_clear_and_the_words_sealed(database: Database) -> None:
    detail = {"route": "corporate", "was": None, "on": "2026-01-07", "days": [1, 2]}
    with database.write() as conn:
        id = cases.insert(conn, a_case())
        officer = staff.add(conn, "a@example.org", "A", "officer", "hash", NOW)
        events.append(conn, Event(id, NOW, "route_changed", "staff", officer, detail, b"why"))
        (kept,) = events.of_case(conn, id)
    assert (kept.at, kept.actor, kept.staff_id, kept.detail, kept.sealed) == (NOW, "staff", officer, detail, b"why")


def test_an_event_needs_no_words(database: Database) -> None:
    with database.write() as conn:
        id = cases.insert(conn, a_case())
        events.append(conn, Event(id, NOW, "submitted", "system"))
        events.append(conn)
        (kept,) = events.of_case(conn, id)
    assert (kept.staff_id, kept.detail, kept.sealed) == (None, {}, None)
