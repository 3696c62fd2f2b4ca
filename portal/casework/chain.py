"""What ties a history together: each event's hash covers all that is stored of it and the hash before it.

A day's head does the same for every event that came since the head before it. Whatever is changed, removed, added or
put elsewhere afterwards no longer fits; docs/decisions/0022 says against whom that helps.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Protocol

FIRST = bytes(32)
"""What stands before the first event of a case, and before the first head."""


class Link(Protocol):
    """An event as stored, with its place in its case (from 1) and its hash; both empty where the portal did not write it."""

    @property
    def case_id(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def staff_id(self) -> int | None: ...
    @property
    def detail(self) -> Mapping[str, Any]: ...
    @property
    def sealed(self) -> bytes | None: ...
    @property
    def place(self) -> int | None: ...
    @property
    def hash(self) -> bytes | None: ...


class Wrong(Enum):
    """What can be wrong at a place in a history."""

    MISSING = "is not there"
    FOREIGN = "has no place in the chain: the portal did not write it"
    CHANGED = "is not what was written, or does not stand where it was written"


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which a history does not hold together; `event` is what stands there, None where nothing does."""

    place: int
    wrong: Wrong
    event: Link | None = None


def link_hash(
    before: bytes, *, case_id: int, place: int, at: datetime, kind: str, actor: str, staff_id: int | None,
    detail: Mapping[str, Any], sealed: bytes | None,
) -> bytes:  # fmt: skip
    """The hash of an event at its place: SHA-256 over one JSON list, of which docs/decisions/0022 gives the order."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    words = sealed_hash(sealed)
    return hashlib.sha256(
        canonical([case_id, place, moment, kind, actor, staff_id, json.loads(json.dumps(detail)), words, before.hex()])
    ).digest()


def sealed_hash(sealed: bytes | None) -> str | None:
    """How the chain knows the sealed words of an event: in hexadecimal, so that it can be checked without them."""
    return None if sealed is None else hashlib.sha256(sealed).hexdigest()


def canonical(told: Any) -> bytes:
    """The one way in which this is written as JSON: keys in order, no spaces, nothing but ASCII."""
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def first_break(history: Iterable[Link]) -> Break | None:
    """Where the history of one case, in the order of its places, first does not hold together; None where it does."""
    before, place = FIRST, 0
    for place, event in enumerate(history, start=1):
        if event.place is None or event.hash is None or event.place < place:
            return Break(place, Wrong.FOREIGN, event)
        if event.place > place:
            return Break(place, Wrong.MISSING)
        if event.hash != _hash_of(before, event, place):
            return Break(place, Wrong.CHANGED, event)
        before = event.hash
    return None if place else Break(1, Wrong.MISSING)


def _hash_of(before: bytes, event: Link, place: int) -> bytes:
    return link_hash(
        before,
        case_id=event.case_id,
        place=place,
        at=event.at,
        kind=event.kind,
        actor=event.actor,
        staff_id=event.staff_id,
        detail=event.detail,
        sealed=event.sealed,
    )


def head_hash(before: bytes, day: date, upto: int, links: Iterable[tuple[int, bytes | None]]) -> tuple[bytes, int]:
    """The head of a day over the number and hash of every event since the head `before`, and how many they were."""
    count, all_of_it = 0, hashlib.sha256(canonical([before.hex(), day.isoformat(), upto]))
    for number, hash in links:
        all_of_it.update(canonical([number, hash.hex() if hash else None]))
        count += 1
    all_of_it.update(canonical([count]))
    return all_of_it.digest(), count
