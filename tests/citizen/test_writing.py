"""Messages under the person's own words: read, written and answered without e-mail; and the next stage in one step."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal.actions import advocacy, closing, handling, returning, rights, talking
from portal.actions.case_file import open_file
from portal.actions.desk import Desk
from portal.actions.splitting import split
from portal.actions.stages import make
from portal.casework.advocacy import Scope
from portal.casework.case import CaseState, fold
from portal.casework.events import Happened
from portal.casework.letters import CALLS_FOR
from portal.casework.outcomes import OutcomeCode
from portal.limits import LONGEST_MESSAGE, MOST_MESSAGES_A_DAY
from portal.store import cases, events
from tests.actions.desks import an_officer
from tests.actions.test_stages import said
from tests.citizen.people import ADVOCATE, PARENT, WHO, kept
from tests.conftest import NOW, VisitWith, on_both_databases
from tests.plain_words import faults_for_adults, faults_for_children, read
from tests.visiting import Visit

PLAIN = PARENT | {"matter_group": ["social_work_support"], "matters": ["support_not_delivered"], "stage_so_far": "none",
                  "points": [{"what_happened": "No visits"}]}  # fmt: skip


class Sent:
    """A case that was sent, and whoever holds words to it."""

    def __init__(self, app: Flask, visit: Visit, button: str) -> None:
        self.app, self.desk = app, app.extensions["desk"]
        visit.opens("/check")
        visit.fills(button)
        self.reference = visit.page.said_in("reference")[0]
        lists = [e for e in visit.page.main.iter("ol") if "return-words" in e.get("class", "")]
        self.words = [" ".join("".join(item.itertext()).strip() for item in listed) for listed in lists]
        self.officer = an_officer(self.desk)

    def opens(self, words: int = 0) -> Visit:
        somebody = Visit(self.app)
        somebody.opens("/return")
        somebody.fills("Open it", reference=self.reference, words=self.words[words])
        assert somebody.page.path == f"/case/{self.reference}"
        return somebody

    @property
    def case_id(self) -> int:
        with self.desk.database.read() as conn:
            found = cases.by_reference(conn, self.reference)
        assert found
        return found.id

    @property
    def history(self) -> list[events.EventRow]:
        with self.desk.database.read() as conn:
            return events.of_case(conn, self.case_id)

    @property
    def state(self) -> CaseState:
        return fold(self.history)

    def count(self, kind: Happened) -> int:
        return [event.kind for event in self.history].count(kind.value)

    def words_of(self, kind: Happened) -> list[Any]:
        file = open_file(self.desk, self.reference, self.officer, NOW)
        return [done.words for done in file.history if done.event.kind == kind]


@pytest.fixture
def parent(app: Flask, visit_with: VisitWith) -> Sent:
    return Sent(app, visit_with(kept(PLAIN)), "Send my complaint")


@pytest.fixture
def child(app: Flask, visit_with: VisitWith) -> Sent:
    visit = visit_with(WHO["child"])
    visit.opens("/young")
    return Sent(app, visit, "Send")


@pytest.fixture
def advocate(app: Flask, visit_with: VisitWith) -> Sent:
    return Sent(app, visit_with(kept(ADVOCATE)), "Send my complaint")


@on_both_databases
def test_the_person_reads_what_was_asked_answers_it_and_the_officer_waits_no_more(parent: Sent, desk: Desk) -> None:
    talking.ask_person(desk, parent.reference, "Which <b>day</b> was it?", (NOW + timedelta(days=7)).date(), parent.officer, NOW)
    assert parent.state.person_asked is not None
    visit = parent.opens()
    assert "Which <b>day</b> was it?" in visit.page.says and "<b>day" not in visit.page.html
    assert "We asked you something, and wait for your answer. We would like to hear by: Monday 30 November 2026" in visit.page.says
    assert "The complaints team wrote" in visit.page.says and "A. Officer" not in visit.page.html
    visit.follows("Write to us here")
    visit.fills("Send it", message="It was <i>Tuesday</i>.")
    assert visit.page.path == f"/case/{parent.reference}" and "It was <i>Tuesday</i>." in visit.page.says
    assert parent.state.person_asked is None and parent.state.person_wrote is not None
    assert visit.page.says.index("You wrote") < visit.page.says.index("The complaints team wrote"), "newest first"
    assert "We asked you something" not in visit.page.says
    assert parent.words_of(Happened.PERSON_WROTE) == [{"words": "It was <i>Tuesday</i>."}]
    last = parent.history[-2]
    assert (last.actor, last.staff_id, last.detail) == ("complainant", None, {"holder": "complainant"})


@pytest.mark.parametrize("name", ["parent", "child"])
def test_the_page_to_write_on_says_who_to_ring_when_it_cannot_wait(name: str, request: pytest.FixtureRequest) -> None:
    who: Sent = request.getfixturevalue(name)
    page = who.opens().opens(f"/case/{who.reference}/write")
    assert "999" in page.says and "0800 1111" in page.html and 'href="/danger"' in page.html


def test_a_child_is_spoken_to_as_a_child_and_asked_for_words(child: Sent) -> None:
    visit = child.opens()
    visit.follows("Write to us here")
    assert "voice-child" in visit.page.html
    visit.fills("Send it", message="  ")
    assert visit.page.status == 400 and visit.page.errors == {"message": "Write a few words"}
    assert child.count(Happened.PERSON_WROTE) == 0


def test_what_is_refused_keeps_every_word(parent: Sent) -> None:
    visit = parent.opens()
    visit.follows("Write to us here")
    long = "a" * LONGEST_MESSAGE + " and the end"
    visit.fills("Send it", message=long)
    assert visit.page.status == 400 and long in visit.page.html
    visit.posts(f"/case/{parent.reference}/write", {"csrf_token": "old", "message": "Long words, typed on a page that was open for a day."})
    assert visit.page.status == 400 and "Long words, typed" in visit.page.html
    assert parent.count(Happened.PERSON_WROTE) == 0


def test_the_button_pressed_twice_makes_one_message_and_the_same_words_after_ours_another(parent: Sent, desk: Desk) -> None:
    visit = parent.opens()
    for _ in range(2):
        visit.tries(f"/case/{parent.reference}/write", message="Any news?")
    assert parent.count(Happened.PERSON_WROTE) == 1
    talking.write_to_person(desk, parent.reference, "Not yet.", parent.officer, NOW)
    visit.tries(f"/case/{parent.reference}/write", message="Any news?")
    assert parent.count(Happened.PERSON_WROTE) == 2


def test_a_message_to_a_closed_case_comes_up_and_does_not_open_it(parent: Sent, desk: Desk) -> None:
    closing.close(desk, parent.reference, OutcomeCode.WITHDRAWN, "They rang.", parent.officer, NOW)
    parent.opens().tries(f"/case/{parent.reference}/write", message="It is not over.")
    assert parent.state.closed is not None and parent.state.person_wrote is not None
    talking.messages_read(desk, parent.reference, parent.officer, NOW)
    assert parent.state.person_wrote is None


def test_so_many_in_a_day_and_no_more_and_tomorrow_again(parent: Sent, app: Flask) -> None:
    visit = parent.opens()
    key, words_id = _held(visit, parent)
    for number in range(MOST_MESSAGES_A_DAY):
        talking.person_writes(parent.desk, parent.reference, key, words_id, f"Message {number}", NOW)
    visit.tries(f"/case/{parent.reference}/write", message="One more")
    assert visit.page.status == 429 and "One more" in visit.page.html
    assert talking.person_writes(parent.desk, parent.reference, key, words_id, "One more", NOW + timedelta(days=1))


def _held(visit: Visit, sent: Sent) -> tuple[bytes, int]:
    from portal.casework.reference import tidy as tidy_reference
    from portal.seal.return_words import tidy

    return returning.open_again(sent.desk, tidy_reference(sent.reference) or "", tidy(sent.words[0]))


def test_nobody_without_the_words_reads_or_writes(parent: Sent, app: Flask) -> None:
    stranger = Visit(app)
    for path in ("write", "next"):
        assert stranger.opens(f"/case/{parent.reference}/{path}").path == "/return"
        stranger.tries(f"/case/{parent.reference}/{path}", message="Let me in, I have many words", stage="2")
        assert stranger.page.path != f"/case/{parent.reference}"
    assert parent.count(Happened.PERSON_WROTE) == parent.count(Happened.STAGE_2_REQUESTED) == 0


def test_what_comes_after_the_time_is_over_is_taken_in_and_shows_nothing(parent: Sent, app: Flask) -> None:
    visit = parent.opens()
    visit.follows("Write to us here")
    app.config["NOW"] = lambda: NOW + timedelta(minutes=40)
    visit.fills("Send it", message="I was away for a while.")
    assert "You were away for a while" in visit.page.says and parent.reference not in visit.page.html
    assert parent.words_of(Happened.PERSON_WROTE) == [{"words": "I was away for a while."}]
    assert visit.opens(f"/case/{parent.reference}/write").path in ("/over", "/return")


def test_what_a_young_person_writes_is_read_with_their_own_words_alone(advocate: Sent, desk: Desk) -> None:
    young, grown = advocate.opens(1), advocate.opens(0)
    if young.page.html.count("Your advocate") == 0:
        young, grown = grown, young
    young.tries(f"/case/{advocate.reference}/write", message="I am not sure about my advocate.")
    grown.tries(f"/case/{advocate.reference}/write", message="We can meet on Friday.")
    assert "not sure about my advocate" not in grown.opens(f"/case/{advocate.reference}").html
    said_to_them = young.opens(f"/case/{advocate.reference}")
    assert "not sure about my advocate" in said_to_them.html and "We can meet on Friday." in said_to_them.html
    assert [event.detail["holder"] for event in advocate.history if event.kind == Happened.PERSON_WROTE] == ["child", "advocate"]


def test_a_representative_whose_words_were_ended_writes_and_asks_nothing(advocate: Sent, app: Flask) -> None:
    young, grown = advocate.opens(1), advocate.opens(0)
    if young.page.html.count("Your advocate") == 0:
        young, grown = grown, young
    app.config["NOW"] = lambda: NOW + timedelta(minutes=10)
    young.fills("Stop. They do not speak for me now" if "voice-child" in young.page.html else "They no longer speak for me")
    grown.tries(f"/case/{advocate.reference}/write", message="I still speak for them, and have much to say.")
    assert grown.page.path != f"/case/{advocate.reference}" and "still speak" in grown.page.html, "the words come back"
    grown.tries(f"/case/{advocate.reference}/next", stage="2", message="")
    assert advocate.count(Happened.PERSON_WROTE) == advocate.count(Happened.STAGE_2_REQUESTED) == 0


def _late(sent: Sent, app: Flask) -> Visit:
    app.config["NOW"] = lambda: NOW + timedelta(days=15)
    return sent.opens()


@on_both_databases
def test_the_next_stage_is_asked_for_in_one_step_and_its_day_is_on_the_page(parent: Sent, app: Flask) -> None:
    assert "Ask for the next step" not in parent.opens().page.says, "nothing is late yet"
    visit = _late(parent, app)
    visit.follows("Ask for the next step")
    assert "Stage 2: an investigation with an independent person" in visit.page.says and "not held against you" in visit.page.says
    visit.fills("Ask for it", message="Nobody <b>came</b>.")
    assert visit.page.path == f"/case/{parent.reference}"
    assert "Where it is nowStage 2: an investigation with an independent person" in visit.page.says
    assert "Friday 15 January 2027" in visit.page.says, "the day by which stage 2 is answered"
    assert "Ask for the next step" not in visit.page.says
    asked = next(event for event in parent.history if event.kind == Happened.STAGE_2_REQUESTED)
    assert (asked.actor, asked.detail) == ("complainant", {"on": "2026-12-08", "how": "portal", "holder": "complainant"})
    assert parent.words_of(Happened.STAGE_2_REQUESTED)[0]["asks"] == "Nobody <b>came</b>."
    with parent.desk.database.read() as conn:
        row = cases.by_reference(conn, parent.reference)
    assert row and row.stage == 2 and row.due_on.isoformat() == "2027-01-15"


def test_pressed_twice_it_is_asked_for_once(parent: Sent, app: Flask) -> None:
    visit = _late(parent, app)
    for _ in range(2):
        visit.tries(f"/case/{parent.reference}/next", stage="2", message="")
        assert visit.page.path == f"/case/{parent.reference}"
    assert parent.count(Happened.STAGE_2_REQUESTED) == 1


def test_a_stage_that_is_not_open_is_not_begun_and_no_word_is_lost(parent: Sent) -> None:
    visit = parent.opens()
    for stage in ("2", "3"):
        visit.tries(f"/case/{parent.reference}/next", stage=stage, message="I would like the next one, please.")
        assert visit.page.status == 400 and "I would like the next one, please." in visit.page.html
    assert parent.count(Happened.STAGE_2_REQUESTED) == parent.count(Happened.STAGE_3_REQUESTED) == 0
    assert visit.opens(f"/case/{parent.reference}/next").path == f"/case/{parent.reference}"


def test_stage_3_follows_the_answer_to_stage_2_in_the_childs_words_too(child: Sent, desk: Desk) -> None:
    for name in ("request_stage_2", "appoint", "report_stage_2", "adjudicate"):
        make(desk, child.reference, name, said(name), child.officer, NOW)
    visit = child.opens()
    visit.follows("Ask for the next step")
    assert "Three people from outside look at it" in visit.page.says
    assert "Late is fine" in visit.page.says
    visit.fills("Ask for it")
    assert child.count(Happened.STAGE_3_REQUESTED) == 1
    assert "Three people from outside look at it" in visit.page.says


def test_where_only_the_ombudsman_is_left_the_page_says_how_to_reach_them(parent: Sent, desk: Desk) -> None:
    for name in ("request_stage_2", "appoint", "report_stage_2", "adjudicate", "request_stage_3", "panel", "panel_report", "respond_stage_3"):
        on = NOW + timedelta(days=20 if name in ("panel_report", "respond_stage_3") else 0)
        make(desk, parent.reference, name, said(name, on.date()), parent.officer, on)
    visit = parent.opens()
    assert "Ask for the next step" not in visit.page.says
    assert "0300 061 0614" in visit.page.says and "www.lgo.org.uk" in visit.page.says


def test_nothing_written_stands_in_clear(parent: Sent, desk: Desk) -> None:
    parent.opens().tries(f"/case/{parent.reference}/write", message="Zanzibarry words")
    talking.write_to_person(desk, parent.reference, "Quetzalish words", parent.officer, NOW)
    stored = [repr((event.detail, event.sealed)) for event in parent.history]
    assert not any("Zanzibarry" in each or "Quetzalish" in each for each in stored)
    assert all(event.sealed for event in parent.history if event.kind in (Happened.PERSON_WROTE, Happened.WROTE_TO_PERSON))


def test_whoever_is_refused_the_next_stage_reads_why_on_their_page_and_can_still_write(parent: Sent, desk: Desk) -> None:
    handling.change_route(desk, parent.reference, "corporate", "All of it.", parent.officer, NOW)
    make(desk, parent.reference, "request_stage_2", said("request_stage_2"), parent.officer, NOW)
    make(desk, parent.reference, "refuse_stage", said("refuse_stage"), parent.officer, NOW)
    page = parent.opens().page
    assert said("refuse_stage").words["response"] in page.says and "Ombudsman" in page.says
    assert parent.opens().opens(f"/case/{parent.reference}/write").path.endswith("/write")


@pytest.mark.parametrize("kind", sorted(returning.ANSWERS))
def test_whatever_answers_a_stage_calls_for_a_letter_of_its_own(kind: str) -> None:
    assert kind in CALLS_FOR


def test_a_wrong_procedure_that_was_gone_through_does_not_swallow_the_request_for_stage_2(parent: Sent, desk: Desk) -> None:
    handling.change_route(desk, parent.reference, "corporate", "All of it.", parent.officer, NOW)
    make(desk, parent.reference, "request_stage_2", said("request_stage_2"), parent.officer, NOW)
    make(desk, parent.reference, "adjudicate", said("adjudicate"), parent.officer, NOW)
    handling.change_route(desk, parent.reference, "statutory", "It belongs there.", parent.officer, NOW)
    before = parent.count(Happened.STAGE_2_REQUESTED)
    visit = parent.opens()
    visit.follows("Ask for the next step")
    visit.fills("Ask for it", message="")
    assert parent.count(Happened.STAGE_2_REQUESTED) == before + 1 and parent.state.stages.now.procedure == "statutory"


def _both(advocate: Sent) -> tuple[Visit, Visit]:
    """The young person and their advocate, each with their own words."""
    young, grown = advocate.opens(1), advocate.opens(0)
    return (young, grown) if "voice-child" in young.page.html else (grown, young)


def test_what_is_answered_to_a_young_person_alone_their_advocate_does_not_read(advocate: Sent, desk: Desk) -> None:
    young, grown = _both(advocate)
    young.tries(f"/case/{advocate.reference}/write", message="My advocate is not kind.")
    talking.write_to_person(desk, advocate.reference, "We find you somebody else.", advocate.officer, NOW, child_alone=True)
    talking.ask_person(desk, advocate.reference, "When was that?", None, advocate.officer, NOW, child_alone=True)
    theirs, others = young.opens(f"/case/{advocate.reference}").says, grown.opens(f"/case/{advocate.reference}").says
    for words in ("We find you somebody else.", "When was that?", "We asked you something."):
        assert words in theirs
    for words in ("not kind", "We find you somebody else.", "When was that?", "We asked you something"):
        assert words not in others


def test_an_advocate_reads_what_we_write_only_as_far_as_consent_goes_once_it_was_recorded(advocate: Sent, desk: Desk) -> None:
    young, grown = _both(advocate)
    handling.acknowledge(desk, advocate.reference, "<article><p>A letter</p></article>", advocate.officer, NOW)
    talking.write_to_person(desk, advocate.reference, "A message", advocate.officer, NOW)
    rights.advocate(desk, advocate.reference, "accepted", NOW.date(), {"name": "Bea Voice", "note": ""}, advocate.officer, NOW)
    for scope, reads in (([Scope.LETTERS], True), ([], False)):
        advocacy.consent(desk, advocate.reference, scope, NOW.date(), {"how_known": "They rang"}, advocate.officer, NOW)
        page = grown.opens(f"/case/{advocate.reference}").says
        assert ("A letter" in page, "A message" in page) == (reads, reads)
        assert {"A letter", "A message"} <= {word for word in ("A letter", "A message") if word in young.opens(f"/case/{advocate.reference}").says}
    assert "We ask you before we tell them anything." not in young.page.says, "their own words still open the case to them"


def _with_points(*said: str) -> dict[str, Any]:
    told = kept(PLAIN)
    points = [{"matter": "", "what_happened": one, "put_right": "", "added": True, "answered": True} for one in said[1:]]
    return told | {"points": [told["points"][0] | {"what_happened": said[0]}, *points]}


@pytest.fixture
def split_up(app: Flask, visit_with: VisitWith, desk: Desk) -> Sent:
    """Points 1 and 3 go by the children's procedure, point 2 by the council's own; everything is late."""
    sent = Sent(app, visit_with(_with_points("No <i>visits</i>", "The bins of the home", "A third thing")), "Send my complaint")
    split(desk, sent.reference, {1: "statutory", 2: "corporate", 3: "statutory"}, "The bins are not ours.", sent.officer, NOW)
    return sent


def _way_later(sent: Sent, app: Flask) -> Visit:
    app.config["NOW"] = lambda: NOW + timedelta(days=60)
    return sent.opens()


STATUTORY_2 = "Ask for it: Stage 2: an investigation with an independent person"
OWN_2 = "Ask for it: Stage 2: somebody else at the council looks again"


@on_both_databases
def test_in_a_split_case_each_next_stage_is_asked_for_by_its_own_button_and_says_for_which_points_it_is(split_up: Sent, app: Flask) -> None:
    assert "Ask for the next step" not in split_up.opens().page.says, "nothing is late yet"
    visit = _way_later(split_up, app)
    visit.follows("Ask for the next step")
    assert not faults_for_adults(read(visit.page.html))
    first, own = visit.page.says.split("Stage 2: somebody else at the council looks again")[:2]
    assert "No <i>visits</i>" in first and "A third thing" in first and "bins" not in first
    assert "The bins of the home" in own.split("You need no reason")[0] and "<i>visits" not in visit.page.html
    visit.fills(OWN_2, message="")
    assert visit.page.path == f"/case/{split_up.reference}"
    assert split_up.count(Happened.STAGE_2_REQUESTED) == 0
    asked = next(event for event in split_up.history if event.kind == Happened.OWN_STAGE_REQUESTED)
    on = (NOW + timedelta(days=60)).date().isoformat()
    assert (asked.actor, asked.staff_id) == ("complainant", None)
    assert asked.detail == {"on": on, "how": "portal", "holder": "complainant", "stage": 2, "points": [2]}
    assert split_up.state.split.running and split_up.state.stages.stage == 1
    visit.follows("Ask for the next step")
    assert "somebody else at the council looks again" not in visit.page.says, "that one is being answered"
    visit.fills("Ask for it", message="Nobody came.")
    statutory = next(event for event in split_up.history if event.kind == Happened.STAGE_2_REQUESTED)
    assert statutory.detail["points"] == [1, 3]
    assert "Ask for the next step" not in visit.page.says and split_up.state.split.running
    assert "Nobody came." in visit.page.says


def test_the_own_stage_pressed_twice_is_asked_for_once_and_the_page_left_open_begins_no_other(split_up: Sent, app: Flask, desk: Desk) -> None:
    visit = _way_later(split_up, app)
    for _ in range(2):
        visit.tries(f"/case/{split_up.reference}/next", stage="own_2", message="")
        assert visit.page.path == f"/case/{split_up.reference}"
    assert split_up.count(Happened.OWN_STAGE_REQUESTED) == 1
    later = NOW + timedelta(days=61)
    make(desk, split_up.reference, "answer_own_stage", said("answer_own_stage", later.date()), split_up.officer, later)
    visit.tries(f"/case/{split_up.reference}/next", stage="own_2", message="This page was open for a long time.")
    assert visit.page.status == 400 and "This page was open for a long time." in visit.page.html
    assert split_up.count(Happened.OWN_STAGE_REQUESTED) == 1


@pytest.mark.parametrize("stage", ["own_2", "own_3", "own_4", "4", "", "own"])
def test_an_own_stage_that_is_not_there_is_not_begun_and_no_word_is_lost(stage: str, parent: Sent, app: Flask) -> None:
    visit = _late(parent, app)
    visit.tries(f"/case/{parent.reference}/next", stage=stage, message="I would like the next one, please.")
    assert visit.page.status == 400 and "I would like the next one, please." in visit.page.html
    assert parent.count(Happened.OWN_STAGE_REQUESTED) == parent.count(Happened.STAGE_2_REQUESTED) == 0


def test_too_many_words_for_two_stages_stand_on_the_page_again_with_both_buttons(split_up: Sent, app: Flask) -> None:
    visit = _way_later(split_up, app)
    long = "a" * LONGEST_MESSAGE + " and the end"
    visit.tries(f"/case/{split_up.reference}/next", stage="own_2", message=long)
    assert visit.page.status == 400 and long in visit.page.html
    assert visit.page.form(OWN_2) and visit.page.form(STATUTORY_2)
    assert split_up.count(Happened.OWN_STAGE_REQUESTED) == 0


def test_a_child_chooses_between_two_next_steps_in_a_childs_words(child: Sent, app: Flask, desk: Desk) -> None:
    split(desk, child.reference, {1: "statutory", 2: "corporate"}, "Calls are not ours.", child.officer, NOW)
    visit = _way_later(child, app)
    visit.follows("Ask for the next step")
    assert "voice-child" in visit.page.html and "You can ask for two things." in visit.page.says
    assert not faults_for_children(read(visit.page.html))
    visit.fills("Someone else at the council looks again", message="")
    assert child.count(Happened.OWN_STAGE_REQUESTED) == 1 and child.count(Happened.STAGE_2_REQUESTED) == 0
