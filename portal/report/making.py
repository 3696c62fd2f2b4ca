"""A report of a period, counted now: what is asked of the database, the tables made of it, checked, and without small numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from portal.actions.desk import Desk
from portal.actions.equality import figures as figures_of_equality
from portal.report import checks, definitions, demand, equality, small
from portal.report.book import Book, Counted, Setting
from portal.report.tables import Difference, Example, Period, Report, Section, Table
from portal.store import demand as figures
from portal.store import learning, tracker
from portal.store import report as store
from portal.store.report import Ask, Span

MOST_PERIODS = 5


class NotAPeriod(ValueError):
    """These two days are no period that can be reported."""


class Contradicts(Exception):
    """The report contradicts itself; `differences` say where. It is not given out."""

    def __init__(self, report: Report) -> None:
        super().__init__("; ".join(str(one) for one in report.differences))
        self.report = report
        self.differences = report.differences


def periods_of(first: date, last: date, how_many: int = 3) -> tuple[Period, ...]:
    """The period from `first` to `last` and those of the same length before it, the oldest first.

    A whole year has whole years before it, whatever their days are. Raises NotAPeriod.
    """
    if last < first or not 1 <= how_many <= MOST_PERIODS:
        raise NotAPeriod(f"from {first} to {last}, {how_many} of them")
    found = [(first, last)]
    while len(found) < how_many:
        found.append(_before(*found[-1], whole_year=_a_year_later(first) == last + timedelta(days=1)))
    return tuple(_named(begin, end) for begin, end in reversed(found))


def _a_year_later(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 3, 1) if leap else day.replace(year=day.year + 1)


def _before(first: date, last: date, *, whole_year: bool) -> tuple[date, date]:
    end = first - timedelta(days=1)
    if whole_year:
        leap = (first.month, first.day) == (2, 29)
        return (date(first.year - 1, 2, 28) if leap else first.replace(year=first.year - 1)), end
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        at = first.year * 12 + first.month - 1 - months
        return date(at // 12, at % 12 + 1, 1), end
    return first - (last - first) - timedelta(days=1), end


def _named(first: date, last: date) -> Period:
    if _a_year_later(first) == last + timedelta(days=1):
        name = str(first.year) if (first.month, first.day) == (1, 1) else f"{first.year}-{(first.year + 1) % 100:02}"
        return Period(f"y{first.year}", name, first, last)
    name = f"{first.day} {definitions.month_name(f'{first:%Y-%m}')} to {last.day} {definitions.month_name(f'{last:%Y-%m}')}"
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        begin, end = definitions.month_name(f"{first:%Y-%m}"), definitions.month_name(f"{last:%Y-%m}")
        name = begin if begin == end else f"{begin} to {end}"
    return Period(f"d{first:%Y%m%d}", name, first, last)


def count(desk: Desk, asks: Iterable[Ask], periods: Sequence[Period], today: date) -> dict[Ask, list[tuple[tuple[str, ...], int]]]:
    """Every question with its answer, each asked once, in one reading of the database; only of cases of this council."""
    spans = [Span(period.key, period.first, period.last) for period in periods]
    with desk.database.read() as conn:
        return store.count_all(conn, asks, spans, today, desk.profile.name)


def tables_of(book: Book) -> dict[str, list[Table]]:
    """Every table that there is something to say in, by section. Pure."""
    found: dict[str, list[Table]] = {}
    for definition in definitions.DEFINITIONS:
        table = definition.make(book, definition)
        if table is not None:
            found.setdefault(definition.section, []).append(table)
    return found


def build(
    setting: Setting, counted: Counted, commentary: Mapping[str, str] | None = None, learned: Sequence[Example] = (),
    beside: demand.Entered | None = None, about: Mapping[str, Mapping[str, int | None]] | None = None,
) -> Report:  # fmt: skip
    """The report of what was counted, with every contradiction named, and without small numbers. Pure.

    `beside`: what was entered of the work beside complaints. `about`: what adults said about equality, by question.
    """
    book, said = Book(setting, counted), commentary or {}
    tables = tables_of(book)
    if beside:
        tables.setdefault(demand.SECTION, []).extend(demand.tables_of(book, beside))
    if about:
        tables.setdefault(equality.SECTION, []).extend(equality.tables_of(about))
    sections = tuple(
        Section(key, name, tuple(tables.get(key, ())), said.get(key, ""))
        for key, name in definitions.SECTIONS
        if tables.get(key) or said.get(key)
    )
    whole = Report(setting.profile.council, setting.own, setting.periods, setting.today, sections, threshold=setting.threshold, learned=tuple(learned))
    found = checks.differences(whole.tables())
    return small.without_small(replace(whole, differences=found))


def asks_of(setting: Setting) -> list[Ask]:
    """Everything that the definitions ask for."""
    return [ask for definition in definitions.DEFINITIONS for ask in definition.asks(setting)]


def make(desk: Desk, first: date, last: date, today: date, *, years: int = 3, threshold: int | None = None, commentary: Mapping[str, str] | None = None) -> Report:
    """The report of a period beside those before it, as the cases stand now. Raises NotAPeriod, `DatabaseUnavailable`.

    `commentary`: what the council wrote, by section.
    """
    begun = oldest(desk)
    periods = _told_of(desk, periods_of(first, last, years), begun)
    setting = Setting(desk.profile, periods, today, desk.profile.report.smallest_count if threshold is None else threshold)
    made = build(setting, count(desk, asks_of(setting), periods, today), commentary, learned_in(desk, periods[-1]), entered(desk, periods), about_equality(desk, periods[-1]))
    later = begun if begun is not None and begun - periods[0].first > _A_MONTH else None
    return replace(made, differences=(*made.differences, *not_read_yet(desk)), begins=later)


_A_MONTH = timedelta(days=31)


def _told_of(desk: Desk, periods: tuple[Period, ...], begun: date | None) -> tuple[Period, ...]:
    """The report's own period, and those before it of which anything is known: what lies before the records is not nothing."""
    written = {key for _, key in entered(desk, periods)}
    known = (at for at, one in enumerate(periods) if one.key in written or (begun is not None and begun <= one.last))
    return periods[next(known, len(periods) - 1) :]


def not_read_yet(desk: Desk) -> list[Difference]:
    """That there are cases whose stages the portal has still to read off their histories: until then they are counted nowhere."""
    with desk.database.read() as conn:
        left = tracker.not_worked_out(conn, 1)
    return [Difference("The list of cases whose stages are still to be read, which is done within minutes,", "1 or more", "a report that may be given out", 0)] if left else []


def about_equality(desk: Desk, period: Period) -> Mapping[str, Mapping[str, int | None]]:
    """What adults said about themselves in the whole months of the period; nothing of so few that somebody might be known."""
    months = [month for month in definitions.months_of(period) if _is_whole(month, period)]
    return figures_of_equality(desk, months) if len(months) >= equality.FEWEST_MONTHS else {}


def _is_whole(month: str, period: Period) -> bool:
    first = date.fromisoformat(f"{month}-01")
    return period.first <= first and (first + timedelta(days=31)).replace(day=1) - timedelta(days=1) <= period.last


def entered(desk: Desk, periods: Sequence[Period]) -> demand.Entered:
    """What was entered of the work beside complaints, for each of these periods."""
    with desk.database.read() as conn:
        return {(kind, period.key): one for period in periods for kind, one in figures.of_period(conn, period.first, period.last).items()}


def learned_in(desk: Desk, period: Period) -> list[Example]:
    """What was learned and is published, of the period: the sentences that a manager has said are about nobody."""
    with desk.database.read() as conn:
        return [Example(said, did) for said, did in (_parted(sentence) for sentence in learning.published_in(conn, period.first, period.last))]


def _parted(sentence: str) -> tuple[str, str]:
    """What was said and what was done, where the sentence has both; otherwise all of it is what was done."""
    said, mark, did = sentence.partition("\n")
    return (said.strip(), did.strip()) if mark else ("", sentence.strip())


def oldest(desk: Desk) -> date | None:
    """The day on which the oldest case of this council was received; None where there is none."""
    with desk.database.read() as conn:
        return store.first_day(conn, desk.profile.name)
