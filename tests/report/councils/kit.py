"""What turns printed figures into records of an older system, and compares a report with them.

A figure that is printed as a count, a percentage, an average or an amount is compared as it is printed: with its decimals.
Where a published report contradicts itself, a figure says what the cases bear, and why they cannot bear what was printed.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from portal.actions.desk import Desk
from portal.actions.importing import bring_in, look_through
from portal.councils import Profile, load, working_days
from portal.report.making import make
from portal.report.tables import Report, Unit
from portal.seal.office import OfficeKey
from portal.store.database import Database
from tests.actions.desks import NOW, desk_at

CALENDAR = working_days()
TODAY = date(2026, 11, 23)
Record = dict[str, Any]


@dataclass(frozen=True)
class Year:
    """From 1 April to 31 March."""

    begins: int

    @property
    def first(self) -> date:
        return date(self.begins, 4, 1)

    @property
    def last(self) -> date:
        return date(self.begins + 1, 3, 31)

    @property
    def key(self) -> str:
        return f"y{self.begins}"

    def day(self, at: int, of: int, working: int = 0) -> date:
        """The `at`-th of so many days spread over the year, each early enough that so many working days end in it."""
        room = (self.last - self.first).days - working * 7 // 5 - 16
        assert room > 0, "a year has no room for so many days"
        return self.first + timedelta(days=at * room // max(of, 1))


def after(day: date, working: int) -> str:
    """The day on which so many working days are over."""
    return CALENDAR.add(day, working).isoformat()


def spread(many: int, average: str, within: Sequence[tuple[int, int]], longest: int = 110) -> list[int]:
    """So many numbers of working days with this average as it is printed; `within`: how many are at most so many days."""
    bands, below, low = [], 0, 0
    for limit, count in within:
        bands += [(low, limit)] * (count - below)
        below, low = count, limit + 1
    bands += [(low, longest)] * (many - below)
    assert len(bands) == many, "more within the limits than there are"
    places = -Decimal(average).as_tuple().exponent
    whole = int((Decimal(average) * many).to_integral_value(ROUND_HALF_UP))
    assert rounded(Decimal(whole) / many, places) == average, "no whole days have this average"
    days = [first for first, _ in bands]
    left = whole - sum(days)
    assert 0 <= left <= sum(last - first for first, last in bands), "these limits do not allow this average"
    while left:
        for at, (_, last) in enumerate(bands):
            if left and days[at] < last:
                days[at] += 1
                left -= 1
    return days


def rounded(value: Decimal | float, places: int) -> str:
    """As a report prints it: half away from nothing."""
    return str(Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


@dataclass
class Records:
    """Records on their way into a file, each with its own number."""

    channel: str
    all: list[Record] = field(default_factory=list)

    def add(self, kind: str, received: date, **said: Any) -> Record:
        new = {"number": f"OLD/{len(self.all) + 1:05}", "kind": kind, "received_on": received.isoformat(), "channel": self.channel}
        new |= {name: value for name, value in said.items() if value is not None}
        self.all.append(new)
        return new

    def complaint(self, received: date, days: int | None, outcome: str = "not_upheld", route: str = "statutory", **said: Any) -> Record:
        """A complaint, answered after so many working days and closed with that; still open where `days` is None."""
        on = None if days is None else after(received, days)
        first = None if on is None else {"answered_on": on, "outcome": outcome}
        return self.add("complaint", received, **({"route": route, "complainant": "parent", "stage_1": first, "closed_on": on} | said))

    def enquiry(self, kind: str, received: date, days: int | None, **said: Any) -> Record:
        on = None if days is None else after(received, days)
        return self.add("enquiry", received, enquiry_kind=kind, answered_on=on, closed_on=on, **said)

    def into(self, desk: Desk) -> None:
        data = "\n".join(json.dumps(one) for one in self.all).encode()
        assert bring_in(desk, look_through(desk, data, NOW), NOW) == len(self.all)


def goes_on(record: Record, stage: int, asked: date, days: int | None, outcome: str | None = None, ended: str | None = None) -> str:
    """A record goes on to a further stage, which is answered or ended after so many working days; when it is over."""
    on = after(asked, days or 0)
    run: Record = {"asked_on": asked.isoformat()}
    if ended:
        run |= {"ended": ended, "ended_on": on}
    elif days is not None:
        run |= {"answered_on": on, "outcome": outcome}
        if stage == 3 and record["route"] == "statutory":
            run["panel_on"] = asked.isoformat()
    record[f"stage_{stage}"] = run
    if days is None:
        record.pop("closed_on", None)
    else:
        record["closed_on"] = on
    return on


def to_ombudsman(
    record: Record, asked: date, answered: date | None = None, decision: str | None = None, decided: date | None = None, injustice: str | None = None
) -> None:
    """The Ombudsman asks about a record, is answered and decides."""
    said = {"asked_on": asked, "answered_on": answered, "decided_on": decided}
    record["ombudsman"] = {name: day.isoformat() for name, day in said.items() if day} | ({"decision": decision} if decision else {})
    record["ombudsman"] |= {"injustice": injustice} if injustice else {}


@dataclass(frozen=True)
class Figure:
    """One printed figure: where it stands, as it is printed, and where ours stands.

    `bears`: what the cases can bear, where the published report contradicts itself, and `why`. `year`: of which report of
    ours, where not of the year itself.
    """

    where: str
    says: str
    table: str
    row: str
    column: str
    bears: str = ""
    why: str = ""
    year: int = 0

    def __str__(self) -> str:
        return f"{self.where}: {self.table}, {self.row}, {self.column}"


def printed(report: Report, figure: Figure) -> str:
    """Our figure with the decimals of theirs; a row that there is not is nothing, and `one & other` are two rows together."""
    table = report.table(figure.table)
    rows = [row for row in figure.row.split(" & ") if row in {one.key for one in table.rows}]
    if not rows:
        return "0"
    value = table.cell(rows[0], figure.column).value
    if len(rows) > 1:
        value = sum(number for row in rows if isinstance(number := table.cell(row, figure.column).value, int))
    unit = next(column.unit for column in table.columns if column.key == figure.column)
    assert isinstance(value, int | float), (str(figure), value)
    said = figure.bears or figure.says
    places = len(said.rstrip("%").partition(".")[2])
    if unit in (Unit.SHARE, Unit.CHANGE):
        return f"{rounded(Decimal(str(value)) * 100, places)}%"
    if unit is Unit.POUNDS:
        return f"£{rounded(Decimal(value) / 100, places)}"
    return rounded(value, places)


def hold(report: Report, figure: Figure) -> None:
    """Ours is equal to theirs; or, where theirs cannot be, to what the cases bear."""
    ours = printed(report, figure)
    assert ours == (figure.bears or figure.says), figure.why
    assert not figure.bears or (figure.why and figure.bears != figure.says)


class House:
    """A council with its cases in a database of its own, and its reports, each made once."""

    def __init__(self, profile: Profile | str, database: Database, office: OfficeKey, records: Records | None = None) -> None:
        known = load(profile) if isinstance(profile, str) else profile
        self.desk = replace(desk_at(database, office), profile=known)
        self._made: dict[tuple[int, int], Report] = {}
        if records:
            records.into(self.desk)

    def report_of(self, figure: Figure, begins: int, years: int = 3) -> Report:
        """The report in which a figure stands."""
        return self.report(figure.year or begins, years)

    def report(self, begins: int, years: int = 3) -> Report:
        """The report of the year that begins in April of `begins`."""
        if (begins, years) not in self._made:
            year = Year(begins)
            self._made[begins, years] = make(self.desk, year.first, year.last, TODAY, years=years)
        return self._made[begins, years]

    def close(self) -> None:
        """No connection is left open."""
        self.desk.keys.dispose()


def cycled(*some: tuple[str, int]) -> Iterator[str]:
    """Each code as often as it says."""
    for code, many in some:
        yield from [code] * many


def named(figures: Iterable[Figure]) -> list[Any]:
    """Figures as parameters of a test, each by its place."""
    import pytest

    return [pytest.param(one, id=str(one)) for one in figures]


SOURCES = Path("/work/shared/sources")


def not_in_text(name: str, figures: Iterable[Figure]) -> list[str]:
    """Figures of two digits or more that do not stand in the published text, where that is at hand; none where it is not."""
    path = SOURCES / f"{name}.txt"
    if not path.exists():
        return []
    numbers = set(re.findall(r"\d[\d.]*\d", re.sub(r"(?<=\d),(?=\d)", "", path.read_text("utf-8"))))
    return [str(one) for one in figures if (bare := one.says.strip("-%£")) not in numbers and len(bare) > 1]
