"""Closing a case, opening it again, and the day on which the schedule says that it has been kept long enough."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.actions import closing, erasing, handling
from portal.actions.desk import Desk
from portal.actions.settling import settled
from portal.casework.case import fold
from portal.casework.keeping import Keeping
from portal.casework.moves import NotPossible
from portal.casework.outcomes import OutcomeCode
from portal.store import cases, events
from tests.actions.desks import NOW, a_case, an_officer, answer_all, kinds_of, later, row_of

REFERENCE, OTHER = "KMR-2346-789", "KMR-2346-788"
WHY = "Everything was answered."
LATE = datetime(2040, 1, 1, 9, tzinfo=UTC)


def closed(desk: Desk, officer: int, reference: str = REFERENCE, outcome: OutcomeCode = OutcomeCode.UPHELD) -> int:
    case_id = a_case(desk, reference)
    answer_all(desk, reference, officer)
    closing.close(desk, reference, outcome, WHY, officer, NOW)
    return case_id


def found(desk: Desk, now: datetime) -> int:
    with desk.database.write() as conn:
        return closing.find_run_out(desk, conn, now)


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def test_a_closed_case_leaves_the_queue_with_its_day_and_what_came_of_it(desk: Desk, officer: int) -> None:
    row = row_of(desk, closed(desk, officer))
    assert (row.open, row.closed_on, row.outcome, row.keeping) == (False, date(2026, 11, 23), "upheld", "kept")
    with pytest.raises(NotPossible):
        handling.take(desk, REFERENCE, officer, NOW)
    with pytest.raises(NotPossible):
        closing.close(desk, REFERENCE, OutcomeCode.UPHELD, WHY, officer, NOW)


def test_a_case_that_is_opened_again_is_as_it_was_before(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    before = row_of(desk, case_id)
    closing.close(desk, REFERENCE, OutcomeCode.WITHDRAWN, WHY, officer, NOW)
    closing.reopen(desk, REFERENCE, "They want to go on", officer, later(days=1))
    assert row_of(desk, case_id) == before
    assert kinds_of(desk, case_id)[-2:] == ["closed", "reopened"]


def test_the_reasons_are_sealed(desk: Desk, officer: int) -> None:
    case_id = closed(desk, officer)
    with desk.database.read() as conn:
        event = events.of_case(conn, case_id)[-1]
    assert WHY.encode() not in (event.sealed or b"") and event.sealed and WHY not in str(event.detail)


# The example's schedule: six years for most, three and a half for what was withdrawn, one for thanks.
@pytest.mark.parametrize(
    ("outcome", "last_day"),
    [(OutcomeCode.UPHELD, date(2032, 11, 23)), (OutcomeCode.WITHDRAWN, date(2030, 5, 23))],
)
def test_its_time_is_over_the_day_after_the_last_on_which_it_is_kept(
    desk: Desk, officer: int, outcome: OutcomeCode, last_day: date
) -> None:
    case_id = closed(desk, officer, outcome=outcome)
    assert closing.until_of(desk.profile, row_of(desk, case_id)) == last_day
    assert found(desk, on(last_day)) == 0
    assert found(desk, on(last_day + timedelta(days=1))) == 1
    assert row_of(desk, case_id).keeping == Keeping.RUN_OUT
    assert found(desk, on(last_day + timedelta(days=2))) == 0, "found once"
    assert kinds_of(desk, case_id).count("run_out") == 1


def test_a_route_has_a_line_of_its_own(desk: Desk, officer: int) -> None:
    case_id = closed(desk, officer, outcome=OutcomeCode.ANSWERED)
    with desk.database.write() as conn:
        cases.update(conn, case_id, route="compliment")
    assert found(desk, on(date(2027, 11, 23))) == 0
    assert found(desk, on(date(2027, 11, 24))) == 1


def test_open_held_proposed_and_erased_cases_are_never_found(desk: Desk, officer: int) -> None:
    a_case(desk)
    other = an_officer(desk, "B. Officer")
    held, proposed, erased = (f"KMR-2346-78{n}" for n in (2, 3, 4))
    for reference in (held, proposed, erased):
        closed(desk, officer, reference)
    erasing.hold(desk, held, WHY, officer, NOW)
    for reference in (proposed, erased):
        erasing.propose_erasure(desk, reference, "request", WHY, officer, NOW)
    erasing.erase(desk, erased, other, NOW)
    assert found(desk, on(date(2099, 1, 1))) == 0


def test_a_hold_that_ends_leaves_the_case_to_be_found(desk: Desk, officer: int) -> None:
    case_id = closed(desk, officer)
    erasing.hold(desk, REFERENCE, WHY, officer, NOW)
    assert found(desk, on(date(2040, 1, 1))) == 0
    erasing.release_hold(desk, REFERENCE, WHY, officer, NOW)
    assert found(desk, on(date(2040, 1, 1))) == 1
    assert row_of(desk, case_id).keeping == Keeping.RUN_OUT


def test_finding_erases_nothing_and_it_takes_two_people_then(desk: Desk, officer: int) -> None:
    case_id, other = closed(desk, officer), an_officer(desk, "B. Officer")
    found(desk, on(date(2040, 1, 1)))
    with pytest.raises(NotPossible):
        erasing.erase(desk, REFERENCE, other, NOW)
    erasing.propose_erasure(desk, REFERENCE, "retention", WHY, officer, LATE)
    assert row_of(desk, case_id).keeping == Keeping.PROPOSED
    with pytest.raises(erasing.TwoPeople):
        erasing.erase(desk, REFERENCE, officer, NOW)
    erasing.erase(desk, REFERENCE, other, NOW)
    row = row_of(desk, case_id)
    assert (row.keeping, row.key_name, row.outcome) == (Keeping.ERASED, None, "upheld")
    ((_, certificate),) = erasing.certificates(desk, 0, 10, 7, officer)
    assert (certificate.reference, certificate.ground) == (REFERENCE, "retention")


def test_a_council_that_states_no_schedule_never_finds_any(desk: Desk, officer: int) -> None:
    case_id = closed(desk, officer)
    silent = replace(desk, profile=desk.profile.model_copy(update={"retention": ()}))
    assert found(silent, on(date(2099, 1, 1))) == 0
    assert closing.until_of(silent.profile, row_of(desk, case_id)) is None


def test_a_day_takes_no_more_than_it_can_and_goes_on_the_next(desk: Desk, officer: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "MOST_A_DAY", 2)
    for number in range(3):
        closed(desk, officer, f"KMR-2346-78{number}")
    assert [found(desk, on(date(2040, 1, day))) for day in (1, 2, 3)] == [2, 1, 0]


def _twenty_years(desk: Desk) -> Desk:
    lines = tuple(line.model_copy(update={"years": 20}) for line in desk.profile.retention)
    return replace(desk, profile=desk.profile.model_copy(update={"retention": lines}))


def test_a_schedule_that_grew_longer_finds_no_more_and_what_was_found_is_no_longer_proposed_as_over(desk: Desk, officer: int) -> None:
    closed(desk, officer)
    assert found(_twenty_years(desk), LATE) == 0
    assert found(desk, LATE) == 1
    with pytest.raises(erasing.TooSoon) as soon:
        erasing.propose_erasure(_twenty_years(desk), REFERENCE, "retention", WHY, officer, LATE)
    assert soon.value.until == date(2046, 11, 23)
    erasing.propose_erasure(_twenty_years(desk), REFERENCE, "request", WHY, officer, LATE)


def test_an_open_case_is_never_proposed_because_its_time_is_over(desk: Desk, officer: int) -> None:
    a_case(desk)
    with pytest.raises(erasing.TooSoon) as soon:
        erasing.propose_erasure(desk, REFERENCE, "retention", WHY, officer, LATE)
    assert soon.value.until is None


def test_where_no_schedule_is_stated_people_decide_that_a_closed_case_was_kept_long_enough(desk: Desk, officer: int) -> None:
    case_id = closed(desk, officer)
    silent = replace(desk, profile=desk.profile.model_copy(update={"retention": ()}))
    erasing.propose_erasure(silent, REFERENCE, "retention", WHY, officer, NOW)
    assert row_of(desk, case_id).keeping == Keeping.PROPOSED


def test_the_columns_are_what_the_history_says_after_each_step(desk: Desk, officer: int) -> None:
    case_id, other = a_case(desk), an_officer(desk, "B. Officer")
    answer_all(desk, REFERENCE, officer)
    steps = (
        lambda: closing.close(desk, REFERENCE, OutcomeCode.NOT_UPHELD, WHY, officer, NOW),
        lambda: erasing.hold(desk, REFERENCE, WHY, officer, NOW),
        lambda: closing.reopen(desk, REFERENCE, WHY, officer, NOW),
        lambda: erasing.release_hold(desk, REFERENCE, WHY, officer, NOW),
        lambda: closing.close(desk, REFERENCE, OutcomeCode.UPHELD, WHY, officer, NOW),
        lambda: found(desk, on(date(2040, 1, 1))),
        lambda: erasing.propose_erasure(desk, REFERENCE, "retention", WHY, officer, LATE),
        lambda: erasing.drop_erasure(desk, REFERENCE, WHY, other, NOW),
        lambda: erasing.propose_erasure(desk, REFERENCE, "retention", WHY, officer, LATE),
        lambda: erasing.erase(desk, REFERENCE, other, LATE),
    )
    for step in steps:
        step()
        row = row_of(desk, case_id)
        with desk.database.read() as conn:
            told = settled(fold(events.of_case(conn, case_id)))
        assert {name: getattr(row, name) for name in told} == told
