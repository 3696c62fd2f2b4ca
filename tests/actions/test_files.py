"""Files and other people's hands at the same moment, on both databases."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from portal.actions import drafts, submitting
from portal.actions.desk import Desk
from portal.actions.drafts import AlreadySent
from portal.actions.files import TooMany, TooMuchInAll, add, added, carry_files, sweep_shelf, take_out
from portal.actions.filing import Manner, NoDraft
from portal.councils.parts import FileLimits
from portal.shelf import Folder
from portal.store import files
from tests.actions.desks import NOW, later
from tests.citizen.people import WHO
from tests.citizen.stored import count, kept_case

MANNER = Manner("adult", "en", lambda wording, **_: wording.adult if wording else "")


@pytest.fixture
def desk(desk: Desk, tmp_path: Path) -> Desk:
    limited = desk.profile.model_copy(update={"files": FileLimits(most=3)})
    return replace(desk, shelf=Folder(tmp_path / "files"), profile=limited)


def _draft(desk: Desk) -> bytes:
    return drafts.change(desk, None, lambda _: dict(WHO["parent"]), NOW).key


def _at_once(*doings: Callable[[], object]) -> list[BaseException]:
    """Do all of these at the same moment; what went wrong."""
    wrong: list[BaseException] = []

    def do(doing: Callable[[], object]) -> None:
        try:
            doing()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=do, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_however_many_come_at_once_no_more_are_kept_than_may_be(desk: Desk) -> None:
    key = _draft(desk)
    wrong = _at_once(*[lambda n=n: add(desk, key, f"{n}.txt", b"words", NOW) for n in range(6)])  # type: ignore[misc]
    assert {type(error) for error in wrong} == {TooMany} and len(wrong) == 3
    assert count(desk, "files") == 3 == len(list(desk.shelf.everything()))


def test_a_file_that_comes_while_the_complaint_is_sent_is_in_the_case_or_told_that_it_is_late(desk: Desk) -> None:
    key = _draft(desk)
    receipts: list[dict[str, object]] = []
    wrong = _at_once(
        lambda: add(desk, key, "a.txt", b"words", NOW),
        lambda: receipts.append(submitting.submit(desk, key, MANNER, NOW)),
    )
    case = kept_case(desk, str(receipts[0]["reference"]))
    with desk.database.read() as conn:
        rows = files.of_case(conn, case.row.id)
    assert [type(error) for error in wrong] in ([], [AlreadySent])
    assert len(rows) == 1 - len(wrong) == len(list(desk.shelf.everything())) == count(desk, "files")


def test_a_file_taken_out_in_two_tabs_is_taken_out_once(desk: Desk) -> None:
    key = _draft(desk)
    add(desk, key, "a.txt", b"words", NOW)
    add(desk, key, "b.txt", b"words", NOW)
    draft = drafts.look(desk, key)
    assert draft is not None
    first = added(desk, draft)[0].id
    assert _at_once(*[lambda: take_out(desk, key, first, NOW)] * 3) == []
    assert [file.name for file in added(desk, draft)] == ["b.txt"]
    assert len(list(desk.shelf.everything())) == 1


def test_a_sending_that_fails_leaves_the_files_with_the_draft(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    key = _draft(desk)
    add(desk, key, "a.txt", b"words", NOW)

    def fails(*given: object) -> None:
        carry_files(*given)  # type: ignore[arg-type]
        raise RuntimeError

    with monkeypatch.context() as failing, pytest.raises(RuntimeError):
        failing.setattr(submitting, "carry_files", fails)
        submitting.submit(desk, key, MANNER, NOW)
    draft = drafts.look(desk, key)
    assert draft is not None and [file.name for file in added(desk, draft)] == ["a.txt"]
    receipt = submitting.submit(desk, key, MANNER, NOW)
    assert kept_case(desk, receipt["reference"]).happened[-1] == "files_added"


def test_adding_a_file_keeps_the_draft_from_being_forgotten(desk: Desk) -> None:
    key = _draft(desk)
    add(desk, key, "a.txt", b"words", later(days=20))
    assert drafts.sweep(desk, later(days=40)) == 0
    assert drafts.sweep(desk, later(days=51)) == 1
    assert list(desk.shelf.everything()) == []


def test_what_a_case_speaks_of_is_never_swept(desk: Desk) -> None:
    key = _draft(desk)
    add(desk, key, "a.txt", b"words", NOW)
    submitting.submit(desk, key, MANNER, NOW)
    drafts.sweep(desk, later(days=365))
    assert sweep_shelf(desk, later(days=100_000)) == 0
    assert len(list(desk.shelf.everything())) == 1


def test_all_together_are_counted_as_they_are_kept(desk: Desk) -> None:
    key = _draft(desk)
    small = desk.profile.model_copy(update={"files": FileLimits(most_bytes_each=100_000, most_bytes_in_all=100_000)})
    desk = replace(desk, profile=small)
    add(desk, key, "a.txt", b"a" * 60_000, NOW)
    with pytest.raises(TooMuchInAll):
        add(desk, key, "b.txt", b"b" * 60_000, NOW)
    assert len(list(desk.shelf.everything())) == 1


def test_without_a_draft_nothing_is_kept(desk: Desk) -> None:
    for doing in (lambda: add(desk, bytes(32), "a.txt", b"words", NOW), lambda: take_out(desk, bytes(32), 1, NOW)):
        with pytest.raises(NoDraft):
            doing()
    assert list(desk.shelf.everything()) == []
