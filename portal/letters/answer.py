"""The answer: each point with what was found, why and what is done about it, and the rights that follow (regulation 15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from flask import render_template
from flask_babel import gettext

from portal.casework.answering import Remedy
from portal.casework.outcomes import OutcomeCode
from portal.casework.rights import Right
from portal.councils.helplines import OMBUDSMAN
from portal.councils.profile import Profile
from portal.law.facts import Route
from portal.law.routes import ROUTE_NAMES
from portal.letters.paper import letter, tidy
from portal.questions.kinds import Given
from portal.questions.record import matter_wording
from portal.web.language import day_in_words, translated_by_software, writing_in
from portal.words import Voice, Wording, _

OMBUDSMANS_ADDRESS = "PO Box 4771, Coventry CV4 0EH"
OMBUDSMAN_DETAILS = f"{OMBUDSMAN.name}: {OMBUDSMAN.phone}, {OMBUDSMANS_ADDRESS}"

FOUND: dict[OutcomeCode, Wording] = {
    OutcomeCode.UPHELD: Wording(_("What we found: you were right about this (upheld)."), child=_("We looked. You are right about this.")),
    OutcomeCode.PARTLY_UPHELD: Wording(
        _("What we found: you were right about some of this (partly upheld)."), child=_("We looked. You are right about some of this.")
    ),
    OutcomeCode.NOT_UPHELD: Wording(
        _("What we found: we do not think that we did this wrong (not upheld)."), child=_("We looked. We do not think we did this wrong.")
    ),
    OutcomeCode.NO_FINDING: Wording(
        _("What we found: we could not find out what happened (no finding)."), child=_("We looked. We could not find out what happened.")
    ),
    OutcomeCode.RESOLVED_ON_RECEIPT: Wording(_("We put this right when you told us."), child=_("We put this right when you told us.")),
    OutcomeCode.WITHDRAWN: Wording(_("You took this point back."), child=_("You told us to stop looking at this.")),
    OutcomeCode.OTHER_PROCEDURE: Wording(_("This point is answered in another way."), child=_("This is looked at in another way.")),
    OutcomeCode.ANSWERED: Wording(_("This is what we can tell you."), child=_("This is what we can tell you.")),
}
"""What a letter says of each finding."""

DONE: dict[Remedy, Wording] = {
    Remedy.APOLOGY: Wording(_("We are sorry."), child=_("We are sorry.")),
    Remedy.EXPLANATION: Wording(_("We tell you what happened and why."), child=_("We tell you what happened and why.")),
    Remedy.DECISION_CHANGED: Wording(_("We have changed what was decided."), child=_("We have changed what was decided.")),
    Remedy.SERVICE_PROVIDED: Wording(_("You get the help that you should have."), child=_("You get the help you should have.")),
    Remedy.PAYMENT: Wording(_("We pay you %(amount)s."), child=_("We pay you %(amount)s.")),
}
"""What a letter says is done; of anything else the officer's own words tell."""

NEXT: dict[Right, Wording] = {
    Right.STAGE_2: Wording(
        _("Are you not happy with this answer? You can ask for stage 2. That is an investigation, with someone who does not work for the council."),
        child=_("Is our answer not good enough? Someone from outside can look at it too. Just ask."),
    ),
    Right.STAGE_3: Wording(
        _("Are you not happy with this answer? You can ask for stage 3. Then three people who do not work for the council look at it."),
        child=_("Is our answer not good enough? Three people from outside can look at it. Just ask."),
    ),
    Right.COUNCIL_STAGE_2: Wording(
        _("Are you not happy with this answer? You can ask for stage 2. Then someone else at the council looks at it again."),
        child=_("Is our answer not good enough? Someone else at the council can look. Just ask."),
    ),
    Right.COUNCIL_STAGE_3: Wording(
        _("Are you not happy with this answer? You can ask for stage 3. Then someone new looks at it one last time."),
        child=_("Is our answer not good enough? Someone new can look. Just ask."),
    ),
}
"""How a letter tells of the stage that comes next."""


_STATUTORY, _CORPORATE, _OTHER = "statutory", "corporate", "other"

GROUPS: dict[str, Wording] = {
    _STATUTORY: Wording(
        _("What we answer under the law on children’s complaints"), child=_("What we answer under the rules for children")
    ),
    _CORPORATE: Wording(
        _("What we answer under the council’s own complaints procedure"), child=_("What we answer under the council’s own rules")
    ),
    _OTHER: Wording(_("What is answered in another way"), child=_("What is looked at in another way")),
}
"""Under what a joint answer groups its points: by the procedure that each goes by."""

GROUP_OF = {
    Right.STAGE_2: _STATUTORY, Right.STAGE_3: _STATUTORY, Right.COUNCIL_STAGE_2: _CORPORATE, Right.COUNCIL_STAGE_3: _CORPORATE,
}  # fmt: skip
"""To which points of a joint answer a further stage belongs."""


class Rightful(Protocol):
    """A letter that tells of rights: its voice, its language, and each right with the day by which it is best asked for."""

    @property
    def voice(self) -> Voice: ...
    @property
    def language(self) -> str: ...
    @property
    def rights(self) -> tuple[tuple[Right, date | None], ...]: ...
    @property
    def groups(self) -> Mapping[int, str]:
        """Under which procedure each point stands, by its number, where they go by different ones; else empty."""
        ...


def group_of(route: str) -> str:
    """Under which of `GROUPS` a point stands that goes by this route; empty where points go by no route of their own."""
    return route if route in (_STATUTORY, _CORPORATE) else _OTHER if route else ""


@dataclass(frozen=True, slots=True)
class PointTold:
    """One point as the letter answers it; `reason` and `put_right` in the officer's words."""

    number: int
    matter: str | None
    outcome: OutcomeCode
    reason: str
    remedies: tuple[Remedy, ...] = ()
    pence: int | None = None
    put_right: str = ""
    route: str = ""
    """By what it goes, where the points of the case go by different procedures."""

    @property
    def group(self) -> str:
        """Under which procedure a joint answer names it; empty where all points go the same way."""
        return group_of(self.route)


WHAT_NOW = _("What you can do now")
"""The heading above the rights."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What the letter has to know of a case. `rights`: each with the day by which it is best asked for, if there is one."""

    reference: str
    voice: Voice
    language: str
    complainant: str
    received_on: date
    answer_by: date | None
    points: tuple[PointTold, ...]
    rights: tuple[tuple[Right, date | None], ...]

    @property
    def groups(self) -> Mapping[int, str]:
        """Under which procedure each point stands, by its number; empty texts where all go the same way."""
        return {point.number: point.group for point in self.points}


def draft(case: Answering, profile: Profile, today: date) -> str:
    """The text as we would send it today, in the person's voice and language, for an officer to read and edit."""
    with writing_in(case.language):
        late = case.answer_by is not None and case.answer_by < today
        points, before, told = _grouped(case), "", []
        for point in points:
            group = _of(GROUPS[point.group], case) if point.group and point.group != before else ""
            told.append((_heading(case, point), _found(case, point), point, _list(case, point), group))
            before = point.group
        return _filled("answer", case, profile, late=late, told=told)


def rights_told(case: Rightful, profile: Profile, stages: Mapping[Right, Wording] = NEXT, *, answers: bool = True) -> str:
    """What the person can do now, whom they reach and how: it stands in the letter as it is, whatever the officer edits.

    `stages`: how the stage that comes next is told of; `answers`: whether the letter is the council's answer.
    """
    with writing_in(case.language) as written:
        ahead = [(_ahead(stages[right], right, case), by) for right, by in case.rights if right in stages]
        rights = {right for right, _by in case.rights}
        known = {"ahead": ahead, "rights": rights, "details": OMBUDSMAN_DETAILS, "answers": answers}
        return _filled("answer_rights", case, profile, **known, unchecked=translated_by_software(written))


def finished(text: str, case: Answering, profile: Profile, sent_on: date) -> str:
    """The very HTML to send and to keep: the text that the officer let stand, and the rights after it."""
    rights = rights_told(case, profile)
    with writing_in(case.language) as written:
        heading = gettext("Our answer")
        reference = gettext("Your reference: %(reference)s", reference=case.reference)
        lines = (profile.council, reference, day_in_words(sent_on))
        groups = (_of(GROUPS[group], case) for group in dict.fromkeys(point.group for point in case.points if point.group))
        headings = [*groups, *(_heading(case, point) for point in case.points), gettext(WHAT_NOW)]
    return letter(f"{text}\n\n{rights}", language=written, heading=heading, lines=lines, headings=headings)


def left_out(text: str, case: Answering) -> tuple[int, ...]:
    """The points of which an edited text no longer says anything: their headings are gone."""
    lines = {" ".join(line.split()) for line in text.splitlines()}
    with writing_in(case.language):
        return tuple(point.number for point in case.points if " ".join(_heading(case, point).split()) not in lines)


def pounds(pence: int) -> str:
    """An amount as a letter writes it: £150, £12.50."""
    return f"£{pence // 100:,}" + (f".{pence % 100:02}" if pence % 100 else "")


def _grouped(case: Answering) -> list[PointTold]:
    """The points of one procedure after those of another; as they were told where all go the same way."""
    order = ("", *GROUPS)
    return sorted(case.points, key=lambda point: (order.index(point.group), point.number))


def _found(case: Answering, point: PointTold) -> str:
    """What was found; of a point that goes elsewhere, also where."""
    found = _of(FOUND[point.outcome], case)
    if point.group != _OTHER or point.outcome is not OutcomeCode.OTHER_PROCEDURE:
        return found
    return f"{found} " + gettext("It is: %(name)s.", name=_of(ROUTE_NAMES[Route(point.route)], case))


def _ahead(said: Wording, right: Right, case: Rightful) -> str:
    """How the next stage is told; where the points go by different procedures, for which of them it is."""
    group = GROUP_OF.get(right, "")
    numbers = [str(number) for number, each in sorted(case.groups.items()) if each == group]
    if not numbers or len(numbers) == len(case.groups):
        return _of(said, case)
    which = gettext("For point %(numbers)s:", numbers=numbers[0]) if len(numbers) == 1 else gettext("For points %(numbers)s:", numbers=", ".join(numbers))
    return f"{which} {_of(said, case)}"


def _heading(case: Answering, point: PointTold) -> str:
    about = matter_wording(point.matter or "", Given({"complainant": case.complainant}))
    if about is None:
        return gettext("Point %(number)s", number=point.number)
    return gettext("Point %(number)s: %(about)s", number=point.number, about=_of(about, case))


def _of(wording: Wording, case: Rightful) -> str:
    return gettext(wording.in_voice(case.voice))


def _list(case: Answering, point: PointTold) -> list[str]:
    known = [(one, DONE[one].in_voice(case.voice)) for one in point.remedies if one in DONE]
    return [gettext(said, amount=pounds(point.pence or 0)) if one is Remedy.PAYMENT else gettext(said) for one, said in known]


def _filled(name: str, case: Rightful, profile: Profile, **known: object) -> str:
    voice = "child" if case.voice is Voice.CHILD else "adult"
    text = render_template(f"letters/{name}.{voice}.txt", case=case, profile=profile, _=gettext, day=day_in_words, **known)
    return tidy(text)
