"""The store of case keys: apart from the cases, and what is erased there is gone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.store.case_keys import CaseKeys, KeyRow
from portal.store.database import Database, DatabaseUnavailable
from tests.actions.desks import keys_beside

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ONE = KeyRow("one", "lock", b"\x00sealed", NOW, "spare", b"spare box")


@pytest.fixture
def keys(database: Database) -> Iterator[CaseKeys]:
    made = keys_beside(database)
    for key in made.after("", 1_000):
        made.erase(key.name)
    yield made
    made.dispose()


def test_a_key_is_kept_with_both_locks_it_is_sealed_to(keys: CaseKeys) -> None:
    keys.put(ONE, [])
    assert keys.get("one") == ONE
    assert keys.get("two") is None
    assert keys.get(None) is None


def test_each_holder_opens_the_case_until_somebody_ends_it(keys: CaseKeys) -> None:
    keys.put(ONE, [("child", b"one")])
    keys.give_words("one", [("advocate", b"two")])
    child, advocate = keys.words_of("one")
    assert (child.holder, child.wrapped, advocate.holder) == ("child", b"one", "advocate")
    new = keys.change_words("one", child.id, "child", b"three", NOW)
    (only,) = keys.words_of("one")
    assert (only.id, only.holder, only.wrapped) == (new, "child", b"three")
    assert keys.change_words("one", advocate.id, "advocate", b"four", NOW) is None
    assert keys.words_of("one") == [only]


def test_what_is_erased_is_gone_with_its_words(keys: CaseKeys) -> None:
    keys.put(ONE, [("child", b"one")])
    assert keys.erase("one")
    assert not keys.erase("one")
    assert (keys.get("one"), keys.words_of("one")) == (None, [])


def test_a_key_that_was_erased_meanwhile_is_not_brought_back(keys: CaseKeys) -> None:
    keys.put(ONE, [])
    keys.erase("one")
    keys.replace([replace(ONE, key_id="newer", sealed=b"anew")])
    assert keys.get("one") is None


def test_keys_are_walked_in_the_order_of_their_names(keys: CaseKeys) -> None:
    for name in ("b", "a", "c"):
        keys.put(replace(ONE, name=name, made_at=NOW + timedelta(days=1)), [])
    assert [key.name for key in keys.after("", 2)] == ["a", "b"]
    assert [key.name for key in keys.after("b", 2)] == ["c"]
    assert (keys.count_under("lock"), keys.count_under("other")) == (3, 0)


def test_a_store_that_cannot_be_reached_says_so() -> None:
    nowhere = CaseKeys("sqlite:////proc/nowhere/case-keys.db")
    assert not nowhere.answers()
    with pytest.raises((DatabaseUnavailable, OSError)):
        nowhere.get("one")


def test_a_store_that_is_well_answers(keys: CaseKeys) -> None:
    assert keys.answers()
