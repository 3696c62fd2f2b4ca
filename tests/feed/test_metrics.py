"""/metrics: there only with a token, quick however many cases there are, and without a reference in it."""

import re
from dataclasses import replace
from pathlib import Path

from flask import Flask

from config import Settings
from portal import Sides, create_app
from portal.actions import drafts
from portal.actions.desk import Desk
from portal.store.database import Database
from tests.actions.desks import NOW, QUICK, a_case
from tests.feed.conftest import METRICS_TOKEN

HEADERS = {"Authorization": f"Bearer {METRICS_TOKEN}"}


def _told(app: Flask) -> dict[str, float]:
    answer = app.test_client().get("/metrics", headers=HEADERS)
    assert answer.status_code == 200 and answer.mimetype == "text/plain"
    lines = [line for line in answer.get_data(as_text=True).splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_it_is_not_there_without_a_setting(desk: Desk, tmp_path: Path) -> None:
    settings = Settings("example", f"sqlite:///{tmp_path / 'x.db'}", tmp_path, "http://localhost")
    assert create_app(settings, Sides.STAFF, QUICK).test_client().get("/metrics", headers=HEADERS).status_code == 404


def test_it_opens_for_its_token_only(app: Flask) -> None:
    for given in ("", "Bearer", f"Bearer {METRICS_TOKEN}x", f"Basic {METRICS_TOKEN}", "Bearer \u00e9"):
        assert app.test_client().get("/metrics", headers={"Authorization": given}).status_code == 401, given


def test_it_counts_cases_drafts_and_each_view_of_the_queue(app: Flask, desk: Desk) -> None:
    a_case(desk)
    first = _told(app)
    a_case(desk, "KMR-2346-222", risk_now=True)
    drafts.change(desk, None, lambda _: {"purpose": "complaint"}, NOW)
    told = _told(app)
    assert told["portal_database_up"] == 1
    assert told["portal_cases_received_total"] - first["portal_cases_received_total"] == 1
    assert told["portal_drafts_open"] == 1
    views = {re.sub(r'.*view="(.*)".*', r"\1", name): value for name, value in told.items() if name.startswith("portal_queue")}
    assert views == {"open": 2, "danger": 1, "unassigned": 2, "due_this_week": 0, "overdue": 0, "owed": 0, "junk": 0, "waiting_person": 0, "waiting_service": 0}


def test_it_counts_requests_by_rule_and_never_by_address(app: Flask, desk: Desk) -> None:
    a_case(desk)
    client = app.test_client()
    client.get("/staff/cases/KMR-2346-789")
    client.get("/Quixotry")
    told = _told(app)
    assert told['portal_request_seconds_count{method="GET",route="/staff/cases/<reference>",status="302"}'] == 1
    assert told['portal_request_seconds_bucket{le="+Inf",method="GET",route="-",status="404"}'] == 1
    assert not any("KMR" in name or "Quixotry" in name for name in told)


def test_with_the_database_down_it_says_so_and_tells_the_rest(app: Flask, tmp_path: Path) -> None:
    app.extensions["desk"] = replace(app.extensions["desk"], database=Database(f"sqlite:///{tmp_path}"))
    app.test_client().get("/healthz")
    told = _told(app)
    assert told["portal_database_up"] == 0
    assert "portal_cases_received_total" not in told
    assert any(name.startswith("portal_request_seconds_count") for name in told)
