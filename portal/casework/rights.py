"""The ledger of rights: which rights of the person have arisen, why, and when and how each was offered.

A right arises by law and by the dates of the case, never by anybody's leave; offering it is what the council owes.
Late is late: nothing here closes a stage to anybody.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from portal.casework.case import CaseState, Offer
from portal.casework.outcomes import OutcomeCode
from portal.casework.splitting import OwnRun
from portal.casework.stage_moves import wrong_procedure
from portal.casework.stages import REFUSED, RESOLVED, Run, procedure_at, right_after, right_of
from portal.law.deadlines import Deadline
from portal.law.facts import Flag, Procedure, Route, Stage
from portal.words import Wording, _


class Right(StrEnum):
    """A right of the person who complains."""

    ADVOCATE = "advocate"
    STAGE_2 = "stage_2"
    STAGE_3 = "stage_3"
    COUNCIL_STAGE_2 = "council_stage_2"
    COUNCIL_STAGE_3 = "council_stage_3"
    OMBUDSMAN = "ombudsman"


NAMES: dict[Right, Wording] = {
    Right.ADVOCATE: Wording(
        _("Someone on the young person’s side: an advocate, free"),
        child=_("Someone on your side: an advocate. It is free"),
        officer="An advocate, and help to get one",
    ),
    Right.STAGE_2: Wording(
        _("Stage 2: an investigation with an independent person"),
        child=_("Someone from outside looks at it too"),
        officer="Stage 2, independent investigation",
    ),
    Right.STAGE_3: Wording(
        _("Stage 3: a review panel of three independent people"),
        child=_("Three people from outside look at it"),
        officer="Stage 3, review panel",
    ),
    Right.COUNCIL_STAGE_2: Wording(
        _("Stage 2: somebody else at the council looks again"),
        child=_("Someone else at the council looks again"),
        officer="Stage 2 of the council’s own procedure",
    ),
    Right.COUNCIL_STAGE_3: Wording(
        _("Stage 3: the council’s last look, by somebody who had no part in it so far"),
        child=_("Someone new at the council looks one last time"),
        officer="Stage 3 of the council’s own procedure",
    ),
    Right.OMBUDSMAN: Wording(
        _("The Ombudsman, who does not belong to the council"),
        child=_("The Ombudsman. They do not work for the council"),
        officer="The Ombudsman’s details",
    ),
}

SOURCES_OF: dict[Right, str] = {
    Right.ADVOCATE: "CA 1989 s26A",
    Right.STAGE_2: "SI 2006/1738 reg 15",
    Right.STAGE_3: "SI 2006/1738 reg 18",
    Right.COUNCIL_STAGE_2: "LGSCO Code 6",
    Right.COUNCIL_STAGE_3: "Council procedures",
    Right.OMBUDSMAN: "LGA 1974",
}

STAGE_REFUSED = Wording(
    _("The council did not take up the next stage. Whoever disagrees can tell the Ombudsman."),
    child=_("We said no to the next step. You can tell them."),
)

_BECAUSE = {
    "entitled": Wording(
        _("Every child who complains, and everyone who left care, has this right from the start."),
        child=_("Every child has this right."),
    ),
    "turned_away": Wording(
        _("The advocate could not help this time. We find another one."),
        child=_("That advocate cannot help you. We find you another."),
        officer="The advocacy service could not take it on. Another advocate has to be offered.",
    ),
    "overdue": Wording(_("The answer did not come in time."), child=_("Our answer is late.")),
    "refused": Wording(_("More time was asked for, and not agreed to."), child=_("You did not agree to more time.")),
    "told_overdue": Wording(
        _("The person says that the answer to stage 1 did not come in time."), child=_("You told us our answer is late.")
    ),
    "told_answered": Wording(
        _("The person says that the stage before was answered."), child=_("You told us you had an answer before.")
    ),
    "answered": Wording(
        _("This stage was answered. Whoever is not content can ask for the next one."),
        child=_("We gave our answer. Is it not right? You can ask for this."),
    ),
    "last_answer": Wording(_("The council has given its last answer."), child=_("The council gave its last answer.")),
    "asked": Wording(_("You asked for this."), child=_("You asked for this."), officer="The person asked for it."),
    "settled": Wording(
        _("This was settled another way. You can still ask for the next stage."),
        child=_("We made it right another way. You can still ask for more."),
    ),
    "stage_refused": STAGE_REFUSED,
    "rerouted": Wording(
        _("This belongs in the children’s procedure, so its stage 2 is still to come."),
        child=_("We look at this in another way now. You can ask for this."),
    ),
    "extended": Wording(
        _("More time was taken. The Ombudsman’s Code asks that their details are given then."), child=_("We need more time.")
    ),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger needs beside the history: facts and flags as codes, the route, and the dates of the stage.

    `open`: whether anybody can still be told of anything; an erased case is not.
    """

    facts: Mapping[str, Any]
    flags: tuple[str, ...]
    route: str
    received_on: date
    deadlines: tuple[Deadline, ...]
    open: bool = True
    first_due: date | None = None
    """When the first answer would have been due if nothing had held it up."""


@dataclass(frozen=True, slots=True)
class Line:
    """One right that has arisen: since when, why, and how it was offered, if it was."""

    right: Right
    arose_on: date
    because: Wording
    source: str
    offered: Offer | None
    used_on: date | None = None
    """When the person made use of it: nobody has to offer what somebody has."""

    @property
    def owed(self) -> bool:
        """It has arisen, and nobody has offered it, nor has the person used it."""
        return self.offered is None and self.used_on is None

    @property
    def name(self) -> Wording:
        """What it is called."""
        return NAMES[self.right]


def ledger(state: CaseState, known: Known, today: date) -> tuple[Line, ...]:
    """The rights that have arisen by `today` (a day in London), those that are owed in front."""
    first: dict[Right, Arisen] = {}
    for found in _arisen(state, known, today):
        first.setdefault(found[0], found)
    lines = [_line(state, known, *found) for found in first.values()]
    return tuple(sorted(lines, key=lambda line: not line.owed))


def owed(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Those that nobody has offered."""
    return tuple(line for line in lines if line.owed)


Arisen = tuple[Right, date, str]

ONE_DAY = timedelta(days=1)

ANSWERED = frozenset(
    {
        OutcomeCode.UPHELD, OutcomeCode.PARTLY_UPHELD, OutcomeCode.NOT_UPHELD, OutcomeCode.NO_FINDING,
        OutcomeCode.RESOLVED_ON_RECEIPT,
    }
)  # fmt: skip
"""The outcomes that answer a complaint. What was closed as withdrawn or as gone another way was not answered by that."""


def to_tell(state: CaseState, known: Known, on: date) -> tuple[Right, ...]:
    """The rights that an answer given `on` a day tells of: all that have arisen with it, those told before among them.

    `state` is the case with this answer in it. Under the statutory procedure the Ombudsman is named at every stage.
    """
    arisen = {line.right for line in ledger(state, known, on)}
    if procedure_at(known.route) == Procedure.STATUTORY:
        arisen.add(Right.OMBUDSMAN)
    return tuple(right for right in Right if right in arisen)


def _line(state: CaseState, known: Known, right: Right, arose_on: date, why: str) -> Line:
    offer = state.offers.get(right.value)
    # What was offered before it arose again does not count: each delay has to be answered for itself. Only an answer
    # offers the next stage itself, and the case may be closed after it; and what was asked for was offered before.
    since = known.received_on if why in {"answered", "asked"} else arose_on
    counts = offer if offer and offer.on >= since and why != "turned_away" else None
    return Line(right, arose_on, _BECAUSE[why], SOURCES_OF[right], counts, _used(state, known, right))


def _used(state: CaseState, known: Known, right: Right) -> date | None:
    """When the person asked for the stage, or went to the Ombudsman."""
    at = state.stages
    if right is Right.OMBUDSMAN:
        return at.ombudsman.asked_on if at.ombudsman else None
    begun: tuple[Run | OwnRun, ...] = (*at.runs, *state.split.runs)
    return next((run.asked_on for run in begun if run.stage > 1 and right_of(run.stage, _procedure(run, known)) == right), None)


def _procedure(run: Run | OwnRun, known: Known) -> str | None:
    """The procedure under which a stage was begun."""
    return Procedure.CORPORATE if isinstance(run, OwnRun) else run.procedure or procedure_at(known.route)


def _arisen(state: CaseState, known: Known, today: date) -> Iterator[Arisen]:
    if state.advocacy.turned_away_on:
        yield (Right.ADVOCATE, state.advocacy.turned_away_on, "turned_away")
    if Flag.OFFER_ADVOCATE in known.flags:
        yield (Right.ADVOCATE, known.received_on, "entitled")
    if known.route == Route.LGSCO:
        yield (Right.OMBUDSMAN, known.received_on, "last_answer")
    procedure = procedure_at(known.route)
    if state.stages.stage > 1 or state.stages.now.ended == RESOLVED:
        yield from _later(state, known)
    elif procedure == Procedure.STATUTORY:
        yield from _statutory(state, known, today)
    elif procedure == Procedure.CORPORATE:
        yield from _corporate(state, known, today)
    if state.split.both or state.split.runs:
        yield from _beside(state, known, today)
    if state.stages.ombudsman:
        yield (Right.OMBUDSMAN, state.stages.ombudsman.asked_on, "asked")


def _later(state: CaseState, known: Known) -> Iterator[Arisen]:
    """The stages that were asked for, and what follows the present one: once answered, or settled, which costs no stage.

    Each keeps the rights of the procedure under which it was begun, whatever the route was changed to since.
    """
    at = state.stages
    for run in at.runs:
        if run.stage > 1 and run.asked_on:
            yield (Right(right_of(run.stage, _procedure(run, known))), run.asked_on, "asked")
    if wrong_procedure(state):
        yield (Right.STAGE_2, max(state.routes[-1].signed.at.date(), known.received_on), "rerouted")
    if at.now.ended == REFUSED and at.now.ended_on:
        yield (Right.OMBUDSMAN, at.now.ended_on, "stage_refused")
    ahead, over = Right(right_after(at.stage, _procedure(at.now, known), further=at.now.further)), state.closed
    if at.now.answered_on:
        yield (ahead, at.now.answered_on, "last_answer" if ahead is Right.OMBUDSMAN else "answered")
    elif at.now.ended == RESOLVED and at.now.ended_on:
        yield (ahead, at.now.ended_on, "settled")
    elif over and over.outcome in ANSWERED:
        yield (ahead, over.on, "last_answer" if ahead is Right.OMBUDSMAN else "answered")


def _beside(state: CaseState, known: Known, today: date) -> Iterator[Arisen]:
    """The stages of the points under the council's own procedure, beside those of the rest."""
    split = state.split
    for run in split.runs:
        yield (Right(right_of(run.stage, Procedure.CORPORATE)), run.asked_on, "asked")
    last = split.run
    if last is None:
        due = next((each.on for each in known.deadlines if each.name == "own_respond_by"), None)
        first = state.stages.runs[0]
        if first.ended == RESOLVED and first.ended_on:
            yield (Right.COUNCIL_STAGE_2, first.ended_on, "settled")
        elif known.open and due and due < today:
            yield (Right.COUNCIL_STAGE_2, due + ONE_DAY, "overdue")
        else:
            yield from _once_answered(Right.COUNCIL_STAGE_2, state)
    elif last.answered_on:
        ahead = Right(right_after(last.stage, Procedure.CORPORATE, further=last.further))
        yield (ahead, last.answered_on, "last_answer" if ahead is Right.OMBUDSMAN else "answered")
    elif last.ended == REFUSED and last.ended_on:
        yield (Right.OMBUDSMAN, last.ended_on, "stage_refused")
    if state.extension:
        yield (Right.OMBUDSMAN, state.extension.on, "extended")


def _statutory(state: CaseState, known: Known, today: date) -> Iterator[Arisen]:
    told = known.facts.get("stage_so_far")
    if told == Stage.STAGE2_ANSWERED:
        yield (Right.STAGE_3, known.received_on, "told_answered")
        yield from _once_answered(Right.OMBUDSMAN, state)
    elif told in (Stage.STAGE1_OVERDUE, Stage.STAGE1_ANSWERED):
        # Whatever is answered meanwhile is no investigation: the stage stays theirs until it was asked for.
        yield (Right.STAGE_2, known.received_on, "told_overdue" if told == Stage.STAGE1_OVERDUE else "told_answered")
    elif state.extension and not state.extension.counts:
        yield (Right.STAGE_2, state.extension.on, "refused")
    else:
        yield from _next_stage(Right.STAGE_2, state, known, today)


def _corporate(state: CaseState, known: Known, today: date) -> Iterator[Arisen]:
    told = known.facts.get("stage_so_far")
    if told in (Stage.STAGE1_OVERDUE, Stage.STAGE1_ANSWERED):
        yield (Right.COUNCIL_STAGE_2, known.received_on, "told_overdue" if told == Stage.STAGE1_OVERDUE else "told_answered")
    else:
        yield from _next_stage(Right.COUNCIL_STAGE_2, state, known, today)
    if state.extension:
        yield (Right.OMBUDSMAN, state.extension.on, "extended")


def _next_stage(right: Right, state: CaseState, known: Known, today: date) -> Iterator[Arisen]:
    """The stage after this one: since the answer was late, or else since it was given."""
    given = state.answered.first_on if state.answered else state.closed.on if state.closed else today
    if late := _late_since(state, known, min(given, today)):
        yield (right, late, "overdue")
    else:
        yield from _once_answered(right, state)


def _once_answered(right: Right, state: CaseState) -> Iterator[Arisen]:
    """What follows once this case was answered, from the day of the answer; or from its closing, where no answer is kept.

    An answer that sends all of it another way, or takes it as withdrawn, can be disputed like any other.
    """
    if state.answered:
        yield (right, state.answered.on, "answered")
    elif state.closed and state.closed.outcome in ANSWERED:
        yield (right, state.closed.on, "answered")


def _late_since(state: CaseState, known: Known, until: date) -> date | None:
    """The day after the answer was due, where it had come by `until`; None while there is time, and of an erased case.

    What was late already when it was first held up stays late: a pause takes no right away.
    """
    held_up = state.stages.held_up_on
    if known.open and held_up and known.first_due and known.first_due < min(held_up, until):
        return known.first_due + ONE_DAY
    due = next((each.on for each in known.deadlines if each.name == "respond_by"), None)
    return due + ONE_DAY if known.open and due and due < until else None
