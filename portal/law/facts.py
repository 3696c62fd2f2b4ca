"""The facts of one complaint, typed: what triage decides from, and how they are written as codes."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import partial
from typing import Any

from portal.law.vocabulary import (
    MATTER_GROUPS,
    ActingFor,
    Authority,
    ChildStatus,
    Complainant,
    Flag,
    Matter,
    Procedure,
    Proceedings,
    Route,
    Service,
    Stage,
)

__all__ = [
    "MATTER_GROUPS",
    "ActingFor",
    "Authority",
    "ChildStatus",
    "Complainant",
    "Facts",
    "Flag",
    "Matter",
    "PointFacts",
    "Procedure",
    "Proceedings",
    "Route",
    "Service",
    "Stage",
    "UnknownCode",
]


class UnknownCode(ValueError):
    """A key or a value that is not in the vocabulary; `key` says where it stood."""

    def __init__(self, key: str, value: object) -> None:
        super().__init__(f"{key}: {value!r} is not known")
        self.key = key
        self.value = value


@dataclass(frozen=True, slots=True)
class PointFacts:
    """What is known of one point; whatever it leaves out is taken from the facts of the whole."""

    matters: tuple[Matter, ...] = ()
    service: Service | None = None
    months_since: int | None = None
    about_child: bool | None = None

    @classmethod
    def from_codes(cls, codes: Mapping[str, Any], at: str = "point") -> "PointFacts":
        """Read one point; `at` is where it stood, for the message. Raises UnknownCode."""
        return cls(**_read(_POINT_READERS, codes, f"{at}."))

    def to_codes(self) -> dict[str, Any]:
        """The known facts of the point, as JSON can hold them."""
        return _write(self)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything triage may know; None, or an empty tuple, means not known.

    `months_since` counts whole months, `months_since_proceedings_ended` and `age` any number.
    """

    complainant: Complainant | None = None
    represents: Complainant | None = None
    parental_responsibility: bool | None = None
    age: float | None = None
    child_status: tuple[ChildStatus, ...] = ()
    acting_for: ActingFor | None = None
    authority: Authority | None = None
    about_child: bool | None = None
    wants_formal_complaint: bool | None = None
    matters: tuple[Matter, ...] = ()
    service: Service | None = None
    months_since: int | None = None
    change_soon: bool | None = None
    proceedings: tuple[Proceedings, ...] = ()
    months_since_proceedings_ended: float | None = None
    stage_so_far: Stage | None = None
    procedure_so_far: Procedure | None = None
    risk_now: bool | None = None
    points: tuple[PointFacts, ...] = ()

    @classmethod
    def from_codes(cls, codes: Mapping[str, Any]) -> "Facts":
        """Read facts from their codes; a many-valued key takes a string or a list.

        A missing key, and null, mean not known. Raises UnknownCode(key, value).
        """
        return cls(**_read(_READERS, codes, ""))

    def to_codes(self) -> dict[str, Any]:
        """The known facts only, as JSON can hold them; `from_codes` reads them back."""
        return _write(self)


Reader = Callable[[str, Any], Any]


def _read(readers: Mapping[str, Reader], codes: Any, at: str) -> dict[str, Any]:
    if not isinstance(codes, Mapping):
        raise UnknownCode(at.rstrip(".") or "facts", codes)
    for key in codes:
        if key not in readers:
            raise UnknownCode(f"{at}{key}", codes[key])
    return {key: readers[key](f"{at}{key}", value) for key, value in codes.items() if value is not None}


def _one(kind: type[StrEnum], key: str, value: Any) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        raise UnknownCode(key, value) from None


def _many(kind: type[StrEnum], key: str, value: Any) -> tuple[StrEnum, ...]:
    given = value if isinstance(value, list | tuple) else [value]
    return tuple(dict.fromkeys(_one(kind, key, code) for code in given))


def _yes_no(key: str, value: Any) -> bool:
    if value == "yes" or value == "no":
        return bool(value == "yes")
    raise UnknownCode(key, value)


def _true_false(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise UnknownCode(key, value)
    return value


def _number(key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnknownCode(key, value)
    if not (math.isfinite(value) and value >= 0):
        raise UnknownCode(key, value)
    return value


def _whole(key: str, value: Any) -> int:
    if _number(key, value) != int(value):
        raise UnknownCode(key, value)
    return int(value)


def _points(key: str, value: Any) -> tuple[PointFacts, ...]:
    if not isinstance(value, list | tuple):
        raise UnknownCode(key, value)
    return tuple(PointFacts.from_codes(point, f"{key}[{at}]") for at, point in enumerate(value))


_POINT_READERS: dict[str, Reader] = {
    "matters": partial(_many, Matter),
    "service": partial(_one, Service),
    "months_since": _whole,
    "about_child": _true_false,
}

_READERS: dict[str, Reader] = {
    **_POINT_READERS,
    "complainant": partial(_one, Complainant),
    "represents": partial(_one, Complainant),
    "parental_responsibility": _yes_no,
    "age": _number,
    "child_status": partial(_many, ChildStatus),
    "acting_for": partial(_one, ActingFor),
    "authority": partial(_one, Authority),
    "wants_formal_complaint": _true_false,
    "change_soon": _true_false,
    "proceedings": partial(_many, Proceedings),
    "months_since_proceedings_ended": _number,
    "stage_so_far": partial(_one, Stage),
    "procedure_so_far": partial(_one, Procedure),
    "risk_now": _true_false,
    "points": _points,
}


def _write(facts: Facts | PointFacts) -> dict[str, Any]:
    known = ((field.name, getattr(facts, field.name)) for field in fields(facts))
    return {name: _code(name, value) for name, value in known if value is not None and value != ()}


def _code(name: str, value: Any) -> Any:
    if name == "parental_responsibility":
        return "yes" if value else "no"
    if name == "points":
        return [point.to_codes() for point in value]
    if isinstance(value, tuple):
        return [code.value for code in value]
    return value.value if isinstance(value, StrEnum) else value
