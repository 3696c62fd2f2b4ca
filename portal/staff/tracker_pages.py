"""The weekly tracker: what is open and what the week brought, each figure with its list, and the list to take away."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from flask import request, url_for

from portal.actions.tracking import Line, every_line, look
from portal.casework.permissions import Permission
from portal.casework.waiting import Waits
from portal.staff.labels import OUTCOME, PROCEDURE, route_label
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.sheets import Cell, as_csv, as_workbook
from portal.staff.shown import staff_page
from portal.staff.team_labels import service_name
from portal.store.tracker import ANSWERED, NOW_ONLY, BadPosition, Listing, Place, Week
from portal.web.clock import today
from portal.web.desk import desk
from portal.web.uploads import handed_out

EARLIEST = date(2000, 1, 3)

LISTS: Mapping[Listing, str] = {
    Listing.BEFORE: "Open when the week began",
    Listing.CAME_IN: "Came in",
    Listing.CLOSED: "Closed",
    Listing.OPEN: "Open",
    Listing.LATE: "Late",
    Listing.DUE: "Due this week",
    Listing.LATER: "Due later",
    Listing.UNDATED: "Waiting for no date",
    Listing.IN_TIME: "Answered in time",
    Listing.ANSWERED_LATE: "Answered late",
    Listing.NO_LIMIT: "Answered, no limit laid down",
}

WAITS: Mapping[str, str] = {
    Waits.NOTHING: "Nothing",
    Waits.FRONT_DOOR: "The front door to be told",
    Waits.REAL: "A look whether it is real",
    Waits.HANDLER: "Somebody to take it",
    Waits.ROUTE: "The route to be decided",
    Waits.ACKNOWLEDGEMENT: "The acknowledgement",
    Waits.OMBUDSMAN: "The answer to the Ombudsman",
    Waits.PROCEEDINGS: "Proceedings to end",
    Waits.ANSWER: "The answer",
    Waits.APPOINTMENT: "Investigator and independent person",
    Waits.STATEMENT: "The agreed statement of complaint",
    Waits.REPORT: "The investigation report",
    Waits.PANEL: "The panel to be appointed",
    Waits.PANEL_FINDINGS: "The panel’s findings",
    Waits.PERSON: "The person, who may want to go on",
    Waits.COMPLAINANT: "What the complainant was asked",
    Waits.SERVICE: "What the service was asked",
}

COLUMNS: tuple[tuple[str, Callable[[Line], Cell]], ...] = (
    ("Case", lambda line: line.row.reference),
    ("Procedure", lambda line: procedure_of(line)),
    ("Stage", lambda line: line.row.stage),
    ("Route confirmed", lambda line: "yes" if line.row.route_confirmed else "no"),
    ("Received", lambda line: line.row.received_on),
    ("Due", lambda line: line.due_on),
    ("Working days left", lambda line: line.left),
    ("More time taken", lambda line: {True: "yes", False: "no"}.get(line.row.extended or False)),
    ("Service", lambda line: service_of(line)),
    ("Handler", lambda line: line.handler),
    ("Waits for", lambda line: WAITS.get(line.row.waits_for or "", "")),
    ("Answered", lambda line: line.row.answered_on),
    ("Closed", lambda line: line.row.closed_on),
    ("Outcome", lambda line: outcome_of(line)),
)
"""What is taken away of each line; below 0 the days left are days late."""


@needs(Permission.SEE_TRACKER)
def tracker() -> str:
    """One week: its figures, and a page of the list that was chosen."""
    week, listing = week_asked(), listing_asked()
    seen = look(desk(), listing, week, _place(), today(), staff_id=signed_in().id)
    return staff_page(
        "staff/tracker.html",
        week=week,
        listing=listing,
        lines=seen.lines,
        counts=seen.counts,
        names=LISTS,
        waits=WAITS,
        answered=ANSWERED,
        procedure_of=procedure_of,
        outcome_of=outcome_of,
        service_of=service_of,
        here_at=address,
        after=seen.next and address(after=seen.next.encode()),
        further=_place() is not None,
        before=_monday(week, -7),
        following=None if week.is_now else _monday(week, 7),
        rule=desk().profile.reminders,
        own_rule="reminders" in desk().profile.model_fields_set,
    )


@needs(Permission.SEE_TRACKER)
def tracker_csv() -> Any:
    """The list, all of it, as text with commas."""
    data = as_csv([name for name, _ in COLUMNS], _rows())
    return handed_out(data, "text/csv; charset=utf-8", f"{_file_name()}.csv")


@needs(Permission.SEE_TRACKER)
def tracker_xlsx() -> Any:
    """The list, all of it, as a workbook."""
    data = as_workbook(listing_asked().value.replace("_", " "), [name for name, _ in COLUMNS], _rows())
    return handed_out(data, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", f"{_file_name()}.xlsx")


def week_asked() -> Week:
    """The week in which the day of the address lies; this one where it names none that was."""
    asked, day = request.args.get("week", ""), today()
    try:
        wanted = date.fromisoformat(asked) if len(asked) == len("2026-11-23") else day
    except ValueError:
        wanted = day
    return Week.of(max(wanted, EARLIEST), day)


def listing_asked() -> Listing:
    """The list of the address; the open cases where it names none, or one that a past week does not have."""
    asked = request.args.get("list", "")
    listing = Listing(asked) if asked in set(Listing) else Listing.OPEN
    return Listing.OPEN if listing in NOW_ONLY and not week_asked().is_now else listing


def address(listing: str | None = None, page: str = "tracker", week: date | None = None, **more: Any) -> str:
    """Where another list, page, week or form of the same is."""
    here = week_asked()
    first = week or here.first
    values: dict[str, Any] = {} if here.is_now and week is None else {"week": first.isoformat()}
    return url_for(f"staff.{page}", **values, list=str(listing or listing_asked()), **more)


def procedure_of(line: Line) -> str:
    """The procedure, or the route where it goes through none."""
    row = line.row
    return PROCEDURE[row.procedure] if row.route == row.procedure and row.procedure in PROCEDURE else route_label(row.route)


def service_of(line: Line) -> str:
    """The service and team that it is with, as the profile calls them; empty where none is named."""
    return service_name(desk().profile, line.row.service_area, line.row.team)


def outcome_of(line: Line) -> str:
    """What came of it, in the council's own words."""
    code = line.row.outcome or ""
    return (desk().profile.outcome_label(code) or OUTCOME.get(code, code)) if code else ""


def _rows() -> Any:
    return ([cell(line) for _, cell in COLUMNS] for line in every_line(desk(), listing_asked(), week_asked(), today(), staff_id=signed_in().id))


def _file_name() -> str:
    return f"tracker-{week_asked().first.isoformat()}-{listing_asked().value.replace('_', '-')}"


def _monday(week: Week, days: int) -> date | None:
    day = week.first + timedelta(days=days)
    return day if day >= EARLIEST else None


def _place() -> Place | None:
    try:
        return Place.decode(request.args["after"]) if request.args.get("after") else None
    except BadPosition:
        return None
