"""Sending: a draft becomes a case with its points, its first events and its clocks, in one commit.

*Send this now* makes the case at once for someone in danger; the rest of the draft joins
it when it is sent. Sending twice gives the same case.
"""

import base64
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from portal.actions.clocks import case_clocks, due_columns, london_day, procedure_of
from portal.actions.desk import Desk
from portal.actions.drafts import Draft, held, look, words_for
from portal.actions.routing import reread
from portal.casework.events import Actor, Happened
from portal.casework.reference import new_reference
from portal.law.deadlines import Deadline
from portal.law.facts import Facts, Matter
from portal.law.triage import Decision, decide
from portal.questions.journey import Journey, Step, journey
from portal.questions.reading import facts as facts_of
from portal.questions.record import Say, asked
from portal.seal import boxes, return_words
from portal.store import cases, drafts, events
from portal.store.database import Connection, ReferenceTaken

DANGER_ROUTE = "safeguarding_urgent"
PAPER, POINT = "paper", "point"


class NotComplete(Exception):
    """A question on the path has no answer yet; `step` is the first."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.key)
        self.step = step


class NoDraft(Exception):
    """There is no draft under this key (any more)."""


@dataclass(frozen=True, slots=True)
class Manner:
    """In which voice and language the person was asked, and how to say a wording in them."""

    voice: str
    language: str
    say: Say


@dataclass(frozen=True, slots=True)
class Secrets:
    """What opens the case: its key, its reference, and the words of each who may come back."""

    key: bytes
    reference: str
    words: dict[str, list[str]]
    wrapped: dict[str, bytes]


def provisional(draft_answers: dict[str, Any], today: date) -> tuple[Facts, Decision]:
    """What the rules say of these answers today (a day in London)."""
    facts = Facts.from_codes(facts_of(journey(draft_answers).kept(), today))
    return facts, decide(facts)


def submit(desk: Desk, key: bytes, manner: Manner, now: datetime) -> dict[str, Any]:
    """Send the draft: its receipt, the same one however often it is sent.

    Raises NoDraft, and NotComplete with the first question that has no answer.
    """
    draft = _sendable(desk, key)
    if draft.receipt:
        return draft.receipt
    while True:
        secrets = _secrets(desk, draft)
        try:
            with desk.database.write() as conn:
                return _send(desk, conn, key, secrets, manner, now)
        except ReferenceTaken:
            draft = replace(draft, reference=None, words=None)


def _sendable(desk: Desk, key: bytes) -> Draft:
    draft = look(desk, key)
    if draft is None:
        raise NoDraft
    if not draft.sent and (missing := journey(draft.answers).missing):
        raise NotComplete(missing)
    return draft


def _secrets(desk: Desk, draft: Draft) -> Secrets:
    """Made before the transaction begins: stretching words takes a quarter of a second each."""
    early = draft.early or {}
    reference = early.get("reference") or draft.reference or new_reference()
    key = _from_text(early["key"]) if early else boxes.new_key()
    words = {_holder(draft): early.get("words") or draft.words or list(return_words.new_words(words_for(draft)))}
    if _speaks_for_child(draft):
        words["child"] = list(return_words.new_words(return_words.CHILD_WORDS))
    new = {holder: said for holder, said in words.items() if not (early and holder == early["holder"])}
    wrapped = {h: return_words.wrap(key, reference, said, desk.stretch) for h, said in new.items()}
    return Secrets(key, reference, words, wrapped)


def _holder(draft: Draft) -> str:
    return "advocate" if draft.answers.get("complainant") == "advocate" else "complainant"


def _speaks_for_child(draft: Draft) -> bool:
    return "child_words" in journey(draft.answers).kept()


def _send(desk: Desk, conn: Connection, key: bytes, secrets: Secrets, manner: Manner, now: datetime) -> dict[str, Any]:
    draft = held(conn, key)
    if draft is None:
        raise NoDraft
    if draft.receipt:
        return draft.receipt
    path = journey(draft.answers)
    if path.missing:
        raise NotComplete(path.missing)
    case_id = _case(desk, conn, draft, path, secrets, manner, now)
    _keep_answers(conn, case_id, path, secrets.key, manner, now)
    receipt = _receipt(secrets, now) | {"route": _route_today(path, now)}
    sent = Draft(key=key, sent=True, answers={"complainant": draft.answers.get("complainant", ""),
                                              "purpose": draft.answers.get("purpose", "complaint")}, receipt=receipt)
    drafts.mark_sent(conn, boxes.draft_id(key), sent.sealed(), now)
    return receipt


def _route_today(path: Journey, now: datetime) -> str:
    return str(decide(Facts.from_codes(facts_of(path.kept(), london_day(now)))).route)


def receipt_clocks(desk: Desk, receipt: dict[str, Any]) -> tuple[Deadline, ...]:
    """The dates that the sender was promised, from the day on which it was sent."""
    sent = london_day(datetime.fromisoformat(receipt["sent_at"]))
    return case_clocks(desk.profile, desk.calendar, receipt["route"], sent)


def _receipt(secrets: Secrets, now: datetime) -> dict[str, Any]:
    return {"reference": secrets.reference, "words": secrets.words, "sent_at": now.isoformat()}


def _case(
    desk: Desk, conn: Connection, draft: Draft, path: Journey, secrets: Secrets, manner: Manner, now: datetime
) -> int:
    """The row of the case: a new one, or the one that *send this now* made, which the rest joins."""
    known = facts_of(path.kept(), london_day(now)) | ({"risk_now": True} if draft.early else {})
    facts = Facts.from_codes(known)
    decision = decide(facts)
    if draft.early:
        case_id = int(draft.early["case_id"])
        _join(desk, conn, case_id, path, facts, decision)
        _happened(conn, case_id, Happened.JOINED, now, {"route": decision.route})
    else:
        case_id = _new_case(desk, conn, path, known, decision, secrets, manner, now)
    for holder, wrapped in secrets.wrapped.items():
        cases.add_words(conn, case_id, holder, wrapped)
    _add_points(conn, case_id, path, facts, secrets.key)
    return case_id


def _join(desk: Desk, conn: Connection, case_id: int, path: Journey, facts: Facts, decision: Decision) -> None:
    """The rest joins the early case: what follows from its facts is renewed, a route that an officer decided stands."""
    case = cases.held(conn, case_id)
    if case is None:
        raise NoDraft
    columns = reread(desk, case, facts, decision, decided=case.route_confirmed)
    cases.update(conn, case_id, **columns, point_count=len(path.given.answers.get("points") or ()))


def _from_facts(path: Journey, known: dict[str, Any], decision: Decision) -> dict[str, Any]:
    points = path.given.answers.get("points") or ()
    return {
        "complainant": known.get("complainant"),
        "child_status": tuple(known.get("child_status", ())),
        "matters": tuple(known.get("matters", ())),
        "point_count": len(points),
        "facts": known,
        "decision": decision.to_json(),
        "rules_version": decision.version,
        "route": str(decision.route),
    }


def _new_case(
    desk: Desk, conn: Connection, path: Journey, known: dict[str, Any], decision: Decision,
    secrets: Secrets, manner: Manner, now: datetime,
) -> int:
    received = london_day(now)
    danger = bool(known.get("risk_now")) or str(decision.route) == DANGER_ROUTE
    case_id = cases.insert(conn, cases.NewCase(
        reference=secrets.reference, council=desk.profile.name, purpose=path.given.one("purpose"),
        received_at=now, received_on=received, voice=manner.voice, language=manner.language, channel="portal",
        danger=danger, rank=cases.RANK_DANGER if danger else cases.RANK_REST,
        procedure=procedure_of(str(decision.route)),
        **due_columns(case_clocks(desk.profile, desk.calendar, str(decision.route), received)),
        **_from_facts(path, known, decision),
    ))
    cases.add_key(conn, case_id, desk.lock.key_id, desk.lock.seal(secrets.key))
    _happened(conn, case_id, Happened.SUBMITTED, now, {"route": str(decision.route), "rules": decision.version})
    if danger:
        _happened(conn, case_id, Happened.DANGER_REPORTED, now, {})
    return case_id


def _add_points(conn: Connection, case_id: int, path: Journey, facts: Facts, key: bytes) -> None:
    rows = []
    for number, point in enumerate(path.given.answers.get("points") or (), start=1):
        words = {name: point.get(name, "") for name in ("what_happened", "put_right")}
        matter = point.get("matter") or None
        route, reasons = route_of(facts, matter)
        rows.append(cases.NewPoint(number, matter, route, reasons, boxes.close_json(key, words, POINT)))
    if rows:
        cases.add_points(conn, case_id, rows)


def decide_point(facts: Facts, matter: str | None) -> Decision:
    """What the rules say of one point, apart from any danger: the complaint is kept and follows."""
    return decide(replace(facts, matters=(Matter(matter),) if matter else (), risk_now=None, points=()))


def route_of(facts: Facts, matter: str | None) -> tuple[str, list[dict[str, Any]]]:
    """Where one point goes, and why, as codes."""
    decision = decide_point(facts, matter)
    return str(decision.route), decision.to_json()["reasons"]


def _keep_answers(conn: Connection, case_id: int, path: Journey, key: bytes, manner: Manner, now: datetime) -> None:
    record = {"voice": manner.voice, "language": manner.language, "sent_at": now.isoformat(),
              "asked": asked(path, manner.say)}
    cases.add_paper(conn, case_id, now, "asked", boxes.close_json(key, record, PAPER))


def _happened(conn: Connection, case_id: int, kind: Happened, now: datetime, detail: dict[str, Any]) -> None:
    events.append(conn, events.Event(case_id=case_id, at=now, kind=kind.value, actor=Actor.COMPLAINANT.value, detail=detail))


def send_now(desk: Desk, key: bytes, told: list[dict[str, Any]], manner: Manner, now: datetime) -> Draft:
    """Someone is in danger: make the case at once from what was just told, at the head of the queue.

    `told` is what was asked and said, in the form of `questions.record.asked`. Telling more
    is added to the same case; telling the same again adds nothing. Raises NoDraft, AlreadySent.
    """
    draft = look(desk, key)
    if draft is None:
        raise NoDraft
    while True:
        secrets = _secrets(desk, replace(draft, answers=_only_who(draft.answers)))
        try:
            with desk.database.write() as conn:
                return _send_now(desk, conn, key, secrets, told, manner, now)
        except ReferenceTaken:
            draft = replace(draft, reference=None, words=None)


def _only_who(answers: dict[str, Any]) -> dict[str, Any]:
    """Who it is and that there is danger: all that the early case is made from, besides what was just told."""
    return {key: answers[key] for key in ("purpose", "complainant") if key in answers} | {"risk_now": "yes"}


def _send_now(
    desk: Desk, conn: Connection, key: bytes, secrets: Secrets, told: list[dict[str, Any]], manner: Manner, now: datetime
) -> Draft:
    draft = held(conn, key)
    if draft is None:
        raise NoDraft
    fingerprint = [entry["value"] for entry in told]
    if draft.early and draft.early["told"] == fingerprint:
        return draft
    if draft.early:
        case_id, case_key = int(draft.early["case_id"]), _from_text(draft.early["key"])
        _happened(conn, case_id, Happened.DANGER_REPORTED, now, {})
    else:
        case_id, case_key = _early_case(desk, conn, draft, secrets, manner, now), secrets.key
    record = {"voice": manner.voice, "language": manner.language, "sent_at": now.isoformat(), "asked": told}
    cases.add_paper(conn, case_id, now, "danger", boxes.close_json(case_key, record, PAPER))
    early = draft.early or {
        "case_id": case_id, "key": _as_text(case_key), "reference": secrets.reference, "holder": _holder(draft),
        "words": secrets.words[_holder(draft)], "sent_at": now.isoformat(),
    }
    after = replace(draft, early={**early, "told": fingerprint})
    drafts.save(conn, boxes.draft_id(key), after.sealed(), now)
    return after


def _early_case(desk: Desk, conn: Connection, draft: Draft, secrets: Secrets, manner: Manner, now: datetime) -> int:
    path = journey(_only_who(draft.answers))
    known = facts_of(path.kept(), london_day(now)) | {"risk_now": True}
    decision = decide(Facts.from_codes(known))
    case_id = _new_case(desk, conn, path, known, decision, secrets, manner, now)
    for holder, wrapped in secrets.wrapped.items():
        cases.add_words(conn, case_id, holder, wrapped)
    return case_id


def _as_text(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode("ascii")


def _from_text(text: str) -> bytes:
    return base64.urlsafe_b64decode(text)
