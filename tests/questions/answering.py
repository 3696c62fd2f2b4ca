"""Answers that a person may give, drawn by hypothesis question by question, and any other answers at all."""

from typing import Any

from hypothesis import strategies as st

from portal.questions.declared import PURPOSES, QUESTIONS
from portal.questions.journey import journey
from portal.questions.kinds import Choice, Given, Kind, Question
from portal.questions.points import points_of, with_point

CODES = sorted(
    {choice.code for q in QUESTIONS if not callable(q.choices) for choice in q.choices} | {"placement", "nonsense"}
)
WORDS = st.sampled_from(["", "It went wrong", "<b>&", "\u0627\u0644\u0633\u0644\u0627\u0645"])
DAYS = st.sampled_from(["dont_know", "2026-11-02", "1999-12-31", ""])
MONTHS = st.sampled_from(["dont_know", "2026-11", "2026-01", "1999-12"])
DATED = {Kind.MONTH: MONTHS, Kind.DAY: DAYS}
ANYTHING = st.one_of(
    WORDS, MONTHS, st.sampled_from(CODES), st.lists(st.sampled_from(CODES), max_size=4), st.none(), st.integers()
)
ANY_POINT = st.fixed_dictionaries(
    {"matter": st.sampled_from(["", "placement", "praise"]), "what_happened": WORDS, "put_right": WORDS},
    optional={"added": st.booleans(), "answered": st.booleans()},
)
ANY_ANSWERS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={question.key: DATED.get(question.kind, ANYTHING) for question in QUESTIONS}
    | {"purpose": st.sampled_from(PURPOSES), "points": st.lists(ANY_POINT, max_size=5)},
)
"""Any answers at all, also some that no page would take; only months are always months."""


def an_answer(question: Question, given: Given) -> st.SearchStrategy[Any]:
    """Something that the page of this question takes."""
    choices = question.choices_for(given)
    if question.kind is Kind.CHOICE:
        return st.sampled_from([choice.code for choice in choices])
    if question.kind is Kind.CHOICES:
        return _some_of(choices)
    return DATED.get(question.kind, WORDS)


def _some_of(choices: tuple[Choice, ...]) -> st.SearchStrategy[list[str]]:
    together = [choice.code for choice in choices if not choice.alone]
    alone = [[choice.code] for choice in choices if choice.alone]
    several = st.lists(st.sampled_from(together), min_size=1, max_size=4, unique=True)
    return st.one_of(several, st.sampled_from(alone)) if alone else several


@st.composite
def walks(draw: st.DrawFn, most: int = 60) -> dict[str, Any]:
    """The answers of somebody who went the whole path, whichever it was."""
    answers: dict[str, Any] = {"purpose": draw(st.sampled_from(PURPOSES))}
    for _ in range(most):
        path = journey(answers)
        step = path.missing
        if step is None:
            return answers
        if step.point is not None:
            answers["points"] = with_point(path.given, answers, step.number, _written(draw, answers, step.number))
        else:
            answers[step.key] = draw(an_answer(step.question, path.given))
    raise AssertionError(f"the path does not end: {answers}")


def _written(draw: st.DrawFn, answers: dict[str, Any], number: int) -> Any:
    from dataclasses import replace

    point = points_of(journey(answers).given, answers)[number - 1]
    return replace(point, what_happened=draw(WORDS), put_right=draw(WORDS), answered=True)
