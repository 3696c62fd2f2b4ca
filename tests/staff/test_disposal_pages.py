"""Closing in the back office, and the lists of what is on its way out."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest

from portal.actions import closing, erasing
from portal.casework.outcomes import OutcomeCode
from portal.casework.permissions import Role
from tests.actions.desks import NOW, a_case, an_officer, answer_all, row_of
from tests.staff.browser import Browser
from tests.staff.conftest import Clock, SignedIn

REFERENCE = "KMR-2346-789"
CASE = f"/staff/cases/{REFERENCE}"
KEEPING = "/staff/keeping"
LATER = datetime(2040, 1, 2, 9, tzinfo=UTC)


@pytest.fixture
def late(desk, clock: Clock) -> list[str]:
    """Three cases that have been kept long enough."""
    officer = an_officer(desk, "C. Officer")
    references = [f"KMR-2346-78{n}" for n in (2, 3, 4)]
    for reference in references:
        a_case(desk, reference)
        answer_all(desk, reference, officer)
        closing.close(desk, reference, OutcomeCode.NOT_UPHELD, "Answered", officer, NOW)
    with desk.database.write() as conn:
        assert closing.find_run_out(desk, conn, LATER) == 3
    clock.now = LATER
    return references


def test_an_officer_closes_a_case_with_what_came_of_it_and_opens_it_again(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    answer_all(desk, REFERENCE, officer.staff_id, outcome=OutcomeCode.PARTLY_UPHELD)
    path = CASE + "/close"
    page = officer.follow(path, path, outcome="", reason="x")
    assert (page.status, page.links()["Choose what came of it"]) == (400, "#outcome")
    page = officer.follow(path, path, outcome="partly_upheld", reason="They were right about the visits")
    assert "Closed: Partly upheld" in page.text and "It is kept until Tuesday 23 November 2032" in page.text
    assert "They were right about the visits" in page.text
    assert not [name for name in page.links() if name in ("Acknowledge", "Take more time", "Close it")]
    assert row_of(desk, case_id).open is False
    page = officer.follow(CASE + "/reopen", CASE + "/reopen", reason="They wrote again")
    assert "It is open again" in page.text and "Closed:" not in page.text
    assert row_of(desk, case_id).open is True


def test_who_closes_a_case_is_told_what_the_person_is_still_owed(officer: Browser, desk) -> None:
    a_case(desk, stage_so_far="stage1_answered")
    assert "The person is still owed" in officer.get(CASE + "/close").text


def test_what_is_closed_cannot_be_closed_twice(officer: Browser, desk) -> None:
    a_case(desk)
    officer.follow(CASE + "/close", CASE + "/close", outcome="withdrawn", reason="x")
    assert officer.get(CASE + "/close").status == 409


def test_two_managers_erase_what_was_kept_long_enough(signed_in: SignedIn, late: list[str], desk) -> None:
    one, two = signed_in(Role.MANAGER, "M. One"), signed_in(Role.MANAGER, "M. Two")
    page = one.get(KEEPING)
    assert "Kept long enough 3" in page.text and all(reference in page.text for reference in late)
    page = one.follow(KEEPING + "/propose", KEEPING, cases=late[:2], reason="The schedule")
    assert "2 cases were proposed. Somebody else has to erase them" in page.text
    proposed = KEEPING + "?list=proposed"
    page = one.follow(KEEPING + "/erase", proposed, cases=late[:2], sure="y")
    assert "You proposed these, so somebody else has to erase them" in page.text
    page = two.follow(KEEPING + "/erase", proposed, cases=late[:2])
    assert (page.status, page.links()["Say that you know what it means"]) == (400, "#sure")
    assert page.html.count(" checked") == 2, "what was chosen stays chosen"
    page = two.follow(KEEPING + "/erase", proposed, cases=late[:2], sure="y")
    assert "2 cases were erased" in page.text
    page = two.get(KEEPING + "?list=erased")
    assert late[0] in page.text and "M. One" in page.text and "M. Two" in page.text
    rows = list(csv.reader(StringIO(two.client.get(KEEPING + "/register.csv").data.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["reference", *late[:2]]
    assert rows[1][2:4] == ["retention", "M. One"]


def test_nothing_chosen_is_said_and_the_reason_stays(signed_in: SignedIn, late: list[str]) -> None:
    page = signed_in(Role.MANAGER, "M. One").follow(KEEPING + "/propose", KEEPING, reason="The schedule of 2026")
    assert page.status == 400
    assert "Choose at least one case" in page.text and "The schedule of 2026" in page.text


def test_a_case_that_moved_on_meanwhile_is_named_and_the_others_are_done(signed_in: SignedIn, late: list[str], desk) -> None:
    manager = signed_in(Role.MANAGER, "M. One")
    erasing.hold(desk, late[0], "The Ombudsman asks", an_officer(desk, "D. Officer"), LATER)
    page = manager.follow(KEEPING + "/propose", KEEPING, cases=[*late, "KMR-2346-999"], reason="The schedule")
    assert "2 cases were proposed" in page.text
    assert f"had moved on since you opened the page, or are held: {late[0]}, KMR-2346-999" in page.text


def test_an_officer_sees_none_of_the_lists(officer: Browser) -> None:
    for path in ("", "/register.csv"):
        assert officer.get(KEEPING + path).status == 403
    assert "Keeping" not in officer.get("/staff/queue").text


def test_no_cell_of_the_register_is_a_formula(signed_in: SignedIn, desk, clock: Clock) -> None:
    a_case(desk)
    erasing.propose_erasure(desk, REFERENCE, "request", "x", an_officer(desk, "=HYPERLINK(1)"), NOW)
    erasing.erase(desk, REFERENCE, an_officer(desk, "B. Officer"), NOW)
    manager = signed_in(Role.MANAGER, "M. One")
    (_, row) = csv.reader(StringIO(manager.client.get(KEEPING + "/register.csv").data.decode("utf-8-sig")))
    assert row[3] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("odd", ["after=x", "after=99999999999999999999", "after=-1", "list=nothing", "list=erased&after=١"])
def test_an_odd_address_shows_a_list(signed_in: SignedIn, odd: str) -> None:
    assert signed_in(Role.MANAGER, "M. One").get(f"{KEEPING}?{odd}").status == 200
