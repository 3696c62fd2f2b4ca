"""Twice, at once, and too late: two presses, two tabs, two threads, and a draft that is gone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from portal.actions import drafts, sending_now, submitting
from portal.actions.desk import Desk
from portal.actions.filing import Manner
from portal.store import tables
from tests.citizen.people import CHILD_KEPT, PARENT, THANKS, WHO, kept
from tests.citizen.stored import count, kept_case, references
from tests.conftest import NOW, VisitWith, on_both_databases
from tests.visiting import Visit

MANNER = Manner("adult", "en", lambda wording: wording.adult if wording else "")


def _draft(desk: Desk) -> bytes:
    return drafts.change(desk, None, lambda _: dict(kept(PARENT)), NOW).key


def _all_at_once(times: int, act) -> list:  # type: ignore[no-untyped-def, type-arg]
    together = Barrier(times)

    def one(number: int):  # type: ignore[no-untyped-def]
        together.wait(10)
        return act(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_pressing_send_twice_sends_once_and_shows_the_same_receipt(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/check")
    form = visit.page.form("Send my complaint")
    first = visit.posts(form.action, form.filled({}, None))
    second = visit.posts(form.action, form.filled({}, None))
    assert (first.path, first.says) == (second.path, second.says)
    assert len(references(desk)) == 1


@on_both_databases
def test_pressing_send_in_several_tabs_at_once_sends_once(desk: Desk) -> None:
    for _ in range(3):
        key, before = _draft(desk), len(references(desk))
        receipts = _all_at_once(4, lambda _, key=key: submitting.submit(desk, key, MANNER, NOW))
        assert len({receipt["reference"] for receipt in receipts}) == 1
        assert len(references(desk)) == before + 1
        assert kept_case(desk, receipts[0]["reference"]).happened == ["submitted"]


@on_both_databases
def test_sending_at_once_from_two_browsers_over_http_sends_once(app: Flask, visit_with: VisitWith, desk: Desk) -> None:
    first = visit_with(kept(PARENT))
    second = Visit(app)
    cookie = first.client.get_cookie("draft")
    assert cookie is not None
    second.client.set_cookie("draft", cookie.value)
    tokens = [visit.token for visit in (first, second)]
    pages = _all_at_once(2, lambda n: (first, second)[n].posts("/check", {"csrf_token": tokens[n]}))
    assert pages[0].path == pages[1].path == f"/done/{references(desk)[0]}"
    assert len(references(desk)) == 1


@on_both_databases
def test_answers_given_in_several_tabs_at_once_are_all_kept(desk: Desk) -> None:
    key = _draft(desk)
    names = ["name", "child_name", "not_tell", "safe_contact", "interpreter_language", "address"]

    def answer(number: int) -> None:
        drafts.change(desk, key, lambda answered: {**answered, names[number]: f"said in tab {number}"}, NOW)

    _all_at_once(len(names), answer)
    draft = drafts.look(desk, key)
    assert draft is not None
    assert {name: draft.answers[name] for name in names} == {name: f"said in tab {n}" for n, name in enumerate(names)}


@on_both_databases
def test_danger_told_in_several_tabs_at_once_is_one_case(desk: Desk) -> None:
    key = _draft(desk)
    told = [{"key": "danger_what", "question": "What?", "value": "Help", "said": "Help", "personal": True}]
    sent = _all_at_once(4, lambda _: sending_now.send_now(desk, key, told, MANNER, NOW))
    assert len({draft.early["reference"] for draft in sent if draft.early}) == 1
    assert len(references(desk)) == 1
    assert len(kept_case(desk, references(desk)[0]).papers) == 1


@on_both_databases
def test_danger_told_while_the_complaint_is_being_sent_leaves_nothing_unreadable(desk: Desk) -> None:
    told = [{"key": "danger_what", "question": "What?", "value": "Help", "said": "Help", "personal": True}]
    for _ in range(5):
        key = _draft(desk)

        def act(number: int, key: bytes = key) -> None:
            try:
                if number:
                    submitting.submit(desk, key, MANNER, NOW)
                else:
                    sending_now.send_now(desk, key, told, MANNER, NOW)
            except drafts.AlreadySent:
                pass

        _all_at_once(2, act)
        receipt = submitting.submit(desk, key, MANNER, NOW)
        case = kept_case(desk, receipt["reference"])
        assert case.points and case.papers


@on_both_databases
def test_words_asked_for_in_several_tabs_at_once_are_the_same_words(desk: Desk) -> None:
    key = _draft(desk)
    saved = _all_at_once(4, lambda _: drafts.keep_for_later(desk, key, NOW))
    assert len({(draft.reference, tuple(draft.words or ())) for draft in saved if draft}) == 1
    draft = saved[0]
    assert draft and draft.reference and draft.words
    assert drafts.come_back(desk, draft.reference, tuple(draft.words)) == key


def test_two_tabs_on_different_questions_undo_nothing_of_each_other(visit_with: VisitWith) -> None:
    visit = visit_with(kept(THANKS, "compliment"))
    one = visit.opens("/ask/thanks").form()
    two = visit.opens("/ask/name").form()
    visit.posts(one.action, one.filled({"thanks": "Eve"}, None))
    visit.posts(two.action, two.filled({"name": "Cleo"}, None))
    says = visit.opens("/check").says
    assert "Eve" in says and "Cleo" in says


def test_two_tabs_that_each_add_a_point_both_add_it(visit_with: VisitWith) -> None:
    visit = visit_with(kept(PARENT))
    one, two = (visit.opens("/ask/points/3").form() for _ in range(2))
    visit.posts(one.action, one.filled({"what_happened": "Added in one tab"}, None))
    for _ in range(2):
        visit.posts(two.action, two.filled({"what_happened": "Added in another"}, None))
    says = visit.opens("/check").says
    assert (says.count("Added in one tab"), says.count("Added in another")) == (1, 1)


def test_pressing_continue_twice_adds_one_point(visit_with: VisitWith) -> None:
    visit = visit_with(kept(PARENT))
    form = visit.opens("/ask/points/3").form()
    for _ in range(2):
        visit.posts(form.action, form.filled({"what_happened": "Added once"}, None))
    assert visit.opens("/check").says.count("Added once") == 1


def test_going_back_and_changing_the_first_answer_keeps_what_still_fits(visit_with: VisitWith) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/ask/complainant")
    visit.fills(complainant="grandparent")
    visit.answers({"acting_for": "self", "parental_responsibility": "no"})
    visit.opens("/check")
    assert visit.page.path == "/check"
    assert PARENT["points"][0]["what_happened"] in visit.page.says


@pytest.mark.parametrize(
    "page", ["/ask/stage_so_far", "/ask/find_me", "/ask/points/1", "/ask/points", "/result", "/check"]
)
def test_a_jump_ahead_lands_on_the_first_question_without_an_answer(page: str, visit_with: VisitWith) -> None:
    assert (
        visit_with({"purpose": "complaint", "complainant": "child", "name": "Kit"}).opens(page).path == "/ask/risk_now"
    )


def test_an_answer_sent_ahead_waits_until_its_question_is_reached(visit_with: VisitWith) -> None:
    visit = visit_with({"purpose": "complaint", "complainant": "child", "name": "Kit"})
    assert visit.tries("/ask/not_tell", not_tell="My carer").path == "/ask/risk_now"
    visit.answers(
        {key: value for key, value in CHILD_KEPT.items() if key != "not_tell"} | {"points": CHILD_KEPT["points"]}
    )
    assert "My carer" in visit.opens("/check").says


@pytest.mark.parametrize(
    ("who", "page", "said"),
    [
        ("parent", "/ask/safe_contact", {"safe_contact": "Words that must not be lost"}),
        ("parent", "/ask/points/2", {"what_happened": "Words that must not be lost"}),
        ("child", "/ask/points/1", {"what_happened": "Words that must not be lost"}),
        ("child", "/ask/not_tell", {"not_tell": "Words that must not be lost"}),
    ],
)
def test_what_is_typed_into_a_draft_that_is_gone_is_kept_in_a_new_one(
    who: str, page: str, said: dict[str, str], visit_with: VisitWith, desk: Desk
) -> None:
    visit = visit_with(WHO[who])
    form = visit.opens(page).form()
    with desk.database.write() as conn:
        conn.execute(tables.drafts.delete())
    visit.posts(form.action, form.filled(said, None))
    assert visit.page.path == "/gone"
    visit.follows("Carry on")
    assert count(desk, "drafts") == 1
    answered = {key: value for key, value in WHO[who].items() if key != page.removeprefix("/ask/")}
    answered["points"] = [{"what_happened": "Words that must not be lost"}]
    answered["matters"] = ["communication"]
    visit.answers(answered)
    assert "Words that must not be lost" in visit.opens("/check").says


def test_thanks_typed_into_a_draft_that_is_gone_are_still_thanks(visit: Visit, desk: Desk) -> None:
    visit.begins("compliment")
    visit.fills(complainant="parent")
    form = visit.page.form()
    with desk.database.write() as conn:
        conn.execute(tables.drafts.delete())
    visit.posts(form.action, form.filled({"thanks": "Dee"}, None))
    visit.follows("Carry on")
    visit.answers(THANKS | {"thanks": "Dee"})
    assert visit.page.path == "/check"
    assert "Dee" in visit.page.says


def test_sending_a_draft_that_is_gone_sends_nothing_and_begins_again(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(kept(PARENT))
    visit.opens("/check")
    with desk.database.write() as conn:
        conn.execute(tables.drafts.delete())
    visit.fills("Send my complaint")
    assert visit.page.path == "/gone"
    assert visit.follows("Carry on").path == "/ask/complainant"
    assert references(desk) == []


def test_a_form_that_was_open_when_the_complaint_was_sent_does_not_send_it_again(
    visit_with: VisitWith, desk: Desk
) -> None:
    visit = visit_with(kept(PARENT))
    open_page = visit.opens("/ask/name").form()
    visit.opens("/check")
    visit.fills("Send my complaint")
    visit.posts(open_page.action, open_page.filled({"name": "Somebody else entirely"}, None))
    assert (visit.page.status, "Somebody else entirely" in visit.page.says) == (409, True)
    assert kept_case(desk, references(desk)[0]).said["name"] == PARENT["name"]
