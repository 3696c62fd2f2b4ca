"""What is outside goes away for days and comes back: everything arrives, nothing twice; and the counts would notice."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from portal.handoff import webhook as told
from portal.handoff.smtp import MailServer
from portal.shelf import Folder
from tests.faults import clocks, mail, migrating, scanner, shelves, webhook
from tests.faults.days import days
from tests.handoff.house import ADVOCATES
from tests.handoff.outside import Request

FEW = 4


def test_a_mail_server_that_is_away_for_days_loses_nothing_and_what_it_took_unsaid_comes_under_its_name() -> None:
    found = mail.mail_down(FEW, seed=7)
    assert found.harmless, found
    assert (found.expected, found.days) == (6, 6)
    assert found.repeated > 0, "no answer was ever lost"


class ForgetfulMailbox(mail.UnsteadyMailbox):
    """It says that it took every message, and loses those to advocates."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if ADVOCATES in envelope.rcpt_tos:
            return "250 OK"
        return await super().handle_DATA(server, session, envelope)


def test_a_message_that_never_came_is_counted_as_lost() -> None:
    found = mail.mail_down(FEW, seed=7, box=ForgetfulMailbox())
    assert found.lost == 1 and not found.harmless


def test_a_message_that_comes_again_under_another_name_is_counted_as_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    right = MailServer.written

    def under_any_name(self: MailServer, letter: Any) -> Any:
        message = right(self, letter)
        message.replace_header("Message-ID", f"<{uuid4().hex}@council.example>")
        return message

    monkeypatch.setattr(MailServer, "written", under_any_name)
    found = mail.mail_down(FEW, seed=7)
    assert found.doubled > 0 and found.repeated == 0 and not found.harmless


def test_a_case_system_that_is_away_for_days_is_told_everything_signed_and_in_order() -> None:
    found = webhook.webhook_down(FEW, seed=7)
    assert found.harmless, found
    assert found.expected == FEW + (FEW - 1) + (FEW - 2), "each sent, all but the last taken, all but two acknowledged"
    assert found.repeated > 0, "no answer was ever lost"


class ForgetfulReceiver(webhook.Receiver):
    """It says that it took everything, and does not listen the first time."""

    deaf = True

    def take(self, request: Request) -> int:
        if self.deaf and self.status == 200:
            self.deaf = False
            return 200
        return super().take(request)


def test_a_system_that_was_not_told_something_is_counted() -> None:
    found = webhook.webhook_down(FEW, seed=7, receiver=ForgetfulReceiver())
    assert (found.lost, found.wrong) == (1, 1) and not found.harmless


def test_what_is_signed_by_somebody_else_is_counted_as_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "signature", lambda *_: "v1=" + "0" * 64)
    found = webhook.webhook_down(2, seed=7)
    assert found.wrong > 0 and not found.harmless


def test_files_that_came_while_the_scanner_was_away_are_scanned_once_it_is_back() -> None:
    found = scanner.scanner_down(FEW, seed=7)
    assert found.harmless, found
    assert found.clean > 0 and found.harmful > 0 and found.clean + found.harmful == FEW


def test_a_harmful_file_that_is_handed_out_is_counted() -> None:
    found = scanner.scanner_down(2, seed=7, knows_harm=False)
    assert found.wrong > 0 and not found.harmless


def test_while_files_cannot_be_kept_that_is_said_and_nothing_is_half_kept() -> None:
    for found in (shelves.bucket_down(2), shelves.folder_down(2)):
        assert found.harmless, found
        assert (found.accepted, found.refused) == (4, 4)


def test_a_file_that_was_accepted_and_is_not_there_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Folder, "put", lambda self, name, sealed: self._folder.mkdir(exist_ok=True))
    found = shelves.folder_down(2)
    assert found.unreadable > 0 and not found.harmless


def test_a_file_that_was_refused_and_is_still_there_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "sweep_shelf", lambda *_: 0)
    found = shelves.folder_down(2)
    assert found.half == 2 and not found.harmless


def test_workers_whose_clocks_are_apart_deliver_once_and_move_no_date_wrongly() -> None:
    found = clocks.clocks_apart(8, seed=7)
    assert found.harmless, found
    assert found.messages.expected == 12 and found.dates == 6


def test_a_date_that_was_reckoned_by_a_wrong_clock_is_counted() -> None:
    found = clocks.clocks_apart(2, seed=7, apart=(timedelta(days=40), timedelta()))
    assert found.dates_wrong == 1 and not found.harmless


@pytest.mark.parametrize("migrated", [migrating.migrated_on_sqlite, migrating.migrated_on_postgresql])
def test_every_migration_back_and_forward_keeps_what_both_portals_know(migrated: Any) -> None:
    found = migrated(FEW, seed=7)
    assert found.harmless, found
    assert found.migrations == len(migrating.REVISIONS) - 1 and found.cases == FEW and found.rows > 50


def test_rows_that_a_migration_loses_are_counted() -> None:
    with days() as here:
        found = migrating.back_and_forth(here, 2, 7, lambda conn: conn.execute(text("DELETE FROM points")))
    assert found.changed > 0 and found.lost == 2 and not found.harmless
