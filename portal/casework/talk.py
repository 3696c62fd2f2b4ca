"""What is written to and fro: whether the person waits for us or we for them, and how an officer says they may be reached."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.casework.events import Event, Happened


@dataclass(frozen=True, slots=True)
class Talk:
    """How the conversation stands.

    `wrote_at`: since when a message of the person waits to be read or answered. `asked_at`, `asked_by`: since when we wait
    for them, and which officer asked; `hear_by`: by when we would like to hear, which is never held against them.
    """

    wrote_at: datetime | None = None
    asked_at: datetime | None = None
    asked_by: int | None = None
    hear_by: date | None = None
    asked_child: bool = False
    """Whether it was asked of the young person alone."""
    rules: frozenset[str] = frozenset()
    """The contact rules as an officer set them last: the whole list."""
    rules_set_at: datetime | None = None


def _heard(talk: Talk) -> Talk:
    return replace(talk, asked_at=None, asked_by=None, hear_by=None, asked_child=False)


def _wrote_to_person(talk: Talk, event: Event) -> Talk:
    return replace(talk, wrote_at=None)


def _asked_person(talk: Talk, event: Event) -> Talk:
    by = event.detail.get("hear_by")
    return replace(
        talk, wrote_at=None, asked_at=event.at, asked_by=event.staff_id, hear_by=date.fromisoformat(by) if by else None,
        asked_child=event.detail.get("to") == "child",
    )


def _person_wrote(talk: Talk, event: Event) -> Talk:
    """The first message that waits is the one that waited longest."""
    return replace(_heard(talk), wrote_at=talk.wrote_at or event.at)


def _asks(talk: Talk, event: Event) -> Talk:
    """On their own page they have been heard from; that an officer wrote it down answers no question."""
    return _heard(talk) if event.detail.get("how") == "portal" else talk


def _rules_set(talk: Talk, event: Event) -> Talk:
    return replace(talk, rules=frozenset(event.detail.get("rules", ())), rules_set_at=event.at)


STEPS: Mapping[str, Callable[[Talk, Event], Talk]] = {
    Happened.WROTE_TO_PERSON: _wrote_to_person,
    Happened.ASKED_PERSON: _asked_person,
    Happened.PERSON_WROTE: _person_wrote,
    Happened.MESSAGES_READ: lambda talk, _: replace(talk, wrote_at=None),
    Happened.WAITING_ENDED: lambda talk, _: _heard(talk),
    Happened.JOINED: lambda talk, _: _heard(talk),
    Happened.STAGE_2_REQUESTED: _asks,
    Happened.STAGE_3_REQUESTED: _asks,
    Happened.OWN_STAGE_REQUESTED: _asks,
    Happened.ANSWERED: lambda talk, _: _heard(talk),
    Happened.CLOSED: lambda talk, _: _heard(talk),
    Happened.CONTACT_RULES_SET: _rules_set,
}


def after(talk: Talk, event: Event) -> Talk:
    """How it stands after one more event; kinds that change nothing here pass through."""
    step = STEPS.get(event.kind)
    return step(talk, event) if step else talk
