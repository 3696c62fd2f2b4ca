"""The forms of the stages after the first, as one table: what each step asks an officer, in which words, and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from wtforms import BooleanField, Field, Form, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.actions.stages import FINDINGS, FIRST_ANSWER, STEPS, Said
from portal.casework.case import CaseState
from portal.casework.stage_moves import first_answer_open
from portal.staff.forms import LONGEST_REASON, day_of
from portal.staff.labels import OUTCOME, PROCEEDINGS, WAYS
from portal.staff.stage_labels import DECISIONS, EXTENT, INJUSTICE, RECOMMENDED, REFUSALS
from portal.web.clock import today
from portal.web.forms import clean

Kind = Literal["line", "area", "day", "picks", "several", "tick"]
LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Ask:
    """One field: under which name it is sent, what kind it is, what it is called, and what is said where it is missing.

    `when`: in which cases it is asked; None: in all. A tick or a choice that nothing is said of may be left out. Each of
    `several` choices is a tick of the step: `asks` with `payment` is its `asks_payment`.
    """

    name: str
    kind: Kind
    label: str
    missing: str = ""
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    when: Callable[[CaseState], bool] | None = None


@dataclass(frozen=True, slots=True)
class StagePage:
    """The page of one step: its fields, and what an officer has to know before."""

    asks: tuple[Ask, ...]
    before: str = ""


_SEALED = "It is kept sealed with the case."
_READ_BY_THEM = "The person reads this text when they look at their case. It is kept sealed with it."
_DAY_HINT = "For instance 25 11 2026"


def _line(name: str, label: str, missing: str, hint: str = _SEALED) -> Ask:
    return Ask(name, "line", label, missing, hint)


def _area(name: str, label: str, missing: str, hint: str = _SEALED) -> Ask:
    return Ask(name, "area", label, missing, hint)


def _day(label: str, name: str = "day") -> Ask:
    return Ask(name, "day", label, "Enter the day", _DAY_HINT)


def _tick(name: str, label: str, missing: str) -> Ask:
    return Ask(name, "tick", label, missing)


def _pick(name: str, label: str, missing: str, choices: Mapping[str, str]) -> Ask:
    return Ask(name, "picks", label, missing, choices=choices)


_HOW = _pick("how", "How?", "Choose how it was asked for", WAYS)
_OUTCOME = _pick("outcome", "What came of it?", "Choose what came of it", {code: label for code, label in OUTCOME.items() if code in FINDINGS})
_WORKS_HERE = _pick(
    "works_here", "Does any of the independent people work for the council, sit on it, or is any of them the husband, wife or civil partner of somebody who does?",
    "Choose yes or no", {"no": "No", "yes": "Yes"},
)  # fmt: skip
_DECLARED = _tick("declared", "Each independent person has declared that they are independent", "Ask for the declaration, then tick this")
_HOW_KNOWN = _line("how_known", "How do you know?", "Say who told you, and how")
_NEVER_LATE = "No form is needed, and being asked orally counts. A late request is taken all the same, and nobody is refused because a stage would add nothing."

PAGES: Mapping[str, StagePage] = {
    "request_stage_2": StagePage(
        (_line("who", "Who asked?", "Say who asked"), _HOW, _day("On which day was it asked for?")),
        _NEVER_LATE + " The days of stage 2 count from this day; where it was asked orally, from the day on which the written record is agreed (regulation 17).",
    ),
    "appoint": StagePage(
        (
            _line("investigator", "Who investigates?", "Name the investigator"),
            _line("independent", "Who is the independent person?", "Name the independent person"),
            _WORKS_HERE, _DECLARED, _day("On which day was the declaration made?"),
        ),
        "An independent person takes part in the whole investigation (regulation 17). They may not sit on a panel later.",
    ),
    "agree_statement": StagePage(
        (_area("statement", "The statement, as the person agrees to it", "Write the statement"), _day("On which day did the person agree?")),
        "What was said orally is written down by the council, and the person may change it (regulation 16). That is no reason to wait with the investigation.",
    ),
    "extend_stage_2": StagePage(
        (
            _day("Until which day?", "until"), _area("reason", "Why is more time needed?", "Say why more time is needed"),
            _tick("told", "The person was told in writing why, and until when", "Tell the person first, then tick this"),
            _day("On which day were they told?"),
        ),
        "Stage 2 may take 65 working days at the most (regulation 17).",
    ),
    "report_stage_2": StagePage(
        (_area("summary", "What does it find, and what does it recommend?", "Say what the report finds"), _day("On which day did it come?")),
    ),
    "adjudicate": StagePage(
        (_OUTCOME, _area("response", "What does the council answer?", "Write what the council answers", _READ_BY_THEM), _day("On which day did the answer go out?")),
        "The next right is offered with the answer: stage 3, which the person is asked to use within 20 working days (regulation 18), or, after the council’s own stage 2, the Ombudsman.",
    ),
    "request_stage_3": StagePage(
        (_line("who", "Who asked?", "Say who asked"), _HOW, _day("On which day was it asked for?")),
        _NEVER_LATE + " Under the statutory procedure the panel meets within 30 working days of this day (regulation 19); under the council’s own the days of its third stage count from it.",
    ),
    "panel": StagePage(
        (
            _line("chair", "Who chairs the panel?", "Name the chair"), _line("second", "Second member", "Name the second member"),
            _line("third", "Third member", "Name the third member"), _WORKS_HERE, _DECLARED, _day("On which day does the panel meet?", "meets"),
            _day("On which day was it appointed?"),
        ),
        "Three independent people, one of them in the chair, and nobody who took part in stage 2 (regulation 19). The person may bring an advocate and one more person, and let either speak.",
    ),
    "panel_report": StagePage(
        (_area("findings", "What does the panel find, and what does it recommend?", "Say what the panel finds"), _day("On which day did the findings come?")),
        "They are due five working days after the meeting, and go to the person, too (regulation 20).",
    ),
    "respond_stage_3": StagePage(
        (
            _OUTCOME, _area("response", "What does the council answer?", "Write what the council answers", _READ_BY_THEM),
            _tick("details_given", "The answer gives the Ombudsman’s details", "Give the Ombudsman’s details in the answer, then tick this"),
            _day("On which day did the answer go out?"),
        ),
        "Under the statutory procedure it is due 15 working days after the findings (regulation 20).",
    ),
    "refuse_stage": StagePage(
        (
            _pick("ground", "On which ground?", "Choose the ground", REFUSALS),
            _area("response", "What does the person read?", "Write why, and what they can do", _READ_BY_THEM),
            _tick("details_given", "The person was told that they can go to the Ombudsman, and how", "Give the Ombudsman’s details, then tick this"),
            _day("On which day were they told?"),
        ),
        "Only the council’s own procedure lets a request be refused, case by case and with reasons (Code 2). A late request is no ground, nor is that a stage would add nothing. The person may ask again.",
    ),
    "request_own_stage": StagePage(
        (_line("who", "Who asked?", "Say who asked"), _HOW, _day("On which day was it asked for?")),
        "For the points under the council’s own procedure. " + _NEVER_LATE + " It costs nothing of the stages of the other points.",
    ),
    "answer_own_stage": StagePage(
        (_OUTCOME, _area("response", "What does the council answer?", "Write what the council answers", _READ_BY_THEM), _day("On which day did the answer go out?")),
        "Somebody else answers than at the stage before. The next right is offered with the answer.",
    ),
    "withdraw_own_stage": StagePage(
        (_HOW_KNOWN, _tick("confirmed", "It was confirmed to the person in writing", "Confirm it in writing, then tick this"), _day("On which day did the person withdraw?")),
        "The person may ask again at any time. The other points go on.",
    ),
    "withdraw_request": StagePage(
        (
            _HOW_KNOWN, _tick("confirmed", "It was confirmed to the person in writing", "Confirm it in writing, then tick this"),
            Ask(
                FIRST_ANSWER, "tick", "They take back the request for stage 2 alone, and still want the answer to stage 1",
                when=first_answer_open,
            ),
            _day("On which day did the person withdraw?"),
        ),
        "The person may withdraw at any time (regulation 7), and may ask again. Where the answer to stage 1 was never given, ask whether they still want it: then it is due as it was.",
    ),
    "resolve_otherwise": StagePage(
        (
            _area("terms", "What was agreed?", "Write what was agreed"), _HOW_KNOWN,
            _tick("agreed", "The person agrees, and knows that the next stage stays open to them", "It needs the person’s agreement: ask, then tick this"),
            _day("On which day was it agreed?"),
        ),
        "Mediation or another way may be tried at any stage, with the person’s agreement. It costs them no stage.",
    ),
    "pause": StagePage(
        (
            _pick("proceedings", "For which proceedings?", "Choose the proceedings", {code: label for code, label in PROCEEDINGS.items() if code in STEPS["pause"].codes["proceedings"]}),
            _pick("extent", "How much of it waits?", "Choose how much of it waits", EXTENT),
            _area("reason", "How could going on prejudice them?", "Say how going on could prejudice them"),
            _tick("told", "The person was told in writing why, and that they can send it again within a year of the end of the proceedings", "Tell the person in writing, then tick this"),
            _day("On which day were they told?"),
        ),
        "Only what could prejudice proceedings may wait (regulation 8). Say how, case by case.",
    ),
    "resume": StagePage(
        (_HOW_KNOWN, _day("On which day was it sent again or taken up again?")),
        "What waited as a whole counts anew from this day.",
    ),
    "ombudsman_enquiry": StagePage(
        (_line("reference", "The Ombudsman’s reference", "Enter their reference"), _area("asks", "What do they ask?", "Say what they ask"), _day("On which day did it come?")),
    ),
    "answer_ombudsman": StagePage(
        (_area("sent", "What was sent?", "Say what was sent"), _day("On which day was it sent?")),
    ),
    "ombudsman_decision": StagePage(
        (
            _pick("decision", "What did they decide?", "Choose what they decided", DECISIONS),
            Ask("injustice", "picks", "If it was upheld: what do they say of injustice?", choices={"": "They do not say, or it was not upheld", **INJUSTICE}),
            Ask("asks", "several", "If it was upheld: what do they ask the council to do?", choices=RECOMMENDED),
            _area("recommendations", "What do they recommend?", "Say what they recommend, or that they recommend nothing"),
            _day("On which day?"),
        ),
    ),
}  # fmt: skip


def _tidied(value: str | None) -> str | None:
    return clean(value).strip() if value else value


def _is_a_day(form: Form, typed: Field) -> None:
    if day_of(typed.data or "") is None:
        raise ValidationError("Enter a day in numbers, like 25 11 2026")


def _field(ask: Ask) -> Any:
    if ask.kind == "tick":
        return BooleanField(ask.label, validators=[InputRequired(ask.missing)] if ask.missing else [])
    if ask.kind == "picks":
        needed = [DataRequired(ask.missing)] if ask.missing else []
        # What may be left out has a choice that says nothing, which is chosen from the first.
        usual_choice = None if ask.missing else ""
        return RadioField(ask.label, choices=[SelectChoice(*each) for each in ask.choices.items()], validators=needed, default=usual_choice)
    if ask.kind == "several":
        return SelectMultipleField(ask.label, choices=[SelectChoice(*each) for each in ask.choices.items()])
    if ask.kind == "day":
        # What is written down has mostly happened today; a day that is still to come has to be thought of.
        usual = (lambda: f"{today():%d %m %Y}") if ask.name == "day" else None
        return StringField(ask.label, filters=[_tidied], validators=[DataRequired(ask.missing), _is_a_day], default=usual)
    most, made = (LONGEST_REASON, TextAreaField) if ask.kind == "area" else (LONGEST_LINE, StringField)
    too_long = Length(max=most, message=f"Use at most {most:,} characters")
    return made(ask.label, filters=[_tidied], validators=[DataRequired(ask.missing), too_long])


FORMS: Mapping[str, type[Form]] = {
    name: type(f"{name}_form", (Form,), {ask.name: _field(ask) for ask in page.asks}) for name, page in PAGES.items()
}


def said_in(name: str, form: Form) -> Said:
    """What a form that was found right says, for the step called `name`."""
    step, typed = STEPS[name], form.data
    chosen = {f"{ask.name}_{code}" for ask in PAGES[name].asks if ask.kind == "several" for code in typed[ask.name]}
    days = {key: day for key in ("day", *step.days) if (day := day_of(typed[key] or ""))}
    return Said(
        on=days.pop("day"),
        words={key: typed[key] or "" for key in step.words},
        codes={key: typed[key] for key in step.codes} | {key: typed[key] for key in step.may_say if typed[key]},
        days=days,
        ticks=frozenset(key for key in step.ticks | step.may if key in chosen or typed.get(key)),
    )
