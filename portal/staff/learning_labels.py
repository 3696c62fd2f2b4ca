"""What officers call the actions, promises and costs of a case, and the lines of its history that tell of them."""

from collections.abc import Mapping

from portal.casework.events import Happened
from portal.casework.learning import CostKind, Grade

GRADE: Mapping[str, str] = {
    Grade.CASE: "For this case",
    Grade.TEAM: "For a team",
    Grade.SERVICE: "For a whole service",
    Grade.COUNCIL: "For the whole council",
}

COST: Mapping[str, str] = {
    CostKind.INVESTIGATION: "Commissioned investigation",
    CostKind.INDEPENDENT_PERSON: "Independent person",
    CostKind.PANEL: "Review panel",
    CostKind.MEDIATION: "Mediation",
    CostKind.REDRESS: "Redress: a payment to the person",
    CostKind.ADVOCACY: "Advocacy",
    CostKind.OTHER: "Something else",
}

STATUS: Mapping[str, str] = {"open": "Open", "done": "Done", "given_up": "Given up", "erased": "Case erased"}

TOLD: Mapping[str, str] = {
    Happened.POINT_CLASSIFIED: "recorded what point {point} concerned",
    Happened.LEARNING_SET: "set action {number}",
    Happened.LEARNING_CHANGED: "changed who does action {number}, or by when",
    Happened.LEARNING_DONE: "recorded that action {number} is done",
    Happened.LEARNING_GIVEN_UP: "gave action {number} up",
    Happened.LEARNING_NOT_NEEDED: "recorded that nothing is to be learned from it",
    Happened.LEARNING_PUBLISHED: "published what was done in action {number}",
    Happened.LEARNING_UNPUBLISHED: "took action {number} out of what is published",
    Happened.REMEDY_DONE: "recorded that a promise on point {point} was kept",
    Happened.REMEDY_GIVEN_UP: "recorded that a promise on point {point} cannot be kept",
    Happened.COST_NOTED: "noted cost {number}",
    Happened.COST_TAKEN_BACK: "took cost {number} back",
}
"""What each line of the history says; numbers are filled in from its detail."""

WORDS: Mapping[str, str] = {
    "what": "What is to be done", "sentence": "What the person is told", "evidence": "What shows it", "reason": "Reason", "note": "Note",
}  # fmt: skip

DONE: Mapping[str, str] = {
    Happened.POINT_CLASSIFIED: "It is written down what the point concerned.",
    Happened.LEARNING_SET: "The action is set. It stays in front until it is done or given up.",
    Happened.LEARNING_CHANGED: "The action was changed. What it was before is kept.",
    Happened.LEARNING_DONE: "The action is done.",
    Happened.LEARNING_GIVEN_UP: "The action was given up, and why is kept.",
    Happened.LEARNING_NOT_NEEDED: "It is written down why nothing is to be learned.",
    Happened.LEARNING_PUBLISHED: "It is published among what the council learned.",
    Happened.LEARNING_UNPUBLISHED: "It is published no longer.",
    Happened.REMEDY_DONE: "It is written down what was done.",
    Happened.REMEDY_GIVEN_UP: "It is written down that this cannot be kept, and why.",
    Happened.COST_NOTED: "The cost is noted.",
    Happened.COST_TAKEN_BACK: "The cost is taken back. Both are kept in the history.",
}


def told_line(kind: str, detail: Mapping[str, object]) -> str:
    """A line of the history without its words."""
    return TOLD[kind].format(number=detail.get("number", ""), point=detail.get("point", ""))
