"""The office's key: made once, the same for all, refused when in doubt."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey

from portal.seal import boxes, office

OFFICE = PrivateKey.generate()
STARTER = """
import sys, pathlib
from portal.seal import office
print("ready", flush=True)
sys.stdin.readline()
print(office.load_or_make(pathlib.Path(sys.argv[1])).lock.key_id)
"""


def office_key() -> office.OfficeKey:
    lock = office.OfficeLock.of(bytes(OFFICE.public_key))
    return office.OfficeKey(lock, {lock.key_id: bytes(OFFICE)})


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@given(case_key=st.binary(min_size=32, max_size=32))
def test_what_anybody_seals_the_office_opens(case_key: bytes) -> None:
    key = office_key()
    assert key.open(key.lock.seal(case_key)) == case_key


def test_another_office_opens_nothing_of_ours(tmp_path: Path) -> None:
    ours, theirs = office.load_or_make(tmp_path / "ours"), office.load_or_make(tmp_path / "theirs")
    with pytest.raises(boxes.Unreadable):
        theirs.open(ours.lock.seal(boxes.new_key()))


def test_a_sealed_key_with_any_one_byte_changed_does_not_open() -> None:
    key = office_key()
    sealed = key.lock.seal(boxes.new_key())
    for at in range(len(sealed)):
        with pytest.raises(boxes.Unreadable):
            key.open(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])


@given(sealed=st.binary(max_size=120))
def test_nonsense_is_unreadable_and_nothing_worse(sealed: bytes) -> None:
    for wrong in (sealed, office_key().lock.seal(b"")[:9] + sealed):
        with pytest.raises(boxes.Unreadable):
            office_key().open(wrong)


def test_the_first_start_makes_a_key_and_the_next_finds_it(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "keys"
    assert office.load_or_make(folder) == office.load_or_make(folder)


def test_the_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    office.load_or_make(folder)
    assert (mode_of(folder), mode_of(folder / "office.key")) == (0o700, 0o600)
    assert sorted(path.name for path in folder.iterdir()) == ["office.key", "office.pub"]


def test_the_lock_is_read_where_the_key_is_not(tmp_path: Path) -> None:
    key = office.load_or_make(tmp_path / "keys")
    (tmp_path / "public").mkdir()
    (tmp_path / "keys" / "office.pub").rename(tmp_path / "public" / "office.pub")
    assert office.load_lock(tmp_path / "public") == key.lock


def test_the_private_key_shows_in_no_message(tmp_path: Path) -> None:
    key = office.load_or_make(tmp_path)
    assert repr(key.private[key.lock.key_id]) not in repr(key)


def test_processes_that_start_at_once_have_the_same_key(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTER, str(tmp_path / "keys")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    starters = [subprocess.Popen(command, **pipes) for _ in range(3)]
    for starter in starters:
        assert starter.stdout.readline() == "ready\n"
    for starter in starters:
        starter.stdin.write("go\n")
        starter.stdin.flush()
    names = {starter.communicate(timeout=30)[0].strip() for starter in starters}
    assert names == {office.load_lock(tmp_path / "keys").key_id}


def test_of_two_new_keys_the_first_on_the_disk_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other process writes its key between our look and our own writing."""
    first = office.load_or_make(tmp_path)
    monkeypatch.setattr("portal.seal.key_files.os.path.lexists", lambda path: False)
    assert office.load_or_make(tmp_path) == first


def test_a_start_that_stopped_before_the_lock_was_written_is_made_good(tmp_path: Path) -> None:
    key = office.load_or_make(tmp_path)
    (tmp_path / "office.pub").unlink()
    assert office.load_or_make(tmp_path) == key
    assert office.load_lock(tmp_path) == key.lock


def test_an_older_key_in_the_file_still_opens_what_was_sealed_to_it(tmp_path: Path) -> None:
    old = office.load_or_make(tmp_path / "old")
    new = office.load_or_make(tmp_path / "new")
    older_line = (tmp_path / "old" / "office.key").read_text().splitlines()[1]
    with (tmp_path / "new" / "office.key").open("a") as file:
        file.write(f"{older_line}\n")
    both = office.load_or_make(tmp_path / "new")
    assert both.lock == new.lock
    assert both.open(old.lock.seal(b"old case")) == b"old case"
    assert both.open(new.lock.seal(b"new case")) == b"new case"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    office.load_or_make(tmp_path)
    (tmp_path / "office.key").chmod(mode)
    with pytest.raises(office.KeyFileWrong, match=r"read by others.*chmod 600"):
        office.load_or_make(tmp_path)


def test_a_lock_that_others_may_change_is_refused(tmp_path: Path) -> None:
    office.load_or_make(tmp_path)
    (tmp_path / "office.pub").chmod(0o666)
    with pytest.raises(office.KeyFileWrong, match="changed by others"):
        office.load_lock(tmp_path)


def test_a_folder_that_others_may_write_to_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o770)
    with pytest.raises(office.KeyFileWrong, match="written to by others"):
        office.load_or_make(tmp_path)


@pytest.mark.parametrize("name", ["office.key", "office.pub"])
def test_a_damaged_file_is_refused_and_named(tmp_path: Path, name: str) -> None:
    office.load_or_make(tmp_path)
    whole = (tmp_path / name).read_bytes()
    heading = whole.splitlines()[0]
    damaged = [b"", b"\n", b"\xff" * 40, heading, whole[:40], whole[:-6], whole.upper(), whole + b"more\n"]
    for content in [*damaged, whole.replace(b"form 1", b"form 9")]:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(office.KeyFileWrong, match=f"{name} is damaged"):
            office.load_or_make(tmp_path)


def test_a_key_under_another_keys_name_is_refused(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    name = office.load_or_make(ours).lock.key_id
    other = office.load_or_make(theirs).lock.key_id
    for file in ("office.key", "office.pub"):
        (ours / file).write_text((theirs / file).read_text().replace(other, name))
        with pytest.raises(office.KeyFileWrong, match="damaged"):
            office.load_or_make(ours)


def test_a_lost_key_is_not_quietly_replaced_by_a_new_one(tmp_path: Path) -> None:
    office.load_or_make(tmp_path)
    (tmp_path / "office.key").unlink()
    with pytest.raises(office.KeyFileWrong, match=r"missing.*backup"):
        office.load_or_make(tmp_path)
    assert not (tmp_path / "office.key").exists()


def test_a_lock_from_another_office_is_refused(tmp_path: Path) -> None:
    office.load_or_make(tmp_path / "ours")
    office.load_or_make(tmp_path / "theirs")
    (tmp_path / "theirs" / "office.pub").replace(tmp_path / "ours" / "office.pub")
    with pytest.raises(office.KeyFileWrong, match="does not belong"):
        office.load_or_make(tmp_path / "ours")


def test_a_missing_lock_is_named(tmp_path: Path) -> None:
    with pytest.raises(office.KeyFileWrong, match=r"office\.pub is not there"):
        office.load_lock(tmp_path)


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    with pytest.raises(office.KeyFileWrong, match="keys cannot be used"):
        office.load_or_make(tmp_path / "keys")


def test_a_folder_where_the_file_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "office.pub").mkdir()
    with pytest.raises(office.KeyFileWrong, match="cannot be read"):
        office.load_lock(tmp_path)


def test_a_disk_that_takes_no_files_is_named_and_leaves_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("portal.seal.key_files.os.fsync", full)
    with pytest.raises(office.KeyFileWrong, match="No space left"):
        office.load_or_make(tmp_path)
    assert list(tmp_path.iterdir()) == []
