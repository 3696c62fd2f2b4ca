"""Answering a case point by point, on both databases: what is kept, what is refused, and who may have no part in it."""

from dataclasses import replace
from datetime import date

import pytest

from portal.actions import answering, closing, handling
from portal.actions.answering import NoSuchPoint, NotReady, OwnWork, Said
from portal.actions.case_file import open_file
from portal.actions.clocks import case_clocks, due_columns
from portal.actions.desk import Desk
from portal.actions.rights import rights_of
from portal.casework.answering import Given, Missing, Remedy
from portal.casework.case import fold
from portal.casework.moves import Conflicted, NotPossible
from portal.casework.outcomes import OutcomeCode
from portal.casework.rights import Right
from portal.seal import boxes
from portal.store import cases, events
from portal.store.tables import NO_DUE_DATE
from tests.actions.desks import NOW, a_case, an_officer, answer_all, kinds_of, later, row_of

REFERENCE = "KMR-2346-789"
UPHELD = Given(OutcomeCode.UPHELD)
WHY = Said("The visits were never planned.")
LETTER = "<p>Dear Jo</p>"


def find(desk: Desk, officer: int, given: Given = UPHELD, said: Said = WHY, number: int = 1) -> bool:
    return answering.answer_point(desk, REFERENCE, number, given, said, officer, NOW)


def seen(desk: Desk, case_id: int) -> int:
    with desk.database.read() as conn:
        return answering.version_of(events.of_case(conn, case_id))


def decided(desk: Desk, officer: int) -> int:
    case_id = a_case(desk)
    handling.confirm_route(desk, REFERENCE, row_of(desk, case_id).route, officer, NOW)
    return case_id


def send(desk: Desk, case_id: int, officer: int) -> bool:
    return answering.answer(desk, REFERENCE, LETTER, seen(desk, case_id), officer, NOW)


def careful(desk: Desk) -> Desk:
    return replace(desk, profile=desk.profile.model_copy(update={"answers_checked_by_second_person": True}))


def a_second_point(desk: Desk, case_id: int) -> None:
    with desk.database.write() as conn:
        cases.add_points(conn, case_id, [cases.NewPoint(2, "placement", "statutory", [], boxes.close_json(boxes.new_key(), {}, "point"))])


def last_detail(desk: Desk, case_id: int, kind: str) -> dict:
    with desk.database.read() as conn:
        return dict(next(event.detail for event in reversed(events.of_case(conn, case_id)) if event.kind == kind))


def test_a_finding_is_kept_in_codes_and_its_words_are_sealed(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    assert find(desk, officer, Given(OutcomeCode.UPHELD, (Remedy.APOLOGY, Remedy.PAYMENT), 15_000), Said(WHY.reason, "By Friday"))
    with desk.database.read() as conn:
        event = events.of_case(conn, case_id)[-1]
    assert event.detail == {"point": 1, "outcome": "upheld", "remedies": ["apology", "payment"], "pence": 15_000}
    assert event.sealed and b"visits" not in event.sealed and b"Friday" not in event.sealed
    file = open_file(desk, REFERENCE, officer, NOW)
    assert answering.words_of(file) == {1: {"reason": WHY.reason, "put_right": "By Friday"}}


def test_a_button_pressed_twice_makes_one_finding_and_another_word_makes_another(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    assert [find(desk, officer), find(desk, officer), find(desk, officer, said=Said("Other words."))] == [True, False, True]
    assert kinds_of(desk, case_id).count("point_answered") == 2


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_no_finding_without_a_reason(reason: str) -> None:
    with pytest.raises(ValueError):
        Said(reason)


def test_a_point_that_is_not_there_and_a_finding_that_no_complaint_has_are_refused(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    for number in (0, 2, -1):
        with pytest.raises(NoSuchPoint):
            find(desk, officer, number=number)
    with pytest.raises(ValueError):
        find(desk, officer, Given(OutcomeCode.ANSWERED))
    assert kinds_of(desk, case_id) == ["submitted"]


def test_an_answer_is_not_sent_with_an_open_point(desk: Desk, officer: int) -> None:
    case_id = decided(desk, officer)
    a_second_point(desk, case_id)
    find(desk, officer)
    with pytest.raises(NotReady) as refused:
        send(desk, case_id, officer)
    assert refused.value.missing == (Missing.FINDINGS,)
    find(desk, officer, number=2)
    assert send(desk, case_id, officer)


def test_an_answer_is_not_sent_before_anybody_has_decided_the_procedure(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    find(desk, officer)
    with pytest.raises(NotReady) as refused:
        send(desk, case_id, officer)
    assert refused.value.missing == (Missing.ROUTE,)


def test_the_answer_is_kept_sealed_offers_its_rights_and_is_sent_once(desk: Desk, officer: int) -> None:
    case_id = decided(desk, officer)
    find(desk, officer)
    assert [send(desk, case_id, officer), send(desk, case_id, officer)] == [True, False]
    detail = last_detail(desk, case_id, "answered")
    assert detail["on"] == "2026-11-23" and detail["outcome"] == "upheld" and {"stage_2", "ombudsman"} <= set(detail["offers"])
    assert (row_of(desk, case_id).due_on, row_of(desk, case_id).latest_on) == (NO_DUE_DATE, None)
    file = open_file(desk, REFERENCE, officer, NOW)
    assert [letter.html for letter in file.letters] == [LETTER]
    lines = {line.right: line for line in rights_of(desk, file, date(2027, 3, 1))}
    assert lines[Right.STAGE_2].arose_on == date(2026, 11, 23) and not lines[Right.STAGE_2].owed
    with desk.database.read() as conn:
        assert not [row for row in cases.papers_of(conn, case_id) if LETTER.encode() in row.sealed]


def test_a_finding_cannot_be_changed_once_the_answer_is_sent(desk: Desk, officer: int) -> None:
    case_id = decided(desk, officer)
    find(desk, officer)
    send(desk, case_id, officer)
    with pytest.raises(NotPossible):
        find(desk, officer, Given(OutcomeCode.NOT_UPHELD))


def test_a_letter_written_from_other_findings_is_not_sent(desk: Desk, officer: int) -> None:
    case_id = decided(desk, officer)
    find(desk, officer)
    before = seen(desk, case_id)
    find(desk, an_officer(desk, "B. Officer"), Given(OutcomeCode.NOT_UPHELD))
    with pytest.raises(NotPossible):
        answering.answer(desk, REFERENCE, LETTER, before, officer, NOW)


def test_where_the_council_asks_for_it_somebody_else_checks_first(desk: Desk, officer: int) -> None:
    case_id, other, strict = decided(desk, officer), an_officer(desk, "B. Officer"), careful(desk)
    with pytest.raises(NotPossible):
        answering.check_answer(strict, REFERENCE, 0, other, NOW)
    find(strict, officer)
    with pytest.raises(NotReady):
        send(strict, case_id, officer)
    with pytest.raises(OwnWork):
        answering.check_answer(strict, REFERENCE, seen(desk, case_id), officer, NOW)
    with pytest.raises(NotPossible):
        answering.check_answer(strict, REFERENCE, 0, other, NOW)
    assert [answering.check_answer(strict, REFERENCE, seen(desk, case_id), other, NOW) for _ in range(2)] == [True, False]
    find(strict, officer, said=Said("Put better."))
    with pytest.raises(NotReady):
        send(strict, case_id, officer)
    answering.check_answer(strict, REFERENCE, seen(desk, case_id), other, NOW)
    assert send(strict, case_id, officer)


def test_nobody_checks_points_that_are_not_all_found(desk: Desk, officer: int) -> None:
    case_id = decided(desk, officer)
    a_second_point(desk, case_id)
    find(desk, officer)
    with pytest.raises(NotReady):
        answering.check_answer(desk, REFERENCE, seen(desk, case_id), an_officer(desk, "B. Officer"), NOW)


def test_a_case_that_is_opened_again_has_its_days_again_and_can_be_answered_again(desk: Desk, officer: int) -> None:
    case_id = decided(desk, officer)
    before = row_of(desk, case_id)
    find(desk, officer)
    send(desk, case_id, officer)
    handling.acknowledge(desk, REFERENCE, LETTER, officer, NOW)
    assert row_of(desk, case_id).due_on == NO_DUE_DATE, "another move brings no day back"
    closing.close(desk, REFERENCE, OutcomeCode.UPHELD, "Done", officer, NOW, "It was seen to at once")
    closing.reopen(desk, REFERENCE, "They wrote", officer, later(days=1))
    row = row_of(desk, case_id)
    with desk.database.read() as conn:
        course = fold(events.of_case(conn, case_id)).course
    due = due_columns(case_clocks(desk.profile, desk.calendar, row.route, row.received_on, row.acknowledged_on, course), acknowledged=True)
    assert (row.due_on, row.latest_on) == (due["due_on"], due["latest_on"]) == (before.due_on, before.latest_on)
    assert send(desk, case_id, officer)


@pytest.mark.parametrize("outcome", [OutcomeCode.UPHELD, OutcomeCode.PARTLY_UPHELD, OutcomeCode.NOT_UPHELD, OutcomeCode.NO_FINDING, OutcomeCode.RESOLVED_ON_RECEIPT])
def test_a_complaint_is_not_closed_as_answered_with_an_open_point(desk: Desk, officer: int, outcome: OutcomeCode) -> None:
    case_id = a_case(desk)
    with pytest.raises(closing.PointsOpen) as refused:
        closing.close(desk, REFERENCE, outcome, "Done", officer, NOW)
    assert refused.value.numbers == (1,) and row_of(desk, case_id).open
    answer_all(desk, REFERENCE, officer)
    assert closing.close(desk, REFERENCE, outcome, "Done", officer, NOW)


@pytest.mark.parametrize("outcome", [OutcomeCode.WITHDRAWN, OutcomeCode.OTHER_PROCEDURE, OutcomeCode.ANSWERED])
def test_what_was_not_looked_into_can_be_closed_without_findings(desk: Desk, officer: int, outcome: OutcomeCode) -> None:
    a_case(desk)
    assert closing.close(desk, REFERENCE, outcome, "They took it back", officer, NOW)


def test_whoever_is_complained_about_can_do_nothing_to_the_case_and_lets_go_of_it(desk: Desk, officer: int) -> None:
    case_id, other = decided(desk, officer), an_officer(desk, "B. Officer")
    handling.take(desk, REFERENCE, officer, NOW)
    assert [answering.name_conflict(desk, REFERENCE, [officer], "It is about them", other, NOW) for _ in range(2)] == [True, False]
    assert row_of(desk, case_id).handler_id is None
    doings = (
        lambda: handling.take(desk, REFERENCE, officer, NOW),
        lambda: handling.assign(desk, REFERENCE, officer, other, NOW),
        lambda: handling.assign(desk, REFERENCE, other, officer, NOW),
        lambda: handling.change_route(desk, REFERENCE, "corporate", "x", officer, NOW),
        lambda: handling.acknowledge(desk, REFERENCE, LETTER, officer, NOW),
        lambda: find(desk, officer),
        lambda: closing.close(desk, REFERENCE, OutcomeCode.WITHDRAWN, "x", officer, NOW),
        lambda: answering.name_conflict(desk, REFERENCE, [], "It is not about me", officer, NOW),
    )
    before = kinds_of(desk, case_id), row_of(desk, case_id)
    for doing in doings:
        with pytest.raises(Conflicted):
            doing()
    assert (kinds_of(desk, case_id), row_of(desk, case_id)) == before
    assert handling.take(desk, REFERENCE, other, NOW)


def test_somebody_named_by_mistake_can_take_it_again(desk: Desk, officer: int) -> None:
    a_case(desk)
    other = an_officer(desk, "B. Officer")
    answering.name_conflict(desk, REFERENCE, [officer], "Same name", other, NOW)
    answering.name_conflict(desk, REFERENCE, [], "It was another person", other, NOW)
    assert handling.take(desk, REFERENCE, officer, NOW)


def test_what_they_found_before_does_not_count(desk: Desk, officer: int) -> None:
    case_id, other = decided(desk, officer), an_officer(desk, "B. Officer")
    find(desk, officer)
    answering.name_conflict(desk, REFERENCE, [officer], "It is about them", other, NOW)
    with pytest.raises(NotReady):
        send(desk, case_id, other)
    find(desk, other)
    assert send(desk, case_id, other)
