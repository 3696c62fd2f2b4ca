"""The second factor: after the password a code, each good once; wrong ones lock; what is kept opens nothing."""

from dataclasses import replace
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from portal.actions import second_factor
from portal.actions.desk import Desk
from portal.actions.first_passwords import give_password
from portal.actions.looking_after import BeyondReach, close_account, open_account, take_factor_away
from portal.actions.second_factor import (
    CodeWrong,
    FactorUnreadable,
    HalfWayOver,
    OfferOver,
    OldCodeWrong,
    give_code,
    half_way,
    recovery_codes_left,
)  # fmt: skip
from portal.actions.staff import Officer, SignInRefused, change_password, sign_in, sign_out_everywhere, who_is
from portal.casework.permissions import Role
from portal.limits import RECOVERY_CODES, STAFF_HALF_SESSION
from portal.seal.factors import FactorKeys
from portal.store import staff as accounts
from tests.actions.desks import NOW, PASSWORD, an_officer, email_of, later

EMAIL = email_of("A. Officer")
OFTEN = timedelta(seconds=90)


def _secret_of(desk: Desk, person: int, now: datetime = NOW) -> tuple[str, list[str]]:
    """Set a factor up for this person; the secret in their app, and their recovery codes."""
    offered = second_factor.offer(desk, person, EMAIL, "browser", now)
    code = pyotp.TOTP(offered.secret).at(now)
    return offered.secret, second_factor.replace(desk, person, "browser", offered.box, PASSWORD, code, now).recovery_codes


def _half(desk: Desk, now: datetime) -> str:
    token = sign_in(desk, EMAIL, PASSWORD, now)
    assert who_is(desk, token, now) is None and half_way(desk, token, now) is not None
    return token


def _code(secret: str, now: datetime) -> str:
    return pyotp.TOTP(secret).at(now)


def _wrong(secret: str, now: datetime) -> str:
    near = {_code(secret, now + timedelta(seconds=off)) for off in (-30, 0, 30)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)


def _kept(desk: Desk) -> str:
    """Everything that the tables of accounts hold."""
    with desk.database.read() as conn:
        tables = ("staff", "staff_sessions", "staff_half_sessions", "staff_recovery_codes")
        return repr([conn.execute(text(f"SELECT * FROM {table}")).all() for table in tables])


def test_the_password_alone_opens_no_page_and_the_code_opens_them(desk: Desk) -> None:
    person = an_officer(desk)
    secret, _ = _secret_of(desk, person)
    at = later(minutes=5)
    half = _half(desk, at)
    whole = give_code(desk, half, _code(secret, at), at)
    assert whole != half
    officer = who_is(desk, whole, at)
    assert officer is not None and officer.id == person
    assert who_is(desk, half, at) is None and half_way(desk, half, at) is None
    with pytest.raises(HalfWayOver):
        give_code(desk, half, _code(secret, at + OFTEN), at + OFTEN)


def test_a_code_is_good_once_even_within_its_half_minute(desk: Desk) -> None:
    secret, _ = _secret_of(desk, an_officer(desk))
    at = later(minutes=5)
    code, first, second = _code(secret, at), _half(desk, at), _half(desk, at)
    assert give_code(desk, first, code, at)
    for typed in (code, _code(secret, at - timedelta(seconds=30))):
        with pytest.raises(SignInRefused):
            give_code(desk, second, typed, at)
    assert give_code(desk, second, _code(secret, at + timedelta(seconds=30)), at), "the next one is good"


def test_the_code_that_set_it_up_does_not_open_the_account_too(desk: Desk) -> None:
    secret, _ = _secret_of(desk, an_officer(desk))
    with pytest.raises(SignInRefused):
        give_code(desk, _half(desk, NOW), _code(secret, NOW), NOW)


@pytest.mark.parametrize(("off", "good"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_clock_may_be_one_step_off_either_way(desk: Desk, off: int, good: bool) -> None:
    secret, _ = _secret_of(desk, an_officer(desk))
    at = later(minutes=5)
    half, code = _half(desk, at), _code(secret, at + timedelta(seconds=off))
    if good:
        assert give_code(desk, half, code, at)
    else:
        with pytest.raises(SignInRefused):
            give_code(desk, half, code, at)


def test_wrong_codes_lock_as_wrong_passwords_do_and_the_right_one_is_refused_meanwhile(desk: Desk) -> None:
    secret, codes = _secret_of(desk, an_officer(desk))
    at = later(minutes=5)
    half = _half(desk, at)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            give_code(desk, half, _wrong(secret, at), at)
    for right in (_code(secret, at), codes[0]):
        with pytest.raises(SignInRefused):
            give_code(desk, half, right, at)
    with pytest.raises(SignInRefused):
        sign_in(desk, EMAIL, PASSWORD, at)
    over = at + timedelta(minutes=1)
    assert give_code(desk, half, _code(secret, over), over)


def test_giving_the_password_again_buys_no_new_guesses_at_the_code(desk: Desk) -> None:
    secret, _ = _secret_of(desk, an_officer(desk))
    at = later(minutes=5)
    for _ in range(5):
        half = _half(desk, at)
        with pytest.raises(SignInRefused):
            give_code(desk, half, _wrong(secret, at), at)
    with pytest.raises(SignInRefused):
        sign_in(desk, EMAIL, PASSWORD, at)


def test_wrong_passwords_and_wrong_codes_are_counted_together_and_forgotten_once_somebody_is_in(desk: Desk) -> None:
    person = an_officer(desk)
    secret, _ = _secret_of(desk, person)
    at = later(minutes=5)
    for _ in range(2):
        with pytest.raises(SignInRefused):
            sign_in(desk, EMAIL, "not the password", at)
    half = _half(desk, at)
    for _ in range(2):
        with pytest.raises(SignInRefused):
            give_code(desk, half, "not a code", at)
    assert _failures(desk, person) == 4
    give_code(desk, half, _code(secret, at), at)
    assert _failures(desk, person) == 0


def _failures(desk: Desk, person: int) -> int:
    with desk.database.read() as conn:
        found = accounts.by_id(conn, person)
    assert found is not None
    return found.failures


def test_each_recovery_code_opens_the_account_once(desk: Desk) -> None:
    person = an_officer(desk)
    _, codes = _secret_of(desk, person)
    assert len(codes) == RECOVERY_CODES == recovery_codes_left(desk, person)
    assert give_code(desk, _half(desk, NOW), codes[0].upper().replace("-", " "), NOW)
    assert recovery_codes_left(desk, person) == RECOVERY_CODES - 1
    with pytest.raises(SignInRefused):
        give_code(desk, _half(desk, NOW), codes[0], NOW)
    for code in codes[1:]:
        assert give_code(desk, _half(desk, NOW), code, NOW)
    assert recovery_codes_left(desk, person) == 0


def test_anybody_elses_recovery_code_and_secret_open_nothing(desk: Desk) -> None:
    other = an_officer(desk, "B. Officer")
    _secret_of(desk, an_officer(desk))
    secret, codes = _secret_of(desk, other)
    at = later(minutes=5)
    half = _half(desk, at)
    for typed in (_code(secret, at), codes[0]):
        with pytest.raises(SignInRefused):
            give_code(desk, half, typed, at)
    assert recovery_codes_left(desk, other) == RECOVERY_CODES


def test_a_sealed_secret_that_is_copied_into_another_row_opens_nothing_there(desk: Desk) -> None:
    mine, theirs = an_officer(desk), an_officer(desk, "B. Officer")
    _secret_of(desk, mine)
    secret, _ = _secret_of(desk, theirs)
    with desk.database.write() as conn:
        copied = "UPDATE staff SET factor = (SELECT factor FROM staff AS other WHERE other.id = :theirs) WHERE id = :mine"
        conn.execute(text(copied), {"mine": mine, "theirs": theirs})
    at = later(minutes=5)
    with pytest.raises(FactorUnreadable):
        give_code(desk, _half(desk, at), _code(secret, at), at)


def test_the_half_session_is_over_after_a_quarter_of_an_hour(desk: Desk) -> None:
    secret, _ = _secret_of(desk, an_officer(desk))
    half, last = _half(desk, NOW), NOW + STAFF_HALF_SESSION
    assert half_way(desk, half, last - timedelta(seconds=1))
    assert half_way(desk, half, last) is None
    with pytest.raises(HalfWayOver):
        give_code(desk, half, _code(secret, last), last)


def test_whatever_ends_sessions_ends_half_sessions(desk: Desk) -> None:
    person, keeper = an_officer(desk), Officer(0, "K", "k@council.example", Role.ADMINISTRATOR.value)
    _secret_of(desk, person)
    ways = (
        lambda: sign_out_everywhere(desk, person, NOW),
        lambda: close_account(desk, keeper, person, NOW),
        lambda: take_factor_away(desk, keeper, person, NOW),
    )
    for way in ways:
        half = _half(desk, NOW)
        way()
        assert half_way(desk, half, NOW) is None
        open_account(desk, keeper, person)
    _secret_of(desk, person)
    half = _half(desk, NOW)
    change_password(desk, person, PASSWORD, "quiet rivers run east", NOW)
    assert half_way(desk, half, NOW) is None
    given = give_password(desk, EMAIL, NOW)
    half = sign_in(desk, EMAIL, given, NOW)
    give_password(desk, EMAIL, NOW)
    assert half_way(desk, half, NOW) is None


def test_nothing_that_is_kept_is_the_secret_a_code_or_a_token(desk: Desk) -> None:
    secret, codes = _secret_of(desk, an_officer(desk))
    half = _half(desk, NOW)
    kept = _kept(desk).lower()
    for secret_word in (secret, half, PASSWORD, *codes, *(code.replace("-", "") for code in codes)):
        assert secret_word.lower() not in kept


def test_with_other_keys_nothing_opens_an_error_is_logged_and_no_try_is_counted(desk: Desk) -> None:
    person = an_officer(desk)
    secret, codes = _secret_of(desk, person)
    lost, at = replace(desk, factors=FactorKeys(b"x" * 32, b"y" * 32)), later(minutes=5)
    half = _half(lost, at)
    tried = (_code(secret, at), codes[0], _wrong(secret, at), *codes[1:5])
    for typed in tried:
        with capture_logs() as lines, pytest.raises(FactorUnreadable):
            give_code(lost, half, typed, at)
        (said,) = lines
        assert said["log_level"] == "error" and said["event"].startswith("a second factor cannot be opened")
        assert not any(word in repr(said) for word in (secret, typed, half, EMAIL))
    assert _failures(desk, person) == 0
    assert give_code(desk, half, _code(secret, at), at), "with the right key again all is as it was"


def test_a_recovery_code_opens_the_account_though_the_secret_beside_it_was_altered(desk: Desk) -> None:
    _, codes = _secret_of(desk, an_officer(desk))
    with desk.database.write() as conn:
        conn.execute(text("UPDATE staff SET factor = :box"), {"box": b"altered"})
    assert give_code(desk, _half(desk, NOW), codes[0], NOW)


def test_a_factor_counts_only_with_the_password_and_a_code_that_fits(desk: Desk) -> None:
    person = an_officer(desk)
    offered = second_factor.offer(desk, person, EMAIL, "browser", NOW)
    good = _code(offered.secret, NOW)
    with pytest.raises(SignInRefused):
        second_factor.replace(desk, person, "browser", offered.box, "not the password", good, NOW)
    with pytest.raises(CodeWrong):
        second_factor.replace(desk, person, "browser", offered.box, PASSWORD, _wrong(offered.secret, NOW), NOW)
    for token, box, now in (
        ("another browser", offered.box, NOW), ("browser", b"made up", NOW), ("browser", offered.box, NOW + STAFF_HALF_SESSION),
    ):  # fmt: skip
        with pytest.raises(OfferOver):
            second_factor.replace(desk, person, token, box, PASSWORD, _code(offered.secret, now), now)
    assert second_factor.recovery_codes_left(desk, person) is None
    assert who_is(desk, sign_in(desk, EMAIL, PASSWORD, NOW), NOW)


def test_another_factor_ends_every_session_and_the_old_app_and_codes_open_nothing(desk: Desk) -> None:
    person = an_officer(desk)
    old, old_codes = _secret_of(desk, person)
    at = later(minutes=5)
    session = give_code(desk, _half(desk, at), _code(old, at), at)
    offered = second_factor.offer(desk, person, EMAIL, session, at)
    good, spent = _code(offered.secret, at), _code(old, at)
    with pytest.raises(OldCodeWrong):
        second_factor.replace(desk, person, session, offered.box, PASSWORD, good, at, spent)
    fresh = _code(old, at + timedelta(seconds=30))
    made = second_factor.replace(desk, person, session, offered.box, PASSWORD, good, at, fresh)
    assert who_is(desk, session, at) is None and who_is(desk, made.token, at)
    at += OFTEN
    half = _half(desk, at)
    for typed in (_code(old, at), old_codes[0]):
        with pytest.raises(SignInRefused):
            give_code(desk, half, typed, at)
    assert give_code(desk, half, _code(offered.secret, at), at)


def test_the_password_alone_puts_no_other_factor_in_the_place(desk: Desk) -> None:
    person = an_officer(desk)
    old, codes = _secret_of(desk, person)
    at = later(minutes=5)
    offered = second_factor.offer(desk, person, EMAIL, "browser", at)
    new = _code(offered.secret, at)

    def tried(old_code: str, code: str = new) -> None:
        second_factor.replace(desk, person, "browser", offered.box, PASSWORD, code, at, old_code)

    for wrong in ("", new, _wrong(old, at), "aaaa-bbbb-cccc-dddd-eeee-ffff"):
        with pytest.raises(OldCodeWrong):
            tried(wrong)
    assert _failures(desk, person) == 4, "counted as at the door"
    with pytest.raises(CodeWrong):
        tried(codes[0], _wrong(offered.secret, at))
    assert recovery_codes_left(desk, person) == RECOVERY_CODES, "what set nothing up used no code up"
    with pytest.raises(OldCodeWrong):
        tried("nothing")
    with pytest.raises(OldCodeWrong):
        tried(codes[0])
    with pytest.raises(SignInRefused):
        sign_in(desk, EMAIL, PASSWORD, at)
    over = at + timedelta(minutes=1)
    good = _code(offered.secret, over)
    made = second_factor.replace(desk, person, "browser", offered.box, PASSWORD, good, over, codes[0])
    assert who_is(desk, made.token, over) and _failures(desk, person) == 0


def test_where_the_key_is_another_no_other_factor_is_put_in_the_place_and_no_try_is_counted(desk: Desk) -> None:
    person = an_officer(desk)
    old, _ = _secret_of(desk, person)
    lost, at = replace(desk, factors=FactorKeys(b"x" * 32, b"y" * 32)), later(minutes=5)
    offered = second_factor.offer(lost, person, EMAIL, "browser", at)
    with pytest.raises(FactorUnreadable):
        second_factor.replace(lost, person, "browser", offered.box, PASSWORD, _code(offered.secret, at), at, _code(old, at))
    assert _failures(desk, person) == 0 and give_code(desk, _half(desk, at), _code(old, at), at)


def test_where_it_is_required_whoever_has_none_sets_one_up_and_can_do_nothing_before(desk: Desk) -> None:
    person = an_officer(desk)
    before = sign_in(desk, EMAIL, PASSWORD, NOW)
    strict = replace(desk, factor_required=True)
    assert who_is(strict, before, NOW) is None, "a session from before is no way round it"
    half = _half(strict, NOW)
    waiting = half_way(strict, half, NOW)
    assert waiting is not None and waiting.sets_up
    with pytest.raises(HalfWayOver):
        give_code(strict, half, "000000", NOW)
    offered = second_factor.offer(strict, person, EMAIL, half, NOW)
    with pytest.raises(CodeWrong):
        second_factor.set_up_first(strict, half, offered.box, _wrong(offered.secret, NOW), NOW)
    made = second_factor.set_up_first(strict, half, offered.box, _code(offered.secret, NOW), NOW)
    assert who_is(strict, made.token, NOW)
    with pytest.raises(HalfWayOver):
        second_factor.set_up_first(strict, half, offered.box, _code(offered.secret, later(minutes=1)), later(minutes=1))


def test_a_half_session_that_waits_for_a_code_sets_nothing_up(desk: Desk) -> None:
    person = an_officer(desk)
    _secret_of(desk, person)
    half = _half(desk, NOW)
    offered = second_factor.offer(desk, person, EMAIL, half, NOW)
    with pytest.raises(HalfWayOver):
        second_factor.set_up_first(desk, half, offered.box, _code(offered.secret, NOW), NOW)


def test_it_is_taken_away_within_reach_only_and_ends_every_session(desk: Desk) -> None:
    person, boss = an_officer(desk), an_officer(desk, "C. Keeper", Role.ADMINISTRATOR)
    secret, _ = _secret_of(desk, person)
    at = later(minutes=5)
    session = give_code(desk, _half(desk, at), _code(secret, at), at)
    manager = Officer(0, "M", "m@council.example", Role.MANAGER.value)
    offered = second_factor.offer(desk, boss, "c@council.example", "browser", at)
    second_factor.replace(desk, boss, "browser", offered.box, PASSWORD, _code(offered.secret, at), at)
    with pytest.raises(BeyondReach):
        take_factor_away(desk, manager, boss, at)
    assert second_factor.recovery_codes_left(desk, boss) is not None
    take_factor_away(desk, manager, person, at)
    assert who_is(desk, session, at) is None and recovery_codes_left(desk, person) is None
    assert who_is(desk, sign_in(desk, EMAIL, PASSWORD, at), at), "the password opens it again, where none is required"


def test_taken_away_by_address_it_unlocks_too_and_is_logged_as_the_pages_button_logs_it(desk: Desk) -> None:
    person = an_officer(desk)
    _secret_of(desk, person)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in(desk, EMAIL, "not the password", NOW)
    with capture_logs() as lines:
        second_factor.take_away_by_address(desk, EMAIL.upper(), NOW)
    (said,) = lines
    assert said == {
        "log_level": "warning", "event": "a second factor was taken away", "staff": person, "by": "command line",
    }  # fmt: skip
    assert _failures(desk, person) == 0
    assert who_is(desk, sign_in(desk, EMAIL, PASSWORD, NOW), NOW)
