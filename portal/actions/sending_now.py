"""Someone is in danger: what was just told becomes a case at once, at the head of the queue."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from portal.actions.desk import Desk
from portal.actions.drafts import AlreadySent, Draft, held, look
from portal.actions.filing import (
    DraftMoved,
    Filing,
    Manner,
    NoDraft,
    apart_from_erased,
    holder_of,
    key_as_text,
    make_secrets,
    read,
)
from portal.casework.events import Happened
from portal.questions.journey import journey
from portal.seal import boxes
from portal.store import cases, drafts
from portal.store.database import ReferenceTaken

Told = list[dict[str, Any]]
"""What was asked and said, in the form of `questions.record.asked`."""


def send_now(desk: Desk, key: bytes, told: Told, manner: Manner, now: datetime) -> Draft:
    """Make the case from what was just told; telling more is added to it, telling the same again adds nothing.

    The rest of the draft joins it when it is sent. Raises NoDraft, AlreadySent.
    """
    afresh = False
    while True:
        draft = look(desk, key)
        if draft is None:
            raise NoDraft
        with desk.database.read() as conn:
            draft = apart_from_erased(conn, draft)
        secrets = make_secrets(desk, replace(draft, answers=_only_who(draft.answers)), afresh=afresh)
        try:
            with desk.database.write() as conn:
                return _send(Filing(desk, conn, secrets, manner, now), key, told)
        except ReferenceTaken:
            afresh = True
        except DraftMoved:
            continue


def _only_who(answers: dict[str, Any]) -> dict[str, Any]:
    """Who it is and that there is danger: all that the early case is made from, besides what was just told."""
    return {key: answers[key] for key in ("purpose", "complainant") if key in answers} | {"risk_now": "yes"}


def _send(filing: Filing, key: bytes, told: Told) -> Draft:
    draft = held(filing.conn, key)
    if draft is None:
        raise NoDraft
    if draft.sent:
        raise AlreadySent(draft.receipt or {})
    draft = apart_from_erased(filing.conn, draft, holding=True)
    filing.secrets.must_fit(draft)
    said = [entry["value"] for entry in told]
    if draft.early and draft.early["told"] == said:
        return draft
    early = draft.early or _new(filing, draft)
    if draft.early:
        _again(filing, int(early["case_id"]))
    filing.keep_record(int(early["case_id"]), "danger", told)
    filing.tell_front_door(int(early["case_id"]))
    after = replace(draft, early={**early, "told": said})
    drafts.save(filing.conn, boxes.draft_id(key), after.sealed(), filing.now)
    return after


def _new(filing: Filing, draft: Draft) -> dict[str, Any]:
    case_id = filing.new_case(read(filing.desk, journey(_only_who(draft.answers)), filing.day, danger=True))
    filing.tell_team(case_id)
    holder, secrets = holder_of(draft), filing.secrets
    return {"case_id": case_id, "key": key_as_text(secrets.key), "reference": secrets.reference, "holder": holder,
            "words": secrets.words[holder], "sent_at": filing.now.isoformat()}


def _again(filing: Filing, case_id: int) -> None:
    """More danger was told: the case goes back to the head of the queue, whoever was told of it before."""
    cases.update(filing.conn, case_id, danger=True, rank=cases.RANK_DANGER)
    filing.happened(case_id, Happened.DANGER_REPORTED)
    filing.settle(case_id)
