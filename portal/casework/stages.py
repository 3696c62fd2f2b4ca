"""The stages after the first: what was asked, done and answered at each, folded from the history; and when each step is open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from portal.casework.events import Event, Happened
from portal.law.facts import Procedure, Route, Stage
from portal.law.later import Later
from portal.law.routes import CAPTURED

WITHDRAWN, RESOLVED, REFUSED = "withdrawn", "resolved", "refused"

UPHELD = "upheld"
INJUSTICE = ("fault_injustice", "fault_no_injustice", "already_remedied")
"""What the Ombudsman says of a complaint that is upheld: the fault caused injustice; it caused none; or the council had put it
right before."""

RECOMMENDED = ("apology", "payment", "service_provided", "decision_changed", "service_improved", "other")
"""What the Ombudsman may ask a council to do. A decision says each by itself, as `asks_apology` and so on."""


def recommended_in(detail: Mapping[str, object]) -> tuple[str, ...]:
    """What a decision of the Ombudsman asks for, as codes of RECOMMENDED."""
    return tuple(code for code in RECOMMENDED if detail.get(f"asks_{code}"))


@dataclass(frozen=True, slots=True)
class Run:
    """One stage as far as it has come. `asked_on` and `since` are None of a first stage that began with receipt.

    `ended`: empty, or how it ended without an answer, WITHDRAWN, RESOLVED or REFUSED. `procedure`: the one under which it
    was begun, whose rights it keeps whatever the route becomes; None of a first stage. `further`: whether its end said
    that the council's own procedure has one more stage. `first_waits`: it was taken back while the first answer, which
    was not given, is still wanted.
    """

    stage: int
    asked_on: date | None = None
    since: date | None = None
    oral: bool = False
    appointed: bool = False
    statement_on: date | None = None
    extended_to: date | None = None
    met_on: date | None = None
    reported_on: date | None = None
    answered_on: date | None = None
    outcome: str = ""
    ended: str = ""
    ended_on: date | None = None
    procedure: str | None = None
    further: bool = False
    first_waits: bool = False

    @property
    def over(self) -> bool:
        """It was answered, or ended without an answer."""
        return self.answered_on is not None or bool(self.ended)


@dataclass(frozen=True, slots=True)
class Ombudsman:
    """What the Ombudsman asked and decided; `code` says what came of it, `injustice` whether a fault caused injustice.

    `injustice` is one of INJUSTICE, or empty where the decision does not say; `remedies` are those of RECOMMENDED.
    """

    asked_on: date
    answered_on: date | None = None
    decided_on: date | None = None
    code: str = ""
    injustice: str = ""
    remedies: tuple[str, ...] = ()

    @property
    def waiting(self) -> bool:
        """An enquiry waits for the council's answer."""
        return self.answered_on is None and self.decided_on is None


@dataclass(frozen=True, slots=True)
class Stages:
    """Every stage that was begun, each once, in their order; and what lies across them.

    `paused_on`: since when it waits for proceedings, `partly` where the rest goes on and its dates with it.
    `told`: how far it had come when it was sent, as the person says (a code of `Stage`).
    """

    runs: tuple[Run, ...] = (Run(1),)
    paused_on: date | None = None
    partly: bool = False
    told: str = ""
    ombudsman: Ombudsman | None = None
    held_up_on: date | None = None
    """When the first answer was first held up: paused as a whole, withdrawn or settled."""

    @property
    def now(self) -> Run:
        """The stage that it is at."""
        return self.runs[-1]

    @property
    def stage(self) -> int:
        """Its number."""
        return self.now.stage

    @property
    def counted(self) -> "Stages":
        """The stages whose days count: the first alone, as it stood, where the second was taken back before it was answered.

        The second stays in the history of the stages, as one that was asked for and taken back.
        """
        return replace(self, runs=self.runs[:1]) if self.now.ended == WITHDRAWN and self.now.first_waits else self

    @property
    def stopped(self) -> bool:
        """No date of this stage runs."""
        return bool(self.now.ended) or (self.paused_on is not None and not self.partly)

    @property
    def running(self) -> bool:
        """Its answer is still to come, and nothing holds it up."""
        return not self.now.over and not self.stopped

    @property
    def later(self) -> Later | None:
        """What moves the dates; None while nothing but a first answer is awaited."""
        run, asked = self.now, self.ombudsman
        found = Later(
            run.stage, run.since, self.stopped, run.extended_to, run.met_on, run.reported_on, run.answered_on,
            asked.asked_on if asked and asked.waiting else None, run.procedure,
        )  # fmt: skip
        return None if found == Later() else found

    @property
    def is_told(self) -> bool:
        """There is something to tell beyond a first answer that is awaited."""
        return self.later is not None or self.paused_on is not None or self.ombudsman is not None


def procedure_at(route: str | None) -> str | None:
    """The procedure whose stages a case on `route` goes through; where in doubt the statutory one. None: it has none."""
    if route == Route.CORPORATE:
        return Procedure.CORPORATE.value
    return Procedure.STATUTORY.value if route in (Route.STATUTORY, Route.MIXED) or route in CAPTURED else None


def right_after(stage: int, procedure: str | None, *, further: bool = False) -> str:
    """The right that follows once `stage` is over, as the ledger names it; `further`: the council has a third stage."""
    statutory = {1: "stage_2", 2: "stage_3"}
    own = {1: "council_stage_2"} | ({2: "council_stage_3"} if further else {})
    return (statutory if procedure == Procedure.STATUTORY else own).get(stage, "ombudsman")


def right_of(stage: int, procedure: str | None) -> str:
    """The right that is used by asking for `stage`."""
    return right_after(stage - 1, procedure, further=True)


def after(stages: Stages, event: Event) -> Stages:
    """The stages after one more event; kinds that change nothing here pass through."""
    step = STEPS.get(event.kind)
    return step(stages, event.detail) if step else stages


Detail = Mapping[str, object]


def _day(detail: Detail, key: str = "on") -> date:
    return date.fromisoformat(str(detail[key]))


def _with_run(stages: Stages, run: Run) -> Stages:
    """`run` in the place of the one for the same stage, or behind the others."""
    return replace(stages, runs=(*(r for r in stages.runs if r.stage < run.stage), run))


def _now(stages: Stages, **changes: object) -> Stages:
    return _with_run(stages, replace(stages.now, **changes))  # type: ignore[arg-type]


def _requested(stage: int) -> Callable[[Stages, Detail], Stages]:
    def asked(stages: Stages, detail: Detail) -> Stages:
        on, by = _day(detail), str(detail.get("how", ""))
        # Whoever wants this stage to wait, too, pauses it anew, with its reason.
        held = stages.stage == 1 and stages.paused_on is not None and not stages.partly and not stages.now.over
        # What waited waits no longer, so that the first answer counts from here, should this be taken back.
        begun = counted_from(stages, on) if held else stages
        going = replace(begun, paused_on=None, partly=False)
        return _with_run(going, Run(stage, asked_on=on, since=on, oral=by in ORAL))

    return asked


ORAL = frozenset({"phone", "meeting"})
"""The ways of asking that leave no writing of the person's own behind (regulation 16)."""


def _agreed(stages: Stages, detail: Detail) -> Stages:
    """Where the request was oral its days count from the day on which the record was agreed (regulation 17)."""
    on = _day(detail)
    return _now(stages, statement_on=on, since=on if stages.now.oral else stages.now.since)


def _answered(stages: Stages, detail: Detail) -> Stages:
    return _now(stages, answered_on=_day(detail), outcome=str(detail.get("outcome", "")), further=_further(detail))


def _further(detail: Detail) -> bool:
    offers = detail.get("offers")
    return isinstance(offers, list) and "council_stage_3" in offers


def _ended(how: str) -> Callable[[Stages, Detail], Stages]:
    def over(stages: Stages, detail: Detail) -> Stages:
        going = replace(_held_up(stages, detail), paused_on=None, partly=False)
        return _now(going, ended=how, ended_on=_day(detail), further=_further(detail))

    return over


def _withdrawn(stages: Stages, detail: Detail) -> Stages:
    """Taken back: all of it; or the request for stage 2 alone, so that the first answer, still to come, is due as it was."""
    found = _ended(WITHDRAWN)(stages, detail)
    return _now(found, first_waits=bool(detail.get("first_answer")) and awaits_first(stages))


def awaits_first(stages: Stages) -> bool:
    """Whether it is at stage 2, and the first stage had come to no end when that was asked for."""
    return [run.stage for run in stages.runs] == [1, 2] and not stages.runs[0].over


def _paused(stages: Stages, detail: Detail) -> Stages:
    partly = detail.get("extent") == "part"
    held = stages if partly else _held_up(stages, detail)
    return replace(held, paused_on=_day(detail), partly=partly)


def _held_up(stages: Stages, detail: Detail) -> Stages:
    first = stages.stage == 1 and stages.held_up_on is None
    return replace(stages, held_up_on=_day(detail)) if first else stages


def counted_from(stages: Stages, on: date) -> Stages:
    """The present stage with its days counted anew, from `on`."""
    return _now(stages, since=on)


def _resumed(stages: Stages, detail: Detail) -> Stages:
    """What was sent again after proceedings, or taken up again, counts from that day; what waited in part never stopped."""
    going = replace(stages, paused_on=None, partly=False)
    if stages.paused_on is not None and stages.partly:
        return going
    if stages.now.answered_on is not None:
        return going
    return _now(going, since=_day(detail), extended_to=None, ended="", ended_on=None, first_waits=False)


def _ombudsman_answered(stages: Stages, detail: Detail) -> Stages:
    known = stages.ombudsman or Ombudsman(_day(detail))
    return replace(stages, ombudsman=replace(known, answered_on=_day(detail)))


def _ombudsman_decided(stages: Stages, detail: Detail) -> Stages:
    known = stages.ombudsman or Ombudsman(_day(detail))
    decided = replace(
        known, decided_on=_day(detail), code=str(detail.get("decision", "")), injustice=str(detail.get("injustice", "")),
        remedies=recommended_in(detail),
    )  # fmt: skip
    return replace(stages, ombudsman=decided)


STEPS: Mapping[str, Callable[[Stages, Detail], Stages]] = {
    Happened.STAGE_2_REQUESTED: _requested(2),
    Happened.APPOINTED: lambda stages, _: _now(stages, appointed=True),
    Happened.STATEMENT_AGREED: _agreed,
    Happened.STAGE_2_EXTENDED: lambda stages, detail: _now(stages, extended_to=_day(detail, "until")),
    Happened.STAGE_2_REPORTED: lambda stages, detail: _now(stages, reported_on=_day(detail)),
    Happened.ADJUDICATED: _answered,
    Happened.STAGE_3_REQUESTED: _requested(3),
    Happened.PANEL_APPOINTED: lambda stages, detail: _now(stages, met_on=_day(detail, "meets")),
    Happened.PANEL_REPORTED: lambda stages, detail: _now(stages, reported_on=_day(detail)),
    Happened.STAGE_3_ANSWERED: _answered,
    Happened.REQUEST_WITHDRAWN: _withdrawn,
    Happened.RESOLVED_OTHERWISE: _ended(RESOLVED),
    Happened.STAGE_REFUSED: lambda stages, detail: stages if detail.get("own") else _ended(REFUSED)(stages, detail),
    # They leave the stages of the case as they are: `splitting` tells theirs.
    Happened.OWN_STAGE_REQUESTED: lambda stages, _: stages,
    Happened.OWN_STAGE_ANSWERED: lambda stages, _: stages,
    Happened.OWN_STAGE_WITHDRAWN: lambda stages, _: stages,
    Happened.PAUSED: _paused,
    Happened.RESUMED: _resumed,
    Happened.OMBUDSMAN_ASKED: lambda stages, detail: replace(stages, ombudsman=Ombudsman(_day(detail))),
    Happened.OMBUDSMAN_ANSWERED: _ombudsman_answered,
    Happened.OMBUDSMAN_DECIDED: _ombudsman_decided,
}

REQUESTING = frozenset({Happened.STAGE_2_REQUESTED, Happened.STAGE_3_REQUESTED})
"""What begins a further stage."""


def begun_under(stages: Stages, procedure: str | None) -> Stages:
    """The present stage with the procedure under which it was begun: it keeps that one's rights and dates."""
    return _now(stages, procedure=procedure)


OPENING = frozenset({Happened.STAGE_2_REQUESTED, Happened.STAGE_3_REQUESTED, Happened.OMBUDSMAN_ASKED})
"""What opens a closed case again: somebody is owed an answer."""


def told_stage(stages: Stages, detail: Detail) -> Stages:
    """How far it had come, where an event says what the person told of it."""
    filled = detail.get("filled")
    said = detail.get("stage_so_far") or (filled.get("stage_so_far") if isinstance(filled, Mapping) else None)
    return replace(stages, told=str(said)) if said else stages


TOLD_STAGE_2 = frozenset({Stage.STAGE2_ANSWERED, Stage.STAGE3_ANSWERED})
