"""The council's own sign-in, called by OpenID Connect: where it is, where to send somebody, and a code exchanged for a token.

Everything that is called has the issuer's scheme, is waited for a few seconds only, and is followed nowhere else.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session

from portal.limits import SIGN_ON_WAITED

KEPT_FOR = 3600.0
ASKED_AGAIN_AFTER = 30.0
_MOST_BYTES = 1_000_000
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderAway(Exception):
    """The council's sign-in does not answer, or not as it should; the text says how, for the log."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What one sign-in is known by until it comes back: kept by the browser that began it, and by nobody else."""

    state: str
    nonce: str
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answered:
    """What the provider gave for a code: tokens that nobody has looked at yet."""

    id_token: str = field(repr=False)
    access_token: str | None = field(default=None, repr=False)


@dataclass(slots=True)
class SignOn:
    """One provider, as the settings name it. `claim` names the account, `strong` what tells of a second factor (values of
    `amr` or `acr`). What the provider publishes of itself is asked for when it is needed, and kept for an hour.
    """

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    claim: str = "email"
    strong: frozenset[str] = frozenset()
    _published: dict[str, tuple[float, dict[str, Any]]] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def address(self, begun: Begun, back: str) -> str:
        """Where to send the browser, which comes back to `back`. Raises `ProviderAway`."""
        with self._session(back) as session:
            found, _ = session.create_authorization_url(
                self.metadata()["authorization_endpoint"], state=begun.state, nonce=begun.nonce, code_verifier=begun.verifier
            )
        return str(found)

    def exchange(self, code: str, begun: Begun, back: str) -> Answered:
        """The tokens for a code that came back. Raises `ProviderAway`."""
        address = self.metadata()["token_endpoint"]
        try:
            with self._session(back) as session:
                told = session.fetch_token(
                    address, code=code, code_verifier=begun.verifier, grant_type="authorization_code",
                    timeout=SIGN_ON_WAITED.total_seconds(), allow_redirects=False,
                )  # fmt: skip
        except (requests.RequestException, AuthlibBaseError, ValueError, KeyError, TypeError) as problem:
            raise ProviderAway(f"no token: {type(problem).__name__}") from None
        id_token, access = told.get("id_token"), told.get("access_token")
        if not isinstance(id_token, str):
            raise ProviderAway("no ID token")
        return Answered(id_token, access if isinstance(access, str) else None)

    def metadata(self) -> Mapping[str, Any]:
        """What the provider publishes of itself; refused where it is another issuer's. Raises `ProviderAway`."""
        found = self._fetched("metadata", self.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise ProviderAway("it calls itself by another name")
        for name in _NEEDED:
            self._ours(found.get(name))
        return found

    def keys(self, *, anew: bool = False) -> Mapping[str, Any]:
        """The keys it signs with; `anew` where a key is missing, but not more often than twice a minute. Raises `ProviderAway`."""
        return self._fetched("keys", self.metadata()["jwks_uri"], ASKED_AGAIN_AFTER if anew else KEPT_FOR)

    def names_itself(self) -> bool:
        """Whether its answers say who sends them (RFC 9207). Raises `ProviderAway`."""
        return self.metadata().get("authorization_response_iss_parameter_supported") is True

    def way_out(self, back: str) -> str | None:
        """Where somebody signs out there too, and comes back; None where it names no such place, or does not answer."""
        try:
            address = self.metadata().get("end_session_endpoint")
            if address is None:
                return None
            self._ours(address)
        except ProviderAway:
            return None
        joined = "&" if urlsplit(address).query else "?"
        return f"{address}{joined}{urlencode({'client_id': self.client_id, 'post_logout_redirect_uri': back})}"

    def _ours(self, address: Any) -> None:
        """An address that may be called: by https, or on this machine where the issuer is there."""
        wanted = urlsplit(self.issuer)
        found = urlsplit(address) if isinstance(address, str) else urlsplit("")
        at_home = found.scheme == wanted.scheme == "http" and found.hostname == wanted.hostname
        if not found.hostname or found.username or not (found.scheme == "https" or at_home):
            raise ProviderAway("it names an address that is not safe")

    def _session(self, back: str) -> OAuth2Session:
        session = OAuth2Session(
            self.client_id, self.secret, scope="openid email profile", redirect_uri=back, code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic",
        )  # fmt: skip
        session.trust_env = False
        return session

    def _fetched(self, name: str, address: str, kept_for: float = KEPT_FOR) -> dict[str, Any]:
        with self._lock:
            at, known = self._published.get(name, (0.0, {}))
            if known and time.monotonic() - at < kept_for:
                return known
        found = _got(address)
        with self._lock:
            self._published[name] = (time.monotonic(), found)
        return found


def _got(address: str) -> dict[str, Any]:
    try:
        with requests.Session() as session:
            session.trust_env = False
            with session.get(address, timeout=SIGN_ON_WAITED.total_seconds(), allow_redirects=False, stream=True) as answer:
                body = answer.raw.read(_MOST_BYTES + 1, decode_content=True)
                if answer.status_code != 200 or len(body) > _MOST_BYTES:
                    raise ProviderAway(f"it answered {answer.status_code}")
        found = json.loads(body)
    except (requests.RequestException, OSError, ValueError) as problem:
        raise ProviderAway(f"it does not answer: {type(problem).__name__}") from None
    if not isinstance(found, dict):
        raise ProviderAway("it publishes something else")
    return found
