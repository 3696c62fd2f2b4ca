"""Staff passwords and sessions: what is kept of them, which is never the thing itself."""

import base64
import hashlib
import secrets
import unicodedata

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

_MOST_ROUNDS, _MOST_KIB, _MOST_LANES = 16, 256 * 1024, 8
_HASHER = argon2.PasswordHasher(time_cost=4, memory_cost=64 * 1024, parallelism=1, hash_len=32, salt_len=16)


def hash_password(text: str) -> str:
    """What to keep of a password."""
    return _HASHER.hash(_typed(text))


def password_matches(stored: str, text: str) -> bool:
    """Whether `text` is the password of which `stored` was kept. Never raises: a damaged hash matches nothing."""
    try:
        return _is_bounded(stored) and _HASHER.verify(stored, _typed(text))
    except (VerificationError, InvalidHashError, ValueError):
        return False


def needs_new_hash(stored: str) -> bool:
    """Whether `stored` was made with other settings than today's (or is damaged): hash anew at the next sign-in."""
    try:
        return _HASHER.check_needs_rehash(stored)
    except (InvalidHashError, ValueError):
        return True


def new_password() -> str:
    """A random password for somebody to begin with."""
    return secrets.token_urlsafe(12)


def new_token() -> str:
    """A new random token for one signed-in session; it goes into the cookie and is kept nowhere."""
    return secrets.token_urlsafe(32)


def token_id(token: str) -> str:
    """The name under which the session of `token` is kept (64 hexadecimal digits)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _typed(text: str) -> bytes:
    """The same bytes for the same password from any keyboard."""
    return unicodedata.normalize("NFKC", text).encode("utf-8", "surrogatepass")


def _is_bounded(stored: str) -> bool:
    """Whether checking `stored` takes no more than this portal is willing to do."""
    asked = argon2.extract_parameters(stored)
    return asked.time_cost <= _MOST_ROUNDS and asked.memory_cost <= _MOST_KIB and asked.parallelism <= _MOST_LANES


def _hash_of_nobody() -> str:
    """A hash in today's form that no password has, so that checking it takes as long as any other."""
    salt, digest = (base64.b64encode(secrets.token_bytes(size)).rstrip(b"=").decode("ascii") for size in (16, 32))
    settings = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    return f"$argon2id$v=19${settings}${salt}${digest}"


NOBODY = _hash_of_nobody()
