"""How far a complaint has come beyond a first answer, as far as that moves its dates."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Later:
    """The stage that runs, and what of it is done; every day is one in London.

    `since`: from where its days count; None: from receipt. `stopped`: it waits for proceedings, was withdrawn or was
    settled another way, and no date of it runs. `met_on`: the day of the panel's meeting, also one still to come.
    `enquiry_on`: the day of an enquiry by the Ombudsman that waits for its answer.
    """

    stage: int = 1
    since: date | None = None
    stopped: bool = False
    extended_to: date | None = None
    met_on: date | None = None
    reported_on: date | None = None
    answered_on: date | None = None
    enquiry_on: date | None = None
    procedure: str | None = None
    """The procedure under which the stage was begun; None: that of the route."""
