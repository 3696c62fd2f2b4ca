"""Handing out the files of a case: to an officer, which is written down, and to the person who added them."""

from datetime import datetime

from portal.actions.case_file import case_key, find_for
from portal.actions.desk import Desk
from portal.actions.files import Attached, Download, KnownAsHarmful, NoSuchFile, attached, fetched, scanned_again
from portal.actions.returning import read
from portal.casework.events import Actor, Happened
from portal.casework.sight import Sight, sight_of
from portal.scanning import Scanned
from portal.seal.boxes import Unreadable
from portal.store import events, files
from portal.store.events import Event
from portal.store.files import FileRow


class NotScannedYet(Exception):
    """No scanner has looked at the file: whoever wants it is warned first."""

    def __init__(self, file: Attached) -> None:
        super().__init__(file.id)
        self.file = file


def for_officer(desk: Desk, reference: str, file_id: int, staff_id: int, now: datetime, *, warned: bool) -> Download:
    """A file of this case, after its opening has been written down.

    Raises `NoSuchCase`, `KeptOut`, `NoSuchFile`, `NotScannedYet` unless `warned`, `KnownAsHarmful`, `ShelfUnavailable`.
    """
    case_id, key, row, file = _found(desk, reference, file_id, staff_id)
    download = fetched(desk, key, row, reference, file.number)
    scanned = scanned_again(desk, row, download.data)
    if scanned == Scanned.INFECTED:
        raise KnownAsHarmful
    if scanned != Scanned.CLEAN and not warned:
        raise NotScannedYet(file)
    detail = {"document" if row.by_office else "file": file.number, "scanned": scanned}
    with desk.database.write() as conn:
        happened, actor = Happened.FILE_OPENED.value, Actor.STAFF.value
        events.append(conn, Event(case_id, now, happened, actor, staff_id=staff_id, detail=detail))
    return download


def _found(desk: Desk, reference: str, file_id: int, staff_id: int) -> tuple[int, bytes, FileRow, Attached]:
    with desk.database.read() as conn:
        case, reader = find_for(conn, reference, staff_id)
        if sight_of(reader.role) is not Sight.WHOLE:
            raise NoSuchFile
        rows = files.of_case(conn, case.id)
        try:
            key = case_key(conn, desk, case.id)
        except Unreadable:
            key = None
    for by_office in (False, True):
        some = [row for row in rows if row.by_office is by_office]
        for row, file in zip(some, attached(key, some), strict=True):
            if key is not None and row.id == file_id:
                return case.id, key, row, file
    raise NoSuchFile


def for_sender(desk: Desk, reference: str, key: bytes, words_id: int, number: int) -> Download:
    """The file with this number of a case that the visitor has opened.

    Raises `NotYours`, `NoSuchFile`, `KnownAsHarmful`, `ShelfUnavailable`.
    """
    opened = read(desk, reference, key, words_id)
    with desk.database.read() as conn:
        rows = files.of_person(conn, opened.case.id)
    if not 1 <= number <= len(rows):
        raise NoSuchFile
    if rows[number - 1].scanned == Scanned.INFECTED:
        raise KnownAsHarmful
    return fetched(desk, key, rows[number - 1], reference, number)
