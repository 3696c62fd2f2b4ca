"""Boxes: bytes closed under a key of 32 bytes, so that they open only with that key and in their own place.

A box is one byte that names its form, a random nonce, and what XChaCha20-Poly1305 made of the data.
Its place in the database (the context) is authenticated with it: a box that is copied into
another row, or into another person's case, does not open there.
"""

import base64
import hashlib
import json
from typing import Any

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.utils import random

KEY_BYTES = bindings.crypto_aead_xchacha20poly1305_ietf_KEYBYTES

_FORM = b"\x01"
_NONCE_BYTES = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
_SHORTEST = len(_FORM) + _NONCE_BYTES + bindings.crypto_aead_xchacha20poly1305_ietf_ABYTES


class Unreadable(Exception):
    """A box did not open: another key, another place, or it is damaged. Which of them, nobody can tell."""


def new_key() -> bytes:
    """A new random key."""
    return random(KEY_BYTES)


def close(key: bytes, data: bytes, context: str) -> bytes:
    """`data` in a box that opens only with `key` and under the same `context`."""
    nonce = random(_NONCE_BYTES)
    inside = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(data, _bound(context), nonce, key)
    return _FORM + nonce + inside


def open_box(key: bytes, sealed: bytes, context: str) -> bytes:
    """What `close` put into the box. Raises `Unreadable`, whatever is wrong with box, key or context."""
    if len(key) != KEY_BYTES or len(sealed) < _SHORTEST or sealed[:1] != _FORM:
        raise Unreadable
    nonce, inside = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(inside, _bound(context), nonce, key)
    except CryptoError:
        raise Unreadable from None


def close_json(key: bytes, value: Any, context: str) -> bytes:
    """A box that holds `value`, which must be made of what JSON can say."""
    return close(key, json.dumps(value, separators=(",", ":")).encode("ascii"), context)


def open_json(key: bytes, sealed: bytes, context: str) -> Any:
    """The value that `close_json` put into the box. Raises `Unreadable`."""
    data = open_box(key, sealed, context)
    try:
        return json.loads(data.decode("ascii"))
    except ValueError:
        raise Unreadable from None


def draft_id(key: bytes) -> str:
    """The name under which the draft of `key` is kept (43 characters). It does not lead back to the key.

    Raises `Unreadable` if `key` cannot be a key.
    """
    if len(key) != KEY_BYTES:
        raise Unreadable
    name = hashlib.blake2b(key=key, person=b"draft's name", digest_size=32).digest()
    return base64.urlsafe_b64encode(name).rstrip(b"=").decode("ascii")


def _bound(context: str) -> bytes:
    return _FORM + context.encode("utf-8", "surrogatepass")
