"""Opening for the day: the first officer's note, told as long as it is true and never lost."""

from pathlib import Path
from stat import S_IMODE

import pytest

from config import Settings
from portal import serving
from portal.actions.desk import Desk
from portal.actions.staff import change_password, everyone, opens, sign_in
from portal.limits import FIRST_PASSWORD_KEPT
from portal.serving import FIRST_EMAIL, NOTE, first_officer
from portal.store import staff as accounts
from tests.conftest import NOW


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings("example", "sqlite:///not-asked", tmp_path, "http://localhost")


def _password(told: str) -> str:
    return told.rpartition(" ")[2]


def test_the_first_start_tells_a_sign_in_that_works_and_later_starts_tell_it_again(
    desk: Desk, settings: Settings
) -> None:
    told = first_officer(settings, desk, NOW)
    assert told.startswith(FIRST_EMAIL) and sign_in(desk, FIRST_EMAIL, _password(told), NOW)
    assert first_officer(settings, desk, NOW) == told
    assert S_IMODE((settings.var / NOTE).stat().st_mode) == 0o600
    assert len(everyone(desk)) == 1


def test_once_the_password_is_changed_the_note_is_told_no_more_and_goes(desk: Desk, settings: Settings) -> None:
    password = _password(first_officer(settings, desk, NOW))
    change_password(desk, everyone(desk)[0].id, password, "quiet rivers run east", NOW)
    assert password not in first_officer(settings, desk, NOW)
    assert not (settings.var / NOTE).exists()
    assert first_officer(settings, desk, NOW) == f"added before, as {FIRST_EMAIL}"


def test_a_crash_between_note_and_account_loses_no_password(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> int:
        assert (settings.var / NOTE).exists(), "the note comes first"
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(serving, "add_officer", crash)
        first_officer(settings, desk, NOW)
    told = first_officer(settings, desk, NOW)
    assert opens(desk, FIRST_EMAIL, _password(told))


def test_a_sign_in_that_ran_out_unused_is_made_anew_and_a_closed_account_is_not(desk: Desk, settings: Settings) -> None:
    first = first_officer(settings, desk, NOW)
    over = NOW + FIRST_PASSWORD_KEPT
    told = first_officer(settings, desk, over)
    assert told != first and sign_in(desk, FIRST_EMAIL, _password(told), over)
    with desk.database.write() as conn:
        accounts.set_active(conn, everyone(desk)[0].id, False)
    assert first_officer(settings, desk, over + FIRST_PASSWORD_KEPT) == f"added before, as {FIRST_EMAIL}"


def test_a_note_that_says_nothing_is_no_sign_in(desk: Desk, settings: Settings) -> None:
    first_officer(settings, desk, NOW)
    (settings.var / NOTE).write_text("")
    assert first_officer(settings, desk, NOW) == f"added before, as {FIRST_EMAIL}"
