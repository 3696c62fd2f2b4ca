"""/feed/v1: cases by the day they came, one case, figures by month; codes, dates and stages, and nobody's words."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any

import structlog
from flask import Blueprint, request

from portal.actions import feed
from portal.actions.feed import CaseTold, NotOpened, OutOfScope, Scope
from portal.casework.reference import tidy
from portal.feed.bearer import not_opened, problem, token
from portal.feed.description import description
from portal.limits import FEED_LARGEST_PAGE, FEED_PAGE
from portal.store.feed import FeedRow, MonthRow, Place, TokenRow
from portal.store.tables import NO_DUE_DATE
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.watching import request_number

log = structlog.stdlib.get_logger("portal")

Told = dict[str, Any]
_CURSOR = re.compile(r"(\d{4})(\d{2})(\d{2})-(\d{1,18})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_FIRST = Place(date.min, 0)
KNOWN = {"since", "after", "limit"}


class NotUnderstood(ValueError):
    """A parameter is not what it should be; the text says which, and what was expected."""


def routes(machines: Blueprint) -> None:
    """/feed/v1/cases, /feed/v1/cases/<reference>, /feed/v1/figures, /feed/v1/openapi.json"""
    machines.add_url_rule("/feed/v1/cases", view_func=_opened_by(Scope.CASES, cases))
    machines.add_url_rule("/feed/v1/cases/<reference>", view_func=_opened_by(Scope.CASES, case))
    machines.add_url_rule("/feed/v1/figures", view_func=_opened_by(Scope.FIGURES, figures))
    machines.add_url_rule("/feed/v1/openapi.json", view_func=openapi)


def openapi() -> Told:
    """What the feed is, for programs that make programs."""
    return description()


def cases(_: TokenRow) -> Any:
    """One page of cases, in the order in which they were received."""
    try:
        place, most = _asked(request.args)
    except NotUnderstood as wrong:
        return problem(400, "A parameter is not understood", str(wrong))
    found, onward = feed.cases_from(desk(), place, most)
    return {"cases": [_told(row) for row in found], "next": _cursor(onward) if onward else None}


def case(opened: TokenRow, reference: str) -> Any:
    """One case with its points and what happened to it."""
    found = feed.one_case(desk(), tidy(reference) or "", opened, now())
    return _whole(found) if found else problem(404, "No such case", "No case has this reference.")


def figures(_: TokenRow) -> Any:
    """How many cases each month brought, by procedure and route."""
    return {"as_of": today().isoformat(), "months": [_month(row) for row in feed.figures(desk(), today())]}


def _opened_by(scope: Scope, view: Callable[..., Any]) -> Callable[..., Any]:
    """`view` behind a token of this scope; it is handed the token."""

    @wraps(view)
    def opened(**asked: Any) -> Any:
        try:
            found = feed.admit(desk(), token(), scope, now())
        except NotOpened:
            log.warning("a token opened nothing", request=request_number())
            return not_opened()
        except OutOfScope:
            log.warning("a token was out of its scope", request=request_number(), scope=scope.value)
            return problem(403, "The token does not open this", f"It was given without the scope {scope.value}.")
        return view(found, **asked)

    return opened


def _asked(told: Mapping[str, str]) -> tuple[Place, int]:
    """From where, and how many. Raises NotUnderstood."""
    if unknown := set(told) - KNOWN:
        raise NotUnderstood(f"There are {', '.join(sorted(KNOWN))}; {len(unknown)} others were sent.")
    limit = told.get("limit", str(FEED_PAGE))
    if not _NUMBER.fullmatch(limit) or int(limit) > FEED_LARGEST_PAGE:
        raise NotUnderstood(f"limit is a number from 1 to {FEED_LARGEST_PAGE}.")
    return _place(told), int(limit)


def _place(told: Mapping[str, str]) -> Place:
    since = Place(_day(told["since"]), 0) if "since" in told else _FIRST
    if "after" not in told:
        return since
    found = _CURSOR.fullmatch(told["after"])
    if not found:
        raise NotUnderstood("after is the “next” of the page before.")
    year, month, day, number = found.groups()
    after = Place(_day(f"{year}-{month}-{day}"), int(number))
    return max(after, since, key=lambda place: (place.received_on, place.id))


def _day(text: str) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NotUnderstood("since is a day, like 2026-04-01; after is the “next” of the page before.")


def _cursor(place: Place) -> str:
    return f"{place.received_on:%Y%m%d}-{place.id}"


def _told(row: FeedRow) -> Told:
    return {
        "reference": row.reference,
        "purpose": row.purpose,
        "received_on": row.received_on.isoformat(),
        "complainant": row.complainant,
        "matters": list(row.matters),
        "points": row.point_count,
        "route": row.route,
        "route_confirmed": row.route_confirmed,
        "procedure": row.procedure,
        "stage": row.stage,
        "danger": row.danger,
        "open": row.open,
        "due_on": None if row.due_on == NO_DUE_DATE else row.due_on.isoformat(),
        "latest_on": row.latest_on.isoformat() if row.latest_on else None,
        "acknowledged_on": row.acknowledged_on.isoformat() if row.acknowledged_on else None,
        "closed_on": row.closed_on.isoformat() if row.closed_on else None,
        "outcome": row.outcome,
        "rules": row.rules_version,
    }


def _whole(told: CaseTold) -> Told:
    points = [{"number": point.number, "matter": point.matter, "route": point.route} for point in told.points]
    history = [{"at": step.at.isoformat(), "what": step.kind, "by": step.actor} for step in told.history]
    return {**_told(told.case), "points": points, "history": history}


def _month(row: MonthRow) -> Told:
    return {
        "month": row.month, "procedure": row.procedure, "route": row.route, "received": row.received,
        "acknowledged": row.acknowledged, "open": row.open, "late": row.late, "on_time_so_far": row.open - row.late,
    }  # fmt: skip
