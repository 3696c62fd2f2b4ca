"""The kinds of value a profile may hold: lines of text, telephone numbers, colours, dates, codes.

Every refusal says what was expected; the loader adds the file and the key.
Values end up in headers, style sheets and links, so each kind admits only
what is harmless there.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Protocol, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    Strict,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from portal.councils.languages import LANGUAGES

REFUSED = "refused"
FILLED_BY_LOADER: dict[str, JsonValue] = {"filled_by": "the loader"}


def refusal(expected: str, *, key: str = "", found: object = None) -> PydanticCustomError:
    """An error that carries what was expected; `key` leads from the place of the check to the value at fault."""
    return PydanticCustomError(REFUSED, "{expected}", {"expected": expected, "key": key, "found": found})


class Part(BaseModel):
    """A table of a profile: it cannot be changed, and a key it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _shaped(pattern: str, expected: str) -> AfterValidator:
    whole = re.compile(pattern)

    def check(value: str) -> str:
        if whole.fullmatch(value) is None:
            raise refusal(expected)
        return value

    return AfterValidator(check)


def _printable(value: str) -> str:
    if not value.isprintable():
        raise refusal("one line of text without control characters")
    return value


def _known_language(value: str) -> str:
    if value not in LANGUAGES:
        raise refusal("the ISO 639 code of a language, in small letters, such as 'pl' or 'ur'")
    return value


_PHONE = "a telephone number: 3 to 15 digits with single spaces between them, and + only in front"
_EMAIL = r"[A-Za-z0-9._+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
_WEBSITE = r"https://(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}(?:/[A-Za-z0-9._~/%-]*)?"
_FAMILY = r"[A-Za-z][A-Za-z0-9-]*(?: [A-Za-z][A-Za-z0-9-]*)*"
_short = StringConstraints(strip_whitespace=True, min_length=1, max_length=120)
_long = StringConstraints(strip_whitespace=True, min_length=1, max_length=300)

Line = Annotated[str, Strict(), _short, AfterValidator(_printable)]
Sentence = Annotated[str, Strict(), _long, AfterValidator(_printable)]
Code = Annotated[
    str, Strict(), _shaped(r"[a-z][a-z0-9_]{0,39}", "a code of at most 40 small letters, digits and underscores")
]
Slug = Annotated[
    str, Strict(), _shaped(r"[a-z][a-z0-9-]{0,39}", "a file name of at most 40 small letters, digits and hyphens")
]
Phone = Annotated[str, Strict(), _shaped(r"\+?[0-9](?: ?[0-9]){2,14}", _PHONE)]
Email = Annotated[str, Strict(), StringConstraints(max_length=254), _shaped(_EMAIL, "an e-mail address")]
Website = Annotated[
    str, Strict(), StringConstraints(max_length=300), _shaped(_WEBSITE, "an address that begins with https://")
]
Colour = Annotated[str, Strict(), _shaped(r"#[0-9A-Fa-f]{6}", "a colour as # and six hexadecimal digits")]
FontFamily = Annotated[
    str,
    Strict(),
    StringConstraints(max_length=120),
    _shaped(rf"{_FAMILY}(?:, ?{_FAMILY})*", "font families with commas between: letters, digits, spaces and hyphens"),
]
Language = Annotated[str, Strict(), AfterValidator(_known_language)]
Month = Annotated[
    str, Strict(), _shaped(r"20[0-9]{2}-(?:0[1-9]|1[0-2])", "a year and month in quotation marks, such as '2026-11'")
]
Days = Annotated[int, Strict(), Field(ge=1, le=366)]
Bytes = Annotated[int, Strict(), Field(ge=100_000, le=200_000_000)]
Percent = Annotated[int, Strict(), Field(ge=0, le=100)]
StageNumber = Annotated[int, Strict(), Field(ge=1, le=5)]
Day = Annotated[date, Strict(), Field(ge=date(1990, 1, 1), le=date(2100, 12, 31))]


class Since(Protocol):
    """Whatever holds from a day on."""

    @property
    def since(self) -> date:
        """The first day on which it holds."""


T = TypeVar("T")
Held = TypeVar("Held", bound=Since)


def newest(entries: Iterable[Held], on: date) -> Held | None:
    """The entry that holds on the day `on`: the latest to start that has started; None before the first."""
    begun = [entry for entry in entries if entry.since <= on]
    return max(begun, key=lambda entry: entry.since, default=None)


def no_two(of: Callable[[T], object], named: str) -> AfterValidator:
    """Refuse a list in which `of` gives the same for two entries; `named` says what it gives."""

    def check(entries: tuple[T, ...]) -> tuple[T, ...]:
        for value, times in Counter(of(entry) for entry in entries).items():
            if times > 1:
                raise refusal(f"each {named} once, but {value} stands {times} times")
        return entries

    return AfterValidator(check)
