"""One's own sessions: what is listed, and ending one of them with the password."""

import pytest

from portal.actions.desk import Desk
from portal.actions.sessions import end_own_session, own_sessions
from portal.actions.staff import SignInRefused, sign_in, sign_out, who_is
from tests.actions.desks import NOW, PASSWORD, an_officer, later

EMAIL = "aofficer@council.example"


def test_only_what_still_opens_pages_is_listed_and_this_one_is_known(desk: Desk, officer: int) -> None:
    old, ended = sign_in(desk, EMAIL, PASSWORD, NOW), sign_in(desk, EMAIL, PASSWORD, later(minutes=30))
    here, there = sign_in(desk, EMAIL, PASSWORD, later(minutes=61)), sign_in(desk, EMAIL, PASSWORD, later(minutes=62))
    sign_out(desk, ended, later(minutes=40))
    found = own_sessions(desk, officer, here, later(minutes=63))
    assert [(one.created_at, one.is_this) for one in found] == [(later(minutes=62), False), (later(minutes=61), True)]
    assert who_is(desk, old, later(minutes=63)) is None and who_is(desk, there, later(minutes=63))


def test_one_is_ended_with_the_password_and_no_other(desk: Desk, officer: int) -> None:
    here, there, third = (sign_in(desk, EMAIL, PASSWORD, later(seconds=n)) for n in range(3))
    name = own_sessions(desk, officer, there, later(minutes=1))[1].name
    with pytest.raises(SignInRefused):
        end_own_session(desk, officer, name, "not the password", later(minutes=1))
    assert who_is(desk, there, later(minutes=1))
    end_own_session(desk, officer, name, PASSWORD, later(minutes=1))
    assert [bool(who_is(desk, token, later(minutes=1))) for token in (here, there, third)] == [True, False, True]


def test_nobody_ends_anybody_elses(desk: Desk, officer: int) -> None:
    other = an_officer(desk, "B. Officer")
    theirs = sign_in(desk, "bofficer@council.example", PASSWORD, NOW)
    name = own_sessions(desk, other, theirs, NOW)[0].name
    end_own_session(desk, officer, name, PASSWORD, NOW)
    assert who_is(desk, theirs, NOW)


def test_a_name_is_not_the_token_nor_what_it_is_kept_under(desk: Desk, officer: int) -> None:
    token = sign_in(desk, EMAIL, PASSWORD, NOW)
    name = own_sessions(desk, officer, token, NOW)[0].name
    assert name not in token and len(name) == 16
