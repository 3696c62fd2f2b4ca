"""A case of each kind is worked from its arrival to its end, as an officer would; whoever complained reads along on a phone."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.casework.permissions import Role
from tests.browser.conftest import Watched
from tests.browser.officer import Officer, Reader, receipt_of
from tests.browser.people import PARENT, walk


@pytest.fixture
def officer(desktop: Watched, request: pytest.FixtureRequest) -> Officer:
    return Officer(desktop, f"Olive {len(request.node.name)}", Role.MANAGER)


def _last_month() -> dict[str, str]:
    day = datetime.now(UTC) - timedelta(days=31)
    return {"months_since-month": str(day.month), "months_since-year": str(day.year)}


def _sent(phone: Watched, **answers: object) -> tuple[str, Reader]:
    walk(phone, "/start/complaint", {**PARENT, "months_since": _last_month(), **answers})
    reference, words = receipt_of(phone)
    return reference, Reader(phone, reference, words)


def _begun(officer: Officer, reference: str) -> None:
    officer.case_of(reference).press("Take this case").press("Confirm the route")
    officer.move("acknowledge")


def _answered(officer: Officer, points: int, outcome: str = "upheld") -> None:
    for number in range(1, points + 1):
        remedies = {"remedies": ["apology"]} if outcome == "upheld" else {"remedies": []}
        officer.open(f"{officer.case}/points/{number}").fill(outcome=outcome, reason="The record shows that nobody rang.", **remedies).press()
    officer.move("answer")


def test_a_complaint_by_telephone_goes_through_all_three_stages_to_the_ombudsman(officer: Officer, phone: Watched) -> None:
    officer.open("/staff/queue").press("Take one in")
    officer.fill(channel="telephone", complainant="parent", risk_now="no").press("Go on")
    officer.fill(acting_for="self", parental_responsibility="yes", child_status=["in_need"], matter_group=["social_work_support"]).press("Go on")
    officer.fill(matters=["support_not_delivered", "communication"]).press("Go on")
    for what in ("what-1", "what-2"):
        officer.fill(**{what: "Nobody rang back about the visits in the plan."})
    officer.press("Go on").fill(name="Jo Bloggs", contact_way=["phone"]).press("Go on")
    officer.press("Send it to the queue")
    reference = officer.page.locator(".taken-in__words").first.inner_text()
    person = Reader(phone, reference, " ".join(officer.page.locator("ol.taken-in__words li").all_inner_texts()))
    _begun(officer, reference)
    _answered(officer, 2)
    person.reads("you were right about this (upheld)")
    officer.move("request-stage-2")
    officer.move("agree-statement").move("appoint").move("extend-stage-2").move("report-stage-2").move("adjudicate")
    person.reads("Stage 2")
    officer.move("request-stage-3").move("panel").move("panel-report").move("respond-stage-3")
    person.reads("Ombudsman")
    officer.move("ombudsman-enquiry").move("answer-ombudsman").move("ombudsman-decision")
    officer.move("close")
    officer.shows("Closed")
    person.reads()


def test_a_mixed_case_is_answered_point_by_point_in_one_letter(officer: Officer, phone: Watched) -> None:
    reference, person = _sent(phone)
    _begun(officer, reference)
    _answered(officer, 2, "not_upheld")
    person.reads("Point 1", "Point 2", "What we answer under the law", "What we answer under the council’s own complaints procedure")
    person.finds("For point 1:", "For point 2:")
    officer.move("ask", hear_by="", message="Which day was it?")
    person.reads("Which day was it?").follows("Write to us here").sends(message="It was Tuesday.").finds("It was Tuesday.")
    officer.open("/staff/written").shows(reference).case_of(reference).press("I have read it")
    officer.move("close")
    officer.shows("Closed")


def test_more_time_that_was_not_agreed_becomes_stage_2(officer: Officer, phone: Watched) -> None:
    reference, person = _sent(phone, matter_group=["social_work_support"], matters=["support_not_delivered"])
    _begun(officer, reference)
    officer.move("extend", agreed="no")
    officer.shows("Stage 2")
    person.reads("Stage 2")
    person.follows("Ask for the next step").sends(message="Nobody has rung.").finds("You wrote", "Nobody has rung.")
    officer.open(officer.case).shows("Nobody has rung.", "stage 2")
    officer.move("appoint").move("report-stage-2").move("adjudicate")
    officer.move("write/stage_2_answer", "Send the letter", own="")
    person.reads("Our answer", "stage 3")
    officer.move("close").shows("Closed")


def test_a_compliment_is_taken_in_read_and_closed(officer: Officer) -> None:
    officer.open("/staff/take-in/thanks").fill(complainant="parent", thanks="They came when they said they would.")
    officer.answer_the_rest().press().press()
    officer.press("Take this case").shows("They came when they said they would.")
    officer.case = officer.screen.path
    officer.move("close").shows("Closed")
