"""The cookies that hold keys: the draft's and the opened case's. Gone when the browser is closed."""

import base64
import binascii
from collections.abc import Sequence

from flask import Response, current_app, request

KEY_BYTES = 32


def name_of(cookie: str) -> str:
    """The cookie's name, with the prefix that ties it to this host where cookies are Secure."""
    return f"__Host-{cookie}" if current_app.config["SECURE_COOKIES"] else cookie


def put(response: Response, cookie: str, *parts: str) -> None:
    """Set a cookie of `parts`, for this browser session only."""
    response.set_cookie(
        name_of(cookie), ".".join(parts), path="/", httponly=True, samesite="Lax",
        secure=current_app.config["SECURE_COOKIES"],
    )


def take_away(response: Response, cookie: str) -> None:
    """Forget a cookie."""
    response.delete_cookie(
        name_of(cookie), path="/", httponly=True, samesite="Lax", secure=current_app.config["SECURE_COOKIES"]
    )


def parts_of(cookie: str) -> Sequence[str]:
    """The parts of a cookie; none where it is not there."""
    return (request.cookies.get(name_of(cookie)) or "").split(".")


def beginning_with(cookie: str) -> list[str]:
    """The names of this browser's cookies that begin so, without the prefix that ties them to this host."""
    before = len(name_of(""))
    return [name[before:] for name in request.cookies if name.startswith(name_of(cookie))]


def key_of(text: str) -> bytes | None:
    """A key from its text in a cookie; None where it is no key."""
    try:
        key = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def text_of(key: bytes) -> str:
    """A key as a cookie carries it."""
    return base64.urlsafe_b64encode(key).decode("ascii")
