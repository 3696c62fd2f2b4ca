"""What an officer does to a case: one event a move, derived columns beside it, nothing done twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from portal.actions import handling, returning
from portal.actions.case_file import NoSuchCase, case_key, open_file
from portal.actions.desk import Desk
from portal.casework.case import fold
from portal.casework.moves import NotPossible
from portal.law.facts import UnknownCode
from portal.seal import return_words
from portal.store import events
from tests.actions.desks import NOW, a_case, an_officer, kinds_of, later, row_of

REFERENCE = "KMR-2346-789"
Moving = Callable[[Desk, int], bool]

MOVES: dict[str, Moving] = {
    "taken": lambda desk, who: handling.take(desk, REFERENCE, who, NOW),
    "route_confirmed": lambda desk, who: handling.confirm_route(desk, REFERENCE, "statutory", who, NOW),
    "route_changed": lambda desk, who: handling.change_route(desk, REFERENCE, "corporate", "Adult.", who, NOW),
    "facts_filled_in": lambda desk, who: handling.fill_in_facts(desk, REFERENCE, {"months_since": 2}, who, NOW),
    "acknowledged": lambda desk, who: handling.acknowledge(desk, REFERENCE, "<p>We have it.</p>", who, NOW),
    "assigned": lambda desk, who: handling.assign(desk, REFERENCE, who, who, NOW),
}


@pytest.mark.parametrize("kind", MOVES)
def test_a_button_pressed_twice_makes_one_event(desk: Desk, officer: int, kind: str) -> None:
    case_id = a_case(desk)
    assert MOVES[kind](desk, officer) is True
    assert MOVES[kind](desk, officer) is False
    assert kinds_of(desk, case_id) == ["submitted", kind]


@pytest.mark.parametrize("kind", MOVES)
def test_two_presses_at_the_same_moment_make_one_event(desk: Desk, officer: int, kind: str) -> None:
    case_id = a_case(desk)
    with ThreadPoolExecutor(2) as both:
        changed = [each.result() for each in [both.submit(MOVES[kind], desk, officer) for _ in range(2)]]
    assert sorted(changed) == [False, True]
    assert kinds_of(desk, case_id) == ["submitted", kind]


@pytest.mark.parametrize("kind", MOVES)
def test_a_case_of_nobody_cannot_be_moved(desk: Desk, officer: int, kind: str) -> None:
    with pytest.raises(NoSuchCase):
        MOVES[kind](desk, officer)


def test_of_two_officers_who_take_a_case_one_has_it(desk: Desk, officer: int) -> None:
    case_id, other = a_case(desk), an_officer(desk, "B. Officer")
    handling.take(desk, REFERENCE, other, NOW)
    with pytest.raises(NotPossible) as late:
        handling.take(desk, REFERENCE, officer, NOW)
    assert late.value.state.handler_id == other
    assert row_of(desk, case_id).handler_id == other


def test_confirming_says_who_and_when(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    handling.confirm_route(desk, REFERENCE, "statutory", officer, later(hours=1))
    with desk.database.read() as conn:
        state = fold(events.of_case(conn, case_id))
    assert state.decided is not None
    assert (state.decided.staff_id, state.decided.at) == (officer, later(hours=1))
    assert row_of(desk, case_id).route_confirmed


def test_a_route_that_changed_meanwhile_is_not_confirmed_unseen(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    handling.fill_in_facts(desk, REFERENCE, {"service": "school"}, officer, NOW)
    assert row_of(desk, case_id).route == "school"
    with pytest.raises(NotPossible):
        handling.confirm_route(desk, REFERENCE, "statutory", an_officer(desk, "B. Officer"), NOW)
    assert not row_of(desk, case_id).route_confirmed


def test_a_changed_route_keeps_both_its_sealed_reason_and_new_dates(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    assert row_of(desk, case_id).due_on == date(2026, 12, 7)
    handling.change_route(desk, REFERENCE, "corporate", "It is about a policy.", officer, NOW)
    row = row_of(desk, case_id)
    assert (row.route, row.procedure, row.route_confirmed) == ("corporate", "corporate", True)
    assert (row.due_on, row.latest_on) == (date(2026, 12, 14), date(2026, 12, 30))
    changed = open_file(desk, REFERENCE, officer, NOW).history[-2]
    assert (changed.event.detail["was"], changed.event.detail["route"]) == ("statutory", "corporate")
    assert changed.words == {"reason": "It is about a policy."}
    assert "policy" not in str(changed.event.detail)
    assert changed.event.sealed is not None and b"policy" not in changed.event.sealed


def test_a_route_changed_to_danger_goes_to_the_head_of_the_queue(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    handling.change_route(desk, REFERENCE, "safeguarding_urgent", "Bruises.", officer, NOW)
    row = row_of(desk, case_id)
    assert row.danger and row.rank == 0
    assert open_file(desk, REFERENCE, officer, NOW).state.danger_waiting


def test_facts_filled_in_run_the_rules_again_and_keep_what_they_said_before(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    before = row_of(desk, case_id)
    handling.fill_in_facts(desk, REFERENCE, {"service": "school", "child_status": ["in_need"]}, officer, NOW)
    after = row_of(desk, case_id)
    assert (after.route, after.child_status) == ("school", ("in_need",))
    assert after.facts == {**before.facts, "service": "school", "child_status": ["in_need"]}
    with desk.database.read() as conn:
        detail = events.of_case(conn, case_id)[-1].detail
    assert detail["filled"] == {"service": "school", "child_status": ["in_need"]}
    assert (detail["was"], detail["route"], detail["before"]) == ("statutory", "school", before.decision)


def test_facts_never_move_a_route_that_an_officer_decided(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    handling.confirm_route(desk, REFERENCE, "statutory", officer, NOW)
    handling.fill_in_facts(desk, REFERENCE, {"service": "school"}, officer, NOW)
    row = row_of(desk, case_id)
    assert (row.route, row.due_on) == ("statutory", date(2026, 12, 7))
    state = open_file(desk, REFERENCE, officer, NOW).state
    assert (state.route, state.recommended) == ("statutory", "school")


def test_what_is_known_is_not_overwritten_but_not_known_to_the_person_is(desk: Desk, officer: int) -> None:
    case_id = a_case(desk, child_status=["unknown"])
    assert not handling.fill_in_facts(desk, REFERENCE, {"complainant": "friend"}, officer, NOW)
    assert handling.fill_in_facts(desk, REFERENCE, {"child_status": ["looked_after"]}, officer, NOW)
    assert row_of(desk, case_id).facts["child_status"] == ["looked_after"]
    assert row_of(desk, case_id).complainant == "parent"


def test_a_code_nobody_knows_changes_nothing(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    with pytest.raises(UnknownCode):
        handling.fill_in_facts(desk, REFERENCE, {"service": "post_office"}, officer, NOW)
    assert kinds_of(desk, case_id) == ["submitted"]


def test_danger_found_out_later_comes_first_even_where_the_route_was_decided(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    handling.confirm_route(desk, REFERENCE, "statutory", officer, NOW)
    handling.fill_in_facts(desk, REFERENCE, {"risk_now": True}, officer, NOW)
    row = row_of(desk, case_id)
    assert (row.rank, row.danger, row.route) == (0, True, "statutory")


def test_telling_the_front_door_takes_a_case_out_of_the_dangers(desk: Desk, officer: int) -> None:
    case_id = a_case(desk, risk_now=True)
    assert row_of(desk, case_id).rank == 0
    assert handling.tell_front_door(desk, REFERENCE, "Duty social worker", "today 9:20", officer, NOW)
    assert not handling.tell_front_door(desk, REFERENCE, "Duty social worker", "today 9:20", officer, NOW)
    row = row_of(desk, case_id)
    assert (row.rank, row.danger) == (1, True)
    told = open_file(desk, REFERENCE, officer, NOW).history[-2]
    assert told.words == {"told": "Duty social worker", "told_at": "today 9:20"} and told.event.detail == {}


def test_without_danger_there_is_nothing_to_tell_the_front_door(desk: Desk, officer: int) -> None:
    a_case(desk)
    with pytest.raises(NotPossible):
        handling.tell_front_door(desk, REFERENCE, "Duty social worker", "today 9:20", officer, NOW)


def test_the_very_letter_is_kept_sealed_on_the_london_day(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    midnight_in_summer = NOW.replace(year=2027, month=6, day=1, hour=23, minute=30)
    handling.acknowledge(desk, REFERENCE, "<p>We have it, Jo.</p>", officer, midnight_in_summer)
    assert row_of(desk, case_id).acknowledged_on == date(2027, 6, 2)
    file = open_file(desk, REFERENCE, officer, NOW)
    assert [letter.html for letter in file.letters] == ["<p>We have it, Jo.</p>"]
    assert file.state.acknowledged_on == date(2027, 6, 2)


def test_the_person_reads_the_letter_under_their_return_words(desk: Desk, officer: int) -> None:
    case_id, words = a_case(desk), ("river", "lamp")
    with desk.database.write() as conn:
        key = case_key(conn, desk, case_id)
        assert key is not None
    wrapped = return_words.wrap(key, REFERENCE, words, desk.stretch)
    desk.keys.give_words(row_of(desk, case_id).key_name or "", [("complainant", wrapped)])
    handling.acknowledge(desk, REFERENCE, "<p>We have it, Jo.</p>", officer, NOW)
    opened = returning.read(desk, REFERENCE, *returning.open_again(desk, REFERENCE, words))
    assert [letter["html"] for letter in opened.letters] == ["<p>We have it, Jo.</p>"]


def test_acknowledging_moves_the_dates_that_are_counted_from_it(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    handling.change_route(desk, REFERENCE, "corporate", "Policy.", officer, NOW)
    handling.acknowledge(desk, REFERENCE, "<p>We have it.</p>", officer, later(days=1))
    assert row_of(desk, case_id).due_on == date(2026, 12, 8)


def test_assigning_names_the_new_handler_and_the_one_before(desk: Desk, officer: int) -> None:
    case_id, other = a_case(desk), an_officer(desk, "B. Officer")
    handling.take(desk, REFERENCE, officer, NOW)
    handling.assign(desk, REFERENCE, other, officer, NOW)
    assert row_of(desk, case_id).handler_id == other
    with desk.database.read() as conn:
        assert events.of_case(conn, case_id)[-1].detail == {"handler": other, "was": officer}
