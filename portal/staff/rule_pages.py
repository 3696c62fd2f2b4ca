"""The rulebook as the officers read it: the same that the council's lawyer signs."""

from typing import Any

from portal.casework.permissions import Permission
from portal.letters import rulebook
from portal.staff.labels import facts_told
from portal.staff.permissions import needs
from portal.staff.shown import staff_page
from portal.web.clock import today


@needs(Permission.SEE_QUEUE)
def rules() -> Any:
    """Every rule with its reason, what it rests on, and an example."""
    return staff_page("staff/rules.html", table=rulebook.table(today(), facts_told))
