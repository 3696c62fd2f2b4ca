"""How long a closed case is kept: whole months, the first line that covers it, and never while it is held."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.casework.case import fold
from portal.casework.events import Happened
from portal.casework.keeping import Keeping, Period, keeping_of, kept_until, last_closing, months_later, period_of
from portal.casework.moves import MOVES, NotPossible, check, move
from tests.casework.test_case import SENT, Was

CLOSED = Was(Happened.CLOSED, 7, {"outcome": "upheld", "on": "2026-11-24"})
RUN_OUT = Was(Happened.RUN_OUT)
HELD, RELEASED = Was(Happened.HELD, 7), Was(Happened.HOLD_RELEASED, 7)
PROPOSED, DROPPED = Was(Happened.ERASURE_PROPOSED, 7, {"ground": "retention"}), Was(Happened.ERASURE_DROPPED, 8)
DAYS = st.dates(date(1995, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(1, 1200)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 26), 12, date(2027, 11, 26)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_are_counted_on_the_calendar(day: date, months: int, then: date) -> None:
    assert months_later(day, months) == then


@given(DAYS, MONTHS)
def test_whoever_was_closed_by_the_last_day_is_over_and_whoever_was_closed_after_it_is_not(today: date, months: int) -> None:
    period, last = Period(months), last_closing(today, months)
    assert kept_until(last, period) < today
    assert kept_until(last + timedelta(days=1), period) >= today


@given(DAYS, DAYS, MONTHS)
def test_whoever_closes_later_is_kept_no_shorter(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert kept_until(first, Period(months)) <= kept_until(second, Period(months))


def test_the_first_line_that_covers_a_case_decides() -> None:
    thanks = Period(12, routes=frozenset({"compliment"}))
    withdrawn = Period(36, outcomes=frozenset({"withdrawn"}))
    rest = Period(72)
    schedule = (thanks, withdrawn, rest)
    assert period_of(schedule, "compliment", "withdrawn") is thanks
    assert period_of(schedule, "statutory", "withdrawn") is withdrawn
    assert period_of(schedule, "statutory", "upheld") is rest
    assert period_of(schedule[:2], "statutory", "upheld") is None


@pytest.mark.parametrize(
    ("history", "standing"),
    [
        ([SENT], Keeping.KEPT),
        ([SENT, CLOSED], Keeping.KEPT),
        ([SENT, CLOSED, RUN_OUT], Keeping.RUN_OUT),
        ([SENT, CLOSED, RUN_OUT, HELD], Keeping.HELD),
        ([SENT, CLOSED, RUN_OUT, HELD, RELEASED], Keeping.RUN_OUT),
        ([SENT, CLOSED, RUN_OUT, PROPOSED], Keeping.PROPOSED),
        ([SENT, CLOSED, RUN_OUT, PROPOSED, DROPPED], Keeping.RUN_OUT),
        ([SENT, CLOSED, RUN_OUT, PROPOSED, HELD, RELEASED], Keeping.RUN_OUT),
        ([SENT, CLOSED, RUN_OUT, Was(Happened.REOPENED, 7)], Keeping.KEPT),
        ([SENT, CLOSED, RUN_OUT, PROPOSED, Was(Happened.REOPENED, 7)], Keeping.KEPT),
        ([SENT, CLOSED, RUN_OUT, PROPOSED, Was(Happened.ERASED, 8)], Keeping.ERASED),
        ([SENT, PROPOSED], Keeping.PROPOSED),
        ([SENT, CLOSED, RUN_OUT, PROPOSED, Was(Happened.JOINED)], Keeping.KEPT),
        ([SENT, CLOSED, RUN_OUT, PROPOSED, Was(Happened.DANGER_REPORTED)], Keeping.KEPT),
        ([SENT, CLOSED, RUN_OUT, HELD, Was(Happened.DANGER_REPORTED)], Keeping.HELD),
    ],
)
def test_where_a_case_stands_is_what_its_history_says(history: list[Was], standing: Keeping) -> None:
    assert keeping_of(fold(history)) is standing


@given(st.lists(st.sampled_from([CLOSED, RUN_OUT, HELD, RELEASED, PROPOSED, DROPPED, Was(Happened.REOPENED, 7)]), max_size=12))
def test_whatever_happened_a_held_case_is_never_erased(history: list[Was]) -> None:
    state = fold([SENT, *history])
    if state.held:
        assert keeping_of(state) is Keeping.HELD
        with pytest.raises(NotPossible):
            check("erase", state)


@pytest.mark.parametrize("news", [Was(Happened.ROUTE_CHANGED, 7, {"route": "safeguarding_urgent", "danger": True}),
                                  Was(Happened.FACTS_FILLED_IN, 7, {"route": "safeguarding_urgent", "danger": True})])  # fmt: skip
def test_nobody_erases_a_case_in_which_danger_waits(news: Was) -> None:
    assert move("erase").is_open(fold([SENT, PROPOSED]))
    assert not move("erase").is_open(fold([SENT, PROPOSED, news]))


def test_what_can_be_done_to_a_closed_case_is_about_keeping_it_opening_it_danger_and_what_is_asked_after_it() -> None:
    closed = fold([SENT, CLOSED])
    assert closed.closed is not None and (closed.closed.outcome, closed.closed.on) == ("upheld", date(2026, 11, 24))
    kept = {"reopen", "export", "hold", "propose_erasure", "offer_right", "advocate"}
    never_over = {"request_stage_2", "ombudsman_enquiry", "ombudsman_decision", "note", "add_document"}
    person = {"write_to_person", "contact_rules", "point_causes", "learning_add", "cost"}
    assert {m.name for m in MOVES if m.is_open(closed)} == kept | never_over | person
    assert not move("reopen").is_open(fold([SENT]))


@pytest.mark.parametrize("kind", [Happened.JOINED, Happened.DANGER_REPORTED])
def test_what_the_person_sends_afterwards_opens_it_again(kind: Happened) -> None:
    state = fold([SENT, CLOSED, RUN_OUT, Was(kind)])
    assert state.closed is None and state.run_out is None
    assert move("take").is_open(state)


def test_a_case_is_not_closed_while_somebody_may_be_in_danger() -> None:
    danger = fold([SENT, Was(Happened.DANGER_REPORTED)])
    with pytest.raises(NotPossible):
        check("close", danger)
    assert move("close").is_open(fold([SENT, Was(Happened.DANGER_REPORTED), Was(Happened.FRONT_DOOR_TOLD, 3)]))
