"""A letter about a step: sent once, kept sealed, with its rights offered; taken as a file; and copies only with agreement."""

from datetime import date

import pytest

from portal.actions import advocacy, answering, handling, letters, rights, settling
from portal.actions.case_file import NoSuchCase, open_file
from portal.actions.desk import Desk
from portal.actions.letters import NoSuchLetter
from portal.casework.advocacy import Scope
from portal.casework.events import Happened
from portal.casework.letters import LetterKind
from portal.casework.moves import Conflicted, NotPossible
from portal.casework.rights import Right
from portal.store import cases, outbox
from tests.actions.desks import NOW, a_case, an_officer, answer_all, kinds_of, later, row_of
from tests.actions.test_stages import do, state_of

REFERENCE = "KMR-2346-789"
HTML = "<article><p>Dear Jo</p></article>"
WHO = {"note": "", "name": "Ada Vocate", "organisation": "Example Advocates", "reach": "01632 960004"}


def begun(desk: Desk, officer: int) -> int:
    case_id = a_case(desk)
    do(desk, officer, "request_stage_2")
    return case_id


def send(desk: Desk, officer: int, kind: LetterKind = LetterKind.STAGE_BEGUN, days: int = 0) -> bool:
    file = open_file(desk, REFERENCE, officer, NOW)
    about = file.state.letters.due.get(kind, NOW)
    return letters.send(desk, REFERENCE, kind, about, HTML, officer, later(days=days))


def last_event(desk: Desk, officer: int, kind: Happened):
    file = open_file(desk, REFERENCE, officer, NOW)
    return [done for done in file.history if done.event.kind == kind][-1]


def test_a_letter_is_kept_sealed_and_its_rights_are_offered_with_it(desk: Desk, officer: int) -> None:
    case_id = begun(desk, officer)
    for name in ("appoint", "report_stage_2", "adjudicate"):
        do(desk, officer, name)
    assert send(desk, officer, LetterKind.STAGE_2_ANSWER)
    detail = last_event(desk, officer, Happened.LETTER_SENT).event.detail
    assert detail["letter"] == "stage_2_answer" and detail["offers"] == ["stage_3", "ombudsman"] and "copy_to" not in detail
    assert [letter.html for letter in open_file(desk, REFERENCE, officer, NOW).letters] == [HTML]
    with desk.database.read() as conn:
        assert all(b"Dear Jo" not in paper.sealed for paper in cases.papers_of(conn, case_id))
    with desk.database.write() as conn:
        before = row_of(desk, case_id)
        settling.settle(desk, conn, case_id)
    assert row_of(desk, case_id) == before


def test_the_right_that_more_time_without_agreement_owes_is_paid_by_the_letter(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    rights.extend(desk, REFERENCE, "complex", False, {"reason": "Long files.", "how": "By telephone"}, officer, NOW)
    assert row_of(desk, case_id).owed_on == date(2026, 11, 23)
    assert send(desk, officer, LetterKind.MORE_TIME)
    assert row_of(desk, case_id).owed_on > date(2026, 11, 23)
    lines = rights.rights_of(desk, open_file(desk, REFERENCE, officer, NOW), NOW.date())
    assert [(line.right, line.owed) for line in lines] == [(Right.STAGE_2, False)]


def test_a_button_pressed_twice_sends_one_letter_and_nobody_sends_what_another_has_sent(desk: Desk, officer: int) -> None:
    case_id = begun(desk, officer)
    assert send(desk, officer) and not send(desk, officer)
    with pytest.raises(NotPossible):
        send(desk, an_officer(desk, "Another"))
    assert kinds_of(desk, case_id).count("letter_sent") == 1


def test_a_letter_about_what_has_changed_since_is_not_sent(desk: Desk, officer: int) -> None:
    begun(desk, officer)
    do(desk, officer, "appoint")
    seen = open_file(desk, REFERENCE, officer, NOW).state.letters.due[LetterKind.INVESTIGATORS]
    do(desk, officer, "appoint", 1, investigator="Somebody Else")
    with pytest.raises(NotPossible):
        letters.send(desk, REFERENCE, LetterKind.INVESTIGATORS, seen, HTML, officer, later(days=1))


def test_whoever_is_complained_about_writes_no_letter(desk: Desk, officer: int) -> None:
    case_id = begun(desk, officer)
    seen = open_file(desk, REFERENCE, officer, NOW).state.letters.due[LetterKind.STAGE_BEGUN]
    answering.name_conflict(desk, REFERENCE, [officer], "Named in it.", an_officer(desk, "Another"), NOW)
    with pytest.raises(Conflicted):
        letters.send(desk, REFERENCE, LetterKind.STAGE_BEGUN, seen, HTML, officer, later(days=1))
    with desk.database.read() as conn:
        assert not [paper for paper in cases.papers_of(conn, case_id) if paper.kind == "letter"], "nothing is half sent"


def test_whoever_chose_to_be_told_by_e_mail_is_told(desk: Desk, officer: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = begun(desk, officer)
    told: list[int] = []
    monkeypatch.setattr("portal.actions.leaving.tell_person", lambda _desk, _conn, case, _key, _now: told.append(case))
    send(desk, officer)
    assert told == [case_id]
    with desk.database.read() as conn:
        assert not [row for row in outbox.of_case(conn, case_id) if "Dear Jo" in str(row)]


def test_taking_a_letter_is_written_down_and_gives_its_very_words(desk: Desk, officer: int) -> None:
    case_id = begun(desk, officer)
    send(desk, officer)
    assert letters.take(desk, REFERENCE, 1, officer, NOW).html == HTML
    assert kinds_of(desk, case_id)[-1] == "letter_taken"
    assert last_event(desk, officer, Happened.LETTER_TAKEN).event.detail == {"number": 1, "form": "word"}


@pytest.mark.parametrize("number", [0, 2, -1, 99_999])
def test_a_letter_that_is_not_there_is_not_taken_and_nothing_is_written(desk: Desk, officer: int, number: int) -> None:
    case_id = begun(desk, officer)
    send(desk, officer)
    before = kinds_of(desk, case_id)
    with pytest.raises(NoSuchLetter):
        letters.take(desk, REFERENCE, number, officer, NOW)
    assert kinds_of(desk, case_id) == before
    with pytest.raises(NoSuchCase):
        letters.take(desk, "KMR-2346-78X", 1, officer, NOW)


def accepted(desk: Desk, officer: int) -> None:
    rights.advocate(desk, REFERENCE, "accepted", NOW.date(), WHO, officer, NOW)


def agrees(desk: Desk, officer: int, *scope: Scope) -> bool:
    return advocacy.consent(desk, REFERENCE, scope, NOW.date(), {"how_known": "They told me."}, officer, NOW)


def test_who_the_advocate_is_is_sealed_and_what_was_agreed_stands_in_codes(desk: Desk, officer: int) -> None:
    a_case(desk)
    accepted(desk, officer)
    assert agrees(desk, officer, Scope.LETTERS, Scope.SPEAK) and not agrees(desk, officer, Scope.SPEAK, Scope.LETTERS)
    told = last_event(desk, officer, Happened.ADVOCATE_CONSENT)
    assert told.event.detail == {"on": "2026-11-23", "scope": ["letters", "speak"]} and told.words == {"how_known": "They told me."}
    who = last_event(desk, officer, Happened.ADVOCATE_ACCEPTED)
    assert who.words == WHO and "Ada" not in str(who.event.detail)


def test_nobody_agrees_before_there_is_an_advocate_or_on_a_day_that_is_none(desk: Desk, officer: int) -> None:
    a_case(desk)
    with pytest.raises(NotPossible):
        agrees(desk, officer, Scope.SPEAK)
    accepted(desk, officer)
    for on in (date(2026, 11, 22), date(2026, 11, 24)):
        with pytest.raises(rights.NotYet):
            advocacy.consent(desk, REFERENCE, [Scope.SPEAK], on, {"how_known": "x"}, officer, NOW)


@pytest.mark.parametrize(("scope", "copied"), [((), False), ((Scope.SPEAK, Scope.FILE), False), ((Scope.LETTERS,), True)])
def test_each_letter_says_whether_a_copy_goes_to_the_advocate(desk: Desk, officer: int, scope: tuple[Scope, ...], copied: bool) -> None:
    case_id = a_case(desk)
    handling.confirm_route(desk, REFERENCE, "statutory", officer, NOW)
    accepted(desk, officer)
    agrees(desk, officer, *scope)
    handling.acknowledge(desk, REFERENCE, HTML, officer, NOW)
    answer_all(desk, REFERENCE, officer)
    file = open_file(desk, REFERENCE, officer, NOW)
    answering.answer(desk, REFERENCE, HTML, answering.version_seen(file.history), officer, NOW)
    do(desk, officer, "request_stage_2")
    send(desk, officer)
    for kind in (Happened.ACKNOWLEDGED, Happened.ANSWERED, Happened.LETTER_SENT):
        assert (last_event(desk, officer, kind).event.detail.get("copy_to") == "advocate") == copied, kind
    assert state_of(desk, case_id).advocacy.gets_letters == copied


def test_an_advocate_whom_the_service_turned_away_is_owed_again(desk: Desk, officer: int) -> None:
    case_id = a_case(desk, complainant="child", child_status=["looked_after"])
    rights.advocate(desk, REFERENCE, "sent", NOW.date(), {"note": ""}, officer, NOW)
    rights.offer_right(desk, REFERENCE, Right.ADVOCATE, "phone", NOW.date(), {"note": ""}, officer, NOW)
    assert row_of(desk, case_id).owed_on != NOW.date()
    rights.advocate(desk, REFERENCE, "turned_away", NOW.date(), {"note": "Full."}, officer, NOW)
    assert row_of(desk, case_id).owed_on == NOW.date()
    rights.advocate(desk, REFERENCE, "sent", NOW.date(), {"note": "Others."}, officer, NOW)
    assert row_of(desk, case_id).owed_on != NOW.date()

