"""The audit for whoever holds others to account: heads, chains, who read what; and one case as who did what, without a word."""

from typing import Any

from flask import redirect, request, url_for

from portal.actions import auditing
from portal.actions.case_file import trimmed
from portal.actions.staff import everyone
from portal.casework.chain import first_break
from portal.casework.permissions import Permission
from portal.casework.reference import tidy
from portal.casework.sight import Sight
from portal.staff.case_pages import file_or_404
from portal.staff.history_view import entries, told_with
from portal.staff.labels import ROLE
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.forms import clean

CASES_CHECKED = 200
HEADS_SHOWN = 10
READS_SHOWN = 50
MOST_PROBLEMS = 50
_BAD_REQUEST = 400
LOOKED = {"read": "read", "file_opened": "opened a file of", "exported": "exported"}


@needs(Permission.READ_AUDIT)
def audit() -> Any:
    """The newest heads and who read what; a button walks the chains of the newest cases, and every head."""
    checked, problems = None, []
    if request.method == "POST":
        checked = auditing.Found()
        for line in (*auditing.walk_newest(desk(), checked, CASES_CHECKED), *auditing.walk_heads(desk(), checked, now())):
            problems.append(line)
    return _shown(checked=checked, problems=problems[:MOST_PROBLEMS])


@needs(Permission.READ_AUDIT)
def find_traces() -> Any:
    """To the traces of the case of the reference that was typed."""
    typed = clean(request.form.get("reference", "")).strip()
    reference = tidy(typed)
    if reference is None:
        return _shown(missing="Enter the reference of a case, like KMR-2346-789"), _BAD_REQUEST
    return redirect(url_for("staff.traces", reference=reference))


@needs(Permission.READ_AUDIT)
def traces(reference: str) -> Any:
    """Who did what at a case and when, as codes and days; that this was read is one of the traces."""
    file = trimmed(file_or_404(reference), Sight.TRACES)
    return staff_page(
        "staff/traces.html",
        file=file,
        case=file.case,
        history=entries(file.history),
        whole=first_break(done.event for done in file.history) is None,
        **told_with(),
    )


def _shown(**more: Any) -> str:
    people = {person.id: f"{person.name}, {ROLE.get(person.role, person.role).lower()}" for person in everyone(desk())}
    return staff_page(
        "staff/audit.html",
        heads=auditing.latest_heads(desk(), HEADS_SHOWN),
        reads=auditing.latest_reads(desk(), signed_in().id, READS_SHOWN),
        looked=LOOKED,
        people=people,
        most=CASES_CHECKED,
        **more,
    )
