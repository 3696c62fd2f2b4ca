"""Enquiries by members and others, and queries that were solved at once: taken in, answered, counted, or made a complaint.

They are no complaints: they have no stages and no rights of a complaint, and a clock only where the council states one.
Names and words are sealed under the key of the case, like everybody's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.actions import drafts, leaving
from portal.actions.case_file import CaseFile, find_case, key_if_any
from portal.actions.clocks import london_day, noon_of
from portal.actions.desk import Desk
from portal.actions.filing import KEYED_BY, PAPER, new_name
from portal.actions.handling import Erased, NoSuchCase, key_of_turn, turn_at
from portal.actions.settling import settle
from portal.actions.taking_in import FROM_ENQUIRY, HOW, HowItCame, NotThen, TakenBy, earliest
from portal.casework import moves
from portal.casework.case import fold
from portal.casework.enquiries import ENQUIRY, QUERY
from portal.casework.events import Actor, Happened
from portal.casework.outcomes import OutcomeCode
from portal.casework.reference import new_reference, tidy
from portal.law.facts import Route
from portal.law.rules import version_on
from portal.questions.points import Point
from portal.seal import boxes
from portal.store import cases, events
from portal.store.case_keys import KeyRow
from portal.store.database import Connection, ReferenceTaken

QUERY_KINDS = ("question", "request", "put_right")
"""What was solved at once: a question answered, something asked for and given, or something put right."""

_ROUTES = {ENQUIRY: Route.MEMBER_ENQUIRY.value, QUERY: Route.SERVICE_REQUEST.value}


class NoSuchKind(ValueError):
    """The council knows no enquiry of this kind."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came: of which kind, by which way and on which day (in London), about what, in codes; the words are sealed."""

    purpose: str
    kind: str
    by: TakenBy
    on: date
    words: Mapping[str, str]
    matter: str = ""
    service: str = ""


def kinds_of(desk: Desk) -> dict[str, str]:
    """The kinds of enquiry that the council knows, with its names for them; the Ombudsman's are kept with their case."""
    return {one.code: one.name for one in desk.profile.enquiry_types if one.code != "ombudsman"}


def take_in(desk: Desk, asked: Asked, reference: str, staff_id: int, now: datetime) -> str:
    """A case of its own; its reference. `reference`: the one that the form was given, so that sent twice it is one case.

    A query was solved already, and is closed with how: the word `solved`. Raises `NotThen`, `NoSuchKind`.
    """
    if not earliest(desk) <= asked.on <= london_day(now):
        raise NotThen(asked.on.isoformat())
    if asked.kind not in (kinds_of(desk) if asked.purpose == ENQUIRY else QUERY_KINDS):
        raise NoSuchKind(asked.kind)
    chosen = tidy(reference) or new_reference()
    while True:
        try:
            with desk.database.write() as conn:
                _file(desk, conn, asked, chosen, staff_id, now)
        except ReferenceTaken:
            if _is_this(desk, chosen, asked, staff_id):
                return chosen
            chosen = new_reference()
        else:
            return chosen


def _is_this(desk: Desk, reference: str, asked: Asked, staff_id: int) -> bool:
    """Whether the case of this reference holds these very words of this officer: the form was sent twice, and not filled in anew."""
    with desk.database.read() as conn:
        case = cases.by_reference(conn, reference)
        key = key_if_any(conn, desk, case.id) if case else None
        papers = cases.papers_of(conn, case.id) if case else []
        first = events.of_case(conn, case.id)[0] if case else None
    if case is None or first is None or key is None or first.staff_id != staff_id:
        return False
    same = (case.purpose, case.enquiry_kind, case.channel, case.received_on) == (asked.purpose, asked.kind, asked.by.value, asked.on)
    return same and boxes.open_json(key, papers[0].sealed, PAPER)["asked"] == _told(asked)


def _file(desk: Desk, conn: Connection, asked: Asked, reference: str, staff_id: int, now: datetime) -> None:
    key, name, route = boxes.new_key(), new_name(), _ROUTES[asked.purpose]
    version = version_on(asked.on)
    case_id = cases.insert(conn, cases.NewCase(
        reference=reference, council=desk.profile.name, purpose=asked.purpose,
        received_at=now if asked.on == london_day(now) else noon_of(asked.on), received_on=asked.on,
        voice="adult", language="en", channel=asked.by.value, complainant=None, child_status=(),
        matters=(asked.matter,) if asked.matter else (), point_count=0,
        facts={"service": asked.service} if asked.service else {},
        decision={"route": route, "also": [], "needs_decision": False, "flags": [], "reasons": [], "stages": [], "points": [], "version": version},
        rules_version=version, route=route, route_confirmed=True, key_name=name, enquiry_kind=asked.kind,
    ))  # fmt: skip
    spare = desk.recovery
    desk.keys.put(
        KeyRow(name, desk.lock.key_id, desk.lock.seal(key), now, spare.key_id if spare else None, spare.seal(key) if spare else None), []
    )
    record = {"voice": "adult", "language": "en", "sent_at": now.isoformat(), "asked": _told(asked)}
    cases.add_paper(conn, case_id, now, "asked", boxes.close_json(key, record, PAPER))
    came = {"channel": asked.by.value, "received_on": asked.on.isoformat()}
    _happened(desk, conn, case_id, Happened.SUBMITTED, staff_id, now, {"route": route, "purpose": asked.purpose, "enquiry": asked.kind, **came})
    if asked.purpose == QUERY:
        closed = {"outcome": OutcomeCode.ANSWERED.value, "on": asked.on.isoformat()}
        solved = boxes.close_json(key, {"reason": asked.words["solved"]}, "event")
        _happened(desk, conn, case_id, Happened.CLOSED, staff_id, now, closed, solved)
    else:
        leaving.tell_team(desk, conn, case_id, now)
    settle(desk, conn, case_id)


_QUESTIONS = (("name", "Who asks"), ("about", "About whom"), ("message", "What is asked"))


def _told(asked: Asked) -> list[dict[str, Any]]:
    return [line for line in (_line(*each, asked.words) for each in _QUESTIONS) if line["said"]]


def _line(key: str, question: str, words: Mapping[str, str]) -> dict[str, Any]:
    said = words.get(key, "").strip()
    return {"key": key, "question": question, "value": said, "said": said, "personal": True}


def _happened(
    desk: Desk, conn: Connection, case_id: int, kind: Happened, staff_id: int, now: datetime, detail: dict[str, Any],
    sealed: bytes | None = None,
) -> None:  # fmt: skip
    event = events.Event(
        case_id=case_id, at=now, kind=kind.value, actor=Actor.STAFF.value, staff_id=staff_id, detail=detail, sealed=sealed
    )
    events.append(conn, event)
    leaving.tell_case_system(desk, conn, case_id, kind, now)


def answer(desk: Desk, reference: str, words: str, on: date, staff_id: int, now: datetime) -> bool:
    """It was answered `on` a day in London, in these words (sealed). Raises `NotThen`, `NotPossible`, `NoSuchCase`, `Erased`."""
    with turn_at(desk, reference, staff_id, now) as turn:
        done = turn.state.enquiry
        if done and done.answered_on == on and turn.last and turn.last.staff_id == staff_id:
            return False
        move = moves.check("answer_enquiry", turn.state)
        if not turn.case.received_on <= on <= london_day(now):
            raise NotThen(on.isoformat())
        sealed = boxes.close_json(key_of_turn(desk, turn), {"response": words}, "event")
        turn.write_down(move.event, {"on": on.isoformat()}, sealed)
        return True


def begin_complaint(desk: Desk, file: CaseFile, key: bytes, staff_id: int, now: datetime) -> None:
    """What is known of it stands in a draft under `key`, to be taken in as a complaint. Raises `NotPossible`."""
    moves.check("take_in_enquiry", file.state)
    told = {line["key"]: line["said"] for paper in file.asked for line in paper.get("asked", ())}
    point = Point("", told.get("message", ""))  # it lends its words to the first matter that is chosen
    # What was brought in from an older system may have come by a channel that is the council's own.
    by = TakenBy(file.case.channel) if file.case.channel in set(TakenBy) else TakenBy.STAFF
    how = HowItCame(by, london_day(now))
    answers = {"purpose": "complaint", "points": [point.as_kept()] if point.what_happened else []}
    known = {HOW: how.as_kept(), FROM_ENQUIRY: file.case.reference, KEYED_BY: staff_id}
    drafts.change_own(desk, key, lambda before: {**answers, **before, **known}, now)


def taken_in_as(desk: Desk, reference: str) -> str:
    """The complaint that this enquiry has become; empty where it has become none. Raises `NoSuchCase`."""
    with desk.database.read() as conn:
        state = fold(events.of_case(conn, find_case(conn, reference).id))
    return state.enquiry.became if state.enquiry else ""


def became(desk: Desk, reference: str, complaint: str, staff_id: int, now: datetime) -> bool:
    """It was taken in as the complaint of this reference; what can no longer be written down is left as it is."""
    try:
        with turn_at(desk, reference, staff_id, now) as turn:
            move = moves.check("take_in_enquiry", turn.state)
            turn.write_down(move.event, {"case": complaint})
            return True
    except (moves.NotPossible, NoSuchCase, Erased):
        return False
