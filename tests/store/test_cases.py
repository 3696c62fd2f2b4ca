from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError

from portal.store import cases, staff
from portal.store.cases import NewCase, NewPoint
from portal.store.database import Database, ReferenceTaken
from portal.store.tables import NO_DUE_DATE
from tests.store.made import NOW, TODAY, a_case

AWKWARD = 'O’Brien\'s "quote"; DROP TABLE cases; -- % _ \\ é 🌻 \u200fעברית العربية \n\t end'


def test_a_case_comes_back_as_it_was_kept(database: Database) -> None:
    new = a_case(
        child_status=("looked_after", "in_need"),
        matters=("placement", "family_time"),
        facts={"complainant": "parent", "matters": ["placement"], "age": 14, "about_child": False, "words": AWKWARD},
        decision={"reasons": [{"rule": "x", "cites": [AWKWARD]}], "also": []},
        danger=True,
        rank=cases.RANK_DANGER,
        due_on=date(2026, 2, 1),
        latest_on=date(2026, 3, 1),
        complainant=None,
    )
    with database.write() as conn:
        id = cases.insert(conn, new)
    with database.read() as conn:
        by_reference, by_id = cases.by_reference(conn, new.reference), cases.by_id(conn, id)
    assert by_reference is not None
    assert by_reference == by_id
    assert {field.name: getattr(by_reference, field.name) for field in fields(NewCase)} == {
        field.name: getattr(new, field.name) for field in fields(NewCase)
    }


def test_awkward_words_are_found_again_by_exactly_those_words(database: Database) -> None:
    with database.write() as conn:
        cases.insert(conn, a_case(reference=AWKWARD))
        kept = cases.by_reference(conn, AWKWARD)
        assert kept is not None
        assert kept.reference == AWKWARD
        assert cases.by_reference(conn, AWKWARD.lower()) is None


def test_no_codes_are_kept_as_no_codes(database: Database) -> None:
    with database.write() as conn:
        kept = cases.by_id(conn, cases.insert(conn, a_case(matters=(), child_status=())))
    assert kept is not None
    assert (kept.matters, kept.child_status) == ((), ())


def test_codes_given_as_one_text_are_refused_and_not_spelled_out_letter_by_letter(database: Database) -> None:
    with pytest.raises(Exception, match="come as a tuple"), database.write() as conn:
        cases.insert(conn, a_case(matters="placement"))


def test_a_reference_is_given_once_and_the_loser_leaves_nothing(database: Database) -> None:
    with database.write() as conn:
        cases.insert(conn, a_case(reference="AB12"))
    with pytest.raises(ReferenceTaken), database.write() as conn:
        other = cases.insert(conn, a_case(reference="AB13"))
        cases.insert(conn, a_case(reference="AB12"))
    with database.read() as conn:
        assert cases.by_reference(conn, "AB13") is None
        assert cases.by_id(conn, other) is None


def test_of_many_cases_with_one_reference_one_is_kept(database: Database) -> None:
    together = Barrier(6)

    def submit(_: int) -> bool:
        together.wait(10)
        try:
            with database.write() as conn:
                cases.insert(conn, a_case(reference="AB12"))
        except ReferenceTaken:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(submit, range(6))).count(True) == 1


def test_a_handler_who_does_not_exist_is_refused_and_is_not_called_a_taken_reference(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as conn:
        cases.insert(conn, a_case(handler_id=987_654))


def test_updating_sets_only_what_is_named(database: Database) -> None:
    with database.write() as conn:
        handler = staff.add(conn, "a@example.org", "A", "officer", "hash", NOW)
        one, two = cases.insert(conn, a_case()), cases.insert(conn, a_case())
        before = cases.by_id(conn, two)
        cases.update(conn, one, handler_id=handler, matters=("placement",), facts={"age": 9}, open=False)
        kept = cases.by_id(conn, one)
        assert cases.by_id(conn, two) == before
    assert kept is not None
    assert (kept.handler_id, kept.matters, kept.facts, kept.open) == (handler, ("placement",), {"age": 9}, False)
    assert (kept.route, kept.due_on) == ("statutory", NO_DUE_DATE)


def test_updating_a_column_to_not_known_forgets_it(database: Database) -> None:
    with database.write() as conn:
        id = cases.insert(conn, a_case(latest_on=TODAY, procedure="statutory"))
        cases.update(conn, id, latest_on=None, procedure=None)
        kept = cases.by_id(conn, id)
    assert kept is not None
    assert (kept.latest_on, kept.procedure) == (None, None)


def test_a_column_that_does_not_exist_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="status"), database.write() as conn:
        cases.update(conn, cases.insert(conn, a_case()), status="done")


def test_officers_who_hold_a_case_take_turns(database: Database) -> None:
    """Each adds one to what it read: a lost update would show in the sum."""
    with database.write() as conn:
        id = cases.insert(conn, a_case(stage=0))
    together = Barrier(4)

    def add_one(_: int) -> None:
        together.wait(10)
        for _ in range(5):
            with database.write() as conn:
                case = cases.held(conn, id)
                assert case is not None
                cases.update(conn, id, stage=case.stage + 1)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_one, range(4)))
    with database.read() as conn:
        kept = cases.by_id(conn, id)
    assert kept is not None
    assert kept.stage == 20


def test_papers_come_oldest_first_and_by_kind(database: Database) -> None:
    with database.write() as conn:
        id, other = cases.insert(conn, a_case()), cases.insert(conn, a_case())
        first = cases.add_paper(conn, id, NOW, "asked", b"first")
        cases.add_paper(conn, other, NOW, "asked", b"of another case")
        second = cases.add_paper(conn, id, NOW - timedelta(days=1), "letter", b"second")
        assert [paper.id for paper in cases.papers_of(conn, id)] == [first, second]
        assert [paper.sealed for paper in cases.papers_of(conn, id, "letter")] == [b"second"]


def test_points_come_by_number_and_each_goes_its_own_way(database: Database) -> None:
    with database.write() as conn:
        id = cases.insert(conn, a_case())
        one = NewPoint(1, "placement", "statutory", [{"rule": "r", "cites": [AWKWARD]}], b"words one")
        two = NewPoint(2, None, "corporate", [], b"words two")
        cases.add_points(conn, id, (point for point in (two, one)))
        assert cases.set_point_route(conn, id, 2, "court") is True
        assert cases.set_point_route(conn, id, 3, "court") is False
        kept = cases.points_of(conn, id)
    assert [(p.number, p.matter, p.route, p.reasons, p.sealed) for p in kept] == [
        (1, "placement", "statutory", one.reasons, b"words one"),
        (2, None, "court", [], b"words two"),
    ]


def test_a_case_without_points_has_none(database: Database) -> None:
    with database.write() as conn:
        id = cases.insert(conn, a_case())
        cases.add_points(conn, id, ())
        assert cases.points_of(conn, id) == []


def test_nothing_can_belong_to_a_case_that_does_not_exist(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as conn:
        cases.add_paper(conn, 987_654, NOW, "asked", b"sealed")
