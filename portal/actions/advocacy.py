"""What the person agrees that their advocate may do: written down by an officer, and taken back by the person themselves."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from portal.actions import leaving
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.handling import key_of_turn, turn_at
from portal.actions.returning import NotYours, read
from portal.actions.rights import NotYet
from portal.actions.settling import settle
from portal.casework import moves
from portal.casework.advocacy import Scope
from portal.casework.events import Actor, Happened
from portal.seal.boxes import close_json
from portal.store import cases, events
from portal.store.events import Event

ADVOCATES_WORDS = "advocate"
"""The holder whose words are the advocate's."""


def consent(
    desk: Desk, reference: str, scope: Collection[Scope], on: date, words: Mapping[str, str], staff_id: int, now: datetime
) -> bool:
    """The person agreed `on` a day in London to these things and no others; to none: it is taken back. How it is known is sealed.

    Raises `NotYet`, `NotPossible`, `NoSuchCase`, `Erased`.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        detail = {"on": on.isoformat(), "scope": sorted(one.value for one in scope)}
        last, kind = turn.last, Happened.ADVOCATE_CONSENT
        if last and (last.kind, last.staff_id, last.detail) == (kind.value, staff_id, detail):
            return False
        moves.check("advocate_consent", turn.state)
        since = turn.state.advocacy.since or turn.case.received_on
        if not since <= on <= london_day(now):
            raise NotYet(f"a day from {since} to {london_day(now)}")
        turn.write_down(kind, detail, close_json(key_of_turn(desk, turn), dict(words), "event"))
        return True


def take_back(desk: Desk, reference: str, key: bytes, words_id: int, now: datetime) -> bool:
    """The person themselves takes back what they agreed to; False where there is nothing to take back.

    Raises `NotYours`, also where it is the advocate who asks.
    """
    opened = read(desk, reference, key, words_id)
    if opened.holder == ADVOCATES_WORDS:
        raise NotYours
    with desk.database.write() as conn:
        case = cases.held(conn, opened.case.id)
        if case is None or not opened.state.advocacy.scope:
            return False
        kind, detail = Happened.ADVOCATE_CONSENT, {"on": london_day(now).isoformat(), "scope": []}
        events.append(conn, Event(case.id, now, kind.value, Actor.COMPLAINANT.value, detail=detail))
        settle(desk, conn, case.id)
        leaving.tell_case_system(desk, conn, case.id, kind, now)
    return True
