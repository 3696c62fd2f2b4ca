"""What the council's own sign-in says of somebody: an ID token, believed only where all of it is right (OpenID Connect Core 3.1.3.7)."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Only signatures that nobody can make with what we know: none without a signature, and none by the client's secret."""

LEEWAY = 60
OLDEST = 600
LONGEST_SUBJECT = 255


class NotBelieved(Exception):
    """The ID token is not what it should be; the text says why, for the log."""


class KeyNotKnown(NotBelieved):
    """It is signed with a key that is not among these: perhaps the provider has changed its keys."""


def opened(
    token: str, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str, now: datetime, access_token: str | None = None
) -> dict[str, Any]:
    """What the token says, where its signature, issuer, audience, time and nonce are right. Raises `NotBelieved`."""
    try:
        read = jwt.decode(token, _keys(keys), algorithms=ALGORITHMS)
    except (JoseError, ValueError, TypeError, KeyError) as problem:
        kind = KeyNotKnown if _has_other_key(token, keys) else NotBelieved
        raise kind(f"the signature: {type(problem).__name__}") from None
    claims, at = read.claims, int(now.timestamp())
    rules = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}}
    params = {"nonce": nonce, "client_id": client_id, "access_token": access_token}
    try:
        CodeIDToken(claims, read.header, rules, params).validate(at, LEEWAY)
    except (JoseError, AuthlibBaseError, ValueError, TypeError) as problem:
        raise NotBelieved(f"a claim: {problem}") from None
    _is_plain(claims, issuer, client_id, nonce, at)
    return dict(claims)


def _is_plain(claims: Mapping[str, Any], issuer: str, client_id: str, nonce: str, at: int) -> None:
    """The same again in plain words, so that no change of a library lets anything pass: what is not exactly so is refused."""
    audience, subject, issued = claims.get("aud"), claims.get("sub"), claims.get("iat")
    if claims.get("iss") != issuer or claims.get("nonce") != nonce:
        raise NotBelieved("issuer or nonce")
    if audience not in (client_id, [client_id]):
        raise NotBelieved("it was made for somebody else as well")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise NotBelieved("it names nobody")
    if not isinstance(issued, (int, float)) or not at - OLDEST <= issued <= at + LEEWAY:
        raise NotBelieved("it was made at another time")
    if not isinstance(claims.get("exp"), (int, float)) or claims["exp"] + LEEWAY < at:
        raise NotBelieved("it has run out")


def _keys(keys: Mapping[str, Any]) -> KeySet:
    """The public keys of the set that sign; keys for other uses, and secret ones, are left out."""
    good = [each for each in keys.get("keys", ()) if each.get("kty") in ("RSA", "EC") and each.get("use", "sig") == "sig"]
    return KeySet.import_key_set({"keys": good})


def _has_other_key(token: str, keys: Mapping[str, Any]) -> bool:

    try:
        head = token.split(".", maxsplit=1)[0].encode("ascii")
        kid = json.loads(base64.urlsafe_b64decode(head + b"=" * (-len(head) % 4))).get("kid")
    except (ValueError, AttributeError):
        return False
    return kid is not None and kid not in [each.get("kid") for each in keys.get("keys", ())]
