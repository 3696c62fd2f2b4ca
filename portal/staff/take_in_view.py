"""Taking in: the pages, as they are shown.

Questions that one more choice on the same page would bring stand on it already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from portal.actions import submitting
from portal.actions.drafts import Draft
from portal.actions.taking_in import how_it_came
from portal.questions.declared import DANGER_QUESTIONS
from portal.questions.journey import journey
from portal.questions.kinds import DONT_KNOW, Choice, Given, Kind, Question
from portal.questions.matters import nameable
from portal.questions.points import Point
from portal.questions.record import matter_wording, said
from portal.staff import labels
from portal.staff.shown import staff_page
from portal.staff.take_in_draft import MOST_HELD, mark_of
from portal.staff.take_in_parts import (
    BY_KEY,
    CALL,
    CHECK,
    HAPPENED,
    NEEDED,
    PART,
    Part,
    along,
    began_late,
    how_of,
    part_of,
)
from portal.staff.take_in_points import points_on_page
from portal.web import cookies
from portal.web.clock import today
from portal.web.desk import desk
from portal.web.language import say

_MOST_NAMED = 4
_TURNED = frozenset({"about_child"})
"""Officers read its answers the other way round than people are asked: beside their words the question would mislead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it stands on the page; `only` names the choices that it goes with."""

    question: Question
    choices: tuple[Choice, ...]
    value: Any
    aloud: str = ""
    error: str = ""
    only: str = ""
    needed: bool = False


def at_first() -> dict[str, Any]:
    """What is filled in before anything was."""
    return {"received": _in_parts(today()), "purpose": "complaint"}


def part_page(
    part: Part, key: bytes, draft: Draft | None, errors: Mapping[str, str], answers: dict[str, Any],
    typed: Mapping[str, Any] | None = None, told: list[tuple[Point, str]] | None = None, only: list[str] | None = None,
) -> str:  # fmt: skip
    """A part with its questions, or of those only some, in whatever path they stand."""
    values = {**_how_kept(answers), **answers, **(typed or {})}
    walked = journey(answers)
    how = [_one(walked.given, values, errors, q) for q in how_of(part, draft)]
    danger = [_one(walked.given, values, errors, q, "only with: Yes") for q in DANGER_QUESTIONS] if part.name == CALL else []
    if only is None:
        asked = _asked(part, answers, values, errors)
    else:
        asked = [_one(walked.given, values, errors, BY_KEY[name]) for name in only]
    shown = [a.question.key for a in (*asked, *danger)]
    if part.name == CALL and not draft:
        shown = ["complainant", "risk_now", *(q.key for q in DANGER_QUESTIONS)]
    points = points_on_page(draft, errors, told) if part.name == HAPPENED and walked.step("points/1") else []
    fresh = [a for a in asked if draft and not errors and not a.only and a.question.key not in draft.answers]
    return staff_page(
        "staff/take_in.html",
        part=part, parts=along(part, walked), how=how, asked=asked, danger=danger, points=points,
        shown=" ".join(shown), key=cookies.text_of(key), errors=errors, early=draft.early if draft else None, late=began_late(draft),
        came=how_it_came(answers), again=bool(fresh) and len(fresh) < len([a for a in asked if not a.only]),
        matters=nameable(walked.given), channel=labels.CHANNEL,
        front_door=desk().profile.front_door,
    )  # fmt: skip


def _how_kept(answers: dict[str, Any]) -> dict[str, Any]:
    came = how_it_came(answers)
    return {"channel": came.by.value, "received": came.on.isoformat(), "spoken": came.language} if came else {"spoken": "en"}


def found_page(begun: list[Draft]) -> str:
    """Which of those that are half filled in to go on with."""
    rows = [(mark_of(each.key), how_it_came(each.answers), each.early) for each in begun]
    return staff_page("staff/take_in_found.html", rows=rows, channel=labels.CHANNEL, most=MOST_HELD)


def check_page(draft: Draft) -> str:
    """What was keyed in, where it would go and by when, before it is sent."""
    walked = journey(draft.answers)
    came = how_it_came(draft.answers)
    day = came.on if came else today()
    _facts, decision = submitting.provisional(desk(), draft.answers, day)
    missing = walked.missing
    rows = [
        (part_of(step.key), say(step.question.title), said(step.question, walked.given, say))
        for step in walked.steps
        if step.question.kind is not Kind.POINT
    ]
    points = [
        (step.number, say(matter_wording(step.point.matter, walked.given)) or "Something not on our list", step.point)
        for step in walked.steps
        if step.point is not None
    ]
    receipt = {"route": str(decision.route), "received_on": day.isoformat()}
    return staff_page(
        "staff/take_in_check.html", key=cookies.text_of(draft.key), part=PART[CHECK], parts=along(PART[CHECK], walked),
        rows=rows, points=points, came=came, early=draft.early, missing=part_of(missing.key) if missing else None,
        decision=decision.to_json(), clocks=submitting.receipt_clocks(desk(), receipt), labels=labels, channel=labels.CHANNEL,
    )  # fmt: skip


def sent_page(draft: Draft) -> str:
    """The reference and the words, to be given to the person."""
    receipt = draft.receipt or {}
    return staff_page(
        "staff/taken_in.html", receipt=receipt, mark=mark_of(draft.key), clocks=submitting.receipt_clocks(desk(), receipt),
    )


def thanks_page(key: str, asked: tuple[Question, ...], typed: Mapping[str, Any], errors: Mapping[str, str]) -> str:
    """The one page of a compliment."""
    given = Given({"purpose": "compliment"})
    return staff_page(
        "staff/take_in_thanks.html", key=key, asked=[_one(given, typed, errors, q) for q in asked], errors=errors
    )


def _asked(part: Part, answers: dict[str, Any], values: Mapping[str, Any], errors: Mapping[str, str]) -> list[Asked]:
    """The questions of a part: those on the path, and after each those that one more choice in it would bring."""
    walked = journey(answers)
    steps = [step for step in walked.steps if step.key in part.keys]
    there = {step.key for step in steps}
    make = partial(_one, walked.given, values, errors)
    lines: list[Asked] = []
    for step in steps:
        lines.append(make(step.question))
        fresh = dict[str, tuple[Question, list[Choice]]]()
        choices = _choices(part, step.question, walked.given)
        for choice in choices:
            for question in _brought(part, answers, step.question, choice):
                if question.key not in there:
                    fresh.setdefault(question.key, (question, []))[1].append(choice)
        lines += [make(question, _only(bringing, choices)) for question, bringing in fresh.values()]
        there |= set(fresh)
    return lines


def _choices(part: Part, question: Question, given: Given) -> tuple[Choice, ...]:
    """What may bring more to this part; on the first page nothing does."""
    chosen = question.kind in (Kind.CHOICE, Kind.CHOICES) and part.name != CALL
    return question.choices_for(given) if chosen else ()


def _only(bringing: list[Choice], choices: tuple[Choice, ...]) -> str:
    """With which choices a question goes, in few words."""
    others = [choice for choice in choices if choice not in bringing and choice.code != DONT_KNOW]
    if len(bringing) <= _MOST_NAMED:
        return "only with: " + ", ".join(say(choice.words) for choice in bringing)
    if len(others) <= _MOST_NAMED:
        return "not with: " + ", ".join(say(choice.words) for choice in others)
    return "only with some of these"


def _brought(part: Part, answers: dict[str, Any], question: Question, choice: Choice) -> list[Question]:
    picked: Any = [choice.code] if question.kind is Kind.CHOICES else choice.code
    return [step.question for step in journey({**answers, question.key: picked}).steps if step.key in part.keys]


def _one(
    given: Given, values: Mapping[str, Any], errors: Mapping[str, str], question: Question, only: str = ""
) -> Asked:
    value = values.get(question.key) or ""
    if question.kind in (Kind.MONTH, Kind.DAY) and isinstance(value, str):
        value = _parts_of(value)
    if question.kind is Kind.CHOICE and isinstance(value, list):
        value = value[0] if value else ""
    title = question.title
    aloud = (title.child if given.is_child else None) or title.adult
    return Asked(
        question, question.choices_for(given), value, aloud if title.officer and question.key not in _TURNED else "",
        errors.get(question.key, ""), only, question.key in NEEDED or question.key == "spoken",
    )  # fmt: skip


def _in_parts(day: date) -> dict[str, Any]:
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year), "unknown": False}


def _parts_of(value: str) -> dict[str, Any]:
    if value == DONT_KNOW:
        return {"day": "", "month": "", "year": "", "unknown": True}
    pieces = [*value.split("-"), "", "", ""][:3]
    return {"year": pieces[0], "month": pieces[1].lstrip("0"), "day": pieces[2].lstrip("0"), "unknown": False}
