"""The closed list of what leaves the house, and by which way each goes."""

from enum import StrEnum


class Channel(StrEnum):
    """A way out."""

    MAIL = "mail"
    WEBHOOK = "webhook"


class Message(StrEnum):
    """The kind of a message."""

    LETTER_READY = "letter_ready"
    """To the person, where they chose e-mail: something can be read, and how to come back."""
    NEW_CASE = "new_case"
    """To the team: a new case is in the queue."""
    SAFEGUARDING = "safeguarding"
    """To the front door: somebody may be in danger. Repeated until an officer records that it knows."""
    ADVOCACY = "advocacy"
    """To the advocates: this person asked for one."""
    ADVOCACY_WITHDRAWN = "advocacy_withdrawn"
    """To the advocates, who were asked before: this person does not want one after all."""
    CASE_CHANGED = "case_changed"
    """To the council's own case system: what happened to a case, and how it stands."""
    DIGEST = "digest"
    """To the team, once a day: what is late, due or stuck, in numbers."""
    REMINDERS = "reminders"
    """To one person, once on a working day: which of their cases wait for what, by reference."""
    QUARTER = "quarter"
    """To one person who asked for it: the figures of a quarter that is over can be made."""


CHANNEL_OF: dict[Message, Channel] = {
    Message.LETTER_READY: Channel.MAIL,
    Message.NEW_CASE: Channel.MAIL,
    Message.SAFEGUARDING: Channel.MAIL,
    Message.ADVOCACY: Channel.MAIL,
    Message.ADVOCACY_WITHDRAWN: Channel.MAIL,
    Message.CASE_CHANGED: Channel.WEBHOOK,
    Message.DIGEST: Channel.MAIL,
    Message.REMINDERS: Channel.MAIL,
    Message.QUARTER: Channel.MAIL,
}

REPEATED = frozenset({Message.SAFEGUARDING})
"""Delivering these once does not settle them: somebody has to say that they arrived."""


def kinds_by(channels: frozenset[Channel]) -> tuple[Message, ...]:
    """The messages that can leave by these ways."""
    return tuple(kind for kind, channel in CHANNEL_OF.items() if channel in channels)
