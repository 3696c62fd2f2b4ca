"""The request as our pages read it: whatever was sent can be read, and its cookies are found quickly.

The library reads a query strictly, and would fall over one that a program has sent raw: bytes
that belong in no address are written as percent signs first. And it looks for cookies among
all headers one by one, which every page of a visitor would pay for.
"""

from urllib.parse import quote_from_bytes

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.sansio.http import parse_cookie
from werkzeug.utils import cached_property

KEPT = "%&=+;/?:@!$'()*,~-._[]"


class PlainRequest(Request):
    """A request whose query can always be read, and whose cookies are taken from where the server put them."""

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:  # type: ignore[override]
        return parse_cookie(self.environ.get("HTTP_COOKIE"), cls=self.dict_storage_class)  # type: ignore[return-value]

    @property
    def query_string(self) -> bytes:  # type: ignore[override]
        return self._query

    @query_string.setter
    def query_string(self, sent: bytes) -> None:
        self._query = sent if sent.isascii() else quote_from_bytes(sent, safe=KEPT).encode()


def init(app: Flask) -> None:
    """Let `app` read whatever is sent."""
    app.request_class = PlainRequest
