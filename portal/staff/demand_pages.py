"""A form for figures of the work beside complaints: what cannot be counted from cases, each with where it comes from."""

import re
from typing import Any

from flask import redirect, request, url_for
from wtforms import Form, StringField
from wtforms.validators import Length

from portal.actions import entering
from portal.actions.entering import Figure
from portal.casework.permissions import Permission
from portal.report.demand import KINDS
from portal.staff.permissions import needs
from portal.staff.report_forms import query_of
from portal.staff.report_pages import BAD_REQUEST, name_of_days, no_figure, period_form
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.forms import clean

LARGEST = 10_000_000
_NUMBER = re.compile(r"[0-9]{1,3}(?:,?[0-9]{3})*|[0-9]{1,8}", re.ASCII)


def _tidied(value: str | None) -> str | None:
    return " ".join(clean(value).split()) if value else value


def _number(kind: str) -> StringField:
    return StringField(KINDS[kind], filters=[_tidied])


def _source(kind: str) -> StringField:
    return StringField(f"Where that comes from: {KINDS[kind].lower()}", filters=[_tidied], validators=[Length(max=200, message="Use at most 200 characters")])


class DemandForm(Form):
    """A number of each kind and its source; both are left empty where there is none."""

    referrals, referrals_source = _number("referrals"), _source("referrals")
    assessments, assessments_source = _number("assessments"), _source("assessments")
    in_care, in_care_source = _number("in_care"), _source("in_care")
    plans, plans_source = _number("plans"), _source("plans")

    def figures(self) -> dict[str, Figure | None]:
        """What was entered, by kind; None where nothing was. What is wrong stands in the fields."""
        return {kind: self._figure(self[kind], self[f"{kind}_source"]) for kind in KINDS}

    def _figure(self, number: Any, source: Any) -> Figure | None:
        typed, said = number.data or "", source.data or ""
        if not typed:
            if said:
                number.errors = [*number.errors, "Enter the number that comes from there"]
            return None
        known = int(typed.replace(",", "")) if _NUMBER.fullmatch(typed) else None
        if known is None or known > LARGEST:
            number.errors = [*number.errors, f"Enter a whole number up to {LARGEST:,}, like 1,250"]
            return None
        if not said:
            source.errors = [*source.errors, "Say where the number comes from, so that it can be checked"]
            return None
        return Figure(known, said)


@needs(Permission.PUBLISH_REPORT)
def demand() -> Any:
    """Enter the figures of a period; what stands there is shown, and an empty number takes its figure away."""
    period = period_form()
    chosen = period.chosen(today()) if "period" in request.args else None
    if chosen is None:
        return no_figure("The address names no period of a report.")
    back = url_for("staff.report", **_plain(query_of(period, chosen)), _anchor="commentary")
    there = entering.entered(desk(), chosen.first, chosen.last)
    standing = {kind: f"{one.number:,}" for kind, one in there.items()} | {f"{kind}_source": one.source for kind, one in there.items()}
    form = DemandForm(request.form if request.method == "POST" else None, data=standing)
    if request.method == "POST":
        valid, figures = form.validate(), form.figures()
        if valid and not form.errors:
            entering.enter(desk(), (chosen.first, chosen.last), figures, signed_in().id, now())
            return redirect(back, 303)
    page = staff_page("staff/report_demand.html", form=form, back=back, kinds=KINDS, name=name_of_days(chosen.first, chosen.last))
    return (page, BAD_REQUEST) if form.errors else page


def _plain(query: dict[str, str]) -> dict[str, Any]:
    return dict(query)
