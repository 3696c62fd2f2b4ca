"""The path: worked out from any answers at all, always to an end, never with a stale answer on it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.law.facts import Facts
from portal.law.triage import decide
from portal.questions.declared import QUESTIONS
from portal.questions.journey import journey
from portal.questions.kinds import Kind
from portal.questions.reading import facts
from portal.questions.record import asked
from portal.words import Voice, Wording
from tests.citizen.people import ADVOCATE, CHILD_KEPT, PARENT, WHO, kept
from tests.questions.answering import ANY_ANSWERS, walks

TODAY = date(2026, 11, 23)


def _said(wording: Wording | None) -> str:
    return wording.in_voice(Voice.ADULT) if wording else ""


@given(ANY_ANSWERS)
def test_any_answers_at_all_make_a_path(answers: dict[str, Any]) -> None:
    path = journey(answers)
    assert len({step.key for step in path.steps}) == len(path.steps), "no step comes twice"
    asked(path, _said)


@given(ANY_ANSWERS)
def test_whatever_was_answered_the_rules_say_where_it_goes_and_why(answers: dict[str, Any]) -> None:
    decision = decide(Facts.from_codes(facts(journey(answers).kept(), TODAY)))
    assert decision.reasons


@given(ANY_ANSWERS)
def test_what_is_kept_was_asked_and_offered(answers: dict[str, Any]) -> None:
    path = journey(answers)
    on_path = {step.question.key: step.question for step in path.steps}
    for key, value in path.kept().items():
        assert key == "purpose" or key in on_path
        if key != "purpose" and on_path[key].kind in (Kind.CHOICE, Kind.CHOICES) and value:
            offered = {choice.code for choice in on_path[key].choices_for(path.given)}
            assert set([value] if isinstance(value, str) else value) <= offered


@given(ANY_ANSWERS)
def test_the_next_page_is_always_one_that_may_be_seen(answers: dict[str, Any]) -> None:
    path = journey(answers)
    assert path.missing is None or path.may_see(path.missing.key)
    assert path.complete == (path.missing is None)


@given(ANY_ANSWERS)
def test_exactly_the_steps_up_to_the_first_missing_one_may_be_seen(answers: dict[str, Any]) -> None:
    path = journey(answers)
    keys = [step.key for step in path.steps]
    end = keys.index(path.missing.key) + 1 if path.missing else len(keys)
    assert [key for key in keys if path.may_see(key)] == keys[:end]
    assert not path.may_see("no-such-page")


@given(walks())
def test_going_from_page_to_page_always_comes_to_an_end(answers: dict[str, Any]) -> None:
    path = journey(answers)
    assert path.complete
    pages = [step for step in path.steps if step.page is None]
    assert [path.before(step.key) for step in pages] == [None, *pages[:-1]]
    assert [path.place(step.key) for step in pages] == [(at, len(pages)) for at in range(1, len(pages) + 1)]


@given(walks(), walks(), st.sampled_from([q.key for q in QUESTIONS if q.key != "points"]))
@settings(max_examples=200)
def test_changing_any_answer_leaves_nothing_stale(before: dict[str, Any], other: dict[str, Any], key: str) -> None:
    changed = before | ({key: other[key]} if key in other else {})
    path = journey(changed)
    again = journey({"purpose": changed["purpose"], **path.kept()})
    assert again.kept() == path.kept(), "what is kept depends on nothing that is not kept"
    assert [step.key for step in again.steps] == [step.key for step in path.steps]


@given(walks(), walks())
def test_an_answer_that_is_changed_back_brings_the_old_path_back(before: dict[str, Any], other: dict[str, Any]) -> None:
    there = before | {"complainant": other["complainant"]}
    back = there | {"complainant": before["complainant"]}
    assert journey(back) == journey(before)


def test_somebody_who_turns_out_to_be_a_child_is_no_longer_asked_what_adults_are() -> None:
    path = journey(kept(ADVOCATE) | {"complainant": "child"})
    assert not {"authority", "advocate_organisation", "months_since", "service", "child_words"} & set(path.kept())
    assert not {"authority", "advocate_organisation", "months_since"} & set(facts(path.kept(), TODAY))


def test_taking_back_that_there_is_danger_takes_it_out_of_the_facts() -> None:
    assert facts(journey(kept(PARENT) | {"risk_now": "yes"}).kept(), TODAY)["risk_now"] is True
    assert facts(journey(kept(PARENT)).kept(), TODAY)["risk_now"] is False
    assert "risk_now" not in facts(journey(kept(PARENT) | {"risk_now": "dont_know"}).kept(), TODAY)


def test_a_matter_of_a_group_that_is_no_longer_chosen_does_not_count() -> None:
    path = journey(kept(PARENT) | {"matter_group": ["education"]})
    assert path.kept()["matters"] == ["ehc_plan_delay"]
    assert [point["matter"] for point in path.kept()["points"]] == ["ehc_plan_delay"]


def test_a_choice_that_is_no_longer_offered_has_to_be_made_again() -> None:
    path = journey(kept(PARENT) | {"matter_group": ["court"]})
    assert path.missing is not None
    assert path.missing.key == "matters"


@pytest.mark.parametrize("who", WHO)
def test_the_people_of_these_tests_answer_everything(who: str) -> None:
    path = journey(WHO[who])
    assert path.complete, path.missing
    assert set(path.kept()) == set(WHO[who]), "nothing that they say is off their path"


def test_a_child_is_asked_at_most_fourteen_things() -> None:
    least = CHILD_KEPT | {"matters": ["placement"], "points": CHILD_KEPT["points"][:1]}
    least |= {"help_wanted": ["none"], "contact_way": ["comeback"]}
    path = journey(least)
    assert path.complete
    assert len([step for step in path.steps if step.page is None]) <= 14


def test_a_child_is_never_asked_for_a_birth_date_parents_names_or_permission() -> None:
    everything = journey(CHILD_KEPT)
    asked_keys = {step.question.key for step in everything.steps}
    assert not asked_keys & {
        "authority", "consent_speak", "consent_records", "consent_share", "parental_responsibility", "child_name",
        "represents", "acting_for", "months_since", "service", "proceedings", "procedure_so_far", "date_of_birth",
    }  # fmt: skip
    said = " ".join(step.question.title.in_voice(Voice.CHILD) for step in everything.steps).lower()
    for forbidden in ("birth", "parent", "permission", "consent", "date of"):
        assert forbidden not in said


def test_a_child_may_skip_everything_but_who_they_are() -> None:
    path = journey(CHILD_KEPT)
    assert [step.key for step in path.steps if step.question.must_be_answered(path.given)] == []


def test_somebody_anonymous_is_not_asked_who_they_are() -> None:
    path = journey(kept(PARENT) | {"complainant": "anonymous"})
    assert not {"name", "child_name", "email", "phone", "address", "contact_way"} & {s.key for s in path.steps}
