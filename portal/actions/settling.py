"""The columns of a case that say whether it is over and where it stands on its way out, read off its history."""

from typing import Any

from portal.casework.case import CaseState
from portal.casework.keeping import keeping_of
from portal.store import cases
from portal.store.cases import CaseRow
from portal.store.database import Connection
from portal.store.tables import NO_DUE_DATE


def settled(state: CaseState) -> dict[str, Any]:
    """What the columns say of a case with this history."""
    over = state.closed
    return {
        "open": over is None and state.erased is None,
        "closed_on": over.on if over else None,
        "outcome": over.outcome if over else None,
        "keeping": keeping_of(state).value,
        "stage": state.stages.stage,
    }


def settle(conn: Connection, case: CaseRow, state: CaseState) -> None:
    """Bring the columns of `case` in line with `state`, within the transaction that wrote the event."""
    changed = {name: value for name, value in settled(state).items() if getattr(case, name) != value}
    if state.answer_stands:
        # What was answered waits for no day any more, whatever else was written of its dates.
        changed |= {"due_on": NO_DUE_DATE, "latest_on": None}
    if changed:
        cases.update(conn, case.id, **changed)
