"""Whether this process is well: for whoever watches the servers, on whichever side."""

from flask import Blueprint

from portal.web.desk import desk


def blueprint() -> Blueprint:
    """One route: /healthz, 200 when the database answers, else 503."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def well() -> tuple[dict[str, str], int]:
        return ({"database": "answers"}, 200) if desk().database.answers() and desk().keys.answers() else ({"database": "does not answer"}, 503)

    return health
