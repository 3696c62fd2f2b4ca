"""The desk of this application: what a page hands to an action."""

from typing import TYPE_CHECKING, Any, cast

from flask import current_app

if TYPE_CHECKING:
    from portal.actions.desk import Desk


def desk() -> "Desk":
    """The desk that `create_app` laid out."""
    return cast("Any", current_app.extensions["desk"])
