"""The rows that reports and lists count, read off the history of a case, beside the event and in the same commit.

They are why a report over a million cases is a few questions in SQL: `points.finding` and `decided_on`,
`point_services` and `point_causes` (several of each for one point), `actions_due`, `remedies`, `costs`; and `services`,
`teams` and `causes` of a case and its stages. Nothing in them
is not in the history, but the sentence of an action while it is published.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.actions.clocks import london_day
from portal.casework.case import CaseState
from portal.casework.learning import Action, Promise
from portal.store import learning
from portal.store.database import Connection
from portal.store.tables import NO_DUE_DATE

Row = Mapping[str, Any]


def counted(state: CaseState) -> dict[str, list[Row]]:
    """What the tables say of a case with this history, by table."""
    left = state.learning
    return {
        "point_services": _services(state),
        "point_causes": _causes(state),
        "actions_due": [_action(state, one) for one in left.actions],
        "remedies": [_promise(state, one) for one in left.promises],
        "costs": [
            {"number": one.number, "kind": one.kind, "pence": one.pence, "on_day": one.on, "stage": one.stage}
            for one in left.costs
            if not one.taken_back
        ],
    }


def _services(state: CaseState) -> list[Row]:
    return [
        {"point": point, "service": service, "team": team}
        for point, about in state.learning.about.items()
        for service, team in _apart(about.services)
    ]


def _causes(state: CaseState) -> list[Row]:
    return [{"point": point, "cause": cause} for point, about in state.learning.about.items() for cause in dict.fromkeys(about.causes)]


@dataclass(frozen=True, slots=True)
class Concerned:
    """Which services, teams and causes a case is counted with: codes, each once and in their order."""

    services: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()


def concerned(state: CaseState) -> Concerned:
    """Those of the points of the case with this history; where they name no service, the one that the case is with."""
    named, with_whom = _services(state), state.services
    services = {row["service"] for row in named} or {with_whom.area or ""}
    teams = {row["team"] for row in named} if named else {with_whom.team or ""}
    return Concerned(_in_order(services), _in_order(teams), _in_order({row["cause"] for row in _causes(state)}))


def _in_order(codes: set[str]) -> tuple[str, ...]:
    return tuple(sorted(codes - {""}))


def bring_in_line(conn: Connection, case_id: int, state: CaseState) -> None:
    """Make the rows say what the history says; a case of which there is nothing to say costs nothing."""
    found = counted(state)
    if state.findings:
        days = {number: (one.outcome, london_day(one.signed.at)) for number, one in state.findings.items()}
        learning.bring_findings(conn, case_id, days)
    # What a history once said it never says no longer: only where it ever said something can there be a row.
    if state.findings or state.learning.about or any(found.values()) or state.learning.costs:
        learning.bring_in_line(conn, case_id, found)


def _apart(services: Iterable[str]) -> Iterator[tuple[str, str]]:
    for code in dict.fromkeys(services):
        service, _, team = code.partition("/")
        yield service, team


def _status(state: CaseState, one: Action | Promise) -> str:
    if one.done_on:
        return "done"
    if one.given_up_on:
        return "given_up"
    # Nobody can go on with what was erased, so it stands in nobody's list.
    return "erased" if state.erased else "open"


def _action(state: CaseState, one: Action) -> Row:
    return {
        "number": one.number,
        "status": _status(state, one),
        "grade": one.grade,
        "service": one.service,
        "owner_id": one.owner.staff_id,
        "owner_service": one.owner.service,
        "set_on": one.set_on,
        "due_on": one.due_on,
        "done_on": one.done_on,
        "given_up_on": one.given_up_on,
        "told": one.told,
        "published_on": None if state.erased else one.published_on,
    }


def _promise(state: CaseState, one: Promise) -> Row:
    status = _status(state, one)
    # It is promised with the answer; until then it can still be changed.
    promised = state.answered is not None or state.closed is not None
    return {
        "point": one.point,
        "remedy": one.remedy,
        "status": "found" if status == "open" and not promised else status,
        "due_on": one.by or NO_DUE_DATE,
        "pence": one.pence,
        "paid": one.paid,
        "done_on": one.done_on,
        "given_up_on": one.given_up_on,
    }
