"""What has not left: seen by managers and administrators, by its kind and reference, and sent again by a button."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.actions import delivering
from portal.actions.desk import Desk
from portal.casework.messages import Message
from portal.casework.permissions import Permission, Role, may
from portal.staff import labels
from portal.store import events, outbox, tables
from tests.actions.desks import NOW, a_case, kinds_of
from tests.staff.browser import Browser
from tests.staff.conftest import SignedIn

REFERENCE = "KMR-2346-789"
MESSAGES = "/staff/messages"


@pytest.fixture
def manager(signed_in: SignedIn) -> Browser:
    return signed_in(Role.MANAGER, "M. Manager")


def _message(desk: Desk, kind: Message = Message.ADVOCACY, **columns: object) -> int:
    with desk.database.write() as conn:
        case_id = conn.execute(select(tables.cases.c.id)).scalar_one()
        message_id = outbox.add(conn, kind.value, NOW, case_id=case_id, sealed=b"a box")
        if columns:
            conn.execute(tables.outbox.update().where(tables.outbox.c.id == message_id).values(**columns))
    return message_id


def test_managers_and_administrators_look_after_messages_and_officers_do_not() -> None:
    assert {role for role in Role if may(role, Permission.LOOK_AFTER_MESSAGES)} == {Role.MANAGER, Role.ADMINISTRATOR}


def test_each_message_stands_where_it_is_looked_for(manager: Browser, desk: Desk) -> None:
    a_case(desk)
    _message(desk, dead_at=NOW, last_problem="address_refused_550", tries=3)
    _message(desk, Message.SAFEGUARDING, sent=2)
    _message(desk, Message.NEW_CASE, tries=4, last_problem="no_connection", due_at=NOW + timedelta(hours=1))
    _message(desk, Message.LETTER_READY)
    page = manager.get(MESSAGES)
    for said in (
        "Given up (1)", "Sent, and not yet confirmed (1)", "Tried again (1)", "Waiting (1)", "Sent 2 times.",
        "The mail server refuses the address: 550, tried 3 times", "No connection, tried 4 times", REFERENCE,
    ):  # fmt: skip
        assert said in page.text, said


def test_the_page_says_which_setting_is_missing(manager: Browser, desk: Desk) -> None:
    a_case(desk)
    assert "whoever runs the portal" not in manager.get(MESSAGES).text
    _message(desk)
    assert "until whoever runs the portal has set PORTAL_MAIL or PORTAL_NOTIFY_KEY" in manager.get(MESSAGES).text


def test_a_dead_letter_is_sent_again_by_a_button_and_the_history_tells(manager: Browser, desk: Desk) -> None:
    case_id = a_case(desk)
    number = _message(desk, dead_at=NOW, tries=36, last_problem="no_connection")
    page = manager.follow(f"{MESSAGES}/{number}/send-again", MESSAGES)
    assert "It is tried again within a minute." in page.text
    (row,) = delivering.waiting(desk, 0)
    assert (row.dead_at, row.tries, row.due_at) == (None, 0, NOW)
    with desk.database.read() as conn:
        told = [(e.kind, e.actor, dict(e.detail)) for e in events.of_case(conn, case_id)][-1]
    assert told == ("message_sent_again", "staff", {"message": "advocacy"})
    assert "M. Manager let a message be sent again. To the advocates" in manager.get(f"/staff/cases/{REFERENCE}").text


def test_a_message_of_no_case_is_sent_again_and_written_to_no_history(manager: Browser, desk: Desk) -> None:
    case_id = a_case(desk)
    with desk.database.write() as conn:
        number = outbox.add(conn, Message.DIGEST.value, NOW)
        conn.execute(tables.outbox.update().values(dead_at=NOW))
    manager.follow(f"{MESSAGES}/{number}/send-again", MESSAGES)
    assert [row.dead_at for row in delivering.waiting(desk, 0)] == [None]
    assert "message_sent_again" not in kinds_of(desk, case_id)


def test_what_has_left_meanwhile_is_not_sent_again(manager: Browser, desk: Desk) -> None:
    case_id = a_case(desk)
    number = _message(desk)
    standing = manager.get(MESSAGES).form(f"{MESSAGES}/{number}/send-again")
    with desk.database.write() as conn:
        conn.execute(tables.outbox.update().values(done_at=NOW))
    answer = manager.client.post(f"{MESSAGES}/{number}/send-again", data=standing)
    assert (answer.status_code, answer.headers["Location"]) == (303, MESSAGES)
    assert "message_sent_again" not in kinds_of(desk, case_id)


def test_an_administrator_sees_references_and_no_way_to_a_case(signed_in: SignedIn, desk: Desk) -> None:
    a_case(desk)
    _message(desk)
    page = signed_in(Role.ADMINISTRATOR, "C. Keeper").get(MESSAGES)
    assert REFERENCE in page.text
    assert f"/staff/cases/{REFERENCE}" not in page.links().values()


def test_whoever_opens_a_case_of_danger_reads_whether_the_front_door_was_reached(officer: Browser, desk: Desk) -> None:
    a_case(desk, risk_now=True)
    page = f"/staff/cases/{REFERENCE}"
    assert "e-mail" not in officer.get(page).text.partition("The law owes")[0]
    number = _message(desk, Message.SAFEGUARDING, last_problem="no_connection")
    assert "The e-mail to the front door has not left yet: no connection." in officer.get(page).text
    with desk.database.write() as conn:
        conn.execute(tables.outbox.update().where(tables.outbox.c.id == number).values(sent=3, last_problem=None))
    assert "An e-mail has gone to the front door 3 times. Nobody there has said yet" in officer.get(page).text


def test_an_empty_outbox_says_so(manager: Browser) -> None:
    assert manager.get(MESSAGES).text.count("None.") >= 4


def test_every_kind_and_every_problem_has_words() -> None:
    assert set(labels.MESSAGE) == {kind.value for kind in Message}
    for code in ("server_said_451", "notify_said_403", "system_said_500", "fault_ValueError", "address_refused_550"):
        assert "_" not in labels.problem_label(code)
