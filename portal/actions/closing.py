"""Closing a case and opening it again, and finding those whose time for keeping is over."""

from datetime import date, datetime

from portal.actions import leaving
from portal.actions.case_file import reader_of
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.handling import Turn, sealed_reason, turn_at
from portal.actions.learning import write_nothing_to_learn
from portal.actions.settling import settle
from portal.casework import moves
from portal.casework.answering import COMPLAINT, open_points
from portal.casework.enquiries import ENQUIRY, OUTCOMES
from portal.casework.events import Actor, Happened
from portal.casework.keeping import Keeping, kept_until, last_closing, period_of
from portal.casework.learning import UPHELD
from portal.casework.outcomes import OutcomeCode
from portal.casework.rights import ANSWERED
from portal.casework.splitting import JOINED
from portal.councils import Profile
from portal.store import cases, events, keeping
from portal.store.cases import CaseRow
from portal.store.database import Connection
from portal.store.keeping import KeptRow
from portal.store.scope import Scope

MOST_A_DAY = 1_000
"""How many cases a day's work finds at the most: the first day with a schedule may meet twenty years."""

PAGE = 50
MOST_COUNTED = 1_000


class StageOpen(Exception):
    """A complaint is not closed as answered while the later stage that it is at, `stage`, has no answer."""

    def __init__(self, stage: int) -> None:
        super().__init__(f"stage {stage} has no answer")
        self.stage = stage


class PointsOpen(Exception):
    """A complaint is not closed as answered while these points of it have no finding: `numbers`."""

    def __init__(self, numbers: tuple[int, ...]) -> None:
        super().__init__(f"points without a finding: {numbers}")
        self.numbers = numbers


class NotAnswered(Exception):
    """An enquiry is not closed as answered before its answer is written down."""


class LearningOpen(Exception):
    """A complaint that was upheld is not closed while nothing is to be learned from it, and nobody has said why not."""


def close(
    desk: Desk, reference: str, outcome: OutcomeCode, reason: str, staff_id: int, now: datetime, nothing_learned: str = ""
) -> bool:
    """It is over, with this outcome and why (sealed); `nothing_learned`: why nothing is to be learned from it.

    Raises `PointsOpen`, `StageOpen`, `NotAnswered`, `LearningOpen`, `NotPossible`, `NoSuchCase`, `Erased`.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        move, on, asked = moves.check("close", turn.state), london_day(now), turn.state.enquiry
        if asked and outcome not in OUTCOMES:
            raise ValueError(outcome)
        if asked and asked.purpose == ENQUIRY and outcome is OutcomeCode.ANSWERED and asked.answered_on is None:
            raise NotAnswered
        if outcome in ANSWERED and turn.case.purpose == COMPLAINT:
            _must_be_answered(turn)
            _must_be_learned(desk, turn, outcome, nothing_learned)
        turn.write_down(move.event, {"outcome": outcome.value, "on": on.isoformat()}, sealed_reason(desk, turn, reason))
        return True


def _must_be_answered(turn: Turn) -> None:
    """A first answer point by point; a later stage as a whole, by its investigation or its panel."""
    run, own = turn.state.stages.counted.now, turn.state.split.run
    if own and own.running:
        raise StageOpen(own.stage)
    if run.stage > 1 and not run.over:
        raise StageOpen(run.stage)
    split = turn.state.split
    if run.stage > 1 and split.both and turn.state.answered is None and not (own and own.answered_on):
        # A stage of the other points answers nothing of the council's own; theirs is answered as the stage of its own.
        raise PointsOpen(split.under(JOINED[1]))
    if run.stage == 1 and (left := open_points(turn.state, [point.number for point in cases.points_of(turn.conn, turn.case.id)])):
        raise PointsOpen(left)


def _must_be_learned(desk: Desk, turn: Turn, outcome: OutcomeCode, nothing_learned: str) -> None:
    """What was upheld has an action to learn from it, or the words why it needs none (regulation 13(3))."""
    left = turn.state.learning
    if left.learned or not (left.asks or outcome in UPHELD):
        return
    if not nothing_learned.strip():
        raise LearningOpen
    write_nothing_to_learn(desk, turn, nothing_learned)


def reopen(desk: Desk, reference: str, reason: str, staff_id: int, now: datetime) -> bool:
    """It goes on, and why (sealed); its dates are what they were. Raises `NotPossible`, `NoSuchCase`, `Erased`."""
    with turn_at(desk, reference, staff_id, now) as turn:
        move = moves.check("reopen", turn.state)
        turn.write_down(move.event, {}, sealed_reason(desk, turn, reason))
        return True


def find_run_out(desk: Desk, conn: Connection, now: datetime) -> int:
    """Mark the closed cases whose time is over by the council's schedule, in the caller's transaction; how many."""
    today, schedule = london_day(now), desk.profile.schedule
    lines = [keeping.Line(last_closing(today, line.months), line.routes, line.outcomes) for line in schedule]
    found = keeping.over(conn, lines, MOST_A_DAY)
    return sum(_run_out(desk, conn, case_id, now) for case_id in found)


def _run_out(desk: Desk, conn: Connection, case_id: int, now: datetime) -> bool:
    case = cases.held(conn, case_id)
    # Somebody may have opened or held it since it was found.
    if case is None or case.closed_on is None or case.keeping != Keeping.KEPT:
        return False
    until = until_of(desk.profile, case)
    if until is None or until >= london_day(now):
        return False
    kind = Happened.RUN_OUT
    detail = {"closed": case.closed_on.isoformat(), "until": until.isoformat()}
    events.append(conn, events.Event(case_id=case_id, at=now, kind=kind.value, actor=Actor.PORTAL.value, detail=detail))
    settle(desk, conn, case_id)
    leaving.tell_case_system(desk, conn, case_id, kind, now)
    return True


def until_of(profile: Profile, case: CaseRow | KeptRow) -> date | None:
    """The last day on which a closed case is kept; None of an open one, and where the council has stated nothing."""
    if case.closed_on is None:
        return None
    period = period_of(profile.schedule, case.route, case.outcome or "")
    return kept_until(case.closed_on, period) if period else None


def on_the_way_out(desk: Desk, standing: Keeping, last: int, staff_id: int) -> list[KeptRow]:
    """A page of the cases that stand so, and one more where there are more; after the case with the number `last`, of those
    that whoever asks may see.
    """
    with desk.database.read() as conn:
        return keeping.listed(conn, standing.value, last, PAGE + 1, Scope(reader_of(conn, staff_id)))


def how_many(desk: Desk, staff_id: int) -> dict[Keeping, int]:
    """How many cases stand where somebody has to do something, of those that whoever asks may see; `MOST_COUNTED` means
    that many or more.
    """
    with desk.database.read() as conn:
        scope = Scope(reader_of(conn, staff_id))
        return {one: keeping.count(conn, one.value, MOST_COUNTED, scope) for one in (Keeping.RUN_OUT, Keeping.PROPOSED)}
