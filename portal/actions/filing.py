"""Filing a case: its row, its keys, its points, its papers and its first events, within one transaction."""

import base64
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from portal.actions import leaving
from portal.actions.clocks import case_clocks, due_columns, london_day, noon_of, procedure_of
from portal.actions.desk import Desk
from portal.actions.drafts import Draft, words_for
from portal.actions.routing import DANGER_ROUTE
from portal.actions.settling import settle
from portal.casework.events import Actor, Happened
from portal.casework.junk import Sign
from portal.casework.reference import new_reference
from portal.law.facts import Facts, Flag, Matter
from portal.law.triage import Decision, decide
from portal.questions.journey import Journey, journey
from portal.questions.kinds import DONT_KNOW
from portal.questions.reading import facts as facts_of
from portal.questions.record import Say
from portal.seal import boxes, return_words
from portal.store import cases, events
from portal.store.case_keys import KeyRow
from portal.store.database import Connection

NAME_BYTES = 16
PAPER, POINT = "paper", "point"
PORTAL = "portal"
"""The channel of what was sent through the pages."""
KEYED_BY = "keyed_by"
"""Under which name the draft of what an officer keys in keeps their number, before and after it is sent."""


class NoDraft(Exception):
    """There is no draft under this key (any more)."""


class DraftMoved(Exception):
    """Another tab did something to the draft while its words were being stretched: begin again."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """That an officer keyed it in: how it came, the day in London on which it was received, who, and the language they asked in."""

    channel: str
    on: date
    staff_id: int
    asked_in: str = "en"
    enquiry: str = ""
    """The reference of the enquiry that it was before."""


@dataclass(frozen=True, slots=True)
class Manner:
    """In which voice and language the person is written to, and how to say a wording in them.

    `taken_in`: it did not come through the pages.
    """

    voice: str
    language: str
    say: Say
    taken_in: TakenIn | None = None


@dataclass(frozen=True, slots=True)
class Secrets:
    """What opens the case: its key, its reference, and the words of each who may come back.

    `made_for` is what they were made from; they fit no draft in which that has changed.
    """

    key: bytes
    reference: str
    words: dict[str, list[str]]
    wrapped: dict[str, bytes]
    made_for: tuple[str | None, str | None]

    def must_fit(self, draft: Draft) -> None:
        """Raises DraftMoved where the draft got a case or a reference of its own meanwhile."""
        if self.made_for != _marks(draft):
            raise DraftMoved


def _marks(draft: Draft) -> tuple[str | None, str | None]:
    return (draft.early or {}).get("reference"), draft.reference


def make_secrets(desk: Desk, draft: Draft, *, afresh: bool = False) -> Secrets:
    """Made before the transaction begins: stretching words takes a quarter of a second each.

    `afresh`: not with the draft's own reference and words, which turned out to be a case's already.
    """
    early = draft.early or {}
    own = early or ({} if afresh else {"reference": draft.reference, "words": draft.words})
    reference = own.get("reference") or new_reference()
    key = key_from(early["key"]) if early else boxes.new_key()
    words = {holder_of(draft): own.get("words") or list(return_words.new_words(words_for(draft)))}
    if "child_words" in journey(draft.answers).kept():
        words["child"] = list(return_words.new_words(return_words.CHILD_WORDS))
    new = {holder: said for holder, said in words.items() if holder != early.get("holder")}
    wrapped = {holder: return_words.wrap(key, reference, said, desk.stretch) for holder, said in new.items()}
    return Secrets(key, reference, words, wrapped, _marks(draft))


def apart_from_erased(conn: Connection, draft: Draft, *, holding: bool = False) -> Draft:
    """The draft; a case that was made of it at once and was erased meanwhile is no longer its own.

    Nobody has a key to that case any more: what joined it would be lost. It is sent as a case of its own instead.
    `holding`: nobody erases it between this look and the commit; for whoever writes.
    """
    early, look = draft.early, cases.held if holding else cases.by_id
    case = look(conn, int(early["case_id"])) if early else None
    if early is None or (case and case.key_name):
        return draft
    apart = replace(draft, early=None)
    return replace(apart, reference=None, words=None) if draft.reference == early["reference"] else apart


def holder_of(draft: Draft) -> str:
    """Whose words the sender's are."""
    return "advocate" if draft.answers.get("complainant") == "advocate" else "complainant"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the answers on a path say to the law on the day they were sent."""

    path: Journey
    known: dict[str, Any]
    facts: Facts
    decision: Decision


def read(desk: Desk, path: Journey, on: date, *, danger: bool = False) -> Reading:
    """The facts of this path on a day in London, and the rules' decision; `danger`: someone said so already."""
    known = facts_of(path.kept(), on) | ({"risk_now": True} if danger else {})
    facts = Facts.from_codes(known)
    return Reading(path, known, facts, decide(facts, desk.profile.terms(on)))


@dataclass(frozen=True, slots=True)
class Filing:
    """One person's sending, within one transaction."""

    desk: Desk
    conn: Connection
    secrets: Secrets
    manner: Manner
    now: datetime

    @property
    def day(self) -> date:
        """The day in London on which it was received: the law's clock counts from it, whenever it was keyed in."""
        return self.manner.taken_in.on if self.manner.taken_in else london_day(self.now)

    def new_case(self, reading: Reading) -> int:
        """The row of a new case with its key and its first events. Raises ReferenceTaken."""
        route = str(reading.decision.route)
        danger = is_danger(reading)
        name = new_name()
        case_id = cases.insert(self.conn, self._row(reading, route, danger, name))
        self._keep_key(name)
        said = {**self.advocate_said(reading), **told_stage(reading), **self._how_it_came()}
        detail = {"route": route, "rules": reading.decision.version, **said}
        self.happened(case_id, Happened.SUBMITTED, detail)
        if danger:
            self.happened(case_id, Happened.DANGER_REPORTED)
        settle(self.desk, self.conn, case_id)
        return case_id

    def _how_it_came(self) -> dict[str, str]:
        taken = self.manner.taken_in
        if taken is None:
            return {}
        before = {"from_enquiry": taken.enquiry} if taken.enquiry else {}
        return {"channel": taken.channel, "received_on": taken.on.isoformat(), **before}

    def _keep_key(self, name: str) -> None:
        """In its own store, and durable before the case is: a key without a case is swept, a case without its key is lost."""
        lock, spare, key = self.desk.lock, self.desk.recovery, self.secrets.key
        kept = KeyRow(
            name, lock.key_id, lock.seal(key), self.now, spare.key_id if spare else None, spare.seal(key) if spare else None
        )
        self.desk.keys.put(kept, self.secrets.wrapped.items())

    def _row(self, reading: Reading, route: str, danger: bool, key_name: str) -> cases.NewCase:
        received, known, taken = self.day, reading.known, self.manner.taken_in
        return cases.NewCase(
            reference=self.secrets.reference,
            council=self.desk.profile.name,
            purpose=reading.path.given.one("purpose"),
            received_at=self.now if received == london_day(self.now) else noon_of(received),
            received_on=received,
            voice=self.manner.voice,
            language=self.manner.language,
            channel=taken.channel if taken else PORTAL,
            complainant=known.get("complainant"),
            child_status=tuple(known.get("child_status", ())),
            matters=tuple(known.get("matters", ())),
            point_count=len(points_on(reading.path)),
            quotable={"yes": True, "no": False}.get(reading.path.given.one("publish") or ""),
            facts=known,
            decision=reading.decision.to_json(),
            rules_version=reading.decision.version,
            route=route,
            procedure=procedure_of(route),
            key_name=key_name,
            danger=danger,
            rank=cases.RANK_DANGER if danger else cases.RANK_REST,
            **due_columns(case_clocks(self.desk.profile, self.desk.calendar, route, received)),
        )

    def advocate_said(self, reading: Reading) -> dict[str, str]:
        """What whoever has a right to an advocate said when the questions offered one, and the day; nothing if not asked."""
        said = reading.path.given.many("help_wanted")
        if Flag.OFFER_ADVOCATE not in reading.decision.flags or not said:
            return {}
        answer = "wanted" if "advocate" in said else "undecided" if DONT_KNOW in said else "declined"
        return {"advocate": answer, "on": self.day.isoformat()}

    def give_words(self, case: cases.CaseRow) -> None:
        """Let each holder of new words open a case that was made before."""
        if case.key_name:
            self.desk.keys.give_words(case.key_name, self.secrets.wrapped.items())

    def add_points(self, case_id: int, reading: Reading) -> None:
        """Each point with its route, its reasons and its sealed words."""
        told = enumerate(points_on(reading.path), start=1)
        rows = [self._point(number, point, reading.facts) for number, point in told]
        if rows:
            cases.add_points(self.conn, case_id, rows)

    def _point(self, number: int, point: dict[str, Any], facts: Facts) -> cases.NewPoint:
        matter = point.get("matter") or None
        route, reasons = route_of(self.desk, facts, matter, self.day)
        words = {name: point.get(name, "") for name in ("what_happened", "put_right")}
        return cases.NewPoint(number, matter, route, reasons, boxes.close_json(self.secrets.key, words, POINT))

    def keep_record(self, case_id: int, kind: str, told: list[dict[str, Any]]) -> None:
        """What was asked, as worded, and answered; in which voice and language; sealed."""
        taken = self.manner.taken_in
        record = {"voice": self.manner.voice, "language": taken.asked_in if taken else self.manner.language,
                  "sent_at": self.now.isoformat(), "asked": told}
        cases.add_paper(self.conn, case_id, self.now, kind, boxes.close_json(self.secrets.key, record, PAPER))
        cases.update(self.conn, case_id, indexed=False)

    def settle(self, case_id: int) -> None:
        """Whatever the person adds opens a case again that an officer had closed."""
        settle(self.desk, self.conn, case_id)

    def let_somebody_look(self, case_id: int, signs: Collection[Sign]) -> None:
        """It looks like junk: it waits in a lane of its own, with its clocks running, until an officer says what it is."""
        cases.update(self.conn, case_id, rank=cases.RANK_JUNK)
        self.happened(case_id, Happened.LOOKED_LIKE_JUNK, {"signs": [sign.value for sign in signs]}, Actor.PORTAL)

    def happened(
        self, case_id: int, kind: Happened, detail: dict[str, Any] | None = None, by: Actor = Actor.COMPLAINANT
    ) -> None:
        """Add to the case's history what the person did, or what we noticed; what an officer keyed in is the officer's act."""
        taken = self.manner.taken_in if by is Actor.COMPLAINANT else None
        actor, staff_id = (Actor.STAFF, taken.staff_id) if taken else (by, None)
        happened = events.Event(
            case_id=case_id, at=self.now, kind=kind.value, actor=actor.value, staff_id=staff_id, detail=detail or {}
        )
        events.append(self.conn, happened)
        leaving.tell_case_system(self.desk, self.conn, case_id, kind, self.now)

    def tell_front_door(self, case_id: int) -> None:
        """Let the safeguarding front door know what was told of the danger, once it is with the case."""
        leaving.tell_front_door(self.desk, self.conn, case_id, self.secrets.key, self.now)

    def tell_team(self, case_id: int) -> None:
        """Let the team know that a case has come in."""
        leaving.tell_team(self.desk, self.conn, case_id, self.now)

    def ask_advocates(self, case_id: int, reading: Reading) -> None:
        """Ask for an advocate, for whoever has a right to one and said that they want one."""
        if self.advocate_said(reading).get("advocate") == "wanted":
            leaving.ask_advocates(self.desk, self.conn, case_id, self.secrets.key, self.now)


def is_danger(reading: Reading) -> bool:
    """Whether somebody said that there is danger, or the rules say so."""
    return bool(reading.known.get("risk_now")) or reading.decision.route == DANGER_ROUTE


def points_on(path: Journey) -> list[dict[str, Any]]:
    """The points that count, as kept."""
    return list(path.given.answers.get("points") or ())


def decide_point(desk: Desk, facts: Facts, matter: str | None, on: date) -> Decision:
    """What the rules in force on the day say of one point, apart from any danger: the complaint is kept and follows."""
    point = replace(facts, matters=(Matter(matter),) if matter else (), risk_now=None, points=())
    return decide(point, desk.profile.terms(on))


def route_of(desk: Desk, facts: Facts, matter: str | None, on: date) -> tuple[str, list[dict[str, Any]]]:
    """Where one point goes, and why, as codes."""
    decision = decide_point(desk, facts, matter, on)
    return str(decision.route), decision.to_json()["reasons"]


def new_name() -> str:
    """A name for a case's key in its store, which nobody can guess or tie to the case."""
    return secrets.token_hex(NAME_BYTES)


def key_as_text(key: bytes) -> str:
    """A case's key as a sealed draft holds it."""
    return base64.urlsafe_b64encode(key).decode("ascii")


def key_from(text: str) -> bytes:
    """The key that `key_as_text` wrote."""
    return base64.urlsafe_b64decode(text)


def told_stage(reading: Reading) -> dict[str, str]:
    """How far it had come already, as the person says; nothing where they did not say."""
    so_far = reading.facts.stage_so_far
    return {"stage_so_far": str(so_far)} if so_far else {}
