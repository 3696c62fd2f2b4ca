"""Learning, promises and costs on the pages of the back office, as an officer and a manager use them."""

import pytest

from portal.actions import answering, learning
from portal.actions.answering import Said
from portal.actions.desk import Desk
from portal.actions.learning import NewAction
from portal.casework.answering import Given, Remedy
from portal.casework.learning import Grade, Owner
from portal.casework.outcomes import OutcomeCode
from portal.casework.permissions import Role
from tests.actions.desks import NOW, a_case, an_officer, kinds_of, later
from tests.staff.browser import Browser
from tests.staff.conftest import Clock, SignedIn

REFERENCE = "KMR-2346-789"
CASE = f"/staff/cases/{REFERENCE}"
NOTHING = "This was upheld and nothing is to be learned yet"
SENTENCE = "Every visit is now in <b>one</b> plan."


def upheld(desk: Desk, by: int) -> int:
    case_id = a_case(desk)
    given = Given(OutcomeCode.UPHELD, (Remedy.APOLOGY, Remedy.PAYMENT), 15_000)
    answering.answer_point(desk, REFERENCE, 1, given, Said("The record shows it."), by, NOW)
    return case_id


def add(browser: Browser, **changes: str) -> None:
    known = {"what": "Plan the visits <i>together</i>", "grade": "team", "owner": f"staff:{browser.staff_id}", "due": "30 11 2026", "sentence": SENTENCE}
    page = browser.follow(f"{CASE}/learning", f"{CASE}/learning", **{**known, **changes})
    assert page.status == 200, page.text


def test_what_was_upheld_asks_for_learning_until_an_action_is_set(officer: Browser, desk: Desk) -> None:
    upheld(desk, officer.staff_id)
    assert NOTHING in officer.get(CASE).text and NOTHING in officer.get(f"{CASE}/close").text
    add(officer)
    page = officer.get(CASE)
    assert NOTHING not in page.text and NOTHING not in officer.get(f"{CASE}/close").text
    assert "Plan the visits <i>together</i>" in page.text and "due Mon 30 Nov" in page.text


def test_closing_says_what_is_missing_keeps_what_was_typed_and_takes_the_reason_there(officer: Browser, desk: Desk) -> None:
    case_id = upheld(desk, officer.staff_id)
    page = officer.follow(f"{CASE}/close", f"{CASE}/close", outcome="upheld", reason="All <said>")
    assert page.status == 400 and page.title.startswith("Error: ") and "say here why none is needed" in page.text
    assert page.form("")["reason"].strip() == "All <said>"
    page = officer.follow(f"{CASE}/close", f"{CASE}/close", outcome="upheld", reason="All", nothing_learned="One slip")
    assert page.status == 200 and kinds_of(desk, case_id).count("closed") == 1
    assert "One slip" in page.text and "Nothing is to be learned from it: why stands in the history" in page.text


def test_an_action_without_owner_day_or_words_is_refused_field_by_field(officer: Browser, desk: Desk) -> None:
    case_id = upheld(desk, officer.staff_id)
    page = officer.follow(f"{CASE}/learning", f"{CASE}/learning", sentence="Kept <so>")
    assert page.status == 400 and page.form("")["sentence"].strip() == "Kept <so>"
    for said in ("Say what is to be done", "Choose how far it reaches", "Choose who sees to it", "Enter the day"):
        assert said in page.text
    page = officer.follow(f"{CASE}/learning", f"{CASE}/learning", what="x", grade="team", owner=f"staff:{officer.staff_id}", due="1 1 2020")
    assert page.status == 400 and "Enter a day from today on" in page.text
    assert "learning_set" not in kinds_of(desk, case_id)


def test_an_action_is_changed_done_published_by_a_manager_and_taken_back(officer: Browser, desk: Desk, signed_in: SignedIn) -> None:
    upheld(desk, officer.staff_id)
    add(officer)
    page = officer.follow(f"{CASE}/learning/1/change", f"{CASE}/learning/1/change", owner="service:carers", due="1 12 2026", reason="Moved")
    assert page.status == 200 and "Fostering and Adoption" in page.text
    page = officer.follow(f"{CASE}/learning/1/done", f"{CASE}/learning/1/done", day="23 11 2026", evidence="The plan itself")
    assert page.status == 200 and "The person is told" in page.text and "Publish it 1" not in page.links()
    assert officer.get(f"{CASE}/learning/1/publish").status == 403
    manager = signed_in(Role.MANAGER, "M. Manager")
    assert "Publish it 1" in {name.strip() for name in manager.get(CASE).links()}
    address = f"{CASE}/learning/1/publish"
    assert "Take out whatever tells who it was" in manager.follow(address, address).text
    assert manager.follow(address, address, nameless="y").status == 200
    assert SENTENCE in manager.get("/staff/learning?list=published").text
    assert manager.follow(f"{CASE}/learning/1/unpublish", f"{CASE}/learning/1/unpublish", reason="A name").status == 200
    assert "Nothing is published yet" in manager.get("/staff/learning?list=published").text


def test_what_is_late_stands_on_the_queue_of_its_owner_and_of_a_manager(officer: Browser, desk: Desk, clock: Clock, signed_in: SignedIn) -> None:
    upheld(desk, officer.staff_id)
    other = an_officer(desk, "Somebody Else")
    add(officer)
    add(officer, owner=f"staff:{other}", what="Another")
    assert "actions are late" not in officer.get("/staff/queue").text and "action is late" not in officer.get("/staff/queue").text
    clock.now = later(days=9)
    fresh, manager = signed_in(Role.OFFICER, "C. Officer"), signed_in(Role.MANAGER, "M. Manager")
    assert "late: yours" not in fresh.get("/staff/queue").text
    assert "2 actions are late" in manager.get("/staff/queue").links()
    clock.now = later(days=10)
    back = signed_in(Role.OFFICER, "D. Officer")
    learning.change_action(desk, REFERENCE, 1, Owner(back.staff_id), later(days=9).date(), "Hers", officer.staff_id, later(days=9))
    assert back.get("/staff/queue").links()["One action is late: yours"] == f"/staff/learning?owner={back.staff_id}"
    page = back.get(f"/staff/learning?owner={back.staff_id}")
    assert REFERENCE in page.text and "1 day late" in page.text and "action 2" not in page.text


@pytest.mark.parametrize("asked", ["overdue", "due", "done", "given_up", "promises", "published", "nothing"])
def test_each_list_is_a_whole_page_and_narrows(officer: Browser, desk: Desk, asked: str) -> None:
    upheld(desk, officer.staff_id)
    add(officer)
    learning.give_up(desk, REFERENCE, 1, "No money", officer.staff_id, NOW)
    add(officer)
    page = officer.get(f"/staff/learning?list={asked}&owner={officer.staff_id}&service=carers&grade=team&after=2026-99-99.1.1.")
    assert page.status == 200 and "Plan the visits" not in page.text, "lists hold no words"


def test_the_table_holds_no_words_and_no_formula(officer: Browser, desk: Desk) -> None:
    upheld(desk, officer.staff_id)
    owner = an_officer(desk, "=HYPERLINK()")
    add(officer, owner=f"staff:{owner}")
    text = officer.client.get("/staff/learning.csv?list=due").get_data(as_text=True)
    assert REFERENCE in text and "'=HYPERLINK()" in text and "visits" not in text and "plan" not in text


def test_a_payment_is_typed_in_pounds_and_kept_in_pence(officer: Browser, desk: Desk) -> None:
    upheld(desk, officer.staff_id)
    address = f"{CASE}/points/1/remedies/payment/done"
    for wrong in ("", "12.5", "ten", "£-5", "0", "200"):
        page = officer.follow(address, address, day="23 11 2026", amount=wrong)
        assert page.status == 400, wrong
    page = officer.follow(address, address, day="23 11 2026", amount="£ 120.50")
    assert page.status == 200 and "Costs: £120.50" in page.text and "£120.50 paid so far" in page.text
    page = officer.follow(address, address, day="23 11 2026")
    assert "Costs: £150" in page.text and "paid so far" not in page.text
    assert officer.get(address).status == 409
    page = officer.follow(f"{CASE}/costs/1/take-back", f"{CASE}/costs/1/take-back", reason="Another case")
    assert "Costs: £29.50" in page.text


def test_a_cost_is_noted_with_its_kind_day_and_stage(officer: Browser, desk: Desk) -> None:
    upheld(desk, officer.staff_id)
    address = f"{CASE}/costs"
    page = officer.follow(address, address, kind="mediation", amount="£1,234.50", day="24 11 2026")
    assert page.status == 400 and "Enter a day that has come" in page.text and page.form("")["amount"] == "£1,234.50"
    page = officer.follow(address, address, kind="mediation", amount="£1,234.50", day="23 11 2026", note="Two <sessions>")
    assert "Costs: £1,234.50" in page.text and "Two <sessions>" in page.text
    assert officer.follow(address, address, kind="mediation", amount="nothing", day="23 11 2026").status == 400
    page = officer.follow(address, address, kind="mediation", amount="£0", day="23 11 2026", note="Done by our own people")
    assert page.status == 200 and "Costs: £1,234.50" in page.text and "Done by our own people" in page.text


def test_a_point_is_answered_with_its_services_and_causes_and_corrected_afterwards(officer: Browser, desk: Desk) -> None:
    case_id = a_case(desk)
    address = f"{CASE}/points/1"
    page = officer.follow(address, address, outcome="upheld", reason="So", services=["carers/fostering", "early_help"], causes=["delay"])
    assert page.status == 200 and "It concerned Fostering and Adoption: Fostering; Early Help; Delay" in page.text
    address = f"{CASE}/points/1/about"
    page = officer.follow(address, address, services=["social_care"], causes=["delay", "recording"])
    assert page.status == 200 and "It concerned Children's Social Care; Delay; Quality of records" in page.text
    assert kinds_of(desk, case_id).count("point_answered") == 1
    assert officer.follow(address, address, services=["nothing"]).status == 400


def test_what_is_not_there_is_not_found(officer: Browser, desk: Desk) -> None:
    upheld(desk, officer.staff_id)
    for address in ("learning/1/done", "learning/0/change", "learning/7/give-up", "points/2/about", "points/1/remedies/other/done", "points/1/remedies/x/give-up", "costs/1/take-back", "costs/0/take-back"):
        assert officer.get(f"{CASE}/{address}").status == 404, address


def test_promises_can_be_given_up_only_with_a_reason(officer: Browser, desk: Desk) -> None:
    upheld(desk, officer.staff_id)
    address = f"{CASE}/points/1/remedies/apology/give-up"
    assert officer.follow(address, address).status == 400
    assert "given up Mon 23 Nov" in officer.follow(address, address, reason="They want none").text


def test_the_bundle_tells_of_it_too(officer: Browser, desk: Desk, signed_in: SignedIn) -> None:
    upheld(desk, officer.staff_id)
    new = NewAction("Plan", Grade.COUNCIL, Owner(service="carers"), NOW.date())
    learning.set_action(desk, REFERENCE, new, officer.staff_id, NOW)
    manager = signed_in(Role.MANAGER, "M. Manager")
    assert manager.send(f"{CASE}/export", CASE).status_code == 200
