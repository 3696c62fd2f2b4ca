"""When each step of the stages after the first can be made: rows for the table of moves."""

from collections.abc import Callable
from typing import NamedTuple

from portal.casework.case import CaseState
from portal.casework.events import Happened
from portal.casework.permissions import Permission
from portal.casework.stages import RESOLVED, TOLD_STAGE_2, awaits_first, procedure_at
from portal.law.facts import Procedure


class StageMove(NamedTuple):
    """A row: what the move is called, when it is possible, what it leaves behind, and whether a closed case allows it."""

    name: str
    label: str
    possible: Callable[[CaseState], bool]
    event: Happened
    when_closed: bool = False
    permission: Permission = Permission.HANDLE_CASE


def _has_stages(state: CaseState) -> bool:
    return state.submitted is not None and state.procedure is not None


def _statutory(state: CaseState) -> bool:
    return state.submitted is not None and state.procedure == Procedure.STATUTORY


def _at(stage: int, state: CaseState) -> bool:
    return state.stages.stage == stage and state.stages.running


def may_ask_for_2(state: CaseState) -> bool:
    """Never refused for being late, nor because a stage would add nothing (LGSCO 22 008 976).

    Nor because another procedure was gone through first: what belonged in the statutory one has its stage 2 still.
    """
    at = state.stages
    return _has_stages(state) and (at.stage == 1 or (at.stage == 2 and bool(at.now.ended)) or wrong_procedure(state))


def wrong_procedure(state: CaseState) -> bool:
    """It is at a further stage of the council's own procedure, and by its route belongs in the statutory one."""
    began = state.stages.now.procedure
    return began == Procedure.CORPORATE and procedure_at(state.route) == Procedure.STATUTORY


def may_ask_for_3(state: CaseState) -> bool:
    """After an answer to stage 2, however late it is asked (regulation 18, and nothing else may be held against it).

    Under the council's own procedure where the answer said that it has a third stage.
    """
    at = state.stages
    if state.procedure == Procedure.CORPORATE:
        again = at.stage == 3 and bool(at.now.ended)
        return state.submitted is not None and (again or (at.stage == 2 and at.now.over and at.now.further))
    answered = at.now.answered_on is not None or at.now.ended == RESOLVED or state.closed is not None
    told = at.stage == 1 and at.told in TOLD_STAGE_2
    again = at.stage == 3 and bool(at.now.ended)
    return _statutory(state) and (told or again or (at.stage == 2 and answered))


def _investigated(state: CaseState) -> bool:
    return _statutory(state) and _at(2, state) and state.stages.now.reported_on is None


def _answerable(state: CaseState) -> bool:
    """The council decides on what the investigation found; its own procedure has none (regulation 17)."""
    return _has_stages(state) and _at(2, state) and (not _statutory(state) or state.stages.now.reported_on is not None)


def _before_panel_reports(state: CaseState) -> bool:
    return _statutory(state) and _at(3, state) and state.stages.now.reported_on is None


def _answerable_3(state: CaseState) -> bool:
    """The panel has reported; the council's own third stage has no panel."""
    return _has_stages(state) and _at(3, state) and (not _statutory(state) or state.stages.now.reported_on is not None)


def refusable(state: CaseState) -> str | None:
    """Which request an own procedure lets a manager refuse: "own" of a split case, or "case"; None: no request.

    Never one of the statutory procedure: its stages are the person's by law (regulations 17 to 20).
    """
    if state.submitted is None:
        return None
    if state.split.running:
        return "own"
    at = state.stages
    return "case" if state.procedure == Procedure.CORPORATE and at.stage > 1 and at.running else None


def _not_over(state: CaseState) -> bool:
    return _has_stages(state) and not state.stages.now.over


def first_answer_open(state: CaseState) -> bool:
    """Whether stage 2 runs while the first answer was never given: whoever takes the request back may still want that one."""
    return state.answered is None and awaits_first(state.stages) and not state.stages.now.over


def _asked_by_ombudsman(state: CaseState) -> bool:
    return state.stages.ombudsman is not None and state.stages.ombudsman.waiting


STAGE_MOVES: tuple[StageMove, ...] = (
    StageMove("request_stage_2", "Record that stage 2 was asked for", may_ask_for_2, Happened.STAGE_2_REQUESTED, True),
    StageMove("appoint", "Appoint the investigator and the independent person", _investigated, Happened.APPOINTED),
    StageMove(
        "agree_statement", "Record the agreed statement of complaint",
        lambda state: _investigated(state) and state.stages.now.statement_on is None, Happened.STATEMENT_AGREED,
    ),
    StageMove("extend_stage_2", "Take more time for stage 2", lambda state: _has_stages(state) and _at(2, state), Happened.STAGE_2_EXTENDED),
    StageMove(
        "report_stage_2", "Record the investigation report",
        lambda state: _investigated(state) and state.stages.now.appointed, Happened.STAGE_2_REPORTED,
        permission=Permission.REPORT_STAGE_2,
    ),
    StageMove("adjudicate", "Record the council’s answer to stage 2", _answerable, Happened.ADJUDICATED),
    StageMove("request_stage_3", "Record that stage 3 was asked for", may_ask_for_3, Happened.STAGE_3_REQUESTED, True),
    StageMove("panel", "Appoint the panel and its day", _before_panel_reports, Happened.PANEL_APPOINTED),
    StageMove(
        "panel_report", "Record the panel’s findings",
        lambda state: _before_panel_reports(state) and state.stages.now.met_on is not None, Happened.PANEL_REPORTED,
        permission=Permission.REPORT_PANEL,
    ),
    StageMove(
        "respond_stage_3", "Record the council’s answer to stage 3", _answerable_3, Happened.STAGE_3_ANSWERED
    ),
    StageMove(
        "refuse_stage", "Refuse the request for this stage", lambda state: refusable(state) is not None, Happened.STAGE_REFUSED,
        permission=Permission.REFUSE_STAGE,
    ),
    StageMove(
        "request_own_stage", "Own procedure: record that the next stage was asked for",
        lambda state: state.split.next_stage is not None, Happened.OWN_STAGE_REQUESTED, True,
    ),
    StageMove(
        "answer_own_stage", "Own procedure: record the council’s answer",
        lambda state: state.split.running, Happened.OWN_STAGE_ANSWERED,
    ),
    StageMove(
        "withdraw_own_stage", "Own procedure: record that the person withdraws",
        lambda state: state.split.running, Happened.OWN_STAGE_WITHDRAWN,
    ),
    StageMove("withdraw_request", "Record that the person withdraws", _not_over, Happened.REQUEST_WITHDRAWN),
    StageMove("resolve_otherwise", "Record that it was settled another way", _not_over, Happened.RESOLVED_OTHERWISE),
    StageMove(
        "pause", "Let it wait for proceedings",
        lambda state: _not_over(state) and state.stages.paused_on is None, Happened.PAUSED,
    ),
    StageMove(
        "resume", "Go on with it",
        lambda state: _has_stages(state) and (state.stages.paused_on is not None or bool(state.stages.now.ended)), Happened.RESUMED,
    ),
    StageMove(
        "ombudsman_enquiry", "Record an enquiry by the Ombudsman",
        lambda state: state.submitted is not None and not _asked_by_ombudsman(state), Happened.OMBUDSMAN_ASKED, True,
    ),
    StageMove("answer_ombudsman", "Record the answer to the Ombudsman", _asked_by_ombudsman, Happened.OMBUDSMAN_ANSWERED, True),
    StageMove(
        "ombudsman_decision", "Record the Ombudsman’s decision",
        lambda state: state.submitted is not None and (state.stages.ombudsman is None or state.stages.ombudsman.decided_on is None),
        Happened.OMBUDSMAN_DECIDED, True,
    ),
)  # fmt: skip
