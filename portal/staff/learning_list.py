"""What is to be learned across all cases: late first, then due, done and given up; promises; what is published; a table to take along."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request, url_for

from portal.actions import following_up
from portal.actions.following_up import FollowUp, Seen
from portal.actions.staff import everyone
from portal.casework.learning import Owner
from portal.casework.permissions import Permission, may
from portal.councils.services import service_names
from portal.letters.answer import pounds
from portal.staff import learning_labels
from portal.staff.answer_view import remedy_label
from portal.staff.learning_view import owner_name
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.sheets import Cell, as_csv
from portal.staff.shown import staff_page
from portal.store.learning import ActionFilter, ActionRow
from portal.store.tables import NO_DUE_DATE
from portal.web.clock import today
from portal.web.desk import desk
from portal.web.uploads import handed_out

LISTS: Mapping[FollowUp, str] = {
    FollowUp.OVERDUE: "Late",
    FollowUp.DUE: "Due",
    FollowUp.DONE: "Done",
    FollowUp.GIVEN_UP: "Given up",
    FollowUp.PROMISES: "Promised, not yet done",
    FollowUp.PUBLISHED: "You said, we did",
}
_PLACE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\.([0-9]{1,18})\.([0-9]{1,9})\.([a-z_]{0,40})")
COLUMNS = ("case", "action", "state", "late", "reach", "service", "seen to by", "set", "due", "done", "given up", "published")


@needs(Permission.SEE_TRACKER)
def learning() -> Any:
    """A page of one of the lists."""
    wanted, narrowed = _wanted(), _narrowed()
    seen = following_up.look(desk(), wanted, narrowed, _place(), today(), staff_id=signed_in().id)
    kept = _kept()
    return staff_page(
        "staff/learning.html",
        wanted=wanted, seen=seen, lists=LISTS, narrowed=narrowed, today=today(), most=following_up.MOST_COUNTED, no_day=NO_DUE_DATE,
        more=_address(seen, wanted, kept) if seen.more else None, kept=kept, labels=learning_labels, services=service_names(desk().profile),
        owner=lambda row: owner_name(_owner(row), seen.people), remedy_label=remedy_label, pounds=pounds,
    )  # fmt: skip


@needs(Permission.SEE_TRACKER)
def learning_csv() -> Any:
    """The list as a table: numbers, codes and days, and no word that anybody wrote."""
    wanted, people, services = _wanted(), {one.id: one.name for one in everyone(desk())}, service_names(desk().profile)
    if wanted is FollowUp.PROMISES:
        wanted = FollowUp.OVERDUE
    data = as_csv(COLUMNS, (_cells(one, people, services) for one in following_up.every(desk(), wanted, _narrowed(), today(), staff_id=signed_in().id)))
    return handed_out(data, "text/csv; charset=utf-8", "learning.csv")


def _cells(one: ActionRow, people: Mapping[int, str], services: Mapping[str, str]) -> tuple[Cell, ...]:
    late = "yes" if one.status == "open" and one.due_on < today() else ""
    service, reach = services.get(one.service or "", one.service or ""), learning_labels.GRADE.get(one.grade, one.grade)
    owner = owner_name(_owner(one), people)
    return one.reference, one.number, one.status, late, reach, service, owner, one.set_on, one.due_on, one.done_on, one.given_up_on, one.published_on


def late_actions() -> dict[str, Any]:
    """What the queue says on top: how many actions of one's own are late, and to a manager how many of all."""
    officer = signed_in()
    mine = following_up.late(desk(), today(), officer.id, staff_id=officer.id)
    everybody = following_up.late(desk(), today(), None, staff_id=officer.id) if may(officer.role, Permission.ASSIGN_CASE) else 0
    return {"late_mine": mine, "late_all": everybody, "me": officer.id, "late_stop": following_up.MOST_COUNTED}


def _wanted() -> FollowUp:
    asked = request.args.get("list", "")
    return FollowUp(asked) if asked in set(FollowUp) else FollowUp.OVERDUE


def _narrowed() -> ActionFilter:
    """The filter that the address asks for; what it does not know narrows nothing."""
    owner, service, grade = (request.args.get(name, "") for name in ("owner", "service", "grade"))
    return ActionFilter(
        owner_id=int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 10 else None,
        service=service if service in service_names(desk().profile) else None,
        grade=grade if grade in learning_labels.GRADE else None,
    )


def _kept() -> dict[str, Any]:
    return {name: request.args[name] for name in ("owner", "service", "grade") if request.args.get(name)}


def _place() -> tuple[date, int, int, str] | None:
    found = _PLACE.fullmatch(request.args.get("after", ""))
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])), int(found[4]), int(found[5]), found[6]
    except ValueError:
        return None


def _address(seen: Seen, wanted: FollowUp, kept: dict[str, Any]) -> str:
    if wanted is FollowUp.PROMISES:
        last = seen.promises[-1]
        after = f"{last.due_on}.{last.case_id}.{last.point}.{last.remedy}"
    else:
        one = seen.actions[-1]
        after = f"{one.published_on if wanted is FollowUp.PUBLISHED else one.due_on}.{one.case_id}.{one.number}."
    return url_for("staff.learning", list=wanted.value, after=after, **kept)


def _owner(row: ActionRow) -> Owner:
    return Owner(row.owner_id) if row.owner_id is not None else Owner(service=row.owner_service or "")
