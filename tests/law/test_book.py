"""The rulebook that a lawyer signs: complete, in order, and every example true."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.law.book import FURTHER, editions, entries, further
from portal.law.facts import ActingFor, Facts, Procedure, Route
from portal.law.rules import BANDS, POINTS_DIFFER, version_on
from portal.law.rules.ground import Terms, grounds_of, points_of
from portal.law.triage import decide, walk
from tests.law.strategies import EVERY_ANSWER, any_facts

BOOK = list(entries())
RULES = {rule.id: rule for band in BANDS for rule in band.rules} | {POINTS_DIFFER.id: POINTS_DIFFER}
BEHIND_ANOTHER = {"court_evidence", "harm_seen_by_others", "complaint_about_the_harm"}
NET = "in_doubt"


def terms_for(entry):
    """A day on which the rule is in force, at a council that leaves early help where the rule wants it."""
    early_help = Procedure.STATUTORY if entry.id == "early_help_as_support" else Procedure.CORPORATE
    return Terms(entry.until or date.max, early_help)


def test_every_rule_stands_in_the_book_once_and_in_the_order_in_which_it_is_asked():
    assert [entry.id for entry in BOOK] == list(RULES)


@pytest.mark.parametrize("entry", [e for e in BOOK if e.id not in {NET, POINTS_DIFFER.id}], ids=lambda e: e.id)
def test_the_example_of_a_rule_is_decided_by_it(entry):
    facts, terms = Facts.from_codes(entry.example), terms_for(entry)
    trails = [walk(ground) for point in points_of(facts) for ground in grounds_of(facts, point, terms)]
    spoken = {rule.id for trail in trails for rule in trail}
    leading = {trail[0].id for trail in trails}
    assert entry.id in (spoken if entry.id in BEHIND_ANOTHER else leading)


def test_the_example_of_points_that_differ_is_mixed():
    example = next(entry.example for entry in BOOK if entry.id == POINTS_DIFFER.id)
    assert decide(Facts.from_codes(example)).reasons[0].rule == POINTS_DIFFER.id


def test_every_band_of_the_book_asks_a_question():
    assert all(entry.asks.adult.endswith("?") for entry in BOOK)


def test_every_day_on_which_a_rule_begins_or_ends_is_an_edition():
    days = {day for day, _ in editions()}
    for rule in RULES.values():
        assert rule.since in days
        assert rule.until == date.max or rule.until + timedelta(days=1) in days


def test_a_version_is_the_day_of_the_last_change():
    days = [day for day, _ in editions()]
    assert days == sorted(days)
    for day in days:
        assert version_on(day) == day.isoformat()
        assert version_on(day - timedelta(days=1)) < day.isoformat() or day == days[0]
    assert version_on(date(1990, 1, 1)) == days[0].isoformat()


def test_two_versions_of_one_rule_each_decide_in_their_time():
    """What a data protection complaint rests on changed on 19 June 2026."""
    wrong_records = Facts.from_codes({"complainant": "parent", "matters": "records_wrong"})
    before, after = (decide(wrong_records, Terms(day)) for day in (date(2026, 6, 18), date(2026, 6, 19)))
    assert before.reasons[0].rule == "personal_information_before_the_2025_act"
    assert after.reasons[0].rule == "personal_information"
    assert (before.version, after.version) == ("2006-09-01", "2026-06-19")
    assert decide(wrong_records).reasons == after.reasons


def test_no_two_versions_of_a_rule_are_in_force_on_one_day():
    wrong_records = Facts.from_codes({"complainant": "parent", "matters": "records_wrong"})
    (ground,) = grounds_of(wrong_records, points_of(wrong_records)[0])
    for day, _ in editions():
        for on in (day, day - timedelta(days=1)):
            there = replace(ground, terms=Terms(on))
            speaking = [rule.id for band in BANDS for rule in band.rules if rule.id.startswith("personal_information") and rule.speaks(there)]
            assert len(speaking) == 1, on


@settings(max_examples=200)
@given(any_facts(), st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.sampled_from(Procedure))
def test_on_every_day_every_complaint_gets_a_route_with_a_reason(facts, day, early_help):
    decision = decide(facts, Terms(day, early_help))
    assert decision.reasons[0].about is decision.route
    assert decision.reasons[0].cites


def test_early_help_goes_where_the_council_says():
    helped = Facts.from_codes({"complainant": "parent", "matters": "early_help"})
    assert decide(helped).route is Route.CORPORATE
    assert decide(helped, Terms(early_help=Procedure.STATUTORY)).route is Route.STATUTORY


def test_the_order_of_further_holds_every_route_once():
    assert sorted(route for step in FURTHER for route in step) == sorted(Route)
    assert further(Route.STATUTORY) == 0


@settings(max_examples=1_500)
@given(any_facts(points=st.just(())), st.sampled_from(sorted(EVERY_ANSWER)))
def test_a_fact_that_is_not_known_never_leads_further_than_every_answer_to_it(facts, key):
    """Whom somebody represents is only ever asked of those who act for another."""
    if key == "represents" and facts.acting_for is None:
        facts = replace(facts, acting_for=ActingFor.ANOTHER)
    none = () if key in {"child_status", "matters", "proceedings"} else None
    unknown = further(decide(replace(facts, **{key: none})).route)
    answered = [further(decide(replace(facts, **{key: answer})).route) for answer in EVERY_ANSWER[key]]
    assert unknown <= max(answered)


def test_every_fact_has_its_answers_tried():
    assert {field.name for field in fields(Facts)} == {*EVERY_ANSWER, "points"}
