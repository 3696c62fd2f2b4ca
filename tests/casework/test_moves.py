"""The table of moves draws the buttons and refuses what is no longer possible."""

import pytest

from portal.casework.case import CaseState, fold
from portal.casework.events import Happened
from portal.casework.moves import MOVES, NotPossible, check, move, next_move, open_moves
from portal.casework.permissions import PERMISSIONS, Permission, Role, looks_after, may
from tests.casework.test_case import SENT, Was

CONFIRMED = Was(Happened.ROUTE_CONFIRMED, 7, {"route": "corporate"})
TAKEN = Was(Happened.TAKEN, 7)
ACKNOWLEDGED = Was(Happened.ACKNOWLEDGED, 7, {"on": "2026-11-24"})


def _names(state: CaseState, role: str = Role.OFFICER) -> list[str]:
    return [m.name for m in open_moves(state, role)]


def test_each_move_has_its_own_name_and_its_own_event() -> None:
    assert len({m.name for m in MOVES}) == len({m.event for m in MOVES}) == len(MOVES)


def test_a_new_case_can_be_taken_decided_acknowledged_and_filled_in() -> None:
    assert _names(fold([SENT])) == [
        "take",
        "confirm_route",
        "change_route",
        "split_points",
        "acknowledge",
        "advocate",
        "extend",
        "offer_right",
        "write_to_person",
        "ask_person",
        "contact_rules",
        "request_stage_2",
        "withdraw_request",
        "resolve_otherwise",
        "pause",
        "ombudsman_enquiry",
        "ombudsman_decision",
        "add_document",
        "fill_in_facts",
        "answer_point",
        "point_causes",
        "cost",
        "name_conflict",
        "choose_service",
        "ask_service",
        "note",
        "service_says",
        "close",
    ]


DONE = [(TAKEN, "take"), (CONFIRMED, "confirm_route"), (ACKNOWLEDGED, "acknowledge")]


@pytest.mark.parametrize(("done", "gone"), DONE)
def test_what_is_done_cannot_be_done_twice(done: Was, gone: str) -> None:
    state = fold([SENT, done])
    assert gone not in _names(state)
    with pytest.raises(NotPossible) as refused:
        check(gone, state)
    assert refused.value.move.name == gone


def test_a_confirmed_route_can_still_be_changed() -> None:
    assert check("change_route", fold([SENT, CONFIRMED])).event is Happened.ROUTE_CHANGED


def test_danger_comes_before_everything_else() -> None:
    danger = fold([Was(Happened.DANGER_REPORTED, detail={"route": "safeguarding_urgent"})])
    assert _names(danger)[0] == "front_door_told"
    assert next_move(danger) is move("front_door_told")


def test_the_next_step_walks_a_case_through() -> None:
    history = [SENT]
    walked = []
    for done in (TAKEN, CONFIRMED, ACKNOWLEDGED):
        walked.append(next_move(fold(history)))
        history.append(done)
    assert [m and m.name for m in walked] == ["take", "confirm_route", "acknowledge"]
    assert next_move(fold(history)) is None


def test_only_a_manager_gives_cases_to_others() -> None:
    assert "assign" in _names(fold([SENT]), Role.MANAGER)
    assert "assign" not in _names(fold([SENT]), Role.OFFICER)


def test_an_administrator_neither_sees_the_queue_nor_a_case() -> None:
    assert not may(Role.ADMINISTRATOR, Permission.READ_CASE)
    assert not may(Role.ADMINISTRATOR, Permission.SEE_QUEUE)
    assert _names(fold([SENT]), Role.ADMINISTRATOR) == []


def test_a_role_nobody_knows_may_do_nothing() -> None:
    assert not any(may("visitor", permission) for permission in Permission)


def test_every_permission_is_carried_by_some_role() -> None:
    assert frozenset(Permission) == frozenset().union(*PERMISSIONS.values())


def test_a_manager_looks_after_whoever_works_on_cases_and_an_administrator_after_everybody() -> None:
    reach = {role: {other for other in Role if looks_after(role, other)} for role in Role}
    assert reach == {
        **{role: set() for role in Role},
        Role.MANAGER: set(Role) - {Role.ADMINISTRATOR, Role.AUDITOR},
        Role.ADMINISTRATOR: set(Role),
    }


def test_whose_accounts_a_role_looks_after_only_where_it_may_look_after_any() -> None:
    for role in Role:
        assert may(role, Permission.LOOK_AFTER_STAFF) == any(looks_after(role, other) for other in Role)


@pytest.mark.parametrize("route", ["too_old_discretion", "sufficient_interest_decision"])
def test_where_an_officer_has_to_decide_there_is_nothing_to_confirm_but_a_route_to_choose(route: str) -> None:
    names = _names(fold([Was(Happened.SUBMITTED, None, {"route": route})]))
    assert "confirm_route" not in names and "change_route" in names
