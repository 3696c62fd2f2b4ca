"""Which drafts of what is being taken in this browser holds, and that they are the officer's own.

There is one cookie for each, so that two tabs never mix two people; its name and the addresses carry a public mark of the
draft, its key stands in the cookie and in the page's form, and never in an address.
"""

import re
from typing import Any

from flask import make_response, redirect, url_for
from werkzeug.wrappers import Response

from portal.actions import taking_in
from portal.actions.drafts import Draft
from portal.actions.taking_in import NotTheirs
from portal.seal import boxes
from portal.staff import session
from portal.staff.session import signed_in
from portal.web import cookies
from portal.web.desk import desk

MOST_HELD = 5
_MARK_LENGTH, _SEE_OTHER = 8, 303
_NAME = re.compile(f"{session.TAKE_IN}_([A-Za-z0-9_-]{{{_MARK_LENGTH}}})")


def mark_of(key: bytes) -> str:
    """What names the draft of this key in an address: it opens nothing."""
    return boxes.draft_id(key)[:_MARK_LENGTH]


def all_held() -> list[Draft]:
    """This officer's drafts in this browser, open or sent, the one kept last first."""
    turns = _turns()
    found = (held(mark) for mark in sorted(turns, key=lambda mark: -turns[mark]))
    return [draft for draft in found if draft]


def held(mark: str) -> Draft | None:
    """The draft of this mark in this browser, where it is this officer's own."""
    key = cookies.key_of(cookies.parts_of(_cookie(mark))[0])
    try:
        return taking_in.own(desk(), key, signed_in().id) if key else None
    except NotTheirs:
        return None


def remembered(response: Response, key: bytes) -> Response:
    """This browser can show the draft again until it is closed; a cookie holds the key, and nothing of what was said.

    Of more than `MOST_HELD` the one that was kept longest ago goes.
    """
    made, mark = make_response(response), mark_of(key)
    others = {other: turn for other, turn in _turns().items() if other != mark}
    for oldest in sorted(others, key=others.__getitem__)[: max(len(others) + 1 - MOST_HELD, 0)]:
        cookies.take_away(made, _cookie(oldest))
    cookies.put(made, _cookie(mark), cookies.text_of(key), str(max(others.values(), default=0) + 1))
    return made


def forgotten(response: Response, mark: str) -> Response:
    """This browser lets go of the draft of this mark."""
    made = make_response(response)
    if _NAME.fullmatch(_cookie(mark)):
        cookies.take_away(made, _cookie(mark))
    return made


def to(part: str, key: bytes, **more: Any) -> Response:
    """On to a part of the draft of this key."""
    return redirect(url_for("staff.take_in", part=part, of=mark_of(key), **more), _SEE_OTHER)


def _turns() -> dict[str, int]:
    """The marks of the drafts in this browser, each with when it was kept, counted from 1."""
    marks = (found[1] for name in cookies.beginning_with(session.TAKE_IN) if (found := _NAME.fullmatch(name)))
    return {mark: _number(cookies.parts_of(_cookie(mark))[-1]) for mark in marks}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _cookie(mark: str) -> str:
    return f"{session.TAKE_IN}_{mark}"
