"""The columns of a case that say whether it is over and where it stands on its way out, read off its history."""

from dataclasses import replace
from datetime import date
from typing import Any

from portal.actions.clocks import case_clocks, due_columns
from portal.actions.desk import Desk
from portal.actions.later_clocks import ENQUIRY_BY
from portal.casework.case import CaseState, fold
from portal.casework.keeping import keeping_of
from portal.casework.people import readers_of
from portal.casework.rights import Known, ledger, owed
from portal.store import case_people, cases, events, queue
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


def known_of(desk: Desk, case: CaseRow, state: CaseState) -> Known:
    """What the ledger of rights needs of a case whose history adds up to `state`."""
    route = state.route or case.route
    dates = case_clocks(desk.profile, desk.calendar, route, case.received_on, case.acknowledged_on, state.course)
    first = _first_due(desk, case, state, route) if state.stages.held_up_on else None
    return Known(case.facts, tuple(case.decision.get("flags", ())), route, case.received_on, dates, case.erased_on is None, first)


def _first_due(desk: Desk, case: CaseRow, state: CaseState, route: str) -> date | None:
    course = replace(state.course, later=None)
    dates = case_clocks(desk.profile, desk.calendar, route, case.received_on, case.acknowledged_on, course)
    return next((each.on for each in dates if each.name == "respond_by"), None)


def owed_on(desk: Desk, case: CaseRow, state: CaseState) -> date:
    """The first day on which a right of this case is owed, if nothing more happens; NO_DUE_DATE where none will be.

    A right that arises when a day passes without an answer arises by itself: the day is known before it comes.
    """
    if state.erased is not None:
        return NO_DUE_DATE
    lines = owed(ledger(state, known_of(desk, case, state), date.max))
    return min((line.arose_on for line in lines), default=NO_DUE_DATE)


def settle_rights(desk: Desk, conn: Connection, case_id: int) -> None:
    """Bring the day from which a right is owed in line with what the case says now, within its transaction."""
    case = cases.by_id(conn, case_id)
    if case and (day := owed_on(desk, case, fold(events.of_case(conn, case_id)))) != case.owed_on:
        cases.update(conn, case_id, owed_on=day)


def work_out_rights(desk: Desk, at_once: int = 100) -> int:
    """Work out of every case that came before this was kept whether it owes a right; how many there were.

    So many in one transaction, looked for outside of it: whoever waits to write has a turn in between. What is left
    where this stops is found again. Raises `DatabaseUnavailable`.
    """
    done = 0
    while True:
        with desk.database.read() as conn:
            found = queue.owed_not_worked_out(conn, at_once)
        if not found:
            return done
        with desk.database.write() as conn:
            for case_id in found:
                if cases.held(conn, case_id):
                    settle_rights(desk, conn, case_id)
        done += len(found)


def settle(desk: Desk, conn: Connection, case_id: int) -> None:
    """Bring the columns of a case in line with its history, within the transaction that wrote an event.

    The one place that does: where it is open, at which stage, what it waits for, and from when a right is owed.
    """
    case = cases.by_id(conn, case_id)
    if case is None:
        return
    history = events.of_case(conn, case_id)
    state = fold(history)
    if history:
        case_people.settle(conn, case_id, readers_of(state), history[-1].at)
    columns = settled(state) | due(desk, case, state) | {"owed_on": owed_on(desk, case, state)}
    changed = {name: value for name, value in columns.items() if getattr(case, name) != value}
    if changed:
        cases.update(conn, case_id, **changed)


def due(desk: Desk, case: CaseRow, state: CaseState) -> dict[str, Any]:
    """The days by which the queue sorts; what was answered waits for nothing but the Ombudsman."""
    dates = known_of(desk, case, state).deadlines
    if state.answer_stands:
        return due_columns((each for each in dates if each.name == ENQUIRY_BY), acknowledged=True)
    return due_columns(dates, acknowledged=case.acknowledged_on is not None)
