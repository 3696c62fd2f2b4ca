"""What officers read of messages and contact rules: names, explanations, and what a move did. Data, in English only."""

from collections.abc import Mapping

from portal.casework.contact import Rule, Way
from portal.casework.events import Happened

RULES: Mapping[str, str] = {
    Rule.NO_PHONE: "Do not ring",
    Rule.NOT_SAY_WHO: "Do not say who is calling",
    Rule.NO_TEXT: "No text messages",
    Rule.NO_EMAIL: "No e-mail",
    Rule.NOT_THIS_ADDRESS: "Not to this address: no letters",
    Rule.NO_VISIT: "No visits and meetings",
    Rule.NOT_THIS_PERSON: "Somebody must not know",
    Rule.AS_THEY_SAY: "Only as they say, in their own words",
}

WHY: Mapping[str, str] = {
    Rule.NO_PHONE: "they are not to be rung",
    Rule.NOT_SAY_WHO: "nobody else may learn who is calling",
    Rule.NO_TEXT: "they want no text messages",
    Rule.NO_EMAIL: "they want no e-mail",
    Rule.NOT_THIS_ADDRESS: "nothing may go to that address",
    Rule.NO_VISIT: "nobody is to visit or meet them",
    Rule.NOT_THIS_PERSON: "somebody must not know, who may pick up the telephone, open the letter or the door",
    Rule.AS_THEY_SAY: "they said in their own words when and how it is safe",
}

WAYS: Mapping[str, str] = {
    Way.LETTER: "By letter",
    Way.EMAIL: "By e-mail",
    Way.PHONE: "On the telephone",
    Way.TEXT: "By text message",
    Way.MEETING: "At a meeting or visit",
}

IN_WORDS: Mapping[str, str] = {
    "safe_contact": "When and how it is safe",
    "not_tell": "Who must not know",
    "child_contact": "How the young person may be reached",
    "danger_reach": "A safe way to reach them",
    "trusted_person": "Through whom",
}
"""The captions of what people said about it in words of their own."""

WORDS: Mapping[str, str] = {"whom": "Who must not know", "note": "In words", "how_known": "How it is known", "reason": "Reason"}

HOLDERS: Mapping[str, str] = {
    "child": "The young person, with words of their own: nobody else’s words open this message",
    "advocate": "The advocate",
    "complainant": "The person",
}

DONE: Mapping[str, str] = {
    Happened.WROTE_TO_PERSON: "It is written. They read it with their words.",
    Happened.ASKED_PERSON: "It is asked. The case waits for them, and its dates run on.",
    Happened.MESSAGES_READ: "It is written down that you have read it.",
    Happened.WAITING_ENDED: "The case waits for them no longer.",
    Happened.CONTACT_RULES_SET: "The rules are kept, and stand at the top of the case.",
}

TOLD: Mapping[str, str] = {
    Happened.WROTE_TO_PERSON: "wrote to the person",
    Happened.ASKED_PERSON: "asked the person",
    Happened.PERSON_WROTE: "wrote",
    Happened.MESSAGES_READ: "read what the person wrote",
    Happened.WAITING_ENDED: "stopped waiting for the person",
    Happened.CONTACT_RULES_SET: "set how the person may be reached",
    Happened.CONTACT_RULE_OVERRIDDEN: "passed over a contact rule",
}


def ways_said(ways: object) -> str:
    """Ways in one line, in small letters, as they stand in a sentence."""
    return ", ".join(WAYS.get(str(way), str(way)).lower() for way in ways) if isinstance(ways, list | tuple) else ""


def rules_said(rules: object) -> str:
    """Rules in one line."""
    return "; ".join(RULES.get(str(rule), str(rule)) for rule in rules) if isinstance(rules, list | tuple) else ""
