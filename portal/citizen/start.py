"""The first pages: what would you like to do, in which voice and in which language."""

import re

from flask import Blueprint, abort, g, make_response, redirect, request, session
from werkzeug.wrappers import Response

from portal.actions.drafts import KEPT_FOR
from portal.citizen.leaving import TOLD, beginning
from portal.citizen.visitor import DRAFT, open_draft, path, see, was_lost, where_next
from portal.questions.declared import PURPOSES
from portal.web import cookies
from portal.web.language import languages, speak, speak_language
from portal.web.page import kept_page, page
from portal.words import Voice

OURS = re.compile(r"/(?!/)[\w/?=&-]*", re.ASCII)
"""An address of this portal: nothing that a browser could read as another host's."""


def routes(pages: Blueprint) -> None:
    """/, /start/<purpose>, /young, /grown-up, /gone, /voice, /language"""
    pages.add_url_rule("/", view_func=start)
    pages.add_url_rule("/young", view_func=young)
    pages.add_url_rule("/grown-up", view_func=grown_up)
    pages.add_url_rule("/start/<purpose>", view_func=begin, methods=["GET", "POST"])
    pages.add_url_rule("/gone", view_func=gone)
    pages.add_url_rule("/voice", view_func=change_voice, methods=["POST"])
    pages.add_url_rule("/language", view_func=change_language, methods=["POST"])
    pages.add_url_rule("/language/<code>", view_func=start_in)


def start() -> str:
    """What would you like to do?"""
    draft = open_draft()
    going_on = where_next(path()) if draft else None
    told = bool(draft or session.get(TOLD))
    return kept_page(("start", going_on, told), "citizen/start.html", lambda: {"going_on": going_on, "leave": told})


def young() -> Response:
    """The first page in the child's voice."""
    speak(Voice.CHILD, by_choice=True)
    return redirect("/", 303)  # type: ignore[return-value]


def grown_up() -> Response:
    """The first page in the adult's voice."""
    speak(Voice.ADULT, by_choice=True)
    return redirect("/", 303)  # type: ignore[return-value]


def begin(purpose: str) -> Response | str:
    """Begin a complaint, a thank-you, or an idea or question; what was begun before is not lost without asking."""
    if purpose not in (*PURPOSES, "child"):
        abort(404)
    if request.method == "GET" and open_draft():
        return page("citizen/begun.html", purpose=purpose, going_on=where_next(path()))
    return _from_the_start(purpose)


def _from_the_start(purpose: str) -> Response:
    session["purpose"] = "complaint" if purpose == "child" else purpose
    session.pop("begun", None)
    session.pop("offered", None)
    if purpose == "child":
        session["begun"] = {"complainant": "child"}
        speak(Voice.CHILD, by_choice=False)
    # What was begun before is let go of; the path is that of what begins now.
    g.draft = None
    g.pop("path", None)
    response = see(beginning())
    cookies.take_away(response, DRAFT)
    return response


def gone() -> Response:
    """What was told before is no longer here; what was written since is kept."""
    response = make_response(page("citizen/gone.html", days=KEPT_FOR.days, onward=where_next(path())))
    if was_lost():
        cookies.take_away(response, DRAFT)
    return response


def change_voice() -> Response:
    """Change the voice and come back to the same page."""
    chosen = Voice.CHILD if request.form.get("voice") == "child" else Voice.ADULT
    speak(chosen, by_choice=True)
    here = request.form.get("here", "")
    return see(here if OURS.fullmatch(here) else "/")


def change_language() -> Response:
    """Change the language and come back to the same page."""
    speak_language(request.form.get("language", ""), by_choice=True)
    here = request.form.get("here", "")
    return see(here if OURS.fullmatch(here) else "/")


def start_in(code: str) -> Response:
    """The first page in a language: an address that can be printed or sent."""
    if code not in {one.code for one in languages()}:
        abort(404)
    speak_language(code, by_choice=True)
    return redirect("/", 303)  # type: ignore[return-value]
