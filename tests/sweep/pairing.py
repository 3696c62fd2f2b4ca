"""Which combination each of many things is tried in, once each, so that every two values meet."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations, product

Combination = dict[str, Hashable]
Pair = frozenset[tuple[str, Hashable]]


def paired(rows: Sequence[Mapping[str, Hashable]], ways: Mapping[str, Sequence[Hashable]]) -> list[Combination]:
    """Each row once, together with one value of every way in which it could be tried.

    What a row itself says (which page, which state) first meets the values that it has not
    met; among those combinations the one is chosen whose pairs have met least. With rows
    enough, every two values of the ways meet.
    """
    seen: Counter[Pair] = Counter()
    every: list[Combination] = [dict(zip(ways, values, strict=True)) for values in product(*ways.values())]
    chosen = []
    for row in rows:
        whole = min(({**row, **way} for way in every), key=lambda tried: _how_stale(tried, ways, seen))
        seen.update(pairs_of(whole))
        chosen.append(whole)
    return chosen


def pairs_of(combination: Mapping[str, Hashable]) -> list[Pair]:
    """Every two values that meet in a combination."""
    return [frozenset(pair) for pair in combinations(combination.items(), 2)]


def _how_stale(tried: Combination, ways: Mapping[str, Sequence[Hashable]], seen: Counter[Pair]) -> tuple[int, int]:
    own = {item for item in tried.items() if item[0] not in ways}
    pairs = pairs_of(tried)
    return sum(pair in seen for pair in pairs if pair & own), sum(seen[pair] for pair in pairs if not pair & own)
