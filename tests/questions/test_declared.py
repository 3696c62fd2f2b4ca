"""Every question, held against the law's vocabulary and against what a child can be asked."""

from collections.abc import Iterator
from dataclasses import MISSING, fields
from enum import StrEnum

import pytest

from portal.law.facts import Authority, ChildStatus, Complainant, Matter, Procedure, Proceedings, Service, Stage
from portal.questions.declared import DANGER_QUESTIONS, QUESTIONS
from portal.questions.journey import journey
from portal.questions.kinds import DONT_KNOW, Choice, Given, Kind, Question
from portal.questions.matters import CHILD_MATTERS, EVERY_MATTER, GROUPS, SOMETHING_ELSE
from portal.questions.people import (
    ABOUT_THEMSELVES,
    ALWAYS_FOR_ANOTHER,
    CHILD_STATUSES,
    COMPLAINANTS,
    LOWER_BOUNDS,
    MAY_HAVE_RESPONSIBILITY,
    STATUSES,
    age_bands_for,
)
from portal.words import Voice

ADULT, CHILD = Given({"complainant": "parent"}), Given({"complainant": "child"})
EVERYTHING = Given({"complainant": "parent", "matter_group": list(GROUPS)})
CHOSEN = [q for q in QUESTIONS if q.kind in (Kind.CHOICE, Kind.CHOICES)]
NOT_ASKED = {Authority.NOT_NEEDED: "follows from who somebody is: nobody is asked to know it"}


def _shown(question: Question) -> list[tuple[Choice, ...]]:
    return [question.choices_for(given) for given in (ADULT, CHILD, EVERYTHING)]


def _childs_questions() -> Iterator[tuple[Question, Given]]:
    """Every question that a child can meet, with the answers that lead there."""
    for purpose in ("complaint", "compliment", "idea_or_question"):
        given = Given({
            "purpose": purpose, "complainant": "child", "help_wanted": ["interpreter", "adjustments"],
            "contact_way": ["email", "phone", "text", "letter", "through_someone"], "stage_so_far": "stage1_answered",
            "matters": ["staff_conduct"], "risk_now": "yes", "message_kind": "idea",
        })  # fmt: skip
        for question in QUESTIONS:
            if question.when(given):
                yield question, given
    for question in DANGER_QUESTIONS:
        yield question, CHILD


CHILDS = {(question.key, question.title.adult): (question, given) for question, given in _childs_questions()}


@pytest.mark.parametrize(
    ("key", "vocabulary", "not_codes"),
    [
        ("complainant", Complainant, set()),
        ("represents", Complainant, set()),
        ("child_status", ChildStatus, set()),
        ("matters", Matter, {SOMETHING_ELSE, DONT_KNOW}),
        ("service", Service, {DONT_KNOW}),
        ("proceedings", Proceedings, {DONT_KNOW}),
        ("stage_so_far", Stage, {DONT_KNOW}),
        ("procedure_so_far", Procedure, {DONT_KNOW}),
        ("authority", Authority, set()),
    ],
)
def test_what_can_be_picked_is_a_code_of_the_law(key: str, vocabulary: type[StrEnum], not_codes: set[str]) -> None:
    question = next(q for q in QUESTIONS if q.key == key)
    picked = {choice.code for choices in _shown(question) for choice in choices}
    assert picked - not_codes <= {code.value for code in vocabulary}


@pytest.mark.parametrize(
    ("key", "vocabulary"),
    [
        ("complainant", Complainant),
        ("child_status", ChildStatus),
        ("matters", Matter),
        ("service", Service),
        ("proceedings", Proceedings),
        ("stage_so_far", Stage),
        ("procedure_so_far", Procedure),
        ("authority", Authority),
    ],
)
def test_every_code_of_the_law_can_be_picked_somewhere(key: str, vocabulary: type[StrEnum]) -> None:
    question = next(q for q in QUESTIONS if q.key == key)
    offered = {choice.code for choices in _shown(question) for choice in choices}
    assert {code for code in vocabulary if code not in NOT_ASKED} <= offered


def test_a_child_may_say_everything_about_where_they_live_that_the_law_knows() -> None:
    assert {choice.code for choice in CHILD_STATUSES} == {choice.code for choice in STATUSES}


def test_what_a_child_may_pick_an_officer_can_read() -> None:
    assert {c.code for c in CHILD_MATTERS} - {SOMETHING_ELSE, DONT_KNOW} <= set(EVERY_MATTER)


@pytest.mark.parametrize("question", CHOSEN, ids=lambda q: q.key)
def test_no_question_offers_the_same_code_twice(question: Question) -> None:
    for choices in _shown(question):
        codes = [choice.code for choice in choices]
        assert len(set(codes)) == len(codes) and all(codes)


@pytest.mark.parametrize("question", [q for q in CHOSEN if q.key != "matters"], ids=lambda q: q.key)
def test_every_question_with_choices_offers_at_least_two(question: Question) -> None:
    assert all(len(choices) >= 2 for choices in _shown(question))


def test_whether_an_answer_is_personal_is_said_for_every_question_and_has_no_default() -> None:
    personal = next(field for field in fields(Question) if field.name == "personal")
    assert personal.default is MISSING
    assert all(isinstance(q.personal, bool) for q in (*QUESTIONS, *DANGER_QUESTIONS))


def test_whatever_a_person_writes_in_their_own_words_is_personal() -> None:
    open_to_anything = [
        q.key for q in (*QUESTIONS, *DANGER_QUESTIONS) if q.kind not in (Kind.CHOICE, Kind.CHOICES, Kind.MONTH, Kind.DAY)
    ]
    impersonal = {q.key for q in (*QUESTIONS, *DANGER_QUESTIONS) if not q.personal}
    assert set(open_to_anything) & impersonal == {"interpreter_language"}


@pytest.mark.parametrize(("question", "given"), CHILDS.values(), ids=[key for key, _ in CHILDS])
def test_what_a_child_can_be_asked_is_said_in_a_childs_words(question: Question, given: Given) -> None:
    assert question.title.child
    for more in (question.hint, question.why, question.required):
        assert more is None or more.child
    if question.key == "complainant":
        return
    for choice in question.choices_for(given):
        assert choice.words.child, choice.code
        assert choice.hint is None or choice.hint.child, choice.code
        assert choice.group is None or choice.group.child, choice.code


def test_a_child_finds_themselves_among_the_complainants_in_their_own_words() -> None:
    first = COMPLAINANTS[:3]
    assert first[0].code == "child"
    assert all(choice.words.child for choice in first)
    assert all(choice.group is None or choice.group.child for choice in COMPLAINANTS)


@pytest.mark.parametrize(("question", "given"), CHILDS.values(), ids=[key for key, _ in CHILDS])
def test_a_card_that_a_child_sees_has_a_picture(question: Question, given: Given) -> None:
    if question.cards:
        assert [c.code for c in question.choices_for(given) if c.group is None and not c.picture] == []


def test_a_question_that_is_asked_twice_under_one_key_is_never_twice_on_one_path() -> None:
    for complainant in Complainant:
        for purpose in ("complaint", "compliment", "idea_or_question"):
            keys = [step.key for step in journey({"purpose": purpose, "complainant": complainant.value}).steps]
            assert len(set(keys)) == len(keys), (complainant, purpose)


def test_groups_of_people_name_only_people_that_can_be_picked() -> None:
    people = {choice.code for choice in COMPLAINANTS}
    assert people >= ABOUT_THEMSELVES | ALWAYS_FOR_ANOTHER | MAY_HAVE_RESPONSIBILITY
    assert not ABOUT_THEMSELVES & ALWAYS_FOR_ANOTHER


def test_every_age_band_stands_for_an_age() -> None:
    assert {c.code for given in (ADULT, CHILD) for c in age_bands_for(given)} == set(LOWER_BOUNDS)


def test_required_is_said_in_the_voices_of_those_who_hear_it() -> None:
    for question in QUESTIONS:
        assert question.required is None or question.required.in_voice(Voice.ADULT).strip()
