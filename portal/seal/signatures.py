"""Signatures under what we send to the council's own systems, so that they know it is ours and not an old copy."""

import hashlib
import hmac

FORM = "v1"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of `body` sent at `timestamp` (seconds since 1970, as sent): *v1=* and 64 hexadecimal digits."""
    signed = f"{timestamp}.".encode("ascii") + body
    return f"{FORM}={hmac.new(secret.encode('utf-8'), signed, hashlib.sha256).hexdigest()}"
