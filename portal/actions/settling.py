"""The columns of a case that say whether it is over and where it stands on its way out, read off its history."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from portal.actions import counted, staged
from portal.actions.clocks import case_clocks, due_columns, london_day
from portal.actions.desk import Desk
from portal.casework.case import CaseState, fold
from portal.casework.events import Happened
from portal.casework.keeping import keeping_of
from portal.casework.people import readers_of
from portal.casework.rights import Known, ledger, owed
from portal.casework.stages_told import advocate_told
from portal.casework.waiting import OWN_RESPOND_BY, still_kept, waits_for
from portal.store import case_people, cases, events, queue, tracker
from portal.store.cases import CaseRow
from portal.store.database import Connection
from portal.store.events import EventRow
from portal.store.tables import NO_DUE_DATE

ANSWERS = frozenset(
    {Happened.ANSWERED, Happened.ADJUDICATED, Happened.STAGE_3_ANSWERED, Happened.OWN_STAGE_ANSWERED, Happened.ENQUIRY_ANSWERED}
)
"""What answers a stage."""


def settled(state: CaseState) -> dict[str, Any]:
    """What the columns say of a case with this history."""
    over = state.closed
    return {
        "open": over is None and state.erased is None,
        "closed_on": over.on if over else None,
        "outcome": over.outcome if over else None,
        "keeping": keeping_of(state).value,
        "stage": state.stages.counted.stage,
        "advocate": advocate_told(state),
        **_with_whom(state),
        **_concerned(state),
        "wrote_at": None if state.erased else state.talk.wrote_at,
    }


def _with_whom(state: CaseState) -> dict[str, Any]:
    """With which service it is, and for whom it waits: a case that is over waits for nobody."""
    services, asked = state.services, state.person_asked
    waits = state.closed is None and state.erased is None
    return {
        "service_area": services.area,
        "team": services.team,
        "person_asked_on": london_day(asked.at) if waits and asked else None,
        "service_asked_on": services.since if waits else None,
        "service_answer_by": services.by if waits else None,
    }


def _concerned(state: CaseState) -> dict[str, Any]:
    """With which services and teams reports count it."""
    about = counted.concerned(state)
    return {"services": about.services, "teams": about.teams}


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
    # What an older system told of rights is not known here: nobody goes after it once such a case is over.
    if state.erased is not None or (state.imported and state.closed is not None):
        return NO_DUE_DATE
    lines = owed(ledger(state, known_of(desk, case, state), date.max))
    return min((line.arose_on for line in lines), default=NO_DUE_DATE)


def settle_rights(desk: Desk, conn: Connection, case_id: int) -> None:
    """Bring what is owed, waited for and answered in line with what the case says now, within its transaction."""
    case = cases.by_id(conn, case_id)
    if case:
        history = events.of_case(conn, case_id)
        state = fold(history)
        more = {"owed_on": owed_on(desk, case, state), "advocate": advocate_told(state)}
        _set(conn, case, standing(state) | more | _concerned(state))
        _settle_answers(desk, conn, case, history)
        staged.bring_in_line(desk, conn, case, history, state)


def standing(state: CaseState) -> dict[str, Any]:
    """What the columns say of what happens next, and of more time for the stage that it is at."""
    run = state.stages.counted.now
    more = state.course.extended if run.stage == 1 else run.extended_to is not None
    return {"waits_for": waits_for(state).value, "extended": more}


def _set(conn: Connection, case: CaseRow, columns: Mapping[str, Any]) -> None:
    changed = {name: value for name, value in columns.items() if getattr(case, name) != value}
    if changed:
        cases.update(conn, case.id, **changed)


def _settle_answers(desk: Desk, conn: Connection, case: CaseRow, history: Sequence[EventRow]) -> None:
    """Each answer to a stage with its day, and the day by which it was due as things stood just before it."""
    given = [at for at, event in enumerate(history) if event.kind in ANSWERS]
    if len(given) > tracker.count_answers(conn, case.id):
        tracker.keep_answers(conn, [_answer(desk, case, history, at) for at in given])


def _answer(desk: Desk, case: CaseRow, history: Sequence[EventRow], at: int) -> tracker.AnswerRow:
    event, before = history[at], fold(history[:at])
    then = replace(case, acknowledged_on=before.acknowledged_on)
    own = before.split.run if event.kind == Happened.OWN_STAGE_ANSWERED else None
    dates = {each.name: each.on for each in known_of(desk, then, before).deadlines}
    # A joint answer is one letter, and in time by the earlier day.
    names = {OWN_RESPOND_BY} if own else {"respond_by"} | ({OWN_RESPOND_BY} if event.kind == Happened.ANSWERED else set())
    due = min((on for name, on in dates.items() if name in names), default=None)
    on = event.detail.get("on")
    answered_on = date.fromisoformat(on) if on else london_day(event.at)
    begun_on = own.asked_on if own else before.stages.counted.now.since or case.received_on
    stage = own.stage if own else before.stages.counted.stage
    return tracker.AnswerRow(case.id, event.place or at + 1, stage, begun_on, answered_on, due)


def work_out_rights(desk: Desk, at_once: int = 100) -> int:
    """Work out of every case that came before this was kept whether it owes a right; how many there were.

    So many in one transaction, looked for outside of it: whoever waits to write has a turn in between. What is left
    where this stops is found again. Raises `DatabaseUnavailable`.
    """
    return _work_out(desk, queue.owed_not_worked_out, at_once)


def work_out_standing(desk: Desk, at_once: int = 100) -> int:
    """The same for what each case waits for, and when its stages were answered."""
    return _work_out(desk, tracker.not_worked_out, at_once)


def _work_out(desk: Desk, find: Callable[[Connection, int], list[int]], at_once: int) -> int:
    done = 0
    while True:
        with desk.database.read() as conn:
            found = find(conn, at_once)
        if not found:
            return done
        with desk.database.write() as conn:
            for case_id in found:
                if cases.held(conn, case_id):
                    settle_rights(desk, conn, case_id)
        done += len(found)


def settle(desk: Desk, conn: Connection, case_id: int) -> None:
    """Bring the columns of a case in line with its history, within the transaction that wrote an event.

    The one place that does: where it is open, at which stage, what it waits for, from when a right is owed, and
    what reports count of it (`actions.counted`).
    """
    case = cases.by_id(conn, case_id)
    if case is None:
        return
    history = events.of_case(conn, case_id)
    state = fold(history)
    if history:
        case_people.settle(conn, case_id, readers_of(state), history[-1].at)
    _set(conn, case, settled(state) | due(desk, case, state) | standing(state) | {"owed_on": owed_on(desk, case, state)})
    _settle_answers(desk, conn, case, history)
    staged.bring_in_line(desk, conn, case, history, state)
    counted.bring_in_line(conn, case_id, state)


def due(desk: Desk, case: CaseRow, state: CaseState) -> dict[str, Any]:
    """The days by which the queue sorts."""
    dates = known_of(desk, case, state).deadlines
    answered = state.answer_stands or (state.enquiry is not None and state.enquiry.answered_on is not None)
    return due_columns(still_kept(state, dates), acknowledged=answered or case.acknowledged_on is not None)
