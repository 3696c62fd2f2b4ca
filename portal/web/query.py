"""The query of an address, made fit to read: bytes that belong in no address are written as percent signs first.

The library reads a query strictly, and would fall over one that a program has sent raw.
"""

from urllib.parse import quote_from_bytes

from flask import Flask, Request

KEPT = "%&=+;/?:@!$'()*,~-._[]"


class PlainRequest(Request):
    """A request whose query can always be read."""

    @property
    def query_string(self) -> bytes:  # type: ignore[override]
        return self._query

    @query_string.setter
    def query_string(self, sent: bytes) -> None:
        self._query = sent if sent.isascii() else quote_from_bytes(sent, safe=KEPT).encode()


def init(app: Flask) -> None:
    """Let `app` read whatever is sent."""
    app.request_class = PlainRequest
