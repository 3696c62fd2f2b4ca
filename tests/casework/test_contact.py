"""Contact rules: which way each stops, what people say in the questions, and that no way slips past what nobody knows."""

from hypothesis import given
from hypothesis import strategies as st

from portal.casework.contact import IN_WORDS, NOT_CHOSEN, OUTGOING, STOPS, Rule, Way, rules_asked, stopped, stopped_by
from portal.casework.moves import MOVES
from portal.questions.declared import CONTACT_WAYS, DANGER_QUESTIONS, QUESTIONS

RULES = st.frozensets(st.sampled_from(list(Rule)))
WAYS = st.sampled_from(list(Way))
CODES = [choice.code for choice in CONTACT_WAYS]


@given(RULES, WAYS)
def test_exactly_the_rules_against_a_way_stop_it_in_their_order(rules: frozenset[Rule], way: Way) -> None:
    found = stopped(rules, way)
    assert set(found) == {rule for rule in rules if way in STOPS[rule]}
    assert list(found) == sorted(found, key=list(Rule).index)


@given(RULES, RULES, WAYS)
def test_another_rule_never_opens_a_way(some: frozenset[Rule], more: frozenset[Rule], way: Way) -> None:
    assert set(stopped(some, way)) <= set(stopped(some | more, way))


@given(RULES)
def test_the_persons_own_page_is_never_stopped(rules: frozenset[Rule]) -> None:
    assert stopped(rules, Way.PORTAL) == ()


@given(RULES, st.text(max_size=12))
def test_a_way_that_nobody_knows_is_stopped_by_every_rule(rules: frozenset[Rule], way: str) -> None:
    if way not in set(Way):
        assert set(stopped(rules, way)) == rules


@given(RULES, st.lists(WAYS))
def test_several_ways_are_stopped_by_whatever_stops_one_of_them(rules: frozenset[Rule], ways: list[Way]) -> None:
    assert set(stopped_by(rules, ways)) == {rule for way in ways for rule in stopped(rules, way)}


def test_every_rule_stops_something_and_every_way_but_their_own_page_can_be_stopped() -> None:
    assert set(STOPS) == set(Rule) and all(STOPS.values())
    assert frozenset().union(*STOPS.values()) == frozenset(Way) - {Way.PORTAL}


def test_do_not_ring_not_who_is_calling_not_this_address_and_not_my_mother_stop_what_they_say() -> None:
    assert stopped({Rule.NO_PHONE}, "phone") and not stopped({Rule.NO_PHONE}, "letter")
    assert stopped({Rule.NOT_SAY_WHO}, "phone") and not stopped({Rule.NOT_SAY_WHO}, "email")
    assert stopped({Rule.NOT_THIS_ADDRESS}, "letter") and not stopped({Rule.NOT_THIS_ADDRESS}, "phone")
    assert all(stopped({Rule.NOT_THIS_PERSON}, way) for way in ("phone", "letter", "meeting"))


def _asked(**said: object) -> list[dict[str, object]]:
    return [{"key": key, "value": value} for key, value in said.items()]


@given(st.sets(st.sampled_from(CODES), min_size=1))
def test_whoever_names_the_safe_ways_has_ruled_out_the_others(chosen: set[str]) -> None:
    found = rules_asked(_asked(contact_way=sorted(chosen)))
    assert found == {rule for way, rule in NOT_CHOSEN.items() if way not in chosen}
    assert not any(stopped(found, way) for way in chosen & set(Way))


def test_whoever_was_not_asked_or_passed_it_over_has_ruled_out_nothing() -> None:
    assert rules_asked([]) == frozenset() == rules_asked(_asked(contact_way=[], not_tell="", safe_contact=""))


def test_somebody_who_must_not_know_and_what_is_said_in_words_become_rules() -> None:
    assert rules_asked(_asked(not_tell="My carer")) == {Rule.NOT_THIS_PERSON}
    assert rules_asked(_asked(safe_contact="After school")) == {Rule.AS_THEY_SAY} == rules_asked(_asked(danger_reach="By text"))


def test_what_is_looked_for_is_asked() -> None:
    keys = {question.key for question in (*QUESTIONS, *DANGER_QUESTIONS)}
    assert {*IN_WORDS, "contact_way"} <= keys
    assert set(NOT_CHOSEN) <= set(CODES)


def test_whatever_goes_out_is_a_move() -> None:
    assert set(OUTGOING) <= {move.event for move in MOVES}
