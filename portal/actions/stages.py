"""The steps of the stages after the first, of pauses and of the Ombudsman: each one event, its words sealed, its dates with it.

Every step is a row of `STEPS`: what has to be said with it, and what speaks against it. Nothing here speaks against a
step for being late, or because a stage would add nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from portal.actions import leaving
from portal.actions.clocks import case_clocks, london_day
from portal.actions.desk import Desk
from portal.actions.documents import Brought, keep
from portal.actions.handling import Turn, key_of_turn, turn_at
from portal.actions.refused import Refused
from portal.casework import moves
from portal.casework.case import fold
from portal.casework.events import Happened
from portal.casework.outcomes import OutcomeCode
from portal.casework.sight import INDEPENDENT
from portal.casework.splitting import JOINED
from portal.casework.stage_moves import first_answer_open, refusable
from portal.casework.stages import INJUSTICE, RECOMMENDED, UPHELD, right_after
from portal.councils.dates import next_request_by
from portal.law.calendar import BeyondCalendar
from portal.law.facts import Procedure
from portal.seal.boxes import Unreadable, close_json, open_json
from portal.store import staff

ANSWERED = frozenset({Happened.ADJUDICATED, Happened.STAGE_3_ANSWERED})
"""What the person reads with their words, and is told of where they want to be."""

TOLD_AT_ONCE = ANSWERED | {Happened.OWN_STAGE_ANSWERED, Happened.STAGE_REFUSED}

WAYS_OF_ASKING = frozenset({"letter", "email", "phone", "meeting"})
PROCEEDINGS = frozenset({"care_intended", "care", "private_law", "criminal", "disciplinary", "judicial_review", "tribunal"})
FINDINGS = frozenset({OutcomeCode.UPHELD, OutcomeCode.PARTLY_UPHELD, OutcomeCode.NOT_UPHELD, OutcomeCode.NO_FINDING})
REFUSALS = frozenset({"already_considered", "not_ours", "proceedings", "unreasonable_conduct"})
"""The grounds on which a request under the council's own procedure may be refused; being late is none, nor is adding nothing."""
DECISIONS = frozenset({"upheld", "not_upheld", "not_investigated", "closed"})
FARTHEST = timedelta(days=366)
"""How far ahead a day may be set: a slip in the year is no meeting."""

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "rev", "reverend", "cllr"})


@dataclass(frozen=True, slots=True)
class Said:
    """What the officer says with a step: its day in London, other days, codes, ticks, and words that are sealed."""

    on: date
    words: Mapping[str, str]
    codes: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    ticks: frozenset[str] = frozenset()


Against = Callable[[Desk, Turn, Said], None]
More = Callable[[Desk, Turn, Said], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Step:
    """What a step demands: words, codes from closed lists, days and ticks; what speaks against it; what software adds.

    `may`: ticks that it does not demand; `may_say`: codes that it does not.
    """

    words: tuple[str, ...]
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    days: tuple[str, ...] = ()
    ticks: frozenset[str] = frozenset()
    against: Against | None = None
    more: More | None = None
    may: frozenset[str] = frozenset()
    may_say: Mapping[str, frozenset[str]] = field(default_factory=dict)


def make(
    desk: Desk, reference: str, name: str, said: Said, staff_id: int, now: datetime, documents: Sequence[Brought] = ()
) -> bool:
    """Make the step called `name`, with the documents that it brings; False where this officer's last move was this very one.

    Raises `Refused`, `NotPossible`, `NoSuchCase`, `Erased`, and KeyError for a step that there is not.
    """
    step = STEPS[name]
    _whole(step, said)
    with turn_at(desk, reference, staff_id, now) as turn:
        move = moves.move(name)
        if turn.state.erased is not None:
            raise moves.NotPossible(move, turn.state)
        key = key_of_turn(desk, turn)
        if _just_made(turn, move.event, said, key):
            return keep(turn, key, documents, move.event)
        moves.check(name, turn.state)
        _day_can_be(turn, name, said.on, now)
        if step.against:
            step.against(desk, turn, said)
        detail = _plain(said) | (step.more(desk, turn, said) if step.more else {})
        keep(turn, key, documents, move.event)
        turn.write_down(move.event, detail, close_json(key, dict(said.words), "event"))
        if move.event in TOLD_AT_ONCE:
            leaving.tell_person(desk, turn.conn, turn.case.id, key, now)
        return True


def asked_for(desk: Desk, turn: Turn, name: str, said: Said, key: bytes) -> None:
    """The person themselves asks for a stage: the same event as where an officer records that they did.

    Raises `NotPossible`.
    """
    move, more = moves.check(name, turn.state), STEPS[name].more
    detail = _plain(said) | (more(desk, turn, said) if more else {})
    turn.write_down(move.event, detail, close_json(key, dict(said.words), "event"))


def _whole(step: Step, said: Said) -> None:
    for key in step.words:
        if not said.words.get(key, "").strip():
            raise Refused(key, "Say this too")
    for key, known in step.codes.items():
        if said.codes.get(key) not in known:
            raise Refused(key, "Choose one of these")
    for key, known in step.may_say.items():
        if key in said.codes and said.codes[key] not in known:
            raise Refused(key, "Choose one of these, or none")
    for key in step.days:
        if key not in said.days:
            raise Refused(key, "Enter the day")
    for key in sorted(step.ticks - said.ticks):
        raise Refused(key, "It has to be so, and to be ticked")


def _plain(said: Said) -> dict[str, Any]:
    """What stands in clear: codes, days and ticks."""
    days = {key: day.isoformat() for key, day in said.days.items()}
    return {"on": said.on.isoformat(), **said.codes, **days, **dict.fromkeys(sorted(said.ticks), True)}


def _just_made(turn: Turn, kind: Happened, said: Said, key: bytes) -> bool:
    """Whether this officer's last move at the case was this very one: the button was pressed twice."""
    last = turn.last
    if last is None or (last.kind, last.staff_id) != (kind.value, turn.staff_id):
        return False
    same = _plain(said).items() <= dict(last.detail).items()
    return same and last.sealed is not None and open_json(key, last.sealed, "event") == dict(said.words)


def _day_can_be(turn: Turn, name: str, on: date, now: datetime) -> None:
    first, last = _earliest(turn, name), london_day(now)
    if on > last:
        raise Refused("day", "Enter a day that has come")
    if on < first:
        raise Refused("day", f"Enter a day from {first.day} {first:%B %Y} on")


def _earliest(turn: Turn, name: str) -> date:
    """The day of what has to come first."""
    at, received, own = turn.state.stages, turn.case.received_on, turn.state.split.run
    run, asked = at.now, at.ombudsman.asked_on if at.ombudsman else None
    before = {
        "request_stage_2": None,
        "request_stage_3": run.answered_on or run.ended_on,
        "request_own_stage": own.answered_on or own.ended_on if own else None,
        "answer_own_stage": own.asked_on if own else None,
        "withdraw_own_stage": own.asked_on if own else None,
        "refuse_stage": own.asked_on if own and own.running else run.asked_on,
        "panel_report": run.met_on,
        "adjudicate": run.reported_on or run.asked_on,
        "respond_stage_3": run.reported_on or run.asked_on,
        "resume": at.paused_on or run.ended_on,
        "ombudsman_enquiry": None,
        "answer_ombudsman": asked,
        "ombudsman_decision": asked,
    }
    return max(received, before.get(name, run.asked_on) or received)


def same_person(one: str, other: str) -> bool:
    """Whether two names are the same but for titles, capitals, full stops and their order."""
    return bool(_bare(one)) and _bare(one) == _bare(other)


def _bare(name: str) -> list[str]:
    return sorted(word for word in re.findall(r"\w+", name.casefold()) if word not in _TITLES)


def _independent(desk: Desk, turn: Turn, said: Said, people: tuple[str, ...]) -> None:
    """Neither a member nor an officer of the council, nor married to one (regulation 2), so far as it can be known here."""
    if said.codes.get("works_here") != "no":
        raise Refused("works_here", "Appoint somebody who neither works for the council, nor sits on it, nor is married to who does")
    ours = [person.name for person in staff.everyone(turn.conn) if person.role not in INDEPENDENT]
    for key in people:
        if any(same_person(said.words[key], name) for name in ours):
            raise Refused(key, "This person works for the council")


def _appoint(desk: Desk, turn: Turn, said: Said) -> None:
    _independent(desk, turn, said, ("independent",))
    if same_person(said.words["independent"], said.words["investigator"]):
        raise Refused("independent", "The independent person is somebody else than the investigator")


PANEL = ("chair", "second", "third")
_STAGE_2 = 2


def _panel(desk: Desk, turn: Turn, said: Said) -> None:
    """Three independent people; whoever was independent person at stage 2 may not sit (regulation 19)."""
    _independent(desk, turn, said, PANEL)
    for at, key in enumerate(PANEL):
        if any(same_person(said.words[key], said.words[other]) for other in PANEL[:at]):
            raise Refused(key, "A panel is three different people")
        if any(same_person(said.words[key], name) for name in _sat_at_stage_2(desk, turn)):
            raise Refused(key, "This person took part in stage 2, and may not sit on the panel (regulation 19)")
    begun, meets = turn.state.stages.now.asked_on or turn.case.received_on, said.days["meets"]
    if not begun <= meets <= london_day(turn.now) + FARTHEST:
        raise Refused("meets", f"Enter a day from {begun.day} {begun:%B %Y} on, and within a year")


def _sat_at_stage_2(desk: Desk, turn: Turn) -> list[str]:
    """Whoever was appointed at stage 2 or let in to read the case for it, also those who were replaced."""
    key, sat = key_of_turn(desk, turn), {who for who, _, stage in turn.state.people.ever if stage == _STAGE_2}
    found = [person.name for person in staff.everyone(turn.conn) if person.id in sat]
    for event in turn.history:
        if event.kind == Happened.APPOINTED and event.sealed:
            try:
                words = open_json(key, event.sealed, "event")
            except Unreadable:
                raise Refused("chair", "Who was appointed at stage 2 cannot be read, so nobody can be checked against it") from None
            found += [words["independent"], words["investigator"]]
    return found


def _panel_late(desk: Desk, turn: Turn, said: Said) -> dict[str, Any]:
    by = _dates(desk, turn, met=False).get("panel_by")
    return {"late": by is not None and said.days["meets"] > by}


def _dates(desk: Desk, turn: Turn, *, met: bool = True) -> dict[str, date]:
    """The dates of the stage as it stands; `met` False: as if no panel had been appointed yet."""
    state = turn.state if met else fold(event for event in turn.history if event.kind != Happened.PANEL_APPOINTED)
    route = state.route or turn.case.route
    found = case_clocks(desk.profile, desk.calendar, route, turn.case.received_on, turn.case.acknowledged_on, state.course)
    return {each.name: each.on for each in found}


def _extend(desk: Desk, turn: Turn, said: Said) -> None:
    """Not beyond the last day that the law allows, 65 working days from the start (regulation 17)."""
    until, last = said.days["until"], _dates(desk, turn).get("latest")
    if until < said.on:
        raise Refused("until", "Enter a day after the day on which the person was told")
    if last is not None and until > last:
        raise Refused("until", f"Enter a day up to {last.day} {last:%B %Y}: the law allows no later one")
    if until > london_day(turn.now) + FARTHEST:
        raise Refused("until", "Enter a day within a year")


def _next_stage(desk: Desk, turn: Turn, said: Said) -> dict[str, Any]:
    """The right that follows, offered with the answer, and by when the person is asked to use it."""
    return _following(desk, turn.state.stages.stage, turn.state.procedure, said.on)


def _following(desk: Desk, stage: int, procedure: str | None, on: date) -> dict[str, Any]:
    further = _has_third(desk, on)
    detail: dict[str, Any] = {"offers": [right_after(stage, procedure, further=further)]}
    try:
        by = next_request_by(desk.profile, desk.calendar, procedure or "", stage, on)
    except BeyondCalendar:
        return detail
    return detail | ({"ask_by": by.on.isoformat()} if by else {})


def _offered(desk: Desk, turn: Turn, said: Said) -> dict[str, Any]:
    """Settling it another way costs the person no stage, and they are told so."""
    further = _has_third(desk, said.on)
    return {"offers": [right_after(turn.state.stages.stage, turn.state.procedure, further=further)]}


def _has_third(desk: Desk, on: date) -> bool:
    """Whether the council's own procedure has a third stage on the day."""
    return any(stage.number == 3 for stage in desk.profile.stages(Procedure.CORPORATE, on))


def _points_asked(desk: Desk, turn: Turn, said: Said) -> dict[str, Any]:
    """Which points a request is for, where they go by different procedures: those under the statutory one."""
    split = turn.state.split
    return {"points": list(split.under(JOINED[0]))} if split.both else {}


def _own_stage(desk: Desk, turn: Turn, said: Said) -> dict[str, Any]:
    """Which stage of the council's own procedure is asked for, and for which points."""
    split = turn.state.split
    return {"stage": split.next_stage, "points": list(split.under(JOINED[1]))}


def _own_answer(desk: Desk, turn: Turn, said: Said) -> dict[str, Any]:
    stage = _own_running(turn)
    return {"stage": stage} | _following(desk, stage, Procedure.CORPORATE, said.on)


def _own_running(turn: Turn) -> int:
    run = turn.state.split.run
    return run.stage if run else 0


def _refused(desk: Desk, turn: Turn, said: Said) -> dict[str, Any]:
    """Whoever is refused is told of the Ombudsman with it, by the software and not by memory."""
    own = refusable(turn.state) == "own"
    stage = _own_running(turn) if own else turn.state.stages.stage
    return {"offers": ["ombudsman"], "stage": stage} | ({"own": True} if own else {})


FIRST_ANSWER = "first_answer"
"""The tick that only the request for stage 2 is taken back: the answer to stage 1, never given, is still wanted."""


def _first_answer(desk: Desk, turn: Turn, said: Said) -> None:
    if FIRST_ANSWER in said.ticks and not first_answer_open(turn.state):
        raise Refused(FIRST_ANSWER, "No first answer is left to be given: leave this out")


def _only_upheld(desk: Desk, turn: Turn, said: Said) -> None:
    if said.codes["decision"] == UPHELD:
        return
    if "injustice" in said.codes:
        raise Refused("injustice", "Only a complaint that is upheld had a fault: choose nothing here, or choose upheld above")
    if said.ticks:
        raise Refused("asks", "Only where a complaint is upheld is something to be put right: choose nothing here, or choose upheld above")


_FREE = {"works_here": frozenset({"no", "yes"})}

STEPS: Mapping[str, Step] = {
    "request_stage_2": Step(("who",), {"how": WAYS_OF_ASKING}, more=_points_asked),
    "appoint": Step(("investigator", "independent"), _FREE, ticks=frozenset({"declared"}), against=_appoint),
    "agree_statement": Step(("statement",)),
    "extend_stage_2": Step(("reason",), days=("until",), ticks=frozenset({"told"}), against=_extend),
    "report_stage_2": Step(("summary",)),
    "adjudicate": Step(("response",), {"outcome": FINDINGS}, more=_next_stage),
    "request_stage_3": Step(("who",), {"how": WAYS_OF_ASKING}),
    "panel": Step(PANEL, _FREE, ("meets",), frozenset({"declared"}), _panel, _panel_late),
    "panel_report": Step(("findings",)),
    "respond_stage_3": Step(("response",), {"outcome": FINDINGS}, ticks=frozenset({"details_given"}), more=_next_stage),
    "refuse_stage": Step(("response",), {"ground": REFUSALS}, ticks=frozenset({"details_given"}), more=_refused),
    "request_own_stage": Step(("who",), {"how": WAYS_OF_ASKING}, more=_own_stage),
    "answer_own_stage": Step(("response",), {"outcome": FINDINGS}, more=_own_answer),
    "withdraw_own_stage": Step(("how_known",), ticks=frozenset({"confirmed"})),
    "withdraw_request": Step(
        ("how_known",), ticks=frozenset({"confirmed"}), against=_first_answer, may=frozenset({FIRST_ANSWER})
    ),
    "resolve_otherwise": Step(("terms", "how_known"), ticks=frozenset({"agreed"}), more=_offered),
    "pause": Step(
        ("reason",), {"proceedings": PROCEEDINGS, "extent": frozenset({"all", "part"})}, ticks=frozenset({"told"})
    ),
    "resume": Step(("how_known",)),
    "ombudsman_enquiry": Step(("reference", "asks")),
    "answer_ombudsman": Step(("sent",)),
    "ombudsman_decision": Step(
        ("recommendations",), {"decision": DECISIONS}, against=_only_upheld, may_say={"injustice": frozenset(INJUSTICE)},
        may=frozenset(f"asks_{code}" for code in RECOMMENDED),
    ),
}  # fmt: skip
