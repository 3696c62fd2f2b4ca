"""Erasing a case: two people, never while it is held, and what stays has no word of anybody's."""

import io
import json
import zipfile
from datetime import date

import pytest

from portal.actions import erasing, handling, returning
from portal.actions.case_file import case_key, open_file
from portal.actions.desk import Desk
from portal.actions.exporting import bundle
from portal.actions.keys import sweep_left_over
from portal.casework.moves import NotPossible
from portal.seal import return_words
from portal.store import cases
from tests.actions.desks import NOW, a_case, an_officer, kinds_of, later, row_of

REFERENCE = "KMR-2346-789"
WHY = "Jo Bloggs asked for it in writing."


@pytest.fixture
def other(desk: Desk) -> int:
    return an_officer(desk, "B. Officer")


def proposed(desk: Desk, officer: int, **facts: object) -> int:
    case_id = a_case(desk, **facts)
    erasing.propose_erasure(desk, REFERENCE, "request", WHY, officer, NOW)
    return case_id


def test_nobody_erases_what_they_proposed_to_erase(desk: Desk, officer: int) -> None:
    case_id = proposed(desk, officer)
    with pytest.raises(erasing.TwoPeople):
        erasing.erase(desk, REFERENCE, officer, NOW)
    assert row_of(desk, case_id).erased_on is None
    assert "erased" not in kinds_of(desk, case_id)


def test_an_erased_case_cannot_be_read_by_anybody_again_and_keeps_its_number(desk: Desk, officer: int, other: int) -> None:
    case_id, words = proposed(desk, officer), ("river", "lamp")
    with desk.database.read() as conn:
        key = case_key(conn, desk, case_id)
    name = row_of(desk, case_id).key_name
    assert key and name
    desk.keys.give_words(name, [("complainant", return_words.wrap(key, REFERENCE, words, desk.stretch))])
    erasing.erase(desk, REFERENCE, other, NOW)
    file = open_file(desk, REFERENCE, officer, NOW)
    assert (file.asked, file.points[0].words, file.sealed_shut) == ((), None, 3)
    assert (file.case.reference, file.case.open, file.case.key_name) == (REFERENCE, False, None)
    assert desk.keys.get(name) is None and desk.keys.words_of(name) == []
    with pytest.raises(return_words.WrongWords):
        returning.open_again(desk, REFERENCE, words)


def test_the_certificate_names_the_day_on_which_the_last_copy_goes_and_nobody_who_complained(
    desk: Desk, officer: int, other: int
) -> None:
    proposed(desk, officer)
    assert erasing.certificate_of(*_case_and_state(desk, officer), 7) is None
    erasing.erase(desk, REFERENCE, other, later(days=2))
    found = erasing.certificate_of(*_case_and_state(desk, officer), 7)
    assert found is not None
    assert (found.erased_on, found.last_copy_gone_on) == (date(2026, 11, 25), date(2026, 12, 2))
    assert (found.proposed_by, found.erased_by, found.ground) == (officer, other, "request")
    assert "Jo" not in str(found)


def _case_and_state(desk: Desk, officer: int):  # type: ignore[no-untyped-def]
    file = open_file(desk, REFERENCE, officer, NOW)
    return file.case, file.state


def test_a_case_that_is_held_is_not_erased_and_a_hold_ends_a_proposal(desk: Desk, officer: int, other: int) -> None:
    proposed(desk, officer)
    erasing.hold(desk, REFERENCE, "The Ombudsman has asked for it", officer, NOW)
    for forbidden in (
        lambda: erasing.erase(desk, REFERENCE, other, NOW),
        lambda: erasing.propose_erasure(desk, REFERENCE, "request", WHY, other, NOW),
    ):
        with pytest.raises(NotPossible):
            forbidden()
    erasing.release_hold(desk, REFERENCE, "The Ombudsman has decided", officer, NOW)
    erasing.propose_erasure(desk, REFERENCE, "request", WHY, officer, NOW)
    erasing.drop_erasure(desk, REFERENCE, "Too soon", other, NOW)
    with pytest.raises(NotPossible):
        erasing.erase(desk, REFERENCE, other, NOW)


def test_where_somebody_may_be_in_danger_nothing_is_erased_before_the_front_door_knows(desk: Desk, officer: int) -> None:
    a_case(desk, risk_now=True)
    with pytest.raises(NotPossible):
        erasing.propose_erasure(desk, REFERENCE, "mistake", WHY, officer, NOW)


def test_nothing_can_be_done_to_a_case_that_was_erased(desk: Desk, officer: int, other: int) -> None:
    proposed(desk, officer)
    erasing.erase(desk, REFERENCE, other, NOW)
    with pytest.raises(NotPossible):
        handling.take(desk, REFERENCE, officer, NOW)
    with pytest.raises(NotPossible):
        erasing.erase(desk, REFERENCE, other, NOW)


def test_a_key_store_that_fails_at_that_moment_is_made_up_for_by_the_sweep(
    desk: Desk, officer: int, other: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = proposed(desk, officer)
    name = row_of(desk, case_id).key_name or ""

    def fails(_: object, __: str) -> bool:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr("portal.store.case_keys.CaseKeys.erase", fails)
        with pytest.raises(OSError):
            erasing.erase(desk, REFERENCE, other, NOW)
    assert desk.keys.get(name) is not None
    assert sweep_left_over(desk, later(days=2)) == 1
    assert desk.keys.get(name) is None


def test_an_export_holds_everything_and_is_written_down(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    with zipfile.ZipFile(io.BytesIO(bundle(desk, REFERENCE, officer, NOW, lambda _: ""))) as archive:
        written = json.dumps(json.loads(archive.read(f"{REFERENCE}/case.json")))
    for said in ("The visits <b>never</b> came.", "Jo Bloggs", "Who are you?", REFERENCE, "support_not_delivered"):
        assert said in written
    assert "A. Officer" not in written
    assert "exported" in kinds_of(desk, case_id)


def test_an_erased_case_has_nothing_to_export(desk: Desk, officer: int, other: int) -> None:
    proposed(desk, officer)
    erasing.erase(desk, REFERENCE, other, NOW)
    with pytest.raises(NotPossible):
        bundle(desk, REFERENCE, officer, NOW, lambda _: "")


def test_the_words_of_an_erased_case_stand_sealed_in_the_database_and_nothing_opens_them(
    desk: Desk, officer: int, other: int
) -> None:
    case_id = proposed(desk, officer)
    erasing.erase(desk, REFERENCE, other, NOW)
    with desk.database.read() as conn:
        assert cases.papers_of(conn, case_id)
        assert case_key(conn, desk, case_id) is None
