"""Points: one for each matter, and never a word lost by choosing otherwise."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.questions.journey import journey
from portal.questions.kinds import Given
from portal.questions.points import MOST_POINTS, Point, kept_points, points_of, with_point, without_point

MATTERS = ["placement", "family_time", "care_plan", "leaving_care", "something_else"]
CHOSEN = st.lists(st.sampled_from(MATTERS), unique=True, max_size=4)
SAID = Point("", "It went wrong", "Sorry", answered=True)


def _with(matters: list[str], **more: Any) -> dict[str, Any]:
    return {"complainant": "child", "matters": matters, **more}


def _points(answers: dict[str, Any]) -> tuple[Point, ...]:
    return points_of(Given(answers), answers)


def _write(answers: dict[str, Any], number: int, words: str, **more: Any) -> dict[str, Any]:
    point = replace(SAID, what_happened=words, **more)
    return answers | {"points": with_point(Given(answers), answers, number, point)}


def _remove(answers: dict[str, Any], number: int) -> dict[str, Any]:
    return without_point(Given(answers), answers, number)


def _all_words(answers: dict[str, Any]) -> set[str]:
    return {point.what_happened for point in kept_points(answers)} - {""}


def test_each_matter_is_a_point_and_nothing_named_is_one_point() -> None:
    assert [p.matter for p in _points(_with(["placement", "care_plan"]))] == ["placement", "care_plan"]
    assert [p.matter for p in _points(_with(["placement", "something_else"]))] == ["placement", ""]
    for nothing in ([], ["dont_know"], ["something_else"]):
        assert [p.matter for p in _points(_with(nothing))] == [""]


@given(CHOSEN, st.lists(CHOSEN, max_size=4))
def test_words_survive_any_change_of_matters_and_come_back_with_their_matter(
    chosen: list[str], changes: list[list[str]]
) -> None:
    answers = _with(chosen)
    for number in range(1, len(_points(answers)) + 1):
        answers = _write(answers, number, f"words {number}")
    before = _points(answers)
    for change in changes:
        answers = answers | {"matters": change}
        answers = _write(answers, 1, _points(answers)[0].what_happened or "new words")
    assert {p.what_happened for p in before} <= _all_words(answers)
    back = _points(answers | {"matters": chosen})
    for old, new in zip(before, back, strict=False):
        assert not old.matter or (new.matter, new.what_happened) == (old.matter, old.what_happened)


def test_words_without_a_matter_go_to_the_matter_that_is_named_later() -> None:
    answers = _write(_with([]), 1, "They move me")
    assert [(p.matter, p.what_happened) for p in _points(answers | {"matters": ["placement"]})] == [
        ("placement", "They move me")
    ]


@given(CHOSEN, st.sampled_from(["", "family_time"]))
def test_a_point_can_be_added_past_the_last_and_stands_there(chosen: list[str], matter: str) -> None:
    answers = _with(chosen)
    last = len(_points(answers)) + 1
    after = _points(_write(answers, last, "One more thing", matter=matter))
    assert len(after) == last
    assert (after[-1].what_happened, after[-1].matter, after[-1].added) == ("One more thing", matter, True)


@given(CHOSEN, st.integers(1, 2), st.data())
def test_a_point_that_is_removed_is_gone_and_the_others_stay_as_they_were(
    chosen: list[str], added: int, data: st.DataObject
) -> None:
    answers = _with(chosen)
    for number in range(1, len(_points(answers)) + added + 1):
        answers = _write(answers, number, f"words {number}")
    before = _points(answers)
    gone = data.draw(st.integers(1, len(before)))
    after = _points(_remove(answers, gone))
    left = [p.what_happened for n, p in enumerate(before, 1) if n != gone]
    assert [p.what_happened for p in after] == left
    assert all(point.answered for point in after), "nobody is asked again for what they took out"


def test_removing_a_point_that_is_gone_changes_nothing() -> None:
    answers = _write(_with(["placement"]), 1, "one")
    assert _remove(answers, 2) == answers


def test_the_matter_of_a_removed_point_is_no_longer_chosen() -> None:
    answers = _write(_write(_with(["placement", "care_plan"]), 1, "one"), 2, "two")
    assert _remove(answers, 1)["matters"] == ["care_plan"]


def test_however_many_matters_are_chosen_every_one_has_its_page() -> None:
    from portal.questions.matters import EVERY_MATTER, GROUPS

    answers = {
        "complainant": "grandparent",
        "acting_for": "self",
        "matter_group": list(GROUPS),
        "matters": list(EVERY_MATTER),
    }
    path = journey(answers | {"risk_now": "no", "parental_responsibility": "no", "child_status": ["in_need"]})
    pages = [step for step in path.steps if step.point]
    assert [step.point.matter for step in pages if step.point] == list(EVERY_MATTER)
    assert len(pages) <= MOST_POINTS
