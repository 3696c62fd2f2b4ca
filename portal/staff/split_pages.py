"""Sending points another way, as a page: for each point the procedure it goes by, and one reason."""

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from portal.actions import splitting
from portal.actions.case_file import CaseFile, PointRead
from portal.actions.splitting import routes_now
from portal.casework.moves import move
from portal.casework.splitting import JOINED, POINT_ROUTES
from portal.staff.case_pages import file_or_404
from portal.staff.forms import ReasonForm
from portal.staff.labels import MATTER, ROUTE
from portal.staff.move_pages import accepted, form_page, made
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.web.clock import now
from portal.web.desk import desk

_FIRST = [route for route in POINT_ROUTES if route in JOINED]
CHOICES = [(route.value, ROUTE[route]) for route in (*_FIRST, *(route for route in POINT_ROUTES if route not in JOINED))]
"""What a point may go by, the council's two procedures in front."""


@needs(move("split_points").permission)
def split_points(reference: str) -> Any:
    """By which procedure each point goes, and why; one answer goes out all the same."""
    file = file_or_404(reference)
    standing = routes_now(file.state, [point.row for point in file.points])
    form = _form_of(file.points)(request.form, data={_name(number): route for number, route in standing.items()})
    if not accepted(form):
        return form_page("split_points", reference, form, file, point_fields=_fields(file, form))
    routes, reason = {point.row.number: form.data[_name(point.row.number)] for point in file.points}, form.data["reason"] or ""
    return made(
        "split_points", reference, lambda: splitting.split(desk(), reference, routes, reason, signed_in().id, now())
    )


def _name(number: int) -> str:
    return f"point-{number}"


def _form_of(points: Iterable[PointRead]) -> type[Form]:
    fields = {
        _name(point.row.number): SelectField(
            f"{point.row.number}. {MATTER.get(point.row.matter or '', 'About something not on our list')}",
            choices=[SelectChoice("", "Choose where it goes"), *(SelectChoice(*each) for each in CHOICES)],
            validators=[DataRequired(f"Choose where point {point.row.number} goes")],
        )
        for point in points
    }
    return type("SplitForm", (ReasonForm,), fields)


def _fields(file: CaseFile, form: Form) -> list[tuple[Any, PointRead]]:
    return [(form[_name(point.row.number)], point) for point in file.points]
