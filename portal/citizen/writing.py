"""Writing to the team, and asking for the next stage, on a case that was sent: with its words, and without e-mail."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request

from portal.actions import returning, talking
from portal.actions.returning import NotYours, Opened
from portal.casework.asking import procedure_for
from portal.casework.moves import NotPossible
from portal.casework.rights import NAMES, Right
from portal.casework.splitting import JOINED
from portal.casework.stages import right_of
from portal.citizen.returning import BAD, TOO_MANY, held_key, speak_to
from portal.citizen.visitor import change_voice_in_place, see
from portal.limits import LONGEST_MESSAGE
from portal.questions.declared import WHO_SEES_AND_THE_PROMISE
from portal.questions.kinds import Given, Kind, Question
from portal.questions.record import matter_wording
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.errors import typed_again
from portal.web.forms import QuestionForm, form_of
from portal.web.language import say
from portal.web.page import page
from portal.words import Wording, _

MESSAGE = Question(
    "message", Kind.WORDS, personal=True, limit=LONGEST_MESSAGE,
    title=Wording(_("What do you want to tell us?"), child=_("What do you want to tell us?")),
    required=Wording(_("Write your message"), child=_("Write a few words")),
)  # fmt: skip
MORE = Question(
    "message", Kind.WORDS, personal=True, limit=LONGEST_MESSAGE,
    title=Wording(_("What is still not right?"), child=_("What is still not right?")),
    hint=Wording(_("You may leave this empty."), child=_("You can leave this empty.")),
)  # fmt: skip
TOO_MUCH = Wording(
    _("You have written very often today. Ring us, or write again tomorrow"),
    child=_("You wrote a lot today. Ring us, or write again tomorrow"),
)
Held = tuple[bytes, int]


def routes(pages: Blueprint) -> None:
    """/case/<reference>/write, /case/<reference>/next"""
    pages.add_url_rule("/case/<reference>/write", "write", write, methods=["GET", "POST"])
    pages.add_url_rule("/case/<reference>/next", "next_stage", next_stage, methods=["GET", "POST"])


def write(reference: str) -> Any:
    """A message to the team, at any time, also once the case is closed."""
    form = form_of([MESSAGE], Given({}), today())

    def sent(held: Held, opened: Opened) -> Any:
        talking.person_writes(desk(), reference, *held, form.answers["message"], now())
        return see(f"/case/{reference}?sent=1")

    return _answered(reference, form, sent, lambda opened, errors: _shown("citizen/write.html", opened, MESSAGE, form, errors))


@dataclass(frozen=True, slots=True)
class Choice:
    """A stage that can be asked for: as the button says it, how it is called, and the points that it is for.

    `points` are named only where the points of the case go by different procedures.
    """

    value: str
    name: Wording
    points: tuple[dict[str, Any], ...] = ()


def next_stage(reference: str) -> Any:
    """Ask for the next stage in one step, with what there is to say about it, or without a word."""
    form = form_of([MORE], Given({}), today())
    asked = _ASKED.get(request.form.get("stage", ""))

    def sent(held: Held, opened: Opened) -> Any:
        if asked is None:
            return _given_back() if form.answers["message"] else see(f"/case/{reference}")
        stage, own = asked
        talking.person_asks(desk(), reference, *held, stage, form.answers["message"], now(), own=own)
        return see(f"/case/{reference}?asked=1")

    def show(opened: Opened, errors: dict[str, str]) -> Any:
        choices = _choices(opened)
        if not choices:
            return _again() if form.typed.get("message") else see(f"/case/{reference}")
        return _shown("citizen/next.html", opened, MORE, form, errors, choices)

    return _answered(reference, form, sent, show)


_ASKED = {"2": (2, False), "3": (3, False), "own_2": (2, True), "own_3": (3, True)}
"""What each button asks for: the stage, and whether it is the one of the council's own procedure in a case of both."""


def _choices(opened: Opened) -> tuple[Choice, ...]:
    """Every stage that is open to be asked for, each for its own points."""
    case, state = opened.case, opened.state
    stage, own = (ask(desk(), case, state, today()) for ask in (talking.askable, talking.askable_own))
    found = []
    if stage:
        right = right_of(stage, procedure_for(stage, state))
        found.append(Choice(str(stage), NAMES[Right(right)], _points_under(opened, JOINED[0])))
    if own:
        found.append(Choice(f"own_{own}", NAMES[Right(right_of(own, JOINED[1]))], _points_under(opened, JOINED[1])))
    return tuple(found)


def _points_under(opened: Opened, procedure: str) -> tuple[dict[str, Any], ...]:
    """The points that go by this procedure, with what each is about; none where all points go the same way."""
    split, about = opened.state.split, Given({"complainant": opened.case.complainant or ""})
    if not split.both:
        return ()
    numbers = split.under(procedure)
    return tuple(
        {**point, "about": say(matter_wording(point["matter"] or "", about))} for point in opened.points if point["number"] in numbers
    )


def _answered(
    reference: str, form: QuestionForm, sent: Callable[[Held, Opened], Any], show: Callable[[Opened, dict[str, str]], Any]
) -> Any:
    """Show the form, or take in what was sent. What comes too late is taken in, too, and nothing of the case is shown then."""
    held, posted = held_key(reference), request.method == "POST"
    late = held is None and posted
    held = held or (held_key(reference, late=True) if late else None)
    opened = _opened(reference, held)
    if held is None or opened is None:
        return _given_back() if posted and form.typed.get("message") else see("/return")
    if not late and (not posted or change_voice_in_place()):
        return show(opened, {})
    if not form.validate():
        return _given_back() if late else (show(opened, form.errors_by_key), BAD)
    try:
        done = sent(held, opened)
    except NotYours:
        return _given_back()
    except NotPossible:
        # The case page says where it is now; what was written for a stage that is begun already is not lost.
        return _given_back() if form.answers["message"] else see(f"/case/{reference}")
    except talking.TooMany:
        return show(opened, {"message": say(TOO_MUCH)}), TOO_MANY
    return _over() if late else done


def _opened(reference: str, held: Held | None) -> Opened | None:
    """The case, open, and the visitor spoken to as they are on its page; None where it is not theirs."""
    try:
        opened = returning.read(desk(), reference, *held) if held else None
    except NotYours:
        return None
    if opened:
        speak_to(opened)
    return opened


def _given_back() -> Any:
    """It cannot be taken in as it is: the words come back, to be sent again once the case is open."""
    return _again(), BAD


def _again() -> str:
    return page("web/again.html", reason="stale", typed=typed_again(), action=request.path)


def _over() -> Any:
    """The time here is over, and what was just sent has been taken in."""
    return page("citizen/over.html", receipt=None, kept=True, typed=[], here="/over")


def _shown(
    template: str, opened: Opened, question: Question, form: QuestionForm, errors: dict[str, str], choices: tuple[Choice, ...] = ()
) -> str:
    return page(
        template, case=opened.case, question=question, typed=form.typed, errors=errors, choices=choices,
        why=WHO_SEES_AND_THE_PROMISE, back=f"/case/{opened.case.reference}", danger_shown=True,
    )  # fmt: skip
