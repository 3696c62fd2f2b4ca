"""How long a browser may go on with what its cookies open: each key carries, signed, when it was last used and on whose device.

The end is kept here and not in the browser: a key whose time is over opens nothing, whatever a
page that was left open still shows. The key alone, without its signed time, opens nothing either.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response, current_app, g, request, session

from portal import limits
from portal.web import cookies
from portal.web.clock import now
from portal.web.signing import QuickSerializer

COOKIES = ("draft", "case")
OWN = "own"
"""In the session: whether the visitor said that nobody else uses this device. Whoever did not say so may share it."""
SEEN = "portal.lasting"


def init(app: Flask) -> None:
    """Let `app` sign the times."""
    app.extensions["lasting"] = QuickSerializer(app.secret_key or b"", "how long a key lasts")


def held(app: Flask, key: bytes, when: datetime, *, own: bool = False) -> str:
    """What a cookie holds of a key that was last used at `when`."""
    told = {"at": int(when.timestamp()), "own": own, "of": _mark(key)}
    return f"{cookies.text_of(key)}.{app.extensions['lasting'].dumps(told)}"


def give(response: Response, cookie: str, key: bytes) -> None:
    """Let the visitor's browser hold a key, from now on."""
    cookies.put(response, cookie, held(current_app, key, now(), own=bool(session.get(OWN))))  # type: ignore[arg-type]


def key_in(cookie: str) -> bytes | None:
    """The key that the visitor holds, while its time lasts."""
    seen = _seen(cookie)
    return seen.key if seen and not seen.over else None


def over_key(cookie: str) -> bytes | None:
    """The key whose time is over."""
    seen = _seen(cookie)
    return seen.key if seen and seen.over else None


def seconds_left_idle() -> str:
    """After how many seconds without a page it ends, where the script is to warn of it; otherwise nothing."""
    held_here = [seen for cookie in COOKIES if (seen := _seen(cookie))]
    counted = any(not seen.over and not seen.own for seen in held_here)
    return str(int(limits.SHARED_IDLE.total_seconds())) if counted else ""


def settle(response: Response) -> Response:
    """With every answer: what was used lasts on from now, what is over is taken away."""
    for cookie in COOKIES:
        seen = _seen(cookie)
        if seen is None or _is_set(response, cookie):
            continue
        if seen.over:
            cookies.take_away(response, cookie)
        elif not g.get("unnoted") and seen.idle >= limits.USE_NOTED_EACH:
            give(response, cookie, seen.key)
    return response


def unnoted() -> None:
    """This request is no use: an answer that comes after *Leave* must not bring back what that has taken away."""
    g.unnoted = True


def renew(response: Response) -> None:
    """The device's answer has changed: the keys last as long as it says from now on."""
    for cookie in COOKIES:
        if key := key_in(cookie):
            give(response, cookie, key)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a cookie of this request says of its key: on whose device, for how long it was not used, and whether it is over."""

    key: bytes
    own: bool
    idle: timedelta
    over: bool


def _seen(cookie: str) -> _Seen | None:
    """Read once for each request, which asks many times; None where the cookie holds no key."""
    known: dict[str, _Seen | None] = request.environ.setdefault(SEEN, {})
    if cookie not in known:
        known[cookie] = _read(*cookies.parts_of(cookie))
    return known[cookie]


def _read(key_text: str, *signed: str) -> _Seen | None:
    key = cookies.key_of(key_text)
    if key is None:
        return None
    told = _told(".".join(signed))
    own, idle = bool(told.get("own")), now() - datetime.fromtimestamp(int(told.get("at", 0)), UTC)
    over = told.get("of") != _mark(key) or idle > (limits.OWN_IDLE if own else limits.SHARED_IDLE)
    return _Seen(key, own, idle, over)


def _told(signed: str) -> dict[str, Any]:
    whole_life = limits.OWN_IDLE.total_seconds() * 1_000
    told = current_app.extensions["lasting"].quickly(signed.encode(), whole_life) if signed.isascii() and signed else None
    return told if isinstance(told, dict) else {}


def _mark(key: bytes) -> str:
    return hashlib.sha256(b"lasting" + key).hexdigest()[:16]


def _is_set(response: Response, cookie: str) -> bool:
    return any(header.startswith(f"{cookies.name_of(cookie)}=") for header in response.headers.getlist("Set-Cookie"))
