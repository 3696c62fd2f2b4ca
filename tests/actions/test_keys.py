"""Looking after the keys: rotated, retired, recovered, erased; no case is lost on the way, and none comes back."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portal.actions.case_file import case_key, open_file
from portal.actions.desk import Desk
from portal.actions.keys import recover, seal_anew, sweep_left_over
from portal.seal import boxes, office
from portal.store.case_keys import KeyRow
from tests.actions.desks import NOW, a_case, an_officer, row_of

REFERENCE = "KMR-2346-789"


@pytest.fixture
def keyed(desk: Desk, tmp_path: Path) -> tuple[Desk, Path]:
    """A desk whose office key stands in a folder of its own."""
    tmp_path.chmod(0o700)
    kept = office.KeptOffice(tmp_path)
    return replace(desk, office=kept, lock=kept.lock), tmp_path


def readable(desk: Desk, case_id: int) -> bool:
    with desk.database.read() as conn:
        return case_key(conn, desk, case_id) is not None


def test_after_a_rotation_every_case_opens_and_the_old_key_can_be_retired(keyed: tuple[Desk, Path]) -> None:
    desk, folder = keyed
    case_id, old = a_case(desk), desk.lock.key_id
    new = office.rotate(folder)
    assert seal_anew(desk, new, new.lock, None) == (1, 0)
    assert desk.keys.count_under(old) == 0
    office.retire(folder, old)
    fresh = office.load_or_make(folder)
    assert list(fresh.private) == [new.lock.key_id]
    assert readable(replace(desk, office=fresh), case_id)


def test_a_process_that_started_before_the_rotation_reads_the_new_key_when_it_needs_it(keyed: tuple[Desk, Path]) -> None:
    desk, folder = keyed
    case_id = a_case(desk)
    new = office.rotate(folder)
    seal_anew(desk, new, new.lock, None)
    assert readable(desk, case_id)


def test_a_process_that_still_seals_to_the_old_lock_loses_nothing(keyed: tuple[Desk, Path]) -> None:
    desk, folder = keyed
    office.rotate(folder)
    late = a_case(desk)
    assert readable(replace(desk, office=office.KeptOffice(folder)), late)


def test_sealing_anew_twice_is_as_good_as_once(keyed: tuple[Desk, Path]) -> None:
    desk, folder = keyed
    a_case(desk)
    new = office.rotate(folder)
    assert [seal_anew(desk, new, new.lock, None) for _ in range(2)] == [(1, 0), (0, 0)]


def test_a_rotation_that_was_cut_short_between_key_and_lock_mends_itself(keyed: tuple[Desk, Path]) -> None:
    _, folder = keyed
    before = (folder / office.LOCK_FILE).read_bytes()
    new = office.rotate(folder)
    (folder / office.LOCK_FILE).write_bytes(before)
    assert office.load_or_make(folder).lock == new.lock == office.load_lock(folder)


def test_the_second_key_opens_everything_after_the_first_was_lost(keyed: tuple[Desk, Path], tmp_path: Path) -> None:
    desk, folder = keyed
    case_id, offline = a_case(desk), tmp_path / "offline.key"
    spare = office.make_recovery(folder, offline)
    assert seal_anew(desk, desk.office, desk.lock, spare) == (1, 0)  # type: ignore[arg-type]
    lost = tmp_path / "new-office"
    fresh = office.load_or_make(lost)
    assert recover(desk, office.spare_key(offline), fresh.lock) == (1, 0)
    assert readable(replace(desk, office=fresh), case_id)


def test_the_second_key_is_made_once_and_its_private_side_is_not_in_the_folder(keyed: tuple[Desk, Path], tmp_path: Path) -> None:
    _, folder = keyed
    offline = tmp_path / "offline.key"
    lock = office.make_recovery(folder, offline)
    assert office.load_recovery(folder) == lock
    private = next(iter(office.spare_key(offline).private.values()))
    assert all(private not in file.read_bytes() for file in folder.iterdir() if file != offline)
    for file in (offline, tmp_path / "another.key"):
        with pytest.raises(office.KeyFileWrong):
            office.make_recovery(folder, file)


def test_the_key_in_use_and_one_that_is_not_there_are_not_retired(keyed: tuple[Desk, Path]) -> None:
    desk, folder = keyed
    for name in (desk.lock.key_id, "0123456789abcdef"):
        with pytest.raises(office.KeyFileWrong):
            office.retire(folder, name)


def test_a_key_that_does_not_open_is_counted_and_stops_no_other(keyed: tuple[Desk, Path]) -> None:
    desk, folder = keyed
    case_id = a_case(desk)
    desk.keys.put(KeyRow("0", "other", b"\x01nonsense", NOW), [])
    new = office.rotate(folder)
    assert seal_anew(desk, new, new.lock, None) == (1, 1)
    assert readable(desk, case_id)
    desk.keys.erase("0")


def test_an_erased_case_keeps_its_number_and_nothing_that_was_written(desk: Desk) -> None:
    case_id = a_case(desk)
    assert desk.keys.erase(row_of(desk, case_id).key_name or "")
    file = open_file(desk, REFERENCE, an_officer(desk), NOW)
    assert (file.case.reference, file.asked, file.sealed_shut) == (REFERENCE, (), 2)


def test_the_key_of_a_commit_that_failed_is_swept_after_a_day_and_no_other(desk: Desk) -> None:
    case_id = a_case(desk)
    lost = KeyRow("f" * 32, desk.lock.key_id, desk.lock.seal(boxes.new_key()), NOW)
    desk.keys.put(lost, [])
    assert sweep_left_over(desk, NOW + timedelta(hours=2)) == 0
    assert sweep_left_over(desk, NOW + timedelta(days=2)) == 1
    assert readable(desk, case_id)
