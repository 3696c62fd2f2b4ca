"""The public side, at /: the pages on which people tell us something and read our answer."""

from flask import Blueprint

from portal.citizen import ask, check, danger, returning, start


def blueprint() -> Blueprint:
    """Every public page; the address of each names what is on it."""
    pages = Blueprint("citizen", __name__)
    for room in (start, ask, danger, check, returning):
        room.routes(pages)
    return pages
