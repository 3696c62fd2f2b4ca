"""A page of the back office: its template with whoever reads it, and days as tables write them."""

from datetime import date
from typing import Any

from flask_babel import format_date
from markupsafe import Markup

from portal.casework.permissions import may
from portal.letters.paper import clean
from portal.staff.session import officer
from portal.web.clock import today
from portal.web.page import page


def staff_page(template: str, **context: Any) -> str:
    """The page, for the officer who is signed in; `allows` tells the template what they may do."""
    reader = officer()

    def allows(permission: str) -> bool:
        return reader is not None and may(reader.role, permission)

    return page(template, officer=reader, allows=allows, **context)


def short_day(value: date) -> str:
    """*Fri 20 Nov*, with the year where it is another than this."""
    form = "EEE d MMM" if value.year == today().year else "EEE d MMM y"
    return format_date(value, form, rebase=False)


def kept_letter(html: str) -> Markup:
    """A letter that was kept, cleaned once more before it is shown as HTML."""
    return Markup(clean(html))
