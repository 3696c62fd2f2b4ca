"""The points of a complaint: one for each matter chosen, and any the person adds.

Points are kept in the draft as a list of plain mappings; what counts is worked
out here from that list and the matters chosen now, so that changing a matter
never leaves a stale point behind and never loses words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from portal.questions.kinds import DONT_KNOW, Answers, Given

MOST_POINTS = 40
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
        return asdict(self)


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
    spare = list(kept_points(answers))
    points = [_claim(matter, spare) for matter in _matters(given)]
    return (*points, *(point for point in spare if point.added))


def _matters(given: Given) -> tuple[str, ...]:
    named = tuple(code for code in given.many("matters") if code not in UNNAMED)
    unnamed = ("",) if not named or "something_else" in given.many("matters") else ()
    return named + unnamed


def _claim(matter: str, spare: list[Point]) -> Point:
    for wanted in (matter, ""):
        for point in spare:
            if point.matter == wanted and not point.added:
                spare.remove(point)
                return replace(point, matter=matter)
    return Point(matter=matter)


def with_point(given: Given, answers: Answers, number: int, point: Point) -> list[dict[str, Any]]:
    """The draft's points after `point` is written at `number` (from 1; one past the end adds it)."""
    now = list(points_of(given, answers))
    if number > len(now):
        now.append(replace(point, added=True))
    else:
        standing = now[number - 1]
        matter = point.matter if standing.added else standing.matter
        now[number - 1] = replace(point, matter=matter, added=standing.added)
    return [p.as_kept() for p in (*now, *_asleep(given, answers))]


def without_point(given: Given, answers: Answers, number: int) -> dict[str, Any]:
    """The draft's answers after the point at `number` is removed, with its matter where it had one."""
    now = list(points_of(given, answers))
    gone = now.pop(number - 1)
    changed = dict(answers)
    changed["points"] = [p.as_kept() for p in (*now, *_asleep(given, answers))]
    if not gone.added:
        code = gone.matter or "something_else"
        changed["matters"] = [c for c in given.many("matters") if c != code]
    return changed


def _asleep(given: Given, answers: Answers) -> Iterable[Point]:
    """Words under matters that are not chosen now: kept in the draft in case they are chosen again."""
    chosen = set(_matters(given))
    return (p for p in kept_points(answers) if p.matter and p.matter not in chosen and not p.added)
