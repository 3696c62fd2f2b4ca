"""What was taken in while nobody could scan it is scanned by the office once somebody can, on both databases."""

from dataclasses import replace
from pathlib import Path

import pytest

from portal.actions import drafts, submitting
from portal.actions.case_files import NotScannedYet, for_officer
from portal.actions.desk import Desk
from portal.actions.files import KnownAsHarmful, add
from portal.actions.scanning_later import scan_missed
from portal.scanning import Scanner
from portal.shelf import NO_SHELF, Folder
from portal.store import files
from tests.actions.desks import NOW, later
from tests.citizen.people import WHO
from tests.citizen.stored import kept_case
from tests.clamd import EICAR
from tests.handoff.house import manner

NOWHERE = Scanner("/nowhere/clamd.socket")


@pytest.fixture
def desk(desk: Desk, tmp_path: Path) -> Desk:
    return replace(desk, shelf=Folder(tmp_path / "files"), scanner=NOWHERE)


def _sent_with(desk: Desk, *contents: bytes) -> str:
    key = drafts.change(desk, None, lambda _: dict(WHO["parent"]), NOW).key
    for number, data in enumerate(contents):
        add(desk, key, f"{number}.txt", data, NOW)
    return str(submitting.submit(desk, key, manner(), NOW)["reference"])


def _marks(desk: Desk, reference: str) -> list[str]:
    with desk.database.read() as conn:
        return [row.scanned for row in files.of_case(conn, kept_case(desk, reference).row.id)]


def _ids(desk: Desk, reference: str) -> list[int]:
    with desk.database.read() as conn:
        return [row.id for row in files.of_case(conn, kept_case(desk, reference).row.id)]


def test_a_scanner_that_comes_back_is_shown_what_it_missed(desk: Desk, officer: int, clamd_socket: str) -> None:
    reference = _sent_with(desk, b"words", EICAR)
    assert scan_missed(desk, NOW) == {}
    assert _marks(desk, reference) == ["not_scanned"] * 2
    back = replace(desk, scanner=Scanner(clamd_socket))
    assert scan_missed(back, later(hours=1)) == {"clean": 1, "infected": 1}
    assert _marks(desk, reference) == ["clean", "infected"]
    fine, harmful = _ids(desk, reference)
    assert for_officer(desk, reference, fine, officer, NOW, warned=False).data == b"words"
    with pytest.raises(KnownAsHarmful):
        for_officer(desk, reference, harmful, officer, NOW, warned=True)


def test_it_is_looked_at_once_an_hour_by_whoever_is_first(desk: Desk, clamd_socket: str) -> None:
    back = replace(desk, scanner=Scanner(clamd_socket))
    assert scan_missed(back, NOW) == {}
    _sent_with(desk, b"words")
    assert scan_missed(back, later(minutes=29)) == {}, "09:59 belongs to the same hour"
    assert scan_missed(back, later(minutes=30)) == {"clean": 1}


def test_a_draft_is_nobodys_to_open_and_is_scanned_once_it_is_sent(desk: Desk, clamd_socket: str) -> None:
    back = replace(desk, scanner=Scanner(clamd_socket))
    key = drafts.change(desk, None, lambda _: dict(WHO["parent"]), NOW).key
    add(desk, key, "a.txt", b"words", NOW)
    assert scan_missed(back, NOW) == {}
    submitting.submit(desk, key, manner(), NOW)
    assert scan_missed(back, later(hours=1)) == {"clean": 1}


def test_what_cannot_be_opened_keeps_nothing_else_from_being_scanned(desk: Desk, officer: int, clamd_socket: str) -> None:
    erased, missing, fine = (_sent_with(desk, b"words") for _ in range(3))
    assert desk.keys.erase(kept_case(desk, erased).row.key_name or "")
    with desk.database.read() as conn:
        (gone,) = files.of_case(conn, kept_case(desk, missing).row.id)
    desk.shelf.remove(gone.blob)
    back = replace(desk, scanner=Scanner(clamd_socket))
    assert scan_missed(back, NOW) == {"clean": 1}
    assert _marks(desk, missing) == ["not_scanned"] and _marks(desk, fine) == ["clean"]


def test_a_look_takes_some_and_the_next_one_the_others(desk: Desk, clamd_socket: str) -> None:
    _sent_with(desk, b"one", b"two", b"three")
    back = replace(desk, scanner=Scanner(clamd_socket))
    assert [scan_missed(back, later(hours=hours), most=2).total() for hours in range(3)] == [2, 1, 0]


def test_while_the_shelf_is_away_or_nobody_can_open_anything_it_waits(desk: Desk, officer: int, clamd_socket: str) -> None:
    reference = _sent_with(desk, b"words")
    back = replace(desk, scanner=Scanner(clamd_socket))
    assert scan_missed(replace(back, shelf=NO_SHELF), NOW) == {}
    assert scan_missed(replace(back, office=None), later(hours=1)) == {}
    with pytest.raises(NotScannedYet):
        for_officer(desk, reference, _ids(desk, reference)[0], officer, NOW, warned=False)
    assert scan_missed(back, later(hours=1)) == {"clean": 1}
