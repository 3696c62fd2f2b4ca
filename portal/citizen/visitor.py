"""The visitor: the draft that their cookie opens, and the path on which they are."""

from typing import Any

from flask import Response, g, redirect, session
from werkzeug.wrappers import Response as BaseResponse

from portal.actions import drafts
from portal.actions.drafts import Draft
from portal.questions.journey import Journey, Step, journey
from portal.seal.boxes import Unreadable
from portal.web import cookies
from portal.web.desk import desk

DRAFT = "draft"


def draft_key() -> bytes | None:
    """The key in the visitor's cookie."""
    return cookies.key_of(cookies.parts_of(DRAFT)[0])


def current_draft() -> Draft | None:
    """The visitor's draft; None where they have begun none, or it is gone."""
    if "draft" not in g:
        key = draft_key()
        try:
            g.draft = drafts.look(desk(), key) if key else None
        except Unreadable:
            g.draft = None
    return g.draft  # type: ignore[no-any-return]


def open_draft() -> Draft | None:
    """The visitor's draft, where it has not been sent."""
    draft = current_draft()
    return None if draft is None or draft.sent else draft


def answers() -> dict[str, Any]:
    """What the visitor has answered; before the first answer, what they came to do."""
    draft = open_draft()
    return draft.answers if draft else {"purpose": session.get("purpose", "complaint")} | dict(session.get("begun", {}))


def path() -> Journey:
    """The visitor's path."""
    if "path" not in g:
        g.path = journey(answers())
    return g.path  # type: ignore[no-any-return]


def remember(response: BaseResponse, draft: Draft) -> BaseResponse:
    """Give the visitor the cookie of their draft, where it is new."""
    if draft.key != draft_key():
        cookies.put(response, DRAFT, cookies.text_of(draft.key))  # type: ignore[arg-type]
        session.pop("purpose", None)
        session.pop("begun", None)
    return response


def address_of(step: Step) -> str:
    """Where a step's page is."""
    return f"/ask/{step.key}"


def where_next(walked: Journey, after: str = "") -> str:
    """The first question without an answer; then what we make of the answers; then checking them."""
    if walked.missing:
        return address_of(walked.missing)
    if after == "check" or walked.given.one("purpose") != "complaint":
        return "/check"
    return "/result"


def see(address: str) -> Response:
    """Send the visitor on, with a GET."""
    return redirect(address, 303)  # type: ignore[return-value]
