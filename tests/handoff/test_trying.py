"""Trying, trying again, giving up, and never two at once; the clock goes only when a test says so."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from portal.actions import closing, delivering, drafts, submitting
from portal.actions.auditing import last_head
from portal.actions.delivering import CALM, LEASE, URGENT
from portal.actions.desk import WaysOut
from portal.actions.filing import Filing
from portal.casework.outcomes import OutcomeCode
from portal.handoff.daily import EVERY_DAY, DailyWork, do_days_work
from portal.handoff.delivery import Outcome
from portal.seal.boxes import Unreadable
from portal.store import outbox, tables
from portal.store.database import DatabaseUnavailable
from tests.actions.desks import NOW, an_officer, answer_all, row_of
from tests.citizen.people import WHO
from tests.citizen.stored import count
from tests.handoff.house import DOOR, TEAM, House, manner
from tests.handoff.outside import text_of


def _only(house: House, case_id: int, kind: str) -> outbox.OutboxRow:
    (row,) = house.box(case_id, kind)
    return row


def test_a_case_that_was_never_kept_leaves_no_message(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = drafts.change(house.desk, None, lambda _: WHO["child"], NOW)

    def breaks(filing: Filing, *_: object) -> None:
        assert filing.conn.execute(tables.outbox.select()).first(), "the rows were written before"
        raise DatabaseUnavailable("the power went")

    monkeypatch.setattr(submitting, "_leave_receipt", breaks)
    with pytest.raises(DatabaseUnavailable):
        submitting.submit(house.desk, draft.key, manner(), NOW)
    assert (count(house.desk, "cases"), count(house.desk, "outbox")) == (0, 0)
    assert house.deliver_due() == 0 and house.mailbox.messages == []


def test_while_the_mail_server_is_down_the_wait_grows_and_is_spread(house: House) -> None:
    house.mailbox.answer = "451 later, please"
    case_id = house.somebody_sends()
    waits = []
    for _ in range(12):
        assert house.deliver(_only(house, case_id, "new_case").id) is Outcome.FAILED
        row = _only(house, case_id, "new_case")
        assert row.last_problem == "server_said_451"
        waits.append(row.due_at - house.now)
        house.now = row.due_at
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert waits == sorted(waits) and waits[-1] == CALM.longest
    assert CALM.wait(1, 0.0) == timedelta(seconds=45) and CALM.wait(1, 1.0) == timedelta(seconds=75)


def test_before_its_time_a_message_is_left_alone(house: House) -> None:
    house.mailbox.answer = "451 later, please"
    case_id = house.somebody_sends()
    house.deliver_due()
    house.mailbox.answer = None
    house.time_passes(seconds=59)
    assert house.deliver(_only(house, case_id, "new_case").id) is Outcome.NOTHING
    house.time_passes(seconds=1)
    assert house.deliver(_only(house, case_id, "new_case").id) is Outcome.LEFT


def _days_without_mail(house: House, days: float) -> None:
    until = house.now + timedelta(days=days)
    while house.now < until:
        house.deliver_due()
        house.time_passes(minutes=30)


def test_after_five_days_without_a_mail_server_everything_arrives_and_nothing_twice(house: House) -> None:
    house.mailbox.answer = "421 closed for repairs"
    case_ids = [house.somebody_sends() for _ in range(5)]
    danger = house.somebody_is_in_danger()
    _days_without_mail(house, 5)
    assert house.mailbox.messages == []
    house.mailbox.answer = None
    _days_without_mail(house, 0.5)
    assert len(house.mailbox.to(TEAM)) == 6
    assert len(set(house.mailbox.names)) == len(house.mailbox.names)
    assert house.mailbox.to(DOOR)
    assert all(row.done_at for case_id in case_ids for row in house.box(case_id))
    assert [row.done_at for row in house.box(danger, "safeguarding")] == [None], "nobody has confirmed it yet"


def test_after_a_week_a_message_is_given_up_and_can_be_sent_again(house: House, officer: int) -> None:
    house.mailbox.answer = "421 closed for good"
    case_id = house.somebody_sends()
    _days_without_mail(house, 12)
    row = _only(house, case_id, "new_case")
    assert row.dead_at and timedelta(days=6) < row.dead_at - NOW < timedelta(days=9)
    assert row.tries == CALM.most
    house.mailbox.answer = None
    house.time_passes(days=1)
    house.deliver_due()
    assert house.mailbox.to(TEAM) == [], "a dead letter lies still"
    assert delivering.send_again(house.desk, row.id, officer, house.now)
    house.deliver_due()
    assert len(house.mailbox.to(TEAM)) == 1
    assert not delivering.send_again(house.desk, row.id, officer, house.now), "what has left is not sent again"


def test_a_message_sent_again_is_tried_for_a_week_again(house: House, officer: int) -> None:
    house.mailbox.answer = "421 closed for good"
    case_id = house.somebody_sends()
    _days_without_mail(house, 12)
    delivering.send_again(house.desk, _only(house, case_id, "new_case").id, officer, house.now)
    house.deliver_due()
    row = _only(house, case_id, "new_case")
    assert (row.dead_at, row.tries) == (None, 1)


def test_an_address_that_does_not_exist_is_not_tried_for_a_week(house: House) -> None:
    house.mailbox.answer = "550 no such person"
    case_id = house.somebody_sends()
    house.deliver_due()
    row = _only(house, case_id, "new_case")
    assert (row.dead_at, row.last_problem) == (house.now, "address_refused_550")


def test_a_message_about_danger_is_never_given_up(house: House) -> None:
    house.mailbox.answer = "550 no such person"
    case_id = house.somebody_is_in_danger()
    _days_without_mail(house, 10)
    row = _only(house, case_id, "safeguarding")
    assert row.dead_at is None and row.due_at - house.now <= URGENT.longest * 1.25


def test_a_crash_after_sending_sends_again_under_the_same_name(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = house.somebody_sends()
    message_id = _only(house, case_id, "new_case").id

    def crash(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(delivering, "delivered", crash)
        house.deliver(message_id)
    assert house.deliver(message_id) is Outcome.NOTHING, "the lease still stands"
    house.now += LEASE
    assert house.deliver(message_id) is Outcome.LEFT
    names = [message["Message-ID"] for message in house.mailbox.to(TEAM)]
    assert len(names) == 2 and len(set(names)) == 1


def test_a_crash_before_a_repetition_is_kept_repeats_it_under_the_same_name(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = house.somebody_is_in_danger()
    message_id = _only(house, case_id, "safeguarding").id
    house.deliver(message_id)
    house.time_passes(hours=1)

    def crash(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(delivering, "delivered", crash)
        house.deliver(message_id)
    house.now += LEASE
    house.deliver(message_id)
    first, second, third = (message["Message-ID"] for message in house.mailbox.to(DOOR))
    assert first != second == third


def test_whoever_comes_back_after_the_lease_ran_out_changes_nothing_any_more(house: House) -> None:
    case_id = house.somebody_sends()
    message_id = _only(house, case_id, "new_case").id
    slow = delivering.take_up(house.desk, message_id, house.now)
    assert slow
    house.now += LEASE
    quick = delivering.take_up(house.desk, message_id, house.now)
    assert quick and quick.row.leased_until != slow.row.leased_until
    assert not delivering.failed(house.desk, slow.row, "no_connection", house.now, 0.5)
    assert not delivering.delivered(house.desk, slow, house.now)
    assert delivering.delivered(house.desk, quick, house.now)


def test_many_workers_at_once_deliver_each_message_once(house: House) -> None:
    case_ids = [house.somebody_sends("child") for _ in range(4)]
    with ThreadPoolExecutor(4) as workers:
        for done in [workers.submit(house.deliver_due) for _ in range(4)]:
            done.result(60)
    ids = [row.id for case_id in case_ids for row in house.box(case_id)]
    assert len(house.mailbox.names) == len(set(house.mailbox.names))
    assert len(house.mailbox.to(TEAM)) == 4
    keys = [request.headers["Idempotency-Key"] for request in house.system.requests]
    assert len(keys) == len(set(keys)) and set(keys) <= {str(one) for one in ids}


def test_until_a_way_out_is_set_up_messages_wait_and_then_leave(house: House) -> None:
    open_desk = house.desk
    house.desk = replace(open_desk, ways_out=WaysOut())
    case_id = house.somebody_sends()
    assert house.deliver_due() == 0
    row = _only(house, case_id, "new_case")
    assert (row.tries, row.last_problem, row.done_at) == (0, None, None)
    assert house.box(case_id, "case_changed") == [], "nobody has said that there is a case system"
    assert [one.reference for one in house.waiting()] == [house.reference_of(case_id)]
    house.desk = open_desk
    house.time_passes(days=3)
    house.deliver_due()
    assert len(house.mailbox.to(TEAM)) == 1


def test_a_fault_in_one_message_does_not_keep_the_others_in(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.handoff.texts import House as Texts

    right = Texts.written

    def faulty(self: Texts, parcel: delivering.Parcel) -> object:
        if parcel.kind == "new_case":
            raise ZeroDivisionError("Ada Example")
        return right(self, parcel)

    monkeypatch.setattr(Texts, "written", faulty)
    case_id = house.somebody_sends(risk_now="yes")
    house.deliver_due()
    assert _only(house, case_id, "new_case").last_problem == "fault_ZeroDivisionError"
    assert len(house.mailbox.to(DOOR)) == 1


def test_what_no_key_opens_is_given_up_and_shown(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = house.somebody_sends("child")

    def shut(*_: object) -> bytes:
        raise Unreadable

    monkeypatch.setattr(delivering, "case_key", shut)
    house.deliver_due()
    row = _only(house, case_id, "advocacy")
    assert (row.last_problem, row.dead_at) == ("unreadable", house.now)


def test_logs_hold_no_word_of_anybody(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.mailbox.answer = "550 <ada@example.org> Ada Example is not here"
    house.somebody_sends("child")
    house.somebody_is_in_danger()
    with caplog.at_level("DEBUG"):
        house.deliver_due()
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name != "mail.log")
    assert "a message did not leave" in ours and "'problem': 'address_refused_550'" in ours
    assert not [word for word in ("ada@", "Ada", "Kit", "breaks", "example.org") if word in ours]


def test_the_days_work_is_done_once_a_day_however_many_ask(house: House) -> None:
    done: list[datetime] = []
    works = (DailyWork("count", lambda desk, conn, now: done.append(now)),)
    with ThreadPoolExecutor(6) as workers:
        asked = [workers.submit(do_days_work, house.desk, house.now, works) for _ in range(12)]
        names = [name for one in asked for name in one.result(60)]
    assert names == ["count"]
    house.time_passes(days=1)
    assert do_days_work(house.desk, house.now, works) == ("count",)
    assert len(set(done)) == 2


def test_work_that_fails_is_still_to_do(house: House) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        do_days_work(house.desk, house.now, (DailyWork("count", fails),))
    assert do_days_work(house.desk, house.now, (DailyWork("count", lambda *_: None),)) == ("count",)


def test_work_waits_for_its_hour_in_london(house: House) -> None:
    work = (DailyWork("late", lambda *_: None, from_hour=10),)
    assert do_days_work(house.desk, house.now, work) == ()
    house.time_passes(minutes=30)
    assert do_days_work(house.desk, house.now, work) == ("late",)


def test_once_a_day_the_team_is_told_what_is_stuck(house: House) -> None:
    house.mailbox.answer = "550 no such person"
    house.somebody_sends()
    house.deliver_due()
    house.mailbox.answer = None
    house.time_passes(days=1)
    do_days_work(house.desk, house.now)
    house.deliver_due()
    do_days_work(house.desk, house.now)
    house.deliver_due()
    (digest,) = house.mailbox.to(TEAM)
    assert digest["Subject"] == "The day in numbers"
    assert "1 message was given up" in text_of(digest) and "/staff/messages" in text_of(digest)
    head = last_head(house.desk)
    assert head and head.hash.hex() in text_of(digest), "the mailbox is the witness of what was there"
    assert not [word for word in ("Ada", "KMR", "complain") if word in text_of(digest).replace("complaints@", "")]


def test_the_team_is_told_once_that_cases_were_kept_long_enough_and_not_which(house: House) -> None:
    case_id = house.somebody_sends()
    house.deliver_due()
    reference = house.reference_of(case_id)
    officer = an_officer(house.desk)
    answer_all(house.desk, reference, officer, house.now)
    closing.close(house.desk, reference, OutcomeCode.UPHELD, "Answered", officer, house.now)
    house.time_passes(days=366 * 6)
    for _ in range(2):
        do_days_work(house.desk, house.now)
        house.deliver_due()
        house.time_passes(days=1)
    (digest,) = house.mailbox.to(TEAM)[1:]
    said = text_of(digest)
    assert "1 closed case has been kept" in said and "/staff/keeping" in said and "/staff/messages" not in said
    assert reference not in said
    assert row_of(house.desk, case_id).keeping == "run_out"


def test_the_team_is_reminded_of_what_is_due_and_late_in_numbers(house: House) -> None:
    house.somebody_sends()
    house.somebody_sends()
    house.somebody_is_in_danger()
    house.deliver_due()
    before = len(house.mailbox.to(TEAM))
    house.time_passes(days=13)
    do_days_work(house.desk, house.now)
    house.deliver_due()
    house.time_passes(days=4)
    do_days_work(house.desk, house.now)
    house.deliver_due()
    first, second = (text_of(mail) for mail in house.mailbox.to(TEAM)[before:])
    assert "1 case in which somebody told of danger is open" in first
    assert "3 cases are due today or on the next working day" in first and "late" not in first
    assert "3 cases are late" in second and "due today" not in second
    assert "/staff/queue" in first and "KMR" not in first + second


def test_where_cases_run_out_on_a_day_with_something_pressing_the_team_is_told_once(house: House) -> None:
    done, late = house.somebody_sends(), house.somebody_sends()
    house.deliver_due()
    officer = an_officer(house.desk)
    answer_all(house.desk, house.reference_of(done), officer, house.now)
    closing.close(house.desk, house.reference_of(done), OutcomeCode.UPHELD, "Answered", officer, house.now)
    house.now = house.now.replace(year=2033, hour=6)
    before = len(house.mailbox.to(TEAM))
    for _ in range(3):
        do_days_work(house.desk, house.now)
        house.deliver_due()
        house.time_passes(hours=1)
    (digest,) = house.mailbox.to(TEAM)[before:]
    assert "1 case is late" in text_of(digest) and "1 closed case has been kept" in text_of(digest)
    assert row_of(house.desk, late).open


def test_where_nothing_is_stuck_late_or_due_nobody_is_told(house: House) -> None:
    house.somebody_sends()
    house.deliver_due()
    assert "tell_of_the_day" in do_days_work(house.desk, house.now)
    assert house.waiting() == []
    house.deliver_due()
    assert len(house.mailbox.to(TEAM)) == 1


def test_what_has_left_is_forgotten_after_ninety_days(house: House) -> None:
    case_id = house.somebody_sends()
    house.deliver_due()
    house.time_passes(days=91)
    do_days_work(house.desk, house.now, tuple(work for work in EVERY_DAY if work.name == "forget_delivered"))
    assert house.box(case_id) == []


def test_which_days_work_was_done_is_forgotten_after_ninety_days(house: House) -> None:
    claims = [house.now + timedelta(days=days) for days in (0, 60, 120)]
    for now in claims:
        do_days_work(house.desk, now)
    with house.desk.database.read() as conn:
        kept = [outbox.is_claimed(conn, "forget_delivered", now.date()) for now in claims]
    assert kept == [False, True, True]
