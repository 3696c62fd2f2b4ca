"""Finding a case by whole words of a name, an address, a telephone number or an e-mail address.

The public side cannot open what it took in, so the index is made by the office: whenever somebody searches, and by its
worker in between.
"""

from collections.abc import Callable, Iterable, Mapping

from portal.actions.case_file import case_key
from portal.actions.desk import Desk
from portal.seal.boxes import Unreadable, open_json
from portal.seal.search_key import SearchKey, address_in, number_in, words_in
from portal.store import cases, queue, search
from portal.store.database import Connection
from portal.store.queue import QueueRow

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


def find(desk: Desk, key: SearchKey, text: str) -> tuple[QueueRow, ...]:
    """The cases in which every word of `text` was written as a name, an address, a number or an e-mail; newest first."""
    index_some(desk, key)
    terms = _sought(text)
    with desk.database.read() as conn:
        found = search.find(conn, key.hashed(terms))
        return queue.rows_of(conn, found)


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
