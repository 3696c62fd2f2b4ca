"""Taking in: what was posted of a part of the form, and what is wrong with it."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from flask import request

from portal.actions import taking_in
from portal.actions.drafts import Draft
from portal.actions.taking_in import HowItCame, TakenBy
from portal.questions.declared import DANGER_QUESTIONS
from portal.questions.journey import journey
from portal.questions.kinds import DONT_KNOW, Given, Kind, Question
from portal.questions.points import Point
from portal.staff.take_in_parts import ABOUT, BY_KEY, CALL, NEEDED, Part, how_of
from portal.web.desk import desk
from portal.web.forms import QuestionForm

_CODE = re.compile("[a-z0-9_]{1,40}")
HOW_KEYS = frozenset({"channel", "received", "spoken", "purpose"})
"""What the draft keeps apart from the answers; of these the purpose is an answer too."""
NOT_SENT = "This goes to the front door only with “Yes” above: choose it, or empty this"


def shown_keys(part: Part) -> list[str]:
    """The questions that stood on the page that was posted: what did not stand there was not left empty."""
    named = part.keys | ({q.key for q in DANGER_QUESTIONS} if part.name == CALL else set())
    return [key for key in dict.fromkeys(request.form.get("asked", "").split()) if key in named]


def as_asked(key: str, answers: Mapping[str, Any]) -> Question:
    """The question as this person is asked it: of two under one key, the one on the path."""
    step = journey(answers).step(key)
    return step.question if step else BY_KEY[key]


def errors_in(form: QuestionForm, needed: Collection[str] = ()) -> dict[str, str]:
    """What cannot be read; what is needed and not there; and a danger without a word of what is happening."""
    found = {field.name: str(field.process_errors[0]) for field in form if field.process_errors}
    said = {key: value for key, value in form.answers.items() if (key, value) != ("received", DONT_KNOW)}
    called_for = [*needed, "danger_what"] if said.get("risk_now") == "yes" else needed
    return found | {key: NEEDED[key] for key in called_for if key in NEEDED and key not in found and not said.get(key)}


def needed_of(part: Part, draft: Draft | None) -> tuple[str, ...]:
    """What the first page must know; everything else may be not known."""
    return (*(q.key for q in how_of(part, draft)), "complainant", "risk_now") if part.name == CALL else ()


def unsent_danger(form: QuestionForm, draft: Draft | None) -> dict[str, str]:
    """Words about a danger that would reach nobody, because it is not said that there is any."""
    sent = draft.early["told"] if draft and draft.early else []
    words = {q.key: form.answers.get(q.key) for q in DANGER_QUESTIONS} if form.answers.get("risk_now") != "yes" else {}
    return dict.fromkeys((key for key, said in words.items() if said and said not in sent), NOT_SENT)


def wrong_on_path(part: Part, draft: Draft, form: QuestionForm, told: list[tuple[Point, str]], go: str) -> dict[str, str]:
    """What is wrong once the path is known: words that would go nowhere, and points without words."""
    walked = journey(draft.answers)
    on_path = {step.key for step in walked.steps}
    wrong: dict[str, str] = {}
    for key, value in form.answers.items():
        if key in part.keys and key not in on_path and value and BY_KEY[key].kind not in (Kind.CHOICE, Kind.CHOICES):
            wrong[key] = "This goes with a choice above that is not made: make it, or empty this"
    if "message" in on_path and part.name == ABOUT and "message" in form.answers and not form.answers["message"].strip():
        wrong["message"] = NEEDED["message"]
    for number, (point, _added) in enumerate(told, start=1):
        if not point.what_happened.strip() and not (point.added and not point.put_right.strip()) and go not in ("back",):
            wrong[f"what-{number}"] = "Write what happened. A few words are enough"
    return wrong


def codes_of(question: Question, typed: Any) -> Any:
    """What was picked, as codes, without any that stands alone among others."""
    alone = {choice.code for choice in question.choices_for(Given({})) if choice.alone}
    picked = [code for code in (typed if isinstance(typed, list) else [typed]) if _CODE.fullmatch(code)]
    several = [code for code in picked if code not in alone or len(picked) == 1]
    return several if question.kind is Kind.CHOICES else (several or [""])[0]


def how_said(good: Mapping[str, Any]) -> HowItCame:
    """How it came, from the answers of a first page that has no errors."""
    return HowItCame(TakenBy(good["channel"]), date.fromisoformat(good["received"]), good.get("spoken") or "en")


def not_then() -> str:
    """What is said of a day on which it cannot have come."""
    return f"Enter a day from {taking_in.earliest(desk()):%-d %B %Y} to today"
