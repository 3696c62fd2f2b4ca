"""How long a browser may go on with what its cookies open: each key carries, signed, when it was last used and on whose device.

The end is kept here and not in the browser: a key whose time is over opens nothing, whatever a
page that was left open still shows. The key alone, without its signed time, opens nothing either.
"""

import hashlib
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
    key = _key(cookie)
    return key if key and not _is_over(cookie, key) else None


def over_key(cookie: str) -> bytes | None:
    """The key whose time is over."""
    key = _key(cookie)
    return key if key and _is_over(cookie, key) else None


def seconds_left_idle() -> str:
    """After how many seconds without a page it ends, where the script is to warn of it; otherwise nothing."""
    counted = any(key_in(cookie) and not _stamp(cookie).get("own") for cookie in COOKIES)
    return str(int(limits.SHARED_IDLE.total_seconds())) if counted else ""


def settle(response: Response) -> Response:
    """With every answer: what was used lasts on from now, what is over is taken away."""
    for cookie in COOKIES:
        key = _key(cookie)
        if key is None or _is_set(response, cookie):
            continue
        if _is_over(cookie, key):
            cookies.take_away(response, cookie)
        elif not g.get("unnoted") and _age(cookie) >= limits.USE_NOTED_EACH:
            give(response, cookie, key)
    return response


def unnoted() -> None:
    """This request is no use: an answer that comes after *Leave* must not bring back what that has taken away."""
    g.unnoted = True


def renew(response: Response) -> None:
    """The device's answer has changed: the keys last as long as it says from now on."""
    for cookie in COOKIES:
        if key := key_in(cookie):
            give(response, cookie, key)


def _key(cookie: str) -> bytes | None:
    return cookies.key_of(cookies.parts_of(cookie)[0])


def _is_over(cookie: str, key: bytes) -> bool:
    told = _stamp(cookie)
    if told.get("of") != _mark(key):
        return True
    return _age(cookie) > (limits.OWN_IDLE if told.get("own") else limits.SHARED_IDLE)


def _age(cookie: str) -> timedelta:
    return now() - datetime.fromtimestamp(int(_stamp(cookie).get("at", 0)), UTC)


def _stamp(cookie: str) -> dict[str, Any]:
    """What is signed beside the key; read once for each request, which asks for it many times."""
    read: dict[str, dict[str, Any]] = request.environ.setdefault("portal.lasting", {})
    if cookie not in read:
        read[cookie] = _read(".".join(cookies.parts_of(cookie)[1:]))
    return read[cookie]


def _read(signed: str) -> dict[str, Any]:
    whole_life = limits.OWN_IDLE.total_seconds() * 1_000
    told = current_app.extensions["lasting"].quickly(signed.encode(), whole_life) if signed.isascii() and signed else None
    return told if isinstance(told, dict) else {}


def _mark(key: bytes) -> str:
    return hashlib.sha256(b"lasting" + key).hexdigest()[:16]


def _is_set(response: Response, cookie: str) -> bool:
    return any(header.startswith(f"{cookies.name_of(cookie)}=") for header in response.headers.getlist("Set-Cookie"))
