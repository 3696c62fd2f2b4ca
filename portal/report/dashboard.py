"""This year so far beside the same days last year: the report's own figures to date, and what pulls the share in time down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.actions.case_file import reader_of
from portal.actions.desk import Desk
from portal.report import names
from portal.report.book import Book, Setting, ordered, shared
from portal.report.making import count
from portal.report.tables import Cell, Period
from portal.report.timing import average, days_of
from portal.store import load, queue, staff
from portal.store.load import Load
from portal.store.report import DAYS, Ask
from portal.store.scope import Scope

_ANSWERED = (("how", ("answered",)),)
_KINDS = Ask("received", ("kind",))
_WHOLE = Ask("ended", ("procedure", "stage"), _ANSWERED)
_IN_TIME = Ask("ended", ("procedure", "stage", "in_time"), _ANSWERED)
_BY_DAYS = Ask("ended", ("procedure", "stage", DAYS), _ANSWERED)
WAYS: Mapping[str, str] = {"area": "Service", "handler": "Handler", "complainant": "From", "channel": "Came by"}
"""By what a share in time can be divided."""
_PARTS = {by: Ask("ended", ("procedure", "stage", by, "in_time"), _ANSWERED) for by in WAYS}
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


def so_far(today: date) -> tuple[Period, Period]:
    """The same days of last financial year, and those of this one up to today."""
    first = date(today.year if today.month >= 4 else today.year - 1, 4, 1)
    last = date(today.year - 1, 2, 28) if (today.month, today.day) == (2, 29) else today.replace(year=today.year - 1)
    return Period("before", "Last year", first.replace(year=first.year - 1), last), Period("now", "This year", first, today)


def look(desk: Desk, staff_id: int, today: date, stage: str = "", by: str = "area") -> Dashboard:
    """The dashboard of a day. `stage`: which one is divided, the one that fell most where it is none; `by`: one of WAYS.

    Raises KeyError for any other `by`, `DatabaseUnavailable`.
    """
    asks, periods = (_KINDS, _WHOLE, _IN_TIME, _BY_DAYS, _PARTS[by]), so_far(today)
    book = Book(Setting(desk.profile, periods, today), count(desk, asks, periods, today))
    with desk.database.read() as conn:
        scope = Scope(reader_of(conn, staff_id))
        counts = queue.counts(conn, today=today, staff_id=staff_id, scope=scope)
        work = load.load(conn, today, scope)
        people = {person.id: person.name for person in staff.everyone(conn)}
    stages = stages_so_far(book)
    known = {one.code for one in stages}
    chosen = stage if stage in known else fell_most(stages)
    return Dashboard(periods, received(book), stages, chosen, by, pulls(book, chosen, by), counts, tuple(work), people)


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
