"""What the office adds to a case: taken in as a citizen's file is, one event each, sealed, and never the person's to read."""

import csv
import io
import json
import threading
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.actions import closing, documents, erasing, handling, people, stages, teamwork
from portal.actions.case_file import TO_A_SERVICE, open_file, trimmed
from portal.actions.case_files import NotScannedYet, for_officer
from portal.actions.desk import Desk
from portal.actions.documents import Chosen, NotTaken, documents_of
from portal.actions.exporting import Bundle, bundle
from portal.actions.files import KnownAsHarmful, NoSuchFile, sweep_shelf
from portal.actions.refused import Refused
from portal.actions.teamwork import Contact
from portal.casework.case import fold
from portal.casework.documents import DocumentKind
from portal.casework.events import Happened
from portal.casework.moves import Conflicted, NotPossible
from portal.casework.outcomes import OutcomeCode
from portal.casework.permissions import Role
from portal.casework.sight import Sight
from portal.cleaning import HasMacros, UnknownKind
from portal.councils.parts import FileLimits
from portal.scanning import Infected, Scanned, Scanner
from portal.shelf import Folder, ShelfUnavailable
from portal.store import events, files
from portal.store.database import DatabaseUnavailable
from tests.actions.desks import NOW, a_case, an_officer, kinds_of, later
from tests.actions.test_stages import do, said
from tests.clamd import EICAR
from tests.cleaning import made

REFERENCE = "KMR-2346-789"
REPORT, MINUTES = made.pdf_with_everything(), b"Minutes: the visits start again."
KIND = DocumentKind.MEETING_RECORD


class Moody(Folder):
    """A shelf that takes nothing in while it is `away`."""

    away = False

    def put(self, name: str, data: bytes) -> None:
        if self.away:
            raise ShelfUnavailable("gone")
        super().put(name, data)


@pytest.fixture
def desk(desk: Desk, tmp_path: Path) -> Desk:
    return replace(desk, shelf=Moody(tmp_path / "files"))


def chosen(data: bytes = MINUTES, name: str = "minutes.txt", kind: DocumentKind = KIND, title: str = "") -> Chosen:
    return Chosen("files", kind, name, data, title)


def add(desk: Desk, officer: int, *those: Chosen, reference: str = REFERENCE, now: datetime = NOW) -> bool:
    with documents.brought(desk, those or (chosen(),)) as brought:
        return documents.add(desk, reference, brought, officer, now)


def rows(desk: Desk, case_id: int) -> list[files.FileRow]:
    with desk.database.read() as conn:
        return files.of_case(conn, case_id)


def standing(desk: Desk) -> int:
    return len(list(desk.shelf.everything()))


def test_a_document_is_one_event_with_codes_in_clear_and_its_words_sealed(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    assert add(desk, officer, chosen(REPORT, "quixotry.pdf", DocumentKind.LETTER_RECEIVED, "From quixotry"))
    with desk.database.read() as conn:
        last = events.of_case(conn, case_id)[-1]
    (row,) = rows(desk, case_id)
    assert (last.kind, last.staff_id) == ("document_added", officer)
    assert last.detail == {"file": row.id, "number": 1, "what": "letter_received", "stage": 1}
    assert b"quixotry" not in (last.sealed or b"") and b"quixotry" not in row.sealed
    (told,) = documents_of(open_file(desk, REFERENCE, officer, NOW))
    assert (told.title, told.file.name, told.kind, told.added.by) == ("From quixotry", "quixotry.pdf", "letter_received", "A. Officer")
    stood = b"".join(path.read_bytes() for path in Path(desk.shelf._folder).rglob("*") if path.is_file())  # type: ignore[attr-defined]
    assert b"Dear council" not in stood and b"%PDF" not in stood


def test_it_is_cleaned_as_a_citizens_file_is_and_its_opening_is_written_down(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    add(desk, officer, chosen(REPORT, "report.pdf"))
    (row,) = rows(desk, case_id)
    with pytest.raises(NotScannedYet):
        for_officer(desk, REFERENCE, row.id, officer, NOW, warned=False)
    found = for_officer(desk, REFERENCE, row.id, officer, NOW, warned=True)
    assert found.name == f"{REFERENCE}-document-1.pdf" and found.data.startswith(b"%PDF")
    assert made.MARK.encode() not in found.data and b"JavaScript" not in found.data
    with desk.database.read() as conn:
        assert events.of_case(conn, case_id)[-1].detail == {"document": 1, "scanned": "not_scanned"}


def test_a_scanner_is_asked_and_what_is_harmful_is_kept_nowhere(desk: Desk, officer: int, clamd_socket: str) -> None:
    case_id = a_case(desk)
    desk = replace(desk, scanner=Scanner(clamd_socket))
    with pytest.raises(NotTaken) as bad:
        add(desk, officer, chosen(), chosen(EICAR, "invoice.txt"))
    assert isinstance(bad.value.why, Infected) and (bad.value.name, bad.value.place) == ("invoice.txt", "files")
    assert (rows(desk, case_id), standing(desk)) == ([], 0), "not even the one beside it"
    assert add(desk, officer)
    assert rows(desk, case_id)[0].scanned == "clean"


def test_what_turns_out_to_be_harmful_later_is_handed_to_nobody(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    add(desk, officer)
    with desk.database.write() as conn:
        files.mark(conn, rows(desk, case_id)[0].id, Scanned.INFECTED)
    with pytest.raises(KnownAsHarmful):
        for_officer(desk, REFERENCE, rows(desk, case_id)[0].id, officer, NOW, warned=True)


@pytest.mark.parametrize(
    ("data", "why"), [(b"\x7fELF program", UnknownKind), (made.docx(**{"word/vbaProject.bin": b"x"}), HasMacros)]
)
def test_a_wrong_type_is_refused_and_the_move_that_brings_it_is_not_made(desk: Desk, officer: int, data: bytes, why: type) -> None:
    case_id = a_case(desk)
    before = kinds_of(desk, case_id)
    contact = Contact("phone", NOW.date(), "", "They rang.")
    with pytest.raises(NotTaken) as bad, documents.brought(desk, [chosen(data)]) as brought:
        teamwork.note(desk, REFERENCE, contact, officer, NOW, brought)
    assert isinstance(bad.value.why, why)
    assert (kinds_of(desk, case_id), rows(desk, case_id), standing(desk)) == (before, [], 0)


def test_the_limits_of_a_citizens_file_hold(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    small = desk.profile.model_copy(update={"files": FileLimits(most_bytes_each=100_000, kinds=("documents",))})
    desk = replace(desk, profile=small)
    with pytest.raises(NotTaken, match="TooLarge"):
        add(desk, officer, chosen(b"x" * 100_001))
    with pytest.raises(NotTaken, match="KindNotTaken"):
        add(desk, officer, chosen(made.png_with_words()))
    assert rows(desk, case_id) == []


def test_a_case_holds_so_many_and_no_more(desk: Desk, officer: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = a_case(desk)
    monkeypatch.setattr(documents, "MOST_DOCUMENTS", 2)
    with pytest.raises(Refused) as full:
        add(desk, officer, *(chosen(b"%d" % n) for n in range(3)))
    assert full.value.field == "files"
    assert (rows(desk, case_id), standing(desk)) == ([], 0)
    assert add(desk, officer, chosen(b"1"), chosen(b"2"))


def test_a_button_pressed_twice_adds_it_once_and_the_second_copy_is_destroyed(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    assert add(desk, officer) and not add(desk, officer) and not add(desk, an_officer(desk, "B. Officer"))
    assert add(desk, officer, chosen(title="Another title")), "that is another document"
    assert kinds_of(desk, case_id).count("document_added") == 2 == len(rows(desk, case_id)) == standing(desk)


def test_pressed_at_the_same_moment_it_is_added_once(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    changed: list[bool] = []
    threads = [threading.Thread(target=lambda: changed.append(add(desk, officer))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(changed) == [False, False, True]
    assert len(rows(desk, case_id)) == 1 == standing(desk)


def test_a_move_brings_its_documents_in_the_same_commit_and_before_it(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    handling.confirm_route(desk, REFERENCE, "statutory", officer, NOW)
    do(desk, officer, "request_stage_2")
    do(desk, officer, "appoint", 1)
    investigator = an_officer(desk, "I. Vestigator", Role.INVESTIGATOR)
    people.let_in(desk, REFERENCE, investigator, officer, NOW)
    both = [chosen(REPORT, "a.pdf", DocumentKind.INVESTIGATION_REPORT), chosen(b"I watched.", "b.txt", DocumentKind.INDEPENDENT_REPORT)]

    def report(those: list[Chosen]) -> bool:
        with documents.brought(desk, those) as brought:
            return stages.make(desk, REFERENCE, "report_stage_2", said("report_stage_2", later(days=2).date()), investigator, later(days=2), brought)

    assert report(both) and not report(both), "pressed twice: nothing more"
    assert kinds_of(desk, case_id)[-3:] == ["document_added", "document_added", "stage_2_reported"]
    with desk.database.read() as conn:
        details = [event.detail for event in events.of_case(conn, case_id) if event.kind == "document_added"]
    assert [(each["what"], each["stage"], each["with"]) for each in details] == [
        ("investigation_report", 2, "stage_2_reported"), ("independent_report", 2, "stage_2_reported"),
    ]  # fmt: skip
    assert report([chosen(b"And an annex.", "c.txt")]), "the same words with one file more: the file is not lost"
    assert kinds_of(desk, case_id).count("stage_2_reported") == 1 and standing(desk) == 3
    assert not report([chosen(b"And an annex.", "c.txt")]) and kinds_of(desk, case_id).count("stage_2_reported") == 1


def test_whoever_reported_with_a_file_has_not_handled_the_case(desk: Desk, officer: int) -> None:
    """A report is no handling of the case (regulation 2), nor is the file that it was brought as."""
    a_case(desk)
    handling.confirm_route(desk, REFERENCE, "statutory", officer, NOW)
    for day, name in enumerate(("request_stage_2", "appoint", "report_stage_2", "adjudicate", "request_stage_3")):
        do(desk, officer, name, day)
    do(desk, officer, "panel", 4)
    member = an_officer(desk, "P. Member", Role.PANEL_MEMBER)
    people.let_in(desk, REFERENCE, member, officer, later(days=4))
    with documents.brought(desk, [chosen(REPORT, "f.pdf", DocumentKind.PANEL_FINDINGS)]) as brought:
        stages.make(desk, REFERENCE, "panel_report", said("panel_report", later(days=20).date()), member, later(days=20), brought)
    people.take_out(desk, REFERENCE, member, officer, later(days=20))
    assert people.let_in(desk, REFERENCE, member, officer, later(days=20))


def test_a_step_that_is_refused_keeps_no_file(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    with pytest.raises(Refused), documents.brought(desk, [chosen()]) as brought:
        teamwork.note(desk, REFERENCE, Contact("meeting", NOW.date(), "", "Said."), officer, NOW, brought)
    closing.close(desk, REFERENCE, OutcomeCode.WITHDRAWN, "They took it back.", officer, NOW)
    with pytest.raises(NotPossible), documents.brought(desk, [chosen()]) as brought:
        stages.make(desk, REFERENCE, "agree_statement", said("agree_statement"), officer, NOW, brought)
    assert (rows(desk, case_id), standing(desk)) == ([], 0)


def test_a_closed_case_takes_documents_and_one_that_was_erased_takes_none(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    closing.close(desk, REFERENCE, OutcomeCode.WITHDRAWN, "They took it back.", officer, NOW)
    assert add(desk, officer)
    erasing.propose_erasure(desk, REFERENCE, "request", "Asked for", officer, NOW)
    erasing.erase(desk, REFERENCE, an_officer(desk, "B. Officer"), NOW)
    assert (rows(desk, case_id), standing(desk)) == ([], 0), "erasing takes them along"
    with pytest.raises(NotPossible):
        add(desk, officer)
    with pytest.raises(NotPossible):
        documents.take_back(desk, REFERENCE, 1, "Wrong child", officer, NOW)
    assert standing(desk) == 0


def test_whoever_is_complained_about_adds_nothing(desk: Desk, officer: int) -> None:
    from portal.actions import answering

    case_id = a_case(desk)
    answering.name_conflict(desk, REFERENCE, [officer], "It is about them", an_officer(desk, "B. Officer"), NOW)
    with pytest.raises(Conflicted):
        add(desk, officer)
    assert (rows(desk, case_id), standing(desk)) == ([], 0)


def test_a_shelf_that_is_down_is_said_and_nothing_is_half_there(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    desk.shelf.away = True  # type: ignore[attr-defined]
    with pytest.raises(NotTaken, match="ShelfUnavailable"):
        add(desk, officer)
    desk.shelf.away = False  # type: ignore[attr-defined]
    assert (rows(desk, case_id), kinds_of(desk, case_id).count("document_added")) == ([], 0)


def test_where_nobody_knows_whether_it_was_committed_the_sweep_finds_out(
    desk: Desk, officer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = a_case(desk)

    def fails(*_: object) -> None:
        raise DatabaseUnavailable("the disk is full")

    with monkeypatch.context() as failing, pytest.raises(DatabaseUnavailable):
        failing.setattr("portal.actions.leaving.tell_case_system", fails)
        add(desk, officer)
    assert (rows(desk, case_id), kinds_of(desk, case_id).count("document_added"), standing(desk)) == ([], 0, 1)
    assert add(desk, officer)
    assert sweep_shelf(desk, later(days=100_000)) == 1 and standing(desk) == 1 == len(rows(desk, case_id))


def test_a_service_and_an_auditor_see_of_it_nothing_and_no_word(desk: Desk, officer: int) -> None:
    a_case(desk)
    add(desk, officer, chosen(title="About quixotry"))
    file = open_file(desk, REFERENCE, officer, NOW)
    for_officer(desk, REFERENCE, file.documents[0].id, officer, NOW, warned=True)
    documents.take_back(desk, REFERENCE, 1, "It is about quixotry", officer, NOW)
    file = open_file(desk, REFERENCE, officer, NOW)
    assert len(documents_of(file)) == 1
    service, traces = trimmed(file, Sight.SERVICE), trimmed(file, Sight.TRACES)
    assert documents_of(service) == documents_of(traces) == ()
    assert "quixotry" not in repr(service.history) + repr(traces.history)
    assert not [done for done in service.history if "document" in done.event.kind or "document" in done.event.detail]
    assert {"document_added", "document_taken_back"} <= {done.event.kind for done in traces.history}
    assert not {Happened.DOCUMENT_ADDED, Happened.DOCUMENT_TAKEN_BACK} & TO_A_SERVICE


def test_a_service_manager_opens_no_document_by_its_number_and_an_independent_person_does(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    add(desk, officer)
    number = rows(desk, case_id)[0].id
    manager, person = an_officer(desk, "S. Manager", Role.SERVICE_MANAGER), an_officer(desk, "I. Person", Role.INDEPENDENT_PERSON)
    with desk.database.write() as conn:
        from portal.actions.places import Place
        from portal.store import staff as accounts

        accounts.set_role(conn, manager, Role.SERVICE_MANAGER, ("social_care",))
    teamwork.choose_service(desk, REFERENCE, Place("social_care"), officer, NOW)
    with pytest.raises(NoSuchFile):
        for_officer(desk, REFERENCE, number, manager, NOW, warned=True)
    handling.confirm_route(desk, REFERENCE, "statutory", officer, NOW)
    do(desk, officer, "request_stage_2")
    people.let_in(desk, REFERENCE, person, officer, NOW)
    assert for_officer(desk, REFERENCE, number, person, NOW, warned=True).data == MINUTES


def test_what_was_added_by_mistake_is_taken_back_with_a_reason_and_stays(desk: Desk, officer: int) -> None:
    case_id = a_case(desk)
    add(desk, officer)
    with pytest.raises(Refused):
        documents.take_back(desk, REFERENCE, 1, "  ", officer, NOW)
    with pytest.raises(NotPossible):
        documents.take_back(desk, REFERENCE, 2, "Wrong child", officer, NOW)
    assert documents.take_back(desk, REFERENCE, 1, "Wrong child", officer, NOW)
    assert not documents.take_back(desk, REFERENCE, 1, "Wrong child", officer, NOW)
    (told,) = documents_of(open_file(desk, REFERENCE, officer, NOW))
    assert told.taken_back and told.taken_back.words == {"reason": "Wrong child"}
    assert for_officer(desk, REFERENCE, told.file.id, officer, NOW, warned=True).data == MINUTES
    assert add(desk, officer), "it may come again, if taking it back was the mistake"
    assert kinds_of(desk, case_id).count("document_taken_back") == 1


def test_the_bundle_holds_each_document_with_its_hash_and_says_which_was_taken_back(desk: Desk, officer: int) -> None:
    a_case(desk)
    add(desk, officer, chosen(title="Minutes of 25 November"), chosen(REPORT, "wrong.pdf", DocumentKind.OTHER))
    documents.take_back(desk, REFERENCE, 2, "Wrong child", officer, NOW)
    seen: list[Bundle] = []
    data = bundle(desk, REFERENCE, officer, NOW, lambda one: seen.append(one) or "index")  # type: ignore[func-returns-value]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inside = {name.removeprefix(f"{REFERENCE}/"): archive.read(name) for name in archive.namelist()}
    assert inside[f"{REFERENCE}-document-1.txt"] == MINUTES
    listed = {one["name"]: one for one in json.loads(inside["manifest.json"])["documents"]}
    assert listed[f"{REFERENCE}-document-1.txt"]["sha256"] and listed[f"{REFERENCE}-document-2.pdf"]["sha256"]
    assert "taken back" in listed[f"{REFERENCE}-document-2.pdf"]["note"] and "taken back" not in listed[f"{REFERENCE}-document-1.txt"]["note"]
    told = json.loads(inside["case.json"])["documents"]
    assert [(one["number"], one["what"], one["title"], one["taken_back"]) for one in told] == [
        (1, "meeting_record", "Minutes of 25 November", False), (2, "other", "wrong.pdf", True),
    ]  # fmt: skip
    kinds = [row[2] for row in csv.reader(io.StringIO(inside["history.csv"].decode("utf-8-sig")))]
    assert kinds.count("document_added") == 2 and kinds.count("document_taken_back") == 1


DOINGS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 3), st.booleans()),
        st.tuples(st.just("note"), st.integers(0, 3), st.booleans()),
        st.tuples(st.just("back"), st.integers(0, 5)),
        st.tuples(st.just("close")), st.tuples(st.just("reopen")), st.tuples(st.just("erase")),
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(doings=DOINGS)
def test_whatever_happens_shelf_rows_and_history_agree(desk: Desk, doings: list[tuple]) -> None:
    with desk.database.read() as conn:
        number = conn.exec_driver_sql("SELECT count(*) FROM cases").scalar_one()
    before, reference = standing(desk), f"KMR-2346-{''.join('2346789'[number // 7**place % 7] for place in range(3))}"
    officer, other = an_officer(desk, f"A {number}"), an_officer(desk, f"B {number}")
    case_id = a_case(desk, reference)
    for day, doing in enumerate(doings):
        _does(desk, reference, officer, other, doing, later(days=day))
    with desk.database.read() as conn:
        history, there, persons = events.of_case(conn, case_id), files.of_case(conn, case_id), files.of_person(conn, case_id)
    state = fold(history)
    assert persons == [] and all(row.by_office for row in there)
    assert standing(desk) - before == len(there) == (0 if state.erased else len(state.documents.files))
    assert list(state.documents.files) == list(range(1, len(state.documents.files) + 1))
    assert state.erased or [row.id for row in there] == list(state.documents.files.values())
    assert state.documents.taken_back <= set(state.documents.files)


def _does(desk: Desk, reference: str, officer: int, other: int, doing: tuple, now: datetime) -> None:
    try:
        match doing:
            case ("add", number, away):
                desk.shelf.away = away  # type: ignore[attr-defined]
                add(desk, officer, chosen(b"%d" % number), reference=reference, now=now)
            case ("note", number, away):
                desk.shelf.away = away  # type: ignore[attr-defined]
                with documents.brought(desk, [chosen(b"%d" % number)]) as brought:
                    teamwork.note(desk, reference, Contact("phone", now.date(), "", f"Call {number}"), officer, now, brought)
            case ("back", number):
                documents.take_back(desk, reference, number, "By mistake", officer, now)
            case ("close",):
                closing.close(desk, reference, OutcomeCode.WITHDRAWN, "They took it back.", officer, now)
            case ("reopen",):
                closing.reopen(desk, reference, "They want it after all.", officer, now)
            case ("erase",):
                erasing.propose_erasure(desk, reference, "request", "Asked for", officer, now)
                erasing.erase(desk, reference, other, now)
    except (NotPossible, NotTaken):
        pass
    finally:
        desk.shelf.away = False  # type: ignore[attr-defined]
