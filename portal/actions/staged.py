"""The rows that say which stages and panels a case went through and what the Ombudsman asked of it, beside the event that changed them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from portal.actions.clocks import days_between
from portal.actions.counted import concerned
from portal.actions.desk import Desk
from portal.actions.panelled import panel_rows
from portal.casework.case import CaseState
from portal.casework.stages_told import StageTold, ombudsman_told, stages_told
from portal.councils.dates import OMBUDSMAN, stage_dates
from portal.law.calendar import BeyondCalendar
from portal.store import stages, tracker
from portal.store.cases import CaseRow
from portal.store.database import Connection
from portal.store.events import EventRow
from portal.store.stages import OmbudsmanRow, StageRow


def bring_in_line(desk: Desk, conn: Connection, case: CaseRow, history: Sequence[EventRow], state: CaseState) -> None:
    """Make the rows say what the history says, within the transaction that wrote an event; `state` is what it adds up to."""
    told, due = stages_told(history, case.received_on), tracker.due_of_answers(conn, case.id)
    about = concerned(state)
    said: dict[str, Any] = {
        "area": state.services.area or "", "enquiry": case.enquiry_kind or "", "services": about.services, "teams": about.teams,
        "causes": about.causes,
    }  # fmt: skip
    rows = [replace(_row(desk, case, history, place, one, due), **said) for place, one in enumerate(told, start=1)]
    stages.keep(conn, case.id, rows)
    asked = ombudsman_told(history)
    enquiries = [
        OmbudsmanRow(case.id, place, one.asked_on, _asked_by(desk, one.asked_on), one.answered_on, one.decided_on, one.decision, one.injustice, one.remedies)
        for place, one in enumerate(asked, start=1)
    ]
    stages.keep_ombudsman(conn, case.id, enquiries)
    stages.keep_panels(conn, case.id, panel_rows(desk, case.id, history))


def _row(desk: Desk, case: CaseRow, history: Sequence[EventRow], place: int, one: StageTold, due: dict[int, date | None]) -> StageRow:
    at = None if one.place is None else history[one.place].place or one.place + 1
    return StageRow(
        case.id, place, one.procedure, one.stage, one.own, one.asked_on, one.begun_on, due.get(at) if at else None,
        one.ended_on, one.how, one.outcome, days_between(desk.calendar, one.begun_on, one.ended_on), one.extended,
    )  # fmt: skip


def _asked_by(desk: Desk, asked_on: date) -> date | None:
    try:
        return next((each.on for each in stage_dates(desk.profile, desk.calendar, OMBUDSMAN, asked_on)), None)
    except BeyondCalendar:
        return None
