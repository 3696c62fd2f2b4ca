"""Figures of the work beside complaints: entered with their source, shown beside the complaints, and never without one."""

import pytest

from portal.actions import entering
from portal.actions.desk import Desk
from portal.actions.entering import Figure
from portal.casework.permissions import Role
from portal.report.making import make
from tests.actions.desks import NOW
from tests.report.rows import FIRST, LAST, drawn, put
from tests.staff.browser import Browser
from tests.staff.conftest import SignedIn

PAGE = "/staff/report/demand?period=y2024&years=2"
YEAR = (FIRST, LAST)


@pytest.fixture
def manager(desk: Desk, signed_in: SignedIn) -> Browser:
    put(desk, drawn(100))
    return signed_in(Role.MANAGER, "M. Manager")


def test_what_is_entered_stands_in_the_report_with_its_source_its_change_and_its_rate(desk: Desk, manager: Browser) -> None:
    page = manager.follow(PAGE, PAGE, referrals="1,250", referrals_source="Return of <June> 2025", in_care="310", in_care_source="System, 31 March 2025")
    assert "Return of <June> 2025" in page.text and "<June>" not in page.html
    before = PAGE.replace("y2024", "y2023")
    manager.send(before, before, referrals="1000", referrals_source="Return of 2024")
    made = make(desk, *YEAR, NOW.date(), years=2, threshold=0)
    table = made.table("demand")
    assert [table.cell("referrals", key).value for key in ("y2023", "y2024", "change")] == [1000, 1250, 0.25]
    assert table.cell("in_care", "y2023").value is None and table.cell("in_care", "change").value is None
    complaints = made.table("received_by_kind").cell("total", "y2024")
    assert made.table("demand_rate").cell("y2024", "complaints") == complaints
    assert made.table("demand_rate").cell("y2024", "rate").value == complaints.value / 1250
    assert made.differences == ()
    standing = manager.get(PAGE).form("")
    assert (standing["referrals"], standing["in_care_source"], standing["plans"]) == ("1,250", "System, 31 March 2025", "")


def test_a_rate_does_not_give_a_small_number_away(desk: Desk, manager: Browser) -> None:
    entering.enter(desk, YEAR, {"referrals": Figure(1250, "x")}, manager.staff_id, NOW)
    rate = make(desk, *YEAR, NOW.date(), years=1, threshold=10_000).table("demand_rate")
    assert rate.cell("y2024", "complaints").hidden and rate.cell("y2024", "rate").hidden


def test_an_empty_number_takes_its_figure_away_and_twice_the_same_changes_nothing(desk: Desk, manager: Browser) -> None:
    one = {"referrals": Figure(5, "x"), "plans": None}
    assert [entering.enter(desk, YEAR, one, manager.staff_id, NOW) for _ in range(2)] == [True, False]
    page = manager.follow(PAGE, PAGE, referrals="", referrals_source="")
    assert page.status == 200 and entering.entered(desk, *YEAR) == {}
    assert "demand" not in [section.key for section in make(desk, *YEAR, NOW.date()).sections]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"referrals": "many", "referrals_source": "x"}, "Enter a whole number"), ({"referrals": "-5", "referrals_source": "x"}, "Enter a whole number"),
        ({"referrals": "12,5", "referrals_source": "x"}, "Enter a whole number"), ({"referrals": "99999999", "referrals_source": "x"}, "Enter a whole number"),
        ({"referrals": "٣", "referrals_source": "x"}, "Enter a whole number"), ({"referrals": "5"}, "Say where the number comes from"),
        ({"plans_source": "A return"}, "Enter the number that comes from there"), ({"plans": "5", "plans_source": "a" * 201}, "at most 200 characters"),
    ],
)  # fmt: skip
def test_a_figure_without_source_or_sense_is_refused_and_stays(desk: Desk, manager: Browser, typed: dict[str, str], says: str) -> None:
    page = manager.follow(PAGE, PAGE, **typed)
    assert page.status == 400 and says in page.text
    standing = page.form("")
    assert all(standing[name] == value for name, value in typed.items())
    assert entering.entered(desk, *YEAR) == {}


def test_it_is_for_managers_and_for_a_period(desk: Desk, manager: Browser, officer: Browser) -> None:
    assert officer.client.get(PAGE).status_code == 403 and manager.get("/staff/report/demand").status == 400
    assert manager.get("/staff/report/demand?period=own&first=x&last=y").status == 400
