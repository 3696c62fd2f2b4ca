"""What can be counted: facts with their dimensions, and the conditions in which a figure and its list are written.

A fact is a kind of thing that happened on a day: a case was received, a stage ended, an action was set. A dimension is a code of
it to count by. The same dimension counts and finds: a figure and the list of its cases cannot disagree.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    String,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import iterate

from portal.casework.answering import Remedy
from portal.casework.stages import RECOMMENDED
from portal.store import tables

Expression = ColumnElement[Any]

FROM, TO, AT_END, DAYS = "from", "to", "at_end", "days"
"""Conditions of any fact beside its dimensions: from which day, to which day, what ran on a day, and a band of working days.

A band is written `0-10`, or `21-` where it has no end.
"""

_cases, _stages, _points, _asked = tables.cases, tables.case_stages, tables.points, tables.case_ombudsman
_panels = tables.case_panels


@dataclass(frozen=True, slots=True)
class Fact:
    """Rows to count: where they come from, the day that they belong to, and their dimensions beside those of their case."""

    rows: FromClause
    day: Expression
    dimensions: Mapping[str, Expression]
    only: tuple[ColumnElement[bool], ...] = ()
    pence: Expression | None = None
    bare: FromClause | None = None
    """The same rows without their cases, where nothing is asked of these: much less to read."""
    quick: "Quick | None" = None

    def without_cases(self, dimensions: Iterable[str]) -> FromClause:
        """Where the rows come from, if these are the dimensions that are asked for."""
        own = self.bare is not None and set(dimensions) <= {*self.dimensions, "month"}
        return self.bare if own and self.bare is not None else self.rows


@dataclass(frozen=True, slots=True)
class Quick:
    """A second way to the same numbers: an index in whose order the rows are grouped, so that nothing is sorted or looked up.

    `order`: its columns, the month first. `dimensions`: what can be counted from these columns alone. `several`: the one of
    them that is a column of codes, of which a row is counted with each.
    """

    order: tuple[Column[Any], ...]
    dimensions: Mapping[str, Expression]
    several: str = ""
    only: tuple[ColumnElement[bool], ...] = ()
    rows: FromClause | None = None
    """Where its columns come from, if they are of more than one table."""

    def knows(self, names: Iterable[str]) -> bool:
        """Whether this is all that it takes."""
        return {*names} <= {*self.dimensions, "month"}


class DaysBetween(FunctionElement[int]):
    """How many days of the calendar lie from one day to another; below 0 where the other is before it."""

    name = "days_between"
    type = Integer()
    inherit_cache = True


@compiles(DaysBetween)
def _as_a_difference(between: Any, compiler: Any, **more: Any) -> str:
    first, last = (compiler.process(each, **more) for each in between.clauses)
    return f"({last} - {first})"


@compiles(DaysBetween, "sqlite")
def _as_julian_days(between: Any, compiler: Any, **more: Any) -> str:
    """SQLite keeps days as text."""
    first, last = (compiler.process(each, **more) for each in between.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


def kind() -> Expression:
    """What came in: a compliment, an enquiry, a query, or a complaint by the procedure that it goes by."""
    return case(
        (_cases.c.purpose.in_(("enquiry", "query", "compliment")), _cases.c.purpose),
        (_cases.c.route == "compliment", literal("compliment")),
        else_=func.coalesce(_cases.c.procedure, literal("other")),
    )


COUNCIL = "council"
"""Whose case it is, by the name of its profile: a dimension of every fact, and a condition of every figure of a report."""

_OF_CASE: Mapping[str, Expression] = {
    COUNCIL: _cases.c.council,
    "kind": kind(),
    "route": _cases.c.route,
    "enquiry": func.coalesce(_cases.c.enquiry_kind, literal("")),
    "complainant": func.coalesce(_cases.c.complainant, literal("")),
    "channel": _cases.c.channel,
    "area": func.coalesce(_cases.c.service_area, literal("")),
    "team": func.coalesce(_cases.c.team, literal("")),
    "voice": _cases.c.voice,
    "language": _cases.c.language,
    "advocate": func.coalesce(_cases.c.advocate, literal("")),
    "quotable": case((_cases.c.quotable.is_(None), literal("")), (_cases.c.quotable, literal("yes")), else_=literal("no")),
    "handler": func.coalesce(cast(_cases.c.handler_id, String), literal("")),
}
_OF_STAGE: Mapping[str, Expression] = {
    "procedure": _stages.c.procedure,
    "stage": cast(_stages.c.stage, String),
    "own": case((_stages.c.own, literal("yes")), else_=literal("no")),
    "how": _stages.c.how,
    "outcome": _stages.c.outcome,
    "extended": case((_stages.c.extended, literal("yes")), else_=literal("no")),
    "in_time": _stages.c.in_time,
    DAYS: _stages.c.days,
}
_STAGES = _stages.join(_cases, _cases.c.id == _stages.c.case_id)

_POINTS = _points.join(_cases, _cases.c.id == _points.c.case_id)
_OF_POINT = {"matter": func.coalesce(_points.c.matter, literal("")), "finding": func.coalesce(_points.c.finding, literal(""))}

# The services of a case are those of its points; of one whose points name none, the one that it is with. A service is counted
# once for a case, however many of its teams are concerned; so is each team. What names none has the code of nothing, once.
_of_points = tables.point_services.c
_NAMED = select(_of_points.case_id, _of_points.service).distinct().subquery("of_service")
_WITHOUT_TEAM = select(_of_points.case_id, literal("").label("team")).group_by(_of_points.case_id).having(func.max(_of_points.team) == "")
_NAMED_TEAMS = select(_of_points.case_id, _of_points.team).where(_of_points.team != "").union(_WITHOUT_TEAM).subquery("of_team")
_SERVICE = func.coalesce(_NAMED.c.service, _cases.c.service_area, literal(""))
_TEAM = case((_NAMED_TEAMS.c.case_id.is_(None), func.coalesce(_cases.c.team, literal(""))), else_=_NAMED_TEAMS.c.team)
_CAUSES = select(tables.point_causes.c.case_id, tables.point_causes.c.cause).distinct().subquery("of_cause")
_CAUSE = func.coalesce(_CAUSES.c.cause, literal(""))
_OF_SERVICE, _OF_TEAM = {"service": _SERVICE}, {"service_team": _TEAM}
# In the words of the dimensions: of a column that is bound to one value SQLite no longer sees that an index has it in order.
_FIRST_STAGE = (_OF_STAGE["stage"] == "1", _OF_STAGE["own"] == "no")

# The same of an index.
_OF_STAGE_QUICKLY = {**_OF_STAGE, "area": _stages.c.area, "enquiry": _stages.c.enquiry}
_BY_CASE, _BY_CONCERNED = tables.ORDERS["cases_counted"], tables.ORDERS["cases_counted_concerned"]
_BY_ASKED, _BY_ENDED = tables.ORDERS["case_stages_counted_asked"], tables.ORDERS["case_stages_counted_ended"]
_BY_STAGE_CONCERNED = tables.ORDERS["case_stages_counted_concerned"]


def _of_order(order: Sequence[Column[Any]], known: Mapping[str, Expression], several: tuple[str, Expression] | None = None, only: tuple[ColumnElement[bool], ...] = ()) -> Quick:
    """What an index can count of these dimensions: those that it has every column of."""
    there = {name: each for name, each in known.items() if columns_of(each) <= {*order}}
    return Quick(tuple(order), there | ({several[0]: several[1]} if several else {}), several[0] if several else "", only)


def columns_of(each: Expression) -> set[Any]:
    """The columns that a dimension is made of."""
    return {one for one in iterate(each) if isinstance(one, Column)}


_actions, _remedies, _costs = tables.actions_due, tables.remedies, tables.costs

BETWEEN = "-"
"""What stands between the remedies of one complaint in the code of all of them together."""


def _together() -> Expression:
    """Which remedies a case has, in the order of their codes, each once: `apology-explanation-`."""
    found: Expression = literal("")
    for code in sorted(remedy.value for remedy in Remedy):
        found = found + case((func.max(case((_remedies.c.remedy == code, 1), else_=0)) == 1, literal(code + BETWEEN)), else_=literal(""))
    return found


def _yes_or_no(so: ColumnElement[bool]) -> Expression:
    return case((so, literal("yes")), else_=literal("no"))


_REMEDIES = cast(_asked.c.remedies, Text)
_ASKED_FOR: Mapping[str, Expression] = {
    "asks": _yes_or_no(func.trim(_REMEDIES) != ""),
    **{f"asks_{code}": _yes_or_no(_REMEDIES.contains(f" {code} ", autoescape=True)) for code in RECOMMENDED},
}
"""Of a decision of the Ombudsman: whether it asks for anything, and for each thing whether it asks for that."""

_PROMISED = (
    select(_remedies.c.case_id, func.max(_points.c.decided_on).label("on_day"), _together().label("together"))
    .select_from(_remedies.join(_points, and_(_points.c.case_id == _remedies.c.case_id, _points.c.number == _remedies.c.point)))
    .group_by(_remedies.c.case_id)
    .subquery("promised")
)

_PANELS = _panels.join(_cases, _cases.c.id == _panels.c.case_id)


def _step(done_on: Expression, due_on: Expression, days: Expression) -> Mapping[str, Expression]:
    """The dimensions of one step of a panel. By when it was due is not known where the bank holidays of its year are not."""
    in_time = case((due_on.is_(None), literal("not_known")), (done_on <= due_on, literal("yes")), else_=literal("no"))
    return {"in_time": in_time, DAYS: days}


def _calendar_days() -> Expression:
    """Days of the calendar from the day from which a stage is counted to its end."""
    return case((_stages.c.ended_on < _stages.c.begun_on, 0), else_=DaysBetween(_stages.c.begun_on, _stages.c.ended_on))


_OF_PANELS: Mapping[str, Fact] = {
    "panel_met": Fact(
        _PANELS, _panels.c.met_on, _step(_panels.c.met_on, _panels.c.due_on, _panels.c.days),
        (_panels.c.met_on <= bindparam("today", type_=Date),), bare=_panels,
    ),
    "panel_findings": Fact(
        _PANELS, _panels.c.findings_on, _step(_panels.c.findings_on, _panels.c.findings_due_on, _panels.c.findings_days), bare=_panels,
    ),
    "panel_answered": Fact(
        _PANELS, _panels.c.answered_on, _step(_panels.c.answered_on, _panels.c.answer_due_on, _panels.c.answer_days), bare=_panels,
    ),
    # The same stages as `ended`, whose days are those of the calendar.
    "ended_by_calendar": Fact(_STAGES, _stages.c.ended_on, {**_OF_STAGE, DAYS: _calendar_days()}, bare=_stages),
}  # fmt: skip

BY_TODAY = frozenset({"actions", "panel_met"})
"""Facts that count what is so on the present day: a panel whose day is still to come has not met."""

FACTS: Mapping[str, Fact] = {
    **_OF_PANELS,
    "received": Fact(_cases, _cases.c.received_on, {}, quick=_of_order(_BY_CASE, _OF_CASE)),
    "received_by_service": Fact(
        _cases.outerjoin(_NAMED, _NAMED.c.case_id == _cases.c.id), _cases.c.received_on, _OF_SERVICE,
        quick=_of_order(_BY_CONCERNED, _OF_CASE, ("service", _cases.c.services)),
    ),
    "received_by_team": Fact(
        _cases.outerjoin(_NAMED_TEAMS, _NAMED_TEAMS.c.case_id == _cases.c.id), _cases.c.received_on, _OF_TEAM,
        quick=_of_order(_BY_CONCERNED, _OF_CASE, ("service_team", _cases.c.teams)),
    ),
    "points": Fact(
        _POINTS, _cases.c.received_on, _OF_POINT, quick=Quick((*_BY_CONCERNED[:4], _points.c.matter, _points.c.finding), {"kind": kind(), **_OF_POINT}, rows=_POINTS)
    ),
    "asked": Fact(_STAGES, _stages.c.asked_on, _OF_STAGE, bare=_stages, quick=_of_order(_BY_ASKED, _OF_STAGE_QUICKLY)),
    "ended": Fact(_STAGES, _stages.c.ended_on, _OF_STAGE, bare=_stages, quick=_of_order(_BY_ENDED, _OF_STAGE_QUICKLY)),
    "ended_by_service": Fact(
        _STAGES.outerjoin(_NAMED, _NAMED.c.case_id == _cases.c.id), _stages.c.ended_on, {**_OF_STAGE, **_OF_SERVICE},
        quick=_of_order(_BY_STAGE_CONCERNED, _OF_STAGE_QUICKLY, ("service", _stages.c.services)),
    ),
    "ended_by_team": Fact(
        _STAGES.outerjoin(_NAMED_TEAMS, _NAMED_TEAMS.c.case_id == _cases.c.id), _stages.c.ended_on, {**_OF_STAGE, **_OF_TEAM},
        quick=_of_order(_BY_STAGE_CONCERNED, _OF_STAGE_QUICKLY, ("service_team", _stages.c.teams)),
    ),
    "ended_by_cause": Fact(
        _STAGES.outerjoin(_CAUSES, _CAUSES.c.case_id == _cases.c.id), _stages.c.ended_on, {**_OF_STAGE, "cause": _CAUSE}, _FIRST_STAGE,
        bare=_stages.outerjoin(_CAUSES, _CAUSES.c.case_id == _stages.c.case_id),
        quick=_of_order(_BY_STAGE_CONCERNED, _OF_STAGE_QUICKLY, ("cause", _stages.c.causes), _FIRST_STAGE),
    ),
    "ombudsman_asked": Fact(_asked.join(_cases, _cases.c.id == _asked.c.case_id), _asked.c.asked_on, {"decision": _asked.c.decision}),
    "ombudsman_answered": Fact(
        _asked.join(_cases, _cases.c.id == _asked.c.case_id), _asked.c.answered_on,
        {
            "in_time": case(
                (_asked.c.due_on.is_(None), literal("no_limit")), (_asked.c.answered_on <= _asked.c.due_on, literal("yes")),
                else_=literal("no"),
            )
        },
    ),
    "ombudsman_decided": Fact(
        _asked.join(_cases, _cases.c.id == _asked.c.case_id), _asked.c.decided_on,
        {"decision": _asked.c.decision, "injustice": _asked.c.injustice, **_ASKED_FOR},
    ),
    "actions": Fact(
        _actions.join(_cases, _cases.c.id == _actions.c.case_id), _actions.c.set_on,
        {
            "grade": _actions.c.grade,
            "status": case(
                (and_(_actions.c.status == "open", _actions.c.due_on < bindparam("today", type_=Date)), literal("late")),
                else_=_actions.c.status,
            ),
        },
    ),
    "remedies": Fact(
        _remedies.join(_cases, _cases.c.id == _remedies.c.case_id).join(
            _points, and_(_points.c.case_id == _remedies.c.case_id, _points.c.number == _remedies.c.point)
        ),
        _points.c.decided_on, {"remedy": _remedies.c.remedy, "status": _remedies.c.status}, pence=_remedies.c.pence,
    ),
    "remedies_together": Fact(_cases.join(_PROMISED, _PROMISED.c.case_id == _cases.c.id), _PROMISED.c.on_day, {"together": _PROMISED.c.together}),
    "costs": Fact(
        _costs.join(_cases, _cases.c.id == _costs.c.case_id), _costs.c.on_day,
        {"cost": _costs.c.kind, "at_stage": cast(_costs.c.stage, String)}, pence=_costs.c.pence,
    ),
}  # fmt: skip
"""Every fact by its code. The conditions of a figure and its list are written in the words of these."""


def dimensions_of(fact: str) -> Mapping[str, Expression]:
    """What can be counted of a fact; raises KeyError for one that there is not."""
    return {**_OF_CASE, **FACTS[fact].dimensions}
