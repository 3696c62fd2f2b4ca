"""Desks and cases for tests of actions: small ones, laid out without the pages."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from portal.actions import answering, learning
from portal.actions.answering import Said
from portal.actions.clocks import case_clocks, due_columns, london_day, procedure_of
from portal.actions.desk import Desk
from portal.actions.filing import new_name
from portal.actions.settling import settle_rights
from portal.casework.answering import Given
from portal.casework.events import Actor, Happened
from portal.casework.learning import UPHELD
from portal.casework.outcomes import OutcomeCode
from portal.casework.permissions import Role
from portal.councils import Profile, load, working_days
from portal.law.calendar import WorkingDays
from portal.law.facts import Facts
from portal.law.triage import decide
from portal.seal import boxes
from portal.seal.factors import FactorKeys
from portal.seal.office import OfficeKey, load_or_make
from portal.seal.passwords import hash_password
from portal.seal.return_words import Stretch
from portal.seal.search_key import SearchKey
from portal.store import cases, events
from portal.store import staff as accounts
from portal.store.case_keys import CaseKeys, KeyRow
from portal.store.database import Database

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PASSWORD = "four calm grey horses"
QUICK = Stretch(1, 8192)


@cache
def _profile() -> Profile:
    return load("example")


@cache
def _calendar() -> WorkingDays:
    return working_days()


def office_in(folder: Path) -> OfficeKey:
    folder.chmod(0o700)
    return load_or_make(folder)


def desk_at(database: Database, office: OfficeKey) -> Desk:
    return Desk(database, keys_beside(database), office.lock, office, None, SearchKey(b"k" * 32), _profile(), _calendar(), QUICK, factors=FactorKeys(b"b" * 32, b"c" * 32))


def keys_beside(database: Database) -> CaseKeys:
    """The store of case keys of a test: in a file beside a SQLite one, in the same database of a server."""
    url = database._url
    beside = url.set(database=f"{url.database}-keys") if database.on_sqlite else url
    return CaseKeys(beside.render_as_string(hide_password=False))


def an_officer(desk: Desk, name: str = "A. Officer", role: Role = Role.OFFICER, now: datetime = NOW) -> int:
    with desk.database.write() as conn:
        return accounts.add(conn, email_of(name), name, role.value, _hashed(PASSWORD), now)


def email_of(name: str) -> str:
    return name.lower().replace(" ", "").replace(".", "") + "@council.example"


@cache
def _hashed(password: str) -> str:
    """Hashing takes long on purpose; once is enough for all tests."""
    return hash_password(password)


def a_case(desk: Desk, reference: str = "KMR-2346-789", now: datetime = NOW, **facts: Any) -> int:
    """A case as sending leaves it: row, key, points, paper and first events."""
    known = {"complainant": "parent", "matters": ["support_not_delivered"], **facts}
    codes = Facts.from_codes({key: value for key, value in known.items() if value is not None}).to_codes()
    received = london_day(now)
    decision = decide(Facts.from_codes(codes), desk.profile.terms(received))
    route, key, danger = decision.route.value, boxes.new_key(), bool(facts.get("risk_now"))
    name = new_name()
    desk.keys.put(KeyRow(name, desk.lock.key_id, desk.lock.seal(key), now), [])
    with desk.database.write() as conn:
        case_id = cases.insert(
            conn,
            cases.NewCase(
                reference=reference,
                council="example",
                purpose="complaint",
                received_at=now,
                received_on=received,
                voice="adult",
                language="en",
                channel="portal",
                complainant=codes.get("complainant"),
                child_status=tuple(codes.get("child_status", ())),
                matters=tuple(codes.get("matters", ())),
                point_count=1,
                facts=codes,
                decision=decision.to_json(),
                rules_version=decision.version,
                route=route,
                procedure=procedure_of(route),
                key_name=name,
                danger=danger,
                rank=0 if danger else 1,
                **due_columns(case_clocks(desk.profile, desk.calendar, route, received)),
            ),
        )
        words = {"what_happened": "The visits <b>never</b> came.", "put_right": "Send somebody."}
        point = cases.NewPoint(1, "support_not_delivered", route, [], boxes.close_json(key, words, "point"))
        cases.add_points(conn, case_id, [point])
        asked = [
            _asked("complainant", "Who are you?", "parent", "A parent"),
            _asked("name", "What should we call you?", "Jo Bloggs", "Jo Bloggs"),
        ]
        paper = {"voice": "adult", "language": "en", "sent_at": now.isoformat(), "asked": asked}
        cases.add_paper(conn, case_id, now, "asked", boxes.close_json(key, paper, "paper"))
        _happened(desk, conn, case_id, Happened.SUBMITTED, now, {"route": route})
        if danger:
            _happened(desk, conn, case_id, Happened.DANGER_REPORTED, now, {})
        settle_rights(desk, conn, case_id)
    return case_id


def _happened(desk: Desk, conn: Any, case_id: int, kind: Happened, now: datetime, detail: dict[str, Any]) -> None:
    actor = Actor.COMPLAINANT.value
    events.append(conn, events.Event(case_id=case_id, at=now, kind=kind.value, actor=actor, detail=detail))


def _asked(key: str, question: str, value: str, said: str) -> dict[str, Any]:
    return {"key": key, "question": question, "value": value, "said": said, "personal": key == "name"}


def kinds_of(desk: Desk, case_id: int) -> list[str]:
    """The kinds of everything that happened to a case, first to last."""
    with desk.database.read() as conn:
        return [event.kind for event in events.of_case(conn, case_id)]


def row_of(desk: Desk, case_id: int) -> cases.CaseRow:
    with desk.database.read() as conn:
        row = cases.by_id(conn, case_id)
    assert row is not None
    return row


def later(**by: int) -> datetime:
    return NOW + timedelta(**by)


def answer_all(desk: Desk, reference: str, staff_id: int, now: datetime = NOW, outcome: OutcomeCode = OutcomeCode.UPHELD) -> None:
    """A finding on every point of a case, and that nothing is to be learned, as it can be closed as answered then."""
    with desk.database.read() as conn:
        case = cases.by_reference(conn, reference)
        numbers = [point.number for point in cases.points_of(conn, case.id)] if case else []
    for number in numbers:
        answering.answer_point(desk, reference, number, Given(outcome), Said("The record shows it."), staff_id, now)
    if outcome in UPHELD:
        learning.nothing_to_learn(desk, reference, "It was seen to at once.", staff_id, now)
