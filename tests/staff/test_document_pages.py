"""Documents on the pages of the back office: added alone or with a move, refused in plain words, taken back."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.actions import handling, stages
from portal.casework.documents import DocumentKind
from portal.casework.moves import move
from portal.casework.permissions import Role
from portal.cleaning import NotCleaned
from portal.cleaning.kinds import FileKind
from portal.councils.parts import FileLimits
from portal.scanning import Scanner
from portal.seal.passwords import new_token, token_id
from portal.staff import document_labels, labels
from portal.staff.document_forms import BRINGING, MOST_AT_ONCE
from portal.staff.gate import PAGES
from portal.store import files
from portal.store import staff as accounts
from tests.actions.desks import NOW, a_case, kinds_of
from tests.actions.test_stages import said
from tests.clamd import EICAR
from tests.cleaning import made
from tests.staff.browser import Browser, Page
from tests.staff.conftest import Clock, SignedIn
from tests.staff.test_stage_pages import filled

REFERENCE = "KMR-2346-789"
CASE = f"/staff/cases/{REFERENCE}"
ADD, NOTE, REPORT = f"{CASE}/documents", f"{CASE}/note", f"{CASE}/report-stage-2"
AGAIN = "a browser does not keep a chosen file"
MINUTES = b"Minutes: the visits start again."


def sends(browser: Browser, path: str, chosen: dict[str, list[tuple[str, bytes]]], **typed: str) -> TestResponse:
    page = browser.get(path)
    (form,) = [one for one in page.all("form") if not one.get("action")]
    assert (form.get("enctype"), form.get("method")) == ("multipart/form-data", "post")
    inputs = {one.get("name") for one in page.all("input", type="file")}
    assert inputs == {each.name for each in BRINGING[page_name(path)]} and set(chosen) <= inputs
    # A browser sends an input in which nothing was chosen as a file without a name.
    parts: dict[str, Any] = {name: [(io.BytesIO(data), given) for given, data in chosen.get(name, [("", b"")])] for name in inputs}
    standing = {name: value for name, value in page.form("").items() if name not in inputs}
    return browser.client.post(path, data={**standing, **typed, **parts}, content_type="multipart/form-data")


def page_name(path: str) -> str:
    return next(endpoint for rule, endpoint, _, _ in PAGES if rule.replace("<reference>", REFERENCE) == path.removeprefix("/staff"))


def after(browser: Browser, answer: TestResponse) -> Page:
    return browser.get(answer.headers["Location"], follow_redirects=True) if answer.status_code in (302, 303) else Page(answer)


def rows(desk, case_id: int) -> list[files.FileRow]:
    with desk.database.read() as conn:
        return files.of_case(conn, case_id)


def at_stage_2(desk, officer: int) -> int:
    case_id = a_case(desk)
    handling.confirm_route(desk, REFERENCE, "statutory", officer, NOW)
    for name in ("request_stage_2", "appoint"):
        stages.make(desk, REFERENCE, name, said(name), officer, NOW)
    return case_id


def test_every_kind_has_its_label_and_every_fault_its_words() -> None:
    assert set(document_labels.KINDS) == set(DocumentKind) and len(set(document_labels.KINDS.values())) == len(DocumentKind)
    assert {kind.value for kind in FileKind} == set(labels.FILE_KIND), "a file of any kind that is taken can be shown"
    for fault in NotCleaned.__subclasses__():
        assert any(issubclass(fault, kind) for kind in document_labels.REFUSED), fault
    assert list(document_labels.REFUSED)[-2] is NotCleaned
    assert {move(name).name for name in BRINGING} == set(BRINGING)


def test_an_officer_adds_a_document_and_the_case_shows_what_who_and_when(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    assert officer.get(CASE).links()["Add a document"] == ADD
    page = after(officer, sends(officer, ADD, {"files": [("C:\\fakepath\\minutes.txt", MINUTES)]}, kind="meeting_record", title="<b>Minutes</b>"))
    assert document_labels.DONE["document_added"] in page.text
    panel = page.html.split('id="documents-title"')[1].split("</section>")[0]
    assert "One document of the office" in panel and "&lt;b&gt;Minutes&lt;/b&gt;" in panel
    assert "Record of a meeting. Plain text, 1 KB, added by A. Officer, " in panel and "not scanned" in panel
    assert "added document 1: record of a meeting. <bdi" in page.html
    link = f"{CASE}/files/{rows(desk, case_id)[0].id}"
    warned = officer.get(link)
    assert "was not checked for viruses" in warned.text
    answer = officer.client.post(link, data=warned.form(""))
    assert (answer.data, answer.headers["Content-Disposition"]) == (MINUTES, f'attachment; filename="{REFERENCE}-document-1.txt"')
    assert "opened document 1, which was not scanned" in officer.get(CASE).text


def test_a_few_are_added_at_once_each_under_its_own_name(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    few = [(f"{n}.txt", b"words %d" % n) for n in range(3)]
    page = after(officer, sends(officer, ADD, {"files": few}, kind="letter_received"))
    assert "3 documents of the office" in page.text and re.findall(r"<bdi>(\d\.txt)</bdi>", page.html) == ["2.txt", "1.txt", "0.txt"]
    many = [(f"{n}.txt", b"more %d" % n) for n in range(MOST_AT_ONCE + 1)]
    page = after(officer, sends(officer, ADD, {"files": many}, kind="letter_received"))
    assert page.status == 400 and f"Choose at most {MOST_AT_ONCE} files at once" in page.text
    assert len(rows(desk, case_id)) == 3


def test_nothing_chosen_is_said_and_the_words_are_kept(officer: Browser, desk) -> None:
    a_case(desk)
    page = after(officer, sends(officer, ADD, {}, kind="decision", title="A title"))
    assert page.status == 400 and page.title.startswith("Error: ") and "Choose a file" in page.text and 'value="A title"' in page.html
    assert 'value="decision" checked' in page.html


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.exe", b"\x7fELF program", "cannot be checked"), ("b.docx", made.docx(**{"word/vbaProject.bin": b"x"}), "a macro"),
        ("c.pdf", made.locked_pdf(), "only with a password"), ("d.txt", b"", "There is nothing in"), ("e.txt", b"x" * 100_001, "is larger than 100 KB"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_taken_is_said_at_its_field_and_the_move_is_not_made(
    app: Flask, officer: Browser, desk, name: str, data: bytes, why: str
) -> None:
    small = desk.profile.model_copy(update={"files": FileLimits(most_bytes_each=100_000)})
    app.extensions["desk"] = replace(desk, profile=small)
    case_id = at_stage_2(desk, officer.staff_id)
    before = kinds_of(desk, case_id)
    page = after(officer, sends(officer, REPORT, {"independent_document": [(name, data)]}, **filled("report_stage_2")))
    said_at = page.html.split('id="independent_document-error"')[1].split("</p>")[0]
    assert page.status == 400 and why in said_at and f"“{name}”" in said_at and "It &lt;b&gt;finds&lt;/b&gt; delay." in page.html
    assert [kind for kind in kinds_of(desk, case_id) if kind != "read"] == [kind for kind in before if kind != "read"]
    assert rows(desk, case_id) == [] and list(desk.shelf.everything()) == []


def test_what_the_scanner_knows_is_refused(app: Flask, officer: Browser, desk, clamd_socket: str) -> None:
    case_id = a_case(desk)
    app.extensions["desk"] = replace(desk, scanner=Scanner(clamd_socket))
    page = after(officer, sends(officer, ADD, {"files": [("a.txt", EICAR)]}, kind="other"))
    assert page.status == 400 and "something harmful in “a.txt”" in page.text and rows(desk, case_id) == []


def test_a_report_is_recorded_with_both_files_by_the_investigator(officer: Browser, signed_in: SignedIn, desk) -> None:
    from portal.actions import people

    case_id = at_stage_2(desk, officer.staff_id)
    investigator = signed_in(Role.INVESTIGATOR, "I. Vestigator")
    people.let_in(desk, REFERENCE, investigator.staff_id, officer.staff_id, NOW)
    assert investigator.get(ADD).status == 403
    chosen = {"document": [("report.pdf", made.pdf_with_everything())], "independent_document": [("own.txt", b"I watched.")]}
    page = after(investigator, sends(investigator, REPORT, chosen, **filled("report_stage_2")))
    assert page.status == 200 and "2 documents of the office" in page.text
    assert "Investigator’s report, stage 2" in page.text and "Independent person’s report, stage 2" in page.text
    assert kinds_of(desk, case_id)[-4:-1] == ["document_added", "document_added", "stage_2_reported"]
    assert "Take it back" not in page.text and "Take it back" in officer.get(CASE).text


def test_every_step_with_a_file_keeps_it_as_what_it_is_and_the_answer_with_it(officer: Browser, desk) -> None:
    at_stage_2(desk, officer.staff_id)
    for name, kind in (("agree_statement", "Statement of complaint"), ("report_stage_2", "Investigator’s report"), ("adjudicate", "The council’s decision")):
        path = f"{CASE}/{name.replace('_', '-')}"
        page = after(officer, sends(officer, path, {"document": [(f"{name}.txt", name.encode())]}, **filled(name)))
        assert page.status == 200 and f"{kind}, stage 2" in page.text, (name, page.text[:1500])


def test_a_refused_form_says_that_the_file_has_to_be_chosen_again_and_keeps_every_word(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    typed = {"how": "meeting", "day": "23 11 2026", "people": "", "said": "The <visits> start & go on.", "child": "there"}
    page = after(officer, sends(officer, NOTE, {"document": [("minutes.txt", MINUTES)]}, **typed))
    assert page.status == 400 and "Say who was there" in page.text
    assert f"Choose “minutes.txt” again: {AGAIN}" in page.html.split('id="document-error"')[1]
    assert "The &lt;visits&gt; start &amp; go on." in page.html and rows(desk, case_id) == []
    page = after(officer, sends(officer, NOTE, {"document": [("minutes.txt", MINUTES)]}, **{**typed, "people": "Jo Bloggs"}))
    assert "Record of a meeting. Plain text" in page.text
    assert kinds_of(desk, case_id)[-2:] == ["meeting_noted", "read"]
    without = after(officer, sends(officer, NOTE, {}, **{**typed, "said": ""}))
    assert without.status == 400 and AGAIN not in without.text, "nothing was chosen, so nothing is asked again"


def test_a_move_needs_no_file(officer: Browser, desk) -> None:
    case_id = at_stage_2(desk, officer.staff_id)
    page = after(officer, sends(officer, REPORT, {}, **filled("report_stage_2")))
    assert page.status == 200 and rows(desk, case_id) == [] and "stage_2_reported" in kinds_of(desk, case_id)


def test_what_waited_while_somebody_signed_in_again_is_not_sent_without_its_file(officer: Browser, desk, clock: Clock) -> None:
    case_id = a_case(desk)
    typed = {"how": "phone", "day": "23 11 2026", "said": "They rang about <it> at length.", "people": "", "child": "neither"}
    page = officer.get(NOTE)
    data: dict[str, Any] = {**page.form(""), **typed, "document": (io.BytesIO(MINUTES), "minutes.txt")}
    clock.now += timedelta(hours=2)
    waits = Page(officer.client.post(NOTE, data=data, content_type="multipart/form-data"))
    assert waits.status == 403 and "choose it once more" in waits.text
    token = new_token()
    with desk.database.write() as conn:
        accounts.start_session(conn, token_id(token), officer.staff_id, clock.now)
    officer.client.set_cookie("staff", token)
    (path,) = [one.get("action", "") for one in waits.all("form") if NOTE in (one.get("action") or "")]
    back = Page(officer.client.post(path, data=waits.form(path)))
    assert back.status == 400 and "Choose the file again: it could not wait" in back.text and "They rang about &lt;it&gt;" in back.html
    assert "contact_noted" not in kinds_of(desk, case_id)
    assert "_chosen" not in back.form("")
    again = {**back.form(""), "document": (io.BytesIO(MINUTES), "minutes.txt")}
    assert officer.client.post(NOTE, data=again, content_type="multipart/form-data").status_code == 303
    assert kinds_of(desk, case_id).count("contact_noted") == 1 == len(rows(desk, case_id))


def test_more_than_all_files_may_be_together_is_said_kindly(app: Flask, officer: Browser, desk) -> None:
    case_id = a_case(desk)
    app.config["MOST_UPLOAD_BYTES"] = 50_000
    answer = sends(officer, ADD, {"files": [("a.txt", b"x" * 60_000)]}, kind="other")
    page = Page(answer)
    assert (page.status, page.title) == (413, "These files are too large together") and "your words are still on the page" in page.text
    assert rows(desk, case_id) == []


def test_a_page_that_asks_for_no_file_takes_no_more_than_before(officer: Browser, desk) -> None:
    a_case(desk)
    body = b'--x\r\nContent-Disposition: form-data; name="document"; filename="a.txt"\r\n\r\n' + b"x" * 5_000_000 + b"\r\n--x--\r\n"
    asked = {path: officer.client.post(path, data=body, content_type="multipart/form-data; boundary=x").status_code for path in (f"{CASE}/close", ADD)}
    assert asked == {f"{CASE}/close": 413, ADD: 400}


def test_a_document_that_was_added_by_mistake_leaves_the_list_and_not_the_history(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    sends(officer, ADD, {"files": [("wrong.txt", MINUTES)]}, kind="other")
    path = f"{ADD}/1/take-back"
    assert officer.get(CASE).links()["Take it back: wrong.txt"] == path
    page = officer.follow(path, path, reason="")
    assert page.status == 400 and "Say why it does not belong here" in page.text and "wrong.txt" in page.text
    page = officer.follow(path, path, reason="It is of <another> child")
    assert document_labels.DONE["document_taken_back"] in page.text and "No document of the office" in page.text and "1 taken back" in page.text
    assert page.text.count("It is of <another> child") == 2 and "took back document 1" in page.text
    assert officer.get(path).status == 409 and officer.get(f"{ADD}/7/take-back").status == 404
    assert kinds_of(desk, case_id).count("document_taken_back") == 1
    assert officer.client.get(f"{CASE}/files/{rows(desk, case_id)[0].id}").status_code == 200


def test_a_service_manager_sees_of_it_nothing(officer: Browser, signed_in: SignedIn, desk) -> None:
    from portal.actions import teamwork
    from portal.actions.places import Place
    from tests.staff.test_need_to_see import areas

    case_id = a_case(desk)
    sends(officer, ADD, {"files": [("quixotry.txt", MINUTES)]}, kind="decision", title="About quixotry")
    teamwork.choose_service(desk, REFERENCE, Place("social_care"), officer.staff_id, NOW)
    manager = signed_in(Role.SERVICE_MANAGER, "S. Manager")
    areas(desk, manager.staff_id, "social_care")
    page = manager.get(CASE)
    assert page.status == 200 and "Send somebody." in page.text
    assert "quixotry" not in page.html and "ocument" not in page.text.replace("Documents", "")
    assert manager.client.get(f"{CASE}/files/{rows(desk, case_id)[0].id}").status_code == 404
    for path in (ADD, f"{ADD}/1/take-back"):
        assert manager.client.get(path).status_code == 403


def test_the_bundle_and_the_traces_tell_of_it(officer: Browser, signed_in: SignedIn, desk) -> None:
    a_case(desk)
    sends(officer, ADD, {"files": [("a.txt", MINUTES)]}, kind="panel_findings", title="About quixotry")
    traces = signed_in(Role.AUDITOR, "A. Uditor").get(f"/staff/audit/cases/{REFERENCE}")
    assert "added document 1: panel’s findings" in traces.text and "quixotry" not in traces.html
    manager = signed_in(Role.MANAGER, "M. Manager")
    answer = manager.send(f"{CASE}/export", CASE)
    assert answer.status_code == 200 and f"{REFERENCE}-document-1.txt".encode() in answer.data
