"""Taking files off the shelf: a row lets go of its file, that is committed, the file is destroyed, and then the row goes.

What stands in between is not lost from sight: a row that let go keeps the name until the shelf has answered, and each
day's work takes up what was left over. So a shelf that is down stops nobody, and no file is destroyed that a case or
a draft still speaks of.
"""

from collections.abc import Collection
from itertools import islice

import structlog

from portal.actions.desk import Desk
from portal.shelf import NotOnShelf, ShelfUnavailable
from portal.store import files
from portal.store.database import DatabaseUnavailable

log = structlog.stdlib.get_logger("portal")

A_BATCH = 500


def take_off_shelf(desk: Desk, blobs: Collection[str]) -> int:
    """Destroy files that no committed row speaks of any more; how many are gone. Never raises for a shelf that is down.

    The first that cannot be reached ends it: each further one would wait as long.
    """
    gone: list[str] = []
    for blob in blobs:
        try:
            desk.shelf.remove(blob)
        except NotOnShelf:
            pass
        except ShelfUnavailable as problem:
            log.warning("files wait to be taken off the shelf", kinds=[type(problem).__name__])
            break
        gone.append(blob)
    _forget(desk, gone)
    return len(gone)


def clear_shelf(desk: Desk) -> int:
    """Destroy what was let go of and is still there; how many are gone. Raises `DatabaseUnavailable`."""
    with desk.database.read() as conn:
        names = iter(files.left_over(conn))
    cleared = 0
    while batch := list(islice(names, A_BATCH)):
        gone = take_off_shelf(desk, batch)
        cleared += gone
        if gone < len(batch):
            break
    return cleared


def _forget(desk: Desk, gone: Collection[str]) -> None:
    if not gone:
        return
    try:
        with desk.database.write() as conn:
            files.forget(conn, gone)
    except DatabaseUnavailable:
        log.warning("the rows of files that are gone wait for the database")
