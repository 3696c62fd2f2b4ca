"""Enquiries and queries as an officer takes them in, answers them, and goes on where it is a complaint."""

import re

from sqlalchemy import select

from portal.store import tables
from tests.staff.browser import Browser
from tests.staff.test_take_in_pages import ABOUT, CALL, REACH, WHO, go

ENQUIRY, QUERY = "/staff/take-in/enquiry", "/staff/take-in/solved"
ASKED = {"kind": "mp", "name": "Petra Member MP", "message": "Why did nobody <b>call</b>?", "channel": "email", "matter": "communication"}
SOLVED = {"kind": "question", "solved": "Told them: on Monday.", "channel": "telephone", "message": "When is the review?"}


def case_in(page) -> str:
    return re.search(r"/staff/cases/([A-Z0-9-]{12})/", page.html)[1]


def test_an_enquiry_is_taken_in_answered_and_closed(officer: Browser) -> None:
    page = officer.follow(ENQUIRY, ENQUIRY, **ASKED)
    assert page.status == 200 and "It is taken in." in page.text and "Enquiry: Member of Parliament" in page.text
    assert "Why did nobody <b>call</b>?" in page.text and "<b>call" not in page.html
    assert "Answer the enquiry" in page.text and "Acknowledge it" not in page.text and "request-stage-2" not in page.html
    path = f"/staff/cases/{case_in(page)}"
    closed = officer.follow(f"{path}/close", f"{path}/close", outcome="answered", reason="Done.")
    assert closed.status == 400 and "Record the answer first" in closed.text and "Upheld" not in closed.text
    answered = officer.follow(f"{path}/answer-enquiry", f"{path}/answer-enquiry", words="They are called on Monday.")
    assert "Answered on" in answered.text and "They are called on Monday." in answered.text
    assert "It is closed." in officer.follow(f"{path}/close", f"{path}/close", outcome="answered", reason="Done.").text


def test_the_queue_shows_the_kind_and_is_narrowed_by_it(officer: Browser) -> None:
    reference = case_in(officer.follow(ENQUIRY, ENQUIRY, **ASKED))
    assert reference in officer.get("/staff/queue?enquiry=mp").text and "Member of Parliament" in officer.get("/staff/queue").text
    assert reference not in officer.get("/staff/queue?enquiry=member").text
    assert reference in officer.get("/staff/queue?enquiry=<b>").text


def test_what_is_missing_is_said_and_nothing_typed_is_lost(officer: Browser) -> None:
    for path, given in ((ENQUIRY, ASKED), (QUERY, SOLVED)):
        page = officer.follow(path, path, **{**given, "kind": ""})
        assert page.status == 400 and "Choose wh" in page.text and given["message"].split("<")[0] in page.html
        late = officer.follow(path, path, **{**given, "day": "1 1 2030"})
        assert late.status == 400 and "to today" in late.text


def test_a_query_is_counted_closed_and_can_still_be_taken_in_as_a_complaint(officer: Browser) -> None:
    page = officer.follow(QUERY, QUERY, **SOLVED)
    assert "Solved at once: A question that was answered" in page.text and "Closed: " in page.text
    path = f"/staff/cases/{case_in(page)}/take-in"
    assert "It was not solved: take it in as a complaint" in page.text
    form = officer.follow(path, f"/staff/cases/{case_in(page)}")
    assert form.status == 200 and "How it came, and danger" in form.text and "keyed in before is gone" not in form.text


def test_the_other_doors_stand_on_the_first_page_of_taking_in(officer: Browser) -> None:
    assert {ENQUIRY, QUERY} <= set(officer.get("/staff/take-in?new=1").links().values())


def test_an_enquiry_that_is_a_complaint_is_taken_in_with_its_words_and_both_lead_to_each_other(officer: Browser, desk) -> None:
    reference = case_in(officer.follow(ENQUIRY, ENQUIRY, **ASKED))
    page = officer.follow(f"/staff/cases/{reference}/take-in", f"/staff/cases/{reference}")
    assert "keyed in before is gone" not in page.text
    happened = {"change_soon": "no", "stage_so_far": "none"}
    for part in (CALL, WHO, {**ABOUT, "matters": ["communication"]}):
        page = go(officer, page, **part)
    assert "Why did nobody <b>call</b>?" in page.text
    page = go(officer, page, **happened)
    page = go(officer, page, **REACH)
    assert page.title.startswith("Check and send"), page.text
    sent = go(officer, page, go="send")
    assert "Their words" in sent.text
    asked = officer.get(f"/staff/cases/{reference}")
    assert "It was taken in as a complaint" in asked.text, asked.text
    became = re.search(r"It was taken in as a complaint: ([A-Z0-9-]{12})", asked.text)[1]
    complaint = officer.get(f"/staff/cases/{became}")
    assert f"it was enquiry {reference} before" in complaint.text and "Why did nobody <b>call</b>?" in complaint.text


def test_the_same_form_filled_in_anew_is_an_enquiry_of_its_own_and_sent_twice_it_is_one(officer: Browser) -> None:
    form = officer.get(ENQUIRY).form("")
    first, twice = (officer.client.post(ENQUIRY, data={**form, **ASKED}) for _ in range(2))
    other = officer.client.post(ENQUIRY, data={**form, **ASKED, "name": "Other Cllr", "message": "A quite different one"})
    assert first.headers["Location"] == twice.headers["Location"] != other.headers["Location"]
    assert "A quite different one" in officer.get(other.headers["Location"]).text


def test_one_enquiry_becomes_one_complaint_however_often_it_was_begun(officer: Browser, desk) -> None:
    reference = case_in(officer.follow(ENQUIRY, ENQUIRY, **ASKED))
    pages = [officer.follow(f"/staff/cases/{reference}/take-in", f"/staff/cases/{reference}") for _ in range(2)]
    sent = []
    for page in pages:
        for part in (CALL, WHO, {**ABOUT, "matters": ["communication"]}, {"change_soon": "no", "stage_so_far": "none"}, REACH):
            page = go(officer, page, **part)
        sent.append(go(officer, page, go="send"))
    assert "Their words" in sent[0].text
    assert (sent[1].status, reference in sent[1].text) == (409, True)
    with desk.database.read() as conn:
        assert sorted(conn.execute(select(tables.cases.c.purpose)).scalars()) == ["complaint", "enquiry"]
