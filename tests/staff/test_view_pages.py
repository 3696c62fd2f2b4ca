"""Views of one's own, and filters that join, are taken away one by one, and survive paging."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.actions import handling, saved_views, teamwork
from portal.actions.places import Place
from portal.limits import LONGEST_VIEW_NAME, MOST_SAVED_VIEWS
from portal.staff import queue_pages
from portal.store.queue import QueueFilter, View
from tests.actions.desks import NOW, a_case
from tests.staff.browser import Browser, Page
from tests.staff.conftest import SignedIn

QUEUE = "/staff/queue?view=open&service=carers%2Ffostering&complainant=parent"


def _rows(page: Page) -> list[str]:
    return ["".join(a.itertext()) for a in page.all("a", class_="govuk-link ref")]


def _rail(page: Page) -> dict[str, str]:
    rail = page.html.split('<ul class="views">')[1].split("</ul>")[0]
    return {name: href for name, href in page.links().items() if href.replace("&", "&amp;") in rail}


def _keep(browser: Browser, on: str, name: str) -> Page:
    action = next(form.get("action") for form in browser.get(on).all("form") if "/views/keep" in (form.get("action") or ""))
    return browser.follow(action, on, name=name)


@pytest.fixture
def three(desk, officer: Browser) -> None:
    for reference, place, facts in (("KMR-2346-222", Place("carers", "fostering"), {}), ("KMR-2346-333", Place("carers"), {}),
                                    ("KMR-2346-444", Place("carers", "fostering"), {"complainant": "foster_carer"})):  # fmt: skip
        a_case(desk, reference, **facts)
        teamwork.choose_service(desk, reference, place, officer.staff_id, NOW)


def test_filters_join_and_each_can_be_taken_away_alone(officer: Browser, three: None) -> None:
    page = officer.get(QUEUE)
    assert _rows(page) == ["KMR-2346-222"]
    links = page.links()
    without = officer.get(links["Take away: Service: Fostering and Adoption: Fostering×"])
    assert _rows(without) == ["KMR-2346-222", "KMR-2346-333"] and "Take away: From: Parent×" in without.links()
    assert _rows(officer.get(links["Take away: From: Parent×"])) == ["KMR-2346-222", "KMR-2346-444"]
    assert len(_rows(officer.get(links["Show all again"]))) == 3


def test_a_service_shows_all_its_teams_and_a_stage_narrows(officer: Browser, three: None) -> None:
    assert len(_rows(officer.get("/staff/queue?service=carers"))) == 3
    assert len(_rows(officer.get("/staff/queue?stage=1"))) == 3 and _rows(officer.get("/staff/queue?stage=2")) == []


def test_what_is_with_no_service_is_listed_by_itself(officer: Browser, three: None, desk) -> None:
    a_case(desk, "KMR-2346-777")
    page = officer.get("/staff/queue?service=-")
    assert _rows(page) == ["KMR-2346-777"] and "Take away: Service: No service named×" in page.links()
    assert _rows(officer.get("/staff/queue?service=-&view=overdue")) == []
    assert _rows(_keep(officer, "/staff/queue?service=-", "With nobody")) == ["KMR-2346-777"]
    assert officer.get("/staff/queue").links()["With nobody"] == "/staff/queue?view=open&service=-"


@pytest.mark.parametrize("asked", ["service=x", "service=carers/", "service=carers/assessment", "stage=9", "stage=", "stage=1'"])
def test_a_filter_that_makes_no_sense_narrows_nothing(officer: Browser, three: None, asked: str) -> None:
    assert len(_rows(officer.get(f"/staff/queue?{asked}"))) == 3


def test_nothing_found_says_which_way_out_there_is(officer: Browser, desk, three: None) -> None:
    page = officer.get("/staff/queue?view=mine&complainant=parent&stage=1")
    assert "Nothing here matches the filters together. Take one of them away above" in page.text
    assert len(_rows(officer.get(page.links()["look among every case"]))) == 2, "the filters go along"


def test_the_filter_goes_along_from_page_to_page(officer: Browser, desk) -> None:
    signs = "2346789"
    for number in range(30):
        reference = f"KMR-2346-{signs[number // 49 % 7]}{signs[number // 7 % 7]}{signs[number % 7]}"
        a_case(desk, reference, NOW + timedelta(days=number))
        teamwork.choose_service(desk, reference, Place("carers" if number % 6 else "early_help"), officer.staff_id, NOW)
    first = officer.get("/staff/queue?service=carers&stage=1")
    assert (len(_rows(first)), "Later" in first.links()) == (25, False)
    everybody = officer.get("/staff/queue?stage=1&service=")
    later = officer.get(everybody.links()["Later"])
    assert len(_rows(later)) == 5 and "Take away: Stage: Stage 1×" in later.links()


def test_a_view_is_kept_found_in_the_rail_called_otherwise_and_taken_away(officer: Browser, three: None) -> None:
    page = _keep(officer, QUEUE, "Foster parents’ cases")
    assert page.status == 200 and _rows(page) == ["KMR-2346-222"]
    here = [a for a in page.all("a") if a.get("aria-current") == "page" and "views" not in (a.get("href") or "")]
    assert ["".join(a.itertext()) for a in here if a.get("href", "").startswith("/staff/queue?")] == ["Foster parents’ cases"], "one place is the present one"
    mine = officer.get("/staff/views")
    rename = mine.links()["Call it otherwise: Foster parents’ cases"]
    page = officer.follow(rename, rename, name="Fostering, <parents>")
    assert "Fostering, <parents>" in page.links()
    assert _rows(officer.get(page.links()["Fostering, <parents>"])) == ["KMR-2346-222"]
    forget = next(form.get("action") for form in page.all("form") if (form.get("action") or "").endswith("/forget"))
    assert "You have none yet" in officer.follow(forget, "/staff/views").text
    assert officer.client.post(forget, data=officer.get("/staff/views").form("/staff/sign-out")).status_code == 303, "gone already is gone"


def test_each_sees_renames_and_takes_away_only_their_own(signed_in: SignedIn, desk) -> None:
    one, two = signed_in(), signed_in(name="B. Officer")
    _keep(one, QUEUE, "Only mine")
    (view,) = saved_views.kept_by(desk, one.staff_id)
    assert "Only mine" not in two.get("/staff/queue").text and "Only mine" not in two.get("/staff/views").text
    assert two.get(f"/staff/views/{view.id}").status == 404
    token = two.get("/staff/queue").form("/staff/sign-out")
    two.client.post(f"/staff/views/{view.id}/forget", data=token)
    assert two.client.post(f"/staff/views/{view.id}", data=token | {"name": "Stolen"}).status_code == 404
    assert [each.name for each in saved_views.kept_by(desk, one.staff_id)] == ["Only mine"]
    assert _keep(two, QUEUE, "Only mine").status == 200, "two people may choose the same name"


@pytest.mark.parametrize(("name", "message"), [
    (" ", "Give the view a name"), ("x" * (LONGEST_VIEW_NAME + 1), f"Use at most {LONGEST_VIEW_NAME} characters"), ("Taken", "You have a view of this name already. Choose another"),
])  # fmt: skip
def test_a_name_that_cannot_be_is_said_and_kept_with_the_filters(officer: Browser, three: None, name: str, message: str) -> None:
    _keep(officer, "/staff/queue?stage=1", "Taken")
    page = _keep(officer, QUEUE, name)
    assert page.status == 400 and page.links()[message] == "#name" and page.title.startswith("Error: ")
    action = next(form.get("action") for form in page.all("form") if "/views/keep" in (form.get("action") or ""))
    assert page.form(action)["name"].strip() == name.strip()
    assert _rows(page) == ["KMR-2346-222"], "what was shown is shown still"
    query = parse_qs(urlsplit(action).query)
    assert query == {"view": ["open"], "service": ["carers/fostering"], "complainant": ["parent"]}


def test_pressed_twice_is_one_view_and_there_is_an_end_to_keeping(officer: Browser, desk) -> None:
    for _ in range(2):
        assert _keep(officer, QUEUE, "Twice").status == 200
    assert len(saved_views.kept_by(desk, officer.staff_id)) == 1
    for number in range(MOST_SAVED_VIEWS - 1):
        saved_views.keep(desk, officer.staff_id, f"View {number}", {"view": "mine"})
    assert f"You have {MOST_SAVED_VIEWS} views already. Take one away first" in _keep(officer, QUEUE, "One more").links()


def test_a_kept_view_holds_codes_only_whatever_stood_in_the_address(officer: Browser, desk) -> None:
    token = officer.get("/staff/queue").form("/staff/sign-out")
    officer.client.post("/staff/views/keep?view=mine&complainant=Jo+Bloggs&after=a1-20261123-1&x=y&handler=3", data=token | {"name": "Odd"})
    assert saved_views.kept_by(desk, officer.staff_id)[0].query == {"view": "mine", "handler": "3"}


def test_a_view_without_filters_offers_nothing_to_keep(officer: Browser, three: None) -> None:
    assert "Keep this as a view" not in officer.get("/staff/queue?view=mine").text


def test_the_filters_of_every_view_are_read_back_as_they_were_written(app) -> None:
    filters = st.builds(
        QueueFilter, st.sampled_from(View), st.sampled_from([None, "parent"]), st.sampled_from([None, "statutory"]), st.sampled_from([None, "corporate"]),
        st.sampled_from([None, "placement"]), st.sampled_from([None, 3]), st.sampled_from([None, "child"]), st.sampled_from([None, "en"]),
        st.sampled_from([None, "telephone"]), st.sampled_from([None, 1, 2, 3]), st.sampled_from([None]), st.none(),
    )  # fmt: skip

    @given(wanted=filters, place=st.sampled_from([(None, None), ("carers", None), ("carers", "fostering")]))
    def read_back(wanted: QueueFilter, place: tuple[str | None, str | None]) -> None:
        from dataclasses import replace

        wanted = replace(wanted, service_area=place[0], team=place[1])
        assert queue_pages.wanted_by(queue_pages.query_of(wanted)) == wanted
        nowhere = replace(wanted, service_area=None, team=None, no_service=True)
        assert queue_pages.wanted_by(queue_pages.query_of(nowhere)) == nowhere

    with app.test_request_context("/staff/queue"):
        read_back()


def test_a_person_who_handled_is_named_on_the_chip(officer: Browser, desk) -> None:
    a_case(desk)
    handling.take(desk, "KMR-2346-789", officer.staff_id, NOW)
    assert "Take away: Handler: A. Officer×" in officer.get(f"/staff/queue?handler={officer.staff_id}").links()
