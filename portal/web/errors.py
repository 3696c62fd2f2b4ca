"""When something is wrong: a page that says what to do, and that brings back what was typed."""

import logging

from flask import Flask, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from portal.web.forms import clean
from portal.web.page import page

log = logging.getLogger("portal")

MOST_FORM_BYTES = 4 * 1024 * 1024


def init(app: Flask, unavailable: type[Exception], too_busy: type[Exception]) -> None:
    """Answer every error with a page of ours. The two kinds are raised when the database is down, and when
    too many people send or come back at once.
    """
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MOST_FORM_BYTES
    app.register_error_handler(CSRFError, stale)
    app.register_error_handler(unavailable, database_down)
    app.register_error_handler(too_busy, busy)
    app.register_error_handler(RequestEntityTooLarge, too_large)
    app.register_error_handler(HTTPException, other)
    app.register_error_handler(Exception, broken)


def typed_again() -> list[tuple[str, str]]:
    """What the form held, to be shown and sent again; no password and no stale token."""
    return [
        (name, clean(value)) for name, value in request.form.items(multi=True)
        if not name.endswith(("csrf_token", "password")) and name == clean(name)
    ]


def _again(reason: str) -> str:
    typed = typed_again() if request.method == "POST" else None
    return page("web/again.html", reason=reason, typed=typed, action=request.full_path.rstrip("?"))


def stale(error: CSRFError) -> tuple[str, int]:
    """The page had been open too long, or cookies are off: the words come back with a fresh token."""
    return _again("stale"), 400


def database_down(error: Exception) -> tuple[str, int]:
    """The database does not answer: say so, and give back what was typed."""
    log.error("the database does not answer: %s", type(error).__name__)
    return _again("down"), 503


def busy(error: Exception) -> tuple[str, int]:
    """Too many at once: the words come back, and a moment later there is room."""
    return _again("busy"), 503


def too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
    """More than any of our forms can hold."""
    return page("web/problem.html", reason="too_large"), 413


def other(error: HTTPException) -> tuple[str, int] | HTTPException:
    """An address that leads nowhere, or a method that a page does not know."""
    code = error.code or 500
    if code < 400:
        return error
    reason = {404: "not_found", 403: "forbidden"}.get(code, "not_understood" if code < 500 else "broken")
    return page("web/problem.html", reason=reason), code


def broken(error: Exception) -> tuple[str, int]:
    """A fault of ours: the kind and place of it are logged, never what a person wrote."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    log.error("fault %s at %s in %s %s", type(error).__name__, where, request.method, request.url_rule)
    return page("web/problem.html", reason="broken"), 500
