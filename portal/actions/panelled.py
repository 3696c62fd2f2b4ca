"""The rows that say how long each step of a review panel took, and by when it was due, beside the event that changed them."""

from collections.abc import Sequence
from datetime import date

from portal.actions.clocks import days_between
from portal.actions.desk import Desk
from portal.actions.later_clocks import later_dates
from portal.casework.panels_told import PanelTold, panels_told
from portal.law.calendar import BeyondCalendar
from portal.law.facts import Procedure
from portal.law.later import Later
from portal.store.events import EventRow
from portal.store.stages import PanelRow

_STAGE = 3


def panel_rows(desk: Desk, case_id: int, history: Sequence[EventRow]) -> list[PanelRow]:
    """The panels of a case with this history; a day that needs bank holidays which are not known is left out."""
    return [_row(desk, case_id, place, one) for place, one in enumerate(panels_told(history), start=1)]


def _row(desk: Desk, case_id: int, place: int, one: PanelTold) -> PanelRow:
    """Each step is due as the clocks of the case say it: by the days of the law, or those of a stricter council."""
    return PanelRow(
        case_id, place, one.asked_on, one.begun_on, _due(desk, one, "panel_by"), one.met_on, days_between(desk.calendar, one.begun_on, one.met_on),
        _due(desk, one, "findings_by", met=one.findings_from), one.findings_on, days_between(desk.calendar, one.findings_from, one.findings_on),
        answered_on=one.answered_on, answer_days=days_between(desk.calendar, one.answer_from, one.answered_on),
        answer_due_on=_due(desk, one, "respond_by", met=one.findings_from, reported=one.answer_from) if one.answer_from else None,
    )  # fmt: skip


def _due(desk: Desk, one: PanelTold, name: str, met: date | None = None, reported: date | None = None) -> date | None:
    later = Later(_STAGE, one.begun_on, met_on=met, reported_on=reported, procedure=Procedure.STATUTORY.value)
    try:
        found = later_dates(desk.profile, desk.calendar, Procedure.STATUTORY.value, later)
    except BeyondCalendar:
        return None
    return next((each.on for each in found if each.name == name), None)
