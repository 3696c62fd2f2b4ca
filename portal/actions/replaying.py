"""Replaying the rules over every case: which would now go elsewhere, and who is owed a stage that nobody offered.

For the council that was told to write to everyone it had turned away. It reads and changes nothing; what it gives out
names cases by their reference and holds nothing that anybody wrote.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.actions.desk import Desk
from portal.actions.rights import rights_in
from portal.casework.case import CaseState, fold
from portal.casework.rights import Line, Right, owed
from portal.law.facts import Facts, UnknownCode
from portal.law.triage import Decision, decide
from portal.store import cases, events
from portal.store.cases import CaseRow

BATCH = 500
STAGES = frozenset({Right.STAGE_2, Right.STAGE_3, Right.COUNCIL_STAGE_2})


@dataclass(frozen=True, slots=True)
class Replayed:
    """A case, the route it was given and what decided that; what the rules say now, None where its facts can no longer
    be read; and the stages it is owed.
    """

    case: CaseRow
    state: CaseState
    now: Decision | None
    owed: tuple[Line, ...]

    @property
    def route(self) -> str:
        """The route that counts."""
        return self.state.route or self.case.route

    @property
    def elsewhere(self) -> bool:
        """Whether the rules would now send it somewhere else. They never sent what was brought in from an older system."""
        return self.now is not None and self.now.route.value != self.route and not self.state.imported

    def to_json(self) -> dict[str, Any]:
        """As `flask triage --replay` prints it: codes and dates only."""
        case, now = self.case, self.now
        return {
            "reference": case.reference,
            "received_on": case.received_on.isoformat(),
            "open": case.open,
            "route": self.route,
            "decided_by_officer": self.state.decided is not None,
            "version": case.rules_version,
            "rules": [reason["rule"] for reason in case.decision.get("reasons", ())],
            "now": now and {"route": now.route.value, "version": now.version, "rules": [r.rule for r in now.reasons]},
            "elsewhere": self.elsewhere,
            "owed": [{"right": line.right.value, "since": line.arose_on.isoformat()} for line in self.owed],
        }


def replay(desk: Desk, today: date) -> Iterator[Replayed]:
    """The cases that would now go elsewhere, are owed a stage, or whose facts cannot be read any more."""
    last = 0
    while True:
        with desk.database.read() as conn:
            batch = cases.after(conn, last, BATCH)
            told = [(case, fold(events.of_case(conn, case.id))) for case in batch]
        if not told:
            return
        last = told[-1][0].id
        for case, state in told:
            if state.imported and state.closed is not None:
                # Neither what the rules would have said nor what the person was told is known of it.
                continue
            found = _read_again(desk, case, state, today)
            if found.elsewhere or found.owed or found.now is None:
                yield found


def _read_again(desk: Desk, case: CaseRow, state: CaseState, today: date) -> Replayed:
    try:
        now = decide(Facts.from_codes(case.facts), desk.profile.terms(today))
    except UnknownCode:
        now = None
    lines = tuple(line for line in owed(rights_in(desk, case, state, today)) if line.right in STAGES)
    return Replayed(case, state, now, lines)
