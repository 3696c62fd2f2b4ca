"""A council's procedures: their stages, and which limits hold on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from portal.councils.limits import Limits, LimitSeries, require_answer_days
from portal.councils.statutory import (
    BOUNDS,
    REGULATIONS,
    STAGE_NAMES,
    breaches,
    with_law,
)
from portal.councils.values import Day, Line, Part, StageNumber, newest, no_two, refusal


@dataclass(frozen=True, slots=True)
class StageOn:
    """A stage as it stands on a day: its number, the council's name for it, and its limits where there are any."""

    number: int
    name: str
    limits: Limits | None


class Stage(Part):
    """A stage of a procedure; `ends` is the last day on which the council has it."""

    number: StageNumber
    name: Line
    ends: Day | None = None
    limits: LimitSeries = ()

    def begun_and_not_ended(self, on: date) -> bool:
        """Whether the council has this stage on the day; a stage without limits has no known beginning."""
        begun = not self.limits or newest(self.limits, on) is not None
        return begun and (self.ends is None or on <= self.ends)


Stages = Annotated[tuple[Stage, ...], Field(max_length=5), no_two(lambda stage: stage.number, "stage number")]


class Procedure(Part):
    """A procedure: what the council calls it, and its stages by number."""

    name: Line | None = None
    stages: Stages = ()

    def stage(self, number: int) -> Stage | None:
        """The stage with this number, if the profile has it."""
        return next((stage for stage in self.stages if stage.number == number), None)


def _check_stage(place: int, stage: Stage) -> None:
    key = f"stages[{place}]"
    if stage.number not in BOUNDS:
        expected = f"stage 1, 2 or 3: {REGULATIONS} knows no other"
        raise refusal(expected, key=f"{key}.number", found=stage.number)
    if stage.ends is not None:
        expected = f"no end: stage {stage.number} is the law's ({REGULATIONS} regulations 14 to 20)"
        raise refusal(expected, key=f"{key}.ends", found=stage.ends)
    for line, entry in enumerate(stage.limits, start=1):
        for breach in breaches(stage.number, entry):
            raise refusal(breach.expected, key=f"{key}.limits[{line}].{breach.key}", found=breach.found)


class StatutoryProcedure(Procedure):
    """The three stages of SI 2006/1738; a limit looser than the law is refused."""

    @model_validator(mode="after")
    def _never_looser_than_the_law(self) -> Self:
        for place, stage in enumerate(self.stages, start=1):
            _check_stage(place, stage)
        return self

    def stage_on(self, number: int, on: date) -> StageOn | None:
        """The stage on the day; all three always stand, with the law's limits where the profile has none."""
        if number not in BOUNDS:
            return None
        own = self.stage(number)
        entry = newest(own.limits, on) if own else None
        return StageOn(number, own.name if own else STAGE_NAMES[number], with_law(number, entry))

    def stages_on(self, on: date) -> tuple[StageOn, ...]:
        """The three stages, in order."""
        return tuple(stage for number in BOUNDS if (stage := self.stage_on(number, on)))


class CorporateProcedure(Procedure):
    """The council's own procedure, as far as the profile states it."""

    @model_validator(mode="after")
    def _limits_say_when_an_answer_is_due(self) -> Self:
        for place, stage in enumerate(self.stages, start=1):
            require_answer_days(stage.limits, key=f"stages[{place}].limits")
        return self

    def stage_on(self, number: int, on: date) -> StageOn | None:
        """The stage on the day; None before it begins, after it ends, or where the profile has none."""
        stage = self.stage(number)
        if stage is None or not stage.begun_and_not_ended(on):
            return None
        entry = newest(stage.limits, on)
        return StageOn(number, stage.name, entry.stated() if entry else None)

    def stages_on(self, on: date) -> tuple[StageOn, ...]:
        """The stages that the council has on the day, in order."""
        numbers = sorted(stage.number for stage in self.stages)
        return tuple(stage for number in numbers if (stage := self.stage_on(number, on)))


class Procedures(Part):
    """The procedures of the council that have stages of their own."""

    statutory: StatutoryProcedure = StatutoryProcedure()
    corporate: CorporateProcedure = CorporateProcedure()
