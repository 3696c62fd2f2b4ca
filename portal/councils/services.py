"""A council's services and their teams as one list of codes: `area`, and `area/team` where it names teams."""

from portal.councils.profile import Profile


def service_names(profile: Profile) -> dict[str, str]:
    """What each is called, by its code, in the profile's order, the teams behind their service."""
    found = {}
    for area in profile.service_areas:
        found[area.code] = area.name
        found |= {f"{area.code}/{team.code}": f"{area.name}: {team.name}" for team in area.teams}
    return found


def cause_names(profile: Profile) -> dict[str, str]:
    """What each cause is called, by its code."""
    return {cause.code: cause.name for cause in profile.causes}
