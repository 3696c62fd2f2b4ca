"""What may come of a complaint or of one of its points, as a closed list of codes."""

from enum import StrEnum


class OutcomeCode(StrEnum):
    """The findings that councils report, and what happens to a complaint that ends without one."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    NO_FINDING = "no_finding"
    RESOLVED_ON_RECEIPT = "resolved_on_receipt"
    WITHDRAWN = "withdrawn"
    OTHER_PROCEDURE = "other_procedure"
    ANSWERED = "answered"
    """Thanks passed on, a question answered, nothing in it to answer: there was nothing to find."""
