"""Stopping and coming back: words for a draft, opening a draft or a sent case, and reading what we answered."""

from math import ceil

import structlog
from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from portal.actions import advocacy, drafts, returning
from portal.actions.clocks import still_to_come
from portal.actions.drafts import Draft
from portal.actions.returning import NotYours, Opened
from portal.actions.rights import rights_in
from portal.actions.settling import known_of
from portal.actions.talking import askable, askable_own
from portal.casework.advocacy import AGREED
from portal.casework.case import CaseState
from portal.casework.reference import tidy as tidy_reference
from portal.casework.rights import NAMES, Right
from portal.casework.stages import right_of
from portal.citizen.file_words import KINDS
from portal.citizen.leaving import put_away
from portal.citizen.visitor import (
    DRAFT,
    address_of,
    change_voice_in_place,
    open_draft,
    path,
    see,
    where_next,
)
from portal.law.facts import Route
from portal.law.routes import route_next
from portal.law.triage import ROUTE_NAMES
from portal.questions.journey import Journey
from portal.questions.kinds import Given, Kind, Question
from portal.questions.record import matter_wording
from portal.seal.return_words import WrongWords, tidy
from portal.web import lasting, tries
from portal.web.address import mark
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.forms import QuestionForm, form_of
from portal.web.language import SOURCE, language, say, speak, speak_language
from portal.web.page import page
from portal.web.watching import request_number
from portal.words import Voice, Wording, _

log = structlog.stdlib.get_logger("portal")

CASE = "case"
SPOKEN = "_language"
"""Beside the answers of a draft that is kept for later: the language in which it is gone on with."""
KEYS = (
    Question("reference", Kind.TEXT, personal=True, limit=40,
             title=Wording(_("Your reference"), child=_("Your code")),
             hint=Wording(_("Ten letters and numbers, like KM7-R2X4-96T."), child=_("It looks like KM7-R2X4-96T.")),
             required=Wording(_("Enter your reference"), child=_("Write your code"))),
    Question("words", Kind.TEXT, personal=True, limit=200,
             title=Wording(_("Your words"), child=_("Your words")),
             hint=Wording(_("The words that we gave you, in the same order. Capitals and commas do not matter."), child=_("The words we gave you, in the same order.")),
             required=Wording(_("Enter your words"), child=_("Write your words"))),
)
DO_NOT_FIT = Wording(
    _("That reference and those words do not fit together. Check each one, and the order of the words"),
    child=_("The code and the words do not fit. Check each one"),
)

FIRST_STAGE = Wording(_("Stage 1: the council looks at it"), child=_("The council looks at what you told us"))

WAIT = Wording(
    _("Please wait %(seconds)s seconds, then try again. Nothing is locked: the right words will open it"),
    child=_("Wait %(seconds)s seconds. Then try again. Your words will still work"),
)
BAD, TOO_MANY = 400, 429


def routes(pages: Blueprint) -> None:
    """/save, /words, /return, /case/<reference>, /case/<reference>/letters/<number>, /case/<reference>/end-advocate, /close"""
    pages.add_url_rule("/save", view_func=save, methods=["GET", "POST"])
    pages.add_url_rule("/words", view_func=offer, methods=["GET", "POST"])
    pages.add_url_rule("/return", view_func=come_back, methods=["GET", "POST"])
    pages.add_url_rule("/case/<reference>", view_func=case)
    pages.add_url_rule("/case/<reference>/letters/<int(max=99999):number>", view_func=letter)
    pages.add_url_rule("/case/<reference>/end-advocate", view_func=end_advocate, methods=["POST"])
    pages.add_url_rule("/close", view_func=close, methods=["POST"])


def save() -> Response | str:
    """Stop here and come back later: POST gives the draft a reference and words."""
    draft = open_draft()
    if draft is None:
        return see("/")
    if request.method == "POST":
        _keep_for_later(draft)
        return see("/save")
    return page("citizen/save.html", draft=draft, onward=where_next(path()), back=where_next(path()), days=drafts.KEPT_FOR.days)


def _keep_for_later(draft: Draft) -> None:
    """Reference and words for this draft, which goes on in the language that is spoken now."""
    drafts.change(desk(), draft.key, lambda answered: {**answered, SPOKEN: language()}, now())
    drafts.keep_for_later(desk(), draft.key, now())


OFFERED = "offered"
TELLING = frozenset({Kind.WORDS, Kind.POINT})


def offered_first(onward: str, walked: Journey, draft: Draft) -> str:
    """Where somebody goes on to: before they first tell it in words of their own, reference and words are offered once."""
    step = walked.missing
    telling = step is not None and step.question.kind in TELLING and onward == address_of(step)
    wanted = telling and not (draft.words or session.get(OFFERED) or walked.one("purpose") == "compliment")
    return "/words" if wanted else onward


def offer() -> Response | str:
    """Reference and words, before the first free text; nobody has to take them."""
    draft = open_draft()
    if draft is None:
        return see("/")
    if request.method == "POST":
        _keep_for_later(draft)
    if request.method == "POST" or draft.words:
        return see("/save")
    session[OFFERED] = True
    step = path().missing
    before = path().before(step.key) if step else None
    return page("citizen/words.html", onward=where_next(path()), back=address_of(before) if before else "/", saveable=True)


def come_back() -> Response | str | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Open a draft or a sent case with its reference and words."""
    if request.method == "GET":
        return _show_keys()
    form = form_of(KEYS, Given({}), today())
    if change_voice_in_place():
        return _show_keys(form, {})
    if not form.validate():
        return _show_keys(form), BAD
    begun = open_draft()
    if begun and not begun.words and "_anyway" not in request.form:
        return _show_keys(form, {}, begun=True)
    reference, words = tidy_reference(form.answers["reference"]) or "", tidy(form.answers["words"])
    if wait := tries.returning().wait(mark(), reference, now()):
        seconds = ceil(wait.total_seconds())
        return _show_keys(form, {"reference": say(WAIT, seconds=seconds)}), TOO_MANY, {"Retry-After": str(seconds)}
    try:
        response = _opened(reference, words)
    except WrongWords:
        log.info("words did not fit", request=request_number())
        tries.returning().wrong(mark(), reference, now())
        return _show_keys(form, {"reference": say(DO_NOT_FIT)}), BAD
    tries.returning().opened(mark(), reference)
    return response


def _opened(reference: str, words: tuple[str, ...]) -> Response:
    key = drafts.come_back(desk(), reference, words)
    if key:
        draft = drafts.look(desk(), key)
        speak(Voice.CHILD if draft and draft.is_child else Voice.ADULT, by_choice=False)
        speak_language(draft.answers.get(SPOKEN, SOURCE) if draft else SOURCE, by_choice=False)
        response = see("/check")
        lasting.give(response, DRAFT, key)
        return response
    case_key, words_id = returning.open_again(desk(), reference, words)
    return _give_key(see(f"/case/{reference}"), reference, case_key, words_id)


def _show_keys(form: QuestionForm | None = None, errors: dict[str, str] | None = None, *, begun: bool = False) -> str:
    """`begun`: there is a draft on this device that nothing would open again once another is opened; that is said first."""
    found = (form.errors_by_key if form else {}) if errors is None else errors
    return page("citizen/return.html", questions=KEYS, errors=found, typed=form.typed if form else {}, back="/", begun=begun)


def _give_key(response: Response, reference: str, key: bytes, words_id: int) -> Response:
    """The key goes into a cookie; whose words gave it is signed, so that nobody can pass for another holder."""
    lasting.give(response, CASE, key)
    session[CASE] = {"reference": reference, "words": words_id}
    return response


def held_key(reference: str, *, late: bool = False) -> tuple[bytes, int] | None:
    """The key in the visitor's cookie and whose words gave it; None where that was for another case, or for none.

    `late`: also where its time is over, for what is posted from a page that was left open.
    """
    key, signed = lasting.key_in(CASE) or (lasting.over_key(CASE) if late else None), session.get(CASE) or {}
    return (key, int(signed["words"])) if key and signed.get("reference") == reference else None


def case(reference: str) -> str | Response:
    """A sent case, as the person who sent it reads it: what we do by when, our letters, and what they told us."""
    held = held_key(reference)
    if held is None:
        return see("/return")
    try:
        opened = returning.read(desk(), reference, *held)
    except NotYours:
        return see("/return")
    speak_to(opened)
    rights = rights_in(desk(), opened.case, opened.state, today())
    stage = next((one for ask in (askable, askable_own) if (one := ask(desk(), opened.case, opened.state, today()))), None)
    about = Given({"complainant": opened.case.complainant or ""})
    return page(
        "citizen/case.html", opened=opened, case=opened.case, name=ROUTE_NAMES[Route(opened.case.route)],
        clocks=still_to_come(known_of(desk(), opened.case, opened.state).deadlines, opened.state),
        calendar=desk().calendar, rights=rights, sent="sent" in request.args or "asked" in request.args,
        agreed=[said for one, said in AGREED.items() if one in opened.state.advocacy.scope],
        next_stage=stage, ombudsman=route_next(Route.LGSCO),
        file_kinds=KINDS, stage_now=_stage_of(opened.state),
        names={str(route): said for route, said in ROUTE_NAMES.items()}, own_words=_own_words(opened),
        points=[(say(matter_wording(p["matter"] or "", about)), p) for p in opened.points],
    )


def letter(reference: str, number: int) -> str | Response:
    """One letter alone, to be read and printed."""
    held = held_key(reference)
    if held is None:
        return see("/return")
    try:
        opened = returning.read(desk(), reference, *held)
    except NotYours:
        return see("/return")
    if not 1 <= number <= len(opened.letters):
        return see(f"/case/{reference}")
    speak_to(opened)
    return page("citizen/letter.html", letter=opened.letters[number - 1], case=opened.case, back=f"/case/{reference}")


def speak_to(opened: Opened) -> None:
    """Speak to whoever opened the case in the voice and the language in which it was told."""
    speak(_voice_for(opened), by_choice=False)
    speak_language(opened.case.language, by_choice=False)


def _stage_of(state: CaseState) -> Wording | None:
    """The stage that it is at, as its right is called; None while it is at the first, with nothing to tell of it."""
    at = state.stages
    if at.now.ended:
        return None
    if at.stage > 1:
        return NAMES[Right(right_of(at.stage, state.procedure))]
    return FIRST_STAGE if at.paused_on else None


def _own_words(opened: Opened) -> str:
    """The young person's agreed words, which their representative wrote down apart from their own."""
    told = (entry for paper in opened.papers for entry in paper["asked"] if entry["key"] == "child_words")
    return next((str(entry["said"]) for entry in told), "")


def _voice_for(opened: Opened) -> Voice:
    """The voice in which it was told; a child for whom somebody else told it hears a child's."""
    childs = opened.holder == "child" and opened.case.facts.get("represents") == "child"
    return Voice.CHILD if childs else Voice(opened.case.voice)


def end_advocate(reference: str) -> Response | str:
    """The child ends it: the advocate's words no longer open the case, the child gets new ones, the officer sees it.

    Whoever sent it without an advocate takes back what they agreed to; their words stay as they are.
    """
    held = held_key(reference)
    if held is None:
        return see("/return")
    try:
        if returning.read(desk(), reference, *held).holder != returning.CHILD:
            advocacy.take_back(desk(), reference, *held, now())
            return see(f"/case/{reference}")
        words, words_id = returning.end_representation(desk(), reference, *held, now())
    except NotYours:
        return see("/return")
    session[CASE] = {"reference": reference, "words": words_id}
    return page("citizen/ended.html", words=words, ended=reference)


def close() -> AnyResponse:
    """Put everything away on this device: the draft's and the case's cookies go; what was kept stays kept."""
    return put_away(see("/"))
