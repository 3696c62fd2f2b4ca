"""GOV.UK Notify, played by a server on this machine."""

import json
from dataclasses import replace

import pytest

from portal.actions import handling
from portal.handoff.notify import Notify
from tests.citizen.people import PARENT
from tests.handoff.house import TEAM, House
from tests.handoff.outside import WebServer

KEY = "portal-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"


@pytest.fixture
def notify(house: House, system: WebServer) -> House:
    """The house, whose e-mail goes by Notify."""
    return house.with_(post=replace(house.post, mail=Notify(KEY, TEMPLATE, system.address), system=None))


def _asked(house: House) -> list[dict]:
    return [json.loads(one.body) for one in house.system.requests if one.path == "/v2/notifications/email"]


def test_a_message_goes_by_the_template_under_its_own_name(notify: House, officer: int) -> None:
    case_id = notify.somebody_sends()
    notify.deliver_due()
    handling.acknowledge(notify.desk, notify.reference_of(case_id), "<p>Dear Ada</p>", officer, notify.now)
    notify.deliver_due()
    team, person = _asked(notify)
    (row,) = notify.box(case_id, "letter_ready")
    assert (team["email_address"], person["email_address"]) == (TEAM, PARENT["email"])
    assert person["template_id"] == TEMPLATE and person["reference"] == f"outbox-{row.id}"
    assert person["personalisation"]["subject"] == "There is a message for you"
    assert "/return" in person["personalisation"]["body"]
    assert notify.mailbox.messages == []
    assert notify.system.requests[0].headers["Authorization"].startswith("Bearer ")


@pytest.mark.parametrize(("status", "given_up"), [(400, True), (403, False), (429, False), (500, False)])
def test_what_notify_refuses_is_given_up_only_where_trying_again_cannot_help(
    notify: House, status: int, given_up: bool, caplog: pytest.LogCaptureFixture
) -> None:
    notify.system.status = status
    notify.system.says = json.dumps(
        {"errors": [{"error": "BadRequestError", "message": "ada@example.org is wrong"}]}
    ).encode()
    case_id = notify.somebody_sends()
    notify.deliver_due()
    (row,) = notify.box(case_id, "new_case")
    assert (row.last_problem, bool(row.dead_at)) == (f"notify_said_{status}", given_up)
    assert "ada@example.org" not in caplog.text
