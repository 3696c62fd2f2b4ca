"""The result page: what a parent learns in one minute, whichever door it is."""

from datetime import date
from typing import Any

import pytest

from portal.actions.desk import Desk
from tests.citizen.people import PARENT, WHO, kept
from tests.conftest import VisitWith
from tests.visiting import Page

PLAIN = PARENT | {"proceedings": ["none"], "stage_so_far": "none", "points": [{"what_happened": "It did."}]}
PLAIN.pop("procedure_so_far")
PLAIN.pop("months_since_proceedings_ended")


def result(visit_with: VisitWith, **told: Any) -> Page:
    page = visit_with(kept(PLAIN | told)).opens("/result")
    assert page.path == "/result"
    return page


def about(group: str, matter: str, **more: Any) -> dict[str, Any]:
    return {"matter_group": [group], "matters": [matter], **more}


@pytest.mark.parametrize(
    ("told", "heading", "says"),
    [
        (about("education", "ehc_plan_delay"), "a complaint under the council’s own procedure", "This is about the council’s work on education"),
        (about("children_in_care", "family_time", child_status=["looked_after"]), "a children’s statutory complaint", "You can ask for stage 2"),
        (about("child_protection", "section_47_enquiry"), "a complaint under the council’s own procedure", "This is about child protection enquiries or meetings"),
        (about("education", "school_admission"), "a school admission appeal", "The decision letter says how to appeal and by when"),
        (
            about("children_in_care", "family_time", complainant="grandparent", parental_responsibility="no"),
            "a complaint where an officer first looks at how you are involved",
            "Once that is decided, it goes on as a children’s statutory complaint.",
        ),
    ],
    ids=["EHC plan delay", "cancelled contact", "section 47", "school place", "grandparent"],
)  # fmt: skip
def test_a_family_learns_which_door_and_why(told: dict[str, Any], heading: str, says: str, visit_with: VisitWith) -> None:
    page = result(visit_with, **told)
    assert page.heading.startswith("We think this should be handled as " + heading)
    assert says in page.says
    assert {"What would change this", "The law behind it", "If you do not agree"} <= set(page.said_in("govuk-details__summary-text"))


def test_a_statutory_complaint_has_real_dates_that_explain_themselves(visit_with: VisitWith, desk: Desk) -> None:
    page = result(visit_with, **about("children_in_care", "family_time"))
    today = date.fromisoformat(page.dates[0])
    by = [desk.calendar.add(today, days).isoformat() for days in (2, 10, 20)]
    assert page.dates[1:4] == by
    assert "10 working days. Weekends and bank holidays do not count." in page.says
    assert "day 10" in page.says


def test_what_would_change_it_leads_back_to_the_question(visit_with: VisitWith) -> None:
    page = result(visit_with, **about("children_in_care", "family_time"))
    assert page.link("If it happened more than a year ago") == "/ask/months_since?from=check"
    assert "If it happened more than a year ago: a complaint about something more than a year ago." in page.says


def test_whoever_does_not_agree_is_told_what_they_can_do(visit_with: VisitWith) -> None:
    page = result(visit_with, **about("education", "ehc_plan_delay"))
    assert page.link("I do not agree with this") == "#disagree"
    assert "You have the last word on sending" in page.says
    assert "0300 061 0614" in page.says


def test_each_of_several_points_has_its_own_door_and_one_answer_is_offered(visit_with: VisitWith) -> None:
    two = [{"what_happened": "No visits"}, {"what_happened": "The plan is late"}]
    told = {"matter_group": ["social_work_support", "education"], "matters": ["support_not_delivered", "ehc_plan_delay"], "points": two}
    page = result(visit_with, **told)
    assert "Your 2 points" in page.says
    assert "A children’s statutory complaint" in page.says and "A complaint under the council’s own procedure" in page.says
    assert "We can answer all of them in one letter" in page.says


@pytest.mark.parametrize("matter", ["court_report", "school_admission", "ehc_plan_content", "school_matter"])
def test_what_is_not_ours_to_answer_can_be_sent_to_us_all_the_same(matter: str, visit_with: VisitWith) -> None:
    group = "court" if matter == "court_report" else "education"
    page = result(visit_with, **about(group, matter))
    assert page.link("Send it to us anyway") == "/check"


def test_a_review_elsewhere_shows_the_days_left_from_the_letter(visit_with: VisitWith) -> None:
    told = about("carers", "carer_approval", complainant="foster_carer")
    page = result(visit_with, **told, decision_letter="2020-01-06")
    assert "The time has passed" in page.says and "3 February 2020" in page.says
    assert "Ask all the same" in page.says
    fresh = result(visit_with, **told, decision_letter="dont_know")
    assert "days left" not in fresh.says


def test_the_partnerships_appeal_says_who_how_and_by_when(visit_with: VisitWith) -> None:
    page = result(visit_with, **about("child_protection", "cp_conference_decision"), decision_letter="2020-01-06")
    assert "Appeals to the Example Safeguarding Children Partnership" in page.says
    assert "01632 960005" in page.says
    assert "0808 801 0366" in page.html


def test_a_child_is_told_the_same_in_a_childs_words(visit_with: VisitWith) -> None:
    visit = visit_with(WHO["child"])
    visit.opens("/young")
    page = visit.opens("/result")
    assert page.heading == "We think this is a children’s complaint"
    assert "What if this is wrong?" in page.says and "How we counted" in page.says
    assert "You can ask for more. No one can stop you" in page.says
    assert "0800 528 0731" in page.html
