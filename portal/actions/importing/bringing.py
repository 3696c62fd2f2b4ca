"""The cases of a file into the database: all of them in one transaction with their keys, or none.

Nothing leaves: no letter, no message, no row of the outbox. No words are kept, so nothing is to be found by words.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from portal.actions.clocks import london_day, noon_of, procedure_of
from portal.actions.desk import Desk
from portal.actions.filing import POINT, new_name
from portal.actions.importing.happenings import History, Terms, history_of
from portal.actions.importing.reading import rows_of
from portal.actions.importing.schema import COMPLIMENT, codes_of
from portal.actions.importing.told import Bounds, told_of
from portal.actions.importing.wrong import NotImported, Unfit, Wrong
from portal.actions.settling import settle
from portal.casework.answering import COMPLAINT
from portal.casework.reference import new_reference
from portal.law.facts import Complainant, Facts, Flag
from portal.law.rules import version_on
from portal.law.triage import decide
from portal.seal import boxes
from portal.store import cases, events, importing
from portal.store.case_keys import KeyRow
from portal.store.database import Connection, DatabaseUnavailable, ReferenceTaken
from portal.words import Voice

log = logging.getLogger(__name__)
AT_ONCE = 500
_ALREADY = "was brought in before: each number only once"


@dataclass(frozen=True, slots=True)
class Found:
    """A file that can be brought in: what each of its records comes to, in their order."""

    histories: tuple[History, ...]
    seen: int = 0
    """The newest event when it was looked through."""

    @property
    def kinds(self) -> Mapping[str, int]:
        """How many records there are of each kind."""
        return Counter(history.told.kind for history in self.histories)

    @property
    def open(self) -> int:
        """How many of the cases are still open."""
        return sum(history.state.closed is None for history in self.histories)

    @property
    def events(self) -> int:
        """How many events they have together."""
        return sum(len(history.steps) for history in self.histories)


def look_through(desk: Desk, data: bytes, now: datetime) -> Found:
    """What a file comes to; nothing is written. Raises `NotImported`, which names all that is wrong in it."""
    rows, wrong = rows_of(data)
    today = london_day(now)
    bounds, terms = Bounds(codes_of(desk.profile), desk.calendar.first, today), Terms(today, desk.profile)
    histories: list[History] = []
    lines: dict[str, int] = {}
    with desk.database.read() as conn:
        before, seen = importing.numbers(conn), importing.newest(conn)
    for row in rows:
        told, unread = told_of(row, bounds)
        wrong += unread
        if told is None:
            continue
        number = str(told.get("number"))
        if number in before:
            wrong.append(Wrong(row.line, "number", f"{number} {_ALREADY}"))
        elif number in lines:
            wrong.append(Wrong(row.line, "number", f"{number} stands on line {lines[number]} already: each number only once"))
        lines.setdefault(number, row.line)
        try:
            histories.append(history_of(told, terms))
        except Unfit as unfit:
            wrong.append(Wrong(row.line, unfit.field, unfit.why))
    if wrong:
        raise NotImported(wrong)
    return Found(tuple(histories), seen)


def bring_in(desk: Desk, found: Found, now: datetime) -> int:
    """Make all the cases, or none; how many. Raises `NotImported` where somebody else has just brought them in."""
    # As much as can be done before the transaction is: nobody else writes on SQLite while it lasts.
    kept = [_new(desk, history) for history in found.histories]
    with _keys_kept(desk, kept, now):
        while True:
            try:
                with desk.database.write() as conn:
                    _all_new(conn, kept, found.seen)
                    for new in kept:
                        _file(desk, conn, new)
                return len(kept)
            except ReferenceTaken:
                log.info("a reference was taken already: all of them are made anew")


@dataclass(frozen=True, slots=True)
class _New:
    """A case to be made, with its key and the name that the key is kept under."""

    history: History
    name: str
    key: bytes
    row: cases.NewCase
    points: tuple[cases.NewPoint, ...]


def _new(desk: Desk, history: History) -> _New:
    name, key = new_name(), boxes.new_key()
    points: tuple[cases.NewPoint, ...] = ()
    if history.told.kind == COMPLAINT:
        sealed = boxes.close_json(key, {"what_happened": "", "put_right": ""}, POINT)
        points = tuple(cases.NewPoint(point.number, point.matter, point.route, [], sealed) for point in history.points)
    return _New(history, name, key, _row(desk, history, name), points)


@contextmanager
def _keys_kept(desk: Desk, kept: Iterable[_New], now: datetime) -> Iterator[None]:
    """Their keys are durable before the cases are, and are forgotten where those are not made.

    Where that cannot be seen, or done, they are left to the sweep: a case without its key would be lost.
    """
    lock, spare = desk.lock, desk.recovery
    rows = [
        KeyRow(new.name, lock.key_id, lock.seal(new.key), now, spare.key_id if spare else None, spare.seal(new.key) if spare else None)
        for new in kept
    ]
    desk.keys.put_all(rows)
    try:
        yield
    except BaseException:
        _forget(desk, [row.name for row in rows])
        raise


def _forget(desk: Desk, names: list[str]) -> None:
    """Forget those of the keys that no case has: a commit may have been made although nobody heard of it."""
    try:
        for at in range(0, len(names), AT_ONCE):
            some = names[at : at + AT_ONCE]
            with desk.database.read() as conn:
                known = cases.known_key_names(conn, some)
            desk.keys.erase_all(name for name in some if name not in known)
    except DatabaseUnavailable:
        log.warning("the keys of what was not brought in are left to the sweep")


def _all_new(conn: Connection, kept: Iterable[_New], seen: int) -> None:
    """Raises `NotImported` for what somebody has brought in since the file was looked through."""
    importing.take_turn(conn)
    before = importing.numbers(conn, seen)
    told = [new.history.told for new in kept]
    wrong = [Wrong(one.line, "number", f"{one.get('number')} {_ALREADY}") for one in told if one.get("number") in before]
    if wrong:
        raise NotImported(wrong)


def _file(desk: Desk, conn: Connection, new: _New) -> None:
    case_id = cases.insert(conn, replace(new.row, reference=new_reference()))
    cases.add_points(conn, case_id, new.points)
    told = [
        events.Event(case_id=case_id, at=step.at, kind=step.kind.value, actor=step.actor.value, detail=dict(step.detail))
        for step in new.history.steps
    ]
    events.append(conn, *told)
    settle(desk, conn, case_id)


def _row(desk: Desk, history: History, key_name: str) -> cases.NewCase:
    told, received, route = history.told, history.told.get("received_on"), history.route
    version = version_on(received)
    child = told.get("complainant") == Complainant.CHILD
    matters = tuple(history.facts.get("matters", told.get("matters") or ()))
    return cases.NewCase(
        reference="",
        council=desk.profile.name,
        purpose=told.kind,
        received_at=noon_of(received),
        received_on=received,
        voice=(Voice.CHILD if child else Voice.ADULT).value,
        language="en",
        channel=told.get("channel"),
        complainant=told.get("complainant"),
        child_status=(),
        matters=matters,
        point_count=len(history.points) if told.kind == COMPLAINT else 0,
        facts=dict(history.facts),
        decision={
            "route": route, "also": [], "needs_decision": False, "flags": _flags(desk, history), "reasons": [], "stages": [], "points": [],
            "version": version,
        },
        rules_version=version,
        route=route,
        route_confirmed=history.state.decided is not None or told.kind not in (COMPLAINT, COMPLIMENT),
        procedure=procedure_of(route),
        key_name=key_name,
        enquiry_kind=told.get("enquiry_kind"),
        acknowledged_on=told.get("acknowledged_on"),
        # There is not a word in it that anybody could look for.
        indexed=True,
    )  # fmt: skip


def _flags(desk: Desk, history: History) -> list[str]:
    """Whoever has a right to an advocate has it in a case that came from elsewhere too."""
    if history.told.kind != COMPLAINT:
        return []
    decision = decide(Facts.from_codes(history.facts), desk.profile.terms(history.told.get("received_on")))
    return [Flag.OFFER_ADVOCATE.value] if Flag.OFFER_ADVOCATE in decision.flags else []


