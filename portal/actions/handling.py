"""What an officer does to a case: one function a move, one commit each, checked against the table of moves.

Every function returns True where it changed something and False where it was so already, so that a button
pressed twice makes one event. Each raises `NotPossible` once the case has moved on, and `NoSuchCase`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.actions import contact, leaving
from portal.actions.case_file import KeptOut, NoSuchCase, case_key, find_case, find_for, key_if_any
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.filing import route_of
from portal.actions.places import Place, must_be_known, place_of
from portal.actions.routing import DANGER_ROUTE, points_confirmed, points_rejoined, reread, rerouted
from portal.actions.settling import settle
from portal.casework import moves
from portal.casework.advocacy import copies
from portal.casework.case import CaseState, fold
from portal.casework.events import Actor, Happened
from portal.casework.messages import Message
from portal.law.facts import Facts
from portal.law.triage import Decision, decide
from portal.seal.boxes import close_json
from portal.store import cases, events
from portal.store.cases import RANK_REST, CaseRow
from portal.store.database import Connection
from portal.store.events import Event, EventRow

NOT_KNOWN: tuple[Any, ...] = (None, [], ["unknown"])
"""What a fact may say that nobody knows; all three can be filled in."""


_BESIDE = frozenset({Happened.READ, Happened.DOCUMENT_ADDED})


class Erased(Exception):
    """The key of this case is gone, and with it everything personal: no words can be added."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One officer's turn at one case: nobody else changes it before the commit. `staff_id` None: the person's own."""

    desk: Desk
    conn: Connection
    case: CaseRow
    history: tuple[EventRow, ...]
    staff_id: int | None
    now: datetime
    state: CaseState
    written: list[Happened] = field(default_factory=list)

    def write_down(self, kind: Happened, detail: Mapping[str, Any] | None = None, sealed: bytes | None = None) -> None:
        """Add to the history what was done, and why a contact rule was passed over, if one was.

        Raises `Conflicted` where the officer is named as complained about, and `contact.Stopped`.
        """
        if self.staff_id is not None and self.staff_id in self.state.conflicts:
            raise moves.Conflicted(self.state, self.staff_id)
        said = contact.said_now()
        ways = contact.ways_of(kind, detail or {}, said.ways)
        if ways and (stops := contact.stops(contact.rules_in(self.desk, self.conn, self.case.id, self.state), ways)):
            if not said.reason:
                raise contact.Stopped(stops, ways)
            passed = {"rules": list(stops), "ways": list(ways), "for": kind.value}
            self._append(Happened.CONTACT_RULE_OVERRIDDEN, passed, sealed_reason(self.desk, self, said.reason))
        self._append(kind, {**(detail or {}), **({"ways": list(said.ways)} if ways and said.ways else {})}, sealed)

    def _append(self, kind: Happened, detail: Mapping[str, Any], sealed: bytes | None) -> None:
        actor = Actor.COMPLAINANT if self.staff_id is None else Actor.STAFF
        event = Event(
            case_id=self.case.id, at=self.now, kind=kind.value, actor=actor.value, staff_id=self.staff_id,
            detail=dict(detail), sealed=sealed,
        )  # fmt: skip
        events.append(self.conn, event)
        self.written.append(kind)

    @property
    def last(self) -> EventRow | None:
        """What was done last, reading and documents apart: where it is this very move by this officer, the button was pressed twice."""
        return next((event for event in reversed(self.history) if event.kind not in _BESIDE), None)

    def set(self, **columns: Any) -> None:
        """Write derived columns beside the event, in the same commit."""
        cases.update(self.conn, self.case.id, **columns)


def _found(conn: Connection, reference: str, staff_id: int | None) -> CaseRow:
    if staff_id is None:
        return find_case(conn, reference)
    try:
        return find_for(conn, reference, staff_id)[0]
    except KeptOut as kept_out:
        raise moves.Conflicted(fold(events.of_case(conn, kept_out.case_id)), staff_id) from None


@contextmanager
def turn_at(desk: Desk, reference: str, staff_id: int | None, now: datetime) -> Iterator[Turn]:
    """A turn at the case of this reference; the person's own without `staff_id`.

    Raises `NoSuchCase`, and `Conflicted` for whoever is kept out of it.
    """
    with desk.database.write() as conn:
        case = cases.held(conn, _found(conn, reference, staff_id).id)
        if case is None:
            raise NoSuchCase(reference)
        history = tuple(events.of_case(conn, case.id))
        turn = Turn(desk, conn, case, history, staff_id, now, fold(history))
        yield turn
        if turn.written:
            settle(desk, conn, case.id)
        for kind in turn.written:
            leaving.tell_case_system(desk, conn, case.id, kind, now)


def take(desk: Desk, reference: str, staff_id: int, now: datetime) -> bool:
    """The officer handles this case from now on."""
    with turn_at(desk, reference, staff_id, now) as turn:
        if turn.state.handler_id == staff_id:
            return False
        turn.write_down(moves.check("take", turn.state).event)
        turn.set(handler_id=staff_id)
        leaving.withdraw(turn.conn, turn.case.id, Message.NEW_CASE, now)
        return True


def find_real(desk: Desk, reference: str, staff_id: int, now: datetime) -> bool:
    """An officer has looked: this is no junk, and goes back to where its dates place it."""
    with turn_at(desk, reference, staff_id, now) as turn:
        if any(event.kind == Happened.FOUND_REAL for event in turn.history) and not turn.state.junk_signs:
            return False
        turn.write_down(moves.check("real", turn.state).event)
        turn.set(rank=RANK_REST)
        return True


def assign(
    desk: Desk, reference: str, handler_id: int | None, staff_id: int, now: datetime, place: Place | None = None
) -> bool:
    """Give the case to `handler_id`, to a service, or to both: what is None stays as it is. Raises `Refused`, `Conflicted`."""
    must_be_known(desk.profile, place)
    with turn_at(desk, reference, staff_id, now) as turn:
        state = turn.state
        if handler_id is not None and handler_id in state.conflicts:
            raise moves.Conflicted(state, handler_id)
        detail: dict[str, Any] = {}
        if handler_id not in (None, state.handler_id):
            detail = {"handler": handler_id, "was": state.handler_id}
        if place and place != place_of(state.services):
            detail |= place.plain()
        if not detail:
            return False
        turn.write_down(moves.check("assign", state).event, detail)
        if "handler" in detail:
            turn.set(handler_id=handler_id)
        return True


def confirm_route(desk: Desk, reference: str, route: str, staff_id: int, now: datetime) -> bool:
    """Confirm `route`, which is what the officer saw; where it has changed since, it is not confirmed unseen."""
    with turn_at(desk, reference, staff_id, now) as turn:
        state = turn.state
        if state.decided and state.decided.staff_id == staff_id and state.route == route:
            return False
        move = moves.check("confirm_route", state)
        if state.route != route:
            raise moves.NotPossible(move, state)
        turn.write_down(move.event, {"route": route, **points_confirmed(turn.conn, turn.case.id, route)})
        turn.set(route_confirmed=True)
        return True


def change_route(desk: Desk, reference: str, route: str, reason: str, staff_id: int, now: datetime) -> bool:
    """Put `route` in the place of the one there is. The reason is sealed; both routes stay in the history."""
    with turn_at(desk, reference, staff_id, now) as turn:
        state = turn.state
        if state.route == route and state.decided:
            return False
        move = moves.check("change_route", state)
        columns = rerouted(desk, turn.case, route, state.course)
        known = {"route": route, "was": state.route, "recommended": state.recommended}
        detail = {**known, **_dates(columns), "danger": route == DANGER_ROUTE, **points_confirmed(turn.conn, turn.case.id, route)}
        turn.write_down(move.event, detail, sealed_reason(desk, turn, reason))
        turn.set(**columns, route_confirmed=True)
        points_rejoined(turn.conn, turn.case.id, state, route)
        if detail["danger"]:
            leaving.tell_front_door(desk, turn.conn, turn.case.id, key_if_any(turn.conn, desk, turn.case.id), now)
        return True


def fill_in_facts(desk: Desk, reference: str, found: Mapping[str, Any], staff_id: int, now: datetime) -> bool:
    """Add what was not known and run the triage again; the old decision stays in the event, an officer's route stands.

    `found` holds codes by fact; what is known already is not overwritten. Raises `UnknownCode`.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        news = {key: value for key, value in found.items() if turn.case.facts.get(key) in NOT_KNOWN}
        if not news:
            return False
        move = moves.check("fill_in_facts", turn.state)
        facts = Facts.from_codes({**turn.case.facts, **news})
        decision = decide(facts, desk.profile.terms(london_day(now)))
        detail = _filled(turn, news, decision)
        turn.write_down(move.event, detail)
        if detail["danger"]:
            leaving.tell_front_door(desk, turn.conn, turn.case.id, key_if_any(turn.conn, desk, turn.case.id), now)
        decided = turn.state.decided is not None
        turn.set(**reread(desk, turn.case, facts, decision, decided=decided, course=turn.state.course))
        for point in () if decided else cases.points_of(turn.conn, turn.case.id):
            cases.set_point_route(turn.conn, turn.case.id, point.number, route_of(desk, facts, point.matter, london_day(now))[0])
        return True


def tell_front_door(desk: Desk, reference: str, told: str, told_at: str, staff_id: int, now: datetime) -> bool:
    """Record that the safeguarding front door knows: whom the officer told, and when, in the officer's words."""
    with turn_at(desk, reference, staff_id, now) as turn:
        last = turn.state.front_door_told
        if last and last.staff_id == staff_id:
            return False
        move = moves.check("front_door_told", turn.state)
        sealed = close_json(key_of_turn(desk, turn), {"told": told, "told_at": told_at}, "event")
        turn.write_down(move.event, {}, sealed)
        turn.set(rank=RANK_REST)
        leaving.withdraw(turn.conn, turn.case.id, Message.SAFEGUARDING, now)
        return True


def acknowledge(desk: Desk, reference: str, letter: str, staff_id: int, now: datetime) -> bool:
    """Send the acknowledgement: its very HTML is kept sealed with the case, where the complainant reads it."""
    with turn_at(desk, reference, staff_id, now) as turn:
        done = turn.state.acknowledged
        if done and done.staff_id == staff_id:
            return False
        move = moves.check("acknowledge", turn.state)
        today = london_day(now)
        sealed = close_json(key_of_turn(desk, turn), {"html": letter, "sent_at": now.isoformat()}, "paper")
        paper = cases.add_paper(turn.conn, turn.case.id, now, "letter", sealed)
        # The letter tells everyone who has a right to an advocate how to get one (regulation 11, section 26A).
        offers = ["advocate"] if "offer_advocate" in turn.case.decision.get("flags", ()) else []
        turn.write_down(move.event, {"on": today.isoformat(), "paper": paper, "offers": offers, **copies(turn.state.advocacy)})
        turn.set(acknowledged_on=today)
        leaving.tell_person(desk, turn.conn, turn.case.id, key_of_turn(desk, turn), now)
        return True


def _filled(turn: Turn, news: Mapping[str, Any], decision: Decision) -> dict[str, Any]:
    now = decision.to_json()
    detail = {"filled": dict(news), "route": now["route"], "was": turn.state.recommended, "before": turn.case.decision}
    return {**detail, "danger": now["route"] == DANGER_ROUTE and not turn.case.danger}


def _dates(columns: Mapping[str, Any]) -> dict[str, str]:
    return {key: value.isoformat() for key, value in columns.items() if isinstance(value, date)}


def key_of_turn(desk: Desk, turn: Turn) -> bytes:
    """The key of the case that the turn is at. Raises `Erased`."""
    found = case_key(turn.conn, desk, turn.case.id)
    if found is None:
        raise Erased(turn.case.reference)
    return found


def sealed_reason(desk: Desk, turn: Turn, reason: str) -> bytes:
    """Why an officer did what they did, in their words, closed under the key of the case. Raises `Erased`."""
    return close_json(key_of_turn(desk, turn), {"reason": reason}, "event")
