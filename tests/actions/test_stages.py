"""A statutory complaint through stages 2 and 3 to the Ombudsman: each step with what its paragraph demands, and its dates."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.actions import answering, closing, handling, learning
from portal.actions.case_file import open_file
from portal.actions.clocks import case_clocks, due_columns
from portal.actions.desk import Desk
from portal.actions.later_clocks import later_dates
from portal.actions.rights import rights_of
from portal.actions.stages import STEPS, Refused, Said, make, same_person
from portal.casework import moves
from portal.casework.case import fold
from portal.casework.moves import MOVES, NotPossible, open_moves
from portal.casework.outcomes import OutcomeCode
from portal.casework.permissions import Role
from portal.casework.stage_moves import STAGE_MOVES
from portal.councils import load, working_days
from portal.law.later import Later
from portal.store import events
from portal.store.tables import NO_DUE_DATE
from tests.actions.desks import NOW, a_case, an_officer, answer_all, kinds_of, later, row_of

REFERENCE = "KMR-2346-789"
TODAY = NOW.date()
WORDS = {key: f"Words about {key}" for step in STEPS.values() for key in step.words}
PEOPLE = {
    "investigator": "Ida Vestigator", "independent": "Ms Ines Pendent", "chair": "Carl Chair", "second": "Sara Second",
    "third": "Theo Third",
}  # fmt: skip
CODES = {
    "how": "letter", "works_here": "no", "outcome": "partly_upheld", "decision": "upheld", "proceedings": "care", "extent": "all",
    "ground": "already_considered",
}  # fmt: skip


def said(name: str, on: date = TODAY, **other: Any) -> Said:
    """Everything that the step demands, with `other` in the place of what is usual."""
    step = STEPS[name]
    usual = {**WORDS, **PEOPLE}
    words = {key: other.get(key, usual[key]) for key in step.words}
    codes = {key: other.get(key, CODES[key]) for key in step.codes}
    days = {key: other.get(key, on + timedelta(days=14)) for key in step.days}
    return Said(on, words, codes, days, other.get("ticks", step.ticks))


def do(desk: Desk, officer: int, name: str, days: int = 0, **other: Any) -> bool:
    """The step, `days` days later, on that day."""
    now = later(days=days)
    on = other.pop("on", now.date())
    return make(desk, REFERENCE, name, said(name, on, **other), officer, now)


def state_of(desk: Desk, case_id: int):
    with desk.database.read() as conn:
        return fold(events.of_case(conn, case_id))


def agrees(desk: Desk, case_id: int) -> None:
    """The columns say what the history says."""
    row, state = row_of(desk, case_id), state_of(desk, case_id)
    dates = case_clocks(desk.profile, desk.calendar, state.route, row.received_on, row.acknowledged_on, state.course)
    assert due_columns(dates, acknowledged=row.acknowledged_on is not None) == {"due_on": row.due_on, "latest_on": row.latest_on}
    assert (row.stage, row.open) == (state.stages.stage, state.closed is None)


def test_every_row_of_moves_has_what_it_demands() -> None:
    assert {move.name for move in STAGE_MOVES} == set(STEPS)


def test_asking_for_stage_2_starts_its_clock(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    assert do(desk, officer, "request_stage_2")
    row = row_of(desk, case_id)
    assert (row.stage, row.due_on, row.latest_on) == (2, date(2026, 12, 30), date(2027, 2, 25))
    agrees(desk, case_id)


@pytest.mark.parametrize("days", [0, 30, 300, 3000])
def test_stage_2_is_never_too_late_and_opens_a_closed_case(desk: Desk, officer: int, days: int) -> None:
    case_id = a_case(desk)
    answer_all(desk, REFERENCE, officer, NOW, OutcomeCode.NOT_UPHELD)
    closing.close(desk, REFERENCE, OutcomeCode.NOT_UPHELD, "Answered.", officer, NOW)
    assert do(desk, officer, "request_stage_2", days)
    row = row_of(desk, case_id)
    assert (row.stage, row.open, row.closed_on) == (2, True, None)


def test_what_was_asked_orally_counts_from_the_agreed_record_and_what_was_written_from_the_request(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    do(desk, officer, "request_stage_2", how="phone")
    assert row_of(desk, case_id).due_on == date(2026, 12, 30), "nobody waits for the record"
    do(desk, officer, "agree_statement", 7)
    assert row_of(desk, case_id).due_on == desk.calendar.add(TODAY + timedelta(days=7), 25)
    agrees(desk, case_id)
    other = a_case(desk, "KMR-2346-788")
    for name, days in (("request_stage_2", 0), ("agree_statement", 7)):
        make(desk, "KMR-2346-788", name, said(name, later(days=days).date()), officer, later(days=days))
    assert row_of(desk, other).due_on == date(2026, 12, 30)


def test_stage_2_may_take_65_working_days_and_no_day_more(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    do(desk, officer, "request_stage_2")
    with pytest.raises(Refused, match="25 February 2027") as refused:
        do(desk, officer, "extend_stage_2", 20, until=date(2027, 2, 26))
    assert refused.value.field == "until"
    with pytest.raises(Refused):
        do(desk, officer, "extend_stage_2", 20, until=date(2027, 2, 1), ticks=frozenset())
    do(desk, officer, "extend_stage_2", 20, until=date(2027, 2, 25))
    assert row_of(desk, case_id).due_on == date(2027, 2, 25)
    agrees(desk, case_id)


def to_stage_3(desk: Desk, officer: int) -> int:
    case_id = a_case(desk)
    for day, name in enumerate(("request_stage_2", "appoint", "report_stage_2", "adjudicate", "request_stage_3")):
        assert do(desk, officer, name, day)
        agrees(desk, case_id)
    return case_id


@pytest.mark.parametrize("key", ["chair", "second", "third"])
@pytest.mark.parametrize("name", ["Ines Pendent", "MS. INES  PENDENT", "Pendent, Ines", "Ida Vestigator"])
def test_nobody_of_stage_2_sits_on_the_panel(desk: Desk, officer: int, key: str, name: str) -> None:
    case_id = to_stage_3(desk, officer)
    with pytest.raises(Refused, match="stage 2") as refused:
        do(desk, officer, "panel", 5, **{key: name})
    assert refused.value.field == key
    assert "panel_appointed" not in kinds_of(desk, case_id)


def test_an_independent_person_who_was_replaced_may_not_sit_either(desk: Desk, officer: int) -> None:
    a_case(desk)
    do(desk, officer, "request_stage_2")
    do(desk, officer, "appoint", independent="Eva Earlier")
    do(desk, officer, "appoint")
    for name in ("report_stage_2", "adjudicate", "request_stage_3"):
        do(desk, officer, name)
    with pytest.raises(Refused, match="stage 2"):
        do(desk, officer, "panel", second="Eva Earlier")


def test_a_panel_is_three_people_from_outside(desk: Desk, officer: int) -> None:
    to_stage_3(desk, officer)
    with pytest.raises(Refused, match="three different"):
        do(desk, officer, "panel", 5, third="Dr Carl Chair")
    with pytest.raises(Refused, match="works for the council"):
        do(desk, officer, "panel", 5, third="A. Officer")
    with pytest.raises(Refused, match="neither works"):
        do(desk, officer, "panel", 5, works_here="yes")
    with pytest.raises(Refused):
        do(desk, officer, "panel", 5, ticks=frozenset())
    with pytest.raises(Refused):
        do(desk, officer, "panel", 5, second="  ")


def test_an_independent_person_is_neither_of_the_council_nor_the_investigator(desk: Desk, officer: int) -> None:
    a_case(desk)
    do(desk, officer, "request_stage_2")
    with pytest.raises(Refused, match="works for the council"):
        do(desk, officer, "appoint", independent="Officer A")
    with pytest.raises(Refused, match="somebody else"):
        do(desk, officer, "appoint", independent="Ida Vestigator")
    with pytest.raises(Refused, match="neither works"):
        do(desk, officer, "appoint", works_here="yes")
    do(desk, officer, "appoint", investigator="A. Officer")


def test_the_steps_of_stage_3_count_from_one_another(desk: Desk, officer: int) -> None:
    case_id, asked = to_stage_3(desk, officer), later(days=4).date()
    add = desk.calendar.add
    row = row_of(desk, case_id)
    assert (row.due_on, row.latest_on) == (add(asked, 30), add(add(add(asked, 30), 5), 15))
    meets = later(days=20).date()
    do(desk, officer, "panel", 6, meets=meets)
    assert row_of(desk, case_id).due_on == add(meets, 5)
    agrees(desk, case_id)
    with pytest.raises(Refused, match="from 13 December 2026"):
        do(desk, officer, "panel_report", 10)
    do(desk, officer, "panel_report", 22)
    assert (row_of(desk, case_id).due_on, row_of(desk, case_id).latest_on) == (add(later(days=22).date(), 15), None)
    agrees(desk, case_id)
    do(desk, officer, "respond_stage_3", 30)
    assert row_of(desk, case_id).due_on == NO_DUE_DATE
    agrees(desk, case_id)


def test_a_panel_that_meets_too_late_is_written_down_as_late(desk: Desk, officer: int) -> None:
    case_id = to_stage_3(desk, officer)
    do(desk, officer, "panel", 5, meets=date(2027, 3, 1))
    with desk.database.read() as conn:
        last = [event for event in events.of_case(conn, case_id) if event.kind == "panel_appointed"][-1]
    assert last.detail["late"] is True
    do(desk, officer, "panel", 5, meets=date(2026, 12, 15))
    with desk.database.read() as conn:
        assert events.of_case(conn, case_id)[-1].detail["late"] is False


def test_the_ledger_follows_what_was_used_and_what_was_offered(desk: Desk, officer: int) -> None:
    to_stage_3(desk, officer)

    def ledger(days: int) -> dict[str, tuple[bool, bool]]:
        file = open_file(desk, REFERENCE, officer, later(days=days))
        return {line.right.value: (line.offered is not None, line.used_on is not None) for line in rights_of(desk, file, later(days=days).date())}

    found = ledger(5)
    assert (found["stage_2"][1], found["stage_3"]) == (True, (True, True)) and "ombudsman" not in found
    for name, days in (("panel", 6), ("panel_report", 40), ("respond_stage_3", 41)):
        do(desk, officer, name, days)
    assert ledger(41)["ombudsman"] == (True, False)
    do(desk, officer, "ombudsman_enquiry", 50)
    assert ledger(50)["ombudsman"] == (True, True)
    assert not any(line.owed for line in rights_of(desk, open_file(desk, REFERENCE, officer, later(days=50)), later(days=50).date()) if line.right != "advocate")


def test_settling_it_another_way_stops_the_clock_and_costs_no_stage(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    with pytest.raises(Refused):
        do(desk, officer, "resolve_otherwise", ticks=frozenset())
    do(desk, officer, "resolve_otherwise")
    assert row_of(desk, case_id).due_on == NO_DUE_DATE
    (line,) = [one for one in rights_of(desk, open_file(desk, REFERENCE, officer, NOW), TODAY) if one.right == "stage_2"]
    assert line.offered and line.offered.on == TODAY
    do(desk, officer, "request_stage_2", 1)
    do(desk, officer, "resolve_otherwise", 2)
    do(desk, officer, "request_stage_3", 400)
    assert row_of(desk, case_id).stage == 3
    agrees(desk, case_id)


def test_what_waits_for_proceedings_has_no_date_and_counts_anew_when_it_is_sent_again(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    do(desk, officer, "request_stage_2")
    do(desk, officer, "pause", 3)
    assert (row_of(desk, case_id).due_on, row_of(desk, case_id).latest_on) == (NO_DUE_DATE, None)
    with pytest.raises(NotPossible):
        do(desk, officer, "appoint", 4)
    do(desk, officer, "resume", 200)
    assert row_of(desk, case_id).due_on == desk.calendar.add(later(days=200).date(), 25)
    agrees(desk, case_id)


def test_what_waits_in_part_goes_on_with_the_rest(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    before = row_of(desk, case_id).due_on
    do(desk, officer, "pause", 1, extent="part")
    assert row_of(desk, case_id).due_on == before
    do(desk, officer, "resume", 2)
    assert row_of(desk, case_id).due_on == before
    agrees(desk, case_id)


def test_nothing_waits_without_the_person_being_told_in_writing(desk: Desk, officer: int) -> None:
    a_case(desk)
    with pytest.raises(Refused):
        do(desk, officer, "pause", ticks=frozenset())


def test_whoever_withdraws_may_ask_again(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    do(desk, officer, "request_stage_2")
    do(desk, officer, "withdraw_request", 1)
    assert row_of(desk, case_id).due_on == NO_DUE_DATE
    do(desk, officer, "request_stage_2", 100)
    assert row_of(desk, case_id).due_on == desk.calendar.add(later(days=100).date(), 25)
    agrees(desk, case_id)


def test_an_enquiry_of_the_ombudsman_opens_a_closed_case_and_is_due_as_the_council_states(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    answer_all(desk, REFERENCE, officer, NOW, OutcomeCode.NOT_UPHELD)
    closing.close(desk, REFERENCE, OutcomeCode.NOT_UPHELD, "Answered.", officer, NOW)
    do(desk, officer, "ombudsman_enquiry", 10)
    row = row_of(desk, case_id)
    assert row.open and row.due_on <= later(days=38).date()
    do(desk, officer, "answer_ombudsman", 20)
    agrees(desk, case_id)
    closing.close(desk, REFERENCE, OutcomeCode.NOT_UPHELD, "Answered.", officer, later(days=21))
    do(desk, officer, "ombudsman_decision", 90)
    assert not row_of(desk, case_id).open, "a decision asks for nothing"


@pytest.mark.parametrize("name", list(STEPS))
def test_a_step_without_its_words_codes_or_ticks_is_refused(desk: Desk, officer: int, name: str) -> None:
    case_id = a_case(desk)
    step = STEPS[name]
    whole = said(name)
    for key in step.words:
        with pytest.raises(Refused) as refused:
            make(desk, REFERENCE, name, Said(TODAY, whole.words | {key: " \n"}, whole.codes, whole.days, whole.ticks), officer, NOW)
        assert refused.value.field == key
    for key in step.codes:
        with pytest.raises(Refused):
            make(desk, REFERENCE, name, Said(TODAY, whole.words, whole.codes | {key: "<b>"}, whole.days, whole.ticks), officer, NOW)
    for tick in step.ticks:
        with pytest.raises(Refused):
            make(desk, REFERENCE, name, Said(TODAY, whole.words, whole.codes, whole.days, whole.ticks - {tick}), officer, NOW)
    assert kinds_of(desk, case_id) == ["submitted"]


def test_a_day_to_come_and_a_day_before_receipt_are_refused(desk: Desk, officer: int) -> None:
    a_case(desk)
    for on in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            do(desk, officer, "request_stage_2", on=on)
        assert refused.value.field == "day"


def test_a_button_pressed_twice_makes_one_event_and_a_corrected_name_another(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    assert do(desk, officer, "request_stage_2")
    assert not do(desk, officer, "request_stage_2")
    assert do(desk, officer, "appoint")
    assert not do(desk, officer, "appoint")
    assert do(desk, officer, "appoint", independent="Ines Pendant")
    assert kinds_of(desk, case_id) == ["submitted", "stage_2_requested", "appointed", "appointed"]
    with pytest.raises(NotPossible):
        make(desk, REFERENCE, "request_stage_2", said("request_stage_2"), an_officer(desk, "B. Officer"), NOW)


def test_names_and_reasons_are_sealed(desk: Desk, officer: int) -> None:
    case_id = to_stage_3(desk, officer)
    with desk.database.read() as conn:
        for event in events.of_case(conn, case_id):
            for word in (*WORDS.values(), *PEOPLE.values()):
                assert word not in str(event.detail) and word.encode() not in (event.sealed or b"")


def test_dates_of_stage_2_stand_when_the_acknowledgement_is_sent_or_the_route_is_confirmed(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    do(desk, officer, "request_stage_2")
    handling.confirm_route(desk, REFERENCE, "statutory", officer, NOW)
    handling.acknowledge(desk, REFERENCE, "<p>We have it.</p>", officer, NOW)
    agrees(desk, case_id)
    assert row_of(desk, case_id).due_on == date(2026, 12, 30)
    handling.change_route(desk, REFERENCE, "corporate", "It is one.", officer, NOW)
    agrees(desk, case_id)
    assert row_of(desk, case_id).stage == 2


def test_the_whole_way_from_arrival_to_the_ombudsmans_decision_and_closed(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    handling.take(desk, REFERENCE, officer, NOW)
    handling.confirm_route(desk, REFERENCE, "statutory", officer, NOW)
    way = [
        ("request_stage_2", 20), ("agree_statement", 24), ("appoint", 25), ("extend_stage_2", 40), ("report_stage_2", 60),
        ("adjudicate", 70), ("request_stage_3", 85), ("panel", 90), ("panel_report", 120), ("respond_stage_3", 130),
        ("ombudsman_enquiry", 200), ("answer_ombudsman", 210), ("ombudsman_decision", 300),
    ]  # fmt: skip
    for name, days in way:
        assert do(desk, officer, name, days), name
        agrees(desk, case_id)
    learning.nothing_to_learn(desk, REFERENCE, "It was seen to at once.", officer, later(days=301))
    closing.close(desk, REFERENCE, OutcomeCode.PARTLY_UPHELD, "All was done.", officer, later(days=301))
    row, state = row_of(desk, case_id), state_of(desk, case_id)
    assert (row.open, row.stage, row.outcome) == (False, 3, "partly_upheld")
    assert [run.outcome for run in state.stages.runs] == ["", "partly_upheld", "partly_upheld"]
    assert state.stages.ombudsman is not None and state.stages.ombudsman.code == "upheld"
    events_of = {move.name: move.event.value for move in MOVES}
    assert [kind for kind in kinds_of(desk, case_id) if kind in {events_of[name] for name, _ in way}] == [events_of[n] for n, _ in way]


def test_names_are_the_same_but_for_titles_and_order() -> None:
    assert same_person("Dr. Jo O'Neil", "o'neil, jo")
    assert not same_person("Jo Neil", "Jo Neill") and not same_person("", "") and not same_person("Mr", "Ms")


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_the_columns_say_what_the_history_says(desk: Desk, officer: int, seed: int) -> None:
    chance, days = Random(seed), 0
    case_id = a_case(desk)
    if seed % 3 == 2:
        handling.change_route(desk, REFERENCE, "corporate", "It is one.", officer, NOW)
    for _ in range(12):
        days += chance.choice((0, 1, 9, 33))
        possible = [name for name in STEPS if moves.move(name).is_open(state_of(desk, case_id))]
        name = chance.choice(possible)
        other = {"how": chance.choice(("phone", "letter")), "extent": chance.choice(("all", "part")), "meets": later(days=days).date()}
        if name == "extend_stage_2":
            other["until"] = later(days=days).date()
        try:
            do(desk, officer, name, days, **other)
        except Refused as refused:
            assert refused.field in {"day", "until"}
        agrees(desk, case_id)
        shut = [name for name in STEPS if not moves.move(name).is_open(state_of(desk, case_id))]
        before, last = kinds_of(desk, case_id), name
        for name in shut:
            if name != last:
                with pytest.raises(NotPossible):
                    do(desk, officer, name, days)
        assert kinds_of(desk, case_id) == before, "nothing outside the table is written down"


DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))


@settings(max_examples=200, deadline=None)
@given(DAYS, st.integers(0, 60), st.integers(0, 40))
def test_no_day_of_stage_3_is_later_than_the_law_allows_after_what_was_done(asked: date, to_meeting: int, to_findings: int) -> None:
    profile, calendar = load("example"), working_days()
    add = calendar.add
    met, found = asked + timedelta(days=to_meeting), asked + timedelta(days=to_meeting + to_findings)

    def by_name(known: Later) -> dict[str, date]:
        return {each.name: each.on for each in later_dates(profile, calendar, "statutory", known)}

    planned = by_name(Later(3, asked))
    assert planned["panel_by"] <= add(asked, 30) and planned["respond_by"] <= add(asked, 50)
    arranged = by_name(Later(3, asked, met_on=met))
    assert "panel_by" not in arranged and arranged["findings_by"] <= add(met, 5)
    assert arranged["respond_by"] <= add(arranged["findings_by"], 15)
    assert by_name(Later(3, asked, met_on=met, reported_on=found)) == {"respond_by": add(found, 15)}
    assert by_name(Later(3, asked, stopped=True)) == {}


@settings(max_examples=200, deadline=None)
@given(DAYS, DAYS, st.integers(1, 65))
def test_every_date_of_stage_2_counts_itself_day_by_day(asked: date, answered: date, more: int) -> None:
    profile, calendar = load("example"), working_days()
    until = calendar.add(asked, more)
    dates = later_dates(profile, calendar, "statutory", Later(2, asked, extended_to=until))
    assert {each.name: each.on for each in dates} == {"respond_by": until, "latest": calendar.add(asked, 65)}
    (asks,) = later_dates(profile, calendar, "statutory", Later(2, asked, answered_on=answered))
    assert (asks.name, asks.on) == ("request_next_by", calendar.add(answered, 20))
    for each in (*dates, asks):
        assert [day.number for day in each.day_by_day(calendar) if day.number][-1] == each.days


def test_what_was_answered_waits_for_the_ombudsman_alone_and_is_not_answered_twice(desk: Desk, officer: int) -> None:
    case_id = _answered_case(desk, officer)
    assert row_of(desk, case_id).due_on == NO_DUE_DATE
    do(desk, officer, "ombudsman_enquiry", 30)
    assert row_of(desk, case_id).due_on <= later(days=58).date()
    assert "answer_point" not in {move.name for move in open_moves(state_of(desk, case_id), Role.OFFICER)}
    do(desk, officer, "answer_ombudsman", 40)
    assert row_of(desk, case_id).due_on == NO_DUE_DATE


def test_stage_2_after_an_answer_has_its_own_clock_and_its_own_answer(desk: Desk, officer: int) -> None:
    case_id = _answered_case(desk, officer)
    do(desk, officer, "request_stage_2", 5)
    assert row_of(desk, case_id).due_on == desk.calendar.add(later(days=5).date(), 25)
    names = {move.name for move in open_moves(state_of(desk, case_id), Role.OFFICER)}
    assert "adjudicate" in names or "appoint" in names
    assert not names & {"answer_point", "answer", "check_answer"}
    agrees(desk, case_id)


def _answered_case(desk: Desk, officer: int) -> int:
    case_id = a_case(desk)
    handling.confirm_route(desk, REFERENCE, "statutory", officer, NOW)
    answer_all(desk, REFERENCE, officer, NOW, OutcomeCode.NOT_UPHELD)
    version = answering.version_seen(open_file(desk, REFERENCE, officer, NOW).history)
    assert answering.answer(desk, REFERENCE, "<p>Our answer.</p>", version, officer, NOW)
    return case_id
