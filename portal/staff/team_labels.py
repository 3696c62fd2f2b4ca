"""What officers read of services, teams, and contacts: names, captions, and what was done. Data, in English only."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from portal.casework.events import Happened
from portal.casework.team_moves import TEAM_MOVES
from portal.councils import Profile

MOVES = tuple(row.name for row in TEAM_MOVES)

CONTACTS: Mapping[str, str] = {
    "phone": "Telephone call",
    "meeting": "Meeting",
    "visit": "Visit",
    "letter": "Letter that came in",
    "email": "E-mail that came in",
    "other": "Something else",
}

CHILD: Mapping[str, str] = {
    "there": "The child was there",
    "asked": "The child was not there, but was asked",
    "neither": "The child was neither there nor asked",
}

DONE: Mapping[str, str] = {
    Happened.SERVICE_CHOSEN: "It is written down which service it is with.",
    Happened.ASKED_SERVICE: "It is written down. The case waits for the service, and the queue shows since when.",
    Happened.SERVICE_ANSWERED: "The answer is written down.",
    Happened.CONTACT_NOTED: "It is noted, in the history and under contacts and meetings.",
}

TOLD = frozenset(
    {Happened.SERVICE_CHOSEN, Happened.ASKED_SERVICE, Happened.SERVICE_ANSWERED, Happened.CONTACT_NOTED, Happened.MEETING_NOTED}
)
"""What the part of the history that belongs to this tells of."""

NOTES = frozenset({Happened.CONTACT_NOTED, Happened.MEETING_NOTED})


class Wait(NamedTuple):
    """For whom a case waits, since when and by which day, and by how many days that day has passed."""

    whom: str
    since: date
    by: date | None
    late: int

    @property
    def said(self) -> str:
        """How late, in words."""
        return "1 day past" if self.late == 1 else f"{self.late} days past"


def service_name(profile: Profile, area: str | None, team: str | None = None) -> str:
    """*Social Care: Fostering*, as the profile calls them; a code that it no longer lists, in words. Empty for none."""
    if not area:
        return ""
    known = next((each for each in profile.service_areas if each.code == area), None)
    name = known.name if known else _readable(area)
    if not team:
        return name
    teams = {each.code: each.name for each in known.teams} if known else {}
    return f"{name}: {teams.get(team) or _readable(team)}"


def services(profile: Profile) -> list[tuple[str, str]]:
    """What can be chosen: each service area (its code), and behind it each of its teams (area/team)."""
    lines: list[tuple[str, str]] = []
    for area in profile.service_areas:
        lines.append((area.code, area.name))
        lines += ((f"{area.code}/{team.code}", f"{area.name}: {team.name}") for team in area.teams)
    return lines


def waits(person_since: date | None, service_since: date | None, service_by: date | None, day: date) -> tuple[Wait, ...]:
    """For whom a case waits, the complainant first; `day` is the day in London."""
    return tuple(_waits(person_since, service_since, service_by, day))


def _waits(person_since: date | None, service_since: date | None, service_by: date | None, day: date) -> Iterable[Wait]:
    if person_since:
        yield Wait("the complainant", person_since, None, 0)
    if service_since:
        yield Wait("the service", service_since, service_by, max((day - service_by).days, 0) if service_by else 0)


def _readable(code: str) -> str:
    return code.replace("_", " ").capitalize()
