"""Uploads: one page may be sent more than words, and what it is sent touches no disk of ours before it is sealed."""

from io import BytesIO
from typing import IO, Any

from flask import Flask, Request, Response, request

from portal.web.language import translate
from portal.words import _

DOWNLOAD_POLICY = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
ENVELOPE = 1024 * 1024
"""What a form needs besides its files."""


class RequestInMemory(Request):
    """A request whose files are held in memory: Werkzeug would write the larger ones to a temporary file, in the clear."""

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return BytesIO()


def init(app: Flask, endpoint: str, most_bytes: int) -> None:
    """Let `endpoint` be sent files of `most_bytes` together. To be called before anything that reads forms."""
    app.request_class = RequestInMemory
    app.add_template_filter(file_size)

    @app.before_request
    def make_room() -> None:
        if request.endpoint == endpoint:
            request.max_content_length = most_bytes + ENVELOPE


def handed_out(data: bytes, media_type: str, name: str) -> Response:
    """A file to be saved and never to be shown by the browser: it runs nothing, fetches nothing, and nobody keeps it.

    `name` is one of ours, made of letters, digits, hyphens and a dot.
    """
    response = Response(data, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


def file_size(size: int) -> str:
    """A size in words, *2.3 MB* or *340 KB*."""
    if size >= 1_000_000:
        megabytes = f"{size / 1_000_000:.1f}".removesuffix(".0")
        return translate(_("%(size)s MB"), size=megabytes)
    return translate(_("%(size)s KB"), size=max(1, round(size / 1000)))
