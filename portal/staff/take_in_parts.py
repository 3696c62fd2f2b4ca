"""Taking in: which question stands on which page of the form, and where a button leads.

The path is recomputed from the answers, as on the public side. An officer asks what can be asked and leaves the rest:
what was not asked is not known.
"""

from dataclasses import dataclass
from typing import Any

from portal.actions.drafts import Draft
from portal.actions.taking_in import TakenBy, how_it_came
from portal.questions.declared import DANGER_QUESTIONS, QUESTIONS
from portal.questions.journey import Journey, journey
from portal.questions.kinds import Choice, Kind, Question
from portal.staff import labels
from portal.staff.shown import language_name
from portal.web.language import languages
from portal.words import Wording

CALL, WHO, ABOUT, HAPPENED, REACH, CHECK = "call", "who", "about", "happened", "reach", "check"
BY_KEY = {question.key: question for question in reversed((*QUESTIONS, *DANGER_QUESTIONS))}


def _plainly(key: str, kind: Kind, words: str, hint: str = "", choices: Any = ()) -> Question:
    return Question(key, kind, personal=False, title=Wording(words), hint=Wording(hint) if hint else None, choices=choices)


def _spoken() -> tuple[Choice, ...]:
    return tuple(Choice(one.code, Wording(language_name(one.code))) for one in languages())


CHANNELS = tuple(Choice(by.value, Wording(labels.CHANNEL[by.value])) for by in TakenBy)
PURPOSES = tuple(Choice(code, Wording(labels.PURPOSE[code])) for code in ("complaint", "idea_or_question"))
HOW = (
    _plainly("channel", Kind.CHOICE, "How it came", choices=CHANNELS),
    _plainly("received", Kind.DAY, "Received on", "The day on which the council first had it. The clock counts from then."),
    _plainly("purpose", Kind.CHOICE, "What it is", choices=PURPOSES),
)
SPOKEN = _plainly("spoken", Kind.CHOICE, "Language to write to them in", choices=lambda _given: _spoken())
WHO_FROM = BY_KEY["complainant"]


@dataclass(frozen=True, slots=True)
class Part:
    """One page: its name in the address, its heading, and the questions that stand on it if they are on the path."""

    name: str
    title: str
    keys: frozenset[str] = frozenset()


PARTS = (
    Part(CALL, "How it came, and danger", frozenset({"complainant", "risk_now"})),
    Part(WHO, "Who it is for", frozenset({
        "acting_for", "wants_formal_complaint", "represents", "advocate_organisation", "instructed", "instructed_by", "authority",
        "parental_responsibility", "child_status", "matter_group",
    })),
    Part(ABOUT, "What it is about", frozenset({
        "matters", "about_child", "service", "months_since", "proceedings", "months_since_proceedings_ended", "decision_letter",
        "message_kind", "message",
    })),
    Part(HAPPENED, "What happened", frozenset({"change_soon", "stage_so_far", "procedure_so_far", "child_words"})),
    Part(REACH, "Help, and a safe answer", frozenset({
        "help_wanted", "interpreter_language", "adjustments", "name", "child_name", "contact_way", "email", "phone", "address",
        "trusted_person", "safe_contact", "not_tell", "child_contact", "consent_speak", "consent_records", "consent_share",
        "age_band", "find_me",
    })),
    Part(CHECK, "Check and send"),
)  # fmt: skip
PART = {part.name: part for part in PARTS}
NEEDED = {
    "channel": "Choose how it came", "received": "Enter the day on which it was received",
    "purpose": "Choose what it is", "complainant": "Choose who it comes from. “Anonymous” if they do not say",
    "risk_now": "Choose whether somebody is in danger now", "danger_what": "Write what is happening: it goes to the front door at once",
    "message": "Write what they ask or suggest", "thanks": "Write who or what was good",
}  # fmt: skip
"""What cannot be left; everything else may be not known."""


def how_of(part: Part, draft: Draft | None) -> tuple[Question, ...]:
    """What is asked of how it came; of a case that was made in danger, the day and the way stand."""
    return (*HOW, SPOKEN) if part.name == CALL and not (draft and draft.early) else ()


def began_late(draft: Draft | None) -> bool:
    """Whether it began with a later part, because what was keyed in before was gone."""
    return draft is not None and how_it_came(draft.answers) is None


def part_of(key: str) -> Part:
    """On which page a question stands, or a point."""
    where = HAPPENED if key.startswith("points") else None
    return PART[where] if where else next((part for part in PARTS if key in part.keys), PARTS[0])


def next_part(part: Part, draft: Draft, go: str) -> str:
    """Where the button leads; on to the next part that has a question, and here again where one came up."""
    walked = journey(draft.answers)
    there = [each.name for each in PARTS if each.name == CHECK or stands(each, walked)]
    if go in there:
        return go
    at = there.index(part.name) if part.name in there else 0
    if go == "back":
        return there[max(at - 1, 0)]
    if any(step.key in part.keys and not step.answered for step in walked.steps):
        return part.name
    return there[min(at + 1, len(there) - 1)]


def stands(part: Part, walked: Journey) -> bool:
    """Whether there is anything on this page."""
    if part.name == CALL:
        return True
    return any(step.key in part.keys or (part.name == HAPPENED and step.point is not None) for step in walked.steps)


def along(part: Part, walked: Journey) -> list[tuple[Part, bool]]:
    """The parts on the path, each with whether it is the one shown."""
    return [(each, each is part) for each in PARTS if each.name == CHECK or stands(each, walked)]
