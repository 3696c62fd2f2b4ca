"""Files that came while no scanner could look at them: the office looks again, until one has.

Only what belongs to a case: a draft's files open with its visitor's key alone.
"""

from collections import Counter
from datetime import datetime
from time import monotonic

import structlog

from portal.actions.case_file import key_if_any
from portal.actions.clocks import LONDON
from portal.actions.desk import Desk
from portal.actions.files import NoSuchFile, opened, scanned_again
from portal.scanning import Scanned
from portal.shelf import ShelfUnavailable
from portal.store import files, outbox
from portal.store.files import FileRow

log = structlog.stdlib.get_logger("portal")

A_LOOK, SECONDS = 100, 20
"""As many files as one look takes, and as long: whoever looks delivers messages, too, and those must not wait."""


def scan_missed(desk: Desk, now: datetime, most: int = A_LOOK) -> Counter[str]:
    """Once an hour in the whole house: ask the scanner about files that it has not seen; how many are what.

    Nothing where this process has no scanner, or no key that opens cases. Raises `DatabaseUnavailable`.
    """
    if not desk.scanner.address or desk.office is None or not _is_ours(desk, now):
        return Counter()
    found = _looked_at(desk, most)
    if found.total():
        log.info("files that nobody had scanned were scanned", **found)
    return found


def _is_ours(desk: Desk, now: datetime) -> bool:
    """Whether this hour's look is ours. It is claimed beforehand: a scan is too slow to hold a transaction open."""
    here = now.astimezone(LONDON)
    name, day = f"scan_missed_{here:%H}", here.date()
    with desk.database.read() as conn:
        if outbox.is_claimed(conn, name, day):
            return False
    with desk.database.write() as conn:
        return outbox.claim_day(conn, name, day, now)


def _looked_at(desk: Desk, most: int) -> Counter[str]:
    found: Counter[str] = Counter()
    with desk.database.read() as conn:
        waiting = files.some_not_scanned(conn, most)
    end = monotonic() + SECONDS
    for row in waiting:
        if monotonic() > end:
            break
        try:
            mark = _mark_of(desk, row)
        except ShelfUnavailable:
            break
        if mark != Scanned.NOT_SCANNED:
            found[mark] += 1
        elif not desk.scanner.answers():
            break
    return found


def _mark_of(desk: Desk, row: FileRow) -> str:
    assert row.case_id is not None, "only files of cases are asked for"
    with desk.database.read() as conn:
        key = key_if_any(conn, desk, row.case_id)
    try:
        return scanned_again(desk, row, opened(desk, key, row))
    except NoSuchFile:
        return row.scanned
