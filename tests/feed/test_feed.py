"""The feed: opened by its own tokens, walked page by page, and without a word of anybody's."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from config import Settings
from portal import Sides, create_app
from portal.actions.desk import Desk
from portal.actions.feed import Scope, give_token, revoke_token, tokens
from portal.store import tables
from portal.store.database import NameTaken
from tests.actions.desks import NOW, a_case

CASES, FIGURES = "/feed/v1/cases", "/feed/v1/figures"
Read = Callable[..., Any]


@pytest.fixture
def token(desk: Desk) -> str:
    return give_token(desk, "case management", [Scope.CASES, Scope.FIGURES], NOW)


@pytest.fixture
def read(app: Flask, token: str) -> Read:
    """`read(path, **parameters)` -> what the feed says to whoever holds the token."""

    def asked(path: str, status: int = 200, **parameters: Any) -> Any:
        answer = app.test_client().get(path, query_string=parameters, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_json(force=True)

    return asked


def _signs(number: int) -> str:
    return "KMR-2346-" + "".join("2346789"[number // 7**place % 7] for place in (2, 1, 0))


def test_cases_come_in_the_order_received_each_once(read: Read, desk: Desk) -> None:
    for number in range(7):
        a_case(desk, _signs(number), NOW - timedelta(days=number % 3))
    seen, after = [], None
    for _ in range(9):
        page = read(CASES, limit=2, **({"after": after} if after else {}))
        seen += [(case["received_on"], case["reference"]) for case in page["cases"]]
        after = page["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 7
    assert [day for day, _ in seen] == sorted(day for day, _ in seen)
    assert [case["reference"] for case in read(CASES, since="2026-11-23")["cases"]] == [_signs(n) for n in (0, 3, 6)]


def test_a_case_is_codes_dates_and_stages(read: Read, desk: Desk) -> None:
    a_case(desk, risk_now=None)
    (case,) = read(CASES)["cases"]
    assert (case["complainant"], case["matters"], case["route"]) == ("parent", ["support_not_delivered"], "statutory")
    assert (case["due_on"], case["stage"], case["open"], case["danger"]) == ("2026-12-07", 1, True, False)
    assert not {"name", "facts", "child_status", "voice", "decision", "handler_id"} & set(case)


def test_nobodys_words_leave_through_the_feed(read: Read, desk: Desk) -> None:
    a_case(desk)
    whole = json.dumps([read(CASES), read(f"{CASES}/KMR-2346-789"), read(FIGURES)])
    for written in ("Jo Bloggs", "never", "Send somebody"):
        assert written not in whole


def test_one_case_tells_its_points_and_what_happened_and_the_look_is_kept(read: Read, desk: Desk) -> None:
    case_id = a_case(desk)
    told = read(f"{CASES}/kmr2346789")
    assert told["points"] == [{"number": 1, "matter": "support_not_delivered", "route": "statutory"}]
    assert [step["what"] for step in told["history"]] == ["submitted"]
    with desk.database.read() as conn:
        looks = conn.execute(select(tables.feed_reads.c.case_id, tables.feed_reads.c.token_id, tables.feed_reads.c.at)).all()
    assert [tuple(look) for look in looks] == [(case_id, tokens(desk)[0].id, NOW)]
    assert read(f"{CASES}/KMR-2346-788", 404)["title"] == "No such case"


def test_figures_count_by_month_procedure_and_route(read: Read, desk: Desk) -> None:
    a_case(desk)
    a_case(desk, "KMR-2346-222", NOW - timedelta(days=40))
    a_case(desk, "KMR-2346-333", NOW - timedelta(days=1500))
    told = read(FIGURES)
    assert told["as_of"] == "2026-11-23"
    common = {"procedure": "statutory", "route": "statutory", "received": 1, "acknowledged": 0, "open": 1}
    assert told["months"] == [
        {"month": "2026-10", **common, "late": 1, "on_time_so_far": 0},
        {"month": "2026-11", **common, "late": 0, "on_time_so_far": 1},
    ]


@pytest.mark.parametrize("authorization", [
    "", "Bearer", "Bearer ", "Bearer wrong", "Basic d3Jvbmc6d3Jvbmc=", "Bearer \u00e9", "Bearer a b c",
])  # fmt: skip
@pytest.mark.parametrize("path", [CASES, f"{CASES}/KMR-2346-789", FIGURES])
def test_without_a_token_that_opens_nothing_is_said(app: Flask, token: str, path: str, authorization: str) -> None:
    answer = app.test_client().get(path, headers={"Authorization": authorization})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.mimetype == "application/problem+json"


def test_a_token_opens_its_scopes_and_no_more(app: Flask, desk: Desk) -> None:
    token = give_token(desk, "reports", [Scope.FIGURES], NOW)
    headers = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get(FIGURES, headers=headers).status_code == 200
    assert app.test_client().get(CASES, headers=headers).status_code == 403


def test_a_revoked_token_opens_nothing_and_its_name_is_not_used_again(app: Flask, desk: Desk, token: str) -> None:
    revoke_token(desk, "case management", NOW)
    assert app.test_client().get(CASES, headers={"Authorization": f"Bearer {token}"}).status_code == 401
    with pytest.raises(NameTaken):
        give_token(desk, "case management", [Scope.CASES], NOW)


def test_only_the_hash_is_kept_and_when_it_was_last_used(read: Read, desk: Desk, token: str) -> None:
    assert tokens(desk)[0].used_at is None
    read(CASES)
    (row,) = tokens(desk)
    assert row.used_at == NOW and token not in repr(row)


@pytest.mark.parametrize("asked", [
    {"limit": "0"}, {"limit": "501"}, {"limit": "x"}, {"limit": "-1"}, {"limit": "1e3"}, {"since": "yesterday"}, {"since": "2026-02-30"},
    {"after": "x"}, {"after": "20261123"}, {"after": "99991399-1"}, {"whatever": "1"}, {"since": "2026-11-23' OR 1=1"}, {"limit": "٣"},
])  # fmt: skip
def test_what_is_not_understood_is_said_without_repeating_it(read: Read, asked: dict[str, str]) -> None:
    said = read(CASES, 400, **asked)
    assert said["title"] == "A parameter is not understood"
    assert "1=1" not in json.dumps(said)


def test_the_feed_is_read_only(app: Flask, token: str) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = app.test_client().open(CASES, method=method, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code in (400, 405), method


def test_a_page_is_read_from_an_index(desk: Desk) -> None:
    if not desk.database.on_sqlite:
        return
    query = "SELECT id FROM cases WHERE (received_on, id) > ('2026-01-01', 5) ORDER BY received_on, id LIMIT 100"
    with desk.database.read() as conn:
        plan = [row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    assert len(plan) == 1 and "cases_received" in plan[0]


def test_the_public_side_alone_has_no_feed(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path
    settings = Settings("example", f"sqlite:///{folder / 'x.db'}", folder, "http://localhost", metrics_token="x" * 24)
    public = create_app(settings, Sides.CITIZEN)
    assert not [rule for rule in public.url_map.iter_rules() if rule.rule.startswith(("/feed", "/metrics"))]
