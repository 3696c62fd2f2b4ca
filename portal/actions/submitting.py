"""Sending: a draft becomes a case, or joins the one that *send this now* made of it, in one commit."""

from datetime import date, datetime
from typing import Any

from portal.actions.clocks import case_clocks
from portal.actions.desk import Desk
from portal.actions.drafts import Draft, held, look
from portal.actions.files import carry_files
from portal.actions.filing import (
    KEYED_BY,
    DraftMoved,
    Filing,
    Manner,
    NoDraft,
    Reading,
    Secrets,
    apart_from_erased,
    is_danger,
    make_secrets,
    points_on,
    read,
    told_stage,
)
from portal.actions.junk import Noticed, Sending, words_on
from portal.actions.routing import reread
from portal.casework.events import Happened
from portal.casework.junk import looks_like_junk
from portal.law.deadlines import Deadline
from portal.law.facts import Facts
from portal.law.triage import Decision, decide
from portal.questions.journey import Step, journey
from portal.questions.reading import facts as facts_of
from portal.questions.record import asked
from portal.seal import boxes
from portal.store import cases, drafts
from portal.store.cases import CaseRow
from portal.store.database import ReferenceTaken

NOTHING_NOTICED = Noticed()

Receipt = dict[str, Any]
"""What the sender is shown: reference, words by holder, and the case's route and day of receipt."""


class NotComplete(Exception):
    """A question on the path has no answer yet; `step` is the first."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.key)
        self.step = step


def provisional(desk: Desk, answers: dict[str, Any], today: date) -> tuple[Facts, Decision]:
    """What the rules say of these answers today (a day in London)."""
    facts = Facts.from_codes(facts_of(journey(answers).kept(), today))
    return facts, decide(facts, desk.profile.terms(today))


def submit(desk: Desk, key: bytes, manner: Manner, now: datetime, noticed: Noticed = NOTHING_NOTICED) -> Receipt:
    """Send the draft: its receipt, the same one however often it is sent. What looks like junk is sent too.

    Raises NoDraft, and NotComplete with the first question that has no answer.
    """
    afresh = False
    while True:
        draft = _sendable(desk, key)
        if draft.receipt:
            return draft.receipt
        secrets = make_secrets(desk, draft, afresh=afresh)
        try:
            with desk.database.write() as conn:
                receipt, sending = _send(Filing(desk, conn, secrets, manner, now), key, noticed)
        except ReferenceTaken:
            afresh = True
        except DraftMoved:
            continue
        else:
            if sending:
                desk.recent.remember(sending, now)
            return receipt


def _sendable(desk: Desk, key: bytes) -> Draft:
    draft = look(desk, key)
    if draft is None:
        raise NoDraft
    if not draft.sent and (missing := journey(draft.answers).missing):
        raise NotComplete(missing)
    with desk.database.read() as conn:
        return apart_from_erased(conn, draft)


def _send(filing: Filing, key: bytes, noticed: Noticed) -> tuple[Receipt, Sending | None]:
    """The receipt, and what later sendings are compared with where this one was new."""
    draft = held(filing.conn, key)
    if draft is None:
        raise NoDraft
    if draft.receipt:
        return draft.receipt, None
    draft = apart_from_erased(filing.conn, draft, holding=True)
    filing.secrets.must_fit(draft)
    path = journey(draft.answers)
    if path.missing:
        raise NotComplete(path.missing)
    reading = read(filing.desk, path, filing.day, danger=draft.early is not None)
    case_id = _join(filing, draft.early, reading) if draft.early else filing.new_case(reading)
    case = cases.by_id(filing.conn, case_id)
    if draft.early and case:
        filing.give_words(case)
    filing.add_points(case_id, reading)
    carry_files(filing, draft.key, case_id)
    filing.keep_record(case_id, "asked", asked(path, filing.manner.say))
    sending = Sending(words_on(path), len(path.steps), draft.begun_at, noticed)
    _set_aside(filing, case, sending)
    _tell(filing, case_id, reading, early=draft.early is not None)
    return _leave_receipt(filing, draft, case), None if filing.manner.taken_in else sending


def _set_aside(filing: Filing, case: CaseRow | None, sending: Sending) -> None:
    """Let somebody look first at what looks like junk; never where somebody may be in danger, or an officer has looked."""
    if case is None or case.danger or filing.manner.taken_in:
        return
    signs = filing.desk.recent.signs_of(sending, filing.now)
    if looks_like_junk(signs):
        filing.let_somebody_look(case.id, signs)


def _tell(filing: Filing, case_id: int, reading: Reading, *, early: bool) -> None:
    """Who has to know of it; of an early case the team and the front door know already."""
    if not early:
        filing.tell_team(case_id)
        if is_danger(reading):
            filing.tell_front_door(case_id)
    filing.ask_advocates(case_id, reading)


def _join(filing: Filing, early: dict[str, Any], reading: Reading) -> int:
    """The rest joins the early case: what follows from its facts is renewed, a route an officer decided stands."""
    case = cases.held(filing.conn, int(early["case_id"]))
    if case is None:
        raise NoDraft
    columns = reread(filing.desk, case, reading.facts, reading.decision, decided=case.route_confirmed)
    cases.update(filing.conn, case.id, **columns, point_count=len(points_on(reading.path)))
    filing.happened(case.id, Happened.JOINED, {"route": str(reading.decision.route), **filing.advocate_said(reading), **told_stage(reading)})
    filing.settle(case.id)
    return case.id


def _leave_receipt(filing: Filing, draft: Draft, case: CaseRow | None) -> Receipt:
    """The sender's sealed draft turns into the receipt: who they are and what they came for, no more of their words.

    Of what was keyed in, whose it is as well: nobody else is shown the receipt.
    """
    receipt = _receipt(filing.secrets, case)
    kept: dict[str, Any] = {name: draft.answers.get(name, "") for name in ("purpose", "complainant")}
    if filing.manner.taken_in:
        kept[KEYED_BY] = filing.manner.taken_in.staff_id
    sent = Draft(key=draft.key, sent=True, answers=kept, receipt=receipt)
    drafts.mark_sent(filing.conn, boxes.draft_id(draft.key), sent.sealed(), filing.now)
    return receipt


def _receipt(secrets: Secrets, case: CaseRow | None) -> Receipt:
    """Route and day of receipt are the case's own: what joins an early case keeps its dates."""
    if case is None:
        raise NoDraft
    opening = {"reference": secrets.reference, "words": secrets.words}
    return opening | {"route": case.route, "received_on": case.received_on.isoformat()}


def receipt_clocks(desk: Desk, receipt: Receipt) -> tuple[Deadline, ...]:
    """The dates that the sender was promised, from the day on which it was received."""
    received = date.fromisoformat(receipt["received_on"])
    return case_clocks(desk.profile, desk.calendar, receipt["route"], received)
