"""The stages after the first as pages: forms that lose nothing, dates that follow, and what the person sees of it."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.actions import handling
from portal.actions.stages import FINDINGS, STEPS
from portal.casework.events import Happened
from portal.casework.stage_moves import STAGE_MOVES
from portal.casework.stages import STEPS as FOLDED
from portal.staff import labels, stage_labels
from portal.staff.stage_forms import FORMS, PAGES
from tests.actions.desks import NOW, a_case, kinds_of, row_of
from tests.actions.test_stages import CODES, PEOPLE
from tests.staff.browser import Browser, Page
from tests.staff.conftest import Clock, SignedIn

REFERENCE = "KMR-2346-789"
CASE = f"/staff/cases/{REFERENCE}"
MAY_SAY = {"injustice": "fault_injustice"}
WORDS = {"summary": "It <b>finds</b> delay.", "response": "We are sorry & will put it right."}


def path_of(name: str) -> str:
    return f"{CASE}/{name.replace('_', '-')}"


def filled(name: str, meets: str = "10 1 2027", **other: str) -> dict[str, str]:
    """Everything that the page of a step asks, as an officer would fill it in; the day stands in it already."""
    found = {}
    for ask in PAGES[name].asks:
        if ask.kind == "several" or (ask.kind == "tick" and not ask.missing):
            continue
        if ask.kind == "tick":
            found[ask.name] = "y"
        elif ask.kind == "picks":
            found[ask.name] = CODES.get(ask.name) or MAY_SAY[ask.name]
        elif ask.name in ("until", "meets"):
            found[ask.name] = meets
        elif ask.name != "day":
            found[ask.name] = PEOPLE.get(ask.name) or WORDS.get(ask.name) or f"Words about {ask.name}"
    return {**found, **other}


def do(officer: Browser, name: str, **other: str) -> Page:
    return officer.follow(path_of(name), path_of(name), **filled(name, **other))


def test_every_step_has_its_page_and_every_page_asks_what_its_step_demands(app: Flask) -> None:
    assert list(PAGES) == [row.name for row in STAGE_MOVES] == list(STEPS)
    for name, step in STEPS.items():
        asked = {ask.name: ask for ask in PAGES[name].asks}
        several = {ask.name for ask in asked.values() if ask.kind == "several"}
        said = {*asked} - several | {f"{one}_{code}" for one in several for code in asked[one].choices}
        assert said == {*step.words, *step.codes, *step.may_say, *step.days, *step.ticks, *step.may, "day"}
        for code, known in step.codes.items():
            assert set(asked[code].choices) == {str(one) for one in known}, code
        for code, known in step.may_say.items():
            assert set(asked[code].choices) == {"", *known}, f"{code} may be left unsaid"
        with app.test_request_context("/staff/"):
            assert set(FORMS[name]()._fields) == set(asked)


def test_every_step_is_told_of_and_every_code_has_a_label() -> None:
    assert set(stage_labels.TOLD) == set(stage_labels.DONE) == set(FOLDED)
    assert {key for step in STEPS.values() for key in step.words} == set(stage_labels.WORDS)
    assert {str(code) for code in FINDINGS} <= set(labels.OUTCOME)


def test_a_statutory_case_is_worked_from_arrival_to_the_ombudsmans_decision(officer: Browser, signed_in: SignedIn, desk, clock: Clock) -> None:
    case_id = a_case(desk)
    handling.confirm_route(desk, REFERENCE, "statutory", officer.staff_id, NOW)
    way = [
        ("request_stage_2", 20), ("agree_statement", 24), ("appoint", 25), ("extend_stage_2", 40), ("report_stage_2", 42),
        ("adjudicate", 44), ("request_stage_3", 46), ("panel", 47), ("panel_report", 50), ("respond_stage_3", 55),
        ("ombudsman_enquiry", 60), ("answer_ombudsman", 70), ("ombudsman_decision", 80),
    ]  # fmt: skip
    for name, days in way:
        clock.now = NOW + timedelta(days=days)
        officer = signed_in(name=f"Officer of {name}")
        link = officer.get(CASE)
        assert path_of(name) in link.links().values(), name
        page = do(officer, name, meets=f"{NOW + timedelta(days=49):%d %m %Y}")
        assert page.status == 200 and stage_labels.DONE[move_event(name)] in page.text, (name, page.text[:2000])
    page = officer.get(CASE)
    for words in ("Stage 3: review panel", "Carl Chair", "The Ombudsman decided", "Upheld. The fault caused injustice", "We are sorry & will put it right."):
        assert words in page.text, words
    assert "<b>finds" not in page.html
    done = officer.follow(CASE + "/close", CASE + "/close", outcome="partly_upheld", reason="All was done.", nothing_learned="It was seen to at once.")
    assert "It is closed." in done.text
    row = row_of(desk, case_id)
    assert (row.stage, row.open) == (3, False)


def move_event(name: str) -> Happened:
    return next(row.event for row in STAGE_MOVES if row.name == name)


def test_the_dates_of_stage_2_stand_with_how_they_were_counted(officer: Browser, desk) -> None:
    a_case(desk)
    page = do(officer, "request_stage_2")
    assert "Dates of stage 2" in page.text
    assert "Wednesday 30 December 2026" in page.text and "Thursday 25 February 2027" in page.text
    assert "25 working days" in page.text and "65 working days" in page.text
    assert "used Mon 23 Nov" in page.text


def test_what_the_ombudsman_says_of_injustice_may_be_left_unsaid_and_fits_only_what_was_upheld(officer: Browser, desk) -> None:
    case_id, path = a_case(desk), path_of("ombudsman_decision")
    refused = do(officer, "ombudsman_decision", decision="not_upheld", injustice="already_remedied", recommendations="Nothing at all.")
    assert "Only a complaint that is upheld had a fault" in refused.text and "Nothing at all." in refused.text, "and nothing typed is lost"
    assert "already_remedied\" checked" in refused.html
    assert "There is a problem" in do(officer, "ombudsman_decision", injustice="very_unjust").text
    assert Happened.OMBUDSMAN_DECIDED not in kinds_of(desk, case_id)
    sent = filled("ombudsman_decision", decision="not_upheld", injustice="")
    page = officer.follow(path, path, **sent)
    assert "The decision is written down." in page.text
    assert "Not upheld" in page.text and "injustice" not in page.text.lower()


def test_what_the_ombudsman_asks_for_is_chosen_from_a_list_and_said_with_the_case(officer: Browser, desk) -> None:
    a_case(desk)
    refused = do(officer, "ombudsman_decision", decision="not_upheld", injustice="", asks="payment")
    assert "Only where a complaint is upheld is something to be put right" in refused.text
    assert "There is a problem" in do(officer, "ombudsman_decision", asks="a_castle").text
    page = do(officer, "ombudsman_decision", asks="service_improved")
    assert "The fault caused injustice. Asked for: A change of how the service works, for everybody" in page.text


def test_the_history_says_what_the_ombudsman_found_of_injustice(officer: Browser, desk) -> None:
    a_case(desk)
    page = do(officer, "ombudsman_decision", injustice="already_remedied")
    assert "recorded the Ombudsman’s decision" in page.text
    assert page.text.count("Upheld. The council had put it right before") == 2, "in the history, and beside the stage"


@pytest.mark.parametrize("name", ["request_stage_2", "resolve_otherwise", "pause", "withdraw_request", "ombudsman_enquiry"])
def test_a_page_that_was_sent_empty_says_what_is_missing_and_keeps_what_was_typed(officer: Browser, desk, name: str) -> None:
    case_id = a_case(desk)
    typed = filled(name)
    for ask in PAGES[name].asks:
        if ask.name == "day" or not ask.missing:
            continue
        sent = {key: value for key, value in typed.items() if key != ask.name}
        page = officer.follow(path_of(name), path_of(name), **sent)
        assert page.status == 400 and ask.missing in page.text, ask.name
        for key, value in sent.items():
            kept = page.form("")
            assert kept.get(key, "").strip() == value or kept.get(key) == value, key
    assert "submitted" in kinds_of(desk, case_id) and {*kinds_of(desk, case_id)} <= {"submitted", "read"}


def test_somebody_of_stage_2_on_the_panel_is_refused_beside_the_name_and_nothing_is_lost(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    for name in ("request_stage_2", "appoint", "report_stage_2", "adjudicate", "request_stage_3"):
        do(officer, name)
    page = do(officer, "panel", third="INES Pendent")
    assert page.status == 400 and "may not sit on the panel" in page.text
    assert page.form("")["third"] == "INES Pendent" and page.form("")["chair"] == "Carl Chair"
    assert "panel_appointed" not in kinds_of(desk, case_id)


def test_a_day_that_cannot_be_is_said_beside_its_field(officer: Browser, desk) -> None:
    a_case(desk)
    for day in ("25 11 2026", "1 1 1999", "31 2 2026", "tomorrow"):
        page = do(officer, "request_stage_2", day=day)
        assert page.status == 400 and page.form("")["day"] == day and 'id="day-error"' in page.html


def test_a_page_that_comes_too_late_is_told_kindly(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    standing = officer.get(path_of("request_stage_2")).form("") | filled("request_stage_2")
    do(officer, "request_stage_2", who="Jo's mother")
    answer = officer.client.post(path_of("request_stage_2"), data=standing)
    assert answer.status_code == 409
    assert kinds_of(desk, case_id).count("stage_2_requested") == 1


def test_what_waits_says_so_and_what_is_answered_says_by_when_the_next_stage_is_asked_for(officer: Browser, desk) -> None:
    a_case(desk)
    do(officer, "request_stage_2")
    page = do(officer, "pause")
    assert "It waits, and no date runs." in page.text and "Waits for proceedings since" in page.text
    do(officer, "resume")
    for name in ("appoint", "report_stage_2"):
        do(officer, name)
    page = do(officer, "adjudicate")
    assert "Next stage to be asked for by" in page.text and "Monday 21 December 2026" in page.text


def test_an_erased_case_takes_no_step(officer: Browser, desk, signed_in) -> None:
    from portal.actions import erasing
    from tests.actions.desks import an_officer

    a_case(desk)
    standing = officer.get(path_of("request_stage_2")).form("") | filled("request_stage_2")
    erasing.propose_erasure(desk, REFERENCE, "request", "Asked.", officer.staff_id, NOW)
    erasing.erase(desk, REFERENCE, an_officer(desk, "B. Officer"), NOW)
    assert officer.client.post(path_of("request_stage_2"), data=standing).status_code == 409


def test_only_where_a_first_answer_is_to_come_it_is_asked_whether_they_still_want_it_and_then_it_has_its_day(officer: Browser, desk) -> None:
    a_case(desk)
    asked = "still want the answer to stage 1"
    assert asked not in officer.get(path_of("withdraw_request")).text, "it is the first stage itself that would be taken back"
    do(officer, "request_stage_2")
    assert asked in officer.get(path_of("withdraw_request")).text
    page = do(officer, "withdraw_request", first_answer="y")
    assert "Monday 7 December 2026" in page.text and "Dates of stage 2" not in page.text
    assert "the answer to stage 1 is still wanted" in page.text
    letter = officer.get(f"{CASE}/write/goes_on")
    assert letter.status == 200 and "We go on with your complaint" in letter.html and "Monday 7 December 2026" in letter.html
    assert "Answer this point 1" in page.links()
