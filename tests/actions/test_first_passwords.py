"""A password that somebody is given: good for a week, and never for longer."""

import pytest

from portal.actions import first_passwords
from portal.actions import staff as actions
from portal.actions.desk import Desk
from portal.actions.first_passwords import give_password
from portal.actions.staff import SignInRefused, sign_in, who_is
from portal.casework.permissions import Role
from portal.limits import FIRST_PASSWORD_KEPT
from portal.seal.passwords import new_password
from portal.store import staff as accounts
from tests.actions.desks import NOW, PASSWORD, later

EMAIL = "newcomer@council.example"
LAST = later(days=FIRST_PASSWORD_KEPT.days, seconds=-1)
OVER = later(days=FIRST_PASSWORD_KEPT.days)
OWN = "quiet rivers run east"


@pytest.fixture
def given(desk: Desk) -> str:
    password = new_password()
    actions.add_officer(desk, EMAIL, "A Newcomer", Role.OFFICER, password, NOW, given=True)
    return password


def _id(desk: Desk) -> int:
    return next(person.id for person in actions.everyone(desk) if person.email == EMAIL)


def test_it_opens_the_account_for_a_week_and_not_a_second_longer(desk: Desk, given: str) -> None:
    assert sign_in(desk, EMAIL, given, LAST)
    with pytest.raises(SignInRefused):
        sign_in(desk, EMAIL, given, OVER)


def test_one_of_their_own_stays(desk: Desk, given: str) -> None:
    token = sign_in(desk, EMAIL, given, NOW)
    officer = who_is(desk, token, NOW)
    assert officer is not None and officer.password_until == OVER
    actions.change_password(desk, officer.id, given, OWN, NOW)
    again = who_is(desk, sign_in(desk, EMAIL, OWN, OVER), OVER)
    assert again is not None and again.password_until is None


def test_it_cannot_be_made_ones_own(desk: Desk, given: str) -> None:
    with pytest.raises(actions.PasswordUnfit):
        actions.change_password(desk, _id(desk), given, given, NOW)


def test_a_hash_made_anew_at_sign_in_lives_no_longer(desk: Desk, given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "needs_new_hash", lambda stored: True)
    sign_in(desk, EMAIL, given, NOW)
    with pytest.raises(SignInRefused):
        sign_in(desk, EMAIL, given, OVER)


def test_whoever_lost_theirs_is_given_another_and_is_out_everywhere(desk: Desk, given: str) -> None:
    actions.change_password(desk, _id(desk), given, OWN, NOW)
    token = sign_in(desk, EMAIL, OWN, NOW)
    with desk.database.write() as conn:
        accounts.record_failure(conn, _id(desk), later(hours=1), 9)
    another = give_password(desk, EMAIL.upper(), NOW)
    assert who_is(desk, token, NOW) is None
    assert sign_in(desk, EMAIL, another, NOW)
    with pytest.raises(SignInRefused):
        sign_in(desk, EMAIL, OWN, NOW)
    with pytest.raises(SignInRefused):
        sign_in(desk, EMAIL, another, OVER)


def test_a_closed_account_stays_closed(desk: Desk, given: str) -> None:
    with desk.database.write() as conn:
        accounts.set_active(conn, _id(desk), False)
    another = give_password(desk, EMAIL, NOW)
    with pytest.raises(SignInRefused):
        sign_in(desk, EMAIL, another, NOW)


def test_nobody_is_given_one_who_has_no_account(desk: Desk) -> None:
    with pytest.raises(first_passwords.NoSuchAddress, match="nobody@council"):
        give_password(desk, "nobody@council.example", NOW)


def test_a_password_of_ones_own_does_not_run_out(desk: Desk, officer: int) -> None:
    assert sign_in(desk, "aofficer@council.example", PASSWORD, later(days=4000))
