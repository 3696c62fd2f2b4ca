"""Signatures under session cookies and form tokens, as Flask and Flask-WTF make them, but by SHA-256 and made quickly.

The libraries sign by SHA-1, which nobody should begin with any more. They work out their
keys again for every signature, and look at each one more often than is needed where
nothing is wrong with it: that is a third of what a kept page costs. Where something is
wrong with a session, the libraries say what.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

FORM_TOKEN = "csrf_token"
HOW = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
"""How everything here is signed."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SEP = b"."
A_MINUTE = 60


class QuickSigner(TimestampSigner):
    """The same signatures, each from a copy of a hash that has taken in its key."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._begun = hmac.new(self.derive_key(), digestmod=self.digest_method)

    def sign(self, value: str | bytes) -> bytes:
        stamp = int(time.time()).to_bytes(4, "big")
        whole = (value.encode() if isinstance(value, str) else value) + SEP + _text(stamp)
        return whole + SEP + self._signature(whole)

    def right(self, signed: bytes, max_age: float) -> bytes | None:
        """What was signed, where the signature is right and its age too; otherwise `unsign` says what is wrong."""
        found = self._checked(signed)
        if found is None:
            return None
        value, stamp = found
        return value if 0 <= int(time.time()) - stamp <= max_age else None

    @lru_cache(maxsize=4_096)  # noqa: B019 (there are a few signers, and all live as long as the application)
    def _checked(self, signed: bytes) -> tuple[bytes, int] | None:
        """What was signed and when; None where the signature is wrong. A visitor brings the same one with every page."""
        whole, _, signature = signed.rpartition(SEP)
        if not hmac.compare_digest(signature, self._signature(whole)):
            return None
        value, _, stamp = whole.rpartition(SEP)
        return value, int.from_bytes(_bytes(stamp), "big")

    def _signature(self, value: bytes) -> bytes:
        whole = self._begun.copy()
        whole.update(value)
        return _text(whole.digest())


class PlainJson:
    """What sessions hold here: words, yes and no, and mappings of them."""

    dumps = staticmethod(json.JSONEncoder(separators=(",", ":")).encode)
    loads = staticmethod(json.loads)


class QuickSerializer(URLSafeTimedSerializer):
    """Signs and reads with the same signer every time, and squeezes nothing: it is too short to gain from it."""

    default_signer = QuickSigner

    def __init__(self, secret: str | bytes, salt: str, **options: Any) -> None:
        super().__init__(secret, salt=salt, serializer=PlainJson, signer_kwargs=HOW, **options)
        self._signer = QuickSigner(secret, salt=salt, **self.signer_kwargs)

    def dumps(self, obj: Any, salt: str | bytes | None = None) -> str:
        return self._signer.sign(_text(PlainJson.dumps(obj).encode())).decode("ascii")

    def loads(  # type: ignore[override]
        self, s: str | bytes, max_age: float | None = None, *given: Any, **named: Any
    ) -> Any:
        found = None if max_age is None else self.quickly(s.encode() if isinstance(s, str) else s, max_age)
        return super().loads(s, max_age, *given, **named) if found is None else found  # type: ignore[arg-type]

    def quickly(self, signed: bytes, max_age: float) -> Any:
        """What was signed; None where anything at all is wrong with it."""
        payload = self._signer.right(signed, max_age)
        return None if payload is None or payload.startswith(SEP) else PlainJson.loads(_bytes(payload))


class Sessions(SecureCookieSessionInterface):
    """Flask's own session cookie, for this browser session only; always for the whole site."""

    def __init__(self, secret: str | bytes) -> None:
        self._serializer = QuickSerializer(secret, self.salt)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        sent = request.cookies.get(self.get_cookie_name(app))
        held = self._serializer.quickly(sent.encode(), app.permanent_session_lifetime.total_seconds()) if sent else None
        return super().open_session(app, request) if held is None else self.session_class(held)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.modified and not session:
            return super().save_session(app, session, response)
        if session.accessed:
            response.headers.add("Vary", "Cookie")
        if session.modified:
            response.set_cookie(
                self.get_cookie_name(app), self._serializer.dumps(session), httponly=self.get_cookie_httponly(app),
                secure=self.get_cookie_secure(app), samesite=self.get_cookie_samesite(app),
            )
        return None


class FormGuard(CSRFProtect):
    """Flask-WTF's guard against forged posts, with tokens of ours: nothing is let in but the visitor's own."""

    def protect(self, apply_exemptions: bool = False) -> None:
        # What no page answers is refused as that: there is nothing to guard.
        if request.method in SAFE or not request.endpoint:
            return
        if not _is_own(request.form.get(FORM_TOKEN, "")):
            self._error_response("The form's token is missing, old or somebody else's.")
        g.csrf_valid = True


def init(app: Flask) -> None:
    """Sign the sessions and form tokens of `app`, which has its secret key, and let no forged post in."""
    FormGuard(app)
    secret = app.secret_key or b""
    app.session_interface = Sessions(secret)
    app.extensions["form_tokens"] = QuickSerializer(secret, "form token")


def form_token() -> str:
    """The token of this visitor's forms."""
    if (known := g.get(FORM_TOKEN)) is None:
        if FORM_TOKEN not in session:
            session[FORM_TOKEN] = secrets.token_hex(20)
        known = _token_of(current_app.extensions["form_tokens"], session[FORM_TOKEN], int(time.time()) // A_MINUTE)
        setattr(g, FORM_TOKEN, known)
    return str(known)


@lru_cache(maxsize=4_096)
def _token_of(serializer: QuickSerializer, secret: str, minute: int) -> str:
    """One token serves a visitor for a minute: every page of theirs has one, and signing takes longer than looking."""
    return serializer.dumps(secret)


def _is_own(token: str) -> bool:
    serializer: QuickSerializer = current_app.extensions["form_tokens"]
    signed = serializer.quickly(token.encode(), current_app.config["WTF_CSRF_TIME_LIMIT"])
    return isinstance(signed, str) and hmac.compare_digest(signed, session.get(FORM_TOKEN, ""))


def _text(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    return base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
