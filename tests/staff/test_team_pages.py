"""Services, questions to them, and notes, as an officer meets them on the pages; what is typed is kept and escaped."""

import io
import zipfile
from datetime import timedelta

import pytest

from portal.actions import handling, teamwork
from portal.actions.places import Place
from portal.actions.teamwork import Contact
from portal.casework.events import Happened
from portal.casework.permissions import Role
from portal.staff.team_labels import service_name, services, waits
from portal.store import events
from tests.actions.desks import NOW, a_case, kinds_of, row_of
from tests.staff.browser import Browser
from tests.staff.conftest import Clock, SignedIn

REFERENCE = "KMR-2346-789"
CASE = f"/staff/cases/{REFERENCE}"
TODAY = NOW.date()
FOSTERING = Place("carers", "fostering")


def test_a_manager_gives_a_case_to_a_team_and_an_officer_at_once(signed_in: SignedIn, desk) -> None:
    case_id, officer, manager = a_case(desk), signed_in(), signed_in(Role.MANAGER, "M. Manager")
    page = manager.follow(CASE + "/assign", CASE + "/assign", service="carers/fostering", handler=str(officer.staff_id))
    assert "handled by A. Officer" in page.text and "with Fostering and Adoption: Fostering" in page.text
    assert "gave this case to Fostering and Adoption: Fostering, and to A. Officer" in page.text
    assert kinds_of(desk, case_id).count("assigned") == 1
    standing = manager.get(CASE + "/assign").form("")
    assert (standing["service"], standing["handler"]) == ("carers/fostering", str(officer.staff_id)), "it stands as it is"


def test_an_officer_says_which_service_and_may_not_give_it_away(officer: Browser, desk) -> None:
    a_case(desk)
    page = officer.get(CASE)
    assert "Say which service it is with" in page.links() and "Give it to a service or to somebody" not in page.links()
    page = officer.follow(CASE + "/choose-service", CASE + "/choose-service", service="early_help")
    assert "with Early Help" in page.text and officer.get(CASE + "/assign").status == 403
    assert officer.follow(CASE + "/choose-service", CASE + "/choose-service", service="").links()["Choose the service"] == "#service"


def test_a_manager_is_offered_one_link_and_not_two_for_the_same(signed_in: SignedIn, desk) -> None:
    a_case(desk)
    links = signed_in(Role.MANAGER, "M. Manager").get(CASE).links()
    assert "Give it to a service or to somebody" in links and "Say which service it is with" not in links


def test_a_code_that_the_profile_no_longer_lists_stays_readable_and_can_be_left(signed_in: SignedIn, desk) -> None:
    case_id, manager = a_case(desk), signed_in(Role.MANAGER, "M. Manager")
    with desk.database.write() as conn:
        told = {"handler": manager.staff_id, "was": None, "area": "old_service", "team": "first_team"}
        events.append(conn, events.Event(case_id=case_id, at=NOW, kind="assigned", actor="staff", staff_id=manager.staff_id, detail=told))
        from portal.actions.settling import settle

        settle(desk, conn, case_id)
    assert "with Old service: First team" in manager.get(CASE).text
    assert "Old service: First team" in manager.get("/staff/queue").text
    other = handling_officer = signed_in(Role.OFFICER, "B. Officer")
    page = manager.follow(CASE + "/assign", CASE + "/assign", handler=str(handling_officer.staff_id))
    assert page.status == 200 and row_of(desk, case_id).handler_id == other.staff_id
    assert row_of(desk, case_id).service_area == "old_service"


def test_a_question_to_a_service_is_seen_on_the_case_and_in_the_queue_until_it_is_answered(
    officer: Browser, signed_in: SignedIn, desk, clock: Clock
) -> None:
    a_case(desk)
    page = officer.follow(CASE + "/ask-service", CASE + "/ask-service", service="carers/fostering", asked="Why <b>no</b> visit?", who="Team lead", by="25 11 2026")
    assert "For Fostering and Adoption: Fostering since Monday 23 November 2026, to answer by Wednesday 25 November 2026" in page.text
    assert "Why <b>no</b> visit?" in page.text and "<b>no</b>" not in page.html and "that day has passed" not in page.text
    queue = officer.get("/staff/queue?view=waiting_service")
    assert "waits for the service since Mon 23 Nov, by Wed 25 Nov" in queue.text and "past" not in queue.text
    assert "Waiting for the service 1" in queue.links()
    clock.now = NOW + timedelta(days=4)
    officer = signed_in(name="B. Officer")
    assert "2 days past" in officer.get("/staff/queue?view=waiting_service").text
    assert "that day has passed" in officer.get(CASE).text
    form = officer.get(CASE + "/service-answered")
    assert "Why <b>no</b> visit?" in form.text and form.form("")["number"] == "1", "the only question is chosen already"
    page = officer.follow(CASE + "/service-answered", CASE + "/service-answered", answer="Nobody was there.", day="26 11 2026")
    assert "recorded that Fostering and Adoption: Fostering answered, on Thu 26 Nov. Nobody was there." in page.text
    assert "Nobody keeps you waiting" in officer.get("/staff/queue?view=waiting_service").text


def test_a_second_press_of_the_same_answer_is_no_fault_and_one_event(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    teamwork.ask_service(desk, REFERENCE, FOSTERING, {"asked": "Why?", "who": ""}, TODAY, officer.staff_id, NOW)
    path = CASE + "/service-answered"
    standing = officer.get(path).form("") | {"answer": "So.", "day": "23 11 2026"}
    answers = [officer.client.post(path, data=standing) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert kinds_of(desk, case_id).count("service_answered") == 1


@pytest.mark.parametrize(("typed", "message", "at"), [
    ({"asked": " "}, "Say what you ask", "#asked"),
    ({"by": "22 11 2026"}, "Enter a day from today on, within a year", "#by"),
    ({"by": "soon"}, "Enter a day in numbers, like 25 11 2026", "#by"),
    ({"service": ""}, "Choose the service", "#service"),
])  # fmt: skip
def test_what_is_refused_is_said_beside_its_field_and_nothing_typed_is_lost(officer: Browser, desk, typed: dict, message: str, at: str) -> None:
    case_id = a_case(desk)
    path, whole = CASE + "/ask-service", {"service": "early_help", "asked": "Why?", "who": "Jo", "by": "24 11 2026"} | typed
    page = officer.follow(path, path, **whole)
    assert page.status == 400 and page.links()[message] == at and page.title.startswith("Error: ")
    kept = page.form("")
    assert {name: kept[name].strip() for name in whole} == {name: value.strip() for name, value in whole.items()}
    assert "asked_service" not in kinds_of(desk, case_id)


def test_a_meeting_is_noted_with_minutes_and_shown_in_its_own_place_and_in_the_history(officer: Browser, desk) -> None:
    a_case(desk)
    path = CASE + "/note"
    refused = officer.follow(path, path, how="meeting", day="20 11 2026", people="", said="We <i>met</i>.", child="asked")
    assert refused.links()["Say who was there: at least one name"] == "#people"
    assert refused.form("")["said"].strip() == "We <i>met</i>."
    page = officer.follow(path, path, how="meeting", day="20 11 2026", people="Jo Bloggs, mother", said="We <i>met</i>.", child="asked")
    assert "<i>met" not in page.html
    own = page.html.split('id="notes-title"')[1].split("</section>")[0]
    assert "Friday 20 November 2026" in own and "Jo Bloggs, mother" in own and "The child was not there, but was asked" in own
    assert "noted: meeting on Fri 20 Nov. With: Jo Bloggs, mother. We <i>met</i>." in page.text


def test_the_bundle_tells_of_contacts_questions_and_answers(signed_in: SignedIn, desk) -> None:
    a_case(desk)
    manager = signed_in(Role.MANAGER, "M. Manager")
    me = manager.staff_id
    handling.assign(desk, REFERENCE, None, me, NOW, FOSTERING)
    teamwork.ask_service(desk, REFERENCE, FOSTERING, {"asked": "Why did nobody come?", "who": "The lead"}, TODAY, me, NOW)
    teamwork.service_answered(desk, REFERENCE, 1, {"answer": "The car broke down."}, TODAY, me, NOW)
    teamwork.note(desk, REFERENCE, Contact("phone", TODAY, "Jo", "They rang about Monday."), me, NOW)
    answer = manager.send(CASE + "/export", CASE)
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        index = archive.read(next(name for name in archive.namelist() if name.endswith("index.html"))).decode()
    for said in ("gave this case to Fostering and Adoption: Fostering", "Why did nobody come?", "The car broke down.", "They rang about Monday."):
        assert said in index
    assert "M. Manager" not in index


def test_erasing_a_case_shuts_every_word_of_its_notes(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    teamwork.note(desk, REFERENCE, Contact("phone", TODAY, "Jo", "They rang about Monday."), officer.staff_id, NOW)
    teamwork.ask_service(desk, REFERENCE, FOSTERING, {"asked": "Why did nobody come?", "who": ""}, TODAY, officer.staff_id, NOW)
    desk.keys.erase(row_of(desk, case_id).key_name)
    page = officer.get(CASE)
    assert page.status == 200 and "They rang" not in page.text and "Why did nobody" not in page.text
    assert "Telephone call, Monday 23 November 2026" in page.text, "that it was is a code and a day"


@pytest.mark.parametrize("kind", [Happened.SERVICE_CHOSEN, Happened.ASKED_SERVICE, Happened.SERVICE_ANSWERED, Happened.CONTACT_NOTED])
def test_each_is_told_as_done(officer: Browser, desk, kind: Happened) -> None:
    a_case(desk)
    assert 'id="done-title"' in officer.get(f"{CASE}?done={kind.value}").html


def test_services_are_offered_area_by_area_with_their_teams(desk) -> None:
    codes = [code for code, _ in services(desk.profile)]
    assert codes.index("carers") < codes.index("carers/fostering") < codes.index("early_help")
    assert len(codes) == len(set(codes))
    assert service_name(desk.profile, None) == "" and service_name(desk.profile, "carers", "gone_team") == "Fostering and Adoption: Gone team"


def test_a_case_that_waits_for_both_says_so_twice_the_complainant_first() -> None:
    both = waits(TODAY - timedelta(days=5), TODAY - timedelta(days=4), TODAY - timedelta(days=1), TODAY)
    assert [(each.whom, each.late) for each in both] == [("the complainant", 0), ("the service", 1)] and both[1].said == "1 day past"
    assert waits(None, None, None, TODAY) == ()
