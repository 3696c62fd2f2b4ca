"""Review panels and the Ombudsman's word on injustice, from the officer's step or an older system to the rows that a report counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.actions import stages
from portal.actions.desk import Desk
from portal.actions.importing import bring_in, look_through
from portal.actions.importing.wrong import NotImported
from portal.actions.refused import Refused
from portal.actions.settling import work_out_standing
from portal.councils import working_days
from portal.law.calendar import WorkingDays
from portal.report.making import make
from portal.store import stages as store
from portal.store import tables
from portal.store.stages import PanelRow
from tests.actions.desks import NOW, a_case, later
from tests.actions.test_importing import WHOLE, _data, _small
from tests.actions.test_stages import REFERENCE, TODAY, WORDS, do, said, state_of

TO_THE_PANEL = ("request_stage_2", "appoint", "report_stage_2", "adjudicate", "request_stage_3")


def panel_of(desk: Desk, case_id: int) -> PanelRow:
    with desk.database.read() as conn:
        (row,) = store.panels_of_case(conn, case_id)
    return row


def at_the_panel(desk: Desk, officer: int) -> int:
    case_id = a_case(desk)
    for name in TO_THE_PANEL:
        do(desk, officer, name)
    return case_id


def test_a_panel_is_held_to_the_days_of_the_law_step_by_step(desk: Desk, officer: int) -> None:
    case_id, calendar = at_the_panel(desk, officer), desk.calendar
    with desk.database.read() as conn:
        assert store.panels_of_case(conn, case_id) == []
    meets = calendar.add(TODAY, 31)
    do(desk, officer, "panel", meets=meets)
    row = panel_of(desk, case_id)
    assert (row.asked_on, row.begun_on, row.met_on, row.days) == (TODAY, TODAY, meets, 31)
    assert row.due_on == calendar.add(TODAY, 30), "one working day too late"
    assert row.findings_due_on == calendar.add(meets, 5)
    found = calendar.add(meets, 4)
    stages.make(desk, REFERENCE, "panel_report", said("panel_report", found), officer, NOW + (found - TODAY))
    row = panel_of(desk, case_id)
    assert (row.findings_on, row.findings_days, row.answer_due_on) == (found, 4, calendar.add(found, 15))
    answered = calendar.add(found, 16)
    stages.make(desk, REFERENCE, "respond_stage_3", said("respond_stage_3", answered), officer, NOW + (answered - TODAY))
    row = panel_of(desk, case_id)
    assert (row.answered_on, row.answer_days) == (answered, 16)
    report = make(desk, date(2026, 4, 1), date(2027, 3, 31), answered, threshold=0)
    table = report.table("panels")
    assert [[cell.value for cell in row.cells] for row in table.rows] == [[1, 0, 0, 31, 31], [1, 1, 1, 4, 4], [1, 0, 0, 16, 16]]


def test_a_request_that_is_taken_back_before_the_meeting_has_no_panel(desk: Desk, officer: int) -> None:
    case_id = at_the_panel(desk, officer)
    do(desk, officer, "panel", meets=TODAY + timedelta(days=30))
    assert panel_of(desk, case_id)
    do(desk, officer, "withdraw_request", 3)
    with desk.database.read() as conn:
        assert store.panels_of_case(conn, case_id) == []


def test_where_the_holidays_are_not_known_the_days_are_left_out_and_not_the_panel(desk: Desk, officer: int) -> None:
    known = working_days()
    short = replace(desk, calendar=WorkingDays(known._named, known.first, TODAY + timedelta(days=80)))
    case_id = at_the_panel(short, officer)
    do(short, officer, "panel", meets=TODAY + timedelta(days=81))
    row = panel_of(short, case_id)
    assert (row.met_on, row.days, row.findings_due_on) == (TODAY + timedelta(days=81), None, None)


def test_panels_of_before_are_read_off_their_histories_when_the_portal_starts(desk: Desk, officer: int) -> None:
    case_id = at_the_panel(desk, officer)
    do(desk, officer, "panel", meets=TODAY + timedelta(days=20))
    row = panel_of(desk, case_id)
    with desk.database.write() as conn:
        conn.execute(tables.case_panels.delete())
        conn.execute(tables.cases.update().values(waits_for=None))
    assert work_out_standing(desk) == 1
    assert panel_of(desk, case_id) == row


def test_an_imported_panel_and_decision_are_counted_as_those_that_were_worked_here(desk: Desk) -> None:
    record = {**WHOLE, "ombudsman": {**WHOLE["ombudsman"], "injustice": "fault_no_injustice"}}
    assert bring_in(desk, look_through(desk, _data(record), NOW), NOW) == 1
    with desk.database.read() as conn:
        (case_id,) = conn.execute(select(tables.cases.c.id)).scalars()
        (asked,) = store.ombudsman_of_case(conn, case_id)
    row = panel_of(desk, case_id)
    assert (row.asked_on, row.met_on, row.findings_on, row.answered_on) == (date(2024, 5, 20), date(2024, 6, 24), date(2024, 6, 28), date(2024, 7, 15))
    assert (row.days, row.findings_days, row.answer_days) == (24, 4, 11)
    assert row.due_on and row.met_on <= row.due_on
    assert (asked.decision, asked.injustice) == ("upheld", "fault_no_injustice")
    report = make(desk, date(2024, 4, 1), date(2025, 3, 31), date(2026, 1, 1), threshold=0)
    assert report.table("ombudsman_injustice").cell("fault_no_injustice", "y2024").value == 1
    assert report.table("panels").cell("met", "in_time").value == 1


def test_an_imported_decision_says_nothing_of_injustice_where_nothing_was_upheld(desk: Desk) -> None:
    for ombudsman in ({"decided_on": "2024-05-05", "decision": "closed", "injustice": "fault_injustice"}, {"asked_on": "2024-05-05", "injustice": "fault_injustice"}):
        with pytest.raises(NotImported) as refused:
            look_through(desk, _data(_small(ombudsman=ombudsman)), NOW)
        assert "ombudsman.injustice: is said only of a complaint that was upheld" in str(refused.value.wrong[0])
    with pytest.raises(NotImported) as refused:
        look_through(desk, _data(_small(ombudsman={"decided_on": "2024-05-05", "decision": "upheld", "injustice": "some"})), NOW)
    assert "ombudsman.injustice: ‘some’ is not known" in str(refused.value.wrong[0])


def test_what_the_ombudsman_asks_for_is_kept_only_of_what_was_upheld(desk: Desk, officer: int) -> None:
    case_id, wanted = a_case(desk), frozenset({"asks_payment", "asks_apology"})
    decided = replace(said("ombudsman_decision", later(days=90).date()), ticks=wanted, codes={"decision": "not_upheld"})
    with pytest.raises(Refused) as refused:
        stages.make(desk, REFERENCE, "ombudsman_decision", decided, officer, later(days=90))
    assert refused.value.field == "asks"
    assert stages.make(desk, REFERENCE, "ombudsman_decision", replace(decided, codes={"decision": "upheld"}), officer, later(days=90))
    asked = state_of(desk, case_id).stages.ombudsman
    assert asked is not None and asked.remedies == ("apology", "payment")
    with desk.database.read() as conn:
        assert store.ombudsman_of_case(conn, case_id)[0].remedies == ("apology", "payment")


def test_an_imported_decision_says_what_it_asks_for(desk: Desk) -> None:
    record = _small(ombudsman={"decided_on": "2024-05-05", "decision": "upheld", "remedies": ["payment", "service_improved"]})
    bring_in(desk, look_through(desk, _data(record), NOW), NOW)
    report = make(desk, date(2024, 4, 1), date(2025, 3, 31), NOW.date(), threshold=0)
    assert [row.key for row in report.table("ombudsman_remedies").rows] == ["anything", "payment", "service_improved"]
    with pytest.raises(NotImported) as refused:
        look_through(desk, _data(_small(number="2", ombudsman={"decided_on": "2024-05-05", "decision": "closed", "remedies": ["payment"]})), NOW)
    assert "ombudsman.remedies: is said only of a complaint that was upheld" in str(refused.value.wrong[0])


def test_the_ombudsmans_word_on_injustice_is_kept_with_the_decision_where_it_is_said(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    decided = said("ombudsman_decision", later(days=90).date())
    for codes in ({"decision": "not_upheld", "injustice": "fault_injustice"}, {"decision": "upheld", "injustice": "so_so"}):
        with pytest.raises(Refused) as refused:
            stages.make(desk, REFERENCE, "ombudsman_decision", replace(decided, codes=codes), officer, later(days=90))
        assert refused.value.field == "injustice"
    told = replace(decided, words={"recommendations": WORDS["recommendations"]}, codes={"decision": "upheld", "injustice": "fault_injustice"})
    assert stages.make(desk, REFERENCE, "ombudsman_decision", told, officer, later(days=90))
    assert not stages.make(desk, REFERENCE, "ombudsman_decision", told, officer, later(days=90)), "pressed twice"
    asked = state_of(desk, case_id).stages.ombudsman
    assert asked is not None and (asked.code, asked.injustice) == ("upheld", "fault_injustice")
