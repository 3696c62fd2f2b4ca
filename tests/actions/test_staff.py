"""Accounts, signing in, lock-out and sessions."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import argon2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.actions import staff as actions
from portal.actions.desk import Desk
from portal.actions.staff import PasswordUnfit, SignInRefused, lock_after, sign_in, who_is
from portal.casework.permissions import Role
from portal.seal import passwords
from portal.seal.office import OfficeKey
from portal.store import staff as accounts
from portal.store.database import EmailTaken
from portal.store.staff import StaffRow
from tests.actions.desks import NOW, PASSWORD, an_officer, desk_at, later
from tests.databases import MakeDatabase

EMAIL = "aofficer@council.example"


def _fail(desk: Desk, times: int, now=NOW) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            sign_in(desk, EMAIL, "not the password", now)


def _of(desk: Desk, staff_id: int) -> StaffRow:
    with desk.database.read() as conn:
        found = accounts.by_id(conn, staff_id)
    assert found is not None
    return found


def test_whoever_signs_in_is_known_by_the_token(desk: Desk, officer: int) -> None:
    signed_in = who_is(desk, sign_in(desk, EMAIL, PASSWORD, NOW), NOW)
    assert signed_in is not None
    assert (signed_in.id, signed_in.name, signed_in.role) == (officer, "A. Officer", Role.OFFICER)


def test_the_database_never_holds_token_or_password(desk: Desk, officer: int) -> None:
    token = sign_in(desk, EMAIL.upper(), PASSWORD, NOW)
    with desk.database.read() as conn:
        row = accounts.by_id(conn, officer)
        kept = accounts.session(conn, token)
    assert row is not None and PASSWORD not in row.password_hash and row.password_hash.startswith("$argon2id$")
    assert kept is None


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(desk: Desk, officer: int) -> None:
    for email in (EMAIL, "nobody@council.example", EMAIL + "\x00", ""):
        with pytest.raises(SignInRefused) as refused:
            sign_in(desk, email, "not the password", NOW)
        assert str(refused.value) == ""


def test_an_unknown_address_costs_a_password_check_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = []
    monkeypatch.setattr(actions, "password_matches", lambda stored, text: bool(checked.append(stored)))
    with pytest.raises(SignInRefused):
        sign_in(desk, "nobody@council.example", "not the password", NOW)
    assert checked == [actions.NOBODY]


@pytest.mark.parametrize("typed", [PASSWORD, "not the password"])
def test_a_locked_account_answers_as_an_address_nobody_has_and_checks_a_password_too(
    desk: Desk, officer: int, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    checked: list[str] = []
    monkeypatch.setattr(actions, "password_matches", lambda stored, text: bool(checked.append(stored)))
    _fail(desk, 5)
    monkeypatch.setattr(actions, "password_matches", lambda stored, text: not checked.append(stored))
    with pytest.raises(SignInRefused) as refused:
        sign_in(desk, EMAIL, typed, NOW)
    assert (str(refused.value), checked[5:]) == ("", [_of(desk, officer).password_hash])


def test_every_refusal_writes_to_the_disk(
    new_database: MakeDatabase, office: OfficeKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit with nothing in it takes no time: who has an account could be read from that."""
    desk = desk_at(new_database("sqlite"), office)
    kept = an_officer(desk)
    monkeypatch.setattr(actions, "password_matches", lambda stored, text: False)
    with closing(sqlite3.connect(str(desk.database._url.database))) as watcher:

        def wrote(email: str) -> bool:
            before = watcher.execute("PRAGMA data_version").fetchone()
            with pytest.raises(SignInRefused):
                sign_in(desk, email, "not the password", NOW)
            return watcher.execute("PRAGMA data_version").fetchone() != before  # type: ignore[no-any-return]

        assert [wrote(EMAIL) for _ in range(7)] == [True] * 7
        assert wrote("nobody@council.example")
    assert (_of(desk, kept).failures, _of(desk, kept).locked_until) == (5, later(minutes=1))


@pytest.fixture
def changed_meanwhile(desk: Desk, officer: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the next password is checked, somebody else changes it."""

    def slow(stored: str, text: str) -> bool:
        monkeypatch.undo()
        actions.change_password(desk, officer, PASSWORD, "quiet rivers run east", NOW)
        return passwords.password_matches(stored, text)

    monkeypatch.setattr(actions, "password_matches", slow)


@pytest.mark.usefixtures("changed_meanwhile")
def test_a_sign_in_that_checked_the_old_password_gets_no_session_after_the_change(desk: Desk) -> None:
    with pytest.raises(SignInRefused):
        sign_in(desk, EMAIL, PASSWORD, NOW)
    assert sign_in(desk, EMAIL, "quiet rivers run east", NOW)


@pytest.mark.usefixtures("changed_meanwhile")
def test_of_two_changes_of_one_password_the_first_counts(desk: Desk, officer: int) -> None:
    with pytest.raises(SignInRefused):
        actions.change_password(desk, officer, PASSWORD, "loud rivers run west", NOW)
    assert sign_in(desk, EMAIL, "quiet rivers run east", NOW)


def test_an_old_hash_is_made_anew_of_what_was_checked_however_much_was_typed(desk: Desk, officer: int) -> None:
    longest = ("four calm grey horses " * 20)[: actions.LONGEST_PASSWORD]
    old = argon2.PasswordHasher(time_cost=1, memory_cost=1024).hash(longest)
    with desk.database.write() as conn:
        accounts.set_password(conn, officer, old)
    assert sign_in(desk, EMAIL, longest + " and more", NOW)
    assert _of(desk, officer).password_hash != old
    assert sign_in(desk, EMAIL, longest, NOW)


def test_a_password_opens_an_account_for_a_look_without_a_try_or_a_session(desk: Desk, officer: int) -> None:
    assert actions.opens(desk, EMAIL, PASSWORD)
    assert not actions.opens(desk, EMAIL, "not the password")
    assert not actions.opens(desk, "nobody@council.example", PASSWORD)
    assert _of(desk, officer).failures == 0
    with desk.database.write() as conn:
        accounts.set_active(conn, officer, False)
    assert not actions.opens(desk, EMAIL, PASSWORD)


def test_the_fifth_wrong_password_locks_for_a_minute(desk: Desk, officer: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "password_matches", lambda stored, text: text == PASSWORD)
    _fail(desk, 5)
    assert _of(desk, officer).locked_until == later(minutes=1)
    with pytest.raises(SignInRefused):
        sign_in(desk, EMAIL, PASSWORD, later(seconds=59))
    assert sign_in(desk, EMAIL, PASSWORD, later(minutes=1))


def test_the_delay_doubles_and_a_sign_in_forgets_it(desk: Desk, officer: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "password_matches", lambda stored, text: text == PASSWORD)
    _fail(desk, 5)
    _fail(desk, 1, later(minutes=1))
    assert _of(desk, officer).locked_until == later(minutes=3)
    sign_in(desk, EMAIL, PASSWORD, later(minutes=3))
    _fail(desk, 4, later(minutes=3))
    assert sign_in(desk, EMAIL, PASSWORD, later(minutes=3))


def test_guesses_side_by_side_meet_the_lock(desk: Desk, officer: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """While this one checks a right password, five wrong ones come in."""

    def slow(stored: str, text: str) -> bool:
        monkeypatch.setattr(actions, "password_matches", lambda stored, text: False)
        _fail(desk, 5)
        return True

    monkeypatch.setattr(actions, "password_matches", slow)
    with pytest.raises(SignInRefused):
        sign_in(desk, EMAIL, PASSWORD, NOW)


@given(st.integers(min_value=0, max_value=10_000))
def test_the_lock_only_grows_and_never_beyond_an_hour(failures: int) -> None:
    now, next_one = lock_after(failures), lock_after(failures + 1)
    assert (now is None) == (failures < 5)
    assert (now or timedelta()) <= (next_one or timedelta()) <= timedelta(hours=1)


def test_a_session_ends_after_an_idle_hour(desk: Desk, officer: int) -> None:
    token = sign_in(desk, EMAIL, PASSWORD, NOW)
    assert who_is(desk, token, later(minutes=59))
    assert who_is(desk, token, later(minutes=118))
    assert who_is(desk, token, later(minutes=179)) is None


def test_a_session_ends_after_twelve_hours_however_busy(desk: Desk, officer: int) -> None:
    token = sign_in(desk, EMAIL, PASSWORD, NOW)
    for minutes in range(0, 12 * 60, 30):
        assert who_is(desk, token, later(minutes=minutes))
    assert who_is(desk, token, later(hours=12)) is None


def test_signing_out_ends_this_session_and_no_other(desk: Desk, officer: int) -> None:
    here, there = (sign_in(desk, EMAIL, PASSWORD, NOW) for _ in range(2))
    actions.sign_out(desk, here, NOW)
    assert who_is(desk, here, NOW) is None
    assert who_is(desk, there, NOW)


def test_signing_out_everywhere_ends_all_of_mine_and_none_of_yours(desk: Desk, officer: int) -> None:
    an_officer(desk, "B. Officer")
    mine = [sign_in(desk, EMAIL, PASSWORD, NOW) for _ in range(2)]
    yours = sign_in(desk, "bofficer@council.example", PASSWORD, NOW)
    actions.sign_out_everywhere(desk, officer, NOW)
    assert [who_is(desk, token, NOW) for token in mine] == [None, None]
    assert who_is(desk, yours, NOW)


def test_a_new_password_ends_every_session(desk: Desk, officer: int) -> None:
    token = sign_in(desk, EMAIL, PASSWORD, NOW)
    with pytest.raises(SignInRefused):
        actions.change_password(desk, officer, "not the password", "quiet rivers run east", NOW)
    actions.change_password(desk, officer, PASSWORD, "quiet rivers run east", NOW)
    assert who_is(desk, token, NOW) is None
    assert sign_in(desk, EMAIL, "quiet rivers run east", NOW)


@pytest.mark.parametrize("password", ["short", "a" * 40, EMAIL + "!", "x" * 300])
def test_a_password_easy_to_guess_is_not_taken(desk: Desk, password: str) -> None:
    with pytest.raises(PasswordUnfit):
        actions.add_officer(desk, EMAIL, "A. Officer", Role.OFFICER, password, NOW)


def test_the_password_one_has_is_no_new_one(desk: Desk, officer: int) -> None:
    with pytest.raises(PasswordUnfit, match="that you have"):
        actions.change_password(desk, officer, PASSWORD, PASSWORD, NOW)


def test_a_new_password_is_measured_by_the_names_of_whoever_chooses_and_of_the_council(desk: Desk) -> None:
    for name in ("Wilhelmina Featherstonehaugh", "A. Officer"):
        number = an_officer(desk, name)
        chosen = "featherstonehaugh, wilhelmina"
        if name == "A. Officer":
            actions.change_password(desk, number, PASSWORD, chosen, NOW)
        else:
            with pytest.raises(PasswordUnfit, match="harder to guess"):
                actions.change_password(desk, number, PASSWORD, chosen, NOW)
    with pytest.raises(PasswordUnfit, match="harder to guess"):
        actions.add_officer(desk, EMAIL, "A. Officer", Role.OFFICER, f"{desk.profile.council} 2026", NOW)


def test_an_address_is_used_once_and_must_be_one(desk: Desk, officer: int) -> None:
    with pytest.raises(EmailTaken):
        actions.add_officer(desk, EMAIL.upper(), "Another", Role.OFFICER, PASSWORD, NOW)
    with pytest.raises(actions.EmailWrong):
        actions.add_officer(desk, "no address", "Another", Role.OFFICER, PASSWORD, NOW)


def test_a_role_we_do_not_know_gets_no_account(desk: Desk) -> None:
    with pytest.raises(ValueError, match="visitor"):
        actions.add_officer(desk, EMAIL, "Another", "visitor", PASSWORD, NOW)  # type: ignore[arg-type]


def test_wrong_passwords_side_by_side_are_each_counted(
    desk: Desk, officer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "password_matches", lambda stored, text: False)
    with ThreadPoolExecutor(4) as guessers:
        list(guessers.map(lambda _: _fail(desk, 1), range(4)))
    assert _of(desk, officer).failures == 4
