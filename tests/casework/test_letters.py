"""Which letters a history calls for, and what an advocate may do after it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.casework.advocacy import AGREED, COPY, SERVICE, Advocacy, Scope, copies
from portal.casework.case import fold
from portal.casework.events import Happened
from portal.casework.letters import ANSWERS, CALLS_FOR, OVERTAKES, LetterKind, called_for
from portal.casework.moves import move
from portal.casework.rights import Known, Right, ledger
from portal.words import Voice
from tests.casework.test_case import SENT, Was
from tests.casework.test_stages import RECEIVED, walk


def on(day: int, kind: Happened, **detail: object) -> Was:
    at = datetime(2026, 12, day, 12, tzinfo=UTC)
    return Was(kind, 7, {"on": at.date().isoformat(), **detail}, at)


def due(*events: Was) -> set[LetterKind]:
    return set(fold([SENT, *events]).letters.due)


def test_every_letter_is_called_for_by_some_step() -> None:
    assert set(CALLS_FOR.values()) == set(LetterKind)
    assert set(OVERTAKES) <= {*CALLS_FOR, Happened.ANSWERED}


def test_a_fresh_case_calls_for_no_letter_and_each_step_for_its_own() -> None:
    assert due() == set()
    for kind, letter in CALLS_FOR.items():
        assert letter in due(on(1, Happened(kind), meets="2026-12-20", until="2026-12-20"))


def test_a_letter_that_was_sent_is_due_no_more_until_its_step_comes_again() -> None:
    begun, sent = on(1, Happened.APPOINTED), on(2, Happened.LETTER_SENT, letter="investigators")
    assert due(begun, sent) == set()
    assert fold([SENT, begun, sent]).letters.sent == {LetterKind.INVESTIGATORS: begun.at}
    assert due(begun, sent, on(3, Happened.STATEMENT_AGREED)) == {LetterKind.INVESTIGATORS}


def test_what_was_overtaken_is_not_written() -> None:
    asked, named, answered = on(1, Happened.STAGE_2_REQUESTED), on(2, Happened.APPOINTED), on(3, Happened.ADJUDICATED)
    assert due(asked, named) == {LetterKind.STAGE_BEGUN, LetterKind.INVESTIGATORS}
    assert due(asked, named, answered) == {LetterKind.STAGE_2_ANSWER}
    assert due(on(1, Happened.PAUSED), on(2, Happened.RESUMED)) == {LetterKind.GOES_ON}
    assert due(on(1, Happened.EXTENDED), on(2, Happened.ANSWERED)) == set()


def test_an_answer_is_never_overtaken_by_what_comes_after() -> None:
    for kind in OVERTAKES:
        assert not OVERTAKES[kind] & ANSWERS


@settings(max_examples=100, deadline=None)
@given(st.data(), st.sampled_from(["statutory", "corporate", "mixed"]))
def test_a_letter_is_due_for_a_step_of_the_history_and_can_be_written_even_where_the_case_is_closed(chosen: st.DataObject, route: str) -> None:
    walked = walk(chosen, route)
    steps = {(called_for(event.kind, event.detail), event.at) for event in walked.history if event.kind in CALLS_FOR}
    for state in walked.states:
        assert set(state.letters.due.items()) <= steps
        assert move("write_letter").is_open(state) == bool(state.letters.due)
    last = [called_for(event.kind, event.detail) for event in walked.history if event.kind in CALLS_FOR]
    if last:
        assert last[-1] in walked.states[-1].letters.due
    sent = [Was(Happened.LETTER_SENT, 7, {"letter": kind.value, "on": "2030-01-01"}) for kind in walked.states[-1].letters.due]
    assert not fold([*walked.history, *sent]).letters.due


def test_the_rights_of_a_letter_are_offered_with_it() -> None:
    asked = on(1, Happened.EXTENDED, ground="complex", agreed=False, counts=False)
    known = Known({}, (), "statutory", RECEIVED, ())
    (owed,) = ledger(fold([SENT, asked]), known, date(2026, 12, 5))
    assert (owed.right, owed.owed) == (Right.STAGE_2, True)
    state = fold([SENT, asked, on(2, Happened.LETTER_SENT, letter="more_time", offers=["stage_2"])])
    (line,) = ledger(state, known, date(2026, 12, 5))
    assert not line.owed and line.offered is not None and line.offered.how == "letter"


ACCEPTED = on(2, Happened.ADVOCATE_ACCEPTED)


def advocacy(*events: Was) -> Advocacy:
    return fold([SENT, *events]).advocacy


def agreed(day: int, *scope: str) -> Was:
    return on(day, Happened.ADVOCATE_CONSENT, scope=list(scope))


def test_an_advocate_may_do_nothing_before_the_person_agrees() -> None:
    assert advocacy().since is None and not move("advocate_consent").is_open(fold([SENT]))
    found = advocacy(ACCEPTED)
    assert (found.since, found.scope, found.gets_letters, copies(found)) == (date(2026, 12, 2), frozenset(), False, {})
    assert move("advocate_consent").is_open(fold([SENT, ACCEPTED]))


def test_copies_go_only_where_copies_were_agreed_to() -> None:
    assert not advocacy(ACCEPTED, agreed(3, "speak", "file")).gets_letters
    assert copies(advocacy(ACCEPTED, agreed(3, "letters"))) == COPY
    assert not advocacy(agreed(3, "letters")).gets_letters, "there is nobody to send them to"


ENDS = [agreed(4), on(4, Happened.REPRESENTATIVE_ENDED), on(4, Happened.ADVOCATE_DECLINED), on(4, Happened.ADVOCATE_ACCEPTED)]


@pytest.mark.parametrize("ended", ENDS)
def test_it_can_be_taken_back_and_ends_with_the_advocate(ended: Was) -> None:
    assert advocacy(ACCEPTED, agreed(3, *Scope), ended).scope == frozenset()


def test_codes_that_nobody_knows_agree_to_nothing() -> None:
    assert advocacy(ACCEPTED, agreed(3, "everything")).scope == frozenset()


def test_an_advocate_whom_the_service_did_not_give_is_owed_again_until_another_is_offered() -> None:
    known = Known({}, ("offer_advocate",), "statutory", RECEIVED, ())
    history = [SENT, on(1, Happened.ACKNOWLEDGED, offers=["advocate"]), on(1, Happened.ADVOCATE_REFERRED)]
    assert [line.owed for line in ledger(fold(history), known, date(2026, 12, 3))] == [False]
    history.append(on(2, Happened.ADVOCATE_DECLINED, by=SERVICE))
    state = fold(history)
    (line,) = ledger(state, known, date(2026, 12, 3))
    assert (line.owed, line.arose_on) == (True, date(2026, 12, 2))
    assert state.advocate is not None and state.advocate.declined_on is None, "one is looked for as before"
    for offer in (on(2, Happened.RIGHT_OFFERED, right="advocate", how="phone"), on(2, Happened.ADVOCATE_REFERRED), on(2, Happened.LETTER_SENT, letter="panel", offers=["advocate"])):
        (line,) = ledger(fold([*history, offer]), known, date(2026, 12, 3))
        assert not line.owed
    (line,) = ledger(fold([*history, on(2, Happened.RIGHT_OFFERED, right="stage_2", how="phone")]), known, date(2026, 12, 3))
    assert line.owed


def test_whoever_wants_no_advocate_is_not_offered_one_again() -> None:
    known = Known({}, ("offer_advocate",), "statutory", RECEIVED, ())
    history = [SENT, on(1, Happened.ACKNOWLEDGED, offers=["advocate"]), on(2, Happened.ADVOCATE_DECLINED)]
    assert [line.owed for line in ledger(fold(history), known, RECEIVED + timedelta(days=30)) if line.right is Right.ADVOCATE] == [False]


def test_what_was_agreed_to_has_words_for_everybody() -> None:
    for one in Scope:
        assert AGREED[one].officer and AGREED[one].child and AGREED[one].in_voice(Voice.ADULT)


def test_where_only_stage_2_was_taken_back_the_letter_says_that_the_first_answer_is_still_to_come() -> None:
    asked = on(1, Happened.STAGE_2_REQUESTED)
    assert due(asked, on(2, Happened.REQUEST_WITHDRAWN)) == {LetterKind.STOPPED}
    assert due(asked, on(2, Happened.REQUEST_WITHDRAWN, first_answer=True)) == {LetterKind.GOES_ON}
