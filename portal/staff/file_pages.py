"""A file of a case: handed out to be saved, never shown; one that no scanner has looked at only after a warning."""

from typing import Any

from flask import abort, request

from portal.actions.case_file import NoSuchCase
from portal.actions.case_files import NotScannedYet, for_officer
from portal.actions.files import KnownAsHarmful, NoSuchFile
from portal.casework.permissions import Permission
from portal.shelf import ShelfUnavailable
from portal.staff import labels
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.uploads import handed_out


@needs(Permission.READ_CASE)
def file(reference: str, file_id: int) -> Any:
    """GET hands the file out, or warns where it was not scanned; POST hands it out after the warning."""
    try:
        download = for_officer(desk(), reference, file_id, signed_in().id, now(), warned=request.method == "POST")
    except (NoSuchCase, NoSuchFile):
        abort(404)
    except NotScannedYet as unscanned:
        return _page(reference, "unscanned", file=unscanned.file)
    except KnownAsHarmful:
        return _page(reference, "harmful"), 409
    except ShelfUnavailable:
        return _page(reference, "away"), 503
    return handed_out(download.data, download.kind.media_type, download.name)


def _page(reference: str, why: str, **more: Any) -> str:
    return staff_page("staff/file.html", reference=reference, why=why, labels=labels, **more)
