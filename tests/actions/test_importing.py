"""Bringing in what came from older systems: real cases out of records, every error with its line, all of them or none."""

import csv
import io
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, func, select

from portal.actions import case_file, handling
from portal.actions.auditing import Found as Audited
from portal.actions.auditing import walk_cases
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.importing import NotImported, bring_in, bringing, look_through, reading, schema
from portal.actions.replaying import replay
from portal.actions.stages import DECISIONS
from portal.casework.case import CaseState, fold
from portal.casework.chain import first_break
from portal.casework.outcomes import OutcomeCode
from portal.law.facts import Complainant, Stage
from portal.report.making import make
from portal.seal.office import OfficeKey
from portal.store import cases, events, learning, tables
from portal.store.database import Database, DatabaseUnavailable
from tests.actions.desks import NOW, desk_at
from tests.databases import MakeDatabase

WHOLE: dict[str, Any] = {
    "number": "CS/2024-017", "kind": "complaint", "received_on": "2024-01-08", "acknowledged_on": "2024-01-10", "channel": "email",
    "complainant": "parent", "represents": "child", "route": "statutory", "rights_told": True,
    "points": [
        {"matter": "placement", "services": ["social_care/assessment", "carers"], "causes": ["delay", "communication"], "outcome": "upheld", "remedies": ["apology", "payment"], "pence": 25000, "remedies_done_on": "2024-04-02"},
        {"matter": "communication", "outcome": "not_upheld"},
    ],
    "services": ["social_care/child_protection"], "causes": ["decision"],
    "stage_1": {"extended_on": "2024-01-19", "ground": "complex", "agreed": True, "answered_on": "2024-02-02"},
    "stage_2": {"asked_on": "2024-02-12", "how": "letter", "appointed_on": "2024-02-20", "extended_on": "2024-03-01", "extended_until": "2024-05-10", "reported_on": "2024-04-22", "answered_on": "2024-05-08", "outcome": "partly_upheld"},
    "stage_3": {"asked_on": "2024-05-20", "panel_on": "2024-06-24", "reported_on": "2024-06-28", "answered_on": "2024-07-15", "outcome": "upheld"},
    "ombudsman": {"asked_on": "2024-09-02", "answered_on": "2024-09-20", "decided_on": "2025-01-14", "decision": "upheld"},
    "advocate": {"came": "accepted", "on": "2024-01-15"},
    "learning": [
        {"set_on": "2024-07-16", "due_on": "2024-10-01", "grade": "team", "owner_service": "social_care/assessment", "done_on": "2024-09-30"},
        {"set_on": "2024-07-16", "due_on": "2024-12-01", "grade": "council", "owner_service": "education", "given_up_on": "2024-11-11"},
    ],
    "costs": [{"kind": "investigation", "pounds": 1850.5, "on": "2024-05-01", "stage": 2}, {"kind": "panel", "pounds": 900, "on": "2024-03-20", "stage": 3}],
    "closed_on": "2024-07-20",
}  # fmt: skip


@pytest.fixture
def sqlite_desk(new_database: MakeDatabase, office: OfficeKey) -> Iterator[Desk]:
    """A desk for what never writes: one database is enough."""
    made = desk_at(new_database("sqlite"), office)
    yield made
    made.keys.dispose()


def _data(*records: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(record) for record in records).encode()


def _brought(desk: Desk, *records: dict[str, Any]) -> list[cases.CaseRow]:
    before = _rows(desk)
    assert bring_in(desk, look_through(desk, _data(*records), NOW), NOW) == len(records)
    return _rows(desk)[len(before) :]


def _rows(desk: Desk) -> list[cases.CaseRow]:
    with desk.database.read() as conn:
        return cases.after(conn, 0, 100_000)


def _wrong(desk: Desk, data: bytes) -> list[str]:
    with pytest.raises(NotImported) as refused:
        look_through(desk, data, NOW)
    return [str(wrong) for wrong in refused.value.wrong]


def _small(**fields: Any) -> dict[str, Any]:
    plain = {"number": "1", "kind": "complaint", "received_on": "2024-01-08", "channel": "letter", "route": "statutory"}
    return {name: value for name, value in (plain | fields).items() if value is not None}


def test_a_record_with_every_field_becomes_a_case_that_says_all_of_it(desk: Desk) -> None:
    (row,) = _brought(desk, WHOLE)
    with desk.database.read() as conn:
        history = events.of_case(conn, row.id)
        told = learning.rows_of(conn, row.id)
        points = conn.execute(select(tables.points.c.number, tables.points.c.matter, tables.points.c.finding, tables.points.c.decided_on)).all()
        answers = conn.execute(select(tables.case_answers.c.stage, tables.case_answers.c.begun_on, tables.case_answers.c.answered_on)).all()
    state = fold(history)
    assert (row.received_on, row.acknowledged_on, row.closed_on, row.outcome) == (date(2024, 1, 8), date(2024, 1, 10), date(2024, 7, 20), "upheld")
    assert (row.route, row.procedure, row.stage, row.open, row.service_area, row.team) == ("statutory", "statutory", 3, False, "social_care", "child_protection")
    assert (row.complainant, row.matters, row.channel, row.facts["represents"]) == ("parent", ("placement", "communication"), "email", "child")
    assert [tuple(point) for point in points] == [
        (1, "placement", "upheld", date(2024, 2, 2)), (2, "communication", "not_upheld", date(2024, 2, 2)),
    ]  # fmt: skip
    assert [tuple(answer) for answer in answers] == [
        (1, date(2024, 1, 8), date(2024, 2, 2)), (2, date(2024, 2, 12), date(2024, 5, 8)), (3, date(2024, 5, 20), date(2024, 7, 15)),
    ]  # fmt: skip
    assert {(one["point"], one["service"], one["team"]) for one in told["point_services"]} == {
        (1, "social_care", "assessment"), (1, "carers", ""), (2, "social_care", "child_protection"),
    }  # fmt: skip
    assert {(one["point"], one["cause"]) for one in told["point_causes"]} == {(1, "delay"), (1, "communication"), (2, "decision")}
    assert [(one["status"], one["grade"], one["owner_service"]) for one in told["actions_due"]] == [
        ("done", "team", "social_care/assessment"), ("given_up", "council", "education"),
    ]  # fmt: skip
    assert {(one["remedy"], one["status"], one["paid"]) for one in told["remedies"]} == {("apology", "done", 0), ("payment", "done", 25000)}
    assert {(one["kind"], one["pence"], one["stage"]) for one in told["costs"]} == {("investigation", 185050, 2), ("panel", 90000, 3), ("redress", 25000, 1)}
    assert state.stages.ombudsman is not None
    assert (state.stages.ombudsman.asked_on, state.stages.ombudsman.answered_on, state.stages.ombudsman.code) == (date(2024, 9, 2), date(2024, 9, 20), "upheld")
    assert [(run.stage, run.asked_on, run.answered_on, run.outcome) for run in state.stages.runs[1:]] == [
        (2, date(2024, 2, 12), date(2024, 5, 8), "partly_upheld"), (3, date(2024, 5, 20), date(2024, 7, 15), "upheld"),
    ]  # fmt: skip
    assert state.extension is not None and state.extension.on == date(2024, 1, 19) and state.extension.agreed
    assert state.advocate is not None and state.advocate.accepted_on == date(2024, 1, 15)
    assert state.imported and history[0].detail["older"] == "CS/2024-017"
    assert [event.place for event in history] == list(range(1, len(history) + 1))
    assert all(event.staff_id is None and event.sealed is None for event in history)
    found = Audited()
    assert list(walk_cases(desk, found)) == [] and found.wrong == 0


def test_its_stages_and_the_ombudsman_stand_in_the_tables_that_reports_count(desk: Desk) -> None:
    (whole,) = _brought(desk, WHOLE)
    (small,) = _brought(desk, _small(number="9", route="corporate", received_on="2026-11-02"))
    about = {
        "area": "social_care", "enquiry": "", "services": ("carers", "social_care"), "teams": ("assessment", "child_protection"),
        "causes": ("communication", "decision", "delay"), "in_time": "yes",
    }  # fmt: skip
    assert _counted(desk, tables.case_stages, whole.id) == [
        {"place": 1, "procedure": "statutory", "stage": 1, "own": False, "asked_on": date(2024, 1, 8), "begun_on": date(2024, 1, 8), "due_on": date(2024, 2, 5), "ended_on": date(2024, 2, 2), "how": "answered", "outcome": "partly_upheld", "days": 19, "extended": True, "asked_month": 202401, "ended_month": 202402, **about},
        {"place": 2, "procedure": "statutory", "stage": 2, "own": False, "asked_on": date(2024, 2, 12), "begun_on": date(2024, 2, 12), "due_on": date(2024, 5, 10), "ended_on": date(2024, 5, 8), "how": "answered", "outcome": "partly_upheld", "days": 59, "extended": True, "asked_month": 202402, "ended_month": 202405, **about},
        {"place": 3, "procedure": "statutory", "stage": 3, "own": False, "asked_on": date(2024, 5, 20), "begun_on": date(2024, 5, 20), "due_on": date(2024, 7, 19), "ended_on": date(2024, 7, 15), "how": "answered", "outcome": "upheld", "days": 39, "extended": False, "asked_month": 202405, "ended_month": 202407, **about},
    ]  # fmt: skip
    assert _counted(desk, tables.case_ombudsman, whole.id) == [
        {"place": 1, "asked_on": date(2024, 9, 2), "due_on": date(2024, 9, 30), "answered_on": date(2024, 9, 20), "decided_on": date(2025, 1, 14), "decision": "upheld", "injustice": "", "remedies": ()}
    ]
    assert [(one["procedure"], one["stage"], one["how"], one["ended_on"]) for one in _counted(desk, tables.case_stages, small.id)] == [("corporate", 1, "", None)]
    assert _counted(desk, tables.case_ombudsman, small.id) == []


def _counted(desk: Desk, table: Table, case_id: int) -> list[dict[str, Any]]:
    with desk.database.read() as conn:
        rows = conn.execute(select(table).where(table.c.case_id == case_id).order_by(table.c.place)).mappings()
        return [{name: value for name, value in row.items() if name != "case_id"} for row in rows]


def test_what_cost_nothing_is_brought_in_as_that(desk: Desk) -> None:
    (row,) = _brought(desk, _small(costs=[{"kind": "mediation", "pounds": 0, "on": "2024-02-01"}]))
    with desk.database.read() as conn:
        assert [(one["kind"], one["pence"]) for one in learning.rows_of(conn, row.id)["costs"]] == [("mediation", 0)]
    made = make(desk, date(2023, 4, 1), date(2024, 3, 31), NOW.date(), years=1)
    assert made.table("costs").cell("mediation", "y2023").value == 0


def test_a_case_that_was_brought_in_has_a_key_like_any_other_and_officers_go_on_with_it(desk: Desk, officer: int) -> None:
    (row,) = _brought(desk, _small(stage_1={"answered_on": "2026-10-01", "outcome": "upheld"}, received_on="2026-09-21"))
    assert row.open and case_file.open_file(desk, row.reference, officer, NOW).sealed_shut == 0
    assert handling.take(desk, row.reference, officer, NOW)
    assert handling.change_route(desk, row.reference, "corporate", "It is about education.", officer, NOW)
    file = case_file.open_file(desk, row.reference, officer, NOW)
    assert any(done.words and done.words.get("reason") == "It is about education." for done in file.history)


def test_nothing_leaves_and_nothing_is_to_be_found_by_words(desk: Desk) -> None:
    rows = _brought(desk, WHOLE, _small(received_on="2026-11-20"))
    counts = _counts(desk)
    assert (counts["outbox"], counts["search_words"], counts["papers"], counts["reminders"]) == (0, 0, 0, 0)
    assert all(row.indexed for row in rows)


def test_rights_are_owed_in_an_open_case_and_nobody_goes_after_those_of_a_closed_one(desk: Desk) -> None:
    answered = {"answered_on": "2024-01-16", "outcome": "upheld"}
    is_open, told, over = _brought(
        desk, _small(number="1", stage_1=answered), _small(number="2", stage_1=answered, rights_told=True),
        _small(number="3", stage_1=answered, closed_on="2024-01-17"),
    )  # fmt: skip
    assert is_open.owed_on == date(2024, 1, 16)
    assert told.owed_on == over.owed_on == tables.NO_DUE_DATE


def _counts(desk: Desk) -> dict[str, int]:
    """How many rows there are in every table, the keys among them."""
    with desk.database.read() as conn:
        found = {table.name: int(conn.execute(select(func.count()).select_from(table)).scalar_one()) for table in tables.metadata.sorted_tables}
    return found | {"keys": len(desk.keys.after("", 1_000_000))}


@pytest.mark.parametrize("fails_at", [0, 2, 5])
def test_all_of_it_or_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    _brought(desk, _small(number="before-1"))
    found, before, settle = look_through(desk, _data(WHOLE, *(_small(number=f"n{at}") for at in range(5))), NOW), _counts(desk), bringing.settle
    seen: list[int] = []

    def failing(at: Desk, conn: Any, case_id: int) -> None:
        if len(seen) == fails_at:
            raise RuntimeError("the power is cut")
        seen.append(case_id)
        settle(at, conn, case_id)

    monkeypatch.setattr(bringing, "settle", failing)
    with pytest.raises(RuntimeError):
        bring_in(desk, found, NOW)
    assert _counts(desk) == before
    monkeypatch.undo()
    assert bring_in(desk, found, NOW) == 6
    after = _counts(desk)
    assert (after["cases"], after["keys"]) == (before["cases"] + 6, before["keys"] + 6)


def test_keys_stay_where_the_commit_was_made_and_only_its_answer_was_lost(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    found, write = look_through(desk, _data(_small()), NOW), Database.write

    @contextmanager
    def lost(database: Database) -> Iterator[Any]:
        with write(database) as conn:
            yield conn
        raise DatabaseUnavailable("the line is cut")

    with monkeypatch.context() as here, pytest.raises(DatabaseUnavailable):
        put_all = desk.keys.put_all
        here.setattr(type(desk.keys), "put_all", lambda keys, rows: (here.undo(), put_all(rows), here.setattr(Database, "write", lost)))
        bring_in(desk, found, NOW)
    (row,) = _rows(desk)
    assert desk.keys.get(row.key_name) is not None


def test_a_file_with_one_thing_wrong_brings_in_nothing(desk: Desk) -> None:
    before = _counts(desk)
    data = _data(WHOLE, _small(number="2"), _small(number="3", channel="pigeon"))
    assert _wrong(desk, data) == [
        "line 3, channel: ‘pigeon’ is not known; there are portal, telephone, letter, visit, email, staff, online, phone, staff_member"
    ]
    assert _counts(desk) == before


def test_looking_through_changes_nothing(desk: Desk) -> None:
    before = _counts(desk)
    assert look_through(desk, _data(WHOLE), NOW).kinds == {"complaint": 1}
    assert _counts(desk) == before


def test_the_same_file_a_second_time_is_refused_line_by_line(desk: Desk) -> None:
    data = _data(_small(number="A 1"), _small(number="A 2"))
    found = look_through(desk, data, NOW)
    bring_in(desk, found, NOW)
    before = _counts(desk)
    said = ["line 1, number: A 1 was brought in before: each number only once", "line 2, number: A 2 was brought in before: each number only once"]
    assert _wrong(desk, data) == said
    with pytest.raises(NotImported) as refused:  # somebody else brought it in after it was looked through
        bring_in(desk, found, NOW)
    assert [str(wrong) for wrong in refused.value.wrong] == said
    assert _counts(desk) == before


def test_a_reference_that_is_taken_already_is_drawn_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (there,) = _brought(desk, _small(number="1"))
    drawn = iter([there.reference, "KMR-2346-789", "KMR-2346-788"])
    monkeypatch.setattr(bringing, "new_reference", lambda: next(drawn))
    (new,) = _brought(desk, _small(number="2"))
    assert new.reference == "KMR-2346-789"


STAGE_2 = {"asked_on": "2024-02-12", "answered_on": "2024-05-08", "outcome": "upheld"}
ANSWERED = {"answered_on": "2024-02-02", "outcome": "upheld"}
ERRORS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"number": None}, "number: is needed"),
    ({"number": "Jo Bloggs"}, "number: is no number of an older system"),
    ({"number": "7" * 41}, "number: is no number of an older system"),
    ({"number": "jo@post.example 1"}, "number: is no number of an older system"),
    ({"kind": "grumble"}, "kind: ‘grumble’ is not known; there are complaint, compliment, enquiry, query"),
    ({"route": None}, "route: is needed of a record of the kind complaint"),
    ({"route": "safeguarding_urgent"}, "route: ‘safeguarding_urgent’ is not known"),
    ({"received_on": "2024-02-30"}, "received_on: ‘2024-02-30’ is a day that there is not"),
    ({"received_on": "31/02/2024"}, "received_on: ‘31/02/2024’ is a day that there is not"),
    ({"received_on": "last May"}, "received_on: ‘last May’ is no day: write it like 2024-05-31 or 31/05/2024"),
    ({"received_on": "2026-11-24"}, "received_on: 2026-11-24 has not come yet"),
    ({"received_on": "1999-01-01"}, "received_on: 1999-01-01 is too long ago"),
    ({"received_on": 20240108}, "received_on: is a text"),
    ({"complainant": "martian"}, "complainant: ‘martian’ is not known; there are child, care_leaver"),
    ({"services": ["social_care/nobody"]}, "services: ‘social_care/nobody’ is not known; there are social_care, social_care/assessment"),
    ({"causes": ["bad_luck"]}, "causes: ‘bad_luck’ is not known; there are delay, communication"),
    ({"title": "He said it"}, "title: there is no such field: nothing that people wrote is brought in, and no names"),
    ({"colour": "red"}, "colour: there is no such field; there are number, kind"),
    ({"enquiry_kind": "mp"}, "enquiry_kind: is not told of a record of the kind complaint"),
    ({"stage_1": "yes"}, "stage_1: is an object"),
    ({"learning": {"grade": "team"}}, "learning: is a list"),
    ({"points": []}, "points: has from 1 to 50 members"),
    ({"points": 51}, "points: is a whole number from 1 to 50"),
    ({"points": True}, "points: is a whole number from 1 to 50"),
    ({"stage_2": {"answered_on": "2024-05-08", "outcome": "upheld"}}, "stage_2.answered_on: stage 2 was never asked for"),
    ({"stage_2": {**STAGE_2, "asked_on": "2024-05-09"}}, "stage_2.answered_on: 2024-05-08 lies before stage_2.asked_on (2024-05-09)"),
    ({"stage_1": ANSWERED, "stage_2": {"asked_on": "2024-02-01"}}, "stage_2.asked_on: 2024-02-01 lies before stage_1.answered_on (2024-02-02)"),
    ({"stage_1": {"answered_on": "2024-01-07", "outcome": "upheld"}}, "stage_1.answered_on: 2024-01-07 lies before received_on (2024-01-08)"),
    ({"stage_1": {"answered_on": "2024-02-02"}}, "stage_1.outcome: is needed"),
    ({"stage_1": {"outcome": "upheld"}}, "stage_1.answered_on: is needed where stage_1.outcome is said"),
    ({"stage_1": {**ANSWERED, "ended": "withdrawn", "ended_on": "2024-03-03"}}, "stage_1.ended: a stage that was answered ended by that"),
    ({"stage_1": {"extended_on": "2024-01-09"}}, "stage_1.agreed: is needed where stage_1.extended_on is said"),
    ({"stage_1": {"ended": "refused", "ended_on": "2024-01-09"}}, "stage_1.ended: ‘refused’ is not known"),
    ({"stage_3": {"asked_on": "2024-06-03"}, "stage_2": {"asked_on": "2024-02-12"}}, "stage_3.asked_on: stage 2 was not answered"),
    ({"stage_2": STAGE_2, "stage_3": {"asked_on": "2024-06-03", "answered_on": "2024-07-01", "outcome": "upheld"}}, "stage_3.reported_on: the panel has no day: panel_on is needed"),
    ({"route": "lgsco", "stage_2": {"asked_on": "2024-02-12"}}, "stage_2.asked_on: a complaint on the route lgsco has no stages"),
    ({"route": "mixed"}, "route: mixed is said where some points are listed as statutory and the others as corporate"),
    ({"points": [{"route": "corporate"}]}, "route: does not fit the points, which went corporate"),
    ({"points": [{"outcome": "upheld"}]}, "points[0].outcome: there is no answer to stage 1 in which it was found"),
    ({"points": [{"outcome": "upheld"}, {}], "stage_1": {"answered_on": "2024-02-02"}}, "points[1].outcome: is needed: what was found on every point"),
    ({"points": [{"remedies": ["payment"]}], "stage_1": ANSWERED}, "points[0].pence: is needed where a payment is among the remedies"),
    ({"remedies": ["apology"]}, "stage_1.outcome: there is no answer to stage 1 in which it was found"),
    ({"closed_on": "2024-03-01"}, "outcome: is needed: nothing told of it says what came of it"),
    ({"closed_on": "2024-03-01", "outcome": "upheld"}, "outcome: stage 1 has no answer, and it was closed as upheld"),
    ({"closed_on": "2024-03-01", "outcome": "upheld", "stage_2": {"asked_on": "2024-02-12"}}, "outcome: stage 2 has no answer, and it was closed as upheld"),
    ({"closed_on": "2024-02-01", "stage_1": ANSWERED}, "closed_on: 2024-02-01 lies before stage_1.answered_on (2024-02-02)"),
    ({"remedies": ["apology"], "remedies_done_on": "2024-01-09", "stage_1": {"ended": "resolved_on_receipt", "ended_on": "2024-01-10"}}, "remedies_done_on: it was not promised by then"),
    ({"route": "lgsco", "stage_1": {"ended": "withdrawn", "ended_on": "2024-01-10"}}, "stage_1.ended: a complaint on the route lgsco has no stages: say closed_on and outcome instead"),
    ({"closed_on": "2024-03-01", "outcome": "withdrawn", "stage_1": {"ended": "withdrawn", "ended_on": "2024-03-02"}}, "closed_on: 2024-03-01 lies before stage_1.ended_on (2024-03-02)"),
    ({"ombudsman": {"decision": "upheld"}}, "ombudsman.decided_on: is needed where ombudsman.decision is said"),
    ({"ombudsman": {"decided_on": "2024-05-05", "decision": "angry"}}, "ombudsman.decision: ‘angry’ is not known; there are closed, not_investigated"),
    ({"advocate": {"came": "accepted"}}, "advocate.on: is needed where advocate.came is said"),
    ({"learning": [{"set_on": "2024-02-03", "due_on": "2024-03-03", "grade": "team"}]}, "learning[0].owner_service: is needed"),
    ({"learning": [{"set_on": "2024-02-03", "due_on": "2024-03-03", "grade": "team", "owner_service": "education"}]}, "learning[0].set_on: there is nothing yet to learn from"),
    ({"costs": [{"kind": "taxi", "pounds": 3, "on": "2024-02-03"}]}, "costs[0].kind: ‘taxi’ is not known; there are investigation"),
    ({"costs": [{"kind": "other", "pounds": -3, "on": "2024-02-03"}]}, "costs[0].pounds: is an amount in pounds"),
    ({"costs": [{"kind": "other", "pounds": 1.234, "on": "2024-02-03"}]}, "costs[0].pounds: is an amount in pounds"),
    ({"costs": [{"kind": "other", "pounds": 1e9, "on": "2024-02-03"}]}, "costs[0].pounds: is an amount in pounds"),
    ({"costs": [{"kind": "other", "pounds": 3, "on": "2024-02-03", "stage": 4}]}, "costs[0].stage: is a whole number from 1 to 3"),
)  # fmt: skip


@pytest.mark.parametrize(("fields", "said"), ERRORS)
def test_what_cannot_be_is_named_with_its_line_its_field_and_why(sqlite_desk: Desk, fields: dict[str, Any], said: str) -> None:
    wrong = _wrong(sqlite_desk, b"\n" + _data(_small(number="0")) + b"\n\n" + _data(_small(**fields)))
    assert len(wrong) == 1, wrong
    assert wrong[0].startswith(f"line 4, {said}"), wrong


def test_all_that_is_wrong_in_a_line_is_named_at_once(sqlite_desk: Desk) -> None:
    data = _data({"kind": "complaint", "received_on": "x", "channel": "y", "colour": "z"})
    assert [line.partition(":")[0] for line in _wrong(sqlite_desk, data)] == [
        "line 1, channel", "line 1, colour", "line 1, number", "line 1, received_on", "line 1, route",
    ]  # fmt: skip


def test_a_number_stands_only_once_in_a_file(sqlite_desk: Desk) -> None:
    assert _wrong(sqlite_desk, _data(_small(number="7"), _small(number="8"), _small(number="7"))) == [
        "line 3, number: 7 stands on line 1 already: each number only once"
    ]


CSV = (
    "number,kind,received_on,channel,route,complainant,matters,services,causes,points,stage_1_answered_on,stage_1_outcome,stage_2_asked_on,"
    "learning_set_on,learning_due_on,learning_grade,learning_owner_service,learning_done_on,costs_kind,costs_pounds,costs_on,closed_on\r\n"
    "C-1,complaint,08/01/2024,email,corporate,parent,placement|communication,social_care/assessment|carers,delay|decision,2,2/2/2024,upheld,,"
    "2024-02-03|2024-02-04,2024-05-01|2024-06-01,team|council,education|carers,|2024-05-05,mediation|other,\"1,234.50|£20\",2024-02-05|2024-02-06,09/02/2024\r\n"
)


@pytest.mark.parametrize("habit", ["plain", "bom", "semicolons", "tabs", "blank lines", "no end", "old mac", "capitals", "empty columns"])
def test_csv_in_all_its_habits_says_the_same(sqlite_desk: Desk, habit: str) -> None:
    text = CSV
    if habit in ("semicolons", "tabs"):
        text = CSV.replace('"1,234.50|£20"', "1234.50|£20").replace(",", ";" if habit == "semicolons" else "\t")
    if habit == "blank lines":
        text = "\r\n" + CSV + ",,,,\r\n\r\n \r\n"
    if habit == "no end":
        text = CSV.rstrip("\r\n")
    if habit == "old mac":
        text = CSV.replace("\r\n", "\r")
    if habit == "capitals":
        head, rest = CSV.split("\r\n", 1)
        text = f"{head.upper().replace('_', ' ')}\r\n{rest}"
    if habit == "empty columns":
        text = CSV.replace("closed_on\r\n", "closed_on,,\r\n").replace("09/02/2024\r\n", "09/02/2024,,\r\n")
    data = (b"\xef\xbb\xbf" if habit == "bom" else b"") + text.encode()
    found = look_through(sqlite_desk, data, NOW)
    (history,) = found.histories
    assert (history.told.get("received_on"), history.state.closed and history.state.closed.on) == (date(2024, 1, 8), date(2024, 2, 9))
    assert [(point.matter, point.services, point.outcome) for point in history.points] == [
        ("placement", ("social_care/assessment", "carers"), "upheld"), ("communication", ("social_care/assessment", "carers"), "upheld"),
    ]  # fmt: skip
    assert [(one.grade, one.done_on) for one in history.state.learning.actions] == [("team", None), ("council", date(2024, 5, 5))]
    assert sorted(cost.pence for cost in history.state.learning.costs) == [2000, 123450]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", ["line 1: there is no record in this file"]),
        (b"number,kind,received_on,channel\n", ["line 1: there is no record in this file"]),
        (b"\xff\xfen\x00", ["line 1: the file is not UTF-8: save the file as UTF-8 (in Excel: CSV UTF-8)"]),
        (b"number,kind\n1,caf\xe9\n2,ok\n3,\xe9\n", ["line 2: this line is not UTF-8: save the file as UTF-8 (in Excel: CSV UTF-8)", "line 4: this line is not UTF-8: save the file as UTF-8 (in Excel: CSV UTF-8)"]),
        (b"number,Description\n1,x\n", ["line 1, description: there is no such column: nothing that people wrote is brought in, and no names: leave it out"]),
        (b"number,colour,number\n1,x,2\n", ["line 1, colour: there is no such column; docs/importing.md lists those that there are", "line 1, number: two columns have this name"]),
        (b"number,kind\n1,2,3\n", ["line 2: has 3 cells, and the first line names 2"]),
        (b'number,kind\n1,query\n2,"open\n', ["line 3: is no line of a CSV file: is a quotation mark left open, or a cell endless?"]),
        (b'{"number": "1", "number": "2"}', ["line 1, number: stands twice in one object"]),
        (b'[{"number": "1"}]', ["line 1: is no JSON object: each line is one record, {…}, without a list around them"]),
        (b'{"number": NaN}', ["line 1: is no JSON object: each line is one record, {…}, and nothing stands between them"]),
        (b"{" * 100_000, ["line 1: is no JSON object: each line is one record, {…}, and nothing stands between them"]),
        (b'{"a":' * 100_000, ["line 1: is no JSON object: each line is one record, {…}, and nothing stands between them"]),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_said_to_be_so_with_its_line(sqlite_desk: Desk, data: bytes, said: list[str]) -> None:
    assert _wrong(sqlite_desk, data) == said


def test_csv_errors_name_the_line_on_which_the_record_begins(sqlite_desk: Desk) -> None:
    head = "number,kind,received_on,channel,route,stage_1_answered_on,stage_1_outcome\n"
    data = head + '1,complaint,2024-01-08,letter,statutory,"\n2024-02-02",upheld\n\n2,complaint,2024-01-08,letter,statutory,2024-01-07,upheld\n'
    assert _wrong(sqlite_desk, data.encode()) == ["line 5, stage_1_answered_on: 2024-01-07 lies before received_on (2024-01-08)"]


def test_columns_that_belong_together_say_as_many(sqlite_desk: Desk) -> None:
    data = "number,kind,received_on,channel,route,costs_kind,costs_pounds,costs_on\n1,complaint,2024-01-08,letter,corporate,panel|other,5,2024-01-09|2024-01-10\n"
    (said,) = _wrong(sqlite_desk, data.encode())
    assert said.startswith("line 2, costs_pounds: names fewer than another column of its kind")


def test_more_records_than_one_file_may_hold_are_refused(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_IMPORTED", 3)
    assert _wrong(sqlite_desk, _data(*(_small(number=str(at)) for at in range(5)))) == ["line 4: more than 3 records: bring them in by several files"]


def _state(desk: Desk, **fields: Any) -> Any:
    return look_through(desk, _data(_small(**fields)), NOW).histories[0].state


def test_a_later_stage_may_come_without_an_earlier_one(sqlite_desk: Desk) -> None:
    told = _state(sqlite_desk, stage_2=STAGE_2)
    assert (told.stages.told, told.stages.now.stage, told.stages.now.outcome) == ("stage1_answered", 2, "upheld")
    panel = {"asked_on": "2024-06-03", "panel_on": "2024-06-20", "answered_on": "2024-07-01", "outcome": "not_upheld"}
    told = _state(sqlite_desk, stage_3=panel)
    assert (told.stages.told, told.stages.now.stage, told.stages.now.outcome) == ("stage2_answered", 3, "not_upheld")
    own = _state(sqlite_desk, route="corporate", stage_3={name: panel[name] for name in ("asked_on", "answered_on", "outcome")})
    assert (own.stages.now.stage, own.stages.now.procedure) == (3, "corporate")
    overdue = _state(sqlite_desk, stage_2=STAGE_2, stage_so_far="stage1_overdue")
    assert overdue.stages.told == "stage1_overdue"


@pytest.mark.parametrize("route", ["statutory", "corporate"])
def test_a_request_that_was_refused_is_told_whatever_the_procedure_was(sqlite_desk: Desk, route: str) -> None:
    refused = {"asked_on": "2024-02-12", "ended": "refused", "ended_on": "2024-02-20", "refused_because": "already_considered"}
    told = _state(sqlite_desk, route=route, stage_1=ANSWERED, stage_2=refused, closed_on="2024-02-20")
    run = told.stages.now
    assert (run.stage, run.ended, run.ended_on, run.answered_on) == (2, "refused", date(2024, 2, 20), None)
    assert told.closed.outcome == "upheld"


@pytest.mark.parametrize(
    ("ended", "outcome", "closed"),
    [("withdrawn", "withdrawn", True), ("resolved_on_receipt", "resolved_on_receipt", True), ("other_procedure", "other_procedure", True), ("resolved", None, False)],
)  # fmt: skip
def test_a_first_stage_that_ended_without_an_answer_is_over_with_that(sqlite_desk: Desk, ended: str, outcome: str | None, closed: bool) -> None:
    told = _state(sqlite_desk, stage_1={"ended": ended, "ended_on": "2024-01-10"})
    assert (told.closed and (told.closed.on, told.closed.outcome)) == ((date(2024, 1, 10), outcome) if closed else None)
    assert told.answered is None


def test_a_case_closed_before_the_ombudsman_asked_keeps_its_day_and_waits_again_while_they_wait(sqlite_desk: Desk) -> None:
    over = {"stage_1": ANSWERED, "closed_on": "2024-02-02"}
    told = _state(sqlite_desk, **over, ombudsman={"asked_on": "2024-09-02", "decided_on": "2025-01-14", "decision": "not_upheld"})
    assert (told.closed.on, told.closed.outcome) == (date(2024, 2, 2), "upheld")
    assert _state(sqlite_desk, **over, ombudsman={"asked_on": "2024-09-02"}).closed is None


def test_what_is_no_complaint_comes_in_as_what_it_is(desk: Desk) -> None:
    thanks, asked, waiting, solved = _brought(
        desk,
        {"number": "1", "kind": "compliment", "received_on": "2024-01-08", "channel": "phone", "complainant": "child", "services": ["carers"], "closed_on": "2024-01-09"},
        {"number": "2", "kind": "enquiry", "enquiry_kind": "mp", "received_on": "2024-01-08", "channel": "email", "answered_on": "2024-01-12", "closed_on": "2024-01-12"},
        {"number": "3", "kind": "enquiry", "enquiry_kind": "mp", "received_on": "2026-11-16", "channel": "email"},
        {"number": "4", "kind": "query", "enquiry_kind": "put_right", "received_on": "2024-01-08", "channel": "staff"},
    )  # fmt: skip
    assert (thanks.purpose, thanks.route, thanks.outcome, thanks.service_area, thanks.voice) == ("compliment", "compliment", "answered", "carers", "child")
    assert (asked.purpose, asked.enquiry_kind, asked.outcome, asked.closed_on) == ("enquiry", "mp", "answered", date(2024, 1, 12))
    assert waiting.open and waiting.due_on < tables.NO_DUE_DATE
    assert (solved.purpose, solved.enquiry_kind, solved.closed_on, solved.route_confirmed) == ("query", "put_right", date(2024, 1, 8), True)


def test_points_that_went_by_both_procedures_make_a_mixed_case(desk: Desk) -> None:
    (row,) = _brought(desk, _small(route="mixed", points=[{"route": "statutory"}, {"route": "corporate"}], stage_1=ANSWERED, stage_2=STAGE_2))
    with desk.database.read() as conn:
        state, points = fold(events.of_case(conn, row.id)), cases.points_of(conn, row.id)
    assert (row.route, row.procedure, dict(state.point_routes)) == ("mixed", "statutory", {1: "statutory", 2: "corporate"})
    assert [point.route for point in points] == ["statutory", "corporate"]


def test_who_has_a_right_to_an_advocate_has_it_in_what_was_brought_in(desk: Desk) -> None:
    child, parent = _brought(
        desk, _small(number="1", complainant="child", received_on="2026-11-16", matters=["placement"]),
        _small(number="2", complainant="member_of_public", received_on="2026-11-16", matters=["policy"], route="corporate"),
    )  # fmt: skip
    assert "offer_advocate" in child.decision["flags"] and child.owed_on == date(2026, 11, 16)
    assert parent.decision["flags"] == []


def test_the_published_schema_is_what_the_code_reads() -> None:
    kept = json.loads((Path(__file__).parents[2] / "docs" / "import-1.json").read_text("utf-8"))
    assert kept == schema.json_schema()


_ADVANCE = st.integers(0, 30)
_OUTCOMES = st.sampled_from(["upheld", "partly_upheld", "not_upheld", "no_finding"])


@st.composite
def valid(draw: st.DrawFn) -> dict[str, Any]:
    """A complaint as an older system may know it: as far as it came, on days in their order."""
    day = date(2023, 1, 2) + timedelta(days=draw(st.integers(0, 300)))

    def next_day() -> str:
        nonlocal day
        day += timedelta(days=draw(_ADVANCE))
        return day.isoformat()

    def perhaps() -> bool:
        return draw(st.booleans())

    route = draw(st.sampled_from(["statutory", "corporate"]))
    told: dict[str, Any] = {
        "number": draw(st.from_regex(schema.NUMBER, fullmatch=True).filter(lambda text: len(text.strip()) == len(text) <= 40)),
        "kind": "complaint", "received_on": day.isoformat(), "channel": draw(st.sampled_from(schema.CHANNELS)), "route": route,
        "rights_told": perhaps(),
        "services": draw(st.lists(st.sampled_from(["social_care/assessment", "social_care", "carers", "education/send"]), unique=True, max_size=3)),
        "causes": draw(st.lists(st.sampled_from(["delay", "communication", "decision"]), unique=True, max_size=3)),
    }  # fmt: skip
    if perhaps():
        told["complainant"] = draw(st.sampled_from([code.value for code in Complainant]))
    if perhaps():
        told["acknowledged_on"] = next_day()
    count = draw(st.integers(1, 4))
    told["points"] = count
    first = perhaps()
    if first:
        stage: dict[str, Any] = {}
        if perhaps():
            stage |= {"extended_on": next_day(), "agreed": perhaps()}
        if perhaps():
            told["points"] = [{"outcome": draw(_OUTCOMES)} for _ in range(count)]
        stage |= {"answered_on": next_day(), "outcome": draw(_OUTCOMES)}
        told["stage_1"] = stage
    second = perhaps()
    if second:
        two: dict[str, Any] = {"asked_on": next_day()}
        how = draw(st.sampled_from(["answered", "withdrawn", "resolved", "refused", "running"]))
        if how == "answered":
            two |= {"answered_on": next_day(), "outcome": draw(_OUTCOMES)}
        elif how != "running":
            two |= {"ended": how, "ended_on": next_day()}
        told["stage_2"] = two
        if how == "answered" and perhaps():
            three: dict[str, Any] = {"asked_on": next_day()}
            if route == "statutory":
                three["panel_on"] = next_day()
            told["stage_3"] = three | {"answered_on": next_day(), "outcome": draw(_OUTCOMES)}
    if perhaps() and (second or first) and not (second and how == "running"):
        told |= {"closed_on": next_day(), "outcome": draw(_OUTCOMES)}
        if perhaps():
            told["ombudsman"] = {"asked_on": next_day(), "decided_on": next_day(), "decision": draw(st.sampled_from(sorted(DECISIONS)))}
    if first and perhaps():
        told["learning"] = [{"set_on": next_day(), "due_on": next_day(), "grade": "team", "owner_service": "education"}]
    if perhaps():
        told["costs"] = [{"kind": "other", "pounds": draw(st.integers(1, 99_999)), "on": next_day()} for _ in range(draw(st.integers(1, 3)))]
    return told


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_can_be_brought_in_fits_the_published_schema(data: st.DataObject) -> None:
    validator = jsonschema.Draft202012Validator(schema.json_schema())
    for record in (WHOLE, data.draw(valid())):
        validator.validate(record)
    for bad in ({"title": "x"}, {"points": 0}, {"stage_2": {"who": "x"}}, {"channel": None}, {"number": "Jo"}, {"route": "safeguarding_urgent"}):
        assert not validator.is_valid({**WHOLE, **bad})


def test_the_document_lists_every_field_and_its_examples_can_be_brought_in(sqlite_desk: Desk) -> None:
    docs = Path(__file__).parents[2] / "docs"
    text = (docs / "importing.md").read_text("utf-8")
    assert schema_table() in text
    by_csv = look_through(sqlite_desk, (docs / "import-example.csv").read_bytes(), NOW)
    by_json = look_through(sqlite_desk, (docs / "import-example.jsonl").read_bytes(), NOW)
    assert (len(by_csv.histories), len(by_json.histories)) == (7, 3)


def schema_table() -> str:
    """The tables of the document, made of the schema."""
    lines = []
    for group in (None, *schema.GROUPS.values()):
        fields = (*schema.TOP, schema.POINTS) if group is None else group.fields
        lines += ["", f"### {group.name if group else 'The record itself'}", "", *([group.says, ""] if group else [])]
        lines += ["| in JSON | in CSV | what it says | codes |", "|---|---|---|---|"]
        for each in fields:
            assert "|" not in each.says
            nested = f"{group.name}{'[]' if group.several else ''}.{each.name}" if group else each.name
            flat = (f"{group.name}_{each.name}" if group.in_csv else "") if group else each.name
            codes = ", ".join(each.codes) if each.codes else f"the council’s: {each.of_profile}" if each.of_profile else ""
            lines.append(f"| {nested} | {flat} | {each.says} | {codes} |")
    return "\n".join(lines).strip()


def _says(record: dict[str, Any], state: CaseState) -> None:
    """What the folded history has to say of a record."""
    first, two, three = record.get("stage_1"), record.get("stage_2"), record.get("stage_3")
    assert (state.answered and state.answered.on.isoformat()) == (first and first["answered_on"])
    assert (state.acknowledged_on and state.acknowledged_on.isoformat()) == record.get("acknowledged_on")
    listed = record["points"] if isinstance(record["points"], list) else [{}] * record["points"]
    expected = {at: one.get("outcome") or first["outcome"] for at, one in enumerate(listed, start=1)} if first else {}
    assert {number: found.outcome for number, found in state.findings.items()} == expected
    runs = {run.stage: run for run in state.stages.runs}
    for number, told in ((2, two), (3, three)):
        assert (number in runs) == (told is not None)
        if told:
            run = runs[number]
            assert run.asked_on is not None and run.asked_on.isoformat() == told["asked_on"]
            assert (run.answered_on and run.answered_on.isoformat()) == told.get("answered_on")
            assert (run.outcome, run.ended) == (told.get("outcome", ""), told.get("ended", ""))
            assert run.procedure == record["route"]
    closed = state.closed
    assert (closed and (closed.on.isoformat(), closed.outcome)) == (record.get("closed_on") and (record["closed_on"], record["outcome"]))
    assert (state.stages.ombudsman and state.stages.ombudsman.code) == (record.get("ombudsman") and record["ombudsman"]["decision"])
    assert len(state.learning.actions) == len(record.get("learning", ()))
    assert state.learning.total == sum(cost["pounds"] * 100 for cost in record.get("costs", ()))


FREE = HealthCheck.function_scoped_fixture


@settings(max_examples=120, deadline=None, suppress_health_check=[FREE, HealthCheck.too_slow])
@given(record=valid())
def test_every_valid_record_folds_to_what_it_told(sqlite_desk: Desk, record: dict[str, Any]) -> None:
    (history,) = look_through(sqlite_desk, _data(record), NOW).histories
    _says(record, fold(history.steps))
    assert fold(history.steps) == history.state


@settings(max_examples=8, deadline=None, suppress_health_check=[FREE, HealthCheck.too_slow])
@given(told=st.lists(valid(), min_size=1, max_size=6, unique_by=lambda record: record["number"]))
def test_what_was_brought_in_reads_the_same_from_the_database(desk: Desk, told: list[dict[str, Any]]) -> None:
    there = {event.detail["older"] for row in _rows(desk) for event in _history(desk, row.id)[:1]}
    told = [record for record in told if record["number"] not in there]
    for record, row in zip(told, _brought(desk, *told) if told else [], strict=True):
        history = _history(desk, row.id)
        state = fold(history)
        _says(record, state)
        assert (row.open, row.outcome, row.stage) == (state.closed is None, record.get("outcome"), state.stages.stage)
        assert first_break(history) is None


def _history(desk: Desk, case_id: int) -> list[events.EventRow]:
    with desk.database.read() as conn:
        return events.of_case(conn, case_id)


@st.composite
def slipped(draw: st.DrawFn) -> dict[str, Any]:
    """A valid record in which a hand has slipped: other routes, days and kinds of ending, and fields left out."""
    told = draw(valid())
    told["route"] = draw(st.sampled_from(schema.ROUTES))
    days = st.dates(date(2022, 12, 1), date(2025, 12, 31)).map(date.isoformat)
    for _ in range(draw(st.integers(0, 3))):
        where = draw(st.sampled_from([told, *(value for value in told.values() if isinstance(value, dict) and value)]))
        name = draw(st.sampled_from(sorted(where)))
        if draw(st.booleans()) and name not in ("number", "kind", "received_on"):
            del where[name]
        elif name.endswith("_on"):
            where[name] = draw(days)
        elif name == "ended":
            where[name] = draw(st.sampled_from(schema.ENDED))
    more = {
        "stage_1": {"ended": draw(st.sampled_from(schema.ENDED_1)), "ended_on": draw(days)},
        "advocate": {"came": draw(st.sampled_from(schema.ADVOCATE)), "on": draw(days)},
        "points": [{"route": "statutory", "remedies": ["apology", "payment"], "pence": 100, "remedies_done_on": draw(days)}, {"route": "corporate", "outcome": "upheld"}],
        "stage_so_far": draw(st.sampled_from([code.value for code in Stage])),
        "outcome": draw(st.sampled_from([code.value for code in OutcomeCode])),
        "closed_on": draw(days),
    }  # fmt: skip
    return told | {name: more[name] for name in draw(st.sets(st.sampled_from(sorted(more)), max_size=2))}


@settings(max_examples=150, deadline=None, suppress_health_check=[FREE, HealthCheck.too_slow])
@given(record=slipped())
def test_what_passes_the_dry_run_comes_in(sqlite_desk: Desk, record: dict[str, Any]) -> None:
    record = {**record, "number": f"{len(_rows(sqlite_desk))} {record['number']}"[:40].strip()}
    try:
        found = look_through(sqlite_desk, _data(record), NOW)
    except NotImported:
        return
    bring_in(sqlite_desk, found, NOW)
    (row,) = _rows(sqlite_desk)[-1:]
    state = fold(_history(sqlite_desk, row.id))
    assert (state.imported, row.open, row.outcome) == (True, state.closed is None, state.closed.outcome if state.closed else None)
    assert state == found.histories[0].state


_LIKE_A_FILE = st.sampled_from(
    [b"number", b",", b";", b"\t", b"\r", b"\n", b'"', b"{", b"}", b"[", b"]", b":", b"|", b"kind", b"complaint", b"received_on", b"stage_2",
     b"2024-01-08", b"1/1/2024", b"\xff", b"\xef\xbb\xbf", b"\x00", b"points", b"null", b"true", b"1e999", b"-0", b'"\\ud800"', b"learning", b"costs_pounds"]
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[FREE])
@example(data=b"\x00,\x00")
@given(data=st.one_of(st.binary(max_size=200), st.lists(_LIKE_A_FILE, max_size=60).map(b"".join)))
def test_whatever_the_bytes_are_it_says_what_is_wrong_with_them(sqlite_desk: Desk, data: bytes) -> None:
    with pytest.raises(NotImported) as refused:
        look_through(sqlite_desk, data, NOW)
    assert refused.value.wrong
    assert all(wrong.line >= 1 and wrong.why and str(wrong).isprintable() for wrong in refused.value.wrong)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
    | st.sampled_from(["2024-01-08", "statutory", "upheld", "withdrawn", "payment", "social_care", "²", "٣", "1/2/2024"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["on", "asked_on", "answered_on", "outcome", "ended", "ended_on", "pence", "x"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
_NAMES = [field.name for field in schema.TOP] + list(schema.GROUPS)


@settings(max_examples=400, deadline=None, suppress_health_check=[FREE, HealthCheck.too_slow])
@given(told=st.dictionaries(st.sampled_from(_NAMES), _JSON, max_size=6))
def test_whatever_a_record_says_it_is_taken_or_refused_with_a_reason(sqlite_desk: Desk, told: dict[str, Any]) -> None:
    try:
        found = look_through(sqlite_desk, _data({**_small(), **told}), NOW)
    except NotImported as refused:
        assert all(str(wrong).isprintable() for wrong in refused.wrong)
    else:
        assert len(found.histories) == 1


def _as_csv(record: dict[str, Any]) -> bytes:
    """The same record as a spreadsheet has it, days as Excel writes them."""
    cells: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            cells |= {f"{name}_{inner}": _cell(one) for inner, one in value.items()}
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            cells |= {f"{name}_{inner}": "|".join(_cell(one[inner]) for one in value) for inner in value[0]}
        else:
            cells[name] = _cell(value)
    out = io.StringIO()
    writer = csv.DictWriter(out, cells, delimiter=";")
    writer.writeheader()
    writer.writerow(cells)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "|".join(value)
    text = str(value)
    return f"{text[8:]}/{text[5:7]}/{text[:4]}" if re.fullmatch(r"20\d\d-\d\d-\d\d", text) else text


@settings(max_examples=60, deadline=None, suppress_health_check=[FREE, HealthCheck.too_slow])
@given(record=valid().filter(lambda record: isinstance(record["points"], int) and not re.fullmatch(r"20\d\d-\d\d-\d\d", record["number"])))
def test_csv_and_json_of_one_record_come_to_the_same_history(sqlite_desk: Desk, record: dict[str, Any]) -> None:
    both = [look_through(sqlite_desk, data, NOW).histories[0] for data in (_data(record), _as_csv(record))]
    by_json, by_csv = ([(step.on, step.kind, step.detail) for step in history.steps] for history in both)
    assert by_json == by_csv


def test_the_rules_are_not_replayed_over_what_they_never_decided(desk: Desk) -> None:
    answered = {"answered_on": "2024-01-16", "outcome": "upheld"}
    waiting, _ = _brought(desk, _small(number="1", matters=["school_matter"], stage_1=answered), _small(number="2", stage_1=answered, closed_on="2024-01-17"))
    (found,) = replay(desk, london_day(NOW))
    assert (found.case.reference, found.elsewhere, [line.right for line in found.owed]) == (waiting.reference, False, ["stage_2"])


def test_of_two_who_bring_in_the_same_file_at_once_one_does(desk: Desk) -> None:
    found = look_through(desk, _data(*(_small(number=f"n{at}") for at in range(20))), NOW)

    def one() -> str:
        try:
            bring_in(desk, found, NOW)
        except NotImported:
            return "refused"
        return "brought in"

    with ThreadPoolExecutor(2) as both:
        assert sorted(future.result() for future in [both.submit(one), both.submit(one)]) == ["brought in", "refused"]
    counts = _counts(desk)
    assert (counts["cases"], counts["keys"]) == (20, 20)
