"""The dashboard of managers: this year so far beside last year, why answers were late, what is about to be, and who has how much."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from portal.actions import following_up
from portal.casework.permissions import Permission, may
from portal.report import dashboard as so_far
from portal.report import said
from portal.report.rendering.values import said as in_words
from portal.report.rendering.values import span
from portal.report.tables import Unit
from portal.staff.permissions import needs
from portal.staff.queue_pages import NO_SERVICE, STOP
from portal.staff.report_pages import list_address, smallest
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.staff.team_labels import service_name
from portal.store.load import Load
from portal.store.queue import View
from portal.web.clock import today
from portal.web.desk import desk

SOON: tuple[tuple[View, str], ...] = (
    (View.DANGER, "Danger now"),
    (View.OVERDUE, "Overdue"),
    (View.DUE_THIS_WEEK, "Due this week"),
    (View.OWED, "Rights owed"),
    (View.UNASSIGNED, "Nobody’s yet"),
)
ALARMING = frozenset({View.DANGER, View.OVERDUE, View.OWED})


@dataclass(frozen=True, slots=True)
class Work:
    """Open cases of somebody, or of a service, with where they are listed; None where the queue has no list of them."""

    name: str
    open: int
    late: int
    open_at: str | None
    late_at: str | None


@needs(Permission.SEE_DASHBOARD)
def dashboard() -> str:
    """All of it on one page; `stage` and `by` choose what is divided."""
    by, officer, day, threshold = request.args.get("by", ""), signed_in(), today(), smallest()
    ways = {way: name for way, name in so_far.WAYS.items() if way in so_far.NOT_OF_COLLEAGUES or may(officer.role, Permission.ASSIGN_CASE)}
    seen = so_far.look(desk(), officer.id, day, request.args.get("stage", ""), by if by in ways else "area", threshold=threshold)
    profile, last = desk().profile, seen.periods[1]
    own: dict[str, Any] = {"period": "own", "first": last.first.isoformat(), "last": last.last.isoformat()}
    return staff_page(
        "staff/dashboard.html",
        seen=seen,
        chosen=next((one for one in seen.stages if one.code == seen.stage), None),
        ways=ways,
        whole=url_for("staff.report", years="1", **({"period": f"y{last.first.year}"} if threshold else own)),
        hides=threshold,
        spans=[span(period) for period in seen.periods],
        soon=[(name, view in ALARMING, seen.counts[view.value], url_for("staff.queue", view=view.value)) for view, name in SOON],
        late_actions=following_up.late(desk(), day, None, staff_id=officer.id),
        stops={"queue": STOP, "learning": following_up.MOST_COUNTED},
        at=list_address,
        share=lambda cell: in_words(cell, Unit.SHARE),
        days=lambda cell: in_words(cell, Unit.DAYS),
        number=lambda cell: in_words(cell, Unit.COUNT),
        part_name=lambda code: said.code_name(seen.by, code, profile, seen.people),
        other=lambda **changes: url_for("staff.dashboard", **({"stage": seen.stage, "by": seen.by} | changes), _anchor="pulls"),
        handlers=work_of(seen.load, lambda one: one.handler_id, lambda code: seen.people.get(code, "Somebody"), _of_handler, "Nobody yet"),
        services=work_of(seen.load, lambda one: one.service_area, lambda code: service_name(profile, code), _of_service, "No service named"),
    )


def work_of(
    load: Iterable[Load], key: Callable[[Load], Any], name: Callable[[Any], str], at: Callable[[Any, View], str | None], nobody: str
) -> list[Work]:
    """The load by one of its keys: whoever has most late first, then whoever has most."""
    found: dict[Any, tuple[int, int]] = {}
    for one in load:
        number, late = found.get(key(one), (0, 0))
        found[key(one)] = number + one.open, late + one.late
    lines = [
        Work(nobody if code is None else name(code), number, late, at(code, View.OPEN), at(code, View.OVERDUE))
        for code, (number, late) in found.items()
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (-line.late, -line.open, line.name))


def _of_handler(number: int | None, view: View) -> str | None:
    # The queue lists what nobody has with the soonest day first: what is late stands in front.
    return url_for("staff.queue", view=View.UNASSIGNED.value) if number is None else url_for("staff.queue", view=view.value, handler=number)


def _of_service(code: str | None, view: View) -> str | None:
    if code is None:
        return url_for("staff.queue", view=view.value, service=NO_SERVICE)
    known = {area.code for area in desk().profile.service_areas}
    return url_for("staff.queue", view=view.value, service=code) if code in known else None
