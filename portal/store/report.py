"""How reports count: each fact read once by all that is asked of it; and the cases behind a figure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.sql.visitors import replacement_traverse

from portal.store import tables
from portal.store.facts import (
    AT_END,
    BY_TODAY,
    COUNCIL,
    DAYS,
    FACTS,
    FROM,
    TO,
    Expression,
    Quick,
    columns_of,
    dimensions_of,
    kind,
)
from portal.store.scope import ALL, Scope, conditions

Where = tuple[tuple[str, tuple[str, ...]], ...]

_cases, _stages = tables.cases, tables.case_stages


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: how many rows of a fact there are (or how many pence), by these dimensions, of those that are so.

    `month` and `period` are dimensions of every fact: YYYY-MM of its day, and the code of the period that it falls into.
    """

    fact: str
    by: tuple[str, ...] = ()
    where: Where = ()
    pence: bool = False
    standing: bool = False
    """What ran at the end of each period is counted, and not what fell into it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A period to count in, by its code: both days are in it."""

    key: str
    first: date
    last: date


Rows = list[tuple[tuple[str, ...], int]]
"""The answer to a question: rows of (period, then the codes of `by`) and a number."""


def count(conn: Connection, ask: Ask, spans: Sequence[Span], today: date) -> Rows:
    """How many there are; what there is none of is left out. Raises KeyError for a dimension that the fact does not have."""
    return count_all(conn, [ask], spans, today)[ask]


def count_all(
    conn: Connection, asks: Iterable[Ask], spans: Sequence[Span], today: date, council: str | None = None
) -> dict[Ask, Rows]:
    """The answer to every question, each fact read once: by all the dimensions that are asked of it, and added up from there.

    That is what makes a year of many cases quick, and what makes the answers agree: no case can come in between them.
    `council`: only cases under this name of a profile are counted.
    """
    # Nearly always every case is of the one council, and then nothing needs to be read of cases to know it.
    council = council if council is not None and _of_others(conn, council) else None
    wanted: dict[tuple[str, bool, bool], list[Ask]] = {}
    for ask in dict.fromkeys(asks):
        wanted.setdefault((ask.fact, ask.pence, ask.standing), []).append(ask)
    found: dict[Ask, Rows] = {}
    for (fact, pence, standing), some in wanted.items():
        dimensions = sorted({name for ask in some for name in (*ask.by, *(name for name, _ in ask.where))})
        each = [[span] for span in spans] if standing else [list(spans)]
        only = _asked_by_all(some) if council is None else (*_asked_by_all(some), (COUNCIL, (council,)))
        cube = [row for few in each for row in _count(conn, fact, dimensions, only, few, today, pence=pence, standing=standing)]
        found |= {ask: _added_up(cube, dimensions, ask) for ask in some}
    return found


def _of_others(conn: Connection, council: str) -> bool:
    return conn.execute(select(_cases.c.id).where(_cases.c.council != council).limit(1)).first() is not None


def _asked_by_all(asks: Sequence[Ask]) -> Where:
    """What every one of these questions leaves out need not be read: the conditions that they have in common."""
    each = [dict(ask.where) for ask in asks]
    shared = set.intersection(*(set(where) for where in each))
    return tuple((name, tuple(sorted({code for where in each for code in where[name]}))) for name in sorted(shared))


def _added_up(cube: Rows, dimensions: Sequence[str], ask: Ask) -> Rows:
    """One answer out of the counts by all dimensions."""
    at = {name: number for number, name in enumerate(dimensions, start=1)}
    only = [(at[name], frozenset(codes)) for name, codes in ask.where]
    keys = itemgetter(0, *(at[name] for name in ask.by)) if ask.by else lambda row: (row[0],)
    totals: defaultdict[tuple[str, ...], int] = defaultdict(int)
    for row, number in cube:
        if all(row[place] in codes for place, codes in only):
            totals[keys(row)] += number
    return list(totals.items())


def _count(
    conn: Connection, asked: str, dimensions: Sequence[str], only: Where, spans: Sequence[Span], today: date,
    *, pence: bool, standing: bool,
) -> Rows:  # fmt: skip
    quick = FACTS[asked].quick
    read = (*dimensions, *(name for name, _ in only))
    if quick is None or pence or standing or not quick.knows(read) or quick.several in dict(only):
        return _sorted_out(conn, asked, dimensions, only, spans, today, pence=pence, standing=standing)
    whole, rest = _whole_months(spans)
    found = _in_order(conn, quick, dimensions, only, whole) if whole else []
    return [*found, *(_sorted_out(conn, asked, dimensions, only, rest, today, pence=pence, standing=standing) if rest else [])]


Months = list[tuple[str, int, int]]
"""For each period its code and its first and last whole month, as YYYYMM."""


def _whole_months(spans: Sequence[Span]) -> tuple[Months, list[Span]]:
    """The whole months of these periods; and what is left of them before and after, a day or more each."""
    whole, rest = [], []
    for one in spans:
        first = one.first if one.first.day == 1 else _month_after(one.first)
        after = _month_after(one.last) if _month_after(one.last) - one.last == timedelta(days=1) else one.last.replace(day=1)
        if first >= after:
            rest.append(one)
            continue
        last = after - timedelta(days=1)
        whole.append((one.key, first.year * 100 + first.month, last.year * 100 + last.month))
        rest += [Span(one.key, begin, end) for begin, end in ((one.first, first - timedelta(days=1)), (after, one.last)) if begin <= end]
    return whole, rest


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _in_order(conn: Connection, quick: Quick, dimensions: Sequence[str], only: Where, whole: Months) -> Rows:
    """Grouped by the columns of an index in its order, as far as they are needed; and then by what was asked."""
    if quick.several and quick.several not in dimensions:
        # A row counts with each of its codes also where nobody asks which.
        return [(row[:-1], number) for row, number in _in_order(conn, quick, [*dimensions, quick.several], only, whole)]
    month = quick.order[0]
    known = {**quick.dimensions, "month": month}
    used = {one for name in dimensions for one in columns_of(known[name])}
    order = quick.order[: max((at for at, column in enumerate(quick.order) if column in used), default=0) + 1]
    conditions = [month.between(min(one[1] for one in whole), max(one[2] for one in whole)), *quick.only, *_named_codes(known, only)]
    read = select(*order, func.count().label("how_many")).where(*conditions).group_by(*order)
    rows = (read if quick.rows is None else read.select_from(quick.rows)).subquery()

    period = case(*((rows.c[month.name].between(first, last), literal(key)) for key, first, last in whole), else_=literal(""))
    groups = [each.label(f"by_{at}") for at, each in enumerate([period, *(_said_of(rows, known[name]) for name in dimensions)])]
    found = select(*groups, func.sum(rows.c.how_many)).group_by(*(_named(n) for n in range(len(groups))))
    at = dimensions.index(quick.several) + 1 if quick.several in dimensions else 0
    told = ((row[:-1], int(row[-1])) for row in conn.execute(found) if row[0])
    each = ((_as_text(one, dimensions), number) for codes, number in told for one in _apart(codes, at))
    return list(each)


def _said_of(rows: FromClause, each: Expression) -> Expression:
    """The same dimension over other rows with these columns."""

    def instead(element: Any, **_: Any) -> Any:
        return rows.c[element.name] if isinstance(element, Column) else None

    return replacement_traverse(each, {}, instead)


def _apart(codes: Sequence[Any], at: int) -> Iterable[Sequence[Any]]:
    """A row with each of its several codes, or with that of nothing; itself where it has no such column."""
    return [(*codes[:at], one, *codes[at + 1 :]) for one in codes[at] or ("",)] if at else [codes]


def _as_text(codes: Sequence[Any], dimensions: Sequence[str]) -> tuple[str, ...]:
    names = ("", *dimensions)
    return tuple(f"{code // 100}-{code % 100:02}" if name == "month" else "" if code is None else str(code) for name, code in zip(names, codes, strict=True))


def _sorted_out(
    conn: Connection, asked: str, dimensions: Sequence[str], only: Where, spans: Sequence[Span], today: date,
    *, pence: bool, standing: bool,
) -> Rows:  # fmt: skip
    """Each row read, and sorted by what was asked: of any fact, any dimension and any days."""
    fact, known = FACTS[asked], dimensions_of(asked)
    month = func.substr(cast(fact.day, Text), 1, 7)
    period: Expression = case(*((fact.day.between(one.first, one.last), literal(one.key)) for one in spans), else_=literal(""))
    period = literal(spans[0].key) if standing or len(spans) == 1 else period
    groups = [each.label(f"by_{at}") for at, each in enumerate([period, *(month if name == "month" else known[name] for name in dimensions)])]
    read = [*dimensions, *(name for name, _ in only)]
    number = func.coalesce(func.sum(fact.pence), 0) if pence and fact.pence is not None else func.count()
    found = select(*groups, number.label("how_many")).select_from(fact.without_cases(read)).where(*fact.only)
    if standing:
        found = found.where(_ran_on(spans[0].last))
    else:
        found = found.where(fact.day.between(min(one.first for one in spans), max(one.last for one in spans)))
        found = found.where(or_(*(fact.day.between(one.first, one.last) for one in spans))) if len(spans) > 1 else found
    found = found.where(*_conditions(asked, only)).group_by(*(_named(n) for n in range(len(groups))))
    values = {"today": today} if asked in BY_TODAY else {}
    return [(tuple("" if code is None else str(code) for code in row[:-1]), int(row[-1])) for row in conn.execute(found, values)]


def _named(at: int) -> Expression:
    """The label of a group: both databases know a column of the answer by its name."""
    return literal_column(f"by_{at}")


def _ran_on(day: date) -> ColumnElement[bool]:
    return and_(_stages.c.asked_on <= day, or_(_stages.c.ended_on.is_(None), _stages.c.ended_on > day))


def _conditions(fact: str, where: Where) -> Iterable[ColumnElement[bool]]:
    known, day = dimensions_of(fact), FACTS[fact].day
    for name, codes in where:
        if name == FROM:
            yield day >= date.fromisoformat(codes[0])
        elif name == TO:
            yield day <= date.fromisoformat(codes[0])
        elif name == AT_END:
            yield _ran_on(date.fromisoformat(codes[0]))
        elif name == "month":
            yield func.substr(cast(day, Text), 1, 7).in_(codes)
        elif name == DAYS:
            yield or_(*(_band(known[DAYS], code) for code in codes))
        else:
            yield known[name].in_(codes)


def _named_codes(known: Mapping[str, Expression], where: Where) -> Iterable[ColumnElement[bool]]:
    return (known[name].in_(codes) for name, codes in where)


def _band(days: Expression, code: str) -> ColumnElement[bool]:
    first, _, last = code.partition("-")
    return and_(days >= int(first), days <= int(last)) if last else days >= int(first)


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in the list behind a figure."""

    id: int
    reference: str
    received_on: date
    kind: str
    stage: int
    complainant: str
    service_area: str | None
    team: str | None
    handler_id: int | None
    open: bool
    outcome: str | None
    closed_on: date | None


def listed(
    conn: Connection, fact: str, where: Where, today: date, *, scope: Scope = ALL, after: int = 0, most: int = 50
) -> tuple[list[Listed], int]:
    """The cases behind a figure, each once and the oldest first, from the one after `after`; and how many rows it counts.

    Whoever may not see a case does not find it here, though it is counted. Raises KeyError for a dimension that there is
    not, ValueError for a day or a band that is none.
    """
    rows, only = FACTS[fact].rows, [*FACTS[fact].only, *_conditions(fact, where)]
    values: dict[str, Any] = scope.values() | ({"today": today} if fact in BY_TODAY else {})
    ids = select(_cases.c.id).select_from(rows).where(*only, *conditions(scope.reach), _cases.c.id > after).distinct()
    ids = ids.order_by(_cases.c.id).limit(most)
    numbers = list(conn.execute(ids, values).scalars())
    total = conn.execute(select(func.count()).select_from(rows).where(*only), {key: values[key] for key in values if key == "today"})
    columns = (
        _cases.c.id, _cases.c.reference, _cases.c.received_on, kind(), _cases.c.stage, func.coalesce(_cases.c.complainant, ""),
        _cases.c.service_area, _cases.c.team, _cases.c.handler_id, _cases.c.open, _cases.c.outcome, _cases.c.closed_on,
    )  # fmt: skip
    found: Select[Any] = select(*columns).where(_cases.c.id.in_(numbers)).order_by(_cases.c.id)
    return [Listed(*row) for row in conn.execute(found)], int(total.scalar_one())


def reach(conn: Connection, fact: str, where: Where, today: date, scope: Scope = ALL) -> tuple[int, int]:
    """How many cases are behind a figure, each once; and how many of them whoever has this scope may see. Raises as `listed`."""
    only = [*FACTS[fact].only, *_conditions(fact, where)]
    known = {"today": today} if fact in BY_TODAY else {}
    cases_of = select(func.count(_cases.c.id.distinct())).select_from(FACTS[fact].rows).where(*only)
    every = int(conn.execute(cases_of, known).scalar_one())
    return every, int(conn.execute(cases_of.where(*conditions(scope.reach)), scope.values() | known).scalar_one())


def parts(conn: Connection, fact: str, where: Where, by: str, today: date) -> list[tuple[str, int]]:
    """How many rows of a figure there are of each code of a dimension. Raises KeyError for one that there is not, else as `listed`."""
    code = func.substr(cast(FACTS[fact].day, Text), 1, 7) if by == "month" else dimensions_of(fact)[by]
    found = select(code.label("by_0"), func.count()).select_from(FACTS[fact].rows).where(*FACTS[fact].only, *_conditions(fact, where))
    rows = conn.execute(found.group_by(_named(0)), {"today": today} if fact in BY_TODAY else {})
    return [("" if one is None else str(one), int(number)) for one, number in rows]


def spent(conn: Connection, fact: str, where: Where) -> int | None:
    """How many pence the rows of a figure come to; None of a fact that is no money. Raises as `listed`."""
    pence = FACTS[fact].pence
    if pence is None:
        return None
    found = select(func.coalesce(func.sum(pence), 0)).select_from(FACTS[fact].rows).where(*FACTS[fact].only, *_conditions(fact, where))
    return int(conn.execute(found).scalar_one())


def first_day(conn: Connection, council: str) -> date | None:
    """The day on which the oldest case of this council was received; None where there is none."""
    found = select(_cases.c.received_on).where(_cases.c.council == council).order_by(_cases.c.received_on).limit(1)
    return conn.execute(found).scalar_one_or_none()


def of_others(conn: Connection, council: str) -> dict[str, int]:
    """How many cases stand in this database under each other name of a profile: no report of this council counts them."""
    found = select(_cases.c.council, func.count()).where(_cases.c.council != council).group_by(_cases.c.council)
    return {name: number for name, number in conn.execute(found)}
