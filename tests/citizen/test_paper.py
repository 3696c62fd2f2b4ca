"""The form to print: every question of every journey stands on it, or is left out for a reason that is written down."""

from collections.abc import Iterator
from typing import Any

import pytest

from portal.citizen.paper import FOR_ADULTS, FOR_CHILDREN, LEFT_OUT, LEFT_OUT_FOR_CHILDREN, Part
from portal.questions.declared import DANGER_QUESTIONS, PURPOSES, QUESTIONS
from portal.questions.journey import journey
from portal.questions.kinds import Kind
from portal.questions.points import Point, with_point
from tests.visiting import Visit


def _keys(parts: tuple[Part, ...]) -> list[str]:
    return [one.question.key for part in parts for one in part.asked]


def _asked_of_children() -> Iterator[str]:
    """What a child is asked who wants everything and every way to be answered."""
    for purpose in PURPOSES:
        answers: dict[str, Any] = {"purpose": purpose, "complainant": "child"}
        while (path := journey(answers)).missing:
            step = path.missing
            choices = step.question.choices_for(path.given)
            if step.point is not None:
                answers["points"] = with_point(path.given, answers, step.number, Point("", "It went wrong", answered=True))
            elif step.question.kind is Kind.CHOICES:
                answers[step.key] = [choice.code for choice in choices if not choice.alone]
            else:
                answers[step.key] = choices[0].code if choices else "words"
        yield from (step.question.key for step in journey(answers).steps)


def test_every_question_stands_on_the_form_for_grown_ups_or_is_left_out_for_a_reason() -> None:
    asked = {question.key for question in (*QUESTIONS, *DANGER_QUESTIONS)}
    assert asked - set(_keys(FOR_ADULTS)) == set(LEFT_OUT), "add a new question to FOR_ADULTS in citizen/paper.py, or say why not"


def test_every_question_that_a_child_meets_stands_on_the_form_for_children() -> None:
    asked = set(_asked_of_children())
    assert len(asked) > 15
    assert asked - set(_keys(FOR_CHILDREN)) == set(LEFT_OUT_FOR_CHILDREN)
    assert set(_keys(FOR_CHILDREN)) <= asked, "nothing is asked of a child on paper that is not asked on a page"


@pytest.mark.parametrize("parts", [FOR_ADULTS, FOR_CHILDREN], ids=["grown-ups", "children"])
def test_no_question_is_printed_twice(parts: tuple[Part, ...]) -> None:
    assert len(_keys(parts)) == len(set(_keys(parts)))


@pytest.mark.parametrize("parts", [FOR_ADULTS, FOR_CHILDREN], ids=["grown-ups", "children"])
def test_every_question_has_something_to_tick_or_to_write_on(parts: tuple[Part, ...]) -> None:
    for one in (one for part in parts for one in part.asked):
        assert one.choices or one.lines, one.question.key
        assert not (one.choices and one.lines), one.question.key


@pytest.mark.parametrize(("voice", "parts"), [("/", FOR_ADULTS), ("/young", FOR_CHILDREN)], ids=["grown-ups", "children"])
def test_the_page_prints_every_question_and_choice_and_asks_for_no_typing(voice: str, parts: tuple[Part, ...], visit: Visit) -> None:
    visit.opens(voice)
    page = visit.opens("/paper")
    for one in (one for part in parts for one in part.asked):
        title = one.question.title.child if voice == "/young" else one.question.title.adult
        assert title and title in page.says
        for choice in one.choices:
            assert (choice.words.child if voice == "/young" and choice.words.child else choice.words.adult) in page.says
    assert not [e for e in page.main.iter() if e.tag in {"input", "textarea", "select"}]


@pytest.mark.parametrize("voice", ["/", "/young"])
def test_the_form_says_whom_to_ring_where_to_send_it_and_what_we_cannot_promise(voice: str, visit: Visit) -> None:
    visit.opens(voice)
    says = visit.opens("/paper").says
    for told in ("999", "0800 1111", "01632 960002", "1 High Street", "getting hurt", "tell someone who can help"):
        assert told in says


def test_a_child_is_asked_on_paper_in_a_childs_words() -> None:
    for part in FOR_CHILDREN:
        assert part.title.child
        for one in part.asked:
            assert one.question.title.child, one.question.key
            assert one.only is None or one.only.child
            assert all(choice.words.child for choice in one.choices)
