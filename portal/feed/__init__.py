"""What machines of the council read, on the staff side only: the feed of cases and figures, and /metrics."""

from flask import Blueprint

from portal.feed import metrics, pages


def blueprint(metrics_token: str) -> Blueprint:
    """/feed/v1/… behind tokens of its own, and /metrics, which is not there without a token."""
    machines = Blueprint("feed", __name__)
    pages.routes(machines)
    if metrics_token:
        metrics.routes(machines, metrics_token)
    return machines
