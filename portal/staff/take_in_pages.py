"""Taking in a complaint that came by telephone, letter, visit, e-mail or a colleague: a few questions a page, quickly keyed in.

The path is recomputed from the answers, as on the public side. An officer asks what can be asked and leaves the rest:
what was not asked is not known. Questions that one more choice on the same page would bring stand on it already.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.actions import submitting, taking_in
from portal.actions.drafts import AlreadySent, Draft
from portal.actions.taking_in import HowItCame, NotTheirs, NotThen, TakenBy, how_it_came
from portal.casework.permissions import Permission
from portal.questions.declared import DANGER_QUESTIONS, QUESTIONS
from portal.questions.journey import Journey, journey
from portal.questions.kinds import DONT_KNOW, Choice, Given, Kind, Question
from portal.questions.matters import nameable
from portal.questions.points import MOST_POINTS, Point, points_of, with_point
from portal.questions.record import matter_wording, said
from portal.seal import boxes
from portal.staff import labels
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.shown import language_name, staff_page
from portal.staff.take_in_draft import MOST_HELD, all_held, forgotten, held, mark_of, remembered, to
from portal.web import cookies
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.forms import QuestionForm, clean, form_of
from portal.web.language import languages, say
from portal.words import Wording

CALL, WHO, ABOUT, HAPPENED, REACH, CHECK = "call", "who", "about", "happened", "reach", "check"
_BAD_REQUEST, _CONFLICT, _SEE_OTHER = 400, 409, 303

BY_KEY = {question.key: question for question in reversed((*QUESTIONS, *DANGER_QUESTIONS))}
_LONG = BY_KEY["points"].limit
_SHORT = 5_000
_CODE = re.compile("[a-z0-9_]{1,40}")


def _plainly(key: str, kind: Kind, words: str, hint: str = "", choices: Any = ()) -> Question:
    return Question(key, kind, personal=False, title=Wording(words), hint=Wording(hint) if hint else None, choices=choices)


def _spoken() -> tuple[Choice, ...]:
    return tuple(Choice(one.code, Wording(language_name(one.code))) for one in languages())


CHANNELS = tuple(Choice(by.value, Wording(labels.CHANNEL[by.value])) for by in TakenBy)
PURPOSES = tuple(Choice(code, Wording(labels.PURPOSE[code])) for code in ("complaint", "idea_or_question"))
HOW = (
    _plainly("channel", Kind.CHOICE, "How it came", choices=CHANNELS),
    _plainly("received", Kind.DAY, "Received on", "The day on which the council first had it. The clock counts from then."),
    _plainly("purpose", Kind.CHOICE, "What it is", choices=PURPOSES),
)
SPOKEN = _plainly(
    "spoken", Kind.CHOICE, "Language to write to them in", choices=lambda _given: _spoken()
)


@dataclass(frozen=True, slots=True)
class Part:
    """One page: its name in the address, its heading, and the questions that stand on it if they are on the path."""

    name: str
    title: str
    keys: frozenset[str] = frozenset()


PARTS = (
    Part(CALL, "How it came, and danger", frozenset({"complainant", "risk_now"})),
    Part(WHO, "Who it is for", frozenset({
        "acting_for", "wants_formal_complaint", "represents", "advocate_organisation", "instructed", "instructed_by", "authority",
        "parental_responsibility", "child_status", "matter_group",
    })),
    Part(ABOUT, "What it is about", frozenset({
        "matters", "about_child", "service", "months_since", "proceedings", "months_since_proceedings_ended", "decision_letter",
        "message_kind", "message",
    })),
    Part(HAPPENED, "What happened", frozenset({"change_soon", "stage_so_far", "procedure_so_far", "child_words"})),
    Part(REACH, "Help, and a safe answer", frozenset({
        "help_wanted", "interpreter_language", "adjustments", "name", "child_name", "contact_way", "email", "phone", "address",
        "trusted_person", "safe_contact", "not_tell", "child_contact", "consent_speak", "consent_records", "consent_share",
        "age_band", "find_me",
    })),
    Part(CHECK, "Check and send"),
)  # fmt: skip
_PART = {part.name: part for part in PARTS}
NEEDED = {
    "channel": "Choose how it came", "received": "Enter the day on which it was received",
    "purpose": "Choose what it is", "complainant": "Choose who it comes from. “Anonymous” if they do not say",
    "risk_now": "Choose whether somebody is in danger now", "danger_what": "Write what is happening: it goes to the front door at once",
    "message": "Write what they ask or suggest", "thanks": "Write who or what was good",
}  # fmt: skip
"""What cannot be left; everything else may be not known."""

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


@dataclass(frozen=True, slots=True)
class Told:
    """One point as it stands on the page."""

    number: int
    about: str
    point: Point
    error: str = ""


@needs(Permission.TAKE_IN_CASE)
def take_in() -> Any:
    """GET shows a part of the form; POST keeps what was keyed in, and goes on, back, or sends.

    Of a draft that another officer began, nothing is shown and nothing done: a new one begins.
    """
    try:
        return _look() if request.method == "GET" else _posted()
    except NotTheirs:
        return redirect(url_for("staff.take_in", new=1), _SEE_OTHER)


def _posted() -> Any:
    key = cookies.key_of(request.form.get("draft", "")) or boxes.new_key()
    part = _PART.get(request.form.get("part", ""), PARTS[0])
    go = request.form.get("go", "")
    if go == "drop":
        taking_in.drop(desk(), key, signed_in().id)
        return forgotten(redirect(url_for("staff.queue"), _SEE_OTHER), mark_of(key))
    draft = taking_in.own(desk(), key, signed_in().id)
    if draft and draft.sent:
        return _onward("sent", key)
    if part.name == CHECK and draft is None:
        return redirect(url_for("staff.take_in", new=1), _SEE_OTHER)
    if part.name == CHECK and _began_late(draft):
        return _onward(CALL, key)
    if part.name == CHECK:
        return _send(key) if go == "send" else _onward(go, key)
    return _kept(key, draft, part, go)


@needs(Permission.TAKE_IN_CASE)
def take_in_thanks() -> Any:
    """A compliment in three fields, and how it came."""
    asked = (BY_KEY["thanks"], _who(), *HOW[:2])
    if request.method == "GET":
        typed = {"received": _in_parts(today())}
        return _thanks_page(cookies.text_of(boxes.new_key()), asked, typed, {})
    form = form_of(asked, Given({"purpose": "compliment"}), today())
    errors = _errors(form, [q.key for q in asked])
    key = cookies.key_of(request.form.get("draft", "")) or boxes.new_key()
    if not errors:
        told = {name: form.answers[name] for name in ("thanks", "complainant")}
        how = HowItCame(TakenBy(form.answers["channel"]), date.fromisoformat(form.answers["received"]))
        try:
            taking_in.thank(desk(), key, told, how, signed_in().id, now())
        except NotThen:
            errors["received"] = _not_then()
        except NotTheirs:
            return redirect(url_for("staff.take_in_thanks"), _SEE_OTHER)
        else:
            return _onward("sent", key)
    return _thanks_page(cookies.text_of(key), asked, form.typed, errors), _BAD_REQUEST


@needs(Permission.TAKE_IN_CASE)
def taken_in() -> Any:
    """The words were given to the person: this browser forgets them, and shows the case."""
    mark = request.form.get("of", "")
    draft = held(mark)
    onward = url_for("staff.queue")
    if draft and draft.receipt:
        onward = url_for("staff.case", reference=draft.receipt["reference"])
    return forgotten(redirect(onward, _SEE_OTHER), mark)


def _look() -> Any:
    wanted, mark, every = request.args.get("part", ""), request.args.get("of", ""), all_held()
    draft = held(mark) if mark else every[0] if wanted and len(every) == 1 else None
    if wanted == "sent" and draft and draft.receipt:
        return _sent_page(draft)
    begun = [each for each in every if not each.sent]
    if "new" not in request.args and not mark and not draft and begun:
        return _found_page(begun)
    if "new" in request.args or draft is None or draft.sent:
        key = boxes.new_key()
        return _part_page(PARTS[0], key, None, {}, {}, _at_first())
    if _began_late(draft):
        return _part_page(PARTS[0], draft.key, draft, {}, draft.answers, _at_first())
    part = _PART.get(wanted, PARTS[0])
    return _check_page(draft) if part.name == CHECK else _part_page(part, draft.key, draft, {}, draft.answers)


def _at_first() -> dict[str, Any]:
    return {"received": _in_parts(today()), "purpose": "complaint"}


def _found_page(begun: list[Draft]) -> str:
    """Which of those that are half filled in to go on with."""
    rows = [(mark_of(each.key), how_it_came(each.answers), each.early) for each in begun]
    return staff_page("staff/take_in_found.html", rows=rows, channel=labels.CHANNEL, most=MOST_HELD)


def _onward(part: str, key: bytes, **more: str) -> Response:
    """On to a part, with the draft remembered; to the first where there is no such part."""
    return remembered(to(part if part in _PART or part == "sent" else CALL, key, **more), key)


# Keeping what was keyed in


def _kept(key: bytes, draft: Draft | None, part: Part, go: str) -> Any:
    before = dict(draft.answers) if draft else {}
    shown = [q for q in _shown_keys(part) if q in BY_KEY]
    given = journey(before).given
    form = form_of([*_how_of(part, draft), *(_officers(q, before) for q in shown)], given, today())
    errors = _errors(form, [])
    told = [_told(n) for n in range(1, _points_shown(part) + 1)]
    if part.name != CALL and (draft is None or _began_late(draft)):
        return _begun_again(key, part, form, errors, told)
    good = {name: value for name, value in form.answers.items() if name not in errors}
    errors |= _needed(part, draft, good, errors) if part.name == CALL else {}
    errors |= (overlong := _overlong(told))

    def edit(answers: dict[str, Any]) -> dict[str, Any]:
        after = {**answers, **{name: value for name, value in good.items() if name not in _HOW_KEYS}}
        if part.name == CALL and "purpose" in good:
            after["purpose"] = good["purpose"]
        return _with_points(after, told, refused=overlong)

    # Without a day and a way nothing can be sent; until they are right the page itself keeps what was typed.
    how = None
    if part.name == CALL:
        if errors and draft is None:
            return _part_page(part, key, draft, errors, before, form.typed), _BAD_REQUEST
        how = _how(good) if not errors and _how_of(part, draft) else None
    try:
        draft = taking_in.keep(desk(), key, edit, signed_in().id, now(), how)
    except NotThen:
        return _part_page(part, key, draft, {"received": _not_then()}, before, form.typed), _BAD_REQUEST
    except AlreadySent:
        return _onward("sent", key)
    errors = _after(part, draft, form, told, go) | errors
    if errors:
        return remembered(make_response(_part_page(part, key, draft, errors, draft.answers, form.typed, told), _BAD_REQUEST), key)
    if part.name == CALL and draft.answers.get("risk_now") == "yes":
        try:
            draft = taking_in.danger(desk(), draft, signed_in().id, now())
        except AlreadySent:
            return _onward("sent", key)
    if go == "add":
        return _onward(HAPPENED, key, more="1", _anchor="more")
    return _onward(_next(part, draft, go), key)


def _began_late(draft: Draft | None) -> bool:
    """Whether it began with a later part, because what was keyed in before was gone."""
    return draft is not None and how_it_came(draft.answers) is None


def _begun_again(key: bytes, part: Part, form: QuestionForm, errors: dict[str, str], told: list[tuple[Point, str]]) -> Any:
    """The draft of a later part is gone: it begins again with what was posted, and the first part is asked for next.

    What is on offer hangs on answers that are gone too: codes are kept as they came, for no path counts what it does not
    offer. What has to be put right first stands on the page by itself; the rest is kept by then.
    """
    codes = {name: _codes_of(BY_KEY[name], form.typed[name]) for name in errors if BY_KEY[name].kind in (Kind.CHOICE, Kind.CHOICES)}
    wrong = {name: sentence for name, sentence in errors.items() if name not in codes} | (overlong := _overlong(told))
    good = {name: value for name, value in form.answers.items() if name not in errors} | codes
    if told:
        good["points"] = _points_alone(told, refused=overlong)
    draft = taking_in.keep(desk(), key, lambda before: {**before, **good}, signed_in().id, now())
    if wrong:
        page = _part_page(part, key, draft, wrong, draft.answers, form.typed, told, only=[name for name in wrong if name in BY_KEY])
        return remembered(make_response(page, _BAD_REQUEST), key)
    return _onward(CALL, key)


def _codes_of(question: Question, typed: Any) -> Any:
    """What was picked, as codes, without any that stands alone among others."""
    alone = {choice.code for choice in question.choices_for(Given({})) if choice.alone}
    picked = [code for code in (typed if isinstance(typed, list) else [typed]) if _CODE.fullmatch(code)]
    several = [code for code in picked if code not in alone or len(picked) == 1]
    return several if question.kind is Kind.CHOICES else (several or [""])[0]


def _points_alone(told: list[tuple[Point, str]], refused: Mapping[str, str]) -> list[dict[str, Any]]:
    """Points whose matters nobody knows any more: each counts by itself, whatever is chosen."""
    written = [point for n, (point, _under) in enumerate(told, 1) if f"what-{n}" not in refused and (point.what_happened.strip() or point.put_right.strip())]
    return [replace(point, added=bool(point.added or point.matter)).as_kept() for point in written]


def _errors(form: QuestionForm, needed: list[str]) -> dict[str, str]:
    """What cannot be read, and what is needed and not there."""
    found = {field.name: str(field.process_errors[0]) for field in form if field.process_errors}
    empty = (key for key in needed if key in NEEDED and key not in found and not form.answers.get(key))
    unsure = {key: NEEDED[key] for key in needed if form.answers.get(key) == DONT_KNOW and key == "received"}
    return found | {key: NEEDED[key] for key in empty} | unsure


def _needed(part: Part, draft: Draft | None, good: Mapping[str, Any], errors: Mapping[str, str]) -> dict[str, str]:
    """What the first page must know, and of a danger what is happening."""
    keys = [q.key for q in _how_of(part, draft) if q.key in NEEDED] + ["complainant", "risk_now"]
    missing = {key: NEEDED[key] for key in keys if key not in errors and good.get(key, "") in ("", None)}
    if good.get("received") == DONT_KNOW:
        missing["received"] = NEEDED["received"]
    if good.get("risk_now") == "yes" and not str(good.get("danger_what") or "").strip() and "danger_what" not in errors:
        missing["danger_what"] = NEEDED["danger_what"]
    return missing


def _after(part: Part, draft: Draft, form: QuestionForm, told: list[tuple[Point, str]], go: str) -> dict[str, str]:
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


def _next(part: Part, draft: Draft, go: str) -> str:
    """Where the button leads; on to the next part that has a question, and here again where one came up."""
    walked = journey(draft.answers)
    there = [each.name for each in PARTS if each.name == CHECK or _stands(each, walked)]
    if go in there:
        return go
    at = there.index(part.name) if part.name in there else 0
    if go == "back":
        return there[max(at - 1, 0)]
    if any(step.key in part.keys and not step.answered for step in walked.steps):
        return part.name
    return there[min(at + 1, len(there) - 1)]


def _stands(part: Part, walked: Journey) -> bool:
    if part.name == CALL:
        return True
    return any(step.key in part.keys or (part.name == HAPPENED and step.point is not None) for step in walked.steps)


_HOW_KEYS = frozenset({"channel", "received", "spoken", "purpose"})


def _how_of(part: Part, draft: Draft | None) -> tuple[Question, ...]:
    """What is asked of how it came; of a case that was made in danger, the day and the way stand."""
    return (*HOW, SPOKEN) if part.name == CALL and not (draft and draft.early) else ()


def _how(good: Mapping[str, Any]) -> HowItCame:
    return HowItCame(TakenBy(good["channel"]), date.fromisoformat(good["received"]), good.get("spoken") or "en")


def _not_then() -> str:
    return f"Enter a day from {taking_in.earliest(desk()):%-d %B %Y} to today"


def _shown_keys(part: Part) -> list[str]:
    """The questions that stood on the page that was posted: what did not stand there was not left empty."""
    named = part.keys | ({q.key for q in DANGER_QUESTIONS} if part.name == CALL else set())
    return [key for key in dict.fromkeys(request.form.get("asked", "").split()) if key in named]


# Points


def _points_shown(part: Part) -> int:
    if part.name != HAPPENED:
        return 0
    count = request.form.get("points", "")
    return min(int(count), MOST_POINTS) if count.isascii() and count.isdigit() and len(count) < 4 else 0


def _told(number: int) -> tuple[Point, str]:
    """A point as it was typed, and the matter that it stood under."""
    words = {name: clean(request.form.get(f"{name}-{number}", "")) for name in ("what", "right", "matter", "under")}
    added, under = f"added-{number}" in request.form, words["under"]
    matter = words["matter"] if added else under
    known = matter if any(choice.code == matter for choice in nameable(Given({}))) or matter in labels.MATTER else ""
    point = Point(known, words["what"], words["right"], added=added, answered=bool(words["what"].strip()))
    return point, under


def _overlong(told: list[tuple[Point, str]]) -> dict[str, str]:
    """The points whose words are over the limit: they are not kept, and come back as they were typed."""
    sentence = f"This is too long. The limit is {_LONG:,} characters, and {_SHORT:,} for what would put it right"
    over = (len(point.what_happened) > _LONG or len(point.put_right) > _SHORT for point, _under in told)
    return {f"what-{number}": sentence for number, wrong in enumerate(over, start=1) if wrong}


def _with_points(answers: dict[str, Any], told: list[tuple[Point, str]], refused: Mapping[str, str]) -> dict[str, Any]:
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


def _points_on_page(draft: Draft | None, errors: Mapping[str, str], told: list[tuple[Point, str]] | None) -> list[Told]:
    answers = draft.answers if draft else {}
    given = journey(answers).given
    points = [point for point, _under in told] if told else list(points_of(given, answers))
    if not told and "more" in request.args and len(points) < MOST_POINTS:
        points.append(Point("", added=True))
    return [
        Told(n, say(matter_wording(p.matter, given)) or "Something not on our list", p, errors.get(f"what-{n}", ""))
        for n, p in enumerate(points, 1)
    ]


# Showing it


def _who() -> Question:
    return BY_KEY["complainant"]


def _officers(key: str, answers: Mapping[str, Any]) -> Question:
    """The question as this person is asked it: of two under one key, the one on the path."""
    step = journey(answers).step(key)
    return step.question if step else BY_KEY[key]


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


def _part_page(
    part: Part, key: bytes, draft: Draft | None, errors: Mapping[str, str], answers: dict[str, Any],
    typed: Mapping[str, Any] | None = None, told: list[tuple[Point, str]] | None = None, only: list[str] | None = None,
) -> str:  # fmt: skip
    """A part with its questions, or of those only some, in whatever path they stand."""
    values = {**_how_kept(answers), **answers, **(typed or {})}
    walked = journey(answers)
    how = [_one(walked.given, values, errors, q) for q in _how_of(part, draft)]
    danger = [_one(walked.given, values, errors, q, "only with: Yes") for q in DANGER_QUESTIONS] if part.name == CALL else []
    if only is None:
        asked = _asked(part, answers, values, errors)
    else:
        asked = [_one(walked.given, values, errors, BY_KEY[name]) for name in only]
    shown = [a.question.key for a in (*asked, *danger)]
    if part.name == CALL and not draft:
        shown = ["complainant", "risk_now", *(q.key for q in DANGER_QUESTIONS)]
    points = _points_on_page(draft, errors, told) if part.name == HAPPENED and walked.step("points/1") else []
    fresh = [a for a in asked if draft and not errors and not a.only and a.question.key not in draft.answers]
    return staff_page(
        "staff/take_in.html",
        part=part, parts=_along(part, walked, draft), how=how, asked=asked, danger=danger, points=points,
        shown=" ".join(shown), key=cookies.text_of(key), errors=errors, early=draft.early if draft else None, late=_began_late(draft),
        came=how_it_came(answers), again=bool(fresh) and len(fresh) < len([a for a in asked if not a.only]),
        matters=nameable(walked.given), channel=labels.CHANNEL,
        front_door=desk().profile.front_door, child=walked.given.is_child,
    )  # fmt: skip


def _how_kept(answers: dict[str, Any]) -> dict[str, Any]:
    came = how_it_came(answers)
    return {"channel": came.by.value, "received": came.on.isoformat(), "spoken": came.language} if came else {"spoken": "en"}


def _along(part: Part, walked: Journey, draft: Draft | None) -> list[tuple[Part, bool]]:
    """The parts on the path, each with whether it is the one shown."""
    return [(each, each is part) for each in PARTS if each.name == CHECK or _stands(each, walked)]


def _check_page(draft: Draft, problem: str = "", status: int = 0) -> Any:
    walked = journey(draft.answers)
    came = how_it_came(draft.answers)
    day = came.on if came else today()
    _facts, decision = submitting.provisional(desk(), draft.answers, day)
    missing = walked.missing
    rows = [
        (_part_of(step.key), say(step.question.title), said(step.question, walked.given, say))
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
        "staff/take_in_check.html", key=cookies.text_of(draft.key), part=_PART[CHECK], parts=_along(_PART[CHECK], walked, draft),
        rows=rows, points=points, came=came, early=draft.early, missing=_part_of(missing.key) if missing else None,
        decision=decision.to_json(), clocks=submitting.receipt_clocks(desk(), receipt), labels=labels, channel=labels.CHANNEL,
    )  # fmt: skip


def _part_of(key: str) -> Part:
    where = HAPPENED if key.startswith("points") else None
    return _PART[where] if where else next((part for part in PARTS if key in part.keys), PARTS[0])


def _send(key: bytes) -> Any:
    try:
        taking_in.send(desk(), key, signed_in().id, now())
    except submitting.NotComplete as incomplete:
        return _onward(_part_of(incomplete.step.key).name, key)
    except submitting.NoDraft:
        return redirect(url_for("staff.take_in", new=1), _SEE_OTHER)
    return _onward("sent", key)


def _sent_page(draft: Draft) -> str:
    receipt = draft.receipt or {}
    return staff_page(
        "staff/taken_in.html", receipt=receipt, mark=mark_of(draft.key), clocks=submitting.receipt_clocks(desk(), receipt), child=draft.is_child,
        purpose=draft.answers.get("purpose"), labels=labels,
    )


def _thanks_page(key: str, asked: tuple[Question, ...], typed: Mapping[str, Any], errors: Mapping[str, str]) -> str:
    given = Given({"purpose": "compliment"})
    return staff_page(
        "staff/take_in_thanks.html", key=key, asked=[_one(given, typed, errors, q) for q in asked], errors=errors
    )
