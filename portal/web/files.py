"""Serving the built assets: from memory, gzipped where the browser takes it, kept by the browser for a year."""

from flask import Blueprint, Response, abort, request

from portal.web.assets import Assets
from portal.web.headers import KEEP_A_YEAR


def blueprint(assets: Assets) -> Blueprint:
    """One route: /static/dist/<file>, whose names change with their content."""
    files = Blueprint("assets", __name__)

    @files.get("/static/dist/<name>")
    def file(name: str) -> Response:
        try:
            data, gzipped, mimetype = assets.content(name)
        except KeyError:
            abort(404)
        squeezed = gzipped is not None and "gzip" in request.headers.get("Accept-Encoding", "")
        response = Response(gzipped if squeezed else data, mimetype=mimetype)
        response.headers["Cache-Control"] = KEEP_A_YEAR
        response.headers["Vary"] = "Accept-Encoding"
        if squeezed:
            response.headers["Content-Encoding"] = "gzip"
        return response

    return files
