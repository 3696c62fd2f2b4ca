"""Where a request comes from, as a mark: the same for the same network for a day, and nothing that leads back to it.

The key is made anew each day, is kept in memory only, and so are the marks: an address is
never written down. Whose word we take for the address is a setting (`PORTAL_PROXIES`):
without it only the connection itself counts, since anybody can send a header.
"""

import secrets
from datetime import date
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address, ip_address
from threading import Lock

from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.web.clock import today

NETWORK_OF_ONE_HOME = 64
"""The leading bits of an IPv6 address that name a home or an office; its devices choose the rest as they like."""


class _KeyOfTheDay:
    """A key that is forgotten when the day is over."""

    def __init__(self) -> None:
        self._day, self._key, self._lock = date.min, b"", Lock()

    def on(self, day: date) -> bytes:
        with self._lock:
            if day != self._day:
                self._day, self._key = day, secrets.token_bytes(32)
            return self._key


def init(app: Flask, proxies: int) -> None:
    """Believe so many proxies before us, and none beyond them. They pass the Host header on as it was."""
    app.extensions["key of the day"] = _KeyOfTheDay()
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]


def mark() -> str:
    """The mark of the network that this request comes from."""
    key: _KeyOfTheDay = current_app.extensions["key of the day"]
    return blake2b(_network(request.remote_addr or "").encode(), key=key.on(today()), digest_size=16).hexdigest()


def is_this_machine() -> bool:
    """Whether the request comes from this machine: somebody trying out, or a proxy that nobody told us of."""
    told = _read(request.remote_addr or "")
    return told is not None and told.is_loopback


def _network(address: str) -> str:
    told = _read(address)
    if isinstance(told, IPv6Address):
        return f"{int(told) >> (128 - NETWORK_OF_ONE_HOME):x}"
    return str(told)


def _read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        told = ip_address(address)
    except ValueError:
        return None
    return told.ipv4_mapped or told if isinstance(told, IPv6Address) else told
