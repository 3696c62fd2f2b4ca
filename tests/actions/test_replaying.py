"""Today's rules over yesterday's cases: those that would go elsewhere are found, and so are those owed a stage."""

from datetime import UTC, date, datetime

import pytest

from portal.actions import handling, rights
from portal.actions.desk import Desk
from portal.actions.replaying import replay
from portal.casework.rights import Right
from portal.law import triage
from portal.law.facts import Matter, Route
from portal.law.rules import BANDS, version_on
from portal.law.rules.rule import Band, Rule
from portal.store import cases
from portal.words import Wording
from tests.actions.desks import NOW, a_case, an_officer, row_of

TODAY = date(2026, 11, 25)
OLD = Rule(
    "private_fostering_elsewhere", Route.OTHER_BODY, lambda g: g.about(Matter.PRIVATE_FOSTERING),
    Wording("It was thought that somebody else decides this."), ("CA 1989 s66",), ends=True, until=date(2026, 10, 31),
)  # fmt: skip


@pytest.fixture
def two_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the end of October private fostering was sent away; from November the council answers."""
    first, *rest = BANDS
    monkeypatch.setattr(triage, "BANDS", (first, Band("elsewhere", (OLD,)), *rest))


def found(desk: Desk, today: date = TODAY) -> dict[str, dict]:
    return {one.case.reference: one.to_json() for one in replay(desk, today)}


def test_a_case_keeps_the_version_and_the_rules_that_decided_it_and_is_found_when_they_change(
    desk: Desk, two_versions: None
) -> None:
    before = a_case(desk, "KMR-2346-789", datetime(2026, 10, 20, 9, tzinfo=UTC), matters=["private_fostering"])
    after = a_case(desk, "KMR-2346-788", NOW, matters=["private_fostering"])
    kept = [row_of(desk, case_id) for case_id in (before, after)]
    assert [row.route for row in kept] == ["other_body", "corporate"]
    assert [row.decision["reasons"][0]["rule"] for row in kept] == [OLD.id, "private_fostering"]
    assert [row.rules_version for row in kept] == [version_on(row.received_on) for row in kept]
    listed = found(desk)
    assert set(listed) == {"KMR-2346-789"}
    one = listed["KMR-2346-789"]
    assert (one["route"], one["rules"][0], one["elsewhere"]) == ("other_body", OLD.id, True)
    assert (one["now"]["route"], one["now"]["rules"]) == ("corporate", ["private_fostering"])


def test_an_officers_route_that_the_rules_would_not_give_is_listed_as_theirs(desk: Desk) -> None:
    a_case(desk)
    handling.change_route(desk, "KMR-2346-789", "corporate", "It is not about the child", an_officer(desk), NOW)
    (one,) = found(desk).values()
    assert (one["decided_by_officer"], one["route"], one["now"]["route"]) == (True, "corporate", "statutory")


def test_a_case_that_stands_where_it_should_is_not_listed(desk: Desk) -> None:
    a_case(desk)
    assert found(desk) == {}


def test_whoever_is_owed_a_stage_is_listed_until_it_is_offered(desk: Desk) -> None:
    a_case(desk)
    (one,) = found(desk, date(2026, 12, 8)).values()
    assert (one["elsewhere"], one["owed"]) == (False, [{"right": "stage_2", "since": "2026-12-08"}])
    then = datetime(2026, 12, 8, 10, tzinfo=UTC)
    rights.offer_right(desk, one["reference"], Right.STAGE_2, "letter", then.date(), {}, an_officer(desk), then)
    assert found(desk, date(2026, 12, 9)) == {}


def test_facts_that_can_no_longer_be_read_are_listed_and_stop_nothing(desk: Desk) -> None:
    case_id = a_case(desk)
    a_case(desk, "KMR-2346-788", stage_so_far="stage1_answered")
    with desk.database.write() as conn:
        cases.update(conn, case_id, facts={"complainant": "somebody_else"})
    listed = found(desk)
    assert listed["KMR-2346-789"]["now"] is None
    assert listed["KMR-2346-788"]["owed"][0]["right"] == "stage_2"


def test_replaying_changes_nothing(desk: Desk) -> None:
    case_id = a_case(desk, stage_so_far="stage1_answered")
    with desk.database.read() as conn:
        before = cases.by_id(conn, case_id)
    list(replay(desk, TODAY))
    with desk.database.read() as conn:
        assert cases.by_id(conn, case_id) == before


def test_more_cases_than_one_batch_are_all_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.actions.replaying.BATCH", 2)
    signs = "2346789"
    for sign in signs:
        a_case(desk, f"KMR-2346-78{sign}", stage_so_far="stage2_answered")
    assert len(found(desk)) == len(signs)
