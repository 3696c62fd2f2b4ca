"""The rule book as a book: every row is named once, cites what is listed, and can be read aloud."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.law.facts import Complainant, Facts, Matter, Route
from portal.law.routes import CAPTURED, COUNCIL_PROCEDURES, OFFICER_DECIDES, ROUTE_NAMES, STAGES, route_next
from portal.law.rules import BANDS, POINTS_DIFFER
from portal.law.rules.flags import FLAGS
from portal.law.sources import SOURCES
from portal.law.triage import decide
from tests.law.strategies import any_facts

RULES = [rule for band in BANDS for rule in band.rules] + [POINTS_DIFFER]


def test_every_rule_has_a_name_of_its_own():
    names = [rule.id for rule in RULES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_cites_only_what_the_sources_list(rule):
    assert rule.cites
    assert set(rule.cites) <= set(SOURCES)


def test_a_source_is_either_read_or_marked_to_check():
    assert all((source.checked_on is None) == source.to_check for source in SOURCES.values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_reason_is_short_enough_to_read_aloud(rule):
    spoken = [rule.because.adult, rule.because.child or "It is fine."]
    adult, child = ([len(one.split()) for one in text.split(". ")] for text in spoken)
    assert max(adult) <= 30
    assert max(child) <= 20


@pytest.mark.parametrize("route", Route)
def test_every_route_has_a_name_and_says_what_happens_next(route):
    assert ROUTE_NAMES[route].adult
    assert route_next(route).adult


def test_every_route_is_reached_by_a_rule():
    assert {rule.route for rule in RULES} == set(Route)


def test_the_routes_that_are_captured_are_decided_by_an_officer():
    assert CAPTURED < OFFICER_DECIDES
    assert set(STAGES) == COUNCIL_PROCEDURES


def test_the_last_band_always_has_an_answer():
    assert BANDS[-1].rules[-1].id == "in_doubt"


@settings(max_examples=300)
@given(any_facts(complainant=st.sampled_from([Complainant.CHILD, Complainant.CARE_LEAVER])))
def test_a_child_is_always_told_why_in_words_for_a_child(facts):
    decision = decide(facts)
    assert all(reason.because.child for reason in decision.reasons)
    assert ROUTE_NAMES[decision.route].child or decision.route is Route.STAFF_GRIEVANCE
    assert route_next(decision.route).child or decision.route is Route.STAFF_GRIEVANCE


def test_no_flag_depends_on_more_than_facts():
    empty = Facts()
    assert all(isinstance(when(empty, (), frozenset()), bool) for _, when in FLAGS)


def test_every_matter_of_a_parent_finds_a_rule_of_its_own():
    """Rows, not the last resort, decide each matter of the vocabulary."""
    for matter in Matter:
        rules = {reason.rule for reason in decide(Facts(Complainant.PARENT, matters=(matter,))).reasons}
        assert "in_doubt" not in rules, matter
