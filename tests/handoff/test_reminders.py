"""Reminders as they leave: one message a person and working day, with what is due and nothing that anybody wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from portal.actions import answering, closing, handling, learning, reminding, staff, teamwork
from portal.actions.answering import Given, Said
from portal.actions.desk import Desk, WaysOut
from portal.actions.learning import NewAction
from portal.actions.places import Place
from portal.actions.settling import settle
from portal.casework.learning import Grade, Owner
from portal.casework.outcomes import OutcomeCode
from portal.casework.permissions import Role
from portal.councils.parts import Reminders
from portal.handoff import daily
from portal.handoff.daily import EVERY_DAY, do_days_work
from portal.store import events
from portal.store import reminders as kept
from portal.store import staff as accounts
from tests.actions.desks import NOW, a_case, an_officer, answer_all, email_of, row_of
from tests.handoff.house import TEAM, House
from tests.handoff.outside import text_of

DIRECTOR = "director@council.example"
REFERENCE, OTHER = "KMR-2346-789", "KMR-2346-788"
WORKS = tuple(work for work in EVERY_DAY if work.name == reminding.WORK)


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@contextmanager
def on(house: House, now: datetime) -> Iterator[None]:
    """The work of a day in the office."""
    house.now = now
    do_days_work(house.desk, now, WORKS)
    house.deliver_due()
    yield


def told(house: House, now: datetime) -> dict[str, str]:
    """Whoever was written to on a day, and what."""
    before = len(house.mailbox.messages)
    with on(house, now):
        return {str(mail["To"]): text_of(mail) for mail in house.mailbox.messages[before:] if mail["Subject"] == "What is due"}


def told_of(house: House) -> str:
    return text_of(house.mailbox.messages[-1])


@pytest.fixture
def manager(desk: Desk) -> int:
    return an_officer(desk, "M. Anager", Role.MANAGER)


@pytest.fixture
def taken(desk: Desk, officer: int) -> int:
    """A complaint of 23 November, acknowledged and in hand; the answer is due on 7 December, at the latest on 21 December."""
    case_id = a_case(desk)
    handling.take(desk, REFERENCE, officer, NOW)
    handling.acknowledge(desk, REFERENCE, "We have it.", officer, NOW)
    return case_id


def test_the_handler_is_told_five_working_days_ahead_and_once(house: House, taken: int, manager: int) -> None:
    due = row_of(house.desk, taken).due_on
    assert due.isoformat() == "2026-12-07"
    found = told(house, at(11, 30))
    assert list(found) == [email_of("A. Officer")]
    said = found[email_of("A. Officer")]
    assert "KMR-2346-789: Send the answer. It is due 7 December 2026, in 5 working days." in said
    assert "https://casework.council.example/staff/queue?view=mine" in said
    assert told(house, at(11, 30, 15)) == {}, "once a day"
    assert told(house, at(12, 1)) == {}


def test_after_the_date_handler_manager_and_then_director_until_it_is_answered(house: House, officer: int, taken: int, manager: int) -> None:
    mine, above = email_of("A. Officer"), email_of("M. Anager")
    assert set(told(house, at(12, 4))) == {mine}
    assert set(told(house, at(12, 7))) == set(), "the day itself is no day of the rule"
    found = told(house, at(12, 8))
    assert set(found) == {mine, above}
    assert "Send the answer. It was due 7 December 2026, 1 working day ago." in found[above]
    assert "view=overdue" in found[above] and "view=mine" in found[mine]
    found = told(house, at(12, 14))
    assert set(found) == {mine, above, DIRECTOR}
    assert "http" not in found[DIRECTOR] and REFERENCE in found[DIRECTOR], "who has no account cannot follow a link"
    handling.confirm_route(house.desk, REFERENCE, "statutory", officer, at(12, 14))
    answer_all(house.desk, REFERENCE, officer, at(12, 14))
    with house.desk.database.read() as conn:
        seen = answering.version_of(events.of_case(conn, taken))
    answering.answer(house.desk, REFERENCE, "Dear Jo", seen, officer, at(12, 14))
    after = told(house, at(12, 15))
    assert not [said for said in after.values() if "Send the answer" in said or "last day" in said]


def test_no_word_of_anybody_stands_in_it(house: House, taken: int, manager: int) -> None:
    for said in told(house, at(12, 14)).values():
        assert not [word for word in ("Jo", "Bloggs", "visits", "Officer", "support") if word in said]


def test_nobody_writes_on_a_day_off_and_what_fell_on_it_is_told_after_it(house: House, taken: int) -> None:
    assert told(house, at(11, 29)) == {}
    assert told(house, at(11, 30)) == {email_of("A. Officer"): told_of(house)}
    assert told(house, at(12, 25)) == {} == told(house, at(12, 28)), "Christmas, and Boxing Day made good"


def test_what_nobody_has_taken_goes_to_the_managers(house: House, officer: int, manager: int) -> None:
    a_case(house.desk)
    assert list(told(house, at(11, 30))) == [email_of("M. Anager")]


def test_before_seven_in_the_morning_nobody_is_told(house: House, taken: int) -> None:
    assert told(house, at(11, 30, 6)) == {}
    assert told(house, at(11, 30, 7))


def test_two_workers_and_a_restarted_one_write_one_message(house: House, taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have worked out who is told before either claims the day."""
    gather = daily._gather_reminders
    once: list[int] = []

    def gathered_twice(desk: Desk, now: datetime) -> daily.Doing:
        found = gather(desk, now)
        if not once:
            once.append(1)
            assert do_days_work(desk, now, works) == (reminding.WORK,)
        return found

    works = (replace(WORKS[0], gather=gathered_twice),)
    house.now = at(11, 30)
    assert do_days_work(house.desk, house.now, works) == ()
    house.deliver_due()
    house.deliver_due()
    assert len(house.mailbox.to(email_of("A. Officer"))) == 1


def test_if_writing_fails_the_day_is_not_claimed(house: House, taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(reminding.leaving, "remind", breaks)
        with pytest.raises(ZeroDivisionError):
            do_days_work(house.desk, at(11, 30), WORKS)
    assert told(house, at(11, 30, 10))


def test_what_was_done_between_writing_and_sending_is_not_told(house: House, officer: int, taken: int) -> None:
    house.now = at(11, 30)
    do_days_work(house.desk, house.now, WORKS)
    other = an_officer(house.desk, "B. Officer")
    handling.assign(house.desk, REFERENCE, other, officer, house.now)
    house.deliver_due()
    assert house.mailbox.to(email_of("A. Officer")) == [] == house.mailbox.to(email_of("B. Officer"))


def test_whoever_is_complained_about_hears_nothing_of_it(house: House, officer: int, taken: int, manager: int) -> None:
    other = an_officer(house.desk, "N. Anager", Role.MANAGER)
    answering.name_conflict(house.desk, REFERENCE, frozenset({officer, manager}), "They are meant.", other, NOW)
    assert set(told(house, at(12, 14))) == {email_of("N. Anager"), DIRECTOR}


def test_a_closed_account_gets_nothing_and_the_case_goes_to_the_managers(house: House, officer: int, taken: int, manager: int) -> None:
    with house.desk.database.write() as conn:
        accounts.set_active(conn, officer, False)
    assert list(told(house, at(11, 30))) == [email_of("M. Anager")]


def test_a_message_that_could_not_leave_that_day_is_overtaken_by_the_next(house: House, taken: int) -> None:
    house.mailbox.answer = "421 closed for repairs"
    assert told(house, at(12, 8)) == {}
    house.mailbox.answer = None
    found = told(house, at(12, 9))
    assert "2 working days ago" in found[email_of("A. Officer")]
    assert len(house.mailbox.to(email_of("A. Officer"))) == 1


def test_thirty_late_cases_are_one_message_and_hundreds_a_list_with_an_end(house: House, officer: int) -> None:
    for number in range(70):
        a_case(house.desk, f"KMR-2346-{100 + number}")
        handling.take(house.desk, f"KMR-2346-{100 + number}", officer, NOW)
    found = told(house, at(12, 9))
    assert found[email_of("A. Officer")].count("KMR-2346") == 60
    assert "more, which are in the queue" in found[email_of("A. Officer")]


def test_a_council_that_says_otherwise_is_followed(house: House, taken: int, manager: int) -> None:
    rule = Reminders(handler_days_before=(3,), handler_days_late=2, manager_days_late=3, director_days_late=4)
    other = house.with_(desk=replace(house.desk, profile=house.desk.profile.model_copy(update={"reminders": rule})))
    assert told(other, at(11, 30)) == {}
    assert set(told(other, at(12, 2))) == {email_of("A. Officer")}
    assert told(other, at(12, 8)) == {}
    assert set(told(other, at(12, 9))) == {email_of("A. Officer")}
    assert set(told(other, at(12, 16))) == {email_of("A. Officer"), email_of("M. Anager")}, "nobody is above the managers here"


def test_without_a_way_out_nothing_is_written_and_after_a_gap_nothing_is_lost(house: House, taken: int) -> None:
    mute = house.with_(desk=replace(house.desk, ways_out=WaysOut()))
    assert told(mute, at(11, 30)) == {}
    assert "in 4 working days" in told(house, at(12, 1))[email_of("A. Officer")]


def test_what_was_told_is_kept_and_forgotten_in_time(house: House, taken: int) -> None:
    told(house, at(11, 30))
    with house.desk.database.write() as conn:
        day = at(11, 30).date()
        assert [(row.what, row.rung) for row in kept.of(conn, day, str(row_of(house.desk, taken).handler_id))] == [("respond_by", "handler")]
        assert kept.forget(conn, day) == 0 and kept.forget(conn, at(12, 1).date()) == 1


def test_the_team_gets_no_copy(house: House, taken: int) -> None:
    told(house, at(12, 8))
    assert house.mailbox.to(TEAM) == []


def test_reminders_use_the_address_by_which_people_sign_in(desk: Desk, officer: int) -> None:
    assert email_of("A. Officer") in [person.email for person in staff.everyone(desk)]


def an_action_is_set(house: House, officer: int, owner: Owner, due: date, reference: str = "KMR-2346-790") -> int:
    """Something to be learned in a case that is closed, so that nothing else is due in it."""
    case_id = a_case(house.desk, reference)
    handling.take(house.desk, reference, officer, NOW)
    handling.acknowledge(house.desk, reference, "We have it.", officer, NOW)
    answering.answer_point(house.desk, reference, 1, Given(OutcomeCode.UPHELD), Said("The record shows it."), officer, NOW)
    new = NewAction("Train Maria’s team.", Grade.TEAM, owner, due, sentence="We train.")
    assert learning.set_action(house.desk, reference, new, officer, NOW)
    closing.close(house.desk, reference, OutcomeCode.WITHDRAWN, "They rang.", officer, NOW)
    return case_id


def test_an_action_is_told_of_to_its_owner_before_its_day_and_to_the_managers_once_it_is_late(house: House, officer: int, manager: int) -> None:
    owner = an_officer(house.desk, "O. Wner")
    an_action_is_set(house, officer, Owner(owner), date(2026, 12, 7))
    found = told(house, at(11, 30))
    assert list(found) == [email_of("O. Wner")]
    said = found[email_of("O. Wner")]
    assert "KMR-2346-790: See to learning action 1. It is due 7 December 2026, in 5 working days." in said
    assert "https://casework.council.example/staff/learning" in said and "/staff/queue" not in said, "nothing of it is in the queue"
    assert not [word for word in ("Maria", "Train", "train", "Wner") if word in said.replace(email_of("O. Wner"), "")]
    assert told(house, at(11, 30, 15)) == {} == told(house, at(12, 1))
    assert set(told(house, at(12, 8))) == {email_of("O. Wner"), email_of("M. Anager")}
    late = told(house, at(12, 16))
    assert set(late) == {email_of("O. Wner"), email_of("M. Anager")}, "no legal date is at stake, so the director hears nothing"
    assert "It was due 7 December 2026, 7 working days ago." in late[email_of("M. Anager")]


def test_actions_and_dates_stand_in_one_message(house: House, officer: int, taken: int) -> None:
    an_action_is_set(house, officer, Owner(officer), date(2026, 12, 7))
    an_action_is_set(house, officer, Owner(officer), date(2026, 12, 7), "KMR-2346-791")
    (said,) = told(house, at(11, 30)).values()
    assert said.count("learning action 1") == 2 and "KMR-2346-789: Send the answer." in said
    assert "/staff/queue?view=mine" in said and "/staff/learning" in said


def test_where_a_service_owns_an_action_the_handler_is_told(house: House, officer: int, manager: int) -> None:
    an_action_is_set(house, officer, Owner(service="social_care"), date(2026, 12, 7))
    assert list(told(house, at(11, 30))) == [email_of("A. Officer")]
    assert set(told(house, at(12, 8))) == {email_of("A. Officer"), email_of("M. Anager")}


@pytest.mark.parametrize("how", ["done", "given_up", "another_owner", "another_day", "erased"])
def test_what_ends_an_action_or_changes_it_ends_the_reminder_even_of_a_message_that_was_written(
    how: str, house: House, officer: int, manager: int
) -> None:
    owner, other = an_officer(house.desk, "O. Wner"), an_officer(house.desk, "O. Ther")
    case_id, reference, day = an_action_is_set(house, officer, Owner(owner), date(2026, 12, 7)), "KMR-2346-790", at(11, 30)
    house.now = day
    do_days_work(house.desk, day, WORKS)
    if how == "done":
        learning.finish(house.desk, reference, 1, day.date(), "It was held.", "", owner, day)
    elif how == "given_up":
        learning.give_up(house.desk, reference, 1, "It is needless.", owner, day)
    elif how == "another_owner":
        learning.change_action(house.desk, reference, 1, Owner(other), date(2026, 12, 7), "They left.", officer, day)
    elif how == "another_day":
        learning.change_action(house.desk, reference, 1, Owner(owner), date(2027, 3, 1), "It takes longer.", officer, day)
    else:
        with house.desk.database.write() as conn:
            events.append(conn, events.Event(case_id, day, "erased", "staff", manager, {}))
            settle(house.desk, conn, case_id)
    house.deliver_due()
    assert house.mailbox.to(email_of("O. Wner")) == [] == house.mailbox.to(email_of("O. Ther"))
    late = told(house, at(12, 8))
    expected = {"another_owner": {email_of("O. Ther"), email_of("M. Anager")}}.get(how, set())
    assert set(late) == expected


def test_whoever_is_complained_about_hears_nothing_of_an_action_of_theirs(house: House, officer: int, manager: int) -> None:
    owner = an_officer(house.desk, "O. Wner")
    an_action_is_set(house, officer, Owner(owner), date(2026, 12, 7))
    closing.reopen(house.desk, "KMR-2346-790", "It goes on.", officer, NOW)
    answering.name_conflict(house.desk, "KMR-2346-790", frozenset({owner}), "They are meant.", manager, NOW)
    assert email_of("O. Wner") not in told(house, at(12, 8))


def test_whoever_cannot_open_the_list_of_actions_gets_no_link_to_it(house: House, officer: int) -> None:
    service = an_officer(house.desk, "S. Ervice", Role.SERVICE_MANAGER)
    with house.desk.database.write() as conn:
        accounts.set_role(conn, service, Role.SERVICE_MANAGER.value, ("social_care",))
    an_action_is_set(house, officer, Owner(service), date(2026, 12, 7))
    closing.reopen(house.desk, "KMR-2346-790", "It goes on.", officer, NOW)
    teamwork.choose_service(house.desk, "KMR-2346-790", Place("social_care"), officer, NOW)
    said = told(house, at(11, 30))[email_of("S. Ervice")]
    assert "learning action 1" in said and "http" not in said


def test_nobody_is_told_of_a_case_that_they_may_not_know_of(house: House, officer: int, manager: int) -> None:
    service = an_officer(house.desk, "S. Ervice", Role.SERVICE_MANAGER)
    with house.desk.database.write() as conn:
        accounts.set_role(conn, service, Role.SERVICE_MANAGER.value, ("carers",))
    an_action_is_set(house, officer, Owner(service), date(2026, 12, 7))
    assert set(told(house, at(11, 30))) == {email_of("M. Anager")}, "the service that they manage has no part in it"
    assert set(told(house, at(12, 8))) == {email_of("M. Anager")}
