"""The limits of a stage or an enquiry: as a profile states them, and as they hold on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from portal.councils.values import Day, Days, Part, Sentence, no_two, refusal

Counting = Literal["working", "calendar"]
Condition = Literal["complex", "agreement"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that hold on a day, in days as `counting` says, from the day of receipt or request.

    respond_days     the answer is due; for a review panel: everything, from the request to the council's response
    latest_days      the answer is due at the latest, where the time is extended; None: it cannot be
    acknowledge_days receipt is confirmed
    request_days     how long the complainant has to ask for this stage
    panel_days, findings_days, response_days
                     the panel meets after the request; reports after it met; the council responds after the report
    extension_needs  what an extension depends on
    since, source    from when the limits hold, and where they are laid down
    """

    respond_days: int
    latest_days: int | None
    acknowledge_days: int | None
    request_days: int | None
    panel_days: int | None
    findings_days: int | None
    response_days: int | None
    counting: Counting
    extension_needs: tuple[Condition, ...]
    since: date
    source: str


class LimitEntry(Part):
    """Limits as a profile states them, from a day until a later entry; what it does not say is None."""

    since: Annotated[Day, Field(alias="from")]
    source: Sentence
    respond_days: Days | None = None
    latest_days: Days | None = None
    acknowledge_days: Days | None = None
    request_days: Days | None = None
    panel_days: Days | None = None
    findings_days: Days | None = None
    response_days: Days | None = None
    counting: Counting = "working"
    extension_needs: Annotated[tuple[Condition, ...], no_two(str, "condition")] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.latest_days and self.respond_days and self.latest_days < self.respond_days:
            expected = f"no fewer than respond_days, which are {self.respond_days}"
            raise refusal(expected, key="latest_days", found=self.latest_days)
        if self.acknowledge_days and self.respond_days and self.acknowledge_days > self.respond_days:
            expected = f"no more than respond_days, which are {self.respond_days}"
            raise refusal(expected, key="acknowledge_days", found=self.acknowledge_days)
        return self

    def stated(self) -> Limits:
        """These limits as they stand, where no law adds to them; `respond_days` has to be stated."""
        values = self.model_dump()
        return Limits(**values)


LimitSeries = Annotated[
    tuple[LimitEntry, ...], Field(max_length=20), no_two(lambda entry: entry.since.isoformat(), "starting date")
]


def require_answer_days(series: tuple[LimitEntry, ...], key: str = "limits") -> None:
    """Refuse an entry without `respond_days`; only the statutory procedure has limits of its own to fall back on."""
    for place, entry in enumerate(series, start=1):
        if entry.respond_days is None:
            raise refusal("a number of days, for the law sets none here", key=f"{key}[{place}].respond_days")
