"""A drawing for everything that a child can choose, each its own on its page."""

import re
from collections.abc import Iterator

import pytest

from config import HERE
from portal.questions.declared import QUESTIONS
from portal.questions.kinds import Choice, Given, Kind, Question
from portal.words import Voice

CHILD = Given({"purpose": "complaint", "complainant": "child"})
DRAWN = {path.stem for path in (HERE / "static" / "pictures").glob("*.svg")}


def _offered() -> Iterator[tuple[Question, Choice]]:
    """Every choice that has a child's words on a page that a child can meet."""
    for question in QUESTIONS:
        if question.kind in (Kind.CHOICE, Kind.CHOICES) and question.title.in_voice(Voice.CHILD) != question.title.in_voice(Voice.ADULT):
            yield from ((question, choice) for choice in question.choices_for(CHILD) if choice.words.child)


OFFERED = list(_offered())


def test_a_child_is_offered_choices() -> None:
    assert len(OFFERED) > 80


@pytest.mark.parametrize(("question", "choice"), OFFERED, ids=[f"{question.key}-{choice.code}" for question, choice in OFFERED])
def test_every_choice_of_a_child_has_a_drawing_that_is_there(question: Question, choice: Choice) -> None:
    assert question.cards, "its drawings are not shown"
    assert choice.picture in DRAWN


@pytest.mark.parametrize("question", dict.fromkeys(question for question, _ in OFFERED), ids=lambda question: question.key)
def test_no_two_choices_of_a_page_have_the_same_drawing(question: Question) -> None:
    shown = [choice.picture for choice in question.choices_for(CHILD) if choice.picture]
    assert sorted(shown) == sorted(set(shown))


NAMED = re.compile(r"""drawing\("([a-z0-9]+)"\)|picture="([a-z0-9]+)"|drawing\(.*? else "([a-z0-9]+)"\)""")


def test_every_drawing_that_a_page_names_is_there_and_none_lies_about_unnamed() -> None:
    sources = [*(HERE / "templates").rglob("*.html"), *(HERE / "portal").rglob("*.py")]
    named = {name for source in sources for found in NAMED.findall(source.read_text("utf-8")) for name in found if name}
    assert named - DRAWN == set()
    everything = "\n".join(source.read_text("utf-8") for source in sources)
    assert [name for name in DRAWN - named if f'"{name}' not in everything and f"{name}.svg" not in everything] == []
