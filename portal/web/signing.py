"""Signatures under session cookies and form tokens, as Flask and Flask-WTF make them, with keys worked out once.

Left to themselves they work out the same keys again on every page, which costs as much
as the rest of the page.
"""

import hashlib
import hmac
import os
from typing import Any

from flask import Flask, current_app, g, session
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import HMACAlgorithm, TimestampSigner, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode

FORM_TOKEN = "csrf_token"


class ReadyHashes(HMACAlgorithm):
    """The same signatures, each from a copy of a hash that has taken in its key."""

    def __init__(self, digest_method: Any) -> None:
        super().__init__(digest_method)
        self._begun: dict[bytes, hmac.HMAC] = {}

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        if key not in self._begun:
            self._begun[key] = hmac.new(key, digestmod=self.digest_method)
        whole = self._begun[key].copy()
        whole.update(value)
        return whole.digest()


class ReadySigner(TimestampSigner):
    """A signer that keeps the keys it has worked out."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.algorithm = ReadyHashes(self.digest_method)
        self._keys: dict[str | bytes | None, bytes] = {}

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        if secret_key not in self._keys:
            self._keys[secret_key] = super().derive_key(secret_key)
        return self._keys[secret_key]


class ReadySerializer(URLSafeTimedSerializer):
    """Signs and reads with the same signer every time."""

    default_signer = ReadySigner
    _ready: ReadySigner | None = None

    def make_signer(self, salt: str | bytes | None = None) -> TimestampSigner:
        if self._ready is None:
            self._ready = super().make_signer()
        return self._ready

    def dump_payload(self, obj: object) -> bytes:
        """As usual, but without trying first whether so few letters could be squeezed."""
        return base64_encode(self.serializer.dumps(obj))


class Sessions(SecureCookieSessionInterface):
    """Flask's own session cookie."""

    _serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._serializer is None and (usual := super().get_signing_serializer(app)):
            self._serializer = ReadySerializer(
                usual.secret_keys, salt=usual.salt, serializer=self.serializer, signer_kwargs=usual.signer_kwargs
            )
        return self._serializer


def init(app: Flask) -> None:
    """Sign the sessions and form tokens of `app`; it has its secret key."""
    app.session_interface = Sessions()
    app.extensions["form_tokens"] = ReadySerializer(app.secret_key, salt="wtf-csrf-token")


def form_token() -> str:
    """The token of this visitor's forms: what Flask-WTF's `generate_csrf` would give."""
    if (known := g.get(FORM_TOKEN)) is None:
        if FORM_TOKEN not in session:
            session[FORM_TOKEN] = hashlib.sha1(os.urandom(64)).hexdigest()
        known = current_app.extensions["form_tokens"].dumps(session[FORM_TOKEN])
        setattr(g, FORM_TOKEN, known)
    return str(known)
