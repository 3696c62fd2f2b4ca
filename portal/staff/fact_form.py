"""The form of what is not known of a case: one field for each fact that nobody has told or filled in."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, FloatField, Form, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from portal.law.facts import Facts, PointFacts
from portal.staff.labels import CODES, FACTS

_MANY = frozenset({"child_status", "matters", "proceedings"})
_NUMBERS = {"age": 120, "months_since": 1200, "months_since_proceedings_ended": 1200}
_WHOLE = frozenset({"months_since"})
_OF_POINTS = frozenset(field.name for field in fields(PointFacts))
_NOT_KNOWN = "Not known"


def not_known(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of the facts that are not known: never asked, or answered with "I do not know"."""
    keys = (field.name for field in fields(Facts) if field.name != "points")
    return tuple(key for key in keys if not _is_known(key, facts))


def form_of(keys: tuple[str, ...], typed: MultiDict[str, str] | None = None) -> Form:
    """A form with one field for each of `keys`."""
    made = type("FactForm", (Form,), {key: _field(key) for key in keys})
    return made(typed)


def codes_of(form: Form) -> dict[str, Any]:
    """What was filled in, as the codes that `Facts.from_codes` takes; fields left alone are left out."""
    given = {name: _code(name, field.data) for name, field in form._fields.items()}
    return {name: value for name, value in given.items() if value not in (None, "", [])}


def _is_known(key: str, facts: Mapping[str, Any]) -> bool:
    if facts.get(key) not in (None, [], ["unknown"]):
        return True
    points = facts.get("points") or []
    return key in _OF_POINTS and bool(points) and all(key in point for point in points)


def _field(key: str) -> Field:
    if key in _MANY:
        return SelectMultipleField(FACTS[key], choices=_choices(CODES[key]), validators=[Optional()])
    if key in _NUMBERS:
        return FloatField(FACTS[key], validators=[Optional(), _range(key)])
    codes = CODES.get(key) or {"true": "Yes", "false": "No"}
    return SelectField(FACTS[key], choices=[SelectChoice("", _NOT_KNOWN), *_choices(codes)], validators=[Optional()])


def _choices(codes: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(code, label[:1].upper() + label[1:]) for code, label in codes.items() if code != "unknown"]


def _range(key: str) -> NumberRange:
    return NumberRange(min=0, max=_NUMBERS[key], message=f"Enter a number from 0 to {_NUMBERS[key]}")


def _code(key: str, value: Any) -> Any:
    if key in _NUMBERS and value is not None:
        return int(value) if key in _WHOLE or value == int(value) else value
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
