"""Letters as an officer writes them: read before they go, with words of one's own and the rights that stay; and as Word files."""

import io
import zipfile
from datetime import timedelta

import pytest
from docx import Document
from flask import Flask

from portal.actions import advocacy, handling, letters, rights
from portal.actions.case_file import open_file
from portal.actions.desk import Desk
from portal.casework.advocacy import Scope
from portal.casework.letters import LetterKind
from portal.casework.permissions import Role
from portal.letters.sheet import Sheet, read
from portal.staff import labels, letter_labels
from portal.staff.letter_pages import READ_FIRST
from portal.store import cases
from tests.actions.desks import NOW, a_case, kinds_of
from tests.staff.browser import Browser, Page
from tests.staff.conftest import Clock, SignedIn
from tests.staff.test_stage_pages import do

REFERENCE = "KMR-2346-789"
CASE = f"/staff/cases/{REFERENCE}"
WAY = [
    ("request_stage_2", 0, "stage_begun"), ("agree_statement", 2, "investigators"), ("appoint", 3, "investigators"),
    ("extend_stage_2", 20, "stage_2_later"), ("pause", 21, "waits"), ("resume", 22, "goes_on"), ("report_stage_2", 23, ""),
    ("adjudicate", 24, "stage_2_answer"), ("request_stage_3", 26, "stage_begun"), ("panel", 27, "panel"), ("panel_report", 49, ""),
    ("respond_stage_3", 55, "stage_3_answer"), ("ombudsman_enquiry", 60, "ombudsman_asks"), ("answer_ombudsman", 70, ""),
    ("ombudsman_decision", 80, "ombudsman_decided"),
]  # fmt: skip


def path(kind: str) -> str:
    return f"{CASE}/write/{kind}"


def writes(officer: Browser, kind: str, own: str = "") -> Page:
    """Read the letter with one's own words in it, then send it."""
    page = officer.follow(path(kind), path(kind), own=own, go="look")
    fields = {**page.form(""), "read": "y", "go": "send"}
    return officer.get(officer.client.post(path(kind), data=fields).headers["Location"])


def words_in(sheet: Sheet) -> list[str]:
    lines = [line for block in sheet.blocks for line in (block.lines if block.kind == "list" else ("\n".join(block.lines),))]
    return [*sheet.top, sheet.heading, *lines]


def begun(desk: Desk, officer: Browser) -> int:
    case_id = a_case(desk)
    do(officer, "request_stage_2")
    return case_id


def test_every_letter_of_a_long_case_is_written_from_its_step_and_taken_as_word(desk: Desk, signed_in: SignedIn, clock: Clock) -> None:
    a_case(desk)
    officer, sent = signed_in(), 0
    handling.confirm_route(desk, REFERENCE, "statutory", officer.staff_id, NOW)
    for name, days, kind in WAY:
        clock.now = NOW + timedelta(days=days)
        officer = signed_in(name=f"Officer of {name}")
        do(officer, name, meets=f"{NOW + timedelta(days=48):%d %m %Y}")
        if not kind:
            continue
        page = officer.get(CASE)
        assert page.links().get(letter_labels.LETTERS[kind]) == path(kind), kind
        page = writes(officer, kind, "We meet in room 4.")
        assert letter_labels.DONE["letter_sent"] in page.text and letter_labels.LETTERS[kind] not in page.links()
        sent += 1
        html = open_file(desk, REFERENCE, officer.staff_id, clock.now).letters[-1].html
        answer = officer.client.get(f"{CASE}/letters/{sent}.docx")
        assert answer.status_code == 200 and answer.headers["Content-Disposition"] == f'attachment; filename="{REFERENCE}-letter-{sent}.docx"'
        document = Document(io.BytesIO(answer.data))
        assert [one.text for one in document.paragraphs] == words_in(read(html))
        assert [one.style.name for one in document.paragraphs].count("Heading 1") == 1
        assert "room 4" in html and ("0300 061 0614" in html) != ("ombudsman" in kind)
    assert "took letter 1 as a Word file" in officer.get(CASE).text
    assert "The panel and its day. In it:" in officer.get(CASE).text


def test_words_that_were_not_read_in_their_place_are_shown_before_they_go(desk: Desk, officer: Browser) -> None:
    case_id = begun(desk, officer)
    page = officer.follow(path("stage_begun"), path("stage_begun"), own="Come & see <b>us</b>.", read="y", go="send")
    assert page.status == 400 and READ_FIRST in page.text and "Come & see <b>us</b>." in page.text
    assert "letter_sent" not in kinds_of(desk, case_id)
    fields = {**page.form(""), "go": "send"}
    assert fields["own"].strip() == "Come & see <b>us</b>."
    assert officer.client.post(path("stage_begun"), data=fields).status_code == 303
    assert "Come &amp; see &lt;b&gt;us&lt;/b&gt;." in open_file(desk, REFERENCE, officer.staff_id, NOW).letters[0].html


def test_a_letter_goes_only_once_it_was_read(desk: Desk, officer: Browser) -> None:
    case_id = begun(desk, officer)
    page = officer.follow(path("stage_begun"), path("stage_begun"), go="send")
    assert page.status == 400 and "Read the letter, then say that it is right" in page.text
    page = officer.follow(path("stage_begun"), path("stage_begun"), own="x" * 4001, read="y", go="send")
    assert page.status == 400 and "Use at most 4,000 characters" in page.text and "x" * 4001 in page.html
    assert "letter_sent" not in kinds_of(desk, case_id)


def test_the_button_pressed_twice_sends_one_letter(desk: Desk, officer: Browser, signed_in: SignedIn) -> None:
    case_id = begun(desk, officer)
    fields = {**officer.get(path("stage_begun")).form(""), "read": "y", "go": "send"}
    for _ in range(2):
        assert officer.client.post(path("stage_begun"), data=fields).status_code == 303
    assert kinds_of(desk, case_id).count("letter_sent") == 1
    another = signed_in(name="B. Officer").get(path("stage_begun"))
    assert another.status == 409 and "A. Officer has done this already" in another.text


def test_what_has_changed_meanwhile_is_read_again(desk: Desk, officer: Browser, signed_in: SignedIn) -> None:
    begun(desk, officer)
    do(officer, "appoint")
    fields = {**officer.get(path("investigators")).form(""), "read": "y", "go": "send"}
    do(signed_in(name="B. Officer"), "appoint", investigator="Nina New")
    answer = officer.client.post(path("investigators"), data=fields)
    assert answer.status_code == 400 and "Nina New" in answer.get_data(as_text=True)


@pytest.mark.parametrize("kind", ["nothing", "answer", "STAGE_BEGUN", "panel/x"])
def test_letters_that_there_are_not_are_not_found(desk: Desk, officer: Browser, kind: str) -> None:
    begun(desk, officer)
    assert officer.client.get(path(kind)).status_code == 404
    assert officer.get(path("panel")).status == 409, "one that is not due is no longer possible"


def test_whoever_may_not_handle_a_case_writes_none_and_may_read_none(desk: Desk, officer: Browser, signed_in: SignedIn, browser: Browser) -> None:
    begun(desk, officer)
    writes(officer, "stage_begun")
    admin = signed_in(Role.ADMINISTRATOR, "C. Admin")
    assert admin.client.get(f"{CASE}/letters/1.docx").status_code == 403 and admin.client.get(path("stage_begun")).status_code == 403
    assert browser.client.get(f"{CASE}/letters/1.docx").status_code == 302
    assert officer.client.get(f"{CASE}/letters/2.docx").status_code == 404


def test_a_letter_in_urdu_to_a_child_is_shown_in_english_too(desk: Desk, officer: Browser) -> None:
    case_id = begun(desk, officer)
    with desk.database.write() as conn:
        cases.update(conn, case_id, language="ur", voice="child")
    page = officer.get(path("stage_begun"))
    assert 'lang="ur" dir="rtl"' in page.html and "The letter in English" in page.text and "We look at it again" in page.text
    writes(officer, "stage_begun")
    sheet = read(open_file(desk, REFERENCE, officer.staff_id, NOW).letters[0].html)
    assert (sheet.language, sheet.direction) == ("ur", "rtl")
    document = Document(io.BytesIO(officer.client.get(f"{CASE}/letters/1.docx").data))
    assert document.core_properties.language == "ur-PK" and [one.text for one in document.paragraphs] == words_in(sheet)


def test_the_bundle_holds_each_letter_as_word_too(desk: Desk, signed_in: SignedIn) -> None:
    manager = signed_in(Role.MANAGER, "M. Manager")
    begun(desk, manager)
    writes(manager, "stage_begun")
    answer = manager.client.post(f"{CASE}/export", data=manager.get(CASE).form(f"{CASE}/export"))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        file = archive.read(f"{REFERENCE}/{REFERENCE}-letter-1.docx")
        assert f"{REFERENCE}-letter-1.docx" in archive.read(f"{REFERENCE}/manifest.json").decode()
        assert "sent a letter. The next stage has begun" in archive.read(f"{REFERENCE}/index.html").decode()
    assert Document(io.BytesIO(file)).paragraphs[0].text == desk.profile.council


WHO = {"name": "Ada Vocate", "organisation": "Example Advocates", "reach": "01632 960004"}


def test_who_the_advocate_is_is_asked_for_once_one_is_appointed_and_nothing_typed_is_lost(desk: Desk, officer: Browser) -> None:
    a_case(desk)
    at = f"{CASE}/advocate"
    page = officer.follow(at, at, step="accepted", day="23 11 2026", reach="01632 960004")
    assert page.status == 400 and "Say who the advocate is" in page.text and page.form("")["reach"] == "01632 960004"
    page = officer.follow(at, at, step="accepted", day="23 11 2026", **WHO)
    assert "recorded that an advocate was appointed, on Mon 23 Nov: Ada Vocate, Example Advocates, 01632 960004" in page.text
    assert "Nothing yet: ask the person" in page.text


def test_what_the_advocate_may_do_is_agreed_and_taken_back(desk: Desk, officer: Browser) -> None:
    a_case(desk)
    rights.advocate(desk, REFERENCE, "accepted", NOW.date(), WHO, officer.staff_id, NOW)
    at = f"{CASE}/advocate-consent"
    page = officer.follow(at, at, scope=["speak", "letters"], how_known="They told me on the <i>phone</i>.")
    assert page.status == 200 and "Speak for them; Get a copy of each letter" in page.text and "<i>phone</i>" in page.text
    ticked = {one.get("value") for one in officer.get(at).all("input", type="checkbox") if one.get("checked") is not None}
    assert ticked == {"speak", "letters"}, "what stands is not taken back by opening the page"
    assert officer.follow(at, at, scope=["fly"], how_known="x").status == 400
    assert officer.follow(at, at, scope=[], how_known="").status == 400
    page = officer.follow(at, at, day="24 11 2026", scope=[], how_known="x")
    assert page.status == 400 and "Enter a day from 2026-11-23 to 2026-11-23" in page.text
    page = officer.client.post(at, data={**officer.get(at).form(""), "scope": [], "how_known": "A letter."}, follow_redirects=True)
    assert "Nothing: it was taken back" in page.get_data(as_text=True)


def test_each_page_that_sends_a_letter_says_whether_a_copy_goes_to_the_advocate(desk: Desk, officer: Browser) -> None:
    begun(desk, officer)
    pages = (path("stage_begun"), f"{CASE}/acknowledge")
    assert all("advocate:" not in officer.get(at).text for at in pages)
    rights.advocate(desk, REFERENCE, "accepted", NOW.date(), WHO, officer.staff_id, NOW)
    for at in pages:
        assert "No copy goes to the advocate: the person has not agreed to that." in officer.get(at).text
    advocacy.consent(desk, REFERENCE, [Scope.LETTERS], NOW.date(), {"how_known": "x"}, officer.staff_id, NOW)
    for at in pages:
        assert "A copy goes to the advocate: Ada Vocate, Example Advocates, 01632 960004." in officer.get(at).text
    assert "A copy goes to the advocate" in writes(officer, "stage_begun").text


def test_every_letter_and_everything_agreed_has_its_name() -> None:
    assert set(letter_labels.LETTERS) == set(LetterKind) and set(letter_labels.SCOPE) == set(Scope)
    assert set(labels.ADVOCATE_STEPS) == set(rights.ADVOCATE_STEPS)


def test_a_letter_of_an_erased_case_is_gone(app: Flask, desk: Desk, officer: Browser) -> None:
    case_id = begun(desk, officer)
    writes(officer, "stage_begun")
    with desk.database.read() as conn:
        name = cases.by_id(conn, case_id).key_name
    assert desk.keys.erase(name)
    with pytest.raises(letters.NoSuchLetter):
        letters.take(desk, REFERENCE, 1, officer.staff_id, NOW)
    assert officer.client.get(f"{CASE}/letters/1.docx").status_code == 404
