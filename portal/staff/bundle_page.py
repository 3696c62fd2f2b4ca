"""The index of a case's bundle: one page that a person reads without the portal, and that looks for nothing outside."""

from flask import render_template

from portal.actions.exporting import Bundle
from portal.casework.rights import NAMES
from portal.staff import labels, letter_labels, stage_labels, talk_labels, team_labels
from portal.staff.answer_view import remedy_label
from portal.staff.case_pages import clocks_of, entries
from portal.staff.learning_view import told_with
from portal.web.desk import desk


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
        labels=labels,
        stage=stage_labels,
        letter_labels=letter_labels,
        team=team_labels,
        talk=talk_labels,
        profile=desk().profile,
        **told_with(),
        remedy_label=remedy_label,
        right_names={right.value: name.officer for right, name in NAMES.items()},
    )
