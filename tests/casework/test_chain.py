"""A history that somebody altered does not hold together any more, whatever they altered."""

from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from portal.casework.chain import FIRST, Wrong, first_break, head_hash, link_hash

NOW = datetime(2026, 11, 23, 9, 30, 0, 7, UTC)


@dataclass(frozen=True)
class Stored:
    case_id: int
    at: datetime
    kind: str
    actor: str
    staff_id: int | None
    detail: dict[str, Any]
    sealed: bytes | None
    place: int | None = None
    hash: bytes | None = None


TEXT = st.text(max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "case_id": st.integers(1, 10**9),
    "at": st.datetimes(timezones=st.just(UTC)),
    "kind": TEXT,
    "actor": TEXT,
    "staff_id": st.none() | st.integers(1, 10**9),
    "detail": st.dictionaries(TEXT, JSON, max_size=3),
    "sealed": st.none() | st.binary(max_size=8),
    "place": st.none() | st.integers(-3, 20),
    "hash": st.none() | st.binary(min_size=32, max_size=32),
}
EVENTS = st.builds(Stored, **{name: VALUES[name] for name in VALUES if name not in ("place", "hash", "case_id")}, case_id=st.just(7))


def _linked(events: list[Stored]) -> list[Stored]:
    before, told = FIRST, []
    for place, event in enumerate(events, start=1):
        given = {f.name: getattr(event, f.name) for f in fields(event) if f.name not in ("place", "hash")}
        before = link_hash(before, place=place, **given)
        told.append(replace(event, place=place, hash=before))
    return told


HISTORIES = st.lists(EVENTS, min_size=1, max_size=6).map(_linked)


@given(HISTORIES)
def test_what_was_not_touched_holds_together(history: list[Stored]) -> None:
    assert first_break(history) is None


@given(HISTORIES, st.data())
def test_any_change_of_any_field_of_any_event_is_found_where_it_is(history: list[Stored], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(history) - 1))
    name = data.draw(st.sampled_from(sorted(VALUES)))
    value = data.draw(VALUES[name])
    assume(repr(value) != repr(getattr(history[at], name)) and value != getattr(history[at], name))
    altered = [*history[:at], replace(history[at], **{name: value}), *history[at + 1 :]]
    found = first_break(altered)
    assert found and found.place == at + 1


@given(HISTORIES, st.data())
def test_a_removed_event_is_found_unless_it_is_the_last(history: list[Stored], data: st.DataObject) -> None:
    assume(len(history) > 1)
    at = data.draw(st.integers(0, len(history) - 2))
    found = first_break(history[:at] + history[at + 1 :])
    assert found and (found.place, found.wrong) == (at + 1, Wrong.MISSING)
    closed_up = [replace(event, place=place) for place, event in enumerate(history[:at] + history[at + 1 :], start=1)]
    found = first_break(closed_up)
    assert found and (found.place, found.wrong) == (at + 1, Wrong.CHANGED)


@given(HISTORIES, st.data())
def test_a_swapped_pair_is_found(history: list[Stored], data: st.DataObject) -> None:
    assume(len(history) > 1)
    at = data.draw(st.integers(0, len(history) - 2))
    one, two = history[at], history[at + 1]
    swapped = [*history[:at], replace(two, place=at + 1), replace(one, place=at + 2), *history[at + 2 :]]
    found = first_break(swapped)
    assert found and found.place == at + 1


@given(HISTORIES, EVENTS, st.data())
def test_an_event_put_in_between_is_found_whatever_place_it_is_given(history: list[Stored], new: Stored, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(history) - 1))
    before = history[at - 1].hash if at else FIRST
    assert before
    given = {f.name: getattr(new, f.name) for f in fields(new) if f.name not in ("place", "hash")}
    forged = replace(new, place=at + 1, hash=link_hash(before, place=at + 1, **given))
    moved = [replace(event, place=(event.place or 0) + 1) for event in history[at:]]
    found = first_break([*history[:at], forged, *moved])
    assert found and found.place == at + 2, "it fits, but what stood there does not any more"
    assert first_break([*history[:at], new, *history[at:]])


def test_a_case_without_any_history_is_found() -> None:
    found = first_break([])
    assert found and found.wrong is Wrong.MISSING


@given(EVENTS)
def test_one_moment_has_one_hash_in_every_time_zone(event: Stored) -> None:
    assume(event.at.year not in (1, 9999))
    there = replace(event, at=event.at.astimezone(timezone(timedelta(hours=5))))
    assert _linked([event])[0].hash == _linked([there])[0].hash


LINKS = st.lists(st.tuples(st.integers(1, 10**6), st.none() | st.binary(min_size=32, max_size=32)), max_size=5)


@given(LINKS, LINKS, st.binary(min_size=32, max_size=32), st.integers(0, 9))
def test_a_head_is_another_for_other_events_another_day_another_end_or_another_head_before(
    one: list[tuple[int, bytes | None]], two: list[tuple[int, bytes | None]], before: bytes, upto: int
) -> None:
    day = date(2026, 11, 23)
    hash, count = head_hash(FIRST, day, upto, one)
    assert count == len(one)
    assert (hash == head_hash(FIRST, day, upto, two)[0]) == (one == two)
    assert (hash == head_hash(before, day, upto, one)[0]) == (before == FIRST)
    assert hash != head_hash(FIRST, day + timedelta(days=1), upto, one)[0]
    assert hash != head_hash(FIRST, day, upto + 1, one)[0]
