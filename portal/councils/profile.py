"""What the portal knows of one council: who it is, how it answers, and by when."""

from collections import Counter, defaultdict
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from portal.casework.keeping import Period
from portal.councils.limits import Limits
from portal.councils.parts import (
    Acknowledgement,
    Advocacy,
    Brand,
    Contact,
    EnquiryType,
    FileLimits,
    FrontDoor,
    LabelledList,
    OtherRoute,
    Outcome,
    Reminders,
    Reporting,
    Retention,
    ServiceArea,
    Target,
)
from portal.councils.procedures import (
    CorporateProcedure,
    Procedures,
    StageOn,
    StatutoryProcedure,
)
from portal.councils.values import (
    FILLED_BY_LOADER,
    Email,
    Language,
    Line,
    Part,
    Phone,
    Slug,
    Website,
    newest,
    no_two,
    refusal,
)
from portal.law.triage import Terms
from portal.law.vocabulary import Procedure
from portal.words import _

SERVICE_NAME = _("Complaints and thanks about children’s services")


def _english_too(languages: tuple[str, ...]) -> tuple[str, ...]:
    if "en" not in languages:
        raise refusal("'en' among the languages: the others fall back on it")
    return languages


def _each_line_reached(schedule: tuple[Retention, ...]) -> tuple[Retention, ...]:
    for number, line in enumerate(schedule[:-1], start=1):
        if not line.routes and not line.outcomes:
            raise refusal(f"the line that covers every case last, but it is number {number} of {len(schedule)}")
    return schedule


def _each_team_once(areas: tuple[ServiceArea, ...]) -> tuple[ServiceArea, ...]:
    teams = Counter(team.code for area in areas for team in area.teams)
    for code, times in teams.items():
        if times > 1:
            raise refusal(f"each team code in one service area only, but {code} stands {times} times")
    return areas


class Profile(Part):
    """One council. `name` is that of its file, `council` what people call it; None is what the file does not say."""

    name: Annotated[Slug, Field(json_schema_extra=FILLED_BY_LOADER)]
    council: Line
    service_name: Line = SERVICE_NAME
    team: Line
    phone: Phone | None = None
    phone_hours: Line | None = None
    email: Email | None = None
    address: Annotated[tuple[Line, ...], Field(min_length=1, max_length=8)] | None = None
    website: Website | None = None
    languages: Annotated[
        tuple[Language, ...], Field(max_length=40), no_two(str, "language"), AfterValidator(_english_too)
    ] = ("en",)
    channels: LabelledList = ()
    front_door: FrontDoor | None = None
    advocacy: Advocacy | None = None
    in_person: Contact | None = None
    interpreter: Contact | None = None
    sign_language: Contact | None = None
    easy_read: Contact | None = None
    data_protection: Contact | None = None
    acknowledge: Annotated[
        tuple[Acknowledgement, ...], Field(max_length=20), no_two(lambda one: one.since, "starting date")
    ] = ()
    procedures: Procedures = Procedures()
    routes: Annotated[tuple[OtherRoute, ...], no_two(lambda one: one.route.value, "route")] = ()
    enquiry_types: Annotated[tuple[EnquiryType, ...], Field(max_length=40), no_two(lambda one: one.code, "code")] = ()
    service_areas: Annotated[
        tuple[ServiceArea, ...],
        Field(max_length=60),
        no_two(lambda one: one.code, "code"),
        AfterValidator(_each_team_once),
    ] = ()
    outcomes: Annotated[tuple[Outcome, ...], no_two(lambda one: one.code.value, "code")] = ()
    causes: LabelledList = ()
    retention: Annotated[tuple[Retention, ...], Field(max_length=40), AfterValidator(_each_line_reached)] = ()
    complainants: LabelledList = ()
    targets: Annotated[
        tuple[Target, ...], Field(max_length=40), no_two(lambda one: (one.what, one.since), "target and starting date")
    ] = ()
    early_help: Literal["statutory", "corporate"] = "corporate"
    answers_checked_by_second_person: bool = False
    reminders: Reminders = Reminders()
    report: Reporting = Reporting()
    brand: Brand = Brand()
    files: FileLimits = FileLimits()

    def other_route(self, route: str) -> OtherRoute | None:
        """What the council says of a way that is not its complaints procedure; None where it says nothing."""
        return next((entry for entry in self.routes if entry.route == route), None)

    @property
    def schedule(self) -> tuple[Period, ...]:
        """How long closed cases are kept; of several lines the first that covers a case decides. Empty: not stated."""
        return tuple(line.period for line in self.retention)

    def outcome_label(self, code: str) -> str | None:
        """What the council itself calls an outcome; None where it has not said."""
        return next((outcome.label for outcome in self.outcomes if outcome.code == code), None)

    def terms(self, on: date) -> Terms:
        """Under which terms the rules are read for this council on a day in London."""
        return Terms(on, Procedure(self.early_help))

    def acknowledge_days(self, on: date) -> int | None:
        """Working days in which a complaint received on the day is acknowledged; None where nothing is stated."""
        entry = newest(self.acknowledge, on)
        return entry.days if entry else None

    def stages(self, procedure: str, on: date) -> tuple[StageOn, ...]:
        """The stages of the procedure ("statutory" or "corporate") on the day, in order; none of another."""
        held = self._procedure(procedure)
        return held.stages_on(on) if held else ()

    def limits(self, procedure: str, stage: int, on: date) -> Limits | None:
        """The limits of one stage on the day. The statutory ones always hold (SI 2006/1738); others as stated."""
        held = self._procedure(procedure)
        found = held.stage_on(stage, on) if held else None
        return found.limits if found else None

    def enquiry_limits(self, code: str, on: date) -> Limits | None:
        """The limits for an enquiry of this type on the day; None where nothing is stated."""
        series = next((enquiry.limits for enquiry in self.enquiry_types if enquiry.code == code), ())
        entry = newest(series, on)
        return entry.stated() if entry else None

    def targets_on(self, on: date) -> tuple[Target, ...]:
        """The targets that hold on the day, the newest of each kind."""
        kinds: defaultdict[object, list[Target]] = defaultdict(list)
        for target in self.targets:
            kinds[target.what].append(target)
        held = (newest(series, on) for series in kinds.values())
        return tuple(target for target in held if target)

    def as_json(self) -> dict[str, Any]:
        """The profile as the file states it, defaults filled in, absent values left out; dates as ISO text."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def _procedure(self, name: str) -> StatutoryProcedure | CorporateProcedure | None:
        if name == Procedure.STATUTORY:
            return self.procedures.statutory
        return self.procedures.corporate if name == Procedure.CORPORATE else None
