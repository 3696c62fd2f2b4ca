"""The public side, at /: the pages on which people tell us something and read our answer."""

from flask import Blueprint

from portal.actions.drafts import AlreadySent
from portal.citizen import (
    about_you,
    ask,
    check,
    danger,
    figures,
    files,
    front_door,
    half_typed,
    leaving,
    notices,
    other_ways,
    paper,
    result,
    returning,
    start,
    writing,
)
from portal.web.errors import typed_again
from portal.web.page import page


def blueprint() -> Blueprint:
    """Every public page; the address of each names what is on it."""
    pages = Blueprint("citizen", __name__)
    for room in (
        start, leaving, ask, half_typed, files, danger, result, check, returning, front_door, other_ways, paper, notices, about_you,
        writing, figures,
    ):  # fmt: skip
        room.routes(pages)
    pages.register_error_handler(AlreadySent, already_sent)
    return pages


def already_sent(sent: AlreadySent) -> tuple[str, int]:
    """Something was written into what has been sent already: say so, and give the words back."""
    return page("citizen/already.html", receipt=sent.receipt, typed=typed_again()), 409
