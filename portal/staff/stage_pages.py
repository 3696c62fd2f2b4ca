"""The steps of the stages after the first as pages: one function, and a table of what each asks."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import request

from portal.actions import stages
from portal.actions.refused import Refused
from portal.casework.moves import move
from portal.staff.document_forms import BRINGING, bringing, say_at
from portal.staff.move_pages import accepted, form_page, made
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.stage_forms import FORMS, PAGES, said_in
from portal.web.clock import now
from portal.web.desk import desk

View = Callable[[str], Any]


def _page_of(name: str) -> View:
    page = PAGES[name]

    @needs(move(name).permission)
    def step(reference: str) -> Any:
        """What happened, in a form; then it is written down, and the case is shown."""
        form = FORMS[name](request.form)
        if not accepted(form):
            return form_page(name, reference, form, template="staff/stage.html", page=page)
        said, officer = said_in(name, form), signed_in().id
        try:
            if name not in BRINGING:
                return made(name, reference, lambda: stages.make(desk(), reference, name, said, officer, now()))
            with bringing() as brought:
                return made(name, reference, lambda: stages.make(desk(), reference, name, said, officer, now(), brought))
        except Refused as refused:
            say_at(form, refused)
            return form_page(name, reference, form, template="staff/stage.html", page=page)

    return step


VIEWS: Mapping[str, View] = {name: _page_of(name) for name in PAGES}
