"""The audit of histories: each day's head over all of them, and the walk that finds what was altered.

Memory stays small: cases, hashes and heads are read a few at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from portal.actions.case_file import find_case, reader_of
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.casework.chain import FIRST, Break, Wrong, first_break, head_hash
from portal.casework.events import Happened
from portal.store import cases, events, heads
from portal.store.database import Connection
from portal.store.events import ReadRow
from portal.store.heads import Head
from portal.store.scope import Scope

CASES_AT_ONCE = 100
HEADS_AT_ONCE = 100

COVERED_WITHIN = timedelta(days=2)
"""A head is written once a day, over all that came before: so long after it at the latest an event is covered, or a day
was left out."""


@dataclass(slots=True)
class Found:
    """What a walk has seen so far, counted as it goes."""

    cases: int = 0
    events: int = 0
    heads: int = 0
    wrong: int = 0


def write_head(desk: Desk, conn: Connection, now: datetime) -> None:
    """The day's head over every event since the last one, in the caller's transaction; none twice for a day."""
    before, day = heads.last(conn), london_day(now)
    if before and before.day >= day:
        return
    since, covered = (before.hash, before.upto) if before else (FIRST, 0)
    upto = heads.settled_end(conn)
    hash, count = head_hash(since, day, upto, heads.links(conn, covered, upto))
    heads.add(conn, Head(day, upto, count, hash, desk.audit.seal(hash) if desk.audit else None))


def last_head(desk: Desk) -> Head | None:
    """The newest head, to be kept where nobody can reach it from here; None before the first day's work."""
    with desk.database.read() as conn:
        return heads.last(conn)


def day_of_head(desk: Desk, hash: bytes) -> date | None:
    """The day whose head has this hash; None where no head has it (any more)."""
    with desk.database.read() as conn:
        return heads.bears(conn, hash)


def walk_newest(desk: Desk, found: Found, most: int) -> Iterator[str]:
    """The chains of the newest `most` cases, as `walk_cases` walks all of them."""
    with desk.database.read() as conn:
        last = cases.before_newest(conn, most)
    yield from walk_cases(desk, found, last)


def latest_heads(desk: Desk, most: int) -> list[Head]:
    """The newest `most` heads, the newest first."""
    with desk.database.read() as conn:
        return heads.latest(conn, most)


def latest_reads(desk: Desk, staff_id: int, most: int) -> list[ReadRow]:
    """Who last read what, the newest first; of the cases that whoever asks may see."""
    with desk.database.read() as conn:
        return events.latest(conn, (Happened.READ, Happened.FILE_OPENED, Happened.EXPORTED), most, Scope(reader_of(conn, staff_id)))


def walk_cases(desk: Desk, found: Found, last: int = 0) -> Iterator[str]:
    """Every chain, case by case, after the case with the number `last`: a line for each that does not hold together, and
    `found` counts.
    """
    while True:
        with desk.database.read() as conn:
            rows = cases.after(conn, last, CASES_AT_ONCE)
            if not rows:
                return
            told = events.of_cases(conn, last, rows[-1].id)
        histories = {case_id: list(history) for case_id, history in groupby(told, key=lambda event: event.case_id)}
        for row in rows:
            yield from _checked(row.reference, histories.get(row.id, []), found)
        last = rows[-1].id


def walk_case(desk: Desk, reference: str, found: Found) -> Iterator[str]:
    """The chain of one case: a line where it does not hold together. Raises `NoSuchCase`."""
    with desk.database.read() as conn:
        history = events.of_case(conn, find_case(conn, reference).id)
    yield from _checked(reference, history, found)


def walk_heads(desk: Desk, found: Found, now: datetime, known_to: date | None = None) -> Iterator[str]:
    """Every head, day by day: a line for each that does not fit what there is, for each that covers events so late that
    one before it is missing, and for events that none covers; `found` counts. Days that were left out are not told of up
    to `known_to`: somebody knows why.
    """
    before, day = None, date.min
    while True:
        with desk.database.read() as conn:
            rows = heads.after(conn, day, HEADS_AT_ONCE)
        if not rows:
            break
        for head in rows:
            found.heads += 1
            if problem := _problem_of_head(desk, before, head) or _left_out_before(desk, before, head, known_to):
                found.wrong += 1
                yield f"Head of {head.day}: {problem}"
            before, day = head, head.day
    if problem := _uncovered(desk, before, now):
        found.wrong += 1
        yield problem


def _left_out_before(desk: Desk, before: Head | None, head: Head, known_to: date | None) -> str:
    with desk.database.read() as conn:
        oldest = heads.oldest(conn, before.upto if before else 0, head.upto)
    if oldest is None or head.day - london_day(oldest) <= COVERED_WITHIN or (known_to and head.day <= known_to):
        return ""
    return (
        f"it is the first to cover an event of {london_day(oldest)}. A head before it should have done so: none was written "
        "in time, or it was removed, perhaps with the ends of histories that it covered."
    )


def _uncovered(desk: Desk, last: Head | None, now: datetime) -> str:
    with desk.database.read() as conn:
        oldest = heads.oldest(conn, last.upto if last else 0)
    if oldest is None or london_day(now) - london_day(oldest) <= COVERED_WITHIN:
        return ""
    there = f"The newest head is of {last.day}" if last else "There is no head at all"
    return f"{there}, and there are events since {london_day(oldest)}: the day's work is not done, or heads were removed."


def _problem_of_head(desk: Desk, before: Head | None, head: Head) -> str:
    since, covered = (before.hash, before.upto) if before else (FIRST, 0)
    with desk.database.read() as conn:
        hash, count = head_hash(since, head.day, head.upto, heads.links(conn, covered, head.upto))
    if count < head.count:
        return f"{head.count} events were there, and {count} are: some were removed after that day."
    if count > head.count:
        return f"{head.count} events were there, and {count} are: some were put in after that day."
    if hash != head.hash:
        return "an event that it covers was changed after that day, or the head itself, or the one before it."
    if desk.audit and not desk.audit.knows(head.hash, head.seal):
        return "it is not sealed with the audit key of this house: somebody else made it, or the key is another."
    return ""


def _checked(reference: str, history: list[events.EventRow], found: Found) -> Iterator[str]:
    found.cases += 1
    found.events += len(history)
    if broken := first_break(history):
        found.wrong += 1
        yield f"Case {reference}: {_in_words(broken)}"


def _in_words(broken: Break) -> str:
    event = broken.event
    what = f" ({event.kind}, {event.at:%Y-%m-%d %H:%M} UTC)" if event else ""
    if broken.wrong is Wrong.MISSING:
        return f"event {broken.place} is not there."
    if broken.wrong is Wrong.FOREIGN:
        return f"what stands at event {broken.place}{what} has no place in the chain: the portal did not write it so."
    return f"event {broken.place}{what} is not what was written, or does not stand where it was written."
