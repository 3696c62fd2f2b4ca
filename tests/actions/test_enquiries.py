"""Enquiries by kind with the council's own days, queries that are counted, and what turns out to be a complaint."""

from datetime import date, timedelta

import pytest

from portal.actions import closing, enquiries, handling, taking_in
from portal.actions.case_file import open_file
from portal.actions.desk import Desk
from portal.actions.enquiries import Asked, NoSuchKind
from portal.actions.taking_in import NotThen, TakenBy
from portal.casework.case import fold
from portal.casework.moves import NotPossible
from portal.casework.outcomes import OutcomeCode
from portal.seal import boxes
from portal.store import cases, events
from portal.store.tables import NO_DUE_DATE
from tests.actions.desks import NOW, an_officer

TODAY = NOW.date()
REFERENCE = "KMR-2346-789"
WORDS = {"name": "Petra Member MP", "about": "Jo Bloggs", "message": "Why did nobody <b>call</b>?"}


def an_enquiry(desk: Desk, officer: int, kind: str = "mp", on: date = TODAY, **other: str) -> str:
    return enquiries.take_in(desk, Asked("enquiry", kind, TakenBy.EMAIL, on, WORDS | other, "communication"), REFERENCE, officer, NOW)


def a_query(desk: Desk, officer: int) -> str:
    words = {"message": "When is the review?", "solved": "Told them: on Monday."}
    return enquiries.take_in(desk, Asked("query", "question", TakenBy.TELEPHONE, TODAY, words), REFERENCE, officer, NOW)


def row(desk: Desk, reference: str) -> cases.CaseRow:
    with desk.database.read() as conn:
        found = cases.by_reference(conn, reference)
    assert found
    return found


def test_an_enquiry_has_the_councils_days_from_the_day_on_which_it_was_received(desk: Desk, officer: int) -> None:
    case = row(desk, an_enquiry(desk, officer, on=date(2026, 11, 20)))
    assert (case.purpose, case.enquiry_kind, case.channel, case.open) == ("enquiry", "mp", "email", True)
    assert (case.due_on, case.owed_on) == (date(2026, 12, 4), NO_DUE_DATE)


def test_its_words_are_sealed_and_read_by_the_officer(desk: Desk, officer: int) -> None:
    file = open_file(desk, an_enquiry(desk, officer), officer, NOW)
    assert {line["key"]: line["said"] for line in file.asked[0]["asked"]} == WORDS
    with desk.database.read() as conn:
        kept = [paper.sealed for paper in cases.papers_of(conn, file.case.id)]
        told = [str(event.detail) for event in events.of_case(conn, file.case.id)]
    assert not any(b"Petra" in sealed for sealed in kept) and not any("Petra" in said for said in told)


def test_sent_twice_it_is_one_case_and_another_officers_of_the_same_number_is_another(desk: Desk, officer: int) -> None:
    assert an_enquiry(desk, officer) == an_enquiry(desk, officer) == REFERENCE
    other = an_enquiry(desk, an_officer(desk, "B. Other"))
    assert other != REFERENCE


def test_a_day_to_come_and_a_kind_that_the_council_does_not_know_are_refused(desk: Desk, officer: int) -> None:
    with pytest.raises(NotThen):
        an_enquiry(desk, officer, on=TODAY + timedelta(days=1))
    for kind in ("mayor", "ombudsman", ""):
        with pytest.raises(NoSuchKind):
            an_enquiry(desk, officer, kind)


def test_it_is_answered_then_closed_and_waits_for_no_date_any_more(desk: Desk, officer: int) -> None:
    reference = an_enquiry(desk, officer)
    with pytest.raises(closing.NotAnswered):
        closing.close(desk, reference, OutcomeCode.ANSWERED, "Done.", officer, NOW)
    with pytest.raises(ValueError):
        closing.close(desk, reference, OutcomeCode.UPHELD, "It is no complaint.", officer, NOW)
    assert enquiries.answer(desk, reference, "They are called on Monday.", TODAY, officer, NOW)
    assert not enquiries.answer(desk, reference, "They are called on Monday.", TODAY, officer, NOW)
    assert row(desk, reference).due_on == NO_DUE_DATE
    assert closing.close(desk, reference, OutcomeCode.ANSWERED, "Done.", officer, NOW)
    assert (row(desk, reference).open, row(desk, reference).outcome) == (False, "answered")


def test_a_query_is_closed_at_once_and_counted_with_how_it_was_solved(desk: Desk, officer: int) -> None:
    reference = a_query(desk, officer)
    case = row(desk, reference)
    assert (case.purpose, case.open, case.outcome, case.due_on) == ("query", False, "answered", NO_DUE_DATE)
    assert open_file(desk, reference, officer, NOW).history[1].words == {"reason": "Told them: on Monday."}


def test_no_route_of_it_is_changed_and_no_letter_of_a_complaint_sent(desk: Desk, officer: int) -> None:
    reference = an_enquiry(desk, officer)
    with pytest.raises(NotPossible):
        handling.change_route(desk, reference, "statutory", "It is one.", officer, NOW)
    with pytest.raises(NotPossible):
        handling.acknowledge(desk, reference, "<p>Thank you</p>", officer, NOW)


def test_what_is_a_complaint_goes_on_with_what_is_known_and_both_are_linked(desk: Desk, officer: int) -> None:
    for made, purpose in ((an_enquiry, "enquiry"), (a_query, "query")):
        reference, key = made(desk, officer), boxes.new_key()
        assert row(desk, reference).purpose == purpose
        enquiries.begin_complaint(desk, open_file(desk, reference, officer, NOW), key, officer, NOW)
        draft = taking_in.own(desk, key, officer)
        assert draft and draft.answers["points"][0]["what_happened"] and draft.answers[taking_in.FROM_ENQUIRY] == reference
        assert enquiries.became(desk, reference, "BCD-2345-678", officer, NOW)
        assert not enquiries.became(desk, reference, "BCD-2345-678", officer, NOW)
        with desk.database.read() as conn:
            state = fold(events.of_case(conn, row(desk, reference).id))
        assert state.enquiry and state.enquiry.became == "BCD-2345-678"
        with pytest.raises(NotPossible):
            enquiries.begin_complaint(desk, open_file(desk, reference, officer, NOW), boxes.new_key(), officer, NOW)
