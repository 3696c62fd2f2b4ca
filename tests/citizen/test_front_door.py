"""The front door says that it has a referral: the link shows a button, and the button settles it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.actions import confirming, sending_now
from portal.actions.desk import Desk
from portal.actions.drafts import change
from portal.store import cases, events, outbox
from tests.citizen.stored import references, referral_links
from tests.conftest import NOW, on_both_databases
from tests.handoff.house import TOLD, manner
from tests.reading import TOKEN


def _danger(desk: Desk) -> int:
    draft = change(desk, None, lambda _: {"purpose": "complaint", "complainant": "parent", "risk_now": "yes"}, NOW)
    early = sending_now.send_now(desk, draft.key, TOLD, manner(), NOW).early
    assert early
    return int(early["case_id"])


def _happened(desk: Desk, case_id: int) -> list[tuple[str, str]]:
    with desk.database.read() as conn:
        return [(event.kind, event.actor) for event in events.of_case(conn, case_id)]


def _press(client: FlaskClient, path: str) -> int:
    found = TOKEN.search(client.get(path).get_data(as_text=True))
    assert found, "the page has a button"
    token = found.group(0).split('"')[3]
    return client.post(path, data={"csrf_token": token}).status_code


@on_both_databases
def test_opening_the_link_changes_nothing_and_pressing_the_button_writes_it_down(
    app: Flask, desk: Desk, client: FlaskClient
) -> None:
    case_id = _danger(desk)
    (token,) = referral_links(desk, case_id)
    path = f"/front-door/{token}"
    for _ in range(3):
        page = client.get(path).get_data(as_text=True)
        client.head(path)
    assert references(desk)[0] in page and "He breaks the door" not in page
    assert ("front_door_told", "front_door") not in _happened(desk, case_id)
    assert _press(client, path) == 303
    assert _happened(desk, case_id)[-1] == ("front_door_told", "front_door")
    with desk.database.read() as conn:
        case = cases.by_id(conn, case_id)
    assert case and case.rank == cases.RANK_REST
    assert "We know that you have it" in client.get(path).get_data(as_text=True)


def test_a_link_is_used_once(app: Flask, desk: Desk) -> None:
    case_id = _danger(desk)
    (token,) = referral_links(desk, case_id)
    assert confirming.confirm(desk, token, NOW)
    assert not confirming.confirm(desk, token, NOW)
    assert [kind for kind, _ in _happened(desk, case_id)].count("front_door_told") == 1


def test_of_two_dangers_each_is_confirmed_for_itself(app: Flask, desk: Desk) -> None:
    draft = change(desk, None, lambda _: {"purpose": "complaint", "complainant": "parent", "risk_now": "yes"}, NOW)
    early = sending_now.send_now(desk, draft.key, TOLD, manner(), NOW).early
    assert early
    case_id = int(early["case_id"])
    sending_now.send_now(desk, draft.key, [{**TOLD[0], "value": "He is back.", "said": "He is back."}], manner(), NOW)
    first, second = referral_links(desk, case_id)
    assert confirming.confirm(desk, first, NOW)
    assert "front_door_told" not in [kind for kind, _ in _happened(desk, case_id)]
    assert confirming.confirm(desk, second, NOW)
    assert _happened(desk, case_id)[-1] == ("front_door_told", "front_door")


@pytest.mark.parametrize("token", ["nobody", "%00", "..%2f", "x" * 500])
def test_a_link_of_nothing_leads_nowhere(client: FlaskClient, token: str) -> None:
    assert client.get(f"/front-door/{token}").status_code == 404


def test_a_press_without_the_pages_own_token_does_nothing(desk: Desk, client: FlaskClient) -> None:
    case_id = _danger(desk)
    (token,) = referral_links(desk, case_id)
    assert client.post(f"/front-door/{token}").status_code == 400
    assert _happened(desk, case_id)[-1][0] != "front_door_told"


def test_the_token_itself_is_kept_nowhere_in_clear(desk: Desk) -> None:
    case_id = _danger(desk)
    (token,) = referral_links(desk, case_id)
    with desk.database.read() as conn:
        kept = [tuple(row) for row in conn.execute(outbox._box.select())]
    assert token not in repr(kept)
