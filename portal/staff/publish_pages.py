"""What managers write of the figures, and the reports that they publish: as they were on the day, until they are withdrawn."""

from typing import Any

from flask import abort, redirect, request, url_for
from wtforms import BooleanField, Form, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.actions import quarterly, reporting
from portal.actions.reporting import ChangedMeanwhile, Comment, IsPublished, NoSuchReport, ReportRow
from portal.casework.permissions import Permission
from portal.report import publishing
from portal.report.definitions import SECTIONS
from portal.report.making import Contradicts
from portal.report.offered import house_of, is_offered, offered
from portal.report.publishing import NotOver, Shut
from portal.report.rendering import file_name, media_type, pages, render
from portal.report.rendering.texts import title
from portal.report.tables import Report
from portal.staff.permissions import needs
from portal.staff.report_forms import Chosen, PeriodForm, query_of
from portal.staff.report_pages import BAD_REQUEST, CONFLICT, contradicts, is_for_reader, make, no_figure, period_form
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.web.clock import now, today
from portal.web.desk import desk
from portal.web.forms import clean
from portal.web.uploads import handed_out

LONGEST_COMMENT = 20_000
_NAMES = dict(SECTIONS)


def _tidied(value: str | None) -> str | None:
    return clean(value).strip().replace("\r\n", "\n") if value else value


class CommentForm(Form):
    """What the council writes of a section; `version` is what stood there when the page was opened."""

    text = TextAreaField(
        "What the council says of it",
        filters=[_tidied],
        validators=[Length(max=LONGEST_COMMENT, message=f"Use at most {LONGEST_COMMENT:,} characters")],
    )
    version = HiddenField(default="0")


class SureForm(Form):
    """That what is about to be done is meant."""

    sure = BooleanField("I have read all of it, and it may be published", validators=[InputRequired("Read it, then tick that it may be published")])


class WithdrawForm(Form):
    """That a published report is to be taken back."""

    sure = BooleanField("Take it back", validators=[InputRequired("Tick that it is to be taken back")])


@needs(Permission.PUBLISH_REPORT)
def comment() -> Any:
    """Write of a section of a report; nothing takes away what was there."""
    period, chosen = _asked()
    section = request.args.get("section", "")
    if chosen is None or section not in _NAMES:
        return no_figure("The address names no section of a report.")
    there = reporting.commentary(desk(), chosen.first, chosen.last).get(section, Comment())
    back = url_for("staff.report", **_plain(query_of(period, chosen)), _anchor="commentary")
    form = CommentForm(request.form if request.method == "POST" else None, text=there.text or "", version=str(there.version))
    problem, other = None, None
    if request.method == "POST" and form.validate():
        seen = int(form.version.data) if _is_number(form.version.data) else 0
        try:
            reporting.comment(desk(), (chosen.first, chosen.last), section, form.text.data or "", seen, signed_in().id, now())
            return redirect(back, 303)
        except ChangedMeanwhile as meanwhile:
            problem, other = "Somebody else has written here meanwhile. Both texts are below: keep in yours what should stay", meanwhile.text
            form.version.data = str(meanwhile.version)
        except IsPublished:
            problem = "This report is published. Withdraw it before you change what it says"
    known = {"form": form, "name": _NAMES[section], "chosen": chosen, "back": back, "shut": there.text is None}
    page = staff_page("staff/report_comment.html", problem=problem, other=other, **known)
    return (page, CONFLICT) if problem else (page, BAD_REQUEST) if form.errors else page


@needs(Permission.PUBLISH_REPORT)
def publish() -> Any:
    """Publish the report of a period: all of it is shown once more before."""
    period, chosen = _asked()
    if chosen is None:
        return no_figure("The address names no period of a report.")
    query, form = query_of(period, chosen), SureForm(request.form if request.method == "POST" else None)
    back = url_for("staff.report", **_plain(query))
    if request.method == "POST" and form.validate():
        try:
            publishing.publish(desk(), (chosen.first, chosen.last), chosen.years, today(), signed_in().id, now())
        except Contradicts as found:
            return contradicts(found.report, back), CONFLICT
        except NotOver:
            return _refused("This period is not over yet", "Its figures would still change. Publish it once its last day has passed.", back)
        except Shut:
            return _refused("A text cannot be opened", "What was written of a section cannot be opened. Ask whoever runs this portal for the right key, or write it anew.", back)
        row = reporting.of_period(desk(), chosen.first, chosen.last)
        assert row is not None
        return redirect(url_for("staff.report_published", report_id=row.id), 303)
    if chosen.last >= today():
        return _refused("This period is not over yet", "Its figures would still change. Publish it once its last day has passed.", back)
    made = make(Chosen(chosen.first, chosen.last, chosen.years), publishing.written(desk(), chosen.first, chosen.last))
    if made.differences:
        return contradicts(made, back), CONFLICT
    page = staff_page("staff/report_publish.html", form=form, made=made, body=pages.body(made), back=back, reports=desk().profile.report, title=title(made))
    return (page, BAD_REQUEST) if form.errors else page


@needs(Permission.PUBLISH_REPORT)
def mail() -> Any:
    """Be told by mail when a quarter is over, or no more."""
    quarterly.switch(desk(), signed_in().id, request.form.get("on") == "yes", today())
    return redirect(url_for("staff.report"), 303)


@needs(Permission.SEE_REPORT)
def published(report_id: int) -> str:
    """A report as it was published."""
    row, made = _published(report_id)
    return staff_page("staff/report_published.html", row=row, made=made, body=pages.body(made), offered=offered(), reports=desk().profile.report, title=title(made))


@needs(Permission.SEE_REPORT)
def published_file(report_id: int) -> Any:
    """A report as it was published, as a file."""
    _, made = _published(report_id)
    kind, format = request.args.get("kind", "full"), request.args.get("format", "")
    if not is_offered(kind, format):
        return no_figure("A report is not made in this form.")
    data = render(made, format, kind=kind, house=house_of(desk().profile))
    return handed_out(data, media_type(format), file_name(made, format, kind=kind))


@needs(Permission.PUBLISH_REPORT)
def withdraw(report_id: int) -> Any:
    """Take a published report back."""
    row = next((one for one in reporting.every(desk()) if one.id == report_id), None)
    if row is None:
        abort(404)
    form = WithdrawForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        reporting.withdraw(desk(), report_id, now())
        return redirect(url_for("staff.report"), 303)
    page = staff_page("staff/report_withdraw.html", form=form, row=row)
    return (page, BAD_REQUEST) if form.errors else page


def _published(report_id: int) -> tuple[ReportRow, Report]:
    try:
        row, made = publishing.published(desk(), report_id)
    except NoSuchReport:
        abort(404)
    if not is_for_reader(row):
        abort(404)
    return row, made


def _asked() -> tuple[PeriodForm, Chosen | None]:
    form = period_form()
    return form, form.chosen(today()) if "period" in request.args else None


def _refused(name: str, why: str, back: str) -> Any:
    return staff_page("staff/report_refused.html", title=name, differences=(), back=back, said=why, hint=False), CONFLICT


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10


def _plain(query: dict[str, str]) -> dict[str, Any]:
    return dict(query)
