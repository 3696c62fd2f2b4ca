"""Files that people add: never needed, taken in clean, seen, taken out again, sent with the words, and read by whoever may."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from portal.actions import drafts
from portal.actions.desk import Desk
from portal.actions.files import sweep_shelf
from portal.casework.permissions import Role
from portal.councils.parts import FileLimits
from portal.scanning import Scanner
from portal.shelf import Bucket, Folder, ShelfUnavailable
from portal.store import files, tables
from portal.store.database import DatabaseUnavailable
from portal.web.pace import Pace
from portal.web.uploads import DOWNLOAD_POLICY
from tests.actions.desks import an_officer, email_of, kinds_of
from tests.citizen.people import CHILD_KEPT, WHO
from tests.citizen.stored import count, kept_case, references
from tests.citizen.test_privacy import _stored_bytes
from tests.clamd import EICAR
from tests.cleaning import made
from tests.cleaning.made import MARK
from tests.conftest import NOW, VisitWith, on_both_databases
from tests.s3 import Storage
from tests.staff.browser import Browser
from tests.visiting import Page, Visit

PHOTO, LETTER = made.jpeg_with_gps(), made.pdf_with_everything()


@pytest.fixture
def parent(visit_with: VisitWith) -> Visit:
    """A parent who has answered everything."""
    visit = visit_with(WHO["parent"])
    visit.opens("/check")
    return visit


@pytest.fixture
def child(visit_with: VisitWith) -> Visit:
    """A child who has answered everything, in the child's voice."""
    visit = visit_with(CHILD_KEPT)
    visit.opens("/young")
    visit.opens("/check")
    return visit


@pytest.fixture
def officer(app: Flask, desk: Desk) -> Browser:
    an_officer(desk)
    return Browser(app).sign_in(email_of("A. Officer"))


def _laid_out(app: Flask, **changes: Any) -> Desk:
    """The desk of the app with something else on it."""
    app.extensions["desk"] = replace(app.extensions["desk"], **changes)
    return app.extensions["desk"]  # type: ignore[no-any-return]


def _with_limits(app: Flask, **limits: Any) -> None:
    profile = app.extensions["desk"].profile
    _laid_out(app, profile=profile.model_copy(update={"files": FileLimits(**limits)}))


def _add(visit: Visit, **chosen: bytes) -> None:
    """Add files by their names, a dot written as `__`."""
    visit.opens("/files")
    button = "Add it" if "voice-child" in visit.page.html else "Add"
    visit.fills(button, files={name.replace("__", "."): data for name, data in chosen.items()})


def _on_shelf(desk: Desk) -> list[str]:
    return [one.name for one in desk.shelf.everything()]


def _sent(visit: Visit, button: str = "Send my complaint") -> str:
    visit.opens("/check")
    visit.fills(button)
    assert visit.page.path.startswith("/done/")
    return visit.page.path.removeprefix("/done/")


def _comes_back(app: Flask, said: Visit, reference: str) -> Visit:
    """The same person at another browser, with the words that they were shown."""
    words = " ".join(said.page.said_in("return-words")[0].split())
    again = Visit(app)
    again.opens("/return")
    again.fills(reference=reference, words=words)
    assert again.page.path == f"/case/{reference}"
    return again


@on_both_databases
def test_what_the_office_adds_is_never_shown_to_the_person_whatever_they_ask_for(
    app: Flask, parent: Visit, desk: Desk, officer: Browser
) -> None:
    _add(parent, letter__pdf=LETTER)
    reference = _sent(parent)
    again = _comes_back(app, parent, reference)
    path = f"/staff/cases/{reference}/documents"
    typed = {**officer.get(path).form(""), "kind": "investigation_report", "title": "About quixotry"}
    sent = officer.client.post(path, data={**typed, "files": (io.BytesIO(b"I found quixotry."), "quixotry.txt")}, content_type="multipart/form-data")
    assert sent.status_code == 303 and count(desk, "files") == 2
    again.opens(f"/case/{reference}")
    assert "letter.pdf" in again.page.html and "quixotry" not in again.page.html and "One document" not in again.page.html
    assert b"quixotry" not in again.client.get(f"/case/{reference}").data
    case = kept_case(desk, reference)
    with desk.database.read() as conn:
        person, office = files.of_case(conn, case.row.id)
    assert (person.by_office, office.by_office) == (False, True)
    for number in (2, 3, office.id, 2**40):
        assert again.client.get(f"/case/{reference}/files/{number}").status_code == 404, number
    mine = again.client.get(f"/case/{reference}/files/1")
    assert mine.data.startswith(b"%PDF") and mine.headers["Content-Disposition"] == f'attachment; filename="{reference}-file-1.pdf"'
    assert f"/files/{office.id}" in officer.get(f"/staff/cases/{reference}").html


@on_both_databases
def test_a_parent_adds_a_photo_and_a_letter_and_the_officer_and_the_parent_can_read_them(
    app: Flask, parent: Visit, desk: Desk, officer: Browser
) -> None:
    parent.follows("Add a letter, a photo or a recording")
    parent.fills("Add", files={"bruise.jpg": PHOTO, "The letter.pdf": LETTER})
    assert parent.page.path == "/files"
    assert parent.page.said_in("govuk-summary-list__key") == ["bruise.jpg", "The letter.pdf"]
    assert [said.partition(",")[0] for said in parent.page.said_in("govuk-summary-list__value")] == ["Picture", "PDF document"]
    parent.fills("Continue")
    assert parent.page.path == "/check" and "The letter.pdf" in parent.page.says
    reference = _sent(parent)
    assert kept_case(desk, reference).happened[-1] == "files_added"

    page = officer.get(f"/staff/cases/{reference}")
    assert "added 2 files" in page.text and "bruise.jpg" in page.links()
    back = _comes_back(app, parent, reference)
    own = back.client.get(back.page.link("bruise.jpg"))
    for answer, ending in ((own, "file-1.jpg"), (_saved(officer, page.links()["bruise.jpg"]), "file-1.jpg")):
        with Image.open(io.BytesIO(answer.data)) as seen:
            assert seen.size == (40, 20)
        _is_only_to_be_saved(answer, f"{reference}-{ending}", "image/jpeg")
    with pikepdf.open(io.BytesIO(back.client.get(back.page.link("The letter.pdf")).data)) as letter:
        assert b"Dear council" in letter.pages[0].Contents.read_bytes()


def _saved(officer: Browser, address: str) -> Any:
    """The file behind the warning that nobody has scanned it."""
    assert "not checked for viruses" in officer.get(address).title
    return officer.send(address, on=address)


def _is_only_to_be_saved(answer: Any, name: str, media_type: str) -> None:
    assert answer.status_code == 200
    assert answer.headers.getlist("Content-Disposition") == [f'attachment; filename="{name}"']
    assert answer.headers.getlist("Content-Security-Policy") == [DOWNLOAD_POLICY]
    assert "sandbox" in DOWNLOAD_POLICY and "default-src 'none'" in DOWNLOAD_POLICY
    assert answer.headers.getlist("Cache-Control") == ["no-store"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == media_type


def test_a_child_adds_a_drawing_and_takes_it_out_again(child: Visit, desk: Desk) -> None:
    child.follows("Add a photo, a drawing or a recording")
    assert child.page.heading == "Add a photo, a drawing or a recording"
    child.fills("Add it", files={"my house.png": made.png_with_words()})
    assert child.page.said_in("govuk-summary-list__key") == ["my house.png"]
    assert len(_on_shelf(desk)) == 1
    child.fills("Take it out")
    assert child.page.said_in("govuk-summary-list__key") == []
    assert _on_shelf(desk) == [] and count(desk, "files") == 0
    child.fills("Next")
    assert child.page.path == "/check"


def test_adding_is_never_needed(parent: Visit, desk: Desk) -> None:
    assert "You do not have to" in parent.page.says
    reference = _sent(parent)
    assert "files_added" not in kept_case(desk, reference).happened


def test_from_a_point_the_words_are_kept_and_the_way_leads_back_and_on(parent: Visit) -> None:
    parent.opens("/ask/points/1")
    parent.fills("_files", what_happened="She shouted again.")
    assert parent.page.path == "/files"
    parent.fills("Add", files={"a.txt": b"What she said."})
    assert "a.txt" in parent.page.says
    parent.follows("Back")
    assert parent.page.path == "/ask/points" and "She shouted again." in parent.page.says
    assert "added: 1" in parent.page.says
    parent.follows("Add letters, photos or recordings")
    parent.fills("Continue")
    assert parent.page.path == "/result"


def test_a_childs_drawing_may_say_it_instead_of_words(visit_with: VisitWith) -> None:
    child = visit_with({**CHILD_KEPT, "points": []})
    child.opens("/young")
    child.opens("/ask/points/1")
    child.fills("_files", what_happened="", put_right="")
    assert child.page.path == "/files"
    child.fills("Next", files={"my house.png": made.png_with_words()})
    assert child.page.path == "/ask/points/2"


def test_continue_adds_what_was_chosen_before_it_goes_on(parent: Visit) -> None:
    parent.follows("Add a letter, a photo or a recording")
    parent.fills("Continue", files={"bad.pdf": made.locked_pdf()})
    assert parent.page.path == "/files" and parent.page.status == 400
    parent.fills("Continue", files={"a.txt": b"words"})
    assert parent.page.path == "/check" and "a.txt" in parent.page.says


@pytest.mark.parametrize("who", ["parent", "child"])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", ("There is nothing in", "is empty")),
        (b"MZ\x90\0" + bytes(99), ("not a kind of file", "We cannot open")),
        (PHOTO[:700], ("could not read all", "A part of it may be missing")),
        (made.locked_pdf(), ("opens only with a password", "locked with a password")),
        (made.docx(**{"word__vbaProject.bin": "x"}), ("a macro", "a small program")),
        (made.docx_that_fetches(), ("from the internet", "one more file in it")),
        (made.pixel_bomb(), ("too large when it is opened", "too big when we open it")),
    ],
    ids=["empty", "unknown", "damaged", "locked", "macros", "fetching", "bomb"],
)
def test_a_refused_file_says_why_and_keeps_no_other_from_being_added(
    who: str, data: bytes, said: tuple[str, str], request: pytest.FixtureRequest, desk: Desk
) -> None:
    visit: Visit = request.getfixturevalue(who)
    before = visit.opens("/check").says
    _add(visit, **{"Möbel.doc": data, "ok__txt": b"This one is fine."})
    assert visit.page.status == 400
    assert said[who == "child"] in visit.page.errors["files"] and "“Möbel.doc”" in visit.page.errors["files"]
    assert visit.page.said_in("govuk-summary-list__key") == ["ok.txt"]
    assert len(_on_shelf(desk)) == 1
    visit.opens("/files")
    visit.fills("Take it out")
    assert visit.opens("/check").says == before


def test_two_refused_files_are_each_told_of(parent: Visit) -> None:
    _add(parent, a__pdf=made.locked_pdf(), b__doc=b"MZ\x90\0" + bytes(99))
    assert list(parent.page.errors) == ["files", "files-error-2"]


@pytest.mark.parametrize(("who", "said"), [("parent", "Choose it again in 20 seconds"), ("child", "Wait 20 seconds")])
def test_far_too_many_from_one_address_wait_a_little_and_keep_all_they_have(
    who: str, said: str, app: Flask, request: pytest.FixtureRequest, desk: Desk
) -> None:
    visit: Visit = request.getfixturevalue(who)
    app.extensions["uploading"] = Pace(free=2, each=timedelta(seconds=10))
    visit.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    _add(visit, a__txt=b"a", b__txt=b"b", c__txt=b"c", d__txt=b"d")
    assert visit.page.status == 429
    assert "“c.txt”" in visit.page.errors["files"] and "“d.txt”" in visit.page.errors["files-error-2"]
    assert said in visit.page.errors["files-error-2"]
    assert visit.page.said_in("govuk-summary-list__key") == ["a.txt", "b.txt"]
    app.config["NOW"] = lambda: NOW + timedelta(seconds=20)
    _add(visit, c__txt=b"c", d__txt=b"d")
    assert visit.page.said_in("govuk-summary-list__key") == ["a.txt", "b.txt", "c.txt", "d.txt"]


def test_a_proxy_that_nobody_told_us_of_keeps_nobody_waiting(app: Flask, parent: Visit) -> None:
    app.extensions["uploading"] = Pace(free=1, each=timedelta(seconds=10))
    _add(parent, a__txt=b"a", b__txt=b"b", c__txt=b"c")
    assert parent.page.said_in("govuk-summary-list__key") == ["a.txt", "b.txt", "c.txt"]


def test_the_button_without_a_file_says_what_to_do(parent: Visit) -> None:
    _add(parent)
    assert parent.page.status == 400
    assert parent.page.errors == {"files": "Choose a file first, or carry on without one"}


def test_what_a_file_is_its_content_says_and_not_its_name(parent: Visit) -> None:
    _add(parent, **{"harmless.exe": made.wav(), "song.mp3": PHOTO})
    assert [said.partition(",")[0] for said in parent.page.said_in("govuk-summary-list__value")] == ["Recording", "Picture"]


@pytest.mark.parametrize(
    ("called", "shown"),
    [("C:/Users/me/a.txt", "a.txt"), ("../../etc/passwd", "passwd"), ("<b>a</b>.txt", "b>.txt"),
     ("cod\u202etxt.exe", "codtxt.exe"), ("a\t b\x00.txt", "a b.txt"), ("x" * 300, "x" * 120), ("‮", "file")],
)  # fmt: skip
def test_the_name_they_gave_is_shown_without_tricks(called: str, shown: str, parent: Visit) -> None:
    parent.opens("/files")
    parent.posts("/files", {"csrf_token": parent.token, "files": (io.BytesIO(b"words"), called)})
    assert parent.page.said_in("govuk-summary-list__key") == [shown]


def test_the_councils_limits_are_told_and_held(app: Flask, parent: Visit, desk: Desk) -> None:
    _with_limits(app, most=2, most_bytes_each=100_000, most_bytes_in_all=150_000, kinds=("documents",))
    parent.opens("/files")
    assert "up to 100 KB" in parent.page.says and "up to 2" in parent.page.says and "photos" not in parent.page.form("Add").element.itertext()
    _add(parent, a__txt=b"a " * 50_001)
    assert "larger than 100 KB" in parent.page.errors["files"]
    _add(parent, a__jpg=PHOTO)
    assert "We take documents" in parent.page.errors["files"]
    _add(parent, a__txt=b"a " * 40_000)
    _add(parent, b__txt=b"b " * 40_000)
    assert "all files together can be 150 KB" in parent.page.errors["files"]
    _add(parent, c__txt=b"c", d__txt=b"d")
    assert "you have added 2 files" in parent.page.errors["files"]
    assert "as many as we can take" in parent.page.says
    assert len(_on_shelf(desk)) == 2


def _sends_much(visit: Visit, path: str, size: int) -> Page:
    """A file of this size, in a body that no temporary file is needed to make."""
    fields = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{visit.token}\r\n'
    head = '--x\r\nContent-Disposition: form-data; name="files"; filename="large.txt"\r\n\r\n'
    body = (fields + head).encode() + b"words " * (size // 6) + b"\r\n--x--\r\n"
    answer = visit.client.post(path, data=body, content_type="multipart/form-data; boundary=x")
    return Page(path, answer.status_code, answer.get_data(as_text=True))


def test_more_than_all_together_may_be_is_answered_in_words_on_the_page(app: Flask, parent: Visit) -> None:
    _add(parent, a__txt=b"kept")
    page = _sends_much(parent, "/files", 52_000_000)
    assert page.status == 413
    assert "more than we can take at once" in page.errors["files"]
    assert page.said_in("govuk-summary-list__key") == ["a.txt"]


def test_no_other_page_may_be_sent_as_much(parent: Visit) -> None:
    page = _sends_much(parent, "/check", 5_000_000)
    assert page.status == 413
    assert "more than we can take in" in page.heading


def test_a_post_without_the_right_token_adds_nothing(parent: Visit, desk: Desk) -> None:
    page = parent.posts("/files", {"csrf_token": "forged", "files": (io.BytesIO(b"words"), "a.txt")})
    assert page.status == 400
    assert count(desk, "files") == 0 and _on_shelf(desk) == []


def test_with_a_scanner_clean_is_clean_and_harmful_is_refused_in_both_voices(
    app: Flask, parent: Visit, child: Visit, officer: Browser, clamd_socket: str
) -> None:
    _laid_out(app, scanner=Scanner(clamd_socket))
    for visit, said in ((parent, "virus check"), (child, "You did nothing wrong")):
        _add(visit, bad__txt=EICAR, ok__txt=b"words")
        assert said in visit.page.errors["files"]
        assert visit.page.said_in("govuk-summary-list__key") == ["ok.txt"]
    reference = _sent(parent)
    page = officer.get(f"/staff/cases/{reference}")
    assert "not scanned" not in page.text
    answer = officer.client.get(page.links()["ok.txt"])
    _is_only_to_be_saved(answer, f"{reference}-file-1.txt", "text/plain; charset=utf-8")
    assert answer.data == b"words"


def test_a_scanner_that_comes_back_looks_at_what_it_missed(
    app: Flask, parent: Visit, officer: Browser, clamd_socket: str
) -> None:
    _laid_out(app, scanner=Scanner("/nowhere/clamd.socket"))
    _add(parent, bad__txt=EICAR, ok__txt=b"words")
    reference = _sent(parent)
    links = officer.get(f"/staff/cases/{reference}").links()
    assert "not checked for viruses" in officer.get(links["ok.txt"]).title
    _laid_out(app, scanner=Scanner(clamd_socket))
    assert officer.client.get(links["ok.txt"]).data == b"words"
    for refused in (officer.get(links["bad.txt"]), officer.get(links["bad.txt"])):
        assert refused.status == 409 and "harmful" in refused.title
    page = officer.get(f"/staff/cases/{reference}")
    assert "bad.txt" not in page.links() and "not scanned" not in page.text
    back = _comes_back(app, parent, reference)
    assert "Nobody can open it" in back.page.says
    assert back.client.get(f"/case/{reference}/files/1").status_code == 404


def test_every_opening_of_a_file_is_written_down_and_a_warning_is_none(
    parent: Visit, desk: Desk, officer: Browser
) -> None:
    _add(parent, a__txt=b"words")
    reference = _sent(parent)
    address = officer.get(f"/staff/cases/{reference}").links()["a.txt"]
    officer.get(address)
    assert "file_opened" not in kept_case(desk, reference).happened
    officer.send(address, on=address)
    assert kept_case(desk, reference).happened[-1] == "file_opened"
    assert "opened file 1, which was not scanned" in officer.get(f"/staff/cases/{reference}").text


def test_who_may_not_read_cases_is_given_no_file(app: Flask, parent: Visit, desk: Desk) -> None:
    _add(parent, a__txt=b"words")
    reference = _sent(parent)
    an_officer(desk, "C. Keeper", Role.ADMINISTRATOR)
    keeper = Browser(app).sign_in(email_of("C. Keeper"))
    assert keeper.get(f"/staff/cases/{reference}/files/1").status == 403
    assert Visit(app).opens(f"/case/{reference}/files/1").path == "/return"


def test_a_file_of_another_case_is_not_found(app: Flask, parent: Visit, child: Visit, officer: Browser) -> None:
    _add(parent, a__txt=b"words")
    _add(child, b__txt=b"words")
    theirs, ours = _sent(parent), _sent(child, "Send it")
    links = officer.get(f"/staff/cases/{theirs}").links()
    assert officer.get(links["a.txt"].replace(theirs, ours)).status == 404
    assert officer.get(f"/staff/cases/{ours}/files/999").status == 404
    back = _comes_back(app, child, ours)
    assert back.client.get(f"/case/{ours}/files/2").status_code == 404
    assert back.client.get(f"/case/{ours}/files/0").status_code == 404
    assert back.opens(f"/case/{theirs}/files/1").path == "/return"


def test_after_sending_the_page_leads_to_the_receipt_and_takes_nothing_more(parent: Visit, desk: Desk) -> None:
    parent.opens("/files")
    form = parent.page.form("Add")
    reference = _sent(parent)
    assert parent.opens("/files").path == f"/done/{reference}"
    page = parent.posts("/files", form.filled({"files": {"late.txt": b"late"}}, "Add"))
    assert (page.status, page.heading) == (409, "You have sent this already")
    assert parent.posts("/files", form.filled({}, "Continue")).status == 409
    assert count(desk, "files") == 0 and _on_shelf(desk) == []


def test_the_public_side_alone_takes_files_and_gives_them_back_without_the_offices_key(
    app: Flask, parent: Visit, desk: Desk
) -> None:
    _laid_out(app, office=None)
    _add(parent, a__txt=b"words")
    reference = _sent(parent)
    back = _comes_back(app, parent, reference)
    assert back.client.get(f"/case/{reference}/files/1").data == b"words"
    _laid_out(app, office=desk.office)


def test_after_the_young_person_ended_it_their_advocate_gets_no_file_and_they_do(app: Flask, visit_with: VisitWith) -> None:
    advocate = visit_with(WHO["advocate"])
    _add(advocate, a__txt=b"words")
    reference = _sent(advocate)
    told = advocate.page.said_in("return-words")
    his, theirs = (Visit(app), Visit(app))
    for who, words in ((his, told[0]), (theirs, told[1])):
        who.opens("/return")
        who.fills(reference=reference, words=words)
        assert who.client.get(f"/case/{reference}/files/1").data == b"words"
    theirs.opens(f"/case/{reference}")
    theirs.fills("Stop. They do not speak for me now" if "voice-child" in theirs.page.html else "They no longer speak for me")
    assert his.opens(f"/case/{reference}/files/1").path == "/return"
    assert theirs.client.get(f"/case/{reference}/files/1").data == b"words"


def test_without_a_draft_the_page_leads_to_the_beginning(visit: Visit) -> None:
    assert visit.opens("/files").path == "/ask/complainant"
    assert visit.tries("/files", _take_out="1").path == "/ask/complainant"


def test_nobody_takes_out_what_is_not_theirs(parent: Visit, child: Visit, desk: Desk) -> None:
    _add(parent, a__txt=b"words")
    for wanted in ("1", "0", "-1", "x", "9" * 30, ""):
        child.tries("/files", _take_out=wanted)
    assert count(desk, "files") == 1 and len(_on_shelf(desk)) == 1


@on_both_databases
def test_sent_twice_or_after_danger_the_files_are_with_the_one_case(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(WHO["parent"])
    visit.opens("/check")
    _add(visit, a__txt=b"words")
    visit.opens("/danger")
    visit.fills("Send this now", danger_what="He is here", danger_who="Me", danger_reach="Ring me")
    reference = _sent(visit)
    visit.tries("/check")
    assert references(desk) == [reference]
    with desk.database.read() as conn:
        rows = files.of_case(conn, kept_case(desk, reference).row.id)
    assert [(row.kind, row.draft_id) for row in rows] == [("txt", None)]
    assert kinds_of(desk, rows[0].case_id or 0).count("files_added") == 1


def test_files_are_there_again_with_the_return_words(app: Flask, parent: Visit) -> None:
    _add(parent, a__txt=b"words")
    parent.opens("/save")
    parent.fills("Give me")
    words, reference = " ".join(parent.page.said_in("return-words")), parent.page.said_in("reference")[0]
    again = Visit(app)
    again.opens("/return")
    again.fills(reference=reference, words=words)
    assert again.page.path == "/check" and "a.txt" in again.page.says


class Broken(Folder):
    """A shelf that has stopped to answer."""

    def put(self, name: str, sealed: bytes) -> None:
        raise ShelfUnavailable("gone")

    def get(self, name: str) -> bytes:
        raise ShelfUnavailable("gone")


def test_where_files_cannot_be_kept_words_still_are(app: Flask, parent: Visit, desk: Desk, officer: Browser) -> None:
    _add(parent, a__txt=b"words")
    whole = desk.shelf
    _laid_out(app, shelf=Broken(Path("/nowhere")))
    _add(parent, b__txt=b"more")
    assert "Something on our side is not working" in parent.page.errors["files"]
    reference = _sent(parent)
    away = officer.get(officer.get(f"/staff/cases/{reference}").links()["a.txt"])
    assert away.status == 503 and "cannot be reached" in away.title
    assert _comes_back(app, parent, reference).opens(f"/case/{reference}/files/1").status == 503
    _laid_out(app, shelf=whole)
    assert _saved(officer, officer.get(f"/staff/cases/{reference}").links()["a.txt"]).data == b"words"


def test_a_file_that_was_damaged_or_lost_is_not_found_and_the_case_still_opens(
    parent: Visit, desk: Desk, officer: Browser
) -> None:
    _add(parent, a__txt=b"words", b__txt=b"words")
    reference = _sent(parent)
    lost, damaged = sorted(_on_shelf(desk))
    whole = desk.shelf.get(damaged)
    desk.shelf.remove(lost)
    desk.shelf.put(damaged, whole[:-1] + bytes((whole[-1] ^ 1,)))
    links = officer.get(f"/staff/cases/{reference}").links()
    assert [officer.get(links[name]).status for name in ("a.txt", "b.txt")] == [404, 404]


def test_a_commit_that_failed_leaves_a_file_of_nobody_which_is_swept_and_no_other(
    parent: Visit, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(parent, a__txt=b"words")
    kept = _on_shelf(desk)

    def fails(*_: object) -> int:
        raise DatabaseUnavailable("the disk is full")

    with monkeypatch.context() as failing:
        failing.setattr("portal.store.files.insert", fails)
        _add(parent, b__txt=b"more words")
        assert parent.page.status == 503
    assert len(_on_shelf(desk)) == 2
    assert sweep_shelf(desk, NOW) == 0, "it may still be on its way"
    far = max(one.since for one in desk.shelf.everything()) + timedelta(hours=2)
    assert sweep_shelf(desk, far) == 1
    assert _on_shelf(desk) == kept
    assert sweep_shelf(desk, far) == 0


@on_both_databases
def test_a_draft_that_is_forgotten_takes_its_files_with_it(parent: Visit, child: Visit, desk: Desk) -> None:
    _add(parent, a__txt=b"words")
    _add(child, b__txt=b"words")
    reference = _sent(child, "Send it")
    assert drafts.sweep(desk, NOW + timedelta(days=31)) >= 2
    assert len(_on_shelf(desk)) == 1 == count(desk, "files")
    with desk.database.read() as conn:
        assert len(files.of_case(conn, kept_case(desk, reference).row.id)) == 1


def test_a_new_draft_forgets_old_ones_with_their_files(parent: Visit, visit: Visit, app: Flask, desk: Desk) -> None:
    _add(parent, a__txt=b"words")
    app.config["NOW"] = lambda: NOW + timedelta(days=31)
    visit.begins("compliment")
    visit.fills(complainant="parent")
    assert _on_shelf(desk) == []


def _lives(visit: Visit) -> Iterator[str]:
    """A file whose name and content are marked, in the draft and in the case."""
    visit.opens("/files")
    visit.fills("Add", files={f"{MARK}.txt": f"{MARK} told me.".encode() * 9_000})
    assert MARK in visit.page.says
    yield "added"
    _sent(visit)
    yield "sent"


@on_both_databases
def test_neither_name_nor_content_of_a_file_is_readable_where_it_is_kept(parent: Visit, desk: Desk) -> None:
    for stage in _lives(parent):
        on_shelf = b"".join(desk.shelf.get(name) for name in _on_shelf(desk))
        assert len(on_shelf) > 100_000
        assert MARK.encode() not in _stored_bytes(desk) + on_shelf, stage


def test_on_s3_it_goes_the_same_way(app: Flask, parent: Visit, desk: Desk, officer: Browser, s3: Storage) -> None:
    bucket = Bucket(s3.new_bucket(), "portal", s3.endpoint, "key", "secret")
    _laid_out(app, shelf=bucket)
    for _ in _lives(parent):
        (name,) = [one.name for one in bucket.everything()]
        assert MARK.encode() not in bucket.get(name)
    reference = references(desk)[0]
    address = officer.get(f"/staff/cases/{reference}").links()[f"{MARK}.txt"]
    assert MARK.encode() in _saved(officer, address).data
    _laid_out(app, shelf=desk.shelf)


def test_a_large_file_touches_no_temporary_file(parent: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("written to a temporary file")

    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", refuse)
    assert _sends_much(parent, "/files", 1_200_000).status == 303
    assert "1.2 MB" in parent.opens("/files").says


def test_a_label_that_is_damaged_does_not_keep_the_words_from_being_sent(
    parent: Visit, desk: Desk, officer: Browser
) -> None:
    _add(parent, a__txt=b"words")
    with desk.database.write() as conn:
        conn.execute(tables.files.update().values(sealed=b"damaged"))
    assert "File 1" in parent.opens("/files").says
    reference = _sent(parent)
    page = officer.get(f"/staff/cases/{reference}")
    assert "1 part of this case cannot be opened" in page.text
    assert officer.get(page.links()["File 1"]).status == 404


def test_the_other_voice_changes_the_words_and_not_the_files(parent: Visit) -> None:
    _add(parent, a__txt=b"words")
    parent.fills("Show this page as for children")
    assert parent.page.heading == "Add a photo, a drawing or a recording"
    assert "a.txt" in parent.page.says
