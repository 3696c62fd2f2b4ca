import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from portal.store import cases, queue, staff
from portal.store.cases import RANK_DANGER, RANK_JUNK
from portal.store.database import Connection, Database
from portal.store.queue import BadPosition, Position, QueueFilter, QueuePage, View
from portal.store.tables import NO_DUE_DATE
from tests.bench.fill import RARE_MATTER, fill
from tests.bench.fill import TODAY as FILLED_ON
from tests.databases import MakeDatabase
from tests.store.made import NOW, TODAY, a_case

WEDNESDAY = TODAY
SUNDAY = WEDNESDAY + timedelta(days=4)


def the_queue(conn: Connection, view: View = View.OPEN, me: int | None = None, **narrowing: Any) -> list[str]:
    """The references of the first page."""
    page = queue.page(conn, QueueFilter(view, **narrowing), today=WEDNESDAY, staff_id=me)
    return [row.reference for row in page.rows]


def nothing() -> None:
    """Nobody does anything between two pages."""


Happens = Callable[[], None]


def forward(conn: Connection, wanted: QueueFilter, size: int, between: Happens = nothing) -> list[QueuePage]:
    """Every page from the first to the last."""
    return list(_walk(conn, wanted, size, None, between))


def backward(
    conn: Connection, wanted: QueueFilter, size: int, last: QueuePage, between: Happens = nothing
) -> list[QueuePage]:
    """Every page from the one before `last` back to the first."""
    return list(_walk(conn, wanted, size, last.previous, between)) if last.previous else []


def _walk(
    conn: Connection, wanted: QueueFilter, size: int, at: Position | None, between: Happens
) -> Iterator[QueuePage]:
    while True:
        page = queue.page(conn, wanted, at, size, today=WEDNESDAY)
        yield page
        at = page.previous if at and at.back else page.next
        if at is None:
            return
        at = Position.decode(at.encode())
        between()


def ids(pages: list[QueuePage]) -> list[int]:
    return [row.id for page in pages for row in page.rows]


@pytest.fixture
def officers(database: Database) -> tuple[int, int]:
    with database.write() as conn:
        return tuple(staff.add(conn, f"{n}@example.org", n, "officer", "hash", NOW) for n in ("Ada", "Bea"))  # type: ignore[return-value]


def test_danger_comes_first_then_the_soonest_date_then_the_oldest_and_no_date_last(database: Database) -> None:
    with database.write() as conn:
        kinds: dict[str, dict[str, Any]] = {
            "later": {"due_on": date(2026, 2, 2)},
            "no date": {},
            "sooner": {"due_on": date(2026, 1, 9)},
            "sooner too": {"due_on": date(2026, 1, 9)},
            "danger": {"rank": RANK_DANGER, "danger": True},
        }
        for name, changed in kinds.items():
            cases.insert(conn, a_case(reference=name, **changed))
        assert the_queue(conn) == ["danger", "sooner", "sooner too", "later", "no date"]


def test_a_row_shows_what_the_case_says(database: Database) -> None:
    with database.write() as conn:
        id = cases.insert(conn, a_case(matters=("placement", "care_plan"), point_count=2))
        case = cases.by_id(conn, id)
        (row,) = queue.page(conn, QueueFilter(), today=TODAY).rows
    assert {name: getattr(case, name) for name in row.__slots__} == {name: getattr(row, name) for name in row.__slots__}


def test_each_view_shows_its_own_cases(database: Database, officers: tuple[int, int]) -> None:
    me, other = officers
    with database.write() as conn:
        kinds: dict[str, dict[str, Any]] = {
            "mine": {"handler_id": me},
            "theirs": {"handler_id": other, "service_asked_on": WEDNESDAY},
            "nobody's": {},
            "danger": {"rank": RANK_DANGER, "handler_id": other, "due_on": WEDNESDAY - timedelta(days=1)},
            "yesterday": {"due_on": WEDNESDAY - timedelta(days=1), "handler_id": other},
            "today": {"due_on": WEDNESDAY, "handler_id": other, "owed_on": WEDNESDAY - timedelta(days=9)},
            "sunday": {"due_on": SUNDAY, "handler_id": other, "owed_on": WEDNESDAY + timedelta(days=1)},
            "monday": {"due_on": SUNDAY + timedelta(days=1), "handler_id": other, "service_asked_on": SUNDAY, "person_asked_on": TODAY},
            "junk": {"rank": RANK_JUNK, "handler_id": other, "due_on": WEDNESDAY - timedelta(days=2)},
            "closed": {"open": False, "handler_id": me, "due_on": WEDNESDAY, "owed_on": WEDNESDAY},
        }
        for name, changed in kinds.items():
            cases.insert(conn, a_case(reference=name, **changed))
        assert the_queue(conn, View.DANGER) == ["danger"]
        assert the_queue(conn, View.MINE, me) == ["mine"]
        assert the_queue(conn, View.MINE) == []
        assert the_queue(conn, View.UNASSIGNED) == ["nobody's"]
        assert the_queue(conn, View.OVERDUE) == ["danger", "yesterday", "junk"]
        assert the_queue(conn, View.JUNK) == ["junk"]
        assert the_queue(conn, View.OWED) == ["today", "closed"], "a right stays owed when the case is closed"
        assert the_queue(conn, View.DUE_THIS_WEEK) == ["today", "sunday"]
        assert the_queue(conn, View.WAITING_PERSON) == ["monday"]
        assert the_queue(conn, View.WAITING_SERVICE) == ["monday", "theirs"], "a case may wait for both, and is in both views"
        assert the_queue(conn, View.CLOSED) == ["closed"]
        assert len(the_queue(conn, View.OPEN)) == 9
        assert the_queue(conn, View.OPEN)[-1] == "junk", "behind everything else, however late it is"
        assert the_queue(conn, View.ALL)[:3] == ["closed", "junk", "monday"]
        assert queue.counts(conn, today=WEDNESDAY, staff_id=me) == {
            "open": 9, "danger": 1, "mine": 1, "unassigned": 1, "due_this_week": 2, "overdue": 3, "junk": 1, "owed": 2,
                "waiting_person": 1, "waiting_service": 2,
        }  # fmt: skip


def test_counting_stops_where_it_is_told(database: Database) -> None:
    with database.write() as conn:
        for _ in range(4):
            cases.insert(conn, a_case())
        assert queue.counts(conn, today=TODAY, stop=3)["open"] == 3
        assert queue.counts(conn, today=TODAY, stop=4)["open"] == 4
        assert queue.counts(conn, today=TODAY, stop=5)["open"] == 4


def test_filters_narrow_and_join(database: Database, officers: tuple[int, int]) -> None:
    with database.write() as conn:
        cases.insert(conn, a_case(reference="a", complainant="child", route="corporate", procedure="corporate"))
        both = ("care_plan", "placement")
        cases.insert(conn, a_case(reference="b", complainant="child", matters=both, handler_id=officers[0]))
        cases.insert(conn, a_case(reference="c", matters=("placement",), procedure="statutory"))
        assert the_queue(conn, complainant="child") == ["a", "b"]
        assert the_queue(conn, route="corporate") == ["a"]
        assert the_queue(conn, procedure="statutory") == ["c"]
        assert the_queue(conn, matter="placement") == ["b", "c"]
        assert the_queue(conn, matter="placement", complainant="child") == ["b"]
        all_at_once: dict[str, Any] = {
            "handler_id": officers[0],
            "matter": "care_plan",
            "complainant": "child",
            "route": "statutory",
        }
        assert the_queue(conn, **all_at_once) == ["b"]
        assert the_queue(conn, View.ALL, matter="placement") == ["c", "b"]
        assert the_queue(conn, View.UNASSIGNED, matter="placement") == ["c"]


@pytest.mark.parametrize(("name", "value"), [("voice", "child"), ("language", "pl"), ("channel", "telephone")])
def test_voice_language_and_channel_narrow_every_view(database: Database, name: str, value: str) -> None:
    with database.write() as conn:
        cases.insert(conn, a_case(reference="other", owed_on=TODAY))
        cases.insert(conn, a_case(reference="it", owed_on=TODAY, **{name: value}))
        cases.insert(conn, a_case(reference="done", open=False, **{name: value}))
        assert the_queue(conn, **{name: value}) == ["it"] == the_queue(conn, View.OWED, **{name: value})
        assert the_queue(conn, View.ALL, **{name: value}) == ["done", "it"]
        assert the_queue(conn, **{name: "not one"}) == []
        assert the_queue(conn, matter="communication", **{name: value}) == ["it"]


NO_CODES = ("plac", "placement care_plan", "%", "_________", "care-plan", "care/_plan", "", "'", "\\")


@pytest.mark.parametrize("matter", NO_CODES)
def test_a_matter_is_a_whole_code_and_never_a_pattern(database: Database, matter: str) -> None:
    with database.write() as conn:
        cases.insert(conn, a_case(matters=("placement", "careXplan")))
        assert the_queue(conn, matter=matter) == []
        assert the_queue(conn, matter="care_plan") == []


def test_stage_service_and_team_narrow_and_join_with_the_rest(database: Database) -> None:
    with database.write() as conn:
        cases.insert(conn, a_case(reference="a", stage=2, service_area="social_care"))
        cases.insert(conn, a_case(reference="b", stage=1, service_area="carers", team="fostering", voice="child"))
        cases.insert(conn, a_case(reference="c", stage=2, service_area="carers", team="adoption", voice="child"))
        assert the_queue(conn, stage=2) == ["a", "c"]
        assert the_queue(conn, service_area="carers") == ["b", "c"]
        assert the_queue(conn, service_area="carers", team="adoption") == ["c"]
        assert the_queue(conn, service_area="carers", stage=2, voice="child") == ["c"]
        assert the_queue(conn, View.ALL, service_area="carers") == ["c", "b"]
        assert the_queue(conn, service_area="early_help") == []


def test_an_empty_queue_is_an_empty_page(database: Database) -> None:
    with database.read() as conn:
        assert queue.page(conn, QueueFilter(), today=TODAY) == QueuePage((), None, None)
        assert queue.page(conn, QueueFilter(), Position(1, TODAY, 5, back=True), today=TODAY).rows == ()


def test_a_page_that_is_just_full_has_no_next(database: Database) -> None:
    with database.write() as conn:
        for _ in range(3):
            cases.insert(conn, a_case())
        assert queue.page(conn, QueueFilter(), size=3, today=TODAY).next is None
        assert queue.page(conn, QueueFilter(), size=2, today=TODAY).next is not None


@pytest.mark.parametrize("view", [view for view in View if view is not View.MINE])
@pytest.mark.parametrize("matter", [None, "communication"])
def test_walking_there_and_back_visits_every_case_once(database: Database, view: View, matter: str | None) -> None:
    dice = Random(5)
    with database.write() as conn:
        for number in range(60):
            cases.insert(conn, a_random_case(dice, owed_on=TODAY + timedelta(days=number % 7 - 5)))
        wanted = QueueFilter(view, matter=matter)
        (whole,) = forward(conn, wanted, 1000)
        there = forward(conn, wanted, 7)
        back = backward(conn, wanted, 7, there[-1])
    assert len(whole.rows) > 2
    assert ids(there) == ids([whole])
    # The same pages, with the same ways onward from each.
    assert list(reversed(back)) == there[:-1]
    assert there[0].previous is None


def test_cases_that_arrive_during_the_walk_neither_repeat_nor_hide_another(database: Database) -> None:
    dice = Random(6)
    with database.write() as conn:
        first = {cases.insert(conn, a_random_case(dice, open=True)) for _ in range(60)}

        def arrive() -> None:
            for _ in range(3):
                cases.insert(conn, a_random_case(dice, open=True))

        there = forward(conn, QueueFilter(), 7, arrive)
        back = backward(conn, QueueFilter(), 7, there[-1], arrive)
    for walked in (ids(there), ids(back) + ids(there[-1:])):
        assert len(walked) == len(set(walked))
        assert first <= set(walked)


def test_a_case_that_leaves_the_queue_does_not_stop_the_walk(database: Database) -> None:
    with database.write() as conn:
        numbers = [cases.insert(conn, a_case()) for _ in range(9)]
        page = queue.page(conn, QueueFilter(), size=3, today=TODAY)
        cases.update(conn, page.rows[-1].id, open=False)
        after = queue.page(conn, QueueFilter(), page.next, 3, today=TODAY)
        assert [row.id for row in after.rows] == numbers[3:6]


def a_random_case(dice: Random, **changed: Any) -> cases.NewCase:
    """Few different dates, so that the id often has to decide."""
    due = dice.choice([NO_DUE_DATE, *(WEDNESDAY + timedelta(days=n) for n in (-3, -2, 0, 1, 30))])
    matters = (dice.choice(["communication", "placement"]),)
    values = {"due_on": due, "rank": dice.randrange(3), "open": dice.random() < 0.7, "matters": matters}
    values |= {name: TODAY if values["open"] and dice.random() < 0.5 else None for name in ("person_asked_on", "service_asked_on")}
    return a_case(**values | changed)


@given(st.builds(Position, st.integers(0, 2), st.dates(), st.integers(0, 10**18 - 1), st.booleans()))
def test_a_position_survives_the_address_bar(position: Position) -> None:
    assert Position.decode(position.encode()) == position
    assert len(position.encode()) <= 30


@pytest.mark.parametrize("text", [
    "", "a", "a1-20260107", "c1-20260107-5", "a3-20260107-5", "a1-20260230-5", "a1-00000101-5", "a1-20260107--5",
    "a1-20260107-5 ", "a1-20260107-5\n", "a1-20260107-٥", "a1-20260107-9999999999999999999", "a1-20260107-5' OR 1=1",
])  # fmt: skip
def test_a_text_that_names_no_position_is_refused(text: str) -> None:
    with pytest.raises(BadPosition):
        Position.decode(text)


# How it is found. On a small table any plan is quick, so these read the plan and not the clock.


PLAN_MAKERS = ("sqlite", "sqlite with statistics", "postgresql")


@pytest.fixture(scope="module")
def filled(new_database: MakeDatabase) -> dict[str, Database]:
    databases = {plan_maker: new_database(plan_maker.split()[0]) for plan_maker in PLAN_MAKERS}
    for database in databases.values():
        fill(database, 20_000)
    with databases["sqlite with statistics"].write() as conn:
        conn.exec_driver_sql("ANALYZE")
    return databases


@pytest.mark.parametrize("place", [None, Position(1, FILLED_ON, 9000), Position(1, FILLED_ON, 9000, back=True)])
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (QueueFilter(View.OPEN), "cases_open"),
        (QueueFilter(View.DANGER), "cases_open"),
        (QueueFilter(View.MINE), "cases_open_handler"),
        (QueueFilter(View.UNASSIGNED), "cases_open_"),
        (QueueFilter(View.OVERDUE), "cases_open"),
        (QueueFilter(View.OWED), "cases_owed"),
        (QueueFilter(View.DUE_THIS_WEEK), "cases_open"),
        (QueueFilter(View.WAITING_PERSON), "cases_waiting_person"),
        (QueueFilter(View.WAITING_SERVICE), "cases_waiting_service"),
        (QueueFilter(View.OPEN, stage=3), "cases_open_stage"),
        (QueueFilter(View.OPEN, service_area="social_care"), "cases_open_service"),
        (QueueFilter(View.OPEN, service_area="carers", team="fostering"), "cases_open_"),
        (QueueFilter(View.OPEN, no_service=True), "cases_open"),
        (QueueFilter(View.OVERDUE, no_service=True), "cases_open"),
        (QueueFilter(View.OPEN, route="compliment"), "cases_open_route"),
        (QueueFilter(View.OPEN, procedure="corporate"), "cases_open_procedure"),
        (QueueFilter(View.OPEN, complainant="advocate"), "cases_open_complainant"),
        (QueueFilter(View.OPEN, handler_id=3), "cases_open_handler"),
    ],
)
@pytest.mark.parametrize("kind", PLAN_MAKERS)
def test_a_page_is_read_from_an_index_in_order_and_nothing_is_sorted(
    filled: dict[str, Database], kind: str, wanted: QueueFilter, index: str, place: Position | None
) -> None:
    plan = plan_of(filled[kind], lambda conn: queue.page(conn, wanted, place, today=FILLED_ON, staff_id=3))
    assert "TEMP B-TREE" not in plan and "Sort" not in plan and "Seq Scan" not in plan, plan
    assert place is None or ">" in plan or "<" in plan, f"it begins at the beginning:\n{plan}"
    # While the table is small, PostgreSQL may as well filter within the index of the main order.
    assert index in plan or (kind == "postgresql" and re.search("Index Scan (Backward )?using cases_open on", plan)), plan


@pytest.mark.parametrize("kind", PLAN_MAKERS)
def test_counting_reads_indexes_and_no_cases_that_are_closed(filled: dict[str, Database], kind: str) -> None:
    plan = plan_of(filled[kind], lambda conn: queue.counts(conn, today=FILLED_ON, staff_id=3, stop=1000))
    assert "Seq Scan" not in plan and not re.search(r"SCAN cases$", plan, re.MULTILINE) and "TEMP B-TREE" not in plan, plan


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_closed_cases_are_walked_without_stepping_over_the_open_ones(filled: dict[str, Database], kind: str) -> None:
    plan = plan_of(filled[kind], lambda conn: queue.page(conn, QueueFilter(View.CLOSED), today=FILLED_ON))
    assert "cases_closed" in plan and "TEMP B-TREE" not in plan and "Sort" not in plan, plan


@pytest.mark.parametrize("kind", PLAN_MAKERS)
def test_a_rare_matter_is_found_without_reading_every_case(filled: dict[str, Database], kind: str) -> None:
    wanted = QueueFilter(View.OPEN, matter=RARE_MATTER)
    plan = plan_of(filled[kind], lambda conn: queue.page(conn, wanted, today=FILLED_ON))
    assert "Seq Scan" not in plan and "SCAN cases\n" not in plan, plan
    with filled[kind].read() as conn:
        assert len(queue.page(conn, wanted, today=FILLED_ON).rows) == 4


@pytest.mark.parametrize("kind", PLAN_MAKERS)
@pytest.mark.parametrize("wanted", [QueueFilter(voice="child"), QueueFilter(language="pl"), QueueFilter(channel="telephone")])
def test_a_rare_voice_language_or_channel_is_found_without_reading_every_case(
    filled: dict[str, Database], kind: str, wanted: QueueFilter
) -> None:
    plan = plan_of(filled[kind], lambda conn: queue.page(conn, wanted, today=FILLED_ON))
    assert "Seq Scan" not in plan and "SCAN cases\n" not in plan and "cases_open" in plan, plan


@pytest.mark.parametrize("kind", PLAN_MAKERS)
def test_a_reference_and_a_draft_are_found_by_index(filled: dict[str, Database], kind: str) -> None:
    plan = plan_of(filled[kind], lambda conn: cases.by_reference(conn, "F000000009"))
    assert "Index Scan using cases_reference_key" in plan or "SEARCH cases USING INDEX" in plan, plan


def plan_of(database: Database, call: Callable[[Connection], object]) -> str:
    """How the database means to do what `call` asks of it."""
    explain = "EXPLAIN QUERY PLAN " if database.on_sqlite else "EXPLAIN "
    with database.read() as conn, _noted(conn) as asked:
        call(conn)
        statement, values = asked[-1]
        plan = conn.exec_driver_sql(explain + statement, values).all()
    return "".join(f"{row[-1]}\n" for row in plan)


@contextmanager
def _noted(conn: Connection) -> Iterator[list[tuple[str, Any]]]:
    asked: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, values: Any, *___: object) -> None:
        asked.append((statement, values))

    event.listen(conn, "before_cursor_execute", note)
    yield asked
    event.remove(conn, "before_cursor_execute", note)
