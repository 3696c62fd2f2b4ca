"""Splitting points, and the stages that follow, as an officer does it: forms that lose nothing and say what happens."""

from datetime import timedelta

from portal.actions import handling
from portal.actions.handling import key_of_turn, turn_at
from portal.actions.stages import Said, asked_for
from portal.casework.permissions import Role
from tests.actions.desks import NOW, a_case, row_of
from tests.actions.test_splitting import three_points
from tests.staff.browser import Browser
from tests.staff.conftest import SignedIn

CASE = "/staff/cases/KMR-2346-789"
SPLIT = f"{CASE}/split-points"
CHOSEN = {"point-1": "statutory", "point-2": "corporate", "point-3": "school", "reason": "The <b>school</b> answers for itself."}


def test_points_are_sent_by_different_procedures_and_the_case_says_so(officer: Browser, desk) -> None:
    case_id = three_points(desk)
    page = officer.follow(SPLIT, SPLIT, **CHOSEN)
    assert page.status == 200 and "One answer goes out for all of them." in page.text
    assert "Several procedures, one answer" in page.text and "points under the council’s own procedure" in page.text
    assert "The <b>school</b> answers for itself." in page.text and "<b>school" not in page.html
    assert row_of(desk, case_id).route == "mixed"
    again = officer.get(SPLIT)
    assert again.html.count("selected") >= 3


def test_a_point_that_goes_nowhere_is_said_and_what_was_typed_stands_again(officer: Browser, desk) -> None:
    three_points(desk)
    page = officer.follow(SPLIT, SPLIT, **{**CHOSEN, "point-2": ""})
    assert page.status == 400 and "Choose where point 2 goes" in page.text and "answers for itself." in page.text
    assert officer.follow(SPLIT, SPLIT, **{**CHOSEN, "point-2": "mixed"}).status == 400
    assert officer.follow(SPLIT, SPLIT, **{**CHOSEN, "reason": " "}).status == 400


def test_a_point_that_is_answered_elsewhere_is_offered_that_finding_first(officer: Browser, desk) -> None:
    three_points(desk)
    officer.follow(SPLIT, SPLIT, **CHOSEN)
    page = officer.get(f"{CASE}/points/3")
    assert 'value="other_procedure" checked' in page.html
    assert "checked" not in officer.get(f"{CASE}/points/1").html.split("outcome", 1)[1].split("</fieldset>")[0]


def test_only_a_manager_refuses_and_never_a_statutory_stage(officer: Browser, signed_in: SignedIn, desk) -> None:
    a_case(desk)
    manager = signed_in(name="M. Manager", role=Role.MANAGER)
    handling.confirm_route(desk, "KMR-2346-789", "statutory", officer.staff_id, NOW)
    ask = {"who": "Jo", "how": "letter"}
    officer.follow(f"{CASE}/request-stage-2", f"{CASE}/request-stage-2", **ask)
    path = f"{CASE}/refuse-stage"
    assert manager.get(path).status == 409 and path not in manager.get(CASE).links().values()
    handling.change_route(desk, "KMR-2346-789", "corporate", "It is one.", officer.staff_id, NOW)
    assert manager.get(path).status == 409, "the stage was begun under the statutory procedure"
    assert officer.get(path).status == 403


def test_a_manager_refuses_a_request_of_the_own_procedure_and_the_person_may_ask_again(officer: Browser, signed_in: SignedIn, desk) -> None:
    a_case(desk)
    manager = signed_in(name="M. Manager", role=Role.MANAGER)
    handling.change_route(desk, "KMR-2346-789", "corporate", "It is one.", officer.staff_id, NOW)
    officer.follow(f"{CASE}/request-stage-2", f"{CASE}/request-stage-2", who="Jo", how="letter")
    path, given = f"{CASE}/refuse-stage", {"response": "This was answered in May.", "details_given": "y"}
    assert manager.follow(path, path, **given).status == 400
    page = manager.follow(path, path, ground="already_considered", **given)
    assert "They may ask again." in page.text and "This was answered in May." in page.text and "Request refused" in page.text
    assert f"{CASE}/request-stage-2" in manager.get(CASE).links().values()


def test_what_the_person_asks_for_on_their_own_page_comes_up_with_its_points_and_its_day(officer: Browser, desk) -> None:
    three_points(desk)
    officer.follow(SPLIT, SPLIT, **CHOSEN)
    handling.take(desk, "KMR-2346-789", officer.staff_id, NOW)
    with turn_at(desk, "KMR-2346-789", None, NOW + timedelta(days=60)) as turn:
        key = key_of_turn(desk, turn)
        asks = Said(turn.now.date(), {"who": "The person", "asks": "Nobody <b>looked</b>."}, {"how": "portal", "holder": "child"})
        asked_for(desk, turn, "request_own_stage", asks, key)
    page = officer.get(CASE)
    assert "asked for stage 2 of the council’s own procedure on their own page" in page.text and "for point 2" in page.text
    assert "Nobody <b>looked</b>." in page.text and "<b>looked" not in page.html
    assert f"{CASE}/answer-own-stage" in page.links().values()
