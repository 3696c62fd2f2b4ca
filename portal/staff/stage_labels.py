"""What officers read of the stages after the first: names, captions, and what a step did. Data, in English only."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from portal.casework.case import CaseState
from portal.casework.events import Happened
from portal.casework.stage_moves import STAGE_MOVES
from portal.casework.stages import REFUSED, RESOLVED, WITHDRAWN, recommended_in

MOVES = tuple(row.name for row in STAGE_MOVES)

NAMES = {1: "Stage 1", 2: "Stage 2: independent investigation", 3: "Stage 3: review panel"}
COUNCIL_NAMES = {1: "Stage 1", 2: "Stage 2: somebody else looks again", 3: "Stage 3 of the council’s own procedure"}

DECISIONS = {
    "upheld": "Upheld",
    "not_upheld": "Not upheld",
    "not_investigated": "Not investigated",
    "closed": "Closed without a decision",
}

INJUSTICE = {
    "fault_injustice": "The fault caused injustice",
    "fault_no_injustice": "The fault caused no injustice",
    "already_remedied": "The council had put it right before",
}
"""What the Ombudsman says with a decision that upholds a complaint."""

RECOMMENDED = {
    "apology": "An apology",
    "payment": "A payment",
    "service_provided": "A service that was not given",
    "decision_changed": "A decision to be looked at again or changed",
    "service_improved": "A change of how the service works, for everybody",
    "other": "Something else",
}
"""What the Ombudsman asks a council to do."""


def asks(remedies: Iterable[str]) -> str:
    """The same in one sentence; empty where the decision asks for nothing."""
    said = [RECOMMENDED[code] for code in remedies]
    return f"Asked for: {', '.join([said[0], *(one[0].lower() + one[1:] for one in said[1:])])}" if said else ""



def asked_in(detail: Mapping[str, Any]) -> str:
    """The same of an event."""
    return asks(recommended_in(detail))


REFUSALS = {
    "already_considered": "This very matter was answered at this stage before",
    "not_ours": "It is not the council’s to answer: who else can is named below",
    "proceedings": "A court or tribunal decides it now",
    "unreasonable_conduct": "Contact is limited under the published policy, by a decision in force",
}

EXTENT = {"all": "All of it", "part": "Only a part: the rest goes on, and its dates with it"}

DONE: Mapping[str, str] = {
    Happened.STAGE_2_REQUESTED: "Stage 2 has begun. Its days count from now on.",
    Happened.APPOINTED: "They are appointed.",
    Happened.STATEMENT_AGREED: "The statement is agreed. The dates follow from it.",
    Happened.STAGE_2_EXTENDED: "The new day is written down.",
    Happened.STAGE_2_REPORTED: "The report is written down. The council’s answer comes next.",
    Happened.ADJUDICATED: "Stage 2 is answered, and the next right is offered with it.",
    Happened.STAGE_3_REQUESTED: "Stage 3 has begun. Its days count from now on.",
    Happened.PANEL_APPOINTED: "The panel is appointed. The dates follow from its meeting.",
    Happened.PANEL_REPORTED: "The findings are written down. The council’s answer comes next.",
    Happened.STAGE_3_ANSWERED: "Stage 3 is answered, and the Ombudsman’s details are given with it.",
    Happened.OWN_STAGE_REQUESTED: "The stage of the council’s own procedure has begun. The others go on as they were.",
    Happened.OWN_STAGE_ANSWERED: "It is answered, and the next right is offered with it.",
    Happened.OWN_STAGE_WITHDRAWN: "It is withdrawn. The person may ask again at any time.",
    Happened.STAGE_REFUSED: "It is refused, and the person is told of the Ombudsman. They may ask again.",
    Happened.REQUEST_WITHDRAWN: "It is withdrawn. The person may ask again at any time.",
    Happened.RESOLVED_OTHERWISE: "It is settled another way. The next stage stays open to the person.",
    Happened.PAUSED: "It waits. The person may send it again within a year of the end of the proceedings.",
    Happened.RESUMED: "It goes on.",
    Happened.OMBUDSMAN_ASKED: "The enquiry is written down, and its date with it.",
    Happened.OMBUDSMAN_ANSWERED: "It is written down that the Ombudsman was answered.",
    Happened.OMBUDSMAN_DECIDED: "The decision is written down.",
}

TOLD: Mapping[str, str] = {
    Happened.STAGE_2_REQUESTED: "recorded that stage 2 was asked for",
    Happened.APPOINTED: "appointed the investigator and the independent person",
    Happened.STATEMENT_AGREED: "recorded the agreed statement of complaint",
    Happened.STAGE_2_EXTENDED: "took more time for stage 2",
    Happened.STAGE_2_REPORTED: "recorded the investigation report",
    Happened.ADJUDICATED: "recorded the council’s answer to stage 2",
    Happened.STAGE_3_REQUESTED: "recorded that stage 3 was asked for",
    Happened.PANEL_APPOINTED: "appointed the panel",
    Happened.PANEL_REPORTED: "recorded the panel’s findings",
    Happened.STAGE_3_ANSWERED: "recorded the council’s answer to stage 3",
    Happened.OWN_STAGE_REQUESTED: "recorded that the next stage of the council’s own procedure was asked for",
    Happened.OWN_STAGE_ANSWERED: "recorded the answer to it under the council’s own procedure",
    Happened.OWN_STAGE_WITHDRAWN: "recorded that the person withdraws what goes by the council’s own procedure",
    Happened.STAGE_REFUSED: "refused the request for this stage, and named the Ombudsman",
    Happened.REQUEST_WITHDRAWN: "recorded that the person withdraws",
    Happened.RESOLVED_OTHERWISE: "recorded that it was settled another way, and that the next stage stays open",
    Happened.PAUSED: "let it wait for proceedings, and told the person in writing",
    Happened.RESUMED: "went on with it",
    Happened.OMBUDSMAN_ASKED: "recorded an enquiry by the Ombudsman",
    Happened.OMBUDSMAN_ANSWERED: "recorded the answer to the Ombudsman",
    Happened.OMBUDSMAN_DECIDED: "recorded the Ombudsman’s decision",
}

WORDS = {
    "who": "Who asked",
    "investigator": "Investigator",
    "independent": "Independent person",
    "statement": "Statement",
    "reason": "Reason",
    "summary": "The report",
    "response": "The answer",
    "chair": "Chair",
    "second": "Second member",
    "third": "Third member",
    "findings": "Findings",
    "how_known": "How it is known",
    "terms": "Terms",
    "reference": "Their reference",
    "asks": "What they ask",
    "sent": "What was sent",
    "recommendations": "Recommendations",
}
"""The captions of what is sealed."""


class Row(NamedTuple):
    """One line of the stage as it stands: a caption, days, and words that somebody typed."""

    label: str
    day: date | None = None
    typed: str = ""
    said: str = ""


_FIRST = "the answer to stage 1 is still wanted"


def stage_name(state: CaseState) -> str:
    """What the stage that a case is at is called."""
    names = COUNCIL_NAMES if state.procedure == "corporate" else NAMES
    return names.get(state.stages.stage, f"Stage {state.stages.stage}")


def stage_rows(state: CaseState, history: Iterable[Any], outcomes: Mapping[str, str]) -> list[Row]:
    """How far the stage has come, with the people in it; `history` newest first, `outcomes` labels by code."""
    words: dict[str, Mapping[str, str]] = {}
    for entry in history:
        words.setdefault(entry.kind, entry.words)
    at, run, asked = state.stages, state.stages.now, state.stages.ombudsman
    rows = [Row("Asked for", run.asked_on), *_people(run.stage, words) * (run.appointed or run.met_on is not None)]
    rows += [
        Row("Statement agreed", run.statement_on), Row("More time until", run.extended_to), Row("The panel meets", run.met_on),
        Row("Findings received" if run.stage == 3 else "Report received", run.reported_on),
        Row("Answered", run.answered_on, said=outcomes.get(run.outcome, run.outcome)),
        Row({WITHDRAWN: "Withdrawn", RESOLVED: "Settled another way", REFUSED: "Request refused"}.get(run.ended, ""), run.ended_on, said=_FIRST * run.first_waits),
        Row("Waits for proceedings since", at.paused_on, said="in part" if at.partly else ""),
    ]  # fmt: skip
    if asked:
        decision = ". ".join(filter(None, (DECISIONS.get(asked.code, asked.code), INJUSTICE.get(asked.injustice, asked.injustice), asks(asked.remedies))))
        rows += [
            Row("The Ombudsman asked", asked.asked_on), Row("The Ombudsman was answered", asked.answered_on),
            Row("The Ombudsman decided", asked.decided_on, said=decision),
        ]  # fmt: skip
    return [row for row in rows if row.day or row.typed]


def _people(stage: int, words: Mapping[str, Mapping[str, str]]) -> list[Row]:
    kind = Happened.PANEL_APPOINTED if stage == 3 else Happened.APPOINTED
    return [Row(WORDS[key], typed=name) for key, name in words.get(kind, {}).items() if key in WORDS]
