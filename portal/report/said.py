"""A figure in words: what it counts, by which day, and of what kind; for whoever opens the list behind it. Pure."""

from collections.abc import Mapping
from datetime import date

from portal.councils import Profile
from portal.report import names
from portal.report.definitions import month_name
from portal.report.tables import Selection
from portal.store.facts import AT_END, COUNCIL, DAYS, FROM, TO

FACT: Mapping[str, tuple[str, str]] = {
    "received": ("What came in", "Each case counts once, by the day on which it was received, whatever came of it since."),
    "received_by_service": ("Cases and the services that they concern", "A case counts once with each service that one of its points concerns, or once with none, by the day on which it was received."),
    "received_by_team": ("Cases and the teams that they concern", "A case counts once with each team that one of its points concerns, or once with none, by the day on which it was received."),
    "points": ("Points of complaints", "Each point counts once, by the day on which its case was received."),
    "asked": ("Stages that were begun", "Each stage counts once: stage 1 by the day of receipt, a further stage by the day of the request."),
    "ended": ("Stages that ended", "Each stage counts once, by the day on which it was answered or ended otherwise, whenever its case was received."),
    "ended_by_service": ("Stages that ended, and the services concerned", "A stage counts once with each service that its case concerns, or once with none, by the day on which it ended."),
    "ended_by_team": ("Stages that ended, and the teams concerned", "A stage counts once with each team that its case concerns, or once with none, by the day on which it ended."),
    "ended_by_cause": ("First stages that ended, and their causes", "A first stage counts once with each cause that its case names, or once with none, by the day on which it ended."),
    "ombudsman_asked": ("Enquiries of the Ombudsman", "Each enquiry counts once, by the day on which it came."),
    "ombudsman_answered": ("Answers to the Ombudsman", "Each answer counts once, by the day on which it was sent."),
    "ombudsman_decided": ("Decisions of the Ombudsman", "Each decision counts once, by its day."),
    "panel_met": ("Review panels that met", "Each panel counts once, by the day on which it met; its days are counted from the request for stage 3."),
    "panel_findings": ("Findings of review panels", "Each panel’s findings count once, by the day on which they came; their days are counted from the meeting."),
    "panel_answered": ("Answers to review panels", "Each answer of the council to a panel’s findings counts once, by its day; its days are counted from the findings."),
    "ended_by_calendar": ("Stages that ended, in days of the calendar", "Each stage counts once, by the day on which it ended; its days are all days, also those on which nobody works."),
    "actions": ("Actions from what was learned", "Each action counts once, by the day on which it was set; where it stands is as of today."),
    "remedies": ("Remedies promised", "Each remedy counts once, by the day of the finding; where it stands is as of today."),
    "remedies_together": ("Remedies promised together", "Each complaint counts once for which something was promised, by the day of its last finding."),
    "costs": ("What was spent", "Each payment counts once, by the day on which it was made."),
}  # fmt: skip
"""What each fact is called, and its definition."""

DIMENSION: Mapping[str, str] = {
    "kind": "Kind", "route": "Route", "enquiry": "Enquiry by", "complainant": "From", "channel": "Came by", "area": "Service",
    "team": "Team", "voice": "Pages", "language": "Language", "advocate": "Advocate", "handler": "Handler", "procedure": "Procedure",
    "stage": "Stage", "own": "The council’s own stages", "how": "How it ended", "outcome": "Outcome", "extended": "More time taken",
    "in_time": "In time", DAYS: "Working days", "service": "Service concerned", "service_team": "Team concerned", "cause": "Cause",
    "matter": "About", "finding": "Finding", "decision": "Decision", "grade": "Reach", "status": "Where it stands",
    "remedy": "Remedy", "injustice": "Injustice", "cost": "Spent on", "at_stage": "At stage", "month": "Month",
    "quotable": "May be quoted", "together": "Promised together", "asks": "Asked us to put something right",
    **{f"asks_{code}": f"Asked for: {name[0].lower()}{name[1:]}" for code, name in names.RECOMMENDED.items()},
}  # fmt: skip
"""What each dimension is called."""

_YES_NO = {"yes": "Yes", "no": "No"}
_FIXED: Mapping[str, Mapping[str, str]] = {
    "kind": names.KIND, "procedure": {**names.PROCEDURE, "enquiry": "Enquiry", "query": "Query"}, "advocate": names.ADVOCATE,
    "how": names.ENDED, "extended": _YES_NO, "own": _YES_NO,
    "in_time": {"yes": "In time", "no": "Late", "no_limit": "No limit laid down", "not_known": "Not known"}, "decision": names.DECISION,
    "injustice": names.INJUSTICE, "grade": names.GRADE,
    "status": names.STATUS, "remedy": names.REMEDY, "cost": names.COST, "voice": names.VOICE,
    "language": {"en": "English", "pl": "Polish", "ur": "Urdu"},
    "enquiry": {"": "No enquiry"}, "finding": {"": "No finding yet"},
    "quotable": {"yes": "Yes", "no": "No", "": "Nobody asked"},
    **dict.fromkeys(("asks", *(f"asks_{code}" for code in names.RECOMMENDED)), _YES_NO),
}  # fmt: skip


def title_of(selection: Selection) -> str:
    """What the figure is called."""
    return FACT[selection.fact][0]


def definition_of(selection: Selection) -> str:
    """What the figure counts, by which day, and how often."""
    standing = any(name == AT_END for name, _ in selection.where)
    return "Each stage counts that had been begun and had not ended on that day." if standing else FACT[selection.fact][1]


def span_of(selection: Selection) -> str:
    """From which day to which, or on which."""
    where = dict(selection.where)
    if AT_END in where:
        return f"on {_day(where[AT_END][0])}"
    return f"{_day(where[FROM][0])} to {_day(where[TO][0])}"


def conditions_of(selection: Selection, profile: Profile, people: Mapping[int, str]) -> list[tuple[str, str, str]]:
    """Every condition beside the days: the dimension, what it is called, and its codes in words."""
    return [
        (name, dimension_name(selection.fact, name), _or([code_name(name, code, profile, people) for code in codes]))
        for name, codes in selection.where if name not in (FROM, TO, AT_END, COUNCIL)
    ]  # fmt: skip


def dimension_name(fact: str, dimension: str) -> str:
    """What a dimension of a fact is called."""
    if dimension == DAYS and fact == "ended_by_calendar":
        return "Calendar days"
    return DIMENSION.get(dimension, names.plain(dimension))


def code_name(dimension: str, code: str, profile: Profile, people: Mapping[int, str]) -> str:
    """A code of a dimension in words: the council's own where it has some."""
    if dimension == "month":
        return month_name(code)
    if dimension == DAYS:
        return _band(code)
    if dimension == "handler":
        return people.get(int(code), "Somebody without an account") if code.isascii() and code.isdigit() and len(code) < 19 else "Nobody yet"
    if dimension in ("stage", "at_stage"):
        return f"Stage {code}"
    known = _names(dimension, profile)
    return known.get(code) or names.plain(code)


def _names(dimension: str, profile: Profile) -> Mapping[str, str]:
    if dimension == "outcome":
        return names.outcomes(profile)
    if dimension in ("area", "service"):
        return names.areas(profile)
    if dimension in ("team", "service_team"):
        return names.teams_concerned(profile)
    if dimension == "channel":
        return names.channels(profile)
    if dimension == "cause":
        return names.causes(profile)
    if dimension == "matter":
        return names.matters()
    if dimension == "enquiry":
        return {**_FIXED["enquiry"], **names.enquiries(profile)}
    if dimension == "finding":
        return {**names.outcomes(profile), **_FIXED["finding"]}
    return _FIXED.get(dimension, {})


def _band(code: str) -> str:
    first, _, last = code.partition("-")
    if not last:
        return f"{int(first)} or more"
    return f"up to {int(last)}" if int(first) == 0 else f"{int(first)} to {int(last)}"


def _or(parts: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"
