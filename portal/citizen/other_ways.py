"""Other ways to tell us than these pages: by telephone, by letter, in person, with an interpreter, signed, in Easy Read."""

from flask import Blueprint

from portal.citizen.visitor import open_draft, path, where_next
from portal.councils.helplines import CHILDLINE, FAMILY_RIGHTS_GROUP, HELP_AT_HAND, NSPCC, Helpline
from portal.web.desk import desk
from portal.web.language import voice
from portal.web.page import kept_page
from portal.words import Voice

LINES: dict[Voice, tuple[Helpline, ...]] = {
    Voice.CHILD: (CHILDLINE, HELP_AT_HAND),
    Voice.ADULT: (CHILDLINE, HELP_AT_HAND, FAMILY_RIGHTS_GROUP, NSPCC),
}
"""Who listens besides the council, whatever it is about."""


def routes(pages: Blueprint) -> None:
    """/other-ways"""
    pages.add_url_rule("/other-ways", view_func=other_ways)


def on_with() -> str | None:
    """Where somebody carries on who has begun to tell us something; None where nobody has."""
    return where_next(path()) if open_draft() else None


def other_ways() -> str:
    """Every way that the council has stated, and nothing that it has not."""
    going_on = on_with()
    return kept_page(
        ("other ways", going_on), "citizen/other_ways.html",
        lambda: {"profile": desk().profile, "lines": LINES[voice()], "going_on": going_on, "back": going_on or "/"},
    )
