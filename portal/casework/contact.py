"""How the person may be reached: rules that stop a way of sending, and what goes out to the person at all."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any

from portal.casework.events import Happened


class Way(StrEnum):
    """A way by which something reaches the person."""

    PORTAL = "portal"
    """Under their own words; nobody else opens it, so no rule stops it."""
    EMAIL = "email"
    PHONE = "phone"
    TEXT = "text"
    LETTER = "letter"
    MEETING = "meeting"


class Rule(StrEnum):
    """A rule on how the person may be reached."""

    NO_PHONE = "no_phone"
    NOT_SAY_WHO = "not_say_who"
    NO_TEXT = "no_text"
    NO_EMAIL = "no_email"
    NOT_THIS_ADDRESS = "not_this_address"
    NO_VISIT = "no_visit"
    NOT_THIS_PERSON = "not_this_person"
    AS_THEY_SAY = "as_they_say"


STOPS: Mapping[Rule, frozenset[Way]] = {
    Rule.NO_PHONE: frozenset({Way.PHONE}),
    Rule.NOT_SAY_WHO: frozenset({Way.PHONE, Way.TEXT}),
    Rule.NO_TEXT: frozenset({Way.TEXT}),
    Rule.NO_EMAIL: frozenset({Way.EMAIL}),
    Rule.NOT_THIS_ADDRESS: frozenset({Way.LETTER}),
    Rule.NO_VISIT: frozenset({Way.MEETING}),
    Rule.NOT_THIS_PERSON: frozenset({Way.PHONE, Way.LETTER, Way.MEETING}),
    Rule.AS_THEY_SAY: frozenset(Way) - {Way.PORTAL},
}
"""Which ways each rule stops. Somebody who must not know may pick up the telephone, open the letter or the door."""

NOT_CHOSEN: Mapping[str, Rule] = {
    "phone": Rule.NO_PHONE, "text": Rule.NO_TEXT, "email": Rule.NO_EMAIL, "letter": Rule.NOT_THIS_ADDRESS,
}  # fmt: skip
"""Whoever is asked which ways are safe, and names some, has said what the others are."""

IN_WORDS = ("safe_contact", "not_tell", "child_contact", "danger_reach", "trusted_person")
"""The questions in which people say with words of their own how they may be reached, and who must not know."""

OUTGOING: Mapping[Happened, str] = {
    Happened.WROTE_TO_PERSON: "",
    Happened.ASKED_PERSON: "",
    Happened.ACKNOWLEDGED: "",
    Happened.EXTENDED: "",
    Happened.RIGHT_OFFERED: "how",
    Happened.ANSWERED: "",
    Happened.STAGE_2_EXTENDED: "",
    Happened.ADJUDICATED: "",
    Happened.STAGE_3_ANSWERED: "",
    Happened.REQUEST_WITHDRAWN: "",
    Happened.RESOLVED_OTHERWISE: "",
    Happened.PAUSED: "",
    Happened.LETTER_SENT: "",
    Happened.STAGE_REFUSED: "",
    Happened.OWN_STAGE_ANSWERED: "",
    Happened.OWN_STAGE_WITHDRAWN: "",
}
"""What goes out to the person; where its own form asks by which way, under which name."""


def stopped(rules: Collection[str], way: str) -> tuple[Rule, ...]:
    """The rules that stop `way`, in their order. A way that nobody knows is stopped by every rule there is."""
    known = way in frozenset(Way)
    return tuple(rule for rule in Rule if rule in rules and (not known or way in STOPS[rule]))


def stopped_by(rules: Collection[str], ways: Iterable[str]) -> tuple[Rule, ...]:
    """The rules that stop any of `ways`, in their order, once each."""
    found = {rule for way in ways for rule in stopped(rules, way)}
    return tuple(rule for rule in Rule if rule in found)


def rules_asked(asked: Iterable[Mapping[str, Any]]) -> frozenset[Rule]:
    """The rules in what was asked and said once (lines with `key` and `value`)."""
    said = {str(line.get("key")): line.get("value") for line in asked}
    ways = said.get("contact_way") or ()
    found = {rule for way, rule in NOT_CHOSEN.items() if way not in ways} if ways else set()
    if said.get("not_tell"):
        found.add(Rule.NOT_THIS_PERSON)
    if said.get("safe_contact") or said.get("danger_reach"):
        found.add(Rule.AS_THEY_SAY)
    return frozenset(found)
