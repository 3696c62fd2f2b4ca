"""The audit key knows its own seals and no other, and is made once."""

from pathlib import Path

import pytest

from portal.seal.audit_key import KEY_FILE, AuditKey, load_or_make
from portal.seal.key_files import KeyFileWrong

HEAD = b"h" * 32


def test_a_seal_is_known_for_its_head_and_its_key_alone(tmp_path: Path) -> None:
    key = AuditKey(b"k" * 32)
    seal = key.seal(HEAD)
    assert key.knows(HEAD, seal)
    assert not key.knows(b"i" * 32, seal)
    assert not AuditKey(b"l" * 32).knows(HEAD, seal)
    assert not key.knows(HEAD, None) and not key.knows(HEAD, b"")
    assert "k" * 8 not in repr(key)


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert load_or_make(tmp_path) == load_or_make(tmp_path)
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o077 == 0


def test_a_key_of_another_name_is_not_taken_for_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    load_or_make(tmp_path)
    path = tmp_path / KEY_FILE
    path.write_text(path.read_text().replace("audit ", "search "))
    with pytest.raises(KeyFileWrong):
        load_or_make(tmp_path)
