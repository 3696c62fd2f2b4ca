"""In danger now: who to ring on the very next page, and *send this now* before anything else."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from portal.actions import closing, drafts, erasing, handling, sending_now, submitting
from portal.actions.desk import Desk
from portal.actions.drafts import Draft
from portal.actions.filing import Manner
from portal.casework.outcomes import OutcomeCode
from tests.actions.desks import an_officer
from tests.citizen.people import CHILD, PARENT, QUESTION, THANKS, kept
from tests.citizen.stored import count, kept_case, references
from tests.conftest import VisitWith, on_both_databases
from tests.visiting import Visit

TOLD = {
    "danger_what": "He is breaking the door.",
    "danger_who": "Bo, 1 High Street",
    "danger_reach": "Text 01632 960 123",
}


def _says_danger(visit: Visit, purpose: str = "complaint", **more: object) -> None:
    visit.begins(purpose)
    visit.answers({**(CHILD if purpose == "child" else PARENT), **more, "risk_now": "yes"})


def _reference_on(visit: Visit) -> str:
    return visit.page.said_in("reference")[0]


def test_whoever_says_yes_sees_on_the_very_next_page_who_to_ring(visit: Visit) -> None:
    _says_danger(visit)
    assert visit.page.path == "/danger"
    assert {"tel:999", "tel:08001111"} <= {e.get("href") for e in visit.page.main.iter("a")}
    assert "nothing is passed on to anyone" in visit.page.says


def test_a_child_who_says_yes_reads_it_in_their_own_words(visit: Visit) -> None:
    _says_danger(visit, "child")
    assert visit.page.path == "/danger"
    assert "tel:08001111" in {e.get("href") for e in visit.page.main.iter("a")}
    assert "we tell no one" in visit.page.says


def test_whoever_says_yes_in_a_question_sees_it_too(visit: Visit) -> None:
    visit.begins("idea_or_question")
    visit.answers(QUESTION | {"risk_now": "yes"})
    assert visit.page.path == "/danger"


def test_as_long_as_nothing_is_sent_nothing_is_passed_on(visit: Visit, desk: Desk) -> None:
    _says_danger(visit)
    visit.opens("/danger")
    assert references(desk) == []
    assert (count(desk, "events"), count(desk, "papers")) == (0, 0)


@on_both_databases
def test_what_is_sent_now_is_a_case_at_once_at_the_head_of_the_queue(visit: Visit, desk: Desk) -> None:
    _says_danger(visit)
    visit.fills("Send this now", **TOLD)
    assert (visit.page.path, visit.page.status) == ("/danger", 200)
    case = kept_case(desk, _reference_on(visit))
    assert (case.row.danger, case.row.rank, case.row.route) == (True, 0, "safeguarding_urgent")
    assert case.happened == ["submitted", "danger_reported"]
    assert case.said == TOLD
    assert "tel:999" in {e.get("href") for e in visit.page.main.iter("a")}, "the numbers stay on the page"


@on_both_databases
def test_the_rest_of_the_complaint_joins_the_same_case(visit: Visit, desk: Desk, app: Flask) -> None:
    _says_danger(visit)
    visit.fills("Send this now", **TOLD)
    reference = _reference_on(visit)
    words = visit.page.said_in("return-words")
    visit.follows("Carry on with the rest")
    visit.answers(PARENT | {"risk_now": "yes"})
    visit.opens("/check")
    visit.fills("Send my complaint")
    assert visit.page.path == f"/done/{reference}"
    assert visit.page.said_in("return-words") == words, "the words that were given first still count"
    case = kept_case(desk, reference)
    assert references(desk) == [reference]
    assert case.happened == ["submitted", "danger_reported", "joined"]
    assert case.row.rank == 0
    assert case.said["danger_what"] == TOLD["danger_what"]
    assert case.said["child_name"] == PARENT["child_name"]
    assert len(case.points) == 2


def _an_officer_closes(desk: Desk, reference: str) -> int:
    officer, now = an_officer(desk), datetime.now(UTC)
    handling.tell_front_door(desk, reference, "Sam", "at once", officer, now)
    closing.close(desk, reference, OutcomeCode.OTHER_PROCEDURE, "The front door has it", officer, now)
    return officer


@pytest.mark.parametrize("more", ["Send this now", "Send my complaint"])
def test_what_comes_after_an_officer_closed_it_opens_it_again(visit: Visit, desk: Desk, more: str) -> None:
    _says_danger(visit)
    visit.fills("Send this now", **TOLD)
    reference = _reference_on(visit)
    _an_officer_closes(desk, reference)
    assert kept_case(desk, reference).row.open is False
    if more == "Send this now":
        visit.fills(more, **{**TOLD, "danger_what": "He is back."})
    else:
        visit.follows("Carry on with the rest")
        visit.answers(PARENT | {"risk_now": "yes"})
        visit.opens("/check")
        visit.fills(more)
    row = kept_case(desk, reference).row
    assert (row.open, row.closed_on, row.outcome) == (True, None, None)


@on_both_databases
@pytest.mark.parametrize("saved", [False, True])
def test_what_comes_after_it_was_erased_is_a_case_of_its_own_and_not_lost(visit: Visit, desk: Desk, saved: bool) -> None:
    _says_danger(visit)
    visit.fills("Send this now", **TOLD)
    reference = _reference_on(visit)
    if saved:
        visit.opens("/save")
        visit.fills("Give me a reference and words")
    officer = _an_officer_closes(desk, reference)
    erasing.propose_erasure(desk, reference, "mistake", "A test", officer, datetime.now(UTC))
    erasing.erase(desk, reference, an_officer(desk, "B. Officer"), datetime.now(UTC))
    visit.opens("/check")
    visit.answers(PARENT | {"risk_now": "yes"})
    visit.opens("/check")
    visit.fills("Send my complaint")
    (new,) = set(references(desk)) - {reference}
    assert visit.page.path == f"/done/{new}"
    assert kept_case(desk, new).said["child_name"] == PARENT["child_name"]
    assert kept_case(desk, new).row.rank == 0


def test_the_danger_still_counts_for_the_case_when_the_answer_is_taken_back(visit: Visit, desk: Desk) -> None:
    _says_danger(visit)
    visit.fills("Send this now", **TOLD)
    reference = _reference_on(visit)
    visit.opens("/ask/risk_now")
    visit.answers(PARENT)
    visit.opens("/check")
    visit.fills("Send my complaint")
    assert kept_case(desk, reference).row.facts["risk_now"] is True
    assert kept_case(desk, reference).row.rank == 0


def test_sending_the_same_twice_adds_nothing_and_telling_more_adds_to_the_case(visit: Visit, desk: Desk) -> None:
    _says_danger(visit)
    visit.fills("Send this now", **TOLD)
    visit.fills("Send this now", **TOLD)
    reference = _reference_on(visit)
    assert len(kept_case(desk, reference).papers) == 1
    visit.fills("Send this now", **TOLD | {"danger_what": "Now he is inside."})
    assert [paper["asked"][0]["value"] for paper in kept_case(desk, reference).papers] == [
        TOLD["danger_what"], "Now he is inside."
    ]  # fmt: skip
    assert references(desk) == [reference]


def test_the_first_page_leads_there_without_a_single_answer(visit: Visit, desk: Desk) -> None:
    visit.opens("/")
    visit.follows("Who else to ring")
    visit.fills("Send this now", danger_what="Help")
    case = kept_case(desk, _reference_on(visit))
    assert (case.row.rank, case.row.complainant) == (0, None)
    visit.follows("Carry on with the rest")
    assert visit.page.path == "/ask/complainant"


def test_a_child_who_sends_at_once_gets_words_to_come_back_with(visit: Visit, desk: Desk, app: Flask) -> None:
    _says_danger(visit, "child")
    visit.fills("Send this now", danger_what="He hits me")
    reference = _reference_on(visit)
    listed = next(e for e in visit.page.main.iter("ol") if "return-words" in e.get("class", ""))
    somebody = Visit(app)
    somebody.opens("/return")
    somebody.fills("Open it", reference=reference, words=" ".join("".join(li.itertext()) for li in listed))
    assert somebody.page.path == f"/case/{reference}"
    assert "He hits me" in somebody.page.says
    assert kept_case(desk, reference).row.voice == "child"


def test_words_given_at_once_and_words_given_on_saving_are_the_same(visit: Visit, app: Flask) -> None:
    _says_danger(visit)
    visit.fills("Send this now", **TOLD)
    first = (_reference_on(visit), visit.page.said_in("return-words"))
    visit.opens("/save")
    visit.fills("Give me a reference and words")
    assert (_reference_on(visit), visit.page.said_in("return-words")) == first


def test_nothing_written_is_not_sent(visit: Visit, desk: Desk) -> None:
    _says_danger(visit)
    visit.fills("Send this now", danger_who="Bo")
    assert (visit.page.status, visit.page.errors.keys()) == (400, {"danger_what"})
    assert "Bo" in visit.page.typed
    assert references(desk) == []


def test_danger_after_a_complaint_was_sent_makes_a_case_of_its_own(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(kept(THANKS, "compliment"))
    visit.opens("/check")
    visit.fills("Send my thanks")
    visit.opens("/danger")
    visit.fills("Send this now", **TOLD)
    assert len(references(desk)) == 2
    assert kept_case(desk, references(desk)[1]).row.rank == 0


def test_every_page_after_a_yes_leads_back_to_who_to_ring(visit: Visit) -> None:
    _says_danger(visit)
    visit.follows("Carry on with the rest")
    assert visit.page.link("Someone is in danger now") == "/danger"


def test_danger_told_while_another_tab_sends_makes_a_case_of_its_own(
    visit: Visit, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit.begins("complaint")
    visit.answers({**PARENT, "risk_now": "yes"})
    really, sent = sending_now.send_now, []

    def after_the_other_tab(desk: Desk, key: bytes, told: sending_now.Told, manner: Manner, now: datetime) -> Draft:
        if not sent:
            drafts.change(desk, key, lambda _: dict(kept(PARENT)), now)
            sent.append(submitting.submit(desk, key, manner, now)["reference"])
        return really(desk, key, told, manner, now)

    monkeypatch.setattr(sending_now, "send_now", after_the_other_tab)
    visit.fills("Send this now", **TOLD)
    (own,) = set(references(desk)) - set(sent)
    assert visit.page.path == "/danger" and _reference_on(visit) == own
    assert kept_case(desk, own).row.danger
    assert kept_case(desk, own).papers[0]["asked"][0]["value"] == TOLD["danger_what"]
