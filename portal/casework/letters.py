"""Which letters a case calls for beside its acknowledgement and its answer: each step that the person is told of, until they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from portal.casework.events import Event, Happened


class LetterKind(StrEnum):
    """What a letter tells of."""

    MORE_TIME = "more_time"
    STAGE_BEGUN = "stage_begun"
    INVESTIGATORS = "investigators"
    STAGE_2_LATER = "stage_2_later"
    STAGE_2_ANSWER = "stage_2_answer"
    PANEL = "panel"
    STAGE_3_ANSWER = "stage_3_answer"
    OWN_ANSWER = "own_answer"
    REFUSED = "refused"
    STOPPED = "stopped"
    SETTLED = "settled"
    WAITS = "waits"
    GOES_ON = "goes_on"
    OMBUDSMAN_ASKS = "ombudsman_asks"
    OMBUDSMAN_DECIDED = "ombudsman_decided"


CALLS_FOR: Mapping[str, LetterKind] = MappingProxyType(
    {
        Happened.EXTENDED: LetterKind.MORE_TIME,
        Happened.STAGE_2_REQUESTED: LetterKind.STAGE_BEGUN,
        Happened.APPOINTED: LetterKind.INVESTIGATORS,
        Happened.STATEMENT_AGREED: LetterKind.INVESTIGATORS,
        Happened.STAGE_2_EXTENDED: LetterKind.STAGE_2_LATER,
        Happened.ADJUDICATED: LetterKind.STAGE_2_ANSWER,
        Happened.STAGE_3_REQUESTED: LetterKind.STAGE_BEGUN,
        Happened.PANEL_APPOINTED: LetterKind.PANEL,
        Happened.STAGE_3_ANSWERED: LetterKind.STAGE_3_ANSWER,
        Happened.OWN_STAGE_ANSWERED: LetterKind.OWN_ANSWER,
        Happened.STAGE_REFUSED: LetterKind.REFUSED,
        Happened.REQUEST_WITHDRAWN: LetterKind.STOPPED,
        Happened.RESOLVED_OTHERWISE: LetterKind.SETTLED,
        Happened.PAUSED: LetterKind.WAITS,
        Happened.RESUMED: LetterKind.GOES_ON,
        Happened.OMBUDSMAN_ASKED: LetterKind.OMBUDSMAN_ASKS,
        Happened.OMBUDSMAN_DECIDED: LetterKind.OMBUDSMAN_DECIDED,
    }
)
"""The letter that each step calls for. A second step of the kind calls for it again."""

def called_for(kind: str, detail: Mapping[str, Any]) -> LetterKind | None:
    """The letter that a step calls for; where only the request for stage 2 was taken back, that it goes on with the first answer."""
    if kind == Happened.REQUEST_WITHDRAWN and detail.get("first_answer"):
        return LetterKind.GOES_ON
    return CALLS_FOR.get(kind)


ANSWERS = frozenset({LetterKind.STAGE_2_ANSWER, LetterKind.STAGE_3_ANSWER, LetterKind.OWN_ANSWER})
"""The letters that answer a stage."""

_OMBUDSMANS = frozenset({LetterKind.OMBUDSMAN_ASKS, LetterKind.OMBUDSMAN_DECIDED})
_STANDING = frozenset({LetterKind.WAITS, LetterKind.STOPPED, LetterKind.SETTLED, LetterKind.GOES_ON})
_BEFORE_AN_ANSWER = frozenset(LetterKind) - _OMBUDSMANS - ANSWERS

OVERTAKES: Mapping[str, frozenset[LetterKind]] = MappingProxyType(
    {
        Happened.ANSWERED: frozenset({LetterKind.MORE_TIME, LetterKind.GOES_ON}),
        Happened.STAGE_2_REQUESTED: _BEFORE_AN_ANSWER,
        Happened.STAGE_3_REQUESTED: _BEFORE_AN_ANSWER,
        Happened.ADJUDICATED: _BEFORE_AN_ANSWER,
        Happened.STAGE_3_ANSWERED: _BEFORE_AN_ANSWER,
        Happened.REQUEST_WITHDRAWN: _BEFORE_AN_ANSWER,
        Happened.RESOLVED_OTHERWISE: _BEFORE_AN_ANSWER,
        Happened.STAGE_REFUSED: _BEFORE_AN_ANSWER,
        Happened.PAUSED: _STANDING,
        Happened.RESUMED: _STANDING,
        Happened.OMBUDSMAN_DECIDED: frozenset({LetterKind.OMBUDSMAN_ASKS}),
    }
)
"""The letters that nobody needs any more once this has happened: they would tell of what is over."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters that are to be written, each with the moment of the step that it tells of, in the order of the steps.

    `sent`: the moment of the step that each letter that went out told of last.
    """

    due: Mapping[LetterKind, datetime] = field(default_factory=dict)
    sent: Mapping[LetterKind, datetime] = field(default_factory=dict)


def after(letters: Letters, event: Event) -> Letters:
    """The letters after one more event; kinds that call for none pass through."""
    if event.kind == Happened.LETTER_SENT:
        return _written(letters, str(event.detail.get("letter", "")))
    # A stage of the council's own procedure, beside the case's own, ends nothing of that one.
    over = frozenset() if event.detail.get("own") else OVERTAKES.get(event.kind, frozenset())
    calls = called_for(event.kind, event.detail)
    if not over and calls is None:
        return letters
    due = {kind: at for kind, at in letters.due.items() if kind not in over and kind != calls}
    return replace(letters, due=due | ({calls: event.at} if calls else {}))


def _written(letters: Letters, code: str) -> Letters:
    told = {kind: at for kind, at in letters.due.items() if kind == code}
    due = {kind: at for kind, at in letters.due.items() if kind != code}
    return replace(letters, due=due, sent={**letters.sent, **told})
