"""Who is told of what is due, over dates, people and rules as they may come."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.casework.case import CaseState, Closing, Signature
from portal.casework.enquiries import Enquiry
from portal.casework.learning import Action, Learning, Owner
from portal.casework.reminding import (
    ACTION,
    WORDS,
    Due,
    People,
    Rule,
    Rung,
    actions_due,
    days_left,
    waited_for,
    what_is_due,
    who_is_told,
)
from portal.casework.rights import Right
from portal.councils import working_days
from portal.councils.parts import Reminders
from portal.law.deadlines import Deadline
from portal.words import Wording

CALENDAR = working_days()
MONDAY = date(2026, 11, 23)
RULE = Reminders().rule
PEOPLE = People(frozenset({1, 2, 8, 9}), frozenset({8, 9}), True)
DUE = Due(5, "KMR-2346-789", "respond_by", MONDAY, 1)

days = st.dates(date(2026, 1, 1), date(2027, 6, 30))
numbers = st.integers(0, 30)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    late = sorted(draw(st.tuples(*[st.integers(1, 20)] * 3)))
    return Rule(tuple(draw(st.lists(numbers, max_size=4, unique=True))), *late)


some = st.frozensets(st.integers(1, 9))
peoples = st.builds(lambda active, managers, director: People(active, managers, director), some, some, st.booleans())
dues = st.builds(
    Due, st.integers(1, 3), st.just("KMR-2346-789"), st.sampled_from([*sorted(WORDS), f"{ACTION}1"]), days,
    st.none() | st.integers(1, 9), some, st.booleans(), to_director=st.booleans(),
)  # fmt: skip


def before(day: date) -> date:
    day -= timedelta(days=1)
    while not CALENDAR.is_working(day):
        day -= timedelta(days=1)
    return day


def told(due: Due, today: date, people: People = PEOPLE, rule: Rule = RULE) -> dict[int | None, Rung]:
    return {each.recipient: each.rung for each in who_is_told([due], people, rule, CALENDAR, today, before(today))}


# Due on Monday 23 November 2026; no bank holiday is near.
@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 13), {}),
        (date(2026, 11, 16), {1: Rung.HANDLER}),
        (date(2026, 11, 17), {}),
        (date(2026, 11, 20), {1: Rung.HANDLER}),
        (date(2026, 11, 22), {}),
        (MONDAY, {}),
        (date(2026, 11, 24), {1: Rung.HANDLER, 8: Rung.MANAGER, 9: Rung.MANAGER}),
        (date(2026, 11, 28), {}),
        (date(2026, 11, 30), {1: Rung.HANDLER, 8: Rung.MANAGER, 9: Rung.MANAGER, None: Rung.DIRECTOR}),
    ],
)
def test_the_handler_is_told_before_and_after_then_the_managers_then_the_director(
    today: date, expected: dict[int | None, Rung]
) -> None:
    assert told(DUE, today) == expected


def test_what_nobody_handles_is_told_to_the_managers_from_the_start() -> None:
    for due in (replace(DUE, owner_id=None), replace(DUE, owner_id=3), replace(DUE, kept_from=frozenset({1}))):
        assert told(due, before(MONDAY)) == {8: Rung.HANDLER, 9: Rung.HANDLER}, "3 has no open account"


def test_where_there_is_no_manager_the_director_is_told_and_where_there_is_none_nobody() -> None:
    alone = replace(PEOPLE, managers=frozenset())
    assert told(DUE, date(2026, 11, 24), alone) == {1: Rung.HANDLER, None: Rung.MANAGER}
    assert told(replace(DUE, owner_id=None), date(2026, 11, 24), replace(alone, director=False)) == {}


def test_what_fell_on_days_without_reminders_is_told_on_the_next() -> None:
    found = who_is_told([DUE], PEOPLE, RULE, CALENDAR, date(2026, 11, 18), date(2026, 11, 12))
    assert [(each.recipient, each.left) for each in found] == [(1, 3)]


def test_over_christmas_working_days_are_the_councils() -> None:
    due = replace(DUE, on=date(2026, 12, 29))
    assert days_left(due.on, date(2026, 12, 24), CALENDAR) == 1, "25, 26 and 28 December do not count"
    assert told(due, date(2026, 12, 24)) == {1: Rung.HANDLER}
    for day in (date(2026, 12, 25), date(2026, 12, 28)):
        assert told(replace(due, on=date(2026, 12, 1)), day) == {}


def test_what_lies_beyond_the_years_of_the_calendar_stops_nothing() -> None:
    far, old = replace(DUE, on=CALENDAR.last + timedelta(days=40)), replace(DUE, on=CALENDAR.first - timedelta(days=40))
    assert told(far, MONDAY) == {}
    assert set(told(old, MONDAY)) == {1, 8, 9, None}


@given(st.lists(dues, max_size=6), peoples, rules(), days)
def test_nobody_is_told_twice_of_one_thing_on_one_day(found: list[Due], people: People, rule: Rule, today: date) -> None:
    pairs = [(each.recipient, each.due) for each in who_is_told([*found, *found], people, rule, CALENDAR, today, today - timedelta(days=1))]
    assert len(pairs) == len(set(pairs))


@given(dues, peoples, rules(), days)
def test_only_who_may_know_and_has_an_open_account_is_told(due: Due, people: People, rule: Rule, today: date) -> None:
    found = {each for each in told(due, today, people, rule) if each is not None}
    assert found <= people.active - due.kept_from
    assert found <= people.managers | {due.owner_id}
    assert people.director or None not in told(due, today, people, rule)


@given(dues, peoples, rules(), days, st.integers(1, 60))
def test_whoever_is_told_that_it_is_late_is_told_again_as_long_as_it_is(
    due: Due, people: People, rule: Rule, today: date, by: int
) -> None:
    first, then = today, today + timedelta(days=by)
    if due.on < first and CALENDAR.is_working(first) and CALENDAR.is_working(then):
        assert set(told(due, first, people, rule)) <= set(told(due, then, people, rule))


@given(dues, peoples, rules(), days)
def test_nobody_is_told_over_the_head_of_those_below(due: Due, people: People, rule: Rule, today: date) -> None:
    found = told(due, today, people, rule)
    may = (people.managers & people.active) - due.kept_from
    if Rung.MANAGER in found.values() and due.owner_id in people.active - due.kept_from:
        assert due.owner_id in found
    if Rung.DIRECTOR in found.values():
        assert may <= set(found)


@given(dues, peoples, rules(), days)
def test_nobody_is_told_on_a_day_off(due: Due, people: People, rule: Rule, today: date) -> None:
    if not CALENDAR.is_working(today):
        assert told(due, today, people, rule) == {}


@given(dues, rules(), days)
def test_if_it_is_late_enough_somebody_is_told_whoever_is_there(due: Due, rule: Rule, today: date) -> None:
    if CALENDAR.is_working(today) and -days_left(due.on, today, CALENDAR) >= rule.handler_late and due.on < today:
        assert told(due, today, People(frozenset(), frozenset(), True), rule)


def test_of_what_was_answered_nothing_is_waited_for_but_the_ombudsman() -> None:
    names = ("acknowledge_by", "respond_by", "latest", "enquiry_by", "request_next_by")
    dates = [Deadline(name, MONDAY, Wording(""), "", MONDAY, 1) for name in names]
    assert [each.name for each in waited_for(CaseState(), dates)] == list(names[:4])
    assert [each.name for each in waited_for(CaseState(acknowledged_on=MONDAY), dates)] == list(names[1:4])
    assert [each.name for each in waited_for(CaseState(answer_stands=True), dates)] == ["enquiry_by"]


def test_everything_that_can_be_due_has_words() -> None:
    assert all(what_is_due(f"offer_{right.value}") != f"offer_{right.value}" for right in Right)


def test_an_own_stage_is_told_of_beside_an_answer_and_an_answered_enquiry_of_nothing() -> None:
    dates = [Deadline(name, MONDAY, Wording(name), "source", MONDAY, 1) for name in ("respond_by", "own_respond_by", "enquiry_by")]
    over = CaseState(answer_stands=True)
    assert [each.name for each in waited_for(over, dates)] == ["own_respond_by", "enquiry_by"]
    asked = CaseState(enquiry=Enquiry("enquiry", "mp", MONDAY))
    assert "respond_by" not in [each.name for each in waited_for(asked, dates)]
    assert what_is_due("own_respond_by") != "own_respond_by"


ACTIONS = Learning(
    actions=(
        Action(1, "team", Owner(4), None, MONDAY, MONDAY),
        Action(2, "team", Owner(service="carers"), None, MONDAY, MONDAY),
        Action(3, "team", Owner(4), None, MONDAY, MONDAY, done_on=MONDAY),
        Action(4, "team", Owner(4), None, MONDAY, MONDAY, given_up_on=MONDAY),
    )
)
SIGNED = Signature(datetime(2026, 11, 23, 9, tzinfo=UTC), 4)


def test_an_action_is_its_owners_and_where_a_service_owns_it_the_handlers_until_it_is_done_or_given_up() -> None:
    state = CaseState(handler_id=7, learning=ACTIONS, conflicts=frozenset({5}))
    for closed in (None, Closing(MONDAY, "upheld", SIGNED)):
        found = actions_due(1, "KMR-2346-789", replace(state, closed=closed))
        assert [(due.what, due.owner_id) for due in found] == [("learning_1", 4), ("learning_2", 7)]
        assert all(due.kept_from == {5} and due.is_learning for due in found)
    assert actions_due(1, "KMR-2346-789", replace(state, erased=SIGNED)) == ()
    assert what_is_due("learning_12") == "See to learning action 12"
    assert not DUE.is_learning


@given(days, rules())
def test_the_director_hears_of_no_action_where_there_is_anybody_else(today: date, rule: Rule) -> None:
    due = replace(DUE, what=f"{ACTION}1", to_director=False)
    assert None not in told(due, today, rule=rule)
    nobody = People(frozenset(), frozenset(), True)
    assert set(told(due, today, nobody, rule)) == ({None} if told(due, today, rule=rule) else set())
