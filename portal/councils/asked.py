"""What `flask deadlines` is asked: one stage of one council from one day, as codes; and its dates, as codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.councils.dates import FIRST_STAGE, next_request_by, stage_dates
from portal.councils.holidays import working_days
from portal.councils.loading import ProfileError, load
from portal.law.facts import UnknownCode

PROCEDURES = {
    "statutory": "statutory",
    "corporate": "corporate",
    "enquiry": "member_enquiry",
    "data_protection": "data_protection",
    "freedom_of_information": "freedom_of_information",
    "ombudsman": "ombudsman",
}
KEYS = ("council", "procedure", "stage", "start", "answered")
STAGES = (1, 2, 3)


class NotAsked(ValueError):
    """Something that is needed was left out; the text names it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A stage that began on `start` and was answered on `answered`; both are days in London."""

    council: str
    procedure: str
    start: date
    stage: int = FIRST_STAGE
    answered: date | None = None

    @classmethod
    def from_codes(cls, codes: Mapping[str, Any], council: str) -> "Asked":
        """Read what is asked; `council` is meant where it names none. A null is as good as left out.

        Raises UnknownCode for a key or value that is not known, NotAsked where procedure or start is missing.
        """
        for key in codes:
            if key not in KEYS:
                raise UnknownCode(key, codes[key])
        given = {key: value for key, value in codes.items() if value is not None}
        for key in ("procedure", "start"):
            if key not in given:
                raise NotAsked(f"{key}: is missing")
        return cls(
            council=_text("council", given.get("council", council)),
            procedure=_procedure(given["procedure"]),
            start=_day("start", given["start"]),
            stage=_stage(given.get("stage", FIRST_STAGE)),
            answered=_day("answered", given["answered"]) if "answered" in given else None,
        )

    def dates(self) -> dict[str, str]:
        """Each date by its name, in ISO form; what does not apply is left out. Raises BeyondCalendar, UnknownCode."""
        try:
            profile = load(self.council)
        except ProfileError as problem:
            raise UnknownCode("council", self.council) from problem
        found = list(stage_dates(profile, working_days(), self.procedure, self.start, stage=self.stage))
        if self.answered and (ask := next_request_by(profile, working_days(), self.procedure, self.stage, self.answered)):
            found.append(ask)
        return {deadline.name: deadline.on.isoformat() for deadline in found}


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise UnknownCode(key, value)
    return value


def _procedure(value: Any) -> str:
    if not isinstance(value, str) or value not in PROCEDURES:
        raise UnknownCode("procedure", value)
    return PROCEDURES[value]


def _stage(value: Any) -> int:
    if isinstance(value, bool) or value not in STAGES:
        raise UnknownCode("stage", value)
    return int(value)


def _day(key: str, value: Any) -> date:
    try:
        if isinstance(value, str) and len(value) == len("2026-11-25"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise UnknownCode(key, value)
