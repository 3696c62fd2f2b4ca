"""A case on the officer's table: everything that was asked, the route with its reasons, the dates, the history."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import abort, request

from portal.actions.case_file import CaseFile, NoSuchCase, open_file
from portal.actions.clocks import case_clocks
from portal.actions.closing import until_of
from portal.actions.delivering import unconfirmed_referral
from portal.actions.enquiries import kinds_of
from portal.actions.rights import rights_of
from portal.actions.searching import Beside, beside
from portal.casework.events import Happened
from portal.casework.moves import Conflicted, NotPossible, open_moves
from portal.casework.people import let_in_now
from portal.casework.permissions import Permission
from portal.law.deadlines import Deadline
from portal.staff import document_labels, labels, learning_labels, letter_labels, stage_labels, talk_labels, team_labels
from portal.staff.answer_view import answering
from portal.staff.document_view import papers
from portal.staff.enquiry_forms import QUERY
from portal.staff.fact_form import not_known
from portal.staff.history_view import entries, told_with
from portal.staff.learning_view import learning
from portal.staff.letter_view import lettering
from portal.staff.permissions import needs
from portal.staff.queue_pages import Clock, rail_of
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.staff.talk_view import talk
from portal.store.cases import CaseRow
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.errors import typed_again

_GONE_ON = 409


DONE: Mapping[str, str] = {
    Happened.TAKEN: "This case is yours.",
    Happened.FOUND_REAL: "It is back among the others, where its dates place it.",
    Happened.ASSIGNED: "The case was given on.",
    Happened.ROUTE_CONFIRMED: "The route is confirmed.",
    Happened.ROUTE_CHANGED: "The route was changed. Both are kept.",
    Happened.FACTS_FILLED_IN: "The facts were added and the rules read again.",
    Happened.ACKNOWLEDGED: "The acknowledgement was sent.",
    Happened.EXTENDED: "It is written down, and the dates follow from it.",
    Happened.ADVOCATE_REFERRED: "It is written down, and the dates follow from it.",
    Happened.RIGHT_OFFERED: "It is written down that this was offered.",
    Happened.CLOSED: "It is closed.",
    Happened.REOPENED: "It is open again. Its dates are what they were.",
    Happened.HELD: "It is held: nobody can erase it.",
    Happened.HOLD_RELEASED: "The hold is released.",
    Happened.ERASURE_PROPOSED: "It is proposed. Somebody else has to erase it.",
    Happened.ERASURE_DROPPED: "It will not be erased.",
    Happened.POINT_ANSWERED: "The finding is kept. It can be changed until the answer is sent.",
    Happened.ANSWER_CHECKED: "It is written down that you have checked the findings.",
    Happened.ANSWERED: "The answer was sent, with the rights that belong in it.",
    Happened.CONFLICT_NAMED: "It is written down who may have no part in this case.",
    Happened.LET_IN: "They can read this case until the stage is over.",
    Happened.TAKEN_OUT: "They read this case no longer.",
    Happened.SERVICE_SAID: "What the service says is kept with the case.",
    Happened.FRONT_DOOR_TOLD: "It is written down that the front door knows.",
    Happened.POINTS_SPLIT: "It is written down where each point goes. One answer goes out for all of them.",
    Happened.SUBMITTED: "It is taken in.",
    Happened.ENQUIRY_ANSWERED: "The answer is written down. Close it once nothing is left to do.",
    **stage_labels.DONE,
    **letter_labels.DONE,
    **team_labels.DONE,
    **talk_labels.DONE,
    **learning_labels.DONE,
    **document_labels.DONE,
}


@needs(Permission.READ_CASE)
def case(reference: str) -> Any:
    """The page of one case. Whoever opens it is written down first."""
    return shown(file_or_404(reference), done=DONE.get(request.args.get("done", "")))


def file_or_404(reference: str) -> CaseFile:
    """The file of the case in the address, its reading written down; the page of nothing found where there is none."""
    try:
        return open_file(desk(), reference, signed_in().id, now())
    except NoSuchCase:
        abort(404)


def overtaken(reference: str, late: NotPossible) -> Any:
    """Somebody was quicker, or the case has moved on: say so kindly, and show it as it is now."""
    file = file_or_404(reference)
    return shown(file, notice=_what_happened(file, late), typed=typed_here()), _GONE_ON


def typed_here() -> list[str]:
    """The words of the form that could not be taken, to be read and copied."""
    return [value for _, value in typed_again() if " " in value.strip()] if request.method == "POST" else []


def shown(file: CaseFile, **more: Any) -> str:
    """The page of a case, with whatever else there is to say on it."""
    officer, row = signed_in(), file.case
    possible = open_moves(file.state, officer.role)
    return staff_page(
        "staff/case.html",
        file=file,
        case=row,
        state=file.state,
        moves={move.name: move for move in possible},
        clocks=[(one, _rail(row, one)) for one in clocks_of(file)],
        owed=_owed(file),
        rights=rights_of(desk(), file, today()),
        enquiry_kinds=kinds_of(desk()) | QUERY,
        keep_until=until_of(desk().profile, row),
        history=(told := entries(file.history)),
        waits=team_labels.waits(row.person_asked_on, row.service_asked_on, row.service_answer_by, today()),
        notes=[(date.fromisoformat(each.detail["on"]), each) for each in told if each.kind in team_labels.NOTES],
        today=today(),
        stage_name=stage_labels.stage_name(file.state),
        stage_rows=stage_labels.stage_rows(file.state, told, labels.OUTCOME) if file.state.stages.is_told else [],
        facts=_known(row.facts),
        not_known=[labels.FACTS[key] for key in not_known(row.facts)],
        reasons=row.decision.get("reasons", ()),
        calendar=desk().calendar,
        beside=_beside(file),
        referral=unconfirmed_referral(desk(), row.id) if file.state.danger_waiting else None,
        let_in=let_in_now(file.state),
        **told_with(),
        **answering(file),
        **lettering(file),
        **talk(file),
        **learning(file),
        **papers(file),
        **more,
    )


def _beside(file: CaseFile) -> tuple[Beside, ...]:
    """Other cases that share an address, a number or a full name with this one."""
    here = desk()
    lines = [line for paper in file.asked for line in paper.get("asked", ())]
    return beside(here, here.search, file.case.id, lines, signed_in().id) if here.search else ()


def clocks_of(file: CaseFile) -> tuple[Deadline, ...]:
    """The dates of the route that counts, from the day the case was received."""
    here, row = desk(), file.case
    route = file.state.route or row.route
    return case_clocks(here.profile, here.calendar, route, row.received_on, row.acknowledged_on, file.state.course)


def _what_happened(file: CaseFile, late: NotPossible) -> str:
    """Who was quicker, if the history knows."""
    if isinstance(late, Conflicted):
        return f"{file.people.get(late.staff_id, 'Somebody')} is named in this case as complained about, or as managing somebody who is. Somebody else has to handle it. Nothing was changed."
    last = next((d for d in reversed(file.history) if d.event.kind == late.move.event), None)
    handler = file.people.get(file.state.handler_id or 0)
    if late.move.name == "take" and handler:
        return f"{handler} has this case already."
    if last is not None and last.by:
        return f"{last.by} has done this already. Nothing was changed. This is the case as it is now."
    return "The case has moved on since you opened the page. Nothing was changed. This is the case as it is now."


def _rail(row: CaseRow, deadline: Deadline) -> Clock | None:
    if not row.open or deadline.name == "request_next_by":  # it is the person's own day, and binds nobody
        return None
    return rail_of(deadline.since if row.stage > 1 else row.received_on, deadline.on, None, today())


def _owed(file: CaseFile) -> list[str]:
    """What the law owes the person and nobody has done yet."""
    owed = []
    if file.state.acknowledged is None and file.case.open and file.state.enquiry is None:
        owed.append("Acknowledge it, with how the procedure goes (regulation 11)")
    if file.state.wants_advocate and file.state.advocate is None and file.case.open:
        owed.append("Send the referral: the person wants an advocate (Children Act 1989, section 26A)")
    return owed


def _known(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    told = [(labels.FACTS[key], labels.fact_value(key, value)) for key, value in facts.items() if key in labels.FACTS]
    return told
