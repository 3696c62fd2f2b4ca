"""Publishing a report: counted now, with what the council wrote of it, as the profile says of small numbers, and never with a contradiction."""

from datetime import date, datetime

from portal.actions import reporting
from portal.actions.desk import Desk
from portal.report import frozen
from portal.report.making import Contradicts, make
from portal.report.tables import Report
from portal.store.reports import ReportRow


class NotOver(Exception):
    """The period is not over yet: its figures would still change."""


class Shut(Exception):
    """What was written of a section cannot be opened: nothing is published without it."""


def written(desk: Desk, first: date, last: date) -> dict[str, str]:
    """What the council wrote of each section, as far as it can be opened; for managers alone until it is published."""
    return {section: one.text for section, one in reporting.commentary(desk, first, last).items() if one.text}


def publish(desk: Desk, period: tuple[date, date], years: int, today: date, staff_id: int, now: datetime) -> bool:
    """Publish the report of a period as the cases stand now; False where it is published already.

    Raises `Contradicts`, `NotOver`, `Shut`.
    """
    if period[1] >= today:
        raise NotOver(period)
    if any(one.text is None for one in reporting.commentary(desk, *period).values()):
        raise Shut(period)
    made = make(desk, *period, today, years=years, commentary=written(desk, *period))
    if made.differences:
        raise Contradicts(made)
    return reporting.publish(desk, period, frozen.freeze(made), made.threshold, staff_id, now)


def published(desk: Desk, report_id: int) -> tuple[ReportRow, Report]:
    """A published report, as it was published. Raises `NoSuchReport`."""
    row, kept = reporting.frozen(desk, report_id)
    return row, frozen.thaw(kept)
