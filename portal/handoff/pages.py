"""The published form of what the council's case system is told, for whoever builds that end of it."""

from flask import Blueprint, Response

from portal.handoff.webhook import SCHEMA, schema_text


def blueprint() -> Blueprint:
    """One route: /schemas/case-changed-1.json, open to everybody: it holds nothing of any case."""
    pages = Blueprint("schemas", __name__)

    @pages.get(f"/schemas/{SCHEMA}")
    def schema() -> Response:
        return Response(schema_text(), mimetype="application/schema+json")

    return pages
