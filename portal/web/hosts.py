"""Which names we answer to. A request for another host gets a plain 400 and no page.

With a public address set, nobody can have a page made in another's name. While trying out on
this machine any of its names will do. Whoever watches the servers asks by number: /healthz
and /metrics are answered whatever the name.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "[::1]"})
WATCHED = frozenset({"/healthz", "/metrics"})
USUAL_PORTS = {"http": "80", "https": "443"}
ANSWER = b"We do not answer to this name. Check the address.\n"


def init(app: Flask, origin: str, hosts: Iterable[str], staff_origin: str = "") -> None:
    """Answer to the hosts of both origins and to `hosts`; to every name where neither `origin` nor `hosts` is set."""
    names = frozenset(host.lower() for host in hosts) | _names_of(origin)
    if names:
        names |= _names_of(staff_origin)
        trying_out = (urlsplit(origin).hostname or "") in {"127.0.0.1", "localhost"}
        app.wsgi_app = _Named(app.wsgi_app, names, trying_out)  # type: ignore[method-assign]


def _names_of(origin: str) -> frozenset[str]:
    parts = urlsplit(origin.lower())
    usual = USUAL_PORTS.get(parts.scheme, "")
    bare = parts.netloc.removesuffix(f":{usual}")
    return frozenset({bare, f"{bare}:{usual}"} if bare == (parts.hostname or "") else {bare}) if bare else frozenset()


class _Named:
    """An application that answers to its names only."""

    def __init__(self, within: Any, names: frozenset[str], trying_out: bool) -> None:
        self._within, self._names, self._trying_out = within, names, trying_out

    def __call__(self, environ: "WSGIEnvironment", start_response: Any) -> Iterable[bytes]:
        if environ.get("HTTP_HOST", "") in self._names or self._is_ours(environ):
            return self._within(environ, start_response)  # type: ignore[no-any-return]
        start_response("400 BAD REQUEST", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(ANSWER)))])
        return [ANSWER]

    def _is_ours(self, environ: "WSGIEnvironment") -> bool:
        host = environ.get("HTTP_HOST", "").lower()
        if host in self._names or environ.get("PATH_INFO") in WATCHED:
            return True
        name, _, port = host.rpartition(":") if not host.endswith("]") and ":" in host else (host, "", "")
        return self._trying_out and name in THIS_MACHINE and (not port or port.isdecimal())
