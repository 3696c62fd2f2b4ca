"""Uploads: some pages may be sent more than words, and what it is sent touches no disk of ours before it is sealed."""

from collections.abc import Iterable
from io import BytesIO
from typing import IO, Any

from flask import Flask, Response, current_app
from werkzeug.datastructures import FileStorage

from portal.web.forms import clean
from portal.web.language import number, translate
from portal.web.query import PlainRequest
from portal.words import _

DOWNLOAD_POLICY = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
ENVELOPE = 1024 * 1024
"""What a form needs besides its files."""


class RequestWithFiles(PlainRequest):
    """A request that may be larger where files are expected.

    They are held in memory: Werkzeug would write the larger ones to a temporary file, in the clear.
    """

    @property
    def max_content_length(self) -> int | None:
        """How much is read, at the most; asked only where a form is read at all."""
        if self.endpoint in current_app.config["UPLOAD_ENDPOINTS"]:
            return int(current_app.config["MOST_UPLOAD_BYTES"])
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return BytesIO()


def init(app: Flask, endpoints: Iterable[str], most_bytes: int) -> None:
    """Let each of `endpoints` be sent files of `most_bytes` together."""
    app.config.update(UPLOAD_ENDPOINTS=frozenset(endpoints), MOST_UPLOAD_BYTES=most_bytes + ENVELOPE)
    app.request_class = RequestWithFiles
    app.add_template_filter(file_size)


def is_chosen(file: FileStorage) -> bool:
    """Whether something was chosen: a browser sends an input without a file as one without a name."""
    if file.filename:
        return True
    anything = bool(file.stream.read(1))
    file.stream.seek(0)
    return anything


def name_of(given: str | None) -> str:
    """The name that a file was given, without folders, and without what would show it as another; perhaps nothing."""
    return " ".join(clean(given or "").replace("\\", "/").rpartition("/")[2].split())


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
        return translate(_("%(size)s MB"), size=number(round(size / 1_000_000, 1)))
    return translate(_("%(size)s KB"), size=number(max(1, round(size / 1000))))
