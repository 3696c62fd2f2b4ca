"""Answering a case as an officer does: a point, the check, the letter; and who may have no part in it."""

import pytest

from portal.casework.permissions import Role
from portal.staff.answer_forms import pence_of
from portal.store import cases, outbox, tables
from tests.actions.desks import a_case, an_officer, answer_all, kinds_of, row_of
from tests.staff.browser import Browser
from tests.staff.conftest import SignedIn

REFERENCE = "KMR-2346-789"
CASE = f"/staff/cases/{REFERENCE}"
POINT, ANSWER, CONFLICT = CASE + "/points/1", CASE + "/answer", CASE + "/conflict"
FOUND = {"outcome": "upheld", "reason": "Nobody planned the visits."}


def ready(officer: Browser, desk) -> int:
    """A case with its route confirmed and its one point answered."""
    case_id = a_case(desk)
    officer.send(CASE + "/confirm-route", CASE)
    officer.send(POINT, POINT, **FOUND)
    return case_id


def test_a_point_is_answered_and_shown_with_its_finding_and_reason(officer: Browser, desk) -> None:
    a_case(desk)
    assert "Answer this point 1" in officer.get(CASE).links()
    page = officer.follow(POINT, POINT, **FOUND, remedies=["apology", "payment"], amount="£1,250.50", put_right="A letter <i>by Friday</i>")
    assert "The finding is kept" in page.text and "Nobody planned the visits." in page.text
    assert "A payment of £1,250.50" in page.text and "Change the finding 1" in page.links()
    assert "<i>by Friday" not in page.html and "A letter <i>by Friday</i>" in page.text
    form = officer.get(POINT).form("")
    assert (form["outcome"], form["reason"], form["amount"]) == ("upheld", FOUND["reason"], "1,250.50")
    ticked = [one.get("value") for one in officer.get(POINT).all("input", type="checkbox") if one.get("checked") is not None]
    assert ticked == ["apology", "payment"], "what is done about it is not lost where the finding is changed"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"outcome": "", "reason": "Typed"}, "#outcome"),
        ({"outcome": "answered", "reason": "Typed"}, "#outcome"),
        ({"outcome": "upheld", "reason": " "}, "#reason"),
        ({"outcome": "upheld", "reason": "Typed", "remedies": "payment"}, "#amount"),
        ({"outcome": "upheld", "reason": "Typed", "remedies": "payment", "amount": "0"}, "#amount"),
        ({"outcome": "upheld", "reason": "Typed", "remedies": "payment", "amount": "100001"}, "#amount"),
        ({"outcome": "upheld", "reason": "Typed", "amount": "12"}, "#amount"),
        ({"outcome": "upheld", "reason": "Typed", "remedies": "gold"}, "#remedies"),
        ({"outcome": "upheld", "reason": "Typed", "remedies": "other"}, "#put_right"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(officer: Browser, desk, fields: dict, wrong: str) -> None:
    case_id = a_case(desk)
    page = officer.follow(POINT, POINT, **{"put_right": "" if wrong == "#put_right" else "Also typed", **fields})
    assert page.status == 400 and wrong in page.links().values()
    form = page.form("")
    assert form["reason"] == fields["reason"].strip() and form["put_right"] in ("Also typed", "")
    assert form.get("amount", "") == fields.get("amount", "")
    assert "point_answered" not in kinds_of(desk, case_id)


def test_a_point_that_is_not_there_is_not_found(officer: Browser, desk) -> None:
    a_case(desk)
    assert [officer.get(f"{CASE}/points/{number}").status for number in ("0", "2", "999", "1000")] == [404] * 4


@pytest.mark.parametrize(("typed", "pence"), [("150", 15_000), ("£1,250", 125_000), ("12.50", 1_250), ("1.5", None), ("", None), ("-3", None), ("١٢", None), ("1,2", None), ("9" * 50, None)])
def test_amounts_as_people_type_them(typed: str, pence: int | None) -> None:
    assert pence_of(typed) == pence


def test_an_answer_that_cannot_be_sent_yet_says_what_is_missing(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    assert officer.get(ANSWER).status == 409
    answer_all(desk, REFERENCE, officer.staff_id)
    with desk.database.write() as conn:
        cases.add_points(conn, case_id, [cases.NewPoint(2, None, "statutory", [], b"x")])
    page = officer.get(ANSWER)
    assert page.status == 409 and "Point 2: nothing is found yet." in page.text and "Say first which procedure" in page.text
    assert "Send the answer" not in page.links()


def test_the_letter_is_read_sent_kept_and_told_of_with_its_rights(officer: Browser, desk) -> None:
    case_id = ready(officer, desk)
    page = officer.get(ANSWER)
    assert "You can ask for stage 2" in page.text and "Please ask by" in page.text and "Please ask by" not in page.form("")["text"]
    text = page.form("")["text"]
    assert FOUND["reason"] in text
    page = officer.follow(ANSWER, ANSWER, text=text)
    assert (page.status, page.form("")["text"].strip()) == (400, text.strip()), "not yet said that it was read"
    page = officer.follow(ANSWER, ANSWER, text=text + "\n\nYours, A. Officer", read="y")
    assert "The answer was sent" in page.text and "answered Mon 23 Nov" in page.text and "Yours, A. Officer" in page.text
    assert "Sent on Monday 23 November 2026 by A. Officer: Upheld" in page.text
    assert "Stage 2, independent investigationoffered Mon 23 Nov, by letter" in page.text.replace("investigation offered", "investigationoffered")
    assert "Send the answer" not in page.links() and "Change the finding 1" not in page.links()
    assert kinds_of(desk, case_id).count("answered") == 1
    with desk.database.read() as conn:
        kept = [bytes(row.sealed) for row in conn.execute(tables.papers.select())]
    assert not any(b"A. Officer" in sealed or b"planned" in sealed for sealed in kept)


def test_a_second_press_sends_no_second_answer(officer: Browser, desk) -> None:
    case_id = ready(officer, desk)
    form = {**officer.get(ANSWER).form(""), "read": "y"}
    assert officer.client.post(ANSWER, data=form).status_code == 303
    assert officer.client.post(ANSWER, data=form).status_code in (303, 409)
    assert kinds_of(desk, case_id).count("answered") == 1
    with desk.database.read() as conn:
        assert len([row for row in cases.papers_of(conn, case_id) if row.kind == "letter"]) == 1


def test_a_letter_that_lost_a_point_comes_back_as_it_was_typed(officer: Browser, desk) -> None:
    case_id = ready(officer, desk)
    page = officer.follow(ANSWER, ANSWER, text="Dear Jo, all is well.", read="y")
    assert page.status == 400 and "Missing: point 1." in page.text and "Dear Jo, all is well." in page.form("")["text"]
    assert "answered" not in kinds_of(desk, case_id)


def test_a_letter_whose_findings_changed_meanwhile_is_kept_and_shown_beside_the_new_ones(officer: Browser, desk) -> None:
    case_id = ready(officer, desk)
    form = officer.get(ANSWER).form("")
    answer_all(desk, REFERENCE, an_officer(desk, "B. Officer"))
    page_of = officer.client.post(ANSWER, data={**form, "text": form["text"] + " Mine.", "read": "y"})
    body = page_of.get_data(as_text=True)
    assert page_of.status_code == 400 and "A finding was changed since" in body and " Mine." in body and "The record shows it." in body
    assert "answered" not in kinds_of(desk, case_id)


@pytest.fixture
def careful(app, monkeypatch: pytest.MonkeyPatch, desk) -> None:
    from dataclasses import replace

    profile = desk.profile.model_copy(update={"answers_checked_by_second_person": True})
    monkeypatch.setitem(app.extensions, "desk", replace(desk, profile=profile))


def test_a_second_person_checks_with_one_press_where_the_council_asks_for_it(careful, signed_in: SignedIn, desk) -> None:
    one, two = signed_in(), signed_in(name="B. Officer")
    case_id = ready(one, desk)
    assert "Somebody who wrote none of the findings has to check them" in one.get(CASE).text
    assert not one.get(CASE).all("form", id="check_answer") and one.get(ANSWER).status == 409
    page = two.follow(CASE + "/check-answer", CASE)
    assert "you have checked the findings" in page.text and "Checked by B. Officer" in page.text
    text = one.get(ANSWER).form("")["text"]
    assert "The answer was sent" in one.follow(ANSWER, ANSWER, text=text, read="y").text
    assert kinds_of(desk, case_id).count("answer_checked") == 1


def test_who_wrote_a_finding_cannot_check_it(careful, officer: Browser, desk) -> None:
    case_id = ready(officer, desk)
    token = officer.get(POINT).form("")["csrf_token"]
    answer = officer.client.post(CASE + "/check-answer", data={"csrf_token": token, "seen": "1"})
    assert answer.status_code == 409 and "You wrote one of these findings" in answer.get_data(as_text=True)
    assert "answer_checked" not in kinds_of(desk, case_id)


def test_whoever_is_complained_about_is_named_and_then_refused_with_a_plain_sentence(signed_in: SignedIn, desk) -> None:
    one, two = signed_in(), signed_in(Role.MANAGER, "M. Manager")
    case_id = a_case(desk)
    one.send(CASE + "/take", CASE)
    page = two.follow(CONFLICT, CONFLICT, people=str(one.staff_id), reason="")
    assert page.status == 400 and page.form("")["people"] == str(one.staff_id)
    page = two.follow(CONFLICT, CONFLICT, people=str(one.staff_id), reason="The complaint is about A. Officer")
    assert "who may have no part in this case" in page.text and "nobody handles it yet" in page.text
    assert two.get(CONFLICT).form("")["people"] == str(one.staff_id), "nobody is let off by opening the page"
    for path in (CASE, POINT, CONFLICT, CASE + "/acknowledge", CASE + "/close"):
        refused = one.get(path)
        assert refused.status == 403 and "You cannot read this case" in refused.text and "never came" not in refused.text, path
    assert two.get(CONFLICT).form("")["people"] == str(one.staff_id), "whoever is named already stays named"
    page = two.follow(CASE + "/assign", CASE + "/assign", handler=str(one.staff_id))
    assert page.status == 409 and "A. Officer is named in this case as complained about" in page.text
    assert row_of(desk, case_id).handler_id is None


def test_closing_proposes_what_the_findings_come_to_and_waits_for_them(officer: Browser, desk) -> None:
    a_case(desk)
    path = CASE + "/close"
    page = officer.follow(path, path, outcome="upheld", reason="All done")
    assert page.status == 400 and "Point 1: nothing is found yet." in page.text and page.form("")["reason"] == "All done"
    officer.send(POINT, POINT, outcome="partly_upheld", reason="In part")
    page = officer.get(path)
    assert page.form("")["outcome"] == "partly_upheld" and "The answer has not been sent" in page.text


def test_the_person_is_told_by_e_mail_where_they_chose_it(officer: Browser, desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.actions import leaving

    case_id = ready(officer, desk)
    monkeypatch.setattr(leaving, "email_of", lambda *_: "jo@example.org")
    officer.send(ANSWER, ANSWER, read="y")
    with desk.database.read() as conn:
        assert [row.kind for row in outbox.of_case(conn, case_id)].count("letter_ready") == 1


def test_what_was_ticked_before_is_ticked_again_and_not_lost_unseen(officer: Browser, desk) -> None:
    a_case(desk)
    officer.follow(POINT, POINT, **FOUND, remedies=["apology", "explanation"], put_right="A letter")
    ticked = {one.get("value") for one in officer.get(POINT).all("input", name_="remedies") if one.get("checked") is not None}
    assert ticked == {"apology", "explanation"}
    other = an_officer(desk, "D. Officer")
    path = f"{CASE}/conflict"
    officer.follow(path, path, people=[str(other)], reason="It is about them.")
    named = {one.get("value") for one in officer.get(path).all("input", name_="people") if one.get("checked") is not None}
    assert named == {str(other)}
