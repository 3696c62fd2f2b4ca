"""The first pages: what would you like to do, in which voice, and is the portal well."""

import re

from flask import Blueprint, abort, redirect, request, session
from werkzeug.wrappers import Response

from portal.citizen.visitor import DRAFT, current_draft, open_draft, path, see, where_next
from portal.questions.declared import PURPOSES
from portal.web import cookies
from portal.web.desk import desk
from portal.web.language import speak
from portal.web.page import kept_page, page
from portal.words import Voice

OURS = re.compile(r"/(?!/)[\w/?=&-]*", re.ASCII)
"""An address of this portal: nothing that a browser could read as another host's."""


def routes(pages: Blueprint) -> None:
    """/, /start/<purpose>, /young, /voice, /healthz"""
    pages.add_url_rule("/", view_func=start)
    pages.add_url_rule("/young", view_func=young)
    pages.add_url_rule("/start/<purpose>", view_func=begin, methods=["GET", "POST"])
    pages.add_url_rule("/voice", view_func=change_voice, methods=["POST"])
    pages.add_url_rule("/healthz", view_func=health)


def start() -> str:
    """What would you like to do?"""
    draft = open_draft()
    going_on = where_next(path()) if draft else None
    return kept_page(("start", going_on), "citizen/start.html", lambda: {"going_on": going_on})


def young() -> Response:
    """The first page in the child's voice."""
    speak(Voice.CHILD, by_choice=True)
    return redirect("/", 303)  # type: ignore[return-value]


def begin(purpose: str) -> Response | str:
    """Begin a complaint, a thank-you, or an idea or question; what was begun before is not lost without asking."""
    if purpose not in (*PURPOSES, "child"):
        abort(404)
    if request.method == "GET" and open_draft() and not current_draft().early:  # type: ignore[union-attr]
        return page("citizen/begun.html", purpose=purpose, going_on=where_next(path()))
    return _from_the_start(purpose)


def _from_the_start(purpose: str) -> Response:
    session["purpose"] = "complaint" if purpose == "child" else purpose
    session.pop("begun", None)
    if purpose == "child":
        session["begun"] = {"complainant": "child"}
        speak(Voice.CHILD, by_choice=False)
    response = see("/ask/name" if purpose == "child" else "/ask/complainant")
    cookies.take_away(response, DRAFT)
    return response


def change_voice() -> Response:
    """Change the voice and come back to the same page."""
    chosen = Voice.CHILD if request.form.get("voice") == "child" else Voice.ADULT
    speak(chosen, by_choice=True)
    here = request.form.get("here", "")
    return see(here if OURS.fullmatch(here) else "/")


def health() -> tuple[dict[str, str], int]:
    """200 when the database answers, else 503: for whoever watches the servers."""
    well = desk().database.answers()
    return ({"database": "answers"}, 200) if well else ({"database": "does not answer"}, 503)
