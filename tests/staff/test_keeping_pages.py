"""Holding, exporting and erasing in the back office."""

import hashlib
import io
import json
import zipfile

import html5lib
from werkzeug.test import TestResponse

from portal.actions import erasing
from portal.actions.searching import index_some
from portal.casework.permissions import Role
from tests.actions.desks import NOW, a_case, an_officer, kinds_of, row_of
from tests.staff.browser import Browser, Page
from tests.staff.conftest import SignedIn

REFERENCE = "KMR-2346-789"
CASE = f"/staff/cases/{REFERENCE}"
BUNDLED = {f"{REFERENCE}/{name}" for name in ("case.json", "history.csv", "index.html", "manifest.json")}
PROPOSAL = {"ground": "request", "reason": "Jo asked for it"}


def test_an_officer_is_offered_none_of_it(officer: Browser, desk) -> None:
    a_case(desk)
    page = officer.get(CASE)
    assert "Keeping it" not in page.text
    assert officer.get(CASE + "/erase").status == 403


def test_two_managers_erase_a_case_and_read_the_certificate(signed_in: SignedIn, desk) -> None:
    case_id = a_case(desk)
    one, two = signed_in(Role.MANAGER, "M. One"), signed_in(Role.MANAGER, "M. Two")
    path = CASE + "/propose-erasure"
    page = one.follow(path, path, **PROPOSAL)
    assert "Proposed to be erased" in page.text and "By M. One" in page.text
    path = CASE + "/erase"
    page = one.follow(path, path, sure="y")
    assert (page.status, "somebody else has to erase it" in page.text) == (400, True)
    page = two.follow(path, path)
    assert page.links()["Say that you know what it means"] == "#sure"
    page = two.follow(path, path, sure="y")
    assert page.title == f"Certificate of erasure: {REFERENCE}"
    assert "Monday 30 November 2026" in page.text, "seven days after"
    assert "Jo" not in page.text.replace("Bloggs", "")
    assert row_of(desk, case_id).open is False
    again = two.get(CASE)
    assert "The key of this case is gone" in again.text
    assert "What next" not in again.text and "Keeping it" not in again.text


def test_a_hold_is_shown_and_needs_a_reason(signed_in: SignedIn, desk) -> None:
    a_case(desk)
    manager, path = signed_in(Role.MANAGER, "M. One"), CASE + "/hold"
    assert manager.follow(path, path, reason=" ").links()["Say why"] == "#reason"
    page = manager.follow(path, path, reason="The Ombudsman asks")
    assert "It must not be erased" in page.text and "Propose to erase it" not in page.text


def test_an_export_is_a_download_and_written_down(signed_in: SignedIn, desk) -> None:
    case_id = a_case(desk)
    manager = signed_in(Role.MANAGER, "M. One")
    answer = manager.send(CASE + "/export", CASE)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="case-{REFERENCE}.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    inside = _archive(answer)
    assert set(inside) == {*BUNDLED, "notes.txt"}
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(inside[f"{REFERENCE}/index.html"].decode())
    read = " ".join(page.itertext())
    for told in (REFERENCE, "Jo Bloggs", "The visits <b>never</b> came.", "sent this", "exported everything", "They fit"):
        assert told in read
    assert "M. One" not in read and "Member of staff 1" in read
    for name in ("case.json", "history.csv"):
        assert hashlib.sha256(inside[f"{REFERENCE}/{name}"]).hexdigest() in read
    assert "exported" in kinds_of(desk, case_id)


def test_there_is_no_certificate_of_a_case_that_was_not_erased(officer: Browser, desk) -> None:
    a_case(desk)
    assert officer.get(CASE + "/certificate").status == 404


def _archive(answer: TestResponse) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_everything_about_one_person_is_the_cases_that_were_ticked_and_no_other(signed_in: SignedIn, desk) -> None:
    theirs, others = a_case(desk), a_case(desk, "KMR-2346-788")
    a_case(desk, "KMR-2346-787")
    erasing.propose_erasure(desk, "KMR-2346-787", "request", "x", an_officer(desk, "C. Officer"), NOW)
    erasing.erase(desk, "KMR-2346-787", an_officer(desk, "D. Officer"), NOW)
    manager = signed_in(Role.MANAGER, "M. One")
    index_some(desk, desk.search)
    found = manager.send("/staff/find", "/staff/queue", reference="Bloggs")
    assert "Export everything about one person" in Page(found).text
    token = Page(found).form("/staff/export")["csrf_token"]
    answer = manager.client.post("/staff/export", data={"csrf_token": token, "cases": [REFERENCE, "KMR-2346-787", "KMR-2346-999"]})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    inside = _archive(answer)
    assert set(inside) == {*BUNDLED, "notes.txt"}
    assert json.loads(inside[f"{REFERENCE}/case.json"])["reference"] == REFERENCE
    assert inside["notes.txt"].decode().splitlines() == ["KMR-2346-787: erased, or not here", "KMR-2346-999: erased, or not here"]
    assert "exported" in kinds_of(desk, theirs) and "exported" not in kinds_of(desk, others)


def test_nothing_ticked_is_said_and_an_officer_is_not_offered_it(signed_in: SignedIn, officer: Browser, desk) -> None:
    a_case(desk)
    index_some(desk, desk.search)
    manager = signed_in(Role.MANAGER, "M. One")
    token = Page(manager.send("/staff/find", "/staff/queue", reference="Bloggs")).form("/staff/export")["csrf_token"]
    assert Page(manager.client.post("/staff/export", data={"csrf_token": token})).text.count("No case was chosen") >= 1
    assert "Export everything" not in Page(officer.send("/staff/find", "/staff/queue", reference="Bloggs")).text
    assert officer.client.post("/staff/export", data={"cases": [REFERENCE]}).status_code in {400, 403}
