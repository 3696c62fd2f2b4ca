"""What each e-mail says. Subjects are neutral, and only a referral holds anything that a person wrote.

Whoever sees over somebody's shoulder that an e-mail has come learns from its subject that there is a message,
and not what about. A link opens a page with a form: following it changes nothing, so that no mail scanner can.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template
from flask_babel import format_date, gettext

from portal.actions.closing import MOST_COUNTED
from portal.actions.delivering import Parcel
from portal.casework.messages import Message
from portal.casework.reminding import what_is_due
from portal.councils import Profile
from portal.handoff.mail import Mail
from portal.store.tables import NO_DUE_DATE
from portal.web.language import writing_in
from portal.words import Voice, _

READY = _("There is a message for you")
SUBJECTS: Mapping[Message, str] = {
    Message.NEW_CASE: "A new case is in the queue",
    Message.SAFEGUARDING: "Urgent: please read now and ring us",
    Message.ADVOCACY: "Somebody would like an advocate",
    Message.ADVOCACY_WITHDRAWN: "Somebody no longer wants an advocate",
    Message.DIGEST: "The day in numbers",
    Message.REMINDERS: "What is due",
    Message.QUARTER: "A quarter is over",
}

_ANSWERED = frozenset({Message.SAFEGUARDING, Message.ADVOCACY, Message.ADVOCACY_WITHDRAWN})
"""Whoever gets these may well answer; a person who wants to is better off on our pages, where nobody else reads it."""


@dataclass(frozen=True, slots=True)
class House:
    """Who writes: the council, where its pages are, and its back office (empty where nobody has said)."""

    profile: Profile
    origin: str
    staff_origin: str

    def written(self, parcel: Parcel) -> Mail:
        """The e-mail of a parcel. Needs an application's context, for its templates."""
        if parcel.kind is Message.LETTER_READY:
            return self._to_person(parcel)
        case = parcel.case
        known = {
            "case": case,
            "due": _due(case.due_on) if case else None,
            "digest": parcel.digest,
            "reminders": parcel.reminders,
            "quarter": parcel.quarter,
            "what_is_due": what_is_due,
            "most": MOST_COUNTED,
            **_lines(parcel.content),
        }
        return Mail(
            name=_name(parcel),
            to=one.to if (one := parcel.reminders or parcel.quarter) else self._address(parcel.kind),
            subject=SUBJECTS[parcel.kind],
            text=self._filled(parcel.kind.value, known),
            reply_to=(self.profile.email or "") if parcel.kind in _ANSWERED else "",
            urgent=parcel.kind is Message.SAFEGUARDING,
        )

    def _to_person(self, parcel: Parcel) -> Mail:
        case = parcel.case
        assert case is not None, "a letter belongs to a case"
        voice = Voice.CHILD if case.voice == Voice.CHILD.value else Voice.ADULT
        with writing_in(case.language) as written:
            subject = gettext(READY)
            text = self._filled(f"{parcel.kind.value}.{voice.value}", {"_": gettext})
        return Mail(_name(parcel), parcel.content["to"], subject, text, written)

    def _address(self, kind: Message) -> str:
        """Whoever a message of this kind goes to; empty where the profile names nobody any more."""
        of = self.profile
        if kind is Message.SAFEGUARDING:
            return (of.front_door and of.front_door.email) or ""
        if kind in (Message.ADVOCACY, Message.ADVOCACY_WITHDRAWN):
            return (of.advocacy and of.advocacy.email) or ""
        return of.email or ""

    def _filled(self, name: str, known: dict[str, Any]) -> str:
        text = render_template(
            f"handoff/{name}.txt", profile=self.profile, origin=self.origin, staff_origin=self.staff_origin, **known
        )
        blocks = [block.strip() for block in text.split("\n\n")]
        return "\n\n".join(block for block in blocks if block) + "\n"


def _name(parcel: Parcel) -> str:
    """The message's own name; each repetition has one more, or a mailbox that knows the first would hide it."""
    again = f"-{parcel.row.sent + 1}" if parcel.row.sent else ""
    return f"outbox-{parcel.row.id}{again}"


def _due(on: date) -> str | None:
    return None if on == NO_DUE_DATE else format_date(on, "EEEE d MMMM y", rebase=False)


def _lines(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: content.get(name, ()) for name in ("told", "happened", "token")}
