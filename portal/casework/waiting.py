"""What a case waits for, as one code: the next thing without which it does not go on."""

from collections.abc import Iterable
from enum import StrEnum

from portal.casework.case import CaseState
from portal.law.deadlines import Deadline
from portal.law.facts import Procedure


class Waits(StrEnum):
    """What has to happen next."""

    NOTHING = "nothing"
    FRONT_DOOR = "front_door"
    REAL = "real"
    HANDLER = "handler"
    ROUTE = "route"
    ACKNOWLEDGEMENT = "acknowledgement"
    OMBUDSMAN = "ombudsman"
    PROCEEDINGS = "proceedings"
    ANSWER = "answer"
    APPOINTMENT = "appointment"
    STATEMENT = "statement"
    REPORT = "report"
    PANEL = "panel"
    PANEL_FINDINGS = "panel_findings"
    PERSON = "person"
    COMPLAINANT = "complainant"
    SERVICE = "service"


ENQUIRY_BY, OWN_RESPOND_BY = "enquiry_by", "own_respond_by"


def still_kept(state: CaseState, dates: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Those of a case's dates that the office still has to keep, so long as the case is open.

    What was answered waits for nothing but the Ombudsman, and the further stage that was asked for beside it.
    """
    over = state.answer_stands or (state.enquiry is not None and state.enquiry.answered_on is not None)
    return tuple(each for each in dates if not over or each.name in (ENQUIRY_BY, OWN_RESPOND_BY))


def waits_for(state: CaseState) -> Waits:
    """What a case with this history waits for; the most pressing where it waits for several things."""
    over = state.closed is not None or state.erased is not None
    if over or (state.enquiry is not None and state.enquiry.answered_on is not None):
        return Waits.NOTHING
    at, asked = state.stages.counted, state.enquiry is not None
    first = (
        (state.danger_waiting, Waits.FRONT_DOOR),
        (bool(state.junk_signs), Waits.REAL),
        (state.handler_id is None, Waits.HANDLER),
        (not asked and state.decided is None, Waits.ROUTE),
        (not asked and state.acknowledged is None, Waits.ACKNOWLEDGEMENT),
        (at.ombudsman is not None and at.ombudsman.waiting, Waits.OMBUDSMAN),
        (at.paused_on is not None and not at.partly, Waits.PROCEEDINGS),
        (not asked and (state.answer_stands or at.now.over) and not state.split.running, Waits.PERSON),
        (state.person_asked is not None, Waits.COMPLAINANT),
        (bool(state.services.waiting), Waits.SERVICE),
    )
    return next((code for waits, code in first if waits), None) or _at_stage(state)


def _at_stage(state: CaseState) -> Waits:
    run, statutory = state.stages.counted.now, state.procedure == Procedure.STATUTORY
    steps: tuple[tuple[object, Waits], ...] = ()
    if run.over:
        return Waits.ANSWER
    if run.stage == 2 and statutory:
        steps = ((run.appointed, Waits.APPOINTMENT), (run.statement_on, Waits.STATEMENT), (run.reported_on, Waits.REPORT))
    elif run.stage == 3 and statutory:
        steps = ((run.met_on, Waits.PANEL), (run.reported_on, Waits.PANEL_FINDINGS))
    return next((code for done, code in steps if not done), Waits.ANSWER)
