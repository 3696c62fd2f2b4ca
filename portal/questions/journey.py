"""The path: which questions these answers lead through. Worked out on every request, never stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from portal.questions.declared import QUESTIONS
from portal.questions.kinds import Answers, Given, Kind, Question
from portal.questions.points import MOST_POINTS, Point, points_of

CHOSEN = (Kind.CHOICE, Kind.CHOICES)


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the path, or the question about one point (`number` from 1).

    `page`: the key of the question on whose page it stands, where it has none of its own.
    """

    key: str
    question: Question
    answered: bool
    point: Point | None = None
    number: int = 0
    page: str | None = None


class Journey:
    """The steps in order, and the answers that count because their question is on the path.

    It is walked only as far as somebody asks: a page in the middle need not know the rest.
    """

    def __init__(self, answers: Answers) -> None:
        kept: dict[str, Any] = {"purpose": answers.get("purpose") or "complaint"}
        self.so_far = Given(kept)
        """The answers that count among those of the steps walked so far."""
        self._walked: list[Step] = []
        self._places: dict[str, int] = {}
        self._ahead = _steps(answers, self.so_far, kept)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step of the path."""
        while self._walk_on():
            pass
        return tuple(self._walked)

    @property
    def given(self) -> Given:
        """Every answer that counts."""
        self.steps  # noqa: B018 (walks to the end)
        return self.so_far

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Journey) and (self.steps, self.given) == (other.steps, other.given)

    def one(self, key: str) -> str:
        """The single answer to `key` that counts, or an empty string; no step after that is walked."""
        self._place(key)
        return self.so_far.one(key)

    def step(self, key: str) -> Step | None:
        """The step with this key, where it is on the path."""
        place = self._place(key)
        return None if place is None else self._walked[place]

    @property
    def missing(self) -> Step | None:
        """The first question that has no answer yet."""
        at = 0
        while at < len(self._walked) or self._walk_on():
            if not self._walked[at].answered:
                return self._walked[at]
            at += 1
        return None

    @property
    def complete(self) -> bool:
        """Whether every question on the path has an answer, a blank one where that is allowed."""
        return self.missing is None

    def may_see(self, key: str) -> bool:
        """Whether every question before this one has an answer."""
        place = self._place(key)
        return place is not None and all(step.answered for step in self._walked[:place])

    def before(self, key: str) -> Step | None:
        """The step before this one that has a page of its own, to go back to."""
        place = self._place(key)
        return next((step for step in reversed(self._walked[: place or 0]) if step.page is None), None)

    def place(self, key: str) -> tuple[int, int]:
        """On which page of the path this step stands: (number from 1, how many in all)."""
        pages = [step.key for step in self.steps if step.page is None]
        return (pages.index(key) + 1 if key in pages else len(pages), len(pages))

    def beside(self, key: str) -> tuple[Question, ...]:
        """The questions that are asked on the page of this one too."""
        self._place(key)
        if not self.so_far.is_child:
            return ()
        return tuple(each for each in QUESTIONS if each.beside == key and each.when(self.so_far))

    def kept(self) -> dict[str, Any]:
        """The answers that exist: those whose question is asked. An answer off the path does not."""
        return dict(self.given.answers)

    def _place(self, key: str) -> int | None:
        """Where among the steps this key stands, walking on until it is met."""
        while key not in self._places:
            if not self._walk_on():
                return None
        return self._places[key]

    def _walk_on(self) -> bool:
        """One step further; False at the end of the path."""
        step = next(self._ahead, None)
        if step is None:
            return False
        self._places.setdefault(step.key, len(self._walked))
        self._walked.append(step)
        return True


def journey(answers: Answers) -> Journey:
    """The path of these answers: each question sees only the answers given on the path before it."""
    return Journey(answers)


def _steps(answers: Answers, given: Given, kept: dict[str, Any]) -> Iterator[Step]:
    for question in QUESTIONS:
        if not question.when(given):
            continue
        if question.kind is Kind.POINT:
            yield from _point_steps(question, given, answers, kept)
        else:
            yield _step(question, given, answers, kept)


def _point_steps(
    question: Question, given: Given, answers: Answers, kept: dict[str, Any]
) -> Iterator[Step]:
    points = points_of(given, answers)
    kept["points"] = [point.as_kept() for point in points if point.answered]
    for number, point in enumerate(points[:MOST_POINTS], start=1):
        yield Step(f"points/{number}", question, point.answered, point, number)


def _step(question: Question, given: Given, answers: Answers, kept: dict[str, Any]) -> Step:
    """An answer that is no longer among the choices has to be given again; a blank one stays blank."""
    page = question.beside if given.is_child else None
    if question.key not in answers:
        return _plain_step(question, False, page)
    value = answers[question.key]
    if question.kind not in CHOSEN:
        kept[question.key] = value
        return _plain_step(question, True, page)
    counts = _offered_only(question, given, value)
    if counts or not value:
        kept[question.key] = counts
    return _plain_step(question, bool(counts or not value), page)


@lru_cache(maxsize=512)
def _plain_step(question: Question, answered: bool, page: str | None) -> Step:
    return Step(question.key, question, answered, page=page)


def _offered_only(question: Question, given: Given, value: Any) -> Any:
    offered = question.codes_for(given)
    if question.kind is Kind.CHOICES:
        return [code for code in value if code in offered] if isinstance(value, list) else []
    return value if isinstance(value, str) and value in offered else ""
