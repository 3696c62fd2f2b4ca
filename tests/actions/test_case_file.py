"""Opening a case's file."""

import pytest

from portal.actions.case_file import NoSuchCase, open_file
from portal.actions.desk import Desk
from tests.actions.desks import NOW, a_case, kinds_of, later, row_of

REFERENCE = "KMR-2346-789"


def test_opening_a_file_is_written_down_before_anything_is_read(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    file = open_file(desk, REFERENCE, officer, NOW)
    assert kinds_of(desk, case_id) == ["submitted", "read"]
    assert file.history[-1].event.kind == "read" and file.history[-1].by == "A. Officer"


def test_a_file_holds_everything_as_it_was_worded_and_said(desk: Desk, officer: int) -> None:
    a_case(desk)
    file = open_file(desk, REFERENCE, officer, NOW)
    assert [(line["question"], line["said"]) for line in file.asked[0]["asked"]] == [
        ("Who are you?", "A parent"),
        ("What should we call you?", "Jo Bloggs"),
    ]
    assert (file.asked[0]["voice"], file.asked[0]["language"]) == ("adult", "en")
    assert file.points[0].words == {"what_happened": "The visits <b>never</b> came.", "put_right": "Send somebody."}
    assert file.sealed_shut == 0


def test_two_readings_are_two_events(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    open_file(desk, REFERENCE, officer, NOW)
    open_file(desk, REFERENCE, officer, later(minutes=5))
    assert kinds_of(desk, case_id) == ["submitted", "read", "read"]


def test_an_erased_case_still_shows_its_dates(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    assert desk.keys.erase(row_of(desk, case_id).key_name or "")
    file = open_file(desk, REFERENCE, officer, NOW)
    assert file.asked == () and file.points[0].words is None
    assert file.sealed_shut == 2
    assert file.case.received_on.isoformat() == "2026-11-23"


@pytest.mark.parametrize("reference", ["KMR-2346-788", "", "KMR-2346-789\x00", "' or 1=1 --"])
def test_a_reference_of_nobody_opens_nothing(desk: Desk, officer: int, reference: str) -> None:
    a_case(desk)
    with pytest.raises(NoSuchCase):
        open_file(desk, reference, officer, NOW)
