"""What is no complaint: an enquiry by somebody who asks on another's behalf, and a query that was solved at once."""

from dataclasses import dataclass, replace
from datetime import date

from portal.casework.events import Event, Happened
from portal.casework.outcomes import OutcomeCode

ENQUIRY, QUERY = "enquiry", "query"
PURPOSES = frozenset({ENQUIRY, QUERY})

OUTCOMES = (OutcomeCode.ANSWERED, OutcomeCode.OTHER_PROCEDURE, OutcomeCode.WITHDRAWN)
"""What may come of it: answered, passed on to the complaints procedure or elsewhere, or taken back."""


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What was asked, in codes: its purpose, of which kind it is, when it was answered, and the complaint it became."""

    purpose: str
    kind: str = ""
    answered_on: date | None = None
    became: str = ""


def after(enquiry: Enquiry | None, event: Event) -> Enquiry | None:
    """What is known of it after one more event; None of a complaint."""
    detail = event.detail
    if event.kind == Happened.SUBMITTED and detail.get("purpose") in PURPOSES:
        return Enquiry(str(detail["purpose"]), str(detail.get("enquiry", "")))
    if enquiry is None:
        return None
    if event.kind == Happened.ENQUIRY_ANSWERED:
        return replace(enquiry, answered_on=date.fromisoformat(str(detail["on"])))
    if event.kind == Happened.ENQUIRY_BECAME_COMPLAINT:
        return replace(enquiry, became=str(detail.get("case", "")))
    return replace(enquiry, answered_on=None) if event.kind == Happened.REOPENED and not enquiry.became else enquiry


COMPLAINTS_ONLY = frozenset(
    {
        "confirm_route", "change_route", "acknowledge", "advocate", "extend", "offer_right", "fill_in_facts", "answer_point",
        "check_answer", "answer", "split_points", "write_letter", "advocate_consent", "write_to_person", "ask_person",
        "messages_read", "stop_waiting", "contact_rules", "point_causes",
    }
)  # fmt: skip
"""The moves that belong to a complaint and its rights, beside those of the stages; an enquiry has none of them."""
