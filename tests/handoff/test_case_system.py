"""What the council's own case system is told: signed, by the published form, under a name of its own."""

import hashlib
import hmac
import json
from dataclasses import replace

import jsonschema
import pytest
from flask import Flask

from portal.actions import handling
from portal.casework.events import Happened
from portal.casework.messages import Channel
from portal.handoff.webhook import CaseSystem, schema_text
from tests.citizen.people import PARENT
from tests.handoff.house import SECRET, House
from tests.handoff.outside import Request

SCHEMA = json.loads(schema_text())


def _read(request: Request) -> dict:
    """The body, as a careful receiver reads it: signature and form first."""
    headers = request.headers
    signed = headers["Portal-Timestamp"].encode() + b"." + request.body
    assert headers["Portal-Signature"] == "v1=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    said = json.loads(request.body)
    jsonschema.validate(said, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert headers["Idempotency-Key"] == said["id"]
    assert headers["Content-Type"] == "application/json"
    return said


def test_every_case_and_every_step_is_told_in_the_published_form(house: House, officer: int) -> None:
    case_id = house.somebody_sends()
    reference = house.reference_of(case_id)
    handling.take(house.desk, reference, officer, house.now)
    handling.acknowledge(house.desk, reference, "<p>Dear Ada</p>", officer, house.now)
    house.deliver_due()
    told = [_read(request) for request in house.system.requests]
    assert [one["event"] for one in told] == ["submitted", "taken", "acknowledged"]
    assert {one["case"]["reference"] for one in told} == {reference}
    assert told[-1]["case"]["acknowledged_on"] == "2026-11-23"
    assert {request.path for request in house.system.requests} == {"/cases"}


def test_it_is_told_codes_and_dates_and_no_word_that_anybody_wrote(house: House) -> None:
    house.somebody_sends("child")
    house.somebody_is_in_danger()
    house.deliver_due()
    everything = b"".join(request.body for request in house.system.requests).decode()
    assert not [word for word in ("Kit", "move me", PARENT["email"], "door", "High Street") if word in everything]


def test_reading_a_case_is_no_news(house: House, officer: int) -> None:
    from portal.actions.case_file import open_file

    case_id = house.somebody_sends()
    open_file(house.desk, house.reference_of(case_id), officer, house.now)
    assert len(house.box(case_id, "case_changed")) == 1


def test_a_refusal_is_tried_again_later_under_the_same_key_with_a_fresh_signature(house: House) -> None:
    house.system.status = 503
    case_id = house.somebody_sends()
    house.deliver_due()
    (row,) = house.box(case_id, "case_changed")
    assert (row.last_problem, row.tries) == ("system_said_503", 1)
    house.system.status = 202
    house.time_passes(minutes=2)
    house.deliver_due()
    first, second = house.system.requests
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"] == str(row.id)
    assert first.headers["Portal-Timestamp"] != second.headers["Portal-Timestamp"]
    assert first.body == second.body
    _read(second)


@pytest.mark.parametrize("status", [301, 400, 404, 500])
def test_only_a_yes_is_a_yes(house: House, status: int) -> None:
    house.system.status = status
    case_id = house.somebody_sends()
    house.deliver_due()
    (row,) = house.box(case_id, "case_changed")
    assert (row.done_at, row.last_problem) == (None, f"system_said_{status}")


def test_a_system_that_is_not_there_is_waited_for(house: House) -> None:
    nobody = CaseSystem("http://127.0.0.1:9/cases", SECRET)
    case_id = house.somebody_sends()
    house.with_(post=replace(house.post, system=nobody)).deliver_due()
    (row,) = house.box(case_id, "case_changed")
    assert row.last_problem == "no_connection"


def test_a_process_that_knows_the_case_system_and_not_its_secret_writes_what_another_delivers(house: House) -> None:
    both = house.desk
    house.desk = replace(both, ways_out=replace(both.ways_out, channels=frozenset({Channel.MAIL})))
    case_id = house.somebody_sends()
    house.deliver_due()
    assert [row.tries for row in house.box(case_id, "case_changed")] == [0]
    house.desk = both
    house.deliver_due()
    assert [_read(request)["event"] for request in house.system.requests] == ["submitted"]


def test_the_published_form_knows_every_event_but_a_look() -> None:
    assert set(SCHEMA["properties"]["event"]["enum"]) == {kind.value for kind in Happened} - {"read"}


def test_the_form_is_served_to_everybody(app: Flask) -> None:
    answer = app.test_client().get("/schemas/case-changed-1.json")
    assert answer.status_code == 200 and answer.get_json() == SCHEMA
    assert answer.mimetype == "application/schema+json"


def test_the_form_refuses_what_it_does_not_name() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schema": "case-changed-2"}, SCHEMA)
