"""What we do with what people tell us, and whether everybody can use these pages: made from the profile and the questions."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, current_app

from portal.casework.outcomes import OutcomeCode
from portal.citizen.other_ways import on_with
from portal.councils.parts import Retention
from portal.law.triage import ROUTE_NAMES
from portal.limits import DRAFT_KEPT_FOR, EQUALITY_MONTHS, TRIES_REMEMBERED_FOR
from portal.questions.about_you import ABOUT_YOU
from portal.questions.told import About, personal, ticked
from portal.web import cookies
from portal.web.desk import desk
from portal.web.language import voice
from portal.web.page import kept_page
from portal.words import Voice, Wording, _

PREPARED = date(2026, 11, 26)
"""The day on which the accessibility statement was written, and on which what it says of tests was last looked at."""


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie of these pages, and what it is for."""

    name: str
    what_for: Wording


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of the council's schedule: the routes and outcomes it covers, in the council's words, and how long."""

    routes: tuple[Wording, ...]
    outcomes: tuple[str, ...]
    years: int
    months: int


HEADINGS: dict[About, tuple[Wording, Wording]] = {
    About.WHO: (
        Wording(_("Names"), child=_("Your name")),
        Wording(_("So that we know what to call you, and find the right records. You may leave them out."), child=_("So we know what to call you. You can leave it out.")),
    ),
    About.REACH: (
        Wording(_("How to reach you safely"), child=_("How to answer you safely")),
        Wording(_("So that we can answer you, and nobody learns of it who must not."), child=_("So we can answer you. And no one finds out who must not know.")),
    ),
    About.HAPPENED: (
        Wording(_("What happened, in your own words"), child=_("What you tell us")),
        Wording(_("So that we can look into it and answer every point. Letters, photos, drawings and recordings that you add belong to it."), child=_("So we can find out what went wrong. Your photos, drawings and recordings too.")),
    ),
    About.HELP: (
        Wording(_("What makes it easier for you"), child=_("What helps you")),
        Wording(_("So that you can take part. This may say something about your health; tell us only what you want us to know."), child=_("So it is easy for you. Tell us only what you want to.")),
    ),
    About.HELPERS: (
        Wording(_("If you help somebody else")),
        Wording(_("So that we know that you may speak for them.")),
    ),
    About.DANGER: (
        Wording(_("If someone is in danger now"), child=_("If you are in danger")),
        Wording(_("So that somebody can act at once. It is asked only on the page for danger."), child=_("So someone can help you fast.")),
    ),
}  # fmt: skip
"""What each heading of the notices is called, and why we ask."""

SESSION, DRAFT, CASE = "session", "draft", "case"
COOKIES: dict[str, Wording] = {
    SESSION: Wording(
        _("Remembers the language, whether you use the pages for children or for grown-ups, and what you came to do; and proves that a form was sent from your own screen."),
        child=_("Remembers which pages you like. And it keeps your answers safe from tricks."),
    ),
    DRAFT: Wording(
        _("Holds the key to what you have begun to tell us. Without it nobody can open that, not even we."),
        child=_("This is the key to what you write. Without it, no one can open it."),
    ),
    CASE: Wording(
        _("Holds the key to what you sent, after you came back with your reference and your words."),
        child=_("This is the key to what you sent. You get it with your words."),
    ),
}  # fmt: skip


def routes(pages: Blueprint) -> None:
    """/privacy, /accessibility"""
    pages.add_url_rule("/privacy", view_func=privacy)
    pages.add_url_rule("/accessibility", view_func=accessibility)


def privacy() -> str:
    """The notice in this visitor's voice: an adult's, or a child's."""
    return kept_page(("privacy", on_with()), "citizen/privacy.html", _privacy)


def _privacy() -> dict[str, object]:
    child, profile = voice() is Voice.CHILD, desk().profile
    return {
        "told": personal(child), "ticked": ticked(child), "about_you": ABOUT_YOU, "headings": HEADINGS, "cookies": cookies_used(),
        "kept": [_kept(line) for line in profile.retention], "draft_days": DRAFT_KEPT_FOR.days, "equality_months": EQUALITY_MONTHS,
        "tries_minutes": int(TRIES_REMEMBERED_FOR.total_seconds()) // 60, "profile": profile, "going_on": on_with(), "back": on_with() or "/",
    }  # fmt: skip


def cookies_used() -> list[Cookie]:
    """The cookies of the public pages, by the names that this house gives them."""
    names = {SESSION: current_app.config["SESSION_COOKIE_NAME"], DRAFT: cookies.name_of(DRAFT), CASE: cookies.name_of(CASE)}
    return [Cookie(names[key], what_for) for key, what_for in COOKIES.items()]


def _kept(line: Retention) -> Kept:
    own = [desk().profile.outcome_label(code) or OutcomeCode(code).value.replace("_", " ") for code in line.outcomes]
    return Kept(tuple(ROUTE_NAMES[route] for route in line.routes), tuple(own), line.years, line.months)


def accessibility() -> str:
    """The statement that the law asks of public bodies, and how to tell us that a page does not work for somebody."""
    return kept_page(
        ("accessibility", on_with()), "citizen/accessibility.html",
        lambda: {"profile": desk().profile, "prepared": PREPARED, "going_on": on_with(), "back": on_with() or "/"},
    )
