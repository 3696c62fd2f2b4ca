"""A row as typed values: every field read by its kind and held to its codes, and what is wrong with each."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.actions.importing.reading import BETWEEN, Row, shown, unknown_field
from portal.actions.importing.schema import (
    GROUPS,
    GROUPS_OF,
    KINDS,
    LONGEST_NUMBER,
    MOST_POINTS,
    NUMBER,
    POINTS,
    TOP,
    Field,
    Group,
    Kind,
)
from portal.actions.importing.wrong import Unfit, Wrong
from portal.limits import MOST_PAID

NOTHING: tuple[Any, ...] = (None, "", [])
"""What says nothing, as if the field were left out."""

_AHEAD = timedelta(days=731)
_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_AMOUNT = re.compile(r"\d{1,3}(,\d{3})+(\.\d{1,2})?|\d{1,9}(\.\d{1,2})?", re.ASCII)
_YES, _NO = {"yes", "true", "y", "1"}, {"no", "false", "n", "0"}
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a value is held to beside its kind: the council's own codes, and the first and the present day."""

    codes: Mapping[str, tuple[str, ...]]
    first: date
    today: date


@dataclass(frozen=True, slots=True)
class Told:
    """What a record says, typed: `top` and the groups, each by the names of the schema; what is not said is not in them.

    `place`: how an error names a field of it, as the file would.
    """

    line: int
    flat: bool
    top: Mapping[str, Any]
    groups: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lists: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    points: int = 1

    @property
    def kind(self) -> str:
        """What it is: one of KINDS."""
        return str(self.top["kind"])

    def get(self, name: str, group: str = "") -> Any:
        """The value of a field; None where it is not said."""
        return (self.groups.get(group, {}) if group else self.top).get(name)

    def many(self, group: str) -> tuple[Mapping[str, Any], ...]:
        """The members of a group of several."""
        return self.lists.get(group, ())

    def place(self, name: str, group: str = "", at: int | None = None) -> str:
        """A field as the file names it; `at`: in which member of a group of several, from 0."""
        return place_of(self.flat, name, group, at)


def place_of(flat: bool, name: str, group: str = "", at: int | None = None) -> str:
    """A field as CSV names it, or as JSON nests it."""
    if not group:
        return name
    if flat:
        return f"{group}_{name}"
    return f"{group}[{at}].{name}" if at is not None else f"{group}.{name}"


def told_of(row: Row, bounds: Bounds) -> tuple[Told | None, list[Wrong]]:
    """What a row says; None, and what is wrong, where it cannot be read."""
    reader = _Reader(row, bounds)
    found = reader.read()
    return (None, reader.wrong) if reader.wrong else (found, [])


class _Reader:
    """Reads one row, and goes on after what is wrong, so that all of it is named at once."""

    def __init__(self, row: Row, bounds: Bounds) -> None:
        self._row = row
        self._bounds = bounds
        self.wrong: list[Wrong] = []

    def read(self) -> Told:
        row = self._row
        kind = row.said.get("kind")
        known = kind if isinstance(kind, str) and kind in KINDS else None
        top = self._fields(TOP, {name: value for name, value in row.said.items() if name not in GROUPS})
        self._of_kind(top, known)
        self._needed(top)
        groups, lists = {}, {}
        for name, group in GROUPS.items():
            said = row.said.get(name)
            if said in (None, ""):
                continue
            if known and name not in GROUPS_OF[known]:
                self._not(name, f"is not told of a record of the kind {known}")
            elif group.name == POINTS.name and not isinstance(said, list):
                top[POINTS.name] = self._value(POINTS, said, POINTS.name)
            elif group.several:
                lists[name] = self._list(group, said)
            else:
                groups[name] = self._object(group, said, None)
        points = lists.get(POINTS.name, ())
        return Told(row.line, row.flat, top, groups, lists, len(points) or top.get(POINTS.name) or 1)

    def _not(self, place: str, why: str) -> None:
        self.wrong.append(Wrong(self._row.line, place, why))

    def _of_kind(self, top: Mapping[str, Any], known: str | None) -> None:
        for each in TOP:
            if known and each.name in top and known not in each.kinds:
                self._not(each.name, f"is not told of a record of the kind {known}")

    def _needed(self, top: Mapping[str, Any]) -> None:
        for name in ("number", "kind", "received_on", "channel"):
            if self._row.said.get(name) in NOTHING:
                self._not(name, "is needed")
        needed = {"complaint": "route", "enquiry": "enquiry_kind", "query": "enquiry_kind"}.get(str(top.get("kind")))
        if needed and self._row.said.get(needed) in NOTHING:
            self._not(needed, f"is needed of a record of the kind {top['kind']}")

    def _list(self, group: Group, said: Any) -> tuple[Mapping[str, Any], ...]:
        if not isinstance(said, list):
            self._not(group.name, "is a list: […] of {…}")
            return ()
        if group.name == POINTS.name and not 1 <= len(said) <= MOST_POINTS:
            self._not(group.name, f"has from 1 to {MOST_POINTS} members")
        return tuple(self._object(group, one, at) for at, one in enumerate(said))

    def _object(self, group: Group, said: Any, at: int | None) -> dict[str, Any]:
        if not isinstance(said, Mapping):
            self._not(group.name, "is an object: {…} with the names of its fields")
            return {}
        return self._fields(group.fields, said, group.name, at)

    def _fields(self, fields: tuple[Field, ...], said: Mapping[str, Any], group: str = "", at: int | None = None) -> dict[str, Any]:
        known = {each.name: each for each in fields}
        found = {}
        for name, value in said.items():
            place = place_of(self._row.flat, name, group, at)
            if name not in known:
                listed = [*known, *(() if group else GROUPS)]
                self._not(shown(place), unknown_field(name, listed))
            elif value not in NOTHING:
                read = self._value(known[name], value, place)
                if read is not None:
                    found[name] = read
        return found

    def _value(self, each: Field, value: Any, place: str) -> Any:
        try:
            return _READERS[each.kind](each, value, self._bounds)
        except _Bad as bad:
            self._not(place, str(bad))
            return None


class _Bad(ValueError):
    """Why a value is refused."""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Bad("is a text: write it between quotation marks")
    return value.strip()


def _number(each: Field, value: Any, bounds: Bounds) -> str:
    said = str(value) if isinstance(value, int) and not isinstance(value, bool) and value < 10**LONGEST_NUMBER else _text(value)
    if len(said) > LONGEST_NUMBER or not re.fullmatch(NUMBER, said):
        raise _Bad(f"is no number of an older system: letters, digits and - . / _ #, at most {LONGEST_NUMBER} of them, and a digit among them")
    return said


def _known(each: Field, said: str, bounds: Bounds) -> str:
    codes = each.codes or bounds.codes[each.of_profile]
    if said not in codes:
        there = f"there are {', '.join(codes)}" if codes else "the council’s profile lists none"
        raise _Bad(f"‘{shown(said)}’ is not known; {there}")
    return said


def _code(each: Field, value: Any, bounds: Bounds) -> str:
    return _known(each, _text(value), bounds)


def _codes(each: Field, value: Any, bounds: Bounds) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else _text(value).split(BETWEEN)
    return tuple(dict.fromkeys(_known(each, said, bounds) for part in parts if (said := _text(part))))


def _day_of(value: Any) -> date:
    said = _text(value)
    british = _BRITISH.fullmatch(said)
    try:
        if british:
            day, month, year = (int(part) for part in british.groups())
            return date(year, month, day)
        if _ISO.fullmatch(said):
            return date.fromisoformat(said)
    except ValueError:
        raise _Bad(f"‘{shown(said)}’ is a day that there is not") from None
    raise _Bad(f"‘{shown(said)}’ is no day: write it like 2024-05-31 or 31/05/2024")


def _day(each: Field, value: Any, bounds: Bounds) -> date:
    found = _day_of(value)
    if found > bounds.today:
        raise _Bad(f"{found} has not come yet")
    if found < bounds.first:
        raise _Bad(f"{found} is too long ago: bring in nothing from before {bounds.first}")
    return found


def _day_ahead(each: Field, value: Any, bounds: Bounds) -> date:
    found = _day_of(value)
    if not bounds.first <= found <= bounds.today + _AHEAD:
        raise _Bad(f"{found} is too far away: a day from {bounds.first} to two years from now")
    return found


def _yes_no(each: Field, value: Any, bounds: Bounds) -> bool:
    if isinstance(value, bool):
        return value
    said = str(value).strip().lower() if isinstance(value, str) else ""
    if said not in _YES | _NO:
        raise _Bad("is yes or no (in JSON true or false)")
    return said in _YES


def _pounds(each: Field, value: Any, bounds: Bounds) -> int:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise _Bad("is an amount in pounds, such as 150 or 1234.50")
    said = str(value).strip().removeprefix("£").strip() if not isinstance(value, Decimal) else format(value, "f") if abs(value.adjusted()) < 20 else ""
    if not _AMOUNT.fullmatch(said):
        raise _Bad("is an amount in pounds, such as 150 or 1234.50")
    try:
        pence = int(Decimal(said.replace(",", "")) * 100)
    except InvalidOperation:
        raise _Bad("is an amount in pounds, such as 150 or 1234.50") from None
    return pence if pence == 0 else _can_be_paid(pence)


def _pence(each: Field, value: Any, bounds: Bounds) -> int:
    return _can_be_paid(_whole(value, "is a number of pence, such as 15000"))


def _can_be_paid(pence: int) -> int:
    if not 0 < pence <= MOST_PAID * 100:
        raise _Bad(f"is more than nothing, and at most £{MOST_PAID:,}")
    return pence


def _count(each: Field, value: Any, bounds: Bounds) -> int:
    why = f"is a whole number from 1 to {each.most}"
    found = _whole(value, why)
    if not 1 <= found <= each.most:
        raise _Bad(why)
    return found


def _whole(value: Any, why: str) -> int:
    if isinstance(value, str) and value.isascii() and _WHOLE.fullmatch(value.strip()):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Bad(why)
    return value


_READERS: Mapping[Kind, Callable[[Field, Any, Bounds], Any]] = {
    Kind.NUMBER: _number,
    Kind.CODE: _code,
    Kind.CODES: _codes,
    Kind.DAY: _day,
    Kind.DAY_AHEAD: _day_ahead,
    Kind.YES_NO: _yes_no,
    Kind.POUNDS: _pounds,
    Kind.PENCE: _pence,
    Kind.COUNT: _count,
}


def unfit(told: Told, name: str, why: str, group: str = "", at: int | None = None) -> Unfit:
    """What to raise where a field of a record does not fit the others."""
    return Unfit(told.place(name, group, at), why)
