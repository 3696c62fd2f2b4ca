"""The chooser: each row once, and every two values meet."""

from itertools import combinations, product

import pytest

from tests.sweep.pairing import paired, pairs_of

WAYS = {"voice": ("adult", "child"), "language": ("en", "pl", "ur"), "width": (320, 768, 1280)}


def test_each_row_is_tried_once_in_the_order_given() -> None:
    rows = [{"page": page, "state": state} for page in "abc" for state in ("empty", "error")]
    chosen = paired(rows, WAYS)
    assert [{"page": one["page"], "state": one["state"]} for one in chosen] == rows
    assert all(set(one) == {"page", "state", *WAYS} for one in chosen)


@pytest.mark.parametrize("count", [12, 40])
def test_every_two_values_meet_where_there_are_rows_enough(count: int) -> None:
    met = {pair for one in paired([{"page": n} for n in range(count)], WAYS) for pair in pairs_of(one)}
    for one, other in combinations(WAYS, 2):
        for values in product(WAYS[one], WAYS[other]):
            assert frozenset(zip((one, other), values, strict=True)) in met


def test_a_page_in_three_states_meets_every_voice_language_and_width() -> None:
    rows = [{"page": page, "state": state} for page in range(10) for state in ("empty", "error", "filled")]
    met = {pair for one in paired(rows, WAYS) for pair in pairs_of(one)}
    for page, (way, values) in product(range(10), WAYS.items()):
        assert all(frozenset((("page", page), (way, value))) in met for value in values)


def test_one_language_alone_is_no_trouble() -> None:
    chosen = paired([{"page": n} for n in range(6)], {**WAYS, "language": ("en",)})
    assert {(one["voice"], one["width"]) for one in chosen} == set(product(WAYS["voice"], WAYS["width"]))
