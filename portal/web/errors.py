"""When something is wrong: a page that says what to do, and that brings back what was typed."""

from typing import Any

import structlog
from flask import Flask, has_request_context, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from portal.limits import MOST_FORM_BYTES
from portal.web.forms import clean
from portal.web.logs import frames_of, kinds_of
from portal.web.page import page
from portal.web.uploads import is_chosen
from portal.web.watching import METHODS, request_number

FILES_CHOSEN = "_chosen"
"""Sent along where files had been chosen that could not wait in a page: they have to be chosen again."""

log = structlog.stdlib.get_logger("portal")


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
    # Flask asks this where even an error's page fails; its own would write down the address and the error's text.
    app.log_exception = _fault_of  # type: ignore[method-assign,assignment]


def typed_again() -> list[tuple[str, str]]:
    """What the form held, to be shown and sent again; no password and no stale token, and of files that there were some."""
    chosen = FILES_CHOSEN not in request.form and any(map(is_chosen, request.files.values()))
    return [(FILES_CHOSEN, "yes")] * chosen + [
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
    log.error("the database does not answer", request=request_number(), kinds=kinds_of(error))
    return _again("down"), 503


def busy(error: Exception) -> tuple[str, int]:
    """Too many at once: the words come back, and a moment later there is room."""
    return _again("busy"), 503


def too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
    """More than any of our forms can hold."""
    return page("web/problem.html", reason="too_large"), 413


def other(error: HTTPException) -> tuple[str, int, dict[str, str]] | HTTPException:
    """An address that leads nowhere, or a method that a page does not know."""
    code = error.code or 500
    if code < 400:
        return error
    reason = {404: "not_found", 403: "forbidden"}.get(code, "not_understood" if code < 500 else "broken")
    # A method that a page does not know is answered with those that it does.
    allowed = {"Allow": ", ".join(sorted(error.valid_methods or ()))} if isinstance(error, MethodNotAllowed) else {}
    return page("web/problem.html", reason=reason), code, allowed


def broken(error: Exception) -> tuple[str, int]:
    """A fault of ours: the kind and place of it are logged, never what a person wrote."""
    _note_fault(error)
    return page("web/problem.html", reason="broken"), 500


def _fault_of(exc_info: Any) -> None:
    _note_fault(exc_info[1])


def _note_fault(error: BaseException) -> None:
    asked = has_request_context()
    log.error(
        "fault", request=request_number(), kinds=kinds_of(error), frames=frames_of(error),
        method=METHODS.get(request.method, "OTHER") if asked else None, route=str(request.url_rule) if asked else None,
    )  # fmt: skip
