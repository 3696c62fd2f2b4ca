"""What is learned from a case, what was promised in it and what it cost: one function a move, one commit each.

Every function returns True where it changed something and False where the same button was pressed twice. Each raises
`NotPossible` once the case has moved on, `Refused` for what cannot be, `NoSuchCase` and `Erased`. Words are sealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portal.actions import leaving
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.handling import Turn, key_of_turn, turn_at
from portal.actions.refused import Refused
from portal.casework import moves
from portal.casework.learning import PAYMENT, About, Action, CostKind, Grade, Learning, Owner, Promise
from portal.councils import Profile
from portal.councils.services import cause_names, service_names
from portal.limits import LEARNING_DAYS_AHEAD, MOST_PAID
from portal.seal.boxes import Unreadable, close_json, open_json
from portal.store import cases, staff
from portal.store import learning as rows


class Nothing(LookupError):
    """The case has no such point, action, promise or cost."""


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action as an officer sets it; `what` and `sentence` (what the person is told once it is done) are sealed."""

    what: str
    grade: Grade
    owner: Owner
    due: date
    service: str | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """Money that a case cost: for what, how many pence, on which day, at which stage."""

    kind: CostKind
    pence: int
    on: date
    stage: int


def classify(desk: Desk, reference: str, point: int, about: About, staff_id: int, now: datetime) -> bool:
    """Which services and causes a point concerned; it takes the place of what was said before, and no finding changes."""
    with turn_at(desk, reference, staff_id, now) as turn:
        if point not in {one.number for one in cases.points_of(turn.conn, turn.case.id)}:
            raise Nothing(point)
        move, left = moves.check("point_causes", turn.state), turn.state.learning
        must_be_known(desk.profile, left, point, about)
        if left.about.get(point, About()) == about:
            return False
        turn.write_down(move.event, {"point": point, "services": list(about.services), "causes": list(about.causes)})
        return True


def must_be_known(profile: Profile, left: Learning, point: int, about: About) -> None:
    """Raises `Refused` for a service or cause that the council has not, unless the point has it already."""
    before = left.about.get(point, About())
    for code in about.services:
        if code not in service_names(profile) and code not in before.services:
            raise Refused("services", "Choose from the services that there are")
    for code in about.causes:
        if code not in cause_names(profile) and code not in before.causes:
            raise Refused("causes", "Choose from the causes that there are")


def set_action(desk: Desk, reference: str, new: NewAction, staff_id: int, now: datetime) -> bool:
    """Something is to be learned: who does what by when, and how far it reaches."""
    with turn_at(desk, reference, staff_id, now) as turn:
        words = {"what": new.what, "sentence": new.sentence}
        detail = {
            **_owned(new.owner), "grade": new.grade.value, "service": new.service, "due": new.due.isoformat(),
            "on": london_day(now).isoformat(), "told": bool(new.sentence.strip()),
        }  # fmt: skip
        if _just_made(desk, turn, "learning_add", detail, words):
            return False
        moves.check("learning_add", turn.state)
        _owner_can_be(desk, turn, new.owner)
        _due_can_be(new.due, now)
        if new.service and new.service not in service_names(desk.profile):
            raise Refused("service", "Choose from the services that there are")
        if not new.what.strip():
            raise Refused("what", "Say what is to be done")
        _write(desk, turn, "learning_add", {"number": len(turn.state.learning.actions) + 1, **detail}, words)
        return True


def change_action(desk: Desk, reference: str, number: int, owner: Owner, due: date, reason: str, staff_id: int, now: datetime) -> bool:
    """Somebody else sees to it, or by another day; and why."""
    with turn_at(desk, reference, staff_id, now) as turn:
        detail, words = {"number": number, **_owned(owner), "due": due.isoformat()}, {"reason": reason}
        if _just_made(desk, turn, "learning_change", detail, words):
            return False
        before = _open_action(turn, "learning_change", number)
        if (before.owner, before.due_on) == (owner, due):
            raise Refused("due", "Change the owner or the day: both are as they were")
        if owner != before.owner:
            _owner_can_be(desk, turn, owner)
        if due != before.due_on:
            _due_can_be(due, now)
        _write(desk, turn, "learning_change", detail, words)
        return True


def finish(desk: Desk, reference: str, number: int, on: date, evidence: str, sentence: str, staff_id: int, now: datetime) -> bool:
    """It is done, and what shows it. With a `sentence`, the person reads it with their case, and hears that it is there."""
    with turn_at(desk, reference, staff_id, now) as turn:
        words = {"evidence": evidence, "sentence": sentence}
        detail = {"number": number, "on": on.isoformat(), "told": bool(sentence.strip())}
        if _just_made(desk, turn, "learning_done", detail, words):
            return False
        action = _open_action(turn, "learning_done", number)
        if not evidence.strip():
            raise Refused("evidence", "Say what shows that it is done")
        _came(on, action.set_on, now)
        _write(desk, turn, "learning_done", detail, words)
        if detail["told"]:
            leaving.tell_person(desk, turn.conn, turn.case.id, key_of_turn(desk, turn), now)
        return True


def give_up(desk: Desk, reference: str, number: int, reason: str, staff_id: int, now: datetime) -> bool:
    """It will not be done, and why."""
    with turn_at(desk, reference, staff_id, now) as turn:
        detail, words = {"number": number, "on": london_day(now).isoformat()}, {"reason": reason}
        if _just_made(desk, turn, "learning_given_up", detail, words):
            return False
        _open_action(turn, "learning_given_up", number)
        _reasoned(reason)
        _write(desk, turn, "learning_given_up", detail, words)
        return True


def nothing_to_learn(desk: Desk, reference: str, reason: str, staff_id: int, now: datetime) -> bool:
    """It was upheld, and nothing is to be learned from it: why."""
    with turn_at(desk, reference, staff_id, now) as turn:
        if _just_made(desk, turn, "learning_not_needed", {}, {"reason": reason}):
            return False
        moves.check("learning_not_needed", turn.state)
        write_nothing_to_learn(desk, turn, reason)
        return True


def write_nothing_to_learn(desk: Desk, turn: Turn, reason: str) -> None:
    """The same, within somebody's turn: whoever closes a case may say it on the way."""
    _reasoned(reason)
    _write(desk, turn, "learning_not_needed", {}, {"reason": reason})


def publish(desk: Desk, reference: str, number: int, sentence: str, staff_id: int, now: datetime) -> bool:
    """A manager publishes what was done, in a sentence in which nobody can be recognised: it stands in clear from now on."""
    with turn_at(desk, reference, staff_id, now) as turn:
        detail, words = {"number": number, "on": london_day(now).isoformat()}, {"sentence": sentence}
        if _just_made(desk, turn, "learning_publish", detail, words):
            return False
        move, action = moves.check("learning_publish", turn.state), _action(turn, number)
        if not (action.done_on and action.told) or action.published_on:
            raise moves.NotPossible(move, turn.state)
        if not sentence.strip():
            raise Refused("sentence", "Write the sentence")
        _write(desk, turn, "learning_publish", detail, words)
        rows.publish(turn.conn, turn.case.id, number, sentence.strip())
        return True


def unpublish(desk: Desk, reference: str, number: int, reason: str, staff_id: int, now: datetime) -> bool:
    """It is published no longer, and its sentence is nowhere in clear any more; why."""
    with turn_at(desk, reference, staff_id, now) as turn:
        detail, words = {"number": number}, {"reason": reason}
        if _just_made(desk, turn, "learning_unpublish", detail, words):
            return False
        move, action = moves.check("learning_unpublish", turn.state), _action(turn, number)
        if not action.published_on:
            raise moves.NotPossible(move, turn.state)
        _reasoned(reason)
        _write(desk, turn, "learning_unpublish", detail, words)
        return True


def keep_promise(
    desk: Desk, reference: str, point: int, remedy: str, on: date, pence: int | None, note: str, staff_id: int, now: datetime
) -> bool:
    """A remedy was carried out: on which day and, of a payment, how much of it was paid, which is a cost as well."""
    with turn_at(desk, reference, staff_id, now) as turn:
        detail: dict[str, Any] = {"point": point, "remedy": remedy, "on": on.isoformat()}
        if remedy == PAYMENT:
            detail |= {"pence": pence, "kind": CostKind.REDRESS.value, "stage": 1}
        if _just_made(desk, turn, "remedy_done", detail, {"note": note}):
            return False
        promise = _open_promise(turn, "remedy_done", point, remedy)
        _came(on, turn.case.received_on, now)
        if remedy == PAYMENT:
            _amount_can_be(pence)
            left = (promise.pence or 0) - promise.paid
            if pence and pence > left:
                raise Refused("amount", f"Enter at most what is still to be paid: £{left / 100:,.2f}")
            detail["number"] = len(turn.state.learning.costs) + 1
        _write(desk, turn, "remedy_done", detail, {"note": note})
        return True


def give_up_promise(desk: Desk, reference: str, point: int, remedy: str, reason: str, staff_id: int, now: datetime) -> bool:
    """A remedy that was promised cannot be carried out, and why."""
    with turn_at(desk, reference, staff_id, now) as turn:
        detail, words = {"point": point, "remedy": remedy, "on": london_day(now).isoformat()}, {"reason": reason}
        if _just_made(desk, turn, "remedy_given_up", detail, words):
            return False
        _open_promise(turn, "remedy_given_up", point, remedy)
        _reasoned(reason)
        _write(desk, turn, "remedy_given_up", detail, words)
        return True


def note_cost(desk: Desk, reference: str, spent: Spent, note: str, staff_id: int, now: datetime) -> bool:
    """What was spent on the case; nothing, where something that others pay for was done for nothing."""
    with turn_at(desk, reference, staff_id, now) as turn:
        detail = {"kind": spent.kind.value, "pence": spent.pence, "on": spent.on.isoformat(), "stage": spent.stage}
        if _just_made(desk, turn, "cost", detail, {"note": note}):
            return False
        moves.check("cost", turn.state)
        _came(spent.on, turn.case.received_on, now)
        if spent.pence:
            _amount_can_be(spent.pence)
        if not 1 <= spent.stage <= turn.state.stages.stage:
            raise Refused("at_stage", "Choose a stage that the case has come to")
        _write(desk, turn, "cost", {"number": len(turn.state.learning.costs) + 1, **detail}, {"note": note})
        return True


def take_cost_back(desk: Desk, reference: str, number: int, reason: str, staff_id: int, now: datetime) -> bool:
    """It was a mistake, and why; a payment that was promised is then still to be made."""
    with turn_at(desk, reference, staff_id, now) as turn:
        if _just_made(desk, turn, "cost_taken_back", {"number": number}, {"reason": reason}):
            return False
        move = moves.check("cost_taken_back", turn.state)
        if number > len(turn.state.learning.costs) or number < 1:
            raise Nothing(number)
        if turn.state.learning.cost(number) is None:
            raise moves.NotPossible(move, turn.state)
        _reasoned(reason)
        _write(desk, turn, "cost_taken_back", {"number": number}, {"reason": reason})
        return True


def _owned(owner: Owner) -> dict[str, Any]:
    return {"owner": owner.staff_id} if owner.staff_id is not None else {"owner_service": owner.service}


def _owner_can_be(desk: Desk, turn: Turn, owner: Owner) -> None:
    """A member of staff who still signs in, or a service of the council."""
    if owner.staff_id is not None and not any(one.id == owner.staff_id and one.active for one in staff.everyone(turn.conn)):
        raise Refused("owner", "Choose somebody who works here")
    if owner.service and owner.service not in service_names(desk.profile):
        raise Refused("owner", "Choose from the services that there are")


def _due_can_be(due: date, now: datetime) -> None:
    today = london_day(now)
    if due < today:
        raise Refused("due", "Enter a day from today on")
    if due > today + timedelta(days=LEARNING_DAYS_AHEAD):
        raise Refused("due", "Enter a day within the next two years")


def _came(on: date, first: date, now: datetime) -> None:
    if on > london_day(now):
        raise Refused("day", "Enter a day that has come")
    if on < first:
        raise Refused("day", f"Enter a day from {first.day} {first:%B %Y} on")


def _amount_can_be(pence: int | None) -> None:
    if not pence or pence < 0:
        raise Refused("amount", "Enter the amount in pounds, like 150 or £1,234.50")
    if pence > MOST_PAID * 100:
        raise Refused("amount", f"Enter an amount of at most £{MOST_PAID:,}")


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise Refused("reason", "Say why")


def _action(turn: Turn, number: int) -> Action:
    action = turn.state.learning.action(number)
    if action is None:
        raise Nothing(number)
    return action


def _open_action(turn: Turn, name: str, number: int) -> Action:
    action, move = _action(turn, number), moves.check(name, turn.state)
    if not action.open:
        raise moves.NotPossible(move, turn.state)
    return action


def _open_promise(turn: Turn, name: str, point: int, remedy: str) -> Promise:
    if (point, remedy) not in turn.state.learning.promised:
        raise Nothing(point, remedy)
    promise, move = turn.state.learning.promise((point, remedy)), moves.check(name, turn.state)
    if not promise.open:
        raise moves.NotPossible(move, turn.state)
    return promise


def _write(desk: Desk, turn: Turn, name: str, detail: Mapping[str, Any], words: Mapping[str, str]) -> None:
    turn.write_down(moves.move(name).event, detail, close_json(key_of_turn(desk, turn), dict(words), "event"))


def _just_made(desk: Desk, turn: Turn, name: str, detail: Mapping[str, Any], words: Mapping[str, str]) -> bool:
    """Whether this officer's last move at the case was this very one: the button was pressed twice. Raises `NotPossible`."""
    if turn.state.erased is not None:
        raise moves.NotPossible(moves.move(name), turn.state)
    last, key = turn.last, key_of_turn(desk, turn)
    if last is None or (last.kind, last.staff_id) != (moves.move(name).event.value, turn.staff_id):
        return False
    try:
        same = last.sealed is not None and open_json(key, last.sealed, "event") == dict(words)
    except Unreadable:
        return False
    return same and dict(detail).items() <= dict(last.detail).items()
