"""What is wrong with a profile, in words: which key, what was expected there, and what stands there instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from portal.councils.values import FILLED_BY_LOADER, REFUSED

_EXPECTED = {
    "missing": "a value: this key is needed",
    "int_type": "a whole number",
    "string_type": "text in quotation marks",
    "date_type": "a date such as 2026-04-01, without quotation marks",
    "date_from_datetime_inexact": "a date such as 2026-04-01, without a time",
    "tuple_type": "a list in square brackets",
    "model_type": "a table with keys of its own",
    "string_too_short": "text that is not empty",
    "string_too_long": "at most {max_length} characters",
    "too_long": "at most {max_length} entries",
    "too_short": "{min_length} entry or more",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "literal_error": "one of {expected}",
    "enum": "one of {expected}",
}
_LONGEST_FOUND = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the key, what was expected, and what was found where there is something to show."""

    key: str
    expected: str
    found: str | None = None

    def __str__(self) -> str:
        found = "" if self.found is None else f", found {self.found}"
        counted = " (entries are counted from 1)" if "[" in self.key else ""
        return f"{self.key}: expected {self.expected}{found}{counted}"


def problems_of(error: ValidationError, model: type[BaseModel]) -> tuple[Problem, ...]:
    """Every problem that pydantic found with the data of `model`, in the order of the file's keys."""
    return tuple(_problem(details, model) for details in error.errors(include_url=False))


def _problem(details: ErrorDetails, model: type[BaseModel]) -> Problem:
    context = details.get("ctx", {})
    place = details["loc"]
    if details["type"] == REFUSED:
        return _refused(place, context, details["input"])
    if details["type"] == "extra_forbidden":
        return Problem(_key(place), f"no such key; there are {', '.join(_known_keys(model, place[:-1]))}")
    template = _EXPECTED.get(details["type"])
    expected = template.format(**context) if template else details["msg"]
    return Problem(_key(place), expected, None if details["type"] == "missing" else _shown(details["input"]))


def _refused(place: tuple[int | str, ...], context: dict[str, Any], value: object) -> Problem:
    found = context["found"] if context["key"] else value
    return Problem(_key(place, context["key"]), context["expected"], _shown(found))


def _key(place: tuple[int | str, ...], beyond: str = "") -> str:
    """The way to a value: `procedures.statutory.stages[1].limits[2].respond_days`, entries counted from 1."""
    way = ""
    for step in place:
        way += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return f"{way}.{beyond}".strip(".") if beyond else way.strip(".")


def _shown(value: object) -> str | None:
    if value is None or isinstance(value, dict | list | tuple | BaseModel):
        return None
    text = value.isoformat() if hasattr(value, "isoformat") else repr(value)
    return text if len(text) <= _LONGEST_FOUND else f"{text[:_LONGEST_FOUND]}…"


def _known_keys(model: type[BaseModel], place: Iterable[int | str]) -> list[str]:
    """The keys that the table at this place may have; a field that the loader fills says so and is none of them."""
    for step in place:
        if isinstance(step, str):
            model = table_in(model.model_fields[step].annotation) or model
    fields = model.model_fields.items()
    return [field.alias or name for name, field in fields if field.json_schema_extra != FILLED_BY_LOADER]


def table_in(annotation: object) -> type[BaseModel] | None:
    """The table that an annotation speaks of, inside lists, options and annotations."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(table_in, get_args(annotation))), None)
