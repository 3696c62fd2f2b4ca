"""The ledger of rights: what has arisen, since when, and what is still owed."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.casework.case import fold
from portal.casework.events import Happened
from portal.casework.rights import NAMES, SOURCES_OF, Known, Right, ledger, owed
from portal.law.deadlines import clocks
from portal.law.facts import Facts
from portal.law.sources import SOURCES
from portal.law.triage import decide
from tests.casework.test_case import SENT, Was
from tests.law.strategies import any_facts
from tests.law.test_calendar import CALENDAR

RECEIVED = date(2026, 11, 23)
DUE, LATEST = date(2026, 12, 7), date(2026, 12, 21)


def known(route="statutory", flags=(), state=None, open=True, **facts):
    course = fold(state or [SENT]).course
    return Known(facts, flags, route, RECEIVED, clocks(route, RECEIVED, CALENDAR, course=course), open)


def told(kind, on, **detail):
    return Was(kind, 7, {"on": on.isoformat(), **detail}, at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC))


def lines(today, *happened, **facts):
    history = [SENT, *happened]
    return ledger(fold(history), known(state=history, **facts), today)


def rights(today, *happened, **facts):
    return [(line.right, line.owed) for line in lines(today, *happened, **facts)]


def test_a_fresh_statutory_complaint_owes_no_stage():
    assert rights(RECEIVED) == []
    assert rights(DUE) == []


def test_stage_2_arises_the_day_after_the_answer_was_due():
    (line,) = lines(date(2026, 12, 8))
    assert (line.right, line.arose_on, line.owed) == (Right.STAGE_2, date(2026, 12, 8), True)


def test_agreed_time_moves_it_to_the_day_after_the_last():
    agreed = told(Happened.EXTENDED, date(2026, 12, 1), ground="complex", agreed=True, counts=True)
    assert rights(date(2026, 12, 10), agreed) == []
    assert rights(date(2026, 12, 22), agreed) == [(Right.STAGE_2, True)]


def test_time_that_was_not_agreed_to_makes_stage_2_owed_from_that_day():
    refused = told(Happened.EXTENDED, date(2026, 12, 1), ground="complex", agreed=False, counts=False)
    (line,) = lines(date(2026, 12, 1), refused)
    assert (line.right, line.arose_on) == (Right.STAGE_2, date(2026, 12, 1))


def test_what_was_offered_is_no_longer_owed_but_stays_in_the_ledger():
    offered = told(Happened.RIGHT_OFFERED, date(2026, 12, 9), right="stage_2", how="letter")
    (line,) = lines(date(2026, 12, 10), offered)
    assert (line.owed, line.offered.on, line.offered.how) == (False, date(2026, 12, 9), "letter")


def test_an_offer_made_before_the_right_arose_does_not_count():
    early = told(Happened.RIGHT_OFFERED, date(2026, 11, 24), right="stage_2", how="phone")
    assert rights(date(2026, 12, 8), early) == [(Right.STAGE_2, True)]


def test_a_closed_case_runs_late_no_more():
    assert rights(date(2027, 1, 8), open=False) == []


@pytest.mark.parametrize(
    ("route", "stage", "right"),
    [
        ("statutory", "stage1_overdue", Right.STAGE_2),
        ("statutory", "stage1_answered", Right.STAGE_2),
        ("statutory", "stage2_answered", Right.STAGE_3),
        ("mixed", "stage1_answered", Right.STAGE_2),
        ("corporate", "stage1_answered", Right.COUNCIL_STAGE_2),
        ("lgsco", "stage3_answered", Right.OMBUDSMAN),
    ],
)
def test_what_the_person_says_of_earlier_stages_gives_them_the_next(route, stage, right):
    assert rights(RECEIVED, route=route, stage_so_far=stage) == [(right, True)]


def test_the_councils_own_procedure_gives_its_own_second_stage_and_the_ombudsman_when_extended():
    more = told(Happened.EXTENDED, date(2026, 12, 1), ground="complex", agreed=False, counts=True)
    assert rights(date(2026, 12, 1), more, route="corporate") == [(Right.OMBUDSMAN, True)]
    assert rights(date(2026, 12, 15), route="corporate") == [(Right.COUNCIL_STAGE_2, True)]


def test_an_advocate_is_owed_from_the_start_and_offered_by_the_questions_or_the_letter():
    flags = ("offer_advocate",)
    assert rights(RECEIVED, flags=flags) == [(Right.ADVOCATE, True)]
    letter = told(Happened.ACKNOWLEDGED, RECEIVED, offers=["advocate"])
    assert rights(RECEIVED, letter, flags=flags) == [(Right.ADVOCATE, False)]
    asked = Was(Happened.SUBMITTED, None, {"route": "statutory", "advocate": "wanted", "on": RECEIVED.isoformat()})
    state = fold([asked])
    (line,) = ledger(state, known(flags=flags), RECEIVED)
    assert (line.owed, line.offered.how, state.wants_advocate) == (False, "portal", True)


def test_what_is_owed_stands_in_front():
    letter = told(Happened.ACKNOWLEDGED, RECEIVED, offers=["advocate"])
    found = lines(date(2026, 12, 8), letter, flags=("offer_advocate",))
    assert [(line.right, line.owed) for line in found] == [(Right.STAGE_2, True), (Right.ADVOCATE, False)]
    assert [line.right for line in owed(found)] == [Right.STAGE_2]


def test_an_advocate_who_is_looked_for_moves_the_day_and_one_who_is_declined_moves_it_back():
    sent = told(Happened.ADVOCATE_REFERRED, date(2026, 11, 25))
    assert rights(date(2026, 12, 10), sent) == []
    found = told(Happened.ADVOCATE_ACCEPTED, date(2026, 11, 26))
    assert rights(date(2026, 12, 11), sent, found) == [(Right.STAGE_2, True)]
    declined = told(Happened.ADVOCATE_DECLINED, date(2026, 11, 26))
    assert rights(date(2026, 12, 8), sent, declined) == [(Right.STAGE_2, True)]


def test_every_right_has_a_name_in_three_voices_and_a_source_that_is_listed():
    for right in Right:
        assert NAMES[right].adult and NAMES[right].child and NAMES[right].officer
        assert SOURCES_OF[right] in SOURCES


@settings(max_examples=300)
@given(any_facts(), st.dates(RECEIVED, date(2027, 12, 31)))
def test_whatever_is_known_the_ledger_names_each_right_once_and_never_before_receipt(facts, today):
    decision = decide(facts)
    flags = tuple(flag.value for flag in decision.flags)
    found = ledger(fold([SENT]), known(decision.route.value, flags, **facts.to_codes()), today)
    assert len({line.right for line in found}) == len(found)
    assert all(RECEIVED <= line.arose_on <= today for line in found)


def test_a_child_is_always_owed_an_advocate():
    decision = decide(Facts.from_codes({"complainant": "child", "matters": "placement"}))
    flags = tuple(flag.value for flag in decision.flags)
    assert (Right.ADVOCATE, True) in rights(RECEIVED, flags=flags)


def closing(on: date, outcome: str = "not_upheld") -> Was:
    return told(Happened.CLOSED, on, outcome=outcome)


def test_whoever_was_answered_can_have_the_next_stage_from_that_day() -> None:
    in_time = closing(date(2026, 12, 3))
    assert [(line.right, line.arose_on) for line in lines(date(2027, 1, 8), in_time)] == [(Right.STAGE_2, date(2026, 12, 3))]
    assert rights(date(2027, 1, 8), in_time, route="corporate") == [(Right.COUNCIL_STAGE_2, True)]


def test_closing_takes_no_right_away_that_had_arisen() -> None:
    assert [line.arose_on for line in lines(date(2027, 1, 8), closing(date(2026, 12, 20)))] == [date(2026, 12, 8)]


@pytest.mark.parametrize("outcome", ["withdrawn", "other_procedure", "answered"])
def test_what_ended_without_an_answer_has_no_next_stage_here(outcome: str) -> None:
    assert rights(date(2027, 1, 8), closing(date(2026, 12, 3), outcome)) == []


def test_an_answer_offers_the_next_stage_itself_and_the_case_is_closed_after_it() -> None:
    offer = told(Happened.RIGHT_OFFERED, date(2026, 12, 2), right="stage_2", how="letter")
    assert rights(date(2027, 1, 8), offer, closing(date(2026, 12, 3))) == [(Right.STAGE_2, False)]


@pytest.mark.parametrize(("route", "following"), [("statutory", Right.STAGE_2), ("corporate", Right.COUNCIL_STAGE_2)])
def test_whoever_comes_with_an_answer_to_stage_1_keeps_stage_2_until_they_ask_for_it(route: str, following: Right) -> None:
    answered = closing(date(2026, 12, 3))
    assert rights(date(2027, 1, 8), answered, route=route, stage_so_far="stage1_answered") == [(following, True)]


def test_whoever_comes_with_an_answer_to_stage_2_has_the_ombudsman_once_that_is_answered() -> None:
    answered = closing(date(2026, 12, 3))
    assert (Right.OMBUDSMAN, True) in rights(date(2027, 1, 8), answered, stage_so_far="stage2_answered")
    assert Right.OMBUDSMAN not in dict(rights(date(2027, 1, 8), stage_so_far="stage2_answered"))