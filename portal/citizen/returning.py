"""Stopping and coming back: words for a draft, opening a draft or a sent case, and reading what we answered."""

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from portal.actions import drafts, returning
from portal.actions.returning import NotYours, Opened
from portal.casework.reference import tidy as tidy_reference
from portal.citizen.visitor import DRAFT, forget_beginning, open_draft, path, see, where_next
from portal.law.facts import Route
from portal.law.triage import ROUTE_NAMES
from portal.questions.kinds import Given, Kind, Question
from portal.questions.record import matter_wording
from portal.seal.return_words import WrongWords, tidy
from portal.web import cookies
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.forms import QuestionForm, form_of
from portal.web.language import say, speak
from portal.web.page import page
from portal.words import Voice, Wording, _

CASE = "case"
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


def routes(pages: Blueprint) -> None:
    """/save, /return, /case/<reference>, /case/<reference>/end-advocate, /close"""
    pages.add_url_rule("/save", view_func=save, methods=["GET", "POST"])
    pages.add_url_rule("/return", view_func=come_back, methods=["GET", "POST"])
    pages.add_url_rule("/case/<reference>", view_func=case)
    pages.add_url_rule("/case/<reference>/end-advocate", view_func=end_advocate, methods=["POST"])
    pages.add_url_rule("/close", view_func=close, methods=["POST"])


def save() -> Response | str:
    """Stop here and come back later: POST gives the draft a reference and words."""
    draft = open_draft()
    if draft is None:
        return see("/")
    if request.method == "POST":
        drafts.keep_for_later(desk(), draft.key, now())
        return see("/save")
    return page("citizen/save.html", draft=draft, onward=where_next(path()), back=where_next(path()), days=drafts.KEPT_FOR.days)


def come_back() -> Response | str | tuple[str, int]:
    """Open a draft or a sent case with its reference and words."""
    if request.method == "GET":
        return _show_keys()
    form = form_of(KEYS, Given({}), today())
    if not form.validate():
        return _show_keys(form), 400
    reference, words = tidy_reference(form.answers["reference"]), tidy(form.answers["words"])
    try:
        return _opened(reference or "", words)
    except WrongWords:
        return _show_keys(form, {"reference": say(DO_NOT_FIT)}), 400


def _opened(reference: str, words: tuple[str, ...]) -> Response:
    key = drafts.come_back(desk(), reference, words)
    if key:
        draft = drafts.look(desk(), key)
        speak(Voice.CHILD if draft and draft.is_child else Voice.ADULT, by_choice=False)
        response = see("/check")
        cookies.put(response, DRAFT, cookies.text_of(key))
        return response
    case_key, words_id = returning.open_again(desk(), reference, words)
    response = see(f"/case/{reference}")
    cookies.put(response, CASE, cookies.text_of(case_key), str(words_id), reference)
    return response


def _show_keys(form: QuestionForm | None = None, errors: dict[str, str] | None = None) -> str:
    found = errors or (form.errors_by_key if form else {})
    return page("citizen/return.html", questions=KEYS, errors=found, typed=form.typed if form else {}, back="/")


def _case_keys(reference: str) -> tuple[bytes, int]:
    """What the cookie opens; a 404 where it is not this case."""
    held = cookies.parts_of(CASE)
    key = cookies.key_of(held[0])
    if len(held) != 3 or key is None or not held[1].isdecimal() or held[2] != reference:
        abort(404)
    return key, int(held[1])


def case(reference: str) -> str:
    """A sent case, as the person who sent it reads it: what we do by when, our letters, and what they told us."""
    key, words_id = _case_keys(reference)
    try:
        opened = returning.read(desk(), reference, key, words_id)
    except NotYours:
        abort(404)
    speak(_voice_for(opened), by_choice=False)
    about = Given({"complainant": opened.case.complainant or ""})
    return page(
        "citizen/case.html", opened=opened, case=opened.case, name=ROUTE_NAMES[Route(opened.case.route)],
        points=[(say(matter_wording(p["matter"] or "", about)), p) for p in opened.points],
    )


def _voice_for(opened: Opened) -> Voice:
    """The voice in which it was told; a child for whom somebody else told it hears a child's."""
    childs = opened.holder == "child" and opened.case.facts.get("represents") == "child"
    return Voice.CHILD if childs else Voice(opened.case.voice)


def end_advocate(reference: str) -> Response:
    """The child ends it: the advocate's words no longer open the case, and the officer sees it."""
    key, words_id = _case_keys(reference)
    try:
        returning.end_representation(desk(), reference, key, words_id, now())
    except NotYours:
        abort(404)
    return see(f"/case/{reference}")


def close() -> Response:
    """Put everything away on this device: the draft's and the case's cookies go; what was kept stays kept."""
    response = see("/")
    forget_beginning()
    for cookie in (DRAFT, CASE):
        cookies.take_away(response, cookie)
    return response
