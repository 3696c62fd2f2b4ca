"""The letters about the steps of a case: one table of what each says, in two voices, with the rights that follow in each.

Extension (regulation 14), request and record of stage 2 (16), investigators and later date (17), its answer and the
right to a panel (17, 18), the panel and its day (19), the last answer with the Ombudsman's details (20); withdrawal (7),
what was settled (15), what waits for proceedings (8), and what the Ombudsman asks and decides.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext

from portal.casework.letters import ANSWERS, LetterKind
from portal.casework.outcomes import OutcomeCode
from portal.casework.rights import NAMES, STAGE_REFUSED, Right
from portal.casework.stages import procedure_at, right_of
from portal.councils.profile import Profile
from portal.law.deadlines import Deadline
from portal.letters.answer import FOUND, WHAT_NOW, rights_told
from portal.letters.paper import direction_of
from portal.letters.sheet import Block, Sheet, blocks_of
from portal.web.language import day_in_words, writing_in
from portal.words import Voice, Wording, _


@dataclass(frozen=True, slots=True)
class Step:
    """What a letter has to know: of the case, of the step (`detail`, and `words` as they were opened), and what follows.

    `report`: what the investigation or the panel found; `statement`: what was agreed, and when; `dates`: those to come;
    `rights`: each with the day by which it is best asked for; `own`: what the officer adds.
    `groups`: under which procedure each point stands, where they go by different ones.
    """

    kind: LetterKind
    reference: str
    voice: Voice
    language: str
    route: str
    stage: int
    detail: Mapping[str, Any]
    words: Mapping[str, str]
    dates: tuple[Deadline, ...]
    rights: tuple[tuple[Right, date | None], ...]
    report: str = ""
    statement: str = ""
    statement_on: date | None = None
    oral: bool = False
    own: str = ""
    groups: Mapping[int, str] = field(default_factory=dict)


_MORE_TIME = Wording(_("We need more time"))
_ANSWER = Wording(_("Our answer"))
_OMBUDSMAN = Wording(_("The Ombudsman has written to us"))

HEADINGS: Mapping[LetterKind, Wording] = {
    LetterKind.MORE_TIME: _MORE_TIME,
    LetterKind.STAGE_BEGUN: Wording(_("We look at it again")),
    LetterKind.INVESTIGATORS: Wording(_("Who looks into it")),
    LetterKind.STAGE_2_LATER: _MORE_TIME,
    LetterKind.STAGE_2_ANSWER: _ANSWER,
    LetterKind.PANEL: Wording(_("The day of the panel"), child=_("Three people from outside look at it")),
    LetterKind.STAGE_3_ANSWER: _ANSWER,
    LetterKind.OWN_ANSWER: _ANSWER,
    LetterKind.REFUSED: _ANSWER,
    LetterKind.STOPPED: Wording(_("We have stopped")),
    LetterKind.SETTLED: Wording(_("What we agreed")),
    LetterKind.WAITS: Wording(_("It has to wait")),
    LetterKind.GOES_ON: Wording(_("We go on with it")),
    LetterKind.OMBUDSMAN_ASKS: _OMBUDSMAN,
    LetterKind.OMBUDSMAN_DECIDED: _OMBUDSMAN,
}

ASK: Mapping[Right, Wording] = {
    Right.STAGE_2: Wording(
        _("You can ask for stage 2. That is an investigation, with someone who does not work for the council."),
        child=_("Someone from outside can look at it too. Just ask."),
    ),
    Right.STAGE_3: Wording(
        _("You can ask for stage 3. Then three people who do not work for the council look at it."),
        child=_("Three people from outside can look at it. Just ask."),
    ),
    Right.COUNCIL_STAGE_2: Wording(
        _("You can ask for stage 2. Then someone else at the council looks at it again."),
        child=_("Someone else at the council can look. Just ask."),
    ),
    Right.COUNCIL_STAGE_3: Wording(
        _("You can ask for stage 3. Then someone new at the council looks at it one last time."),
        child=_("Someone new at the council can look. Just ask."),
    ),
}
"""How a letter that answers nothing tells of the stage that comes next."""

NEED_LONGER = Wording(_("We need longer to answer you."), child=_("We need more time to answer you."))
GROUND: Mapping[str, Wording] = {
    "complex": Wording(_("What you told us is complex."), child=_("There is a lot to look at.")),
    "advocate": Wording(_("We are still looking for an advocate."), child=_("We still look for someone to help you.")),
}
REASON = Wording(_("The reason:"), child=_("This is why:"))
BY = Wording(_("You should have our answer by %(day)s."), child=_("We want to answer you by %(day)s."))
SAME_DAY = Wording(
    _("We asked you whether you agree to this, and you did not. So the day stays the same: %(day)s."),
    child=_("You did not agree to this. So the day stays the same: %(day)s."),
)
ASKED = Wording(
    _("You asked us on %(day)s to look at this again. Now this begins:"), child=_("You asked us on %(day)s. So now this begins:")
)
WRITE_DOWN = Wording(
    _("You told us this and did not write it. So we write it down, and you can change what we wrote."),
    child=_("We write down what you told us. You can change it."),
)
THESE_PEOPLE = Wording(_("These people look into it:"))
FROM_OUTSIDE = Wording(_("%(name)s, who does not work for the council"))
TALK = Wording(
    _("They will want to talk to you. You can bring somebody with you."), child=_("They will want to talk to you. You can bring someone.")
)
AGREED = Wording(_("This is what they look into, as you agreed it on %(day)s:"), child=_("They look into this. You said it is right:"))
CHECK = Wording(
    _("We will ask you whether we wrote down your complaint in the right way."), child=_("We will ask you: did we write it down right?")
)
ANSWERS_STAGE = Wording(_("This is our answer to stage %(number)s."), child=_("We looked again. This is our answer."))
THEY_FOUND = Wording(_("What they found"))
WHOLE_REPORT = Wording(
    _("You can have the whole report. Tell us if it is not with this letter."), child=_("You can have all they wrote. Just ask us.")
)
WE_ANSWER = Wording(_("What we say and do now"))
PANEL_MEETS = Wording(
    _("Three people who do not work for the council meet on %(day)s. They look at your complaint."),
    child=_("They meet on %(day)s. They look at what you told us."),
)
LEADS = Wording(_("%(name)s, who leads the meeting"))
COME = Wording(
    _("You can come, and bring an advocate and one more person. Either of them can speak for you."),
    child=_("You can come too. Bring your advocate and one more person. They can speak for you."),
)
TOO_LATE = Wording(_("This is later than it should be. We are sorry."))
YOU_STOPPED = Wording(
    _("You told us on %(day)s that you take your complaint back. So we have stopped."), child=_("You told us to stop. So we stopped.")
)
ASK_AGAIN = Wording(_("You can ask us to go on at any time."), child=_("You can change your mind. Just tell us."))
WE_AGREED = Wording(_("On %(day)s we agreed on this with you:"), child=_("You and we agreed on this:"))
PROCEEDINGS = Wording(
    _("It is paused because of a court case or an investigation. You can send it again within a year after that has ended."),
    child=_("It has to wait for a court or the police. After that, tell us again."),
)
ONLY_PART = Wording(_("Only a part of it waits. We go on with the rest."))
GO_ON = Wording(_("We go on with your complaint from %(day)s."), child=_("We look at it again now."))
THEY_ASK = Wording(
    _("The Ombudsman is looking at your complaint. They do not work for the council. They have asked us what happened."),
    child=_("The Ombudsman looks at it too. They do not work for the council."),
)
DECIDED: Mapping[str, Wording] = {
    "upheld": Wording(_("The Ombudsman thinks that we did something wrong."), child=_("The Ombudsman thinks we did something wrong.")),
    "not_upheld": Wording(
        _("The Ombudsman does not think that we did something wrong."), child=_("The Ombudsman thinks we did not do this wrong.")
    ),
    "not_investigated": Wording(_("The Ombudsman does not look into it."), child=_("The Ombudsman will not look at it.")),
    "closed": Wording(_("The Ombudsman has stopped looking into it."), child=_("The Ombudsman stopped looking at it.")),
}
NOT_OURS = Wording(_("They do not work for the council."))
THEY_WANT = Wording(_("What they want us to do:"), child=_("They want us to do this:"))
BY_WHEN = Wording(_("What happens by when"), child=_("What happens when"))


def composed(step: Step, profile: Profile, sent_on: date) -> Sheet:
    """The letter as it would be sent on a day: what it tells, what the officer adds, and the rights, which nobody can take out."""
    with writing_in(step.language) as written:
        pen = _Pen(step)
        body = [*_BODIES[step.kind](pen), *pen.typed(step.own)]
        reference = gettext("Your reference: %(reference)s", reference=step.reference)
        top, heading, now = (profile.council, reference, day_in_words(sent_on)), pen.say(HEADINGS[step.kind]), gettext(WHAT_NOW)
    answers = step.kind in ANSWERS
    rights = rights_told(step, profile, answers=True) if answers else rights_told(step, profile, ASK, answers=False)
    return Sheet(written, direction_of(written), top, heading, (*body, *blocks_of(rights, [now])))


class _Pen:
    """Writes the parts of one letter, in its voice and in the language that is written."""

    def __init__(self, step: Step) -> None:
        self.step = step

    def say(self, wording: Wording, **values: object) -> str:
        """A wording, its places filled; what fills them is text."""
        said = gettext(wording.in_voice(self.step.voice))
        return said % values if values else said

    def text(self, wording: Wording, **values: object) -> Block:
        return Block("text", (self.say(wording, **values),))

    def head(self, wording: Wording) -> Block:
        return Block("heading", (self.say(wording),))

    def typed(self, words: str | None) -> tuple[Block, ...]:
        """What an officer wrote, as it was written."""
        return blocks_of(words or "")

    def led(self, wording: Wording, words: str | None, **values: object) -> Iterator[Block]:
        """What an officer wrote, with what leads up to it; nothing where they wrote nothing."""
        if words and words.strip():
            yield self.text(wording, **values)
            yield from self.typed(words)

    def under(self, wording: Wording, words: str | None) -> Iterator[Block]:
        """What an officer wrote, under a heading."""
        if words and words.strip():
            yield self.head(wording)
            yield from self.typed(words)

    def day(self, key: str = "on") -> str:
        """A day of the step, in words."""
        return day_in_words(date.fromisoformat(str(self.step.detail[key])))

    def answer_by(self, wording: Wording = BY) -> Iterator[Block]:
        """By when the answer comes, where that is known."""
        by = next((each.on for each in self.step.dates if each.name == "respond_by"), None)
        if by:
            yield self.text(wording, day=day_in_words(by))

    def dates(self) -> Iterator[Block]:
        """What happens by when."""
        found = [each for each in self.step.dates if each.name not in ("acknowledge_by", "request_next_by", "enquiry_by")]
        if found:
            yield self.head(BY_WHEN)
            yield Block("list", tuple(f"{self.say(each.what)}: {day_in_words(each.on)}" for each in found))


def _more_time(pen: _Pen) -> Iterator[Block]:
    told = pen.step.detail
    yield pen.text(NEED_LONGER)
    if told.get("ground") in GROUND:
        yield pen.text(GROUND[str(told["ground"])])
    yield from pen.led(REASON, pen.step.words.get("reason"))
    yield from pen.answer_by(BY if told.get("counts") else SAME_DAY)


def _stage_begun(pen: _Pen) -> Iterator[Block]:
    step = pen.step
    yield pen.text(ASKED, day=pen.day())
    right = NAMES[Right(right_of(step.stage, procedure_at(step.route)))]
    yield Block("list", (pen.say(right),))
    if step.oral:
        yield pen.text(WRITE_DOWN)
    yield from pen.dates()


def _investigators(pen: _Pen) -> Iterator[Block]:
    step, words = pen.step, pen.step.words
    people = [words.get("investigator", ""), pen.say(FROM_OUTSIDE, name=words["independent"]) if words.get("independent") else ""]
    if any(people):
        yield pen.text(THESE_PEOPLE)
        yield Block("list", tuple(one for one in people if one))
        yield pen.text(TALK)
    if step.statement and step.statement_on:
        yield from pen.led(AGREED, step.statement, day=day_in_words(step.statement_on))
    elif step.oral:
        yield pen.text(CHECK)
    yield from pen.dates()


def _stage_2_later(pen: _Pen) -> Iterator[Block]:
    yield pen.text(NEED_LONGER)
    yield from pen.led(REASON, pen.step.words.get("reason"))
    yield pen.text(BY, day=pen.day("until"))


def _answer_of_stage(pen: _Pen) -> Iterator[Block]:
    step = pen.step
    yield pen.text(ANSWERS_STAGE, number=step.stage)
    outcome = step.detail.get("outcome")
    if outcome in [code.value for code in FOUND]:
        yield pen.text(FOUND[OutcomeCode(outcome)])
    yield from pen.under(THEY_FOUND, step.report)
    if step.report:
        yield pen.text(WHOLE_REPORT)
    yield from pen.under(WE_ANSWER, step.words.get("response"))


def _refused(pen: _Pen) -> Iterator[Block]:
    yield pen.text(STAGE_REFUSED)
    yield from pen.under(WE_ANSWER, pen.step.words.get("response"))


def _panel(pen: _Pen) -> Iterator[Block]:
    words = pen.step.words
    yield pen.text(PANEL_MEETS, day=pen.day("meets"))
    if pen.step.detail.get("late"):
        yield pen.text(TOO_LATE)
    yield Block("list", tuple(pen.say(LEADS, name=words[key]) if key == "chair" else words[key] for key in ("chair", "second", "third") if words.get(key)))
    yield pen.text(COME)
    yield from pen.dates()


def _stopped(pen: _Pen) -> Iterator[Block]:
    yield pen.text(YOU_STOPPED, day=pen.day())
    yield pen.text(ASK_AGAIN)


def _settled(pen: _Pen) -> Iterator[Block]:
    yield from pen.led(WE_AGREED, pen.step.words.get("terms"), day=pen.day())


def _waits(pen: _Pen) -> Iterator[Block]:
    yield pen.text(PROCEEDINGS)
    if pen.step.detail.get("extent") == "part":
        yield pen.text(ONLY_PART)
    yield from pen.led(REASON, pen.step.words.get("reason"))


def _goes_on(pen: _Pen) -> Iterator[Block]:
    yield pen.text(GO_ON, day=pen.day())
    yield from pen.dates()


def _ombudsman_asks(pen: _Pen) -> Iterator[Block]:
    yield pen.text(THEY_ASK)


def _ombudsman_decided(pen: _Pen) -> Iterator[Block]:
    if pen.step.detail.get("decision") in DECIDED:
        yield pen.text(DECIDED[str(pen.step.detail["decision"])])
    yield pen.text(NOT_OURS)
    yield from pen.led(THEY_WANT, pen.step.words.get("recommendations"))


_BODIES: Mapping[LetterKind, Callable[[_Pen], Iterator[Block]]] = {
    LetterKind.MORE_TIME: _more_time,
    LetterKind.STAGE_BEGUN: _stage_begun,
    LetterKind.INVESTIGATORS: _investigators,
    LetterKind.STAGE_2_LATER: _stage_2_later,
    LetterKind.STAGE_2_ANSWER: _answer_of_stage,
    LetterKind.PANEL: _panel,
    LetterKind.STAGE_3_ANSWER: _answer_of_stage,
    LetterKind.OWN_ANSWER: _answer_of_stage,
    LetterKind.REFUSED: _refused,
    LetterKind.STOPPED: _stopped,
    LetterKind.SETTLED: _settled,
    LetterKind.WAITS: _waits,
    LetterKind.GOES_ON: _goes_on,
    LetterKind.OMBUDSMAN_ASKS: _ombudsman_asks,
    LetterKind.OMBUDSMAN_DECIDED: _ombudsman_decided,
}
