"""What nobody speaks of any more leaves the shelf: after the commit, however the shelf is, and never what is spoken of."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.actions import drafts, erasing, submitting
from portal.actions.desk import Desk
from portal.actions.files import add, added, sweep_shelf, take_out
from portal.actions.filing import Manner
from portal.actions.shelving import clear_shelf
from portal.handoff.daily import do_days_work
from portal.shelf import Bucket, Folder, ShelfUnavailable
from portal.store import cases, files
from portal.store.database import DatabaseUnavailable
from tests.actions.desks import NOW, an_officer, kinds_of, later, row_of
from tests.citizen.people import WHO
from tests.citizen.stored import count
from tests.s3 import Storage

MANNER = Manner("adult", "en", lambda wording, **_: wording.adult if wording else "")


class Moody(Folder):
    """A shelf that does not answer while it is `away`; it counts how often it was asked to take something away."""

    away = False
    asked = 0

    def remove(self, name: str) -> None:
        self.asked += 1
        if self.away:
            raise ShelfUnavailable("gone")
        super().remove(name)


@pytest.fixture
def shelf(tmp_path: Path) -> Moody:
    return Moody(tmp_path / "files")


@pytest.fixture
def desk(desk: Desk, shelf: Moody) -> Desk:
    return replace(desk, shelf=shelf)


@pytest.fixture
def people(desk: Desk) -> tuple[int, int]:
    return an_officer(desk, "A. Officer"), an_officer(desk, "B. Officer")


def _draft(desk: Desk, *names: str) -> bytes:
    key = drafts.change(desk, None, lambda _: dict(WHO["parent"]), NOW).key
    for name in names:
        add(desk, key, name, b"words", NOW)
    return key


def _case(desk: Desk, *names: str) -> str:
    return str(submitting.submit(desk, _draft(desk, *names), MANNER, NOW)["reference"])


def _erase(desk: Desk, reference: str, people: tuple[int, int]) -> None:
    erasing.propose_erasure(desk, reference, "request", "Asked for", people[0], NOW)
    erasing.erase(desk, reference, people[1], NOW)


def _id(desk: Desk, reference: str) -> int:
    with desk.database.read() as conn:
        row = cases.by_reference(conn, reference)
    assert row is not None
    return row.id


def _standing(desk: Desk) -> int:
    return len(list(desk.shelf.everything()))


def test_an_erased_case_takes_its_files_off_the_shelf_and_no_other_case_its(desk: Desk, people: tuple[int, int]) -> None:
    erased, kept = _case(desk, "a.txt", "b.txt"), _case(desk, "c.txt")
    _erase(desk, erased, people)
    assert _standing(desk) == 1 == count(desk, "files")
    with desk.database.read() as conn:
        assert len(files.of_case(conn, _id(desk, kept))) == 1
    assert "files_added" in kinds_of(desk, _id(desk, erased)), "that there were some stays in the history"


def test_an_erasure_that_is_not_committed_leaves_its_files_where_they_are(
    desk: Desk, shelf: Moody, people: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = _case(desk, "a.txt")

    def fails(*_: object) -> None:
        raise DatabaseUnavailable("the disk is full")

    with monkeypatch.context() as failing, pytest.raises(DatabaseUnavailable):
        failing.setattr("portal.actions.leaving.tell_case_system", fails)
        _erase(desk, reference, people)
    assert (shelf.asked, _standing(desk)) == (0, 1)
    with desk.database.read() as conn:
        assert len(files.of_case(conn, _id(desk, reference))) == 1


def test_a_shelf_that_is_down_does_not_stop_the_erasure_and_the_days_work_makes_up_for_it(
    desk: Desk, shelf: Moody, people: tuple[int, int]
) -> None:
    reference = _case(desk, "a.txt", "b.txt")
    shelf.away = True
    _erase(desk, reference, people)
    assert row_of(desk, _id(desk, reference)).erased_on is not None
    assert shelf.asked == 1, "each further file would have waited as long"
    assert "clear_shelf" in do_days_work(desk, later(days=1))
    assert _standing(desk) == 2
    shelf.away = False
    do_days_work(desk, later(days=2))
    assert _standing(desk) == 0 == count(desk, "files")


def test_the_days_work_finds_what_was_erased_before_files_were_taken_along(desk: Desk) -> None:
    reference = _case(desk, "a.txt")
    with desk.database.write() as conn:
        cases.update(conn, _id(desk, reference), erased_on=NOW.date(), keeping="erased", key_name=None)
    do_days_work(desk, later(days=1))
    assert _standing(desk) == 0 == count(desk, "files")


def test_the_days_work_takes_the_files_of_forgotten_drafts_along(desk: Desk) -> None:
    _draft(desk, "a.txt")
    kept = _case(desk, "b.txt")
    do_days_work(desk, later(days=31))
    assert _standing(desk) == 1 == count(desk, "files")
    with desk.database.read() as conn:
        assert len(files.of_case(conn, _id(desk, kept))) == 1


def test_what_was_taken_out_while_the_shelf_was_down_goes_the_next_day(desk: Desk, shelf: Moody) -> None:
    key = _draft(desk, "a.txt")
    draft = drafts.look(desk, key)
    assert draft is not None
    shelf.away = True
    take_out(desk, key, added(desk, draft)[0].id, NOW)
    assert added(desk, draft) == [] and _standing(desk) == 1
    shelf.away = False
    assert clear_shelf(desk) == 1
    assert _standing(desk) == 0 == count(desk, "files")


def test_a_draft_that_is_being_sent_while_old_ones_are_forgotten_keeps_its_files(desk: Desk) -> None:
    key = _draft(desk, "a.txt")
    busy = threading.Event()

    def sends() -> None:
        with desk.database.write() as conn:
            held = drafts.held(conn, key)
            assert held is not None
            busy.set()
            # Long enough for the other to meet the lock; on SQLite it waits for this writer's turn to end.
            threading.Event().wait(0.3)
            drafts._edited(conn, held, dict, later(days=40))

    sending = threading.Thread(target=sends)
    sending.start()
    busy.wait(10)
    assert drafts.sweep(desk, later(days=40)) == 0
    sending.join()
    draft = drafts.look(desk, key)
    assert draft is not None and [file.name for file in added(desk, draft)] == ["a.txt"]
    assert _standing(desk) == 1


@pytest.fixture
def on_s3(desk: Desk, s3: Storage) -> Iterator[Desk]:
    yield replace(desk, shelf=Bucket(s3.new_bucket(), "portal", s3.endpoint, "key", "secret"))


def test_on_s3_it_goes_the_same_way(on_s3: Desk, people: tuple[int, int]) -> None:
    erased = _case(on_s3, "a.txt")
    _case(on_s3, "b.txt")
    _erase(on_s3, erased, people)
    assert _standing(on_s3) == 1 == count(on_s3, "files")
    assert sweep_shelf(on_s3, later(days=100_000)) == 0
