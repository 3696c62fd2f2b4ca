"""A case on the officer's table, and the moves from it."""

import re

import pytest

from portal.actions import closing, handling
from portal.actions.case_file import open_file
from portal.casework.moves import MOVES
from portal.casework.outcomes import OutcomeCode
from portal.staff.gate import PAGES
from portal.staff.permissions import permission_of
from portal.store import tables
from tests.actions.desks import NOW, a_case, an_officer, answer_all, kinds_of, row_of
from tests.staff.browser import Browser, Page
from tests.staff.conftest import SignedIn

REFERENCE = "KMR-2346-789"
CASE = f"/staff/cases/{REFERENCE}"


def test_every_move_has_its_page_which_names_the_moves_own_permission() -> None:
    views = {endpoint: view for _, endpoint, view, _ in PAGES}
    assert {m.name: permission_of(views[m.name]) for m in MOVES} == {m.name: m.permission for m in MOVES}


def test_the_page_shows_all_that_was_asked_as_it_was_worded_and_the_words_escaped(officer: Browser, desk) -> None:
    a_case(desk)
    page = officer.get(CASE)
    for said in ("Who are you?", "A parent", "Jo Bloggs", "asked in the adult voice, in English", "Send somebody."):
        assert said in page.text
    typed = ["".join(one.itertext()) for one in page.tree.iter() if "typed" in (one.get("class") or "")]
    assert "The visits <b>never</b> came." in typed
    assert "<b>never" not in page.html


def test_the_page_shows_the_route_its_reasons_and_its_dates(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    page, decision = officer.get(CASE), row_of(desk, case_id).decision
    assert "Route: Children's statutory procedure" in page.text
    for reason in decision["reasons"]:
        assert " ".join(reason["because"].split()) in page.text
        assert reason["cites"][0] in page.text
    assert "Monday 7 December 2026" in page.text and "Monday 21 December 2026" in page.text


def test_the_title_says_the_reference_and_nothing_of_the_person(officer: Browser, desk) -> None:
    a_case(desk)
    assert officer.get(CASE).title == f"Case {REFERENCE}"


def test_each_look_is_an_event_and_a_run_of_looks_is_one_line(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    officer.get(CASE)
    page = officer.get(CASE)
    assert kinds_of(desk, case_id) == ["submitted", "read", "read"]
    assert "A. Officer read this case (2 times)" in page.text


def test_every_page_that_shows_a_case_writes_the_look_down(signed_in: SignedIn, desk) -> None:
    from portal.casework.permissions import Role

    manager, case_id = signed_in(Role.MANAGER, "M. Manager"), a_case(desk, risk_now=True)
    for path in ("", "/change-route", "/facts", "/front-door", "/acknowledge", "/assign", "/advocate", "/offer-right"):
        before = len(kinds_of(desk, case_id))
        assert manager.get(CASE + path).status == 200
        assert kinds_of(desk, case_id)[before:] == ["read"], path


def test_a_case_of_nobody_is_not_found(officer: Browser) -> None:
    assert officer.get(CASE).status == 404
    assert officer.get(CASE + "/acknowledge").status == 404


def test_taking_a_case_is_one_press(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    page = officer.follow(CASE + "/take", CASE)
    assert "This case is yours." in page.text and "handled by A. Officer" in page.text
    assert row_of(desk, case_id).handler_id == officer.staff_id


def test_a_press_that_comes_too_late_is_told_kindly_and_shown_the_case(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    standing = officer.get(CASE).form(CASE + "/take")
    handling.take(desk, REFERENCE, an_officer(desk, "B. Officer"), NOW)
    answer = officer.client.post(CASE + "/take", data=standing)
    assert answer.status_code == 409
    assert "B. Officer has this case already." in answer.get_data(as_text=True)
    assert kinds_of(desk, case_id).count("taken") == 1


def test_a_double_press_is_no_fault_and_one_event(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    standing = officer.get(CASE).form(CASE + "/confirm-route")
    answers = [officer.client.post(CASE + "/confirm-route", data=standing) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert kinds_of(desk, case_id).count("route_confirmed") == 1
    assert "Confirmed by A. Officer" in officer.get(CASE).text


def test_a_route_is_changed_only_with_a_reason_and_what_was_typed_stays(officer: Browser, desk) -> None:
    case_id, path = a_case(desk), CASE + "/change-route"
    page = officer.follow(path, path, route="corporate", reason="  ")
    assert page.status == 400 and page.title.startswith("Error: ")
    assert page.links()["Say why, so that the person and the Ombudsman can be told"] == "#reason"
    assert page.form("")["route"] == "corporate"
    other = officer.follow(path, path, route="", reason="It is about <a policy>.")
    assert other.links()["Choose the route that is right"] == "#route"
    assert other.form("")["reason"].strip() == "It is about <a policy>."
    changed = officer.follow(path, path, route="corporate", reason="It is about <a policy>.")
    assert "It is about <a policy>." in changed.text and "Changed by A. Officer" in changed.text
    assert "The rules recommend: Children's statutory procedure" in changed.text
    assert row_of(desk, case_id).route == "corporate"


def test_a_stale_page_gives_the_words_back(officer: Browser, desk) -> None:
    case_id, path = a_case(desk), CASE + "/change-route"
    stale = {"csrf_token": "old", "route": "corporate", "reason": "It is about a policy, and took long to write."}
    answer = officer.client.post(path, data=stale)
    assert answer.status_code == 400
    assert "It is about a policy, and took long to write." in answer.get_data(as_text=True)
    assert row_of(desk, case_id).route == "statutory"


def test_a_route_nobody_knows_is_not_taken(officer: Browser, desk) -> None:
    case_id, path = a_case(desk), CASE + "/change-route"
    assert officer.follow(path, path, route="the_moon", reason="Because.").status == 400
    assert row_of(desk, case_id).route == "statutory"


def test_only_what_is_not_known_can_be_filled_in(officer: Browser, desk) -> None:
    case_id, path = a_case(desk), CASE + "/facts"
    fields = officer.get(path).form("")
    assert "service" in fields and "complainant" not in fields and "matters" not in fields
    page = officer.follow(path, path, service="school", complainant="child")
    assert "Whose act was it?: A school" in page.text
    assert "Children's statutory procedure before, The school's own procedure now" in page.text
    row = row_of(desk, case_id)
    assert (row.route, row.facts["complainant"]) == ("school", "parent")


def test_filling_in_nothing_or_nonsense_says_what_to_do(officer: Browser, desk) -> None:
    path = CASE + "/facts"
    case_id = a_case(desk)
    assert "Fill in at least one of these" in officer.follow(path, path).text
    page = officer.follow(path, path, months_since="900000", age="old")
    assert page.links()["Enter a number from 0 to 1200"] == "#months_since"
    assert page.form("")["age"] == "old"
    assert "facts_filled_in" not in kinds_of(desk, case_id)


def test_every_kind_of_fact_can_be_filled_in(officer: Browser, desk) -> None:
    case_id, path = a_case(desk), CASE + "/facts"
    told = {"age": "12.5", "months_since": "3", "risk_now": "false", "parental_responsibility": "yes"}
    many = {"child_status": ["in_need", "section_47"], "proceedings": ["none"]}
    officer.follow(path, path, **told, **many)
    facts = row_of(desk, case_id).facts
    expected = {"age": 12.5, "months_since": 3, "risk_now": False, "parental_responsibility": "yes", **many}
    assert {key: facts[key] for key in expected} == expected


def test_danger_stands_first_with_the_numbers_until_the_front_door_is_told(officer: Browser, desk) -> None:
    a_case(desk, risk_now=True)
    page = officer.get(CASE)
    assert page.html.index('class="danger"') < page.html.index('class="case"')
    assert {"01632 960002", "01632 960003", "999"} <= set(page.links())
    path = CASE + "/front-door"
    empty = officer.follow(path, path, told="", told_at="")
    assert {"Say who you told": "#told", "Say when you told them": "#told_at"}.items() <= empty.links().items()
    told = officer.follow(path, path, told="Duty social worker", told_at="today, 9:20am")
    assert 'class="danger"' not in told.html and "Duty social worker, today, 9:20am" in told.text


def test_a_letter_is_read_edited_sent_and_kept_to_the_letter(officer: Browser, desk) -> None:
    case_id, path = a_case(desk), CASE + "/acknowledge"
    page = officer.get(path)
    draft = page.form("")["text"]
    assert REFERENCE in draft and "7 December 2026" in draft
    unread = officer.follow(path, path, text="Dear Jo,\n\nwe have it.")
    assert unread.links()["Read the letter, then say that it is right"] == "#read"
    assert unread.form("")["text"].strip() == "Dear Jo,\n\nwe have it."
    sent = officer.follow(path, path, text="Dear Jo,\n\n<script>alert(1)</script> we have it.", read="y")
    assert "The acknowledgement was sent." in sent.text and "<script>alert" not in sent.html
    letter = open_file(desk, REFERENCE, officer.staff_id, NOW).letters[0].html
    assert "<p>Dear Jo,</p>" in letter and "&lt;script&gt;alert(1)&lt;/script&gt;" in letter
    assert row_of(desk, case_id).acknowledged_on is not None
    assert officer.get(path).status == 409


def test_the_letter_lies_sealed(officer: Browser, desk) -> None:
    a_case(desk)
    officer.follow(CASE + "/acknowledge", CASE + "/acknowledge", text="Dear Jo, we have it.", read="y")
    with desk.database.read() as conn:
        kept = [bytes(row.sealed) for row in conn.execute(tables.papers.select())]
    assert len(kept) == 2 and not any(b"Dear Jo" in sealed or b"Bloggs" in sealed for sealed in kept)


def test_a_closed_case_offers_what_is_still_owed_and_to_open_it_again(officer: Browser, desk) -> None:
    a_case(desk)
    answer_all(desk, REFERENCE, officer.staff_id)
    closing.close(desk, REFERENCE, OutcomeCode.UPHELD, "Answered", officer.staff_id, NOW)
    page = officer.get(CASE)
    following = page.html.split('id="next-title"')[1].split("</section>")[0]
    never_over = ["request_stage_2", "ombudsman_enquiry", "ombudsman_decision"]
    assert re.findall(r'id="(\w+)"', following) == ["advocate", "offer_right", "note", "add_document", "reopen", *never_over] and "<form" not in following


def test_an_erased_case_still_opens(officer: Browser, desk) -> None:
    desk.keys.erase(row_of(desk, a_case(desk)).key_name)
    page = officer.get(CASE)
    assert page.status == 200 and "2 parts of this case cannot be opened" in page.text


@pytest.mark.parametrize("done", ["taken", "<script>", "route_changed"])
def test_what_is_said_as_done_comes_from_a_list(officer: Browser, desk, done: str) -> None:
    a_case(desk)
    assert "<script>" not in officer.get(CASE, query_string={"done": done}).html


MORE_TIME = {"ground": "complex", "agreed": "yes", "how": "Jo, on the telephone", "reason": "Three <schools> hold the records."}


def test_more_time_is_taken_with_its_ground_and_the_dates_follow(officer: Browser, desk) -> None:
    case_id, path = a_case(desk), CASE + "/extend"
    page = officer.get(path)
    assert "Monday 7 December 2026" in page.text and "Monday 21 December 2026" in page.text
    page = officer.follow(path, path, **MORE_TIME)
    assert "took more time: it is complex. Reason: Three <schools> hold the records." in page.text
    assert "Answer, extended" in page.text
    assert row_of(desk, case_id).due_on.isoformat() == "2026-12-21"
    assert "Take more time" not in page.text


def test_more_time_without_agreement_owes_stage_2(officer: Browser, desk) -> None:
    a_case(desk)
    path = CASE + "/extend"
    page = officer.follow(path, path, **MORE_TIME | {"agreed": "no"})
    assert "Offer: Stage 2, independent investigation, since Monday 23 November 2026" in page.text
    assert "asked for more time, which was not agreed to" in page.text


def test_more_time_needs_a_ground_an_answer_and_a_reason_and_keeps_what_was_typed(officer: Browser, desk) -> None:
    case_id, path = a_case(desk), CASE + "/extend"
    page = officer.follow(path, path, reason="Because of it")
    assert page.status == 400
    assert {"Choose the ground", "Choose yes or no", "Say who told you, and how"} <= set(page.links())
    assert page.form("")["reason"].strip() == "Because of it"
    assert kinds_of(desk, case_id)[-1] == "read"


@pytest.mark.parametrize("typed", ["", "soon", "31 2 2026", "2026-11-23", "24 11 2026", "22/11/2026"])
def test_a_day_that_cannot_be_is_said_and_the_rest_is_kept(officer: Browser, desk, typed: str) -> None:
    case_id, path = a_case(desk), CASE + "/advocate"
    page = officer.follow(path, path, step="sent", day=typed, note="Example Advocates")
    assert page.status == 400
    assert any(href == "#day" for href in page.links().values())
    assert page.form("")["note"] == "Example Advocates"
    assert "advocate_referred" not in kinds_of(desk, case_id)


@pytest.mark.parametrize("typed", ["23 11 2026", "23/11/2026", "23.11.2026", " 23-11-2026 "])
def test_the_referral_to_an_advocate_is_written_down_once_however_often_it_is_pressed(
    officer: Browser, desk, typed: str
) -> None:
    case_id, path = a_case(desk, complainant="child"), CASE + "/advocate"
    for _ in range(2):
        page = officer.follow(path, path, step="sent", day=typed, note="Sam")
    assert kinds_of(desk, case_id).count("advocate_referred") == 1
    assert "sent the referral to an advocate" in page.text


def test_the_ledger_shows_what_is_owed_in_front_and_what_was_offered_behind(officer: Browser, desk) -> None:
    a_case(desk, complainant="child", stage_so_far="stage1_answered")
    page = officer.get(CASE)
    assert "Offer: An advocate, and help to get one" in page.text
    assert "Offer: Stage 2, independent investigation" in page.text
    path = CASE + "/offer-right"
    page = officer.follow(path, path, right="stage_2", how="letter", day="23 11 2026", note="")
    assert "Offer: Stage 2" not in page.text
    assert "offered Mon 23 Nov, by letter" in page.text


def test_each_date_explains_itself_day_by_day(officer: Browser, desk) -> None:
    a_case(desk)
    counted = officer.get(CASE).text
    assert "10 working days. Weekends and bank holidays do not count." in counted
    for day in ("Monday 23 Novemberthe start", "Tuesday 24 Novemberday 1", "Saturday 28 NovemberWeekend", "Monday 7 Decemberday 10"):
        assert day in counted


def test_the_case_names_the_rules_that_decided_it_and_leads_to_the_rulebook(officer: Browser, desk) -> None:
    a_case(desk)
    links = officer.get(CASE).links()
    assert links["support_for_a_child"] == "/staff/rules#rule-support_for_a_child"
    page = officer.get("/staff/rules")
    assert page.all("tr", id="rule-support_for_a_child")
    assert "to be checked against legislation.gov.uk" in page.text


def test_whoever_was_overtaken_gets_their_words_back_to_copy(desk, officer: Browser) -> None:
    a_case(desk)
    form = officer.get(CASE + "/ask-service").form("")
    closing.close(desk, REFERENCE, OutcomeCode.WITHDRAWN, "They rang.", an_officer(desk, "C. Other"), NOW)
    page = Page(officer.client.post(CASE + "/ask-service", data={**form, "asked": "Long <b>words</b> to the service"}))
    assert page.status == 409 and "Long <b>words</b> to the service" in page.text and "<b>words" not in page.html
