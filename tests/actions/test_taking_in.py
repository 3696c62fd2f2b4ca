"""What an officer keys in: the same facts give the same case as on the web, and the clock counts from the day of receipt."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.actions import drafts, submitting, taking_in
from portal.actions.clocks import case_clocks
from portal.actions.desk import Desk
from portal.actions.drafts import AlreadySent
from portal.actions.filing import Manner
from portal.actions.taking_in import HowItCame, NotTheirs, NotThen, TakenBy
from portal.seal import boxes
from portal.store import cases, events, tables
from tests.actions.desks import NOW
from tests.citizen.people import ADVOCATE, CHILD, PARENT

LONDON = ZoneInfo("Europe/London")
PEOPLE = {"parent": PARENT, "child": {**CHILD, "complainant": "child"}, "advocate": ADVOCATE}


def answers_of(who: str) -> dict:
    """A person's answers with their points answered."""
    told = dict(PEOPLE[who])
    named = [code for code in told["matters"] if code != "something_else"]
    points = [
        {"matter": matter, "put_right": "", "added": False, **point, "answered": True}
        for matter, point in zip(named, told["points"], strict=True)
    ]
    return {"purpose": "complaint", **told, "points": points}


def take_in(desk: Desk, officer: int, who: str, on: date, now: datetime = NOW, by: TakenBy = TakenBy.TELEPHONE) -> cases.CaseRow:
    key = boxes.new_key()
    taking_in.keep(desk, key, lambda _before: answers_of(who), officer, now, HowItCame(by, on))
    return row_at(desk, taking_in.send(desk, key, officer, now)["reference"])


def on_the_web(desk: Desk, who: str, now: datetime = NOW) -> cases.CaseRow:
    draft = drafts.change(desk, None, lambda _before: answers_of(who), now)
    voice = "child" if who == "child" else "adult"
    manner = Manner(voice, "en", lambda wording: wording.adult if wording else "")
    return row_at(desk, submitting.submit(desk, draft.key, manner, now)["reference"])


def row_at(desk: Desk, reference: str) -> cases.CaseRow:
    with desk.database.read() as conn:
        number = conn.execute(tables.cases.select().where(tables.cases.c.reference == reference)).one().id
        found = cases.by_id(conn, number)
    assert found is not None
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_the_same_facts_by_telephone_and_on_the_web_give_the_same_case(desk: Desk, officer: int, who: str) -> None:
    told, typed = take_in(desk, officer, who, date(2026, 11, 23)), on_the_web(desk, who)
    same = ("route", "procedure", "facts", "decision", "matters", "child_status", "point_count", "due_on", "latest_on",
            "received_on", "voice", "rank", "danger", "complainant")  # fmt: skip
    assert {name: getattr(told, name) for name in same} == {name: getattr(typed, name) for name in same}
    with desk.database.read() as conn:
        routes = [[(p.number, p.matter, p.route) for p in cases.points_of(conn, row.id)] for row in (told, typed)]
    assert routes[0] == routes[1] and (told.channel, typed.channel) == ("telephone", "portal")


def test_it_is_the_officers_act_and_says_how_it_came(desk: Desk, officer: int) -> None:
    row = take_in(desk, officer, "parent", date(2026, 11, 20), by=TakenBy.LETTER)
    with desk.database.read() as conn:
        first = events.of_case(conn, row.id)[0]
    assert (first.kind, first.actor, first.staff_id) == ("submitted", "staff", officer)
    assert (first.detail["channel"], first.detail["received_on"]) == ("letter", "2026-11-20")
    assert first.at == NOW


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(back=st.integers(0, 400), who=st.sampled_from(sorted(PEOPLE)), hour=st.integers(0, 23))
def test_the_clock_counts_from_the_day_received(desk: Desk, officer: int, back: int, who: str, hour: int) -> None:
    now = datetime.combine(date(2026, 11, 23), time(hour, 59), LONDON)
    on = now.date() - timedelta(days=back)
    row = take_in(desk, officer, who, on, now)
    assert row.received_on == on == row.received_at.astimezone(LONDON).date()
    dates = {clock.name: clock.on for clock in case_clocks(desk.profile, desk.calendar, row.route, on)}
    assert row.due_on == dates.get("respond_by", row.due_on)
    again = desk.calendar.add(on, 10) if row.procedure == "statutory" else row.due_on
    assert row.due_on == again


@pytest.mark.parametrize("off", [1, 2, 365])
def test_no_day_to_come_is_a_day_of_receipt(desk: Desk, officer: int, off: int) -> None:
    with pytest.raises(NotThen):
        take_in(desk, officer, "parent", date(2026, 11, 23) + timedelta(days=off))
    with pytest.raises(NotThen):
        take_in(desk, officer, "parent", taking_in.earliest(desk) - timedelta(days=off))


def test_sent_twice_it_is_one_case(desk: Desk, officer: int) -> None:
    key = boxes.new_key()
    taking_in.keep(desk, key, lambda _before: answers_of("parent"), officer, NOW, HowItCame(TakenBy.VISIT, date(2026, 11, 20)))
    receipts = [taking_in.send(desk, key, officer, NOW) for _ in range(2)]
    assert receipts[0] == receipts[1]
    with desk.database.read() as conn:
        assert len(conn.execute(tables.cases.select()).all()) == 1


def test_the_day_of_a_case_made_in_danger_stands(desk: Desk, officer: int) -> None:
    key, on = boxes.new_key(), date(2026, 11, 20)
    told = {"purpose": "complaint", "complainant": "child", "risk_now": "yes", "danger_what": "Hit."}
    draft = taking_in.keep(desk, key, lambda _before: told, officer, NOW, HowItCame(TakenBy.TELEPHONE, on))
    taking_in.danger(desk, draft, officer, NOW)
    taking_in.keep(desk, key, lambda before: before, officer, NOW, HowItCame(TakenBy.LETTER, date(2026, 11, 1)))
    draft = drafts.look(desk, key)
    assert draft is not None and taking_in.how_it_came(draft.answers) == HowItCame(TakenBy.TELEPHONE, on)
    rest = {**answers_of("child"), "risk_now": "yes"}
    taking_in.keep(desk, key, lambda before: {**before, **rest}, officer, NOW)
    receipt = taking_in.send(desk, key, officer, NOW)
    row = row_at(desk, receipt["reference"])
    assert (row.received_on, row.channel, row.voice) == (on, "telephone", "child")


def test_a_danger_of_what_was_sent_meanwhile_makes_no_second_case(desk: Desk, officer: int) -> None:
    key = boxes.new_key()
    told = {**answers_of("parent"), "danger_what": "Hit."}
    draft = taking_in.keep(desk, key, lambda _before: told, officer, NOW, HowItCame(TakenBy.VISIT, date(2026, 11, 20)))
    receipt = taking_in.send(desk, key, officer, NOW)
    with pytest.raises(AlreadySent) as sent:
        taking_in.danger(desk, draft, officer, NOW)
    assert sent.value.receipt == receipt
    with desk.database.read() as conn:
        assert len(conn.execute(tables.cases.select()).all()) == 1


def test_what_one_officer_keyed_in_no_other_keeps_sends_or_drops(desk: Desk, officer: int) -> None:
    key, other = boxes.new_key(), officer + 1
    told = {**answers_of("parent"), "risk_now": "yes", "danger_what": "Hit."}
    draft = taking_in.keep(desk, key, lambda _before: told, officer, NOW, HowItCame(TakenBy.VISIT, date(2026, 11, 20)))
    tries = (
        lambda: taking_in.keep(desk, key, lambda _before: {}, other, NOW),
        lambda: taking_in.danger(desk, draft, other, NOW),
        lambda: taking_in.drop(desk, key, other),
        lambda: taking_in.send(desk, key, other, NOW),
    )
    for each in tries:
        with pytest.raises(NotTheirs):
            each()
    assert taking_in.own(desk, key, officer) == draft
    receipt = taking_in.send(desk, key, officer, NOW)
    with pytest.raises(NotTheirs):
        taking_in.send(desk, key, other, NOW)
    assert taking_in.send(desk, key, officer, NOW) == receipt
