"""The log: a line for every request and event, with rules and kinds in it and nobody's words; a number to say to us."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient

from portal.web import logs, watching
from portal.web.watching import new_number
from tests.conftest import OpenPortal
from tests.visiting import Visit

MARK = "Quixotry"


@pytest.fixture
def written(app: Flask) -> Iterator[io.BytesIO]:
    """The lines of the requests, as they are written in service."""
    before, out = (logging.root.handlers[:], logging.root.level), io.BytesIO()
    logs.begin(app, out, as_json=True)
    yield out
    logging.root.handlers[:], logging.root.level = before[0], before[1]


def _lines(out: io.BytesIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_request_leaves_its_rule_and_never_its_address(app: Flask, written: io.BytesIO) -> None:
    app.test_client().get(f"/case/{MARK}?name={MARK}", headers={"User-Agent": MARK, "Cookie": f"draft={MARK}"})
    (line,) = _lines(written)
    assert (line["method"], line["route"], line["status"]) == ("GET", "/case/<reference>", 303)
    assert set(line) == {"time", "event", "request", "method", "route", "status", "ms"}
    assert MARK.encode() not in written.getvalue()


def test_what_leads_nowhere_leaves_no_address_either(app: Flask, written: io.BytesIO) -> None:
    client = app.test_client()
    client.get(f"/{MARK}")
    client.open("/", method=MARK.upper())
    assert [(line["route"], line["method"]) for line in _lines(written)] == [("-", "GET"), ("-", "OTHER")]
    assert MARK.lower().encode() not in written.getvalue().lower()


def test_while_trying_out_a_line_can_be_read(app: Flask) -> None:
    before, out = (logging.root.handlers[:], logging.root.level), io.BytesIO()
    logs.begin(app, out, as_json=False)
    app.test_client().get("/")
    logging.root.handlers[:], logging.root.level = before[0], before[1]
    assert re.fullmatch(rb"\d\d:\d\d:\d\d GET / 200 in \d+\.\d ms, request \d{10}\n", out.getvalue())


def test_a_log_that_nobody_reads_any_more_stops_no_page(app: Flask) -> None:
    before, out = (logging.root.handlers[:], logging.root.level), io.BytesIO()
    logs.begin(app, out, as_json=True)
    out.close()
    assert app.test_client().get("/").status_code == 200
    logging.root.handlers[:], logging.root.level = before[0], before[1]


def test_an_event_says_kinds_and_places_and_no_text(
    app: Flask, written: io.BytesIO, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        try:
            raise KeyError(MARK)
        except KeyError as first:
            raise ValueError(f"cannot keep {MARK}") from first

    logging.root.handlers[0].setStream(__import__("sys").stdout)  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "citizen.start", fails)
    client = app.test_client()
    client.faults_expected = True  # type: ignore[attr-defined]
    page = client.get("/")
    event = json.loads(capsys.readouterr().out)
    assert (event["event"], event["kinds"], event["route"]) == ("fault", ["ValueError", "KeyError"], "/")
    assert re.fullmatch(r"tests/web/test_logs\.py:\d+ fails", event["frames"][-1])
    assert not any(frame.startswith("/") for frame in event["frames"])
    assert event["request"] in page.get_data(as_text=True)
    assert MARK not in json.dumps(event)


def test_what_libraries_say_is_not_repeated(
    app: Flask, written: io.BytesIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.root.handlers[0].setStream(__import__("sys").stdout)  # type: ignore[attr-defined]
    try:
        raise ValueError(MARK)
    except ValueError:
        logging.getLogger("somebody.else").exception("could not parse %s", MARK)
    said = capsys.readouterr().out
    assert json.loads(said)["logger"] == "somebody.else"
    assert MARK not in said


@pytest.mark.parametrize("address", ["/nothing-here", "/case/KMR-2346-789/end-advocate"])
def test_every_error_page_says_the_number_of_its_request(visit: Visit, address: str) -> None:
    answer = visit.client.get(address)
    number = answer.headers["X-Request-Id"]
    assert re.fullmatch(r"\d{10}", number)
    assert f"say this number: {number}" in re.sub(r"\s+", " ", re.sub("<[^>]*>", "", answer.get_data(as_text=True)))


def test_a_stale_page_says_it_too(visit: Visit) -> None:
    page = visit.posts("/ask/complainant", {"csrf_token": "stale"})
    assert page.status == 400 and re.search(r"say this number: \d{10}", page.says)


def test_a_number_that_a_visitor_sends_is_not_believed(app: Flask) -> None:
    assert app.test_client().get("/", headers={"X-Request-Id": "mine-12345678"}).headers["X-Request-Id"] != "mine-12345678"


def test_numbers_differ_and_can_be_said_on_the_telephone() -> None:
    numbers = {new_number() for _ in range(500)}
    assert len(numbers) == 500
    assert all(re.fullmatch(r"\d{10}", number) for number in numbers)


def test_the_logger_of_the_house_is_structured() -> None:
    logs.init()
    assert structlog.is_configured()


def test_a_number_from_a_proxy_that_we_trust_is_taken_over_where_it_is_one(open_portal: OpenPortal) -> None:
    app = open_portal()
    watching.init(app, 1)
    client = app.test_client()
    assert client.get("/", headers={"X-Request-Id": "edge-12345678"}).headers.getlist("X-Request-Id")[-1] == "edge-12345678"
    for odd in ("short", "x" * 65, "a b c d e f g", "<script>alert</script>"):
        assert odd not in client.get("/", headers={"X-Request-Id": odd}).headers.getlist("X-Request-Id"), odd
    app.extensions["desk"].close()


def _events(caplog: pytest.LogCaptureFixture) -> str:
    return " ".join(str(record.msg) for record in caplog.records if record.name == "portal")


def test_guesses_and_refusals_are_events_that_name_nobody(visit: Visit, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    visit.client.__class__ = FlaskClient
    visit.tries("/staff/sign-in", email=f"{MARK}@example.org", password=MARK)
    visit.tries("/return", reference="KMR-2346-789", words=f"{MARK} two three")
    visit.client.get("/feed/v1/cases", headers={"Authorization": f"Bearer {MARK}"})
    for said in ("a sign-in was refused", "words did not fit", "a token opened nothing"):
        assert said in _events(caplog)
    assert MARK.lower() not in _events(caplog).lower() and "KMR" not in _events(caplog)
