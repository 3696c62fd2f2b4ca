"""Whole journeys, from the first page to the answer, by filling in what the pages ask and following what they show."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.actions import drafts
from portal.actions.desk import Desk
from portal.web import lasting
from tests.citizen.people import ADVOCATE, ANONYMOUS, CHILD, COUNCILLOR, PARENT, QUESTION, THANKS, Answers
from tests.citizen.stored import Kept, count, kept_case, references
from tests.conftest import NOW, on_both_databases
from tests.visiting import Page, Visit

TEN_WORKING_DAYS_ON = "2026-12-07"
"""From Monday 23 November, the day on which the clock of these tests stands."""


def _sends(visit: Visit, desk: Desk, button: str) -> Kept:
    """Press the button on the check page; the case that came of it."""
    assert visit.page.path == "/check"
    visit.fills(button)
    assert visit.page.path.startswith("/done/"), visit.page.says
    return kept_case(desk, visit.page.path.removeprefix("/done/"))


def _words_on(page: Page, which: int = 0) -> str:
    """The return words on a page, as a person would type them."""
    lists = [e for e in page.tree.iter("ol") if "return-words" in e.get("class", "")]
    return " ".join("".join(item.itertext()).strip() for item in lists[which])


def _comes_back(app: Flask, reference: str, words: str) -> Visit:
    """Somebody at another browser, with a reference and words."""
    somebody = Visit(app)
    somebody.opens("/return")
    somebody.fills("Open it", reference=reference, words=words)
    return somebody


@on_both_databases
def test_a_parent_complains_and_learns_what_happens_by_when(visit: Visit, desk: Desk) -> None:
    visit.begins("complaint")
    visit.answers(PARENT)
    assert visit.page.path == "/result"
    assert TEN_WORKING_DAYS_ON in visit.page.dates
    visit.follows("Continue and check")
    case = _sends(visit, desk, "Send my complaint")
    assert case.row.reference in visit.page.says
    assert TEN_WORKING_DAYS_ON in visit.page.dates
    assert case.row.due_on.isoformat() == TEN_WORKING_DAYS_ON
    assert case.happened == ["submitted"]
    assert [point["what_happened"] for point in case.points] == [p["what_happened"] for p in PARENT["points"]]
    assert [point["route"] for point in case.points] == ["statutory", "corporate"]


def test_everything_that_was_answered_reaches_the_office_as_it_was_written(visit: Visit, desk: Desk) -> None:
    visit.begins("complaint")
    visit.answers(PARENT)
    visit.opens("/check")
    case = _sends(visit, desk, "Send my complaint")
    assert {key: value for key, value in case.said.items() if key in PARENT} == {
        key: value for key, value in PARENT.items() if key != "points"
    }


def test_what_a_person_wrote_is_shown_as_text_and_never_as_markup(visit: Visit) -> None:
    visit.begins("complaint")
    visit.answers(PARENT)
    visit.opens("/check")
    assert "The plan is <b>late</b>." in visit.page.says
    assert "The worker shouted at us & left." in visit.page.says


@on_both_databases
def test_a_child_complains_in_few_questions_and_gets_four_words(visit: Visit, desk: Desk, app: Flask) -> None:
    visit.begins("child")
    visit.answers(CHILD)
    visit.follows("Next")
    case = _sends(visit, desk, "Send it")
    assert (case.row.voice, case.row.complainant) == ("child", "child")
    assert case.row.facts["age"] == 8
    words = _words_on(visit.page)
    assert len(words.split()) == 4
    visit.fills("I wrote them down")
    assert visit.page.path == "/"
    later = _comes_back(app, case.row.reference, words)
    assert later.page.path == f"/case/{case.row.reference}"
    assert "They move me again" in later.page.says


def test_a_child_is_spoken_to_as_a_child_from_the_first_page_to_the_last(visit: Visit) -> None:
    visit.begins("child")
    for _ in range(40):
        assert 'class="govuk-template__body voice-child"' in visit.page.html, visit.page.path
        if not visit.page.path.startswith("/ask/"):
            break
        visit.fills("_skip")
    assert visit.page.path == "/result"
    assert "voice-child" in visit.opens("/check").html
    assert "voice-child" in visit.fills("Send it").html


def test_a_child_may_skip_every_question_and_still_send(visit: Visit, desk: Desk) -> None:
    visit.begins("child")
    while visit.page.path.startswith("/ask/"):
        visit.fills("_skip")
    visit.opens("/check")
    assert _sends(visit, desk, "Send it").row.complainant == "child"


@on_both_databases
def test_an_advocate_writes_and_the_child_reads_it_and_ends_the_advocates_access(
    visit: Visit, desk: Desk, app: Flask
) -> None:
    visit.begins("complaint")
    visit.answers(ADVOCATE)
    visit.opens("/check")
    case = _sends(visit, desk, "Send my complaint")
    assert sorted(case.holders) == ["advocate", "child"]
    advocates, childs = _words_on(visit.page, 0), _words_on(visit.page, 1)
    assert (len(advocates.split()), len(childs.split())) == (5, 4)
    child = _comes_back(app, case.row.reference, childs)
    assert "I want to stay here." in child.page.says
    advocate = _comes_back(app, case.row.reference, advocates)
    assert "speak for me" not in advocate.page.says
    child.fills("speak for me")
    renewed = _words_on(child.page, 0)
    assert "representative_ended" in kept_case(desk, case.row.reference).happened
    assert advocate.opens(f"/case/{case.row.reference}").path == "/return", "an open page is shut at once"
    assert _comes_back(app, case.row.reference, advocates).page.status == 400
    assert _comes_back(app, case.row.reference, childs).page.status == 400, "the advocate has seen these words"
    assert "I want to stay here." in child.opens(f"/case/{case.row.reference}").says
    assert "I want to stay here." in _comes_back(app, case.row.reference, renewed).page.says


def test_a_child_who_ends_it_sees_the_new_words_whatever_else_is_over_in_this_browser(visit: Visit, desk: Desk, app: Flask) -> None:
    visit.begins("complaint")
    visit.answers(ADVOCATE)
    visit.opens("/check")
    case = _sends(visit, desk, "Send my complaint")
    child = _comes_back(app, case.row.reference, _words_on(visit.page, 1))
    old = drafts.change(desk, None, lambda _: {"complainant": "child"}, NOW)
    child.client.set_cookie("draft", lasting.held(app, old.key, NOW - timedelta(hours=1)))
    page = child.fills("speak for me")
    assert len(_words_on(page, 0).split()) >= 4
    assert not [e for e in page.tree.iter("form") if e.get("action") in {"/language", "/voice"}], "they are shown once"


def test_an_advocate_cannot_pass_for_the_child_by_changing_a_cookie(visit: Visit, desk: Desk, app: Flask) -> None:
    visit.begins("complaint")
    visit.answers(ADVOCATE)
    visit.opens("/check")
    case = _sends(visit, desk, "Send my complaint")
    advocates, childs = _words_on(visit.page, 0), _words_on(visit.page, 1)
    advocate, child = (_comes_back(app, case.row.reference, words) for words in (advocates, childs))
    child.fills("speak for me")
    key = child.client.get_cookie("case")
    assert key is not None
    advocate.client.set_cookie("case", key.value)
    assert advocate.opens(f"/case/{case.row.reference}").path == "/return"


def test_an_advocate_cannot_end_the_childs_access(visit: Visit, desk: Desk, app: Flask) -> None:
    visit.begins("complaint")
    visit.answers(ADVOCATE)
    visit.opens("/check")
    case = _sends(visit, desk, "Send my complaint")
    advocate = _comes_back(app, case.row.reference, _words_on(visit.page, 0))
    assert advocate.tries(f"/case/{case.row.reference}/end-advocate").path == "/return"
    assert sorted(kept_case(desk, case.row.reference).holders) == ["advocate", "child"]


def test_thanks_are_passed_on_with_no_clock_and_no_procedure(visit: Visit, desk: Desk) -> None:
    visit.begins("compliment")
    visit.answers(THANKS)
    assert "Dee, who always rang back." in visit.page.says
    case = _sends(visit, desk, "Send my thanks")
    assert (case.row.purpose, case.row.route) == ("compliment", "compliment")
    assert case.row.due_on.year == 9999
    assert case.said["thanks"] == "Dee, who always rang back."


def test_a_question_is_answered_as_a_service_request(visit: Visit, desk: Desk) -> None:
    visit.begins("idea_or_question")
    visit.answers(QUESTION)
    case = _sends(visit, desk, "Send it")
    assert (case.row.purpose, case.row.route) == ("idea_or_question", "service_request")


def test_somebody_who_would_rather_not_say_is_asked_for_no_name_and_no_address(visit: Visit, desk: Desk) -> None:
    visit.begins("complaint")
    visit.answers(ANONYMOUS)
    visit.opens("/check")
    case = _sends(visit, desk, "Send my complaint")
    assert case.row.complainant == "anonymous"
    assert not {"name", "child_name", "contact_way", "email", "phone"} & set(case.said)
    assert [point["what_happened"] for point in case.points] == ["A child cries all night."]


def test_a_councillor_writes_for_a_resident_who_wants_no_complaint(visit: Visit, desk: Desk) -> None:
    visit.begins("complaint")
    visit.answers(COUNCILLOR)
    visit.opens("/check")
    assert _sends(visit, desk, "Send my complaint").row.route == "member_enquiry"


@pytest.mark.parametrize(
    ("purpose", "said"),
    [("complaint", PARENT), ("child", CHILD), ("complaint", ADVOCATE), ("compliment", THANKS)],
    ids=["parent", "child", "advocate", "thanks"],
)
def test_every_page_on_the_way_has_a_title_of_its_own(purpose: str, said: Answers, visit: Visit) -> None:
    titles: dict[str, str] = {}
    visit.begins(purpose)
    while visit.page.path.startswith("/ask/"):
        titles[visit.page.path] = visit.page.title
        visit.answers_this(said)
    for path in ("/", "/danger", "/save", "/return", "/check"):
        titles[path] = visit.opens(path).title
    assert len(set(titles.values())) == len(titles), sorted(titles.items(), key=lambda item: item[1])


def test_another_browser_cannot_open_the_receipt(visit: Visit, desk: Desk, app: Flask) -> None:
    visit.begins("compliment")
    visit.answers(THANKS)
    case = _sends(visit, desk, "Send my thanks")
    stranger = Visit(app)
    assert stranger.opens(f"/done/{case.row.reference}").status == 404
    assert stranger.opens(f"/case/{case.row.reference}").path == "/return"
    other = Visit(app)
    other.begins("compliment")
    other.answers(THANKS)
    _sends(other, desk, "Send my thanks")
    assert other.opens(f"/done/{case.row.reference}").status == 404
    assert visit.opens(f"/done/{case.row.reference}").status == 200


def test_nothing_is_a_case_before_it_is_sent(visit: Visit, desk: Desk) -> None:
    visit.begins("complaint")
    visit.answers(PARENT)
    visit.opens("/check")
    assert references(desk) == []
    assert (count(desk, "events"), count(desk, "papers"), count(desk, "points")) == (0, 0, 0)
    assert count(desk, "drafts") == 1


def test_after_sending_every_question_leads_to_the_receipt_and_late_words_are_given_back(
    visit: Visit, desk: Desk
) -> None:
    visit.begins("compliment")
    visit.answers(THANKS)
    case = _sends(visit, desk, "Send my thanks")
    for page in ("/ask/thanks", "/ask/complainant", "/check"):
        assert visit.opens(page).path == f"/done/{case.row.reference}", page
    too_late = visit.tries("/ask/thanks", thanks="And Eve, who drove us home.")
    assert (too_late.status, "And Eve, who drove us home." in too_late.says) == (409, True)
    too_late = visit.tries("/ask/points/1", what_happened="And nobody came on Tuesday.")
    assert (too_late.status, "And nobody came on Tuesday." in too_late.says) == (409, True)
    assert kept_case(desk, case.row.reference).said["thanks"] == THANKS["thanks"]


def test_after_sending_one_can_begin_again(visit: Visit, desk: Desk) -> None:
    for said in ("Dee", "Eve"):
        visit.begins("compliment")
        visit.answers(THANKS | {"thanks": said})
        assert _sends(visit, desk, "Send my thanks").said["thanks"] == said
    assert len(references(desk)) == 2


def test_closing_clears_the_browser_and_keeps_what_was_sent(visit: Visit, desk: Desk) -> None:
    visit.begins("compliment")
    visit.answers(THANKS)
    case = _sends(visit, desk, "Send my thanks")
    visit.fills("clear this device")
    assert visit.opens(f"/done/{case.row.reference}").status == 404
    assert references(desk) == [case.row.reference]
