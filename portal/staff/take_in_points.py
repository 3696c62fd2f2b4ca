"""Taking in: the points of a complaint, as they were typed and as they stand on the page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request

from portal.actions.drafts import Draft
from portal.questions.journey import journey
from portal.questions.kinds import Given
from portal.questions.matters import nameable
from portal.questions.points import MOST_POINTS, Point, points_of, with_point
from portal.questions.record import matter_wording
from portal.staff import labels
from portal.staff.take_in_parts import BY_KEY, HAPPENED, Part
from portal.web.forms import clean
from portal.web.language import say

LONG = BY_KEY["points"].limit
SHORT = 5_000


@dataclass(frozen=True, slots=True)
class Told:
    """One point as it stands on the page."""

    number: int
    about: str
    point: Point
    error: str = ""


def points_shown(part: Part) -> int:
    """How many points stood on the page that was posted."""
    if part.name != HAPPENED:
        return 0
    count = request.form.get("points", "")
    return min(int(count), MOST_POINTS) if count.isascii() and count.isdigit() and len(count) < 4 else 0


def told_point(number: int) -> tuple[Point, str]:
    """A point as it was typed, and the matter that it stood under."""
    words = {name: clean(request.form.get(f"{name}-{number}", "")) for name in ("what", "right", "matter", "under")}
    added, under = f"added-{number}" in request.form, words["under"]
    matter = words["matter"] if added else under
    known = matter if any(choice.code == matter for choice in nameable(Given({}))) or matter in labels.MATTER else ""
    point = Point(known, words["what"], words["right"], added=added, answered=bool(words["what"].strip()))
    return point, under


def overlong(told: list[tuple[Point, str]]) -> dict[str, str]:
    """The points whose words are over the limit: they are not kept, and come back as they were typed."""
    sentence = f"This is too long. The limit is {LONG:,} characters, and {SHORT:,} for what would put it right"
    over = (len(point.what_happened) > LONG or len(point.put_right) > SHORT for point, _under in told)
    return {f"what-{number}": sentence for number, wrong in enumerate(over, start=1) if wrong}


def with_points(answers: dict[str, Any], told: list[tuple[Point, str]], refused: Mapping[str, str]) -> dict[str, Any]:
    """The answers with the points that were typed, each where its matter stands now; one without a place is added.

    One that is refused stays as it was kept before.
    """
    after, added = dict(answers), 0
    for number, (point, under) in enumerate(told, start=1):
        if f"what-{number}" in refused:
            added += point.added
            continue
        given = journey(after).given
        standing = points_of(given, after)
        called_for = [n for n, each in enumerate(standing, 1) if not each.added and each.matter == under]
        extra = [n for n, each in enumerate(standing, 1) if each.added]
        if point.added:
            at = extra[added] if added < len(extra) else len(standing) + 1
            added += 1
            empty = not point.what_happened.strip() and not point.put_right.strip()
            if empty and at > len(standing):
                continue
        else:
            at = called_for[0] if called_for else len(standing) + 1
        after["points"] = with_point(given, after, at, point)
    after["points"] = [p for p in after.get("points") or () if not (p["added"] and not p["what_happened"].strip() and not p["put_right"].strip())]
    return after


def points_alone(told: list[tuple[Point, str]], refused: Mapping[str, str]) -> list[dict[str, Any]]:
    """Points whose matters nobody knows any more: each counts by itself, whatever is chosen."""
    good = [point for number, (point, _under) in enumerate(told, start=1) if f"what-{number}" not in refused]
    written = [point for point in good if point.what_happened.strip() or point.put_right.strip()]
    return [replace(point, added=bool(point.added or point.matter)).as_kept() for point in written]


def points_on_page(draft: Draft | None, errors: Mapping[str, str], told: list[tuple[Point, str]] | None) -> list[Told]:
    answers = draft.answers if draft else {}
    given = journey(answers).given
    points = [point for point, _under in told] if told else list(points_of(given, answers))
    if not told and "more" in request.args and len(points) < MOST_POINTS:
        points.append(Point("", added=True))
    return [
        Told(n, say(matter_wording(p.matter, given)) or "Something not on our list", p, errors.get(f"what-{n}", ""))
        for n, p in enumerate(points, 1)
    ]
