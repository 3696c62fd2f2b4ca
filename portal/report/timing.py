"""How long answers took: within the limits of each stage, on target, on average and in the middle. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from portal.councils import Profile
from portal.law.deadlines import Counting
from portal.report import names
from portal.report.book import TOTAL, Book, Definition, Setting, ordered, period_columns, shared
from portal.report.tables import Cell, Chart, Column, Period, Row, Selection, Table, Unit
from portal.store.facts import DAYS
from portal.store.report import Ask

_ANSWERED = (("how", ("answered",)),)
_BY_DAYS = Ask("ended", ("procedure", "stage", DAYS), _ANSWERED)
_IN_TIME = Ask("ended", ("procedure", "stage", "in_time"), _ANSWERED)
_EXTENDED = Ask("ended", ("procedure", "stage", "extended"), _ANSWERED)
_WHOLE = Ask("ended", ("procedure", "stage"), _ANSWERED)
_AREAS = Ask("ended", ("procedure", "stage", "area", DAYS), _ANSWERED)
_BY_CALENDAR = Ask("ended_by_calendar", ("procedure", "stage", DAYS), _ANSWERED)
_AREAS_BY_CALENDAR = Ask("ended_by_calendar", ("procedure", "stage", "area", DAYS), _ANSWERED)
_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Within how many days a stage is answered, and within how many at the latest; None where nothing is stated.

    They are working days, or those of the calendar where the council counts these.
    """

    first: int | None
    latest: int | None
    counting: Counting = "working"

    @property
    def unit(self) -> str:
        """What its days are called."""
        return f"{self.counting} days"

    @property
    def by_days(self) -> Ask:
        """Answers by such days."""
        return _BY_DAYS if self.counting == "working" else _BY_CALENDAR

    @property
    def areas(self) -> Ask:
        """The same by service."""
        return _AREAS if self.counting == "working" else _AREAS_BY_CALENDAR

    def within(self, of: Selection, band: str) -> Selection:
        """Those of these answers that took so many of its days."""
        return replace(of, fact=self.by_days.fact).narrowed(DAYS, band)

    def in_words(self, text: str) -> str:
        """A text that speaks of working days, in the days that are counted."""
        return text.replace("working days", self.unit)

    @property
    def bands(self) -> tuple[tuple[str, str], ...]:
        """Bands of days with their names: within the first limit, within the latest, and over them."""
        if self.first is None:
            return ()
        within = (f"0-{self.first}", f"Within {self.first} {self.unit}")
        last = self.latest if self.latest and self.latest > self.first else None
        middle = ((f"{self.first + 1}-{last}", f"{self.first + 1} to {last} {self.unit}"),) if last else ()
        over = last or self.first
        return (within, *middle, (f"{over + 1}-", f"More than {over} {self.unit}"))


def limits_of(profile: Profile, procedure: str, stage: int, period: Period) -> Limits:
    """The limits that held at the end of the period: the law's, or what the council states."""
    found = profile.limits(procedure, stage, period.last)
    if found is None:
        return Limits(None, None)
    return Limits(found.respond_days, found.latest_days, found.counting)


def _in_calendar_days(setting: Setting) -> bool:
    """Whether the council states a limit of its own procedure in days of the calendar; the law's are working days."""
    return any(limits_of(setting.profile, "corporate", stage, setting.own).counting == "calendar" for stage in (1, 2, 3))


def stages_of(book: Book) -> list[tuple[str, int, str]]:
    """Procedure, stage and name of every stage that was answered in some period, the statutory ones first."""
    found = {(codes[1], codes[2]) for codes, n in book.counted[_WHOLE] if n and codes[1] in ("statutory", "corporate")}
    return [
        (procedure, int(stage), f"{'Statutory' if procedure == 'statutory' else 'Corporate'} stage {stage}")
        for procedure, stage in sorted(found, key=lambda each: (each[0] != "statutory", each[1]))
    ]


def days_of(book: Book, ask: Ask, period: Period, *codes: str) -> dict[int, int]:
    """How many were answered on each working day, by the number of the day; those of which it is not known are left out."""
    before = (period.key, *codes)
    return {
        int(row[-1]): n for row, n in book.counted[ask] if row[: len(before)] == before and row[-1].lstrip("-").isdigit() and n
    }


def average(days: dict[int, int]) -> float | None:
    """Working days on average; None of nothing."""
    number = sum(days.values())
    return sum(day * n for day, n in days.items()) / number if number else None


def averaged(days: dict[int, int], answered: Cell) -> Cell:
    """The average as a cell, which is left out where the count of these answers is."""
    return Cell(average(days), made_of=(answered,))


def middle(days: dict[int, int]) -> float | None:
    """The median of working days; None of nothing."""
    spread = [day for day, n in sorted(days.items()) for _ in range(min(n, _LONGEST))]
    return float(median(spread)) if spread else None


def within(days: dict[int, int], band: str) -> int:
    """How many of them fall into a band, `0-10` or `21-`."""
    first, _, last = band.partition("-")
    return sum(n for day, n in days.items() if day >= int(first) and (not last or day <= int(last)))


def _asks(*asks: Ask, by_calendar: tuple[Ask, ...] = ()) -> Callable[[Setting], Sequence[Ask]]:
    """These questions, and the others only of a council that counts days of the calendar."""
    return lambda setting: (*asks, *(by_calendar if _in_calendar_days(setting) else ()))


def _banded(book: Book, period: Period, band: str, limits: Limits, procedure: str, stage: int) -> Cell:
    of = book.selection(_WHOLE, period, procedure, str(stage))
    return Cell(within(days_of(book, limits.by_days, period, procedure, str(stage)), band), limits.within(of, band))


def _up_to(book: Book, period: Period, limit: int | None, limits: Limits, procedure: str, stage: int) -> Cell:
    return Cell(None) if limit is None else _banded(book, period, f"0-{limit}", limits, procedure, stage)


def _speed(book: Book, definition: Definition) -> Table | None:
    own, rows = book.setting.own, []
    for procedure, stage, name in stages_of(book):
        limits = limits_of(book.setting.profile, procedure, stage, own)
        days = days_of(book, _BY_DAYS, own, procedure, str(stage))
        answered = book.cell(_WHOLE, own, procedure, str(stage))
        if not answered.value:
            continue
        first = _up_to(book, own, limits.first, limits, procedure, stage)
        latest = _up_to(book, own, limits.latest, limits, procedure, stage)
        said = name + _said(limits)
        in_time = book.cell(_IN_TIME, own, procedure, str(stage), "yes")
        with_limit = int(in_time.value or 0) + book.number(_IN_TIME, own, procedure, str(stage), "no")
        rows.append(
            Row(
                f"{procedure}_{stage}", said,
                (
                    answered, first, shared(first, answered), latest, shared(latest, answered), in_time, shared(in_time, Cell(with_limit)),
                    book.cell(_EXTENDED, own, procedure, str(stage), "yes"), Cell(average(days)), Cell(middle(days)),
                ),
            )
        )  # fmt: skip
    columns = (
        Column("answered", "Answered"), Column("first", "Within the first limit"), Column("first_share", "Share", Unit.SHARE),
        Column("latest", "Within the latest limit"), Column("latest_share", "Share", Unit.SHARE),
        Column("in_time", "By the date that held for it"), Column("in_time_share", "Share", Unit.SHARE),
        Column("extended", "More time taken"), Column("average", "Average working days", Unit.DAYS),
        Column("median", "Median working days", Unit.DAYS),
    )  # fmt: skip
    return Table(definition.key, definition.name, _says(book, definition), "Stage", columns, tuple(rows)) if rows else None


def _says(book: Book, definition: Definition) -> str:
    """The definition, and where some limits are in working days and others are not, that it is so."""
    return definition.says + (_EVERY_DAY if _in_calendar_days(book.setting) else "")


def _said(limits: Limits) -> str:
    if limits.first is None:
        return ""
    more = f" and {limits.latest}" if limits.latest and limits.latest > limits.first else ""
    return f" (limit {limits.first}{more} {limits.unit})"


def _bands(procedure: str, stage: int) -> Callable[[Book, Definition], Table | None]:
    def make(book: Book, definition: Definition) -> Table | None:
        limits = limits_of(book.setting.profile, procedure, stage, book.setting.own)
        periods = book.setting.periods
        days = [days_of(book, limits.by_days, period, procedure, str(stage)) for period in periods]
        totals = [book.cell(_WHOLE, period, procedure, str(stage)) for period in periods]
        if not limits.bands or not any(total.value for total in totals):
            return None
        rows = []
        for band, name in limits.bands:
            cells = [_banded(book, period, band, limits, procedure, stage) for period in periods]
            rows.append(Row(band.rstrip("-"), name, (*cells, shared(cells[-1], totals[-1]))))
        missing = [int(total.value or 0) - sum(known.values()) for total, known in zip(totals, days, strict=True)]
        if any(missing):
            rows.append(Row("unknown", "Not known: no bank holidays for those years", (*(Cell(n) for n in missing), shared(Cell(missing[-1]), totals[-1]))))
        rows.append(Row(TOTAL, "Answered", (*totals, shared(totals[-1], totals[-1])), total=True))
        columns = (*period_columns(book), Column("share", f"Share in {book.setting.own.name}", Unit.SHARE))
        name, says = limits.in_words(definition.name), limits.in_words(definition.says)
        return Table(definition.key, name, says, "Answered", columns, tuple(rows), Chart.GROUPED)

    return make


def _by_period(book: Book, definition: Definition) -> Table | None:
    rows = []
    for procedure, stage, name in stages_of(book):
        limits = limits_of(book.setting.profile, procedure, stage, book.setting.own)
        for key, limit in (("first", limits.first), ("latest", limits.latest)):
            if limit is None:
                continue
            cells = []
            for period in book.setting.periods:
                cells.append(shared(_up_to(book, period, limit, limits, procedure, stage), book.cell(_WHOLE, period, procedure, str(stage))))
            rows.append(Row(f"{procedure}_{stage}_{key}", f"{name}: within {limit} {limits.unit}", tuple(cells)))
    if not rows:
        return None
    return Table(definition.key, definition.name, _says(book, definition), "Stage", period_columns(book, Unit.SHARE), tuple(rows), Chart.GROUPED)


def _averages(book: Book, definition: Definition) -> Table | None:
    rows = []
    for procedure, stage, name in stages_of(book):
        cells = [
            averaged(days_of(book, _BY_DAYS, period, procedure, str(stage)), book.cell(_WHOLE, period, procedure, str(stage)))
            for period in book.setting.periods
        ]
        rows.append(Row(f"{procedure}_{stage}", name, tuple(cells)))
    if not rows:
        return None
    return Table(definition.key, definition.name, definition.says, "Stage", period_columns(book, Unit.DAYS), tuple(rows), Chart.NONE)


def _by_area(procedure: str) -> Callable[[Book, Definition], Table | None]:
    def make(book: Book, definition: Definition) -> Table | None:
        own, profile = book.setting.own, book.setting.profile
        limits = limits_of(profile, procedure, 1, own)
        found = {row[3] for row, n in book.counted[_AREAS] if n and row[:3] == (own.key, procedure, "1")}
        if not limits.bands or not (found - {""}):
            return None
        rows = [_area(book, limits, procedure, code, name) for code, name in ordered(names.areas(profile), found)]
        days = days_of(book, _BY_DAYS, own, procedure, "1")
        whole = book.cell(_WHOLE, own, procedure, "1")
        totals = [_banded(book, own, band, limits, procedure, 1) for band, _ in limits.bands]
        rows.append(Row(TOTAL, "Total", (whole, *totals, Cell(average(days))), total=True))
        bands = (Column(f"d{band.rstrip('-').replace('-', '_')}", name) for band, name in limits.bands)
        columns = (Column("answered", "Answered", total=False), *bands, Column("average", "Average working days", Unit.DAYS))
        name, says = limits.in_words(definition.name), limits.in_words(definition.says)
        return Table(definition.key, name, says, "Service", columns, tuple(rows))

    return make


def _averages_by_area(procedure: str) -> Callable[[Book, Definition], Table | None]:
    """The average of each service at stage 1, in every period."""

    def make(book: Book, definition: Definition) -> Table | None:
        periods = book.setting.periods
        found = {row[3] for row, n in book.counted[_AREAS] if n and row[1:3] == (procedure, "1")}
        if not found - {""}:
            return None
        rows = [
            Row(code or "unknown", name, tuple(_average_of(book, period, procedure, code) for period in periods))
            for code, name in ordered(names.areas(book.setting.profile), found)
        ]
        whole = tuple(averaged(days_of(book, _BY_DAYS, period, procedure, "1"), book.cell(_WHOLE, period, procedure, "1")) for period in periods)
        rows.append(Row(TOTAL, "All services", whole, total=True))
        return Table(definition.key, definition.name, definition.says, "Service", period_columns(book, Unit.DAYS), tuple(rows), Chart.NONE)

    return make


def _average_of(book: Book, period: Period, procedure: str, area: str) -> Cell:
    number = sum(n for row, n in book.counted[_AREAS] if row[:4] == (period.key, procedure, "1", area))
    answered = Cell(number, book.selection(_WHOLE, period, procedure, "1").narrowed("area", area))
    return averaged(days_of(book, _AREAS, period, procedure, "1", area), answered)


_TARGET_TIME = Ask("ended", ("procedure", "stage", "in_time"), _ANSWERED)
_ALL_ANSWERED = Ask("ended", (), _ANSWERED)
_MEASURED = {"complaints": ("statutory", "corporate"), "statutory": ("statutory",), "corporate": ("corporate",), "enquiries": ("enquiry",)}
_MEASURES = {"complaints": "Complaints", "statutory": "Statutory complaints", "corporate": "Corporate complaints", "enquiries": "Enquiries"}


def _targets(book: Book, definition: Definition) -> Table | None:
    """What the council means to reach, and what it reached, in the days in which it states it."""
    own, rows = book.setting.own, []
    for at, target in enumerate(book.setting.profile.targets_on(own.last), start=1):
        limits = Limits(target.days, None, target.counting)
        procedures, stage = _MEASURED[target.measures], str(target.stage) if target.stage else ""
        if target.days is None:
            ask, in_it = _TARGET_TIME, lambda code: code == "yes"
        else:
            ask, in_it = limits.by_days, _not_over(target.days)
        known = [(row[3], n) for row, n in book.counted[ask] if row[0] == own.key and row[1] in procedures and (not stage or row[2] == stage)]
        counted = sum(n for code, n in known if code not in ("", "no_limit"))
        reached = sum(n for code, n in known if in_it(code))
        within = f"within {target.days} {limits.unit}" if target.days is not None else "by the date that held for them"
        name = f"{_MEASURES[target.measures]}{f', stage {stage}' if stage else ''}: {within}"
        if not counted:
            continue
        of = book.selection(_ALL_ANSWERED, own).narrowed("procedure", *sorted(procedures))
        of = of.narrowed("stage", stage) if stage else of
        answered = Cell(counted, of.narrowed("in_time", "no", "yes") if target.days is None else limits.within(of, "0-"))
        in_time = Cell(reached, of.narrowed("in_time", "yes") if target.days is None else limits.within(of, f"0-{target.days}"))
        rows.append(Row(f"target_{at}", name, (answered, in_time, shared(in_time, answered), Cell(target.percent / 100))))
    columns = (Column("answered", "Answered"), Column("reached", "In that time"), Column("share", "Share", Unit.SHARE), Column("target", "Target", Unit.SHARE))
    says = definition.says + (_EVERY_DAY if _BY_CALENDAR in definition.asks(book.setting) else "")
    return Table(definition.key, definition.name, says, "What was to be reached", columns, tuple(rows)) if rows else None


def _target_asks(setting: Setting) -> Sequence[Ask]:
    """In days of the calendar only where a target is stated in them."""
    stated = any(target.days is not None and target.counting == "calendar" for target in setting.profile.targets_on(setting.own.last))
    return (_BY_DAYS, _TARGET_TIME, *((_BY_CALENDAR,) if stated else ()))


def _not_over(days: int) -> Callable[[str], bool]:
    return lambda code: code.isdigit() and int(code) <= days


def _area(book: Book, limits: Limits, procedure: str, code: str, name: str) -> Row:
    own = book.setting.own
    days, counted = (days_of(book, ask, own, procedure, "1", code) for ask in (_AREAS, limits.areas))
    number = sum(n for row, n in book.counted[_AREAS] if row[:4] == (own.key, procedure, "1", code))
    of = book.selection(_WHOLE, own, procedure, "1").narrowed("area", code)
    bands = [Cell(within(counted, band), limits.within(of, band)) for band, _ in limits.bands]
    return Row(code or "unknown", name, (Cell(number, of), *bands, Cell(average(days))))


_EVERY_DAY = " Where a row says calendar days, every day counts."
_RESOLVED = "It counts what was answered in the period, whenever it was received. Days are working days from the day of receipt, or of the request."

TIMES: tuple[Definition, ...] = (
    Definition(
        "speed", "time", "How quickly each stage was answered", _RESOLVED + " “By the date that held for it” takes agreed extensions into account; "
        "answers that had no date are left out of its share. “More time taken” counts extensions that moved that date: at statutory stage 1 "
        "only those to which the person agreed.", _asks(_BY_DAYS, _IN_TIME, _EXTENDED, _WHOLE, by_calendar=(_BY_CALENDAR,)), _speed,
    ),
    Definition("speed_over_years", "time", "Answered within the limits, year by year", _RESOLVED, _asks(_BY_DAYS, _WHOLE, by_calendar=(_BY_CALENDAR,)), _by_period),
    Definition("average_days", "time", "Average working days to an answer", _RESOLVED, _asks(_BY_DAYS, _WHOLE), _averages),
    *(
        Definition(
            f"time_{procedure}_{stage}", "time", f"{'Statutory' if procedure == 'statutory' else 'Corporate'} stage {stage}: working days to the answer",
            _RESOLVED, _asks(_BY_DAYS, _WHOLE, by_calendar=(_BY_CALENDAR,)), _bands(procedure, stage),
        )
        for procedure, stages in (("statutory", (1, 2, 3)), ("corporate", (1, 2, 3)))
        for stage in stages
    ),
    *(
        Definition(
            f"time_by_service_{procedure}", "time",
            f"{'Statutory' if procedure == 'statutory' else 'Corporate'} stage 1 by service: working days to the answer",
            _RESOLVED + " A complaint counts once, with the service that it is with.", _asks(_AREAS, _BY_DAYS, _WHOLE, by_calendar=(_BY_CALENDAR, _AREAS_BY_CALENDAR)), _by_area(procedure),
        )
        for procedure in ("statutory", "corporate")
    ),
    *(
        Definition(
            f"average_by_service_{procedure}", "time",
            f"{'Statutory' if procedure == 'statutory' else 'Corporate'} stage 1 by service: average working days to an answer",
            _RESOLVED + " A complaint counts once, with the service that it is with.", _asks(_AREAS, _BY_DAYS), _averages_by_area(procedure),
        )
        for procedure in ("statutory", "corporate")
    ),
    Definition(
        "targets", "time", "What we meant to reach, and what we reached", _RESOLVED + " Answers of which no day was due, or whose days are not known, are left out.",
        _target_asks, _targets,
    ),
)  # fmt: skip
"""The tables of the section on time."""

__all__ = ["TIMES", "Limits", "Selection", "average", "days_of", "limits_of", "middle", "within"]
