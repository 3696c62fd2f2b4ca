"""The audit finds what was altered where it stands, day by day and case by case, and says so in plain words."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from portal.actions import auditing, erasing, handling
from portal.actions.auditing import Found, walk_case, walk_cases, walk_heads
from portal.actions.case_file import NoSuchCase, open_file
from portal.actions.desk import Desk
from portal.actions.digest import digest_on
from portal.cli.audit import CUT_OFF
from portal.cli.audit import audit as commands
from portal.handoff.daily import do_days_work
from portal.seal.audit_key import AuditKey
from portal.store import events
from portal.store.events import Event
from tests.actions.desks import NOW, a_case, an_officer

ONE, TWO = "KMR-2346-789", "KMR-2346-788"
IN_ONE, IN_TWO = (f"case_id = (SELECT id FROM cases WHERE reference = '{reference}')" for reference in (ONE, TWO))


@pytest.fixture
def desk(desk: Desk) -> Desk:
    return replace(desk, audit=AuditKey(b"a" * 32))


@pytest.fixture
def worked(desk: Desk) -> Desk:
    """Two cases with a history, and the heads of three days."""
    a_case(desk, ONE)
    a_case(desk, TWO)
    officer = an_officer(desk)
    _head(desk, 0)
    handling.take(desk, ONE, officer, NOW)
    handling.change_route(desk, ONE, "corporate", "It is about a bill", officer, NOW)
    open_file(desk, TWO, officer, NOW)
    _head(desk, 1)
    handling.acknowledge(desk, ONE, "<p>Thank you</p>", officer, NOW)
    _head(desk, 2)
    return desk


def _head(desk: Desk, day: int) -> None:
    with desk.database.write() as conn:
        auditing.write_head(desk, conn, NOW + timedelta(days=day))


def _sql(desk: Desk, *statements: str) -> None:
    with desk.database.write() as conn:
        for statement in statements:
            conn.execute(text(statement))


def _lines(desk: Desk, day: int = 2) -> list[str]:
    found = Found()
    lines = [*walk_cases(desk, found), *walk_heads(desk, found, NOW + timedelta(days=day))]
    assert found.wrong == len(lines)
    return lines


def test_what_nobody_altered_is_found_whole_and_counted(worked: Desk) -> None:
    found = Found()
    assert [*walk_cases(worked, found), *walk_heads(worked, found, NOW)] == []
    assert (found.cases, found.heads, found.wrong) == (2, 3, 0)
    with worked.database.read() as conn:
        assert found.events == conn.execute(text("SELECT count(*) FROM events")).scalar_one()


def test_memory_and_batches_do_not_change_what_is_found(worked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _sql(worked, "UPDATE events SET kind = 'x' WHERE place = 2", "UPDATE audit_heads SET count = 0")
    before = _lines(worked)
    for module, name in ((auditing, "CASES_AT_ONCE"), (auditing, "HEADS_AT_ONCE")):
        monkeypatch.setattr(module, name, 1)
    assert len(before) > 2 and _lines(worked) == before


CHANGES = {
    "case_id": "",
    "at": "'2026-11-23 09:30:00.000001+00:00'",
    "kind": "'read'",
    "actor": "'portal'",
    "staff_id": "NULL",
    "detail": "'{}'",
    "sealed": "NULL",
    "place": "99",
    "hash": "NULL",
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_of_any_column_is_found_and_named(worked: Desk, column: str) -> None:
    value = "'2026-11-23 09:30:00.000001'" if column == "at" and worked.database.on_sqlite else CHANGES[column]
    if column == "case_id":
        _sql(worked, f"UPDATE events SET {IN_TWO}, place = 50 WHERE {IN_ONE} AND place = 3")
    else:
        _sql(worked, f"UPDATE events SET {column} = {value} WHERE {IN_ONE} AND place = 3")
    lines = _lines(worked)
    assert any(line.startswith(f"Case {ONE}: ") and "event 3" in line for line in lines), lines


def test_the_columns_of_an_event_are_all_tried(worked: Desk) -> None:
    with worked.database.read() as conn:
        columns = set(conn.execute(text("SELECT * FROM events LIMIT 1")).keys())
    assert columns - {"id"} == set(CHANGES)


def test_another_number_for_an_event_is_seen_by_the_heads(worked: Desk) -> None:
    _sql(worked, f"UPDATE events SET id = 100000 WHERE {IN_ONE} AND place = 2")
    assert _lines(worked) == ["Head of 2026-11-24: 3 events were there, and 2 are: some were removed after that day."]


def test_a_removed_event_is_named(worked: Desk) -> None:
    _sql(worked, f"DELETE FROM events WHERE {IN_ONE} AND place = 2")
    assert f"Case {ONE}: event 2 is not there." in _lines(worked)


def test_an_end_that_was_cut_off_is_seen_by_the_head_of_its_day(worked: Desk) -> None:
    _sql(worked, f"DELETE FROM events WHERE {IN_ONE} AND place = (SELECT max(place) FROM events WHERE {IN_ONE})")
    assert _lines(worked) == ["Head of 2026-11-25: 1 events were there, and 0 are: some were removed after that day."]


REMOVE_HEADS = "DELETE FROM audit_heads WHERE day > '2026-11-23'"


def test_heads_that_were_removed_show_by_the_next_which_covers_too_late(worked: Desk) -> None:
    """The end of one history goes with the heads since then; what others wrote in those days stays."""
    _sql(worked, REMOVE_HEADS, f"DELETE FROM events WHERE {IN_ONE} AND place > 1")
    assert _lines(worked) == []
    assert _lines(worked, 3) == [
        "The newest head is of 2026-11-23, and there are events since 2026-11-23: the day's work is not done, or heads were removed."
    ]
    _head(worked, 3)
    (line,) = _lines(worked, 3)
    assert line.startswith("Head of 2026-11-26: it is the first to cover an event of 2026-11-23. A head before it should have")
    found = Found()
    assert list(walk_heads(worked, found, NOW, date(2026, 11, 25))) == [line]
    assert list(walk_heads(worked, found, NOW, date(2026, 11, 26))) == [] and found.wrong == 1


def test_a_first_head_that_covers_too_late_has_had_another_before_it(worked: Desk) -> None:
    _sql(worked, "DELETE FROM audit_heads")
    assert _lines(worked) == [], "after two days there may be none yet"
    (line,) = _lines(worked, 3)
    assert line.startswith("There is no head at all, and there are events since 2026-11-23: ")
    _head(worked, 3)
    (line,) = _lines(worked, 3)
    assert line.startswith("Head of 2026-11-26: it is the first to cover an event of 2026-11-23.")


def test_a_worker_that_stood_still_for_a_day_or_a_house_without_events_is_nothing_wrong(worked: Desk) -> None:
    handling.change_route(worked, ONE, "childrens_act", "It is about a visit", an_officer(worked, "B. Officer"), NOW + timedelta(days=3))
    _head(worked, 5)
    _head(worked, 40)
    assert _lines(worked, 80) == []


def test_a_head_that_covers_nothing_new_hides_no_head_before_it(worked: Desk) -> None:
    _sql(worked, REMOVE_HEADS)
    for day in (9, 10):
        _head(worked, day)
    assert [line[:18] for line in _lines(worked, 11)] == ["Head of 2026-12-02"]


def test_a_case_that_was_removed_with_all_its_history_is_seen_by_the_heads(worked: Desk) -> None:
    _sql(worked, "DELETE FROM cases WHERE reference = 'KMR-2346-788'")
    assert [line.partition(":")[0] for line in _lines(worked)] == ["Head of 2026-11-23", "Head of 2026-11-24"]


def test_an_event_put_in_by_hand_is_named(worked: Desk) -> None:
    columns = "case_id, at, kind, actor, detail"
    _sql(worked, f"INSERT INTO events ({columns}) SELECT {columns} FROM events WHERE place = 1 AND {IN_TWO}")
    lines = _lines(worked)
    assert len(lines) == 1 and lines[0].startswith(f"Case {TWO}: ") and "portal did not write it" in lines[0]
    handling.take(worked, TWO, an_officer(worked, "B. Officer"), NOW)


def test_a_chain_made_anew_by_whoever_may_write_is_seen_by_the_heads(worked: Desk) -> None:
    """A thief with the code and the database: each case holds together again, and the heads do not fit."""
    with worked.database.write() as conn:
        case_id = conn.execute(text(f"SELECT id FROM cases WHERE reference = '{ONE}'")).scalar_one()
        history = events.of_case(conn, case_id)
        conn.execute(text(f"DELETE FROM events WHERE {IN_ONE}"))
        for event in history:
            kind = "read" if event.kind == "taken" else event.kind
            events.append(conn, Event(case_id, event.at, kind, event.actor, event.staff_id, event.detail, event.sealed))
    assert [line[:4] for line in _lines(worked)] == ["Head"] * 3


def test_heads_made_anew_without_the_key_are_not_sealed(worked: Desk) -> None:
    thief = replace(worked, audit=AuditKey(b"t" * 32))
    _sql(worked, "DELETE FROM audit_heads")
    for day in range(3):
        _head(thief, day)
    lines = _lines(worked)
    assert len(lines) == 3 and all("not sealed with the audit key" in line for line in lines)
    _sql(worked, "UPDATE audit_heads SET seal = NULL")
    assert len(_lines(worked)) == 3


def test_one_case_can_be_looked_at_alone(worked: Desk) -> None:
    _sql(worked, f"UPDATE events SET kind = 'x' WHERE {IN_ONE} AND place = 2")
    found = Found()
    assert list(walk_case(worked, TWO, found)) == []
    assert len(list(walk_case(worked, ONE, found))) == 1
    assert (found.cases, found.wrong) == (2, 1)
    with pytest.raises(NoSuchCase):
        list(walk_case(worked, "KMR-0000-000", found))


def test_an_erased_case_keeps_its_chain_whole(worked: Desk) -> None:
    erasing.propose_erasure(worked, ONE, "request", "x", an_officer(worked, "C. Officer"), NOW)
    erasing.erase(worked, ONE, an_officer(worked, "D. Officer"), NOW)
    assert _lines(worked) == []


def test_a_head_is_written_once_a_day_and_goes_out_with_the_digest(worked: Desk) -> None:
    _head(worked, 2)
    found = Found()
    list(walk_heads(worked, found, NOW))
    assert found.heads == 3
    assert "audit_head" in do_days_work(worked, NOW + timedelta(days=9))
    head = auditing.last_head(worked)
    with worked.database.read() as conn:
        assert digest_on(worked, conn, NOW).head == head
    assert head and auditing.day_of_head(worked, head.hash) == head.day
    assert _lines(worked) == []


def test_a_digest_with_nothing_but_a_head_is_not_sent(desk: Desk) -> None:
    _head(desk, 0)
    with desk.database.read() as conn:
        digest = digest_on(desk, conn, NOW)
    assert digest.head and not digest and not digest.is_pressing


@pytest.fixture
def flask(worked: Desk, monkeypatch: pytest.MonkeyPatch) -> Any:
    @contextmanager
    def opened() -> Iterator[Desk]:
        yield worked

    monkeypatch.setattr(sys.modules["portal.cli.audit"], "opened", opened)
    return lambda *words: CliRunner().invoke(commands, list(words))


def test_the_command_says_how_much_it_saw_and_ends_well(flask: Any) -> None:
    done = flask("verify")
    assert (done.exit_code, done.stdout.splitlines()) == (0, [CUT_OFF, "Cases: 2. Events: 6. Heads: 3. Wrong: 0."])


def test_the_command_says_what_only_a_head_from_outside_shows_where_none_was_given(flask: Any, worked: Desk) -> None:
    hash = flask("head").stdout.split()[1]
    _sql(worked, REMOVE_HEADS, f"DELETE FROM events WHERE {IN_ONE} AND place > 1", f"DELETE FROM events WHERE {IN_TWO} AND place > 1")
    silent = flask("verify")
    assert silent.exit_code == 0 and "only a head that was kept outside shows it" in silent.stdout
    told = flask("verify", "--kept", hash)
    assert told.exit_code == 1 and "only a head" not in told.stdout


def test_days_without_a_head_that_somebody_knows_of_are_told_no_more(flask: Any, worked: Desk) -> None:
    _sql(worked, REMOVE_HEADS)
    _head(worked, 9)
    assert flask("verify").exit_code == 1
    assert flask("verify", "--known-to", "2026-12-01").exit_code == 1
    assert flask("verify", "--known-to", "2026-12-02").exit_code == 0
    assert flask("verify", "--known-to", "soon").exit_code == 2


def test_the_command_names_what_is_wrong_and_ends_with_1(flask: Any, worked: Desk) -> None:
    _sql(worked, f"UPDATE events SET actor = 'portal' WHERE {IN_ONE} AND place = 2")
    done = flask("verify")
    lines = done.stdout.splitlines()
    assert (done.exit_code, lines[0]) == (
        1, f"Case {ONE}: event 2 (taken, 2026-11-23 09:30 UTC) is not what was written, or does not stand where it was written."
    )  # fmt: skip
    assert lines[-1] == "Cases: 2. Events: 6. Heads: 3. Wrong: 1."
    assert flask("verify", "--case", ONE).exit_code == 1
    assert flask("verify", "--case", TWO).exit_code == 0
    assert flask("verify", "--case", "KMR-0000-000").exit_code == 2


def test_the_head_that_was_printed_is_known_until_heads_are_removed(flask: Any, worked: Desk) -> None:
    day, hash, *_ = flask("head").stdout.split()
    assert day == "2026-11-25"
    assert flask("verify", "--kept", hash).exit_code == 0
    _sql(worked, "DELETE FROM audit_heads WHERE day = '2026-11-25'")
    gone = flask("verify", "--kept", hash)
    assert gone.exit_code == 1 and "not among those here" in gone.stdout
    assert flask("verify", "--kept", "x").exit_code == 2
    _sql(worked, "DELETE FROM audit_heads")
    assert flask("head").exit_code == 2
