"""What is to leave and has not: given up, tried again, waiting; each by its kind and reference, never by its words."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for

from portal.actions import delivering
from portal.actions.delivering import MOST_LISTED
from portal.casework.messages import CHANNEL_OF, Channel, Message
from portal.casework.permissions import Permission
from portal.staff import labels
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.store.outbox import Listed
from portal.web.clock import now
from portal.web.desk import desk

SETTING: Mapping[Channel, str] = {
    Channel.MAIL: "PORTAL_MAIL or PORTAL_NOTIFY_KEY",
    Channel.WEBHOOK: "PORTAL_WEBHOOK, or its secret,",
}


@needs(Permission.LOOK_AFTER_MESSAGES)
def messages() -> Any:
    """Everything that has not left, what was given up first."""
    found = delivering.waiting(desk(), signed_in().id)
    return staff_page(
        "staff/messages.html",
        given_up=[one for one in found if one.dead_at],
        unconfirmed=[one for one in found if not one.dead_at and one.sent],
        tried=[one for one in found if not one.dead_at and not one.sent and one.tries],
        waiting=[one for one in found if not one.dead_at and not one.sent and not one.tries],
        closed=_closed(found),
        most=MOST_LISTED if len(found) == MOST_LISTED else None,
        again=request.args.get("again") == "yes",
        labels=labels,
    )


@needs(Permission.LOOK_AFTER_MESSAGES)
def send_again(message_id: int) -> Any:
    """Try a message at once, and for days again where it was given up."""
    done = delivering.send_again(desk(), message_id, signed_in().id, now())
    return redirect(url_for("staff.messages", again="yes" if done else None))


def _closed(found: list[Listed]) -> list[str]:
    """The settings without which some of these cannot leave."""
    needed = {CHANNEL_OF[Message(one.kind)] for one in found} - desk().ways_out.channels
    return [SETTING[channel] for channel in sorted(needed)]
