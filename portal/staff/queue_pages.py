"""The queue: dangers first, then the soonest legal date; narrowed by filters, found again by its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import redirect, request, url_for

from portal.actions.enquiries import kinds_of
from portal.actions.queue import look_at_queue
from portal.actions.saved_views import kept_by
from portal.actions.searching import find as find_words
from portal.actions.staff import everyone
from portal.casework.case import CaseState, RouteStep, Signature
from portal.casework.enquiries import PURPOSES, Enquiry
from portal.casework.moves import Move, next_move
from portal.casework.permissions import Permission
from portal.casework.reference import tidy
from portal.staff.labels import CHANNEL, COMPLAINANT, MATTER, PROCEDURE, PURPOSE, ROUTE, VOICE
from portal.staff.learning_list import late_actions
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.shown import language_name, staff_page
from portal.staff.stage_labels import NAMES as STAGES
from portal.staff.team_forms import ViewNameForm
from portal.staff.team_labels import Wait, service_name, services, waits
from portal.store.cases import RANK_DANGER, RANK_JUNK
from portal.store.queue import NEWEST_FIRST, BadPosition, Position, QueueFilter, QueueRow, View
from portal.store.tables import NO_DUE_DATE
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.forms import clean
from portal.web.language import languages

VIEWS: Mapping[View, str] = {
    View.DANGER: "Danger now",
    View.MINE: "Mine",
    View.UNASSIGNED: "Nobody’s yet",
    View.DUE_THIS_WEEK: "Due this week",
    View.OVERDUE: "Overdue",
    View.OWED: "Rights owed",
    View.WAITING_PERSON: "Waiting for the complainant",
    View.WAITING_SERVICE: "Waiting for the service",
    View.OPEN: "All open",
    View.JUNK: "Looks like junk",
    View.CLOSED: "Closed",
    View.ALL: "Every case",
}
ALARMING = frozenset({View.DANGER, View.OVERDUE, View.OWED})
STOP = 1000

_BAD_REQUEST = 400
_STAGES = {str(number): name for number, name in STAGES.items()}
_LONGEST_SAID_BACK = 40
NO_SERVICE = "-"
"""In an address: with no service. No council's service has this code."""

_CODES: Mapping[str, Mapping[str, str]] = {
    "complainant": COMPLAINANT,
    "procedure": PROCEDURE,
    "route": ROUTE,
    "matter": MATTER,
    "channel": CHANNEL,
    "voice": VOICE,
}

_KEPT = ("view", *_CODES, "language", "handler", "stage", "service", "enquiry")
"""What of an address goes along from page to page."""

FILTERS: Mapping[str, str] = {
    "complainant": "From", "matter": "About", "procedure": "Procedure", "route": "Route", "stage": "Stage", "service": "Service",
    "enquiry": "Enquiry by", "channel": "Came by", "voice": "Voice", "language": "Language", "handler": "Handler",
}  # fmt: skip
"""What narrows the queue, by the name in the address, in the order in which it is offered."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that narrows what is shown: what it is, what it says, and the address without it."""

    name: str
    said: str
    without: str


@dataclass(frozen=True, slots=True)
class Clock:
    """How far a case is on its way to its last date, in hundredths, and where on that way the first date lies."""

    gone: int
    first: int | None
    colour: str
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """One case of the queue: the row, its clock where it has a date, and what to do next."""

    row: QueueRow
    clock: Clock | None
    due_on: date | None
    next: Move | None
    waits: tuple[Wait, ...] = ()


@needs(Permission.SEE_QUEUE)
def queue() -> Any:
    """One page of the queue."""
    return _shown()


@needs(Permission.SEE_QUEUE)
def find() -> Any:
    """Straight to the case of the reference typed, however it was typed; else the cases in which every word stands.

    What was typed may be a name, so it never stands in an address: addresses are kept by browsers and proxies.
    """
    if request.method == "GET":
        return redirect(_address("staff.queue"))
    typed = clean(request.form.get("reference", "")).strip()
    reference = tidy(typed)
    if reference is None:
        return _found(typed)
    return redirect(url_for("staff.case", reference=reference))


def _found(typed: str) -> Any:
    """The cases with these words; where there are none, the queue says what can be looked for."""
    here = desk()
    rows = find_words(here, here.search, typed, signed_in().id) if here.search and typed else ()
    if not rows:
        return _shown(typed[:_LONGEST_SAID_BACK]), _BAD_REQUEST
    return staff_page(
        "staff/found.html", lines=[line_of(row, today()) for row in rows], typed=typed[:_LONGEST_SAID_BACK],
        find_at=_address("staff.find"), labels=labels_now(), people={person.id: person.name for person in everyone(here)},
    )  # fmt: skip


def _shown(missing: str | None = None) -> str:
    return shown(missing)


def shown(missing: str | None = None, naming: ViewNameForm | None = None) -> str:
    """A page of the queue; `missing` is what was looked for and is no reference, `naming` a name that was refused."""
    officer, day = signed_in(), today()
    wanted = wanted_by(request.args)
    seen = look_at_queue(desk(), wanted, _position(), staff_id=officer.id, today=day)
    return staff_page(
        "staff/queue.html",
        wanted=wanted,
        lines=[line_of(row, day) for row in seen.page.rows],
        after=seen.page.next and _address("staff.queue", after=seen.page.next.encode()),
        before=seen.page.previous and _address("staff.queue", after=seen.page.previous.encode()),
        counts=seen.counts,
        people=seen.people,
        views=VIEWS,
        alarming=ALARMING,
        stop=STOP,
        offered=_offered(seen.people),
        filters=FILTERS,
        standing=query_of(wanted),
        chips=_chips(wanted, seen.people),
        saved=kept_by(desk(), officer.id),
        naming=naming or ViewNameForm(),
        keep_at=url_for("staff.keep_view", **query_of(wanted)),
        labels=labels_now(),
        missing=missing,
        find_at=_address("staff.find"),
        narrowed=wanted != QueueFilter(view=wanted.view),
        filter_only={name: value for name, value in query_of(wanted).items() if name in FILTERS},
        soonest=wanted.view not in NEWEST_FIRST,
        **late_actions(),
    )


def wanted_by(asked: Mapping[str, str]) -> QueueFilter:
    """The filter that an address asks for; what it does not know narrows nothing."""
    view = asked.get("view", View.OPEN.value)
    codes = {name: asked[name] for name, known in _CODES.items() if asked.get(name) in known}
    handler = asked.get("handler", "")
    known_view = View(view) if view in set(View) else View.OPEN
    if asked.get("language") in spoken():
        codes["language"] = asked["language"]
    if asked.get("enquiry") in kinds_of(desk()):
        codes["enquiry_kind"] = asked["enquiry"]
    if asked.get("service") in dict(services(desk().profile)):
        area, _, team = asked["service"].partition("/")
        codes |= {"service_area": area} | ({"team": team} if team else {})
    no_service = True if asked.get("service") == NO_SERVICE else None
    stage, number = asked.get("stage", ""), int(handler) if _is_number(handler) else None
    return QueueFilter(view=known_view, handler_id=number, stage=int(stage) if stage in _STAGES else None, no_service=no_service, **codes)


def query_of(wanted: QueueFilter) -> dict[str, Any]:
    """The filter as an address spells it: what `wanted_by` reads again."""
    at = NO_SERVICE if wanted.no_service else "/".join(part for part in (wanted.service_area, wanted.team) if part)
    values = {name: getattr(wanted, name) for name in (*_CODES, "language")}
    values |= {"enquiry": wanted.enquiry_kind, "stage": wanted.stage, "service": at, "handler": wanted.handler_id}
    return {"view": wanted.view.value, **{name: str(values[name]) for name in FILTERS if values[name]}}


def _offered(people: Mapping[int, str]) -> dict[str, Mapping[str, str]]:
    """What each filter can be set to, with its name."""
    places = dict(services(desk().profile)) | {NO_SERVICE: "No service named"}
    more: dict[str, Mapping[str, str]] = {"enquiry": kinds_of(desk()), "language": spoken(), "stage": _STAGES, "service": places}
    return {**_CODES, **more, "handler": {str(number): name for number, name in people.items()}}


def _chips(wanted: QueueFilter, people: Mapping[int, str]) -> list[Chip]:
    query, offered = query_of(wanted), _offered(people)
    return [
        Chip(FILTERS[name], offered[name].get(value, "somebody"), url_for("staff.queue", **{key: query[key] for key in query if key != name}))
        for name, value in query.items() if name in FILTERS
    ]  # fmt: skip


def spoken() -> dict[str, str]:
    """The languages that people are asked in, by their English names."""
    return {one.code: language_name(one.code) for one in languages()}


def line_of(row: QueueRow, day: date) -> Line:
    """A row with what the page says of it."""
    due = None if row.due_on == NO_DUE_DATE else row.due_on
    clock = rail_of(row.received_on, due, row.latest_on, day) if due and row.open else None
    waiting = waits(row.person_asked_on, row.service_asked_on, row.service_answer_by, day) if row.open else ()
    return Line(row, clock, due, next_move(state_of(row)) if row.open else None, waiting)


def rail_of(received_on: date, due_on: date, latest_on: date | None, day: date) -> Clock:
    """From the day of receipt to the last date; red once the first has passed, amber in the three days before it."""
    last = max(latest_on or due_on, due_on)
    length = max((last - received_on).days, 1)
    gone = _hundredths((day - received_on).days, length)
    first = _hundredths((due_on - received_on).days, length) if last > due_on else None
    left = (due_on - day).days
    if left < 0:
        return Clock(100 if day > last else gone, first, "red", _late(-left))
    return Clock(gone, first, "amber" if left <= 3 else "green", "today" if left == 0 else _left(left))


def state_of(row: QueueRow) -> CaseState:
    """The state of a case as far as the queue's columns tell it: enough to say what comes next."""
    sent = Signature(now(), None)
    how = "confirmed" if row.route_confirmed else "recommended"
    return CaseState(
        submitted=sent,
        enquiry=Enquiry(row.purpose, row.enquiry_kind or "") if row.purpose in PURPOSES else None,
        in_danger=row.rank == RANK_DANGER,
        junk_signs=("",) if row.rank == RANK_JUNK else (),
        handler_id=row.handler_id,
        routes=(RouteStep(row.route, how, sent),),
        acknowledged=sent if row.acknowledged_on else None,
    )


def _hundredths(part: int, whole: int) -> int:
    return min(max(round(100 * part / whole), 0), 100)


def _late(days: int) -> str:
    return "1 day late" if days == 1 else f"{days} days late"


def _left(days: int) -> str:
    return "tomorrow" if days == 1 else f"in {days} days"


def _position() -> Position | None:
    try:
        return Position.decode(request.args["after"]) if request.args.get("after") else None
    except BadPosition:
        return None


def _address(endpoint: str, **changes: Any) -> str:
    values: dict[str, Any] = {name: request.args[name] for name in _KEPT if request.args.get(name)}
    return url_for(endpoint, **values, **changes)


def labels_now() -> dict[str, Any]:
    """The labels of a table of cases, with the services as the council calls them."""
    return {**LABELS, "service": partial(service_name, desk().profile)}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


LABELS = {
    "complainant": COMPLAINANT,
    "matter": MATTER,
    "route": ROUTE,
    "procedure": PROCEDURE,
    "purpose": PURPOSE,
    "channel": CHANNEL,
}
