"""Contact rules where something is sent: which are in force, and that none is passed over without a reason that is kept.

The rules are those that the person stated in the questions, and, once an officer has set them, the officer's whole list
with whatever the person stated since. By which ways a move goes out is said once, around the action (`sending`), and
looked at where its event is written: no action that sends can leave it out.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.actions.case_file import CaseFile, find_case, key_if_any
from portal.actions.desk import Desk
from portal.casework.case import CaseState, fold
from portal.casework.contact import OUTGOING, Rule, rules_asked, stopped_by
from portal.casework.events import Happened
from portal.seal.boxes import Unreadable, open_json
from portal.store import cases, events
from portal.store.database import Connection

LETTER = "letter"


class Stopped(Exception):
    """A contact rule forbids a way by which this was to go, and no reason was given: `rules` and `ways` say which."""

    def __init__(self, rules: tuple[Rule, ...], ways: tuple[str, ...]) -> None:
        super().__init__(", ".join(rules))
        self.rules = rules
        self.ways = ways


@dataclass(frozen=True, slots=True)
class Sending:
    """By which ways a move goes out, besides the person's own page; and why it may although a rule forbids it."""

    ways: tuple[str, ...] = ()
    reason: str = ""


_NOTHING = Sending()
_SAID: ContextVar[Sending] = ContextVar("sending", default=_NOTHING)


@contextmanager
def sending(ways: Iterable[str], reason: str = "") -> Iterator[None]:
    """Whatever is written down within goes out by these ways."""
    before = _SAID.set(Sending(tuple(dict.fromkeys(ways)), reason.strip()))
    try:
        yield
    finally:
        _SAID.reset(before)


def said_now() -> Sending:
    """What was said of the sending that is under way."""
    return _SAID.get()


def ways_of(kind: str, detail: Mapping[str, Any], also: Iterable[str] = ()) -> tuple[str, ...]:
    """Every way by which an event of this kind goes out; none of what stays in the house."""
    if kind not in OUTGOING:
        return ()
    own = detail.get(OUTGOING[Happened(kind)]) if OUTGOING[Happened(kind)] else None
    return tuple(dict.fromkeys((*((str(own),) if own else ()), *also)))


def rules_at(desk: Desk, reference: str) -> frozenset[str]:
    """The rules in force at a case. Raises `NoSuchCase`."""
    with desk.database.read() as conn:
        case = find_case(conn, reference)
        return rules_in(desk, conn, case.id, fold(events.of_case(conn, case.id)))


def rules_in(desk: Desk, conn: Connection, case_id: int, state: CaseState) -> frozenset[str]:
    """The same, within a transaction; `state` is what the history adds up to. What no key opens says nothing."""
    since = state.talk.rules_set_at
    key, found = key_if_any(conn, desk, case_id), set(state.talk.rules)
    for paper in cases.papers_of(conn, case_id):
        if key and paper.kind != LETTER and (since is None or paper.at > since):
            found |= _rules_of(key, paper.sealed)
    return frozenset(found)


def rules_of_file(file: CaseFile) -> frozenset[str]:
    """The rules in force at a case that is open on the table."""
    since = file.state.talk.rules_set_at
    papers = (paper for paper in file.asked if since is None or _at(paper) > since)
    return file.state.talk.rules.union(*(rules_asked(paper.get("asked", ())) for paper in papers))


def _at(paper: Mapping[str, Any]) -> datetime:
    at: datetime = paper["at"]
    return at


def _rules_of(key: bytes, sealed: bytes) -> frozenset[Rule]:
    try:
        return rules_asked(open_json(key, sealed, "paper").get("asked", ()))
    except Unreadable:
        return frozenset()


def stops(rules: Iterable[str], ways: Iterable[str]) -> tuple[Rule, ...]:
    """The rules that stop any of these ways."""
    return stopped_by(frozenset(rules), ways)
