"""Every figure that the councils' reports print is read from a column or an event that there is, and that says it."""

import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.actions import answering, closing, enquiries, handling, rights, stages
from portal.actions.desk import Desk
from portal.actions.taking_in import TakenBy
from portal.casework.answering import Given, Remedy
from portal.casework.events import Happened
from portal.casework.outcomes import OutcomeCode
from portal.casework.rights import Right
from portal.store import cases, events, tables
from tests.actions.desks import a_case, row_of
from tests.actions.weeks import at

PAGE = Path(__file__).parents[2] / "docs" / "figures.md"
ROWS = [line for line in PAGE.read_text().splitlines() if line.startswith("| ") and "`" in line]
NAMED = sorted({name for row in ROWS for name in re.findall(r"`([^`]+)`", row)})
EVENTS = [name.removeprefix("event:") for name in NAMED if name.startswith("event:")]
COLUMNS = [name for name in NAMED if not name.startswith("event:")]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_is_there(name: str) -> None:
    table, column = name.split(".")
    assert column in tables.metadata.tables[table].c


def test_every_kind_of_event_is_there() -> None:
    assert {name.split(".")[0] for name in EVENTS} <= set(Happened)


def test_every_figure_says_where_it_is_read_or_why_it_is_not() -> None:
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| ") and not line.startswith("| figure")]
    assert all(line.count("|") == 4 and all(cell.strip() for cell in line.strip("|").split("|")) for line in lines)
    assert len(lines) > 40


def test_every_event_says_what_is_counted(desk: Desk, officer: int) -> None:
    said = defaultdict(set)
    for case_id in (_through_three_stages(desk, officer), _another_way(desk, officer), _an_enquiry(desk, officer)):
        with desk.database.read() as conn:
            for event in events.of_case(conn, case_id):
                said[event.kind] |= set(event.detail)
    missing = [name for name in EVENTS if name.partition(".")[2] and name.partition(".")[2] not in said[name.partition(".")[0]]]
    assert missing == []


def _through_three_stages(desk: Desk, officer: int, reference: str = "KMR-2346-101") -> int:
    case_id = a_case(desk, reference, at(6, 1))

    def step(name: str, month: int, day: int, **said: Any) -> None:
        on = date(2026, month, day)
        stages.make(desk, reference, name, stages.Said(on, **{"words": {}, **said}), officer, at(month, day))

    handling.acknowledge(desk, reference, "We have it.", officer, at(6, 1))
    handling.confirm_route(desk, reference, row_of(desk, case_id).route, officer, at(6, 1))
    rights.extend(desk, reference, "complex", False, {"reason": "It is complex."}, officer, at(6, 2))
    for number, what in enumerate(("sent", "accepted"), start=3):
        rights.advocate(desk, reference, what, date(2026, 6, number), {"note": ""}, officer, at(6, number))
    paid = Given(OutcomeCode.UPHELD, (Remedy.APOLOGY, Remedy.PAYMENT), 25_000)
    answering.answer_point(desk, reference, 1, paid, answering.Said("So."), officer, at(6, 5))
    with desk.database.read() as conn:
        seen = answering.version_of(events.of_case(conn, case_id))
    answering.answer(desk, reference, "<p>Our answer.</p>", seen, officer, at(6, 10))
    step("request_stage_2", 6, 20, words={"who": "Jo"}, codes={"how": "letter"})
    free, declared = {"works_here": "no"}, frozenset({"declared"})
    step("appoint", 6, 22, words={"investigator": "I. One", "independent": "P. Two"}, codes=free, ticks=declared)
    step("extend_stage_2", 6, 23, words={"reason": "Many files."}, days={"until": date(2026, 8, 20)}, ticks=frozenset({"told"}))
    step("report_stage_2", 7, 30, words={"summary": "So."})
    step("adjudicate", 8, 3, words={"response": "So."}, codes={"outcome": "partly_upheld"})
    step("request_stage_3", 8, 10, words={"who": "Jo"}, codes={"how": "letter"})
    panel = {"chair": "C. One", "second": "S. Two", "third": "T. Three"}
    step("panel", 8, 12, words=panel, codes=free, days={"meets": date(2026, 9, 1)}, ticks=declared)
    step("panel_report", 9, 3, words={"findings": "So."})
    step("respond_stage_3", 9, 10, words={"response": "So."}, codes={"outcome": "upheld"}, ticks=frozenset({"details_given"}))
    step("ombudsman_enquiry", 9, 20, words={"reference": "26 000 001", "asks": "All."})
    step("answer_ombudsman", 9, 25, words={"sent": "All."})
    step("ombudsman_decision", 10, 10, words={"recommendations": "Pay."}, codes={"decision": "upheld", "injustice": "fault_injustice"})
    closing.close(desk, reference, OutcomeCode.UPHELD, "Done.", officer, at(10, 12), "The worker has left.")
    return case_id


def _an_enquiry(desk: Desk, officer: int) -> int:
    asked = enquiries.Asked("enquiry", next(iter(enquiries.kinds_of(desk))), TakenBy.EMAIL, date(2026, 10, 1), {"message": "What of it?"})
    reference = enquiries.take_in(desk, asked, "KMR-2346-103", officer, at(10, 1))
    enquiries.answer(desk, reference, "So.", date(2026, 10, 5), officer, at(10, 5))
    with desk.database.read() as conn:
        found = cases.by_reference(conn, reference)
    assert found
    return found.id


def _another_way(desk: Desk, officer: int, reference: str = "KMR-2346-102") -> int:
    case_id = a_case(desk, reference, at(10, 1))

    def step(name: str, day: int, **said: Any) -> None:
        stages.make(desk, reference, name, stages.Said(date(2026, 10, day), **{"words": {}, **said}), officer, at(10, day))

    handling.change_route(desk, reference, "corporate", "It is about the bins.", officer, at(10, 2))
    rights.offer_right(desk, reference, Right.OMBUDSMAN, "letter", date(2026, 10, 2), {"note": ""}, officer, at(10, 2))
    rights.advocate(desk, reference, "declined", date(2026, 10, 3), {"note": ""}, officer, at(10, 3))
    step("pause", 5, words={"reason": "A hearing."}, codes={"proceedings": "care", "extent": "all"}, ticks=frozenset({"told"}))
    step("resume", 6, words={"how_known": "They rang."})
    step("request_stage_2", 7, words={"who": "Jo"}, codes={"how": "letter"})
    step("withdraw_request", 8, words={"how_known": "They rang."}, ticks=frozenset({"confirmed"}))
    step("request_stage_2", 9, words={"who": "Jo"}, codes={"how": "letter"})
    step("resolve_otherwise", 10, words={"terms": "A call.", "how_known": "They rang."}, ticks=frozenset({"agreed"}))
    return case_id
