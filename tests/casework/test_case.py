"""A case is what its history says."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.casework.case import CaseState, fold
from portal.casework.events import Happened

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Was:
    """An event as the store would hand it over."""

    kind: str
    staff_id: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    at: datetime = NOON


SENT = Was(Happened.SUBMITTED, detail={"route": "corporate"})


def test_a_case_without_history_is_nowhere() -> None:
    assert fold([]) == CaseState()


def test_a_route_is_recommended_until_somebody_confirms_it() -> None:
    sent = fold([SENT])
    assert (sent.route, sent.decided) == ("corporate", None)
    confirmed = fold([SENT, Was(Happened.ROUTE_CONFIRMED, 7, {"route": "corporate"})])
    assert confirmed.decided is not None and confirmed.decided.staff_id == 7


def test_a_changed_route_keeps_both() -> None:
    state = fold([SENT, Was(Happened.ROUTE_CHANGED, 7, {"route": "statutory", "was": "corporate"})])
    assert [(s.route, s.how) for s in state.routes] == [
        ("corporate", "recommended"),
        ("statutory", "changed"),
    ]
    assert (state.route, state.recommended) == ("statutory", "corporate")


def test_filling_in_facts_moves_a_recommendation_but_never_an_officers_decision() -> None:
    filled = Was(Happened.FACTS_FILLED_IN, 7, {"route": "statutory"})
    assert fold([SENT, filled]).route == "statutory"
    decided = fold([SENT, Was(Happened.ROUTE_CONFIRMED, 7, {"route": "corporate"}), filled])
    assert (decided.route, decided.recommended) == ("corporate", "statutory")


def test_danger_waits_until_the_front_door_is_told() -> None:
    reported = Was(Happened.DANGER_REPORTED, detail={"route": "safeguarding_urgent"})
    assert fold([reported]).danger_waiting
    told = fold([reported, Was(Happened.FRONT_DOOR_TOLD, 3)])
    assert told.in_danger and not told.danger_waiting


def test_danger_found_later_waits_again() -> None:
    told = Was(Happened.FRONT_DOOR_TOLD, 3)
    danger = Was(Happened.SUBMITTED, detail={"route": "safeguarding_urgent", "danger": True})
    again = Was(Happened.FACTS_FILLED_IN, 3, {"route": "safeguarding_urgent", "danger": True})
    assert not fold([danger, told]).danger_waiting
    assert fold([danger, told, again]).danger_waiting


def test_the_last_one_to_take_or_be_given_a_case_handles_it() -> None:
    taken = Was(Happened.TAKEN, 3)
    assert fold([SENT, taken]).handler_id == 3
    assert fold([SENT, taken, Was(Happened.ASSIGNED, 9, {"handler": 4})]).handler_id == 4


def test_acknowledging_keeps_the_london_day_it_was_told() -> None:
    state = fold([SENT, Was(Happened.ACKNOWLEDGED, 3, {"on": "2026-11-24"})])
    assert state.acknowledged_on == date(2026, 11, 24)


@given(st.lists(st.sampled_from([Happened.READ, Happened.REPRESENTATIVE_ENDED, "something_of_next_year"]), max_size=12))
def test_reading_changes_nothing(kinds: list[str]) -> None:
    history = [SENT, *(Was(kind, 5, at=NOON + timedelta(minutes=i)) for i, kind in enumerate(kinds))]
    assert fold(history) == fold([SENT])
