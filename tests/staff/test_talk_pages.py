"""Messages and contact rules on the officer's table; and that no form that names a way passes a rule over in silence."""

import pytest
from flask import Flask

from portal.actions import answering, closing, handling, talking
from portal.actions.case_file import open_file
from portal.actions.places import Place
from portal.actions.splitting import split
from portal.actions.stages import make
from portal.casework.contact import OUTGOING, Rule, Way
from portal.casework.events import Happened
from portal.casework.moves import MOVES
from portal.casework.outcomes import OutcomeCode
from portal.casework.permissions import Role
from portal.seal import boxes
from portal.staff.gate import PAGES
from portal.staff.talk_labels import DONE, IN_WORDS, RULES, TOLD, WAYS, WHY
from portal.store import cases, events
from tests.actions.desks import NOW, a_case, an_officer, answer_all, kinds_of, row_of
from tests.actions.test_stages import said
from tests.actions.test_talking import NO_NAMES, told
from tests.staff.browser import Browser, Page
from tests.staff.conftest import SignedIn

REFERENCE = "KMR-2346-789"
CASE = f"/staff/cases/{REFERENCE}"
INCOMING = {"request_stage_2", "request_stage_3", "note"}
"""Forms that ask by which way the person reached us."""


def rule(desk, officer: int, *rules: Rule, **words: str) -> None:
    talking.set_contact_rules(desk, REFERENCE, rules, {**NO_NAMES, **words}, officer, NOW)


def theirs(desk, case_id: int, words: str, holder: str = "complainant") -> None:
    """The person has written, as `talking.person_writes` leaves it."""
    from portal.actions.case_file import key_if_any
    from portal.actions.handling import turn_at
    from portal.seal.boxes import close_json

    with turn_at(desk, REFERENCE, None, NOW) as turn:
        key = key_if_any(turn.conn, desk, case_id)
        assert key
        turn.write_down(Happened.PERSON_WROTE, {"holder": holder}, close_json(key, {"words": words}, "event"))


def test_every_code_has_its_words() -> None:
    assert set(RULES) == set(WHY) == set(Rule)
    assert set(WAYS) == set(Way) - {Way.PORTAL}
    assert set(DONE) <= set(TOLD)
    assert IN_WORDS


def test_an_officer_writes_and_asks_and_reads_what_comes(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    page = officer.follow(CASE + "/write", CASE + "/write", message="We <b>look</b> into it.")
    assert DONE[Happened.WROTE_TO_PERSON] in page.text and "We <b>look</b> into it." in page.text and "<b>look" not in page.html
    page = officer.follow(CASE + "/ask", CASE + "/ask", message="Which day?", hear_by="30 11 2026")
    assert "We wait for the person" in page.text and "Monday 30 November 2026" in page.text and "Waits for the person" in page.text
    theirs(desk, case_id, "On <i>Tuesday</i>.")
    page = officer.get(CASE)
    assert ">New message<" in page.html and "The person wrote" in page.text and "not read yet" in page.text
    assert "On <i>Tuesday</i>." in page.text and "<i>Tuesday" not in page.html and "We wait for the person" not in page.text
    page = officer.follow(CASE + "/messages-read", CASE)
    assert DONE[Happened.MESSAGES_READ] in page.text and ">New message<" not in page.html and "not read yet" not in page.text
    assert kinds_of(desk, case_id).count("messages_read") == 1


def test_a_message_waits_on_a_closed_case_too(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    closing.close(desk, REFERENCE, OutcomeCode.WITHDRAWN, "They rang.", officer.staff_id, NOW)
    theirs(desk, case_id, "Not over.", holder="child")
    page = officer.get(CASE)
    assert ">New message<" in page.html and "The young person, with words of their own" in page.text
    assert "I have read it" in page.text


def test_what_was_typed_stands_again_where_it_is_refused(officer: Browser, desk) -> None:
    a_case(desk)
    page = officer.follow(CASE + "/ask", CASE + "/ask", message="Which day?", hear_by="soon")
    assert page.status == 400 and page.form("")["message"].strip() == "Which day?" and page.form("")["hear_by"] == "soon"
    page = officer.follow(CASE + "/ask", CASE + "/ask", message="Which day?", hear_by="1 1 2020")
    assert page.status == 400 and "Enter a day that is still to come" in page.text
    page = officer.follow(CASE + "/contact-rules", CASE + "/contact-rules", rules="not_this_person", how_known="They said so")
    assert page.links()["Name the person who must not know"] == "#whom"


def test_the_rules_stand_at_the_top_with_what_people_said_in_their_own_words(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    told(desk, case_id, {"key": "contact_way", "value": ["email"], "said": "By email"}, {"key": "not_tell", "value": "x", "said": "My <b>mother</b>"})
    page = officer.get(CASE)
    for words in ("Do not ring", "Not to this address", "Somebody must not know", "My <b>mother</b>"):
        assert words in page.text
    assert page.text.index("Do not ring") < page.text.index("What next")
    form = officer.get(CASE + "/contact-rules")
    ticked = {one.get("value") for one in form.all("input", name_="rules") if one.get("checked") is not None}
    assert ticked == {"no_phone", "no_text", "not_this_address", "not_this_person"}
    page = officer.follow(CASE + "/contact-rules", CASE + "/contact-rules", rules=["not_say_who"], whom="", note="", how_known="They told me")
    assert "Do not say who is calling" in page.text and "set how the person may be reached: Do not say who is calling" in page.text


def forbidden(page: Page) -> bool:
    return page.status == 400 and "A rule stops this" in page.text


def test_a_stopped_form_keeps_what_was_typed_and_goes_with_a_reason(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    rule(desk, officer.staff_id, Rule.NOT_THIS_ADDRESS, note="The flat is shared")
    before = kinds_of(desk, case_id).count("wrote_to_person")
    page = officer.follow(CASE + "/write", CASE + "/write", message="A long message", ways=["letter"])
    assert forbidden(page) and "nothing may go to that address" in page.text and "The flat is shared" in page.text
    assert page.title.startswith("Error: ") and page.form("")["message"].strip() == "A long message" and page.form("")["ways"] == "letter"
    assert kinds_of(desk, case_id).count("wrote_to_person") == before
    page = officer.follow(CASE + "/write", CASE + "/write", message="A long message", ways=["letter"], rule_reason="To the <b>new</b> flat")
    assert DONE[Happened.WROTE_TO_PERSON] in page.text
    assert "passed over a contact rule: Not to this address: no letters (by letter). Reason: To the <b>new</b> flat" in page.text
    assert "It also went by letter" in page.text and "<b>new" not in page.html


def _ready(desk, officer: int, name: str) -> None:
    """Bring the case to where the move called `name` can be made."""
    before = {"adjudicate": ("request_stage_2", "appoint", "report_stage_2"), "extend_stage_2": ("request_stage_2",), "write_letter": ("request_stage_2",),
              "respond_stage_3": ("request_stage_2", "appoint", "report_stage_2", "adjudicate", "request_stage_3", "panel", "panel_report")}  # fmt: skip
    for step in before.get(name, ()):
        make(desk, REFERENCE, step, said(step, meets=NOW.date()) if step == "panel" else said(step), officer, NOW)
    if name == "refuse_stage":
        handling.change_route(desk, REFERENCE, "corporate", "All of it.", officer, NOW)
        make(desk, REFERENCE, "request_stage_2", said("request_stage_2"), officer, NOW)
    if name in ("answer_own_stage", "withdraw_own_stage"):
        _answered_jointly(desk, officer)
        make(desk, REFERENCE, "request_own_stage", said("request_own_stage"), officer, NOW)
    if name == "answer":
        handling.confirm_route(desk, REFERENCE, "statutory", officer, NOW)
        answer_all(desk, REFERENCE, officer)
        checker = an_officer(desk, "C. Checker")
        answering.check_answer(desk, REFERENCE, answering.version_seen(open_file(desk, REFERENCE, checker, NOW).history), checker, NOW)


def _answered_jointly(desk, officer: int) -> None:
    with desk.database.write() as conn:
        cases.add_points(conn, row_of(desk, 1).id, [cases.NewPoint(2, "staff_conduct", "statutory", [], boxes.new_key())])
    split(desk, REFERENCE, {1: "statutory", 2: "corporate"}, "Why.", officer, NOW)
    answer_all(desk, REFERENCE, officer)
    checker = an_officer(desk, "C. Checker")
    seen = answering.version_seen(open_file(desk, REFERENCE, checker, NOW).history)
    answering.check_answer(desk, REFERENCE, seen, checker, NOW)
    answering.answer(desk, REFERENCE, "<p>Our answer</p>", seen, officer, NOW)


def _filled(page: Page) -> dict[str, object]:
    """Everything that a form asks, filled in as it could be."""
    found: dict[str, object] = dict(page.form("")) | {button.get("name"): button.get("value") for button in page.all("button") if button.get("name")}
    for one in page.tree.iter():
        name, kind = one.get("name"), one.get("type")
        if name in (None, "csrf_token", "ways", "rule_reason"):
            continue
        if kind == "radio":
            found.setdefault(str(name), one.get("value", ""))
        elif kind == "checkbox":
            found[str(name)] = one.get("value", "y")
        elif not str(found.get(str(name), "")).strip():
            found[str(name)] = "25 11 2026" if name in ("until", "hear_by") else "23 11 2026" if name == "day" else "Words"
    return found


def _ways_in(page: Page) -> dict[str, set[str]]:
    """Fields whose choices are ways of reaching somebody."""
    choices: dict[str, set[str]] = {}
    for one in page.tree.iter():
        if one.get("type") in ("radio", "checkbox"):
            choices.setdefault(str(one.get("name")), set()).add(str(one.get("value")))
    for select in (one for one in page.tree.iter() if one.tag.endswith("select")):
        choices.setdefault(str(select.get("name")), set()).update(str(option.get("value")) for option in select.iter() if option.tag.endswith("option"))
    return {name: values for name, values in choices.items() if len(values & {*Way, "post", "telephone", "visit"}) > 1}


@pytest.mark.parametrize("name", [move.name for move in MOVES])
def test_no_form_that_names_a_way_goes_past_a_rule(name: str, signed_in: SignedIn, app: Flask, desk) -> None:
    from portal.casework.permissions import Role

    officer, case_id = signed_in(Role.MANAGER, "M. Manager"), a_case(desk)
    path = next(rule for rule, endpoint, _, methods in PAGES if endpoint == name).replace("<reference>", REFERENCE)
    if "GET" not in next(methods for _, endpoint, _, methods in PAGES if endpoint == name):
        assert next(move.event for move in MOVES if move.name == name) not in OUTGOING, "what goes out has a form that asks by which way"
        return
    _ready(desk, officer.staff_id, name)
    path = "/staff" + path.replace("<int(max=999):number>", "1").replace("<kind>", "stage_begun")
    rule(desk, officer.staff_id, *Rule)
    answer = officer.client.get(path)
    event = next(move.event for move in MOVES if move.name == name)
    if answer.status_code == 409:
        assert event not in OUTGOING, f"{name} goes out, and is not tried here"
        return
    page = Page(answer)
    ways = _ways_in(page)
    assert (event in OUTGOING) == bool(ways) or name in INCOMING, f"{name} names a way, and stands in no list of what goes out"
    if event not in OUTGOING:
        return
    for field, codes in ways.items():
        for way in sorted(codes - {Way.PORTAL}):
            with desk.database.read() as conn:
                before = len([e for e in events.of_case(conn, case_id) if e.kind != "read"])
            stopped = officer.client.post(path, data={**_filled(page), field: way})
            assert forbidden(Page(stopped)), (name, way)
            with desk.database.read() as conn:
                assert len([e for e in events.of_case(conn, case_id) if e.kind != "read"]) == before, (name, way)
    field = next(iter(ways))
    gone = officer.client.post(path, data={**_filled(page), "own": "", field: "letter", "rule_reason": "They asked for it."})
    assert gone.status_code == 303, gone.get_data(as_text=True)
    assert kinds_of(desk, case_id).count("contact_rule_overridden") == 1


def test_a_rule_that_is_made_meanwhile_is_told_and_nothing_is_sent(officer: Browser, desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.staff import sending

    case_id = a_case(desk)
    rule(desk, officer.staff_id, Rule.NO_PHONE)
    monkeypatch.setattr(sending.contact, "rules_at", lambda *_: frozenset())
    page = officer.follow(CASE + "/write", CASE + "/write", message="Hello", ways=["phone"])
    assert page.status == 409 and "they are not to be rung" in page.text
    assert "wrote_to_person" not in kinds_of(desk, case_id)


def test_what_waits_to_be_read_is_found_on_one_page_also_in_closed_cases(officer: Browser, desk) -> None:
    one, other = a_case(desk), a_case(desk, "KMR-2346-78A")
    closing.close(desk, REFERENCE, OutcomeCode.WITHDRAWN, "They rang.", officer.staff_id, NOW)
    assert "Nothing waits." in officer.get("/staff/written").text
    theirs(desk, one, "Not over.")
    page = officer.get("/staff/queue").links()
    assert page["New messages"] == "/staff/written"
    found = officer.get("/staff/written").links()
    assert found[REFERENCE] == CASE and "KMR-2346-78A" not in found
    assert row_of(desk, one).wrote_at == NOW and row_of(desk, other).wrote_at is None
    talking.write_to_person(desk, REFERENCE, "We open it again.", officer.staff_id, NOW)
    assert row_of(desk, one).wrote_at is None and "Nothing waits." in officer.get("/staff/written").text


def test_an_administrator_sees_no_messages(signed_in: SignedIn, desk) -> None:
    from portal.casework.permissions import Role

    a_case(desk)
    admin = signed_in(Role.ADMINISTRATOR, "A. Administrator")
    for path in ("/staff/written", CASE + "/write", CASE + "/contact-rules"):
        assert admin.client.get(path).status_code == 403


def test_a_case_that_is_with_a_service_stands_among_the_new_messages_too(officer: Browser, desk) -> None:
    case_id = a_case(desk)
    handling.assign(desk, REFERENCE, None, an_officer(desk, "M. Anager", Role.MANAGER), NOW, Place("social_care"))
    theirs(desk, case_id, "Hello?")
    assert REFERENCE in officer.get("/staff/written").links()
