"""Services named, asked and heard; contacts and meetings noted: one event each, words sealed, columns as the history says."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.actions import closing, handling, teamwork
from portal.actions.case_file import open_file
from portal.actions.desk import Desk
from portal.actions.places import Place
from portal.actions.refused import Refused
from portal.actions.settling import settled
from portal.actions.teamwork import Contact
from portal.casework.case import CaseState, Signature, fold
from portal.casework.moves import Conflicted, NotPossible
from portal.casework.outcomes import OutcomeCode
from portal.casework.talk import Talk
from portal.store import events
from tests.actions.desks import NOW, a_case, an_officer, answer_all, kinds_of, later, row_of

REFERENCE = "KMR-2346-789"
TODAY = NOW.date()
CARE, FOSTERING, EARLY = Place("social_care"), Place("carers", "fostering"), Place("early_help")
MEETING = Contact("meeting", TODAY, "Jo Bloggs, mother\nA. Officer", "The visits start again on Monday.", "asked")


@pytest.fixture
def officer(desk: Desk) -> int:
    return an_officer(desk)


def _ask(desk: Desk, officer: int, place: Place | None = CARE, by: date = TODAY + timedelta(days=3), asked: str = "Why?", now=NOW) -> bool:
    return teamwork.ask_service(desk, REFERENCE, place, {"asked": asked, "who": ""}, by, officer, now)


def _answer(desk: Desk, officer: int, number: int = 1, on: date = TODAY, answer: str = "Because.", now=NOW) -> bool:
    return teamwork.service_answered(desk, REFERENCE, number, {"answer": answer}, on, officer, now)


def _state(desk: Desk, case_id: int) -> CaseState:
    with desk.database.read() as conn:
        return fold(events.of_case(conn, case_id))


def test_a_case_is_given_to_a_service_a_team_and_a_handler_in_one_event(desk: Desk, officer: int) -> None:
    case_id, other = a_case(desk), an_officer(desk, "B. Officer")
    assert handling.assign(desk, REFERENCE, other, officer, NOW, FOSTERING)
    assert not handling.assign(desk, REFERENCE, other, officer, NOW, FOSTERING), "a button pressed twice makes one event"
    row = row_of(desk, case_id)
    assert (row.service_area, row.team, row.handler_id) == ("carers", "fostering", other)
    with desk.database.read() as conn:
        last = events.of_case(conn, case_id)[-1]
    assert last.detail == {"handler": other, "was": None, "area": "carers", "team": "fostering"} and last.sealed is None


def test_giving_it_to_a_service_only_leaves_the_handler_and_the_other_way_round(desk: Desk, officer: int) -> None:
    case_id, other = a_case(desk), an_officer(desk, "B. Officer")
    handling.take(desk, REFERENCE, officer, NOW)
    handling.assign(desk, REFERENCE, None, officer, NOW, FOSTERING)
    assert (row_of(desk, case_id).handler_id, row_of(desk, case_id).team) == (officer, "fostering")
    handling.assign(desk, REFERENCE, other, officer, NOW)
    assert (row_of(desk, case_id).handler_id, row_of(desk, case_id).team) == (other, "fostering")
    assert _state(desk, case_id).handler_id == other
    assert not handling.assign(desk, REFERENCE, None, officer, NOW), "nothing named changes nothing"


def test_another_service_takes_the_place_of_the_team_too(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    teamwork.choose_service(desk, REFERENCE, FOSTERING, officer, NOW)
    assert not teamwork.choose_service(desk, REFERENCE, FOSTERING, officer, NOW)
    teamwork.choose_service(desk, REFERENCE, EARLY, officer, NOW)
    assert (row_of(desk, case_id).service_area, row_of(desk, case_id).team) == ("early_help", None)
    assert kinds_of(desk, case_id).count("service_chosen") == 2


@pytest.mark.parametrize("place", [Place("nowhere"), Place("carers", "assessment"), Place("carers", ""), Place("")])
def test_a_service_that_the_profile_does_not_list_is_refused_everywhere(desk: Desk, officer: int, place: Place) -> None:
    case_id = a_case(desk)
    for doing in (
        lambda: handling.assign(desk, REFERENCE, officer, officer, NOW, place),
        lambda: teamwork.choose_service(desk, REFERENCE, place, officer, NOW),
        lambda: _ask(desk, officer, place),
    ):
        with pytest.raises(Refused) as refused:
            doing()
        assert refused.value.field == "service"
    assert kinds_of(desk, case_id) == ["submitted"]


def test_nobody_who_is_complained_about_gets_the_case_with_a_service(desk: Desk, officer: int) -> None:
    from portal.actions import answering

    case_id, other = a_case(desk), an_officer(desk, "B. Officer")
    answering.name_conflict(desk, REFERENCE, frozenset({other}), "They are named in it.", officer, NOW)
    with pytest.raises(Conflicted):
        handling.assign(desk, REFERENCE, other, officer, NOW, FOSTERING)
    with pytest.raises(Conflicted):
        teamwork.note(desk, REFERENCE, MEETING, other, NOW)
    assert row_of(desk, case_id).service_area is None


def test_a_case_waits_for_the_service_from_the_question_to_the_answer(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    assert _ask(desk, officer)
    assert not _ask(desk, officer), "pressed twice"
    row = row_of(desk, case_id)
    assert (row.service_asked_on, row.service_answer_by) == (TODAY, TODAY + timedelta(days=3))
    assert _answer(desk, officer)
    assert not _answer(desk, officer), "pressed twice"
    row = row_of(desk, case_id)
    assert (row.service_asked_on, row.service_answer_by) == (None, None)
    assert kinds_of(desk, case_id)[1:] == ["asked_service", "service_answered"]


def test_several_services_are_asked_and_the_longest_and_the_soonest_are_told(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    _ask(desk, officer, CARE, TODAY + timedelta(days=9))
    _ask(desk, officer, FOSTERING, TODAY + timedelta(days=2), now=later(days=1))
    row = row_of(desk, case_id)
    assert (row.service_asked_on, row.service_answer_by) == (TODAY, TODAY + timedelta(days=2))
    _answer(desk, officer, 2, TODAY + timedelta(days=1), now=later(days=1))
    assert row_of(desk, case_id).service_answer_by == TODAY + timedelta(days=9)
    with pytest.raises(NotPossible):
        _answer(desk, officer, 2, answer="Something else.", now=later(days=1))
    with pytest.raises(NotPossible):
        _answer(desk, officer, 3, now=later(days=1))


def test_a_question_needs_words_a_service_and_a_day_that_can_be_kept(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    for field, doing in (
        ("by", lambda: _ask(desk, officer, by=TODAY - timedelta(days=1))),
        ("by", lambda: _ask(desk, officer, by=TODAY + timedelta(days=400))),
        ("asked", lambda: _ask(desk, officer, asked="  ")),
        ("service", lambda: _ask(desk, officer, None)),
    ):
        with pytest.raises(Refused) as refused:
            doing()
        assert refused.value.field == field
    _ask(desk, officer)
    for on in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(Refused, match="Enter a day"):
            _answer(desk, officer, on=on)
    with pytest.raises(Refused):
        _answer(desk, officer, answer=" ")
    assert kinds_of(desk, case_id)[1:] == ["asked_service"]


def test_a_closed_case_waits_for_nobody_and_waits_again_once_it_is_open_again(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    _ask(desk, officer)
    answer_all(desk, REFERENCE, officer)
    closing.close(desk, REFERENCE, OutcomeCode.UPHELD, "Answered", officer, NOW)
    assert row_of(desk, case_id).service_asked_on is None
    with pytest.raises(NotPossible):
        _answer(desk, officer)
    closing.reopen(desk, REFERENCE, "It was not over.", officer, NOW)
    assert row_of(desk, case_id).service_asked_on == TODAY


def test_a_case_waits_for_the_complainant_from_the_day_in_london_on_which_they_were_asked() -> None:
    asked = Signature(NOW.replace(month=6, day=30, hour=23, minute=30), 1)
    talk = Talk(asked_at=asked.at, asked_by=1)
    assert settled(CaseState(talk=talk))["person_asked_on"] == date(2026, 7, 1)
    assert settled(CaseState())["person_asked_on"] is None


def test_a_meeting_is_noted_with_who_was_there_its_minutes_and_the_child(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    assert teamwork.note(desk, REFERENCE, MEETING, officer, NOW)
    assert not teamwork.note(desk, REFERENCE, MEETING, officer, NOW), "pressed twice"
    done = open_file(desk, REFERENCE, officer, NOW).history[-2]
    assert (done.event.kind, dict(done.event.detail)) == ("meeting_noted", {"how": "meeting", "on": TODAY.isoformat(), "child": "asked"})
    assert done.words == {"who": MEETING.who, "said": MEETING.said}
    assert kinds_of(desk, case_id).count("meeting_noted") == 1


@pytest.mark.parametrize(("changed", "field"), [
    ({"who": " "}, "people"), ({"said": ""}, "said"), ({"child": None}, "child"), ({"child": "perhaps"}, "child"),
    ({"how": "pigeon"}, "how"), ({"on": TODAY + timedelta(days=1)}, "day"),
])  # fmt: skip
def test_a_meeting_without_people_minutes_or_the_child_is_not_noted(desk: Desk, officer: int, changed: dict, field: str) -> None:
    from dataclasses import replace

    case_id = a_case(desk)
    with pytest.raises(Refused) as refused:
        teamwork.note(desk, REFERENCE, replace(MEETING, **changed), officer, NOW)
    assert refused.value.field == field and kinds_of(desk, case_id) == ["submitted"]


def test_a_call_needs_no_list_of_people_and_a_contact_is_noted_on_a_closed_case_too(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    answer_all(desk, REFERENCE, officer)
    closing.close(desk, REFERENCE, OutcomeCode.UPHELD, "Answered", officer, NOW)
    assert teamwork.note(desk, REFERENCE, Contact("phone", TODAY, "", "They said thanks."), officer, NOW)
    assert kinds_of(desk, case_id)[-1] == "contact_noted" and not row_of(desk, case_id).open


def test_no_word_that_was_typed_stands_in_clear(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    teamwork.ask_service(desk, REFERENCE, CARE, {"asked": "quixotry", "who": "quixotry"}, TODAY, officer, NOW)
    _answer(desk, officer, answer="quixotry")
    teamwork.note(desk, REFERENCE, Contact("visit", TODAY, "quixotry", "quixotry", "there"), officer, NOW)
    with desk.database.read() as conn:
        for event in events.of_case(conn, case_id):
            assert "quixotry" not in repr(event.detail) and b"quixotry" not in (event.sealed or b"")


def test_an_erased_case_takes_no_words(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    desk.keys.erase(row_of(desk, case_id).key_name)
    with pytest.raises(handling.Erased):
        teamwork.note(desk, REFERENCE, MEETING, officer, NOW)
    with pytest.raises(handling.Erased):
        _ask(desk, officer)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("assign"), st.sampled_from([None, CARE, FOSTERING, EARLY]), st.booleans()),
        st.tuples(st.just("choose"), st.sampled_from([CARE, FOSTERING, EARLY])),
        st.tuples(st.just("ask"), st.sampled_from([CARE, FOSTERING]), st.integers(0, 9)),
        st.tuples(st.just("answer"), st.integers(1, 4)),
        st.tuples(st.just("note"),),
        st.tuples(st.just("close"),),
        st.tuples(st.just("reopen"),),
    ),
    max_size=9,
)
COLUMNS = ("service_area", "team", "person_asked_on", "service_asked_on", "service_answer_by", "handler_id", "open")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_the_columns_are_what_the_history_says(desk: Desk, steps: list[tuple]) -> None:
    number = _count(desk)
    reference, officer = _reference(number), an_officer(desk, f"Officer {number}")
    case_id = a_case(desk, reference)
    for day, step in enumerate(steps):
        _do(desk, reference, officer, step, day)
    row, state = row_of(desk, case_id), _state(desk, case_id)
    expected = settled(state) | {"handler_id": state.handler_id}
    assert {name: getattr(row, name) for name in COLUMNS} == {name: expected[name] for name in COLUMNS}
    assert (row.service_asked_on is None) == (row.service_answer_by is None)
    assert row.team is None or row.service_area is not None
    assert row.open or row.service_asked_on is None


def _do(desk: Desk, reference: str, officer: int, step: tuple, day: int) -> None:
    now, on = later(days=day), TODAY + timedelta(days=day)
    try:
        match step:
            case ("assign", place, also):
                handling.assign(desk, reference, officer if also else None, officer, now, place)
            case ("choose", place):
                teamwork.choose_service(desk, reference, place, officer, now)
            case ("ask", place, days):
                teamwork.ask_service(desk, reference, place, {"asked": "Why?"}, on + timedelta(days=days), officer, now)
            case ("answer", number):
                teamwork.service_answered(desk, reference, number, {"answer": "So."}, on, officer, now)
            case ("note",):
                teamwork.note(desk, reference, MEETING, officer, now)
            case ("close",):
                closing.close(desk, reference, OutcomeCode.WITHDRAWN, "They took it back.", officer, now)
            case ("reopen",):
                closing.reopen(desk, reference, "They want it after all.", officer, now)
    except NotPossible:
        pass


def _count(desk: Desk) -> int:
    with desk.database.read() as conn:
        return conn.exec_driver_sql("SELECT count(*) FROM cases").scalar_one()


def _reference(number: int) -> str:
    signs = "2346789"
    return f"KMR-2346-{''.join(signs[number // 7**place % 7] for place in range(3))}"
