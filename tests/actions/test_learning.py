"""What is learned, promised and spent: followed up until it is done or given up, on closed cases too; and the rows that are counted."""

from datetime import date, timedelta
from secrets import token_hex
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.actions import answering, closing, following_up, learning, teamwork
from portal.actions.answering import Said
from portal.actions.counted import counted
from portal.actions.desk import Desk
from portal.actions.following_up import FollowUp
from portal.actions.learning import NewAction, Refused, Spent
from portal.actions.places import Place
from portal.casework.answering import Given, Remedy
from portal.casework.case import fold
from portal.casework.learning import About, CostKind, Grade, Owner
from portal.casework.moves import NotPossible
from portal.casework.outcomes import OutcomeCode
from portal.seal.office import OfficeKey
from portal.store import cases, events, stages
from portal.store import learning as rows
from portal.store.learning import ActionFilter
from tests.actions.desks import NOW, a_case, an_officer, answer_all, desk_at, kinds_of, later
from tests.databases import MakeDatabase

REFERENCE = "KMR-2346-789"
TODAY = date(2026, 11, 23)
SENTENCE = "Every visit is now written in one shared plan."


def upheld(desk: Desk, officer: int, reference: str = REFERENCE, **given_more: Any) -> int:
    case_id = a_case(desk, reference)
    answering.answer_point(desk, reference, 1, Given(OutcomeCode.UPHELD, **given_more), Said("The record shows it."), officer, NOW)
    return case_id


def an_action(officer: int, **changes: Any) -> NewAction:
    known: dict[str, Any] = {
        "what": "Train Maria's team.", "grade": Grade.TEAM, "owner": Owner(officer), "due": TODAY + timedelta(days=7),
        "service": "social_care/assessment", "sentence": SENTENCE,
    }  # fmt: skip
    return NewAction(**{**known, **changes})


def agree(desk: Desk, case_id: int) -> None:
    """What the tables say is what the history says."""
    with desk.database.read() as conn:
        state = fold(events.of_case(conn, case_id))
        there = rows.rows_of(conn, case_id)
        meant = counted(state)
        for name, found in there.items():
            assert sorted(map(str, found)) == sorted(map(str, (dict(row) for row in meant[name]))), name
        assert rows.findings_of(conn, case_id) == {number: (one.outcome, TODAY) for number, one in state.findings.items()}


def test_what_was_upheld_is_not_closed_until_something_is_learned_from_it_or_it_is_said_why_not(desk: Desk, officer: int) -> None:
    case_id = upheld(desk, officer)
    for nothing in ("", "   "):
        with pytest.raises(closing.LearningOpen):
            closing.close(desk, REFERENCE, OutcomeCode.UPHELD, "Answered", officer, NOW, nothing)
    assert "closed" not in kinds_of(desk, case_id)
    assert closing.close(desk, REFERENCE, OutcomeCode.UPHELD, "Answered", officer, NOW, "It was a single slip")
    assert kinds_of(desk, case_id)[-2:] == ["learning_not_needed", "closed"]


def test_an_action_that_was_given_up_teaches_nothing(desk: Desk, officer: int) -> None:
    upheld(desk, officer)
    learning.set_action(desk, REFERENCE, an_action(officer), officer, NOW)
    learning.give_up(desk, REFERENCE, 1, "There is no money for it", officer, NOW)
    with pytest.raises(closing.LearningOpen):
        closing.close(desk, REFERENCE, OutcomeCode.UPHELD, "Answered", officer, NOW)
    learning.set_action(desk, REFERENCE, an_action(officer), officer, NOW)
    assert closing.close(desk, REFERENCE, OutcomeCode.UPHELD, "Answered", officer, NOW)


def test_what_was_not_upheld_is_closed_without_it(desk: Desk, officer: int) -> None:
    a_case(desk)
    answer_all(desk, REFERENCE, officer, outcome=OutcomeCode.NOT_UPHELD)
    assert closing.close(desk, REFERENCE, OutcomeCode.NOT_UPHELD, "Answered", officer, NOW)


def test_an_action_goes_on_after_its_case_is_closed_and_stays_in_front_while_it_is_late(desk: Desk, officer: int) -> None:
    case_id = upheld(desk, officer)
    learning.set_action(desk, REFERENCE, an_action(officer), officer, NOW)
    closing.close(desk, REFERENCE, OutcomeCode.UPHELD, "Answered", officer, NOW)
    long_after = TODAY + timedelta(days=400)
    assert following_up.late(desk, TODAY + timedelta(days=7), officer, staff_id=officer) == 0
    assert following_up.late(desk, long_after, officer, staff_id=officer) == following_up.late(desk, long_after, None, staff_id=officer) == 1
    assert following_up.late(desk, long_after, officer + 1, staff_id=officer) == 0
    assert learning.finish(desk, REFERENCE, 1, TODAY + timedelta(days=400), "The list of who was trained", SENTENCE, officer, later(days=400))
    assert following_up.late(desk, long_after, None, staff_id=officer) == 0
    agree(desk, case_id)
    seen = following_up.look(desk, FollowUp.DONE, ActionFilter(), None, long_after, staff_id=officer)
    assert [(one.reference, one.number) for one in seen.actions] == [(REFERENCE, 1)]


def test_no_word_of_an_action_stands_in_clear_until_a_manager_publishes_its_sentence_and_none_after(desk: Desk, officer: int) -> None:
    case_id = upheld(desk, officer)
    learning.set_action(desk, REFERENCE, an_action(officer), officer, NOW)
    learning.finish(desk, REFERENCE, 1, TODAY, "Maria signed the list", SENTENCE, officer, NOW)
    with desk.database.read() as conn:
        clear = str([event.detail for event in events.of_case(conn, case_id)]) + str(rows.rows_of(conn, case_id))
        assert not any(word in clear for word in ("Maria", "plan"))
    assert following_up.published(desk, 10) == []
    learning.publish(desk, REFERENCE, 1, "All visits are planned together.", officer, NOW)
    assert following_up.published(desk, 10) == [(TODAY, "All visits are planned together.")]
    learning.unpublish(desk, REFERENCE, 1, "A name slipped in", officer, NOW)
    assert following_up.published(desk, 10) == []
    with desk.database.read() as conn:
        assert [one.sentence for one in rows.actions(conn, ActionFilter(status="done"), None, 9)] == [None]
    agree(desk, case_id)


def test_only_what_is_done_and_told_is_published(desk: Desk, officer: int) -> None:
    upheld(desk, officer)
    learning.set_action(desk, REFERENCE, an_action(officer), officer, NOW)
    with pytest.raises(NotPossible):
        learning.publish(desk, REFERENCE, 1, SENTENCE, officer, NOW)
    learning.finish(desk, REFERENCE, 1, TODAY, "The list", "", officer, NOW)
    with pytest.raises(NotPossible):
        learning.publish(desk, REFERENCE, 1, SENTENCE, officer, NOW)


def test_an_action_has_an_owner_who_works_here_a_day_to_come_and_evidence_when_it_is_done(desk: Desk, officer: int) -> None:
    upheld(desk, officer)
    wrong = [
        ({"owner": Owner(officer + 99)}, "owner"), ({"owner": Owner(service="nobody")}, "owner"), ({"due": TODAY - timedelta(days=1)}, "due"),
        ({"due": TODAY + timedelta(days=800)}, "due"), ({"service": "nothing"}, "service"), ({"what": " "}, "what"),
    ]  # fmt: skip
    for changes, field in wrong:
        with pytest.raises(Refused) as refused:
            learning.set_action(desk, REFERENCE, an_action(officer, **changes), officer, NOW)
        assert refused.value.field == field
    learning.set_action(desk, REFERENCE, an_action(officer, owner=Owner(service="carers/fostering")), officer, NOW)
    with pytest.raises(Refused):
        learning.finish(desk, REFERENCE, 1, TODAY, "  ", SENTENCE, officer, NOW)
    with pytest.raises(Refused):
        learning.finish(desk, REFERENCE, 1, TODAY + timedelta(days=1), "The list", SENTENCE, officer, NOW)
    with pytest.raises(learning.Nothing):
        learning.finish(desk, REFERENCE, 2, TODAY, "The list", SENTENCE, officer, NOW)
    seen = following_up.look(desk, FollowUp.DUE, ActionFilter(service="carers"), None, TODAY, staff_id=officer)
    assert len(seen.actions) == 1, "a team belongs to its service"


def test_a_button_that_is_pressed_twice_makes_one_event(desk: Desk, officer: int) -> None:
    case_id = upheld(desk, officer, remedies=(Remedy.APOLOGY,))
    spent = Spent(CostKind.MEDIATION, 12_345, TODAY, 1)
    presses = [
        lambda: learning.set_action(desk, REFERENCE, an_action(officer), officer, NOW),
        lambda: learning.change_action(desk, REFERENCE, 1, Owner(officer), TODAY, "Sooner", officer, NOW),
        lambda: learning.finish(desk, REFERENCE, 1, TODAY, "The list", SENTENCE, officer, NOW),
        lambda: learning.publish(desk, REFERENCE, 1, SENTENCE, officer, NOW),
        lambda: learning.unpublish(desk, REFERENCE, 1, "A slip", officer, NOW),
        lambda: learning.classify(desk, REFERENCE, 1, About(("carers",), ("delay",)), officer, NOW),
        lambda: learning.keep_promise(desk, REFERENCE, 1, "apology", TODAY, None, "", officer, NOW),
        lambda: learning.note_cost(desk, REFERENCE, spent, "", officer, NOW),
        lambda: learning.take_cost_back(desk, REFERENCE, 1, "Not ours", officer, NOW),
    ]
    before = len(kinds_of(desk, case_id))
    assert [(press(), press()) for press in presses] == [(True, False)] * len(presses)
    assert len(kinds_of(desk, case_id)) == before + len(presses)


def test_case_and_stages_say_what_reports_count_them_with(desk: Desk, officer: int) -> None:
    case_id = upheld(desk, officer, about=About(("social_care/assessment", "carers"), ("delay", "communication")))

    def said() -> tuple[Any, ...]:
        with desk.database.read() as conn:
            case, stage = cases.by_id(conn, case_id), stages.of_case(conn, case_id)[0]
        assert case is not None and (case.services, case.teams) == (stage.services, stage.teams)
        return stage.services, stage.teams, stage.causes, stage.area

    assert said() == (("carers", "social_care"), ("assessment",), ("communication", "delay"), "")
    teamwork.choose_service(desk, REFERENCE, Place("early_help"), officer, NOW)
    assert said() == (("carers", "social_care"), ("assessment",), ("communication", "delay"), "early_help")
    learning.classify(desk, REFERENCE, 1, About((), ()), officer, NOW)
    assert said() == (("early_help",), (), (), "early_help"), "where no point names a service, it is the one that the case is with"
    teamwork.choose_service(desk, REFERENCE, Place("carers", "fostering"), officer, NOW)
    assert said() == (("carers",), ("fostering",), (), "carers")


def test_a_point_names_several_services_and_causes_and_can_be_corrected_when_the_case_is_closed(desk: Desk, officer: int) -> None:
    case_id = upheld(desk, officer, about=About(("social_care", "social_care/assessment"), ("delay", "communication")))
    agree(desk, case_id)
    learning.nothing_to_learn(desk, REFERENCE, "One slip", officer, NOW)
    closing.close(desk, REFERENCE, OutcomeCode.UPHELD, "Answered", officer, NOW)
    assert learning.classify(desk, REFERENCE, 1, About(("carers/fostering",), ()), officer, NOW)
    with desk.database.read() as conn:
        there = rows.rows_of(conn, case_id)
    assert there["point_services"] == [{"point": 1, "service": "carers", "team": "fostering"}] and there["point_causes"] == []
    for wrong in (About(("nothing",)), About((), ("nothing",))):
        with pytest.raises(Refused):
            learning.classify(desk, REFERENCE, 1, wrong, officer, NOW)
    with pytest.raises(learning.Nothing):
        learning.classify(desk, REFERENCE, 2, About(), officer, NOW)


def test_a_payment_is_promised_until_all_of_it_is_paid_and_counts_as_a_cost(desk: Desk, officer: int) -> None:
    case_id = upheld(desk, officer, remedies=(Remedy.PAYMENT, Remedy.APOLOGY), pence=10_000, by=TODAY + timedelta(days=3))
    seen = following_up.look(desk, FollowUp.PROMISES, ActionFilter(), None, TODAY, staff_id=officer)
    assert not seen.promises, "nothing is promised before the answer is sent"
    learning.nothing_to_learn(desk, REFERENCE, "One slip", officer, NOW)
    closing.close(desk, REFERENCE, OutcomeCode.UPHELD, "Answered", officer, NOW)
    seen = following_up.look(desk, FollowUp.PROMISES, ActionFilter(), None, TODAY, staff_id=officer)
    assert {(one.remedy, one.pence) for one in seen.promises} == {("payment", 10_000), ("apology", None)}
    with pytest.raises(Refused):
        learning.keep_promise(desk, REFERENCE, 1, "payment", TODAY, 10_001, "", officer, NOW)
    learning.keep_promise(desk, REFERENCE, 1, "payment", TODAY, 4_000, "", officer, NOW)
    learning.keep_promise(desk, REFERENCE, 1, "payment", TODAY, 6_000, "", officer, NOW)
    with pytest.raises(NotPossible):
        learning.keep_promise(desk, REFERENCE, 1, "payment", TODAY, 1, "", officer, NOW)
    with desk.database.read() as conn:
        assert fold(events.of_case(conn, case_id)).learning.total == 10_000
    learning.take_cost_back(desk, REFERENCE, 2, "It was another case", officer, NOW)
    seen = following_up.look(desk, FollowUp.PROMISES, ActionFilter(), None, TODAY, staff_id=officer)
    assert [(one.remedy, one.paid) for one in seen.promises if one.remedy == "payment"] == [("payment", 4_000)]
    learning.give_up_promise(desk, REFERENCE, 1, "payment", "They do not want it", officer, NOW)
    learning.keep_promise(desk, REFERENCE, 1, "apology", TODAY, None, "By letter", officer, NOW)
    assert not following_up.look(desk, FollowUp.PROMISES, ActionFilter(), None, TODAY, staff_id=officer).promises
    agree(desk, case_id)


def test_whoever_is_complained_about_writes_nothing_of_it(desk: Desk, officer: int) -> None:
    upheld(desk, officer)
    other = an_officer(desk, "B. Officer")
    answering.name_conflict(desk, REFERENCE, [officer], "Named", other, NOW)
    with pytest.raises(NotPossible):
        learning.set_action(desk, REFERENCE, an_action(other), officer, NOW)


def test_lists_are_walked_page_by_page_without_a_gap_or_a_repeat(desk: Desk, officer: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following_up, "PAGE", 2)
    monkeypatch.setattr(following_up, "BATCH", 2)
    upheld(desk, officer)
    for days in (5, 3, 3, 9, 1):
        learning.set_action(desk, REFERENCE, an_action(officer, due=TODAY + timedelta(days=days), what=f"{days}"), officer, NOW)
        learning.note_cost(desk, REFERENCE, Spent(CostKind.OTHER, 1, TODAY, 1), "", officer, NOW)
    walked, after = [], None
    while True:
        seen = following_up.look(desk, FollowUp.DUE, ActionFilter(), after, TODAY, staff_id=officer)
        walked += [one.number for one in seen.actions]
        if not seen.more:
            break
        after = (seen.actions[-1].due_on, seen.actions[-1].case_id, seen.actions[-1].number, "")
    assert walked == [5, 2, 3, 1, 4] == [one.number for one in following_up.every(desk, FollowUp.DUE, ActionFilter(), TODAY, staff_id=officer)]


STEPS = st.lists(
    st.tuples(st.sampled_from(["set", "done", "give up", "change", "publish", "unpublish", "cost", "back", "find", "keep", "drop", "about", "close", "reopen"]),
              st.integers(1, 3), st.integers(0, 3)),
    max_size=14,
)  # fmt: skip
OUTCOMES = (OutcomeCode.UPHELD, OutcomeCode.NOT_UPHELD, OutcomeCode.PARTLY_UPHELD, OutcomeCode.NO_FINDING)
REMEDIES = ((), (Remedy.APOLOGY,), (Remedy.PAYMENT,), (Remedy.PAYMENT, Remedy.SERVICE_PROVIDED))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_happens_the_rows_say_what_the_history_says_and_no_action_vanishes(
    desk: Desk, officer: int, steps: list[tuple[str, int, int]]
) -> None:
    reference = token_hex(8)
    case_id = a_case(desk, reference)
    set_so_far = 0
    for what, number, more in steps:
        try:
            _step(desk, reference, officer, what, number, more)
            set_so_far += what == "set"
        except (NotPossible, Refused, learning.Nothing, closing.PointsOpen, closing.LearningOpen):
            pass
        agree(desk, case_id)
        with desk.database.read() as conn:
            kept = [row["number"] for row in rows.rows_of(conn, case_id)["actions_due"]]
            history = events.of_case(conn, case_id)
        assert kept == list(range(1, 1 + sum(event.kind == "learning_set" for event in history)))
        assert len(kept) <= set_so_far


def _step(desk: Desk, reference: str, officer: int, what: str, number: int, more: int) -> None:
    day = TODAY + timedelta(days=more)
    match what:
        case "set":
            learning.set_action(desk, reference, an_action(officer, due=day, sentence=SENTENCE * (more % 2)), officer, NOW)
        case "done":
            learning.finish(desk, reference, number, TODAY, "Seen", SENTENCE * (more % 2), officer, NOW)
        case "give up":
            learning.give_up(desk, reference, number, "No", officer, NOW)
        case "change":
            learning.change_action(desk, reference, number, Owner(service="carers"), day, "Why", officer, NOW)
        case "publish":
            learning.publish(desk, reference, number, SENTENCE, officer, NOW)
        case "unpublish":
            learning.unpublish(desk, reference, number, "No", officer, NOW)
        case "cost":
            learning.note_cost(desk, reference, Spent(CostKind.PANEL, more + 1, TODAY, 1), "", officer, NOW)
        case "back":
            learning.take_cost_back(desk, reference, number, "No", officer, NOW)
        case "find":
            remedies = REMEDIES[more]
            pence = number * 100 if Remedy.PAYMENT in remedies else None
            about = None if number == 1 else About(("carers",) * (number - 2), ("delay",))
            given = Given(OUTCOMES[more], remedies, pence, day if remedies else None, about)
            answering.answer_point(desk, reference, 1, given, Said("So"), officer, NOW)
        case "keep":
            remedy = ("apology", "payment", "service_provided", "payment")[more]
            learning.keep_promise(desk, reference, 1, remedy, TODAY, 100 if remedy == "payment" else None, "", officer, NOW)
        case "drop":
            learning.give_up_promise(desk, reference, 1, ("apology", "payment")[more % 2], "No", officer, NOW)
        case "about":
            learning.classify(desk, reference, 1, About(("social_care", "carers/fostering")[: more % 3]), officer, NOW)
        case "close":
            closing.close(desk, reference, OUTCOMES[more], "Over", officer, NOW)
        case _:
            closing.reopen(desk, reference, "Again", officer, NOW)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_findings_and_promises_of_before_are_read_off_their_history(kind: str, new_database: MakeDatabase, office: OfficeKey) -> None:
    desk = desk_at(new_database(kind), office)
    officer = an_officer(desk)
    first = upheld(desk, officer, remedies=(Remedy.PAYMENT,), pence=5_000)
    second = upheld(desk, officer, "KMR-2346-788", remedies=(Remedy.APOLOGY, Remedy.OTHER))
    learning.nothing_to_learn(desk, REFERENCE, "One slip", officer, NOW)
    closing.close(desk, REFERENCE, OutcomeCode.UPHELD, "Over", officer, NOW)
    desk.database.downgrade(desk.keys, "0013")
    desk.database.upgrade(desk.keys)
    agree(desk, first)
    agree(desk, second)
    desk.keys.dispose()
