"""Who is signed in: the cookie that holds a session's token, and the officer it stands for."""

from flask import g, make_response
from werkzeug.wrappers import Response

from portal.actions.staff import Officer, who_is, who_was
from portal.web import cookies
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.headers import forget_ours

_COOKIE = "staff"
TAKE_IN = "take_in"
"""How the cookies of what an officer is taking in begin: they go when the officer signs out."""


def token() -> str:
    """The token that came with this request; empty where none did."""
    return cookies.parts_of(_COOKIE)[0]


def officer() -> Officer | None:
    """Who is signed in, looked up once a request."""
    if "officer" not in g:
        g.officer = who_is(desk(), token(), now()) if token() else None
    return g.officer  # type: ignore[no-any-return]


def ran_out() -> int | None:
    """Who was signed in until the session of this request ran out; None where they signed out, or nobody was."""
    return who_was(desk(), token()) if token() else None


def signed_in() -> Officer:
    """Who is signed in, on a page behind the gate."""
    found = officer()
    if found is None:
        raise RuntimeError("this page stands outside the gate")
    return found


def keep(answer: Response, new: str) -> Response:
    """Give the browser its token; it goes when the browser is closed, and at the latest when the session ends."""
    response = make_response(answer)
    cookies.put(response, _COOKIE, new)
    return response


def forget(answer: Response) -> Response:
    """Take the token back from the browser, and have it forget the pages that it was shown."""
    response = make_response(answer)
    cookies.take_away(response, _COOKIE)
    for taken_in in cookies.beginning_with(TAKE_IN):
        cookies.take_away(response, taken_in)
    return forget_ours(response)
