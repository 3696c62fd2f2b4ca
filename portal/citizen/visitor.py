"""The visitor: the draft that their cookie opens, and the path on which they are."""

from typing import Any

from flask import Response, g, request, session
from werkzeug.wrappers import Response as BaseResponse

from portal.actions import drafts
from portal.actions.drafts import Draft
from portal.questions.journey import Journey, Step, journey
from portal.seal.boxes import Unreadable
from portal.web import lasting
from portal.web.desk import desk
from portal.web.language import speak, speak_language
from portal.words import Voice

DRAFT = "draft"
UNKNOWN = object()


def draft_key() -> bytes | None:
    """The key in the visitor's cookie, while its time lasts, and while what came too late is still taken in."""
    return lasting.over_key(DRAFT) if g.get("over") else lasting.key_in(DRAFT)


def current_draft() -> Draft | None:
    """The visitor's draft; None where they have begun none, or it is gone."""
    known = g.get("draft", UNKNOWN)
    if known is UNKNOWN:
        key = draft_key()
        try:
            known = drafts.look(desk(), key) if key else None
        except Unreadable:
            known = None
        g.draft = known
    return known  # type: ignore[no-any-return]


def open_draft() -> Draft | None:
    """The visitor's draft, where it has not been sent."""
    draft = current_draft()
    return None if draft is None or draft.sent else draft


def answers() -> dict[str, Any]:
    """What the visitor has answered; without a draft (any more), what they came to do."""
    draft = open_draft()
    return draft.answers if draft else {"purpose": session.get("purpose", "complaint")} | dict(session.get("begun", {}))


def path() -> Journey:
    """The visitor's path."""
    if (known := g.get("path")) is None:
        known = g.path = journey(answers())
    return known  # type: ignore[no-any-return]


def remember(response: BaseResponse, draft: Draft) -> BaseResponse:
    """Give the visitor the cookie of their draft, where it is new."""
    if draft.key != draft_key():
        lasting.give(response, DRAFT, draft.key)  # type: ignore[arg-type]
    return response


def was_lost() -> bool:
    """Whether the browser holds the key of a draft that is no longer there."""
    return draft_key() is not None and current_draft() is None


def forget_beginning() -> None:
    """Forget what the visitor came to do: it was sent, or they closed it."""
    session.pop("purpose", None)
    session.pop("begun", None)
    session.pop("offered", None)


def address_of(step: Step) -> str:
    """Where the page is on which a step stands."""
    return f"/ask/{step.page or step.key}"


def where_next(walked: Journey, after: str = "") -> str:
    """The first question without an answer; then what we make of the answers; then checking them."""
    if walked.missing:
        return address_of(walked.missing)
    if after == "check" or walked.so_far.one("purpose") != "complaint":
        return "/check"
    return "/result"


def go_on() -> Response:
    """Send the visitor to where their path goes on; where what they told us is gone, to the page that says so."""
    return see("/gone" if was_lost() else where_next(path()))


def change_voice_in_place() -> bool:
    """Whether the button pressed was for the other voice or another language: then the page is shown in it, with what was typed."""
    wanted, spoken = request.form.get("_voice"), request.form.get("_language")
    if wanted:
        speak(Voice.CHILD if wanted == Voice.CHILD.value else Voice.ADULT, by_choice=True)
    if spoken:
        speak_language(spoken, by_choice=True)
    return bool(wanted or spoken)


def see(address: str) -> Response:
    """Send the visitor on, with a GET."""
    return Response(status=303, headers={"Location": address})
