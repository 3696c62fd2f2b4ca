"""Second factors: the codes are those of RFC 6238, each is good once, and what is kept says nothing."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.seal import factors
from portal.seal.boxes import Unreadable
from portal.seal.factors import FactorKeys, looks_like_app_code, new_recovery_codes, new_secret, step_of
from portal.seal.key_files import KeyFileWrong

KEYS = FactorKeys(b"b" * 32, b"c" * 32)
OTHERS = FactorKeys(b"x" * 32, b"y" * 32)
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of the RFC's appendix B, *12345678901234567890*."""

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
STEP = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    assert step_of(SECRET, code, datetime.fromtimestamp(seconds, UTC), None) == seconds // 30


@given(MOMENTS, st.integers(-6, 6))
def test_a_code_is_good_one_step_early_or_late_and_no_more(now: datetime, off: int) -> None:
    code = pyotp.TOTP(SECRET).at(now + off * STEP)
    others = {pyotp.TOTP(SECRET).at(now + near * STEP) for near in (-1, 0, 1)}
    assert (step_of(SECRET, code, now, None) is not None) == (abs(off) <= 1 or code in others)


@given(MOMENTS, st.integers(-1, 1), st.integers(-1, 3))
def test_no_code_is_good_twice_nor_any_before_it(now: datetime, off: int, later: int) -> None:
    step = step_of(SECRET, pyotp.TOTP(SECRET).at(now + off * STEP), now, None)
    assert step is not None
    for earlier in (step, step - 1):
        code = pyotp.TOTP(SECRET).generate_otp(earlier)
        found = step_of(SECRET, code, now + later * STEP, step)
        assert found is None or found > step


@pytest.mark.parametrize("typed", ["28 70 82", "287-082", " 287082\n", "２８７０８２"])
def test_a_code_may_be_typed_as_apps_show_it(typed: str) -> None:
    assert looks_like_app_code(typed) and step_of(SECRET, typed, datetime.fromtimestamp(59, UTC), None) == 1


@given(st.text(max_size=30))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    looks_like_app_code(typed)
    assert len(KEYS.kept_of(typed, 7)) == 64
    assert step_of(SECRET, typed, NOW, None) is None or looks_like_app_code(typed)


def test_a_secret_opens_for_its_own_person_and_with_its_own_keys_only() -> None:
    sealed = KEYS.close(SECRET, 7)
    assert SECRET.encode() not in sealed and KEYS.open(sealed, 7) == SECRET
    for keys, person in ((KEYS, 8), (OTHERS, 7)):
        with pytest.raises(Unreadable):
            keys.open(sealed, person)


def test_an_offer_is_taken_from_whom_it_was_made_to_until_its_time_is_over() -> None:
    sealed = KEYS.close_offer(SECRET, NOW, "me")
    assert KEYS.open_offer(sealed, "me", NOW - timedelta(seconds=1)) == SECRET
    for whom, now in (("you", NOW - timedelta(seconds=1)), ("me", NOW)):
        with pytest.raises(Unreadable):
            KEYS.open_offer(sealed, whom, now)
    with pytest.raises(Unreadable):
        KEYS.open_offer(KEYS.close(SECRET, 7), "me", NOW)


def test_recovery_codes_are_long_all_different_and_kept_for_one_person_under_one_key() -> None:
    codes = [code for _ in range(50) for code in new_recovery_codes()]
    assert len(set(codes)) == 500 and all(len(code.replace("-", "")) == 24 for code in codes)
    assert not any(looks_like_app_code(code) for code in codes)
    code = codes[0]
    kept = KEYS.kept_of(code, 7)
    assert kept == KEYS.kept_of(f" {code.upper().replace('-', ' ')}", 7)
    assert len({kept, KEYS.kept_of(code, 8), OTHERS.kept_of(code, 7), KEYS.kept_of(codes[1], 7)}) == 4


def test_secrets_are_long_and_the_keys_do_not_stand_in_what_is_printed() -> None:
    assert len(new_secret()) == 32 and len({new_secret() for _ in range(100)}) == 100
    assert "bbb" not in repr(KEYS) and "ccc" not in repr(KEYS)


def test_the_keys_are_made_once_for_this_user_alone_and_a_damaged_file_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    made, path = factors.load_or_make(tmp_path), tmp_path / factors.KEY_FILE
    assert made == factors.load_or_make(tmp_path) and made.box_key != made.code_key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("\n".join(path.read_text().splitlines()[:2]) + "\n")
    with pytest.raises(KeyFileWrong):
        factors.load_or_make(tmp_path)
