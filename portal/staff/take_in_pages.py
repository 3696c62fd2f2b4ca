"""Taking in a complaint that came by telephone, letter, visit, e-mail or a colleague: a few questions a page, quickly keyed in."""

from datetime import date
from typing import Any

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.actions import enquiries, submitting, taking_in
from portal.actions.drafts import AlreadySent, Draft
from portal.actions.taking_in import HowItCame, NotTheirs, NotThen, TakenBy
from portal.casework.moves import NotPossible, move
from portal.casework.permissions import Permission
from portal.questions.journey import journey
from portal.questions.kinds import Given, Kind
from portal.questions.points import Point
from portal.seal import boxes
from portal.staff.case_pages import file_or_404, overtaken
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.take_in_draft import all_held, forgotten, held, mark_of, remembered, to
from portal.staff.take_in_forms import (
    HOW_KEYS,
    as_asked,
    codes_of,
    errors_in,
    how_said,
    needed_of,
    not_then,
    shown_keys,
    unsent_danger,
    wrong_on_path,
)
from portal.staff.take_in_parts import (
    BY_KEY,
    CALL,
    CHECK,
    HAPPENED,
    HOW,
    PART,
    PARTS,
    WHO_FROM,
    Part,
    began_late,
    how_of,
    next_part,
    part_of,
)
from portal.staff.take_in_points import overlong, points_alone, points_shown, told_point, with_points
from portal.staff.take_in_view import at_first, check_page, found_page, part_page, sent_page, thanks_page
from portal.web import cookies
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.forms import QuestionForm, form_of

_BAD_REQUEST, _SEE_OTHER = 400, 303


@needs(Permission.TAKE_IN_CASE)
def take_in() -> Any:
    """GET shows a part of the form; POST keeps what was keyed in, and goes on, back, or sends.

    Of a draft that another officer began, nothing is shown and nothing done: a new one begins.
    """
    try:
        return _look() if request.method == "GET" else _posted()
    except NotTheirs:
        return redirect(url_for("staff.take_in", new=1), _SEE_OTHER)


@needs(Permission.TAKE_IN_CASE)
def take_in_thanks() -> Any:
    """A compliment in three fields, and how it came."""
    asked = (BY_KEY["thanks"], WHO_FROM, *HOW[:2])
    if request.method == "GET":
        return thanks_page(cookies.text_of(boxes.new_key()), asked, at_first(), {})
    form = form_of(asked, Given({"purpose": "compliment"}), today())
    errors = errors_in(form, [q.key for q in asked])
    key = cookies.key_of(request.form.get("draft", "")) or boxes.new_key()
    if not errors:
        told = {name: form.answers[name] for name in ("thanks", "complainant")}
        how = HowItCame(TakenBy(form.answers["channel"]), date.fromisoformat(form.answers["received"]))
        try:
            taking_in.thank(desk(), key, told, how, signed_in().id, now())
        except NotThen:
            errors["received"] = not_then()
        except NotTheirs:
            return redirect(url_for("staff.take_in_thanks"), _SEE_OTHER)
        else:
            return _onward("sent", key)
    return thanks_page(cookies.text_of(key), asked, form.typed, errors), _BAD_REQUEST


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
        return sent_page(draft)
    begun = [each for each in every if not each.sent]
    if "new" not in request.args and not mark and not draft and begun:
        return found_page(begun)
    if "new" in request.args or draft is None or draft.sent:
        key = boxes.new_key()
        return part_page(PARTS[0], key, None, {}, {}, at_first())
    if began_late(draft):
        return part_page(PARTS[0], draft.key, draft, {}, draft.answers, at_first())
    part = PART.get(wanted, PARTS[0])
    return check_page(draft) if part.name == CHECK else part_page(part, draft.key, draft, {}, draft.answers)


def _posted() -> Any:
    key = cookies.key_of(request.form.get("draft", "")) or boxes.new_key()
    part = PART.get(request.form.get("part", ""), PARTS[0])
    go = request.form.get("go", "")
    if go == "drop":
        taking_in.drop(desk(), key, signed_in().id)
        return forgotten(redirect(url_for("staff.queue"), _SEE_OTHER), mark_of(key))
    draft = taking_in.own(desk(), key, signed_in().id)
    if draft and draft.sent:
        return _onward("sent", key)
    if part.name == CHECK and draft is None:
        return redirect(url_for("staff.take_in", new=1), _SEE_OTHER)
    if part.name == CHECK and began_late(draft):
        return _onward(CALL, key)
    if part.name == CHECK:
        return _send(key) if go == "send" else _onward(go, key)
    return _kept(key, draft, part, go)


def _onward(part: str, key: bytes, **more: str) -> Response:
    """On to a part, with the draft remembered; to the first where there is no such part."""
    return remembered(to(part if part in PART or part == "sent" else CALL, key, **more), key)


def _kept(key: bytes, draft: Draft | None, part: Part, go: str) -> Any:
    before = dict(draft.answers) if draft else {}
    shown = [q for q in shown_keys(part) if q in BY_KEY]
    given = journey(before).given
    form = form_of([*how_of(part, draft), *(as_asked(q, before) for q in shown)], given, today())
    errors = errors_in(form, needed_of(part, draft))
    told = [told_point(n) for n in range(1, points_shown(part) + 1)]
    if part.name != CALL and (draft is None or began_late(draft)):
        return _begun_again(key, part, form, errors, told)
    errors |= unsent_danger(form, draft)
    good = {name: value for name, value in form.answers.items() if name not in errors}
    errors |= (refused := overlong(told))

    def edit(answers: dict[str, Any]) -> dict[str, Any]:
        after = {**answers, **{name: value for name, value in good.items() if name not in HOW_KEYS}}
        if part.name == CALL and "purpose" in good:
            after["purpose"] = good["purpose"]
        return with_points(after, told, refused)

    # Without a day and a way nothing can be sent; until they are right the page itself keeps what was typed.
    how = None
    if part.name == CALL:
        if errors and draft is None:
            return part_page(part, key, draft, errors, before, form.typed), _BAD_REQUEST
        how = how_said(good) if not errors and how_of(part, draft) else None
    try:
        draft = taking_in.keep(desk(), key, edit, signed_in().id, now(), how)
    except NotThen:
        return part_page(part, key, draft, {"received": not_then()}, before, form.typed), _BAD_REQUEST
    except AlreadySent:
        return _onward("sent", key)
    errors = wrong_on_path(part, draft, form, told, go) | errors
    if errors:
        return remembered(make_response(part_page(part, key, draft, errors, draft.answers, form.typed, told), _BAD_REQUEST), key)
    if part.name == CALL and draft.answers.get("risk_now") == "yes":
        try:
            draft = taking_in.danger(desk(), draft, signed_in().id, now())
        except AlreadySent:
            return _onward("sent", key)
    if go == "add":
        return _onward(HAPPENED, key, more="1", _anchor="more")
    return _onward(next_part(part, draft, go), key)


def _begun_again(key: bytes, part: Part, form: QuestionForm, errors: dict[str, str], told: list[tuple[Point, str]]) -> Any:
    """The draft of a later part is gone: it begins again with what was posted, and the first part is asked for next.

    What is on offer hangs on answers that are gone too: codes are kept as they came, for no path counts what it does not
    offer. What has to be put right first stands on the page by itself; the rest is kept by then.
    """
    codes = {name: codes_of(BY_KEY[name], form.typed[name]) for name in errors if BY_KEY[name].kind in (Kind.CHOICE, Kind.CHOICES)}
    wrong = {name: sentence for name, sentence in errors.items() if name not in codes} | (refused := overlong(told))
    good = {name: value for name, value in form.answers.items() if name not in errors} | codes
    if told:
        good["points"] = points_alone(told, refused)
    draft = taking_in.keep(desk(), key, lambda before: {**before, **good}, signed_in().id, now())
    if wrong:
        page = part_page(part, key, draft, wrong, draft.answers, form.typed, told, only=[name for name in wrong if name in BY_KEY])
        return remembered(make_response(page, _BAD_REQUEST), key)
    return _onward(CALL, key)


def _send(key: bytes) -> Any:
    draft, officer = taking_in.own(desk(), key, signed_in().id), signed_in().id
    asked = str(draft.answers.get(taking_in.FROM_ENQUIRY, "")) if draft and not draft.receipt else ""
    if asked and enquiries.taken_in_as(desk(), asked):
        # Another tab was quicker: one enquiry becomes one complaint, and its page names it.
        return overtaken(asked, NotPossible(move("take_in_enquiry"), file_or_404(asked).state))
    try:
        receipt = taking_in.send(desk(), key, officer, now())
        if draft and (before := draft.answers.get(taking_in.FROM_ENQUIRY)):
            enquiries.became(desk(), before, receipt["reference"], officer, now())
    except submitting.NotComplete as incomplete:
        return _onward(part_of(incomplete.step.key).name, key)
    except submitting.NoDraft:
        return redirect(url_for("staff.take_in", new=1), _SEE_OTHER)
    return _onward("sent", key)
