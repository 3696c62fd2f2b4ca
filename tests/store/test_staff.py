from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError

from portal.store import staff
from portal.store.database import Connection, Database, EmailTaken
from portal.store.staff import SessionRow, StaffRow
from tests.store.made import NOW

LATER = NOW + timedelta(minutes=5)
TOKEN = "a" * 64


def an_officer(conn: Connection, email: str = "ada@example.org", name: str = "Ada") -> int:
    return staff.add(conn, email, name, "officer", "hash", NOW)


def test_an_officer_is_found_by_address_however_it_is_typed(database: Database) -> None:
    with database.write() as conn:
        id = an_officer(conn, " Ada@Example.ORG ")
        expected = StaffRow(id, "ada@example.org", "Ada", "officer", "hash", 0, None, True, NOW)
        assert staff.by_email(conn, "ADA@example.org ") == expected
        assert staff.by_id(conn, id) == expected
        assert staff.held(conn, id) == expected
        assert staff.by_email(conn, "ad_@example.org") is None
        assert staff.by_id(conn, id + 1) is None


def test_two_officers_cannot_share_an_address(database: Database) -> None:
    with pytest.raises(EmailTaken), database.write() as conn:
        an_officer(conn)
        an_officer(conn, "ADA@example.org")


def test_everyone_is_listed_by_name_whether_active_or_not(database: Database) -> None:
    with database.write() as conn:
        an_officer(conn, "b@example.org", "Bea")
        first = an_officer(conn, "a@example.org", "Ada")
        staff.set_active(conn, first, False)
        assert [(person.name, person.active) for person in staff.everyone(conn)] == [("Ada", False), ("Bea", True)]


def test_failures_are_kept_and_forgotten(database: Database) -> None:
    with database.write() as conn:
        id, other = an_officer(conn), an_officer(conn, "other@example.org")
        staff.record_failure(conn, id, LATER, 5)
        kept, untouched = staff.by_id(conn, id), staff.by_id(conn, other)
        assert kept is not None
        assert untouched is not None
        assert (kept.failures, kept.locked_until) == (5, LATER)
        assert (untouched.failures, untouched.locked_until) == (0, None)
        staff.clear_failures(conn, id)
        kept = staff.by_id(conn, id)
        assert kept is not None
        assert (kept.failures, kept.locked_until) == (0, None)


def test_recording_nothing_leaves_everybody_as_they_were(database: Database) -> None:
    with database.write() as conn:
        staff.record_nothing(conn)
        an_officer(conn)
        staff.record_failure(conn, an_officer(conn, "other@example.org"), LATER, 5)
        before = staff.everyone(conn)
        staff.record_nothing(conn)
        assert staff.everyone(conn) == before


def test_failures_side_by_side_are_each_counted(database: Database) -> None:
    with database.write() as conn:
        id = an_officer(conn)
    together = Barrier(6)

    def fail(_: int) -> None:
        together.wait(10)
        with database.write() as conn:
            person = staff.held(conn, id)
            assert person is not None
            staff.record_failure(conn, id, None, person.failures + 1)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(fail, range(6)))
    with database.read() as conn:
        person = staff.by_id(conn, id)
    assert person is not None
    assert person.failures == 6


def test_a_new_password_replaces_the_old_one(database: Database) -> None:
    with database.write() as conn:
        id = an_officer(conn)
        staff.set_password(conn, id, "new hash")
        person = staff.by_id(conn, id)
    assert person is not None
    assert person.password_hash == "new hash"


def test_a_session_says_who_is_signed_in_and_since_when(database: Database) -> None:
    with database.write() as conn:
        id = an_officer(conn)
        staff.start_session(conn, TOKEN, id, NOW)
        staff.touch_session(conn, TOKEN, LATER)
        assert staff.session(conn, TOKEN) == (staff.by_id(conn, id), SessionRow(TOKEN, id, NOW, LATER, None))
        assert staff.session(conn, "b" * 64) is None


def test_a_session_that_ended_signs_nobody_in_and_is_not_touched_back_to_life(database: Database) -> None:
    with database.write() as conn:
        staff.start_session(conn, TOKEN, an_officer(conn), NOW)
        staff.end_session(conn, TOKEN, LATER)
        staff.touch_session(conn, TOKEN, LATER)
        assert staff.session(conn, TOKEN) is None


def test_a_closed_account_is_signed_out_everywhere_at_once(database: Database) -> None:
    with database.write() as conn:
        id = an_officer(conn)
        staff.start_session(conn, TOKEN, id, NOW)
        staff.set_active(conn, id, False)
        assert staff.session(conn, TOKEN) is None


def test_ending_all_sessions_ends_those_of_one_person_only(database: Database) -> None:
    with database.write() as conn:
        id, other = an_officer(conn), an_officer(conn, "other@example.org")
        for token, person in (("a" * 64, id), ("b" * 64, id), ("c" * 64, other)):
            staff.start_session(conn, token, person, NOW)
        staff.end_session(conn, "b" * 64, NOW)
        assert staff.end_all_sessions(conn, id, LATER) == 1
        assert staff.session(conn, "a" * 64) is None
        assert staff.session(conn, "c" * 64) is not None


def test_a_session_of_nobody_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as conn:
        staff.start_session(conn, TOKEN, 987_654, NOW)
