"""The clock of the pages: the only place where a page learns what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, aware, in UTC; `app.config["NOW"]` may stand in for it."""
    fixed = current_app.config.get("NOW")
    return fixed() if fixed else datetime.now(UTC)


def today() -> date:
    """Today in London: the day that clocks and dates on pages count from."""
    return london_day(now())


def london_day(moment: datetime) -> date:
    """The day in London in which `moment` lies."""
    return moment.astimezone(LONDON).date()
