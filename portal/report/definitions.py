"""Every table of a report: what it counts, by which date, in words and in code. Nowhere else is a figure defined.

Tables of what came in count by the day of receipt; tables of what was done with it count by the day on which a stage ended. The
two cannot match, and each table says which of them it is.
"""

from collections.abc import Callable, Sequence
from typing import Any

from portal.report import names, organised
from portal.report.book import (
    TOTAL,
    Book,
    Definition,
    Setting,
    across,
    joined,
    ordered,
    over_periods,
    period_columns,
    shared,
)
from portal.report.names import CHILDREN, FREEDOM_OF_INFORMATION, UPHELD
from portal.report.panels import PANELS
from portal.report.tables import Cell, Chart, Column, Period, Row, Table, Unit
from portal.report.timing import TIMES
from portal.store.report import Ask

SECTIONS: tuple[tuple[str, str], ...] = (
    ("received", "What people told us"),
    ("who", "Who told us"),
    ("services", "What it was about"),
    ("stages", "The stages"),
    ("time", "How quickly we answered"),
    ("outcomes", "What we found"),
    ("ombudsman", "The Ombudsman"),
    ("enquiries", "Enquiries by elected members and others"),
    ("information", "Requests for information"),
    ("learning", "What we learned"),
    ("costs", "What it cost"),
    ("advocacy", "Advocates"),
    ("thanks", "Compliments"),
    ("equality", "Equality"),
    ("demand", "The work beside it"),
)
"""The sections by code, in the order of the report."""

RECEIVED = "It counts what was received in the period, by the day of receipt, whatever came of it since."
ENDED = "It counts what ended in the period, by the day of the answer, whenever it was received."

_COMPLAINTS = ("kind", ("statutory", "corporate", "other"))
_PROCEDURES = ("statutory", "corporate")


def _profiled(of: Callable[[Any], Any]) -> Callable[[Book], Any]:
    return lambda book: of(book.setting.profile)


def _fixed(known: Any) -> Callable[[Book], Any]:
    return lambda _: known


def _only(known: Any, *codes: str) -> Callable[[Book], Any]:
    return lambda _: {code: known[code] for code in codes}


_MONTHS = Ask("received", ("month", "kind"), (_COMPLAINTS,))
_WHOLE = Ask("received", (), (_COMPLAINTS,))
_KINDS = Ask("received", ("kind",), (_COMPLAINTS,))
_MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def months_of(period: Period) -> list[str]:
    """The months that the period touches, as YYYY-MM."""
    first, last = period.first.year * 12 + period.first.month - 1, period.last.year * 12 + period.last.month - 1
    return [f"{at // 12}-{at % 12 + 1:02}" for at in range(first, last + 1)]


def quarters_of(period: Period) -> list[tuple[str, str, list[str]]]:
    """Code, name and months of each quarter of the period, from its first month on."""
    months = months_of(period)
    found = [months[at : at + 3] for at in range(0, len(months), 3)]
    return [(f"q{at}", f"Quarter {at}: {month_name(some[0])} to {month_name(some[-1])}", some) for at, some in enumerate(found, start=1)]


def month_name(month: str) -> str:
    """A month of a year in words."""
    return f"{_MONTH_NAMES[int(month[5:]) - 1]} {month[:4]}"


def _by_month(book: Book, definition: Definition) -> Table | None:
    return _over_time(book, definition, [(month, month_name(month), [month]) for month in months_of(book.setting.own)], "Month", Chart.LINE)


def _by_quarter(book: Book, definition: Definition) -> Table | None:
    return _over_time(book, definition, quarters_of(book.setting.own), "Quarter", Chart.STACKED)


def _over_time(book: Book, definition: Definition, spans: Sequence[tuple[str, str, list[str]]], about: str, chart: Chart) -> Table | None:
    own = book.setting.own
    kinds = ordered(names.KIND, (codes[1] for codes, n in book.counted[_KINDS] if n and codes[0] == own.key))
    if not kinds:
        return None
    rows = []
    for key, name, months in spans:
        cells = [_of_months(book, _MONTHS, months, kind) for kind, _ in kinds]
        of = book.selection(_WHOLE, own).narrowed("month", *months)
        rows.append(Row(key, name, (*cells, Cell(sum(int(cell.value or 0) for cell in cells), of))))
    totals = [book.cell(_KINDS, own, kind) for kind, _ in kinds]
    rows.append(Row(TOTAL, "Total", (*totals, book.cell(_WHOLE, own)), total=True))
    columns = (*(Column(kind, name) for kind, name in kinds), Column(TOTAL, "Total", total=True))
    return Table(definition.key, definition.name, definition.says, about, columns, tuple(rows), chart)


def _of_months(book: Book, ask: Ask, months: Sequence[str], code: str) -> Cell:
    own = book.setting.own
    of = book.selection(ask, own, months[0], code).narrowed("month", *months)
    return Cell(sum(book.number(ask, own, month, code) for month in months), of)


_CHILDREN = tuple(sorted(CHILDREN))
_WHO = Ask("received", ("complainant", "kind"), (_COMPLAINTS,))
_WHO_ADVOCATE = Ask("received", ("complainant", "advocate"), (_COMPLAINTS,))


def _children(book: Book, definition: Definition) -> Table | None:
    """How many children complained themselves, beside all complaints, and with an advocate."""
    periods, rows = book.setting.periods, []
    where = (_COMPLAINTS, ("complainant", _CHILDREN))
    asks = (Ask("received", (), tuple(sorted(where))), Ask("received", ("advocate",), tuple(sorted(where))))
    mine = [book.cell(asks[0], period) for period in periods]
    with_one = [book.cell(asks[1], period, "accepted") for period in periods]
    whole = [book.cell(_WHOLE, period) for period in periods]
    if not any(cell.value for cell in whole):
        return None
    rows = [
        Row("children", "Complaints by children, young people and care leavers themselves", tuple(mine)),
        Row("with_advocate", "Of those, with an advocate", tuple(with_one)),
        Row("all", "All complaints", tuple(whole)),
    ]
    table = Table(definition.key, definition.name, definition.says, "Complaints", period_columns(book), tuple(rows), Chart.GROUPED)
    return table


def _children_asks(_: Setting) -> Sequence[Ask]:
    where = tuple(sorted((_COMPLAINTS, ("complainant", _CHILDREN))))
    return Ask("received", (), where), Ask("received", ("advocate",), where), _WHOLE


_CHILDREN_KINDS = Ask("received", ("kind",), tuple(sorted((_COMPLAINTS, ("complainant", _CHILDREN)))))
_CHILDREN_ALL = Ask("received", (), _CHILDREN_KINDS.where)


def _children_by_kind(book: Book, definition: Definition) -> Table | None:
    """How many children complained themselves by each procedure, and their share of all who did."""
    own = book.setting.own
    kinds = ordered(names.KIND, (codes[1] for codes, n in book.counted[_KINDS] if n and codes[0] == own.key))
    if not kinds:
        return None
    counts = [(kind, name, book.cell(_CHILDREN_KINDS, own, kind), book.cell(_KINDS, own, kind)) for kind, name in kinds]
    rows = [Row(kind, name, (mine, whole, shared(mine, whole))) for kind, name, mine, whole in counts]
    mine, whole = book.cell(_CHILDREN_ALL, own), book.cell(_WHOLE, own)
    rows.append(Row(TOTAL, "All complaints", (mine, whole, shared(mine, whole)), total=True))
    columns = (Column("children", "By children, young people and care leavers themselves"), Column("all", "By everybody"), Column("share", "Share", Unit.SHARE))
    return Table(definition.key, definition.name, definition.says, "Procedure", columns, tuple(rows))


_ASKED = Ask("asked", ("procedure", "stage"))
_REQUESTS = Ask("asked", ("procedure", "stage", "how"))
_BEGUN = ("", "answered", "closed", "passed_on", "resolved", "withdrawn")
"""How a stage that was begun may have ended by now; a request that was refused began none."""
_NOT_REFUSED = (("how", _BEGUN),)
_BEGUN_STAGES = Ask("asked", ("procedure", "stage"), _NOT_REFUSED)
_BEGUN_ALL = Ask("asked", ("procedure",), _NOT_REFUSED)


def _stages(book: Book, definition: Definition) -> Table | None:
    """Each stage that was begun, by procedure, in every period; all of a procedure's under them."""
    periods, rows = book.setting.periods, []
    found = {(codes[1], codes[2]) for codes, n in book.counted[_BEGUN_STAGES] if n}
    for procedure in _PROCEDURES:
        stages = sorted(stage for known, stage in found if known == procedure)
        rows += [
            Row(f"{procedure}_{stage}", f"{names.PROCEDURE[procedure]}, stage {stage}", tuple(book.cell(_BEGUN_STAGES, period, procedure, stage) for period in periods))
            for stage in stages
        ]
        if stages:
            whole = tuple(book.cell(_BEGUN_ALL, period, procedure) for period in periods)
            rows.append(Row(f"{procedure}_all", f"{names.PROCEDURE[procedure]}, all stages", whole, total=True))
    if not rows:
        return None
    return Table(definition.key, definition.name, definition.says, "Stage", period_columns(book), tuple(rows), Chart.GROUPED)


def _escalated(book: Book, definition: Definition) -> Table | None:
    """How many of a stage were begun for each of the stage before it, in the same period."""
    rows = []
    for procedure in _PROCEDURES:
        for stage in ("2", "3"):
            cells = [
                shared(book.cell(_BEGUN_STAGES, period, procedure, stage), book.cell(_BEGUN_STAGES, period, procedure, str(int(stage) - 1)))
                for period in book.setting.periods
            ]
            if any(cell.value for cell in cells):
                rows.append(Row(f"{procedure}_{stage}", f"{names.PROCEDURE[procedure]}: stage {stage} for each stage {int(stage) - 1}", tuple(cells)))
    if not rows:
        return None
    return Table(definition.key, definition.name, definition.says, "Stages", period_columns(book, Unit.SHARE), tuple(rows), Chart.NONE)


_GRANTED = ("", "answered", "closed", "passed_on")


def _requests(book: Book, definition: Definition) -> Table | None:
    """Requests for a further stage in the report's own period, by what came of them."""
    own, rows = book.setting.own, []
    kinds = (("accepted", "Accepted", _GRANTED), ("withdrawn", "Withdrawn", ("withdrawn",)), ("resolved", "Settled another way", ("resolved",)), ("refused", "Refused", ("refused",)))
    for procedure in _PROCEDURES:
        for stage in ("2", "3"):
            whole = book.cell(_ASKED, own, procedure, stage)
            if not whole.value:
                continue
            cells = []
            for _, _, hows in kinds:
                of = book.selection(_REQUESTS, own, procedure, stage, hows[0]).narrowed("how", *sorted(hows))
                cells.append(Cell(sum(book.number(_REQUESTS, own, procedure, stage, how) for how in hows), of))
            rows.append(Row(f"{procedure}_{stage}", f"{names.PROCEDURE[procedure]}, stage {stage}", (*cells, whole)))
    if not rows:
        return None
    columns = (*(Column(key, name) for key, name, _ in kinds), Column(TOTAL, "All requests", total=True))
    return Table(definition.key, definition.name, definition.says, "Requests for", columns, tuple(rows), Chart.STACKED)


_RUNNING = Ask("asked", ("procedure", "stage"), standing=True)


def _standing(book: Book, definition: Definition) -> Table | None:
    found = {(codes[1], codes[2]) for codes, n in book.counted[_RUNNING] if n and codes[1] in _PROCEDURES}
    rows = [
        Row(f"{procedure}_{stage}", f"{names.PROCEDURE[procedure]}, stage {stage}", tuple(book.cell(_RUNNING, period, procedure, stage) for period in book.setting.periods))
        for procedure, stage in sorted(found, key=lambda each: (each[0] != "statutory", each[1]))
    ]
    return Table(definition.key, definition.name, definition.says, "Not yet answered", period_columns(book), tuple(rows)) if rows else None


def _definition(key: str, section: str, name: str, says: str, made: tuple[Any, Any]) -> Definition:
    asks, make = made
    return Definition(key, section, name, says, asks, make)


def _outcomes(procedure: str, stage: int) -> Definition:
    where = (("own", ("no",)), ("procedure", (procedure,)), ("stage", (str(stage),))) if stage == 1 else (("procedure", (procedure,)), ("stage", (str(stage),)))
    return _definition(
        f"outcomes_{procedure}_{stage}", "outcomes", f"{names.PROCEDURE[procedure]}, stage {stage}: what came of it", ENDED,
        over_periods("ended", "outcome", "Outcome", _profiled(names.outcomes), where=where, total="All that ended"),
    )  # fmt: skip


_FIRSTS = Ask("ended", (), (("own", ("no",)), ("procedure", ("statutory",)), ("stage", ("1",))))
_WITH_ONE = " A complaint counts once, with the service that it is with."
_STAGES_BEGUN = "It counts stage 1 by the day of receipt, and stages 2 and 3 by the day of the request. A request that was refused began no stage."


def _by_service(procedure: str, stage: int) -> Definition:
    where = (*((("own", ("no",)),) if stage == 1 else ()), ("procedure", (procedure,)), ("stage", (str(stage),)))
    return _definition(
        f"outcomes_by_service_{procedure}" if stage == 1 else f"outcomes_by_service_{procedure}_{stage}", "outcomes",
        f"{names.PROCEDURE[procedure]}, stage {stage}: what came of it, by service", ENDED + _WITH_ONE,
        across(
            "ended", "area", "Service", _profiled(names.areas), "outcome", _profiled(names.outcomes),
            where=where, shares_of=UPHELD, share_name="Upheld, at least in part",
        ),
    )  # fmt: skip


def _by_level(procedure: str, level: str) -> Definition:
    where = (("own", ("no",)), ("procedure", (procedure,)), ("stage", ("1",)))
    return _definition(
        f"outcomes_by_{level}_{procedure}", "outcomes", f"{names.PROCEDURE[procedure]}, stage 1: what came of it, by {level}",
        ENDED + _WITH_ONE, organised.outcomes_by(level, where),
    )  # fmt: skip


def _by_stage(procedure: str) -> Definition:
    return _definition(
        f"outcomes_by_stage_{procedure}", "outcomes", f"{names.PROCEDURE[procedure]}, all stages: what came of them",
        ENDED + " A complaint counts with each of its stages that ended.",
        across(
            "ended", "stage", "Stage", _fixed(names.STAGE), "outcome", _profiled(names.outcomes),
            where=(("procedure", (procedure,)),), total="All stages", shares_of=UPHELD, share_name="Upheld, at least in part",
        ),
    )  # fmt: skip


def _of_received(procedure: str) -> Definition:
    return _definition(
        f"received_outcomes_{procedure}", "outcomes", f"{names.PROCEDURE[procedure]}: what was received, and what came of it at stage 1",
        "It counts what was received in the period, by what has come of its first stage by now: the other tables of outcomes count what ended." + _WITH_ONE,
        across(
            "asked", "area", "Service", _profiled(names.areas), "outcome", _profiled(names.outcomes_so_far),
            where=(("how", _BEGUN), ("procedure", (procedure,)), ("stage", ("1",))), total="All received", shares_of=UPHELD, share_name="Upheld, at least in part",
        ),
    )  # fmt: skip


def _stages_by_service(procedure: str) -> Definition:
    return _definition(
        f"stages_by_service_{procedure}", "stages", f"{names.PROCEDURE[procedure]}: stages that were begun, by service", _STAGES_BEGUN + _WITH_ONE,
        across(
            "asked", "area", "Service", _profiled(names.areas), "stage", _fixed(names.STAGE),
            where=(("how", _BEGUN), ("procedure", (procedure,))), total="All stages",
        ),
    )  # fmt: skip


_ENQUIRIES = (("kind", ("enquiry",)),)
_ENQUIRY_TIME = Ask("ended", ("enquiry", "in_time"), (("how", ("answered",)), ("procedure", ("enquiry",))))
_ENQUIRY_DONE = Ask("ended", ("enquiry",), (("how", ("answered",)), ("procedure", ("enquiry",))))
_ENQUIRY_MONTHS = Ask("received", ("month", "enquiry"), _ENQUIRIES)
_ENQUIRY_KINDS = Ask("received", ("enquiry",), _ENQUIRIES)
_ENQUIRY_ALL = Ask("received", (), _ENQUIRIES)


_NO_INFORMATION = "Requests for information are counted by themselves."
_SERVICE_TIME = Ask("ended", ("area", "enquiry", "in_time"), _ENQUIRY_DONE.where)
_SERVICE_DONE = Ask("ended", ("area", "enquiry"), _ENQUIRY_DONE.where)


def _in_time_row(key: str, name: str, done: Cell, in_time: Cell, *, total: bool = False) -> Row:
    return Row(key, name, (done, in_time, shared(in_time, done)), total=total)


_IN_TIME_COLUMNS = (Column("answered", "Answered"), Column("in_time", "In time"), Column("share", "Share", Unit.SHARE))


def _enquiry_kinds(book: Book) -> list[str]:
    """Which kinds of enquiry were answered in the report's own period."""
    found = {codes[1] for codes, n in book.counted[_ENQUIRY_DONE] if n and codes[0] == book.setting.own.key}
    return sorted(found - set(FREEDOM_OF_INFORMATION))


def _all_enquiries(book: Book, kinds: Sequence[str]) -> Row:
    own = book.setting.own
    done, in_time = joined(book, _ENQUIRY_DONE, own, kinds), joined(book, _ENQUIRY_TIME, own, kinds, "yes")
    return _in_time_row(TOTAL, "All enquiries", done, in_time, total=True)


def _enquiry_times(book: Book, definition: Definition) -> Table | None:
    own, kinds = book.setting.own, _enquiry_kinds(book)
    if not kinds:
        return None
    rows = [
        _in_time_row(code or "unknown", name, book.cell(_ENQUIRY_DONE, own, code), book.cell(_ENQUIRY_TIME, own, code, "yes"))
        for code, name in ordered(names.enquiries(book.setting.profile), kinds)
    ]
    rows.append(_all_enquiries(book, kinds))
    return Table(definition.key, definition.name, definition.says, "Enquiries by", _IN_TIME_COLUMNS, tuple(rows))


def _enquiry_times_by_service(book: Book, definition: Definition) -> Table | None:
    own, kinds = book.setting.own, _enquiry_kinds(book)
    found = {codes[1] for codes, n in book.counted[_SERVICE_DONE] if n and codes[0] == own.key and codes[2] in kinds}
    if not found - {""}:
        return None
    rows = []
    for code, name in ordered(names.areas(book.setting.profile), found):
        of = book.selection(_SERVICE_DONE, own, code, "").narrowed("enquiry", *kinds)
        done = Cell(sum(book.number(_SERVICE_DONE, own, code, kind) for kind in kinds), of)
        in_time = Cell(sum(book.number(_SERVICE_TIME, own, code, kind, "yes") for kind in kinds), of.narrowed("in_time", "yes"))
        rows.append(_in_time_row(code or "unknown", name, done, in_time))
    rows.append(_all_enquiries(book, kinds))
    return Table(definition.key, definition.name, definition.says, "Service", _IN_TIME_COLUMNS, tuple(rows))


def _enquiries_over_time(information: bool, quarters: bool) -> Callable[[Book, Definition], Table | None]:
    def make(book: Book, definition: Definition) -> Table | None:
        own = book.setting.own
        found = {codes[1] for codes, n in book.counted[_ENQUIRY_KINDS] if n and codes[0] == own.key}
        wanted = {code for code in found if (code in FREEDOM_OF_INFORMATION) is information}
        kinds = ordered(names.enquiries(book.setting.profile), wanted)
        if not kinds:
            return None
        spans = quarters_of(own) if quarters else [(month, month_name(month), [month]) for month in months_of(own)]
        rows = []
        for key, name, months in spans:
            cells = [_of_months(book, _ENQUIRY_MONTHS, months, code) for code, _ in kinds]
            of = book.selection(_ENQUIRY_ALL, own).narrowed("month", *months).narrowed("enquiry", *sorted(wanted))
            rows.append(Row(key, name, (*cells, Cell(sum(int(cell.value or 0) for cell in cells), of))))
        totals = [book.cell(_ENQUIRY_KINDS, own, code) for code, _ in kinds]
        whole = Cell(sum(int(cell.value or 0) for cell in totals), book.selection(_ENQUIRY_ALL, own).narrowed("enquiry", *sorted(wanted)))
        rows.append(Row(TOTAL, "Total", (*totals, whole), total=True))
        columns = (*(Column(code or "unknown", name) for code, name in kinds), Column(TOTAL, "Total", total=True))
        return Table(definition.key, definition.name, definition.says, "Quarter" if quarters else "Month", columns, tuple(rows), Chart.STACKED)

    return make


_OMBUDSMAN_TIME = Ask("ombudsman_answered", ("in_time",))
_OMBUDSMAN_ANSWERED = Ask("ombudsman_answered")
_OMBUDSMAN_ASKED = Ask("ombudsman_asked")
_OMBUDSMAN_DECIDED = Ask("ombudsman_decided", ("decision",))


def _ombudsman(book: Book, definition: Definition) -> Table | None:
    periods = book.setting.periods
    asked = tuple(book.cell(_OMBUDSMAN_ASKED, period) for period in periods)
    answered = tuple(book.cell(_OMBUDSMAN_ANSWERED, period) for period in periods)
    in_time = tuple(book.cell(_OMBUDSMAN_TIME, period, "yes") for period in periods)
    if not any(cell.value for cell in (*asked, *answered)):
        return None
    rows = (Row("asked", "Enquiries received", asked), Row("answered", "Enquiries answered", answered), Row("in_time", "Of those, in time", in_time))
    return Table(definition.key, definition.name, definition.says, "The Ombudsman", period_columns(book), rows, Chart.GROUPED)


_ASKED_OF = Ask("ombudsman_answered", ("kind",))
_ASKED_OF_TIME = Ask("ombudsman_answered", ("kind", "in_time"))


def _ombudsman_times(book: Book, definition: Definition) -> Table | None:
    own = book.setting.own
    kinds = ordered(names.KIND, (codes[1] for codes, n in book.counted[_ASKED_OF] if n and codes[0] == own.key))
    if not kinds:
        return None
    rows = [_in_time_row(kind, name, book.cell(_ASKED_OF, own, kind), book.cell(_ASKED_OF_TIME, own, kind, "yes")) for kind, name in kinds]
    rows.append(_in_time_row(TOTAL, "All enquiries of the Ombudsman", book.cell(_OMBUDSMAN_ANSWERED, own), book.cell(_OMBUDSMAN_TIME, own, "yes"), total=True))
    return Table(definition.key, definition.name, definition.says, "Procedure", _IN_TIME_COLUMNS, tuple(rows))


_upheld_asks, _upheld_table = over_periods(
    "ombudsman_decided", "injustice", "What was found", _fixed(names.INJUSTICE), where=(("decision", ("upheld",)),), total="All that were upheld"
)  # fmt: skip


def _injustice(book: Book, definition: Definition) -> Table | None:
    """Nothing where no decision says it: a table of what was not written down would say no more than the one of decisions."""
    found = {code for ask in _upheld_asks(book.setting) if ask.by for code in book.codes(ask)}
    return _upheld_table(book, definition) if found - {""} else None


_ANYTHING = Ask("ombudsman_decided", ("asks",))
_ASKED_FOR = {code: Ask("ombudsman_decided", (f"asks_{code}",)) for code in names.RECOMMENDED}


def _recommended(book: Book, definition: Definition) -> Table | None:
    """What the Ombudsman asked for; nothing where no decision asked for anything, or nobody wrote it down."""
    periods = book.setting.periods
    anything = tuple(book.cell(_ANYTHING, period, "yes") for period in periods)
    if not any(cell.value for cell in anything):
        return None
    rows = [Row("anything", "Decisions that asked for something", anything)]
    for code, name in names.RECOMMENDED.items():
        cells = tuple(book.cell(_ASKED_FOR[code], period, "yes") for period in periods)
        if any(cell.value for cell in cells):
            rows.append(Row(code, name, cells))
    return Table(definition.key, definition.name, definition.says, "Asked for", period_columns(book), tuple(rows), Chart.GROUPED)


_ESCALATION = "It counts beginnings of a stage and of the stage before it in the same period: not the same complaints. A request that was refused began no stage."

DEFINITIONS: tuple[Definition, ...] = (
    _definition(
        "received_by_kind", "received", "Complaints, by procedure", RECEIVED,
        over_periods("received", "kind", "Procedure", _only(names.KIND, "statutory", "corporate", "other"), where=(_COMPLAINTS,), total="All complaints"),
    ),
    _definition(
        "received_besides", "received", "What came in beside complaints", RECEIVED,
        over_periods("received", "kind", "Kind", _only(names.KIND, "enquiry", "query", "compliment"), where=(("kind", ("compliment", "enquiry", "query")),), total="All of these"),
    ),
    Definition("received_by_quarter", "received", "Complaints by quarter", RECEIVED, lambda _: (_MONTHS, _KINDS, _WHOLE), _by_quarter),
    Definition("received_by_month", "received", "Complaints by month", RECEIVED, lambda _: (_MONTHS, _KINDS, _WHOLE), _by_month),
    _definition(
        "received_by_channel", "received", "How complaints reached us", RECEIVED,
        over_periods("received", "channel", "Way", _profiled(names.channels), where=(_COMPLAINTS,), total="All complaints"),
    ),
    _definition(
        "statutory_by_complainant", "who", "Who made statutory complaints", RECEIVED,
        over_periods("received", "complainant", "Complainant", _profiled(names.who), where=(("kind", ("statutory",)),), total="All statutory complaints", group=names.group_of, all_of=True),
    ),
    _definition(
        "received_by_complainant", "who", "Who made complaints of every kind", RECEIVED,
        over_periods("received", "complainant", "Complainant", _profiled(names.who), where=(_COMPLAINTS,), total="All complaints", group=names.group_of),
    ),
    Definition("children", "who", "Children who complained themselves", RECEIVED, _children_asks, _children),
    Definition("children_by_kind", "who", "Children who complained themselves, by procedure", RECEIVED, lambda _: (_CHILDREN_KINDS, _CHILDREN_ALL, _KINDS, _WHOLE), _children_by_kind),
    _definition(
        "received_by_voice", "who", "In whose words the pages were", RECEIVED + " Only what came online has a voice that was chosen.",
        over_periods("received", "voice", "Pages", _fixed(names.VOICE), where=(("channel", ("portal",)), _COMPLAINTS), total="All complaints made online", chart=Chart.NONE),
    ),
    _definition(
        "received_by_language", "who", "In which language", RECEIVED,
        over_periods("received", "language", "Language", _fixed({"en": "English", "pl": "Polish", "ur": "Urdu"}), where=(_COMPLAINTS,), total="All complaints", chart=Chart.NONE),
    ),
    _definition(
        "received_by_area", "services", "Complaints by service", RECEIVED + " A complaint counts once, with the service that it is with.",
        over_periods("received", "area", "Service", _profiled(names.areas), where=(_COMPLAINTS,), total="All complaints"),
    ),
    _definition(
        "statutory_by_area", "services", "Statutory complaints by service", RECEIVED + " A complaint counts once, with the service that it is with.",
        over_periods("received", "area", "Service", _profiled(names.areas), where=(("kind", ("statutory",)),), total="All statutory complaints"),
    ),
    *(
        _definition(f"received_by_{level}", "services", f"Complaints by {level}", RECEIVED + _WITH_ONE, organised.received_by(level, (_COMPLAINTS,)))
        for level in organised.LEVELS
    ),
    _definition(
        "points_by_service", "services", "Every service that a complaint concerned", RECEIVED + " One complaint may concern several services, and is counted with each; the last row counts each complaint once.",
        over_periods("received_by_service", "service", "Service", _profiled(names.areas), where=(_COMPLAINTS,), once=_WHOLE, total="All complaints", chart=Chart.BARS),
    ),
    _definition(
        "points_by_team", "services", "Every team that a complaint concerned", RECEIVED + " One complaint may concern several teams, and is counted with each; the last row counts each complaint once.",
        over_periods("received_by_team", "service_team", "Team", _profiled(names.teams_concerned), where=(_COMPLAINTS,), once=_WHOLE, total="All complaints", chart=Chart.BARS),
    ),
    _definition(
        "points_by_matter", "services", "What the points of complaints were about", RECEIVED + " A complaint has one point or several; points are counted here.",
        over_periods("points", "matter", "Matter", _fixed(names.matters()), where=(_COMPLAINTS,), total="All points", chart=Chart.BARS),
    ),
    Definition("stages", "stages", "Stages that were begun", _STAGES_BEGUN, lambda _: (_BEGUN_STAGES, _BEGUN_ALL), _stages),
    *(_stages_by_service(procedure) for procedure in _PROCEDURES),
    Definition("escalation", "stages", "How many went on", _ESCALATION, lambda _: (_BEGUN_STAGES,), _escalated),
    Definition("requests", "stages", "Requests for stages 2 and 3", "It counts requests that were made in the period, by what has come of them by now.", lambda _: (_ASKED, _REQUESTS), _requests),
    Definition("standing", "stages", "Not yet answered at the end", "It counts stages that were begun and had not ended on the last day of the period.", lambda _: (_RUNNING,), _standing),
    *TIMES,
    *PANELS,
    *(_outcomes(procedure, stage) for procedure in _PROCEDURES for stage in (1, 2, 3)),
    *(_by_stage(procedure) for procedure in _PROCEDURES),
    *(_by_service(procedure, stage) for procedure in _PROCEDURES for stage in (1, 2, 3)),
    *(_by_level(procedure, level) for procedure in _PROCEDURES for level in organised.LEVELS),
    *(_of_received(procedure) for procedure in _PROCEDURES),
    _definition(
        "upheld_by_service", "outcomes", "Every service concerned, and what came of it at statutory stage 1", ENDED + " One complaint may concern several services, and is counted with each; the last row counts each complaint once.",
        across("ended_by_service", "service", "Service", _profiled(names.areas), "outcome", _profiled(names.outcomes), where=_FIRSTS.where, once=_FIRSTS, total="All that ended", shares_of=UPHELD, share_name="Upheld, at least in part"),
    ),
    _definition(
        "upheld_by_team", "outcomes", "Every team concerned, and what came of it at statutory stage 1", ENDED + " One complaint may concern several teams, and is counted with each; the last row counts each complaint once.",
        across("ended_by_team", "service_team", "Team", _profiled(names.teams_concerned), "outcome", _profiled(names.outcomes), where=_FIRSTS.where, once=_FIRSTS, total="All that ended", shares_of=UPHELD, share_name="Upheld, at least in part"),
    ),
    _definition(
        "causes", "outcomes", "Causes of statutory complaints", ENDED + " One complaint may have several causes, and is counted with each; the last row counts each complaint once.",
        across("ended_by_cause", "cause", "Cause", _profiled(names.causes), "outcome", _profiled(names.outcomes), where=(("procedure", ("statutory",)),), once=_FIRSTS, total="All that ended"),
    ),
    Definition("ombudsman", "ombudsman", "Enquiries of the Ombudsman", "It counts enquiries by the day on which they came, and answers by the day on which they were sent.", lambda _: (_OMBUDSMAN_ASKED, _OMBUDSMAN_ANSWERED, _OMBUDSMAN_TIME), _ombudsman),
    _definition(
        "ombudsman_by_kind", "ombudsman", "Enquiries of the Ombudsman, by procedure", "It counts enquiries by the day on which they came.",
        over_periods("ombudsman_asked", "kind", "Procedure", _fixed(names.KIND), total="All enquiries"),
    ),
    Definition("ombudsman_in_time", "ombudsman", "Enquiries of the Ombudsman answered in time", "It counts answers by the day on which they were sent.", lambda _: (_ASKED_OF, _ASKED_OF_TIME, _OMBUDSMAN_ANSWERED, _OMBUDSMAN_TIME), _ombudsman_times),
    _definition(
        "ombudsman_asked", "ombudsman", "Enquiries of the Ombudsman, and what came of them", "It counts enquiries by the day on which they came, by what has been decided by now.",
        over_periods("ombudsman_asked", "decision", "Decision", _fixed(names.DECISION), total="All enquiries"),
    ),
    _definition(
        "ombudsman_decisions", "ombudsman", "Decisions of the Ombudsman", "It counts decisions by their day.",
        over_periods("ombudsman_decided", "decision", "Decision", _fixed(names.DECISION), total="All decisions"),
    ),
    Definition(
        "ombudsman_injustice", "ombudsman", "What the Ombudsman upheld, and whether our fault caused injustice",
        "It counts decisions that upheld a complaint, by their day. With each the Ombudsman says if our fault caused injustice.",
        _upheld_asks, _injustice,
    ),
    Definition(
        "ombudsman_remedies", "ombudsman", "What the Ombudsman asked us to do",
        "It counts decisions by their day. One decision may ask for several things, and is counted with each.",
        lambda _: (_ANYTHING, *_ASKED_FOR.values()), _recommended,
    ),
    Definition("enquiries", "enquiries", "Enquiries by month", RECEIVED, lambda _: (_ENQUIRY_MONTHS, _ENQUIRY_KINDS, _ENQUIRY_ALL), _enquiries_over_time(False, False)),
    Definition("enquiries_in_time", "enquiries", "Enquiries answered in time", f"{ENDED} {_NO_INFORMATION}", lambda _: (_ENQUIRY_TIME, _ENQUIRY_DONE), _enquiry_times),
    Definition("enquiries_in_time_by_service", "enquiries", "Enquiries answered in time, by service", f"{ENDED} {_NO_INFORMATION}", lambda _: (_ENQUIRY_TIME, _ENQUIRY_DONE, _SERVICE_TIME, _SERVICE_DONE), _enquiry_times_by_service),
    Definition("information", "information", "Requests for information by quarter", RECEIVED, lambda _: (_ENQUIRY_MONTHS, _ENQUIRY_KINDS, _ENQUIRY_ALL), _enquiries_over_time(True, True)),
    _definition(
        "actions", "learning", "What was to be done, by how far it reaches", "It counts actions by the day on which they were set, and where each stands today.",
        across("actions", "grade", "Reach", _fixed(names.GRADE), "status", _fixed(names.STATUS), total="All actions"),
    ),
    _definition(
        "remedies", "learning", "What was promised to people", "It counts remedies by the day of the finding, and where each stands today.",
        across("remedies", "remedy", "Remedy", _fixed(names.REMEDY), "status", _fixed(names.STATUS), total="All remedies"),
    ),
    _definition(
        "remedies_together", "learning", "What was promised for one complaint, taken together",
        "It counts complaints of which something was promised, by the day of the last finding; each once.",
        over_periods("remedies_together", "together", "Promised", _fixed(names.together()), total="Complaints with a remedy", chart=Chart.BARS),
    ),
    _definition(
        "costs", "costs", "What was spent", "It counts money by the day on which it was spent.",
        over_periods("costs", "cost", "Spent on", _fixed(names.COST), total="In all", unit=Unit.POUNDS),
    ),
    _definition(
        "advocates", "advocacy", "Help by an advocate", RECEIVED,
        across("received", "complainant", "Complainant", _profiled(names.who), "advocate", _fixed(names.ADVOCATE), where=(_COMPLAINTS,), group=names.group_of),
    ),
    _definition(
        "compliments", "thanks", "Compliments by service", RECEIVED,
        over_periods("received", "area", "Service", _profiled(names.areas), where=(("kind", ("compliment",)),), total="All compliments"),
    ),
    _definition(
        "quotable", "thanks", "Compliments that may be quoted", RECEIVED + " Whoever sent them said whether their words may be shown to others without names.",
        over_periods("received", "quotable", "May be quoted", _fixed({"yes": "Yes", "no": "No", "": "Nobody asked"}), where=(("kind", ("compliment",)),), total="All compliments", chart=Chart.NONE),
    ),
)  # fmt: skip
"""Every table by definition, in the order of the report; those of which there is nothing are left out of it."""
