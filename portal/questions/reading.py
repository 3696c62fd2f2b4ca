"""What the answers mean to the law: kept answers to facts, in the codes of the vocabulary."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.questions.declared import for_another
from portal.questions.kinds import DONT_KNOW, Given
from portal.questions.people import LOWER_BOUNDS

ASIS = ("complainant", "represents", "authority", "service", "procedure_so_far", "stage_so_far")
YES_OR_NO = ("risk_now", "change_soon", "about_child", "wants_formal_complaint")
MONTHS = ("months_since", "months_since_proceedings_ended")
SEVERAL = ("child_status", "proceedings")
NOT_MATTERS = frozenset({DONT_KNOW, "something_else"})


def facts(kept: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The facts that these answers give, known ones only; what was not asked stays not known.

    `today` is a day in London: answers keep the month in which something happened, the
    facts count whole months.
    """
    given = Given(kept)
    known: dict[str, Any] = {key: given.one(key) for key in ASIS if _known(given.one(key))}
    known |= {key: given.one(key) == "yes" for key in YES_OR_NO if given.one(key) in {"yes", "no"}}
    known |= {key: months_between(given.one(key), today) for key in MONTHS if _known(given.one(key))}
    known |= {key: codes for key in SEVERAL if (codes := [c for c in given.many(key) if _known(c)])}
    if given.one("parental_responsibility") in {"yes", "no"}:
        known["parental_responsibility"] = given.one("parental_responsibility")
    if given.one("age_band") in LOWER_BOUNDS:
        known["age"] = LOWER_BOUNDS[given.one("age_band")]
    if matters := _matters(given):
        known["matters"] = matters
    return known | _implied(given)


def _known(code: str) -> bool:
    return bool(code) and code != DONT_KNOW


def _matters(given: Given) -> list[str]:
    if given.one("purpose") == "compliment":
        return ["praise"]
    if given.one("purpose") == "idea_or_question":
        kind = given.one("message_kind")
        return ["request_for_help"] if kind == "request_for_help" else ["question"]
    points = [str(p.get("matter") or "") for p in given.answers.get("points") or ()]
    return list(dict.fromkeys(c for c in (*given.many("matters"), *points) if c and c not in NOT_MATTERS))


def _implied(given: Given) -> dict[str, Any]:
    """What an answer says without being asked: an advocate acts for another, a care leaver has left care."""
    implied: dict[str, Any] = {}
    if given.one("complainant") == "care_leaver":
        implied["child_status"] = ["care_leaver"]
    if for_another(given):
        implied["acting_for"] = "another"
    elif given.one("acting_for"):
        implied["acting_for"] = given.one("acting_for")
    return implied


def months_between(month: str, today: date) -> int:
    """Whole months from a month written YYYY-MM to today's; never below nought."""
    year, number = (int(part) for part in month.split("-"))
    return max(0, (today.year - year) * 12 + today.month - number)
