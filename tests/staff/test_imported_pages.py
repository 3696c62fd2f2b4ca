"""Cases from older systems on the pages of the office: read, found and gone on with like any other."""

import re
from html import unescape

import pytest
from sqlalchemy import func, select

from portal.actions.desk import Desk
from portal.actions.importing import bring_in, look_through
from portal.casework.permissions import Role
from portal.store import cases
from portal.store.tables import case_ombudsman, case_stages
from tests.actions.desks import NOW
from tests.actions.test_importing import WHOLE, _data, _small
from tests.staff.browser import Browser
from tests.staff.conftest import SignedIn

OPEN_2 = _small(number="O-2", received_on="2026-09-07", complainant="child", stage_1={"answered_on": "2026-09-18", "outcome": "not_upheld"}, stage_2={"asked_on": "2026-11-02"})
ALL = (
    WHOLE, _small(number="O-1", received_on="2026-11-16", complainant="child", channel="phone", matters=["placement"]), OPEN_2,
    _small(number="R-1", stage_2={"asked_on": "2024-02-12", "ended": "refused", "ended_on": "2024-02-20"}, closed_on="2024-02-20", outcome="other_procedure"),
    _small(number="R-2", route="corporate", stage_1={"extended_on": "2024-01-10", "agreed": False, "answered_on": "2024-01-16", "outcome": "upheld"}),
    _small(number="R-3", route="too_old_discretion", stage_1={"ended": "resolved_on_receipt", "ended_on": "2024-01-09"}),
    _small(number="R-4", advocate={"came": "offered", "on": "2024-01-09"}, stage_1={"ended": "resolved", "ended_on": "2024-01-09"}),
    {"number": "C-1", "kind": "compliment", "received_on": "2024-01-08", "channel": "online", "services": ["carers"]},
    {"number": "E-1", "kind": "enquiry", "enquiry_kind": "mp", "received_on": "2026-11-16", "channel": "staff_member"},
    {"number": "Q-1", "kind": "query", "enquiry_kind": "question", "received_on": "2024-01-08", "channel": "phone"},
)  # fmt: skip

STAGES = {
    ("statutory", "answered"): 4, ("statutory", "refused"): 1, ("statutory", "resolved"): 1, ("statutory", "closed"): 1, ("statutory", ""): 2,
    ("corporate", "answered"): 1, ("enquiry", ""): 1, ("query", "closed"): 1,
}  # fmt: skip
"""How many stages of each procedure ended in each way, of all of these; one that runs has no way yet."""


@pytest.fixture
def references(desk: Desk) -> dict[str, str]:
    """The references of what was brought in, by their older numbers."""
    bring_in(desk, look_through(desk, _data(*ALL), NOW), NOW)
    with desk.database.read() as conn:
        rows = cases.after(conn, 0, 100)
    return {str(record["number"]): row.reference for record, row in zip(ALL, rows, strict=True)}


def test_every_case_opens_and_its_history_says_where_it_came_from(officer: Browser, references: dict[str, str]) -> None:
    for number, reference in references.items():
        page = officer.get(f"/staff/cases/{reference}")
        assert page.status == 200, number
        assert f"brought this in from an older system, where its number was {number} (" in page.text
        assert "the rules recommended" not in page.text
        for link in set(page.links().values()):
            if link.startswith(f"/staff/cases/{reference}/"):
                assert officer.client.get(link).status_code == 200, (number, link)


def test_an_open_one_stands_in_the_queue_and_is_gone_on_with(officer: Browser, references: dict[str, str]) -> None:
    queue = officer.get("/staff/queue")
    assert references["O-2"] in queue.text and references["O-1"] in queue.text and references["CS/2024-017"] not in queue.text
    path = f"/staff/cases/{references['O-1']}"
    assert f"{path}/acknowledge" in officer.get(path).html
    taken = officer.follow(f"{path}/take", path)
    assert taken.status == 200 and "nobody handles it yet" not in taken.text


def test_an_enquiry_by_a_channel_of_the_councils_own_can_still_be_taken_in_as_a_complaint(officer: Browser, references: dict[str, str]) -> None:
    path = f"/staff/cases/{references['E-1']}/take-in"
    form = officer.follow(path, f"/staff/cases/{references['E-1']}")
    assert form.status == 200 and "How it came, and danger" in form.text


def test_every_stage_and_enquiry_of_the_ombudsman_is_in_the_report_and_leads_to_its_cases(desk: Desk, signed_in: SignedIn, references: dict[str, str]) -> None:
    with desk.database.read() as conn:
        stages = conn.execute(select(case_stages.c.procedure, case_stages.c.how, func.count()).group_by(case_stages.c.procedure, case_stages.c.how)).all()
        enquiries = conn.execute(select(func.count()).select_from(case_ombudsman)).scalar_one()
    assert {(procedure, how): number for procedure, how, number in stages} == STAGES and enquiries == 1
    manager = signed_in(Role.MANAGER, "M. Manager")
    page = manager.get("/staff/report?period=own&first=2024-04-01&last=2025-03-31&years=1&small=y")
    asked = {unescape(href) for href in re.findall(r'href="(/staff/report/cases[?]fact=ombudsman[^"]+)"', page.html)}
    assert len(asked) >= 3 and all(references["CS/2024-017"] in manager.get(href).text for href in asked)
