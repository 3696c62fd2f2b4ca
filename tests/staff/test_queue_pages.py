"""The queue: danger first, then the soonest date; what it says of a case, and what it never says."""

from datetime import date, timedelta

import pytest

from portal.actions import handling
from portal.staff.queue_pages import rail_of
from portal.store import cases
from tests.actions.desks import NOW, a_case
from tests.staff.browser import Browser, Page
from tests.staff.conftest import SignedIn

SIGNS = "2346789"
FIND = "/staff/find"


def _reference(number: int) -> str:
    digits = "".join(SIGNS[number // 7**place % 7] for place in range(3))
    return f"KMR-2346-{digits}"


def _references(page: Page) -> list[str]:
    return [("".join(a.itertext())) for a in page.all("a", class_="govuk-link ref")]


def test_danger_comes_first_then_the_soonest_date(officer: Browser, desk) -> None:
    a_case(desk, "KMR-2346-111".replace("1", "2"), NOW)
    a_case(desk, "KMR-2346-333", NOW - timedelta(days=3))
    a_case(desk, "KMR-2346-444", NOW, risk_now=True)
    assert _references(officer.get("/staff/queue")) == ["KMR-2346-444", "KMR-2346-333", "KMR-2346-222"]


def test_a_row_says_role_matter_procedure_date_handler_and_what_next(officer: Browser, desk) -> None:
    a_case(desk)
    handling.take(desk, "KMR-2346-789", officer.staff_id, NOW)
    row = "".join(officer.get("/staff/queue").all("tr")[1].itertext())
    for said in ("Parent", "1 point", "Support not delivered", "Statutory, stage 1", "Mon 7 Dec", "A. Officer"):
        assert said in row
    assert "Confirm the route" in row


def test_the_queue_never_says_a_name(officer: Browser, desk) -> None:
    a_case(desk)
    page = officer.get("/staff/queue")
    assert "Jo Bloggs" not in page.html and "visits" not in page.html


def test_views_are_counted_and_filters_narrow(officer: Browser, desk) -> None:
    a_case(desk, "KMR-2346-222", complainant="foster_carer")
    a_case(desk, "KMR-2346-333", risk_now=True)
    handling.take(desk, "KMR-2346-222", officer.staff_id, NOW)
    page = officer.get("/staff/queue?view=mine")
    assert _references(page) == ["KMR-2346-222"]
    assert {"Danger now 1", "Mine 1", "Nobody’s yet 1", "All open 2"} <= set(page.links())
    assert _references(officer.get("/staff/queue?complainant=foster_carer")) == ["KMR-2346-222"]
    assert _references(officer.get(f"/staff/queue?handler={officer.staff_id}")) == ["KMR-2346-222"]
    assert _references(officer.get("/staff/queue?route=safeguarding_urgent")) == ["KMR-2346-333"]
    nothing = officer.get("/staff/queue?matter=housing")
    assert "Nothing here matches the filter" in nothing.text


@pytest.mark.parametrize("asked", ["view=x", "route=x", "handler=x", "handler=-1", f"handler={10**19}", "after=x", "after=a1-99999999-1", f"after=a1-20261207-{10**19}"])
def test_an_address_that_makes_no_sense_shows_the_open_cases(officer: Browser, desk, asked: str) -> None:
    a_case(desk)
    assert _references(officer.get(f"/staff/queue?{asked}")) == ["KMR-2346-789"]


def test_pages_of_25_walk_there_and_back_with_the_filter(officer: Browser, desk) -> None:
    references = [_reference(number) for number in range(60)]
    for number, reference in enumerate(references):
        a_case(desk, reference, NOW + timedelta(days=number))
    page = officer.get("/staff/queue?complainant=parent")
    seen = [_references(page)]
    while "Later" in page.links():
        assert "complainant=parent" in page.links()["Later"]
        page = officer.get(page.links()["Later"])
        seen.append(_references(page))
    assert [len(each) for each in seen] == [25, 25, 10]
    assert [one for each in seen for one in each] == references
    assert _references(officer.get(page.links()["Sooner"])) == seen[1]


def test_handing_over_takes_a_case_off_the_dangers_and_keeps_it_in_the_queue(officer: Browser, desk) -> None:
    a_case(desk, risk_now=True)
    assert "Record that the front door knows: KMR-2346-789" in officer.get("/staff/queue").links()
    handling.tell_front_door(desk, "KMR-2346-789", "Duty social worker", "9:20", officer.staff_id, NOW)
    page = officer.get("/staff/queue")
    assert "Danger now 0" in page.links() and "Take this case: KMR-2346-789" in page.links()


@pytest.mark.parametrize("typed", ["KMR-2346-789", "kmr2346789", " kmr 2346 789 "])
def test_a_reference_is_found_however_it_is_typed(officer: Browser, typed: str) -> None:
    answer = officer.send(FIND, "/staff/queue", reference=typed)
    assert answer.headers["Location"] == "/staff/cases/KMR-2346-789"


def test_what_is_no_reference_is_said_back_escaped_and_stands_in_no_address(officer: Browser) -> None:
    answer = officer.send(FIND, "/staff/queue", reference="Jo <script>x")
    assert (answer.status_code, answer.headers.get("Location")) == (400, None)
    page = Page(answer)
    assert "Nothing is known of “Jo <script>x”" in page.text and "<script>x" not in page.html
    assert page.title.startswith("Error: ")
    assert page.form(FIND)["reference"] == "Jo <script>x", "what was typed can be put right"
    addresses = [one.get(name) or "" for one in page.tree.iter() for name in ("href", "action", "src")]
    assert not [address for address in addresses if "Jo" in address or "script>x" in address]


def test_looking_for_nothing_asks_for_a_reference(officer: Browser) -> None:
    assert "Enter a reference" in Page(officer.send(FIND, "/staff/queue", reference=" ")).text


def test_looking_keeps_the_view_and_the_filters(officer: Browser, desk) -> None:
    a_case(desk)
    on = "/staff/queue?view=mine&complainant=parent"
    find = next(form.get("action") for form in officer.get(on).all("form", role="search"))
    page = Page(officer.send(find, on, reference="nothing"))
    assert "Nothing is known of “nothing”" in page.text and _references(page) == []
    assert [form for form in page.all("form", role="search", action=find)]


def test_looking_by_address_finds_nothing_and_passes_nothing_on(officer: Browser) -> None:
    answer = officer.client.get(FIND, query_string={"reference": "Jo Bloggs", "view": "mine"})
    assert answer.headers["Location"] == "/staff/queue?view=mine"
    assert "Jo" not in officer.get("/staff/queue?missing=Jo").text


def test_a_forged_search_is_refused(officer: Browser) -> None:
    assert officer.client.post(FIND, data={"reference": "KMR-2346-789"}).status_code == 400


def test_a_closed_case_is_found_among_the_closed(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    with desk.database.write() as conn:
        cases.update(conn, case_id, open=False)
    assert _references(officer.get("/staff/queue")) == []
    closed = officer.get("/staff/queue?view=closed")
    assert _references(closed) == ["KMR-2346-789"] and "closed" in closed.text


def test_the_page_knows_the_keyboard(officer: Browser, desk) -> None:
    a_case(desk)
    page = officer.get("/staff/queue")
    assert page.all("main")[0].get("data-module") == "queue-keys"
    assert [one for one in page.tree.iter() if one.get("data-row") is not None]
    searched = next(form for form in page.all("form", role="search"))
    assert [one for one in searched.iter() if one.get("data-search") is not None]


RECEIVED, DUE, LATEST = date(2026, 11, 23), date(2026, 12, 7), date(2026, 12, 21)


@pytest.mark.parametrize(
    ("day", "gone", "colour", "said"),
    [
        (date(2026, 11, 23), 0, "green", "in 14 days"),
        (date(2026, 12, 3), 36, "green", "in 4 days"),
        (date(2026, 12, 4), 39, "amber", "in 3 days"),
        (date(2026, 12, 6), 46, "amber", "tomorrow"),
        (date(2026, 12, 7), 50, "amber", "today"),
        (date(2026, 12, 8), 54, "red", "1 day late"),
        (date(2026, 12, 30), 100, "red", "23 days late"),
    ],
)
def test_the_rail_says_in_words_what_it_shows(day: date, gone: int, colour: str, said: str) -> None:
    clock = rail_of(RECEIVED, DUE, LATEST, day)
    assert (clock.gone, clock.first, clock.colour, clock.said) == (gone, 50, colour, said)


def test_a_manager_gives_a_case_to_an_officer(signed_in: SignedIn, desk) -> None:
    from portal.casework.permissions import Role

    a_case(desk)
    officer, manager = signed_in(), signed_in(Role.MANAGER, "M. Manager")
    path = "/staff/cases/KMR-2346-789/assign"
    assert manager.follow(path, path).links()["Choose a service, a person, or both"] == "#handler"
    manager.follow(path, path, handler=str(officer.staff_id))
    assert _references(officer.get("/staff/queue?view=mine")) == ["KMR-2346-789"]


def test_a_name_leads_to_the_cases_that_hold_it_and_stands_in_no_address(officer: Browser, desk) -> None:
    a_case(desk)
    page = Page(officer.send(FIND, "/staff/queue", reference="bloggs JO"))
    assert page.title == "Cases found"
    assert "KMR-2346-789" in page.links()
    assert "1 case with “bloggs JO”" in page.text
    assert all("bloggs" not in href.lower() for href in page.links().values())


def test_a_name_that_nobody_has_says_what_can_be_looked_for(officer: Browser, desk) -> None:
    a_case(desk)
    page = Page(officer.send(FIND, "/staff/queue", reference="<Quixotry>"))
    assert page.status == 400
    assert "Nothing is known of “<Quixotry>”" in page.text and "a telephone number" in page.text
