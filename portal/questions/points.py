"""The points of a complaint: one for each matter chosen, and any the person adds.

Points are kept in the draft as a list of plain mappings; what counts is worked
out here from that list and the matters chosen now, so that changing a matter
never leaves a stale point behind and never loses words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.questions.kinds import DONT_KNOW, Answers, Given

MOST_POINTS = 100
"""More than there are matters, so that whoever chooses them all can write about each."""
UNNAMED = frozenset({"", DONT_KNOW, "something_else"})


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that went wrong. `matter` is a code, or empty where the person could not name it."""

    matter: str
    what_happened: str = ""
    put_right: str = ""
    added: bool = False
    answered: bool = False

    def as_kept(self) -> dict[str, Any]:
        """The point as the draft keeps it."""
        return {name: getattr(self, name) for name in self.__slots__}


def kept_points(answers: Answers) -> tuple[Point, ...]:
    """The points as the draft holds them, whatever is chosen now."""
    return tuple(_point(item) for item in answers.get("points") or ())


def _point(item: Mapping[str, Any]) -> Point:
    return Point(
        matter=str(item.get("matter") or ""),
        what_happened=str(item.get("what_happened") or ""),
        put_right=str(item.get("put_right") or ""),
        added=bool(item.get("added")),
        answered=bool(item.get("answered")),
    )


def points_of(given: Given, answers: Answers) -> tuple[Point, ...]:
    """The points that the chosen matters call for, with the words already written, then those added.

    A point without a matter lends its words to the first matter that has none yet.
    """
    return tuple(_parted(given, answers)[0])


def _parted(given: Given, answers: Answers) -> tuple[list[Point], list[Point]]:
    """The points that count now; and those asleep, kept in the draft in case their matter is chosen again."""
    spare = list(kept_points(answers))
    called_for = [_claim(matter, spare) for matter in _called_for(given, tuple(spare))]
    return [*called_for, *(p for p in spare if p.added)], [p for p in spare if not p.added]


def _called_for(given: Given, kept: tuple[Point, ...]) -> tuple[str, ...]:
    """The matters chosen, and an empty one for what has no name; without any, a point that was added is enough."""
    chosen = given.many("matters")
    named = tuple(code for code in chosen if code not in UNNAMED)
    enough = any(point.added for point in kept) and not any(not point.matter and not point.added for point in kept)
    unnamed = "something_else" in chosen or not (named or enough)
    return (*named, "") if unnamed else named


def _claim(matter: str, spare: list[Point]) -> Point:
    for wanted in (matter, ""):
        for point in spare:
            if point.matter == wanted and not point.added:
                spare.remove(point)
                return replace(point, matter=matter)
    return Point(matter=matter)


def with_point(given: Given, answers: Answers, number: int, point: Point) -> list[dict[str, Any]]:
    """The draft's points after `point` is written at `number` (from 1; one past the end adds it)."""
    now, asleep = _parted(given, answers)
    if number > len(now):
        now.append(replace(point, added=True))
    else:
        standing = now[number - 1]
        matter = point.matter if standing.added else standing.matter
        now[number - 1] = replace(point, matter=matter, added=standing.added)
    return [p.as_kept() for p in (*now, *asleep)]


def without_point(given: Given, answers: Answers, number: int) -> dict[str, Any]:
    """The draft's answers after the point at `number` is removed, with its matter where it had one.

    The same answers where there is no such point (any more).
    """
    now, asleep = _parted(given, answers)
    if number > len(now):
        return dict(answers)
    gone = now.pop(number - 1)
    changed = {**answers, "points": [p.as_kept() for p in (*now, *asleep)]}
    if not gone.added:
        code = gone.matter or "something_else"
        changed["matters"] = [c for c in given.many("matters") if c != code]
    return changed
