"""More time, an advocate, a right that is offered: each one event, and the dates follow from it."""

from datetime import date

import pytest

from portal.actions import handling, rights
from portal.actions.case_file import open_file
from portal.actions.desk import Desk
from portal.casework.moves import NotPossible
from portal.casework.rights import Right
from tests.actions.desks import NOW, a_case, kinds_of, later, row_of

REFERENCE = "KMR-2346-789"
TODAY = date(2026, 11, 23)
WHY = {"reason": "Records of three schools have to be read.", "how": "Jo Bloggs, on the telephone"}


def test_more_time_that_is_agreed_moves_the_day_and_is_kept_with_its_ground(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    assert row_of(desk, case_id).due_on == date(2026, 12, 7)
    rights.extend(desk, REFERENCE, "complex", True, WHY, officer, NOW)
    assert row_of(desk, case_id).due_on == date(2026, 12, 21)
    file = open_file(desk, REFERENCE, officer, NOW)
    told = next(done for done in file.history if done.event.kind == "extended")
    assert told.words == WHY
    assert told.event.detail == {"ground": "complex", "agreed": True, "counts": True, "on": "2026-11-23"}
    assert WHY["reason"] not in str(told.event.detail)


def test_more_time_is_taken_once(desk: Desk, officer: int) -> None:
    a_case(desk)
    assert rights.extend(desk, REFERENCE, "complex", True, WHY, officer, NOW)
    assert not rights.extend(desk, REFERENCE, "complex", True, WHY, officer, NOW), "a second press"
    with pytest.raises(NotPossible):
        rights.extend(desk, REFERENCE, "advocate", True, WHY, officer, NOW)


def test_without_agreement_the_day_stays_and_stage_2_is_owed(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    rights.extend(desk, REFERENCE, "complex", False, WHY, officer, NOW)
    assert row_of(desk, case_id).due_on == date(2026, 12, 7)
    (line,) = rights.rights_of(desk, open_file(desk, REFERENCE, officer, NOW), TODAY)
    assert (line.right, line.owed) == (Right.STAGE_2, True)


def test_the_councils_own_procedure_takes_more_time_without_agreement_and_owes_the_ombudsmans_details(
    desk: Desk, officer: int
) -> None:
    case_id = a_case(desk, matters=["housing"])
    before = row_of(desk, case_id)
    rights.extend(desk, REFERENCE, "complex", False, WHY, officer, NOW)
    assert row_of(desk, case_id).due_on == before.latest_on
    (line,) = rights.rights_of(desk, open_file(desk, REFERENCE, officer, NOW), TODAY)
    assert line.right is Right.OMBUDSMAN


def test_the_clock_waits_for_an_advocate_and_starts_when_one_is_appointed(desk: Desk, officer: int) -> None:
    case_id = a_case(desk, complainant="child")
    rights.advocate(desk, REFERENCE, "sent", TODAY, {"note": ""}, officer, NOW)
    assert row_of(desk, case_id).due_on == date(2026, 12, 21)
    rights.advocate(desk, REFERENCE, "accepted", date(2026, 11, 26), {"note": "Sam of Example Advocates"}, officer, later(days=4))
    assert row_of(desk, case_id).due_on == date(2026, 12, 10)
    with pytest.raises(NotPossible):
        rights.advocate(desk, REFERENCE, "declined", TODAY, {}, officer, later(days=5))


def test_an_advocate_who_is_not_wanted_after_all_moves_the_day_back(desk: Desk, officer: int) -> None:
    case_id = a_case(desk, complainant="child")
    rights.advocate(desk, REFERENCE, "sent", TODAY, {}, officer, NOW)
    rights.advocate(desk, REFERENCE, "declined", TODAY, {}, officer, NOW)
    assert row_of(desk, case_id).due_on == date(2026, 12, 7)


@pytest.mark.parametrize("on", [date(2026, 11, 22), date(2026, 11, 24)])
def test_a_day_before_receipt_or_in_the_future_is_refused_and_nothing_is_written(desk: Desk, officer: int, on: date) -> None:
    case_id = a_case(desk)
    with pytest.raises(rights.NotYet):
        rights.advocate(desk, REFERENCE, "sent", on, {}, officer, NOW)
    with pytest.raises(rights.NotYet):
        rights.offer_right(desk, REFERENCE, Right.STAGE_2, "letter", on, {}, officer, NOW)
    assert kinds_of(desk, case_id) == ["submitted"]


def test_an_offer_is_kept_with_its_day_its_way_and_who_made_it(desk: Desk, officer: int) -> None:
    a_case(desk, complainant="child")
    rights.offer_right(desk, REFERENCE, Right.ADVOCATE, "phone", TODAY, {"note": "Kit said: maybe"}, officer, NOW)
    (line,) = rights.rights_of(desk, open_file(desk, REFERENCE, officer, NOW), TODAY)
    assert line.offered is not None
    assert (line.owed, line.offered.on, line.offered.how, line.offered.signed.staff_id) == (False, TODAY, "phone", officer)


def test_a_letter_that_tells_a_child_of_advocates_is_an_offer(desk: Desk, officer: int) -> None:
    a_case(desk, complainant="child")
    handling.acknowledge(desk, REFERENCE, "<p>We have it</p>", officer, NOW)
    (line,) = rights.rights_of(desk, open_file(desk, REFERENCE, officer, NOW), TODAY)
    assert (line.right, line.owed) == (Right.ADVOCATE, False)


def test_dates_that_were_moved_stay_moved_when_the_case_is_acknowledged_or_read_again(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    rights.extend(desk, REFERENCE, "complex", True, WHY, officer, NOW)
    handling.acknowledge(desk, REFERENCE, "<p>We have it</p>", officer, NOW)
    handling.fill_in_facts(desk, REFERENCE, {"service": "council"}, officer, NOW)
    assert row_of(desk, case_id).due_on == date(2026, 12, 21)
