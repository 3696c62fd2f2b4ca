"""Bringing in what came from older systems: real cases out of records, every error with its line, all of them or none."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.actions import case_file, handling
from portal.actions.auditing import Found as Audited
from portal.actions.auditing import walk_cases
from portal.actions.desk import Desk
from portal.actions.importing import NotImported, bring_in, bringing, look_through
from portal.casework.case import fold
from portal.seal.office import OfficeKey
from portal.store import cases, events, learning, tables
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
