"""What is behind a figure: its conditions as an address spells them, the cases that a reader may see of it, and its parts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.actions.case_file import reader_of
from portal.actions.desk import Desk
from portal.report.tables import Selection
from portal.store import report as store
from portal.store import staff
from portal.store.facts import AT_END, DAYS, FACTS, FROM, TO
from portal.store.report import Listed
from portal.store.scope import Scope

PAGE_SIZE = 50
MOST_CODES = 200
"""Of one dimension; a figure takes fewer."""
MOST_PARTS = 40
MONTH = "month"

_CODE = re.compile(r"[A-Za-z0-9_.:-]{0,80}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_BAND = re.compile(r"[0-9]{1,4}-([0-9]{1,4})?")
_STANDING = frozenset({"asked", "ended"})
"""Facts of stages, which run from a day to a day."""


class NotASelection(ValueError):
    """The address names no figure."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of the cases of a figure: what it counts, in how many cases, how many of those the reader may see.

    `pence` where money is counted. `next`: the case after which the next page begins.
    """

    cases: tuple[Listed, ...]
    number: int
    every: int
    seen: int
    people: Mapping[int, str]
    pence: int | None = None
    next: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a figure: its code, how many there are, and what it counts."""

    code: str
    number: int
    of: Selection


def query_of(selection: Selection) -> list[tuple[str, str]]:
    """The figure as an address spells it: what `selection_of` reads again."""
    return [("fact", selection.fact), *((name, code) for name, codes in selection.where for code in codes)]


def selection_of(asked: Iterable[tuple[str, str]]) -> Selection:
    """The figure that an address names. Raises NotASelection for everything that no figure could be."""
    found: dict[str, list[str]] = {}
    for name, value in asked:
        found.setdefault(name, []).append(value)
    facts = found.pop("fact", [])
    if len(facts) != 1 or facts[0] not in FACTS:
        raise NotASelection("no fact")
    fact = facts[0]
    for name, codes in found.items():
        if not _fits(fact, name, codes):
            raise NotASelection(name)
    whole = {FROM, TO} & set(found) if AT_END in found else {FROM, TO} - set(found)
    if whole:
        raise NotASelection("no days")
    return Selection(fact, tuple(sorted((name, tuple(codes)) for name, codes in found.items())))


def _fits(fact: str, name: str, codes: list[str]) -> bool:
    if len(codes) > MOST_CODES:
        return False
    if name in (FROM, TO, AT_END):
        return len(codes) == 1 and _is_day(codes[0]) and (name != AT_END or fact in _STANDING)
    known = store.dimensions_of(fact)
    if name == MONTH:
        return all(_MONTH.fullmatch(code) for code in codes)
    if name == DAYS:
        return DAYS in known and all(_BAND.fullmatch(code) for code in codes)
    return name in known and all(_CODE.fullmatch(code) for code in codes)


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def dimensions_left(selection: Selection) -> list[str]:
    """By what a figure can be divided: everything of its fact that it does not name one code of."""
    said = {name for name, codes in selection.where if len(codes) == 1}
    standing = any(name == AT_END for name, _ in selection.where)
    known = [name for name in store.dimensions_of(selection.fact) if name not in said | {DAYS, "own"}]
    return known if standing or MONTH in said else [MONTH, *known]


def look(desk: Desk, selection: Selection, staff_id: int, today: date, after: int = 0) -> Behind:
    """The cases of a figure that this reader may see, from the one after `after`. Raises `DatabaseUnavailable`."""
    with desk.database.read() as conn:
        scope = Scope(reader_of(conn, staff_id))
        found, number = store.listed(conn, selection.fact, selection.where, today, scope=scope, after=after, most=PAGE_SIZE + 1)
        every, seen = store.reach(conn, selection.fact, selection.where, today, scope)
        pence = store.spent(conn, selection.fact, selection.where)
        people = {person.id: person.name for person in staff.everyone(conn)}
    shown = tuple(found[:PAGE_SIZE])
    return Behind(shown, number, every, seen, people, pence, shown[-1].id if len(found) > PAGE_SIZE else None)


def parts_of(desk: Desk, selection: Selection, by: str, today: date) -> list[Part]:
    """The figure divided by a dimension, the largest part first. Raises KeyError for one that it cannot be divided by."""
    if by not in dimensions_left(selection):
        raise KeyError(by)
    with desk.database.read() as conn:
        rows = store.parts(conn, selection.fact, selection.where, by, today)
    found = [Part(code, number, selection.narrowed(by, code)) for code, number in rows]
    return sorted(found, key=lambda part: part.code) if by == MONTH else sorted(found, key=lambda part: (-part.number, part.code))

