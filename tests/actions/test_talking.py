"""Writing, asking and contact rules as actions: one event each, sealed, and no rule passed over without its reason."""

import io
import zipfile
from datetime import timedelta

import pytest

from portal.actions import contact, erasing, exporting, handling, rights, talking
from portal.actions.case_file import key_if_any, open_file
from portal.actions.contact import Stopped, sending
from portal.actions.desk import Desk
from portal.casework.case import CaseState, fold
from portal.casework.contact import OUTGOING, Rule
from portal.casework.events import Happened
from portal.casework.moves import Conflicted, NotPossible
from portal.casework.rights import Right
from portal.seal import boxes
from portal.store import cases, events, tables
from tests.actions.desks import NOW, a_case, an_officer, kinds_of, later

REFERENCE = "KMR-2346-789"
TODAY = NOW.date()
NO_NAMES = {"whom": "", "note": "", "how_known": "They said so"}


def state_of(desk: Desk, case_id: int) -> CaseState:
    with desk.database.read() as conn:
        return fold(events.of_case(conn, case_id))


def rule(desk: Desk, officer: int, *rules: Rule, **words: str) -> bool:
    return talking.set_contact_rules(desk, REFERENCE, rules, {**NO_NAMES, **words}, officer, NOW)


def told(desk: Desk, case_id: int, *lines: dict[str, object], at=NOW) -> None:
    """The person has said this in the questions."""
    with desk.database.write() as conn:
        key = key_if_any(conn, desk, case_id)
        assert key
        asked = [{"question": "", "said": "said", **line} for line in lines]
        cases.add_paper(conn, case_id, at, "asked", boxes.close_json(key, {"voice": "adult", "language": "en", "asked": asked}, "paper"))


def test_a_message_is_one_event_and_sealed(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    assert talking.write_to_person(desk, REFERENCE, "Hello & welcome", officer, NOW)
    assert not talking.write_to_person(desk, REFERENCE, "Hello & welcome", officer, later(minutes=1)), "pressed twice"
    assert talking.write_to_person(desk, REFERENCE, "And more", officer, NOW)
    assert kinds_of(desk, case_id) == ["submitted", "wrote_to_person", "wrote_to_person"]
    with desk.database.read() as conn:
        assert b"Hello" not in b"".join(event.sealed or b"" for event in events.of_case(conn, case_id))
    done = [entry for entry in open_file(desk, REFERENCE, officer, NOW).history if entry.event.kind == "wrote_to_person"]
    assert [entry.words for entry in done] == [{"words": "Hello & welcome"}, {"words": "And more"}]


def test_asking_waits_with_or_without_a_day_and_never_for_one_that_has_passed(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    for wrong in (TODAY - timedelta(days=1), TODAY + timedelta(days=400)):
        with pytest.raises(talking.NotADay):
            talking.ask_person(desk, REFERENCE, "When?", wrong, officer, NOW)
    assert state_of(desk, case_id).person_asked is None
    talking.ask_person(desk, REFERENCE, "When?", None, officer, NOW)
    assert state_of(desk, case_id).person_asked.staff_id == officer
    assert talking.ask_person(desk, REFERENCE, "When?", TODAY, officer, NOW), "another day is another question"
    assert talking.stop_waiting(desk, REFERENCE, "They rang.", officer, NOW)
    assert not talking.stop_waiting(desk, REFERENCE, "They rang.", officer, NOW)
    assert state_of(desk, case_id).person_asked is None


def test_what_cannot_be_done_is_refused(desk: Desk, officer: int) -> None:
    a_case(desk)
    for doing in (lambda: talking.messages_read(desk, REFERENCE, officer, NOW), lambda: talking.stop_waiting(desk, REFERENCE, "x", officer, NOW)):
        with pytest.raises(NotPossible):
            doing()


def test_whoever_is_complained_about_writes_to_nobody(desk: Desk, officer: int) -> None:
    from portal.actions import answering

    case_id, other = a_case(desk), an_officer(desk, "B. Officer")
    answering.name_conflict(desk, REFERENCE, [other], "It is about them.", officer, NOW)
    with pytest.raises(Conflicted):
        talking.write_to_person(desk, REFERENCE, "Hello", other, NOW)
    assert "wrote_to_person" not in kinds_of(desk, case_id)


def test_rules_of_the_questions_hold_until_an_officer_sets_them_and_later_ones_are_added(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    assert contact.rules_at(desk, REFERENCE) == frozenset()
    told(desk, case_id, {"key": "contact_way", "value": ["phone"]}, {"key": "not_tell", "value": "My mother"})
    asked = {Rule.NO_EMAIL, Rule.NO_TEXT, Rule.NOT_THIS_ADDRESS, Rule.NOT_THIS_PERSON}
    assert contact.rules_at(desk, REFERENCE) == asked
    assert contact.rules_of_file(open_file(desk, REFERENCE, officer, NOW)) == asked
    rule(desk, officer, Rule.NO_PHONE)
    assert contact.rules_at(desk, REFERENCE) == {Rule.NO_PHONE}, "the officer's list is the whole list"
    told(desk, case_id, {"key": "safe_contact", "value": "After six"}, at=later(days=1))
    assert contact.rules_at(desk, REFERENCE) == {Rule.NO_PHONE, Rule.AS_THEY_SAY}
    assert contact.rules_of_file(open_file(desk, REFERENCE, officer, NOW)) == {Rule.NO_PHONE, Rule.AS_THEY_SAY}


def test_setting_the_same_rules_twice_is_one_event_and_names_are_sealed(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    assert rule(desk, officer, Rule.NOT_THIS_PERSON, whom="Zora Mother")
    assert not rule(desk, officer, Rule.NOT_THIS_PERSON, whom="Zora Mother")
    assert rule(desk, officer, Rule.NOT_THIS_PERSON, whom="Zora Motherly")
    with desk.database.read() as conn:
        history = events.of_case(conn, case_id)
    assert [event.detail for event in history if event.kind == "contact_rules_set"] == [{"rules": ["not_this_person"]}] * 2
    assert not any("Zora" in repr(event) for event in history)


def test_a_forbidden_way_is_stopped_and_nothing_is_kept(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    rule(desk, officer, Rule.NOT_THIS_ADDRESS)
    before = kinds_of(desk, case_id)
    with pytest.raises(Stopped) as stopped, sending(["letter", "email"]):
        handling.acknowledge(desk, REFERENCE, "<p>Dear you</p>", officer, NOW)
    assert stopped.value.rules == (Rule.NOT_THIS_ADDRESS,)
    assert kinds_of(desk, case_id) == before
    with desk.database.read() as conn:
        assert [paper.kind for paper in cases.papers_of(conn, case_id)] == ["asked"]
        row = cases.by_id(conn, case_id)
    assert row and row.acknowledged_on is None


def test_with_a_reason_it_goes_and_the_reason_is_kept_in_the_same_commit(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    rule(desk, officer, Rule.NOT_THIS_ADDRESS)
    with sending(["letter"], "They asked for it at their new address."):
        assert handling.acknowledge(desk, REFERENCE, "<p>Dear you</p>", officer, NOW)
        assert not handling.acknowledge(desk, REFERENCE, "<p>Dear you</p>", officer, NOW), "pressed twice"
    assert kinds_of(desk, case_id)[-2:] == ["contact_rule_overridden", "acknowledged"]
    file = open_file(desk, REFERENCE, officer, NOW)
    passed = next(done for done in file.history if done.event.kind == "contact_rule_overridden")
    assert passed.event.detail == {"rules": ["not_this_address"], "ways": ["letter"], "for": "acknowledged"}
    assert passed.words == {"reason": "They asked for it at their new address."}


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_no_reason_is_no_reason(desk: Desk, officer: int, reason: str) -> None:
    a_case(desk)
    rule(desk, officer, Rule.NO_PHONE)
    with pytest.raises(Stopped), sending(["phone"], reason):
        talking.write_to_person(desk, REFERENCE, "Hello", officer, NOW)


def test_an_action_that_names_its_own_way_is_stopped_whoever_calls_it(desk: Desk, officer: int) -> None:
    a_case(desk)
    rule(desk, officer, Rule.NO_PHONE)
    with pytest.raises(Stopped):
        rights.offer_right(desk, REFERENCE, Right.STAGE_2, "phone", TODAY, {"note": ""}, officer, NOW)
    assert rights.offer_right(desk, REFERENCE, Right.STAGE_2, "letter", TODAY, {"note": ""}, officer, NOW)


def test_what_stays_in_the_house_and_their_own_page_are_never_stopped(desk: Desk, officer: int) -> None:
    a_case(desk)
    rule(desk, officer, *Rule)
    assert talking.write_to_person(desk, REFERENCE, "Hello", officer, NOW)
    with sending(["phone", "letter"]):
        assert handling.take(desk, REFERENCE, officer, NOW)


def test_by_which_ways_it_went_stands_with_it_and_is_forgotten_after(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    with sending(["letter", "letter", "phone"]):
        talking.write_to_person(desk, REFERENCE, "Hello", officer, NOW)
    talking.write_to_person(desk, REFERENCE, "Again", officer, NOW)
    with desk.database.read() as conn:
        details = [event.detail for event in events.of_case(conn, case_id) if event.kind == "wrote_to_person"]
    assert details == [{"on": "2026-11-23", "ways": ["letter", "phone"]}, {"on": "2026-11-23"}]


def test_every_way_that_an_event_names_is_found() -> None:
    for kind, key in OUTGOING.items():
        assert contact.ways_of(kind, {"how": "phone"}, ("letter",)) == (("phone", "letter") if key else ("letter",))
    assert contact.ways_of(Happened.STAGE_2_REQUESTED, {"how": "phone"}, ("letter",)) == (), "that is how the person asked us"


SECRET = "Zanzibarry"


def test_a_thief_of_the_database_reads_no_word_and_erasing_the_case_erases_them(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    rule(desk, officer, Rule.NO_PHONE, Rule.NOT_THIS_PERSON, whom=SECRET, note=SECRET)
    with sending(["phone"], f"Only {SECRET} answers."):
        talking.ask_person(desk, REFERENCE, f"Where is {SECRET}?", None, officer, NOW)
    talking.stop_waiting(desk, REFERENCE, f"{SECRET} rang.", officer, NOW)
    with desk.database.read() as conn:
        for table in tables.metadata.sorted_tables:
            for row in conn.execute(table.select()):
                assert SECRET not in repr(tuple(row)) and SECRET.encode() not in b"".join(v for v in row if isinstance(v, bytes))
    kept = [done.words for done in open_file(desk, REFERENCE, officer, NOW).history if done.words]
    assert len(kept) == 4 and all(SECRET in repr(words) for words in kept)
    erasing.propose_erasure(desk, REFERENCE, "request", "They asked.", officer, NOW)
    erasing.erase(desk, REFERENCE, an_officer(desk, "E. Raser"), NOW)
    file = open_file(desk, REFERENCE, officer, NOW)
    assert not any(done.words for done in file.history) and file.state.erased is not None
    with pytest.raises(NotPossible):
        talking.write_to_person(desk, REFERENCE, "Too late", officer, NOW)
    assert "wrote_to_person" not in kinds_of(desk, case_id)


def test_everything_written_is_in_the_bundle_for_whoever_asks_for_what_is_theirs(desk: Desk, officer: int) -> None:
    a_case(desk)
    talking.write_to_person(desk, REFERENCE, f"We saw {SECRET}.", officer, NOW)
    with zipfile.ZipFile(io.BytesIO(exporting.bundle(desk, REFERENCE, officer, NOW, lambda _: ""))) as archive:
        assert SECRET in archive.read(f"{REFERENCE}/case.json").decode() and SECRET in archive.read(f"{REFERENCE}/history.csv").decode()
