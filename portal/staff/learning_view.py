"""What the page of a case says of learning, promises and costs, with the words that are sealed in its history."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.actions.case_file import CaseFile
from portal.casework.events import Happened
from portal.casework.learning import Action, Cost, Owner, Promise
from portal.councils.services import cause_names, service_names
from portal.letters.answer import pounds
from portal.staff import learning_labels
from portal.staff.answer_view import remedy_label
from portal.web.clock import today
from portal.web.desk import desk

_OF_ACTIONS = frozenset({Happened.LEARNING_SET, Happened.LEARNING_DONE, Happened.LEARNING_GIVEN_UP})


@dataclass(frozen=True, slots=True)
class ActionShown:
    """An action with its words and the name of whoever sees to it."""

    action: Action
    owner: str
    words: dict[str, str]
    late: bool


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """A promise as it is called, and whether it is late."""

    promise: Promise
    label: str
    late: bool


@dataclass(frozen=True, slots=True)
class LearningShown:
    """All of it. `asks`: something was upheld, and nothing is to be learned from it yet."""

    asks: bool
    none_needed: bool
    promised: bool
    actions: tuple[ActionShown, ...]
    promises: tuple[PromiseShown, ...]
    costs: tuple[Cost, ...]
    total: int
    about: dict[int, tuple[list[str], list[str]]]


def learning(file: CaseFile) -> dict[str, Any]:
    """What the templates of a case need to know of it."""
    left, words, services, causes = file.state.learning, action_words(file), service_names(desk().profile), cause_names(desk().profile)
    shown = LearningShown(
        asks=left.asks and not left.learned,
        none_needed=left.none_needed,
        promised=file.state.answered is not None or file.state.closed is not None,
        actions=tuple(
            ActionShown(one, owner_name(one.owner, file.people), words.get(one.number, {}), one.open and one.due_on < today())
            for one in left.actions
        ),
        promises=tuple(
            PromiseShown(one, remedy_label(one.remedy, one.pence), bool(one.open and one.by and one.by < today())) for one in left.promises
        ),
        costs=tuple(one for one in left.costs if not one.taken_back),
        total=left.total,
        about={
            point: ([services.get(code, code) for code in about.services], [causes.get(code, code) for code in about.causes])
            for point, about in left.about.items()
        },
    )
    return {"learn": shown}


def told_with() -> dict[str, Any]:
    """What a line of the history needs."""
    return {
        "learned": learning_labels, "pounds": pounds,
        "service_names": service_names(desk().profile), "cause_names": cause_names(desk().profile),
    }  # fmt: skip


def action_words(file: CaseFile) -> dict[int, dict[str, str]]:
    """The words of each action of an opened case, the later ones in the place of the earlier, by its number."""
    found: dict[int, dict[str, str]] = {}
    for done in file.history:
        if done.event.kind in _OF_ACTIONS:
            number = int(done.event.detail["number"])
            found[number] = {**found.get(number, {}), **(done.words or {})}
    return found


def owner_name(owner: Owner, people: Any) -> str:
    """Who sees to it: a member of staff, or a service."""
    if owner.staff_id is not None:
        return str(people.get(owner.staff_id, "somebody"))
    return service_names(desk().profile).get(owner.service or "", owner.service or "")


def numeric_day(day: date) -> str:
    """A day as forms take it."""
    return f"{day.day} {day.month} {day.year}"
