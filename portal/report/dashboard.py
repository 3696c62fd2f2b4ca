"""This year so far beside the same days last year: the report's own figures to date, and what pulls the share in time down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.actions.case_file import reader_of
from portal.actions.desk import Desk
from portal.report import making, names, small
from portal.report.book import Book, Setting, ordered, shared
from portal.report.making import count
from portal.report.tables import Cell, Column, Period, Report, Row, Section, Table, Unit
from portal.report.timing import average, days_of
from portal.store import load, queue, staff, tracker
from portal.store.facts import DAYS
from portal.store.load import Load
from portal.store.report import Ask
from portal.store.scope import Scope

_ANSWERED = (("how", ("answered",)),)
_KINDS = Ask("received", ("kind",))
_WHOLE = Ask("ended", ("procedure", "stage"), _ANSWERED)
_IN_TIME = Ask("ended", ("procedure", "stage", "in_time"), _ANSWERED)
_BY_DAYS = Ask("ended", ("procedure", "stage", DAYS), _ANSWERED)
WAYS: Mapping[str, str] = {"area": "Service", "handler": "Handler", "complainant": "From", "channel": "Came by"}
"""By what a share in time can be divided."""
_PARTS = {by: Ask("ended", ("procedure", "stage", by, "in_time"), _ANSWERED) for by in WAYS}
NOT_OF_COLLEAGUES = tuple(by for by in WAYS if by != "handler")
"""By what it is divided for those who hand out no work."""
_SHOWN = ("statutory", "corporate", "enquiry", "query")
STAGE_NAMES: Mapping[str, str] = {"statutory": "Statutory", "corporate": "Corporate", "enquiry": "Enquiries", "query": "Queries"}


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure of this year so far, and of the same days last year."""

    code: str
    name: str
    now: Cell
    before: Cell


@dataclass(frozen=True, slots=True)
class StageSoFar:
    """A stage: how many were answered, how many of those late, the share in time of those that had a day, and average days."""

    code: str
    name: str
    answered: Beside
    late: Cell
    share: Cell
    share_before: Cell
    average: Cell
    average_before: Cell

    @property
    def points(self) -> int | None:
        """By how many points of a hundred the share rose, as the two are shown; None where there was none to compare."""
        return _points(self.share, self.share_before)


@dataclass(frozen=True, slots=True)
class Pull:
    """A part of a stage's answers: how many, how many late, its share in time now and last year; and the stage's without it."""

    code: str
    answered: Cell
    late: Cell
    share: Cell
    share_before: Cell
    without: Cell
    more_late: float | None = None
    """How many more were late than last year’s share would have had: what this part has in the fall. None without a last year."""

    @property
    def points(self) -> int | None:
        """By how many points of a hundred its share rose."""
        return _points(self.share, self.share_before)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All of it; `counts` are the queue's own, of what the reader may see, as is `load`."""

    periods: tuple[Period, Period]
    received: tuple[Beside, ...]
    stages: tuple[StageSoFar, ...]
    stage: str
    by: str
    pulls: tuple[Pull, ...]
    counts: Mapping[str, int]
    load: tuple[Load, ...]
    people: Mapping[int, str]
    unread: bool = False
    """There are cases whose stages are still to be read off their histories: figures leave them out until then."""


def so_far(today: date) -> tuple[Period, Period]:
    """The same days of last financial year, and those of this one up to today."""
    first = date(today.year if today.month >= 4 else today.year - 1, 4, 1)
    last = date(today.year - 1, 2, 28) if (today.month, today.day) == (2, 29) else today.replace(year=today.year - 1)
    return Period("before", "Last year", first.replace(year=first.year - 1), last), Period("now", "This year", first, today)


def look(desk: Desk, staff_id: int, today: date, stage: str = "", by: str = "area", *, threshold: int = 0) -> Dashboard:
    """The dashboard of a day. `stage`: which one is divided, the one that fell most where it is none; `by`: one of WAYS.

    `threshold`: counts under it are left out, with whatever they could be worked out from, as in the report of the same days;
    then no handler is told from another. Raises KeyError for any other `by`, `DatabaseUnavailable`.
    """
    periods = so_far(today)
    ways = NOT_OF_COLLEAGUES if threshold else (by,)
    if by not in ways:
        raise KeyError(by)
    setting = Setting(desk.profile, periods, today, threshold)
    asks = [_KINDS, _WHOLE, _IN_TIME, _BY_DAYS, *(_PARTS[way] for way in ways), *(making.asks_of(setting) if threshold else ())]
    book = Book(setting, count(desk, asks, periods, today))
    with desk.database.read() as conn:
        scope = Scope(reader_of(conn, staff_id))
        counts = queue.counts(conn, today=today, staff_id=staff_id, scope=scope)
        work = load.load(conn, today, scope)
        people = {person.id: person.name for person in staff.everyone(conn)}
        unread = bool(tracker.not_worked_out(conn, 1))
    stages, came_in = stages_so_far(book), received(book)
    known = [one.code for one in stages]
    if threshold:
        # Which one fell most is said by numbers that may be left out.
        chosen = stage if stage in known else (known or [""])[0]
        came_in, stages, parts = _without_small(book, came_in, stages, chosen, by)
    else:
        chosen = stage if stage in known else fell_most(stages)
        parts = pulls(book, chosen, by)
    return Dashboard(periods, came_in, stages, chosen, by, parts, counts, tuple(work), people, unread)


def received(book: Book) -> tuple[Beside, ...]:
    """What came in, by kind."""
    before, now = book.setting.periods
    kinds = ordered(names.KIND, book.codes(_KINDS))
    return tuple(Beside(code, name, book.cell(_KINDS, now, code), book.cell(_KINDS, before, code)) for code, name in kinds)


def stages_so_far(book: Book) -> tuple[StageSoFar, ...]:
    """Every stage that was answered in one of the years, the statutory ones first."""
    before, now = book.setting.periods
    found = {(codes[1], codes[2]) for codes, number in book.counted[_WHOLE] if number and codes[1] in _SHOWN}
    return tuple(_stage(book, procedure, stage, now, before) for procedure, stage in sorted(found, key=lambda one: (_SHOWN.index(one[0]), one[1])))


def _stage(book: Book, procedure: str, stage: str, now: Period, before: Period) -> StageSoFar:
    code = f"{procedure}-{stage}"
    name = STAGE_NAMES[procedure] + (f" stage {stage}" if procedure in ("statutory", "corporate") else "")
    answered = Beside(code, name, book.cell(_WHOLE, now, procedure, stage), book.cell(_WHOLE, before, procedure, stage))
    days = [Cell(average(days_of(book, _BY_DAYS, period, procedure, stage))) for period in (now, before)]
    shares = [_share(book, _IN_TIME, period, procedure, stage) for period in (now, before)]
    return StageSoFar(code, name, answered, book.cell(_IN_TIME, now, procedure, stage, "no"), *shares, *days)


def _share(book: Book, ask: Ask, period: Period, *codes: str) -> Cell:
    """The share in time of what had a day by which it was due."""
    in_time, late = book.number(ask, period, *codes, "yes"), book.number(ask, period, *codes, "no")
    return shared(Cell(in_time), Cell(in_time + late))


def fell_most(stages: Sequence[StageSoFar]) -> str:
    """The stage in which most answers were late that last year's share would have had in time; else that with most late ones."""
    order = sorted(stages, key=lambda one: ((one.points or 0) * int(one.answered.now.value or 0), -int(one.late.value or 0)))
    return order[0].code if order else ""


def pulls(book: Book, stage: str, by: str) -> tuple[Pull, ...]:
    """The parts of a stage's answers of this year, first what has most in its fall since last year.

    That is where most more were late than last year's share would have had: the part's own, or the stage's where the part
    is new. Where there is no last year, first the one without which the share in time would be highest.
    """
    procedure, _, number = stage.partition("-")
    ask, (before, now) = _PARTS[by], book.setting.periods
    rows = [(codes[3], codes[4], n) for codes, n in book.counted[ask] if codes[:3] == (now.key, procedure, number)]
    in_time, late = _sum(rows, "yes"), _sum(rows, "no")
    of_stage, found = _share(book, _IN_TIME, before, procedure, number).value, []
    for code in {part for part, _, _ in rows}:
        mine = [row for row in rows if row[0] == code]
        yes, no = _sum(mine, "yes"), _sum(mine, "no")
        whole = book.selection(_WHOLE, now, procedure, number).narrowed(by, code)
        answered, behind = Cell(sum(n for _, _, n in mine), whole), Cell(no, whole.narrowed("in_time", "no"))
        rest = shared(Cell(in_time - yes), Cell(in_time + late - yes - no))
        own = _share(book, ask, before, procedure, number, code)
        was = of_stage if own.value is None else own.value
        more = no - (yes + no) * (1 - was) if isinstance(was, int | float) else None
        found.append(Pull(code, answered, behind, shared(Cell(yes), Cell(yes + no)), own, rest, more))
    return tuple(sorted(found, key=lambda one: (-(one.more_late or 0.0), -_worth(one), -int(one.late.value or 0), one.code)))


_LEFT_OUT = Cell(None, hidden=True)
_STAGE_COLUMNS = (
    Column("late", "Late"), Column("in_time", "In time"), Column("no_limit", "Without a limit"), Column("answered", "Answered", total=True),
    Column("share", "Share", Unit.SHARE),
)  # fmt: skip


def _without_small(
    book: Book, came_in: Sequence[Beside], stages: Sequence[StageSoFar], chosen: str, by: str
) -> tuple[tuple[Beside, ...], tuple[StageSoFar, ...], tuple[Pull, ...]]:
    """The same without small numbers, and without whatever they could be worked out from.

    All that any choice shows, and the tables of the report of these days, are one report for this: what is left out does not
    depend on what somebody looks at.
    """
    left = small.without_small(_all_of_it(book, came_in, stages))
    tables = {table.key: table for table in left.tables() if table.key.startswith(_OWN_TABLES)}

    def gone(table: str, row: str, column: str) -> bool:
        return tables[table].cell(row, column).hidden

    def unless(cell: Cell, *places: tuple[str, str, str]) -> Cell:
        return _LEFT_OUT if any(gone(*place) for place in places) else cell

    def beside(one: Beside, table: str, row: str, now: str, before: str) -> Beside:
        return replace(one, now=unless(one.now, (table.format("now"), row, now)), before=unless(one.before, (table.format("before"), row, before)))

    shown = [
        replace(
            one, answered=beside(one.answered, "own_stages_{}", one.code, "answered", "answered"),
            late=unless(one.late, ("own_stages_now", one.code, "late")),
            share=unless(one.share, ("own_stages_now", one.code, "share")), share_before=unless(one.share_before, ("own_stages_before", one.code, "share")),
            average=unless(one.average, ("own_stages_now", one.code, "answered")), average_before=unless(one.average_before, ("own_stages_before", one.code, "answered")),
        )
        for one in stages
    ]  # fmt: skip
    now, before = (f"own_{chosen}_{by}_{period.key}" for period in reversed(book.setting.periods))
    parts = [
        Pull(
            one.code, unless(one.answered, (now, one.code, "answered")), unless(one.late, (now, one.code, "late")),
            unless(one.share, (now, one.code, "share")), unless(one.share_before, (before, one.code, "share")),
            unless(one.without, (now, one.code, "share"), (now, _ALL_PARTS, "share")),
        )
        for one in pulls(book, chosen, by)
    ]  # fmt: skip
    received_too = tuple(beside(one, "own_received", one.code, "now", "before") for one in came_in)
    return received_too, tuple(shown), tuple(sorted(parts, key=lambda one: (-_worth(one), one.code)))


_OWN_TABLES = "own_"
_ALL_PARTS = "="
"""The key of the row of all parts together; no code is like it."""


def _all_of_it(book: Book, came_in: Sequence[Beside], stages: Sequence[StageSoFar]) -> Report:
    """Everything that the dashboard may show, and what the report of its days does, with all counts that its shares are made of."""
    setting = book.setting
    columns = (Column("before", "Before"), Column("now", "Now"))
    tables = [_own("received", columns, [Row(one.code, one.name, (one.before, one.now)) for one in came_in])]
    for period in setting.periods:
        tables.append(_own(f"stages_{period.key}", _STAGE_COLUMNS, [_counted(book, _IN_TIME, period, one.code, one.code) for one in stages]))
        for by, ask in _PARTS.items():
            if ask in book.counted:
                tables += [_own(f"{one.code}_{by}_{period.key}", _STAGE_COLUMNS, _parts_of(book, ask, period, one.code)) for one in stages]
    others = [table for some in making.tables_of(book).values() for table in some]
    section = Section("all", "All", (*tables, *others))
    return Report(setting.profile.council, setting.own, setting.periods, setting.today, (section,), threshold=setting.threshold)


def _own(key: str, columns: tuple[Column, ...], rows: Iterable[Row]) -> Table:
    return Table(f"{_OWN_TABLES}{key}", key, key, "", columns, tuple(rows))


def _parts_of(book: Book, ask: Ask, period: Period, stage: str) -> list[Row]:
    """A row for each part of a stage that there is in either period, and the stage itself under them."""
    procedure, _, number = stage.partition("-")
    codes = sorted({codes[3] for codes, n in book.counted[ask] if n and codes[1:3] == (procedure, number)})
    return [*(_counted(book, ask, period, stage, code, code) for code in codes), _counted(book, _IN_TIME, period, stage, _ALL_PARTS)]


def _counted(book: Book, ask: Ask, period: Period, stage: str, key: str, *part: str) -> Row:
    procedure, _, number = stage.partition("-")
    cells = [book.cell(ask, period, procedure, number, *part, code) for code in ("no", "yes", "no_limit")]
    whole = book.selection(_WHOLE, period, procedure, number)
    of = whole.narrowed(ask.by[2], *part) if part else whole
    answered = Cell(sum(int(cell.value or 0) for cell in cells), of)
    return Row(key, key, (*cells, answered, Cell(None)), total=key == _ALL_PARTS and not part)


def _worth(one: Pull) -> float:
    """What it would be without this part; alone it pulls down all there is, or nothing."""
    if isinstance(one.without.value, int | float):
        return float(one.without.value)
    return 1.0 if one.late.value else -1.0


def _sum(rows: Iterable[tuple[str, str, int]], in_time: str) -> int:
    return sum(number for _, found, number in rows if found == in_time)


def _points(now: Cell, before: Cell) -> int | None:
    if not isinstance(now.value, int | float) or not isinstance(before.value, int | float):
        return None
    return _hundredths(now.value) - _hundredths(before.value)


def _hundredths(share: float) -> int:
    """A share in hundredths, as it is shown: halves away from nought."""
    return int(share * 100 + 0.5)
