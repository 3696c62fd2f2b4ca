"""Who may read which case, and how much of it: one rule for the queue, the search, the case, its files and its traces.

The same rule stands as conditions of a query in `store/scope`; a test holds the two together over every role.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.casework.permissions import Role

KEPT_OUT = "kept_out"
"""As what somebody is kept who is complained about in a case, or manages somebody who is."""

INVITED: frozenset[str] = frozenset({Role.INVESTIGATOR, Role.INDEPENDENT_PERSON, Role.PANEL_MEMBER})
"""Who reads the cases that they were let into, for as long as the stage lasts, and no others (regulations 17 and 19)."""

INDEPENDENT: frozenset[str] = frozenset({Role.INDEPENDENT_PERSON, Role.PANEL_MEMBER})
"""Who is neither a member nor an officer of the council (regulation 2)."""


class Reach(StrEnum):
    """Which cases a role reaches, before anybody is kept out of one."""

    EVERY = "every"
    AREAS = "areas"
    NAMED = "named"
    DANGERS = "dangers"
    NONE = "none"


REACH: Mapping[str, Reach] = {
    Role.OFFICER: Reach.EVERY,
    Role.MANAGER: Reach.EVERY,
    Role.AUDITOR: Reach.EVERY,
    Role.SERVICE_MANAGER: Reach.AREAS,
    **dict.fromkeys(INVITED, Reach.NAMED),
    Role.SAFEGUARDING: Reach.DANGERS,
}


class Sight(StrEnum):
    """How much of a case is opened: all of it; what a service has to answer; or who did what and when, without a word."""

    WHOLE = "whole"
    SERVICE = "service"
    TRACES = "traces"


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever wants to read: their account's number, role, and the service areas that they manage."""

    id: int
    role: str
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """What decides who may read a case: its area, whether it was ever in danger, who was let in, and who is kept out.

    `let_in` says as what, in the code of a role, of those whose stage is not over.
    """

    service_area: str | None = None
    danger: bool = False
    let_in: Mapping[int, str] = field(default_factory=dict)
    kept_out: frozenset[int] = frozenset()


def reach_of(role: str) -> Reach:
    """Which cases `role` reaches; a role that we do not know reaches none."""
    return REACH.get(role, Reach.NONE)


def sight_of(role: str) -> Sight:
    """How much of a case somebody in `role` sees, of those that they reach."""
    return {Role.SERVICE_MANAGER: Sight.SERVICE, Role.AUDITOR: Sight.TRACES}.get(role, Sight.WHOLE)  # type: ignore[call-overload]


def is_kept_out(reader: Reader, case: Seen) -> bool:
    """Whether they are complained about in it, or manage somebody who is."""
    return reader.id in case.kept_out


def may_see(reader: Reader, case: Seen) -> bool:
    """Whether this reader may know that the case exists."""
    if is_kept_out(reader, case):
        return False
    reach = reach_of(reader.role)
    if reach is Reach.AREAS:
        return case.service_area is not None and case.service_area in reader.areas
    if reach is Reach.NAMED:
        return case.let_in.get(reader.id) == reader.role
    if reach is Reach.DANGERS:
        return case.danger
    return reach is Reach.EVERY
