"""An answer on its question's page: the gaps that the page is kept with, and what goes into them for one person."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from portal.questions.kinds import DONT_KNOW, Choice, Kind, Question
from portal.web.kept import gap
from portal.words import Wording

Filling = dict[str, Any]
"""What goes into which gap; text is escaped when it is put there."""

CHECKED, OPEN, SELECTED = Markup(" checked"), Markup(" open"), Markup(" selected")


@dataclass(frozen=True, slots=True)
class Group:
    """Choices that are shown together, under a heading that folds them where they have one."""

    title: Wording | None
    choices: tuple[Choice, ...]

    @property
    def gap(self) -> str:
        """Where the page says that the group is unfolded."""
        return f"open {self.choices[0].code}"

    def holds(self, picked: Collection[str]) -> bool:
        """Whether something in here is picked: then it must not be folded away."""
        return any(choice.code in picked for choice in self.choices)


def groups(choices: tuple[Choice, ...]) -> list[Group]:
    """Choices in their groups, in the order in which they were declared; those without a group stay together."""
    found: dict[Wording | None, list[Choice]] = {}
    for choice in choices:
        found.setdefault(choice.group, []).append(choice)
    return [Group(title, tuple(those)) for title, those in found.items()]


def answer(question: Question, choices: tuple[Choice, ...], value: Any) -> Filling:
    """An answer as it is kept, or as it was typed, in the gaps of its question's page."""
    if not value:
        return {}
    if question.kind in (Kind.MONTH, Kind.DAY):
        return _dated(value)
    if question.kind in (Kind.CHOICE, Kind.CHOICES):
        return _picked([value] if isinstance(value, str) else value, choices)
    return {"value": value}


def answered_point(value: Mapping[str, str]) -> Filling:
    """The words of a point, and what it is about."""
    words = {name: value[name] for name in ("what_happened", "put_right")}
    return {**words, f"selected {value.get('matter', '')}": SELECTED}


def wrong(found: Mapping[str, str]) -> Filling:
    """The sentences that say what to do, one for each input."""
    return {f"error {name}": sentence for name, sentence in found.items()}


def error_gaps(found: Iterable[str]) -> dict[str, Markup]:
    """What a kept page shows in place of the errors of these inputs."""
    return {name: gap(f"error {name}") for name in found}


def _picked(codes: Collection[str], choices: tuple[Choice, ...]) -> Filling:
    checked = {f"checked {code}": CHECKED for code in codes}
    return checked | {group.gap: OPEN for group in groups(choices) if group.title and group.holds(codes)}


def _dated(value: str | Mapping[str, Any]) -> Filling:
    """From YYYY-MM, YYYY-MM-DD or *I don’t know*, or from what was typed into the inputs."""
    if isinstance(value, Mapping):
        return {**value, "unknown": CHECKED if value["unknown"] else ""}
    if value == DONT_KNOW:
        return {"unknown": CHECKED}
    year, month, *day = (int(part) for part in value.split("-"))
    return {"month": month, "year": year} | ({"day": day[0]} if day else {})
