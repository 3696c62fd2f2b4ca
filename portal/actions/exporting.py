"""Everything that is kept about one case, as the person it is about may ask for it (a subject's right of access)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.actions.case_file import CaseFile, Done, open_file
from portal.actions.desk import Desk
from portal.actions.handling import turn_at
from portal.casework import moves

FORM = "portal-case-export-1"


def export(desk: Desk, reference: str, staff_id: int, now: datetime) -> dict[str, Any]:
    """The whole case as JSON can hold it, the export itself written down. Raises `NotPossible`, `NoSuchCase`.

    Names of staff are left out: they are other people's data, and whoever answers adds what may be told.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        turn.write_down(moves.check("export", turn.state).event)
    return _written(open_file(desk, reference, staff_id, now))


def _written(file: CaseFile) -> dict[str, Any]:
    case = file.case
    return {
        "form": FORM,
        "reference": case.reference,
        "received_at": case.received_at.isoformat(),
        "route": file.state.route or case.route,
        "facts": dict(case.facts),
        "decision": dict(case.decision),
        "asked": [_plain(paper) for paper in file.asked],
        "points": [
            {"number": point.row.number, "matter": point.row.matter, "route": point.row.route, **(point.words or {})}
            for point in file.points
        ],
        "letters": [{"at": letter.at.isoformat(), "html": letter.html} for letter in file.letters],
        "files": [{"name": file.name, "kind": str(file.kind), "size": file.size} for file in file.files],
        "history": [_event(done) for done in file.history],
    }


def _plain(paper: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in paper.items()}


def _event(done: Done) -> dict[str, Any]:
    event = done.event
    return {"at": event.at.isoformat(), "kind": event.kind, "by": event.actor, **dict(event.detail), "words": done.words or {}}
