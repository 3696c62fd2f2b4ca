"""The year's figures in the browser: a report of any period, the list behind each of its figures, and files to take away."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request, url_for

from portal.actions import quarterly, reporting
from portal.actions.reporting import Comment, ReportRow
from portal.actions.staff import everyone
from portal.casework.permissions import Permission, may
from portal.casework.sight import Sight, sight_of
from portal.report import behind, making, said
from portal.report.behind import NotASelection
from portal.report.definitions import SECTIONS
from portal.report.offered import house_of, is_offered, offered
from portal.report.rendering import file_name, media_type, pages, render
from portal.report.rendering.values import differences
from portal.report.tables import Report, Selection
from portal.staff.labels import COMPLAINANT
from portal.staff.permissions import needs
from portal.staff.report_forms import OWN, Chosen, PeriodForm, code_of, query_of
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.staff.team_labels import service_name
from portal.web.clock import today
from portal.web.desk import desk
from portal.web.uploads import handed_out

BAD_REQUEST, CONFLICT = 400, 409
KIND: Mapping[str, str] = {
    "statutory": "Statutory complaint", "corporate": "Corporate complaint", "other": "Complaint that goes another way",
    "enquiry": "Enquiry", "query": "Query solved outside the procedure", "compliment": "Compliment",
}  # fmt: skip
"""What one case of a kind is called."""


@needs(Permission.SEE_REPORT)
def report() -> Any:
    """The report of the period that the address names, each count a link to its cases; before one is chosen the choice alone."""
    form = period_form()
    chosen = form.chosen(today()) if "period" in request.args else None
    if chosen is None:
        page = staff_page("staff/report.html", form=form, made=None, kept=kept_reports(), mailed=quarterly.is_on(desk(), signed_in().id))
        return (page, BAD_REQUEST) if form.errors else page
    officer, row = signed_in(), reporting.of_period(desk(), chosen.first, chosen.last)
    row = row if row and is_for_reader(row) else None
    written = reporting.commentary(desk(), chosen.first, chosen.last) if may(officer.role, Permission.PUBLISH_REPORT) else {}
    made = make(chosen, texts_of(written))
    return staff_page(
        "staff/report.html",
        row=row if row and row.status == "published" else None,
        sections=SECTIONS,
        written=written,
        people={person.id: person.name for person in everyone(desk())} if written else {},
        over=chosen.last < today(),
        form=form,
        made=made,
        chosen=chosen,
        body=pages.body(made, reader_address),
        differences=differences(made),
        offered=offered(),
        query=query_of(form, chosen),
        hides=desk().profile.report.smallest_count,
    )


@needs(Permission.SEE_REPORT)
def report_file() -> Any:
    """The report as a file; none while it contradicts itself: a page says where."""
    form = period_form()
    chosen = form.chosen(today()) if "period" in request.args else None
    if chosen is None:
        mailed = quarterly.is_on(desk(), signed_in().id)
        return staff_page("staff/report.html", form=form, made=None, kept=kept_reports(), mailed=mailed), BAD_REQUEST
    kind, format = request.args.get("kind", "full"), request.args.get("format", "")
    if not is_offered(kind, format):
        return no_figure("A report is not made in this form.")
    written = may(signed_in().role, Permission.PUBLISH_REPORT)
    made = make(chosen, texts_of(reporting.commentary(desk(), chosen.first, chosen.last)) if written else None)
    if made.differences:
        return contradicts(made, url_for("staff.report", **_any(query_of(form, chosen)))), CONFLICT
    data = render(made, format, kind=kind, house=house_of(desk().profile))
    return handed_out(data, media_type(format), file_name(made, format, kind=kind))


@needs(Permission.SEE_REPORT)
def report_cases() -> Any:
    """The cases behind a figure: its definition, its number, its parts, and those of its cases that the reader may see."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name not in ("after", "by")]
    after, by = request.args.get("after", "0"), request.args.get("by", "")
    try:
        selection = behind.selection_of(asked)
    except NotASelection:
        return no_figure("The address names no figure of a report.")
    left = behind.dimensions_left(selection)
    if not (after.isascii() and after.isdigit() and len(after) < 19) or (by and by not in left):
        return no_figure("The address names no part of this figure.")
    profile, officer = desk().profile, signed_in()
    if not is_listed(selection):
        return no_figure("What this figure counts is not listed for services.")
    numbers, left = not smallest(), [name for name in left if is_listed(selection.narrowed(name))] if not smallest() else []
    if by and by not in left:
        return no_figure("The address names no part of this figure.")
    seen = behind.look(desk(), selection, officer.id, today(), int(after))
    parts = behind.parts_of(desk(), selection, by, today()) if by else []
    return staff_page(
        "staff/report_cases.html",
        selection=selection,
        seen=seen,
        numbers=numbers,
        title=said.title_of(selection),
        definition=said.definition_of(selection),
        span=said.span_of(selection),
        conditions=[(name, value, without(selection, code)) for code, name, value in said.conditions_of(selection, profile, seen.people)],
        parts=[(said.code_name(by, part.code, profile, seen.people), part.number, list_address(part.of)) for part in parts[: behind.MOST_PARTS]],
        left_over=max(len(parts) - behind.MOST_PARTS, 0),
        by=by,
        ways=[(name, said.DIMENSION.get(name, name)) for name in left],
        query=behind.query_of(selection),
        further=after != "0",
        here=list_address(selection),
        more=f"{list_address(selection)}&after={seen.next}" if seen.next else None,
        case_at=case_address,
        who=lambda row: COMPLAINANT.get(row.complainant, row.complainant),
        what=lambda row: KIND.get(row.kind, row.kind),
        service=lambda row: service_name(profile, row.service_area, row.team),
        outcome=lambda row: profile.outcome_label(row.outcome) or said.code_name("outcome", row.outcome, profile, {}) if row.outcome else "",
    )


def make(chosen: Chosen, commentary: Mapping[str, str] | None = None) -> Report:
    """The report that was chosen, as the cases stand now."""
    threshold = 0 if chosen.small else None
    return making.make(desk(), chosen.first, chosen.last, today(), years=chosen.years, threshold=threshold, commentary=commentary)


def texts_of(written: Mapping[str, Comment]) -> dict[str, str]:
    """What was written, by section, as far as it can be opened."""
    return {section: one.text for section, one in written.items() if one.text}


def kept_reports() -> list[tuple[str, str, ReportRow]]:
    """Reports that are published, and to managers those that they write: what each is called, and where it stands."""
    manager = may(signed_in().role, Permission.PUBLISH_REPORT)
    return [
        (name_of_days(row.first_on, row.last_on), _kept_at(row), row)
        for row in reporting.every(desk())
        if (row.status == "published" and is_for_reader(row)) or (manager and row.key_name)
    ]


def smallest() -> int:
    """Under which number counts are left out for this reader, whatever they ask for; 0 where none are."""
    return 0 if may(signed_in().role, Permission.SEE_SMALL_NUMBERS) else desk().profile.report.smallest_count


def is_for_reader(row: ReportRow) -> bool:
    """Whether a report that was published has no number that this reader may not see."""
    return (row.threshold or 0) >= smallest()


NOT_OF_SERVICES = frozenset({"ombudsman_asked", "ombudsman_answered", "ombudsman_decided", "remedies", "remedies_together", "costs", "actions"})
NOT_BY_SERVICES = frozenset({"advocate", "quotable"})
"""What somebody who sees of a case what a service has to answer finds no cases by, since the case does not show it to them."""


def is_listed(selection: Selection) -> bool:
    """Whether the cases of a figure are listed for this reader at all."""
    if sight_of(signed_in().role) is not Sight.SERVICE:
        return True
    return selection.fact not in NOT_OF_SERVICES and not NOT_BY_SERVICES & {name for name, _ in selection.where}


def reader_address(selection: Selection) -> str | None:
    """Where the cases of a figure are listed for this reader; None where they are not."""
    return list_address(selection) if is_listed(selection) else None


def name_of_days(first: date, last: date) -> str:
    """What a period is called."""
    return making.periods_of(first, last, 1)[0].name


def _kept_at(row: ReportRow) -> str:
    if row.status == "published":
        return url_for("staff.report_published", report_id=row.id)
    code = code_of(row.first_on, row.last_on)
    days = {"first": row.first_on.isoformat(), "last": row.last_on.isoformat()} if code == OWN else {}
    return url_for("staff.report", period=code, **_any(days))


def period_form() -> PeriodForm:
    """What the address chooses, or what is usually chosen."""
    form = PeriodForm(request.args)
    form.offer(today(), making.oldest(desk()), whole=smallest() > 0)
    return form


def contradicts(made: Report, back: str) -> str:
    """The page that says where a report contradicts itself, and that it is not given out."""
    return staff_page("staff/report_refused.html", title="This report does not add up", differences=differences(made), back=back, said="", hint=False)


def no_figure(why: str) -> Any:
    """A page for an address that makes no sense."""
    page = staff_page("staff/report_refused.html", title="There is no such figure", differences=(), back=url_for("staff.report"), said=why, hint=True)
    return page, BAD_REQUEST


def list_address(selection: Selection) -> str:
    """Where the cases of a figure are listed."""
    values: dict[str, list[str]] = {}
    for name, value in behind.query_of(selection):
        values.setdefault(name, []).append(value)
    return url_for("staff.report_cases", **values)  # type: ignore[arg-type]


def _any(query: dict[str, str]) -> dict[str, Any]:
    return dict(query)


def without(selection: Selection, dimension: str) -> str:
    """Where the figure is listed without one of its conditions."""
    return list_address(Selection(selection.fact, tuple(one for one in selection.where if one[0] != dimension)))


def case_address(reference: str) -> str | None:
    """Where the reader opens a case: the case itself, or who did what at it; None for whoever may open neither."""
    role = signed_in().role
    if may(role, Permission.READ_CASE):
        return url_for("staff.case", reference=reference)
    return url_for("staff.traces", reference=reference) if may(role, Permission.READ_AUDIT) else None
