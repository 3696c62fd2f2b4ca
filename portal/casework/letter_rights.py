"""Which rights belong in a letter about a step: what the ledger says on its day, and nothing that was used already."""

from datetime import date

from portal.casework.case import CaseState
from portal.casework.rights import Known, Right, ledger
from portal.law.facts import Procedure


def in_letter(state: CaseState, known: Known, on: date) -> tuple[Right, ...]:
    """The rights that a letter of this day tells of, in their order: all that have arisen and were not used.

    Under the statutory procedure the Ombudsman is named in every letter, until they have the case.
    """
    lines = ledger(state, known, on)
    used = {line.right for line in lines if line.used_on is not None}
    arisen = {line.right for line in lines}
    if state.procedure == Procedure.STATUTORY:
        arisen.add(Right.OMBUDSMAN)
    return tuple(right for right in Right if right in arisen - used)
