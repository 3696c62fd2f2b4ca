"""The page of the link in a referral: the front door says, by its button, that it has it.

Whoever only opens the link changes nothing: programs that look through e-mail open every link there is.
"""

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from portal.actions import confirming
from portal.citizen.visitor import see
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.page import page

_NOT_FOUND = 404


def routes(pages: Blueprint) -> None:
    """/front-door/<token>"""
    pages.add_url_rule("/front-door/<token>", view_func=front_door, methods=["GET", "POST"])


def front_door(token: str) -> Response | str:
    """The reference, and a button; POST writes down that the front door knows."""
    try:
        if request.method == "POST":
            confirming.confirm(desk(), token, now())
            return see(f"/front-door/{token}")  # type: ignore[return-value]
        return page("citizen/front_door.html", referral=confirming.look(desk(), token), switchable=False)
    except confirming.NoSuchLink:
        abort(_NOT_FOUND)
