"""The tables that a profile is made of, one class each."""

from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator

from portal.casework.keeping import Period
from portal.casework.outcomes import OutcomeCode
from portal.casework.reminding import Rule
from portal.councils.contrast import TEXT_NEEDS, contrast
from portal.councils.limits import Counting, LimitSeries, require_answer_days
from portal.councils.values import (
    Bytes,
    Code,
    Colour,
    Day,
    Days,
    Email,
    FontFamily,
    Line,
    Month,
    Part,
    Percent,
    Phone,
    Sentence,
    StageNumber,
    Website,
    no_two,
    refusal,
)
from portal.law.vocabulary import Route

PAGE = "#ffffff"


class FrontDoor(Part):
    """Whom to ring where a child may need protection now, by day and by night, and when the numbers were checked.

    `email` is where a danger that is told here is sent at once, and again until an officer records that they know.
    """

    name: Line
    day_phone: Phone | None = None
    day_hours: Line | None = None
    night_phone: Phone | None = None
    email: Email | None = None
    source: Sentence
    checked: Month

    @model_validator(mode="after")
    def _can_be_rung(self) -> Self:
        if self.day_phone is None and self.night_phone is None:
            raise refusal("a telephone number, here or in night_phone", key="day_phone")
        return self


class Advocacy(Part):
    """Who helps a child or young person to complain (section 26A of the Children Act 1989)."""

    name: Line
    phone: Phone | None = None
    email: Email | None = None
    source: Sentence


class Contact(Part):
    """Where something can be had or asked for: a place, a telephone, an e-mail address or a page; one of them at least."""

    name: Line | None = None
    phone: Phone | None = None
    hours: Line | None = None
    email: Email | None = None
    address: Annotated[tuple[Line, ...], Field(min_length=1, max_length=8)] | None = None
    website: Website | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if not (self.phone or self.email or self.address or self.website):
            raise refusal("a telephone number, or else an email, an address or a website", key="phone")
        return self


class Acknowledgement(Part):
    """Within how many working days every complaint is acknowledged, from a day on."""

    since: Annotated[Day, Field(alias="from")]
    days: Days
    source: Sentence


class Labelled(Part):
    """A code that is kept with cases, and the words by which this council knows it."""

    code: Code
    name: Line


LabelledList = Annotated[tuple[Labelled, ...], Field(max_length=60), no_two(lambda one: one.code, "code")]


class ServiceArea(Labelled):
    """A part of the council's services, and its teams where the council names them.

    `portfolio` and `division`: the names of what it belongs to, where the council reports by these.
    """

    teams: LabelledList = ()
    portfolio: Line | None = None
    division: Line | None = None


class EnquiryType(Labelled):
    """An enquiry that is counted beside complaints, with the days for its answer where they are stated."""

    limits: LimitSeries = ()

    @model_validator(mode="after")
    def _limits_say_when_an_answer_is_due(self) -> Self:
        require_answer_days(self.limits)
        return self


class OtherRoute(Part):
    """What this council calls a way that is not its complaints procedure, how to reach it, and within how many days.

    The days run from the date of the letter that told of the decision.
    """

    route: Route
    name: Line
    phone: Phone | None = None
    email: Email | None = None
    website: Website | None = None
    within_days: Days | None = None
    counting: Counting = "calendar"
    source: Sentence | None = None

    @model_validator(mode="after")
    def _a_limit_says_where_it_stands(self) -> Self:
        if self.within_days is not None and self.source is None:
            raise refusal("where the days are laid down", key="source")
        return self


class Outcome(Part):
    """An outcome that the council records, and its own label for it."""

    code: OutcomeCode
    label: Line


class Retention(Part):
    """How long a closed case is kept from the day of its closing. Of several lines the first that covers a case decides.

    `routes` and `outcomes` say which cases it covers; left out, it covers all. A legal hold stops it.
    """

    routes: Annotated[tuple[Route, ...], no_two(str, "route")] = ()
    outcomes: Annotated[tuple[OutcomeCode, ...], no_two(str, "outcome")] = ()
    years: Annotated[int, Strict(), Field(ge=0, le=100)] = 0
    months: Annotated[int, Strict(), Field(ge=0, le=11)] = 0
    source: Sentence

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if not self.years and not self.months:
            raise refusal("for how many years, months or both such cases are kept", key="years")
        return self

    @property
    def period(self) -> Period:
        """The same, as the cases' own rules read it."""
        return Period(self.years * 12 + self.months, frozenset(self.routes), frozenset(self.outcomes))


class Target(Part):
    """The share of answers, in percent, that the council means to give in time."""

    since: Annotated[Day, Field(alias="from")]
    measures: Literal["complaints", "statutory", "corporate", "enquiries"]
    stage: StageNumber | None = None
    days: Days | None = None
    counting: Counting = "working"
    percent: Percent
    source: Sentence

    @property
    def what(self) -> tuple[str, int | None, int | None, str]:
        """What it measures; of several targets for the same, the newest holds."""
        return (self.measures, self.stage, self.days, self.counting)


class Reporting(Part):
    """How the council reports: counts above 0 and below `smallest_count` are left out, none where it is 0.

    `public`: the page of figures and of what was learned is open to everybody.
    """

    smallest_count: Annotated[int, Strict(), Field(ge=0, le=20)] = 0
    public: bool = False


class FileLimits(Part):
    """How many files a person may add to what they tell, how large they may be in bytes, and of what kinds."""

    most: Annotated[int, Strict(), Field(ge=1, le=50)] = 10
    most_bytes_each: Bytes = 20_000_000
    most_bytes_in_all: Bytes = 50_000_000
    kinds: Annotated[
        tuple[Literal["documents", "pictures", "recordings"], ...], Field(min_length=1), no_two(str, "kind")
    ] = ("documents", "pictures", "recordings")

    @model_validator(mode="after")
    def _one_fits_among_all(self) -> Self:
        if self.most_bytes_each > self.most_bytes_in_all:
            expected = f"no more than most_bytes_in_all, which are {self.most_bytes_in_all}"
            raise refusal(expected, key="most_bytes_each", found=self.most_bytes_each)
        return self


class Reminders(Part):
    """When the office is reminded of what is due in a case, in working days. What a profile does not say is our own choice.

    The handler before the date and after it, the managers after it, then the director, who has an address here and no
    account. Nobody is told before those below them.
    """

    handler_days_before: Annotated[
        tuple[Annotated[int, Strict(), Field(ge=0, le=60)], ...], Field(max_length=10), no_two(str, "number of days")
    ] = (5, 1)
    handler_days_late: Days = 1
    manager_days_late: Days = 1
    director_days_late: Days = 5
    director: Email | None = None
    source: Sentence | None = None

    @model_validator(mode="after")
    def _upwards(self) -> Self:
        steps = (("manager_days_late", "handler_days_late"), ("director_days_late", "manager_days_late"))
        for upper, lower in steps:
            if getattr(self, upper) < getattr(self, lower):
                expected = f"no fewer than {lower}, which are {getattr(self, lower)}"
                raise refusal(expected, key=upper, found=getattr(self, upper))
        return self

    @property
    def rule(self) -> Rule:
        """The same, as the cases' own rules read it."""
        return Rule(self.handler_days_before, self.handler_days_late, self.manager_days_late, self.director_days_late)


class Brand(Part):
    """The council's colours and typeface; text has to be readable in each pair of colours."""

    colour: Colour = "#0b4f6c"
    on_colour: Colour = "#ffffff"
    link_colour: Colour | None = None
    font: FontFamily = "arial, sans-serif"

    @model_validator(mode="after")
    def _readable(self) -> Self:
        _check_contrast("on_colour", self.on_colour, self.colour)
        if self.link_colour is not None:
            _check_contrast("link_colour", self.link_colour, PAGE)
        return self


def _check_contrast(key: str, text: str, ground: str) -> None:
    ratio = contrast(text, ground)
    if ratio < TEXT_NEEDS:
        expected = f"a contrast of {TEXT_NEEDS} to 1 or better on {ground} (this has {ratio:.2f} to 1)"
        raise refusal(expected, key=key, found=text)
