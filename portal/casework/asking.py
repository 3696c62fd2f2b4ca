"""Which stage the person may ask for themselves, in one step: one that is open, and to which a right of theirs has arisen."""

from collections.abc import Collection

from portal.casework.case import CaseState
from portal.casework.stage_moves import may_ask_for_2, may_ask_for_3, wrong_procedure
from portal.casework.stages import procedure_at, right_of
from portal.law.facts import Procedure

MOVE_OF = {2: "request_stage_2", 3: "request_stage_3"}
"""The move by which each stage is asked for."""

OWN_MOVE = "request_own_stage"
"""The same for the further stage of those points of a split case that go by the council's own procedure."""


def next_stage(state: CaseState, arisen: Collection[str]) -> int | None:
    """The stage to ask for, 3 before 2; `arisen`: the rights in the ledger, used or not. None where there is none.

    What was withdrawn can be asked for again, and nothing is ever too late.
    """
    if state.erased is not None:
        return None
    open_now = {3: may_ask_for_3(state), 2: may_ask_for_2(state)}
    return next((stage for stage, may in open_now.items() if may and right_of(stage, procedure_for(stage, state)) in arisen), None)


def procedure_for(stage: int, state: CaseState) -> str | None:
    """Under which procedure the stage would be asked for: that of the stages so far, but where that was the wrong one."""
    return procedure_at(state.route) if stage == 2 and wrong_procedure(state) else state.procedure


def next_own_stage(state: CaseState, arisen: Collection[str]) -> int | None:
    """The stage of the council's own procedure to ask for beside it, in a case whose points were split; None where there is none.

    The rights to it arise like any other: with the joint answer, or once that is late.
    """
    stage = state.split.next_stage
    if stage is None or state.erased is not None:
        return None
    return stage if right_of(stage, Procedure.CORPORATE) in arisen else None
