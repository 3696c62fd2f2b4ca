"""Both shelves: a folder, and a bucket on a local server that speaks as S3 does."""

import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_IMODE

import pytest

from portal.shelf import Bucket, Folder, NotOnShelf, Shelf, ShelfUnavailable, new_name
from portal.shelf.shelf import NO_SHELF
from tests.s3 import Storage


@pytest.fixture(params=["folder", "bucket", "bucket with a prefix"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path, s3: Storage) -> Iterator[Shelf]:
    if request.param == "folder":
        yield Folder(tmp_path / "files")
    else:
        yield Bucket(s3.new_bucket(), "a/b" if "prefix" in request.param else "", s3.endpoint, "key", "secret")


def test_what_was_put_is_there_until_it_is_removed(shelf: Shelf) -> None:
    name = new_name()
    shelf.put(name, b"sealed")
    assert shelf.get(name) == b"sealed"
    assert [one.name for one in shelf.everything()] == [name]
    shelf.remove(name)
    shelf.remove(name)
    assert list(shelf.everything()) == []
    with pytest.raises(NotOnShelf):
        shelf.get(name)


def test_it_says_since_when_something_stands_there(shelf: Shelf) -> None:
    shelf.put(new_name(), b"")
    (standing,) = shelf.everything()
    assert abs(standing.since - datetime.now(UTC)) < timedelta(minutes=1)


def test_an_empty_shelf_has_nothing(shelf: Shelf) -> None:
    assert list(shelf.everything()) == []


def test_two_prefixes_of_one_bucket_know_nothing_of_each_other(s3: Storage) -> None:
    bucket = s3.new_bucket()
    one, other = (Bucket(bucket, prefix, s3.endpoint, "key", "secret") for prefix in ("one", "other"))
    name = new_name()
    one.put(name, b"sealed")
    assert list(other.everything()) == []
    with pytest.raises(NotOnShelf):
        other.get(name)


def test_a_folder_is_for_nobody_elses_eyes(tmp_path: Path) -> None:
    shelf, name = Folder(tmp_path / "files"), new_name()
    shelf.put(name, b"sealed")
    assert S_IMODE((tmp_path / "files").stat().st_mode) == 0o700
    assert S_IMODE((tmp_path / "files" / name).stat().st_mode) == 0o600


def test_what_the_machine_stopped_in_the_middle_of_is_found_and_never_given_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, name = Folder(tmp_path), new_name()

    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped, pytest.raises(KeyboardInterrupt):
        stopped.setattr(os, "replace", stops)
        stopped.setattr(Path, "unlink", lambda *_, **__: None)
        shelf.put(name, b"sealed")
    with pytest.raises(NotOnShelf):
        shelf.get(name)
    (half,) = shelf.everything()
    shelf.remove(half.name)
    assert list(tmp_path.iterdir()) == []


def test_other_things_in_the_folder_are_none_of_our_business(tmp_path: Path) -> None:
    (tmp_path / "README").write_text("keep me")
    assert list(Folder(tmp_path).everything()) == []


@pytest.mark.parametrize("name", ["../portal.db", "README", "", "a" * 31, "A" * 32, "/etc/passwd", "x" * 32])
def test_a_name_that_is_not_ours_leads_nowhere(name: str, tmp_path: Path) -> None:
    shelf = Folder(tmp_path / "files")
    for attempt in (lambda: shelf.get(name), lambda: shelf.put(name, b""), lambda: shelf.remove(name)):
        with pytest.raises(NotOnShelf):
            attempt()


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way")
    with pytest.raises(ShelfUnavailable):
        Folder(tmp_path / "files").put(new_name(), b"sealed")


def test_a_bucket_that_nobody_has_is_unavailable(s3: Storage) -> None:
    shelf = Bucket("nobody-has-this", "", s3.endpoint, "key", "secret")
    with pytest.raises(ShelfUnavailable):
        shelf.put(new_name(), b"sealed")
    with pytest.raises(ShelfUnavailable):
        list(shelf.everything())


def test_storage_that_does_not_answer_is_unavailable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        shelf = Bucket("bucket", "", f"http://127.0.0.1:{taken.getsockname()[1]}", "key", "secret")
        with pytest.raises(ShelfUnavailable):
            shelf.get(new_name())


def test_without_a_shelf_nothing_is_kept_and_nothing_pretends_to_be() -> None:
    with pytest.raises(ShelfUnavailable):
        NO_SHELF.put(new_name(), b"sealed")
    with pytest.raises(ShelfUnavailable):
        NO_SHELF.get(new_name())
    assert list(NO_SHELF.everything()) == []
