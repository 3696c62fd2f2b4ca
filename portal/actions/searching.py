"""Finding a case by whole words of a name, an address, a telephone number or an e-mail address.

The public side cannot open what it took in, so the index is made by the office: whenever somebody searches, and by its
worker in between.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from portal.actions.case_file import case_key, reader_of
from portal.actions.desk import Desk
from portal.seal.boxes import Unreadable, open_json
from portal.seal.search_key import SearchKey, address_in, number_in, words_in
from portal.store import cases, queue, search
from portal.store.database import Connection
from portal.store.queue import QueueRow
from portal.store.scope import Scope

AT_ONCE = 200
"""As many cases as are read before a search; the worker reads the rest."""

Terms = Callable[[str], set[str]]
SOUGHT: Mapping[str, Terms] = {
    "name": words_in,
    "child_name": words_in,
    "find_me": words_in,
    "trusted_person": words_in,
    "address": words_in,
    "phone": number_in,
    "email": address_in,
    "danger_who": words_in,
}
"""The questions whose answers can be sought, and what of each."""


def index_some(desk: Desk, key: SearchKey, most: int = AT_ONCE) -> int:
    """Read up to `most` cases that are not in the index yet, and put their words in; how many there were."""
    with desk.database.read() as conn:
        waiting = search.unindexed(conn, most)
    for case_id in waiting:
        with desk.database.write() as conn:
            if cases.held(conn, case_id) is None:
                continue
            search.put(conn, case_id, key.hashed(_terms(conn, desk, case_id)))
            cases.update(conn, case_id, indexed=True)
    return len(waiting)


def find(desk: Desk, key: SearchKey, text: str, staff_id: int) -> tuple[QueueRow, ...]:
    """The cases in which every word of `text` was written as a name, an address, a number or an e-mail, of those that
    whoever asks may see; newest first.
    """
    index_some(desk, key)
    terms = _sought(text)
    with desk.database.read() as conn:
        scope = Scope(reader_of(conn, staff_id))
        return queue.rows_of(conn, search.find(conn, key.hashed(terms), scope), scope)


MOST_BESIDE = 5
SHARED: Mapping[str, tuple[Terms, int]] = {"email": (address_in, 1), "phone": (number_in, 1), "name": (words_in, 2)}
"""What may tell that two cases come from one person, and of how many terms at least: one name alone is many people's."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Another case that may come from the same person, and the questions whose answers it shares."""

    row: QueueRow
    shares: tuple[str, ...]


def beside(
    desk: Desk, key: SearchKey, case_id: int, asked: Iterable[Mapping[str, object]], staff_id: int
) -> tuple[Beside, ...]:
    """Up to five other cases in which the e-mail address, the number or the full name of this one stands, most shared
    first; of those that whoever asks may see.

    `asked`: what was asked in this case, opened. They are shown, never merged: the same name may be somebody else's.
    """
    index_some(desk, key)
    lines = list(asked)
    found: dict[int, list[str]] = {}
    with desk.database.read() as conn:
        scope = Scope(reader_of(conn, staff_id))
        for name, (of, fewest) in SHARED.items():
            said = [line.get("value") for line in lines if line.get("key") == name]
            for terms in (of(value) for value in said if isinstance(value, str)):
                for other in search.find(conn, key.hashed(terms), scope) if len(terms) >= fewest else ():
                    if other != case_id and name not in found.setdefault(other, []):
                        found[other].append(name)
        nearest = sorted(found, key=lambda other: (-len(found[other]), -other))[:MOST_BESIDE]
        rows = queue.rows_of(conn, nearest, scope)
    return tuple(Beside(row, tuple(found[row.id])) for row in rows)


def _sought(text: str) -> set[str]:
    return address_in(text) or number_in(text) or words_in(text)


def _terms(conn: Connection, desk: Desk, case_id: int) -> set[str]:
    try:
        key = case_key(conn, desk, case_id)
        papers = [open_json(key, paper.sealed, "paper") for paper in cases.papers_of(conn, case_id)] if key else []
    except Unreadable:
        return set()
    return {term for paper in papers for term in _of_paper(paper.get("asked", ()))}


def _of_paper(asked: Iterable[Mapping[str, object]]) -> set[str]:
    terms: set[str] = set()
    for entry in asked:
        of = SOUGHT.get(str(entry.get("key")))
        value = entry.get("value")
        if of and isinstance(value, str):
            terms |= of(value)
    return terms
