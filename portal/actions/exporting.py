"""Everything that is kept about one case, or about one person in several, as they may ask for it (the right of access)."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from portal.actions.case_file import CaseFile, Done, NoSuchCase, find_case, key_if_any, open_file
from portal.actions.desk import Desk
from portal.actions.files import NoSuchFile, opened
from portal.actions.handling import turn_at
from portal.casework import moves
from portal.scanning import Scanned
from portal.shelf import ShelfUnavailable
from portal.store import files

FORM = "portal-case-export-1"


def export(desk: Desk, reference: str, staff_id: int, now: datetime) -> dict[str, Any]:
    """The whole case as JSON can hold it, the export itself written down. Raises `NotPossible`, `NoSuchCase`.

    Names of staff are left out: they are other people's data, and whoever answers adds what may be told.
    """
    with turn_at(desk, reference, staff_id, now) as turn:
        turn.write_down(moves.check("export", turn.state).event)
    return _written(open_file(desk, reference, staff_id, now))


def export_together(desk: Desk, references: Iterable[str], staff_id: int, now: datetime) -> bytes:
    """Several cases with their files as one ZIP archive, a folder each, and what is not in it, or not scanned, as a text.

    Whoever asks has chosen the cases: a name alone may be that of somebody else. Cases that were erased or are not there,
    and files that are harmful, gone or out of reach, are named and left out.
    """
    notes: list[str] = []
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        for reference in references:
            try:
                told = export(desk, reference, staff_id, now)
            except (moves.NotPossible, NoSuchCase):
                notes.append(f"{reference}: erased, or not here")
                continue
            bundle.writestr(f"{reference}/case.json", as_json(told))
            for name, data, note in _files(desk, reference):
                if note:
                    notes.append(f"{name}: {note}")
                if data is not None:
                    bundle.writestr(f"{reference}/{name}", data)
        bundle.writestr("notes.txt", "\n".join(notes) or "Everything is here.")
    return archive.getvalue()


def as_json(told: Mapping[str, Any]) -> bytes:
    """An export as it is handed out."""
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _files(desk: Desk, reference: str) -> Iterator[tuple[str, bytes | None, str]]:
    """The files of a case by the names they are handed out under, each with what has to be said of it, if anything."""
    with desk.database.read() as conn:
        case = find_case(conn, reference)
        key, rows = key_if_any(conn, desk, case.id), files.of_case(conn, case.id)
    for number, row in enumerate(rows, start=1):
        name = f"{reference}-file-{number}.{row.kind}"
        if row.scanned == Scanned.INFECTED:
            yield name, None, "harmful, so it is not here"
            continue
        try:
            data = opened(desk, key, row)
        except (NoSuchFile, ShelfUnavailable):
            yield name, None, "could not be opened, so it is not here"
        else:
            yield name, data, "" if row.scanned == Scanned.CLEAN else "no virus scanner has looked at it"


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
