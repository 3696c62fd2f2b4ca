"""The index of a case's bundle: one page that a person reads without the portal, and that looks for nothing outside."""

from flask import render_template

from portal.actions.exporting import Bundle
from portal.staff.case_pages import clocks_of
from portal.staff.history_view import entries, told_with


def index(bundle: Bundle) -> str:
    """The page, whole."""
    file = bundle.file
    return render_template(
        "staff/bundle.html",
        bundle=bundle,
        file=file,
        case=file.case,
        history=entries(file.history)[::-1],
        clocks=clocks_of(file),
        **told_with(),
    )
