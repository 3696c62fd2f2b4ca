"""What the page of a case says of its answer: the finding on each point, what is missing, and who may have no part in it."""

from dataclasses import dataclass
from typing import Any

from portal.actions.answering import missing_for, version_seen, words_of
from portal.actions.case_file import CaseFile
from portal.casework.answering import Missing, Remedy, checked_by_another, open_points, writers
from portal.letters.answer import pounds
from portal.staff.answer_forms import REMEDY
from portal.staff.labels import OUTCOME
from portal.staff.session import signed_in
from portal.web.desk import desk


@dataclass(frozen=True, slots=True)
class Found:
    """The finding on one point, as it is shown; `reason` and `put_right` as the officer wrote them."""

    label: str
    by: str
    reason: str
    done: tuple[str, ...]
    put_right: str
    counts: bool
    """Not where whoever wrote it may have no part in the case."""


def answering(file: CaseFile) -> dict[str, Any]:
    """What the templates of a case need to know of its answer."""
    state, words, numbers = file.state, words_of(file), numbers_of(file)
    left, me = open_points(state, numbers), signed_in().id
    found = {}
    for number, finding in state.findings.items():
        told = words.get(number, {})
        done = tuple(remedy_label(one, finding.pence) for one in finding.remedies)
        by = file.people.get(finding.signed.staff_id or 0, "somebody")
        label = desk().profile.outcome_label(finding.outcome) or OUTCOME.get(finding.outcome, finding.outcome)
        found[number] = Found(label, by, told.get("reason", ""), done, told.get("put_right", ""), number not in left)
    return {
        "found": found,
        "missing": missing_said(file),
        "two_people": desk().profile.answers_checked_by_second_person,
        "checked": checked_by_another(state),
        "may_check": not left and me not in writers(state),
        "seen": version_seen(file.history),
    }


def numbers_of(file: CaseFile) -> list[int]:
    """The numbers of the points of a case."""
    return [point.row.number for point in file.points]


def missing_said(file: CaseFile) -> list[str]:
    """What is missing for the answer, in sentences; none where it can be sent."""
    numbers = numbers_of(file)
    left = open_points(file.state, numbers)
    said = {
        Missing.NO_POINTS: "No point of it is here to be answered.",
        Missing.ROUTE: "Say first which procedure it goes through: the rights in the letter follow from it.",
        Missing.FINDINGS: points_left(left),
        Missing.CHECK: "Somebody who wrote none of the findings has to check them.",
    }
    return [said[one] for one in missing_for(desk(), file.state, numbers)]


def points_left(left: tuple[int, ...]) -> str:
    """Which points have no finding."""
    return f"Point{'s' if len(left) > 1 else ''} {', '.join(map(str, left))}: nothing is found yet."


def remedy_label(code: str, pence: int | None) -> str:
    """What is done about a point, with the amount of a payment."""
    said = REMEDY.get(Remedy(code), code)
    return f"{said} of {pounds(pence)}" if code == Remedy.PAYMENT and pence else said
