"""Taking in what arrived otherwise: an officer keys it in, and it is sent as the person's own would be.

The half-filled form is a draft like anybody's, sealed under a key that only the officer's browser holds: in the form of
the page, and in a cookie until the browser is closed or the officer signs out. It is that officer's own.
What is sent goes the way of `submitting` and `sending_now`; only how it came, who keyed it in and the day from which
the law's clock counts are the officer's to say (SI 2006/1738 reg 6: a complaint may be made orally, or in writing).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from portal.actions import drafts, sending_now, submitting
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.actions.drafts import AlreadySent, Draft, Edit
from portal.actions.filing import KEYED_BY, Manner, TakenIn
from portal.actions.submitting import Receipt
from portal.questions.declared import DANGER_QUESTIONS
from portal.words import Voice, Wording

HOW = "taken_in"
"""Under which name the draft keeps how it came."""


FROM_ENQUIRY = "from_enquiry"
"""Under which name the draft keeps the reference of the enquiry that it was, if it was one."""


class TakenBy(StrEnum):
    """How it came, if not through the pages."""

    TELEPHONE = "telephone"
    LETTER = "letter"
    VISIT = "visit"
    EMAIL = "email"
    STAFF = "staff"


class NotThen(ValueError):
    """The day given lies in the future, or before the days that the calendar knows."""


class NotTheirs(Exception):
    """The draft is not this officer's own."""


@dataclass(frozen=True, slots=True)
class HowItCame:
    """How it came, the day in London on which the council received it, and the language in which the person reads."""

    by: TakenBy
    on: date
    language: str = "en"

    def as_kept(self) -> dict[str, str]:
        """As the draft keeps it."""
        return {"by": self.by.value, "on": self.on.isoformat(), "language": self.language}


def how_it_came(answers: dict[str, Any]) -> HowItCame | None:
    """What a draft says of how it came; None where nobody has said it yet."""
    kept = answers.get(HOW)
    return HowItCame(TakenBy(kept["by"]), date.fromisoformat(kept["on"]), kept["language"]) if kept else None


def earliest(desk: Desk) -> date:
    """The first day of receipt that the clocks can count from."""
    return desk.calendar.first


def own(desk: Desk, key: bytes, staff_id: int) -> Draft | None:
    """This officer's draft of this key, open or sent; None where there is none (any more). Raises `NotTheirs`."""
    draft = drafts.look(desk, key)
    return _own(draft, staff_id) if draft else None


def _own(draft: Draft, staff_id: int) -> Draft:
    if draft.answers.get(KEYED_BY) != staff_id:
        raise NotTheirs
    return draft


def keep(desk: Desk, key: bytes, edit: Edit, staff_id: int, now: datetime, how: HowItCame | None = None) -> Draft:
    """Keep what was keyed in. How it came stands once it was sent in danger: its clocks run already.

    Raises `NotThen`, `NotTheirs`, `AlreadySent`.
    """
    if how and not earliest(desk) <= how.on <= london_day(now):
        raise NotThen(how.on.isoformat())
    before = own(desk, key, staff_id)
    told = {HOW: how.as_kept()} if how and not (before and before.early) else {}
    return drafts.change_own(desk, key, lambda answers: {**edit(answers), **told, KEYED_BY: staff_id}, now)


def drop(desk: Desk, key: bytes, staff_id: int) -> None:
    """Throw away what was keyed in and not sent. Raises `NotTheirs`."""
    if own(desk, key, staff_id):
        drafts.throw_away(desk, key)


def danger(desk: Desk, draft: Draft, staff_id: int, now: datetime) -> Draft:
    """Somebody is in danger: the case is made at once, and the front door told. Pressed twice, it is told once.

    Raises `NoDraft`, `NotTheirs`, `AlreadySent`.
    """
    manner = manner_of(_own(draft, staff_id), staff_id)
    told = [_told(q.key, manner.say(q.title), str(draft.answers.get(q.key) or "")) for q in DANGER_QUESTIONS]
    return sending_now.send_now(desk, draft.key, told, manner, now)


def send(desk: Desk, key: bytes, staff_id: int, now: datetime) -> Receipt:
    """Send what was keyed in; the same receipt however often. Raises `NoDraft`, `NotTheirs`, `NotComplete`."""
    draft = own(desk, key, staff_id)
    if draft is None:
        raise submitting.NoDraft
    if draft.receipt:
        return draft.receipt
    return submitting.submit(desk, key, manner_of(draft, staff_id), now)


def thank(desk: Desk, key: bytes, answers: dict[str, Any], how: HowItCame, staff_id: int, now: datetime) -> Receipt:
    """Take in a compliment, in one step; nobody asked whether it may be published, so it may not.

    Raises `NotThen`, `NotTheirs`, `NotComplete`.
    """
    whole = {**answers, "purpose": "compliment", "publish": "no", "name": ""}
    try:
        keep(desk, key, lambda _before: whole, staff_id, now, how)
    except AlreadySent as sent:
        return sent.receipt
    return send(desk, key, staff_id, now)


def manner_of(draft: Draft, staff_id: int) -> Manner:
    """In whose voice it is written to: the person's. It was asked in English, whatever language they read."""
    how = how_it_came(draft.answers)
    if how is None:
        raise submitting.NoDraft
    voice = Voice.CHILD if draft.is_child else Voice.ADULT

    def say(wording: Wording | None) -> str:
        return wording.in_voice(voice) if wording else ""

    return Manner(voice.value, how.language, say, TakenIn(how.by.value, how.on, staff_id, enquiry=draft.answers.get(FROM_ENQUIRY, "")))


def _told(key: str, question: str, said: str) -> dict[str, Any]:
    return {"key": key, "question": question, "value": said, "said": said, "personal": True}
