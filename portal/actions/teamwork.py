"""What a team does with a case between arrival and answer: a service named, asked and heard; contacts and meetings noted.

One commit each. Each returns True where it wrote something, and False where the same officer did the very same last.
Each raises `Refused`, `NotPossible`, `NoSuchCase` and `Erased`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.documents import Brought, keep
from portal.actions.handling import Turn, key_of_turn, turn_at
from portal.actions.places import Place, must_be_known, place_of
from portal.actions.refused import Refused
from portal.actions.stages import FARTHEST
from portal.casework import moves
from portal.casework.events import Happened
from portal.seal.boxes import close_json, open_json

CONTACTS = frozenset({"phone", "visit", "meeting", "letter", "email", "other"})
"""How somebody was in touch."""

CHILD = frozenset({"there", "asked", "neither"})
"""Whether the child was there, or else was asked beforehand or afterwards."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact or a meeting: how, on which day in London, who was there, what was said, and about the child."""

    how: str
    on: date
    who: str
    said: str
    child: str | None = None


def choose_service(desk: Desk, reference: str, place: Place, staff_id: int, now: datetime) -> bool:
    """Say which service the case is with; whoever handles it goes on handling it."""
    must_be_known(desk.profile, place)
    with turn_at(desk, reference, staff_id, now) as turn:
        move = moves.check("choose_service", turn.state)
        if place == place_of(turn.state.services):
            return False
        turn.write_down(move.event, place.plain())
        return True


def ask_service(
    desk: Desk, reference: str, place: Place | None, words: Mapping[str, str], by: date, staff_id: int, now: datetime
) -> bool:
    """Ask a service: `words` hold what is asked, and who is asked where a person is; `by` is the day to answer by."""
    must_be_known(desk.profile, place)
    if place is None and desk.profile.service_areas:
        raise Refused("service", "Choose the service")
    if not words.get("asked", "").strip():
        raise Refused("asked", "Say what you ask")
    today = london_day(now)
    if not today <= by <= today + FARTHEST:
        raise Refused("by", "Enter a day from today on, within a year")
    detail = {"on": today.isoformat(), "by": by.isoformat(), **(place.plain() if place else {})}
    return _written(desk, reference, "ask_service", detail, words, staff_id, now)


def service_answered(
    desk: Desk, reference: str, number: int, words: Mapping[str, str], on: date, staff_id: int, now: datetime
) -> bool:
    """What a service said to what it was asked as `number`, and on which day."""
    if not words.get("answer", "").strip():
        raise Refused("answer", "Say what they answered")
    with turn_at(desk, reference, staff_id, now) as turn:
        move, key = _open_to(turn, "service_answered"), key_of_turn(desk, turn)
        detail = {"asked": number, "on": on.isoformat()}
        if _just_done(turn, move.event, detail, words, key):
            return False
        moves.check(move.name, turn.state)
        asked = next((each for each in turn.state.services.waiting if each.number == number), None)
        if asked is None:
            raise moves.NotPossible(move, turn.state)
        _must_have_come(on, asked.on, now)
        about = {key: value for key, value in (("area", asked.area), ("team", asked.team)) if value}
        turn.write_down(move.event, detail | about, close_json(key, dict(words), "event"))
        return True


def note(desk: Desk, reference: str, contact: Contact, staff_id: int, now: datetime, documents: Sequence[Brought] = ()) -> bool:
    """Note a contact, or a meeting with its minutes, who was there, and whether the child was; with the documents of it."""
    if contact.how not in CONTACTS:
        raise Refused("how", "Choose what it was")
    if contact.child is not None and contact.child not in CHILD:
        raise Refused("child", "Choose one of these")
    meeting = contact.how == "meeting"
    if meeting and not contact.who.strip():
        raise Refused("people", "Say who was there: at least one name")
    if not contact.said.strip():
        raise Refused("said", "Write the minutes" if meeting else "Say what it was about")
    if meeting and contact.child is None:
        raise Refused("child", "Say whether the child was there or was asked")
    with turn_at(desk, reference, staff_id, now) as turn:
        _open_to(turn, "note")
        _must_have_come(contact.on, None, now)
        kind = Happened.MEETING_NOTED if meeting else Happened.CONTACT_NOTED
        detail = {"how": contact.how, "on": contact.on.isoformat(), **({"child": contact.child} if contact.child else {})}
        words, key = {"who": contact.who, "said": contact.said}, key_of_turn(desk, turn)
        if _just_done(turn, kind, detail, words, key):
            return keep(turn, key, documents, kind)
        keep(turn, key, documents, kind)
        turn.write_down(kind, detail, close_json(key, words, "event"))
        return True


def _written(
    desk: Desk, reference: str, name: str, detail: dict[str, Any], words: Mapping[str, str], staff_id: int, now: datetime
) -> bool:
    with turn_at(desk, reference, staff_id, now) as turn:
        move, key = moves.check(name, turn.state), key_of_turn(desk, turn)
        if _just_done(turn, move.event, detail, words, key):
            return False
        turn.write_down(move.event, detail, close_json(key, dict(words), "event"))
        return True


def _open_to(turn: Turn, name: str) -> moves.Move:
    move = moves.move(name)
    if turn.state.erased is not None:
        raise moves.NotPossible(move, turn.state)
    return move


def _just_done(turn: Turn, kind: Happened, detail: Mapping[str, Any], words: Mapping[str, str], key: bytes) -> bool:
    """Whether this officer's last move at the case was this very one: the button was pressed twice."""
    last = turn.last
    if last is None or last.sealed is None or (last.kind, last.staff_id) != (kind.value, turn.staff_id):
        return False
    return detail.items() <= dict(last.detail).items() and open_json(key, last.sealed, "event") == dict(words)


def _must_have_come(on: date, first: date | None, now: datetime) -> None:
    if on > london_day(now):
        raise Refused("day", "Enter a day that has come")
    if first and on < first:
        raise Refused("day", f"Enter a day from {first.day} {first:%B %Y} on: they were asked then")
