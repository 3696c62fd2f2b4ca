"""Whoever asked is told once of each quarter that is over: a link, and nothing about anybody."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.actions import quarterly
from portal.actions.desk import Desk
from portal.casework.permissions import Role
from portal.handoff.daily import EVERY_DAY, do_days_work
from portal.store import staff as accounts
from tests.actions.desks import a_case, an_officer, email_of
from tests.handoff.house import House
from tests.handoff.outside import text_of

WORKS = tuple(work for work in EVERY_DAY if work.name == "tell_of_quarter")


@pytest.fixture
def manager(desk: Desk) -> int:
    return an_officer(desk, "M. Anager", Role.MANAGER)


def told(house: House, year: int, month: int, day: int) -> list[str]:
    """What is said on a day, to whom."""
    before, house.now = len(house.mailbox.messages), datetime(year, month, day, 9, tzinfo=UTC)
    do_days_work(house.desk, house.now, WORKS)
    house.deliver_due()
    mails = [mail for mail in house.mailbox.messages[before:] if mail["Subject"] == "A quarter is over"]
    return [f"{mail['To']}: {text_of(mail)}" for mail in mails]


def test_each_quarter_is_told_once_with_a_link_and_no_word_of_a_case(house: House, manager: int) -> None:
    a_case(house.desk)
    assert [quarterly.switch(house.desk, manager, True, date(2026, 11, 23)) for _ in range(2)] == [True, False]
    assert told(house, 2026, 11, 24) == []
    (mail,) = told(house, 2027, 1, 4)
    assert mail.startswith(email_of("M. Anager")) and "1 October 2026 to 31 December 2026" in mail
    assert "https://casework.council.example/staff/report?period=q2026-3&years=5" in mail
    assert "KMR-" not in mail and "Jo" not in mail
    assert told(house, 2027, 1, 5) == [] and len(told(house, 2027, 4, 1)) == 1


def test_whoever_did_not_ask_or_wants_no_more_or_may_not_is_not_told(house: House, manager: int) -> None:
    other = an_officer(house.desk, "O. Ther", Role.MANAGER)
    third = an_officer(house.desk, "T. Hird", Role.MANAGER)
    for one in (manager, other):
        quarterly.switch(house.desk, one, True, date(2026, 11, 23))
    assert [quarterly.switch(house.desk, manager, False, date(2026, 11, 24)) for _ in range(2)] == [True, False]
    with house.desk.database.write() as conn:
        accounts.set_role(conn, other, Role.INVESTIGATOR.value, None)
    assert told(house, 2027, 1, 4) == []
    assert [quarterly.is_on(house.desk, one) for one in (manager, other, third)] == [False, True, False]


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)))
def test_the_last_quarter_is_three_whole_months_that_are_over(today: date) -> None:
    first, last = quarterly.last_quarter(today)
    assert first.day == 1 and first.month % 3 == 1 and last < today and (today - last).days <= 92
    assert (last.year, last.month) == (first.year, first.month + 2)
