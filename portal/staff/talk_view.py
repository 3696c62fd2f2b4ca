"""What the page of a case says at its top of reaching the person, and of what was written to and fro."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.actions.case_file import CaseFile, Done
from portal.actions.contact import rules_of_file
from portal.casework.contact import IN_WORDS, Rule
from portal.casework.events import Actor, Happened
from portal.staff import talk_labels

_MESSAGES = frozenset({Happened.WROTE_TO_PERSON, Happened.ASKED_PERSON, Happened.PERSON_WROTE})


@dataclass(frozen=True, slots=True)
class Message:
    """One message, newest first on the page. `waits`: nobody has read it yet."""

    at: datetime
    by: str
    words: str
    ours: bool
    waits: bool


def talk(file: CaseFile) -> dict[str, Any]:
    """What the templates of a case need of its messages and contact rules."""
    rules = rules_of_file(file)
    return {
        "contact_rules": [talk_labels.RULES[rule] for rule in Rule if rule in rules],
        "contact_words": list(_in_words(file)),
        "messages": [_message(file, done) for done in reversed(file.history) if done.event.kind in _MESSAGES],
    }


def standing(file: CaseFile) -> dict[str, Any]:
    """The rules as they stand, to be changed."""
    return {"rules": sorted(rules_of_file(file)), **{key: words for key, words in _set_words(file).items() if key != "how_known"}}


def _in_words(file: CaseFile) -> Iterator[tuple[str, str]]:
    """What an officer wrote down of it last, and what people said of it in the questions."""
    for key, words in _set_words(file).items():
        if words:
            yield talk_labels.WORDS[key], words
    for paper in file.asked:
        for line in paper.get("asked", ()):
            if line["key"] in IN_WORDS and line["said"]:
                yield talk_labels.IN_WORDS[line["key"]], line["said"]


def _set_words(file: CaseFile) -> Mapping[str, str]:
    last = next((done for done in reversed(file.history) if done.event.kind == Happened.CONTACT_RULES_SET), None)
    return (last.words or {}) if last else {}


def _message(file: CaseFile, done: Done) -> Message:
    event, theirs = done.event, done.event.actor == Actor.COMPLAINANT
    by = talk_labels.HOLDERS.get(str(event.detail.get("holder")), "The person") if theirs else done.by or "Somebody"
    waits = theirs and file.state.talk.wrote_at is not None and event.at >= file.state.talk.wrote_at
    return Message(event.at, by, (done.words or {}).get("words", ""), not theirs, waits)
