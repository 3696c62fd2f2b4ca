"""Where a case stands, folded from its history and from nothing else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from portal.casework import advocacy as advocates
from portal.casework import documents as papers
from portal.casework import enquiries, splitting
from portal.casework import learning as left_behind
from portal.casework import letters as written
from portal.casework import people as around
from portal.casework import services as placed
from portal.casework import stages as later
from portal.casework import talk as talking
from portal.casework.advocacy import Advocacy
from portal.casework.documents import Documents
from portal.casework.enquiries import Enquiry
from portal.casework.events import Event, Happened
from portal.casework.learning import Learning
from portal.casework.letters import Letters
from portal.casework.people import People
from portal.casework.services import Services
from portal.casework.splitting import Split
from portal.casework.stages import Stages
from portal.casework.talk import Talk
from portal.law.deadlines import Advocate, Course


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did a thing and when (aware, UTC); `staff_id` is None where nobody of the office did it."""

    at: datetime
    staff_id: int | None


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A route the case was given, by the rules (`recommended`), or confirmed or changed by an officer."""

    route: str
    how: str
    signed: Signature


@dataclass(frozen=True, slots=True)
class Offer:
    """When a right was offered (a day in London), by which way: letter, telephone, meeting, email or portal."""

    on: date
    how: str
    signed: Signature


@dataclass(frozen=True, slots=True)
class Extension:
    """More time: on which ground, whether the complainant agreed, and whether it moves the date (`counts`)."""

    on: date
    ground: str
    agreed: bool
    counts: bool
    signed: Signature


@dataclass(frozen=True, slots=True)
class Closing:
    """That it is over: on which day in London, and what came of it."""

    on: date
    outcome: str
    signed: Signature


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found on one point, what is done about it, and the pence that are paid where it is a payment."""

    outcome: str
    remedies: tuple[str, ...]
    pence: int | None
    signed: Signature


@dataclass(frozen=True, slots=True)
class Answer:
    """That the answer was sent: on which day in London, and what it came to. `first_on`: the day of the first one."""

    on: date
    first_on: date
    outcome: str
    signed: Signature


@dataclass(frozen=True, slots=True)
class CaseState:
    """What the history of a case adds up to."""

    submitted: Signature | None = None
    imported: bool = False
    """It was brought in from an older system: what was told to the person there is not known here unless it says so."""
    in_danger: bool = False
    front_door_told: Signature | None = None
    handler_id: int | None = None
    routes: tuple[RouteStep, ...] = ()
    acknowledged: Signature | None = None
    acknowledged_on: date | None = None
    extension: Extension | None = None
    advocate: Advocate | None = None
    wants_advocate: bool = False
    offers: Mapping[str, Offer] = field(default_factory=dict)
    closed: Closing | None = None
    run_out: Signature | None = None
    """When the time for keeping it was found to be over."""
    held: Signature | None = None
    erasure_proposed: Signature | None = None
    erasure_ground: str = ""
    erased: Signature | None = None
    junk_signs: tuple[str, ...] = ()
    """Why it looks like junk; none where it does not, where an officer said that it is real, or in danger."""
    stages: Stages = field(default_factory=Stages)
    findings: Mapping[int, Finding] = field(default_factory=dict)
    """The last finding on each point, by the point's number."""
    findings_checked: Signature | None = None
    """Who read the findings as they stand; any new finding has to be read again."""
    answered: Answer | None = None
    answer_stands: bool = False
    """Whether the last answer is still the last word: not once the case goes on after it."""
    conflicts: frozenset[int] = frozenset()
    """Members of staff who are complained about here, or who manage somebody who is."""
    letters: Letters = field(default_factory=Letters)
    advocacy: Advocacy = field(default_factory=Advocacy)
    services: Services = field(default_factory=Services)
    """The service that it is with, and what the services were asked."""
    talk: Talk = field(default_factory=Talk)

    @property
    def person_wrote(self) -> Signature | None:
        """Since when a message of the person waits for an officer to read or answer it; None where none does."""
        return Signature(self.talk.wrote_at, None) if self.talk.wrote_at else None

    @property
    def person_asked(self) -> Signature | None:
        """Who asked the person something that we wait for, and when; None where we wait for nothing of theirs."""
        return Signature(self.talk.asked_at, self.talk.asked_by) if self.talk.asked_at else None

    split: Split = field(default_factory=Split)
    """By what each point goes, where they go by different procedures."""
    enquiry: Enquiry | None = None
    """What was asked, where it is no complaint but an enquiry, or a query that was solved at once."""

    @property
    def point_routes(self) -> Mapping[int, str]:
        """By what each point goes, by its number, as an officer said last."""
        return self.split.routes

    @property
    def procedure(self) -> str | None:
        """The procedure of the stage that it is at: the one under which it was begun, whatever the route became since."""
        return self.stages.now.procedure or later.procedure_at(self.route)
    learning: Learning = field(default_factory=Learning)
    people: People = field(default_factory=People)
    documents: Documents = field(default_factory=Documents)
    """What the office added."""

    @property
    def at_first_answer(self) -> bool:
        """Whether the first answer is still to be given; a later stage is answered by its own moves.

        Also where a later stage was taken back before there was a first answer.
        """
        taken_back = self.stages.now.ended == later.WITHDRAWN and self.answered is None
        return not self.answer_stands and (self.stages.stage == 1 or taken_back)

    @property
    def course(self) -> Course:
        """What happened on the way that moves a date."""
        more = self.extended and bool(self.extension and self.extension.counts)
        beside = self.split.beside(first_answer_open=self.at_first_answer or (self.answered is None and self.stages.running))
        kind = self.enquiry.kind if self.enquiry else None
        return Course(extended=more, advocate=self.advocate, later=self.stages.counted.later, beside=beside, enquiry=kind)

    @property
    def extended(self) -> bool:
        """Whether more time was taken in the time that counts now: what was taken before a pause is used up."""
        at = self.stages.counted
        since = at.now.since if at.stage == 1 else None
        return self.extension is not None and (since is None or self.extension.on >= since)

    @property
    def route(self) -> str | None:
        """The route that counts: the officer's last word, or else the last recommendation."""
        steps = [step for step in self.routes if step.how != "recommended"] or self.routes
        return steps[-1].route if steps else None

    @property
    def recommended(self) -> str | None:
        """What the rules last said, whatever an officer made of it."""
        return next((s.route for s in reversed(self.routes) if s.how == "recommended"), None)

    @property
    def decided(self) -> Signature | None:
        """Who last confirmed or changed the route; None while it is only recommended."""
        return next((s.signed for s in reversed(self.routes) if s.how != "recommended"), None)

    @property
    def danger_waiting(self) -> bool:
        """Somebody may be in danger and nobody has yet said that the front door knows."""
        return self.in_danger and self.front_door_told is None


def fold(events: Iterable[Event]) -> CaseState:
    """The state after `events`, oldest first; kinds that change nothing here pass through."""
    state = CaseState()
    for event in events:
        state = after(state, event)
    return state


def after(state: CaseState, event: Event) -> CaseState:
    """The state after one more event."""
    step = _STEPS.get(event.kind)
    state = step(state, event) if step else state
    changed = {name: part for name, then in _PARTS.items() if (part := then(was := getattr(state, name), event)) is not was}
    return replace(state, **changed) if changed else state


def _signed(event: Event) -> Signature:
    return Signature(event.at, event.staff_id)


def _with_route(state: CaseState, event: Event, how: str) -> CaseState:
    route = event.detail.get("route")
    if not route:
        return state
    return replace(state, routes=(*state.routes, RouteStep(route, how, _signed(event))))


def _with_danger(state: CaseState, event: Event) -> CaseState:
    """Danger told of again after a hand-over is a new danger, and waits again."""
    if not event.detail.get("danger"):
        return state
    return replace(_opened(state), in_danger=True, front_door_told=None, junk_signs=())


def _opened(state: CaseState) -> CaseState:
    """It goes on, and nobody who proposed to erase it knew that it would."""
    return replace(state, closed=None, run_out=None, erasure_proposed=None, answer_stands=False)


def _submitted(state: CaseState, event: Event) -> CaseState:
    told = replace(
        state, submitted=state.submitted or _signed(event), stages=later.told_stage(state.stages, event.detail),
        imported=state.imported or bool(event.detail.get("imported")),
    )  # fmt: skip
    sent = _asked_about_advocate(told, event)
    return _with_danger(_with_route(sent, event, "recommended"), event)


def _asked_about_advocate(state: CaseState, event: Event) -> CaseState:
    """The questions offer an advocate to whoever has a right to one; what they said stands with the event."""
    said, on = event.detail.get("advocate"), event.detail.get("on")
    if not said or not on:
        return state
    offered = _with_offer(state, event, "advocate", "portal")
    return replace(offered, wants_advocate=offered.wants_advocate or said == "wanted")


def _with_offer(state: CaseState, event: Event, right: str, how: str) -> CaseState:
    offer = Offer(_day(event), how, _signed(event))
    return replace(state, offers={**state.offers, right: offer})


def _day(event: Event) -> date:
    on = event.detail.get("on")
    return date.fromisoformat(on) if on else event.at.date()


def _danger_reported(state: CaseState, event: Event) -> CaseState:
    return replace(_opened(_submitted(state, event)), in_danger=True, front_door_told=None, junk_signs=())


def _filled_in(state: CaseState, event: Event) -> CaseState:
    state = replace(state, stages=later.told_stage(state.stages, event.detail))
    return _with_danger(_with_route(state, event, "recommended"), event)


def _handled_by(state: CaseState, event: Event) -> CaseState:
    return replace(state, handler_id=event.detail.get("handler", event.staff_id))


def _assigned(state: CaseState, event: Event) -> CaseState:
    """To a service, to a handler or to both: what is not named stays as it was."""
    handled = _handled_by(state, event) if "handler" in event.detail else state
    return _with_services(handled, event)


def _with_services(state: CaseState, event: Event) -> CaseState:
    return replace(state, services=placed.after(state.services, event))


def _acknowledged(state: CaseState, event: Event) -> CaseState:
    for right in event.detail.get("offers", ()):
        state = _with_offer(state, event, right, "letter")
    return replace(state, acknowledged=_signed(event), acknowledged_on=_day(event))


def _joined(state: CaseState, event: Event) -> CaseState:
    told = replace(state, stages=later.told_stage(state.stages, event.detail))
    return _opened(_with_route(_asked_about_advocate(told, event), event, "recommended"))


def _extended(state: CaseState, event: Event) -> CaseState:
    told = event.detail
    more = Extension(_day(event), str(told.get("ground", "")), bool(told.get("agreed")), bool(told.get("counts")), _signed(event))
    for right in told.get("offers", ()):
        state = _with_offer(state, event, right, "letter")
    return replace(state, extension=more)


def _advocate_referred(state: CaseState, event: Event) -> CaseState:
    return replace(state, advocate=Advocate(asked_on=_day(event)), wants_advocate=True)


def _advocate_accepted(state: CaseState, event: Event) -> CaseState:
    known = state.advocate or Advocate(asked_on=_day(event))
    return replace(state, advocate=replace(known, accepted_on=_day(event), declined_on=None))


def _advocate_declined(state: CaseState, event: Event) -> CaseState:
    if event.detail.get("by") == advocates.SERVICE:
        # One is still looked for: the person wants it as before.
        return state
    known = state.advocate or Advocate(asked_on=_day(event))
    return replace(state, advocate=replace(known, declined_on=_day(event), accepted_on=None), wants_advocate=False)


def _closed(state: CaseState, event: Event) -> CaseState:
    return replace(state, closed=Closing(_day(event), str(event.detail.get("outcome", "")), _signed(event)))


def _erasure_proposed(state: CaseState, event: Event) -> CaseState:
    return replace(state, erasure_proposed=_signed(event), erasure_ground=str(event.detail.get("ground", "")))


def _right_offered(state: CaseState, event: Event) -> CaseState:
    return _with_offer(state, event, str(event.detail.get("right")), str(event.detail.get("how")))


def _staged(state: CaseState, event: Event) -> CaseState:
    """A step of the stages after the first; what is asked anew opens a case that was closed."""
    found = _opened(state) if event.kind in later.OPENING else state
    if event.kind == Happened.OMBUDSMAN_ASKED:
        # They are answered; what was answered to the person stands meanwhile.
        found = replace(found, answer_stands=state.answer_stands)
    for right in event.detail.get("offers", ()):
        found = _with_offer(found, event, right, "letter")
    stages = later.after(found.stages, event)
    if event.kind in later.REQUESTING:
        goes_on = event.kind == Happened.STAGE_3_REQUESTED and state.stages.stage > 1
        stages = later.begun_under(stages, state.procedure if goes_on else later.procedure_at(state.route))
    if event.kind == Happened.RESUMED and state.answer_stands and stages.stage == 1:
        # What had waited is answered apart from what was answered meanwhile.
        return replace(found, answer_stands=False, stages=later.counted_from(stages, _day(event)))
    if event.kind == Happened.RESUMED and stages.stage > 1:
        # The first answer may have been given after this stage was taken back: what goes on is not answered by it.
        found = replace(found, answer_stands=False)
    return replace(found, stages=stages)


def _own_stage(state: CaseState, event: Event) -> CaseState:
    """A further stage of the points under the council's own procedure: what was answered to the others stands meanwhile."""
    found = state
    if event.kind == Happened.OWN_STAGE_REQUESTED:
        found = replace(_opened(state), answer_stands=state.answer_stands)
    for right in event.detail.get("offers", ()):
        found = _with_offer(found, event, right, "letter")
    return found


def _point_answered(state: CaseState, event: Event) -> CaseState:
    told = event.detail
    found = Finding(str(told.get("outcome", "")), tuple(told.get("remedies", ())), told.get("pence"), _signed(event))
    return replace(state, findings={**state.findings, int(told.get("point", 0)): found}, findings_checked=None)


def _answered(state: CaseState, event: Event) -> CaseState:
    on = _day(event)
    for right in event.detail.get("offers", ()):
        state = _with_offer(state, event, right, "letter")
    first_on = state.answered.first_on if state.answered else on
    sent = Answer(on, first_on, str(event.detail.get("outcome", "")), _signed(event))
    return replace(state, answered=sent, answer_stands=True)


def _letter_sent(state: CaseState, event: Event) -> CaseState:
    for right in event.detail.get("offers", ()):
        state = _with_offer(state, event, right, "letter")
    return state


def _conflict_named(state: CaseState, event: Event) -> CaseState:
    """The list is the whole list: who is left out of it was named by mistake. Whoever is in it lets go of the case."""
    named = frozenset(event.detail.get("staff", ()))
    checked = state.findings_checked
    return replace(
        state, conflicts=named, handler_id=None if state.handler_id in named else state.handler_id,
        findings_checked=None if checked and checked.staff_id in named else checked,
    )  # fmt: skip


def _person_wrote(state: CaseState, event: Event) -> CaseState:
    """Nobody who proposed to erase it knew of this message."""
    return replace(state, erasure_proposed=None)


def _with_people(state: CaseState, event: Event) -> CaseState:
    return replace(state, people=around.after(state.people, event, state.stages.stage))


_STEPS: dict[str, Callable[[CaseState, Event], CaseState]] = {
    Happened.SUBMITTED: _submitted,
    Happened.JOINED: _joined,
    Happened.DANGER_REPORTED: _danger_reported,
    Happened.TAKEN: _handled_by,
    **dict.fromkeys(placed.STEPS, _with_services),
    Happened.ASSIGNED: _assigned,
    Happened.FRONT_DOOR_TOLD: lambda state, event: replace(state, front_door_told=_signed(event)),
    Happened.ROUTE_CONFIRMED: lambda state, event: _with_route(state, event, "confirmed"),
    Happened.ROUTE_CHANGED: lambda state, event: _with_danger(_with_route(state, event, "changed"), event),
    Happened.FACTS_FILLED_IN: _filled_in,
    Happened.ACKNOWLEDGED: _acknowledged,
    Happened.EXTENDED: _extended,
    Happened.ADVOCATE_REFERRED: _advocate_referred,
    Happened.ADVOCATE_ACCEPTED: _advocate_accepted,
    Happened.ADVOCATE_DECLINED: _advocate_declined,
    Happened.RIGHT_OFFERED: _right_offered,
    Happened.CLOSED: _closed,
    Happened.REOPENED: lambda state, event: _opened(state),
    Happened.RUN_OUT: lambda state, event: replace(state, run_out=_signed(event)),
    Happened.HELD: lambda state, event: replace(state, held=_signed(event), erasure_proposed=None),
    Happened.HOLD_RELEASED: lambda state, event: replace(state, held=None),
    Happened.ERASURE_PROPOSED: _erasure_proposed,
    Happened.ERASURE_DROPPED: lambda state, event: replace(state, erasure_proposed=None),
    Happened.ERASED: lambda state, event: replace(state, erased=_signed(event)),
    Happened.LOOKED_LIKE_JUNK: lambda state, event: replace(state, junk_signs=tuple(event.detail.get("signs", ()))),
    **dict.fromkeys(later.STEPS, _staged),
    Happened.FOUND_REAL: lambda state, event: replace(state, junk_signs=()),
    Happened.POINT_ANSWERED: _point_answered,
    Happened.ANSWER_CHECKED: lambda state, event: replace(state, findings_checked=_signed(event)),
    Happened.ANSWERED: _answered,
    Happened.CONFLICT_NAMED: _conflict_named,
    Happened.LETTER_SENT: _letter_sent,
    Happened.PERSON_WROTE: _person_wrote,
    Happened.POINTS_SPLIT: lambda state, event: _with_route(state, event, "changed"),
    Happened.OWN_STAGE_REQUESTED: _own_stage,
    Happened.OWN_STAGE_ANSWERED: _own_stage,
    **dict.fromkeys((Happened.LET_IN, Happened.TAKEN_OUT), _with_people),
}

_PARTS: Mapping[str, Callable[[Any, Event], Any]] = {
    "talk": talking.after,
    "letters": written.after,
    "advocacy": advocates.after,
    "split": splitting.after,
    "enquiry": enquiries.after,
    "learning": left_behind.after,
    "documents": papers.after,
}
"""What follows the history by itself: the field, and what it comes to with one event more; the same where nothing changes."""
