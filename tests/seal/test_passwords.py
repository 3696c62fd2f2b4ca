"""Staff passwords and session tokens: checked without being kept."""

import argon2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.seal import passwords

CHEAP = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.fixture
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", CHEAP)


@pytest.mark.usefixtures("_cheap")
@pytest.mark.parametrize("text", ["correct horse", "", "pässwörd", "🔑" * 50, "x" * 5000, "nul\0inside", "\ud800"])
def test_a_password_matches_itself_and_no_other(text: str) -> None:
    stored = passwords.hash_password(text)
    assert passwords.password_matches(stored, text)
    assert not passwords.password_matches(stored, f"{text}.")


@pytest.mark.usefixtures("_cheap")
def test_a_letter_with_an_accent_is_the_same_from_every_keyboard() -> None:
    assert passwords.password_matches(passwords.hash_password("caf\u00e9"), "cafe\u0301")


@pytest.mark.usefixtures("_cheap")
def test_the_same_password_is_kept_differently_each_time() -> None:
    assert passwords.hash_password("same") != passwords.hash_password("same")


@given(stored=st.text() | st.text().map(lambda rest: f"$argon2id$v=19$m=64,t=1,p=1${rest}"), text=st.text())
def test_a_damaged_hash_matches_nothing_and_wants_replacing(stored: str, text: str) -> None:
    assert passwords.password_matches(stored, text) is False
    assert passwords.needs_new_hash(stored) is True


def test_a_hash_that_demands_too_much_work_is_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argon2.PasswordHasher, "verify", lambda *_: pytest.fail("it set to work"))
    digest = passwords.NOBODY.split("$", 4)[4]
    for settings in ("m=8388608,t=1,p=1", "m=64,t=1000000,p=1", "m=8192,t=1,p=1024"):
        assert not passwords.password_matches(f"$argon2id$v=19${settings}${digest}", "anything")


def test_nobody_costs_as_much_to_check_as_anybody() -> None:
    somebody = passwords.hash_password("a real one")
    assert argon2.extract_parameters(passwords.NOBODY) == argon2.extract_parameters(somebody)
    assert passwords.password_matches(somebody, "a real one")
    assert not passwords.password_matches(passwords.NOBODY, "a real one")
    assert not passwords.needs_new_hash(passwords.NOBODY)


def test_a_hash_with_older_settings_wants_replacing_and_still_matches() -> None:
    old = CHEAP.hash("a real one")
    assert passwords.needs_new_hash(old)
    assert passwords.password_matches(old, "a real one")


def test_hashing_is_no_cheaper_than_what_was_measured() -> None:
    asked = argon2.extract_parameters(passwords.NOBODY)
    assert (asked.type, asked.memory_cost >= 64 * 1024, asked.time_cost >= 4) == (argon2.Type.ID, True, True)


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {passwords.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {43}


@given(token=st.text(), other=st.text())
def test_a_token_has_one_name_that_does_not_show_it(token: str, other: str) -> None:
    assert (passwords.token_id(token) == passwords.token_id(other)) == (token == other)
    assert len(passwords.token_id(token)) == 64
    assert int(passwords.token_id(token), 16) >= 0


def test_the_name_of_a_token_is_its_sha256() -> None:
    assert passwords.token_id("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
