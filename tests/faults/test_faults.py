"""What was acknowledged is there, once, whatever happened on the way; and the count would notice if it were not."""

from collections.abc import Iterator

import pytest

from portal.actions.desk import Desk
from portal.store import cases
from tests.actions.conftest import office  # noqa: F401 (the fixture)
from tests.actions.desks import a_case, desk_at
from tests.databases import MakeDatabase
from tests.faults import trials
from tests.faults.counting import Count, count
from tests.faults.people import Told

FEW = 16


def _nothing_lost(found: Count) -> None:
    assert found.acknowledged == found.tried == FEW
    assert found.harmless, found


def test_a_server_killed_again_and_again_loses_nothing_and_doubles_nothing() -> None:
    found, kills = trials.killed(FEW, seed=7)
    _nothing_lost(found)
    assert kills > 2


def test_a_database_that_is_stopped_under_load_loses_nothing_and_doubles_nothing() -> None:
    _nothing_lost(trials.without_database(FEW, stops=4, seed=7))


def test_a_full_disk_stops_people_and_loses_nothing() -> None:
    found, stuck = trials.full_disk(FEW)
    _nothing_lost(found)
    assert stuck, "the disk was never full"


@pytest.fixture
def desk(new_database: MakeDatabase, office) -> Iterator[Desk]:  # type: ignore[no-untyped-def]  # noqa: F811
    made = desk_at(new_database("sqlite"), office)
    yield made
    made.close()


def test_a_complaint_that_is_not_there_is_counted_as_lost(desk: Desk) -> None:
    a_case(desk)
    found = count(desk, [Told(reference="KMR-2346-789"), Told()])
    assert (found.tried, found.acknowledged, found.lost) == (2, 1, 1)
    assert not found.harmless


def test_a_complaint_that_is_there_twice_is_counted_as_doubled(desk: Desk) -> None:
    a_case(desk)
    a_case(desk, "KMR-2346-788")
    there = Told(mark="The visits <b>never</b> came.", reference="KMR-2346-789")
    found = count(desk, [there])
    assert (found.lost, found.doubled) == (0, 1)


def test_a_case_without_its_key_is_counted_as_unreadable(desk: Desk) -> None:
    case_id = a_case(desk)
    with desk.database.read() as conn:
        row = cases.by_id(conn, case_id)
    assert row is not None and row.key_name is not None
    desk.keys.erase(row.key_name)
    assert count(desk, []).unreadable == 1
