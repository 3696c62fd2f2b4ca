"""What the pages of a case say of its letters and its advocate: which are due, where copies go, and what a letter has to know."""

from typing import Any

from portal.actions.case_file import CaseFile, Done, Letter
from portal.actions.clocks import case_clocks
from portal.actions.letters import rights_on
from portal.casework.events import Happened
from portal.casework.letters import LetterKind, called_for
from portal.casework.stages import ORAL
from portal.letters.answer import group_of
from portal.letters.sheet import read
from portal.letters.steps import Step
from portal.letters.word import docx_of
from portal.staff import letter_labels
from portal.web.clock import today
from portal.web.desk import desk
from portal.words import Voice


def step_of(file: CaseFile, kind: LetterKind, own: str) -> Step:
    """What the letter of this kind has to know of an opened case that calls for it."""
    case, state, now, here = file.case, file.state, file.state.stages.now, desk()
    route = state.route or case.route
    step = next(done for done in reversed(file.history) if called_for(done.event.kind, done.event.detail) == kind)
    words = dict(step.words or {})
    if kind is LetterKind.INVESTIGATORS:
        # Who was appointed and what was agreed are two steps of one letter.
        words = _last(file, Happened.APPOINTED) if now.appointed else {}
    found = Happened.PANEL_REPORTED if kind is LetterKind.STAGE_3_ANSWER else Happened.STAGE_2_REPORTED
    report = _last(file, found) if kind in (LetterKind.STAGE_2_ANSWER, LetterKind.STAGE_3_ANSWER) else {}
    return Step(
        kind=kind,
        reference=case.reference,
        voice=Voice.CHILD if case.voice == Voice.CHILD.value else Voice.ADULT,
        language=case.language,
        route=state.procedure or route,
        stage=int(step.event.detail.get("stage") or now.stage),
        detail=step.event.detail,
        words=words,
        dates=case_clocks(here.profile, here.calendar, route, case.received_on, case.acknowledged_on, state.course),
        rights=rights_on(here, case, state, today()),
        report=report.get("findings") or report.get("summary") or "",
        statement=_last(file, Happened.STATEMENT_AGREED).get("statement", "") if now.statement_on else "",
        statement_on=now.statement_on,
        oral=now.oral or step.event.detail.get("how") in ORAL,
        own=own,
        groups={number: group_of(sent) for number, sent in state.point_routes.items()} if state.split.both else {},
    )


def _last(file: CaseFile, kind: Happened) -> dict[str, str]:
    """The words of the last event of this kind."""
    last: Done | None = next((done for done in reversed(file.history) if done.event.kind == kind), None)
    return dict(last.words or {}) if last else {}


def advocate_of(file: CaseFile) -> dict[str, str]:
    """Who the advocate is, as an officer wrote it; empty where there is none."""
    return _last(file, Happened.ADVOCATE_ACCEPTED) if file.state.advocacy.since else {}


def copy_said(file: CaseFile) -> str:
    """Whether a copy of a letter goes to the advocate, and why not; empty where nobody asked for one."""
    advocacy = file.state.advocacy
    if advocacy.gets_letters:
        who = advocate_of(file)
        named = ", ".join(who[key] for key in ("name", "organisation", "reach") if who.get(key))
        return f"A copy goes to the advocate{f': {named}' if named else ''}. Once it is sent, take it as a Word file from the page of the case and send it to them."
    if advocacy.since:
        return "No copy goes to the advocate: the person has not agreed to that."
    return "No copy goes to an advocate: there is none yet." if file.state.advocate or file.state.wants_advocate else ""


def word_of(letter: Letter) -> bytes:
    """A letter that was sent as a Word document."""
    return docx_of(read(letter.html), desk().profile, letter.at)


def lettering(file: CaseFile) -> dict[str, Any]:
    """What the templates of a case need to know of its letters and its advocate."""
    return {
        "letters_due": [(kind.value, letter_labels.LETTERS[kind], at) for kind, at in file.state.letters.due.items()],
        "letter_headings": [read(letter.html).heading for letter in file.letters],
        "advocate": advocate_of(file),
    }
