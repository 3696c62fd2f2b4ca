"""When a complaint can be answered, what each point may be found to be, and what the findings come to together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.casework.case import CaseState, Finding
from portal.casework.learning import About
from portal.casework.outcomes import OutcomeCode
from portal.casework.splitting import is_decided
from portal.law.facts import Route
from portal.law.routes import CAPTURED


class Remedy(StrEnum):
    """What is done to put a point right, as a closed list of codes."""

    APOLOGY = "apology"
    EXPLANATION = "explanation"
    DECISION_CHANGED = "decision_changed"
    SERVICE_PROVIDED = "service_provided"
    PAYMENT = "payment"
    OTHER = "other"


class Missing(StrEnum):
    """What still stands between a case and its answer."""

    NO_POINTS = "no_points"
    ROUTE = "route"
    FINDINGS = "findings"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Given:
    """What an officer gives as the finding on one point, in codes; `pence` where it is paid, `by` when it is put right.

    `about`: which services and causes it concerned; None leaves what is known of that as it is.
    """

    outcome: OutcomeCode
    remedies: tuple[Remedy, ...] = ()
    pence: int | None = None
    by: date | None = None
    about: About | None = None

    def __post_init__(self) -> None:
        """Raises ValueError where a payment has no amount, or an amount no payment."""
        pays = Remedy.PAYMENT in self.remedies
        if pays != (self.pence is not None) or (self.pence is not None and self.pence <= 0):
            raise ValueError("a payment has an amount, and nothing else has")


COMPLAINT = "complaint"

# A route on which an officer has still to decide what goes on; a mixed one is decided point by point.
_UNDECIDED = CAPTURED - {Route.MIXED}


def findings_for(purpose: str) -> tuple[OutcomeCode, ...]:
    """What a point of a case with this purpose may be found to be; only what is no complaint is just `answered`."""
    if purpose != COMPLAINT:
        return (OutcomeCode.ANSWERED, OutcomeCode.WITHDRAWN, OutcomeCode.OTHER_PROCEDURE)
    return tuple(code for code in OutcomeCode if code is not OutcomeCode.ANSWERED)


def open_points(state: CaseState, numbers: Iterable[int]) -> tuple[int, ...]:
    """Those of the points with these numbers on which nothing was found yet, or by somebody who may have no part in it."""
    return tuple(number for number in numbers if not _is_found(state, number))


def _is_found(state: CaseState, number: int) -> bool:
    found = state.findings.get(number)
    return found is not None and found.signed.staff_id not in state.conflicts


def missing(state: CaseState, numbers: Iterable[int], *, second_person: bool) -> tuple[Missing, ...]:
    """What is missing for the answer; none where it can be sent. `second_person`: whether somebody else has to check it.

    Every point has its finding (regulation 14, Code 6.7), and the procedure is decided, for the rights follow from it.
    """
    points, found = tuple(numbers), []
    if not points:
        found.append(Missing.NO_POINTS)
    if state.decided is None or state.route in _UNDECIDED or (state.route == Route.MIXED and not is_decided(state.split, points)):
        found.append(Missing.ROUTE)
    if open_points(state, points):
        found.append(Missing.FINDINGS)
    if second_person and not checked_by_another(state):
        found.append(Missing.CHECK)
    return tuple(found)


def checked_by_another(state: CaseState) -> bool:
    """Whether somebody who wrote none of the findings has read them as they stand."""
    by = state.findings_checked
    return by is not None and by.staff_id not in writers(state) | state.conflicts


def writers(state: CaseState) -> frozenset[int | None]:
    """Who wrote the findings as they stand."""
    return frozenset(finding.signed.staff_id for finding in state.findings.values())


# What was not looked into gives the answer no colour where anything else was.
_NOT_LOOKED_INTO = (OutcomeCode.ANSWERED, OutcomeCode.OTHER_PROCEDURE, OutcomeCode.WITHDRAWN)
_UPHELD = {OutcomeCode.UPHELD, OutcomeCode.PARTLY_UPHELD}


def last_outcome(state: CaseState) -> str | None:
    """What the case came to so far: the last answer of a later stage, or else what the findings come to.

    Where points of the council's own procedure had a further stage of their own, together with what that came to.
    """
    later = next((run.outcome for run in reversed(state.stages.runs) if run.outcome), None)
    own = next((run.outcome for run in reversed(state.split.runs) if run.outcome), None)
    said = {code for code in (later or outcome_of(state.findings), own) if code}
    return _together({OutcomeCode(code) for code in said}) if own else later or outcome_of(state.findings)


def outcome_of(findings: Mapping[int, Finding]) -> OutcomeCode | None:
    """What the findings come to: what all of them say, partly upheld where one is upheld at least in part. None of none."""
    return _together({OutcomeCode(finding.outcome) for finding in findings.values()})


def _together(codes: set[OutcomeCode]) -> OutcomeCode | None:
    looked_into = codes.difference(_NOT_LOOKED_INTO) or codes
    if len(looked_into) == 1:
        return next(iter(looked_into))
    if looked_into & _UPHELD:
        return OutcomeCode.PARTLY_UPHELD
    return next((code for code in (OutcomeCode.NOT_UPHELD, OutcomeCode.NO_FINDING, *_NOT_LOOKED_INTO) if code in looked_into), None)
