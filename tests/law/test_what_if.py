"""What would change it: true of the very facts, in few lines, those not known yet in front."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.law.facts import Complainant, Facts, Route
from portal.law.triage import decide
from portal.law.what_if import WHAT_IFS, changes
from tests.law.strategies import any_facts


def told(**facts):
    return {change.said.adult: change.route for change in changes(Facts.from_codes({"complainant": "parent", **facts}))}


def test_a_complaint_about_support_would_go_elsewhere_with_a_year_or_with_proceedings():
    found = told(matters="support_not_delivered", child_status="in_need", service="council", months_since=1, about_child=True)
    assert found["If a child is in danger now"] is Route.SAFEGUARDING_URGENT
    assert found["If it happened more than a year ago"] is Route.TOO_OLD_DISCRETION


def test_a_grandparent_learns_that_parental_responsibility_would_change_it():
    found = told(complainant="grandparent", matters="family_time", months_since=1, risk_now=False, service="council")
    assert found["If you have parental responsibility: the legal right to make decisions about the child"] is Route.STATUTORY


def test_a_late_complaint_is_told_that_it_is_in_time_where_it_still_goes_on():
    found = told(matters="placement", months_since=30)
    assert found["If it happened within the last year, or is still going on"] is Route.STATUTORY
    assert "If it happened more than a year ago" not in found


@settings(max_examples=300)
@given(any_facts(points=st.just(())))
def test_every_change_leads_where_it_says_and_no_two_lead_the_same_way(facts):
    now, found = decide(facts).route, changes(facts)
    assert len(found) <= 4
    assert now not in {change.route for change in found}
    assert len({change.route for change in found}) == len(found)


@pytest.mark.parametrize("what_if", WHAT_IFS, ids=lambda each: each.said.adult)
def test_every_what_if_is_said_in_both_voices_and_changes_a_fact(what_if):
    assert what_if.said.adult and what_if.said.child
    assert set(what_if.change) == {what_if.key} <= set(Facts.__slots__)


def test_at_most_as_many_as_asked_for_are_told():
    assert len(changes(Facts(Complainant.CHILD), most=2)) == 2
