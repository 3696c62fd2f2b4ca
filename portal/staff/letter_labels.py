"""What officers read of letters and of the advocate: names and what was done. Data, in English only."""

from collections.abc import Mapping

from portal.casework.advocacy import AGREED
from portal.casework.events import Happened
from portal.casework.letters import LetterKind

LETTERS: Mapping[str, str] = {
    LetterKind.MORE_TIME: "More time for the answer",
    LetterKind.STAGE_BEGUN: "The next stage has begun",
    LetterKind.INVESTIGATORS: "Who investigates, and the statement of complaint",
    LetterKind.STAGE_2_LATER: "More time for stage 2",
    LetterKind.STAGE_2_ANSWER: "The answer to stage 2",
    LetterKind.PANEL: "The panel and its day",
    LetterKind.STAGE_3_ANSWER: "The panel’s findings and the council’s answer",
    LetterKind.OWN_ANSWER: "The answer under the council’s own procedure",
    LetterKind.REFUSED: "The next stage was not taken up",
    LetterKind.STOPPED: "It was taken back",
    LetterKind.SETTLED: "What was agreed",
    LetterKind.WAITS: "It waits for proceedings",
    LetterKind.GOES_ON: "It goes on",
    LetterKind.OMBUDSMAN_ASKS: "The Ombudsman’s enquiry",
    LetterKind.OMBUDSMAN_DECIDED: "The Ombudsman’s decision",
}

SCOPE: Mapping[str, str] = {one.value: said.officer or said.adult for one, said in AGREED.items()}

DONE: Mapping[str, str] = {
    Happened.LETTER_SENT: "The letter was sent, with the rights that belong in it.",
    Happened.ADVOCATE_CONSENT: "It is written down what the advocate may do.",
    Happened.ADVOCATE_ACCEPTED: "It is written down who the advocate is. Ask the person what they may do.",
    Happened.ADVOCATE_DECLINED: "It is written down.",
}
