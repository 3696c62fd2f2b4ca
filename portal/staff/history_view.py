"""The history of a case in lines, newest first, and what the templates that put them in words need to know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.actions.case_file import Done
from portal.casework.events import Actor, Happened
from portal.casework.rights import NAMES
from portal.staff import document_labels, labels, learning_view, letter_labels, stage_labels, talk_labels, team_labels
from portal.staff.answer_view import remedy_label
from portal.web.desk import desk

_OTHERS = {Actor.COMPLAINANT.value: "The person", Actor.FRONT_DOOR.value: "The front door"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history; a run of readings is one line, with how many they were and by whom."""

    kind: str
    at: datetime
    by: str
    detail: Mapping[str, Any]
    words: Mapping[str, str]
    times: int = 1


def entries(history: Iterable[Done]) -> list[Entry]:
    """The history, newest first, with every run of readings in one line."""
    lines: list[Entry] = []
    for done in history:
        new = _entry(done)
        if lines and new.kind == lines[-1].kind == Happened.READ:
            lines[-1] = _joined(lines[-1], new)
        else:
            lines.append(new)
    return lines[::-1]


def _entry(done: Done) -> Entry:
    by = done.by or _OTHERS.get(done.event.actor, "The portal")
    return Entry(done.event.kind, done.event.at, by, done.event.detail, done.words or {})


def _joined(before: Entry, new: Entry) -> Entry:
    names = list(dict.fromkeys([*before.by.split(", "), new.by]))
    return Entry(new.kind, new.at, ", ".join(names), {}, {}, before.times + 1)


def told_with() -> dict[str, Any]:
    """What a line of the history needs, on the page of a case, in its bundle, and among its traces."""
    return {
        "labels": labels, "stage": stage_labels, "letter_labels": letter_labels, "team": team_labels, "talk": talk_labels, "document_labels": document_labels,
        "profile": desk().profile, "remedy_label": remedy_label,
        "right_names": {right.value: name.officer for right, name in NAMES.items()},
        **learning_view.told_with(),
    }  # fmt: skip
