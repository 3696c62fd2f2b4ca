"""The queue's view of rights that are owed: kept beside each event, and found when a day passes by itself."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from portal.actions import closing, handling, settling
from portal.actions.case_file import open_file
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.rights import offer_right, rights_of
from portal.actions.settling import work_out_rights
from portal.casework.outcomes import OutcomeCode
from portal.casework.rights import Right
from portal.handoff.daily import EVERY_DAY, do_days_work
from portal.store import cases, queue
from portal.store.database import Connection, DatabaseUnavailable
from portal.store.queue import QueueFilter, View
from tests.actions.desks import NOW, a_case, answer_all, later, row_of
from tests.actions.test_taking_in import on_the_web, take_in

REFERENCE = "KMR-2346-789"


def owed_in_queue(desk: Desk, on: date) -> list[str]:
    with desk.database.read() as conn:
        return [row.reference for row in queue.page(conn, QueueFilter(View.OWED), today=on).rows]


def test_a_case_that_came_before_is_worked_out_by_the_days_work_once(desk: Desk, officer: int) -> None:
    case_id = a_case(desk, complainant="child", child_status=["looked_after"])
    with desk.database.write() as conn:
        cases.update(conn, case_id, owed_on=None)
    assert owed_in_queue(desk, london_day(NOW)) == [] and row_of(desk, case_id).owed_on is None
    assert work_out_rights(desk) == 1
    assert owed_in_queue(desk, london_day(NOW)) == [REFERENCE]
    assert work_out_rights(desk) == 0


def test_one_days_work_works_out_every_case_that_came_before_a_few_in_each_transaction(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(205):
        a_case(desk, f"KMR-2346-{number:03}", complainant="child", child_status=["looked_after"])
    with desk.database.write() as conn:
        conn.execute(text("UPDATE cases SET owed_on = NULL"))
    in_each: Counter[object] = Counter()
    settle = settling.settle_rights

    def counted(desk: Desk, conn: Connection, case_id: int) -> None:
        in_each[conn.get_transaction()] += 1
        settle(desk, conn, case_id)

    monkeypatch.setattr(settling, "settle_rights", counted)
    do_days_work(desk, NOW, tuple(work for work in EVERY_DAY if work.name == "work_out_rights"))
    assert sorted(in_each.values()) == [5, 100, 100]
    with desk.database.read() as conn:
        assert queue.counts(conn, today=london_day(NOW))["owed"] == 205
        assert queue.owed_not_worked_out(conn, 1) == []


def test_what_stopped_half_way_is_kept_and_the_rest_is_found_the_next_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [a_case(desk, f"KMR-2346-{number:03}") for number in range(5)]
    with desk.database.write() as conn:
        conn.execute(text("UPDATE cases SET owed_on = NULL"))
    settle = settling.settle_rights

    def fails_at_the_last(desk: Desk, conn: Connection, case_id: int) -> None:
        if case_id == ids[0]:
            raise DatabaseUnavailable
        settle(desk, conn, case_id)

    monkeypatch.setattr(settling, "settle_rights", fails_at_the_last)
    with pytest.raises(DatabaseUnavailable):
        work_out_rights(desk, at_once=2)
    monkeypatch.undo()
    with desk.database.read() as conn:
        assert queue.owed_not_worked_out(conn, 9) == [ids[0]]
    assert work_out_rights(desk) == 1


def test_a_right_that_is_offered_leaves_the_view(desk: Desk, officer: int) -> None:
    a_case(desk, complainant="child", child_status=["looked_after"])
    today = london_day(NOW)
    assert owed_in_queue(desk, today) == [REFERENCE]
    offer_right(desk, REFERENCE, Right.ADVOCATE, "telephone", today, {}, officer, NOW)
    assert owed_in_queue(desk, today) == []


def test_a_late_answer_owes_a_right_though_nothing_happened(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    with desk.database.read() as conn:
        counted = queue.counts(conn, today=row_of(desk, case_id).due_on)["owed"]
    file = open_file(desk, REFERENCE, officer, NOW)
    due = next(c for c in (row_of(desk, case_id).latest_on, row_of(desk, case_id).due_on) if c)
    first = next(d for d in (london_day(NOW) + timedelta(n) for n in range(90)) if any(r.owed for r in rights_of(desk, file, d)))
    assert counted == int(first <= row_of(desk, case_id).due_on) and first <= due + timedelta(1)
    assert owed_in_queue(desk, first - timedelta(1)) == [] and owed_in_queue(desk, first) == [REFERENCE]


def test_what_was_taken_in_late_may_owe_a_right_at_once(desk: Desk, officer: int) -> None:
    row = take_in(desk, officer, "parent", date(2026, 7, 1))
    file = open_file(desk, row.reference, officer, NOW)
    assert bool([r for r in rights_of(desk, file, london_day(NOW)) if r.owed]) == (owed_in_queue(desk, london_day(NOW)) == [row.reference])


def test_a_right_stays_owed_when_the_case_is_closed(desk: Desk, officer: int) -> None:
    a_case(desk)
    answer_all(desk, REFERENCE, officer, NOW, OutcomeCode.NOT_UPHELD)
    closing.close(desk, REFERENCE, OutcomeCode.NOT_UPHELD, "Answered.", officer, NOW)
    file = open_file(desk, REFERENCE, officer, NOW)
    assert [r for r in rights_of(desk, file, london_day(NOW)) if r.owed]
    assert owed_in_queue(desk, london_day(NOW)) == [REFERENCE]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(st.sampled_from(["take", "close", "reopen", *[f"offer {r.value}" for r in Right]]), max_size=6),
    who=st.sampled_from(["parent", "child"]), ahead=st.integers(0, 60),
)  # fmt: skip
def test_the_view_says_what_the_ledger_says_on_any_day(desk: Desk, officer: int, moves: list[str], who: str, ahead: int) -> None:
    row = on_the_web(desk, who)
    for number, move in enumerate(moves, 1):
        now = later(days=number)
        try:
            if move == "take":
                handling.take(desk, row.reference, officer, now)
            elif move == "close":
                answer_all(desk, row.reference, officer, now)
                closing.close(desk, row.reference, OutcomeCode.UPHELD, "Answered.", officer, now)
            elif move == "reopen":
                closing.reopen(desk, row.reference, "More came.", officer, now)
            else:
                offer_right(desk, row.reference, Right(move[6:]), "portal", london_day(now), {}, officer, now)
        except handling.moves.NotPossible:
            continue
    on = london_day(later(days=len(moves) + ahead))
    file = open_file(desk, row.reference, officer, later(days=7))
    owed = any(line.owed for line in rights_of(desk, file, on))
    assert (row.reference in owed_in_queue(desk, on)) == owed
