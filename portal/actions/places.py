"""Service areas and teams as an officer names them, held to what the council's profile lists."""

from dataclasses import dataclass

from portal.actions.refused import Refused
from portal.casework.services import Services
from portal.councils import Profile


@dataclass(frozen=True, slots=True)
class Place:
    """A service area of the profile, and a team of it where one is named."""

    area: str
    team: str | None = None

    def plain(self) -> dict[str, str | None]:
        """As it stands in the history."""
        return {"area": self.area, "team": self.team}


def must_be_known(profile: Profile, place: Place | None) -> None:
    """Raises `Refused` for an area that the profile does not list, and for a team that is not of that area."""
    if place is None:
        return
    area = next((each for each in profile.service_areas if each.code == place.area), None)
    if area is None or (place.team is not None and place.team not in {team.code for team in area.teams}):
        raise Refused("service", "Choose a service from the list")


def place_of(services: Services) -> Place | None:
    """With which service a case is."""
    return Place(services.area, services.team) if services.area else None
